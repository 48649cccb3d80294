"""Rules, definitions and language tables as values. Nothing here reads files or decides anything."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence

from openaudit.lexicon import Trie
from openaudit.memory import Memory
from openaudit.pattern import Pattern
from openaudit.recent import Recent
from openaudit.typed import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, overload
from openaudit.vocabulary import Confidence, Kind, Outcome, Provision

if TYPE_CHECKING:
    from openaudit.found import Extract
    from openaudit.report import LicenseMatch


class Rule(NamedTuple):
    """One way, in one language, of finding one provision."""

    id: str
    provision: str
    kind: Kind
    confidence: Confidence
    language: str
    captures: tuple[str, ...]
    fallback: bool


class Test(NamedTuple):
    """Patterns of which one must hold (or, `negative`, none may) in one slot of a norm."""

    slot: str
    patterns: tuple[Pattern, ...]
    negative: bool


class Selector(NamedTuple):
    """Which norms a rule is about. An empty tuple asks for nothing.

    `acts` and `objects` name classes without their prefix ("use", "work"); `bare` asks for a norm
    without a narrowing qualifier, `narrowed` for one with. `rule` is the number of the rule among those of its
    language.
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
    rule: int = 0


class Phrase(NamedTuple):
    """A way of saying that is no norm: a pattern, and tests on the sentence around it.

    `claims` are the modes of the norms inside the match that it explains. `rule` as for `Selector`.
    """

    pattern: Pattern
    tests: tuple[Test, ...]
    claims: tuple[str, ...]
    rule: int = 0


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


T = TypeVar("T")


class Packed(Sequence[T]):
    """Items that are made when they are first asked for, since a text needs few of them."""

    __slots__ = ("_items", "_make")

    def __init__(self, packed: Iterable[bytes], make: Callable[[bytes], T]) -> None:
        """`make` turns one of the `packed` into the item that it stands for."""
        self._items: list[bytes | T] = list(packed)
        self._make = make

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self._items)))]
        item = self._items[at]
        if isinstance(item, bytes):
            item = self._items[at] = self._make(item)
        return item


class Lazy(Mapping[str, T]):
    """Values by name, each made when it is first asked for."""

    __slots__ = ("_make", "_values")

    def __init__(self, names: Iterable[str], make: Callable[[str], T]) -> None:
        """`make` makes the value of one of the `names`."""
        self._values: dict[str, T | None] = dict.fromkeys(names)
        self._make = make

    def __getitem__(self, name: str) -> T:
        value = self._values[name]
        if value is None:
            value = self._values[name] = self._make(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Once(Sequence[T]):
    """Items that are all made when one is first asked for."""

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        """`make` makes the items."""
        self._items: Sequence[T] | None = None
        self._make = make

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._all()[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> Sequence[T]:
        if self._items is None:
            self._items = self._make()
        return self._items


Needs = tuple[tuple[str, ...], ...]


class Index(Generic[T]):
    """Things with a pattern, by their rarest class, so that a sentence meets only those it can match.

    Of each of an item's needs one class must occur beside the rarest.
    """

    __slots__ = ("_by_class", "_needs", "items")

    def __init__(self, by_class: Mapping[str, bytes], needs: Sequence[bytes], items: Sequence[T]) -> None:
        """`by_class` maps a class to the numbers of the `items` to be tried where it occurs; packed, like the needs."""
        self._by_class: dict[str, bytes | tuple[int, ...]] = dict(by_class)
        self._needs: list[bytes | Needs] = list(needs)
        self.items = items

    def tried(self, hits: Mapping[str, Any]) -> list[int]:
        """The numbers, in order, of what is worth a try where the classes `hits` occur, as far as the rarest tells."""
        numbers: set[int] = set()
        for name in self._by_class.keys() & hits.keys():
            numbers.update(self.with_rarest(name))
        return sorted(numbers)

    def with_rarest(self, name: str) -> tuple[int, ...]:
        """The numbers of the items whose rarest class is `name`."""
        numbers = self._by_class.get(name, ())
        if isinstance(numbers, bytes):
            numbers = self._by_class[name] = marshal.loads(numbers)  # noqa: S302 - see openaudit.stored
        return numbers

    def lacks(self, number: int, occurring: KeysView[str]) -> bool:
        """Whether the item needs a class that does not occur."""
        needs = self._needs[number]
        if isinstance(needs, bytes):
            needs = self._needs[number] = marshal.loads(needs)  # noqa: S302
        for names in needs:  # noqa: SIM110 - any() takes twice as long, and this is asked a hundred times a sentence
            if occurring.isdisjoint(names):
                return True
        return False

    def possible(self, hits: Mapping[str, Any]) -> list[int]:
        """The numbers, in order, of those that can match where no other classes than `hits` occur."""
        disjoint, needs = hits.keys().isdisjoint, self._needs
        found = []
        for number in self.tried(hits):  # a hundred times a sentence: no call for each
            wanted = needs[number]
            if isinstance(wanted, bytes):
                wanted = needs[number] = marshal.loads(wanted)  # noqa: S302
            for names in wanted:
                if disjoint(names):
                    break
            else:
                found.append(number)
        return found


class Tables(NamedTuple):
    """Words of a language by class. `compounds` are classes made by patterns, as pairs of a class and a pattern."""

    fillers: frozenset[str]
    trie: Trie
    compounds: Index[tuple[str, Pattern]]


class Language:
    """One language. `unspaced`: it is written without blanks, so that every character counts as a word.

    Its tables are loaded when the first of them is asked for: a text whose sentences are remembered needs none.
    """

    __slots__ = ("_load", "code", "compounds", "fillers", "trie", "unspaced")

    fillers: frozenset[str]
    trie: Trie
    compounds: Index[tuple[str, Pattern]]

    def __init__(self, code: str, load: Callable[[], Tables], *, unspaced: bool) -> None:
        """`load` gives the tables."""
        self.code = code
        self.unspaced = unspaced
        self._load = load

    def __contains__(self, word: object) -> bool:
        """Whether a phrase of the tables begins with the word."""
        return word in self.trie.root

    if not TYPE_CHECKING:

        def __getattr__(self, name):  # noqa: ANN001, ANN204
            if name not in Tables._fields:
                raise AttributeError(name)
            self.fillers, self.trie, self.compounds = self._load()
            return getattr(self, name)


# Selectors by "mode bearer", and there by an act that they ask for ("" for those that ask for none).
ByNorm = Mapping[str, Mapping[str, Sequence[int]]]


class Weights(NamedTuple):
    """What `openaudit.resemblance` weighs sentences with.

    `rows` holds bytes by feature: its rarity, then pairs of the number of a label and its weight, in units of `scale`
    (see `openaudit.resemblance.row_of`). `bias` are the weights of all labels without a feature. `labels` are pairs of
    provision and kind; the first is `("none", None)`, for sentences that restrain nothing. A provision is named that
    outweighs it by `least`.
    """

    labels: tuple[tuple[str, Kind | None], ...]
    scale: float
    bias: tuple[float, ...]
    least: float
    rows: Mapping[str, bytes]


class Ways(NamedTuple):
    """The ways to the rules that a sentence can match; `selectors` and `phrases` name their rule by its number."""

    selectors: Index[Selector]
    by_norm: ByNorm
    phrases: Index[Phrase]


class Rules(Sequence[Rule]):
    """The rules of one language, the way to those that a sentence can match, and the weights for what none reads."""

    __slots__ = ("_about", "_load", "_rules", "by_norm", "memory", "phrases", "recent", "selectors", "weights")

    selectors: Index[Selector]
    by_norm: ByNorm
    phrases: Index[Phrase]

    def __init__(
        self,
        rules: Sequence[tuple[Any, ...]],
        load: Callable[[], Ways],
        weights: Callable[[], Weights],
        memory: Callable[[], Memory | None],
    ) -> None:
        """`rules` are the fields of each; `load` gives the ways to them; `memory` knows what they said before."""
        self._load = load
        self.memory = memory
        self.weights = weights
        self._rules: list[Any] = list(rules)
        self._about: dict[tuple[str, str, frozenset[str]], tuple[int, ...]] = {}
        # What they said of sentences, see `openaudit.accounts`.
        self.recent: Recent[object] = Recent(_SENTENCES)

    def __len__(self) -> int:
        return len(self._rules)

    @overload
    def __getitem__(self, at: int) -> Rule: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Rule]: ...
    def __getitem__(self, at: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self._rules)))]
        rule: Rule = self._rules[at]
        if rule.__class__ is not Rule:
            rule = self._rules[at] = Rule._make(rule)
        return rule

    if not TYPE_CHECKING:

        def __getattr__(self, name):  # noqa: ANN001, ANN204
            if name not in Ways._fields:
                raise AttributeError(name)
            self.selectors, self.by_norm, self.phrases = self._load()
            return getattr(self, name)

    def remembered(self, key: tuple[Any, ...], code: str) -> object:
        """What is remembered by `key`: what was put into `recent`, or plain values that were kept; None for nothing."""
        known = self.recent.get(key)
        if known is None:
            memory = self.memory()
            known = memory.get((code, *key)) if memory else None
        return known

    def about(self, mode: str, bearer: str, acts: frozenset[str]) -> tuple[int, ...]:
        """The numbers of the selectors, in the order of the rules, that a norm of this kind can meet."""
        key = (mode, bearer, acts)
        found = self._about.get(key)
        if found is None:
            by_act = self.by_norm.get(f"{mode} {bearer}", {})
            if len(self._about) == _MOST_KINDS:
                self._about.clear()
            numbers = {number for act in ("", *acts) for number in by_act.get(act, ())}
            found = self._about[key] = tuple(sorted(numbers))
        return found


# Sentences that are remembered; each takes about 2 kB.
_SENTENCES: Final = 4096
# Kinds of norm for which the selectors are remembered.
_MOST_KINDS: Final = 4096


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

    @property
    def is_policy(self) -> bool:
        """Whether it says what a company may use, and not what is open."""
        return any(one.id == f"{self.id}-policy" for one in self.criteria)


class Engine(NamedTuple):
    """Everything an audit needs to know; `rules_digest` is the sha256 of the files it was made from.

    `identify` recognises known licences, `recall` says what was read in an unedited copy of one (None: nobody asked for
    it).
    """

    provisions: Mapping[str, Provision]
    definitions: Mapping[str, Definition]
    languages: Mapping[str, Language]
    rules: Mapping[str, Rules]
    examples: Sequence[Example]
    rules_digest: str
    identify: Callable[[str], LicenseMatch] | None = None
    recall: Callable[[str], tuple[LicenseMatch, Extract] | None] | None = None
