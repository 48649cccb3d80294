"""Bytes to text: which encoding a file is in, told from the bytes alone.

A byte order mark decides; then UTF-8, which hardly anything else decodes as; then UTF-16 without a mark (its zero
bytes give it away); then the encoding that an HTML page declares; then the Chinese encodings, told apart by how many of
their characters are everyday ones; then Windows-1252, where the odd byte is a quote or an accent. Only what is left is
handed to `charset-normalizer`, which is loaded for that alone.
"""

from __future__ import annotations

import re

from openaudit.errors import InputError
from openaudit.typed import Final

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Formats that people do hand over in place of a text, by their first bytes, and what to do about each.
_FORMATS: Final = (
    (b"%PDF-", "a PDF, not a text: extract its text first, for instance with `pdftotext FILE.pdf FILE.txt`"),
    (b"{\\rtf", "an RTF file, not a text: save it as plain text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document, not a text: save or extract it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an office document, not a text: save it as plain text first"),
    (b"\x1f\x8b", "a gzip archive, not a text: unpack it first"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE: Final = 65536


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and its encoding (a codec name). Raises InputError, naming `name`, where there is none."""
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}")
    text, encoding = _decode(data, name)
    sample = text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    if "\x00" in text or controls > 8 + len(sample) // 100:
        raise InputError(f"{name}: this is a binary file, not a text")
    return text, encoding


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if b"\x00" in data[:_SAMPLE]:
        if wide := _utf16(data[:_SAMPLE]):
            return data.decode(wide, "replace"), wide
        raise InputError(f"{name}: this is a binary file, not a text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    from openaudit.charsets import decode_legacy

    found = decode_legacy(data)
    if found is None:
        raise InputError(f"{name}: its character encoding is unknown: save it as UTF-8")
    return found


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: in text that is mostly ASCII every other byte is zero."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None
