"""The parts of a page about one result, as values: what it says, in the order in which it says it.

Every string of a licence in them has passed `safe`; escaping for the format is the template's.
"""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.render.marked import MarkedLine


class Evidence(NamedTuple):
    """One quoted sentence. `id` is "" where the page has quoted it before; `text_id` is its place in the full text."""

    id: str
    text_id: str
    outcome: str
    quote: str
    lang: str
    place: str
    lines: str
    captures: str
    original: str
    notes: tuple[str, ...]


class Block(NamedTuple):
    """Sentences that stand under the same lead-in ("" for none)."""

    lead: str
    lang: str
    items: tuple[Evidence, ...]


class Group(NamedTuple):
    """The sentences that have one provision; `question` is what a person must answer, for a doubtful one."""

    title: str
    says: str
    outcome: str
    question: str
    blocks: tuple[Block, ...]
    more: int


class Criterion(NamedTuple):
    """One criterion with what it rests on; `doubts` are the open points of one that fails anyway."""

    id: str
    label: str
    number: str
    title: str
    demand: str
    url: str
    outcome: str
    symbol: str
    word: str
    reason: str
    groups: tuple[Group, ...]
    doubts: tuple[Group, ...]


class Change(NamedTuple):
    """Words that the text has more or less than the licence it was made from."""

    added: bool
    word: str
    text: str
    lines: str
    line_id: str


class Opinion(NamedTuple):
    """What one definition makes of the text."""

    definition: str
    url: str
    verdict: str
    outcome: str
    symbol: str
    word: str
    summary: str
    criteria: tuple[Criterion, ...]


class Page(NamedTuple):
    """Everything that a page about one result shows."""

    prefix: str
    name: str
    license_name: str
    path: str
    url: str
    lang: str
    first: Opinion
    others: tuple[Opinion, ...]
    identity: str
    osi_approved: bool
    loose: tuple[Group, ...]
    also: tuple[Group, ...]
    changes: tuple[Change, ...]
    aside: tuple[str, ...]
    bilingual: tuple[str, ...]
    instead: tuple[str, ...]
    claim: str
    lines: tuple[MarkedLine, ...]
    line_prefix: str
    coverage: str
    facts: tuple[tuple[str, str, str], ...]

    @property
    def serious(self) -> tuple[Criterion, ...]:
        """The failed criteria, then the doubtful ones."""
        by = {"fail": 0, "review": 1}
        return tuple(sorted((c for c in self.first.criteria if c.outcome in by), key=lambda c: by[c.outcome]))

    @property
    def rest(self) -> tuple[Criterion, ...]:
        """The other criteria, in their order."""
        return tuple(c for c in self.first.criteria if c.outcome not in ("fail", "review"))
