"""Styled text on a terminal: wrapping by display columns, and colours when they are wanted.

A span is (style, text), a line a list of spans; a style "link|URI" makes a hyperlink of its text. Licence text
is only ever the text of a span, so nothing in it can act as markup; it has passed `safe.one_line` before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from openaudit.typed import Final

Span = tuple[str, str]
Line = list[Span]

# SGR codes of the standard colours that a terminal's theme keeps readable on light and on dark grounds (yellow
# and cyan vanish on white, blue on black).
_SGR: Final = {
    "": "", "bold": "1", "muted": "2", "pass": "32", "fail": "31", "review": "35", "not-assessed": "2",
    "pass-bold": "1;32", "fail-bold": "1;31", "review-bold": "1;35", "not-assessed-bold": "1", "link": "4",
}  # fmt: skip
# A line may break at blanks and around wide characters, but none starts with closing punctuation or ends
# with opening punctuation (kinsoku).
_CLOSING = "，。、；：？！）」』》〉】〕”’％…—,.;:?!)]}»·"
_OPENING = "（「『《〈【〔“‘([{«"
_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_NARROW_CHUNK = re.compile(r"\s+|\S+")
_LONGEST_WORD = 400  # a longer run without blanks is cut into pieces before it reaches the pattern


def columns(text: str) -> int:
    """How many terminal columns `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 0 if combining(char) else 1 for char in text)


@cache
def _wide_chunk() -> re.Pattern[str]:
    """The pattern of a piece of text that has wide characters: costly to compile and seldom needed."""
    opening, closing = re.escape(_OPENING), re.escape(_CLOSING)
    return re.compile(rf"\s+|[{opening}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{closing}]*")


def chunks(text: str) -> list[str]:
    """`text` cut where a line may break; the pieces joined are `text`."""
    pieces = []
    for start in range(0, len(text), _LONGEST_WORD):
        pieces.extend(_pieces(text[start : start + _LONGEST_WORD]))
    return pieces


def _pieces(text: str) -> list[str]:
    if text.isascii():
        return _NARROW_CHUNK.findall(text)
    pieces, end = [], 0
    for match in _wide_chunk().finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(match[0])
        end = match.end()
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def _fit(piece: str, width: int) -> Iterable[str]:
    """A piece that is wider than a line, cut into parts that fit."""
    part, used = "", 0
    for char in piece:
        wide = columns(char)
        if used + wide > width and part:
            # A path breaks behind a slash where one is near.
            cut = max(part.rfind(mark) for mark in "/\\_-") + 1
            cut = cut if cut > width // 2 else len(part)
            yield part[:cut]
            part, used = part[cut:], columns(part[cut:])
        part += char
        used += wide
    yield part


def wrap(spans: Sequence[Span], width: int, first: Sequence[Span] = (), rest: Sequence[Span] = ()) -> list[Line]:
    """Spans as lines of at most `width` columns; `first` starts the first line and `rest` the others."""
    lines: list[Line] = []
    line: Line = list(first)
    used = start = columns("".join(text for _, text in first))
    for style, text in spans:
        for chunk in chunks(text):
            wide = columns(chunk)
            if used + wide > width and used > start:
                if chunk.isspace():
                    continue
                lines.append(_trimmed(line))
                line = list(rest)
                used = start = columns("".join(text for _, text in rest))
            if used == start and chunk.isspace():
                continue
            for number, part in enumerate(_fit(chunk, max(1, width - start)) if wide > width - start else (chunk,)):
                if number:
                    lines.append(line)
                    line = list(rest)
                    used = start = columns("".join(text for _, text in rest))
                line.append((style, part))
                used += columns(part)
    lines.append(_trimmed(line))
    return lines


def _trimmed(line: Line) -> Line:
    while line and line[-1][1].isspace():
        line.pop()
    return line


def join(lines: Iterable[Line], *, color: bool) -> str:
    """Lines as one string, each ended by a line feed, with ANSI colours or without."""
    return "".join("".join(_paint(span, color=color) for span in _merged(line)).rstrip() + "\n" for line in lines)


def _merged(line: Line) -> Line:
    merged: Line = []
    for style, text in line:
        if merged and merged[-1][0] == style:
            merged[-1] = (style, merged[-1][1] + text)
        else:
            merged.append((style, text))
    return merged


def _paint(span: Span, *, color: bool) -> str:
    style, text = span
    style, _, address = style.partition("|")
    if address and color:
        # OSC 8: a hyperlink, where the terminal knows them; `address` is a percent-encoded URI.
        return f"\x1b]8;;{address}\x1b\\{_paint((style, text), color=True)}\x1b]8;;\x1b\\"
    code = _SGR[style]
    return f"\x1b[{code}m{text}\x1b[0m" if color and code and text else text
