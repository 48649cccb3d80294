"""Bytes to a Document: the text as the user gave it, and a normalised text of the same length.

An offset in one is an offset in the other, so every finding points into the file that the user has. Lines and columns
are those of `source`: `text` may have a line end where an HTML tag makes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from openaudit.characters import FILLER, NO_WIDTH, line_ends, plain_characters, settle_fillers
from openaudit.comments import without_comments
from openaudit.digests import sha256
from openaudit.encoding import decode
from openaudit.errors import InputError
from openaudit.markup import HEADING_MARK, ITEM_MARK, without_crosses, without_inline_html, without_markdown
from openaudit.typed import Final, NamedTuple

__all__ = ["FILLER", "HEADING_MARK", "ITEM_MARK", "MAX_BYTES", "NO_WIDTH", "STEPS", "Document", "from_text", "read"]

MAX_BYTES: Final = 64 * 1024 * 1024

HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
PLAIN: Final = "text/plain"
_SUFFIXES: Final = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".mdx": MARKDOWN,
}
_HEAD: Final = 1000
_SEEN: Final = re.compile(r"\S+")
# A word that the end of a line breaks at its hyphen, and what it goes on with.
_BREAK: Final = re.compile(r"(?<=[^\W\d_])-[^\S\n]*\n")
_GOES_ON: Final = re.compile(r"(?!(?:and|or|to)\b)[^\W\d_]")
_PAGES: Final = ("<!doctype html", "<html", "<head", "<body", "<?xml")
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


class Document(NamedTuple):
    """One text.

    `source` is the text as decoded; `text` is `source` with marks replaced one for one, so an offset in one is an
    offset in both (code points). `text` has plain quotes, dashes, spaces and simplified characters, no marks of
    comments, Markdown or HTML, a line feed for every line end, and four characters with a meaning of their own:
    `FILLER` (inside a word; to be skipped), and the white-space characters `HEADING_MARK`, `ITEM_MARK`, `NO_WIDTH`.
    `sha256` is of the bytes as given, `encoding` a codec name, `media_type` one of the three that are read.
    """

    source: str
    text: str
    sha256: str
    encoding: str
    media_type: str
    path: str | None = None
    url: str | None = None

    def quote(self, start: int, end: int) -> str:
        """The words of `source[start:end]` as printed, white space squeezed, marks left out."""
        shown = self.text[start:end]
        printed = self.source[start:end]
        broken = "-" in shown and _BREAK.search(shown) is not None
        if shown == printed and not broken:
            return " ".join(printed.split())
        parts: list[str] = []
        at = 0
        for found in _SEEN.finditer(shown):
            run, words = found[0], printed[found.start() : found.end()]
            # "non-" at the end of a line goes on with the next; "pre-" before "and" does not. Where marks alone stand
            # between ("**Name**."), nothing does.
            marked = at and not printed[at : found.start()].strip("*_`")
            joins = marked or (broken and at and _BREAK.search(shown, at - 1, found.start()) and _GOES_ON.match(run))
            parts.append("" if joins or not parts else " ")
            parts.append("".join(words[i] for i, char in enumerate(run) if char != FILLER) if FILLER in run else words)
            at = found.end()
        return " ".join("".join(parts).split())


class Step(NamedTuple):
    """One step of normalisation: `run` keeps the text's length. `only` names the media types it is for."""

    name: str
    run: Callable[[str], str]
    only: tuple[str, ...] = (PLAIN, MARKDOWN, HTML)


def _visible_text(text: str) -> str:
    from openaudit.hypertext import visible_text

    return visible_text(text)


# In this order. The text has a line end in front, so that a pattern for the start of a line can begin with one.
STEPS: Final[tuple[Step, ...]] = (
    Step("line ends and control characters", line_ends),
    Step("visible text of a page", _visible_text, (HTML,)),
    Step("crosses", without_crosses),
    Step("plain characters", plain_characters),
    Step("comment marks", without_comments, (PLAIN, MARKDOWN)),
    Step("inline HTML", without_inline_html, (PLAIN, MARKDOWN)),
    Step("Markdown marks", without_markdown),
    Step("fillers", settle_fillers),
)


def read(data: bytes, *, path: str | None = None, url: str | None = None, media_type: str | None = None) -> Document:
    """The document in `data`.

    `media_type` decides how marks are read where it names HTML or Markdown; otherwise the name and the text do.
    Raises InputError, naming `path` or `url`, where the bytes are no text, too many, or in no known encoding.
    """
    name = path or url or "<text>"
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: {len(data):,} bytes are too many for a licence text (the limit is {MAX_BYTES:,})")
    source, encoding = decode(data, name)
    return _document(source, data, encoding, path, url, media_type)


def from_text(text: str, *, path: str | None = None, url: str | None = None, media_type: str | None = None) -> Document:
    """The document whose decoded text is `text`; see `read`. Raises InputError where it has NUL characters."""
    if FILLER in text:
        raise InputError(f"{path or url or '<text>'}: this is not a text (it has NUL characters)")
    return _document(text, text.encode("utf-8", "surrogatepass"), "utf-8", path, url, media_type)


def normalise(source: str, media_type: str) -> str:
    """`source` after every step that is for `media_type`, at the same length."""
    text = "\n" + source
    for step in STEPS:
        if media_type in step.only:
            text = step.run(text)
    return text[1:]


def _document(
    source: str, data: bytes, encoding: str, path: str | None, url: str | None, media_type: str | None
) -> Document:
    if not source.isascii() and any(chr(code) in source for code in _LIGATURES):
        # The one thing that cannot keep its length: the source itself has the letters then.
        source = source.translate(_LIGATURES)
    kind = _media_type(source, path or url or "", media_type or "")
    return Document(source, normalise(source, kind), sha256(data).hexdigest(), encoding, kind, path, url)


def _media_type(source: str, name: str, given: str) -> str:
    given = given.partition(";")[0].strip().lower()
    if given in {HTML, "application/xhtml+xml"} or source[:_HEAD].lstrip().lower().startswith(_PAGES):
        return HTML
    if given == MARKDOWN:
        return MARKDOWN
    suffix = name.rpartition("/")[2].lower().rpartition(".")
    return _SUFFIXES.get(suffix[1] + suffix[2], PLAIN) if suffix[1] else PLAIN
