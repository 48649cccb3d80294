"""Licence text is hostile: what a terminal, a browser or an XML reader would act on is made visible.

Every renderer passes quotes and names through `visible` or `one_line` before its own escaping.
"""

from __future__ import annotations

import re
from functools import cache

# C0 and C1 controls (but not tab, line feed, carriage return), line and paragraph separators,
# zero-width marks, everything that turns the direction of writing (Trojan Source, CVE-2021-42574),
# interlinear annotation, tag characters, lone surrogates and non-characters.
_ACTIVE = (
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_ACTIVE_ASCII = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
# No word that is worth keeping whole is longer.
_WORD = 20
_SPACE = re.compile(r"\s+")
# A word that was wrapped at its hyphen; whether the hyphen is the word's own nobody can tell.
_WRAPPED = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_CJK = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CONTROL_PICTURES = 0x2400


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else f"<U+{code:04X}>"


def visible(text: str) -> str:
    """`text` with active characters shown as pictures (ESC as ␛) or as `<U+202E>`; tabs and line ends stay."""
    return (_ACTIVE_ASCII if text.isascii() else _active()).sub(_picture, text)


def one_line(text: str) -> str:
    """`visible` text with every run of white space as one blank; none between two Han characters."""
    line = _SPACE.sub(" ", visible(_WRAPPED.sub("-", text))).strip()
    return line if line.isascii() else _cjk_gap().sub("", line)


# These take a millisecond to compile, which texts without such characters need not spend.
@cache
def _active() -> re.Pattern[str]:
    return re.compile(_ACTIVE)


@cache
def _cjk_gap() -> re.Pattern[str]:
    return re.compile(f"(?<={_CJK}) (?={_CJK})")


def shorten(text: str, limit: int) -> str:
    """`text` cut to about `limit` characters in the middle, where a long sentence says least; words stay whole."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    tail = len(text) - (limit - head)
    # Text without blanks, such as Chinese or an address, is cut where it must be.
    head = max(text.rfind(" ", max(head - _WORD, 0), head + 1), 0) or head
    tail = max(text.find(" ", tail - 1, tail + _WORD), 0) or tail
    return f"{text[:head].rstrip()} […] {text[tail:].lstrip()}"
