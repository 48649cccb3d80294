"""Bytes to a Document: the text as the user gave it, and a normalised text of the same length."""

from __future__ import annotations

from typing import Final, NamedTuple

from openaudit.errors import InputError

MAX_BYTES: Final = 64 * 1024 * 1024

# Stands in `Document.text` where a character was blanked inside a word (a zero-width space, a soft
# hyphen, the rest of an entity): whoever reads words skips it. Input cannot hold it.
FILLER: Final = "\x00"


class Document(NamedTuple):
    """One text. `text` is `source` with marks replaced one for one, so an offset in one is an offset in both."""

    source: str
    text: str
    sha256: str
    encoding: str
    media_type: str
    path: str | None = None
    url: str | None = None


def read(data: bytes, *, path: str | None = None, url: str | None = None, media_type: str | None = None) -> Document:
    """The document in `data`. Raises InputError where the bytes are no text."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{path or url or '<text>'}: larger than {MAX_BYTES} bytes")
    try:
        source, encoding = data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        source, encoding = data.decode("latin-1"), "latin-1"
    if FILLER in source:
        raise InputError(f"{path or url or '<text>'}: not a text (it has NUL bytes)")
    return _document(source, data, encoding, path, url, media_type)


def from_text(
    text: str, *, path: str | None = None, url: str | None = None, media_type: str | None = None
) -> Document:
    """The document whose decoded text is `text`."""
    return _document(text, text.encode("utf-8", "surrogatepass"), "utf-8", path, url, media_type)


_PLAIN: Final = {
    **dict.fromkeys(map(ord, "“”„‟″«»「」『』"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys([0xA0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B), 0x200B, 0xFEFF, 0x0C, 0x0B, 0x0D], " "),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}


def _document(
    source: str, data: bytes, encoding: str, path: str | None, url: str | None, media_type: str | None
) -> Document:
    from hashlib import sha256  # noqa: PLC0415 - costs a millisecond that other commands need not pay

    text = source.translate(_PLAIN)
    return Document(source, text, sha256(data).hexdigest(), encoding, media_type or "text/plain", path, url)
