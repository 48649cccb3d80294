"""File forms that are no plain text: what they say, as a Document.

Only forms that need it are unpacked here; everything else goes straight to `openaudit.document.read`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openaudit.document import read

if TYPE_CHECKING:
    from openaudit.document import Document


def open_document(
    data: bytes, *, path: str | None = None, url: str | None = None, media_type: str | None = None
) -> Document:
    """The document in a file's bytes, whatever its form. Raises InputError where the form holds no readable text."""
    return read(data, path=path, url=url, media_type=media_type)
