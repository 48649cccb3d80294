"""A claim, and the words of a language that readers of claims know."""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.typed import Final, Literal, NamedTuple

# "open" (open source, 开源), "free" (free software, libre, 自由软件), "approved" (by the OSI).
ClaimKind = Literal["open", "free", "approved"]
# How the words stand: before a noun, as a predicate, as a verb ("open-source", "-sourced", "-sourcing"), alone, or
# before the word licence.
Form = Literal["adjective", "predicate", "verb", "verbed", "verbing", "label", "license"]


# A sentence that says the words more often is no sentence; the first so many are read.
MAX_TERMS: Final = 8


class Claim(NamedTuple):
    """Words that say of the project at hand that it is open.

    `start`/`end` are the offsets of the words, `sentence` the offsets of their sentence. `about` are the parts of
    the repository they speak of ("weights", "code", "data", "docs"), or "project". `before` and `after` are the rest
    of the sentence as a reader sees it, without marks and tags, cut where it is long.
    """

    kind: ClaimKind
    about: tuple[str, ...]
    form: Form
    start: int
    end: int
    sentence: tuple[int, int]
    language: str
    before: str = ""
    after: str = ""


class Names(NamedTuple):
    """What a project is called: the beginnings of its Latin names in lower case, and its Chinese names.

    `stems` count where a word is written with a capital or a digit; those in `lower` also without.
    """

    stems: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()
    han: frozenset[str] = frozenset()


class Wording(NamedTuple):
    """One language's words (`rules/claims/<language>.yaml`).

    `lists` are the closed lists by name, `about` the nouns of each part. `instead` are wordings to use by what
    the claim is about, `rewrite` the words that take the claim's place by what it is about and its form;
    `unnamed` stands where the licence has no name.
    """

    language: str
    lists: Mapping[str, frozenset[str]]
    about: Mapping[str, frozenset[str]]
    instead: Mapping[str, tuple[str, ...]]
    rewrite: Mapping[str, Mapping[str, str]]
    unnamed: str

    def has(self, name: str, word: str) -> bool:
        """Whether a closed list holds a word."""
        return word in self.lists[name]
