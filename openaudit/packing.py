"""Rules and language tables as plain data, and back: what `prepared` keeps, so that a start parses nothing.

Most of it stays packed (bytes made by `marshal`) until a text asks for it: a pattern until its rarest word occurs, a
branch of the trie until its first word does. Freshly read files take the same way, so that both give the same engine.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from openaudit.lexicon import Trie, words_of
from openaudit.memory import Memory
from openaudit.pattern import Part, Pattern
from openaudit.ruleset import (
    Criterion,
    Definition,
    Engine,
    Example,
    Index,
    Language,
    Lazy,
    Needs,
    Once,
    Packed,
    Phrase,
    Rule,
    Rules,
    Selector,
    Tables,
    Test,
    Ways,
    Weights,
)
from openaudit.typed import Any, NamedTuple, Protocol, TypeVar
from openaudit.vocabulary import Provision

Plain = dict[str, Any]
T = TypeVar("T")


class Written(NamedTuple):
    """A rule as its file has it."""

    rule: Rule
    selectors: tuple[Selector, ...]
    phrases: tuple[Phrase, ...]

    def patterns(self) -> Iterable[Pattern]:
        """Every pattern of the rule."""
        for selector in self.selectors:
            for test in selector.tests:
                yield from test.patterns
        for phrase in self.phrases:
            yield phrase.pattern
            for test in phrase.tests:
                yield from test.patterns


class Table(NamedTuple):
    """A language's table as its file has it: its phrases are in the trie, with those of the patterns."""

    code: str
    fillers: Sequence[str]
    trie: Trie
    compounds: Sequence[tuple[str, Pattern]]
    unspaced: bool


def pack_language(table: Table, rules: Sequence[Written], texts: Iterable[str]) -> Plain:
    """The table and the rules of one language as plain data. `texts` show which words are rare."""
    rarity = Rarity(table.trie, texts)
    selectors = [s._replace(rule=n) for n, w in enumerate(rules) for s in w.selectors]
    phrases = [p._replace(rule=n) for n, w in enumerate(rules) for p in w.phrases]
    return {
        "fillers": tuple(table.fillers),
        "hiding": tuple(sorted(table.trie.hiding)),
        "trie": {sys.intern(word): _packed(node) for word, node in table.trie.root.items()},
        "compounds": _packed_index(rarity, [(pattern, (), (name, pattern)) for name, pattern in table.compounds]),
        "selectors": _packed_index(rarity, [(None, s.tests, s) for s in selectors]),
        "by norm": plain(_by_norm(selectors)),
        "phrases": _packed_index(rarity, [(p.pattern, p.tests, p) for p in phrases]),
    }


def pack_rules(table: Table, rules: Sequence[Written]) -> Plain:
    """What every text in a language needs of it: the rules themselves."""
    return {"code": table.code, "unspaced": table.unspaced, "rules": tuple(plain(w.rule) for w in rules)}


def unpack_tables(data: Plain) -> Tables:
    """The tables in what `pack_language` made."""
    trie = Trie()
    trie.root = data["trie"]
    trie.hiding = set(data["hiding"])
    return Tables(frozenset(data["fillers"]), trie, _index(data["compounds"], _compound))


def unpack_ways(data: Plain) -> Ways:
    """The ways to the rules in what `pack_language` made."""
    return Ways(_index(data["selectors"], _selector), data["by norm"], _index(data["phrases"], _phrase))


class _Sections(Protocol):
    def __getitem__(self, name: str, /) -> Any: ...


def unpack_engine(sections: _Sections, remembered: Callable[[], Memory | None]) -> Engine:
    """The engine in the sections that `openaudit.load` makes; each part is put together when it is first asked for.

    `remembered` gives what the rules said before.
    """
    about = sections["about"]
    languages = Lazy(about["languages"], lambda code: sections[f"language {code}"])
    weights = Lazy(about["languages"], lambda code: Weights._make(sections[f"resemblance {code}"]))

    def language(code: str) -> Language:
        return Language(code, lambda: unpack_tables(languages[code]), unspaced=sections[f"rules {code}"]["unspaced"])

    def rules(code: str) -> Rules:
        fields = sections[f"rules {code}"]["rules"]
        return Rules(fields, lambda: unpack_ways(languages[code]), lambda: weights[code], remembered)

    return Engine(
        {fields[0]: Provision(*fields) for fields in sections["provisions"]},
        Lazy(about["definitions"], lambda id_: _definition(sections[f"definition {id_}"])),
        Lazy(about["languages"], language),
        Lazy(about["languages"], rules),
        Once(lambda: tuple(map(Example._make, sections["examples"]))),
        about["digest"],
    )


def _definition(data: tuple[Any, ...]) -> Definition:
    *fields, criteria, stances = data
    return Definition._make((*fields, tuple(map(Criterion._make, criteria)), stances))


def plain(value: Any) -> Any:
    """Named tuples and sets as tuples and lists as tuples, with every text interned: equal texts are one object."""
    if isinstance(value, str):
        return sys.intern(str(value))
    if isinstance(value, Pattern):
        return value.text, tuple(plain(_brief(part)) for part in value.parts), plain(value.needs), value.first
    if isinstance(value, (tuple, list)):
        return tuple(plain(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(plain(item) for item in value))
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    return value


def _packed(value: object) -> bytes:
    return marshal.dumps(plain(value), 4)


class Rarity:
    """How often classes and literals occur, in texts of the kind that will be read."""

    def __init__(self, trie: Trie, texts: Iterable[str]) -> None:
        self._counts: dict[str, int] = {}
        total = 0
        for text in texts:
            lowered = text.lower()
            total += 1
            for name in trie.annotate(words_of(lowered, 0, len(lowered), trie.root).words):
                self._counts[name] = self._counts.get(name, 0) + 1
        # Classes made of patterns are not counted; that many have one of them.
        self._unknown = total // 8

    def _count(self, names: tuple[str, ...]) -> int:
        return sum(self._counts.get(name, 0 if name.startswith("=") else self._unknown) for name in names)

    def ordered(self, pattern: Pattern) -> list[tuple[str, ...]]:
        """What the pattern needs, the rarest first."""
        return sorted(pattern.needs, key=self._count)

    def needs(self, tests: Iterable[Test]) -> Needs:
        """For each test that must hold, the classes of which one must occur; the rarest first."""
        found = (
            tuple(dict.fromkeys(name for pattern in test.patterns for name in self.ordered(pattern)[0]))
            for test in tests
            if not test.negative
        )
        return tuple(sorted(found, key=self._count))


PackedIndex = tuple[dict[str, bytes], list[bytes], list[bytes]]


def _packed_index(rarity: Rarity, items: Sequence[tuple[Pattern | None, Sequence[Test], object]]) -> PackedIndex:
    """The items with what they need: by the rarest class of their pattern, where they have one."""
    by_class: dict[str, list[int]] = {}
    needs: list[bytes] = []
    for number, (pattern, tests, _) in enumerate(items):
        rarest, *others = rarity.ordered(pattern) if pattern else [()]
        needs.append(_packed((*others, *rarity.needs(tests))))
        for name in rarest:
            by_class.setdefault(sys.intern(name), []).append(number)
    return {name: _packed(numbers) for name, numbers in by_class.items()}, needs, [_packed(item) for *_, item in items]


def _index(packed: PackedIndex, make: Callable[[bytes], T]) -> Index[T]:
    by_class, needs, items = packed
    return Index(by_class, needs, Packed(items, make))


def _by_norm(selectors: Iterable[Selector]) -> dict[str, dict[str, list[int]]]:
    """The numbers of the selectors by what they ask of a norm; see `ruleset.ByNorm`."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, selector in enumerate(selectors):
        for mode in selector.modes:
            for bearer in selector.bearers:
                for act in selector.acts or ("",):
                    found.setdefault(f"{mode} {bearer}", {}).setdefault(act, []).append(number)
    return found


def _compound(packed: bytes) -> tuple[str, Pattern]:
    name, pattern = marshal.loads(packed)  # noqa: S302 - bytes of our own making: see openaudit.prepared
    return name, _pattern(pattern)


def _phrase(packed: bytes) -> Phrase:
    pattern, tests, *rest = marshal.loads(packed)  # noqa: S302
    return Phrase(_pattern(pattern), _tests(tests), *rest)


def _selector(packed: bytes) -> Selector:
    *fields, tests, rule = marshal.loads(packed)  # noqa: S302
    return Selector._make((*fields, _tests(tests), rule))


def _tests(packed: Iterable[tuple[str, tuple[Any, ...], bool]]) -> tuple[Test, ...]:
    return tuple(Test(slot, tuple(map(_pattern, patterns)), negative) for slot, patterns, negative in packed)


def _pattern(packed: tuple[Any, ...]) -> Pattern:
    text, parts, needs, first = packed
    return Pattern(text, tuple(Part(*part) for part in parts), needs, (), first)


def _brief(part: Part) -> tuple[Any, ...]:
    """A part without what is so for most."""
    return part[:2] if part[2:] == (False, False, "") else tuple(part)
