"""Parquet, JSON Lines and CSV as a stream of cells; a broken record is told, and no reason to stop."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final, NamedTuple

from openaudit.bulk.rows import BAD_RECORD, NO_TEXT, TOO_LARGE, Columns, Form, Problem, choose
from openaudit.errors import InputError

SUFFIXES: Final = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
# Rows of a Parquet file that are unpacked at a time.
_BATCH: Final = 256
# A field of a CSV file that is longer than this is a quote that was never closed.
_LONGEST_FIELD: Final = 64 * 1024 * 1024
_MISSING: Final = object()


class Cell(NamedTuple):
    """A row's cell and the value of its id column, or what is wrong with the record; `form` is what it holds."""

    form: Form
    value: Any
    id: Any
    problem: Problem | None = None


class Wanted(NamedTuple):
    """The columns named on the command line, and how large a record may be."""

    columns: dict[Form, str | None]
    id: str | None
    max_bytes: int


def read_table(path: str, kind: str, wanted: Wanted) -> Iterator[Cell]:
    """The cells of a table, in its order. Raises InputError for a file that cannot be read as its name says."""
    readers = {"parquet": _parquet, "jsonl": _jsonl, "csv": _csv}
    try:
        yield from readers[kind](path, wanted)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def count_rows(path: str, kind: str) -> int | None:
    """How many rows a table has, where that can be told without reading it."""
    if kind != "parquet":
        return None
    from pyarrow import parquet

    with _readable(path), parquet.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """Turns what Arrow says of a broken file into one sentence."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: no Parquet file, or a broken one: {error}"[:300]) from error


def _parquet(path: str, wanted: Wanted) -> Iterator[Cell]:
    from pyarrow import parquet

    with _readable(path), parquet.ParquetFile(path) as file:
        columns = choose(file.schema_arrow.names, wanted.columns, wanted.id, path)
        names = [columns.name, *([columns.id] if columns.id else [])]
        for batch in file.iter_batches(batch_size=_BATCH, columns=list(dict.fromkeys(names))):
            values = _values(batch.column(columns.name))
            ids: Sequence[Any] = _values(batch.column(columns.id)) if columns.id else [None] * len(values)
            for value, id_ in zip(values, ids, strict=True):
                yield Cell(columns.form, value, id_)


def _values(column: Any) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        import pyarrow as pa

        # Arrow does not check that texts are UTF-8; as bytes they are decoded one by one.
        values = column.cast(pa.binary()).to_pylist()
    return values


def _jsonl(path: str, wanted: Wanted) -> Iterator[Cell]:
    columns: Columns | None = None
    # A line of JSON may need six characters for one, and has other fields.
    limit = 8 * wanted.max_bytes + 65536
    with open(path, "rb") as file:
        for line in _lines(file, limit):
            if columns is None and line is not None:
                first = _object(line)
                if isinstance(first, dict):
                    columns = choose(list(first), wanted.columns, wanted.id, path)
            form = columns.form if columns else "text"
            if line is None:
                yield Cell(form, None, None, Problem(TOO_LARGE, f"the line is longer than {limit:,} bytes"))
                continue
            if not line.strip():
                continue
            record = _object(line)
            if isinstance(record, Problem):
                yield Cell(form, None, None, record)
            elif columns is not None:
                id_ = record.get(columns.id) if columns.id else None
                value = record.get(columns.name, _MISSING)
                missing = Problem(NO_TEXT, f"the record has no {columns.name!r}") if value is _MISSING else None
                yield Cell(form, None if missing else value, id_, missing)


def _lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines of a file, None for one that is longer than `limit`: that one is passed over, not held."""
    while line := file.readline(limit):
        if line.endswith(b"\n") or len(line) < limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(1 << 20)
        yield None


def _object(line: bytes) -> dict[str, Any] | Problem:
    try:
        found = json.loads(line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        return Problem(BAD_RECORD, f"the line is no JSON: {error}"[:300])
    return found if isinstance(found, dict) else Problem(BAD_RECORD, "the line is JSON, but no object")


def _csv(path: str, wanted: Wanted) -> Iterator[Cell]:
    csv.field_size_limit(_LONGEST_FIELD)
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            names = next(reader, [])
        except csv.Error as error:
            raise InputError(f"{path}: no CSV file: {error}") from error
        columns = choose(names, wanted.columns, wanted.id, path)
        at, id_at = names.index(columns.name), names.index(columns.id) if columns.id else None
        while True:
            line = reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Cell(columns.form, None, None, Problem(BAD_RECORD, f"line {line} is no CSV: {error}"))
                continue
            if not fields:
                continue
            id_ = fields[id_at] if id_at is not None and id_at < len(fields) else None
            if len(fields) != len(names):
                message = f"line {line} has {len(fields)} fields, the first line names {len(names)} columns"
                yield Cell(columns.form, None, id_, Problem(BAD_RECORD, message))
            else:
                yield Cell(columns.form, fields[at], id_)
