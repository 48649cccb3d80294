"""The inputs of a run as one stream of rows: tables, and folders of files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openaudit.bulk import paths, tables
from openaudit.bulk.rows import Form, Problem, Row, content_of, name_of
from openaudit.errors import InputError
from openaudit.sources.filenames import is_readme_path


class Input(NamedTuple):
    """One input: its path and kind ("parquet", "jsonl", "csv" or "folder"), its size in bytes, its time of change.

    The last two tell whether it is still the same when a run goes on; folders have neither.
    """

    path: str
    kind: str
    size: int
    modified: int


class Reading(NamedTuple):
    """How to read: the columns named, where files may lie, how large a text may be.

    `root` None is each input's own folder.
    """

    columns: dict[Form, str | None]
    id_column: str | None = None
    root: str | None = None
    allow_outside: bool = False
    max_bytes: int = 1024 * 1024
    licenses_only: bool = False


def look_at(given: Sequence[str]) -> tuple[Input, ...]:
    """What each path is. Raises InputError for one that is not there or no input."""
    return tuple(_input(path) for path in given)


def _input(path: str) -> Input:
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: no such file or folder") from error
    if stat.S_ISDIR(status.st_mode):
        return Input(path, "folder", 0, 0)
    kind = tables.SUFFIXES.get(os.path.splitext(path)[1].lower())
    if kind is None or not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path}: not a folder, and no file that ends in {', '.join(tables.SUFFIXES)}")
    return Input(path, kind, status.st_size, status.st_mtime_ns)


def count_rows(inputs: Sequence[Input], listing: Sequence[Sequence[str]]) -> int | None:
    """How many rows there are, where that can be told without reading them. `listing` is the files of each folder."""
    total = 0
    for one, files in zip(inputs, listing, strict=True):
        count = len(files) if one.kind == "folder" else tables.count_rows(one.path, one.kind)
        if count is None:
            return None
        total += count
    return total


def list_files(inputs: Sequence[Input], how: Reading, out: str) -> list[list[str]]:
    """The files of each folder (nothing for tables), less those of the results themselves, in the folder `out`.

    Taken once, so that a run that goes on has the same rows.
    """
    own = os.path.realpath(out)
    return [
        list(paths.files_below(one.path, licenses_only=how.licenses_only, without=own)) if one.kind == "folder" else []
        for one in inputs
    ]


def read_rows(inputs: Sequence[Input], listing: Sequence[Sequence[str]], how: Reading) -> Iterator[Row]:
    """Every row of every input, numbered from 0. Raises InputError where an input cannot be read."""
    number = 0
    for one, files in zip(inputs, listing, strict=True):
        for row in _folder(one, files, how) if one.kind == "folder" else _table(one, how):
            yield row._replace(number=number)
            number += 1


def _folder(one: Input, files: Sequence[str], how: Reading) -> Iterator[Row]:
    reach = paths.Reach(os.path.realpath(one.path), how.allow_outside, how.max_bytes)
    for path in files:
        yield _row(_form_of(path), path, paths.suffix_of(path), None, paths.read_named(path, reach))


def _table(one: Input, how: Reading) -> Iterator[Row]:
    root = how.root if how.root is not None else os.path.dirname(one.path) or "."
    reach = paths.Reach(os.path.realpath(root), how.allow_outside, how.max_bytes)
    for cell in tables.read_table(one.path, one.kind, tables.Wanted(how.columns, how.id_column, how.max_bytes)):
        id_ = name_of(cell.id)
        if cell.form == "path":
            path = name_of(cell.value)
            content = cell.problem or paths.read_named(cell.value, reach)
            yield _row(_form_of(path or ""), path, paths.suffix_of(path or ""), id_, content)
        else:
            suffix = ".md" if cell.form == "card" else ""
            yield _row(cell.form, None, suffix, id_, cell.problem or content_of(cell.value, how.max_bytes))


def _form_of(path: str) -> Form:
    """A README is read as the model card that it is, any other file as a licence."""
    return "card" if is_readme_path(path.replace(os.sep, "/")) else "text"


def _row(form: Form, source: str | None, suffix: str, id_: str | None, content: bytes | Problem) -> Row:
    source = name_of(source)
    if isinstance(content, Problem):
        return Row(0, id_, source, form, suffix, None, content)
    return Row(0, id_, source, form, suffix, content)
