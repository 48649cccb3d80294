"""Data files read once and kept as plain data, so that a start parses no YAML (IO).

What is made from some files (rules, message catalogues, licence records) is kept in one file of named sections. The
wheel brings it along (`hatch_build.py`); for a checkout it stands in the user's cache folder. It is used only if it
was made by this version of openaudit and of Python from files of these names and sizes (and times, but for the wheel,
whose files are as old as their installation). Whatever does not fit is made anew from the files themselves.

A file is: `MAGIC`, a line with two sizes, the listing of what it was made from, a table with a line for each section
(name, size, checksum), and the sections, each made by `marshal`, which knows plain data only: no code, no classes.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from openaudit import __version__
from openaudit.typed import Any, Final

MAGIC: Final = b"openaudit prepared 1\n"
# The format of `marshal` that every Python since 3.4 reads.
MARSHAL: Final = 4
_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
PACKAGED: Final = os.path.join(_PACKAGE, "_data", "prepared")
# The sizes and the table of sections take less, in bytes.
_HEAD: Final = 4096
# A file changed so short a time ago could change again without its time telling, in nanoseconds.
_RACY: Final = 2_000_000_000

Make = Callable[[], Mapping[str, Any]]


class Sections:
    """Named parts, each read when it is first asked for."""

    def __init__(self, path: str, table: Mapping[str, tuple[int, int, int]], make: Make) -> None:
        """`table` says where each section stands in the file, its size and its checksum; `make` makes all anew."""
        self._path = path
        self._table = table
        self._make = make
        self._made: Mapping[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        """The section called `name`; made anew if its bytes are damaged, or others by now."""
        if self._made is None:
            from zlib import crc32

            start, size, checksum = self._table[name]
            section, _ = _part(self._path, start, size)
            if len(section) == size and crc32(section) == checksum:
                return marshal.loads(section)  # noqa: S302 - whole, and from a file that only the user can write
            self._made = self._make()
        return self._made[name]


def sections(name: str, sources: Sequence[str], make: Make) -> Sections | Mapping[str, Any]:
    """The sections that `make` makes from `sources` (files, and folders of them), made before if they can be.

    Raises what `make` raises. A store that cannot be read or written is no error: it only saves time.
    """
    found = _read(os.path.join(PACKAGED, f"{name}.bin"), listing(sources, times=False), make)
    if found is not None:
        return found
    now = listing(sources)
    path = _place(name, sources)
    found = _read(path, now, make) if path else None
    if found is not None:
        return found
    made = make()
    if path and now == listing(sources) and _settled(sources):
        _write(path, encode(now, made))
    return made


def listing(sources: Sequence[str], *, times: bool = True) -> bytes:
    """What the sources are like: this openaudit, this Python, and each file's name, size and time."""
    lines = [f"{__version__} {sys.implementation.cache_tag}"]
    for label, status in _files(sources):
        lines.append(f"{label} {status.st_size} {status.st_mtime_ns}" if times else f"{label} {status.st_size}")
    return "\n".join(lines).encode()


def encode(listed: bytes, made: Mapping[str, Any]) -> bytes:
    """The file for sections made from what is `listed`."""
    from zlib import crc32

    packed = {name: marshal.dumps(section, MARSHAL) for name, section in made.items()}
    table = "".join(f"{name}\t{len(data)}\t{crc32(data)}\n" for name, data in packed.items()).encode()
    return b"".join((MAGIC, b"%d %d\n" % (len(listed), len(table)), listed, table, *packed.values()))


def folder() -> str:
    """The folder in which the user's prepared files stand; "" where the user has none.

    It is in `platformdirs.user_cache_dir("openaudit")`, whose import would take longer than all the rest, or in
    `OPENAUDIT_CACHE_DIR`.
    """
    cache = os.environ.get("OPENAUDIT_CACHE_DIR", "")
    if cache:
        pass
    elif sys.platform == "win32":
        cache = os.path.join(os.environ.get("LOCALAPPDATA", ""), "openaudit", "Cache")
    elif sys.platform == "darwin":
        cache = os.path.expanduser("~/Library/Caches/openaudit")
    else:
        cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "openaudit")
    return os.path.join(cache, "prepared") if os.path.isabs(cache) else ""


def _files(sources: Sequence[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Every file of the sources, as it is called within them, in a fixed order."""
    for source in sources:
        if os.path.isdir(source):
            yield from _below(source, os.path.basename(source))
        else:
            yield os.path.basename(source), os.stat(source)


def _below(path: str, label: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = f"{label}/{entry.name}"
        if entry.name.endswith((".yaml", ".weights")):
            yield name, entry.stat()
        elif entry.is_dir():
            yield from _below(entry.path, name)


def _settled(sources: Sequence[str]) -> bool:
    """Whether the last change is long enough ago for another one to show."""
    from time import time_ns

    return max(status.st_mtime_ns for _, status in _files(sources)) < time_ns() - _RACY


def _place(name: str, sources: Sequence[str]) -> str:
    """The user's file for these sources; "" where there is no place for it."""
    where = folder()
    if not where:
        return ""
    from zlib import crc32

    which = crc32("\n".join(sources).encode("utf-8", "surrogatepass"))
    return os.path.join(where, f"{name}-{sys.implementation.cache_tag}-{which:08x}.bin")


def _part(path: str, start: int, size: int) -> tuple[bytes, int]:
    """The bytes of the file from `start` on, and the size of the file; none where nobody may trust or read it."""
    try:
        with open(path, "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if not _is_ours(status):
                return b"", 0
            file.seek(start)
            return file.read(size), status.st_size
    except OSError:
        return b"", 0


def _read(path: str, listed: bytes, make: Make) -> Sections | None:
    """The sections in the file; None where there is none that fits."""
    data, whole = _part(path, 0, len(listed) + _HEAD)
    end = data.find(b"\n", len(MAGIC))
    sizes = data[len(MAGIC) : end].split() if data.startswith(MAGIC) and end > 0 else []
    if len(sizes) != 2 or not all(size.isdigit() for size in sizes):
        return None
    start = end + 1 + int(sizes[0])
    if data[end + 1 : start] != listed:
        return None
    place = start + int(sizes[1])
    table: dict[str, tuple[int, int, int]] = {}
    for line in data[start:place].decode("utf-8", "replace").splitlines():
        name, *numbers = line.split("\t")
        if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
            return None
        size, checksum = map(int, numbers)
        table[name] = (place, size, checksum)
        place += size
    return Sections(path, table, make) if place == whole else None


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody but this user (or the administrator) can have written the file."""
    if sys.platform == "win32":
        return True
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & 0o022


def _write(path: str, data: bytes) -> None:
    """Put a whole file in its place, or nothing: another process may read or write it at the same time."""
    import contextlib
    import tempfile

    # A store that cannot be written (a full disk, a home without rights) only means that the next start is as slow.
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=os.path.dirname(path))
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
