"""How Chinese sentences are read: words within words, cues before and behind, cases, and who is bound."""

from __future__ import annotations

import pytest

from engine import norms
from openaudit.lexicon import Hits, whole_words


def one(sentence: str, mode: str):  # type: ignore[no-untyped-def]
    """The first norm of that mode that is no mere case."""
    read = norms(sentence, "zh")
    found = [n for n in read if n.mode == mode and not n.hypothetical]
    assert found, f"no {mode} in {sentence!r}: {[(n.mode, n.hypothetical) for n in read]}"
    return found[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "您不得分发本软件。",
        "禁止分发本软件。",
        "请勿分发本软件。",
        "被许可方承诺不分发本软件。",
        "分发本软件的行为均被禁止。",
        "本许可不允许您分发本软件。",
        "您无权分发本软件。",
        "严禁任何人将本软件分发给他人。",
        "别分发本软件。",
    ],
)
def test_ways_of_forbidding(sentence: str) -> None:
    norm = one(sentence, "forbid")
    assert "distribute" in norm.acts
    assert norm.bearer == "licensee"


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("本软件仅供研究使用。", "limit"),
        ("使用范围以教学为限。", "limit"),
        ("分发时须保留声明。", "require"),
        ("经作者同意后方可使用。", "require"),
        ("任何人均可使用本软件。", "permit"),
        ("使用者得自由散布本软件。", "permit"),
        ("使用前无需登记。", "cancel"),
        ("违反者的权利自动终止。", "lapse"),
        ("请来信告知您的用途。", "request"),
    ],
)
def test_modes(sentence: str, mode: str) -> None:
    assert mode in {n.mode for n in norms(sentence, "zh")}


def test_the_purpose_stands_between_modal_and_verb() -> None:
    norm = one("您不得出于军事目的使用、修改本软件。", "forbid")
    assert {"use", "modify"} <= norm.acts
    assert [q.kind for q in norm.qualifiers] == ["purpose"]


def test_a_fronted_object_is_the_object() -> None:
    assert one("不得将本软件用于训练其他模型。", "forbid").objects == {"work"}


@pytest.mark.parametrize(
    ("sentence", "bearer"),
    [
        ("许可方不得撤销本许可。", "licensor"),
        ("授权人对此类用途不予同意。", "licensee"),
        ("本许可不适用于该等用户。", "licensee"),
        ("本软件不会上传任何数据。", "thing"),
    ],
)
def test_who_is_bound(sentence: str, bearer: str) -> None:
    assert one(sentence, "forbid").bearer == bearer


@pytest.mark.parametrize(
    "sentence",
    [
        "如果您不得分发本软件,则应停止使用。",
        "早期版本禁止商用,这条限制现已取消。",
        "若您无法遵守上述条件,则不得分发本软件。",
    ],
)
def test_cases_are_no_rules(sentence: str) -> None:
    assert all(n.hypothetical for n in norms(sentence, "zh") if n.mode == "forbid")


@pytest.mark.parametrize("sentence", ["本协议禁止的方式见附录。", "本协议的修改和终止见下文。"])
def test_attributes_and_nouns_are_no_cues(sentence: str) -> None:
    assert not norms(sentence, "zh")


def test_a_permission_within_a_duty_is_part_of_it() -> None:
    assert [n.mode for n in norms("您应保证用户可以获取源代码。", "zh")] == ["require"]


def test_whole_words_drop_what_is_inside_a_longer_one() -> None:
    hits = Hits()
    hits.update({"who.licensor": [(0, 3)], "obj.license": [(0, 2)], "=许可": [(0, 2)], "cue.permit": [(2, 3), (4, 5)]})
    whole_words(hits)
    assert hits == {"who.licensor": [(0, 3)], "cue.permit": [(4, 5)]}
