"""Files and folders of this machine, and standard input."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

from openaudit.errors import InputError
from openaudit.sources.fetched import MAX_BYTES
from openaudit.typed import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from openaudit.sources.gitignore import IgnoreFile

# Folders that hold tools' own files or other people's packages, never the licence of what is audited.
_SKIPPED_FOLDERS = frozenset(
    (".git", ".hg", ".svn", ".bzr", ".tox", ".nox", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache")
)
_MAX_IGNORE_BYTES = 1024 * 1024
_SPECIAL_FILES = (
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISFIFO, "is a pipe, not a file: pass `-` and pipe the text in"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)


class Discovery(NamedTuple):
    """What a folder holds: licence files, READMEs, and entries that were left out, each with the reason.

    Paths start with the folder as it was given, and are sorted: a folder's own files before its subfolders'.
    """

    licenses: tuple[str, ...]
    readmes: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def read_bytes(path: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file.

    Raises InputError, one sentence, when it is missing, unreadable, larger than `max_bytes`, or no regular
    file. Opening never waits (a pipe without a writer) and nothing is read from a device.
    """
    if "\0" in path:
        raise InputError(f"{path!r} is no file name")
    try:
        # Opened first and looked at afterwards, so that what was checked is what is read.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError(why_not(path, error)) from error
    try:
        mode = os.fstat(descriptor).st_mode
        for is_special, meaning in _SPECIAL_FILES:
            if is_special(mode):
                raise InputError(f"{path}: {meaning}")
        with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as file:
            return _read_bounded(file, max_bytes, path)
    except OSError as error:
        raise InputError(why_not(path, error)) from error
    finally:
        os.close(descriptor)


def read_stdin(*, max_bytes: int = MAX_BYTES) -> bytes:
    """All of standard input. Raises InputError when there is none, or more than `max_bytes`."""
    stream = sys.stdin.buffer if sys.stdin is not None else None
    if stream is None:
        raise InputError("standard input is closed: nothing to read for `-`")
    try:
        return _read_bounded(stream, max_bytes, "standard input")
    except (OSError, ValueError) as error:
        raise InputError(f"standard input cannot be read: {error}") from error


def find_license_files(root: str, *, seconds: float = 20.0, max_entries: int = 2_000_000) -> list[str]:
    """The licence files below the folder `root`, by their names, in a fixed order. See `discover`."""
    return list(discover(root, seconds=seconds, max_entries=max_entries).licenses)


def discover(root: str, *, seconds: float = 20.0, max_entries: int = 2_000_000) -> Discovery:
    """Walks `root` and collects licence files and READMEs by their names.

    `.gitignore` files are honoured (those of `root` and below), tools' own folders are passed over, symbolic
    links to folders are not entered, and links to files are followed only where they stay in the tree
    (see `why_refused`). Raises InputError when `root` is no folder that can be listed, or when the walk takes
    more than `seconds` or meets more than `max_entries` names: half a list would hide the other half.
    """
    # Only here: reading one named file needs no patterns, and every import is paid at each start.
    from openaudit.sources.filenames import is_license_path, is_readme_path
    from openaudit.sources.gitignore import is_ignored

    if not os.path.isdir(root):
        raise InputError(f"{root}: {'is not a folder' if os.path.lexists(root) else 'no such file or folder'}")
    stop_at = time.monotonic() + seconds
    home = tree_root(root)
    licenses: list[str] = []
    readmes: list[str] = []
    skipped: list[tuple[str, str]] = []
    seen = 0
    # Folders still to list: parts below root, and the ignore files in force there.
    waiting: list[tuple[tuple[str, ...], list[IgnoreFile]]] = [((), [])]
    while waiting:
        parts, ignores = waiting.pop()
        folder = os.path.join(root, *parts)
        files: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen += 1
                    if seen > max_entries or (seen % 256 == 0 and time.monotonic() > stop_at):
                        raise InputError(
                            f"{root}: too many files to look through ({seen - 1:,} names in "
                            f"{seconds:g} s at most {max_entries:,}): name the licence files themselves"
                        )
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    else:
                        files.append(entry.name)
        except OSError as error:
            if not parts:
                raise InputError(why_not(folder, error)) from error
            skipped.append((folder, why_not(folder, error)))
            continue
        if ".gitignore" in files:
            ignores = [*ignores, *read_ignores(folder, parts)]
        for name in sorted(files):
            path = "/".join((*parts, name))
            wanted = licenses if is_license_path(path) else readmes if is_readme_path(path) else None
            if wanted is None or is_ignored((*parts, name), False, ignores):
                continue
            full = os.path.join(folder, name)
            refused = why_refused(full, home)
            if refused:
                skipped.append((full, refused))
            else:
                wanted.append(full)
        for name in sorted(folders, reverse=True):
            below = (*parts, name)
            if name not in _SKIPPED_FOLDERS and not is_ignored(below, True, ignores):
                waiting.append((below, ignores))
    return Discovery(tuple(licenses), tuple(readmes), tuple(skipped))


def _read_bounded(file: BinaryIO, max_bytes: int, name: str) -> bytes:
    """All bytes of `file`, and one byte more than allowed at most."""
    chunks: list[bytes] = []
    left = max_bytes + 1
    while left > 0:
        chunk = file.read(min(left, 1 << 20))
        if not chunk:
            break
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise InputError(f"{name}: larger than {_size(max_bytes)}, so no licence text")
    return b"".join(chunks)


def read_ignores(folder: str, parts: tuple[str, ...]) -> list[IgnoreFile]:
    """The patterns of the `.gitignore` in `folder`, which is `parts` below the root of the walk."""
    try:
        data = read_bytes(os.path.join(folder, ".gitignore"), max_bytes=_MAX_IGNORE_BYTES)
    except InputError:
        # An unreadable .gitignore ignores nothing: more is audited, never less.
        return []
    from openaudit.sources.gitignore import parse

    return [parse(data.decode("utf-8", "replace"), parts)]


def tree_root(root: str) -> str:
    """The real path of the git work tree that `root` lies in, or of `root` itself.

    In a Hugging Face cache the files of a snapshot are links into `blobs` beside it: there it is the model's
    folder of the cache.
    """
    real = os.path.realpath(root)
    folder = real
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if os.path.basename(parent) == "snapshots" and os.path.isdir(os.path.join(os.path.dirname(parent), "blobs")):
            return os.path.dirname(parent)
        if parent == folder:
            return real
        folder = parent


def why_refused(path: str, home: str) -> str:
    """Why a file found by its name is not read ("" if it is): its link leaves the tree, or it is no file.

    A repository under audit may link LICENSE to any file of this machine, and a report quotes what it reads.
    """
    try:
        if os.path.islink(path):
            target = os.path.realpath(path, strict=True)
            if os.path.commonpath((home, target)) != home:
                return f"{path}: a symbolic link that leaves the folder is not followed"
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        return why_not(path, error)
    return next((f"{path}: {meaning}" for is_special, meaning in _SPECIAL_FILES if is_special(mode)), "")


def why_not(path: str, error: OSError | ValueError) -> str:
    """An error about a file as one sentence that begins with its path."""
    if isinstance(error, FileNotFoundError):
        return f"{path}: {'the symbolic link leads nowhere' if os.path.islink(path) else 'no such file or folder'}"
    if isinstance(error, PermissionError):
        return f"{path}: {'is a folder, not a file' if os.path.isdir(path) else 'no permission to read it'}"
    if isinstance(error, OSError) and error.errno == errno.ENXIO:
        return f"{path}: is a socket or a device, not a file"
    if isinstance(error, OSError) and error.strerror:
        return f"{path}: {error.strerror[0].lower()}{error.strerror[1:]}"
    return f"{path}: {error}"


def _size(count: int) -> str:
    return f"{count / 1048576:g} MiB" if count >= 1048576 else f"{count:,} bytes"
