from __future__ import annotations

import pytest

from openaudit.acceptance import Rules, accept, fails, has_prefix
from openaudit.document import from_text
from openaudit.report import (
    Coverage,
    CriterionResult,
    Finding,
    Judgement,
    LicenseMatch,
    Message,
    Report,
    Result,
    Source,
)
from openaudit.vocabulary import Outcome, Verdict
from openaudit.waivers import Waiver

TODAY = "2026-05-01"
MESSAGE = Message("x", {})


def finding(provision: str, outcome: Outcome, *criteria: str) -> Finding:
    return Finding(
        rule=f"{provision}/some-rule",
        provision=provision,
        kind="restriction" if outcome == "fail" else "caution",
        outcome=outcome,
        criteria=criteria,
        section="1",
        heading="",
        quote=f"about {provision}",
        lead="",
        language="en",
        start=0,
        end=5,
        start_line=1,
        start_column=1,
        end_line=1,
        end_column=6,
        captures={},
        confidence="high",
        fingerprint=f"oa1:{provision}",
    )


def criterion(id_: str, outcome: Outcome, *findings: int) -> CriterionResult:
    return CriterionResult(id_, {"en": id_}, outcome, MESSAGE, findings)


def report(
    verdict: Verdict, findings: list[Finding], criteria: list[CriterionResult], path: str = "m/LICENSE"
) -> Report:
    source = Source(path, None, "0" * 64, "utf-8", "text/plain", ("en",))
    judgement = Judgement("osd", verdict, False, MESSAGE, tuple(criteria))
    result = Result(
        source,
        LicenseMatch(None, None, None, "none", 0.0),
        (judgement,),
        tuple(findings),
        Coverage(1, 1),
        from_text("t"),
    )
    return Report("0", "0", "osd", (result,), ())


CAPPED = report(
    "not-open-source",
    [finding("user-cap", "fail", "osd-5"), finding("branding", "review", "osd-10"), finding("use", "pass", "osd-1")],
    [criterion("osd-1", "pass", 2), criterion("osd-5", "fail", 0), criterion("osd-10", "review", 1)],
)


def waiver(rule: str = "", target: str = "", fingerprint: str = "", expires: str = "2026-12-31") -> Waiver:
    return Waiver(rule, target, fingerprint, "because", "", expires, "openaudit.toml: waiver 1")


def rules(*waivers: Waiver, baseline: frozenset[str] = frozenset(), select: str = "", ignore: str = "") -> Rules:
    return Rules(TODAY, ".", waivers, baseline, tuple(select.split()), tuple(ignore.split()))


@pytest.mark.parametrize(
    ("given", "verdict", "accepted"),
    [
        (rules(), "not-open-source", []),
        (rules(waiver(fingerprint="oa1:user-cap")), "needs-review", [("osd-5", 0, "waiver")]),
        (rules(waiver("osd-5", "m/*")), "needs-review", [("osd-5", 0, "waiver")]),
        (rules(waiver("user-cap", "m/LICENSE")), "needs-review", [("osd-5", 0, "waiver")]),
        (rules(waiver("user-cap", "other/*")), "not-open-source", []),
        (rules(waiver("user-cap", "m/*", "oa1:other")), "not-open-source", []),
        (
            rules(waiver("osd-5", "*"), waiver("osd-10", "*")),
            "open-source",
            [("osd-5", 0, "waiver"), ("osd-10", 1, "waiver")],
        ),
        (
            rules(baseline=frozenset({"oa1:user-cap", "oa1:branding"})),
            "open-source",
            [("osd-5", 0, "baseline"), ("osd-10", 1, "baseline")],
        ),
        (rules(ignore="osd"), "open-source", [("osd-5", 0, "ignore"), ("osd-10", 1, "ignore")]),
        (rules(ignore="osd-1"), "not-open-source", []),
        (rules(ignore="user-cap"), "needs-review", [("osd-5", 0, "ignore")]),
        (rules(select="branding"), "needs-review", [("osd-5", 0, "select")]),
        (rules(select="osd-5"), "not-open-source", [("osd-10", 1, "select")]),
    ],
)
def test_what_counts_after_acceptance(given: Rules, verdict: str, accepted: list[tuple[str, int, str]]) -> None:
    found = accept(CAPPED, given)
    assert found.verdicts == (verdict,)
    assert [(a.criterion, a.finding, a.by) for a in found.accepted] == accepted
    assert CAPPED.results[0].verdict == "not-open-source"


def test_an_expired_waiver_counts_no_more_and_is_named() -> None:
    old = waiver("osd-5", "*", expires="2026-04-30")
    found = accept(CAPPED, rules(old))
    assert (found.verdicts, found.expired, found.accepted) == (("not-open-source",), (old,), ())


def test_a_second_waiver_that_still_holds_takes_over() -> None:
    old, new = waiver("osd-5", "*", expires="2026-04-30"), waiver("user-cap", "*")
    assert accept(CAPPED, rules(old, new)).verdicts == ("needs-review",)


def test_a_waiver_that_matches_nothing_is_told() -> None:
    unused = waiver("no-sale", "*")
    assert accept(CAPPED, rules(unused)).unused == (unused,)


def test_a_missing_grant_is_waived_by_its_criterion_only() -> None:
    missing = report("needs-review", [], [criterion("osd-1", "review")])
    assert accept(missing, rules(waiver(fingerprint="oa1:x"))).verdicts == ("needs-review",)
    found = accept(missing, rules(waiver("osd-1", "*")))
    assert found.verdicts == ("open-source",)
    assert found.accepted[0].finding is None


def test_an_unexplained_sentence_counts_though_it_breaks_no_criterion() -> None:
    odd = report("needs-review", [finding("unexplained", "review")], [criterion("osd-1", "pass")])
    assert accept(odd, rules()).verdicts == ("needs-review",)
    assert accept(odd, rules(ignore="unexplained")).verdicts == ("open-source",)


def test_a_verdict_that_no_cause_explains_is_kept() -> None:
    foreign = report("needs-review", [], [criterion("osd-1", "pass")])
    assert accept(foreign, rules(waiver("osd", "*"), ignore="osd")).verdicts == ("needs-review",)


@pytest.mark.parametrize("verdict", ["open-source", "not-a-license"])
def test_nothing_to_accept(verdict: Verdict) -> None:
    assert accept(report(verdict, [], []), rules(select="osd-5")).verdicts == (verdict,)


@pytest.mark.parametrize(
    ("verdict", "fail_on", "expected"),
    [
        ("open-source", "needs-review", False),
        ("not-a-license", "needs-review", False),
        ("needs-review", "needs-review", True),
        ("needs-review", "not-open-source", False),
        ("not-open-source", "not-open-source", True),
        ("not-open-source", "never", False),
    ],
)
def test_fails(verdict: Verdict, fail_on: str, expected: bool) -> None:
    assert fails([verdict], fail_on) is expected


@pytest.mark.parametrize(
    ("identifier", "prefix", "expected"),
    [
        ("osd-1", "osd-1", True),
        ("osd-10", "osd-1", False),
        ("osd-10", "osd", True),
        ("osd-10", "os", False),
        ("user-cap/mau", "user-cap", True),
        ("user-cap/mau", "user-cap/", True),
        ("user-cap", "user-", True),
        ("user-cap", "", False),
    ],
)
def test_has_prefix(identifier: str, prefix: str, expected: bool) -> None:
    assert has_prefix(identifier, prefix) is expected
