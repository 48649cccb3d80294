"""The numbers that Word shows before paragraphs: "1.", "1.2", "(a)", "•". They stand nowhere in the words."""

from __future__ import annotations

import re

from openaudit.typed import Final

_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_MAX_STYLES: Final = 20
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HAN: Final = "〇一二三四五六七八九"


class Numbering:
    """Definitions of lists and styles as they are fed in, and counters of the lists as paragraphs pass."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], dict[str, str]] = {}  # abstract list and level -> its properties
        self._lists: dict[str, str] = {}  # list -> abstract list
        self._starts: dict[tuple[str, str], str] = {}  # list and level -> first number in this list
        self._styles: dict[str, dict[str, str]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[str] = set()
        self._at: dict[str, str] = {}

    def style(self, name: str, attributes: dict[str, str]) -> None:
        """An element of styles.xml."""
        value = attributes.get("val", "")
        if name == "style":
            self._at = {"style": attributes.get("styleId", "")}
            self._styles[self._at["style"]] = {}
        elif name in ("basedOn", "numId", "ilvl") and self._at.get("style"):
            self._styles[self._at["style"]][name] = value

    def definition(self, name: str, attributes: dict[str, str]) -> None:
        """An element of numbering.xml."""
        value = attributes.get("val", "")
        at = self._at
        if name == "abstractNum":
            self._at = {"abstract": attributes.get("abstractNumId", "")}
        elif name == "num":
            self._at = {"list": attributes.get("numId", "")}
        elif name in ("lvl", "lvlOverride"):
            at["level"] = attributes.get("ilvl", "0")
        elif name in ("start", "numFmt", "lvlText") and "abstract" in at:
            self._levels.setdefault((at["abstract"], at.get("level", "0")), {})[name] = value
        elif name == "abstractNumId" and "list" in at:
            self._lists[at["list"]] = value
        elif name == "startOverride" and "list" in at:
            self._starts[at["list"], at.get("level", "0")] = value

    def mark(self, properties: dict[str, str]) -> str:
        """The mark of the next paragraph with these properties (pStyle, numId, ilvl); "" where it has none."""
        number = self._property(properties, "numId")
        abstract = self._lists.get(number, "")
        level = min(_number(self._property(properties, "ilvl"), 0), 8)
        if number in ("", "0") or (abstract, str(level)) not in self._levels:
            return ""
        if number not in self._begun:
            self._begun.add(number)
            for (of_list, of_level), first in self._starts.items():
                if of_list == number:
                    self._counts[abstract, _number(of_level, 0)] = _number(first, 1) - 1
        key = (abstract, level)
        self._counts[key] = self._counts.get(key, self._first(abstract, level) - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((abstract, deeper), None)
        form = self._levels[abstract, str(level)]
        if form.get("numFmt") == "bullet":
            return "•"
        return _PLACEHOLDER.sub(lambda m: self._shown(abstract, int(m[1]) - 1), form.get("lvlText", "")).strip()

    def _property(self, properties: dict[str, str], name: str) -> str:
        """A paragraph's own property, or the one its style has, or a style that this one is based on."""
        style = properties.get("pStyle", "")
        for _ in range(_MAX_STYLES):
            if name in properties:
                return properties[name]
            if style not in self._styles:
                return ""
            properties = self._styles[style]
            style = properties.get("basedOn", "")
        return ""

    def _first(self, abstract: str, level: int) -> int:
        return _number(self._levels.get((abstract, str(level)), {}).get("start", "1"), 1)

    def _shown(self, abstract: str, level: int) -> str:
        count = self._counts.get((abstract, level), self._first(abstract, level))
        return shown(count, self._levels.get((abstract, str(level)), {}).get("numFmt", "decimal"))


def shown(count: int, form: str) -> str:
    """A number in one of Word's formats; forms that licences do not use come out as digits."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 780:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text if form == "lowerRoman" else text.upper()
    if form.startswith(("chinese", "taiwanese", "japanese", "ideograph")) and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")
    return f"{count:02}" if form == "decimalZero" else str(count)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
