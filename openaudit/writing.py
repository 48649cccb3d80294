"""Files that are whole or absent: a report cut in half by a full disk or a kill would be read as complete."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from openaudit.errors import OpenAuditError


def write_whole(path: str, text: str) -> None:
    """Write `text` as UTF-8 to `path`, replacing what stands there in one step.

    A link is followed, an existing file keeps its permissions, and what is no regular file (a pipe,
    `/dev/null`) is written to directly. Raises `OpenAuditError` where it cannot be written.
    """
    write_pieces(path, (text,))


def write_pieces(path: str, texts: Iterable[str]) -> None:
    """Write the `texts`, one behind the other, as `write_whole` writes one."""
    _guarded(path, (text.encode("utf-8", "backslashreplace") for text in texts))


def write_whole_bytes(path: str, data: bytes | memoryview) -> None:
    """Write `data` as `write_whole` writes a text."""
    _guarded(path, (data,))


def _guarded(path: str, parts: Iterable[bytes | memoryview]) -> None:
    try:
        _write(os.path.realpath(path), parts)
    except OSError as error:
        raise OpenAuditError(f"cannot write {path}: {error.strerror or error}") from error


def _write(path: str, parts: Iterable[bytes | memoryview]) -> None:
    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as stream:
            stream.writelines(parts)
        return
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[:100]}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
