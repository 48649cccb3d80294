"""The site: every link inside it leads somewhere, every page stands alone, and the same input gives the same files."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

import pytest

import reports
from openaudit.catalog import Claim, Determination, Link, Lock, Model, Record
from openaudit.render import RenderOptions
from openaudit.render.family import chain
from openaudit.render.site import build

RECORDS = (
    Record("llambda-1", "Llambda Terms 1", "Anna Example Labs", date="2029", successor="llambda-2",
           lock=Lock("w", {"osd": "not-open-source"}, {"non-commercial": ("2",), "branding": ("",)})),
    Record("llambda-2", "Llambda Terms 2", "Anna Example Labs", version="2", date="2030-04-01",
           spdx="LicenseRef-llambda-2", huggingface_ids=("llambda2",), aliases=("llambda two",),
           models=(Model("Llambda 7B", "since 2030"),), urls=(Link("https://example.org/llambda"),),
           notes="<b>Not</b> bold.", predecessor="llambda-1", successor="llambda-3",
           claims=(Claim("open source", "Anna Example Labs", "https://example.org/news", "2030"),),
           determinations=(Determination("OSI", "not-open-source", "Uses are limited.", "https://example.org/osi"),)),
    Record("llambda-3", "Llambda Terms 3", "Anna Example Labs", predecessor="llambda-2"),
    Record("plain", "plain License", "Anna Example", spdx="MIT"),
    Record("zhang", "章氏许可证", "章", languages=("zh",)),
)  # fmt: skip


def site(lang: str = "en", base_url: str = "https://example.org/audits", **options: str) -> dict[str, str]:
    made = build(
        reports.report(*reports.FULL.results, reports.hostile()),
        reports.TEXTS,
        RenderOptions(ui_lang=lang, base_url=base_url, **options),  # type: ignore[arg-type]
        records=RECORDS,
        audited={"llambda-2": 0, "plain": 1},
    )
    return {name: content for name, content in made if isinstance(content, str)}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_link_inside_the_site_has_its_place(lang: str) -> None:
    files = site(lang)
    ids = {name: set(re.findall(r'\bid="([^"]+)"', page)) for name, page in files.items()}
    checked = 0
    for name, page in files.items():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'\bhref="([^"]+)"', page):
            if link.startswith(("https://", "data:")):
                continue
            address, fragment = urldefrag(link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address)) if address else name
            assert target in files, (name, link)
            assert not fragment or fragment in ids[target], (name, link)
            checked += 1
    assert checked > 200


def test_the_files_of_a_site() -> None:
    names = set(site())
    assert {"index.html", "matrix.html", "feed.xml", "sitemap.xml", "cards/llambda-2.svg"} <= names
    assert {"texts/llambda-2.html", "texts/plain.html", "licenses/llambda-3.html"} <= names
    assert "sitemap.xml" not in site(base_url="")


def test_every_page_stands_alone() -> None:
    for name, page in site().items():
        if name.endswith(".html"):
            assert page.startswith("<!doctype html>")
            assert "<script" not in page
            assert len(re.findall("<h1", page)) == 1
            assert page.count('<link rel="canonical"') == 1
            assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_a_page_of_a_record() -> None:
    page = site()["licenses/llambda-2.html"]
    assert '<a href="../texts/llambda-2.html">Read the audit, sentence by sentence</a>' in page
    assert '<a href="../texts/llambda-2.html#user-cap">User cap</a>' in page
    assert "&lt;b&gt;Not&lt;/b&gt; bold." in page
    assert "Uses are limited." in page
    assert '<q class="oa-q" lang="en">open source</q>' in page
    # Its family: version 1 had no user cap, of version 3 no text was audited.
    row = re.search(r'<th scope="row">User cap</th>(.*?)</tr>', page)
    assert row is not None
    assert re.findall(r'class="oa-([a-z-]+)"><span aria', row[1]) == ["pass", "fail", "not-assessed"]
    assert "No text of this licence was audited here" in site()["licenses/zhang.html"]


def test_a_family_as_a_picture() -> None:
    root = ET.fromstring(site()["timelines/llambda-2.svg"])
    svg = "{http://www.w3.org/2000/svg}"
    assert root.get("aria-label") == "The family over time: Llambda Terms 1, Llambda Terms 2, Llambda Terms 3"
    assert "Llambda Terms 2" in [node.text for node in root.iter(f"{svg}text")]
    assert len(list(root.iter(f"{svg}circle"))) == 8
    assert "timelines/plain.svg" not in site()


def test_open_graph_pictures_are_cards_of_the_site() -> None:
    page = site()["texts/llambda-2.html"]
    picture = re.search(r'og:image" content="https://example.org/audits/(cards/llambda-2\.(?:svg|png))"', page)
    assert picture is not None


def test_the_feed_and_the_map_are_well_formed() -> None:
    files = site(created="2030-05-06T00:00:00Z")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(files["feed.xml"])
    assert feed.findtext(f"{atom}updated") == "2030-05-06T00:00:00Z"
    entries = feed.findall(f"{atom}entry")
    assert entries[0].findtext(f"{atom}updated") == "2030-04-01T00:00:00Z"
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(RECORDS)
    addresses = [node.text for node in ET.fromstring(files["sitemap.xml"]).iter() if node.tag.endswith("loc")]
    assert addresses[0] == "https://example.org/audits/"
    assert len(addresses) == sum(name.endswith(".html") for name in files)


def test_the_index_is_in_order_and_names_models() -> None:
    page = site()["index.html"]
    names = re.findall(r'class="oa-name" href="[^"]+">([^<]+)<', page)
    assert names.index("Llambda Terms 1") < names.index("Llambda Terms 2") < names.index("plain License")
    assert "Llambda 7B" in page
    assert len(names) == len(RECORDS) + 3


def test_the_same_input_gives_the_same_files() -> None:
    assert site() == site()


def test_a_family_that_runs_in_a_circle_is_cut() -> None:
    first = Record("a", "A", "x", predecessor="b", successor="b")
    second = Record("b", "B", "x", predecessor="a", successor="a")
    assert [record.id for record in chain(first, {"a": first, "b": second})] == ["b", "a"]
