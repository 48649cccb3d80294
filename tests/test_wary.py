"""Boilerplate that sees a kind of statement explains no restraint that is said in words of its own."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

RESTRAINTS = (
    # a word of restraints beside what boilerplate names
    "The lab may order holders to withdraw the weights from service.",
    "The vendor can slow the drones down, and the firmware licence lets it.",
    "What the word derivative means is for the trustees, who have the final word.",
    "Improvements made by users come back to the guild, because the licence makes them.",
    "Rights under this notice die with the person who got them.",
    # a purpose, a scope, a meaning that is a term
    "For this reason we keep a share in every print.",
    "Downloading means that you settle our tariff.",
    "The filled form is the sole means by which a licence arises.",
    "Scope of this licence: classroom demonstrations.",
    "Licence applies to the complete image.",
    "We deliver the engine to labs whose every other tool is free software.",
    "In case of doubt the publisher is right.",
    "The licence does not include the right to alter the modules.",
    "That word shall be understood to exclude the Baltic islands.",
    "Free while in beta.",
    "Copies are made by the museum alone.",
    # what lifts no duty and no ban
    "No licence under patents, even those needed to run the thing.",
    "Nothing in this document is to be read as permitting resale.",
    "Lending to friends is fine and lending to the public isn't.",
    "Big broadcasters file reports, small ones needn't.",
    "The council need not disclose its reasons.",
    "Patents and designs are excepted from the grant.",
    "At most ten colleagues may log in to a copy.",
)
HARMLESS = (
    "You need not publish your changes.",
    "No payment, key or sign-up is needed.",
    "This licence applies to the program and its manual.",
    "The purpose of this licence is to promote free software.",
    "You may also obtain the licence text directly from the foundation.",
    "Nothing in this licence limits rights that you have under fair use.",
    "The reason for this licence is that users should have freedom.",
)


@pytest.mark.parametrize("sentence", RESTRAINTS)
def test_a_restraint_is_not_passed_over(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict != "open-source"


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless_boilerplate_stays_explained(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict == "open-source"
