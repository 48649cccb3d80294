"""Rules, definitions and language tables as values. Nothing here reads files or decides anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from openaudit.lexicon import Trie
from openaudit.pattern import Pattern
from openaudit.report import LicenseMatch
from openaudit.vocabulary import Confidence, Kind, Outcome, Provision


class Test(NamedTuple):
    """Patterns of which one must hold (or, `negative`, none may) in one slot of a norm."""

    slot: str
    patterns: tuple[Pattern, ...]
    negative: bool


class Selector(NamedTuple):
    """Which norms a rule is about. An empty tuple asks for nothing.

    `acts` and `objects` name classes without their prefix ("use", "work"); `bare` asks for a norm
    without a narrowing qualifier, `narrowed` for one with.
    """

    modes: tuple[str, ...]
    bearers: tuple[str, ...]
    acts: tuple[str, ...]
    only_acts: tuple[str, ...]
    objects: tuple[str, ...]
    not_objects: tuple[str, ...]
    qualifiers: tuple[str, ...]
    not_qualifiers: tuple[str, ...]
    bare: bool
    narrowed: bool
    hypothetical: bool
    tests: tuple[Test, ...]


class Phrase(NamedTuple):
    """A way of saying that is no norm: a pattern, and tests on the sentence around it.

    `claims` are the modes of the norms inside the match that it explains.
    """

    pattern: Pattern
    tests: tuple[Test, ...]
    claims: tuple[str, ...]


class Rule(NamedTuple):
    """One way, in one language, of finding one provision."""

    id: str
    provision: str
    kind: Kind
    confidence: Confidence
    language: str
    selectors: tuple[Selector, ...]
    phrases: tuple[Phrase, ...]
    captures: tuple[str, ...]
    fallback: bool


class Example(NamedTuple):
    """A sentence of our own that a rule file promises to match, or not to."""

    provision: str
    language: str
    text: str
    matches: bool
    captures: Mapping[str, str]
    quote: str
    file: str
    line: int


class Language(NamedTuple):
    """The tables of one language. `compounds` are classes made by patterns, indexed like phrases.

    `unspaced`: it is written without blanks, so that every character counts as a word.
    """

    code: str
    fillers: frozenset[str]
    trie: Trie
    compounds: PatternIndex
    unspaced: bool = False


class PatternIndex(NamedTuple):
    """Patterns by one class that each of them needs, so that a sentence meets only those it can match."""

    by_class: Mapping[str, Sequence[int]]
    patterns: Sequence[tuple[str, Pattern]]


class Criterion(NamedTuple):
    """One criterion of a definition; texts by report language. `assessed` is False where a text cannot show it."""

    id: str
    title: Mapping[str, str]
    demand: Mapping[str, str]
    url: str
    needs: tuple[str, ...]
    unexplained: Outcome | None
    assessed: bool


class Definition(NamedTuple):
    """A definition of openness: per provision, the criteria it touches and the outcome."""

    id: str
    name: Mapping[str, str]
    version: str
    url: str
    criteria: tuple[Criterion, ...]
    stances: Mapping[str, tuple[tuple[str, Outcome], ...]]


class Engine(NamedTuple):
    """Everything an audit needs to know; `rules_digest` is the sha256 of the files it was made from.

    `identify` recognises known licences (None: nobody asked for it).
    """

    provisions: Mapping[str, Provision]
    definitions: Mapping[str, Definition]
    languages: Mapping[str, Language]
    rules: Mapping[str, Sequence[Rule]]
    phrase_index: Mapping[str, PatternIndex]
    examples: Sequence[Example]
    rules_digest: str
    identify: Callable[[str], LicenseMatch] | None = None
