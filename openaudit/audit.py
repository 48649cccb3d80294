"""The order of the stages: identification, what stands in the text, what definitions make of it. Pure; no IO."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.document import Document
from openaudit.found import Extract
from openaudit.judge import judge
from openaudit.placing import Placing
from openaudit.report import Coverage, Finding, Judgement, LicenseMatch, Result, Source
from openaudit.ruleset import Definition, Engine
from openaudit.typed import Final
from openaudit.vocabulary import Confidence

# A text of which so much is in no language that the rules read cannot pass.
_FOREIGN_SHARE: Final = 0.15
_UNKNOWN: Final = LicenseMatch(None, None, None, "none", 0.0)


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
    known, read = read_document(document, engine, identify=identify)
    first = engine.definitions[definitions[0]]
    placing = Placing(document, first)
    findings = tuple(map(placing.finding, read.found))
    if known.match == "modified" and read.detection is not None:
        from openaudit import altered  # most texts are no altered copies

        findings = altered.with_removals(findings, document, read.detection, known, engine, first)
    judgements = tuple(_judge(findings, read, engine.definitions[d], known, min_confidence) for d in definitions)
    agreement = None
    if len(read.sizes) > 1:
        from openaudit import bilingual  # most texts are in one language

        agreement = bilingual.agreement(document.text, read.sizes, findings, first)
    return Result(
        Source(document.path, document.url, document.sha256, document.encoding, document.media_type, read.languages),
        known,
        judgements,
        findings,
        Coverage(read.sentences, read.explained),
        document,
        agreement,
    )


def read_document(document: Document, engine: Engine, *, identify: bool = True) -> tuple[LicenseMatch, Extract]:
    """The known licence that the text is, and what stands in it: as it was read before, where the text is known."""
    if identify and engine.recall is not None and (recalled := engine.recall(document.text)) is not None:
        return recalled
    from openaudit.extract import extract  # all that reads sentences, which a known text does without

    known = engine.identify(document.text) if identify and engine.identify else _UNKNOWN
    return known, extract(document, engine, known)


def _judge(
    findings: Sequence[Finding], read: Extract, definition: Definition, known: LicenseMatch, floor: Confidence
) -> Judgement:
    approved = known.name or "" if known.match == "exact" and known.osi_approved else ""
    total, foreign = sum(read.sizes.values()), read.sizes.get("other", 0)
    osd = definition.id == "osd"
    return judge(
        findings,
        definition,
        approved=approved if osd else "",
        settled=known.approved_places() if osd else (),
        foreign=bool(total) and foreign / total > _FOREIGN_SHARE,
        reserved=read.reserved,
        speaks=read.speaks,
        floor=floor,
    )._replace(osi_approved=bool(approved))  # a fact about the words, whatever definition judges them
