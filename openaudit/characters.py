"""Characters replaced one for one by the plain ones that rules are written in.

Quotes, dashes and spaces become ASCII, full-width forms and styled letters their plain letters, traditional Han
characters their simplified ones. Characters that cannot be seen become `FILLER` inside a word and a space elsewhere.
"""

from __future__ import annotations

import re
from functools import cache

from openaudit.typed import Final

# Stands where something was blanked between two characters that no space parts (a zero-width space, a soft hyphen, the
# rest of an entity, a tag): whoever reads words skips it. No input has it: a text with NUL is refused.
FILLER: Final = "\x00"
# A blank that is no indentation: what a mark at the start of a line leaves. White space to `str` and `re`.
NO_WIDTH: Final = "\x1f"

# Stands for a character of the supplementary planes that has no plain one.
UNKNOWN: Final = "\ufffd"
_ASTRAL: Final = "\U00010000"
_FOREIGN: Final = re.compile("[^\x00-\x7f]+")
_BEYOND_LATIN: Final = re.compile("[^\x00-\xff]+")
_CONTROL: Final = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
_LEADING_FILLER: Final = re.compile(r"(\n[ \t]*)\x00+")
_LOOSE_FILLER: Final = re.compile(r"(?<!\S)\x00++|(?<!\x00)\x00++(?!\S)")
# Letters of other alphabets that are drawn like Latin ones, read so only within a word that also has Latin letters.
_OTHER_ALPHABET: Final = re.compile("[\u0370-\u04ff]")
_MIXED: Final = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
_MIXED_WORD: Final = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u04ff]+")
_LOOK_ALIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсхуһԁɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧον",
    "ABESIJKMHOPCTXYaesijopcxyhdgABEZHIKMNOPTYXov",
)
_INVISIBLE: Final = (
    0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0x300, 0x370),
)  # fmt: skip
_PLAIN: Final[dict[int, str]] = {
    **dict.fromkeys(map(ord, "“”„‟″«»「」『』〝〞〟"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′‹›´ˋˊ"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣"), "-"),
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x2800], " "),
    **dict.fromkeys([0x85, 0x2028, 0x2029], "\n"),
    **dict.fromkeys(map(ord, "●○◦▪▫■□◆◇‣⁃∙►▸▶➢➤✓✔✗✘★☆❖"), "•"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(_INVISIBLE, FILLER),
    ord("｡"): "。",
    ord("､"): "、",
    ord("∶"): ":",
    ord("﹐"): ",",
    ord("﹔"): ";",
    ord("﹕"): ":",
    ord("﹙"): "(",
    ord("﹚"): ")",
}


class _Table(dict[int, str]):
    """A translation table that works out styled letters (𝐚, ⓐ, ℓ) when it first meets them."""

    def __missing__(self, code: int) -> str:
        plain = char = chr(code)
        if 0x1D400 <= code <= 0x1D7FF or 0x24B6 <= code <= 0x24E9 or 0x210A <= code <= 0x2134:
            from unicodedata import normalize  # most texts have no such characters

            plain = normalize("NFKC", char)
        if len(plain) != 1:
            plain = char
        # No rule is about what lies beyond (emoji, rare Han), and one such character would double the text's memory.
        self[code] = plain if plain < _ASTRAL else UNKNOWN
        return self[code]


@cache
def _table(*, han: bool) -> _Table:
    """The table without or with the Han variants, which only a Chinese text has to load."""
    table = _Table(_PLAIN)
    if han:
        from openaudit.variants import PAIRS

        table.update(zip(map(ord, PAIRS[::2]), PAIRS[1::2], strict=True))
    return table


def plain_characters(text: str) -> str:
    """`text` with every character replaced by its plain one, at the same length."""
    if text.isascii():
        return text
    table = _table(han=any(max(found) >= "\u2e80" for found in _BEYOND_LATIN.findall(text)))
    text = _FOREIGN.sub(lambda found: found[0].translate(table), text)
    if _OTHER_ALPHABET.search(text):
        text = _MIXED_WORD.sub(_latin, text)
    return text


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    return word.translate(_LOOK_ALIKE) if _MIXED.search(word) else word


def line_ends(text: str) -> str:
    """Every line end as a line feed, with a space in place of a carriage return before it.

    Other control characters become spaces.
    """
    if _CONTROL.search(text) is None:
        return text
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _CONTROL.sub(" ", text)


def settle_fillers(text: str) -> str:
    """Fillers kept only where no space is; elsewhere they are blanks, and no indentation where they begin a line."""
    if FILLER not in text:
        return text
    text = _LEADING_FILLER.sub(lambda found: found[1] + NO_WIDTH * (len(found[0]) - len(found[1])), text)
    return _LOOSE_FILLER.sub(lambda found: " " * len(found[0]), text)
