"""Licences side by side, in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

import reports
from openaudit.errors import OpenAuditError
from openaudit.render import RenderOptions
from openaudit.render.comparison import COMPARISON_FORMATS, render_comparison
from openaudit.render.layout import columns


def shown(name: str, **options: object) -> str:
    return render_comparison(reports.FULL, name, texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_fits_the_terminal(width: int, lang: str) -> None:
    lines = shown("text", width=width, ui_lang=lang).splitlines()
    assert max(columns(line) for line in lines) <= width


def test_cells_name_the_deciding_section() -> None:
    rows = {line[:5]: line for line in shown("text", width=200).splitlines()}
    assert "✗ Fail § 2" in rows["OSD 5"]
    assert "✗ Fail § 1.b.i +3" in rows["OSD 6"]
    assert "| OSD 5: No discrimination against persons or groups | ✗ Fail § 2 | ✓ Pass |" in shown("markdown")
    table = list(csv.reader(io.StringIO(shown("csv"))))
    assert table[1][2:] == ["not-open-source", "open-source", "needs-review", "not-a-license"]
    assert table[6][2:] == ["fail § 2", "pass", "pass", "not-assessed"]
    data = json.loads(shown("json"))
    assert data["texts"][0]["outcomes"]["osd-5"] == {"outcome": "fail", "section": "2"}
    assert data["texts"][0]["verdict"] == "not-open-source"


def test_as_html_it_is_the_report_with_its_matrix() -> None:
    assert '<td class="oa-fail"><a href="#llambda-osd-5">' in shown("html")


def test_hostile_names_stay_in_their_cells() -> None:
    report = reports.report(reports.hostile(), reports.approved())
    for name in COMPARISON_FORMATS:
        text = render_comparison(report, name, texts=reports.TEXTS, options=RenderOptions())
        assert not set(text) & set("\x00\x1b\x9b\u202e\u2066\u2028\ud800")
    table = render_comparison(report, "markdown", texts=reports.TEXTS, options=RenderOptions()).splitlines()
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1


def test_an_unknown_format_is_a_clear_error() -> None:
    with pytest.raises(OpenAuditError, match="no format 'sarif' for a comparison; there are: text, markdown"):
        shown("sarif")
