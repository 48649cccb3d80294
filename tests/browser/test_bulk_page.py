"""The page of a bulk run in a browser, as the other pages are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

import reports
from chromium import Browser
from openaudit.bulk.summary import Count, Criterion, Summary
from openaudit.render.bulk import render_page

pytestmark = pytest.mark.browser

HOSTILE = Summary(
    definition="osd",
    rows=1_000_003,
    audited=1_000_000,
    errors=3,
    texts=20_000,
    digest="0" * 64,
    verdicts=(Count("open-source", 600_000, 9_000), Count("not-open-source", 400_000, 11_000)),
    criteria=(Criterion("osd-5", {"pass": 1_000_000}), Criterion("osd-6", {"fail": 400_000, "pass": 600_000})),
    provisions=(Count("field-of-use", 400_000, 11_000), Count("no-such-provision", 1, 1)),
    licenses=(Count("<script>alert(1)</script>\x1b[31m", 7, 2), Count("x" * 300, 1, 1)),
    reasons=(Count("empty", 2, 2), Count("path-outside", 1, 1)),
)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_of_a_bulk_run_is_accessible_quiet_and_fits(
    browser: Browser, tmp_path: Path, lang: str, width: int, scheme: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_page(HOSTILE, reports.TEXTS.words(lang)), encoding="utf-8")
    browser.open(path, width=width, scheme=scheme)
    assert browser.requests() == [path.as_uri()]
    assert not browser.scrolls_sideways()
    assert browser.violations() == []
    assert browser.console() == []
