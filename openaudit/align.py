"""Aligns two sequences of words: which runs they share, in order, and what stands between.

Runs are anchored where a few words in a row occur once in the known text; the longest chain of anchors in
equal order is kept, grown to both sides, and the small gaps between are compared word by word. The time is
near linear in the words; a gap too large to compare is a replacement as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.typed import Final, NamedTuple

_ANCHOR: Final = 6
# The product of the sizes of a gap's two sides above which it is not compared word by word.
_MAX_GAP: Final = 60_000
# A shared run shorter than this between two changes is chance.
_MIN_RUN: Final = 2
# So many runs are searched for one by one, which suffices for a copy with few edits, before all are listed.
_SEARCHES: Final = 60
# How many words are compared at a stroke.
_STRIDE: Final = 64
# The chain takes time by the square of the runs; beyond so many only the longest count.
_MAX_RUNS: Final = 500


class Block(NamedTuple):
    """`size` equal words at `mine` in the one sequence and at `known` in the other."""

    mine: int
    known: int
    size: int


def align(mine: bytes, known: bytes, mine_words: Sequence[str] = (), known_words: Sequence[str] = ()) -> list[Block]:
    """The shared runs of two texts given as one byte per word, in order, never overlapping.

    With the real words of both at hand, gaps are compared by them.
    """
    anchor = _ANCHOR if len(known) >= 4 * _ANCHOR else 3
    runs = _grow(_chain(_runs(mine, known, anchor)), mine, known)
    blocks: list[Block] = []
    previous = Block(0, 0, 0)
    for run in [*runs, Block(len(mine), len(known), 0)]:
        gap = (previous.mine + previous.size, run.mine, previous.known + previous.size, run.known)
        at_edge = previous.size == 0 or run.size == 0
        blocks += _compare(gap, mine, known, mine_words, known_words, at_edge=at_edge)
        if run.size:
            blocks.append(run)
        previous = run
    return _merge(blocks)


def _runs(mine: bytes, known: bytes, size: int) -> list[Block]:
    """The shared runs of at least `size` words that start at words which occur once in `known`, from left to right."""
    where: dict[bytes, int] | None = None
    runs: list[Block] = []
    i, last, missed = 0, len(mine) - size, 0
    while i <= last:
        gram = mine[i : i + size]
        if where is not None:
            j = where.get(gram, -1)
        else:
            j = known.find(gram)
            if j >= 0 and known.find(gram, j + 1) >= 0:
                j = -1
        if j < 0:
            i += 1
            missed += 1
            if missed == _SEARCHES:
                where = _places(known, size)
            continue
        length = size + _shared(mine, i + size, known, j + size)
        runs.append(Block(i, j, length))
        i += length - size + 1
    return runs


def _places(known: bytes, size: int) -> dict[bytes, int]:
    """Where each run of `size` words stands in `known`; -1 for one that stands there more than once."""
    grams = [known[i : i + size] for i in range(len(known) - size + 1)]
    where = dict(zip(grams, range(len(grams)), strict=True))
    if len(where) < len(grams):
        where |= {gram: -1 for at, gram in enumerate(grams) if where[gram] != at}
    return where


def _shared(mine: bytes, i: int, known: bytes, j: int) -> int:
    """How many words from `mine[i]` and `known[j]` on are equal."""
    limit = min(len(mine) - i, len(known) - j)
    done = 0
    while done < limit:
        step = min(_STRIDE, limit - done)
        if mine[i + done : i + done + step] == known[j + done : j + done + step]:
            done += step
            continue
        while mine[i + done] == known[j + done]:
            done += 1
        break
    return done


def _chain(runs: list[Block]) -> list[Block]:
    """The runs, rising on both sides, that share most words in all."""
    if len(runs) > _MAX_RUNS:
        runs = sorted(sorted(runs, key=lambda run: -run.size)[:_MAX_RUNS])
    total: list[int] = []
    before: list[int] = []
    for number, (i, j, size) in enumerate(runs):
        best, behind = size, -1
        for other in range(number):
            i2, j2, size2 = runs[other]
            if i2 < i and j2 < j:
                gain = total[other] + size - max(0, i2 + size2 - i, j2 + size2 - j)
                if gain > best:
                    best, behind = gain, other
        total.append(best)
        before.append(behind)
    chain: list[Block] = []
    number = max(range(len(runs)), key=lambda n: (total[n], -n)) if runs else -1
    while number >= 0:
        chain.append(runs[number])
        number = before[number]
    return chain[::-1]


def _grow(chain: list[Block], mine: bytes, known: bytes) -> list[Block]:
    """The runs of a chain without overlaps, each grown backwards as far as the words agree."""
    grown: list[Block] = []
    for i, j, size in chain:
        floor_i, floor_j = (grown[-1].mine + grown[-1].size, grown[-1].known + grown[-1].size) if grown else (0, 0)
        overlap = max(0, floor_i - i, floor_j - j)
        if overlap >= size:
            continue
        i, j, size = i + overlap, j + overlap, size - overlap  # noqa: PLW2901
        while i > floor_i and j > floor_j and mine[i - 1] == known[j - 1]:
            i, j, size = i - 1, j - 1, size + 1  # noqa: PLW2901
        grown.append(Block(i, j, size))
    return grown


def _compare(
    gap: tuple[int, int, int, int],
    mine: bytes,
    known: bytes,
    mine_words: Sequence[str],
    known_words: Sequence[str],
    *,
    at_edge: bool,
) -> list[Block]:
    """The shared runs inside a gap."""
    from difflib import SequenceMatcher

    low_i, high_i, low_j, high_j = gap
    if at_edge:  # before the first run and after the last one, only the words next to it can belong to it
        reach = (high_j - low_j) + 20
        if low_i == 0 and low_j == 0:
            low_i = max(low_i, high_i - reach)
        else:
            high_i = min(high_i, low_i + reach)
    if low_i >= high_i or low_j >= high_j or (high_i - low_i) * (high_j - low_j) > _MAX_GAP:
        return []
    a: Sequence[object] = mine_words[low_i:high_i] if mine_words and known_words else mine[low_i:high_i]
    b: Sequence[object] = known_words[low_j:high_j] if mine_words and known_words else known[low_j:high_j]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = []
    for i, j, size in matcher.get_matching_blocks():
        touches = (i == 0 and j == 0 and not (at_edge and low_i == 0)) or (i + size == len(a) and j + size == len(b))
        if size >= _MIN_RUN or (size and (touches or len(a) <= 4)):
            blocks.append(Block(low_i + i, low_j + j, size))
    return blocks


def _merge(blocks: list[Block]) -> list[Block]:
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and last.mine + last.size == block.mine and last.known + last.size == block.known:
            merged[-1] = Block(last.mine, last.known, last.size + block.size)
        elif block.size:
            merged.append(block)
    return merged
