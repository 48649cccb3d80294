"""Bytes to text: which encoding a file is in, told from the bytes alone.

A byte order mark decides; then UTF-8, which hardly anything else decodes as; then UTF-16 without a mark (its zero
bytes give it away); then the encoding that an HTML page declares; then the Chinese encodings, told apart by how many of
their characters are everyday ones; then Windows-1252, where the odd byte is a quote or an accent. Only what is left is
handed to `charset-normalizer`, which is loaded for that alone.
"""

from __future__ import annotations

import re
from typing import Final

from openaudit.errors import InputError

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
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_DECLARED: Final = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)=["']?([\w-]{2,30})""", re.IGNORECASE)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
# The characters that every legal text in Chinese is full of, in both scripts.
_EVERYDAY: Final = re.compile("[的一是不在有或及和与其您本使用许可以为任何的是與為許權法人方分自條件作者如在得上述下]")
_CHINESE: Final = ("gb18030", "big5")
_SAMPLE: Final = 65536


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and its encoding (a codec name). Raises InputError, speaking of `name`, where there is none."""
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
    found = _utf8_with_faults(data) or _declared(data) or _chinese(data) or _western(data) or _guessed(data)
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


def _utf8_with_faults(data: bytes) -> tuple[str, str] | None:
    """UTF-8 in which a few bytes are damaged or pasted from Windows-1252: those bytes alone are read as the latter."""
    text = data.decode("utf-8", "surrogateescape")
    good, bad = 0, 0
    for char in re.findall("[^\x00-\x7f]", text[: _SAMPLE * 4]):
        if "\udc80" <= char <= "\udcff":
            bad += 1
        else:
            good += 1
    if good < 4 * bad or not good:
        return None
    return text.translate({0xDC00 + byte: _windows(byte) for byte in range(0x80, 0x100)}), "utf-8"


def _windows(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def _declared(data: bytes) -> tuple[str, str] | None:
    found = _DECLARED.search(data, 0, 4096)
    if found is None:
        return None
    encoding = found[1].decode("ascii").lower()
    encoding = "gb18030" if encoding in {"gb2312", "gbk"} else encoding
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        return None


def _chinese(data: bytes) -> tuple[str, str] | None:
    """GB18030 or Big5, whichever reads more everyday characters; neither where they are rare."""
    best: tuple[float, str, str] | None = None
    for encoding in _CHINESE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        han = len(_HAN.findall(sample))
        foreign = len(re.findall("[^\x00-\x7f]", sample))
        everyday = len(_EVERYDAY.findall(sample)) / (han or 1)
        if han >= 4 and han > 0.6 * foreign and everyday > 0.08 and (best is None or everyday > best[0]):
            best = (everyday, text, encoding)
    return best and (best[1], best[2])


def _western(data: bytes) -> tuple[str, str] | None:
    """Windows-1252, of which Latin-1 is the part that texts use: high bytes are few and stand alone."""
    high = len(_HIGH.findall(data[:_SAMPLE]))
    if high > 0.12 * len(data[:_SAMPLE]):
        return None
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _guessed(data: bytes) -> tuple[str, str] | None:
    import charset_normalizer  # noqa: PLC0415 - heavy, and hardly ever needed

    best = charset_normalizer.from_bytes(data[: _SAMPLE * 4]).best()
    if best is None:
        return None
    return data.decode(best.encoding, "replace"), best.encoding
