"""The family of a licence as a picture: its versions from left to right, a dot where one has a provision."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from openaudit.render.drawing import FILL, drawing, finished, px, write
from openaudit.render.layout import columns, wrap
from openaudit.render.safe import shorten
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.family import Family
    from openaudit.render.words import Words

_LEFT: Final = 250
_STEP: Final = 150
_HEAD: Final = 96
_ROW: Final = 30


def timeline(family: Family, words: Words) -> str:
    """A family as SVG. What no audited text tells is a dash, and a version without text has nothing but dashes."""
    width = _LEFT + _STEP * len(family.versions)
    height = _HEAD + _ROW * len(family.rows) + 16
    names = words.text("list.comma").join(version.name for version in family.versions)
    root = drawing(width, height, f"{words.text('site.family')}{words.text('sentence.colon')}{names}")
    ET.SubElement(root, "rect", {"width": px(width), "height": px(height), "fill": "#fff"})
    for index, version in enumerate(family.versions):
        x = _LEFT + _STEP * (index + 0.5)
        lines = ["".join(text for _, text in line) for line in wrap([("", shorten(version.name, 60))], 20)][:3]
        for row, line in enumerate(lines):
            weight = "700" if version.here else "400"
            write(
                root,
                x,
                20 + 16 * row,
                line,
                12,
                fill="#1f2328",
                font_weight=weight,
                text_anchor="middle",
            )
        write(root, x, 80, version.date, 11, fill="#59636e", text_anchor="middle")
    for index, one in enumerate(family.rows):
        y = _HEAD + _ROW * (index + 0.5)
        rule = {"x1": "12", "x2": px(width - 12), "y1": px(y + _ROW / 2), "y2": px(y + _ROW / 2)}
        ET.SubElement(root, "line", rule | {"stroke": "#d1d9e0"})
        label = shorten(one.title, 30 if columns(one.title) == len(one.title) else 16)
        write(root, 12, y + 4, label, 13, fill="#1f2328")
        for column, cell in enumerate(one.cells):
            x = _LEFT + _STEP * (column + 0.5)
            if cell.outcome in ("fail", "review"):
                ET.SubElement(root, "circle", {"cx": px(x), "cy": px(y), "r": "7", "fill": FILL[cell.outcome]})
            elif cell.outcome == "not-assessed":
                write(root, x, y + 4, "–", 13, fill="#59636e", text_anchor="middle")
    return finished(root)
