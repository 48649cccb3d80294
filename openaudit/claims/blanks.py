"""What is no prose in Markdown and HTML, as blanks: code, comments, addresses, pictures, tags, marks of links.

Everything keeps its place: the text stays as long as it was. Every pattern is bounded and every search for an end
happens once, so what is never closed costs no time.
"""

from __future__ import annotations

import re

from openaudit.characters import plain_characters
from openaudit.typed import Final

# What begins a list item; the box of a task list is its group.
ITEM: Final = re.compile(r"[ \t]*(?:[-*+•·]|\d{1,3}[.)、]|[（(]\d{1,3}[)）])[ \t]+(\[[ xX✓]\][ \t]+)?")

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
_DESCRIPTION: Final = re.compile(
    r"(?=[^>]{0,1000}\b(?:name|property)=[\"'](?:description|(?:og|twitter):(?:title|description))[\"'])"
    r"[^>]{0,1000}?\bcontent=([\"'])([^\"'<>]{1,2000})\1",
    re.IGNORECASE,
)
_STRUCK: Final = re.compile(r"~~[^~\n]{1,400}~~|<(del|s|strike)>[^<]{0,2000}</\1>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_BLOCK_TAGS: Final = frozenset(
    """address article aside blockquote body br center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5
    h6 head header hr html li main nav ol p section summary table tbody td tfoot th thead title tr ul""".split()
)
_HEADING_TAGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title"))


def _blanks(text: str) -> str:
    """Blanks in place of `text`; line ends stay."""
    return re.sub(r"[^\r\n]", " ", text)


def blank_code(text: str, start: int) -> str:
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
            in_list = bool(ITEM.match(line)) or (in_list and line[0] in " \t")
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


def blank_markup(text: str) -> tuple[str, frozenset[int]]:
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
        if name == "meta" and (told := _DESCRIPTION.search(match[0])):
            # What search engines and chats show of the page.
            begin, end = told.span(2)
            return "\x1e" + blanks[1:begin] + match[0][begin:end] + blanks[end:-1] + "\x1e"
        if name not in _BLOCK_TAGS:
            return blanks
        if name in _HEADING_TAGS and not match[0].startswith("</"):
            headings.add(match.end())
        # \x1e ends a block where there may be no line end to do it.
        return "\x1e" + blanks[1:] if "\n" not in match[0] else blanks.replace("\n", "\x1e", 1)

    def entity(match: re.Match[str]) -> str:
        import html

        char = plain_characters(html.unescape(match[0]))
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
