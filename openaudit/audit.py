"""The order of the stages: document, outline, identification, detection, judgement. Pure; no IO."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.bilingual import agreement
from openaudit.compose import settle
from openaudit.detect import Detection, detect, in_passing
from openaudit.document import Document
from openaudit.judge import judge
from openaudit.language import languages
from openaudit.placing import Placing
from openaudit.report import Coverage, Finding, Judgement, LicenseMatch, Result, Source
from openaudit.ruleset import Definition, Engine
from openaudit.segment import Outline, outline
from openaudit.typed import Final
from openaudit.vocabulary import CONFIDENCES, UNEXPLAINED, Confidence

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
    findings = _findings(document, structure, detection, known, engine, definitions[0])
    if known.match == "modified":
        from openaudit import altered  # most texts are no altered copies

        findings = altered.with_removals(
            findings, document, detection, known, engine, engine.definitions[definitions[0]]
        )
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
        speaks=detection.speaks,
        floor=floor,
    )._replace(osi_approved=bool(approved))  # a fact about the words, whatever definition judges them


def _findings(
    document: Document, structure: Outline, detection: Detection, known: LicenseMatch, engine: Engine, definition: str
) -> tuple[Finding, ...]:
    placing = Placing(document, structure, engine.definitions[definition])
    found: dict[tuple[str, int], Finding] = {}
    for read in detection.sentences:
        for match in settle(read, detection):
            if match.rule.kind in _SHOWN and not in_passing(read, match):
                finding = placing.finding(read, match)
                key = (finding.provision, finding.start)
                if key not in found or CONFIDENCES.index(finding.confidence) > CONFIDENCES.index(found[key].confidence):
                    found[key] = finding
    doubtful = set(detection.unexplained)
    if known.match == "modified":
        from openaudit import altered

        doubtful.update(altered.slipped_in(known, detection, found.values(), engine))
    for index in sorted(doubtful):
        finding = placing.unexplained(detection.sentences[index])
        found[UNEXPLAINED, finding.start] = finding
    return tuple(sorted(found.values(), key=lambda f: (f.start, f.provision)))
