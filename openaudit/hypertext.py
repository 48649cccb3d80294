"""The visible text of an HTML page, at the page's length: tags, scripts and comments become white space."""

from __future__ import annotations

import re

from openaudit.characters import NO_WIDTH
from openaudit.markup import TAG, replace_tag, without_entities
from openaudit.typed import Final

_OPENING: Final = re.compile(r"<(?=[!/?A-Za-z])")
# Elements whose content a reader never sees.
_UNSEEN: Final = ("script", "style", "template")
_UNSEEN_TAG: Final = re.compile(r"<(script|style|template)(?=[\s/>])[^<>]{0,2000}>", re.IGNORECASE)
_PRE: Final = re.compile(r"<(/?)pre(?=[\s>])", re.IGNORECASE)
_INDENT: Final = re.compile(r"\n[ \t\x00]+")


def visible_text(text: str) -> str:
    """`text` with all that a browser does not show as white space, and each entity as its character.

    Line ends of the source mean nothing in HTML, so outside `<pre>` they become spaces; block elements make their own.
    """
    parts: list[str] = []
    at, missing = 0, set[str]()
    preformatted: bool | None = None  # None: no such element yet
    while (opening := _OPENING.search(text, at)) is not None:
        start = opening.start()
        parts.append(_flow(text[at:start], preformatted=preformatted))
        at = _unseen_end(text, start, missing)
        if at:
            parts.append(" " * (at - start))
            continue
        if pre := _PRE.match(text, start):
            preformatted = not pre[1]
        tag = TAG.match(text, start)
        at = tag.end() if tag else start + 1
        parts.append(replace_tag(tag) if tag else "<")
    parts.append(_flow(text[at:], preformatted=preformatted))
    shown = without_entities("".join(parts))
    if preformatted is None:
        shown = _INDENT.sub(lambda found: "\n" + NO_WIDTH * (len(found[0]) - 1), shown)
    return shown


def _flow(text: str, *, preformatted: bool | None) -> str:
    return text if preformatted else text.replace("\n", " ").replace("\t", " ")


def _unseen_end(text: str, start: int, missing: set[str]) -> int:
    """Where the comment, declaration or unseen element that begins at `start` ends; 0 where none begins.

    `missing` remembers the ends that the rest of the text does not have, so that none is sought twice.
    """
    if text.startswith("<!--", start):
        ends, skip = ["-->"], 4
    elif text.startswith(("<!", "<?"), start):
        ends, skip = [">"], 2
    elif unseen := _UNSEEN_TAG.match(text, start):
        name = unseen[1].lower()
        ends, skip = [f"</{name}", f"</{name.upper()}"], unseen.end() - start
    else:
        return 0
    for end in ends:
        if end in missing:
            continue
        found = text.find(end, start + skip)
        if found < 0:
            missing.add(end)
            continue
        close = text.find(">", found)
        return close + 1 if close >= 0 else len(text)
    return 0
