"""A text as lines of marked segments: where each finding stands, line by line, for pages that show the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.typed import Final, NamedTuple

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)")
_BLANK = re.compile(r"[ \t\u3000]*")
# Which mark shows where several lie over each other: the more serious one.
_RANK: Final = {"": 0, "condition": 1, "grant": 2, "review": 3, "fail": 4}


class Mark(NamedTuple):
    """A stretch of the source to mark. `style` is one of "fail", "review", "grant", "condition".

    `anchor` is the id that its first words get, `target` the id of the finding in the report, `label` what
    the link there says and `hint` what a screen reader adds.
    """

    start: int
    end: int
    style: str
    anchor: str
    target: str
    label: str
    hint: str


class Segment(NamedTuple):
    """A piece of one line. `begins` and `ends` are the marks whose first or last words these are."""

    text: str
    style: str
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]


class MarkedLine(NamedTuple):
    """One line of the text, without its line end."""

    number: int
    segments: tuple[Segment, ...]


def marked_lines(source: str, marks: Sequence[Mark]) -> list[MarkedLine]:
    """The lines of `source`, cut wherever a mark begins or ends."""
    tight = (_tight(source, mark) for mark in marks)
    marks = sorted((mark for mark in tight if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))
    cuts = sorted({mark.start for mark in marks} | {mark.end for mark in marks})
    lines: list[MarkedLine] = []
    active: list[Mark] = []
    next_mark = next_cut = 0
    for number, match in enumerate(_LINE.finditer(source), 1):
        if match.start() == len(source) and number > 1:
            break
        start, stop = match.span(1)
        segments = []
        while start < stop:
            while next_cut < len(cuts) and cuts[next_cut] <= start:
                next_cut += 1
            end = min(stop, cuts[next_cut]) if next_cut < len(cuts) else stop
            active = [mark for mark in active if mark.end > start]
            while next_mark < len(marks) and marks[next_mark].start <= start:
                active.append(marks[next_mark])
                next_mark += 1
            # The indentation of a continued sentence is not part of it.
            blank = _BLANK.match(source, start, end)
            if blank and blank.end() > start == match.start() and active and active[0].start < start:
                segments.append(Segment(blank[0], "", (), ()))
                start = min(blank.end(), end)
            if start < end:
                segments.append(_segment(source, start, end, active))
            start = end
        lines.append(MarkedLine(number, tuple(segments)))
    return lines


def _tight(source: str, mark: Mark) -> Mark:
    """The mark without white space at its ends, so that it never ends inside a line end."""
    words = source[mark.start : mark.end].strip()
    start = source.index(words, mark.start)
    return mark._replace(start=start, end=start + len(words))


def _segment(source: str, start: int, end: int, active: Sequence[Mark]) -> Segment:
    style = max((mark.style for mark in active), key=_RANK.__getitem__, default="")
    return Segment(
        source[start:end],
        style,
        tuple(mark for mark in active if mark.start == start),
        tuple(mark for mark in active if mark.end == end),
    )
