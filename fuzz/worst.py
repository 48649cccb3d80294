"""Searches for the text that costs most, and shows that its cost is in proportion to its size.

`python fuzz/worst.py` audits 64 kB of every hostile text of the tests (units that repeat, pairs of the costliest, and
texts in which every part could be compared with every other one), takes the worst few, and audits 1 MB and 16 MB of
each in processes of their own. 16 times the text may take at most 20 times the time, or is refused in as little: a
text of too many clauses is. Exit code 1 where it takes more. `--lift` measures as if no number of clauses were too
many, which takes gigabytes. What it found is in docs/hostile-inputs.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
SMALL, MIDDLE, LARGE = 64_000, 1_000_000, 16_000_000
GROWTH = 20.0
Maker = Callable[[int], bytes]


def main() -> int:
    """Search and measure; 1 where something grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=4, help="how many of the worst texts are measured large")
    parser.add_argument("--text", action="append", help="measure this one, and do not search; may be repeated")
    parser.add_argument("--large", type=int, default=LARGE, help="bytes of the large size")
    parser.add_argument("--lift", action="store_true", help="without the limits on lines, clauses and sentences")
    parser.add_argument("--bytes", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(HERE.parent / "tests"))
    texts = makers()
    if arguments.bytes:
        print(json.dumps(measured(texts[arguments.text[0]], arguments.bytes, lift=arguments.lift)))
        return 0
    names = arguments.text or search(texts)[: arguments.worst]
    failed = False
    for name in names:
        one, memory, _ = inside(name, MIDDLE, lift=arguments.lift)
        many, much, what = inside(name, arguments.large, lift=arguments.lift)
        bad = many > GROWTH * arguments.large / LARGE * one
        failed |= bad
        print(
            f"{name}: 1 MB {one:.1f} s, {memory:.0f} MiB; {arguments.large / MIDDLE:g} MB {many:.1f} s, {much:.0f} MiB"
            f"{', ' + what if what else ''}; {many / one:.1f} times{'  TOO MUCH' if bad else ''}",
            flush=True,
        )
    return int(failed)


def makers() -> dict[str, Maker]:
    """Name -> what makes so many bytes of a text."""
    from hostile import _CUMULATIVE, _UNITS, GRANT

    units = {name: partial(repeated, unit) for name, unit in {**_UNITS, "grant": GRANT}.items()}
    pairs = {f"{a} + {b}": partial(repeated, _UNITS[a] + _UNITS[b]) for a, b in itertools.permutations(_UNITS, 2)}
    grown = {name: partial(cumulated, text) for name, (text, _) in _CUMULATIVE.items()}
    return {**pairs, **units, **grown}


def repeated(unit: str, size: int) -> bytes:
    """`size` bytes of the unit."""
    return (unit * (size // len(unit.encode()) + 1)).encode()[:size]


def cumulated(text: Callable[[int], str], size: int) -> bytes:
    """The text with as many parts as make up `size` bytes, more or less."""
    base, step = len(text(0).encode()), len(text(1000).encode())
    return text(max(1, (size - base) * 1000 // (step - base))).encode()[:size]


def search(texts: dict[str, Maker]) -> list[str]:
    """The names of the texts by what 64 kB of them cost, the costliest first; of pairs, those of the costliest."""
    cost = {name: measured(make, SMALL)[0] for name, make in texts.items() if " + " not in name}
    dear = sorted(cost, key=lambda name: -cost[name])[:8]
    for pair in itertools.permutations(dear, 2):
        name = " + ".join(pair)
        if name in texts:
            cost[name] = measured(texts[name], SMALL)[0]
    found = sorted(cost, key=lambda name: -cost[name])
    for name in found[:12]:
        print(f"{cost[name]:7.2f} s for {SMALL // 1000} kB of {name}", flush=True)
    return found


def measured(make: Maker, size: int, *, lift: bool = False) -> tuple[float, float, str]:
    """Processor seconds and peak MiB of auditing `size` bytes, the engine's loading left out, and why it is refused."""
    import gc

    from openaudit import inline, lines, segment, tree
    from openaudit.audit import audit_document
    from openaudit.document import read
    from openaudit.errors import TooLongError
    from openaudit.load import engine

    gc.set_threshold(100_000, 50, 50)  # as the command does
    if lift:
        lines.MAX_LINES = sys.maxsize - 1  # type: ignore[misc]
        for module in (inline, lines, segment, tree):
            module.MAX_CLAUSES = sys.maxsize - 1  # type: ignore[attr-defined]
    rules = engine()
    audit_document(read(b"You may use this, but only for research.", path="LICENSE"), rules)
    data, refused = make(size), ""
    start = time.process_time()
    try:
        audit_document(read(data, path="LICENSE"), rules)
    except TooLongError:
        refused = "refused"
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, refused


def inside(name: str, size: int, *, lift: bool) -> tuple[float, float, str]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, "--text", name, "--bytes", str(size), *(["--lift"] if lift else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory, refused = json.loads(done.stdout)
    return float(seconds), float(memory), str(refused)


if __name__ == "__main__":
    sys.exit(main())
