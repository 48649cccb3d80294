"""A restriction that its own words do not bear out is a question, and accuses nobody (docs/decisions/0009)."""

from __future__ import annotations

import pytest

from openaudit import detect, resemblance
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.prepared import engine
from openaudit.report import Result
from openaudit.ruleset import Weights

OPEN = """Everybody may use, copy, modify, publish, distribute, sublicense and sell the work for any purpose.

"""
BAN = "The work must not be used for commercial purposes.\n"
OTHER_BAN = "The work must not be used in weapons.\n"


def audited(text: str) -> Result:
    """The audit, with nothing remembered of the same words."""
    return audit_document(from_text(text), engine())


def opinion(monkeypatch: pytest.MonkeyPatch, *harmless: str) -> None:
    """Let every sentence be borne out that holds none of these words."""
    monkeypatch.setattr(detect, "borne_out", lambda said, *_: set(harmless).isdisjoint(said.words.words))


def test_what_sounds_harmless_is_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    assert audited(OPEN + BAN).verdict == "not-open-source"
    opinion(monkeypatch, "commercial")
    result = audited(OPEN + BAN)
    found = {f.provision: f.confidence for f in result.findings if f.kind == "restriction"}
    assert result.verdict == "needs-review"
    assert found == {"non-commercial": "low"}


def test_one_restriction_that_is_borne_out_speaks_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    opinion(monkeypatch, "commercial")
    result = audited(OPEN + BAN + OTHER_BAN)
    assert result.verdict == "not-open-source"
    assert all(f.confidence != "low" for f in result.findings if f.kind == "restriction")
    opinion(monkeypatch, "commercial", "weapons")
    assert audited(OPEN + BAN + OTHER_BAN).verdict == "needs-review"


def test_a_named_license_needs_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "borne_out", lambda *_: False)
    assert audited("The weights are licensed under CC BY-NC 4.0.\n").verdict == "not-open-source"


def test_the_name_of_a_license_bears_out_what_the_text_says_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "borne_out", lambda *_: False)
    said = "You may share the weights with anybody for non-commercial purposes, and the notice stays with them.\n"
    assert audited(said).verdict == "needs-review"
    assert audited(f"Larkspur weights, CC BY-NC-SA 4.0.\n\n{said}").verdict == "not-open-source"
    assert audited(f"Larkspur weights, CC BY-SA 4.0.\n\n{said}").verdict == "needs-review"


@pytest.mark.parametrize("scores", [[-2.5, -5.0], [4.0, 3.6], [-3.0, 1.0]])
def test_only_a_firm_opinion_counts(monkeypatch: pytest.MonkeyPatch, scores: list[float]) -> None:
    monkeypatch.setattr(resemblance, "scores", lambda *_: scores)
    assert audited(OPEN + BAN).verdict == "not-open-source"


def test_a_firm_opinion_counts_of_sentences_that_are_neither_short_nor_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def harmless(_: object, weights: Weights) -> list[float]:
        return [4.0, *(-4.0 for _ in weights.labels[1:])]

    monkeypatch.setattr(resemblance, "scores", harmless)
    assert audited(OPEN + BAN).verdict == "needs-review"
    assert audited(f"{OPEN}No commercial use.\n").verdict == "not-open-source"
    many = "of this kind or of any other kind that anybody may think of, " * 5
    assert audited(f"{OPEN}The work must not, by any person {many}be used for commercial purposes.\n").verdict == (
        "not-open-source"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "You must not use the model for commercial purposes.",
        "The model may only be used for academic research.",
        "The software may not be used by military organisations.",
        "No one may use the weights to train another model.",
        "You may not redistribute modified copies of the program.",
        "本模型仅供学术研究使用，禁止用于商业用途。",
        "任何人不得将本软件用于军事目的。",
    ],
)
def test_plain_bans_are_borne_out(sentence: str) -> None:
    assert audited(OPEN + sentence + "\n").verdict == "not-open-source"
