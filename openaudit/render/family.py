"""A family of licences: its versions in time, and which provisions each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS
from openaudit.typed import TYPE_CHECKING, NamedTuple
from openaudit.vocabulary import UNEXPLAINED

if TYPE_CHECKING:
    from openaudit.catalog import Record
    from openaudit.render.words import Words

# The provisions of a record's text and the sections that have them; None where no text was audited.
Provisions = Callable[["Record"], Mapping[str, tuple[str, ...]] | None]


class Version(NamedTuple):
    """One licence of the family; `here` is the one that the page is about."""

    name: str
    date: str
    address: str
    here: bool


class Presence(NamedTuple):
    """Whether a version has a provision, as an outcome's colour, a symbol and a word."""

    outcome: str
    symbol: str
    word: str


class Row(NamedTuple):
    """One provision through the versions."""

    title: str
    cells: tuple[Presence, ...]


class Family(NamedTuple):
    """Versions in order, and a row for each restriction and caution that any of them has."""

    versions: tuple[Version, ...]
    rows: tuple[Row, ...]


def chain(record: Record, by_id: Mapping[str, Record]) -> list[Record]:
    """The records before and after one, oldest first. A chain that runs in a circle is cut."""
    line = [record]
    seen = {record.id}
    while (before := by_id.get(line[0].predecessor or "")) and before.id not in seen:
        seen.add(before.id)
        line.insert(0, before)
    while (after := by_id.get(line[-1].successor or "")) and after.id not in seen:
        seen.add(after.id)
        line.append(after)
    return line


def family(
    record: Record, line: Sequence[Record], provisions: Provisions, words: Words, address: Callable[[Record], str]
) -> Family:
    """The family of `record`, whose versions are `line`."""
    found = [provisions(one) for one in line]
    versions = tuple(Version(one_line(one.name), one.date or "", address(one), one.id == record.id) for one in line)
    wanted = [
        known
        for known in words.provisions.values()
        if known.kind in ("restriction", "caution")
        and known.id != UNEXPLAINED
        and any(known.id in (one or {}) for one in found)
    ]
    wanted.sort(key=lambda known: known.kind != "restriction")
    rows = tuple(
        Row(
            one_line(words.pick(known.title)),
            tuple(_presence(known.id, known.kind == "restriction", one, words) for one in found),
        )
        for known in wanted
    )
    return Family(versions, rows)


def _presence(provision: str, restriction: bool, found: Mapping[str, tuple[str, ...]] | None, words: Words) -> Presence:
    if found is None:
        return Presence("not-assessed", SYMBOLS["not-assessed"], words.text("outcome.not-assessed"))
    if provision in found:
        outcome = "fail" if restriction else "review"
        return Presence(outcome, SYMBOLS[outcome], words.text("site.has"))
    return Presence("pass", "·", words.text("site.has-not"))
