"""Text that came out of a PDF, put in order: columns, words broken at line ends, page numbers, running heads. Pure."""

from __future__ import annotations

import re
from collections import Counter

from openaudit.typed import Final

# "7", "- 7 -", "Page 7 of 12", "第 7 页": a closed form, since a line that is dropped is a line not audited.
_PAGE_NUMBER: Final = re.compile(
    r"^\s*(?:(?:page|p\.|seite)\s*)?[-–—|\[(]?\s*\d{1,4}\s*[-–—|\])]?(?:\s*(?:of|/|von)\s*\d{1,4})?\s*$"
    r"|^\s*第?\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?\s*$",
    re.IGNORECASE,
)
# A word broken at a line end, and what clings to it. Small Latin letters only: "A-\nB" and "3-\n4" keep their hyphen.
_BROKEN: Final = re.compile(r"([^\W\d_]{2,40})[-\u2010\u00ad]\n[ \t]*([a-zà-öø-ÿ]{2,40})(\S{0,40})[ \t]*")
# Beginnings whose hyphen belongs to the word, in the language of licences; but "open-⏎ing", "end-⏎ed".
_KEEPING: Final = frozenset("non anti self royalty semi third well two cross open end source share peer user".split())
_ENDINGS: Final = frozenset("ing ings ed er ers es ly able less ness ments holder holders".split())
_DIGITS: Final = re.compile(r"\d+")
_MIN_GUTTER: Final = 3
_MIN_ROWS: Final = 8


def join_pages(pages: list[str]) -> str:
    """The pages as one text, a form feed before each but the first."""
    bodies = _without_running_lines([page.replace("\r\n", "\n").replace("\r", "\n").split("\n") for page in pages])
    return rejoin_words("\n\f".join("\n".join(lines) for lines in bodies).replace("\0", ""))


def rejoin_words(text: str) -> str:
    """The text with words put together that a line end broke ("particu-⏎lar"). Real hyphens stay ("non-⏎exclusive")."""
    known = Counter(word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))

    def joined(found: re.Match[str]) -> str:
        first, second, tail = found.groups()
        whole, hyphened = f"{first}{second}".lower(), f"{first}-{second}".lower()
        usual = first.lower() in _KEEPING and second not in _ENDINGS
        keeps = known[hyphened] > known[whole] or (known[whole] == 0 and usual)
        # The line end moves behind the word.
        return f"{first}{'-' if keeps else ''}{second}{tail}\n"

    return _BROKEN.sub(joined, text)


def in_columns(layout: str) -> str | None:
    """The text of a page in two columns, first the left one; None where the page has one column.

    `layout` is the page with its words at their places, one line of it per row. A row that crosses the gutter (a
    title) ends a pair of columns, and the next one begins below it.
    """
    rows = [row.rstrip() for row in layout.split("\n")]
    filled = [row for row in rows if row.strip()]
    width = max(map(len, filled), default=0)
    if len(filled) < _MIN_ROWS or width < 40:
        return None
    gutter = _gutter(filled, width)
    if gutter is None:
        return None
    start, end = gutter
    out: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for row in rows:
        if row[start:end].strip():
            out += [*left, *right, row.strip()]
            left, right = [], []
        else:
            left.append(row[:start].strip())
            right.append(row[end:].strip())
    return "\n".join([*out, *left, *right])


def _gutter(rows: list[str], width: int) -> tuple[int, int] | None:
    """The white strip between two columns: near the middle, blank in nearly every row, with words on both sides."""
    blank = [sum(1 for row in rows if not row[x : x + 1].strip()) for x in range(width)]
    best: tuple[int, int] | None = None
    x = int(width * 0.3)
    while x < width * 0.7:
        y = x
        while y < width and blank[y] >= 0.9 * len(rows):
            y += 1
        if y - x >= _MIN_GUTTER and (best is None or y - x > best[1] - best[0]):
            best = (x, y)
        x = max(y, x + 1)
    if best is None:
        return None
    both = sum(1 for row in rows if row[: best[0]].strip() and row[best[1] :].strip())
    # A list with its numbers far to the left, or an indented quotation, has its "gutter" too; columns face each other.
    return best if both >= 0.5 * len(rows) else None


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their page numbers, and without a head or foot line that an earlier page had already."""
    counts: Counter[str] = Counter()
    for lines in pages:
        counts.update({_DIGITS.sub("#", line.strip()) for line in _edges(lines)})
    seen: set[str] = set()
    result = []
    for lines in pages:
        kept = list(lines)
        for index in _edge_indexes(lines):
            line = lines[index].strip()
            pattern = _DIGITS.sub("#", line)
            if _PAGE_NUMBER.match(line):
                kept[index] = ""
            elif counts[pattern] >= 3 and counts[pattern] > len(pages) / 2:
                kept[index] = "" if pattern in seen else line
                seen.add(pattern)
        result.append(kept)
    return result


def _edge_indexes(lines: list[str]) -> list[int]:
    """The first two and last two lines that are not empty."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]})


def _edges(lines: list[str]) -> list[str]:
    return [lines[index] for index in _edge_indexes(lines)]
