#!/usr/bin/env python3
"""How long a start takes, against `python -c pass` of the same Python in the same run, and how much memory.

    python benchmarks/cold_start.py                        # a table
    python benchmarks/cold_start.py --markdown             # as docs/performance.md has it
    python benchmarks/cold_start.py --openaudit PATH       # of an installed wheel: its command
    python benchmarks/cold_start.py --peers-python PATH    # a Python that has licenseclassifier or ScanCode

Every command is run in turn, round after round, so that whatever else the machine does falls on all of them alike.
Each figure is the median over the rounds. Two files are checked: a copy of a known licence, most of whose sentences
are remembered (openaudit/memory.py), and a text of the same size that no tool has seen.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import own_texts
from measuring import conditions, report

ROOT = Path(__file__).resolve().parent.parent
BASE = "python -c pass"
_LICENSECLASSIFIER = (
    "import sys; from licenseclassifier import identify_license as f; print(f(open(sys.argv[1]).read()))"
)


class Cost(NamedTuple):
    """What a run took: milliseconds from start to end, milliseconds of processor time, and MiB of memory at most."""

    wall: float
    processor: float
    peak: float


def commands(openaudit: str, peers_python: str, folder: Path) -> dict[str, list[str]]:
    """What is measured, by the name that the table shows."""
    known = str(ROOT / "LICENSE")
    unknown = folder / "TERMS.txt"
    size = os.path.getsize(known)
    words, number = "", 0
    while len(words) < size:
        words += own_texts.text(number) + "\n\n"
        number += 1
    unknown.write_text(words[:size].rpartition("\n\n")[0], encoding="utf-8")
    python = _interpreter(openaudit)
    found = {BASE: [python, "-c", "pass"]}
    for library in ("argparse", "click", "dataclasses", "pathlib", "rich.console"):
        if importlib.util.find_spec(library.split(".")[0]):
            found[f"import {library}"] = [sys.executable, "-c", f"import {library}"]
    found |= {
        "openaudit --version": [openaudit, "--version"],
        "openaudit --help": [openaudit, "--help"],
        "openaudit check --help": [openaudit, "check", "--help"],
        "openaudit check LICENSE -f json": [openaudit, "check", known, "-f", "json"],
        "openaudit check LICENSE": [openaudit, "check", known],
        "openaudit check TERMS.txt -f json": [openaudit, "check", str(unknown), "-f", "json"],
    }
    asked = [peers_python, "-c", "import licenseclassifier"]
    if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
        found["licenseclassifier LICENSE"] = [peers_python, "-c", _LICENSECLASSIFIER, known]
    if licensee := shutil.which("licensee"):
        (folder / "licensee").mkdir()
        shutil.copy(known, folder / "licensee" / "LICENSE")
        found["licensee detect LICENSE"] = [licensee, "detect", str(folder / "licensee"), "--json"]
    if scancode := shutil.which("scancode", path=str(Path(peers_python).parent)):
        found["scancode --license LICENSE"] = [scancode, "--license", "--quiet", "--json", os.devnull, known]
    return found


def _interpreter(command: str) -> str:
    """The Python that runs the command: the one beside it, in an environment of its own."""
    beside = Path(command).with_name("python")
    return str(beside) if beside.exists() else sys.executable


def once(command: list[str], environ: dict[str, str]) -> Cost:
    """Run the command and wait for its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environ)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} exited with {process.returncode}: {said.decode()[-500:]}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / scale)


def measure(wanted: dict[str, list[str]], rounds: int) -> dict[str, Cost]:
    """The median cost of each command."""
    costs: dict[str, list[Cost]] = {name: [] for name in wanted}
    environ = os.environ | {"OPENAUDIT_ISOLATED": "1"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for number in range(rounds + 1):
        for name, command in wanted.items():
            cost = once(command, environ)
            if number:  # the first round warms the file cache and writes bytecode
                costs[name].append(cost)
    return {name: Cost(*map(statistics.median, zip(*found, strict=True))) for name, found in costs.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--openaudit", default=str(Path(sys.executable).with_name("openaudit")), help="the command")
    parser.add_argument("--peers-python", default=sys.executable, metavar="PATH")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measure(commands(options.openaudit, options.peers_python, Path(name)), options.rounds)
    base = found[BASE]
    rows = [
        (
            f"`{name}`" if options.markdown else name,
            f"{cost.wall:.1f}",
            f"{cost.wall / base.wall:.2f}",
            f"{cost.processor:.1f}",
            f"{cost.processor / base.processor:.2f}",
            f"{cost.peak:.0f}",
        )
        for name, cost in found.items()
    ]
    heads = ("command", "ms", f"× {BASE}", "processor ms", f"× {BASE}", "peak MiB")
    report(f"Median of {options.rounds} rounds. {conditions()}", heads, rows, markdown=options.markdown)


if __name__ == "__main__":
    main()
