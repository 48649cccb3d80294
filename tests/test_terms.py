"""Which sentences define a term, and which only mention a name in brackets."""

from __future__ import annotations

import pytest

from openaudit.api import audit
from openaudit.terms import defines


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ('"Weights" means the numbers of the model.', "Weights"),
        ('"Weights": the numbers of the model.', "Weights"),
        ("The Weights (Numbers): what was learnt.", "Numbers"),
        ("The files of this folder are under the Heron Licence (HL-2):", ""),
        ("The files of this folder are under the Heron Licence (HL-2): see below.", ""),
    ],
)
def test_a_name_in_brackets_defines_nothing_behind_a_whole_statement(text: str, term: str) -> None:
    assert defines(text) == term


def test_a_lead_in_that_names_a_license_with_its_abbreviation_is_read() -> None:
    said = (
        "The checkpoints of this project are licensed under the Creative Commons Attribution-NonCommercial 4.0"
        " International License (CC BY-NC 4.0):\n\nhttps://licenses.example/by-nc\n"
    )
    assert audit(said).results[0].verdict == "not-open-source"
