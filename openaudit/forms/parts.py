"""A part of a document as a document: the rest becomes white space, so that every offset and line stays."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.document import Document


def keep(document: Document, spans: Iterable[Span]) -> Document:
    """The document with only the words inside `spans` (sorted, apart from each other) to be read."""
    text = document.text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (blanked(text[at:start]), text[start:end])
        at = end
    parts.append(blanked(text[at:]))
    return document._replace(text="".join(parts))


def without(document: Document, spans: Iterable[Span]) -> Document:
    """The document with the words inside `spans` (sorted, apart from each other) not to be read."""
    text = document.text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], blanked(text[start:end]))
        at = end
    parts.append(text[at:])
    return document._replace(text="".join(parts))


def both(document: Document, other: Document) -> Document:
    """What either of two parts of one document keeps."""
    pairs = zip(document.text, other.text, strict=True)
    return document._replace(text="".join(b if a == " " else a for a, b in pairs))


def blanked(text: str) -> str:
    """As many spaces as `text` has characters, with its line ends."""
    return "\n".join(" " * len(line) for line in text.split("\n"))
