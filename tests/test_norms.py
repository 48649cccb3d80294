"""How sentences are read: modality, who is bound, acts, objects and what narrows them."""

from __future__ import annotations

import pytest

from engine import audited, norms


def one(sentence: str, mode: str):  # type: ignore[no-untyped-def]
    """The first norm of that mode."""
    found = [n for n in norms(sentence) if n.mode == mode]
    assert found, f"no {mode} in {sentence!r}: {[n.mode for n in norms(sentence)]}"
    return found[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "You may not distribute the Software.",
        "You shall not distribute the Software.",
        "You agree not to distribute the Software.",
        "You must refrain from distributing the Software.",
        "Licensee is not permitted to distribute the Software.",
        "Users are prohibited from distributing the Software.",
        "Distribution of the Software is strictly forbidden.",
        "Nobody may distribute the Software.",
        "Do not distribute the Software.",
        "Under no circumstances may you distribute the Software.",
        "No right to distribute the Software is granted.",
        "This licence does not allow you to distribute the Software.",
        "No piece of the Software, nor anything built on it, may be distributed.",
        "No copy of the Software, whether changed or not, may be distributed.",
        "None of the files, or anything made from them, may be distributed.",
        "Nobody, not even a buyer, may distribute the Software.",
        "No fork, port, or rewrite of the Software may be distributed.",
        "Under no circumstances may the Software, or any piece of it, be distributed.",
        "At no time, and under no pretext, may you distribute the Software.",
    ],
)
def test_ways_of_forbidding(sentence: str) -> None:
    norm = one(sentence, "forbid")
    assert "distribute" in norm.acts
    assert norm.bearer == "licensee"


@pytest.mark.parametrize(
    "sentence",
    [
        "No fee is due, and you may distribute the Software.",
        "At no cost, anyone may distribute the Software.",
        "With no strings attached, you may distribute the Software.",
        "No matter where, you may distribute the Software.",
        "As no patent is known, the Software, or any piece of it, may be distributed.",
    ],
)
def test_a_denial_of_something_else_forbids_nothing(sentence: str) -> None:
    assert "distribute" in one(sentence, "permit").acts
    assert not [n for n in norms(sentence) if n.mode == "forbid" and n.acts]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing in this licence prohibits you from selling copies.",
        "You are not required to publish your changes.",
        "The authors shall not be liable for damages.",
        "We may not answer your mail.",
    ],
)
def test_what_only_sounds_like_a_ban(sentence: str) -> None:
    assert not [
        n for n in norms(sentence) if n.mode == "forbid" and n.bearer == "licensee" and n.acts & {"sell", "distribute"}
    ]


def test_the_act_and_its_qualifier_are_apart() -> None:
    norm = one("You may not use the Software for hunting whales.", "forbid")
    assert "use" in norm.acts
    assert "work" in norm.objects
    assert [q.kind for q in norm.qualifiers] == ["purpose"]


def test_the_head_of_the_object_counts() -> None:
    assert "notice" in one("You may not remove the copyright notices of the Software.", "forbid").objects


def test_a_case_is_no_rule() -> None:
    assert all(n.hypothetical for n in norms("If you may not use the Software, tell us.") if n.mode == "forbid")


def test_requests_are_no_duties() -> None:
    assert not [n for n in norms("Please send us a postcard.") if n.mode == "require"]


@pytest.mark.parametrize(
    ("sentence", "mode", "act"),
    [
        ("不得出于军事目的使用本软件。", "forbid", "use"),
        ("未经许可,任何人不得分发本软件。", "forbid", "distribute"),
        ("本模型仅供学习研究使用。", "limit", "use"),
        ("您可以自由使用、修改本软件。", "permit", "modify"),
    ],
)
def test_chinese_norms(sentence: str, mode: str, act: str) -> None:
    assert any(n.mode == mode and act in n.acts for n in norms(sentence, "zh"))


def test_a_grant_behind_an_announcement_of_terms_is_a_grant() -> None:
    """The lead-in of a whole licence is no part of the sentence that it announces."""
    lead = "By using this tool you (the licensee) will comply with these terms:"
    found = audited(f"{lead}\n\nPermission to use, copy and change it is granted.\n").findings
    assert {"use", "redistribute", "modify"} <= {f.provision for f in found}


def test_who_stands_behind_nor_will_is_bound() -> None:
    assert norms("We will not sell your reports, nor will we use them for trade.")[-1].bearer == "licensor"
    assert norms("You may not sell the work, nor may you use it for trade.")[-1].bearer == "licensee"
