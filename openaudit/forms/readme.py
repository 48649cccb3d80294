"""A licence inside a README: the section that holds it."""

from __future__ import annotations

import re
from bisect import bisect_right

from openaudit.forms.parts import both, keep
from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.document import Document

# "# …", "## …" and the underlined form.
_ATX: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+([^\n]{1,300})$", re.MULTILINE)
_SETEXT: Final = re.compile(r"^ {0,3}(\S[^\n]{0,300})\n {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_LICENSE: Final = re.compile(
    r"(?i)\b(?:un)?licen[cs](?:e|es|ing)\b|\bterms\b|\buse policy\b|\bacceptable use\b|\brestrictions?\b"
    r"|许可|授权|协议|使用条款|使用限制|許可|授權|協議"
)
# A section shorter than this names a licence; it is none.
_MIN_WORDS: Final = 20
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
_LINK: Final = re.compile(r"\]\([^)\s]{0,500}\)|https?://[^\s)>\]]{1,500}")


# What makes a limit of a few words, whatever licence they name.
_LIMITS: Final = re.compile(
    r"(?i)\bonly\b|\bnon-?commercial|\bno (?:commercial|military)|\b(?:may|must|can|do|is|are) ?n(?:ot|'t)\b|\bcannot\b"
    r"|\bnot (?:be|for|to|allowed|permitted)\b|\bprohibit|\bforbid|\bexcept\b"
    r"|不得|禁止|仅|只[能限可]|非商业|不可|不允许|严禁"
)


def license_section(document: Document) -> Document | None:
    """Only the README's sections on its licence, at their places; None where they hold no more than a name or link."""
    spans, said = _sections(document)
    return keep(document, spans) if len(_WORD.findall(said)) >= _MIN_WORDS else None


def terse_section(document: Document) -> Document | None:
    """The same where they are too short for a licence but limit something ("For research only."); None otherwise."""
    spans, said = _sections(document)
    return keep(document, spans) if len(_WORD.findall(said)) < _MIN_WORDS and _LIMITS.search(said) else None


def _sections(document: Document) -> tuple[list[Span], str]:
    """Where a README's sections on its licence stand, and their words without links."""
    source = document.source.replace("\r", "\n")
    spans: list[Span] = []
    headings = _headings(source)
    at = 0
    for index, (start, level, title) in enumerate(headings):
        if start < at or not _LICENSE.search(title):
            continue
        following = index + 1
        while following < len(headings) and headings[following][1] > level:
            following += 1
        at = headings[following][0] if following < len(headings) else len(source)
        spans.append(Span(start, at))
    return spans, " ".join(_LINK.sub(" ", source[start:end]) for start, end in spans)


def card_part(document: Document, *, gate: bool, section: bool) -> tuple[Document, str] | None:
    """The terms that stand in a model card, and their role; None without any.

    "gate" is what a hub shows and asks before it gives access, "card" the licence section, with the gate if there is
    one.
    """
    from openaudit.forms.frontmatter import gate_of
    from openaudit.modelcard import read_card

    asked = gate_of(document, read_card(document.source, "README.md")) if gate else None
    written = license_section(document) or terse_section(document) if section else None
    if written is None:
        return None if asked is None else (asked, "gate")
    return (written if asked is None else both(asked, written)), "card"


def _headings(source: str) -> list[tuple[int, int, str]]:
    """Offset, level and words of every heading outside of code fences."""
    found = [(m.start(), len(m[1]), m[2]) for m in _ATX.finditer(source)]
    found += [(m.start(), 1 if m[2][0] == "=" else 2, m[1]) for m in _SETEXT.finditer(source)]
    fences = [m.start() for m in _FENCE.finditer(source)]
    # An odd number of fence lines above means inside of one.
    return sorted(heading for heading in found if bisect_right(fences, heading[0]) % 2 == 0)
