"""The body of an answer, read and decompressed within limits."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from urllib3.exceptions import HTTPError

from openaudit.errors import NetworkError
from openaudit.typed import Final, Protocol

_CHUNK: Final = 16 * 1024


class BrokenOffError(Exception):
    """The answer ended early, or is not what its headers say. Worth another try."""


class Raw(Protocol):
    """What is needed of urllib3's response."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """At most `amt` bytes, as soon as there are any; b"" at the end."""


def read(raw: Raw, headers: Mapping[str, str], limit: int, *, cut: bool = False) -> bytes:
    """The whole body, decompressed; at most `limit` bytes of it with `cut`.

    Only gzip and deflate are understood, since nothing else is asked for. Decompression yields what is left of
    the limit at most, so that a small answer cannot grow large in memory. Raises NetworkError when the body is
    larger than `limit`, BrokenOffError when it is shorter than announced or not in the announced form.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise NetworkError(f"the answer is compressed with {encoding[:40]!r}, which was not asked for")
    inflate = _Inflate(encoding == "deflate") if encoding not in ("", "identity") else None
    parts: list[bytes] = []
    room, received = limit, 0
    while True:
        try:
            chunk = raw.read1(_CHUNK, decode_content=False)
        except HTTPError as error:
            raise BrokenOffError from error
        if not chunk:
            break
        received += len(chunk)
        plain = inflate.feed(chunk, room + 1) if inflate else chunk
        parts.append(plain)
        room -= len(plain)
        if room < 0 or received > limit + _CHUNK:
            if cut:
                return b"".join(parts)[:limit]
            raise NetworkError(f"the answer is larger than {limit / 1048576:g} MiB, so no licence text")
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) != received:
        raise BrokenOffError
    if inflate and not inflate.complete:
        raise BrokenOffError
    return b"".join(parts)


class _Inflate:
    """Decompresses gzip (several members too) or deflate piece by piece, never more than asked for."""

    def __init__(self, deflate: bool) -> None:
        self._deflate = deflate
        self._decoder = zlib.decompressobj(15 if deflate else 31)
        self._started = False

    @property
    def complete(self) -> bool:
        """Whether the compressed data came to its end."""
        return not self._started or self._decoder.eof

    def feed(self, data: bytes, room: int) -> bytes:
        """The next plain bytes, `room` of them at most (the reader gives up when there would be more)."""
        parts: list[bytes] = []
        while data and room > 0:
            if self._decoder.eof:
                self._decoder = zlib.decompressobj(31)
            try:
                plain = self._decoder.decompress(data, room)
            except zlib.error as error:
                if not (self._deflate and not self._started):
                    raise BrokenOffError from error
                # Some servers send bare deflate data without the zlib wrapper that the standard asks for.
                self._decoder, self._started = zlib.decompressobj(-15), True
                continue
            self._started = True
            parts.append(plain)
            room -= len(plain)
            data = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
            if self._decoder.eof and not data.strip(b"\0"):
                break
        return b"".join(parts)
