"""Finding the phrases and compounds of a language in the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openaudit.laws_zh import titles
from openaudit.lexicon import MARKS, Hits, Words, whole_words
from openaudit.pattern import Range, Stretch, find_all
from openaudit.ruleset import Language
from openaudit.typed import Final

# How many words that are only fillers may stand between two parts of a pattern.
_SLACK: Final = 2
_SLACK_UNSPACED: Final = 8
# A number with so many stops counts nothing.
_VERSION: Final = 2
# What is counted; how near its number stands; what a number with a fraction needs after it to count, and before which
# numbers of one figure names of licences stand.
_COUNTED: Final = "topic.user-count"
_NEAR: Final = 3
_DECIMAL: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_SCALES: Final = frozenset({"million", "billion", "thousand", "k", "m", "bn", "mn", "lakh", "crore", "%", "percent"})
_VERSIONED: Final = frozenset(
    {"gpl", "lgpl", "agpl", "apache", "mpl", "bsd", "epl", "osl", "eupl", "odbl", "v", "version"}
)
# Compounds of these classes do not reach over a comma in a language without blanks, where gaps are wide.
_ONE_CLAUSE: Final = ("cue.", "act.", "obj.")


def annotate(words: Words, language: Language, terms: Hits | None = None) -> Stretch:
    """Phrases and compounds of the language in the words, and what the text's own `terms` stand for."""
    hits = language.trie.annotate(words.words)
    for name, places in terms.items() if terms else ():
        known = hits.get(name)
        hits[name] = sorted({*known, *places}) if known else places
    for name, places in _limited_addresses(words.words):
        _merge(hits, name, places)
    if language.unspaced:
        _name_laws(words.words, hits)
        whole_words(hits)
    _leave_out_versions(words.words, hits, unspaced=language.unspaced)
    fillers = language.fillers
    skipped = [w in fillers for w in words.words]
    for start, end in hits.get("filler", ()):
        skipped[start:end] = [True] * (end - start)
    tail = 0
    while tail < len(words.words) and words.words[-1 - tail] in MARKS:
        tail += 1
    stretch = Stretch(hits, skipped, len(words.words), _SLACK_UNSPACED if language.unspaced else _SLACK, tail)
    index = language.compounds
    # Compounds may be made of compounds: those met later in the table see the earlier ones.
    occurring = hits.keys()
    queue = index.tried(hits)
    tried = set(queue)
    position = 0
    while position < len(queue):
        number = queue[position]
        position += 1
        if index.lacks(number, occurring):
            continue
        name, pattern = index.items[number]
        places = find_all(pattern, stretch)
        if language.unspaced and name.startswith(_ONE_CLAUSE):
            places = [p for p in places if not any(words.words[i] in ",;" for i in range(*p))]
        if places:
            _merge(hits, name, places)
            parent = name.rpartition(".")[0]
            for new in (name, parent):
                for other in index.with_rarest(new):
                    if other not in tried:
                        tried.add(other)
                        queue.append(other)
    return stretch


# Literals of patterns mean what they say wherever they stand.
_LITERAL: Final = ("=", "filler", "number")


def _name_laws(words: Sequence[str], hits: Hits) -> None:
    """Lets titles of laws be laws, whatever their words mean elsewhere."""
    laws = titles(words, hits.get("topic.place", ()))
    if not laws:
        return
    for name in [n for n in hits if not n.startswith(_LITERAL)]:
        kept = [p for p in hits[name] if not any(s <= p[0] and p[1] <= e for s, e in laws)]
        if kept:
            hits[name] = kept
        else:
            del hits[name]
    for name in ("who.law", "law.named"):
        _merge(hits, name, laws)


# What the address of a licence that is not open has in its path, and the class of such a name.
_LIMITED: Final = (
    ("named.nc", re.compile(r"/(?:cc-)?by-nc\b|polyform.*noncommercial|/prosperity")),
    ("named.nd", re.compile(r"/(?:cc-)?by-(?:nc-)?nd\b")),
    ("named.limited", re.compile(r"/(?:busl|bsl-?1)|polyform.*(?:strict|internal|trial|small-?business)")),
    ("named.rival", re.compile(r"polyform.*(?:shield|perimeter|countdown)")),
)
_LIMITED_PARTS: Final = ("by-n", "polyform", "prosperity", "busl", "bsl")


def _limited_addresses(words: Sequence[str]) -> Iterator[tuple[str, list[Range]]]:
    """The addresses of licences that keep something back, which are words as long as they may be."""
    addresses = [i for i, word in enumerate(words) if "/" in word and any(part in word for part in _LIMITED_PARTS)]
    for name, pattern in _LIMITED if addresses else ():
        if places := [(i, i + 1) for i in addresses if pattern.search(words[i])]:
            yield name, places


def _leave_out_versions(words: Sequence[str], hits: Hits, *, unspaced: bool) -> None:
    """Leaves out the numbers that count nothing."""
    if unspaced and any(words[s].count(".") >= _VERSION for s, _ in hits.get("number", ())):
        # "1.1.3" is the number of a clause
        hits["number"] = [p for p in hits["number"] if words[p[0]].count(".") < _VERSION]
    elif not unspaced and "number" in hits and _COUNTED in hits:
        hits["number"] = [p for p in hits["number"] if not _is_version(p[0], words, hits)]


def _is_version(at: int, words: Sequence[str], hits: Hits) -> bool:
    """Whether the number at `at` is the version of a licence or a program before its users: "Apache-2.0 users"."""
    if not any(at < start <= at + _NEAR for start, _ in hits[_COUNTED]):
        return False
    if _DECIMAL.fullmatch(words[at]):
        return at + 1 == len(words) or words[at + 1] not in _SCALES
    before = words[at - 1] if at else ""
    return len(words[at]) == 1 and before in _VERSIONED


def _merge(hits: Hits, name: str, places: list[Range]) -> None:
    while name:
        known = hits.get(name)
        hits[name] = sorted({*known, *places}) if known else places
        name = name.rpartition(".")[0]
