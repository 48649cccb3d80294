"""The numbers that clauses carry, as printed: "1.", "(b)", "iv)", "2.1", "第三条", "(一)", "Section II", a bullet.

A label says what it may be (`readings`): "(i)" is the first of a roman list or the ninth of a lettered one, and only
the list that is open can tell. Full-width forms are plain by now (see `openaudit.characters`).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_HAN_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN_SIGNS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
BULLETS: Final = "-*•·+–"
_HAN: Final = "一二三四五六七八九十百〇零两"


class Label(NamedTuple):
    """A label at the start of a line or within one.

    `printed` as in the text, `key` its part of a section path, `readings` the lists it may belong to, each as
    (family, ordinal); `end` the offset of the words after it. `absolute` says that `key` is a whole path ("2.1").
    `kind` is "number", "bare" (a number and nothing else, which only a title may carry), "word" (a named division:
    section, article), "attachment" or "bullet".
    """

    printed: str
    key: str
    readings: tuple[tuple[str, int], ...]
    end: int
    kind: str = "number"
    absolute: tuple[str, ...] = ()


_DIVISION: Final = "Section|Article|Clause|Chapter|Part|Title|Paragraph|Book"
_ATTACHED: Final = "Attachment|Annex|Annexe|Exhibit|Appendix|Schedule|Addendum|Supplement"
_LABEL: Final = re.compile(
    rf"""
    \((?P<paren>[0-9]{{1,2}}|[a-z]{{1,2}}|[ivxl]{{1,6}}|[A-Z]|[IVXL]{{1,5}}|[{_HAN}]{{1,3}})\)[.、:]?(?:\s+|(?=["(\u4e00-\u9fffA-Z])|\Z)
    |(?P<dotted>[0-9]{{1,2}}(?:\.(?:[0-9]{{1,2}}|[a-z]|[ivx]{{2,4}}))+)[.):、]?(?:\s+(?=["'(\[A-Z\u4e00-\u9fff])|(?=["\u4e00-\u9fff])|\s*$)
    |(?P<number>[0-9]{{1,3}})(?P<after>[.):]|[.]?、)(?:\s+|(?=["(\u4e00-\u9fffA-Z])|$)
    |(?P<bare>[0-9]{{1,2}})[ \t]+(?=["A-Z\u4e00-\u9fff])
    |(?P<han>[{_HAN}]{{1,3}})(?P<hanafter>[、.:)])\s*
    |(?P<letter>[a-zA-Z]|[ivxl]{{2,6}}|[IVXL]{{2,6}})(?P<letterafter>[.):、])(?:[ \t]+|\n[ \t]*|(?=["(\u4e00-\u9fff])|\Z)
    |(?P<di>第[ ]?(?P<dinumber>[{_HAN}0-9]{{1,4}})[ ]?(?P<diunit>[条章节款项编]|部分))(?![的和与及或之所中、，,第（(规至])[:：.、]?\s*
    |(?P<division>(?:{_DIVISION}|(?:{_DIVISION.upper()})|§)\s*(?P<divnumber>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})*|[IVXL]{{1,6}}|[A-Z])\b)[.:)]?\s*(?:--?\s+)?
    |(?P<attached>(?:{_ATTACHED}|{_ATTACHED.upper()}|附[件录表则])(?:[ ]?(?P<attnumber>[0-9]{{1,2}}|[IVX]{{1,4}}|[A-Z]|[{_HAN}]{{1,2}})(?![\w']))?+)(?=\s*(?:[:.\n-]|$)|\s+["A-Z(]|\s*[\u4e00-\u9fff])[.:-]?\s*
    |(?P<circled>[{_CIRCLED}]|[{_ROMAN_SIGNS}][.、]?)\s*
    |(?P<bullet>[{BULLETS}]|--|o(?=[ ]{{2,}}|\t)|\x1d+)(?:\s+|(?<=\x1d)|(?<=[•·]))
    """,
    re.VERBOSE,
)
# What a line must begin with to have a label at all.
_POSSIBLE: Final = frozenset(
    "0123456789(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ§第附\x1d" + BULLETS + _HAN + _CIRCLED + _ROMAN_SIGNS
)
_MAX_ORDINAL: Final = 200
_LETTERS: Final = 26


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that begins at `start`, if any. Whether it is one, the list that it would continue decides."""
    if text[start] not in _POSSIBLE:
        return None
    found = _LABEL.match(text, start, end)
    if found is None:
        return None
    group = found.lastgroup
    if group == "paren":
        return _simple(found, found["paren"], "()")
    if group == "dotted":
        return _dotted(found)
    if group == "after":
        return _simple(found, found["number"], found["after"][-1])
    if group == "bare":
        bare = _simple(found, found["bare"], " ")
        return bare and bare._replace(kind="bare")
    if group == "hanafter":
        return _simple(found, found["han"], found["hanafter"])
    if group == "letterafter":
        return _simple(found, found["letter"], found["letterafter"])
    if group == "di":
        return _named(found, "di", found["diunit"], found["dinumber"], found["di"])
    if group == "division":
        word = found["division"].split()[0].rstrip("0123456789").lower()
        return _named(found, "word", word, found["divnumber"], " ".join(found["division"].split()))
    if group == "attached":
        printed = " ".join(found["attached"].split())
        return Label(printed, printed, (("attached", 0),), found.end(), "attachment")
    if group == "circled":
        sign = found["circled"]
        signs = _CIRCLED if sign[0] in _CIRCLED else _ROMAN_SIGNS
        return Label(sign, sign.rstrip(".、"), ((f"sign{signs[0]}", signs.index(sign[0]) + 1),), found.end())
    mark = found["bullet"].strip("\x1d")
    return Label(mark, "", ((f"bullet{mark}", 0),), found.end(), "bullet")


def written(family: str, value: int, *, slip: int = 0) -> str:
    """How the list `family` writes its ordinal `value + slip` within a line, the space before it included."""
    kind, value = family.rstrip(".):、 ("), value + slip
    style = family[len(kind) :]
    if kind.endswith("letter"):
        figure = chr(96 + value) if value <= _LETTERS else ""
    else:
        figure = _written(value) if kind.endswith("roman") else str(value)
    figure = figure.upper() if kind.startswith("upper") else figure
    return f" ({figure})" if style == "()" else f" {figure}{style}"


def _simple(found: re.Match[str], token: str, style: str) -> Label | None:
    readings = tuple((f"{family}{style}", value) for family, value in _ordinals(token))
    if not readings:
        return None
    printed = found[0].strip()
    key = f"（{token}）" if style == "()" and token[0] in _HAN else token  # noqa: RUF001
    return Label(printed, key, readings, found.end())


def _dotted(found: re.Match[str]) -> Label | None:
    parts = tuple(found["dotted"].split("."))
    last = _ordinals(parts[-1])
    if not last or "0" in parts or any(len(part) > 1 and part[0] == "0" for part in parts):
        return None
    readings = tuple((f"{family}{len(parts)}.", value) for family, value in last)
    return Label(found[0].strip(), found["dotted"], readings, found.end(), absolute=parts)


def _named(found: re.Match[str], kind: str, unit: str, number: str, printed: str) -> Label | None:
    ordinals = _ordinals(number.split(".")[-1], romans_only=kind == "word")
    if not ordinals:
        return None
    return Label(printed, printed, tuple((f"{kind}:{unit}", value) for _, value in ordinals), found.end(), "word")


def _ordinals(token: str, *, romans_only: bool = False) -> list[tuple[str, int]]:
    """What `token` may count: a letter that is also a roman figure has two readings, the letter first."""
    if token.isascii() and token.isdigit():
        value = int(token)
        return [("number", value)] if value <= _MAX_ORDINAL else []
    if token[0] in _HAN:
        value = _han(token)
        return [("han", value)] if value else []
    case = "upper-" if token[0].isupper() else ""
    lower = token.lower()
    found = []
    roman = _roman(lower)
    if len(lower) == 1 and not (romans_only and roman):
        found.append((f"{case}letter", ord(lower) - 96))
    elif len(lower) == 2 and lower[0] == lower[1] and not roman:
        found.append((f"{case}letter", 26 + ord(lower[0]) - 96))
    if roman:
        found.append((f"{case}roman", roman))
        if case and roman > 1:
            found.insert(0, ("roman", roman))  # a slip of the shift key within (iv) (V) (vi)
    return found


def _roman(token: str) -> int:
    """The value of a roman figure in lower case, 0 where it is none as one would write it."""
    total = 0
    for char, following in zip(token, token[1:] + " ", strict=True):
        if char not in _ROMAN:
            return 0
        value = _ROMAN[char]
        total += -value if following in _ROMAN and _ROMAN[following] > value else value
    return total if _written(total) == token else 0


def _written(value: int) -> str:
    written = ""
    for size, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while value >= size:
            written, value = written + sign, value - size
    return written


def _han(token: str) -> int:
    """The value of a Chinese figure below 1,000, or of Arabic digits between Chinese words."""
    total = digit = 0
    for char in token:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _HAN_DIGITS:
            digit = digit * 10 + _HAN_DIGITS[char] if digit else _HAN_DIGITS[char]
        else:
            return 0
    return total + digit
