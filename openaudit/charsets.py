"""Bytes that are not UTF-8: damaged UTF-8, the Chinese encodings, Windows-1252, and what is left."""

from __future__ import annotations

import re

from openaudit.han import han
from openaudit.typed import Final

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)=["']?([\w-]{2,30})""", re.IGNORECASE
)
# The characters that every legal text in Chinese is full of, in both scripts.
_EVERYDAY: Final = re.compile("[的一是不在有或及和与其您本使用许可以为任何的是與為許權法人方分自條件作者如在得上述下]")
_CHINESE: Final = ("gb18030", "big5")
_SAMPLE: Final = 65536


def decode_legacy(data: bytes) -> tuple[str, str] | None:
    """The text of `data` and its encoding, told as `openaudit.encoding` says; None where nothing fits."""
    return _utf8_with_faults(data) or _declared(data) or _chinese(data) or _western(data) or _guessed(data)


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
        chinese = len(han().findall(sample))
        foreign = len(re.findall("[^\x00-\x7f]", sample))
        everyday = len(_EVERYDAY.findall(sample)) / (chinese or 1)
        if chinese >= 4 and chinese > 0.6 * foreign and everyday > 0.08 and (best is None or everyday > best[0]):
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
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[: _SAMPLE * 4]).best()
    if best is None:
        return None
    return data.decode(best.encoding, "replace"), best.encoding
