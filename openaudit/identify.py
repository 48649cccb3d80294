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

from openaudit import words
from openaudit.fingerprints import Fingerprints, Known, digest, word_bytes
from openaudit.report import Difference, LicenseMatch, Region, SetAside
from openaudit.spans import LineIndex, Span
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple
from openaudit.words import Words

if TYPE_CHECKING:
    from openaudit.regions import Matched

# A whole text that is mostly other words is not "a modified X", whatever it contains of X ...
MODIFIED_FROM: Final = 0.60
# ... but a licence inside it is named if it is nearly all there: many texts share a disclaimer.
PART_FROM: Final = 0.95
_VERSION_OF_NAME: Final = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)*[a-z]?)(?![\w.])", re.IGNORECASE)
_ZEROS: Final = re.compile(r"(?:\.0)+$")
_VERSION_OF_TITLE: Final = re.compile(r"\bv(?:ersion|er)?[ \t.]*(\d+(?:\.\d+)*[a-z]?)(?![\w.]*\d)", re.IGNORECASE)

Reference = Callable[[str], str | None]


class Name(NamedTuple):
    """What a licence is called, and whether the OSI approved it."""

    id: str
    name: str
    spdx_id: str | None
    osi_approved: bool


NO_MATCH: Final = LicenseMatch(None, None, None, "none", 0.0)


def identify(text: str, fingerprints: Fingerprints, reference: Reference | None = None) -> LicenseMatch:
    """The known licence that `text` (normalised as by `document`) is, with all differences and their places.

    `reference` gives the text of a known licence by its id, where one is at hand: then removed words are
    named; otherwise they are only counted. Offsets are into `text`.
    """
    mine = words.read(text)
    if not mine:
        return NO_MATCH
    entry = fingerprints.find(digest(mine.kept_words()))
    if entry is not None:
        return _exact(text, mine, fingerprints[entry])
    from openaudit.regions import find_regions  # only what is no unedited copy needs it

    regions = _worth_naming(find_regions(text, mine, fingerprints), len(mine.words))
    if not regions:
        return NO_MATCH
    return _describe(text, mine, regions, reference)


def _exact(text: str, mine: Words, known: Known) -> LicenseMatch:
    return exact(text, mine, Name(known.id, known.name, known.spdx_id, known.osi_approved))


def exact(text: str, mine: Words, name: Name) -> LicenseMatch:
    """What is said of a text whose words, `mine`, are those of the licence so named."""
    covered = mine.kept_places()
    start, end = covered[0].start, covered[-1].end
    put_aside = _set_aside(text, mine, [])
    id_, title, spdx_id, approved = name
    if other := _other_version(text, mine, name):
        region = Region(id_, title, spdx_id, "modified", 0.9999, False, start, end)
        difference = _added(text, LineIndex(text), other, 1)
        return LicenseMatch(
            *(id_, title, spdx_id, "modified", 0.9999, False, (difference,)),
            covered=covered,
            set_aside=put_aside,
            regions=(region,),
        )
    region = Region(id_, title, spdx_id, "exact", 1.0, approved, start, end)
    return LicenseMatch(
        *(id_, title, spdx_id, "exact", 1.0, approved), covered=covered, set_aside=put_aside, regions=(region,)
    )


def _other_version(text: str, mine: Words, known: Known | Name) -> Span | None:
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
    return _ZEROS.sub("", version.lower())


def _worth_naming(regions: list[Matched], count: int) -> list[Matched]:
    """The regions whose licence may be named in a text of `count` words."""
    if len(regions) == 1 and (regions[0].span.end - regions[0].span.start) >= MODIFIED_FROM * count:
        return regions
    return [region for region in regions if region.exact or region.similarity >= PART_FROM]


def _describe(text: str, mine: Words, regions: list[Matched], reference: Reference | None) -> LicenseMatch:
    count = len(mine.words)
    beside, allowed = _beside(text, mine, regions)
    put_aside = _set_aside(text, mine, [*allowed, *(item for region in regions for item in region.allowed)])
    covered = words.joined_places([Span(b.mine, b.mine + b.size) for r in regions for b in r.blocks], mine)
    described = tuple(
        Region(
            r.known.id,
            r.known.name,
            r.known.spdx_id,
            "exact" if r.exact else "modified",
            round(r.similarity, 4),
            r.exact and r.known.osi_approved,
            mine.starts[r.span.start],
            mine.ends[r.span.end - 1],
        )
        for r in regions
    )
    main = max(regions, key=lambda region: (region.shared, -region.span.start))
    known = main.known
    if len(regions) == 1 and main.exact and not beside:
        if _other_version(text, mine, known):
            return _exact(text, mine, known)
        return LicenseMatch(
            known.id,
            known.name,
            known.spdx_id,
            "exact",
            1.0,
            known.osi_approved,
            covered=covered,
            set_aside=put_aside,
            regions=described,
        )
    differences = _differences(text, mine, regions, beside, reference)
    # How near the whole text is to the main licence: the words of both against the words shared.
    allowed_words = sum(span.end - span.start for _, span in [*allowed, *main.allowed])
    whole = min(0.9999, 2 * main.shared / (main.expected + max(count - allowed_words, main.shared)))
    if len(regions) == 1 and whole >= MODIFIED_FROM:
        return LicenseMatch(
            known.id,
            known.name,
            known.spdx_id,
            "modified",
            round(whole, 4),
            False,
            differences,
            covered=covered,
            set_aside=put_aside,
            regions=described,
        )
    approved = not beside and all(region.exact and region.known.osi_approved for region in regions)
    return LicenseMatch(
        known.id,
        known.name,
        known.spdx_id,
        "composed",
        round(whole, 4),
        approved,
        differences,
        parts=tuple(region.known.id for region in regions),
        covered=covered,
        set_aside=put_aside,
        regions=described,
    )


def _beside(text: str, mine: Words, regions: list[Matched]) -> tuple[list[Span], list[tuple[str, Span]]]:
    """The words beside all regions: those that count, and those that may be set aside."""
    from openaudit.beside import set_aside

    beside: list[Span] = []
    allowed: list[tuple[str, Span]] = []
    edges = [0, *(edge for region in regions for edge in region.span), len(mine.words)]
    for number in range(0, len(edges), 2):
        open_spans = [Span(edges[number], edges[number + 1])]
        for region in regions[max(0, number // 2 - 1) : number // 2 + 1]:
            rest: list[Span] = []
            for span in open_spans:
                counting, aside = set_aside(text, mine, region.known, span)
                rest += counting
                allowed += aside
            open_spans = rest
        beside += open_spans
    return words.joined(beside), allowed


def _set_aside(text: str, mine: Words, allowed: list[tuple[str, Span]]) -> tuple[SetAside, ...]:
    places = [(item.kind, item.span) for item in mine.tolerated]
    places += [(kind, Span(mine.starts[low], mine.ends[high - 1])) for kind, (low, high) in allowed]
    return tuple(
        SetAside(kind, text[start:end].strip(), start, end) for kind, (start, end) in sorted(places, key=lambda p: p[1])
    )


def _differences(
    text: str, mine: Words, regions: list[Matched], beside: list[Span], reference: Reference | None
) -> tuple[Difference, ...]:
    lines = LineIndex(text)
    found: list[tuple[int, Difference]] = []

    def added(span: Span) -> None:
        place = Span(mine.starts[span.start], mine.ends[span.end - 1])
        found.append((place.start, _added(text, lines, place, span.end - span.start)))

    for span in beside:
        added(span)
    for region in regions:
        given = reference(region.known.id) if region.changes and reference else None
        removed = _removed(mine, region, words.read(given).words) if given else {}
        for change in region.changes:
            if change.mine.end > change.mine.start:
                added(change.mine)
            if size := change.known.end - change.known.start:
                at = mine.starts[min(change.mine.start, len(mine.starts) - 1)]
                line = lines.position(at).line
                wording = " ".join(words_ for place, words_ in removed.items() if _meets(place, change.mine))
                found.append((at, Difference("removed", wording, line, line, words=size, start=at, end=at)))
    return tuple(difference for _, difference in sorted(found, key=lambda item: item[0]))


def _removed(mine: Words, region: Matched, theirs: list[str]) -> dict[Span, str]:
    """The words of the licence's text that a region lacks, by the words of the region that stand in their place."""
    from openaudit.align import Block, align

    low, high = region.span
    ours = mine.words[low:high]
    blocks = align(word_bytes(ours), word_bytes(theirs), ours, theirs)
    lacking: dict[Span, str] = {}
    for left, right in zip([Block(0, 0, 0), *blocks], [*blocks, Block(len(ours), len(theirs), 0)], strict=True):
        gone = theirs[left.known + left.size : right.known]
        if gone:
            lacking[Span(low + left.mine + left.size, low + right.mine)] = " ".join(gone)
    return lacking


def _meets(a: Span, b: Span) -> bool:
    return a.start <= b.end and b.start <= a.end


def _added(text: str, lines: LineIndex, place: Span, count: int) -> Difference:
    first, last = lines.position(place.start).line, lines.position(place.end - 1).line
    return Difference("added", text[place.start : place.end].strip(), first, last, count, place.start, place.end)
