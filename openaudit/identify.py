"""Which known licence a text is, and what differs. Recognition informs; it never hides a clause.

*Exact* means word for word, in order, after setting aside only what the closed grammar of `tolerance` allows,
and every passage set aside is listed. Words beside a match are never part of it: `covered` names the places
that are a known licence's words, and whoever audits treats all else as the text's own.

The pass is fast for unedited copies (one digest). Otherwise runs of words shared with known texts propose
candidates, the nearest is aligned with the text, and what is neither aligned nor tolerated is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from openaudit import tolerance, words
from openaudit.align import Block, align
from openaudit.fingerprints import GRAM, Fingerprints, Known, digest, proof, word_bytes
from openaudit.report import Difference, LicenseMatch, Region, SetAside
from openaudit.spans import LineIndex, Span
from openaudit.words import Words

# How much of a known text must be there, in order, for its name to be said of a region; chosen on data:
# docs/decisions/0004-recognition.md.
NAME_FROM: Final = 0.70
# A whole text that is mostly other words is not "a modified X", whatever it contains of X ...
MODIFIED_FROM: Final = 0.60
# ... but a licence inside it is named if it is nearly all there: many texts share a disclaimer.
PART_FROM: Final = 0.95
_CANDIDATES: Final = 6
_PROBES: Final = 14
_VOTED: Final = 30
_MIN_WORDS: Final = 12

_VERSION_OF_NAME: Final = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)*[a-z]?)(?![\w.])", re.IGNORECASE)
_VERSION_OF_TITLE: Final = re.compile(r"\bv(?:ersion|er)?[ \t.]*(\d+(?:\.\d+)*[a-z]?)(?![\w.]*\d)", re.IGNORECASE)

Reference = Callable[[str], str | None]

NO_MATCH: Final = LicenseMatch(None, None, None, "none", 0.0)


class _Change(NamedTuple):
    """Words `mine` of the text stand where the known text has its words `known`; either may be empty."""

    mine: Span
    known: Span


class _Region(NamedTuple):
    """The words `span` of the text are the known text, but for `changes`; `allowed` of its words are tolerated."""

    known: Known
    span: Span
    blocks: tuple[Block, ...]
    changes: tuple[_Change, ...]
    allowed: tuple[tuple[str, Span], ...]
    exact: bool

    @property
    def shared(self) -> int:
        return sum(block.size for block in self.blocks)

    @property
    def similarity(self) -> float:
        """Words shared, of the words of both (Dice); 1 for an exact copy."""
        if self.exact:
            return 1.0
        return min(0.9999, 2 * self.shared / (self.known.length + self.span.end - self.span.start))


def identify(text: str, fingerprints: Fingerprints, reference: Reference | None = None) -> LicenseMatch:
    """The known licence that `text` (normalised as by `document`) is, with all differences and their places.

    `reference` gives the text of a known licence by its id, where one is at hand: then removed words are
    named; otherwise they are only counted. Offsets are into `text`.
    """
    mine = words.read(text)
    if not mine.words:
        return NO_MATCH
    entry = fingerprints.find(digest(mine.words))
    if entry is not None:
        return _exact(text, mine, fingerprints[entry])
    regions = _worth_naming(_regions(text, mine, fingerprints), len(mine.words))
    if not regions:
        return NO_MATCH
    return _describe(text, mine, regions, reference)


def _exact(text: str, mine: Words, known: Known) -> LicenseMatch:
    start, end = mine.starts[0], mine.ends[-1]
    if other := _other_version(text, mine, known):
        return LicenseMatch(
            known.id, known.name, known.spdx_id, "modified", 0.9999, False, (_added(text, LineIndex(text), other, 1),),
            covered=_covered([Span(0, len(mine.words))], mine), set_aside=_set_aside(text, mine, []),
            regions=(Region(known.id, known.name, known.spdx_id, "modified", 0.9999, False, start, end),),
        )
    return LicenseMatch(
        known.id, known.name, known.spdx_id, "exact", 1.0, known.osi_approved,
        covered=_covered([Span(0, len(mine.words))], mine),
        set_aside=_set_aside(text, mine, []),
        regions=(Region(known.id, known.name, known.spdx_id, "exact", 1.0, known.osi_approved, start, end),),
    )


def _other_version(text: str, mine: Words, known: Known) -> Span | None:
    """The title that names another version than the known licence's, if one does ("v0.5" above the words of 1.0)."""
    ours = {_plain_version(v) for v in _VERSION_OF_NAME.findall(f"{known.name} {known.spdx_id or ''}")}
    for item in mine.tolerated:
        if ours and item.kind == "title":
            for match in _VERSION_OF_TITLE.finditer(text, *item.span):
                named = _plain_version(match.group(1))
                if not any(version == named or version.startswith(f"{named}.") for version in ours):
                    return item.span
    return None


def _plain_version(version: str) -> str:
    return re.sub(r"(?:\.0)+$", "", version.lower())


# --- which regions of the text are which licence ------------------------------------------------


def _regions(text: str, mine: Words, fingerprints: Fingerprints) -> list[_Region]:
    """The regions of the text that are known licences, in order, found from the best to the least."""
    data = word_bytes(mine.words)
    grams = fingerprints.grams
    hits = [i for i in range(len(data) - GRAM + 1) if data[i : i + GRAM] in grams]
    found: list[_Region] = []
    open_spans = [Span(0, len(data))]
    while open_spans:
        low, high = open_spans.pop()
        inside = [i for i in hits if low <= i and i + GRAM <= high]
        region = _best(text, mine, data, Span(low, high), inside, fingerprints) if high - low >= _MIN_WORDS else None
        if region:
            found.append(region)
            open_spans += [Span(low, region.span.start), Span(region.span.end, high)]
    return sorted(found, key=lambda region: region.span)


def _worth_naming(regions: list[_Region], count: int) -> list[_Region]:
    """The regions whose licence may be named in a text of `count` words."""
    if len(regions) == 1 and (regions[0].span.end - regions[0].span.start) >= MODIFIED_FROM * count:
        return regions
    return [region for region in regions if region.exact or region.similarity >= PART_FROM]


def _best(
    text: str, mine: Words, data: bytes, span: Span, hits: list[int], fingerprints: Fingerprints
) -> _Region | None:
    """The known text that fits best somewhere in `span`, if any may be named."""
    votes: dict[int, list[int]] = {}
    for i in hits[:: max(1, len(hits) // _PROBES)]:
        for entry, offset in _occurrences(data[i : i + GRAM], fingerprints):
            votes.setdefault(entry, []).append(i - offset)
    probes = [data[i : i + GRAM] for i in hits[:: max(1, len(hits) // 60)]]
    best: _Region | None = None
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
    from bisect import bisect_right

    found, place = [], -1
    while (place := fingerprints.words.find(gram, place + 1)) >= 0:
        entry = bisect_right(fingerprints.starts, place) - 1
        if place + len(gram) <= fingerprints.starts[entry + 1]:
            found.append((entry, place - fingerprints.starts[entry]))
    return found


def _aligned(
    text: str, mine: Words, data: bytes, span: Span, diagonals: list[int], entry: int, fingerprints: Fingerprints
) -> _Region | None:
    """The known text `entry` aligned where most of the `diagonals` (text place minus known place) agree."""
    known, theirs = fingerprints[entry], fingerprints.bytes_of(entry)
    slack = max(60, len(theirs) // 2)
    start = max(diagonals, key=lambda d: (sum(1 for other in diagonals if abs(other - d) <= slack // 2), -d))
    low, high = max(span.start, start - slack), min(span.end, start + len(theirs) + 2 * slack)
    blocks = [Block(b.mine + low, b.known, b.size) for b in align(data[low:high], theirs)]
    blocks = _without_strays(blocks)
    if not blocks:
        return None
    core = known.core.end - known.core.start
    inside = sum(block.size for block in _within(blocks, known.core))
    if inside / core < NAME_FROM or inside < _MIN_WORDS:
        return None
    for part, expected in ((Span(0, known.length), known.full_proof), (known.core, known.core_proof)):
        kept = _within(blocks, part)
        changes, allowed = _tolerate(text, mine, known, _changes(kept, part))
        if not changes and _proved(mine.words, known, kept, part, expected):
            return _Region(known, _span(kept), tuple(kept), (), tuple(allowed), exact=True)
    changes, allowed = _tolerate(text, mine, known, _changes(blocks, known.core))
    return _Region(known, _span(blocks), tuple(blocks), tuple(changes), tuple(allowed), exact=False)


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


def _changes(blocks: list[Block], part: Span) -> list[_Change]:
    """What stands between the blocks, and what of the known text's words `part` lacks at both ends."""
    changes: list[_Change] = []
    first, last = blocks[0], blocks[-1]
    if first.known > part.start:
        changes.append(_Change(Span(first.mine, first.mine), Span(part.start, first.known)))
    for left, right in zip(blocks, blocks[1:], strict=False):
        changes.append(
            _Change(Span(left.mine + left.size, right.mine), Span(left.known + left.size, right.known))
        )
    end = last.known + last.size
    if end < part.end:
        changes.append(_Change(Span(last.mine + last.size, last.mine + last.size), Span(end, part.end)))
    return changes


def _tolerate(
    text: str, mine: Words, known: Known, changes: list[_Change]
) -> tuple[list[_Change], list[tuple[str, Span]]]:
    """The changes that remain, and the words that the closed grammar allows, with the reason."""
    remaining: list[_Change] = []
    allowed: list[tuple[str, Span]] = []
    for change in changes:
        (a, b), (i, j) = change
        fragment = text[mine.starts[a] : mine.ends[b - 1]] if b > a else ""
        slot = next((s for s in known.slots if s.start <= i and j <= s.end), None)
        if b == a:
            if slot is None:
                remaining.append(change)
            continue
        if slot is not None and b - a <= 20 and tolerance.is_name(fragment, after_sign=True):
            allowed.append(("name", Span(a, b)))
            continue
        kind = _kind(text, mine, known, Span(a, b)) if i == j else None
        if kind:
            allowed.append((kind, Span(a, b)))
        else:
            remaining.append(change)
    return remaining, allowed


def _kind(text: str, mine: Words, known: Known, span: Span) -> str | None:
    """Why the words `span`, which stand beside the known text, may be set aside; None where they may not."""
    start, end = mine.starts[span.start], mine.ends[span.end - 1]
    kind = tolerance.kind_of(text[start:end], names=(known.name,), spdx_id=known.spdx_id)
    if kind is None:
        # The wrapped rest of a copyright line that was set aside before.
        before = next((t for t in reversed(mine.tolerated) if t.span.end <= start), None)
        if before and before.kind == "copyright" and not text[before.span.end : start].strip():
            kind = tolerance.kind_of(text[before.span.start : end].replace("\n", " ").replace("\r", " "))
    return kind


def _proved(mine: list[str], known: Known, blocks: list[Block], part: Span, expected: str) -> bool:
    """Whether the aligned words are those of `part`, by digest: one byte per word alone proves nothing."""
    theirs = [""] * known.length
    for i, j, size in blocks:
        theirs[j : j + size] = mine[i : i + size]
    return proof(theirs, part, known.slots) == expected


# --- what to say of it --------------------------------------------------------------------------


def _describe(text: str, mine: Words, regions: list[_Region], reference: Reference | None) -> LicenseMatch:
    count = len(mine.words)
    beside, allowed = _beside(text, mine, regions)
    set_aside = _set_aside(text, mine, [*allowed, *(item for region in regions for item in region.allowed)])
    covered = _covered([Span(b.mine, b.mine + b.size) for r in regions for b in r.blocks], mine)
    described = tuple(
        Region(
            r.known.id, r.known.name, r.known.spdx_id, "exact" if r.exact else "modified",
            round(r.similarity, 4), r.exact and r.known.osi_approved,
            mine.starts[r.span.start], mine.ends[r.span.end - 1],
        )
        for r in regions
    )
    main = max(regions, key=lambda region: (region.shared, -region.span.start))
    known = main.known
    if len(regions) == 1 and main.exact and not beside:
        if _other_version(text, mine, known):
            return _exact(text, mine, known)
        return LicenseMatch(
            known.id, known.name, known.spdx_id, "exact", 1.0, known.osi_approved,
            covered=covered, set_aside=set_aside, regions=described,
        )
    differences = _differences(text, mine, regions, beside, reference)
    # How near the whole text is to the main licence: the words of both against the words shared.
    allowed_words = sum(span.end - span.start for _, span in [*allowed, *main.allowed])
    whole = min(0.9999, 2 * main.shared / (known.length + max(count - allowed_words, main.shared)))
    if len(regions) == 1 and whole >= MODIFIED_FROM:
        return LicenseMatch(
            known.id, known.name, known.spdx_id, "modified", round(whole, 4), False, differences,
            covered=covered, set_aside=set_aside, regions=described,
        )
    approved = not beside and all(region.exact and region.known.osi_approved for region in regions)
    return LicenseMatch(
        known.id, known.name, known.spdx_id, "composed", round(whole, 4), approved, differences,
        parts=tuple(region.known.id for region in regions),
        covered=covered, set_aside=set_aside, regions=described,
    )


def _beside(text: str, mine: Words, regions: list[_Region]) -> tuple[list[Span], list[tuple[str, Span]]]:
    """The words beside all regions: those that count, and those that may be set aside."""
    beside: list[Span] = []
    allowed: list[tuple[str, Span]] = []
    edges = [0, *(edge for region in regions for edge in region.span), len(mine.words)]
    for number in range(0, len(edges), 2):
        low, high = edges[number], edges[number + 1]
        neighbours = regions[max(0, number // 2 - 1) : number // 2 + 1]
        for span in _by_line(text, mine, low, high):
            kind = next((k for r in neighbours if (k := _kind(text, mine, r.known, span))), None)
            if kind:
                allowed.append((kind, span))
            else:
                beside.append(span)
    return _joined(beside), allowed


def _by_line(text: str, mine: Words, low: int, high: int) -> list[Span]:
    """The words `low` to `high`, split where a line ends."""
    spans: list[Span] = []
    start = low
    for i in range(low, high):
        if i + 1 == high or "\n" in text[mine.ends[i] : mine.starts[i + 1]]:
            spans.append(Span(start, i + 1))
            start = i + 1
    return spans


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _covered(spans: list[Span], mine: Words) -> tuple[Span, ...]:
    """Places in the text, out of spans of words; words in a row give one place."""
    return tuple(Span(mine.starts[low], mine.ends[high - 1]) for low, high in _joined(sorted(spans)))


def _set_aside(text: str, mine: Words, allowed: list[tuple[str, Span]]) -> tuple[SetAside, ...]:
    places = [(item.kind, item.span) for item in mine.tolerated]
    places += [(kind, Span(mine.starts[low], mine.ends[high - 1])) for kind, (low, high) in allowed]
    return tuple(
        SetAside(kind, text[start:end].strip(), start, end) for kind, (start, end) in sorted(places, key=lambda p: p[1])
    )


def _differences(
    text: str, mine: Words, regions: list[_Region], beside: list[Span], reference: Reference | None
) -> tuple[Difference, ...]:
    lines = LineIndex(text)
    found: list[tuple[int, Difference]] = []

    def added(span: Span) -> None:
        place = Span(mine.starts[span.start], mine.ends[span.end - 1])
        found.append((place.start, _added(text, lines, place, span.end - span.start)))

    for span in beside:
        added(span)
    for region in regions:
        theirs = words.read(given) if region.changes and reference and (given := reference(region.known.id)) else None
        named = theirs if theirs and len(theirs.words) == region.known.length else None
        for change in region.changes:
            if change.mine.end > change.mine.start:
                added(change.mine)
            size = change.known.end - change.known.start
            if size:
                at = mine.starts[min(change.mine.start, len(mine.starts) - 1)]
                line = lines.position(at).line
                removed = " ".join(named.words[change.known.start : change.known.end]) if named else ""
                found.append((at, Difference("removed", removed, line, line, words=size, start=at, end=at)))
    return tuple(difference for _, difference in sorted(found, key=lambda item: item[0]))


def _added(text: str, lines: LineIndex, place: Span, count: int) -> Difference:
    first, last = lines.position(place.start).line, lines.position(place.end - 1).line
    return Difference("added", text[place.start : place.end].strip(), first, last, count, place.start, place.end)
