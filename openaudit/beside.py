"""Which words beside a known licence may be set aside, line by line, and why."""

from __future__ import annotations

from openaudit import tolerance
from openaudit.fingerprints import Known
from openaudit.spans import Span
from openaudit.words import Words, marker_at


def set_aside(text: str, mine: Words, known: Known, span: Span) -> tuple[list[Span], list[tuple[str, Span]]]:
    """The words `span` beside a known text, line by line: those that count, and those that may be set aside, with why.

    A copyright line may be wrapped, so lines are also tried together with those that follow.
    """
    counting: list[Span] = []
    aside: list[tuple[str, Span]] = []
    lines = _by_line(text, mine, span)
    at = 0
    while at < len(lines):
        step, kind = _longest_kind(text, mine, known, lines[at : at + 3])
        part = Span(lines[at].start, lines[at + step - 1].end)
        wrapped = Span(aside[-1][1].start, part.end) if aside and aside[-1][0] == "copyright" else None
        if kind:
            aside.append((kind, part))
        elif wrapped and _wraps(text, mine, aside[-1][1], part) and _kind(text, mine, known, wrapped):
            aside[-1] = ("copyright", wrapped)
        else:
            counting.append(part)
        at += step
    return counting, aside


def _longest_kind(text: str, mine: Words, known: Known, lines: list[Span]) -> tuple[int, str | None]:
    """How many of the lines, from the first on, may be set aside together, and why; (1, None) where none may."""
    for count in range(1, len(lines) + 1):
        if count > 1 and _apart(text, mine, lines[count - 2], lines[count - 1]):
            break
        if kind := _kind(text, mine, known, Span(lines[0].start, lines[count - 1].end)):
            return count, kind
    return 1, None


def _wraps(text: str, mine: Words, line: Span, following: Span) -> bool:
    return line.end == following.start and not _apart(text, mine, line, following)


def _apart(text: str, mine: Words, line: Span, following: Span) -> bool:
    """Whether an empty line stands between two lines: then the second is no continuation of the first."""
    return text[mine.ends[line.end - 1] : mine.starts[following.start]].count("\n") > 1


def _kind(text: str, mine: Words, known: Known, span: Span) -> str | None:
    """Why the words `span` may be set aside beside the known text; None where they may not."""
    start, end = mine.starts[span.start], mine.ends[span.end - 1]
    if marker_at(text, start, end):
        return "marker"
    # The signs before and after belong to it: "(c) 2024" starts at its bracket.
    line = text[text.rfind("\n", 0, start) + 1 : start]
    lead = "" if any(c.isalnum() for c in line.lower().replace("(c)", "")) else line
    return tolerance.kind_of(lead + text[start:end], names=(known.name,), spdx_id=known.spdx_id)


def _by_line(text: str, mine: Words, span: Span) -> list[Span]:
    """The words of `span`, split where a line ends."""
    spans: list[Span] = []
    start = span.start
    for i in range(*span):
        if i + 1 == span.end or "\n" in text[mine.ends[i] : mine.starts[i + 1]]:
            spans.append(Span(start, i + 1))
            start = i + 1
    return spans
