"""An English sentence around the words "open source": its noun phrases, subjects and names.

No grammar is built. A few closed lists (`rules/claims/en.yaml`) say where phrases end, what a noun can be about, and
who is meant; whatever they do not know stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from openaudit.claims.values import Names, Wording
from openaudit.typed import Final, NamedTuple

# Stands for the words in question.
TERM: Final = "\0"

_WORD: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.+#'-]*[A-Za-z0-9+#])?%?|[,;:()\[\]–—|/&!?]|-{1,2}(?=\s)")
_STEM: Final = re.compile(r"[a-z]{3,}")
_BREAKS: Final = frozenset(";:()[]–—|!?") | {"-", "--", "but", "while", "whereas"}
_NAME: Final = re.compile(r"[A-Za-z]*[A-Z][a-z]*[A-Z0-9]|[A-Z][a-z]+|[a-z]+-?\d")
_ACRONYMS: Final = frozenset("AI LLM LLMS VLM NLP API GPU CPU ML GPT MIT BSD AGI SOTA RLHF MOE SDK CLI OSI OSD".split())
_ARTICLES: Final = ("a", "an", "the")
_JOINS: Final = (",", "and", "&", "/", "or", "plus")
# Of the words that mean others, those that only count.
NUMBERS: Final = ("both", "two", "three", "current")
_PRONOUNS: Final = ("you", "we", "they", "i", "he", "she")
# Lists whose words are no names when a capital letter begins them.
_KNOWN: Final = (
    "own", "own-subjects", "own-nouns", "others", "copulas", "adverbs", "verbs", "stops", "releases", "governors",
    "glad", "never-heads", "plural-heads", "interjections", "plans",
)  # fmt: skip


class Word(NamedTuple):
    """A word in lower case, and as written."""

    text: str
    raw: str


class Reading(NamedTuple):
    """Who is meant: "own" (the project at hand), "other", or "" where nothing tells; and which part of it."""

    who: str
    about: tuple[str, ...] = ()


def split(text: str, match: re.Match[str]) -> tuple[tuple[Word, ...], int]:
    """The words of a sentence in which the matched words are one word (`TERM`), and that word's index."""
    before = tuple(Word(found[0].lower(), found[0]) for found in _WORD.finditer(text, 0, match.start()))
    after = tuple(Word(found[0].lower(), found[0]) for found in _WORD.finditer(text, match.end()))
    return (*before, Word(TERM, match[0]), *after), len(before)


class Phrases:
    """Questions about the words of one sentence, by index."""

    def __init__(self, words: tuple[Word, ...], at: int, names: Names, wording: Wording, *, elsewhere: bool) -> None:
        self.words, self.at, self.names, self.wording, self.elsewhere = words, at, names, wording, elsewhere

    # --- single words -----------------------------------------------------------------------------------

    def text(self, index: int) -> str:
        """The word at an index; "" outside of the sentence."""
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def has(self, name: str, index: int) -> bool:
        """Whether a closed list holds the word at an index."""
        return self.wording.has(name, self.text(index))

    def any(self, name: str, indexes: Iterable[int]) -> bool:
        """Whether a closed list holds any of the words."""
        return any(self.has(name, index) for index in indexes)

    def is_own_name(self, index: int) -> bool:
        """Whether the word is a name of the project."""
        stem = _STEM.match(self.text(index))
        if not stem or stem[0] not in self.names.stems:
            return False
        return stem[0] in self.names.lower or not self.words[index].raw.islower()

    def is_foreign_name(self, index: int) -> bool:
        """Whether the word looks like a name that is not the project's."""
        word = self.words[index]
        if not _NAME.match(word.raw) or word.raw.upper() in _ACRONYMS or self.is_own_name(index):
            return False
        return not any(self.wording.has(name, word.text) for name in _KNOWN) and not self.part(index)

    def part(self, index: int) -> str:
        """The part of a repository that a noun names, or ""."""
        word = self.text(index)
        return next((part for part, nouns in self.wording.about.items() if word in nouns), "")

    def is_noun(self, index: int) -> bool:
        """Whether the word is a noun that the lists know."""
        return bool(self.part(index)) or self.any("never-heads", (index,)) or self.has("plural-heads", index)

    def parts(self, indexes: Iterable[int]) -> tuple[str, ...]:
        """The parts that a phrase names: of "model weights and training code", weights and code."""
        found: list[str] = []
        last = ""
        for index in (*indexes, -1):
            if index < 0 or self.text(index) in _JOINS:
                if last and last not in found:
                    found.append(last)
                last = ""
            else:
                last = self.part(index) or last
        return tuple(part for part in found if part != "project") or tuple(found)

    # --- clauses and phrases ----------------------------------------------------------------------------

    def clause_start(self, end: int) -> int:
        """The index after the last break before `end`."""
        index = end
        while index > 0 and self.text(index - 1) not in _BREAKS:
            index -= 1
        return index

    def head(self) -> int:
        """The index of the noun that the words stand before ("model" in "open-source chat model"), or -1."""
        start = self._over_adjectives(self.at + 1)
        last = -1
        for index in range(start, min(start + 8, len(self.words))):
            follows = last >= 0 and index == last + 1
            if not self.text(index)[:1].isalnum() or (follows and self._begins_name(index)):
                break
            # "release" and "works" are nouns right after an adjective, and verbs later on.
            if self.is_noun(index) and (follows or index == start or not self._ends_phrase(index)):
                last = index
            elif self._ends_phrase(index):
                break
        if last < 0 and self.text(start)[:1].isalpha() and not self._ends_phrase(start) and start == self.at + 1:
            return start
        return last

    def _begins_name(self, index: int) -> bool:
        """Whether a name begins at an index: `model Larkspur`, `library LLM Foundry`."""
        if self.is_own_name(index) or self.is_foreign_name(index):
            return True
        capital = self.words[index].raw[0].isupper() and self.words[index - 1].raw.islower()
        return capital and index + 1 < len(self.words) and self.is_foreign_name(index + 1)

    def _ends_phrase(self, index: int) -> bool:
        return self.has("stops", index) or self.has("verbs", index)

    def _over_adjectives(self, start: int) -> int:
        """Past ", multilingual and usable" in "open-source, multilingual and usable model"; else `start`."""
        if self.text(start) not in _JOINS:
            return start
        for index in range(start, min(start + 8, len(self.words))):
            word = self.text(index)
            if word in _JOINS:
                continue
            if (
                not word[:1].isalnum()
                or self._ends_phrase(index)
                or self.has("others", index)
                or self.has("own", index)
            ):
                return start
            if self.part(index):
                return index if index - start < 8 else start
        return start

    def phrase_start(self) -> int:
        """Where the noun phrase around the words begins: at its article or owner, or after what governs it."""
        index = self.at
        while index > 0 and self.at - index < 9:
            before = index - 1
            word = self.text(before)
            if word == "of" and self.has("groups", before - 1):
                index = before - 1
                continue
            superlative = word in ("most", "both") and self.text(before - 1) in ("the", "our", "one", "of")
            if not superlative and (word in _ARTICLES or self.has("own", before) or self.has("others", before)):
                return before
            adjective = self.has("adverbs", before)
            if word in _BREAKS or (word == "," and not self.has("adverbs", before - 1)):
                return index
            if not adjective and (
                self.has("governors", before) or self.has("verbs", before) or self.has("copulas", before)
            ):
                return index
            index = before
        return index

    def before_adverbs(self, index: int) -> int:
        """The index of the last word before `index` that does more than strengthen ("fully"); -1 at the start."""
        stop = index - 8
        index -= 1
        while index >= 0 and index > stop:
            if not self.has("adverbs", index) and not (self.text(index) == "," and self.has("adverbs", index - 1)):
                break
            index -= 1
        return index

    def copula(self, index: int, *, over: frozenset[str] = frozenset()) -> int:
        """The index of the "is" to which a predicate beginning at `index` belongs, or -1.

        Words of `over` may stand between; so may other predicates ("is small, fast and open source").
        """
        before = self.before_adverbs(index)
        while before >= 0 and self.text(before) in over:
            before = self.before_adverbs(before)
        if before >= 0 and self.has("copulas", before):
            return before
        if over:
            return -1
        for back in range(index - 1, max(-1, index - 7), -1):
            if (
                self.text(back) in _BREAKS
                or self.part(back)
                or (self.has("governors", back) and self.text(back) != "and")
            ):
                break
            if self.has("copulas", back) and self.has("verbs", back):
                return back
        return -1

    # --- subjects ---------------------------------------------------------------------------------------

    def subject_of(self, verb: int) -> Reading:
        """Who is meant by the subject of the verb at `verb`; "own" without words where it is left out."""
        end = verb
        while end > 0 and self._belongs_to_verb(end - 1):
            end -= 1
        start = self.clause_start(end)
        if start == end:
            return Reading("" if self.elsewhere else "own")
        return self.subject(self._last_clause(start, end), end)

    def _belongs_to_verb(self, index: int) -> bool:
        if self.has("verbs", index):
            return self.text(index) not in _PRONOUNS
        return self.has("adverbs", index) and self.text(index) not in ("all", "both", "a", "an", "the", "one", "first")

    def _last_clause(self, start: int, end: int) -> int:
        """Where the subject begins: after a comma that ends another clause or an adverbial, after "because"."""
        last = start
        for index in range(start, end - 1):
            word = self.text(index)
            has_verb = any(self.has("verbs", i) or self.has("releases", i) for i in range(last, index))
            joined = word in ("and", "or") and has_verb
            listed = word == "," and (has_verb or self._is_adverbial(last))
            if joined or listed or word in ("because", "since", "although", "though", "so", "if", "why"):
                last = index + 1
        return last

    def _is_adverbial(self, start: int) -> bool:
        """Whether what begins here only introduces: "In May, …", "Unlike others, …", "Best of all, …"."""
        if self.is_own_name(start) or self.is_foreign_name(start) or self.has("own-subjects", start):
            return False
        if self.text(start) in _ARTICLES:
            return False
        return not self.is_noun(start) or self.has("interjections", start) or self.has("governors", start)

    def subject(self, start: int, end: int) -> Reading:
        """Who is meant by the noun phrase `start:end`: by its owner first, then by its noun."""
        stop = next((i for i in range(start + 1, end) if self._ends_subject(i)), end)
        if self.text(start) in ("all", "both") and self.text(stop) == "of":
            start, stop = stop + 1, next((i for i in range(stop + 2, end) if self._ends_subject(i)), end)
        phrase, rest = range(start, stop), range(stop, end)
        about = self.parts(phrase)
        if not phrase:
            return Reading("")
        head = next((i for i in reversed(phrase) if self.is_noun(i)), -1)
        others = [i for i in phrase if self.has("others", i) and self.text(i) not in NUMBERS]
        if any(self.is_own_name(i) for i in phrase) and not self.has("never-heads", head):
            return Reading("own", about)
        if self.has("never-heads", head) or others:
            return Reading("other")
        if any(self.has("own", i) or self.has("own-subjects", i) or self.is_own_name(i) for i in phrase):
            return Reading("own", about)
        if any(self.is_foreign_name(i) for i in phrase) or self.text(start) in ("a", "an"):
            return Reading("other")
        if any(self.text(i) in ("that", "which", "we", "who") for i in rest):
            made = any(self.text(i) == "we" for i in rest) and not self.any("uses", rest)
            return Reading("own", about) if made and self.has("own-nouns", head) else Reading("other")
        if any(self.has("own", i) or self.is_own_name(i) for i in rest):
            return Reading("own", about)
        if self.has("plural-heads", head) and not self.has("own-nouns", head):
            return Reading("other")
        return Reading("own", about) if self.has("own-nouns", head) and not self.elsewhere else Reading("")

    def _ends_subject(self, index: int) -> bool:
        """Whether a preposition or relative pronoun ends the core of a noun phrase."""
        kept = self.text(index) in ("and", "or", *_ARTICLES) or self.has("own", index) or bool(self.part(index))
        return self.has("stops", index) and not kept and self.text(index) not in ("its", "it")
