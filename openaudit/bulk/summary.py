"""What came of a run, counted from the files that it wrote."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from openaudit.vocabulary import VERDICTS

if TYPE_CHECKING:
    from openaudit.bulk.store import Store

# How many licences a summary names.
_MOST: Final = 25


class Count(NamedTuple):
    """How many rows have something, and how many distinct texts."""

    name: str
    rows: int
    texts: int


class Criterion(NamedTuple):
    """A criterion and how many rows have each outcome."""

    id: str
    outcomes: dict[str, int]


class Summary(NamedTuple):
    """The counts of a run. `definition` is the one that the verdicts are by, `digest` the hash of both tables."""

    definition: str
    rows: int
    audited: int
    errors: int
    texts: int
    digest: str
    verdicts: tuple[Count, ...]
    criteria: tuple[Criterion, ...]
    provisions: tuple[Count, ...]
    licenses: tuple[Count, ...]
    reasons: tuple[Count, ...]

    def as_data(self) -> dict[str, Any]:
        """The summary as plain values, for JSON."""
        return {
            **self._asdict(),
            **{
                name: [one._asdict() for one in getattr(self, name)]
                for name in ("verdicts", "criteria", "provisions", "licenses", "reasons")
            },
        }


def summarise(folder: Store, definition: str, criteria: Sequence[tuple[str, str]]) -> Summary:
    """Count what is in the files of a run. `criteria` are the ids and columns of the definition's criteria."""
    counted: dict[str, Counter[Any]] = {name: Counter() for name in ("verdict", "license", "provision", "reason")}
    distinct: dict[str, Counter[Any]] = {name: Counter() for name in counted}
    outcomes: dict[str, Counter[str]] = {column: Counter() for _, column in criteria}
    seen: set[str] = set()
    audited = errors = 0
    columns = ["sha256", "verdict", "license", "license_name", "provisions", *outcomes]
    for table in _tables(folder, "results", columns):
        if not table.num_rows:
            continue
        audited += table.num_rows
        for column, counter in outcomes.items():
            counter.update(_counts(table[column]))
        hashes = table["sha256"].to_pylist()
        # Rows of one text are alike: each text of a partition is looked at once.
        times = Counter(hashes)
        first = {sha256: at for at, sha256 in reversed(list(enumerate(hashes)))}
        firsts = table.take(list(first.values())).to_pylist()
        for record in firsts:
            new = record["sha256"] not in seen
            names = {
                "verdict": [record["verdict"]],
                "license": [record["license_name"] or record["license"]] if record["license"] else [],
                "provision": record["provisions"],
            }
            for name, values in names.items():
                for value in values:
                    counted[name][value] += times[record["sha256"]]
                    distinct[name][value] += new
        seen.update(first)
    for table in _tables(folder, "errors", ["reason", "sha256"]):
        errors += table.num_rows
        counted["reason"].update(table["reason"].to_pylist())
    return Summary(
        definition,
        audited + errors,
        audited,
        errors,
        len(seen),
        digest_of(folder),
        tuple(_count(v, counted["verdict"], distinct["verdict"]) for v in VERDICTS if counted["verdict"][v]),
        tuple(Criterion(id_, dict(sorted(outcomes[column].items()))) for id_, column in criteria),
        _most(counted["provision"], distinct["provision"]),
        _most(counted["license"], distinct["license"])[:_MOST],
        _most(counted["reason"], counted["reason"]),
    )


def digest_of(folder: Store) -> str:
    """A hash over all files of results and errors, in order: two runs with the same one wrote the same tables."""
    import hashlib

    whole = hashlib.sha256()
    for name in ("results", "errors"):
        for path in _files(folder, name):
            with open(path, "rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _files(folder: Store, name: str) -> list[str]:
    return sorted(glob.glob(folder.path(glob.escape(name), "part-*.parquet")), key=lambda path: (len(path), path))


def _tables(folder: Store, name: str, columns: Sequence[str]) -> Iterator[Any]:
    from pyarrow import parquet

    for path in _files(folder, name):
        yield parquet.read_table(path, columns=list(columns))


def _counts(column: Any) -> dict[str, int]:
    return {one["values"]: one["counts"] for one in column.value_counts().to_pylist()}


def _count(name: str, rows: Counter[Any], texts: Counter[Any]) -> Count:
    return Count(name, rows[name], texts[name])


def _most(rows: Counter[Any], texts: Counter[Any]) -> tuple[Count, ...]:
    return tuple(_count(name, rows, texts) for name, _ in sorted(rows.items(), key=lambda one: (-one[1], one[0])))
