"""The Markdown report: complete, and inert whatever a licence says. Checked with a CommonMark parser."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

import reports
from openaudit.render import RenderOptions, render
from openaudit.render.markdown import code, escape
from openaudit.report import Report

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown(report: Report, **options: object) -> str:
    return render(report, "markdown", texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


def tokens(text: str) -> list[Token]:
    return [inner for token in PARSER.parse(text) for inner in (token, *(token.children or ()))]


def text_of(text: str) -> str:
    return "".join(t.content for t in tokens(text) if t.type in ("text", "code_inline", "text_special"))


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("report", [reports.FULL, reports.report(reports.restricted())], ids=["several", "one"])
def test_headings_start_at_the_level_asked_for_and_skip_none(report: Report, level: int) -> None:
    levels = [int(t.tag[1]) for t in tokens(markdown(report, heading_level=level)) if t.type == "heading_open"]
    assert levels[0] == level
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_verdict_quotes_and_places() -> None:
    shown = markdown(reports.report(reports.restricted()))
    assert shown.startswith("## ✗ models/llambda/LICENSE: Not open source\n")
    assert "| ✗ Fail | [OSD 5](https://opensource.org/osd#5): No discrimination" in shown
    assert "> — section 2, “Large companies” · lines 12–13 · 700,000,000 monthly active users" in shown
    assert shown.index("What decides") < shown.index("What a person must settle") < shown.index("What to write instead")


def test_several_texts_start_with_a_matrix() -> None:
    table = markdown(reports.FULL).split("\n\n")[1].splitlines()
    assert len({line.count("|") for line in table}) == 1
    assert table[2].startswith("| models/llambda/LICENSE | ✗ Not open source | ✓ | – | ✓ |")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hostile_text_makes_no_markup(lang: str) -> None:
    shown = markdown(reports.report(reports.hostile()), ui_lang=lang)
    found = tokens(shown)
    html = {token.content for token in found if token.type in ("html_inline", "html_block")}
    assert html <= {"<sub>", "</sub>", "<!-- -->"}
    links = {token.attrs.get("href") for token in found if token.type == "link_open"}
    assert all(str(link).startswith("https://opensource.org/") for link in links)
    assert not {token.type for token in found} & {"image", "fence", "code_block"}
    assert "<script>alert(1)</script> ]]> {{ 7*7 }} {% raw %} [bold red]x[/]" in text_of(shown)
    shown.encode()


@pytest.mark.parametrize(
    "text",
    ["# not a heading", "- no list", "+ no list", "12. no list", "1) no list", "=====", "---", "> no quote",
     "`code`", "*a* _b_ **c** ~~d~~", "[a](https://b) ![i](x)", "a | b", "$x$", "&amp; &lt;", "<b>x</b>", "\\",
     "    indented", "a\\*b"],
)  # fmt: skip
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    parsed = tokens(escape(text))
    assert {token.type for token in parsed} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert text_of(escape(text)).replace("\u200b", "") == text.strip()


def test_nobody_is_mentioned_and_code_keeps_its_backticks() -> None:
    assert not re.search(r"@\w", escape("ask @anna or a@b.example"))
    assert text_of(code("a `b`` c")) == "a `b`` c"
