"""Texts in two languages: what each half comes to alone, and how reports say so."""

from __future__ import annotations

import json

import pytest

from engine import audited
from openaudit import __version__
from openaudit.render import RenderOptions, render
from openaudit.report import Report, Result
from reports import TEXTS

# Our own words: a model licence in the manner of those that come in two languages, whose halves say different things.
ENGLISH = """The Larkspur Model Licence

1. Grant
You may use, copy, modify, distribute and sell the Model for any purpose.

2. Restrictions
You may not use the Model for military purposes.

3. Disclaimer
The Model comes as it is, without any warranty.
"""
CHINESE = """云雀模型许可协议

第一条 授权
您可以出于任何目的使用、复制、修改、分发和销售本模型。

第二条 限制
您不得将本模型用于任何商业目的。

第三条 免责声明
本模型按现状提供,不作任何保证。
"""


def differing(result: Result) -> set[str]:
    assert result.agreement is not None
    return {id_ for id_, first, second in result.agreement.criteria if first != second}


def test_each_half_is_judged_alone() -> None:
    result = audited(CHINESE + "\n" + ENGLISH)
    found = result.agreement
    assert found is not None
    assert found.languages == ("en", "zh")
    assert set(found.differing) == {"field-of-use", "non-commercial"}
    assert ("osd-6", "fail", "fail") in found.criteria
    assert not found.prevails


def test_a_half_that_is_free_does_not_hide_the_other() -> None:
    result = audited(CHINESE + "\n" + ENGLISH.replace("You may not use the Model for military purposes.", ""))
    assert result.verdict == "not-open-source"
    assert "osd-6" in differing(result)
    assert result.agreement is not None
    assert result.agreement.differing == ("non-commercial",)


@pytest.mark.parametrize("clause", ["If the two versions differ, the Chinese version prevails.", "以中文版本为准。"])
def test_the_version_that_prevails(clause: str) -> None:
    found = audited(f"{CHINESE}\n{ENGLISH}\n4. Language\n{clause}\n").agreement
    assert found is not None
    assert found.prevails


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, ENGLISH + "\n云雀\n"])
def test_a_text_in_one_language_has_no_halves(text: str) -> None:
    assert audited(text).agreement is None


@pytest.mark.parametrize(
    ("language", "heading", "criterion"),
    [
        ("en", "The two languages compared", "OSD 6: English Fail, Chinese Pass."),
        ("zh", "两种语言文本的比较", "英文文本不通过，中文文本通过"),
    ],
)
@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_reports_say_where_the_halves_differ(name: str, language: str, heading: str, criterion: str) -> None:
    result = audited(ENGLISH + "\n" + CHINESE.replace("您不得将本模型用于任何商业目的。", ""))
    report = Report(__version__, "0" * 64, "osd", (result,), ())
    shown = render(report, name, texts=TEXTS, options=RenderOptions(ui_lang=language, width=120))
    assert heading in shown
    assert criterion in shown


def test_json_has_the_outcomes_of_each_half() -> None:
    result = audited(ENGLISH + "\n" + CHINESE.replace("您不得将本模型用于任何商业目的。", ""))
    report = Report(__version__, "0" * 64, "osd", (result, audited(ENGLISH)), ())
    both, one = json.loads(render(report, "json", texts=TEXTS, options=RenderOptions()))["results"]
    assert both["bilingual"]["languages"] == ["en", "zh"]
    assert {"id": "osd-6", "outcomes": {"en": "fail", "zh": "pass"}} in both["bilingual"]["criteria"]
    assert "bilingual" not in one
