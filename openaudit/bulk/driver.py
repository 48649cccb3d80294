"""The run: rows are read once, in order; each distinct text is audited once; partitions are written in order.

A run that goes on reads the rows again and comes to the same batches and partitions, so that what is there already is
known by its number alone: no state is needed but the files.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from openaudit.bulk import schema, store
from openaudit.bulk.rows import Problem, Row
from openaudit.bulk.work import Item

if TYPE_CHECKING:
    from openaudit.bulk.cluster import Pool
    from openaudit.bulk.store import Store
    from openaudit.ruleset import Definition

# A batch is a few seconds of a worker's time: long enough to be worth a message, short enough to be lost.
_BATCH_TEXTS: Final = 64
_BATCH_BYTES: Final = 256 * 1024
# Batches whose audits are kept at hand.
_OPEN_BATCHES: Final = 256
# Partitions that may be read while an earlier one waits for its audits.
_WAITING: Final = 32
# Endings that decide how a text is read; of any other two texts the audit is the same.
_MARKED: Final = frozenset((".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml"))


class Kept(NamedTuple):
    """A row of a partition that is not written yet: what it goes by, and the number of its text or its problem."""

    number: int
    id: str | None
    source: str | None
    text: int
    problem: Problem | None


class Done(NamedTuple):
    """A partition that is written (or was, by an earlier run)."""

    number: int
    rows: int
    resumed: bool


class Texts:
    """The distinct texts so far: their numbers in order of appearance, and the batches that they are in."""

    def __init__(self, folder: Store, pool: Pool) -> None:
        self.numbers: dict[bytes, int] = {}
        self.reused = 0
        self._folder, self._pool = folder, pool
        self._starts: list[int] = []
        self._gathered: list[Item] = []
        self._bytes = 0
        self._stored: set[int] = set()
        self._opened: OrderedDict[int, Any] = OrderedDict()

    def number_of(self, row: Row, content: bytes) -> int:
        """The number of a row's text; a new one is sent to be audited with others."""
        suffix = row.suffix if row.suffix in _MARKED else ""
        key = hashlib.sha256(content).digest() + f"{row.form}{suffix}".encode()
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.numbers)
            self._gathered.append(Item(key, content, row.form, suffix))
            self._bytes += len(content)
            if len(self._gathered) >= _BATCH_TEXTS or self._bytes >= _BATCH_BYTES:
                self.send()
        return number

    def send(self) -> None:
        """Send what is gathered."""
        if not self._gathered:
            return
        batch, items = len(self._starts), self._gathered
        self._starts.append(len(self.numbers) - len(items))
        self._gathered, self._bytes = [], 0
        there = store.read_batch(self._folder.batch(batch))
        # A file that a row names may have changed since; then its batch is another one.
        if there is not None and there["key"].to_pylist() == [item.key for item in items]:
            self._stored.add(batch)
            self.reused += len(items)
        else:
            self._pool.submit(items, partial(self._keep, batch))

    def _keep(self, batch: int, data: bytes) -> None:
        store.write_batch(self._folder.batch(batch), data)
        self._stored.add(batch)

    def has(self, rows: Sequence[Kept]) -> bool:
        """Whether all texts of these rows are audited."""
        return {self._batch_of(row.text) for row in rows if row.problem is None} <= self._stored

    def _batch_of(self, text: int) -> int:
        return bisect_right(self._starts, text) - 1

    def audits(self, wanted: Sequence[int]) -> tuple[Any, dict[int, int]]:
        """The audits of texts as one table, and at which row of it each text is."""
        import pyarrow as pa

        by_batch: dict[int, list[int]] = {}
        for text in sorted(set(wanted)):
            by_batch.setdefault(self._batch_of(text), []).append(text)
        tables: list[Any] = []
        places: dict[int, int] = {}
        for batch, texts in by_batch.items():
            start = self._starts[batch]
            tables.append(self._open(batch).take([text - start for text in texts]))
            places |= {text: len(places) + at for at, text in enumerate(texts)}
        return pa.concat_tables(tables).combine_chunks(), places

    def _open(self, batch: int) -> Any:
        if batch not in self._opened:
            self._opened[batch] = store.read_batch(self._folder.batch(batch))
            if len(self._opened) > _OPEN_BATCHES:
                self._opened.popitem(last=False)
        self._opened.move_to_end(batch)
        return self._opened[batch]


class Writer(NamedTuple):
    """Writes partitions."""

    folder: Store
    results: Any
    errors: Any

    def write(self, number: int, rows: Sequence[Kept], texts: Texts) -> Done:
        """Write a partition's two files, unless an earlier run did."""
        import pyarrow as pa

        bad = [_error(row, None, row.problem) for row in rows if row.problem is not None]
        given = [row for row in rows if row.problem is None]
        table: Any = None
        places: dict[int, int] = {}
        if given:
            table, places = texts.audits([row.text for row in given])
            failed, why = table["failed"].to_pylist(), table["why"].to_pylist()
            for row in given:
                at = places[row.text]
                if failed[at] is not None:
                    bad.append(_error(row, table["sha256"][at].as_py(), Problem(failed[at], why[at])))
            given = [row for row in given if failed[places[row.text]] is None]
        if store.is_done(self.folder, number, len(given), len(bad)):
            return Done(number, len(rows), resumed=True)
        bad.sort(key=lambda one: int(one["row"]))
        store.write_parquet(self.folder.errors(number), pa.Table.from_pylist(bad, schema=self.errors))
        results = self.results.empty_table()
        if given:
            audits = table.take([places[row.text] for row in given])
            columns: dict[str, Any] = {
                "row": pa.array([row.number for row in given], pa.int64()),
                "id": pa.array([row.id for row in given], pa.string()),
                "source": pa.array([row.source for row in given], pa.string()),
            }
            results = pa.table(
                [columns[name] if name in columns else audits[name] for name in self.results.names],
                schema=self.results,
            )
        store.write_parquet(self.folder.results(number), results)
        return Done(number, len(rows), resumed=False)


def _error(row: Kept, sha256: str | None, problem: Problem) -> dict[str, Any]:
    about = {"row": row.number, "id": row.id, "source": row.source, "sha256": sha256}
    return {**about, "reason": problem.reason, "message": problem.message}


def audit_rows(rows: Iterable[Row], size: int, texts: Texts, pool: Pool, writer: Writer) -> Iterator[Done]:
    """Audit all rows in partitions of `size`, and yield each partition that is written, in order."""
    waiting: list[tuple[int, list[Kept]]] = []
    source = iter(rows)
    number = 0
    while part := list(_kept(islice(source, size), texts)):
        # Batches never span partitions, so that a partition waits for no row after it.
        texts.send()
        waiting.append((number, part))
        number += 1
        yield from _ready(waiting, texts, writer)
        while len(waiting) > _WAITING:
            pool.step()
            yield from _ready(waiting, texts, writer)
    while pool.step():
        yield from _ready(waiting, texts, writer)
    yield from _ready(waiting, texts, writer)


def _kept(rows: Iterable[Row], texts: Texts) -> Iterator[Kept]:
    for row in rows:
        text = -1 if row.content is None else texts.number_of(row, row.content)
        yield Kept(row.number, row.id, row.source, text, row.problem)


def _ready(waiting: list[tuple[int, list[Kept]]], texts: Texts, writer: Writer) -> Iterator[Done]:
    while waiting and texts.has(waiting[0][1]):
        number, part = waiting.pop(0)
        yield writer.write(number, part, texts)


def writer_of(folder: Store, definitions: Sequence[Definition], about: dict[str, str]) -> Writer:
    """The writer of a run judged by these definitions."""
    return Writer(folder, schema.result_schema(definitions, about), schema.error_schema(about))
