"""Terms that a text defines, and what the definition adds to the places where they are used.

`"Territory" means the world without X` makes "Territory" mean an excluded place wherever it is used;
`"Materials" means the weights and code` makes "Materials" the work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from openaudit.lexicon import Hits, Trie, split_phrase
from openaudit.norms import Reading
from openaudit.segment import Sentence
from openaudit.typed import Final, NamedTuple

_MEANS: Final = re.compile(
    r"[\"'“«「『(]\s*+(?P<en>[^\"'”»」』()]{2,60}?)\s*[\"'”»」』)]++\s*+(?:\([^)]{0,80}\)\s*+)?"
    r"(?:,?\s*+(?:or|and)\s++[\"'][^\"']{2,40}[\"']\s*+)?"
    r"(?:,?\s*+as used (?:in|herein)[^,]{0,40},)?\s*+(?:also\s++)?(?:shall\s++)?"
    r"(?:means?\b|refers?\s+to|is\s+defined|includes?\b|has\s+the\s+meaning|shall\s+have|are\s+defined|is\s+any\b"
    r"|are\s+(?:any|the|all)\b|is\s+(?:a|an|the)\b|denotes?|:|：|是指|,?指|,?系指|意指|意为|包括|,?谓|,?即指)",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"^\W*(?:\(?[\w]{1,4}[.)]\s*)*(?P<en>(?-i:[A-Z][\w-]*(?:\s+(?:of\s+the\s+|of\s+|and\s+)?[A-Z][\w-]*){0,4}))\s+(?:means\b|shall\s+mean\b|refers\s+to\b|is\s+defined\s+as\b)",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(
    r"\(\s*+(?:collectively|together|each|hereinafter|hereafter|以下简称|下称|简称)?,?\s*+"
    r"(?:the\s++|an?\s++|called\s++|referred to as\s++|as\s++)*[\"“「](?P<en>[^\"”」]{2,50})[\"”」]\s*"
    r"(?:or\s+[\"“][^\"”]{2,40}[\"”]\s*)?\)",
    re.IGNORECASE,
)
# Classes that a definition passes on to its term; a head noun, or what limits it.
_TOPICS: Final = (
    "topic.noncommercial",
    "topic.research",
    "topic.evaluation",
    "topic.personal",
    "topic.product",
    "topic.user-count",
    "topic.revenue",
    "topic.threshold",
    "topic.competing",
)
# "You" are not a size because the definition mentions your employees; only where it counts something.
_SIZES: Final = frozenset(("topic.user-count", "topic.revenue", "topic.threshold"))
_COUNTED: Final = ("num.users", "num.revenue")
_PARTIES: Final = frozenset("you your licensee licensees user users recipient recipients customer".split())
# A definition of a thing or a party describes it; only other terms (purposes, places, uses) hide limits.
_THINGS: Final = frozenset(
    ("obj.work", "obj.output", "obj.source", "obj.notice", "obj.license", "who.licensor", "obj.derivative")
)
_MOST: Final = 200


class Term(NamedTuple):
    """A defined term: its words, the classes its definition gives it, and the sentence that defines it."""

    words: tuple[str, ...]
    classes: tuple[str, ...]
    sentence: int


@cache
def _plain_zh() -> re.Pattern[str]:
    return re.compile(
        r"^\W*(?:\d++(?:\.\d++)++\s*+|[（(]?[\w一二三四五六七八九十]{1,3}[)）.、]\s*+)*+(?:本(?:协议|许可证?|合同|条款|契约)中,?\s*)?"
        r"(?:[\"“[](?P<en1>[^\"”\]]{1,30})[\"”\]]|(?P<en>[\u4e00-\u9fff]{2,12}))\s*"
        r"(?:\((?:或)?[^)]{1,20}\)\s*)?[:：]?\s*(?:是指|系指|意指|指的是|指|即指)(?!定|南|引|导|标|令|示|出)"
    )


# "This means that you can ..." says what something comes to; it defines no term.
_POINTING: Final = frozenset(("This", "That", "It", "Which"))


# Behind these a word in quotes is part of a condition or a duty: "..., so long as 'Heron' is the first word of it".
_STATED: Final = re.compile(
    r"\b(?:so long as|as long as|provided that|unless|must|has to|have to|except)\b", re.IGNORECASE
)


def defines(text: str) -> str:
    """The term that the sentence defines ("" if none)."""
    if m := _MEANS.search(text, 0, 400) or _PLAIN.match(text):
        if _STATED.search(text, 0, m.start()) or _abbreviates(text, m):
            return ""
        term = " ".join(m["en"].split())
        return "" if term in _POINTING else term
    if not text.isascii() and (m := _plain_zh().match(text)):
        return " ".join((m["en"] or m["en1"]).split())
    return ""


# A name behind so many words is one that the sentence mentions: "it is licensed under the Heron Licence (HL-2): ...".
_MENTIONED: Final = 3


def _abbreviates(text: str, found: re.Match[str]) -> bool:
    """Whether a name in brackets before a colon only abbreviates what the sentence names."""
    bracketed = text[found.start()] == "(" and found[0][-1] in ":\uff1a"
    return bracketed and len(text[: found.start()].split()) > _MENTIONED


def inline(text: str) -> list[tuple[str, int]]:
    """Terms defined in passing ('... (the "Model")'), with the offset at which the bracket starts."""
    return [(" ".join(m["en"].split()), m.start()) for m in _INLINE.finditer(text)]


def classes_of(term: str, reading: Reading, upto: int | None = None, *, head_last: bool = False) -> tuple[str, ...]:
    """What the definition's words make of the term. `head_last`: the language puts a noun behind what describes it."""
    hits = reading.stretch.hits
    size = reading.stretch.size if upto is None else upto
    start = reading.own + len(split_phrase(term))
    where = _position(reading.words.words, split_phrase(term)) if head_last else 0
    start += where
    found: list[str] = []
    head = _last_head(reading, where, start, size) if head_last else _head(hits, start, size)
    if head:
        found.append(head)
    if upto is None and head not in _THINGS:
        anything = any(s >= start for s, _ in hits.get("topic.any", ()))
        known = head_last and any(where <= s < start for name in ("obj", "who") for s, _ in hits.get(name, ()))
        if not known and not anything:
            sized = _PARTIES.isdisjoint(split_phrase(term.lower())) or any(hits.get(name) for name in _COUNTED)
            found += [
                name
                for name in _TOPICS
                if (sized or name not in _SIZES) and any(start <= s < start + 60 for s, _ in hits.get(name, ()))
            ]
        if (hits.get("q.exception") and hits.get("topic.place")) or (hits.get("topic.place") and hits.get("cue.limit")):
            found.append("topic.limited-place")
    return tuple(found)


_HEADS: Final = (
    "obj.work",
    "obj.derivative",
    "obj.output",
    "obj.notice",
    "obj.name",
    "obj.license",
    "obj.source",
    "who.licensor",
    "who.licensee",
    "obj.rights",
)


def _position(words: Sequence[str], term: Sequence[str]) -> int:
    """Where the term first stands in its own definition."""
    size = len(term)
    return next((i for i in range(len(words)) if list(words[i : i + size]) == list(term)), 0)


def _last_head(reading: Reading, where: int, start: int, size: int) -> str:
    """The last noun of the definition's first clause; none where the term is a word with a meaning of its own."""
    hits, words = reading.stretch.hits, reading.words.words
    if any(where <= s < start for name in ("act", "obj", "who") for s, _ in hits.get(name, ())):
        return ""
    stop = next((i for i in range(start, size) if words[i] in ",.;(\u3002"), size)
    found = [(e, e - s, n) for n in _HEADS for s, e in hits.get(n, ()) if start <= s and e <= stop]
    return max(found)[2] if found else ""


def _head(hits: Hits, start: int, size: int) -> str:
    """The first noun of the definition decides what kind of thing the term is."""
    found = [(s, -e, n) for n in _HEADS for s, e in hits.get(n, ()) if start <= s < min(size, start + 14)]
    if not found:
        return ""
    return min(found)[2]


def trie(terms: Sequence[Term]) -> Trie:
    """The terms as a trie that adds their classes to the words where they are used."""
    result = Trie()
    for term in terms[:_MOST]:
        for cls in term.classes:
            name = cls
            while name:
                result.add(term.words, name)
                name = name.rpartition(".")[0]
    return result


def words_of_term(term: str) -> tuple[str, ...]:
    """A term's words as the text's words are cut."""
    return tuple(split_phrase(term))


def is_heading_like(sentence: Sentence) -> bool:
    """Headings define nothing."""
    return sentence.role in ("heading", "run-in")
