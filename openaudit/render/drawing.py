"""What every picture is drawn with: SVG by an XML library, so that no licence text can break out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from openaudit.typed import Final

# White on each of these has a contrast of 4.5 or more (WCAG 2.2 AA); the usual badge colours have 2.1 to 3.6.
FILL: Final = {"pass": "#116329", "fail": "#a40e26", "review": "#7d4e00", "not-assessed": "#59636e"}
SANS: Final = "Verdana,'DejaVu Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"


def drawing(width: float, height: float, name: str) -> ET.Element:
    """An empty SVG picture with a name for screen readers; its texts are sans-serif."""
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": px(width),
            "height": px(height),
            "viewBox": f"0 0 {px(width)} {px(height)}",
            "font-family": SANS,
            "role": "img",
            "aria-label": name,
        },
    )
    ET.SubElement(root, "title").text = name
    return root


def px(value: float) -> str:
    """A number as SVG writes it: two decimals at most."""
    return f"{round(value, 2):g}"


def finished(root: ET.Element) -> str:
    """A picture as text."""
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def write(root: ET.Element, x: float, y: float, text: str, size: float, **attributes: str) -> ET.Element:
    """Write `text` at a place, `size` pixels high; keywords are attributes, with "_" for "-"."""
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    made = ET.SubElement(root, "text", {"x": px(x), "y": px(y), "font-size": px(size)} | given)
    made.text = text
    return made
