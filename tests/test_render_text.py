"""The terminal report: what stands where, at any width, and nothing in a licence acts on the terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest

import reports
from openaudit.errors import OpenAuditError
from openaudit.render import RenderOptions, render
from openaudit.render.layout import columns, wrap
from openaudit.render.safe import one_line, shorten, visible


def text(*results: object, **options: object) -> str:
    report = reports.report(*results) if results else reports.FULL  # type: ignore[arg-type]
    return render(report, "text", texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


def test_the_verdict_comes_first_then_criteria_then_the_deciding_sentences() -> None:
    shown = text(reports.restricted(), width=100)
    lines = shown.splitlines()
    assert lines[0] == "models/llambda/LICENSE"
    assert lines[1] == "✗ Not open source"
    assert lines[2] == "  This text is not open source by the Open Source Definition: it fails OSD 5 and OSD 6."
    order = [shown.index(part) for part in ("OSD 1 ", "OSD 10 ", "The deciding sentences", "✗ User cap · breaks OSD 5")]
    assert order == sorted(order)
    assert "models/llambda/LICENSE:12:4  section 2, “Large companies” · 700,000,000 monthly active users" in shown
    assert "│ under: b. You agree not to use the weights:\n    │ for weapons of any kind; or" in shown
    assert "Redistribution" not in shown.split("The deciding sentences")[1]


def test_verbose_shows_grants_and_conditions() -> None:
    assert "Keep the notice" not in text(reports.approved())
    shown = text(reports.approved(), verbose=True)
    assert "· Keep the notice" in shown
    assert "as long as this notice stays with it" in shown
    assert "11 of 12 sentences are explained." in shown


def test_a_changed_license_shows_its_changes() -> None:
    shown = text(reports.doubtful())
    assert "The text is Plain License with changes (91% of the words are the same)." in shown
    assert "+ Kindness is a term of these terms.  (line 6)" in shown


def test_quiet_is_one_line_per_text() -> None:
    assert text(quiet=True).splitlines() == [
        "models/llambda/LICENSE: ✗ Not open source (OSD 5, OSD 6)",
        "vendor/plain/LICENSE.txt: ✓ Open source",
        "kind/LICENSE: ? Needs review (OSD 6)",
        "tale.txt: – Not a licence",
        "! missing/LICENSE: no such file",
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 61, 80, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    shown = text(width=width, ui_lang=lang)
    assert max(columns(line) for line in shown.splitlines()) <= width
    assert shown.endswith("\n")
    assert not re.search(r" $", shown, re.MULTILINE)


def test_colour_only_adds_colour() -> None:
    colored = text(color=True)
    assert "\x1b[1;31m✗ Not open source\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == text()


def test_places_are_hyperlinks_where_the_terminal_knows_them() -> None:
    linked = text(reports.restricted(), color=True, hyperlinks=True)
    start = linked.index("\x1b]8;;file:///")
    assert "models/llambda/LICENSE\x1b\\\x1b[4mmodels/llambda/LICENSE:7:12\x1b[0m\x1b]8;;\x1b\\" in linked[start:]
    assert "\x1b]8" not in text(reports.restricted(), color=True)


def test_a_long_path_is_not_repeated_before_every_quote() -> None:
    long = reports.restricted()
    long = long._replace(
        source=long.source._replace(path="/a/very/long/way/to/the/folder/of/the/model/llambda/LICENSE")
    )
    shown = text(long)
    assert shown.count("/a/very/long") == 1
    assert "\n    LICENSE:7:12  section" in shown


def test_chinese_report_keeps_quotes_in_their_language() -> None:
    shown = text(reports.restricted(), ui_lang="zh", width=100)
    assert "✗ 非开源" in shown
    assert "它不符合 OSD 5 和 OSD 6。" in shown
    assert "│ for weapons of any kind; or" in shown
    assert "第 2 节“Large companies” · 700,000,000 月活跃用户" in shown


@pytest.mark.parametrize("color", [False, True])
def test_a_hostile_text_cannot_reach_the_terminal(color: bool) -> None:
    shown = text(reports.hostile(), color=color, verbose=True)
    plain = re.sub(r"\x1b\[(?:\d;)?\d+m|\x1b\[0m", "", shown) if color else shown
    bad = {char for char in plain if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert not bad
    assert "␛[31mred␛[0m" in plain
    assert "<U+202E>evil<U+2066>" in plain
    assert "[bold red]x[/]" in plain
    shown.encode()


def test_active_characters_are_shown_not_dropped() -> None:
    assert visible("a\x00b\x7f\x85\u202e\ud800\U000e0041\tc\n") == "a␀b␡<U+0085><U+202E><U+D800><U+E0041>\tc\n"
    assert one_line("  a\r\n\t b ") == "a b"
    assert one_line("未经许可，\n  不得 使用 x") == "未经许可，不得使用 x"
    assert shorten("abc", 3) == "abc"
    assert shorten("a" * 50 + "b" * 50, 30) == "a" * 20 + " […] " + "b" * 10


def test_wrapping_breaks_long_words_and_keeps_chinese_punctuation_off_line_starts() -> None:
    assert wrap([("", "abcdefgh")], 3) == [[("", "abc")], [("", "def")], [("", "gh")]]
    lines = ["".join(part for _, part in line) for line in wrap([("", "一二三四，五六（七）八")], 8)]
    assert "".join(lines) == "一二三四，五六（七）八"
    assert all(columns(line) <= 8 for line in lines)
    assert not any(line[0] in "，）" or line[-1] == "（" for line in lines)
    assert len(wrap([("", "x" * 100_000)], 100)) == 1000


def test_an_unknown_format_is_a_clear_error() -> None:
    with pytest.raises(OpenAuditError, match="no output format 'pdf'; there are: text, json"):
        render(reports.FULL, "pdf", texts=reports.TEXTS)


def test_show_passed_shows_the_sentences_that_grant() -> None:
    shown = text(reports.approved(), show_passed=True)
    assert "Everybody may use, copy, change, sell and pass on this work" in shown
    assert "Keep the notice" not in shown


def test_what_was_left_out_of_a_comparison_is_listed() -> None:
    assert "Left out of the comparison with Plain License\n    · Copyright (c) 2030 Anna Example" in text(
        reports.approved(), verbose=True
    )
