"""The HTML report: one self-contained page in which every quote leads to its sentence, and nothing escapes."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import reports
from openaudit.render import RenderOptions, render
from openaudit.render.anchors import result_slug, slug, unique
from openaudit.render.links import web_address
from openaudit.render.marked import Mark, marked_lines
from openaudit.report import Report

VOID = {"meta", "link", "br", "wbr", "img", "input", "hr"}
REPORTS = {
    "restricted": reports.report(reports.restricted()),
    "approved": reports.report(reports.approved()),
    "doubtful": reports.report(reports.doubtful()),
    "no-license": reports.report(reports.no_license()),
    "hostile": reports.report(reports.hostile()),
    "several": reports.FULL,
    "none": reports.report(),
}


class Tree(HTMLParser):
    """Collects ids, links, headings and elements, and checks that tags are balanced."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = dict(attrs)
        self.attributes |= values.keys()
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def html(report: Report, **options: object) -> str:
    return render(report, "html", texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_link_inside_the_page_has_its_place(name: str, lang: str) -> None:
    tree = Tree(html(REPORTS[name], ui_lang=lang))
    assert len(tree.ids) == len(set(tree.ids))
    inside = {link[1:] for link in tree.links if link.startswith("#")}
    assert inside <= set(tree.ids)
    assert all(link.startswith(("#", "https://")) for link in tree.links)


@pytest.mark.parametrize("name", REPORTS)
def test_headings_are_in_order_and_there_is_one_h1(name: str) -> None:
    headings = Tree(html(REPORTS[name])).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_is_self_contained(name: str) -> None:
    page = html(REPORTS[name])
    tree = Tree(page)
    assert not tree.tags & {"script", "img", "iframe", "object", "embed", "base", "form", "audio", "video", "svg"}
    assert not any(
        attribute.startswith("on") or attribute in ("style", "src", "srcset") for attribute in tree.attributes
    )
    assert "url(" not in page
    assert "@import" not in page
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page.replace("&#39;", "'").replace("&#43;", "+")


def test_a_quote_leads_to_its_sentence_and_back() -> None:
    page = html(REPORTS["restricted"])
    assert '<figure class="oa-evidence oa-fail" id="user-cap">' in page
    assert '<a href="#text-user-cap">lines 12–13</a>' in page
    assert '<span class="oa-at" id="text-user-cap"></span><mark class="oa-m-fail">Whoever counts' in page
    assert '<a class="oa-back oa-fail" href="#user-cap" lang="en-GB">OSD 5<' in page
    assert '<blockquote lang="zh"><p>未经安娜实验室书面同意' in page
    assert 'id="L12"' in page


def test_the_verdict_comes_first_and_the_failed_criteria_before_the_others() -> None:
    page = html(REPORTS["restricted"])
    order = [
        "Not open source</span></h1>",
        "What decides",
        'id="osd-5"',
        'id="osd-6"',
        "What a person must settle",
        'id="osd-10"',
        "The other criteria",
        'id="osd-1"',
        "What to write instead",
        "The full text",
        "SHA-256",
    ]
    places = [page.index(part, page.index("<body>")) for part in order]
    assert places == sorted(places)


def test_an_approved_license_is_told_nothing_to_write_instead() -> None:
    page = html(REPORTS["approved"])
    assert "What to write instead" not in page
    assert "Criterion by criterion" in page


def test_a_changed_license_never_goes_by_its_name_alone() -> None:
    assert "<title>Plain License (changed): Needs review</title>" in html(REPORTS["doubtful"])


def test_several_texts_make_a_matrix_whose_cells_lead_to_the_evidence() -> None:
    page = html(REPORTS["several"])
    assert '<td class="oa-fail"><a href="#llambda-osd-5">' in page
    assert page.count('<th scope="row">') == 4
    assert "missing/LICENSE" in page


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_fragment_is_articles_with_scoped_names(level: int) -> None:
    page = html(REPORTS["restricted"], fragment=True, heading_level=level)
    tree = Tree(page)
    assert page.startswith('<article class="openaudit"')
    assert not tree.tags & {"html", "head", "body", "title", "meta", "link", "main"}
    assert min(tree.headings) == tree.headings[0] == level
    assert max(tree.headings) <= 6
    assert all(one.startswith("llambda-") for one in tree.ids)
    classes = set(re.findall(r'class="([^"]*)"', page))
    assert all(name == "openaudit" or name.startswith("oa-") for names in classes for name in names.split())


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html(REPORTS["several"]) == html(REPORTS["several"])


def test_open_graph_and_canonical_need_an_address() -> None:
    assert "og:title" not in html(REPORTS["restricted"])
    page = html(REPORTS["restricted"], base_url="https://example.org/llambda/", image="https://example.org/card.svg")
    assert '<link rel="canonical" href="https://example.org/llambda/">' in page
    assert '<meta property="og:title" content="models/llambda/LICENSE: Not open source">' in page
    assert '<meta property="og:image" content="https://example.org/card.svg">' in page
    assert "javascript" not in html(REPORTS["restricted"], base_url="javascript:alert(1)")


@pytest.mark.parametrize("fragment", [False, True])
def test_a_hostile_text_is_only_ever_text(fragment: bool) -> None:
    page = html(REPORTS["hostile"], fragment=fragment)
    tree = Tree(page)
    assert not tree.tags & {"script", "i", "b", "img"}
    shown = "".join(tree.text)
    assert "<script>alert(1)</script> ]]> {{ 7*7 }} {% raw %} [bold red]x[/]" in shown
    assert "<U+202E>evil<U+2066>" in shown
    assert not set(page) & set("\x00\x1b\x9b\u202e\u2066\u2028\ufeff\ud800")
    assert "a" * 100_000 in page
    page.encode()


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
    for bad in ("javascript:alert(1)", "data:text/html,x", "https://a b", 'https://a"onload=', "ftp://x", "", None):
        assert web_address(bad) == ""


def test_marks_may_overlap_and_span_lines() -> None:
    def mark(start: int, end: int, style: str) -> Mark:
        return Mark(start, end, style, f"{style}-{start}", "", "", "")

    lines = marked_lines("ab\n  cd\r\nef", [mark(1, 7, "grant"), mark(5, 10, "fail"), mark(0, 0, "fail")])
    assert [[(part.text, part.style) for part in line.segments] for line in lines] == [
        [("a", ""), ("b", "grant")],
        [("  ", ""), ("cd", "fail")],
        [("e", "fail"), ("f", "")],
    ]
    assert "".join(part.text for line in marked_lines("x\ny\n", ()) for part in line.segments) == "xy"
    assert [line.segments for line in marked_lines("", ())] == [()]
    assert [line.number for line in marked_lines("a\r\n\r\nb\rc\n", ())] == [1, 2, 3, 4]
    inside_line_end = marked_lines("ab\r\ncd", [mark(0, 3, "fail"), mark(2, 4, "fail")])
    assert [part.ends[0].end for part in inside_line_end[0].segments] == [2]


def test_ids_are_stable_and_unique() -> None:
    assert slug("CC BY-NC 4.0 (中文)") == "cc-by-nc-4-0"
    assert slug("许可证") == "text"
    assert unique(["a", "a", "a-2", "b", "a"]) == ["a", "a-2", "a-2-2", "b", "a-3"]
    assert result_slug(reports.restricted()) == "llambda"
    assert result_slug(reports.approved()) == "plain"


# Names and notations that Chinese keeps in Latin letters.
LATIN = "OSD FSF SHA OSI openaudit source available models llambda LICENSE utf text plain".split()
GIVEN = re.compile(
    r"第 \S+ 节“[^”]*”|Plain License|tale\.txt|https?://\S+|missing/\S+|no such file|\b(?:vendor|kind)/|\.txt"
)


class Words(HTMLParser):
    """The words that a Chinese page says itself: not its quotes, its licence text, its commands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.foreign: list[bool] = [False]
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        quoted = values.get("lang") == "en" or "oa-text" in (values.get("class") or "") or tag in ("style", "code")
        self.found += [values[key] or "" for key in ("aria-label", "title", "alt") if values.get(key)]
        if tag not in VOID:
            self.foreign.append(self.foreign[-1] or quoted)

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.foreign.pop()

    def handle_data(self, data: str) -> None:
        if not self.foreign[-1]:
            self.found.append(data)


@pytest.mark.parametrize("name", ["restricted", "several", "doubtful", "none"])
def test_a_chinese_page_has_no_english_words_of_its_own(name: str) -> None:
    said = GIVEN.sub("", " ".join(Words(html(REPORTS[name], ui_lang="zh")).found))
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= set(LATIN)
