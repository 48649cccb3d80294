"""Markdown marks and inline HTML blanked in a text that is no HTML page.

What a mark says about structure is kept in two control characters that count as white space: `HEADING_MARK` before a
heading, `ITEM_MARK` before an item that shows no mark of its own (a table row, an HTML list item).
"""

from __future__ import annotations

import re

from openaudit.characters import FILLER, NO_WIDTH, plain_characters
from openaudit.typed import Final

HEADING_MARK: Final = "\x1c"
ITEM_MARK: Final = "\x1d"

# Only names that exist are tags: "<year>" and "<name of author>" are words of the text.
BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body br button center dd details dialog div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre"
    " section select summary table tbody tfoot thead title tr ul".split()
)
INLINE_TAGS: Final = frozenset(
    "a abbr acronym area audio b base basefont bdi bdo big canvas caption cite code col colgroup data del dfn em"
    " embed font i iframe img input ins kbd label link map mark meta noscript object param picture q rp rt ruby s"
    " samp script small source span strike strong style sub sup svg td template textarea th time track tt u var"
    " video wbr".split()
)
TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,11})(?=[\s/>])[^<>]{0,2000}>")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ATX: Final = re.compile("\n[ \t]{0,3}#{1,6}(?=[ \t]+[^\\s#]|[^\x00-\xff])")
_ATX_TAIL: Final = re.compile(r"(\n[ \t]*\x1c[^\n]*?)([ \t]#+)(?=[ \t]*(?:\n|\Z))")
_QUOTE: Final = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
# A fence may name what it holds; any other words beside it are the text's own.
_FENCE: Final = re.compile(
    r"\n[ \t]*(?:```+|~~~+)[ \t]*(?:(?:plain ?)?text|txt|plain|none|licen[cs]e|markdown|md|legal)?[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
# A cross answers what stands beside it: in the last cell of a row, behind a colon, or before an item.
_CROSS: Final = "[\u274c\u2717\u2718\u2716\u2612\u26d4\u2715\U0001f6ab]"
_CROSSED: Final = re.compile(
    rf"\n(?P<lead>[ \t]*(?:[-*+\u2022][ \t]+)?){_CROSS}\ufe0f?(?P<space>[ \t]*)(?P<item>[^\n|]{{2,60}})(?=\n|\Z)"
    rf"|\n(?P<row>[^\n]{{2,120}}?[|:\uff1a][ \t]*)(?P<cross>{_CROSS}|\u00d7(?=[ \t]*\|))"
    r"(?=\ufe0f?[ \t]*\|?[ \t]*(?:\n|\Z))"
)
# What somebody does with a work, in Chinese of both scripts; a mark beside anything else is no rule.
_DONE_ZH: Final = re.compile(
    "[用转轉载載传傳布佈发發改修售卖賣商训訓营營]|分享|搬运|搬運|复制|複製|公开|公開|作为|作為|盈利|配布|拿[来來去]|当作|當作"
)
_DENIED_ZH: Final = re.compile("[不禁勿无無未没沒别別谢謝]|\u2705|\u2714|\u2713")
_BAN_ZH: Final = "禁"
_STARS: Final = re.compile(r"\*\**")
_UNDERSCORES: Final = re.compile(r"__*")
_TICKS: Final = re.compile(r"``*")
_LINK: Final = re.compile(r"!?\[((?:[^\[\]\n]|\n(?!\s*\n)){0,400})\](?=[(\[])")
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]{1,500}|(?:mailto:)?[^\s<>@]{1,100}@[^\s<>@]{1,200})>")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK: Final = re.compile(r"\\(?=[ \t]*(?:\n|\Z))")
_ROW: Final = re.compile(r"\n[ \t]*\|[^\n]*")
_TABLE: Final = re.compile(r"\n[^\n|]*\|[^\n]*\n(?=[^\n]*-)(?=[^\n]*\|)[ \t|:-]+(?=\n|\Z)(?:\n[^\n|]*\|[^\n]*)*")
_LINE_START: Final = re.compile(r"\n[ \t]?")
_RULER: Final = re.compile(r"\n(?:[^\w\n\x1c\x00]|_){3,}(?=\n|\Z)")


def without_crosses(text: str) -> str:
    """`text` with the cross beside what a Chinese list or table names as the word that bars it ("| 转载 | ❌ |")."""
    if text.isascii() or _MARK.search(text) is None:
        return text
    return _CROSSED.sub(_crossed, text)


_MARK: Final = re.compile(f"{_CROSS}|\u00d7")


def _crossed(found: re.Match[str]) -> str:
    said = found["item"] or found["row"]
    if not _DONE_ZH.search(said) or _DENIED_ZH.search(said):
        return found[0]
    if found["row"]:
        return "\n" + found["row"] + _BAN_ZH
    rest = found[0][1 + len(found["lead"]) + 1 : len(found[0]) - len(found["item"])]
    if not found["lead"].strip() and rest:
        return "\n" + found["lead"] + "\u2022" + rest[:-1] + _BAN_ZH + found["item"]
    return "\n" + found["lead"] + _BAN_ZH + rest + found["item"]


def without_markdown(text: str) -> str:
    """`text` (which begins with a line end) with Markdown marks and inline tags as spaces."""
    if "|" in text:
        text = _ROW.sub(_row, _TABLE.sub(_table, text))
    text = _RULER.sub(_blank_in_line, text)
    if ">" in text:
        text = _QUOTE.sub(_blank_in_line, text)
    if "#" in text:
        text = _ATX.sub(lambda m: "\n" + HEADING_MARK + " " * (len(m[0]) - 2), text)
        text = _ATX_TAIL.sub(lambda m: m[1] + " " * len(m[2]), text)
    if "`" in text:
        text = _TICKS.sub(lambda m: "'" if len(m[0]) == 1 else " " * len(m[0]), _FENCE.sub(_blank_in_line, text))
    if "](" in text or "][" in text:
        text = _LINK.sub(lambda m: " " * (len(m[0]) - len(m[1]) - 1) + m[1] + " ", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1 ", _BREAK.sub(" ", text))
    if "*" in text:
        text = _STARS.sub(_star, text)
    if "_" in text:
        text = _UNDERSCORES.sub(_underscore, text)
    return text


def without_inline_html(text: str) -> str:
    """`text` with the HTML tags and entities that Markdown allows replaced: a line break where the tag makes one."""
    if "<" in text:
        text = TAG.sub(replace_tag, text)
        text = _AUTOLINK.sub(r" \1 ", text)
    return without_entities(text)


def without_entities(text: str) -> str:
    """Each HTML entity as its character, padded to the entity's length."""
    if "&" not in text or _ENTITY.search(text) is None:
        return text
    from html import unescape

    def character(found: re.Match[str]) -> str:
        char = unescape(found[0])
        if len(char) != 1:
            return found[0]
        char = plain_characters(char)
        return (char + FILLER * (len(found[0]) - 1)) if char > " " else " " * len(found[0])

    return _ENTITY.sub(character, text)


def replace_tag(found: re.Match[str]) -> str:
    """What stands in a tag's place: line breaks and marks for a block, nothing that is seen for the others."""
    closing, name = found[1], found[2].lower()
    width = len(found[0])
    if name in INLINE_TAGS:
        return (" " if name in {"td", "th", "img", "input"} else FILLER) * width
    if name not in BLOCK_TAGS:
        return found[0]
    if name in {"br", "tr", "option"} or width < 3:
        mark = ITEM_MARK if name == "tr" and not closing else " "
        return "\n" + mark + " " * (width - 2) if width > 1 else "\n"
    if closing:
        return "\n\n" + " " * (width - 2)
    mark = HEADING_MARK if name in {"h1", "h2", "h3", "h4", "h5", "h6", "title"} else ITEM_MARK if name == "li" else " "
    return "\n\n" + mark + " " * (width - 3)


def _table(found: re.Match[str]) -> str:
    """A table's rows without their pipes; each row is an item, so that two rows never read as one sentence."""
    rows = found[0].replace("|", " ")
    return _LINE_START.sub(lambda line: "\n" + ITEM_MARK * (len(line[0]) - 1), rows)


def _row(found: re.Match[str]) -> str:
    row = found[0]
    if row.count("|") == 1:
        return row.replace("|", " ", 1)
    return row.replace("|", ITEM_MARK, 1).replace("|", " ")


def _star(found: re.Match[str]) -> str:
    """Stars are marks, but for the one that begins a list item."""
    text, start, end = found.string, found.start(), found.end()
    if text[end : end + 1] in {" ", "\t"} and _begins_line(text, start):
        return "*" + " " * (end - start - 1)
    return _mark(text, start, end)


def _underscore(found: re.Match[str]) -> str:
    """Underscores are marks or form fields, but for a single one inside a name."""
    text, start, end = found.string, found.start(), found.end()
    inside = text[start - 1].isalnum() and text[end : end + 1].isalnum()
    return found[0] if inside and end - start == 1 else _mark(text, start, end)


def _mark(text: str, start: int, end: int) -> str:
    """The blank for a mark: unseen inside a word, without width at the start of a line, else space."""
    if text[start - 1].isalnum() and text[end : end + 1].isalnum():
        return FILLER * (end - start)
    return (NO_WIDTH if _begins_line(text, start) else " ") * (end - start)


def _begins_line(text: str, at: int) -> bool:
    """Whether only white space stands before `at` in its line.

    Looks back a bounded way, so that a text of one long line costs no more than its length.
    """
    before = text[max(0, at - 80) : at]
    return "\n" in before and not before[before.rfind("\n") :].strip()


def _blank_in_line(found: re.Match[str]) -> str:
    return "\n" + " " * (len(found[0]) - 1)
