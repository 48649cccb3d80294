"""Whether and where a text has Han characters.

A regular expression with a range of thousands of characters takes a millisecond to compile, so such patterns are made
when a Chinese text is first met, and a text without a character beyond Latin-1 never asks for one.
"""

from __future__ import annotations

import re
import sys
from functools import cache

from openaudit.typed import Final

BEYOND_LATIN: Final = re.compile("[^\x00-\xff]")
FIRST: Final = "\u4e00"
LAST: Final = "\u9fff"


def has_han(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether `text[start:end]` has a Han character."""
    if text.isascii():
        return False
    return any(FIRST <= found[0] <= LAST for found in BEYOND_LATIN.finditer(text, start, end))


@cache
def han() -> re.Pattern[str]:
    """A pattern for one Han character."""
    return re.compile(f"[\u3400-\u4dbf{FIRST}-{LAST}]")


@cache
def kana() -> re.Pattern[str]:
    """A pattern for one Japanese syllable."""
    return re.compile("[\u3041-\u30fa]")


@cache
def other_script() -> re.Pattern[str]:
    """A pattern for one letter of a script that is neither Latin nor Chinese nor Japanese."""
    return re.compile("[\u0370-\u1fff\uac00-\ud7a3]")
