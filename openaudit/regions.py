"""Finds the parts of a text that are known licences: candidates by shared runs of words, then alignment and proof."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

from openaudit import tolerance
from openaudit.align import Block, align
from openaudit.fingerprints import GRAM, Fingerprints, Known, proof, word_bytes
from openaudit.spans import Span
from openaudit.words import Words, marker_at

# How much of a known text must be there, in order, for its name to be said of a region; chosen on data:
# docs/decisions/0004-recognition.md.
NAME_FROM: Final = 0.70
_CANDIDATES: Final = 6
_PROBES: Final = 14
_VOTED: Final = 30
_MIN_WORDS: Final = 12
_MAX_NAME: Final = 20


class Change(NamedTuple):
    """Words `mine` of the text stand where the known text has its words `known`; either may be empty."""

    mine: Span
    known: Span


class Matched(NamedTuple):
    """The words `span` of the text are the known text, but for `changes`; `allowed` of its words are tolerated."""

    known: Known
    span: Span
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]
    allowed: tuple[tuple[str, Span], ...]
    exact: bool

    @property
    def shared(self) -> int:
        """How many words the text shares with the known text, in order."""
        return sum(block.size for block in self.blocks)

    @property
    def similarity(self) -> float:
        """Words shared, of the words of both (Dice); 1 for an exact copy."""
        if self.exact:
            return 1.0
        return min(0.9999, 2 * self.shared / (self.known.length + self.span.end - self.span.start))


def find_regions(text: str, mine: Words, fingerprints: Fingerprints) -> list[Matched]:
    """The regions of the text that are known licences, in order, found from the best to the least."""
    data = word_bytes(mine.words)
    grams = fingerprints.grams
    hits = [i for i in range(len(data) - GRAM + 1) if data[i : i + GRAM] in grams]
    found: list[Matched] = []
    open_spans = [Span(0, len(data))]
    while open_spans:
        low, high = open_spans.pop()
        inside = [i for i in hits if low <= i and i + GRAM <= high]
        region = _best(text, mine, data, Span(low, high), inside, fingerprints) if high - low >= _MIN_WORDS else None
        if region:
            found.append(region)
            open_spans += [Span(low, region.span.start), Span(region.span.end, high)]
    return sorted(found, key=lambda region: region.span)


def _best(
    text: str, mine: Words, data: bytes, span: Span, hits: list[int], fingerprints: Fingerprints
) -> Matched | None:
    """The known text that fits best somewhere in `span`, if any may be named."""
    votes: dict[int, list[int]] = {}
    for i in hits[:: max(1, len(hits) // _PROBES)]:
        for entry, offset in _occurrences(data[i : i + GRAM], fingerprints):
            votes.setdefault(entry, []).append(i - offset)
    probes = [data[i : i + GRAM] for i in hits[:: max(1, len(hits) // 60)]]
    best: Matched | None = None
    best_rank = 0.0
    piece = data[span.start : span.end]
    for entry in _candidates(votes, probes, fingerprints):
        if not _may_fit(piece, fingerprints.bytes_of(entry)):
            continue
        region = _aligned(text, mine, data, span, sorted(votes[entry]), entry, fingerprints)
        if region is None:
            continue
        rank = region.shared * region.similarity
        # Of texts equally near, the licence that people mean is an approved one, and an exact copy beats all.
        rank *= 1.05 if region.exact else 1.03 if region.known.osi_approved else 1.0
        if rank > best_rank:
            best, best_rank = region, rank
    return best


def _candidates(votes: dict[int, list[int]], probes: list[bytes], fingerprints: Fingerprints) -> list[int]:
    """The entries that share most of the probes: those that explain most, and those that explain most per word."""
    voted = sorted(votes, key=lambda entry: (-len(votes[entry]), entry))[:_VOTED]
    shared = {entry: sum(map(fingerprints.bytes_of(entry).__contains__, probes)) for entry in voted}
    most = sorted(shared, key=lambda entry: (-shared[entry], len(fingerprints.bytes_of(entry)), entry))
    densest = sorted(shared, key=lambda entry: (-(shared[entry] ** 2) / len(fingerprints.bytes_of(entry)), entry))
    return list(dict.fromkeys(most[:_CANDIDATES] + densest[:_CANDIDATES]))


def _may_fit(piece: bytes, known: bytes) -> bool:
    """Whether enough of the known text can be in the piece to be named: a cheap look before an alignment."""
    size, step = 6, 3 if len(known) > 100 else 1
    if len(known) < 4 * size:
        return True
    there = sum(map(piece.__contains__, [known[i : i + size] for i in range(0, len(known) - size + 1, step)]))
    return there * step >= NAME_FROM * 0.5 * (len(known) - size + 1)


def _occurrences(gram: bytes, fingerprints: Fingerprints) -> list[tuple[int, int]]:
    """Every (entry, offset) at which the bytes stand in a known text."""
    found, place = [], -1
    while (place := fingerprints.words.find(gram, place + 1)) >= 0:
        entry = bisect_right(fingerprints.starts, place) - 1
        if place + len(gram) <= fingerprints.starts[entry + 1]:
            found.append((entry, place - fingerprints.starts[entry]))
    return found


def _aligned(
    text: str, mine: Words, data: bytes, span: Span, diagonals: list[int], entry: int, fingerprints: Fingerprints
) -> Matched | None:
    """The known text `entry` aligned where most of the `diagonals` (text place minus known place) agree."""
    known, theirs = fingerprints[entry], fingerprints.bytes_of(entry)
    slack = max(60, len(theirs) // 2)
    start = max(diagonals, key=lambda d: (sum(1 for other in diagonals if abs(other - d) <= slack // 2), -d))
    low, high = max(span.start, start - slack), min(span.end, start + len(theirs) + 2 * slack)
    blocks = [Block(b.mine + low, b.known, b.size) for b in align(data[low:high], theirs)]
    blocks = _without_strays(blocks)
    if not blocks:
        return None
    core = _within(blocks, known.core)
    shared = sum(block.size for block in core)
    if shared < max(_MIN_WORDS, NAME_FROM * (known.core.end - known.core.start)):
        return None
    if _proved(mine.words, known, core, known.core, known.proofs[1]):
        # The head and the tail belong to the copy where they are word for word there, too.
        start = 0 if _proved(mine.words, known, blocks, known.head, known.proofs[0]) else known.core.start
        end = known.length if _proved(mine.words, known, blocks, known.tail, known.proofs[2]) else known.core.end
        kept = _within(blocks, Span(start, end))
        changes, allowed = _tolerate(text, mine, known, _changes(kept, Span(start, end)))
        outer, inner = _span(blocks), _span(kept)
        beside = (Span(outer.start, inner.start), Span(inner.end, outer.end))
        if not changes and not any(set_aside(text, mine, known, span)[0] for span in beside):
            return Matched(known, inner, tuple(kept), (), tuple(allowed), exact=True)
    changes, allowed = _tolerate(text, mine, known, _changes(blocks, known.core))
    return Matched(known, _span(blocks), tuple(blocks), tuple(changes), tuple(allowed), exact=False)


def _span(blocks: list[Block]) -> Span:
    return Span(blocks[0].mine, blocks[-1].mine + blocks[-1].size)


def _within(blocks: list[Block], part: Span) -> list[Block]:
    """The blocks, cut to the words `part` of the known text."""
    kept = []
    for mine, known, size in blocks:
        low, high = max(known, part.start), min(known + size, part.end)
        if low < high:
            kept.append(Block(mine + low - known, low, high - low))
    return kept


def _without_strays(blocks: list[Block]) -> list[Block]:
    """Without the small blocks at either end that a wide gap parts from the rest: chance, not the licence."""
    kept = list(blocks)
    for end, step in ((0, 1), (-1, -1)):
        while len(kept) > 1:
            edge, inner = kept[end], kept[end + step]
            first, second = (edge, inner) if step == 1 else (inner, edge)
            gap = second.mine - first.mine - first.size
            if edge.size >= 12 or gap <= 3 * edge.size + 3:
                break
            del kept[end]
    return kept


def _changes(blocks: list[Block], part: Span) -> list[Change]:
    """What stands between the blocks, and what of the known text's words `part` lacks at both ends."""
    changes: list[Change] = []
    first, last = blocks[0], blocks[-1]
    if first.known > part.start:
        changes.append(Change(Span(first.mine, first.mine), Span(part.start, first.known)))
    for left, right in pairwise(blocks):
        changes.append(
            Change(Span(left.mine + left.size, right.mine), Span(left.known + left.size, right.known))
        )
    end = last.known + last.size
    if end < part.end:
        changes.append(Change(Span(last.mine + last.size, last.mine + last.size), Span(end, part.end)))
    return changes


def _tolerate(
    text: str, mine: Words, known: Known, changes: list[Change]
) -> tuple[list[Change], list[tuple[str, Span]]]:
    """The changes that remain, and the words that the closed grammar allows, with the reason."""
    remaining: list[Change] = []
    allowed: list[tuple[str, Span]] = []
    for change in changes:
        (a, b), (i, j) = change
        slot = any(s.start <= i and j <= s.end for s in known.slots)
        if b == a:
            if not slot and known.core.start < j and i < known.core.end:
                remaining.append(change)
        elif slot and b - a <= _MAX_NAME and tolerance.is_name(_source(text, mine, change.mine), after_sign=True):
            allowed.append(("name", Span(a, b)))
        else:
            counting, aside = set_aside(text, mine, known, Span(a, b)) if slot or i == j else ([Span(a, b)], [])
            allowed += aside
            if counting:
                remaining.append(change)
    return remaining, allowed


def _source(text: str, mine: Words, span: Span) -> str:
    return text[mine.starts[span.start] : mine.ends[span.end - 1]]


def set_aside(text: str, mine: Words, known: Known, span: Span) -> tuple[list[Span], list[tuple[str, Span]]]:
    """The words `span` beside a known text, line by line: those that count, and those that may be set aside, with why.

    A copyright line may be wrapped, so lines are also tried together with those that follow.
    """
    counting: list[Span] = []
    aside: list[tuple[str, Span]] = []
    lines = _by_line(text, mine, span)
    at = 0
    while at < len(lines):
        step, kind = _longest_kind(text, mine, known, lines[at : at + 3])
        part = Span(lines[at].start, lines[at + step - 1].end)
        wrapped = Span(aside[-1][1].start, part.end) if aside and aside[-1][0] == "copyright" else None
        if kind:
            aside.append((kind, part))
        elif wrapped and aside[-1][1].end == part.start and _kind(text, mine, known, wrapped):
            aside[-1] = ("copyright", wrapped)
        else:
            counting.append(part)
        at += step
    return counting, aside


def _longest_kind(text: str, mine: Words, known: Known, lines: list[Span]) -> tuple[int, str | None]:
    """How many of the lines, from the first on, may be set aside together, and why; (1, None) where none may."""
    for count in range(1, len(lines) + 1):
        if kind := _kind(text, mine, known, Span(lines[0].start, lines[count - 1].end)):
            return count, kind
    return 1, None


def _kind(text: str, mine: Words, known: Known, span: Span) -> str | None:
    """Why the words `span` may be set aside beside the known text; None where they may not."""
    start, end = mine.starts[span.start], mine.ends[span.end - 1]
    if marker_at(text, start, end):
        return "marker"
    # The signs before and after belong to it: "(c) 2024" starts at its bracket.
    line = text[text.rfind("\n", 0, start) + 1 : start]
    lead = "" if any(c.isalnum() for c in line.lower().replace("(c)", "")) else line
    return tolerance.kind_of(lead + text[start:end], names=(known.name,), spdx_id=known.spdx_id)


def _by_line(text: str, mine: Words, span: Span) -> list[Span]:
    """The words of `span`, split where a line ends."""
    spans: list[Span] = []
    start = span.start
    for i in range(*span):
        if i + 1 == span.end or "\n" in text[mine.ends[i] : mine.starts[i + 1]]:
            spans.append(Span(start, i + 1))
            start = i + 1
    return spans


def _proved(mine: list[str], known: Known, blocks: list[Block], part: Span, expected: str) -> bool:
    """Whether the aligned words are those of `part`, by digest: one byte per word alone proves nothing."""
    theirs = [""] * known.length
    for i, j, size in blocks:
        theirs[j : j + size] = mine[i : i + size]
    return proof(theirs, part, known.slots) == expected
