"""The generated site in a browser: accessible, without horizontal scroll, and its filter works without script."""

from __future__ import annotations

from pathlib import Path

import pytest

import reports
from chromium import Browser
from openaudit.render import RenderOptions
from openaudit.render.site import build
from test_render_site import RECORDS

pytestmark = pytest.mark.browser

PAGES = ["index.html", "matrix.html", "texts/llambda-2.html", "licenses/llambda-2.html", "licenses/zhang.html"]


@pytest.fixture(scope="module", params=["en", "zh"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    options = RenderOptions(ui_lang=request.param)
    audited = {"llambda-2": 0, "plain": 1}
    for name, content in build(reports.FULL, reports.TEXTS, options, records=RECORDS, audited=audited):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_is_accessible_quiet_and_fits(
    browser: Browser, folder: Path, name: str, width: int, scheme: str
) -> None:
    path = folder / name
    browser.open(path, width=width, scheme=scheme)
    assert browser.requests() == [path.as_uri()]
    assert not browser.scrolls_sideways()
    assert browser.violations() == []
    assert browser.console() == []


def test_the_filter_hides_what_is_unchecked(browser: Browser, folder: Path) -> None:
    count = (
        "return [...document.querySelectorAll('.oa-entries > li')].filter(e => e.getClientRects().length > 0).length"
    )
    browser.open(folder / "index.html", width=390)
    everything = browser.run(count)
    browser.run("document.getElementById('show-fail').click()")
    some = browser.run(count)
    assert 0 < some < everything
    assert browser.run("return document.querySelector('.oa-entries > .oa-fail').getClientRects().length") == 0


def test_from_the_index_to_a_sentence(browser: Browser, folder: Path) -> None:
    browser.open(folder / "index.html", width=390)
    browser.run("document.querySelector('a[href=\"licenses/llambda-2.html\"]').click()")
    browser.run("document.querySelector('a[href$=\"llambda-2.html#user-cap\"]').click()")
    assert browser.run("return location.pathname.endsWith('/texts/llambda-2.html')")
    browser.run("document.querySelector('#user-cap figcaption a').click()")
    assert browser.run("return location.hash") == "#text-user-cap"
