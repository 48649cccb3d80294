"""Aligns two sequences of words: which runs they share, in order, and what stands between.

Runs are anchored where a few words in a row occur once in the known text; the longest chain of anchors in
equal order is kept, grown to both sides, and the small gaps between are compared word by word. The time is
near linear in the words; a gap too large to compare is a replacement as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

_ANCHOR: Final = 6
# The product of the sizes of a gap's two sides above which it is not compared word by word.
_MAX_GAP: Final = 60_000
# A shared run shorter than this between two changes is chance.
_MIN_RUN: Final = 2


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
    chain = _chain(_matches(mine, known, anchor))
    runs = _grow(chain, anchor, mine, known)
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


def _matches(mine: bytes, known: bytes, size: int) -> list[tuple[int, int]]:
    where: dict[bytes, int] = {}
    for i in range(len(known) - size + 1):
        gram = known[i : i + size]
        where[gram] = -1 if gram in where else i
    found = []
    for i in range(len(mine) - size + 1):
        j = where.get(mine[i : i + size], -1)
        if j >= 0:
            found.append((i, j))
    return found


def _chain(matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of matches that rises on both sides (patience sorting)."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(matches):
        place = bisect_left(tails, j)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            tail_at.append(number)
        else:
            tails[place] = j
            tail_at[place] = number
    chain = []
    number = tail_at[-1] if tail_at else -1
    while number >= 0:
        chain.append(matches[number])
        number = before[number]
    return chain[::-1]


def _grow(chain: list[tuple[int, int]], size: int, mine: bytes, known: bytes) -> list[Block]:
    """Runs out of anchors: merged along their diagonal, then grown to both sides as far as the words agree."""
    runs: list[Block] = []
    for i, j in chain:
        if runs:
            last = runs[-1]
            if i - last.mine == j - last.known and i <= last.mine + last.size:
                runs[-1] = Block(last.mine, last.known, i + size - last.mine)
                continue
            overlap = max(last.mine + last.size - i, last.known + last.size - j)
            if overlap >= size:
                continue
            if overlap > 0:
                runs.append(Block(i + overlap, j + overlap, size - overlap))
                continue
        runs.append(Block(i, j, size))
    grown: list[Block] = []
    for number, run in enumerate(runs):
        i, j, length = run
        floor_i, floor_j = (grown[-1].mine + grown[-1].size, grown[-1].known + grown[-1].size) if grown else (0, 0)
        while i > floor_i and j > floor_j and mine[i - 1] == known[j - 1]:
            i, j, length = i - 1, j - 1, length + 1
        ceil_i, ceil_j = (runs[number + 1][:2]) if number + 1 < len(runs) else (len(mine), len(known))
        while i + length < ceil_i and j + length < ceil_j and mine[i + length] == known[j + length]:
            length += 1
        grown.append(Block(i, j, length))
    return grown


def _compare(
    gap: tuple[int, int, int, int], mine: bytes, known: bytes,
    mine_words: Sequence[str], known_words: Sequence[str], *, at_edge: bool,
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
