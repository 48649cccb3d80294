"""Places in a text: half-open spans of code points, and their 1-based lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from openaudit.typed import NamedTuple

# CRLF, CR, LF, form feed and vertical tab do not all end a line for every editor: like editors and
# like git, only LF, CRLF and a lone CR do.
_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """`text[start:end]`, in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """1-based line and column, in code points."""

    line: int
    column: int


class LineIndex:
    """Turns offsets of one text into lines and columns, in O(log lines)."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """Line and column of the code point at `offset`."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def start_of(self, line: int) -> int:
        """Offset at which the 1-based `line` starts."""
        return self._starts[line - 1]
