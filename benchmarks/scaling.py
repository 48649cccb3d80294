#!/usr/bin/env python3
"""Time and memory against the size of the text, from 1 kB to 16 MB, with the fitted exponent.

    python benchmarks/scaling.py               # each size in a process of its own
    python benchmarks/scaling.py --most 4      # up to 4 MB
    python benchmarks/scaling.py --markdown    # as docs/performance.md has it

A text of n kB is so many different licence texts, one after the other: those of the package licensedcode-data, and
texts of our own making where it is not installed or all of it is used up. The exponent is fitted from 10 kB on: 1 is
linear, 2 would be quadratic.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from measuring import conditions, report

_CODE = """
import itertools, resource, sys, time
sys.path.insert(0, sys.argv[1])
import own_texts, throughput
from openaudit.audit import audit_document
from openaudit.document import read
from openaudit.errors import OpenAuditError
from openaudit.prepared import engine
size = int(sys.argv[2])
parts, have = [], 0
own = map(str.encode, map(own_texts.text, range(10**9)))
for part in itertools.chain((one.data for one in throughput.texts()), own):
    parts.append(part)
    have += len(part) + 2
    if have >= size:
        break
data = b"\\n\\n".join(parts)[:size].decode("utf-8", "ignore").encode()
rules = engine()
audit_document(read(b"Permission is granted to use the work."), rules)
resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    audit_document(read(data), rules)
except OpenAuditError as error:
    print(error, file=sys.stderr)
    raise SystemExit(3)
took = time.process_time() - start
print(len(data), took, resident, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_SIZES = (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 4_000_000, 8_000_000, 16_000_000)
_REFUSED = 3
# Where the fixed cost of an audit no longer counts.
_LINEAR_FROM = 10_000


class Point(NamedTuple):
    """An audit of `size` bytes: processor seconds, and resident MiB before it and at its peak."""

    size: int
    seconds: float
    before: float
    peak: float


def measure(size: int, rounds: int) -> Point | str:
    """The fastest of some audits of a text of that size, each in a process of its own; or why it is refused."""
    found = []
    for _ in range(rounds):
        command = [sys.executable, "-c", _CODE, str(Path(__file__).resolve().parent), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == _REFUSED:
            return done.stderr.strip()
        done.check_returncode()
        said = done.stdout.split()
        # Linux counts in KiB, macOS in bytes.
        unit = 2**20 if sys.platform == "darwin" else 2**10
        found.append(Point(int(said[0]), float(said[1]), float(said[2]) / unit, float(said[3]) / unit))
    return min(found, key=lambda point: point.seconds)


def exponent(points: Sequence[Point]) -> float:
    """The slope of time against size on logarithmic scales, by least squares."""
    xs, ys = [math.log(p.size) for p in points], [math.log(p.seconds) for p in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--most", type=float, default=16, metavar="MB", help="the largest text (default: 16)")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    sizes = [size for size in _SIZES if size <= options.most * 1e6]
    measure(sizes[0], 1)  # the first start of a checkout prepares the rules
    found = {size: measure(size, 2 if size < 1_000_000 else 1) for size in sizes}
    points = [point for point in found.values() if isinstance(point, Point)]
    rows = [
        (
            f"{p.size / 1000:,.0f}",
            f"{1000 * p.seconds:,.1f}",
            f"{p.size / 1000 / p.seconds:,.0f}",
            f"{p.peak:,.0f}",
            f"{(p.peak - p.before) * 2**20 / p.size:,.1f}" if p.size >= 1_000_000 else "",
        )
        for p in points
    ]
    refused = [f"Refused: {size / 1e6:g} MB ({why})." for size, why in found.items() if isinstance(why, str)]
    fitted = [p for p in points if p.size >= _LINEAR_FROM]
    said = f"Fitted exponent from 10 kB on: {exponent(fitted):.3f}." if len(fitted) > 1 else ""
    said = " ".join((said, *refused))
    heads = ("size, kB", "processor ms", "kB/s", "peak MiB", "bytes of memory a byte")
    report(conditions(), heads, rows, said, markdown=options.markdown)


if __name__ == "__main__":
    main()
