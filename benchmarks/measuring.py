"""What the benchmarks share: on which machine and commit figures were made, and how they are printed."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


def conditions() -> str:
    """The machine, the commit and the date, in a sentence."""
    root = Path(__file__).resolve().parent.parent
    git = ["git", "-C", str(root)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "openaudit", "rules"], capture_output=True, text=True, check=False
    ).stdout
    at = f"commit {commit.strip()}{' with changes' if changed.strip() else ''}" if commit else "no commit"
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    today = time.strftime("%Y-%m-%d", time.gmtime())
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"
        f"{load}; {at}; {today}."
    )


def report(where: str, heads: Sequence[str], rows: Sequence[Sequence[str]], said: str = "", *, markdown: bool) -> None:
    """Print a table, the first column to the left and the others to the right."""
    print(where + "\n")
    if markdown:
        print(f"| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}")
        for row in rows:
            print(f"| {' | '.join(row)} |")
    else:
        widths = [max(len(line[at]) for line in (heads, *rows)) for at in range(len(heads))]
        for line in (heads, *rows):
            first, *others = (f"{cell:{'<' if at == 0 else '>'}{widths[at]}}" for at, cell in enumerate(line))
            print("  ".join((first, *others)))
    if said:
        print(f"\n{said}")
