#!/usr/bin/env python3
"""A million rows through `openaudit bulk`: rows a second, peak memory, and whether a kill changes anything.

    python benchmarks/bulk.py                          # 1,000,000 rows of 20,000 texts on two workers
    python benchmarks/bulk.py --rows 20000 --distinct 500
    python benchmarks/bulk.py --markdown               # as docs/performance.md has it

Three runs over one table: undisturbed; with a worker killed (SIGKILL) on the way; with the whole of it killed on the
way and begun again. All three must write the same tables, and every row must be in one of them, once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import own_texts
from measuring import conditions, report

# What is killed is killed when so much of the texts is audited.
_KILL_AT = 0.4
_BATCH = 64


class Run(NamedTuple):
    """One run: how it was disturbed, seconds, peak memory (driver, all processes; MiB), and what it counted."""

    name: str
    seconds: float
    driver: float
    whole: float
    rows: int
    errors: int
    texts: int
    digest: str


def memory(process: int) -> tuple[float, float]:
    """Resident memory of a process, and of it with all its children, in MiB. (0, 0) for one that is gone."""
    import psutil

    try:
        parent = psutil.Process(process)
        own = parent.memory_info().rss
        below = sum(_resident(child) for child in parent.children(recursive=True))
    except psutil.NoSuchProcess:
        return 0.0, 0.0
    return own / 2**20, (own + below) / 2**20


def _resident(process: object) -> int:
    import psutil

    assert isinstance(process, psutil.Process)  # noqa: S101
    try:
        # Shared pages are counted once for each process that maps them, so the sum is an upper bound.
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def workers_of(process: int) -> list[int]:
    """The worker processes of a run: those of its children that hold the most memory."""
    import psutil

    found = psutil.Process(process).children(recursive=True)
    return [child.pid for child in sorted(found, key=_resident, reverse=True) if _resident(child) > 40 * 2**20]


def run(command: list[str], out: Path, name: str, distinct: int) -> Run:
    """Run the command, disturb it as `name` says, and measure."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    peak = (0.0, 0.0)
    waiting = {"worker killed": "worker", "all killed, begun again": "driver"}.get(name, "")
    while process.poll() is None:
        seen = memory(process.pid)
        peak = (max(peak[0], seen[0]), max(peak[1], seen[1]))
        done = len(list((out / ".work" / "audits").glob("*/*.arrow"))) if waiting else 0
        if waiting and done * _BATCH >= _KILL_AT * distinct:
            if waiting == "worker":
                os.kill(workers_of(process.pid)[0], signal.SIGKILL)
            else:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            waiting = ""
        time.sleep(0.2)
    took = time.perf_counter() - began
    if waiting:
        sys.exit(f"{name}: the run was over before anything could be killed; take more texts")
    counts = json.loads((out / "counts.json").read_text(encoding="utf-8"))
    found = (counts["rows"], counts["errors"], counts["texts"], counts["digest"])
    return Run(name, took, *peak, *found)


def complete(out: Path, count: int) -> bool:
    """Whether every row is in the tables, once, and in order."""
    from pyarrow import parquet

    expected = 0
    for results in sorted((out / "results").glob("*.parquet"), key=lambda path: (len(path.name), path.name)):
        good = parquet.read_table(results, columns=["row"])["row"].to_pylist()
        bad = parquet.read_table(out / "errors" / results.name, columns=["row"])["row"].to_pylist()
        both = sorted(good + bad)
        if good != sorted(good) or both != list(range(expected, expected + len(both))):
            return False
        expected += len(both)
    return expected == count


def main() -> None:
    """Make the table, run three times, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--undisturbed", action="store_true", help="only the first run")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--folder", help="where the table and the results go (default: a temporary folder)")
    options = parser.parse_args()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="openaudit-bulk-"))
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "rows.parquet"
    own_texts.write_parquet(str(table), options.rows, options.distinct)
    names = ["undisturbed", "worker killed", "all killed, begun again"]
    runs = []
    for number, name in enumerate(names[:1] if options.undisturbed else names):
        out = folder / f"out-{number}"
        shutil.rmtree(out, ignore_errors=True)
        command = [sys.executable, "-m", "openaudit", "bulk", str(table), "--out", str(out), "--isolated"]
        # Few enough rows in a partition that some are written before the kill.
        size = str(max(100, min(10_000, options.rows // 100)))
        command += ["--workers", str(options.workers), "--partition-rows", size]
        runs.append(run(command, out, name, options.distinct))
        if not complete(out, options.rows):
            sys.exit(f"{name}: rows are missing or twice there")
    if len({one.digest for one in runs}) > 1:
        sys.exit(f"the tables differ: {[one.digest for one in runs]}")
    if not options.folder:
        shutil.rmtree(folder)
    heads = ("run", "seconds", "rows/s", "texts/s", "peak of the driver, MiB", "peak of all processes, MiB")
    rows = [
        (
            one.name,
            f"{one.seconds:.0f}",
            f"{one.rows / one.seconds:,.0f}",
            f"{one.texts / one.seconds:,.0f}",
            f"{one.driver:.0f}",
            f"{one.whole:.0f}",
        )
        for one in runs
    ]
    first = runs[0]
    said = (
        f"{first.rows:,} rows, {first.texts:,} distinct texts, {first.errors:,} rows in the table of errors, "
        f"{options.workers} workers. Every row is there once"
        + (f", and all runs wrote the same tables (sha256 {first.digest[:16]}…)." if len(runs) > 1 else ".")
    )
    report(conditions(), heads, rows, said, markdown=options.markdown)


if __name__ == "__main__":
    main()
