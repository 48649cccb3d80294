"""The numbers that clauses carry, as printed: "1.", "(b)", "iv)", "2.1", "第三条", "(一)", "Section II", a bullet.

A label says what it may be (`readings`): "(i)" is the first of a roman list or the ninth of a lettered one, and only
the list that is open can tell. Full-width forms are plain by now (see `openaudit.characters`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from openaudit.typed import Final, NamedTuple

_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_PARTS: Final = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")
)  # fmt: skip
_HAN_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN_SIGNS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_HAN: Final = "一二三四五六七八九十百〇零两"


class Label(NamedTuple):
    """A label at the start of a line or within one.

    `printed` as in the text, `key` its part of a section path, `readings` the lists it may belong to, each as
    (family, ordinal); `end` the offset of the words after it. `absolute` says that `key` is a whole path ("2.1").
    `kind` is "number", "bare" (a number and nothing else, which only a title may carry), "word" (a named division:
    section, article), "attachment", "bullet" or "sign" (a bullet only in a list: elsewhere the line is what it is).
    """

    printed: str
    key: str
    readings: tuple[tuple[str, int], ...]
    end: int
    kind: str = "number"
    absolute: tuple[str, ...] = ()


_DIVISION: Final = "Section|Article|Clause|Chapter|Part|Title|Paragraph|Book"
_ATTACHED: Final = "Attachment|Annex|Annexe|Exhibit|Appendix|Schedule|Addendum|Supplement"
# What follows "第三条" where it is a reference and no label.
_REFERENCE: Final = "的和与及或之所中、,第(规至"
# What may follow a label without a space: a character beyond Latin-1 (which a pattern tells far more cheaply than a
# range of Han characters: such patterns take milliseconds to compile).
_BEYOND: Final = r"[^\x00-\xff]"
_LABEL: Final = re.compile(
    rf"""
    \((?P<paren>[0-9]{{1,2}} | [a-z]{{1,2}} | [ivxl]{{1,6}} | [A-Z] | [IVXL]{{1,5}})\)(?:[.:] | 、)?
        (?:\s+ | (?=["(A-Z]) | (?={_BEYOND}) | \Z)
    | (?P<dotted>[0-9]{{1,2}}
        (?:[a-z](?=[.)]) | (?:\.(?:[0-9]{{1,2}} | [a-zA-Z](?![a-zA-Z]) | [ivx]{{2,4}}))+))(?:[.):] | 、)?
        (?:\s+(?:(?=["'(\[A-Z]) | (?={_BEYOND})) | (?=") | (?={_BEYOND}) | \s*$)
    | (?P<number>[0-9]{{1,3}})(?P<after>[.):](?=[\s"(A-Z] | {_BEYOND} | $) | [.]?、)\s*
    | (?P<bare>[0-9]{{1,2}})[ \t]+(?:(?=["A-Z]) | (?={_BEYOND}))
    | (?P<letter>[a-zA-Z] | [ivxl]{{2,6}} | [IVXL]{{2,6}})(?P<letterafter>[.)] | 、)
        (?:[ \t]+ | \n[ \t]* | (?=["(]) | (?={_BEYOND}) | \Z)
    | (?P<division>(?:{_DIVISION} | {_DIVISION.upper()})\s*
        (?P<divnumber>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})* | [IVXL]{{1,6}} | [A-Z])\b)[.:)]?\s*(?:--?\s+)?
    | (?P<attached>(?:{_ATTACHED} | {_ATTACHED.upper()})
        (?:[ ](?:[0-9]{{1,2}} | [IVX]{{1,4}} | [A-Z])(?![\w']))?+)
        (?=\s*(?:[:.\n-] | $) | \s+["A-Z(] | \s*{_BEYOND})[.:-]?\s*
    | (?P<bullet>-- | o(?=[ ]{{2,}}|\t) | [-*+])\s+
    """,
    re.VERBOSE,
)
# What a line must begin with to have a label at all.
_POSSIBLE: Final = frozenset("0123456789(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-*+")
# Signs for and against that a line begins with, the last of them any beyond the characters that rules know.
_SIGNS: Final = "✅❌✖❎☑☒⛔➔➜➤➡\ufffd"
_POSSIBLE_BEYOND: Final = frozenset("§第附•·–" + _HAN + _CIRCLED + _ROMAN_SIGNS + _SIGNS)


@cache
def _label_beyond() -> re.Pattern[str]:
    """The labels that begin with a character beyond ASCII, or with one in parentheses."""
    return re.compile(
        rf"""
        \((?P<paren>[{_HAN}]{{1,3}})\)[.、:]?\s*
        | (?P<han>[{_HAN}]{{1,3}})(?P<hanafter>[、.:)])\s*
        | (?P<di>第[ ]?(?P<dinumber>[{_HAN}0-9]{{1,4}})[ ]?(?P<diunit>[条章节款项编] | 部分))
            (?![{_REFERENCE}])[:.、]?\s*
        | (?P<division>§\s*(?P<divnumber>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})*)\b)[.:)]?\s*
        | (?P<attached>附[件录表则](?:[ ]?(?:[0-9]{{1,2}} | [IVX]{{1,4}} | [A-Z] | [{_HAN}]{{1,2}})(?!\w))?+)
            (?=\s*(?:[:.\n-] | $) | \s+["A-Z(] | \s*{_BEYOND})[.:-]?\s*
        | (?P<circled>[{_CIRCLED}] | [{_ROMAN_SIGNS}][.、]?)\s*
        | (?P<bullet>[•·–])\s*
        | (?P<sign>[{_SIGNS}])\s+
        """,
        re.VERBOSE,
    )


_FIGURE: Final = re.compile("[0-9]+|[a-zA-Z]+")
_MAX_ORDINAL: Final = 200
_LETTERS: Final = 26


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that begins at `start`, if any. Whether it is one, the list that it would continue decides."""
    first = text[start]
    if first in _POSSIBLE:
        beyond = first == "(" and start + 1 < end and text[start + 1] > "\x7f"
    elif first in _POSSIBLE_BEYOND:
        beyond = True
    else:
        return None
    found = (_label_beyond() if beyond else _LABEL).match(text, start, end)
    if found is None:
        return None
    return _READERS[found.lastgroup or ""](found)


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
    key = f"（{token}）" if style == "()" and token[0] in _HAN else token
    return Label(printed, key, readings, found.end())


def _bare(found: re.Match[str]) -> Label | None:
    label = _simple(found, found["bare"], " ")
    return label and label._replace(kind="bare")


def _dotted(found: re.Match[str]) -> Label | None:
    parts = tuple(_FIGURE.findall(found["dotted"]))
    last = _ordinals(parts[-1])
    if not last or "0" in parts or any(len(part) > 1 and part[0] == "0" for part in parts):
        return None
    readings = tuple((f"{family}{len(parts)}.", value) for family, value in last)
    return Label(found[0].strip(), found["dotted"], readings, found.end(), absolute=parts)


def _division(found: re.Match[str]) -> Label | None:
    printed = " ".join(found["division"].split())
    unit = printed.split()[0].rstrip("0123456789").lower()
    ordinals = _ordinals(found["divnumber"].split(".")[-1], romans_only=True)
    return _named(printed, f"word:{unit}", ordinals, found)


def _chinese_division(found: re.Match[str]) -> Label | None:
    return _named(found["di"], f"di:{found['diunit']}", _ordinals(found["dinumber"]), found)


def _named(printed: str, family: str, ordinals: Sequence[tuple[str, int]], found: re.Match[str]) -> Label | None:
    if not ordinals:
        return None
    return Label(printed, printed, tuple((family, value) for _, value in ordinals), found.end(), "word")


def _attached(found: re.Match[str]) -> Label:
    printed = " ".join(found["attached"].split())
    return Label(printed, printed, (("attached", 0),), found.end(), "attachment")


def _circled(found: re.Match[str]) -> Label:
    sign = found["circled"]
    signs = _CIRCLED if sign[0] in _CIRCLED else _ROMAN_SIGNS
    return Label(sign, sign.rstrip(".、"), ((f"sign{signs[0]}", signs.index(sign[0]) + 1),), found.end())


def _bullet(found: re.Match[str]) -> Label:
    mark = found["bullet"]
    return Label(mark, "", ((f"bullet{mark}", 0),), found.end(), "bullet")


def _sign(found: re.Match[str]) -> Label:
    """A known sign is a bullet of the common kind, so that a list may mix those for with those against."""
    sign = found["sign"]
    return Label(sign, "", (("bullet•" if sign in _SIGNS[:-1] else "bullet?", 0),), found.end(), "sign")


# What reads a match, by the last group that it filled.
_READERS: Final[dict[str, Callable[[re.Match[str]], Label | None]]] = {
    "paren": lambda found: _simple(found, found["paren"], "()"),
    "dotted": _dotted,
    "after": lambda found: _simple(found, found["number"], found["after"][-1]),
    "bare": _bare,
    "hanafter": lambda found: _simple(found, found["han"], found["hanafter"]),
    "letterafter": lambda found: _simple(found, found["letter"], found["letterafter"]),
    "di": _chinese_division,
    "division": _division,
    "attached": _attached,
    "circled": _circled,
    "bullet": _bullet,
    "sign": _sign,
}


@lru_cache(maxsize=1024)
def _ordinals(token: str, *, romans_only: bool = False) -> tuple[tuple[str, int], ...]:
    """What `token` may count: a letter that is also a roman figure has two readings, the letter first."""
    if token.isascii() and token.isdigit():
        value = int(token)
        return (("number", value),) if value <= _MAX_ORDINAL else ()
    if token[0] in _HAN:
        value = _han(token)
        return (("han", value),) if value else ()
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
    return tuple(found)


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
    for size, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
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
