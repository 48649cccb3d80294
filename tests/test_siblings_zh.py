"""What one Chinese clause says of another: lists and their lead-ins, coordinated bans, who agrees that who may."""

from __future__ import annotations

import pytest

from engine import audited, norms
from openaudit.document import from_text
from openaudit.segment import outline


def found(text: str) -> set[str]:
    """The restrictions and cautions that the text is said to have."""
    return {f.provision for f in audited(text).findings if f.kind in ("restriction", "caution")}


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("不得将语料转让、分发或用于商业活动。", {"distribute"}),
        ("您不得转售、重新发布或者将语料用于商业用途。", {"sell", "distribute"}),
        ("请勿复制、上传或用于训练其他模型。", {"copy", "distribute"}),
        ("禁止用于商业用途及二次分发。", {"distribute"}),
    ],
)
def test_a_purpose_belongs_to_its_own_verb(sentence: str, acts: set[str]) -> None:
    unaimed = [n for n in norms(sentence, "zh") if not any(q.kind == "purpose" for q in n.qualifiers)]
    assert unaimed
    assert acts <= unaimed[0].acts


@pytest.mark.parametrize(
    "sentence",
    [
        "不得出于商业目的复制或分发本软件。",
        "不得用于商业用途。",
        "不得将软件用于复制或分发素材。",
        "不得出于军事或非法目的使用、复制、分发软件。",
    ],
)
def test_one_verb_or_one_purpose_for_all_makes_one_norm(sentence: str) -> None:
    assert len([n for n in norms(sentence, "zh") if n.mode == "forbid"]) == 1


def test_in_english_too() -> None:
    read = norms("The corpus must not be distributed or used for any commercial activities.", "en")
    assert any(n.mode == "forbid" and n.acts == {"distribute"} and not n.qualifiers for n in read)
    for sentence in (
        "The corpus must not be used for any commercial activities.",
        "You may not copy or use the corpus for commercial purposes.",
    ):
        assert len(norms(sentence, "en")) == 1


@pytest.mark.parametrize(
    ("sentence", "bearer"),
    [
        ("您同意我方有权随时变更服务。", "licensor"),
        ("您同意 Acme 有权随时变更服务。", "licensor"),
        ("Acme 得于任何时间修订本协议。", "licensor"),
        ("您同意第三方有权使用反馈。", "party"),
        ("您同意您可以分发本软件。", "licensee"),
        ("Acme 可以自由使用和修改。", "licensee"),
        ("使用者有权修改本程式。", "licensee"),
    ],
)
def test_who_may_do_what_you_agree_to(sentence: str, bearer: str) -> None:
    assert next(n.bearer for n in norms(sentence, "zh") if n.mode == "permit") == bearer


def test_a_duty_and_a_bar_without_a_comma() -> None:
    duty, bar = norms("须以相同方式授权下游使用者且不得设置限制。", "zh")
    assert (duty.mode, bar.mode) == ("require", "forbid")
    assert "grant" in duty.acts


def test_an_item_with_a_subject_has_its_own_verb() -> None:
    text = (
        "您同意遵守以下条款：\n\n1. 我们对图片不作任何保证，包括但不限于不侵犯他人知识产权；\n\n"
        "2. 与使用有关的任何法律责任均由研究者承担。\n"
    )
    assert not found(text) & {"illegal-use", "law-compliance"}
    text = "您可以分发本声库，但需遵守以下条款：\n\n- 您不得修改其中包含的使用须知。\n"
    assert "acceptable-use-policy" not in found(text)


@pytest.mark.parametrize("item", ["- 使用规范\n", "- 遵循使用规范\n"])
def test_an_item_without_one_has_that_of_its_lead(item: str) -> None:
    assert "acceptable-use-policy" in found(f"使用本模型须遵守以下文件：\n\n{item}")


def test_what_a_lead_forbids_its_items_go_on_with() -> None:
    assert "field-of-use" in found("禁止将本模型用于：\n\n- 由军方开展的监控；\n- 自动武器。\n")


def test_a_heading_that_is_a_sentence_leads_nothing() -> None:
    items = (
        "1. 任何发布到平台的视频都要在简介里指明所用的声音素材来源，以便观众了解。\n"
        "2. 一切后果由使用者自行承担，与仓库无关，也与维护者无关。\n"
    )
    for heading, leads in (("# 注意：禁止分发声音！后果自负！", False), ("# 禁止行为", True)):
        document = from_text(f"{heading}\n\n{items}")
        sentences = outline(document.text).sentences
        assert any(s.leads for s in sentences if s.start) == leads


@pytest.mark.parametrize(
    "notice",
    [
        "本项目采用 MIT 许可证。",
        "本權重與程式碼採用 Apache-2.0 授權。",
        "許可證：BSD-3-Clause",
        "本資料集以 CC BY 4.0 授權條款釋出。",
    ],
)
def test_a_notice_that_names_an_open_licence_is_for_a_person(notice: str) -> None:
    result = audited(notice)
    assert result.verdict == "needs-review"
    assert not [f for f in result.findings if f.kind == "grant"]


@pytest.mark.parametrize("notice", ["第三方库 foo 采用 MIT 许可证。", "这个故事发生在阿帕奇部落。"])
def test_what_names_one_in_passing_is_no_licence(notice: str) -> None:
    assert audited(notice).verdict == "not-a-license"


def test_the_number_of_a_clause_counts_no_users() -> None:
    assert "user-cap" not in found("您同意：\n\n1.1.3 不使用任何設備妨礙超過服務範圍之最終用戶。\n")
