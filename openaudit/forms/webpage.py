"""The main text of a web page: what is left without menus, banners and footers.

A page that says where its main part is, is believed; where it doesn't, only what is plainly no text of the page
(navigation, forms, dialogs) is set aside. How many words were left out is said, so that nobody takes the rest for all.
"""

from __future__ import annotations

import re

from openaudit.forms.parts import keep, without
from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.document import Document

_MAIN: Final = frozenset(("main", "article"))
_ASIDE: Final = frozenset(("nav", "aside", "form", "button", "select", "dialog"))
# Above and below a page's main part these are the site's; inside of it they belong to the text.
_FRAME: Final = frozenset(("header", "footer"))
_ROLES: Final = {
    "main": "main",
    **dict.fromkeys(("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu"), "aside"),
}
_TAG: Final = re.compile(
    r"<(?:(!--)|(script|style|template)(?=[\s/>])|(/?)(main|article|nav|aside|form|button|select|dialog|header|footer"
    r"|div|section)(?=[\s/>])([^<>]{0,2000})>)",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(r"""(?:^|\s)role\s*=\s*["']?([a-z]+)""", re.IGNORECASE)
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
# The main part must hold this much of the page's words, or it is not believed to be the main part.
_SHARE: Final = 0.5
_MAX_OPEN: Final = 1000


class Page(NamedTuple):
    """The document with its main text, and how many words of the page are not in it."""

    document: Document
    left_out: int


def main_text(document: Document) -> Page:
    """The main text of an HTML document."""
    total = _words(document.text)
    mains, asides, frames = _regions(document.source)
    outer = _outermost(mains)
    inside = keep(document, outer) if outer else document
    if outer and _words(inside.text) < _SHARE * total:
        outer, inside = [], document
    if not outer:
        asides = [*asides, *frames]
    page = without(inside, _outermost(asides))
    left = _words(page.text)
    if left < _SHARE * total and not outer:
        # More in menus than in the text: then they are not menus, and all of it is read.
        return Page(document, 0)
    return Page(page, total - left)


def _regions(source: str) -> tuple[list[Span], list[Span], list[Span]]:
    """Main parts, parts beside the text, and headers and footers. An element that is never closed is none of them."""
    found: dict[str, list[Span]] = {"main": [], "aside": [], "frame": []}
    opened: list[tuple[str, str, int]] = []
    lower = source.lower() if source.isascii() else re.sub("[A-Z]+", lambda m: m[0].lower(), source)
    at = 0
    while (tag := _TAG.search(source, at)) is not None:
        at = tag.end()
        if tag[1] or tag[2]:
            end = "-->" if tag[1] else f"</{tag[2].lower()}"
            closed = lower.find(end, at)
            if closed < 0:
                break
            at = closed + len(end)
            continue
        name = tag[4].lower()
        if not tag[3]:
            if not tag[5].endswith("/") and len(opened) < _MAX_OPEN:
                opened.append((name, _kind(name, tag[5]), tag.start()))
            continue
        for index in range(len(opened) - 1, max(-1, len(opened) - 100), -1):
            if opened[index][0] == name:
                kind, start = opened[index][1:]
                if kind:
                    found[kind].append(Span(start, tag.end()))
                del opened[index:]
                break
    return found["main"], found["aside"], found["frame"]


def _kind(name: str, attributes: str) -> str:
    role = _ROLE.search(attributes)
    if role and role[1].lower() in _ROLES:
        return _ROLES[role[1].lower()]
    return "main" if name in _MAIN else "aside" if name in _ASIDE else "frame" if name in _FRAME else ""


def _outermost(spans: list[Span]) -> list[Span]:
    """The spans that lie in no other, sorted."""
    outer: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))
