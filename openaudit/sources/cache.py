"""Answers of hubs and web servers, kept in files, so that an audit can be repeated without the network.

One entry is one file: a line of JSON (what was asked, what came, when) and the body. It is written beside its
place and moved there, so a reader in another process, or the next run after a crash, finds a whole entry or none.
Nothing is locked. A body is given out only if its hash is the recorded one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import time

from openaudit.typed import Final, NamedTuple

FORMAT: Final = 1
MAX_TOTAL_BYTES: Final = 256 * 1024 * 1024
# Half-written files of a run that was killed are removed when they are older than this, in seconds.
_STALE_AFTER: Final = 3600.0
_MAX_HEAD_BYTES: Final = 64 * 1024
_ENTRY_NAME: Final = re.compile(r"^[0-9a-f]{64}\.entry$")
_PART_NAME: Final = re.compile(r"^\.part-[A-Za-z0-9_]+$")


class Entry(NamedTuple):
    """One answer. `headers` holds the few that matter later, in lower case; `retrieved` is ISO 8601 UTC."""

    url: str
    final_url: str
    headers: dict[str, str]
    body: bytes
    retrieved: str


class Usage(NamedTuple):
    """What the cache holds."""

    folder: str
    entries: int
    size: int
    limit: int


def default_folder() -> str:
    """The user's cache folder for openaudit."""
    import platformdirs

    return os.path.join(platformdirs.user_cache_dir("openaudit", appauthor=False), "fetched")


class Cache:
    """The entries in one folder. Problems of the disk raise OSError; the caller says so and goes on without."""

    def __init__(self, folder: str | None = None, *, limit: int = MAX_TOTAL_BYTES) -> None:
        self.folder = folder or default_folder()
        self.limit = limit

    def get(self, url: str) -> Entry | None:
        """The entry for an address; None where there is none, or only a damaged one."""
        path = self._path(url)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        entry = _decode(data, _digest(url))
        if entry is None:
            self._remove(path)
            return None
        with contextlib.suppress(OSError):
            # The time of last use decides what goes first; a cache that cannot be written to still serves.
            os.utime(path)
        return entry

    def put(self, entry: Entry) -> None:
        """Stores an entry, whole or not at all, and keeps the folder below its limit."""
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=".part-", dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_encode(entry))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self._path(entry.url))
        except BaseException:
            self._remove(part)
            raise
        self._prune()

    def usage(self) -> Usage:
        """How many entries there are, and their bytes."""
        sizes = [size for _, size, _ in self._files(_ENTRY_NAME)]
        return Usage(self.folder, len(sizes), sum(sizes), self.limit)

    def clear(self) -> int:
        """Removes every entry (and nothing else that may be in the folder); returns how many there were."""
        paths = [path for _, _, path in self._files(_ENTRY_NAME)]
        for path in [*paths, *(path for _, _, path in self._files(_PART_NAME))]:
            self._remove(path)
        return len(paths)

    def _path(self, url: str) -> str:
        return os.path.join(self.folder, f"{_digest(url)}.entry")

    def _files(self, name: re.Pattern[str]) -> list[tuple[float, int, str]]:
        """Last use, size and path of the folder's files whose name has the form `name`."""
        found = []
        try:
            with os.scandir(self.folder) as entries:
                for item in entries:
                    if name.match(item.name):
                        with contextlib.suppress(FileNotFoundError):  # removed by another process meanwhile
                            status = item.stat(follow_symlinks=False)
                            found.append((status.st_mtime, status.st_size, item.path))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return found

    def _prune(self) -> None:
        files = sorted(self._files(_ENTRY_NAME))
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self.limit:
                break
            self._remove(path)
            total -= size
        for used, _, path in self._files(_PART_NAME):
            if used < time.time() - _STALE_AFTER:
                self._remove(path)

    @staticmethod
    def _remove(path: str) -> None:
        # Another process may have removed it, and Windows refuses to remove what another process reads.
        with contextlib.suppress(FileNotFoundError, PermissionError):
            os.unlink(path)


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def _encode(entry: Entry) -> bytes:
    from openaudit.sources.address import public

    head = {
        "format": FORMAT,
        "key": _digest(entry.url),
        "url": public(entry.url),
        "final_url": public(entry.final_url),
        "headers": entry.headers,
        "retrieved": entry.retrieved,
        "sha256": hashlib.sha256(entry.body).hexdigest(),
    }
    return json.dumps(head, sort_keys=True).encode() + b"\n" + entry.body


def _decode(data: bytes, key: str) -> Entry | None:
    head_bytes, newline, body = data[: _MAX_HEAD_BYTES + 1].partition(b"\n")
    if not newline:
        return None
    body = data[len(head_bytes) + 1 :]
    try:
        head = json.loads(head_bytes)
        if (head["format"], head["key"]) != (FORMAT, key) or head["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        headers = {str(name): str(value) for name, value in head["headers"].items()}
        return Entry(str(head["url"]), str(head["final_url"]), headers, body, str(head["retrieved"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
