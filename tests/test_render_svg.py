"""Badges, cards and strips: well-formed, readable by contrast and by screen readers, inert."""

from __future__ import annotations

import json
import re
import struct
import sys
from xml.etree import ElementTree as ET

import pytest

import reports
from openaudit.render import RenderOptions, render
from openaudit.render.drawing import FILL
from openaudit.render.svg import badge, png
from openaudit.report import Report

MESSAGES = ["1 of 4 open source", "not met (5, 6)", "met", "Not a licence", "not met (6)", "nothing audited"]
SVG = "{http://www.w3.org/2000/svg}"
REPORTS = [
    reports.FULL,
    reports.report(reports.restricted()),
    reports.report(reports.approved()),
    reports.report(reports.no_license()),
    reports.report(reports.hostile()),
    reports.report(),
]


def shown(report: Report, name: str, lang: str = "en") -> str:
    return render(report, name, texts=reports.TEXTS, options=RenderOptions(ui_lang=lang))


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["badge", "card", "strip"])
@pytest.mark.parametrize("report", REPORTS)
def test_pictures_are_inert_and_named(report: Report, name: str, lang: str) -> None:
    text = shown(report, name, lang)
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    allowed = {"svg", "title", "rect", "text", "g", "path", "clipPath"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert not [
        a for element in root.iter() for a in element.attrib if a.startswith("on") or "href" in a or a == "style"
    ]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", text)


@pytest.mark.parametrize("color", FILL.values())
def test_white_on_every_badge_colour_can_be_read(color: str) -> None:
    assert 1.05 / (luminance(color) + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("report", "message"),
    list(zip(REPORTS, MESSAGES, strict=True)),
)
def test_badge_and_shields_say_the_same(report: Report, message: str) -> None:
    assert ET.fromstring(shown(report, "badge")).get("aria-label") == f"OSD: {message}"
    data = json.loads(shown(report, "shields"))
    assert (data["schemaVersion"], data["label"], data["message"]) == (1, "OSD", message)
    assert f"#{data['color']}" in FILL.values()


def test_a_badge_is_as_wide_as_its_words() -> None:
    narrow, wide = (ET.fromstring(badge("OSD", text, "#000")) for text in ("met", "开源定义的全部标准"))
    assert float(narrow.get("width") or 0) < 80 < float(wide.get("width") or 0) < 200


def test_the_card_has_the_size_of_an_open_graph_picture() -> None:
    root = ET.fromstring(shown(REPORTS[1], "card"))
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert "Not open source" in words
    assert "models/llambda/LICENSE" in words


def test_a_card_as_png() -> None:
    pytest.importorskip("resvg_py")
    picture = png(shown(REPORTS[1], "card", "zh"))
    assert picture is not None
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_without_the_library_there_is_no_png(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert png("<svg/>") is None
