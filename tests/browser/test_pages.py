"""The HTML report in a browser: every link works by click and by keyboard, on a phone, in the dark, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

import reports
from chromium import Browser
from openaudit.render import RenderOptions, render
from openaudit.report import Report

pytestmark = pytest.mark.browser

PAGES: dict[str, tuple[Report, dict[str, object]]] = {
    "restricted-en": (reports.report(reports.restricted()), {"base_url": "https://example.org/a"}),
    "restricted-zh": (reports.report(reports.restricted()), {"ui_lang": "zh"}),
    "approved-en": (reports.report(reports.approved()), {}),
    "doubtful-zh": (reports.report(reports.doubtful()), {"ui_lang": "zh"}),
    "no-license-en": (reports.report(reports.no_license()), {}),
    "hostile-en": (reports.report(reports.hostile()), {}),
    "several-en": (reports.FULL, {}),
    "several-zh": (reports.FULL, {"ui_lang": "zh"}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, (report, options) in PAGES.items():
        page = render(report, "html", texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    fragment = render(
        PAGES["restricted-en"][0], "html", texts=reports.TEXTS, options=RenderOptions(fragment=True, heading_level=2)
    )
    host = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>A blog</title><link rel="icon" href="data:,"><main><h1>A post</h1>{fragment}</main></html>'
    )
    (folder / "fragment.html").write_text(host, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
@pytest.mark.parametrize("name", [*PAGES, "fragment"])
def test_a_page_is_accessible_quiet_and_fits(
    browser: Browser, folder: Path, name: str, width: int, scheme: str
) -> None:
    path = folder / f"{name}.html"
    browser.open(path, width=width, scheme=scheme)
    assert browser.requests() == [path.as_uri()]
    assert not browser.scrolls_sideways()
    assert browser.violations() == []
    assert browser.console() == []


@pytest.mark.parametrize("name", ["restricted-en", "restricted-zh", "doubtful-zh", "several-en", "fragment"])
def test_each_quote_leads_to_its_sentence_and_back(browser: Browser, folder: Path, name: str) -> None:
    browser.open(folder / f"{name}.html", width=390)
    figures = browser.run("return [...document.querySelectorAll('.oa-evidence[id]')].map(f => f.id)")
    assert figures
    for figure in figures:
        browser.run("document.getElementById(arguments[0]).querySelector('figcaption a[href^=\"#\"]').click()", figure)
        target = browser.run("return decodeURIComponent(location.hash.slice(1))")
        words = browser.run(
            "const at = document.getElementById(arguments[0]); return at.nextElementSibling.textContent", target
        )
        quote = browser.run(
            "return document.getElementById(arguments[0]).querySelector('blockquote').textContent", figure
        )
        assert quote.strip().startswith(" ".join(words.split()))
        assert browser.run("const r = document.getElementById(arguments[0]).getBoundingClientRect();"
                           "return r.top >= 0 && r.top < innerHeight", target)  # fmt: skip
        browser.run("document.querySelector('.oa-back[href=\"#' + CSS.escape(arguments[0]) + '\"]').click()", figure)
        assert browser.run("return location.hash.slice(1)") == figure
        assert browser.run("const r = document.getElementById(arguments[0]).getBoundingClientRect();"
                           "return r.top >= 0 && r.top < innerHeight", figure)  # fmt: skip


def test_every_cell_of_the_matrix_leads_to_its_criterion(browser: Browser, folder: Path) -> None:
    browser.open(folder / "several-en.html")
    cells = browser.run("return [...document.querySelectorAll('.oa-matrix td a')].map(a => a.getAttribute('href'))")
    assert len(cells) == 4 * 11
    for cell in cells:
        assert browser.run("return document.getElementById(arguments[0]) !== null", cell[1:])


def test_the_matrix_keeps_its_heads_in_sight(browser: Browser, folder: Path) -> None:
    browser.open(folder / "several-en.html", width=390)
    browser.run("document.querySelector('.oa-scroll').scrollLeft = 300")
    left, head = browser.run(
        "const box = document.querySelector('.oa-scroll').getBoundingClientRect();"
        "return [box.left, document.querySelector('.oa-matrix th[scope=row]').getBoundingClientRect().left]"
    )
    assert head == pytest.approx(left, abs=2)


def test_the_keyboard_reaches_the_verdict_first(browser: Browser, folder: Path) -> None:
    from selenium.webdriver import Keys

    browser.open(folder / "restricted-en.html")
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.run("return document.activeElement.className") == "oa-skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().top") >= 0
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.run("return location.hash") == "#verdict"
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.run(outline) != "none"


def test_nothing_hostile_runs(browser: Browser, folder: Path) -> None:
    browser.open(folder / "hostile-en.html", width=390)
    assert browser.run("return document.scripts.length + document.images.length") == 0
    assert browser.run("return document.querySelectorAll('main b, main i, main script').length") == 0
    assert "<script>alert(1)</script>" in browser.run("return document.querySelector('.oa-text').textContent")


def test_paper_shows_everything_in_black_on_white(browser: Browser, folder: Path) -> None:
    browser.open(folder / "restricted-en.html", width=794, scheme="dark", media="print")
    colors = browser.run(
        "const s = getComputedStyle(document.querySelector('article')); return [s.color, s.backgroundColor]"
    )
    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert not browser.scrolls_sideways()
    assert browser.run("return [...document.querySelectorAll('blockquote')].every(q => q.getClientRects().length > 0)")
    link = browser.run("return getComputedStyle(document.querySelector('.oa-demand a'), '::after').content")
    assert "https://opensource.org/osd" in link or "attr(href)" in link


@pytest.mark.parametrize("width", [390, 1280])
def test_text_can_be_enlarged_to_twice_its_size(browser: Browser, folder: Path, width: int) -> None:
    browser.open(folder / "restricted-zh.html", width=width)
    browser.run("document.documentElement.style.fontSize = '200%'")
    assert not browser.scrolls_sideways()
