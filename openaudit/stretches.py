"""Where two sequences differ: what of the one stands in place of what of the other.

`difflib` takes the square of the length, and more where the same comes again and again. So it is asked only where
that is little; longer stretches are parted first at what occurs once in both, and replaced whole where nothing does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from openaudit.typed import Final

# Steps that difflib may take for one stretch.
_MAX_STEPS: Final = 20_000_000
# How often a stretch is parted again.
_MAX_DEPTH: Final = 3

Stretch = tuple[int, int, int, int]


def differing(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """The places `old[i1:i2]` and `new[j1:j2]` that differ, in order. Time is near linear in the lengths."""
    return _differing(old, new, (0, len(old), 0, len(new)), 0)


def _differing(old: Sequence[Hashable], new: Sequence[Hashable], stretch: Stretch, depth: int) -> Iterator[Stretch]:
    i1, i2, j1, j2 = stretch
    while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    if i1 == i2 or j1 == j2:
        if i1 < i2 or j1 < j2:
            yield i1, i2, j1, j2
        return
    ours, theirs = Counter(old[i1:i2]), Counter(new[j1:j2])
    # Every search of difflib looks at each pair of equals, and there may be a search for each element.
    if sum(count * theirs[one] for one, count in ours.items()) * (i2 - i1 + j2 - j1) <= _MAX_STEPS:
        for tag, a1, a2, b1, b2 in SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False).get_opcodes():
            if tag != "equal":
                yield i1 + a1, i1 + a2, j1 + b1, j1 + b2
        return
    once = {new[j]: j for j in range(j1, j2) if theirs[new[j]] == 1}
    anchors = _rising([(i, once[old[i]]) for i in range(i1, i2) if ours[old[i]] == 1 and old[i] in once])
    if not anchors or depth == _MAX_DEPTH:
        yield i1, i2, j1, j2
        return
    for i, j in [*anchors, (i2, j2)]:
        yield from _differing(old, new, (i1, i, j1, j), depth + 1)
        i1, j1 = i + 1, j + 1


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of the pairs, given by their first number, whose second numbers rise."""
    ends: list[int] = []  # of the best chains of each length, the second number, and which pair it is
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [j], [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
