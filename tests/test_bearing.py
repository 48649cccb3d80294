"""A text that restrains, or says where the terms are, is never passed over as no licence."""

from __future__ import annotations

import pytest

from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.misspelt import corrected, corrections
from openaudit.prepared import engine
from openaudit.report import Result
from openaudit.segment import outline


def audited(text: str) -> Result:
    return audit_document(from_text(text + "\n"), engine())


def found(text: str) -> set[str]:
    return {f.provision for f in audited(text).findings if f.kind in ("restriction", "caution")}


@pytest.mark.parametrize(
    "text",
    [
        "The rules of our Acceptable Use Policy can be read on the web site.",
        "Our weights are licensed for both students and firms.",
        "Use of the parser is governed by the Rowan Community License.",
        "Each page is subject to the licence of whoever wrote it.",
        "We hand it out under a licence of our own making.",
        "The weights are available under the CC-BY 4.0 licence.",
        "Please read the terms of use before you begin.",
        "The corpus is released under the terms of the steering group.",
    ],
)
def test_a_pointer_to_terms_is_for_a_person(text: str) -> None:
    assert audited(text).verdict in ("needs-review", "not-open-source")


@pytest.mark.parametrize(
    "text",
    [
        "The parser reads dates in forty languages. It has no dependencies.",
        "Press the button twice, and the lamp goes on.",
        "In terms of speed it is the best parser.",
    ],
)
def test_what_points_to_none_is_no_licence(text: str) -> None:
    assert audited(text).verdict == "not-a-license"


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [("Out-of-Scope Use", "needs-review"), ("How to begin", "not-a-license")],
)
def test_a_use_out_of_scope_is_for_a_person(heading: str, verdict: str) -> None:
    assert audited(f"## {heading}\n\nUsing the parser for the calendars of other planets.").verdict == verdict


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("The weights may not be used", ("To forge passports.", "To stalk people.")),
        ("You agree not to use the corpus", ("for spam", "to stalk people")),
        ("The model must not be deployed", ("In weapons of war.", "For mass surveillance.")),
        ("It is prohibited to use the data", ("to stalk people", "for mass surveillance")),
        ("Do not use the model", ("for mass surveillance", "to stalk people")),
    ],
)
@pytest.mark.parametrize("mark", ["- ", "* ", ""])
def test_a_list_goes_on_with_a_clause_without_a_colon(lead: str, items: tuple[str, ...], mark: str) -> None:
    lines = "".join(f"{mark or f'{n}. '}{item}\n" for n, item in enumerate(items, start=1))
    text = f"{lead}\n\n{lines}"
    assert "field-of-use" in found(text)
    sentences = outline(from_text(text).text).sentences
    assert sentences[0].role == "lead"
    assert all(s.leads == (0,) for s in sentences[1:])


@pytest.mark.parametrize(
    "text",
    [
        "The results may not be the same\n\n- Install the package\n- Run it\n",
        "You may not use the model for surveillance\n\n- Please cite our paper.\n",
        "You may not use the model for surveillance.\n\n- In every copy, keep this notice.\n",
    ],
)
def test_other_lists_stand_alone(text: str) -> None:
    assert all(s.role != "lead" for s in outline(from_text(text).text).sentences)


def test_what_to_use_instead_is_no_use() -> None:
    assert audited("## Out-of-Scope Use\n\nUse the other parser instead.").verdict == "not-a-license"


def test_an_address_ends_no_title() -> None:
    text = "- [Terms of Use](https://rowan.example/terms) of the data\n"
    assert [s.end for s in outline(from_text(text).text).sentences] == [len(text) - 1]


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("The weights are under a non-commerical licence.", "non-commercial"),
        ("Comercial use is prohibitted.", "non-commercial"),
        ("You may not redistrubute the model.", "no-redistribution"),
        ("The modle may be used for acadmic reserach only.", "purpose-limit"),
        ("Redistibution of the weights is forbiden.", "no-redistribution"),
    ],
)
def test_a_misspelt_restraint_is_one(text: str, provision: str) -> None:
    assert provision in found(text)


def test_a_right_word_stays_as_it_is() -> None:
    words = "content persona personnel compete commerce licensees distribute permit the convent wrote".split()
    assert corrected(words) == words
    assert not set(corrections()) & set(corrections().values())
