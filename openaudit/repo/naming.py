"""Names that a base model's licence asks for: in the derivative's own name, and shown on its page or in its documents.

Licence records say which words a licence asks for (`naming:`). Here they are looked for, and what is found is quoted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from openaudit.catalog import plain
from openaudit.repo.gather import read_document
from openaudit.repo.statements import is_main_card
from openaudit.repo.values import Observation, Place, observation
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.catalog import Naming, Record
    from openaudit.repo.gather import Gathered

# Documents besides the cards that are looked through for words to be shown, and how much of each.
_MAX_DOCUMENTS: Final = 50
_MAX_CHARS: Final = 400_000
# What stands before the name in a title.
_LEAD: Final = re.compile(
    r"^(?:(?:the )?model[ -]?card (?:for|of|:)?|welcome to|introducing|模型卡片?[:：]?)\W*", re.IGNORECASE
)
# Headings that name no model.
_GENERIC: Final = re.compile(
    r"(?:(?:the )?model|project|about|general|quick)? ?(?:model|details?|descriptions?|summary|information|overview"
    r"|introduction|intro|cards?|usage|uses?|start|quickstart|news|updates?|licen[cs]e|readme|contents?"
    r"|table of contents|disclaimer)"
    r"|(?:模型|项目)?(?:介绍|简介|概述|概览|说明|信息|描述|详情|更新|使用)",
    re.IGNORECASE,
)
# Between the words that are to be shown: marks, spaces, line ends, tags, and what an address writes for a space.
_BETWEEN: Final = r"(?:<[^<>]{0,80}>|%20|[^\w<]|_){0,12}"
# A longer title is cut: it is quoted as a name.
_NAME: Final = 120
_GGUF_NAMES: Final = ("general.name", "general.basename")


class Seen(NamedTuple):
    """Words that were found, and where."""

    words: str
    place: Place


def check_naming(gathered: Gathered, base: str, place: Place, record: Record) -> Iterable[Observation]:
    """What the licence `record` of the base model named at `place` asks of names, and whether it is seen here."""
    naming = record.naming
    if naming is None:
        return
    found: list[Seen] = []
    if naming.begins or naming.contains:
        names = _names(gathered)
        # A checkout may stand in a folder of any name: it can show that a duty is met, and never that it is not.
        folder = Seen(os.path.basename(os.path.abspath(gathered.tree.root)), Place("."))
        fitting = next((one for one in (*names, folder) if _fits(one.words, naming)), None)
        if fitting is not None:
            found.append(fitting)
        else:
            own = names[0] if names else None
            key = "begins" if naming.begins else "contains"
            yield observation(
                "LIN004", "warning", own.place if own else place, key=key if own else f"{key}-unnamed",
                quote=own.words if own else base, related=(place,) if own else (), base=base, license=record.name,
                words=_either(naming.begins or naming.contains), name=own.words if own else "",
            )  # fmt: skip
    if naming.shows:
        shown = _shown(gathered, naming.shows)
        if shown is not None:
            found.append(shown)
        else:
            yield observation(
                "LIN005", "warning", place, quote=base, base=base, license=record.name, words=_either(naming.shows)
            )
    if found:
        yield observation(
            "LIN002", "note", place, key="seen", quote=base, related=tuple(one.place for one in found), base=base,
            license=record.name, seen="; ".join(f"“{one.words}” ({_where(one.place)})" for one in found),
        )  # fmt: skip


def _either(words: Sequence[str]) -> str:
    return " / ".join(f"“{one}”" for one in words)


def _where(place: Place) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path


def _names(gathered: Gathered) -> list[Seen]:
    """What the model is called: the titles and names of its cards, then names in weight files."""
    found: list[Seen] = []
    for card in sorted(filter(is_main_card, gathered.cards), key=lambda card: (len(card.path), card.path)):
        name = _LEAD.sub("", card.title)[:_NAME].strip()
        if name and not _GENERIC.fullmatch(name):
            found.append(Seen(name, _place(card.path, card.text, *card.title_span)))
        found += [Seen(text.value, text.place(card.path)) for key in ("model_name", "name") for text in card.texts(key)]
    for path, header in gathered.headers:
        found += [Seen(header.texts[key], Place(path)) for key in _GGUF_NAMES if header.texts.get(key)]
    return found


def _fits(name: str, naming: Naming) -> bool:
    given = plain(name.rsplit("/", 1)[-1]).replace("-", "")
    begins = any(given.startswith(plain(word).replace("-", "")) for word in naming.begins)
    return begins or any(plain(word).replace("-", "") in given for word in naming.contains)


def _shown(gathered: Gathered, wanted: Sequence[str]) -> Seen | None:
    """The first place in cards and documents that shows one of the texts, comments left out."""
    patterns = [re.compile(_BETWEEN.join(map(re.escape, words.split())), re.IGNORECASE) for words in wanted]
    for card in gathered.cards:
        seen = _search(patterns, card.text, card.path, card.body)
        if seen is not None:
            return seen
    for file in gathered.tree.of("docs")[:_MAX_DOCUMENTS]:
        text = read_document(gathered.tree, file.path, _MAX_CHARS)
        seen = _search(patterns, text, file.path, 0) if text else None
        if seen is not None:
            return seen
    return None


def _search(patterns: Sequence[re.Pattern[str]], text: str, path: str, start: int) -> Seen | None:
    visible = _without_comments(text)
    for pattern in patterns:
        match = pattern.search(visible, start)
        if match is not None:
            return Seen(" ".join(match[0].split()), _place(path, visible, *match.span()))
    return None


def _without_comments(text: str) -> str:
    """The text with spaces in place of HTML comments."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], "".join("\n" if char == "\n" else " " for char in text[start : end + 3])]
        at = end + 3
    return "".join((*parts, text[at:]))


def _place(path: str, text: str, start: int, end: int) -> Place:
    lines = [text.count("\n", 0, at) + 1 for at in (start, end)]
    columns = [at - text.rfind("\n", 0, at) for at in (start, end)]
    return Place(path, lines[0], columns[0], lines[1], columns[1])
