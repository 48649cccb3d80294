#!/usr/bin/env python3
"""Fills the terminal texts of README.md and docs/ with what the commands really print.

    python tools/terminal_text.py            # run every command and write what it prints
    python tools/terminal_text.py --check    # exit 1 where a text is not what its command prints

A text stands between `<!-- terminal: COMMAND -->` and `<!-- /terminal -->`. Only `openaudit` commands are run, from the
top folder, at 88 columns, without colour, network or configuration.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- terminal: (?P<command>openaudit [^\n]*?) -->\n).*?(<!-- /terminal -->)", re.DOTALL)
ENVIRON = {
    "COLUMNS": "88",
    "NO_COLOR": "1",
    "LANG": "C.UTF-8",
    "OPENAUDIT_UI_LANG": "en",
    "OPENAUDIT_OFFLINE": "1",
    "OPENAUDIT_ISOLATED": "1",
}


def output(command: str) -> str:
    """What a command prints. Errors of the command are errors here."""
    _, *words = shlex.split(command)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "openaudit", *words],
        cwd=ROOT,
        env=kept | ENVIRON,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{command} exited with {done.returncode}: {done.stderr}")
    return done.stdout


def filled(text: str) -> str:
    """The text with every block filled."""

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}```text\n$ {match['command']}\n{output(match['command'])}```\n{match[3]}"

    return BLOCK.sub(fill, text)


def main() -> None:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        before = path.read_text(encoding="utf-8")
        after = filled(before)
        if after != before:
            stale.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(after, encoding="utf-8")
    if stale:
        print(("not what the commands print: " if check else "written: ") + ", ".join(stale))
    sys.exit(int(check and bool(stale)))


if __name__ == "__main__":
    main()
