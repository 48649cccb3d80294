"""Addresses that a page may lead to, and links to a sentence in the original text on the web."""

from __future__ import annotations

import re
from urllib.parse import quote as percent

from openaudit.render.safe import one_line, shorten
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.report import Finding, Result

_FRAGMENT_WORDS: Final = 8


def web_address(url: str | None) -> str:
    """`url` if a browser may follow it from a page, else ""."""
    return url if url and re.match(r"https?://[^\s\"'<>]+\Z", url) else ""


def text_fragment(result: Result, finding: Finding) -> str:
    """The sentence in the original on the web, as a link with a text fragment; "" for a local text."""
    url = web_address(result.source.url)
    if not url or "#" in url:
        return ""
    quoted = one_line(finding.quote)
    parts = quoted.split(" ")
    if len(parts) > 2 * _FRAGMENT_WORDS:
        start, end = " ".join(parts[:_FRAGMENT_WORDS]), " ".join(parts[-_FRAGMENT_WORDS:])
        return f"{url}#:~:text={_encode(start)},{_encode(end)}"
    return f"{url}#:~:text={_encode(shorten(quoted, 200))}" if len(quoted) <= 200 else ""


def _encode(text: str) -> str:
    # A hyphen, comma or ampersand is syntax in a text fragment.
    return percent(text, safe="").replace("-", "%2D")
