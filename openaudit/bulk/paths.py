"""Rows that name files: read only below one folder, so that a table of strangers cannot have any file quoted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from openaudit.bulk.rows import BAD_RECORD, EMPTY, OUTSIDE, TOO_LARGE, UNREADABLE, Problem, content_of
from openaudit.errors import InputError
from openaudit.sources.local import read_bytes


class Reach(NamedTuple):
    """Which files rows may name: those below `root` (a real path), or any with `anywhere`; of so many bytes at most."""

    root: str
    anywhere: bool
    max_bytes: int


def read_named(value: Any, reach: Reach) -> bytes | Problem:
    """The bytes of the file that a cell names, relative to the root; or why it is not read."""
    if value is None or value in ("", b""):
        return Problem(EMPTY, "the cell names no file")
    if isinstance(value, bytes):
        value = os.fsdecode(value)
    if not isinstance(value, str):
        return Problem(BAD_RECORD, f"the cell holds no path but a value of type {type(value).__name__}")
    if "\0" in value:
        return Problem(BAD_RECORD, "the path has a NUL character")
    try:
        # Links are resolved first: what is compared is what will be opened.
        real = os.path.realpath(os.path.join(reach.root, value))
        if not reach.anywhere and os.path.commonpath((reach.root, real)) != reach.root:
            return Problem(OUTSIDE, "the path leaves the folder of the files (--root); --allow-outside would read it")
        size = os.stat(real).st_size
    except (OSError, ValueError) as error:
        return Problem(UNREADABLE, _reason(error))
    if size > reach.max_bytes:
        return Problem(TOO_LARGE, f"{size:,} bytes are more than --max-bytes allows ({reach.max_bytes:,})")
    try:
        data = read_bytes(real, max_bytes=reach.max_bytes)
    except InputError as error:
        return Problem(UNREADABLE, str(error).removeprefix(f"{real}: "))
    return content_of(data, reach.max_bytes)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def suffix_of(path: str) -> str:
    """The ending of a file's name in lower case, with its dot; "" where it has none."""
    return os.path.splitext(path)[1].lower()


def files_below(folder: str, *, licenses_only: bool, without: str = "") -> Iterator[str]:
    """The files below a folder, as paths relative to it with "/", in a fixed order; links to folders are not entered.

    Names that begin with a dot are left out, and so is what has no licence file's name with `licenses_only`, and the
    folder `without` (a real path). Raises InputError for a folder that cannot be listed.
    """
    from openaudit.sources.filenames import is_license_path

    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        parts = waiting.pop()
        here = os.path.join(folder, *parts)
        if os.path.realpath(here) == without:
            continue
        try:
            with os.scandir(here) as found:
                entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
        except OSError as error:
            raise InputError(f"{here}: cannot list the folder: {error.strerror or error}") from error
        for name, is_folder in entries:
            path = "/".join((*parts, name))
            if not name.startswith(".") and not is_folder and (not licenses_only or is_license_path(path)):
                yield path
        waiting += [(*parts, name) for name, is_folder in reversed(entries) if is_folder and not name.startswith(".")]
