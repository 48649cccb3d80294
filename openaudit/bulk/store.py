"""The folder of a run: whole files only, so that whatever kills it leaves a state from which it can go on.

    OUT/manifest.json               what was asked, and at the end what came of it
    OUT/results/part-00000.parquet  the audits, in the order of the rows
    OUT/errors/part-00000.parquet   the rows without one, and why
    OUT/counts.json                counts
    OUT/.work/                      while it runs: the audits of distinct texts, the lists of files, the lock

A partition is done when its file of results is there: its file of errors is written before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from openaudit.errors import InputError, OpenAuditError
from openaudit.writing import write_whole, write_whole_bytes

_FOLDERS: Final = ("results", "errors", ".work")
_FORMAT: Final = 1


class Store(NamedTuple):
    """Where a run keeps things."""

    folder: str

    def path(self, *parts: str) -> str:
        """A path below the folder."""
        return os.path.join(self.folder, *parts)

    def results(self, number: int) -> str:
        """The file of a partition's results."""
        return self.path("results", f"part-{number:05d}.parquet")

    def errors(self, number: int) -> str:
        """The file of a partition's errors."""
        return self.path("errors", f"part-{number:05d}.parquet")

    def batch(self, number: int) -> str:
        """The file with the audits of a batch of distinct texts."""
        return self.path(".work", "audits", f"{number // 1000:06d}", f"{number % 1000:03d}.arrow")


def open_store(folder: str, asked: Mapping[str, Any], *, fresh: bool) -> tuple[Store, bool]:
    """The store in `folder`, and whether the run that was asked for is done already.

    Raises InputError where the folder holds a run that was asked for something else, or other files.
    """
    store = Store(folder)
    manifest = _read_manifest(store)
    try:
        os.makedirs(folder, exist_ok=True)
        if manifest is None and (strange := [name for name in sorted(os.listdir(folder)) if name != ".lock"]):
            raise InputError(f"{folder}: holds {strange[0]!r} and no run of openaudit bulk; give an empty folder")
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or error}") from error
    if manifest is not None and fresh:
        _clear(store)
        manifest = None
    wanted = json.loads(json.dumps({"format": _FORMAT, **asked}))
    if manifest is None:
        write_json(store.path("manifest.json"), {"state": "running", "asked": wanted})
    else:
        differing = sorted(
            key for key in wanted.keys() | manifest["asked"].keys() if manifest["asked"].get(key) != wanted.get(key)
        )
        if differing:
            raise InputError(
                f"{folder}: holds a run that differs in {', '.join(differing)}; give another folder, or start over "
                "with --fresh"
            )
    complete = manifest is not None and manifest.get("state") == "complete"
    if not complete:
        _make_folders(store)
    return store, complete


def _make_folders(store: Store) -> None:
    for name in _FOLDERS:
        os.makedirs(store.path(name), exist_ok=True)
    # What a killed process was writing; its number may be that of this one.
    for place, _, names in os.walk(store.folder):
        for name in names:
            if name.startswith(".") and name.endswith(".tmp"):
                os.unlink(os.path.join(place, name))


def _read_manifest(store: Store) -> dict[str, Any] | None:
    try:
        with open(store.path("manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{store.path('manifest.json')}: cannot be read: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("asked"), dict):
        raise InputError(f"{store.path('manifest.json')}: not a manifest of openaudit bulk")
    return manifest


def _clear(store: Store) -> None:
    """Remove a run, and nothing else that somebody may have put beside it."""
    for name in _FOLDERS:
        shutil.rmtree(store.path(name), ignore_errors=True)
    for name in ("counts.json", "report.html", "manifest.json"):
        if os.path.exists(store.path(name)):
            os.unlink(store.path(name))


def finish(store: Store, asked: Mapping[str, Any], outcome: Mapping[str, Any]) -> None:
    """Mark the run as done and remove what it needed on the way."""
    write_json(store.path("manifest.json"), {"state": "complete", "asked": {"format": _FORMAT, **asked}, **outcome})
    shutil.rmtree(store.path(".work"), ignore_errors=True)


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Only one run at a time writes to a folder; the lock of a killed one is gone with it."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing guards there
        yield
        return
    try:
        os.makedirs(folder, exist_ok=True)
        descriptor = os.open(os.path.join(folder, ".lock"), os.O_CREAT | os.O_RDWR, 0o666)
    except OSError as error:
        raise OpenAuditError(f"{folder}: cannot be written to: {error.strerror or error}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OpenAuditError(f"{folder}: another run is writing there") from error
        yield
    finally:
        os.close(descriptor)


def write_json(path: str, data: Mapping[str, Any]) -> None:
    """Write a file for programs, whole or not at all."""
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write_parquet(path: str, table: Any) -> None:
    """Write a table, whole or not at all; the same table gives the same bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_statistics=True)
    _write(path, memoryview(sink.getvalue()))


def write_batch(path: str, data: bytes) -> None:
    """Write the audits of a batch, whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    _write(path, data)


def _write(path: str, data: bytes | memoryview) -> None:
    try:
        write_whole_bytes(path, data)
    except OpenAuditError as error:
        raise OpenAuditError(f"{error}; the same command goes on from what is there") from error


def read_batch(path: str) -> Any:
    """The audits of a batch as a table, None where there are none (or the file is no table)."""
    import pyarrow as pa

    try:
        with pa.memory_map(path) as file, pa.ipc.open_stream(file) as reader:
            return reader.read_all()
    except (FileNotFoundError, pa.ArrowInvalid):
        return None


def is_done(store: Store, number: int, rows: int, errors: int) -> bool:
    """Whether a partition was written by an earlier run, with so many rows in each of its two files."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        counts = [parquet.read_metadata(path).num_rows for path in (store.errors(number), store.results(number))]
    except (FileNotFoundError, pa.ArrowInvalid):
        return False
    return counts == [errors, rows]


def remembered_files(store: Store) -> list[list[str]] | None:
    """The lists of files that the run began with; None before it has any."""
    try:
        with open(store.path(".work", "files.json"), encoding="utf-8") as file:
            listing: list[list[str]] = json.load(file)
    except FileNotFoundError:
        return None
    return listing


def remember_files(store: Store, listing: Sequence[Sequence[str]]) -> None:
    """Keep the lists of files for a run that goes on."""
    write_whole(store.path(".work", "files.json"), json.dumps(listing))
