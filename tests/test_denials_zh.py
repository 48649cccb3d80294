"""Chinese: rights named and not given, promises about data, limits that were lifted, crosses, and wrapped lines."""

from __future__ import annotations

import pytest

from engine import audited, norms
from openaudit.document import MARKDOWN, from_text
from openaudit.segment import outline

FREE = "任何人均可出于任何目的使用、复制、修改、合并、出版、分发、再许可和销售本作品，但须在所有副本中保留本声明。\n\n"


def found(text: str) -> set[str]:
    """The restrictions and cautions that the text is said to have."""
    said = {f.provision for f in audited(text).findings if f.kind in ("restriction", "caution")}
    return said - {"unexplained"}


def given(text: str) -> set[str]:
    """The grants that the text is said to make."""
    return {f.provision for f in audited(text).findings if f.kind == "grant"}


@pytest.mark.parametrize(
    "sentence",
    [
        "图集对外展示，不代表您可以修改或转发图集。",
        "网站的开放并不意味着授予任何使用、复制的许可。",
        "本证书不自动授予乐谱的使用权。",
        "下載琴譜不等於您取得散布或修改之權利。",
        "没有任何使用、改编的许可被授予听众。",
        "订阅邮件不构成对修改、再分发的授权。",
    ],
)
def test_a_right_that_is_denied_is_not_given(sentence: str) -> None:
    assert not [n for n in norms(sentence, "zh") if n.mode == "permit" and n.bearer == "licensee" and n.acts]
    assert not given(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "本证书不仅授予您使用权，还授予您修改和分发的权利。",
        "不得转授权，但授权您使用、修改与散布琴谱。",
        "作者在此授予您不可撤销的使用、修改和分发的许可。",
    ],
)
def test_what_is_given_all_the_same(sentence: str) -> None:
    assert {"use", "modify", "redistribute"} & given(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["不单独授予专利许可。", "未就任何专利给予许可。", "专利方面没有任何许可被授予。", "本授權不另行給予專利授權。"],
)
def test_patents_that_are_kept(sentence: str) -> None:
    assert "patent-refusal" in found(FREE + sentence)
    assert "patent" not in given(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "新版不再采用旧模板中仅限家用、禁止转售、禁止外传的限制。",
        "本次更新取消了禁止商用和禁止再分发的条款。",
        "这份授权没有禁止转售、仅限非商业使用之类的要求。",
        "我们尊重用户隐私，绝不会收集您的乐谱，也不会上传您的录音。",
        "崩溃记录仅用于排查故障，不会长期保存，也不会外泄。",
        "他人的真实身份信息和登录口令，不应提交到公开仓库，也不应公开上传。",
        "您可以使用、复制和销售琴谱，包括为他人提供有偿排版服务。",
        "授权与排版服务收费分别处理。",
        "请核对音高，避免错误的演奏对其他地区的听众产生误导。",
    ],
)
def test_nobody_is_accused_for_it(sentence: str) -> None:
    assert not found(FREE + sentence)


@pytest.mark.parametrize(
    ("sentence", "provision"),
    [
        ("删除了禁止商用的限制，改为仅限研究使用。", "purpose-limit"),
        ("不设使用限制，但不得转售琴谱。", "no-sale"),
        ("您承诺：\n\n- 不会传播琴谱；\n- 不会改编。", "no-redistribution"),
        ("未经同意，请勿擅自传播或用于商业目的。", "no-redistribution"),
        ("禁止私自转载或作为商业用途。", "no-redistribution"),
        ("任何转载、改编及商业使用，均须事先征得作者同意。", "no-redistribution"),
        ("您不得分发或向第三方提供服务。", "no-redistribution"),
        ("除法律允许外，不得复制或分发琴谱。", "no-redistribution"),
        ("以下情形须获得作者的书面授权：\n\n- 在收费课程中使用琴谱\n- 再分发琴谱", "no-redistribution"),
        ("我社可能会对本协议进行修改。", "revocable"),
        ("您选择继续使用，即表示您接受这些修改。", "revocable"),
        ("使用前应登录合唱团官网填报用途信息。", "registration"),
        ("自转换日期起，上述段落授予的权利即告终止。", "time-limit"),
    ],
)
def test_what_is_kept_back_is_seen(sentence: str, provision: str) -> None:
    assert provision in found(sentence)


def test_an_exception_of_what_all_may_do_anyhow_narrows_no_bar() -> None:
    bars = [n for n in norms("除平台展示所需的浏览外,任何人不得转载琴谱。", "zh") if n.mode == "forbid"]
    assert bars
    assert not bars[0].qualifiers
    bars = [n for n in norms("除教学外,任何人不得转载琴谱。", "zh") if n.mode == "forbid"]
    assert any(q.kind == "exception" for q in bars[0].qualifiers)


def read(text: str) -> str:
    return from_text(text, media_type=MARKDOWN).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| 转载 | ❌ |\n|---|---|\n| 商用 | ✗ |\n", "商用   禁"),
        ("规约：\n\n❌ 商用\n", "•禁商用"),
        ("- ❌ 二次配布\n", "- 禁 二次配布"),
        ("商用：❌\n", "商用:禁"),
    ],
)
def test_a_cross_is_a_ban(text: str, shown: str) -> None:
    document = read(text)
    assert shown in document
    assert len(document) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "| 多语言界面 | ❌ |\n",
        "| 商用 | ❌ | ✅ |\n",
        "- ❌ 不允许转载\n",
        "| Sale | ❌ |\n",
        "2 × 3 = 6，用于示例\n",
    ],
)
def test_other_crosses_stay(text: str) -> None:
    assert "禁" not in read(text)


def test_a_row_with_a_cross_is_seen() -> None:
    text = "# 琴谱规约\n\n| 用法 | 可否 |\n|---|---|\n| 商用 | ❌ |\n| 转载 | ❌ |\n"
    assert {"non-commercial", "no-redistribution"} <= found(text)


def test_wrapped_lines_are_one_statement() -> None:
    text = "本授权书不授予您作曲者或其合唱团的任何\n标志权利，除非另有说明。\n"
    assert [text[s.start : s.end] for s in outline(text).sentences] == [text.strip()]


def test_a_title_above_a_statement_stays_apart() -> None:
    text = "琴谱合唱公共授权书署名版第一版\n您可以自由使用琴谱，但须署名。\n"
    assert len(outline(text).sentences) == 2
    poem = "您可以使用琴谱\n您不得出售琴谱\n"
    assert len(outline(poem).sentences) == 2
