"""Bytes to a Document: the text as the user gave it, and a normalised text of the same length.

The interface is fixed; the reading is being built.
"""

from __future__ import annotations

from typing import NamedTuple


class Document(NamedTuple):
    """One text. `text` is `source` with marks replaced one for one, so an offset in one is an offset in both."""

    source: str
    text: str
    sha256: str
    encoding: str
    media_type: str
    path: str | None = None
    url: str | None = None
