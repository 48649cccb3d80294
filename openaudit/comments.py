"""Comment marks blanked: a licence is often pasted into the head of a source file.

Only marks are blanked, never a word, so a wrong guess costs no more than the mark. Patterns for the start of a line
begin at a line end (the text is given one in front), because that is what the regex engine finds fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.typed import Final, NamedTuple


class _Leader(NamedTuple):
    """How one style of line comment is told from prose.

    `lines` is how many lines in a row make a block. `alone` says that the mark ends at white space. `bullet` says that
    lists use the same mark: then a block must also show a line with the mark alone, or the text must begin with the
    mark and hold little else.
    """

    lines: int
    alone: bool = True
    bullet: bool = False


_LEADERS: Final = {
    "//": _Leader(2, alone=False),
    "#": _Leader(3, alone=False),
    "*": _Leader(3, bullet=True),
    "--": _Leader(3, bullet=True),
    ";": _Leader(3, alone=False),
    "%": _Leader(3),
    "!": _Leader(3),
    "::": _Leader(3),
    "'": _Leader(3),
    "dnl": _Leader(2),
    "rem": _Leader(2),
}
_FIRST: Final = re.compile(
    r"\n[ \t]*(?:(//)/*!?|(#)#*|(\*)\**|(--)-*|(;);*|(%)%*|(!)!*|(::)|(')|(dnl)\b|@?(REM|rem|Rem)\b)"
    r"(?P<end>[ \t]|(?=\n)|)"
)
_NONBLANK: Final = re.compile(r"\n[ \t]*(?=\S)")
_OPEN: Final = re.compile(r"\n[ \t]*(?:/\*+!?|<!--+|\(\*+|\{-+|\"\"\"|''')(?=\s)")
# One pattern each: a pattern that begins with plain characters is found fast.
_CLOSERS: Final = ("*/", "-->", "*)", "-}")
_TAILS: Final = "*#|;/-"
_MOSTLY: Final = 0.8
_BLOCK: Final = 2


class _Line(NamedTuple):
    """A line that begins with a comment mark; the mark is `text[start + 1 : end]`, the line ends at `stop`."""

    leader: str
    start: int
    end: int
    stop: int


def without_comments(text: str) -> str:
    """`text` (which begins with a line end) with comment marks as spaces."""
    if _OPEN.search(text + "\n"):
        text = _OPEN.sub(lambda found: "\n" + " " * (len(found[0]) - 1), text + "\n")
        for mark in _CLOSERS:
            if mark in text:
                text = re.sub(re.escape(mark) + r"(?=[ \t]*\n)", " " * len(mark), text)
        text = text[:-1]
    lines = list(_commented(text))
    if len(lines) < _BLOCK:
        return text
    return _blanked(text, [line for block in _blocks(text, lines) for line in block])


def _commented(text: str) -> Iterator[_Line]:
    for found in _FIRST.finditer(text):
        leader = next(part for part in found.groups()[:-1] if part).lower()
        if _LEADERS[leader].alone and not found["end"] and found.end() < len(text) and text[found.end()] != "\n":
            continue
        stop = text.find("\n", found.end())
        yield _Line(leader, found.start(), found.end(), len(text) if stop < 0 else stop)


def _blocks(text: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """The runs of adjacent lines with one mark that are comments."""
    nonblank = 0
    mostly: dict[str, bool] = {}
    for leader in {line.leader for line in lines}:
        count = sum(1 for line in lines if line.leader == leader)
        nonblank = nonblank or len(_NONBLANK.findall(text))
        first = not text[1 : lines[0].start].strip() and lines[0].leader == leader
        mostly[leader] = count >= max(_BLOCK, _MOSTLY * nonblank) and (first or not _LEADERS[leader].bullet)
    run: list[_Line] = []
    for line in [*lines, None]:
        if run and (line is None or line.leader != run[-1].leader or line.start != run[-1].stop):
            rule = _LEADERS[run[0].leader]
            bare = not rule.bullet or any(not text[one.end : one.stop].strip() for one in run)
            if mostly[run[0].leader] or (len(run) >= rule.lines and bare):
                yield run
            run = []
        if line is not None:
            run.append(line)


def _blanked(text: str, lines: list[_Line]) -> str:
    """`text` without the marks of `lines`, and without the right side of a box."""
    parts, at = [], 0
    for line in lines:
        body = text[line.end : line.stop]
        kept = body.rstrip()
        shorter = kept.rstrip(_TAILS)
        if shorter != kept and (not shorter or shorter[-1] in " \t"):
            body = shorter + " " * (len(body) - len(shorter))
        parts += [text[at : line.start + 1], " " * (line.end - line.start - 1), body]
        at = line.stop
    return "".join([*parts, text[at:]])
