"""What holds for every output format: it says something, never acts, and never changes from run to run."""

from __future__ import annotations

import re
import time

import pytest

import reports
from openaudit.messages import LANGUAGES
from openaudit.render import FORMATS, RenderOptions, render
from openaudit.render.safe import shorten

# Controls, direction overrides, lone surrogates, non-characters, byte order marks.
ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
REPORTS = {"hostile": reports.report(reports.hostile()), "full": reports.FULL, "none": reports.report()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("report", REPORTS)
def test_nothing_active_gets_through(report: str, name: str, lang: str) -> None:
    options = RenderOptions(ui_lang=lang, verbose=True, show_passed=True)
    text = render(REPORTS[report], name, texts=reports.TEXTS, options=options)
    assert ACTIVE.search(text) is None
    assert text.encode().decode() == text
    assert text.endswith("\n") or (name == "github" and report == "none")
    assert render(REPORTS[report], name, texts=reports.TEXTS, options=options) == text


@pytest.mark.parametrize("name", FORMATS)
def test_a_long_hostile_line_costs_no_more_than_its_length(name: str) -> None:
    render(REPORTS["none"], name, texts=reports.TEXTS)
    start = time.perf_counter()
    render(REPORTS["hostile"], name, texts=reports.TEXTS)
    assert time.perf_counter() - start < 2


def test_every_format_tells_the_verdict() -> None:
    for name in FORMATS:
        text = render(reports.report(reports.restricted()), name, texts=reports.TEXTS)
        assert re.search(r"(?i)not[- ]open[- ]source|not met|breaks OSD 5|osd-5", text), name


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 9, "short"),
        ("with or without modifications and in source or object form", 30, "with or without […] form"),
        ("甲" * 30, 9, "甲甲甲甲甲甲 […] 甲甲甲"),
        ("https://example.org/" + "a" * 40, 18, "https://exam […] aaaaaa"),
        ("aaa bbb", 3, "aa […] b"),
    ],
)
def test_long_texts_are_cut_between_words(text: str, limit: int, cut: str) -> None:
    assert shorten(text, limit) == cut
