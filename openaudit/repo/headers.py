"""What weight files say of themselves: the metadata in the headers of GGUF and safetensors files.

Only the header is read, never a tensor. Every length in a header is a stranger's claim: each is checked against
what is left of the file and against a limit before anything is read or allocated.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping

from openaudit.errors import InputError
from openaudit.typed import BinaryIO, Final, NamedTuple

# Vocabularies of 250,000 tokens make GGUF headers of about 10 MB; nothing known has more than 40 MB.
MAX_HEADER_BYTES: Final = 64 * 1024 * 1024
# The format itself allows 100 MB of JSON; the largest seen have 3 MB, and parsing costs ten times the memory.
MAX_JSON_BYTES: Final = 24 * 1024 * 1024
MAX_TEXT_BYTES: Final = 1024 * 1024
MAX_KEYS: Final = 100_000
MAX_ITEMS: Final = 4_000_000

_LFS_START: Final = b"version https://git-lfs.github.com/spec/"
_GGUF: Final = b"GGUF"
# Value types of GGUF by number: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
_GGUF_SCALARS: Final = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
_GGUF_STRING: Final = 8
_GGUF_ARRAY: Final = 9


class HeaderError(InputError):
    """A weight file whose header is broken, too large, or of an unknown version."""


class WeightsHeader(NamedTuple):
    """The texts in a weight file's header by key, as written: `{"general.license": "mit"}`.

    Lists of texts are joined by line feeds. `format` is "gguf" or "safetensors".
    """

    format: str
    texts: Mapping[str, str]


def read_header(stream: BinaryIO, size: int, *, beginning: bool = False) -> WeightsHeader | None:
    """The header of a weight file of `size` bytes, or None where it is neither format or only a Git LFS pointer.

    With `beginning` the stream is only the beginning of a GGUF file, and the texts that stand in it are enough.
    Raises HeaderError for a file that starts like one of the formats and then breaks off or breaks the rules.
    """
    start = stream.read(len(_LFS_START))
    stream.seek(0)
    if start == _LFS_START:
        return None
    if start.startswith(_GGUF):
        return _gguf(stream, size, beginning=beginning)
    if len(start) > 8 and start[8:9] == b"{":
        return _safetensors(stream, size)
    return None


def is_lfs_pointer(data: bytes) -> bool:
    """Whether a file's bytes are only Git LFS's note of where the real file is."""
    return len(data) < 1024 and data.startswith(_LFS_START)


def _safetensors(stream: BinaryIO, size: int) -> WeightsHeader:
    (length,) = struct.unpack("<Q", stream.read(8))
    if length > size - 8:
        raise HeaderError(f"the safetensors header claims {length:,} bytes, the file has {size:,}")
    if length > MAX_JSON_BYTES:
        raise HeaderError(f"the safetensors header is larger than {MAX_JSON_BYTES // 1048576} MiB")
    try:
        header = json.loads(stream.read(length))
    except (ValueError, RecursionError) as error:
        raise HeaderError("the safetensors header is not valid JSON") from error
    metadata = header.get("__metadata__", {}) if isinstance(header, dict) else None
    if not isinstance(metadata, dict):
        raise HeaderError("the safetensors header has no proper __metadata__")
    texts = {str(key): value for key, value in metadata.items() if isinstance(value, str)}
    return WeightsHeader("safetensors", {k: v for k, v in texts.items() if len(v) <= MAX_TEXT_BYTES})


class _Gguf:
    """Reads GGUF values in order, within the file and within `MAX_HEADER_BYTES`."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.stream = stream
        self.left = min(size, MAX_HEADER_BYTES)
        self.order = "<"

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        self._spend(count)
        data = self.stream.read(count)
        if len(data) != count:
            raise HeaderError("the GGUF header breaks off")
        return data

    def skip(self, count: int) -> None:
        """Pass over `count` bytes."""
        self._spend(count)
        self.stream.seek(count, 1)

    def _spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise HeaderError("the GGUF header is longer than its file, or larger than 64 MiB")

    def number(self, code: str) -> int:
        """A whole number of a `struct` code."""
        value: int = struct.unpack(self.order + code, self.take(struct.calcsize("=" + code)))[0]
        return value

    def text_bytes(self, *, keep: bool) -> bytes:
        """A string; where it is not to be kept, it is passed over and empty."""
        length = self.number("Q")
        if keep and length <= MAX_TEXT_BYTES:
            return self.take(length)
        self.skip(length)
        return b""

    def text(self) -> str:
        """A string that is kept."""
        return self.text_bytes(keep=True).decode("utf-8", "replace")

    def value(self, kind: int, *, keep: bool, nested: bool = False) -> str | None:
        """A value as text where it is text (or a list of texts) and is to be kept; else None, passed over."""
        if kind in _GGUF_SCALARS:
            self.skip(struct.calcsize("=" + _GGUF_SCALARS[kind]))
            return None
        if kind == _GGUF_STRING:
            data = self.text_bytes(keep=keep)
            return data.decode("utf-8", "replace") if keep else None
        if kind == _GGUF_ARRAY and not nested:
            return self._array(keep=keep)
        raise HeaderError(f"the GGUF header has a value of the unknown type {kind}")

    def _array(self, *, keep: bool) -> str | None:
        kind, count = self.number("I"), self.number("Q")
        if count > MAX_ITEMS:
            raise HeaderError(f"the GGUF header has a list of {count:,} items")
        if kind in _GGUF_SCALARS:
            self.skip(count * struct.calcsize("=" + _GGUF_SCALARS[kind]))
            return None
        texts = [self.value(kind, keep=keep, nested=True) for _ in range(count)]
        return "\n".join(text for text in texts if text is not None) if keep else None


def _gguf(stream: BinaryIO, size: int, *, beginning: bool) -> WeightsHeader:
    reader = _Gguf(stream, size)
    reader.take(4)
    version = reader.number("I")
    if version & 0xFFFF == 0:
        # Version 3 may be big-endian; then the small number stands in the upper half.
        reader.order = ">"
        version = int.from_bytes(version.to_bytes(4, "little"), "big")
    if version not in (1, 2, 3):
        raise HeaderError(f"version {version} of the GGUF format is unknown")
    if version == 1:
        # Counts and lengths had 32 bits; such files stopped loading in 2023.
        raise HeaderError("version 1 of the GGUF format is no longer read")
    reader.number("Q")
    keys = reader.number("Q")
    if keys > MAX_KEYS:
        raise HeaderError(f"the GGUF header claims {keys:,} keys")
    texts: dict[str, str] = {}
    try:
        for _ in range(keys):
            key = reader.text()
            # Licence and lineage stand under "general."; everything else (vocabularies) is passed over.
            keep = key.startswith("general.")
            value = reader.value(reader.number("I"), keep=keep)
            if keep and value is not None:
                texts[key] = value
    except HeaderError:
        if not beginning:
            raise
    return WeightsHeader("gguf", texts)
