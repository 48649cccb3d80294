"""A question and its answer are read as one statement."""

from __future__ import annotations

import pytest

from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.prepared import engine

_OPEN = (
    "Permission is granted, free of charge, to any person to use, copy, modify, distribute and sell copies of this work"
    " for any purpose.\n\n"
)


def provisions(text: str) -> set[str]:
    return {f.provision for f in audit_document(from_text(_OPEN + text), engine(), identify=False).findings}


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("May I use it in a missile? No.", "field-of-use"),
        ("Can we sell copies? Sorry, no.", "no-sale"),
        ("Is commercial use allowed? No.", "non-commercial"),
        ("What about commercial use? Never.", "non-commercial"),
        ("Commercial use? Not without a licence.", "non-commercial"),
        ("Grown past a million users? Then you need a licence from us.", "user-cap"),
        ("Do I have to pay a fee? Yes.", "fee"),
        ("Earning over two million dollars a year? Hooray! This licence doesn't cover you.", "revenue-cap"),
        ("Missiles? Look elsewhere.", "field-of-use"),
    ],
)
def test_no_takes_away(text: str, provision: str) -> None:
    assert provision in provisions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do I have to pay, or to register? No.",
        "May I sell it? Yes.",
        "Is commercial use allowed? Sure.",
        "What may I do? Anything.",
    ],
)
def test_yes_and_no_duty_take_nothing_away(text: str) -> None:
    assert not provisions(text) & {"fee", "registration", "no-sale", "non-commercial"}


def test_the_evidence_names_the_question() -> None:
    result = audit_document(from_text(_OPEN + "May I use it in a missile? No."), engine(), identify=False)
    finding = next(f for f in result.findings if f.provision == "field-of-use")
    assert "missile" in finding.lead + finding.quote


@pytest.mark.parametrize("text", ["? No.", "Can? No.", "Is it? No.", "And? No.", "Do I? Yes.", "So may? Then no."])
def test_short_questions_do_no_harm(text: str) -> None:
    assert audit_document(from_text(_OPEN + text), engine(), identify=False).verdict
