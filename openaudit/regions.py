"""Finds the parts of a text that are known licences: candidates by shared runs of words, then alignment and proof."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, pairwise

from openaudit import tolerance
from openaudit.align import Block, align
from openaudit.beside import set_aside
from openaudit.fingerprints import GRAM, Fingerprints, Known, Slot, proof, step_of, word_bytes
from openaudit.spans import Span
from openaudit.typed import Final, NamedTuple
from openaudit.words import Words, marker_at

# How much of a known text must be there, in order, for its name to be said of a region; chosen on data:
# docs/decisions/0004-recognition.md.
NAME_FROM: Final = 0.70
_LOOKED: Final = 16
_CANDIDATES: Final = 4
_PROBES: Final = 400
# So many words in a row are looked for before a known text is aligned.
_LOOK: Final = 6
# ... in a text of so many words at every sixth, in others at every third.
_LONG: Final = 600
_LOOK_STEP: Final = 3
_LOOK_STEP_LONG: Final = 6
_PREFERRED_EXACT: Final = 1.10
_PREFERRED_APPROVED: Final = 1.06
_MIN_WORDS: Final = 12
_MAX_NAME: Final = 20
_MAX_SLIDE: Final = 40


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
    def expected(self) -> int:
        """How many words of the known text a copy like this one has: its core, and of head and tail what is there."""
        core = self.known.core.end - self.known.core.start
        return core + self.shared - sum(block.size for block in _within(list(self.blocks), self.known.core))

    @property
    def similarity(self) -> float:
        """Words shared, of the words of both (Dice); 1 for an exact copy."""
        if self.exact:
            return 1.0
        return min(0.9999, 2 * self.shared / (self.expected + self.span.end - self.span.start))


def find_regions(text: str, mine: Words, fingerprints: Fingerprints) -> list[Matched]:
    """The regions of the text that are known licences, in order, found from the best to the least."""
    data = word_bytes(mine.words)
    hits = fingerprints.sampled_in(data)
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
        for entry, offset in fingerprints.occurrences(data[i : i + GRAM]):
            votes.setdefault(entry, []).append(i - offset)
    best: Matched | None = None
    best_rank = 0.0
    for entry in _candidates(votes, data[span.start : span.end], fingerprints):
        words = min(len(fingerprints.bytes_of(entry)), span.end - span.start)
        if words * _PREFERRED_EXACT <= best_rank:
            continue  # it has too few words to be nearer
        region = _aligned(text, mine, data, span, sorted(votes[entry]), entry, fingerprints)
        if region is None:
            continue
        rank = region.shared * region.similarity
        # Of texts equally near, the licence that people mean is an approved one, and an exact copy beats all.
        rank *= _PREFERRED_EXACT if region.exact else _PREFERRED_APPROVED if region.known.osi_approved else 1.0
        if rank > best_rank:
            best, best_rank = region, rank
    return best


def _candidates(votes: dict[int, list[int]], piece: bytes, fingerprints: Fingerprints) -> list[int]:
    """The entries worth an alignment with the piece: those nearest to it by the runs of words that both have.

    Of the entries with votes, those are looked at that may share most words, and those that may share most of theirs.
    """
    sizes = {entry: len(fingerprints.bytes_of(entry)) for entry in votes}
    voted = {entry: len(found) * step_of(sizes[entry]) for entry, found in votes.items()}
    likely = dict.fromkeys([*_first(_LOOKED, voted, sizes, most=True), *_first(_LOOKED, voted, sizes, most=False)])
    looked = {entry: _looked_for(fingerprints.bytes_of(entry)) for entry in likely}
    wanted = frozenset(chain.from_iterable(looked.values()))
    # Runs that nobody looks for are not kept: those of a long text would fill the memory.
    there = wanted.intersection(piece[i : i + _LOOK] for i in range(len(piece) - _LOOK + 1)) if wanted else wanted
    shared = {}
    for entry, runs in looked.items():
        share = sum(map(there.__contains__, runs)) / len(runs) if runs else 1.0
        if share >= NAME_FROM * 0.5:
            shared[entry] = round(share * sizes[entry])
    near = [*_first(_CANDIDATES, shared, sizes, most=True), *_first(_CANDIDATES, shared, sizes, most=False)]
    return list(dict.fromkeys(near))


def _first(count: int, shared: dict[int, int], sizes: dict[int, int], *, most: bool) -> list[int]:
    """The first `count` entries: those that share `most` words, or else those that share most of their own."""
    if most:
        return sorted(shared, key=lambda entry: (-shared[entry], sizes[entry], entry))[:count]
    return sorted(shared, key=lambda entry: (-(shared[entry] ** 2) / (sizes[entry] or 1), entry))[:count]


def _looked_for(known: bytes) -> list[bytes]:
    """The runs of a known text that are looked for in a piece; none of a text that is aligned in any case."""
    if len(known) < 4 * _LOOK:
        return []
    step = _LOOK_STEP if len(known) < _LONG else _LOOK_STEP_LONG
    return [known[i : i + _LOOK] for i in range(0, len(known) - _LOOK + 1, step)]


def _aligned(
    text: str, mine: Words, data: bytes, span: Span, diagonals: list[int], entry: int, fingerprints: Fingerprints
) -> Matched | None:
    """The known text `entry` aligned where most of the `diagonals` (text place minus known place) agree."""
    known, theirs = fingerprints[entry], fingerprints.bytes_of(entry)
    slack = max(60, len(theirs) // 2)
    near = slack // 2
    start = max(diagonals, key=lambda d: (bisect_right(diagonals, d + near) - bisect_left(diagonals, d - near), -d))
    low, high = max(span.start, start - slack), min(span.end, start + len(theirs) + 2 * slack)
    blocks = [Block(b.mine + low, b.known, b.size) for b in align(data[low:high], theirs)]
    blocks = _at_sentences(_without_strays(blocks), text, mine)
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


def _at_sentences(blocks: list[Block], text: str, mine: Words) -> list[Block]:
    """The same blocks, with an insertion that could stand at several places moved to where a line or sentence starts.

    In "The work … . The rider … . The text …" the inserted words may be "The rider …" or "rider … The"; only the
    first is what somebody inserted, and only so the whole rider lies outside the known words.
    """
    moved = list(blocks)
    for number in range(len(moved) - 1):
        left, right = moved[number], moved[number + 1]
        low, high = left.mine + left.size, right.mine
        if left.known + left.size != right.known or low == high:
            continue
        back = 0
        while back < min(left.size - 1, _MAX_SLIDE) and mine.words[low - back - 1] == mine.words[high - back - 1]:
            back += 1
        ahead = 0
        while ahead < min(right.size - 1, _MAX_SLIDE) and mine.words[low + ahead] == mine.words[high + ahead]:
            ahead += 1
        shift = max(range(-back, ahead + 1), key=lambda by: (_start_rank(text, mine, low + by), -abs(by)))
        moved[number] = Block(left.mine, left.known, left.size + shift)
        moved[number + 1] = Block(right.mine + shift, right.known + shift, right.size - shift)
    return moved


def _start_rank(text: str, mine: Words, word: int) -> int:
    """How much a word looks like the start of something: of a paragraph, a line, a sentence, a clause."""
    between = text[mine.ends[word - 1] : mine.starts[word]] if word else "\n\n"
    ends = any(c in between for c in ".;:。；：")
    return 4 * (between.count("\n") > 1) + 3 * ends + ("\n" in between) + ("," in between)


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
        changes.append(Change(Span(left.mine + left.size, right.mine), Span(left.known + left.size, right.known)))
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
        a, b = change.mine
        i, j = change.known
        slot = next((s for s in known.slots if s.start <= i and j <= s.end), None)
        if b == a:
            whole_party = slot is not None and slot.kind == "party" and (i, j) == (slot.start, slot.end)
            if (slot is None or whole_party) and known.core.start < j and i < known.core.end:
                remaining.append(change)
        elif slot and _fills(text, mine, slot, change):
            allowed.append(("name" if slot.kind == "party" else slot.kind, change.mine))
        else:
            # Beside the words, or beside and in a copyright line: whole lines may be set aside.
            beside = i == j or (slot is not None and slot.kind == "copyright")
            counting, aside = set_aside(text, mine, known, change.mine) if beside else ([change.mine], [])
            allowed += aside
            if counting:
                remaining.append(change)
    return remaining, allowed


def _fills(text: str, mine: Words, slot: Slot, change: Change) -> bool:
    """Whether words may stand in a slot: another marker, another name for a name, another copyright line."""
    (a, b), (i, j) = change
    if b - a > _MAX_NAME:
        return False
    start, end = mine.starts[a], mine.ends[b - 1]
    if slot.kind == "marker":
        return marker_at(text, start, end)
    fragment = text[start:end]
    if "\n\n" in fragment.replace(" ", "").replace("\r", ""):
        return False
    if slot.kind == "party":
        return i < j and tolerance.is_name(fragment)
    line = text[text.rfind("\n", 0, start) + 1 : end + len(text[end:].split("\n", 1)[0])]
    joined = " ".join(line.split())
    return tolerance.copyright_line(joined) or (fragment[:1].isdigit() and tolerance.is_name(fragment, after_sign=True))


def _proved(mine: list[str], known: Known, blocks: list[Block], part: Span, expected: str) -> bool:
    """Whether the aligned words are those of `part`, by digest: one byte per word alone proves nothing."""
    theirs = [""] * known.length
    for i, j, size in blocks:
        theirs[j : j + size] = mine[i : i + size]
    return proof(theirs, part, known.slots) == expected
