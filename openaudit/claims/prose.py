"""Markdown or HTML to the sentences that a reader reads, each with its place and its surroundings.

Nothing moves: what is no prose (code, comments, addresses, tags, marks) becomes blanks of the same length, so an
offset in the prose is an offset in the file. Everything is one pass of bounded patterns, so a huge or broken file
costs time in proportion to its length and no more.
"""

from __future__ import annotations

import re

from openaudit.characters import plain_characters
from openaudit.claims.blanks import ITEM, blank_code, blank_markup
from openaudit.typed import Final, NamedTuple

# A file that is longer is read up to here; the caller says so.
MAX_CHARS: Final = 2_000_000
# No sentence that a person wrote is longer; a longer run is cut, so that readers of sentences stay fast.
MAX_SENTENCE: Final = 1200


class Sentence(NamedTuple):
    """One sentence: `prose[start:end]` is its text.

    `kind` is "heading", "paragraph", "item" or "cell" (of a table); `section` the nearest heading above; `quoted`
    says that it stands in a block quote which is somebody's words, `planned` that it is an open item of a task
    list. `answer` is True where the next sentence of the block begins with a yes.
    """

    start: int
    end: int
    kind: str
    section: str
    quoted: bool = False
    planned: bool = False
    answer: bool = False


class Prose(NamedTuple):
    """`text` has the length of the file and its plain characters; `sentences` are in order."""

    text: str
    sentences: tuple[Sentence, ...]


_MARKS: Final = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\\(?=[^\w\s])")
_ATX: Final = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+")
_SETEXT: Final = re.compile(r"[ \t]{0,3}(?:={2,}|-{2,})[ \t]*$")
_QUOTE: Final = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ALERT: Final = re.compile(
    r"[ \t]*\[!\w+\]|[ \t]*(?:note|tip|important|warning|caution|update|news|注意|提示|更新)\b", re.IGNORECASE
)
_SIGNED: Final = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+[ \t]*(?:[—–]|--)[ \t]*[^\s—–-]")
_RULE: Final = re.compile(r"[ \t|:+=_*-]*$")
_END: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s)|[。!?;]+[\"')]*(?=[\u3000-\u9fff])|。+[\"')]*|…{1,2}")
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|cf|al|fig|eq|no|inc|ltd|co|corp|dr|mr|ms|prof|approx|u\.s)\.$", re.IGNORECASE
)
_YES: Final = re.compile(r"\s*(?:yes|yep|sure|absolutely|of course|it is\b|是的|是[,。]|当然)", re.IGNORECASE)


def read(text: str, start: int = 0) -> Prose:
    """The prose of `text` from offset `start` on (a card's front matter stands before it)."""
    blanked = blank_code(plain_characters(text[:MAX_CHARS]), start)
    prose, headings = blank_markup(blanked)
    return Prose(prose + " " * (len(text) - len(prose)), tuple(_sentences(text, prose, headings, start)))


class _Block(NamedTuple):
    kind: str
    lines: list[tuple[int, int]]
    quoted: bool
    planned: bool


def _sentences(source: str, prose: str, headings: frozenset[int], start: int) -> list[Sentence]:
    """The sentences of all blocks, in order."""
    found: list[Sentence] = []
    section = ""
    for block in _blocks(source, prose, headings, start):
        begin, end = block.lines[0][0], block.lines[-1][1]
        if block.kind == "heading":
            section = " ".join(_MARKS.sub("", prose[begin:end]).split())[:120]
        found += _split(prose, block, begin, end, section)
    return found


def _blocks(source: str, prose: str, headings: frozenset[int], start: int) -> list[_Block]:
    lines = _lines(prose, start)
    citations = _citations(source, lines)
    blocks: list[_Block] = []
    current: _Block | None = None
    for number, (offset, text, line_end) in enumerate(lines):
        quote = _QUOTE.match(text)
        at = quote.end() if quote else 0
        rest = text[at:]
        if not rest.strip() or _RULE.match(rest):
            if current and current.kind == "paragraph" and _SETEXT.match(rest):
                blocks[-1] = current._replace(kind="heading")
            current = None
            continue
        kind, begin, planned = _kind(rest, html_heading=offset in headings or offset + at in headings)
        if kind == "cell":
            blocks += _cells(rest, offset + at)
            current = None
            continue
        here = (offset + at + begin, offset + len(text))
        quoted = number in citations
        if current and kind == "paragraph" and current.quoted == quoted and current.kind != "heading":
            current.lines.append(here)
        else:
            current = _Block(kind, [here], quoted, planned)
            blocks.append(current)
        if line_end == "\x1e" or kind == "heading":
            current = None
    return blocks


def _lines(prose: str, start: int) -> list[tuple[int, str, str]]:
    """Offset, text and end of each line from `start` on."""
    pieces = re.split(r"(\r\n|\n|\r|\x1e)", prose[start:])
    lines: list[tuple[int, str, str]] = []
    offset = start
    for text, line_end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        lines.append((offset, text, line_end))
        offset += len(text) + len(line_end)
    return lines


def _citations(source: str, lines: list[tuple[int, str, str]]) -> frozenset[int]:
    """The numbers of the lines in block quotes that cite somebody, and do not just set a note apart."""
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and _QUOTE.match(lines[number][1]):
            run.append(number)
            continue
        words = [_QUOTE.sub("", lines[i][1], count=1).strip() for i in run]
        first = next((text for text in words if text), "")
        if first and not _ALERT.match(first):
            # "— Somebody": in the prose every dash is a hyphen, as at the start of a list item.
            signed = any(_SIGNED.match(source, lines[i][0]) for i in run)
            if first.startswith('"') or signed:
                found.update(run)
        run = []
    return frozenset(found)


def _kind(line: str, *, html_heading: bool) -> tuple[str, int, bool]:
    """What block a line begins or continues, where its words start, and whether it is an open task."""
    heading = _ATX.match(line)
    if heading:
        return "heading", heading.end(), False
    if html_heading:
        return "heading", 0, False
    if line.count("|") >= 2 or line.lstrip().startswith("|"):
        return "cell", 0, False
    item = ITEM.match(line)
    if item:
        return "item", item.end(), bool(item[1]) and item[1].startswith("[ ]")
    return "paragraph", 0, False


def _cells(line: str, offset: int) -> list[_Block]:
    cells = []
    at = 0
    for cell in line.split("|"):
        if cell.strip():
            cells.append(_Block("cell", [(offset + at, offset + at + len(cell))], False, False))
        at += len(cell) + 1
    return cells


def _split(prose: str, block: _Block, begin: int, end: int, section: str) -> list[Sentence]:
    """The sentences of one block."""
    ends: list[int] = []
    for match in _END.finditer(prose, begin, end):
        if match[0][0] == "." and _ABBREVIATION.search(prose, max(begin, match.start() - 8), match.start() + 1):
            continue
        ends.append(match.end())
    found: list[Sentence] = []
    at = begin
    for stop in [*ends, end]:
        while at < stop:
            cut = min(stop, at + MAX_SENTENCE)
            if prose[at:cut].strip():
                found.append(Sentence(at, cut, block.kind, section, block.quoted, block.planned))
            at = cut
    for index, one in enumerate(found[:-1]):
        following = found[index + 1]
        if _YES.match(prose, following.start, following.end):
            found[index] = one._replace(answer=True)
    return found
