"""Where sentences end, in English and in Chinese.

A stop after an abbreviation, in a number, an address or a reference ends nothing, nor does one inside quotation marks
or parentheses that close later. A semicolon ends a sentence in Chinese, where it parts clauses that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.han import has_han
from openaudit.typed import Final

# No sentence is longer, so that what reads sentences costs no more than the text's length, however it is written.
MAX_SENTENCE: Final = 1500

# Patterns that begin with a set of characters are searched for fastest.
_STOP: Final = re.compile(r"""[.!?-](?=[\s"')\]}\x00])""")
_STOP_ZH: Final = re.compile(r"""[.!?。;](?:(?<=[。;])|(?=["')\]}\x00]{0,4}(?:\s|[^\x00-\xff])))""")
_CLOSING: Final = re.compile(r"""["')\]}》」\x00]{0,4}""")
_NEVER: Final = frozenset(
    "e.g i.e eg ie no nos sec secs art arts par para ch fig figs cf viz vs v vol p pp al approx ca mr mrs ms dr"
    " prof st rev ver ed eds dept univ tel ext reg resp incl excl jan feb mar apr jun jul aug sep sept oct nov dec"
    " n.b".split()
)
# These end a sentence only if the next word is one that begins one.
_MAYBE: Final = frozenset(
    "inc ltd co corp llc l.l.c gmbh bv b.v n.v s.a s.r.l plc pty pte u.s u.s.a u.k e.u u.n etc a.m p.m jr sr esq"
    " ph.d l.p d.c dba d.b.a bros intl".split()
)
_STARTERS: Final = frozenset(
    "the this these those that a an you your we our it its they their he she i if in for all any each every no"
    " not nothing as at by to on under upon when where while unless until except subject such provided however"
    " notwithstanding nor and but permission redistribution copyright licensee licensor licensed use there here"
    " please see everyone everybody".split()
)
_SPACE: Final = re.compile(r"\s*")
_FIRST_WORD: Final = re.compile(r"[A-Za-z']+")
# All that is left after the last semicolon of a list item.
_CONNECTIVE: Final = re.compile(r"(?:以及|及|和|或|或者|且|并且|and|or|and/or)\s*\Z")
_WORD_BACK: Final = 24
_CLOSES_WITHIN: Final = 500


def sentence_ends(text: str, start: int, end: int, *, words: int = 0, chinese: bool = False) -> Iterator[int]:
    """The offsets after each sentence of `text[start:end]`, the last one being `end`.

    `words` is where its words begin, after a label; `chinese` says that the text has Han characters, between which a
    semicolon ends a sentence.
    """
    at = counted = start
    quotes = depth = 0  # of the sentence so far
    for found in (_STOP_ZH if chinese else _STOP).finditer(text, max(start, words), end):
        if found.start() < at:
            continue
        stop = _CLOSING.match(text, found.end(), end).end()  # type: ignore[union-attr]
        # (Both patterns match anywhere, if only nothing.)
        following = _SPACE.match(text, stop, end).end()  # type: ignore[union-attr]
        if following >= end:
            break
        if following == stop and not chinese:
            continue
        if not _ends(text, at, found, following, end, chinese=chinese):
            continue
        quotes += text.count('"', counted, stop)
        depth += text.count("(", counted, stop) - text.count(")", counted, stop)
        counted = stop
        if _enclosed(text, quotes, depth, stop, end):
            continue
        yield from _capped(text, at, stop)
        at = counted = following
        quotes = depth = 0
    yield from _capped(text, at, end)


def first_stop(text: str, start: int, end: int) -> int:
    """Where the first sentence of `text[start:end]` ends; `end` where there is but one."""
    return next(sentence_ends(text, start, end, chinese=has_han(text, start, end)), end)


def _ends(text: str, at: int, found: re.Match[str], following: int, end: int, *, chinese: bool) -> bool:
    """Whether the stop at `found`, after which words go on at `following`, ends a sentence."""
    mark, place = found[0], found.start()
    if mark == "-":
        return _dashed(text, at, place, following)
    if mark == "。":
        return text[following] not in ".,;:。、"
    if mark == ";":
        return chinese and _beside_han(text, place) and _CONNECTIVE.match(text, following, end) is None
    first = text[following]
    if first.islower() or first in ",;:)":
        return False
    if mark != ".":
        return first not in "\"'" or mark == "?"
    word = _last_word(text, max(at, place - _WORD_BACK), place)
    if word in _NEVER or (word.isdigit() and place - len(word) <= at + 1):
        return False
    initial = (len(word) == 1 and word.isalpha() and word != "i") or (len(word) == 3 and word[1] == ".")
    return not (initial or word in _MAYBE) or _starts(text, following)


# "The weights are yours - you may not sell them": behind such a dash the licence speaks anew.
_SPEAKS_ANEW: Final = re.compile(
    r"(?:but |and |so |yet |however,? )?(?:you|licensees?|users?|recipients?|nobody|no one) "
    r"(?:(?:may|must|shall|can) (?:not|never|only)|cannot|can't)\b",
    re.IGNORECASE,
)
_IN_A_CASE: Final = frozenset("if when where while unless until except subject provided upon as for in".split())


def _dashed(text: str, at: int, place: int, following: int) -> bool:
    """Whether a dash parts two statements: one that is no case, and one that says what somebody may not do."""
    if place <= at or text[place - 1] not in " -" or _SPEAKS_ANEW.match(text, following) is None:
        return False
    word = _FIRST_WORD.search(text, at, place)
    return word is not None and word[0].lower() not in _IN_A_CASE


def _last_word(text: str, start: int, end: int) -> str:
    """The word that ends at `end`, in lower case, with the stops and dashes inside it."""
    at = end
    while at > start and (text[at - 1].isalnum() or text[at - 1] in ".&'-_"):
        at -= 1
    return text[at:end].lower()


def _starts(text: str, at: int) -> bool:
    word = _FIRST_WORD.match(text, at)
    return word is not None and word[0].lower() in _STARTERS


def _beside_han(text: str, at: int) -> bool:
    return any(char >= "\u3000" for char in text[max(0, at - 2) : at + 3])


def _enclosed(text: str, quotes: int, depth: int, stop: int, end: int) -> bool:
    """Whether a quotation or parenthesis that the sentence opened is still open at `stop`, and closes soon.

    `quotes` is how many marks it has, `depth` how many parentheses it has opened and not closed.
    """
    if quotes % 2 and text.find('"', stop, min(end, stop + _CLOSES_WITHIN)) >= 0:
        return True
    if depth <= 0:
        return False
    close = text.find(")", stop, min(end, stop + _CLOSES_WITHIN))
    return close >= 0 and text.count("(", stop, close) == 0


def _capped(text: str, start: int, end: int) -> Iterator[int]:
    """`end`, and before it cuts at the last break of a part that is too long."""
    while end - start > MAX_SENTENCE:
        cut = start + MAX_SENTENCE
        for sign in ("; ", ";", ": ", ", ", ",", "、", " ", "\n"):
            place = text.rfind(sign, start + MAX_SENTENCE // 2, cut)
            if place >= 0:
                cut = place + len(sign)
                break
        yield cut
        # What is as long as this may be white space for the most part, which is no sentence.
        start = cut
        while start < end and text[start].isspace():
            start += 1
    yield end
