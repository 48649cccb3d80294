"""The only place that judges: findings and missing grants, folded by a definition into outcomes and a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openaudit.report import CriterionResult, Finding, Judgement, Message
from openaudit.ruleset import Criterion, Definition
from openaudit.vocabulary import CONFIDENCES, UNEXPLAINED, Confidence, Outcome, Verdict, worst

# A dedication to the public domain gives every right.
_GIVES_ALL = ("dedication",)
_SERIOUS = ("restriction", "caution")


def outcome_of(
    finding: Finding, definition: Definition, floor: Confidence = "medium"
) -> tuple[tuple[str, Outcome], ...]:
    """The criteria that a finding touches, with its outcome. A restriction read with less confidence than `floor`
    (and never less than "medium") asks for a person: it neither fails a criterion nor lets it pass.
    """
    stances = definition.stances.get(finding.provision, ())
    if CONFIDENCES.index(finding.confidence) < max(1, CONFIDENCES.index(floor)):
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
    floor: Confidence = "medium",
) -> Judgement:
    """The verdict of one definition.

    `approved` names the OSI-approved licence that the text is word for word ("" if none); `settled` are the
    stretches that are words of one, which the OSI has judged already; `foreign` says
    that a good part of it is in a language that no rule reads; `reserved` that all rights not granted are kept; `floor` is
    the confidence from which a restriction fails a criterion.
    """
    if (
        not any(f.kind in ("grant", "condition", *_SERIOUS) and f.provision != UNEXPLAINED for f in findings)
        and not approved
        and not foreign
    ):
        criteria = tuple(
            CriterionResult(c.id, c.title, "not-assessed", Message("reason.not-assessed", {}), ())
            for c in definition.criteria
        )
        return Judgement(definition.id, "not-a-license", False, Message("summary.not-a-license", {}), criteria)
    open_ = [not any(a <= f.start and f.end <= b for a, b in settled) for f in findings]
    grants: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.kind == "grant":
            grants.setdefault(finding.provision, []).append(number)
    criteria = tuple(
        _criterion(c, findings, open_, definition, grants, approved, foreign, reserved, floor)
        for c in definition.criteria
    )
    return _verdict(definition, criteria, findings, approved, foreign)


def _criterion(
    criterion: Criterion,
    findings: Sequence[Finding],
    undecided: Sequence[bool],
    definition: Definition,
    grants: Mapping[str, Sequence[int]],
    approved: str,
    foreign: bool,
    reserved: bool,
    floor: Confidence,
) -> CriterionResult:
    def result(outcome: Outcome, key: str, values: Mapping[str, str], numbers: Sequence[int]) -> CriterionResult:
        return CriterionResult(criterion.id, criterion.title, outcome, Message(key, values), tuple(numbers))

    if not criterion.assessed:
        return result("not-assessed", "reason.not-assessed", {}, ())
    outcome: Outcome = "pass"
    touching: dict[Outcome, list[int]] = {"fail": [], "review": [], "pass": [], "not-assessed": []}
    for number, finding in enumerate(findings):
        for touched, one in outcome_of(finding, definition, floor) if undecided[number] or approved else ():
            if touched == criterion.id:
                touching[one].append(number)
                outcome = worst(outcome, one)
    given = [
        number
        for need in criterion.needs
        for number in (*grants.get(need, ()), *(n for g in _GIVES_ALL for n in grants.get(g, ())))
    ]
    if approved:
        return result("pass", "reason.approved", {"name": approved}, [*given, *touching["fail"], *touching["review"]])
    if outcome == "fail":
        return result(
            "fail",
            "reason.restriction",
            {"provisions": _provisions(findings, touching["fail"])},
            [*touching["fail"], *touching["review"]],
        )
    missing = [need for need in criterion.needs if need not in grants and not any(g in grants for g in _GIVES_ALL)]
    if missing and reserved:
        return result("fail", "reason.reserved", {"grant": missing[0]}, touching["review"])
    if missing:
        return result("review", "reason.no-grant", {"grant": missing[0]}, touching["review"])
    if outcome == "review":
        numbers = touching["review"]
        kinds = {findings[n].provision for n in numbers}
        if kinds == {UNEXPLAINED}:
            return result("review", "reason.unexplained", {"count": str(len(numbers))}, numbers)
        low = [n for n in numbers if findings[n].kind == "restriction"]
        key = "reason.low-confidence" if low else "reason.caution"
        return result("review", key, {"provisions": _provisions(findings, low or numbers)}, numbers)
    if foreign:
        return result("review", "reason.unsupported-language", {}, ())
    if given:
        return result("pass", "reason.grant", {"grants": _provisions(findings, given)}, given)
    return result("pass", "reason.nothing-against", {}, ())


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
