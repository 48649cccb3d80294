"""Searches for the text that costs most, and shows that its cost is in proportion to its size.

`python fuzz/worst.py` audits 4 kB of texts made of every hostile unit of the tests and of every pair of them, again and
again the same and each time with another word, and of texts in which every part could be compared with every other
one. It takes those that cost most to 64 kB, and the worst few of these to 1 MB and 16 MB, in processes of their own. 16
times the text may take at most 20 times the time, or is refused in as little: a text of too many clauses is. Exit code
1 where it takes more. `--lift` measures as if no number of clauses were too many, which takes gigabytes. The search
takes about ten minutes; what it found is in docs/hostile-inputs.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.ruleset import Engine

HERE = Path(__file__).resolve().parent
TINY, SMALL, MIDDLE, LARGE = 4_000, 64_000, 1_000_000, 16_000_000
GROWTH = 20.0
# Sentences so long that 16 MB of them are not too many to be read.
LONG = {
    "long prohibition": (
        "You may not, without our permission in writing, sell, rent, lend or share the software with any other person "
        "or for any purpose of which we have not heard before, such as the design and sale of arms and the care of. "
    ),
    "long grant": (
        "Subject to these terms we grant you a worldwide, royalty-free right to use, copy, change and pass on the "
        "software and the works that you make of it, for as long as you keep to what this paper says about. "
    ),
}
# How many of the texts are measured at 64 kB.
DEAR = 100
EACH_ANOTHER = ", each time another"
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

    units = {**_UNITS, "grant": GRANT}
    units |= {f"{a} + {b}": _UNITS[a] + _UNITS[b] for a, b in itertools.permutations(_UNITS, 2)}
    same = {name: partial(repeated, unit) for name, unit in units.items()}
    other = {f"{name}{EACH_ANOTHER}": partial(varied, unit) for name, unit in units.items()}
    other |= {f"{name}{EACH_ANOTHER}": partial(varied, unit) for name, unit in LONG.items()}
    grown = {name: partial(cumulated, text) for name, (text, _) in _CUMULATIVE.items()}
    return {**same, **other, **grown}


def repeated(unit: str, size: int) -> bytes:
    """`size` bytes of the unit."""
    return (unit * (size // len(unit.encode()) + 1)).encode()[:size]


def varied(unit: str, size: int) -> bytes:
    """`size` bytes of the unit, each time with another word before the stop that ends it."""
    from hostile import _word

    parted = re.fullmatch(r"(.*?)(\W*)", unit, re.DOTALL)
    body, end = parted.groups() if parted else (unit, "")
    parts: list[bytes] = []
    length = 0
    while length < size:
        parts.append(f"{body} {_word(len(parts))}{end}".encode())
        length += len(parts[-1])
    return b"".join(parts)[:size]


def cumulated(text: Callable[[int], str], size: int) -> bytes:
    """The text with as many parts as make up `size` bytes, more or less."""
    base, step = len(text(0).encode()), len(text(1000).encode())
    return text(max(1, (size - base) * 1000 // (step - base))).encode()[:size]


def search(texts: dict[str, Maker]) -> list[str]:
    """The names of the texts that may be the worst, by what 64 kB of them cost, the costliest first."""
    rules = prepared()
    tiny = {name: audited(make(TINY), rules)[0] for name, make in texts.items()}
    dear = sorted(tiny, key=lambda name: -tiny[name])[:DEAR]
    # What costs the square of the length may cost little while it is short: few enough to be measured all.
    dear += [name for name in texts if " + " not in name and name not in dear]
    cost = {name: audited(texts[name](SMALL), rules)[0] for name in dear}
    found = sorted(cost, key=lambda name: -cost[name])
    for name in found[:20]:
        print(f"{cost[name]:7.2f} s for {SMALL // 1000} kB of {name}", flush=True)
    growing = sorted((name for name in found if cost[name] > 0.2), key=lambda name: -cost[name] / tiny[name])
    for name in growing[:5]:
        print(f"{cost[name] / tiny[name]:5.1f} times as much as {TINY // 1000} kB, {cost[name]:.2f} s: {name}")
    return apart(found)


def apart(names: list[str]) -> list[str]:
    """Of names of texts those that have no part in common with one before."""
    kept: list[str] = []
    seen: set[str] = set()
    for name in names:
        parts = set(name.removesuffix(EACH_ANOTHER).split(" + "))
        if seen.isdisjoint(parts):
            kept.append(name)
        seen |= parts
    return kept


def prepared() -> Engine:
    """The engine, warm: what is loaded on use is loaded."""
    from openaudit import prepared

    rules = prepared.engine()
    for _ in range(2):
        audited("You may use this, but only for research.\n\n您不得将本软件用于军事目的。".encode(), rules)
    return rules


def audited(data: bytes, rules: Engine) -> tuple[float, str]:
    """Processor seconds of an audit by rules that remember no sentence, and why it is refused, if it is."""
    from openaudit.audit import audit_document
    from openaudit.document import read
    from openaudit.errors import TooLongError
    from openaudit.recent import Recent

    for known in rules.rules.values():
        known.recent = Recent(8192)
    start = time.process_time()
    try:
        audit_document(read(data, path="LICENSE"), rules)
    except TooLongError:
        return time.process_time() - start, "refused"
    return time.process_time() - start, ""


def measured(make: Maker, size: int, *, lift: bool = False) -> tuple[float, float, str]:
    """Processor seconds and peak MiB of auditing `size` bytes, the engine's loading left out, and why it is refused."""
    import gc

    from openaudit import inline, lines, segment, tree

    gc.set_threshold(100_000, 50, 50)  # as the command does
    if lift:
        lines.MAX_LINES = sys.maxsize - 1  # type: ignore[misc]
        for module in (inline, lines, segment, tree):
            module.MAX_CLAUSES = sys.maxsize - 1  # type: ignore[attr-defined]
    rules = prepared()
    seconds, refused = audited(make(size), rules)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, refused


def inside(name: str, size: int, *, lift: bool) -> tuple[float, float, str]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, "--text", name, "--bytes", str(size), *(["--lift"] if lift else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory, refused = json.loads(done.stdout)
    return float(seconds), float(memory), str(refused)


if __name__ == "__main__":
    sys.exit(main())
