"""YAML front matter above a text: data about it (`.LICENSE` files, model cards), not words of the licence.

Front matter is set aside only where it is plainly data. A sentence hidden in it is read like any other.
"""

from __future__ import annotations

import re

from openaudit.forms.parts import without
from openaudit.spans import LineIndex, Span
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.modelcard import ModelCard, Node, Text

# A value of more words than this could be a sentence that binds somebody.
_MAX_WORDS: Final = 8
# Free-text fields that describe: of ScanCode's .LICENSE and .RULE files, of choosealicense.com, of model cards.
_DESCRIBING: Final = frozenset(
    "name short_name notes note description how summary faq title using widget model-index nickname"
    " ignorable_copyrights ignorable_holders ignorable_authors ignorable_urls ignorable_emails".split()
)
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")


def set_aside(document: Document) -> tuple[Document, bool]:
    """The document without its front matter, and whether it had any that was set aside."""
    if not document.source.lstrip("\ufeff \t\r\n").startswith("---"):
        return document, False
    from openaudit.modelcard import read_card

    card = read_card(document.source, document.path or document.url or "<text>")
    if card.front is None or not card.front.entries:
        return document, False
    lines = LineIndex(document.source)
    kept = [_span_of(text, document.source, lines) for text in _sentences(card)]
    aside: list[Span] = []
    at = 0
    for span in sorted(kept):
        aside.append(Span(at, max(at, span.start)))
        at = max(at, span.end)
    aside.append(Span(at, max(at, card.body)))
    return without(document, aside), True


def gate_of(document: Document, card: ModelCard) -> Document | None:
    """Only the terms that a hub shows before it gives access, at their places in the card; None without any."""
    from openaudit.document import ITEM_MARK
    from openaudit.forms.parts import blanked

    lines = LineIndex(document.source)
    spans = sorted({_span_of(text, document.source, lines) for text in card.gate})
    if not spans:
        return None
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if start < at:  # an alias repeats a text that is there already
            continue
        before = blanked(document.text[at:start])
        # Two fields are two statements, even on neighbouring lines.
        if before and before[-1] == " ":
            before = before[:-1] + ITEM_MARK
        parts += (before, document.text[start:end])
        at = end
    parts.append(blanked(document.text[at:]))
    return document._replace(text="".join(parts))


def _sentences(card: ModelCard) -> list[Text]:
    """The values that may bind somebody: long ones, and a gate's."""
    found = list(card.gate)
    for key, node in card.front.entries if card.front else ():
        if key.value not in _DESCRIBING:
            found += [text for text in _texts(node) if len(_WORD.findall(text.value[:2000])) > _MAX_WORDS]
    return found


def _texts(node: Node) -> list[Text]:
    from openaudit.modelcard import flatten

    return flatten(node, limit=1000)


def _span_of(text: Text, source: str, lines: LineIndex) -> Span:
    """Where a scalar's words stand in the source: without its quotes, and without the sign of a block."""
    start = lines.start_of(text.line) + text.column - 1
    end = min(lines.start_of(min(text.end_line, len(lines))) + text.end_column - 1, len(source))
    if text.block:
        line_end = source.find("\n", start, end)
        start = line_end + 1 if line_end >= 0 else start
    elif not text.plain and end - start >= 2 and source[start] in "\"'":
        start, end = start + 1, end - 1
    return Span(min(start, end), end)
