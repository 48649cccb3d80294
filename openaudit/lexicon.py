"""Words of a text, and which classes of the language tables they belong to.

One pass over the words finds every phrase of every table and of every rule (a trie of words), so the
cost does not grow with the number of rules. Chinese characters are words of one character each.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache

from openaudit.characters import FILLER
from openaudit.misspelt import corrected
from openaudit.typed import Any, Final

# One Han character or Japanese syllable.
_ONE: Final = r"\u3040-\u30ff\u3400-\u9fff"


def _pattern(letter: str, address: str, others: str) -> str:
    """A word, a number, one Han character, a URL, or one mark.

    Hyphens and quotes are no words: "open-source" is two words, while a hyphen after one of some prefixes, or at a
    line end, joins. A stop inside a name or number ("Model.1"), or of a company ("Inc."), is no mark.
    """
    return (
        # most words, and nothing that one of the other lines could read differently: they are tried in order
        r"[a-z]++(?=[ \n\r,;)])"
        rf"|(?:[a-z]\.){{2,}}|https?://{address}+|www\.{address}+"
        rf"|(?:non|re|sub|un|pre|anti|multi|inter|mis)-(?![a-z]\.){letter}+"
        r"|[a-z]++-[ \t]*\r?\n[ \t]*[a-z]+"
        rf"|[^\W\d_{_ONE if others else ''}]+(?:'(?:s|t|re|ll|ve|d)\b)?|\d+(?:[.,]\d+)*"
        rf"|(?<!inc)(?<!ltd)(?<!corp)\.(?![a-z\d])|[,;:!?()\[\]/%$&]{others}"
    )


# Compiling the ranges takes ten times as long as all the rest, and few texts need them.
_ASCII_WORD: Final = re.compile(_pattern("[a-z]", r"[^\s<>()\"']", ""))


@cache
def _any_word() -> re.Pattern[str]:
    marks = rf"|[{_ONE}]|[\u3001\u3002\u00a5\u20ac\u00a3]"
    return re.compile(_pattern(r"[^\W\d_]", r"[^\s<>()\"'\u3000-\u9fff]", marks))


def _word_pattern(lowered: str) -> re.Pattern[str]:
    return _ASCII_WORD if lowered.isascii() else _any_word()


MARKS: Final = frozenset(",.;:!?()[]/\u3001\u3002")

_Places = list[tuple[int, int]]


class Hits(defaultdict[str, _Places]):
    """Where each class occurs: class -> half-open ranges of words, in order."""

    __slots__ = ("_under",)

    def __init__(self) -> None:
        super().__init__(list)
        self._under: dict[str, list[tuple[str, _Places]]] = {}

    def sealed(self) -> Hits:
        """The same hits; from now on a class that does not occur is a KeyError."""
        self.default_factory = None
        return self

    def under(self, prefix: str) -> list[tuple[str, _Places]]:
        """The classes whose names begin with `prefix`; nothing is added once somebody has asked."""
        found = self._under.get(prefix)
        if found is None:
            found = self._under[prefix] = [item for item in self.items() if item[0].startswith(prefix)]
        return found


Places = tuple[list[int], list[int]]


class Words:
    """The words of a stretch of text, lower case. Their offsets are worked out when somebody asks: few do."""

    __slots__ = ("_find", "_given", "_places", "words")

    def __init__(self, words: list[str], find: Callable[..., Places], *given: Any) -> None:
        """`find`, given the rest, finds the offsets at which the words start and end."""
        self.words = words
        self._find, self._given = find, given  # no closure: a long text has too many sentences for them
        self._places: Places | None = None

    def places(self) -> Places:
        """The offsets at which the words start, and those at which they end."""
        if self._places is None:
            self._places = self._find(*self._given)
        return self._places

    @property
    def starts(self) -> list[int]:
        """Where each word starts."""
        return self.places()[0]

    @property
    def ends(self) -> list[int]:
        """Where each word ends."""
        return self.places()[1]


def words_of(lowered: str, start: int, end: int, known: Container[str]) -> Words:
    """The words of `lowered[start:end]`, spelt right.

    `known` (the trie's roots) tells whether a word that was wrapped at a hyphen is one.
    """
    stretch = lowered[start:end]
    if "-" in stretch or FILLER in stretch:
        return Words(corrected(_joined(stretch, start, known)[0]), _joined_places, lowered, start, end, known)
    return Words(corrected(_word_pattern(stretch).findall(stretch)), _plain_places, lowered, start, end)


def _plain_places(lowered: str, start: int, end: int) -> Places:
    stretch = lowered[start:end]
    spans = [m.span() for m in _word_pattern(stretch).finditer(stretch)]
    return [start + s for s, _ in spans], [start + e for _, e in spans]


def _joined_places(lowered: str, start: int, end: int, known: Container[str]) -> Places:
    return _joined(lowered[start:end], start, known)[1]


def _joined(stretch: str, start: int, known: Container[str]) -> tuple[list[str], Places]:
    """The words of a stretch in which hyphens or blanked characters part words that are one."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    offsets: Sequence[int] = range(start, start + len(stretch))
    if FILLER in stretch:
        offsets = [start + at for at, char in enumerate(stretch) if char != FILLER]
        stretch = stretch.replace(FILLER, "")
    for m in _word_pattern(stretch).finditer(stretch):
        word = m[0]
        first, last = offsets[m.start()], offsets[m.end() - 1] + 1
        if ("-" in word and word[0] != "h") or "\n" in word:
            head, _, tail = word.partition("-")
            tail = tail.strip()
            if "\n" in word and head + tail not in known:
                words += (head, tail)
                starts += (first, offsets[m.end() - len(tail)])
                ends += (offsets[m.start() + len(head) - 1] + 1, last)
                continue
            word = head + tail
        words.append(word)
        starts.append(first)
        ends.append(last)
    return words, (starts, ends)


def inflections(word: str) -> tuple[str, ...]:
    """The regular English forms of a verb or noun: use -> use, uses, used, using, user's are not made."""
    if word.endswith("e"):
        stem = word[:-1]
        return (word, word + "s", word + "d", stem + "ing")
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word, word + "es", word + "ed", word + "ing")
    forms: tuple[str, ...] = (word, word + "s", word + "ed", word + "ing")
    if len(word) > 2 and word[-1] in "bgmnprtl" and word[-2] in "aeiou" and word[-3] not in "aeiou":
        forms += (word + word[-1] + "ed", word + word[-1] + "ing")
    return forms


def spellings(phrase: str) -> Iterable[tuple[str, ...]]:
    """Every word sequence that a phrase of a table stands for (`~` inflects the word before it)."""
    sequences: list[tuple[str, ...]] = [()]
    for word in split_phrase(phrase):
        forms = inflections(word[:-1]) if word.endswith("~") else (word,)
        forms = tuple(dict.fromkeys(f for form in forms for f in _variants(form)))
        sequences = [(*s, form) for s in sequences for form in forms]
    # the text's "non-profit" is one word, a table's "non profit" two: both are meant
    joined = [
        (*s[:i], s[i] + s[i + 1], *s[i + 2 :])
        for s in sequences
        for i in range(len(s) - 1)
        if s[i] in ("non", "re", "sub", "un", "pre")
    ]
    return [*sequences, *joined]


def _variants(word: str) -> Iterable[str]:
    """British and American spelling of one word, whichever is given."""
    yield word
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("licence", "license")):
        if british in word:
            yield word.replace(british, american)
        elif american in word:
            yield word.replace(american, british)


# As above.
_ASCII_PART: Final = re.compile(r"https?://\S+|(?:[a-z]\.){2,}|\d+(?:[.,]\d+)+|[^\W_]+(?:'[a-z]+)?~?|[,.;:!?()/%$]")


@cache
def _any_part() -> re.Pattern[str]:
    return re.compile(rf"(?:[a-z]\.){{2,}}|\d+(?:[.,]\d+)+|[{_ONE}]|[^\W_{_ONE}]+(?:'[a-z]+)?~?|[,.;:!?()/%$\u3001]")


def split_phrase(phrase: str) -> list[str]:
    """A phrase of a table as words, as the text's words are cut."""
    lowered = phrase.lower()
    return (_ASCII_PART if lowered.isascii() else _any_part()).findall(lowered)


# Marks a node at which a phrase of a hiding class ends; no word is a line end.
HIDES: Final = "\n"


class Trie:
    """Phrases by their words. A node maps a word to the next node, and "" to the classes that end here.

    `hiding` are the classes whose phrases hide what is inside them; they are named before phrases are added.
    A branch of `root` may be packed (see `openaudit.packing`) until its word occurs.
    """

    __slots__ = ("hiding", "root")

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.hiding: set[str] = set()

    def add(self, words: Sequence[str], name: str) -> None:
        """Let the phrase belong to the class `name`."""
        node = self.root
        for word in words:
            node = node.setdefault(word, {})
        names = node.setdefault("", [])
        if name not in names:
            names.append(name)
        if name in self.hiding:
            node[HIDES] = True

    def annotate(self, words: Sequence[str]) -> Hits:
        """Where each class occurs: class -> half-open ranges of words, in order."""
        hits = Hits()
        hiding = self.hiding
        look_up = self.root.get
        hidden_until = 0
        count = len(words)
        for i, word in enumerate(words):
            node = look_up(word)
            if i < hidden_until:
                continue
            if not "a" <= word <= "{" and word[0].isdigit():
                hits["number"].append((i, i + 1))
            if node is None:
                continue
            if node.__class__ is bytes:
                node = self.root[word] = marshal.loads(node)  # noqa: S302 - of our own making
            found: list[tuple[int, Sequence[str]]] = []
            hides = False
            j = i
            while node is not None:
                j += 1
                names = node.get("")
                if names is not None:
                    found.append((j, names))
                    hides = hides or HIDES in node
                node = node.get(words[j]) if j < count else None
            if not hides:
                for end, names in found:
                    place = (i, end)
                    for name in names:
                        hits[name].append(place)
                continue
            hidden_until = max(end for end, names in found if not hiding.isdisjoint(names))
            for end, names in found:
                for name in names:
                    if name in hiding or end > hidden_until or (end == hidden_until and end - i > 1):
                        hits[name].append((i, end))
        return hits.sealed()

    def phrases(self, words: Sequence[str]) -> Hits:
        """Where each class occurs, as `annotate` tells, in a trie of few phrases none of which hides others.

        Numbers are no class here.
        """
        hits = Hits()
        root, count = self.root, len(words)
        for i in [i for i, word in enumerate(words) if word in root]:
            node, j = root[words[i]], i
            while node is not None:
                j += 1
                for name in node.get("", ()):
                    hits[name].append((i, j))
                node = node.get(words[j]) if j < count else None
        return hits.sealed()


# Names whose phrases may be part of a longer word: literals of patterns, cues, lead-ins of qualifiers, fillers.
_LOOSE: Final = ("=", "q.", "filler", "cue", "list.", "past", "repealed", "breach", "sig.")
# A phrase of these classes is one word also for literals and cues, however long they are.
_CLOSED: Final = ("word", "who.licensee", "who.licensor", "act.sublicense")
_LONGEST_WORD: Final = 16


def whole_words(hits: Hits) -> None:
    """Drop what is only part of a longer word, in a language without blanks: "许可" within "许可方"."""
    longest: dict[int, int] = {}
    closed: dict[int, int] = {}
    for name, places in hits.items():
        for start, end in places if not name.startswith(_LOOSE) and name != "q" else ():
            if end - start > 1:
                longest[start] = max(end, longest.get(start, 0))
            if name.startswith(_CLOSED):
                closed[start] = max(end, closed.get(start, 0))
    single = dict(longest)
    closed_words = (sorted(closed), closed, True)
    beginnings = sorted(longest)
    for name, places in hits.items():
        for start, end in places if name.startswith("cue.") else ():
            if end - start == 1 or _within_longer((start, end), *closed_words):
                continue
            if not _across((start, end), beginnings, longest):
                single[start] = max(end, single.get(start, 0))
    all_words, words_and_cues = ((sorted(w), w, False) for w in (longest, single))
    for name in list(hits):
        loose = name.startswith(_LOOSE) or name == "q"
        across = name.startswith("cue.")
        kept = [
            h
            for h in hits[name]
            if not (across and _across(h, beginnings, longest))
            and not _within_longer(h, *(words_and_cues if h[1] - h[0] == 1 else closed_words if loose else all_words))
        ]
        if kept:
            hits[name] = kept
        else:
            del hits[name]


def _across(hit: tuple[int, int], starts: list[int], longest: dict[int, int]) -> bool:
    """Whether the hit begins within a word and ends behind it ("可以" in "本许可|以")."""
    i = bisect_left(starts, hit[0]) - 1
    while i >= 0 and starts[i] > hit[0] - _LONGEST_WORD:
        if hit[0] < longest[starts[i]] < hit[1]:
            return True
        i -= 1
    return False


def _within_longer(hit: tuple[int, int], starts: list[int], longest: dict[int, int], across: bool) -> bool:
    i = bisect_left(starts, hit[0] + 1) - 1
    while i >= 0 and starts[i] > hit[0] - _LONGEST_WORD:
        start = starts[i]
        end = longest[start]
        if (end >= hit[1] and end - start > hit[1] - hit[0]) or (across and start < hit[0] < end < hit[1]):
            return True
        i -= 1
    return False
