"""What stands in one text, and where, before any definition judges it: the first half of an audit. Pure; no IO."""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.compose import settle
from openaudit.detect import Detection, Match, Read, detect, in_passing
from openaudit.document import Document
from openaudit.found import Extract, Found, fingerprint
from openaudit.report import LicenseMatch
from openaudit.ruleset import Engine
from openaudit.segment import Outline, outline
from openaudit.spans import Span
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import CONFIDENCES, UNEXPLAINED, Confidence, Kind

_SHOWN: Final = ("grant", "condition", "restriction", "caution")
_LONGEST_QUOTE: Final = 700


def extract(document: Document, engine: Engine, known: LicenseMatch) -> Extract:
    """What the rules say of the text, which is recognised as `known`."""
    structure = outline(document.text)
    lowered = document.text.lower()
    if len(lowered) != len(document.text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in document.text)
    detection = detect(lowered, document.text, structure, engine, known.approved_places())
    found = _found(document.text, structure, detection, known, engine)
    counted = sum(read.sentence.role != "heading" for read in detection.sentences)
    return Extract(
        found,
        _sizes(structure),
        counted,
        counted - len(detection.unexplained),
        detection.reserved,
        detection.speaks,
        detection if known.match == "modified" else None,
    )


def _sizes(structure: Outline) -> Mapping[str, int]:
    sizes: dict[str, int] = {}
    for sentence in structure.sentences:
        sizes[sentence.language] = sizes.get(sentence.language, 0) + sentence.end - sentence.start
    return sizes


def _found(
    text: str, structure: Outline, detection: Detection, known: LicenseMatch, engine: Engine
) -> tuple[Found, ...]:
    finding = _Finding(text, structure)
    found: dict[tuple[str, int], Found] = {}
    for read in detection.sentences:
        for match in settle(read, detection):
            if match.rule.kind in _SHOWN and not in_passing(read, match):
                one = finding.of(read, match)
                key = (one.provision, one.start)
                if key not in found or CONFIDENCES.index(one.confidence) > CONFIDENCES.index(found[key].confidence):
                    found[key] = one
    doubtful = set(detection.unexplained)
    if known.match == "modified":
        from openaudit import altered  # most texts are no altered copies

        doubtful.update(altered.slipped_in(known, detection, found.values(), engine))
    for index in sorted(doubtful):
        one = finding.of(detection.sentences[index], None)
        found[UNEXPLAINED, one.start] = one
    return tuple(sorted(found.values(), key=lambda f: (f.start, f.provision)))


class _What(NamedTuple):
    """What was found: the rule and what it says."""

    rule: str
    provision: str
    kind: Kind
    confidence: Confidence
    readers: tuple[str, ...]


_NOTHING_EXPLAINS: Final = _What(UNEXPLAINED, UNEXPLAINED, "caution", "low", ())


class _Finding:
    """Says where matches stand in one text."""

    def __init__(self, text: str, structure: Outline) -> None:
        self._text, self._structure = text, structure
        # Of the last sentence: its matches share its fingerprints (by rule).
        self._last = -1
        self._fingerprints: dict[str, str] = {}

    def of(self, read: Read, match: Match | None) -> Found:
        """The match with its place; without one, the sentence as one that nothing explains."""
        if self._last != read.sentence.index:
            self._last, self._fingerprints = read.sentence.index, {}
        what = _NOTHING_EXPLAINS
        if match is not None:
            rule = match.rule
            what = _What(rule.id, rule.provision, rule.kind, rule.confidence, rule.captures)
        known = self._fingerprints.get(what.rule)
        if known is None:
            known = self._fingerprints[what.rule] = fingerprint(what.rule, read.reading.words.words)
        start, end = _extent(self._text, read, match)
        clause = self._structure.clauses[read.sentence.clause]
        sentences = self._structure.sentences
        return Found(
            *what,
            clause.section,
            clause.heading,
            read.sentence.language,
            start,
            end,
            tuple(Span(sentences[lead].start, sentences[lead].end) for lead in read.sentence.leads),
            _read(read) if what.readers else Span(start, end),
            known,
        )


def _read(read: Read) -> Span:
    """What the readers of captures read: the sentence, or its words alone where it has no lead-in."""
    if read.reading.own:
        return Span(read.sentence.start, read.sentence.end)
    words = read.reading.words
    return Span(words.starts[0], words.ends[-1])


def _extent(text: str, read: Read, match: Match | None) -> Span:
    """The sentence; of a very long one, the words that decide."""
    start, end = read.sentence.start, read.sentence.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if match is None or end - start <= _LONGEST_QUOTE:
        return Span(start, end)
    words = read.reading.words
    first, last = max(match.place[0], read.reading.own), max(match.place[1], read.reading.own + 1)
    return Span(words.starts[min(first, len(words.starts) - 1)], words.ends[min(last, len(words.ends)) - 1])
