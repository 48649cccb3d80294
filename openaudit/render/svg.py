"""Pictures for people who would rather look than read: the badge, the verdict card, the criteria strip.

SVG is written with an XML library, so no licence text can break out. Text is measured by guess (no font is at
hand), and `textLength` makes browsers keep to the guess where it matters.
"""

from __future__ import annotations

from importlib import import_module
from xml.etree import ElementTree as ET

from openaudit.render.drawing import FILL, drawing, finished, px, write
from openaudit.render.json_report import dump
from openaudit.render.layout import columns, wrap
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.render.view import title
from openaudit.typed import TYPE_CHECKING, Final
from openaudit.vocabulary import VERDICTS

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Judgement, Report, Result

_PALE: Final = {"pass": "#dafbe1", "fail": "#ffebe9", "review": "#fff8c5", "not-assessed": "#f6f8fa"}
_SERIF: Final = "Georgia,'Noto Serif','Noto Serif CJK SC','Songti SC',serif"
CARD_SIZE: Final = (1200, 630)
_NARROW: Final = " .,:;!'|()[]ijlt"
# A tick, a cross and a question mark as paths, since a picture may be drawn without the fonts that have them.
_ICONS: Final = {
    "pass": "M5 13l5 5L20 7",
    "fail": "M6 6l12 12M18 6L6 18",
    "review": "M8 9a4 4 0 1 1 5.6 3.7c-1 .5-1.6 1.2-1.6 2.3M12 18.5v.5",
    "not-assessed": "M6 12h12",
}


def render_badge(report: Report, texts: Texts, options: RenderOptions) -> str:
    """A badge as SVG; of several texts it says how many are open source."""
    label, message, outcome = _badge(report, texts.words(options.ui_lang))
    return badge(label, message, FILL[outcome])


def render_shields(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The same as JSON for a shields.io endpoint badge."""
    label, message, outcome = _badge(report, texts.words(options.ui_lang))
    color = FILL[outcome].removeprefix("#")
    return dump(
        {"schemaVersion": 1, "label": label, "message": message, "color": color, "isError": bool(report.errors)}
    )


def render_card(report: Report, texts: Texts, options: RenderOptions) -> str:
    """A verdict card as SVG, 1200 × 630, about the text with the worst verdict."""
    words = texts.words(options.ui_lang)
    worst = max(report.results, key=lambda result: _RANK[result.verdict], default=None)
    return card(worst, words) if worst else badge("openaudit", words.text("text.nothing"), FILL["not-assessed"])


def render_strip(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The criteria of each text as a row of boxes."""
    return strips(report, texts.words(options.ui_lang))


_RANK: Final = {
    verdict: rank for rank, verdict in enumerate(("not-a-license", "open-source", "needs-review", "not-open-source"))
}


def _badge(report: Report, words: Words) -> tuple[str, str, str]:
    label = report.definition.upper()
    if not report.results:
        return label, words.text("badge.none"), "not-assessed"
    worst = max((result.verdict for result in report.results), key=_RANK.__getitem__)
    outcome = VERDICT_OUTCOME[worst]
    if len(report.results) > 1:
        passed = sum(result.verdict == "open-source" for result in report.results)
        return label, words.text("badge.several", passed=passed, count=len(report.results)), outcome
    judgement = report.results[0].judgements[0]
    if judgement.verdict == "not-a-license":
        return label, words.text("verdict.not-a-license"), outcome
    numbers = [
        one.id.partition("-")[2]
        for one in judgement.criteria
        if one.outcome == ("fail" if outcome == "fail" else "review")
    ]
    shown = words.text("list.comma").join(numbers)
    return label, words.text(f"badge.{judgement.verdict}", criteria=shown), outcome


def _wide(text: str, size: float) -> float:
    """About how wide a text in Verdana or its like is."""
    return size * sum(1.0 if columns(c) == 2 else 0.36 if c in _NARROW else 0.75 if c.isupper() else 0.62 for c in text)


def badge(label: str, message: str, color: str) -> str:
    """A flat badge, 20 pixels high."""
    label, message = shorten(one_line(label), 40), shorten(one_line(message), 80)
    left, right = _wide(label, 11) + 14, _wide(message, 11) + 14
    root = drawing(left + right, 20, f"{label}: {message}")
    clip = ET.SubElement(root, "clipPath", {"id": "r"})
    ET.SubElement(clip, "rect", {"width": px(left + right), "height": "20", "rx": "3"})
    boxes = ET.SubElement(root, "g", {"clip-path": "url(#r)"})
    ET.SubElement(boxes, "rect", {"width": px(left), "height": "20", "fill": "#373e47"})
    ET.SubElement(boxes, "rect", {"x": px(left), "width": px(right), "height": "20", "fill": color})
    group = ET.SubElement(root, "g", {"fill": "#fff", "text-anchor": "middle"})
    for text, middle, wide in ((label, left / 2, left), (message, left + right / 2, right)):
        write(group, middle, 14, text, 11, textLength=px(wide - 14))
    return finished(root)


def card(result: Result, words: Words) -> str:
    """The verdict of one text as a picture for social media (Open Graph)."""
    judgement = result.judgements[0]
    outcome = VERDICT_OUTCOME[judgement.verdict]
    width, height = CARD_SIZE
    name = shorten(title(result, words), 90)
    word = words.verdict(judgement.verdict, judgement.definition)
    root = drawing(width, height, words.text("html.title", name=name, verdict=word))
    ET.SubElement(root, "rect", {"width": px(width), "height": px(height), "fill": "#fff"})
    ET.SubElement(root, "rect", {"width": px(width), "height": "20", "fill": FILL[outcome]})
    ET.SubElement(root, "rect", {"y": "20", "width": px(width), "height": "330", "fill": _PALE[outcome]})
    kicker = words.text("html.kicker", definition=words.definition(judgement.definition))
    write(root, 64, 84, kicker, 26, fill=FILL[outcome], font_weight="700")
    lines = ["".join(text for _, text in line) for line in wrap([("", name)], 40)][:2]
    for number, line in enumerate(lines):
        write(root, 64, 160 + 66 * number, line, 56, fill="#1f2328", font_family=_SERIF, font_weight="700")
    y = 250 if len(lines) == 1 else 306
    icon = ET.SubElement(root, "g", {"transform": f"translate(58 {y - 56}) scale(2.8)"})
    _icon(icon, outcome, FILL[outcome], 3)
    write(root, 140, y, word, 64, fill=FILL[outcome], font_family=_SERIF, font_weight="700")
    summary = ["".join(text for _, text in line) for line in wrap([("", words.summary(judgement))], 76)][:2]
    for number, line in enumerate(summary):
        write(root, 64, 408 + 40 * number, line, 28, fill="#1f2328")
    if judgement.verdict != "not-a-license":
        _strip(root, judgement, 64, 478, width - 128, 88)
    write(root, width - 64, 606, "openaudit", 22, fill="#59636e", text_anchor="end")
    return finished(root)


def strips(report: Report, words: Words) -> str:
    """The criteria of each text as a row of boxes under its name."""
    width, row = 640, 84
    names = [shorten(title(result, words), 60) for result in report.results]
    root = drawing(width, max(row * len(names), 20), words.text("html.several", count=len(names)))
    # A ground of its own: the picture may stand on a dark page.
    ET.SubElement(root, "rect", {"width": px(width), "height": "100%", "fill": "#fff"})
    for number, (result, name) in enumerate(zip(report.results, names, strict=True)):
        judgement = result.judgements[0]
        word = words.verdict(judgement.verdict, judgement.definition)
        fill = FILL[VERDICT_OUTCOME[judgement.verdict]]
        y = row * number
        write(root, 8, y + 20, name, 14, fill="#1f2328", font_weight="700")
        verdict = f"{SYMBOLS[judgement.verdict]} {word}"
        write(root, width - 8, y + 20, verdict, 14, fill=fill, font_weight="700", text_anchor="end")
        _strip(root, judgement, 8, y + 30, width - 16, 44)
    return finished(root)


def _strip(root: ET.Element, judgement: Judgement, x: float, y: float, width: float, height: float) -> None:
    gap = height * 0.1
    box = (width + gap) / max(len(judgement.criteria), 1) - gap
    scale = height * 0.48 / 24
    for number, one in enumerate(judgement.criteria):
        left = x + number * (box + gap)
        serious = one.outcome in ("fail", "review")
        fill, ink = (FILL[one.outcome], "#fff") if serious else (_PALE[one.outcome], FILL[one.outcome])
        shape = {
            "x": px(left),
            "y": px(y),
            "width": px(box),
            "height": px(height),
            "rx": px(height * 0.1),
        }
        ET.SubElement(root, "rect", shape | {"fill": fill, "stroke": FILL[one.outcome]})
        icon = ET.SubElement(
            root,
            "g",
            {"transform": f"translate({px(left + box / 2 - 12 * scale)} {px(y + height * 0.06)}) scale({px(scale)})"},
        )
        _icon(icon, one.outcome, ink, 3)
        label = one.id.partition("-")[2]
        middle = left + box / 2
        write(root, middle, y + height * 0.86, label, height * 0.3, fill=ink, text_anchor="middle")


def _icon(parent: ET.Element, outcome: str, color: str, width: int) -> None:
    ET.SubElement(
        parent,
        "path",
        {"d": _ICONS[outcome], "fill": "none", "stroke": color, "stroke-width": str(width), "stroke-linecap": "round"},
    )


def png(svg: str) -> bytes | None:
    """A PNG of an SVG picture, where the library resvg-py is installed (the extra `pictures`); None elsewhere.

    Unlike most, it looks for another font when one lacks a character, so Chinese comes out.
    """
    try:
        draw = import_module("resvg_py").svg_to_bytes
    except ImportError:
        return None
    return bytes(draw(svg_string=svg))


assert set(_RANK) == set(VERDICTS)  # noqa: S101 - a verdict without a rank would fail only when it first occurs
