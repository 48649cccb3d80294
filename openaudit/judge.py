"""The only place that judges: findings and missing grants, folded by a definition into outcomes and a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openaudit.report import CriterionResult, Finding, Judgement, Message
from openaudit.ruleset import Criterion, Definition
from openaudit.typed import NamedTuple
from openaudit.vocabulary import CONFIDENCES, RESEMBLANCE, UNEXPLAINED, Confidence, Outcome, Verdict

# A dedication to the public domain gives every right.
_GIVES_ALL = ("dedication",)
_SERIOUS = ("restriction", "caution")


class _Case(NamedTuple):
    """What a criterion is judged by: the findings, what is known of the text, and which findings touch a criterion.

    `touching` are numbers of findings by criterion and outcome, `grants` by provision.
    """

    findings: Sequence[Finding]
    approved: str
    foreign: bool
    reserved: bool
    touching: Mapping[tuple[str, Outcome], Sequence[int]]
    grants: Mapping[str, Sequence[int]]

    def touched(self, criterion: Criterion, outcome: Outcome) -> Sequence[int]:
        """The findings that give the criterion this outcome."""
        return self.touching.get((criterion.id, outcome), ())

    def given(self, need: str) -> Sequence[int]:
        """The findings that grant what is needed."""
        return [*self.grants.get(need, ()), *(n for gift in _GIVES_ALL for n in self.grants.get(gift, ()))]


def outcome_of(
    finding: Finding, definition: Definition, floor: Confidence = "medium"
) -> tuple[tuple[str, Outcome], ...]:
    """The criteria that a finding touches, with its outcome.

    A restriction read with less confidence than `floor` (and never less than "medium") asks for a person: it neither
    fails a criterion nor lets it pass.
    """
    return stances_of(finding.provision, finding.confidence, definition, floor)


def stances_of(
    provision: str, confidence: Confidence, definition: Definition, floor: Confidence = "medium"
) -> tuple[tuple[str, Outcome], ...]:
    """The same for a provision that was read with so much confidence."""
    stances = definition.stances.get(provision, ())
    if CONFIDENCES.index(confidence) < max(1, CONFIDENCES.index(floor)):
        return tuple((criterion, "review" if outcome == "fail" else outcome) for criterion, outcome in stances)
    return stances


def judge(
    findings: Sequence[Finding],
    definition: Definition,
    *,
    approved: str = "",
    settled: Sequence[tuple[int, int]] = (),
    foreign: bool = False,
    reserved: bool = False,
    speaks: bool = False,
    floor: Confidence = "medium",
) -> Judgement:
    """The verdict of one definition.

    `approved` names the OSI-approved licence that the text is word for word ("" if none); `settled` are the stretches
    that are words of one, which the OSI has judged already; `foreign` says that a good part of it is in a language that
    no rule reads; `reserved` that all rights not granted are kept; `speaks` that it speaks of grants, terms or
    restraints, though no finding states one; `floor` is the confidence from which a restriction fails a criterion.
    """
    if (
        not any(f.kind in ("grant", "condition", *_SERIOUS) and not _unread(f) for f in findings)
        and not approved
        and not foreign
        and not speaks
    ):
        criteria = tuple(
            CriterionResult(c.id, c.title, "not-assessed", Message("reason.not-assessed", {}), ())
            for c in definition.criteria
        )
        return Judgement(definition.id, "not-a-license", False, Message("summary.not-a-license", {}), criteria)
    grants: dict[str, list[int]] = {}
    touching: dict[tuple[str, Outcome], list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.kind == "grant":
            grants.setdefault(finding.provision, []).append(number)
        if approved or not any(a <= finding.start and finding.end <= b for a, b in settled):
            for touched in outcome_of(finding, definition, floor):
                touching.setdefault(touched, []).append(number)
    case = _Case(findings, approved, foreign, reserved, touching, grants)
    criteria = tuple(_criterion(c, case) for c in definition.criteria)
    return _verdict(definition, criteria, findings, approved, foreign)


def _unread(finding: Finding) -> bool:
    """Whether no rule read the sentence. What resembles a restraint may be one, and is for a person."""
    return finding.provision == UNEXPLAINED or (finding.rule.startswith(RESEMBLANCE) and finding.kind not in _SERIOUS)


def _criterion(criterion: Criterion, case: _Case) -> CriterionResult:
    outcome, reason, numbers = _outcome(criterion, case)
    return CriterionResult(criterion.id, criterion.title, outcome, reason, tuple(numbers))


def _outcome(criterion: Criterion, case: _Case) -> tuple[Outcome, Message, Sequence[int]]:
    """The outcome of a criterion, why, and the findings that it rests on."""
    if not criterion.assessed:
        return "not-assessed", Message("reason.not-assessed", {}), ()
    failing, doubtful = case.touched(criterion, "fail"), case.touched(criterion, "review")
    given = [number for need in criterion.needs for number in case.given(need)]
    if case.approved:
        return "pass", Message("reason.approved", {"name": case.approved}), [*given, *failing, *doubtful]
    if failing:
        values = {"provisions": _provisions(case.findings, failing)}
        return "fail", Message("reason.restriction", values), [*failing, *doubtful]
    missing = next((need for need in criterion.needs if not case.given(need)), "")
    if missing:
        outcome: Outcome = "fail" if case.reserved else "review"
        return outcome, Message("reason.reserved" if case.reserved else "reason.no-grant", {"grant": missing}), doubtful
    if doubtful:
        return "review", _doubt(case.findings, doubtful), doubtful
    if case.foreign:
        return "review", Message("reason.unsupported-language", {}), ()
    if given:
        return "pass", Message("reason.grant", {"grants": _provisions(case.findings, given)}), given
    return "pass", Message("reason.nothing-against", {}), ()


def _doubt(findings: Sequence[Finding], numbers: Sequence[int]) -> Message:
    """Why findings that fail nothing need a person."""
    if all(findings[n].provision == UNEXPLAINED for n in numbers):
        return Message("reason.unexplained", {"count": str(len(numbers))})
    low = [n for n in numbers if findings[n].kind == "restriction"]
    key = "reason.low-confidence" if low else "reason.caution"
    return Message(key, {"provisions": _provisions(findings, low or numbers)})


def _provisions(findings: Sequence[Finding], numbers: Sequence[int]) -> str:
    return ", ".join(dict.fromkeys(findings[n].provision for n in numbers))


def _verdict(
    definition: Definition,
    criteria: tuple[CriterionResult, ...],
    findings: Sequence[Finding],
    approved: str,
    foreign: bool,
) -> Judgement:
    def judgement(verdict: Verdict, key: str, values: Mapping[str, str], osi: bool = False) -> Judgement:
        return Judgement(definition.id, verdict, osi, Message(key, values), criteria)

    if approved:
        return judgement("open-source", "summary.open-source-approved", {"name": approved}, osi=True)
    failed = [c.id for c in criteria if c.outcome == "fail"]
    if failed:
        return judgement("not-open-source", "summary.not-open-source", {"criteria": ", ".join(failed)})
    unsure = [c for c in criteria if c.outcome == "review"]
    if foreign and not any(f.kind in _SERIOUS for f in findings):
        return judgement("needs-review", "summary.unsupported-language", {})
    if unsure:
        numbers = {n for c in unsure for n in c.findings if findings[n].kind in _SERIOUS}
        return judgement("needs-review", "summary.needs-review", {"count": str(max(1, len(numbers)))})
    return judgement("open-source", "summary.open-source", {})
