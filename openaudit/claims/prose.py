"""Markdown or HTML to the sentences that a reader reads, each with its place and its surroundings.

Nothing moves: what is no prose (code, comments, addresses, tags, marks) becomes blanks of the same length, so an
offset in the prose is an offset in the file. Everything is one pass of bounded patterns, so a huge or broken file
costs time in proportion to its length and no more.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from openaudit.characters import plain_characters

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


_RAW: Final = re.compile(r"<(script|style|pre|code|svg|math|kbd|samp|textarea)\b[^<>]{0,2000}>", re.IGNORECASE)
_FENCE: Final = re.compile(r"[ \t]{0,8}(?:[>*+-][ \t]{0,3})?(`{3,}|~{3,})")
_TICKS: Final = re.compile(r"`+")
_GAP: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_BADGE: Final = re.compile(r"\[!\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}[^()\n]{0,300}\)\]\(([^()\n]{0,1000})\)")
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])?")
_LINK: Final = re.compile(
    r"\[((?:[^\[\]\n]|\n(?![ \t]*\n)){0,500})\](\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\[\]\n]{0,200}\])"
)
_REFERENCE: Final = re.compile(r"^[ \t]{0,3}\[[^\[\]\n]{1,200}\]:[^\n]{0,2000}$", re.MULTILINE)
_ADDRESS: Final = re.compile(
    r"<?(?:https?://|www\.)[^\s<>()\"'，。；）】》\u4e00-\u9fff]{1,2000}>?|<?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}>?"
)
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,30})(?:\s[^<>]{0,4000})?/?>|<![A-Za-z][^<>]{0,200}>")
_STRUCK: Final = re.compile(r"~~[^~\n]{1,400}~~|<(del|s|strike)>[^<]{0,2000}</\1>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_MARKS: Final = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\\(?=[^\w\s])")
_BLOCK_TAGS: Final = frozenset(
    """address article aside blockquote body br center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5
    h6 head header hr html li main nav ol p section summary table tbody td tfoot th thead title tr ul""".split()
)
_HEADING_TAGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title"))

_ATX: Final = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+")
_SETEXT: Final = re.compile(r"[ \t]{0,3}(?:={2,}|-{2,})[ \t]*$")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+•·]|\d{1,3}[.)、]|[（(]\d{1,3}[)）])[ \t]+(\[[ xX✓]\][ \t]+)?")
_QUOTE: Final = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ALERT: Final = re.compile(r"[ \t]*\[!\w+\]|[ \t]*(?:note|tip|important|warning|caution|update|news|注意|提示|更新)\b", re.IGNORECASE)
_ATTRIBUTION: Final = re.compile(r"(?:[—–]|--)[ \t]*[^\s—–-][^\n]{0,80}$")
_QUOTE_STARTS: Final = '"'
_RULE: Final = re.compile(r"[ \t|:+=_*-]*$")
_END: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s)|[。!?;]+[\"')]*(?=[\u3000-\u9fff])|。+[\"')]*|…{1,2}")
_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|al|fig|eq|no|inc|ltd|co|corp|dr|mr|ms|prof|approx|u\.s)\.$", re.IGNORECASE)
_YES: Final = re.compile(r"\s*(?:yes|yep|sure|absolutely|of course|it is\b|是的|是，|是。|当然|当然是|當然)", re.IGNORECASE)


def read(text: str, start: int = 0) -> Prose:
    """The prose of `text` from offset `start` on (a card's front matter stands before it)."""
    blanked = _blank_code(plain_characters(text[:MAX_CHARS]), start)
    prose, headings = _blank_markup(blanked)
    return Prose(prose + " " * (len(text) - len(prose)), tuple(_sentences(prose, headings, start)))


def _blanks(text: str) -> str:
    """Blanks in place of `text`; line ends stay."""
    return re.sub(r"[^\r\n]", " ", text)


def _blank_code(text: str, start: int) -> str:
    """Front matter, comments, code and raw HTML elements as blanks."""
    text = _blank_comments(" " * start + text[start:])
    parts: list[str] = []
    fence = ""
    after_blank = True
    in_list = False
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            parts.append(_blanks(line))
            continue
        if mark and "`" not in line[mark.end() :]:
            fence = mark[1]
            parts.append(_blanks(line))
            continue
        if not line.strip():
            after_blank = True
        elif line.startswith(("    ", "\t")) and after_blank and not in_list:
            parts.append(_blanks(line))
            continue
        else:
            after_blank = False
            in_list = bool(_ITEM.match(line)) or (in_list and line[0] in " \t")
        parts.append(line)
    return _blank_elements(_blank_inline_code("".join(parts)))


def _blank_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin + 4)
        # A comment that is never closed hides nothing from a reader of the source.
        if end < 0:
            break
        parts += [text[at:begin], _blanks(text[begin : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _blank_inline_code(text: str) -> str:
    """Code between equal runs of backticks, within one paragraph."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    parts: list[str] = []
    at = index = 0
    while index < len(runs):
        begin, inner = runs[index]
        # A closing run is near or nowhere: 20 runs and 600 characters bound what one opening run costs.
        closing = next(
            (j for j in range(index + 1, min(index + 20, len(runs))) if runs[j][1] - runs[j][0] == inner - begin), None
        )
        index += 1
        if closing is None or runs[closing][0] - inner > 600 or _GAP.search(text, inner, runs[closing][0]):
            continue
        end = runs[closing][1]
        parts += [text[at:begin], _blanks(text[begin:end])]
        at, index = end, closing + 1
    return "".join([*parts, text[at:]])


def _blank_elements(text: str) -> str:
    """`<script>`, `<pre>`, `<code>` … and all they hold; one that is never closed holds nothing."""
    parts: list[str] = []
    at = 0
    lowered = ""
    unclosed: set[str] = set()
    for match in _RAW.finditer(text):
        name = match[1].lower()
        if match.start() < at or name in unclosed or match[0].endswith("/>"):
            continue
        lowered = lowered or _lower(text)
        close = lowered.find(f"</{name}", match.end())
        if close < 0:
            unclosed.add(name)
            continue
        parts += [text[at : match.start()], _blanks(text[match.start() : close])]
        at = close
    return "".join([*parts, text[at:]])


def _lower(text: str) -> str:
    lowered = text.lower()
    # A few letters (İ) grow when lowered; then only ASCII is.
    return lowered if len(lowered) == len(text) else re.sub("[A-Z]+", lambda m: m[0].lower(), text)


def _blank_markup(text: str) -> tuple[str, frozenset[int]]:
    """Links, images, addresses, tags and emphasis as blanks; and where HTML headings start."""
    headings: set[int] = set()

    def link(match: re.Match[str]) -> str:
        return " " + match[1] + " " * (len(match[0]) - len(match[1]) - 1)

    def badge(match: re.Match[str]) -> str:
        # A badge that leads elsewhere speaks of what it leads to; one that leads into the repository, of it.
        if re.match(r"\s*(?:[a-z]+:)?//|\s*$", match[2], re.IGNORECASE):
            return _blanks(match[0])
        return "   " + match[1] + " " * (len(match[0]) - len(match[1]) - 3)

    def tag(match: re.Match[str]) -> str:
        name = (match[1] or "").lower()
        blanks = _blanks(match[0])
        if name not in _BLOCK_TAGS:
            return blanks
        if name in _HEADING_TAGS and not match[0].startswith("</"):
            headings.add(match.end())
        # \x1e ends a block where there may be no line end to do it.
        return "\x1e" + blanks[1:] if "\n" not in match[0] else blanks.replace("\n", "\x1e", 1)

    def entity(match: re.Match[str]) -> str:
        import html

        char = html.unescape(match[0])
        return (char if len(char) == 1 and char.isprintable() else " ").ljust(len(match[0]))

    text = _REFERENCE.sub(lambda m: _blanks(m[0]), text)
    text = _BADGE.sub(badge, text)
    text = _IMAGE.sub(lambda m: _blanks(m[0]), text)
    text = _LINK.sub(link, text)
    text = _STRUCK.sub(lambda m: _blanks(m[0]), text)
    text = _ADDRESS.sub(lambda m: _blanks(m[0]), text)
    text = _TAG.sub(tag, text)
    if "&" in text:
        text = _ENTITY.sub(entity, text)
    return text, frozenset(headings)


class _Block(NamedTuple):
    kind: str
    lines: list[tuple[int, int]]
    quoted: bool
    planned: bool


def _sentences(prose: str, headings: frozenset[int], start: int) -> list[Sentence]:
    """The sentences of all blocks, in order."""
    found: list[Sentence] = []
    section = ""
    for block in _blocks(prose, headings, start):
        begin, end = block.lines[0][0], block.lines[-1][1]
        if block.kind == "heading":
            section = " ".join(_MARKS.sub("", prose[begin:end]).split())[:120]
        found += _split(prose, block, begin, end, section)
    return found


def _blocks(prose: str, headings: frozenset[int], start: int) -> list[_Block]:
    lines = _lines(prose, start)
    citations = _citations(lines)
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


def _citations(lines: list[tuple[int, str, str]]) -> frozenset[int]:
    """The numbers of the lines in block quotes that cite somebody, and do not just set a note apart."""
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and _QUOTE.match(lines[number][1]):
            run.append(number)
            continue
        words = [_QUOTE.sub("", lines[i][1], count=1).strip() for i in run]
        words = [text for text in words if text]
        if words and not _ALERT.match(words[0]):
            opened = words[0].startswith(_QUOTE_STARTS)
            if opened or any(_ATTRIBUTION.match(text) for text in words):
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
    item = _ITEM.match(line)
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
