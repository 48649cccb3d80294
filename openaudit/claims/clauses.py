"""A Chinese clause around 开源: its telling words, names and nouns.

Words are found by closed lists (`rules/claims/zh.yaml`) in a text without blanks, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from openaudit.claims.values import Wording
from openaudit.typed import Final, NamedTuple

_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_ACRONYMS: Final = frozenset("AI LLM VLM NLP API GPU CPU ML GPT AGI SOTA RLHF MOE SDK OSI B K M".split())


class Marker(NamedTuple):
    """The last telling word before the words in question: its list, the word, and where it ends."""

    name: str
    word: str
    start: int
    end: int


@cache
def union(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern of any of the words, the longest first."""
    return re.compile(f"(?:{_any(words)})")


@cache
def run(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern of any number of the words, one after the other."""
    return re.compile(f"(?:{_any(words)})*")


@cache
def final_run(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern of words with which a text ends."""
    return re.compile(f"(?:{_any(words)})+$")


def _any(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


class Context:
    """Questions about clauses: who is named in them, and what. `names` are lower-case names of the project."""

    def __init__(self, names: frozenset[str], wording: Wording) -> None:
        self.names, self.wording = names, wording

    def marker(self, text: str, names: Iterable[str]) -> Marker | None:
        """The last word of the named lists in `text`; the project's own names count as "own"."""
        # 对 and 用 are only words where no longer one (对话, 商用) takes them in.
        masked = union(self.wording.lists["compounds"]).sub(lambda m: "·" * len(m[0]), text)
        best: Marker | None = None
        for name in names:
            for match in union(self.wording.lists[name]).finditer(masked):
                marker = Marker(name, match[0], match.start(), match.end())
                if best is None or (marker.end, len(marker.word)) > (best.end, len(best.word)):
                    best = marker
            if name == "own":
                for match in self.names_in(text):
                    if best is None or match.end() > best.end:
                        best = Marker("own", match[0], match.start(), match.end())
        return best

    def names_in(self, text: str) -> Iterable[re.Match[str]]:
        """Where the project's own names stand."""
        return union(self.names).finditer(text.lower()) if self.names else ()

    def has_own_name(self, text: str) -> bool:
        """Whether the project is named."""
        return any(True for _ in self.names_in(text))

    def has_foreign_name(self, text: str) -> bool:
        """Whether a Latin name other than the project's stands in `text`."""
        for match in _LATIN.finditer(text):
            word = match[0]
            known = (
                word.upper().strip(".-+") in _ACRONYMS or word.islower() or re.fullmatch(r"[A-Za-z]?\d*[BKMbkm]?", word)
            )
            if not known and not self.has_own_name(word):
                return True
        return False

    def parts(self, text: str) -> tuple[str, ...]:
        """The parts that a subject names: the last noun of each member of a list."""
        parts: list[str] = []
        for piece in re.split(r"[和与及、/]|以及", text):
            named = nouns(self.wording).findall(piece)
            if named:
                self.add(parts, named[-1])
        return tuple(part for part in parts if part != "project") or tuple(parts)

    def add(self, parts: list[str], noun: str) -> None:
        """Adds the part that a noun names, once."""
        part = part_of(self.wording, noun)
        if part and part not in parts:
            parts.append(part)


def nouns(wording: Wording) -> re.Pattern[str]:
    """A pattern of the nouns that name a part."""
    return union(frozenset().union(*wording.about.values()))


def part_of(wording: Wording, noun: str) -> str | None:
    """The part that a noun names, or None."""
    return next((part for part, nouns in wording.about.items() if noun in nouns), None)
