"""Outcomes fold by maximum; missing grants and unexplained sentences never pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import engine
from openaudit.judge import judge
from openaudit.report import Finding
from openaudit.vocabulary import OUTCOMES, UNEXPLAINED, Confidence, Kind

OSD = "osd"


def finding(provision: str, *, confidence: Confidence = "high", start: int = 0) -> Finding:
    """A finding as an audit would make it."""
    kind: Kind = "caution" if provision == UNEXPLAINED else engine().provisions[provision].kind
    return Finding(
        f"{provision}/test",
        provision,
        kind,
        "pass",
        (),
        "",
        "",
        "words",
        "",
        "en",
        start,
        start + 5,
        1,
        1,
        1,
        6,
        {},
        confidence,
        "oa1:0",
    )


FREE = [finding("use"), finding("redistribute"), finding("modify")]


def test_grants_alone_pass() -> None:
    assert judge(FREE, engine().definitions[OSD]).verdict == "open-source"


def test_a_missing_grant_asks_for_review_and_fails_when_rights_are_reserved() -> None:
    without = [finding("use"), finding("modify")]
    assert judge(without, engine().definitions[OSD]).verdict == "needs-review"
    assert judge(without, engine().definitions[OSD], reserved=True).verdict == "not-open-source"


def test_nothing_found_is_no_licence() -> None:
    assert judge([], engine().definitions[OSD]).verdict == "not-a-license"
    assert judge([], engine().definitions[OSD], speaks=True).verdict == "needs-review"


def test_a_restriction_fails_its_criterion_and_says_why() -> None:
    judgement = judge([*FREE, finding("user-cap")], engine().definitions[OSD])
    failed = {c.id: c for c in judgement.criteria if c.outcome == "fail"}
    assert set(failed) == {"osd-5"}
    assert failed["osd-5"].reason.key == "reason.restriction"
    assert failed["osd-5"].findings == (3,)


@pytest.mark.parametrize(
    ("confidence", "floor", "verdict"),
    [
        ("high", "low", "not-open-source"),
        ("medium", "low", "not-open-source"),
        ("low", "low", "needs-review"),
        ("medium", "high", "needs-review"),
        ("high", "high", "not-open-source"),
    ],
)
def test_less_confidence_leads_to_review_never_to_a_pass(
    confidence: Confidence, floor: Confidence, verdict: str
) -> None:
    assert (
        judge([*FREE, finding("no-sale", confidence=confidence)], engine().definitions[OSD], floor=floor).verdict
        == verdict
    )


def test_unexplained_keeps_a_text_from_passing() -> None:
    assert judge([*FREE, finding(UNEXPLAINED, confidence="low")], engine().definitions[OSD]).verdict == "needs-review"


def test_words_of_an_approved_licence_are_settled_and_a_rider_is_not() -> None:
    inside, beside = finding("no-sale", start=10), finding("no-sale", start=500)
    assert judge([*FREE, inside], engine().definitions[OSD], settled=[(0, 100)]).verdict == "open-source"
    assert judge([*FREE, beside], engine().definitions[OSD], settled=[(0, 100)]).verdict == "not-open-source"


def test_another_language_never_passes() -> None:
    assert judge(FREE, engine().definitions[OSD], foreign=True).verdict == "needs-review"


RESTRICTIONS = sorted(
    p.id for p in engine().provisions.values() if p.kind in ("restriction", "caution") and p.id != UNEXPLAINED
)
GRANTS = sorted(p.id for p in engine().provisions.values() if p.kind == "grant")
SUBSETS = st.lists(st.sampled_from(RESTRICTIONS + GRANTS), max_size=8)


@settings(deadline=None, max_examples=150)
@given(SUBSETS, st.sampled_from(RESTRICTIONS), st.sampled_from(sorted(engine().definitions)))
def test_a_restriction_added_never_improves_an_outcome(base: list[str], added: str, definition: str) -> None:
    given_ = [finding(p) for p in base] + [finding("use")]
    before = judge(given_, engine().definitions[definition])
    after = judge([*given_, finding(added)], engine().definitions[definition])
    for one, other in zip(before.criteria, after.criteria, strict=True):
        assert OUTCOMES.index(other.outcome) >= OUTCOMES.index(one.outcome)


@settings(deadline=None, max_examples=150)
@given(SUBSETS, st.sampled_from(GRANTS), st.sampled_from(sorted(engine().definitions)))
def test_a_grant_removed_never_improves_an_outcome(base: list[str], removed: str, definition: str) -> None:
    kept = [finding(p) for p in base if p != removed] + [finding("attribution")]
    more = judge([*kept, finding(removed)], engine().definitions[definition])
    fewer = judge(kept, engine().definitions[definition])
    for one, other in zip(more.criteria, fewer.criteria, strict=True):
        assert OUTCOMES.index(other.outcome) >= OUTCOMES.index(one.outcome)
