"""Searches for the text that costs most, and shows that its cost is in proportion to its size.

`python fuzz/worst.py` audits 64 kB of every hostile unit of the tests and of pairs of the costliest, takes the worst
few, and audits 1 MB and 16 MB of each in processes of their own. 16 times the text may take at most 20 times the time.
Exit code 1 where it takes more, or more than 500 MiB.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SMALL, MIDDLE, LARGE = 64_000, 1_000_000, 16_000_000
GROWTH, MEBIBYTES = 20.0, 500


def main() -> int:
    """Search and measure; 1 where something grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=3, help="how many of the worst texts are measured large")
    parser.add_argument("--unit", help=argparse.SUPPRESS)
    parser.add_argument("--bytes", type=int, default=SMALL, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.unit is not None:
        print(json.dumps(measured(arguments.unit, arguments.bytes)))
        return 0
    sys.path.insert(0, str(HERE.parent / "tests"))
    from hostile import _UNITS, GRANT

    units = {**_UNITS, "grant": GRANT}
    cost = {name: measured(unit, SMALL)[0] for name, unit in units.items()}
    dear = sorted(cost, key=lambda name: -cost[name])[:8]
    pairs = {f"{a} + {b}": units[a] + units[b] for a, b in itertools.permutations(dear, 2)}
    cost |= {name: measured(unit, SMALL)[0] for name, unit in pairs.items()}
    units |= pairs
    for name in sorted(cost, key=lambda name: -cost[name])[:12]:
        print(f"{cost[name]:7.2f} s for {SMALL // 1000} kB of {name}")
    failed = False
    for name in sorted(cost, key=lambda name: -cost[name])[: arguments.worst]:
        one, _ = inside(units[name], MIDDLE)
        sixteen, memory = inside(units[name], LARGE)
        bad = sixteen > GROWTH * one or memory > MEBIBYTES
        failed |= bad
        print(
            f"{name}: 1 MB {one:.1f} s, 16 MB {sixteen:.1f} s, {sixteen / one:.1f} times, {memory:.0f} MiB"
            f"{'  TOO MUCH' if bad else ''}"
        )
    return int(failed)


def measured(unit: str, size: int) -> tuple[float, float]:
    """Processor seconds and peak MiB of auditing `size` bytes of the unit, the engine's loading left out."""
    from openaudit.audit import audit_document
    from openaudit.document import read
    from openaudit.load import engine

    rules = engine()
    data = (unit * (size // len(unit.encode()) + 1)).encode()[:size]
    start = time.process_time()
    audit_document(read(data, path="LICENSE"), rules)
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def inside(unit: str, size: int) -> tuple[float, float]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, "--unit", unit, "--bytes", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = json.loads(done.stdout)
    return float(seconds), float(memory)


if __name__ == "__main__":
    sys.exit(main())
