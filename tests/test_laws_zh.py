"""Titles of laws are laws, whatever their words mean elsewhere; and what is no bar in a Chinese sentence."""

from __future__ import annotations

import pytest

from engine import audited, norms, provisions
from openaudit.laws_zh import titles


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("不得违反道路交通法", ["道路交通法"]),
        ("依据保险法、证券法和反洗钱条例", ["保险法", "证券法", "反洗钱条例"]),
        ("不得违反国家算法", []),
        ("遵守平台的规则和方法", []),
        ("依法办理", []),
        ("符合下列条例", []),
        ("触犯任何法律", []),
    ],
)
def test_titles_of_laws(sentence: str, found: list[str]) -> None:
    words = list(sentence)
    said = ["".join(words[start:end]).lstrip("、和") for start, end in titles(words, ())]
    assert said == found


def test_a_title_begins_with_a_place() -> None:
    words = list("在德国刑法以外")
    assert [words[s:e] for s, e in titles(words, [(1, 3)])] == [list("德国刑法")]
    assert not titles(list("在德国用任何方法"), [(1, 3)])
    assert not titles(list("在德国使用本程序"), [(1, 3)])


@pytest.mark.parametrize(
    "sentence",
    [
        "不得把本工具用于违反《法国刑法》的用途。",
        "請勿將本工具用於觸犯《香港危險藥物條例》的行為。",
        "严禁用于抵触《欧盟数据法》的活动。",
    ],
)
def test_a_law_is_no_place(sentence: str) -> None:
    assert "illegal-use" in provisions(sentence)
    assert "territory" not in provisions(sentence)


@pytest.mark.parametrize("sentence", ["不得在法国使用本工具。", "禁止在香港以任何方法部署本程序。"])
def test_a_place_is_no_law(sentence: str) -> None:
    assert provisions(sentence) == {"territory"}


@pytest.mark.parametrize(
    ("sentence", "bearer"),
    [
        ("本模型由机器学习得到,可能并不适用于所有读者。", "thing"),
        ("该算法不适用于所有语言。", "thing"),
        ("本许可不适用于所有用户。", "licensee"),
        ("本数据集不能用于训练聊天模型。", "licensee"),
    ],
)
def test_what_may_not_suit_is_no_bar(sentence: str, bearer: str) -> None:
    assert [n.bearer for n in norms(sentence, "zh") if n.mode == "forbid"] == [bearer]


def test_what_nobody_vouches_for_is_not_what_is_barred() -> None:
    norm = next(n for n in norms("模型不保证权利无瑕疵,严禁用于真实案件。", "zh") if n.mode == "forbid")
    assert not norm.objects
    norm = next(n for n in norms("本模型未经评测,严禁用于真实案件。", "zh") if n.mode == "forbid")
    assert "work" in norm.objects


@pytest.mark.parametrize(
    ("sentence", "object_"),
    [
        ("请勿泄露他人隐私。", "private"),
        ("不得公开数据集中的个人信息。", "private"),
        ("不得公开含有个人信息的数据集。", "work"),
    ],
)
def test_whose_secret_it_is(sentence: str, object_: str) -> None:
    norm = next(n for n in norms(sentence, "zh") if n.mode == "forbid")
    assert norm.objects == {object_}


@pytest.mark.parametrize(
    "text",
    [
        "# 词典工具\n\n本工具把词条排成一页。\n\n## 授權\n\n本專案的程式採用 MIT License。",
        "# 词典工具\n\n本工具把词条排成一页。\n\n字典檔維持原本的 CC BY 4.0 授權。",
        "# 词典工具\n\n本工具把词条排成一页。\n\n授权方式见网站。",
    ],
)
def test_who_names_a_licence_is_for_a_person(text: str) -> None:
    assert audited(text).verdict == "needs-review"


@pytest.mark.parametrize(
    "text", ["# 词典工具\n\n本工具把词条排成一页。", "# 说明\n\n采用两台机器训练，没有授权的问题。"]
)
def test_who_names_none_is_no_licence(text: str) -> None:
    assert audited(text).verdict == "not-a-license"


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("未经授权不得使用本词典。", {"use"}),
        ("未经授权,任何人不得部署本词典。", {"use"}),
        ("未获授权禁止转发本词典。", {"distribute"}),
    ],
)
def test_what_is_missing_is_no_bar_of_its_own(sentence: str, acts: set[str]) -> None:
    read = [n for n in norms(sentence, "zh") if n.mode == "forbid"]
    assert [n.acts for n in read] == [acts]


def test_a_bar_may_end_with_what_is_missing() -> None:
    assert [n.mode for n in norms("商业使用均未经授权。", "zh")] == ["forbid"]
