#!/usr/bin/env python3
"""Puts the output of the benchmarks into docs/performance.md.

    python benchmarks/performance.py                      # all of them: an hour
    python benchmarks/performance.py stages cold_start    # some
    python benchmarks/performance.py --peers-python PATH  # with other tools that this Python has

The page says in comments where each output goes, and with which options it is made.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "performance.md"
_PART = re.compile(r"(<!-- figures: (\w+)((?: [^\n]*?)?) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def main() -> None:
    """Run what is asked for, and write the page after each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    known = [match[2] for match in _PART.finditer(PAGE.read_text(encoding="utf-8"))]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}")
    parser.add_argument("--peers-python", metavar="PATH")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        sys.exit(f"{PAGE} has no figures of {', '.join(unknown)}; it has: {', '.join(known)}")
    for name in options.names or known:
        _renew(name, options.peers_python)


def _renew(name: str, peers: str | None) -> None:
    page = PAGE.read_text(encoding="utf-8")
    part = next(match for match in _PART.finditer(page) if match[2] == name)
    program = FOLDER / f"{name}.py"
    command = [sys.executable, str(program), *shlex.split(part[3]), "--markdown"]
    if peers and "--peers-python" in program.read_text(encoding="utf-8"):
        command += ["--peers-python", peers]
    figures = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    # Read again: a run takes long, and somebody may have written on the page meanwhile.
    page = PAGE.read_text(encoding="utf-8")
    part = next(match for match in _PART.finditer(page) if match[2] == name)
    PAGE.write_text(f"{page[: part.start()]}{part[1]}\n{figures}\n\n{part[4]}{page[part.end() :]}", encoding="utf-8")


if __name__ == "__main__":
    main()
