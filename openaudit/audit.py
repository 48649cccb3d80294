"""The order of the stages: document, outline, identification, detection, judgement. Pure; no IO."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from openaudit.bilingual import agreement
from openaudit.compose import settle
from openaudit.detect import Detection, detect, in_passing
from openaudit.document import Document
from openaudit.judge import judge
from openaudit.language import languages
from openaudit.lexicon import split_phrase
from openaudit.placing import Placing, fingerprint
from openaudit.report import Coverage, Difference, Finding, Judgement, LicenseMatch, Result, Source
from openaudit.ruleset import Definition, Engine
from openaudit.segment import Outline, outline
from openaudit.spans import LineIndex
from openaudit.typed import Final
from openaudit.vocabulary import CONFIDENCES, OUTCOMES, UNEXPLAINED, Confidence

# A text of which so much is in no language that the rules read cannot pass.
_FOREIGN_SHARE: Final = 0.15
_SHOWN: Final = ("grant", "condition", "restriction", "caution")


def audit_document(
    document: Document,
    engine: Engine,
    *,
    definitions: Sequence[str] = ("osd",),
    identify: bool = True,
    min_confidence: Confidence = "low",
) -> Result:
    """Audit one text under each of the definitions (ids of `engine.definitions`).

    A restriction found with less than `min_confidence` asks for review instead of failing a criterion.
    """
    structure = outline(document.text)
    known = (
        engine.identify(document.text) if identify and engine.identify else LicenseMatch(None, None, None, "none", 0.0)
    )
    lowered = document.text.lower()
    if len(lowered) != len(document.text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in document.text)
    covered = _words_of_approved(known)
    detection = detect(lowered, document.text, structure, engine, covered)
    findings = _findings(document, structure, detection, known, engine.definitions[definitions[0]])
    findings = _with_removals(findings, document, detection, known, engine, engine.definitions[definitions[0]])
    approved = known.name or "" if known.match == "exact" and known.osi_approved else ""
    judgements = tuple(
        _judge(findings, structure, detection, engine.definitions[d], approved, covered, min_confidence)
        for d in definitions
    )
    counted = [r for r in detection.sentences if r.sentence.role != "heading"]
    return Result(
        Source(
            document.path, document.url, document.sha256, document.encoding, document.media_type, languages(structure)
        ),
        known,
        judgements,
        findings,
        Coverage(len(counted), len(counted) - len(detection.unexplained)),
        document,
        agreement(document.text, structure, findings, engine.definitions[definitions[0]]),
    )


# The acts of a grant: where one of them was taken out of a known licence, a right may be gone.
_GRANTED_ACTS: Final = (
    "act.use",
    "act.copy",
    "act.distribute",
    "act.modify",
    "act.sell",
    "act.sublicense",
    "obj.patent",
)
_LONGEST_REMOVAL: Final = 14


def _with_removals(
    findings: tuple[Finding, ...],
    document: Document,
    detection: Detection,
    known: LicenseMatch,
    engine: Engine,
    definition: Definition,
) -> tuple[Finding, ...]:
    """Words missing from a known licence's grant are shown as unexplained: no rule can quote what is not there."""
    gone = [d for d in known.differences if d.kind == "removed" and _takes_away(d, detection, engine)]
    if known.match != "modified" or not gone:
        return findings
    lines = LineIndex(document.source)
    added = []
    for difference in gone:
        first, last = lines.position(difference.start), lines.position(difference.end)
        start = document.source.rfind("\n", 0, difference.start) + 1
        stop = document.source.find("\n", difference.end)
        quote = document.quote(start, stop if stop > 0 else len(document.source))
        touched = definition.stances.get(UNEXPLAINED, ())
        added.append(
            Finding(
                "unexplained/removed",
                UNEXPLAINED,
                "caution",
                max((o for _, o in touched), key=OUTCOMES.index, default="pass"),
                tuple(c for c, _ in touched),
                "",
                "",
                quote,
                "",
                "en",
                difference.start,
                difference.end,
                first.line,
                first.column,
                last.line,
                last.column,
                {"removed": difference.text or f"{difference.words} words", "license": known.name or ""},
                "low",
                fingerprint("unexplained/removed", difference.text.split()),
            )
        )
    return tuple(sorted((*findings, *added), key=lambda f: (f.start, f.provision)))


def _takes_away(difference: Difference, detection: Detection, engine: Engine) -> bool:
    """May a right have gone with these words? Where they are not at hand: if they stood in a grant, or were many."""
    words = split_phrase(difference.text)
    if not words:
        return difference.words > _LONGEST_REMOVAL or any(
            r.sentence.start <= difference.start <= r.sentence.end and any(m.rule.kind == "grant" for m in r.matches)
            for r in detection.sentences
        )
    hits = engine.languages["en"].trie.annotate(words)
    return len(words) <= _LONGEST_REMOVAL and any(name in hits for name in _GRANTED_ACTS)


def _words_of_approved(known: LicenseMatch) -> tuple[tuple[int, int], ...]:
    """The stretches that are, word for word, a licence that the OSI approved."""
    approved = [(r.start, r.end) for r in known.regions if r.osi_approved]
    return tuple((s, e) for s, e in known.covered if any(a <= s and e <= b for a, b in approved))


def _judge(
    findings: Sequence[Finding],
    structure: Outline,
    detection: Detection,
    definition: Definition,
    approved: str,
    covered: Sequence[tuple[int, int]],
    floor: Confidence,
) -> Judgement:
    total = sum(s.end - s.start for s in structure.sentences)
    foreign = sum(s.end - s.start for s in structure.sentences if s.language == "other")
    osd = definition.id == "osd"
    return judge(
        findings,
        definition,
        approved=approved if osd else "",
        settled=covered if osd else (),
        foreign=bool(total) and foreign / total > _FOREIGN_SHARE,
        reserved=detection.reserved,
        speaks=any(in_passing(read, match) for read in detection.sentences for match in read.matches),
        floor=floor,
    )._replace(osi_approved=bool(approved))  # a fact about the words, whatever definition judges them


def _findings(
    document: Document, structure: Outline, detection: Detection, known: LicenseMatch, definition: Definition
) -> tuple[Finding, ...]:
    placing = Placing(document, structure, definition)
    found: dict[tuple[str, int], Finding] = {}
    for read in detection.sentences:
        for match in settle(read, detection):
            if match.rule.kind in _SHOWN and not in_passing(read, match):
                finding = placing.finding(read, match)
                key = (finding.provision, finding.start)
                if key not in found or CONFIDENCES.index(finding.confidence) > CONFIDENCES.index(found[key].confidence):
                    found[key] = finding
    for index in sorted({*detection.unexplained, *_slipped_in(known, detection, found)}):
        finding = placing.unexplained(detection.sentences[index])
        found[UNEXPLAINED, finding.start] = finding
    return tuple(sorted(found.values(), key=lambda f: (f.start, f.provision)))


def _slipped_in(known: LicenseMatch, detection: Detection, found: Mapping[tuple[str, int], Finding]) -> Iterable[int]:
    """Sentences of a known licence's grants into which words were slipped that no finding accounts for."""
    if known.match != "modified":
        return
    starts = [read.sentence.start for read in detection.sentences]
    serious = sorted(f.start for f in found.values() if f.kind in ("restriction", "caution"))
    for difference in known.differences:
        at = bisect_left(starts, difference.start) - 1
        if difference.kind != "added" or at < 0 or difference.end >= detection.sentences[at].sentence.end:
            continue
        read = detection.sentences[at]
        told = bisect_left(serious, read.sentence.start) < bisect_left(serious, read.sentence.end)
        if not told and any(m.rule.kind == "grant" for m in read.matches):
            yield read.sentence.index
