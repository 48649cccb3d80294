#!/usr/bin/env python3
"""How long a start takes, against `python -c pass` of the same Python in the same run.

    python benchmarks/cold_start.py                 # a table
    python benchmarks/cold_start.py --markdown      # the table as docs/decisions/0001-argparse.md has it

Every command is run in turn, round after round, so that whatever else the machine does falls on all of them alike.
Each figure is the median over the rounds.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = "python -c pass"


def commands(openaudit: list[str]) -> dict[str, list[str]]:
    """What is measured, by the name that the table shows."""
    license_file = str(ROOT / "LICENSE")
    found = {BASE: [sys.executable, "-c", "pass"]}
    for library in ("argparse", "click", "dataclasses", "pathlib", "rich.console"):
        if importlib.util.find_spec(library.split(".")[0]):
            found[f"import {library}"] = [sys.executable, "-c", f"import {library}"]
    return found | {
        "openaudit --version": [*openaudit, "--version"],
        "openaudit --help": [*openaudit, "--help"],
        "openaudit check --help": [*openaudit, "check", "--help"],
        "openaudit check LICENSE -f json": [*openaudit, "check", license_file, "-f", "json"],
        "openaudit check LICENSE": [*openaudit, "check", license_file],
    }


def measure(wanted: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """The median time of each command, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in wanted}
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "OPENAUDIT_ISOLATED": "1"}
    for number in range(rounds + 1):
        for name, command in wanted.items():
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False, env=environ)
            took = time.perf_counter() - start
            if done.returncode not in (0, 1):
                sys.exit(f"{name} exited with {done.returncode}: {done.stderr.decode()[-500:]}")
            if number:  # the first round warms the file cache and writes bytecode
                times[name].append(took * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def machine() -> str:
    """What the figures were made on, in a line."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--openaudit", default=str(Path(sys.executable).with_name("openaudit")), help="the command")
    options = parser.parse_args()
    found = measure(commands([options.openaudit]), options.rounds)
    base = found[BASE]
    if options.markdown:
        print(f"{machine()}, median of {options.rounds} rounds, {time.strftime('%Y-%m-%d', time.gmtime())}.\n")
        print("| command | ms | × `python -c pass` |\n| --- | ---: | ---: |")
        for name, value in found.items():
            print(f"| `{name}` | {value:.1f} | {value / base:.2f} |")
    else:
        print(machine())
        for name, value in found.items():
            print(f"{name:34} {value:7.1f} ms {value / base:6.2f} ×")


if __name__ == "__main__":
    main()
