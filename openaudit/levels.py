"""The open levels of the clause tree, and where a label fits among them.

A number continues the list that it is the next of; a first number opens a list under what stands above it; any other
closes lists until it fits. Nested lists reuse each other's marks, so a mark alone tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from openaudit.characters import UNKNOWN
from openaudit.labels import Label
from openaudit.lines import Piece
from openaudit.titles import TAIL, goes_on, is_title, leads, names_uses, unfinished
from openaudit.typed import Final, NamedTuple

HEADINGS: Final = ("heading", "attachment")
UNMARKED: Final = ("plain", "flat")
# Longer words are no title, and need not be squeezed to find out.
LONG: Final = 400

_LISTING: Final = ("bullet", "number")
_CLOSING: Final = "\"')]》」"
# A title in the line of what it names is at most so long.
_NAMED: Final = 30
_COLON_BACK: Final = 16
_NESTED: Final = 4
_MAX_DEPTH: Final = 16
_SLIP: Final = 3
_MAX_NEW: Final = 30
_DIVISIONS: Final = (
    ("part", "title", "book", "部分", "编"),
    ("chapter", "章"),
    ("节",),
    ("article", "section", "§", "条"),
    ("clause", "款"),
    ("paragraph", "项"),
)
_RANKS: Final = {unit: rank for rank, units in enumerate(_DIVISIONS) for unit in units}
_USUAL_RANK: Final = 3


class Frame(NamedTuple):
    """One open level: the last clause of a list, a heading, or a paragraph that announces a list.

    `family` is the list's (see `Label.readings`) or "heading", "attachment", "lead", "plain" (items without a mark, by
    indentation) or "flat" (the same, by their look: `shape`). `under` is the level that holds this one; `titled` says
    that its clause is nothing but a title.
    """

    node: int
    family: str
    value: int
    indent: int
    under: Frame | None
    titled: bool = False
    shape: str = ""
    depth: int = 0

    @property
    def holds(self) -> bool:
        """Whether it is a division of the text, which holds whatever follows however it is indented."""
        return self.family in HEADINGS or (self.titled and self.family.startswith(("word:", "di:")))

    @property
    def outermost(self) -> bool:
        """Whether it is no list within a list."""
        return self.under is None or self.under.holds


class Node:
    """A clause while the tree grows; `parent` is the index of another node, -1 at the root."""

    __slots__ = ("announced", "end", "inline", "kind", "label", "labelled", "parent", "part", "start", "title")

    def __init__(self, start: int, end: int, kind: str, label: Label | None, parent: int, part: int) -> None:
        self.start, self.end, self.kind, self.label, self.parent, self.part = start, end, kind, label, parent, part
        self.labelled = label.end if label else start  # where its words begin
        self.title = ""  # the words of a clause that is nothing but a title
        self.inline = False  # whether its last sentence runs on into items within the line
        self.announced = False  # whether it belongs to what its parent announces


class Levels:
    """The clauses so far, and the levels that are open after the last of them, innermost first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: list[Node] = []
        self.top: Frame | None = None
        self._closed: dict[str, Frame] = {}
        self.unfinished: set[int] = set()  # where clauses end that the items of a list go on with
        self._told = (0, 0, False)  # of how many clauses, and of which end, it is known whether the last one announces

    def open(self) -> Iterator[Frame]:
        """The open levels, from the innermost outwards."""
        frame = self.top
        while frame is not None:
            yield frame
            frame = frame.under

    def within(self, frame: Frame) -> Frame:
        """`frame` with its depth, and no deeper than a text can mean: no text nests its lists without end."""
        under = frame.under
        while under is not None and under.depth >= _MAX_DEPTH:
            under = under.under
        depth = under.depth + 1 if under is not None else 0
        return frame if under is frame.under and depth == frame.depth else frame._replace(under=under, depth=depth)

    def push(self, frame: Frame) -> None:
        """Opens a level (or, with a list's next clause, moves it on)."""
        self.top = frame
        if frame.value:
            self._closed[frame.family] = frame

    def close_all(self) -> None:
        """Begins another document: nothing continues what stands before it."""
        self.top = None
        self._closed.clear()

    # -- what stands before ------------------------------------------------------------------------------

    def last(self) -> int:
        """The index of the last clause."""
        return len(self.nodes) - 1

    def leading(self) -> bool:
        """Whether the last clause announces what comes."""
        if not self.nodes:
            return False
        last = self.nodes[-1]
        if self._told[:2] != (len(self.nodes), last.end):  # asked several times of each clause
            self._told = (len(self.nodes), last.end, self.announces(last))
        return self._told[2]

    def announces(self, clause: Node | Piece) -> bool:
        """Whether a clause ends with the announcement of a list (see `titles.leads`)."""
        start, end = clause.start, clause.end
        if end in self.unfinished:
            return True
        tail = self.text[max(start, end - TAIL) : end]
        if ":" in tail[-_COLON_BACK:] or "ollow" in tail or "下" in tail:
            return leads(tail)
        return names_uses(tail)

    def expect(self, piece: Piece, following: Piece) -> None:
        """Notes that a piece is no more than the beginning of what the items of a list go on with."""
        if piece.heading or following.label is None or following.label.kind not in _LISTING:
            return
        tail = self.text[max(piece.start, piece.end - TAIL) : piece.end]
        first = following.label.end
        if unfinished(tail) and goes_on(self.text[first : min(following.end, first + TAIL)]):
            self.unfinished.add(piece.end)

    def stopped(self, end: int) -> bool:
        """Whether the words that end at `end` end with a full stop."""
        at = end - 1
        while at > 0 and (self.text[at] in _CLOSING or self.text[at].isspace()):
            at -= 1
        return self.text[at] in ".!?。"

    def words(self, start: int, end: int) -> str:
        """The words between two places, white space squeezed, cut where they are too long for a title anyway."""
        return " ".join(self.text[start : min(end, start + LONG)].split())

    # -- where a label fits ------------------------------------------------------------------------------

    def place(self, label: Label, piece: Piece) -> Frame | None:
        """The level that `label` opens or continues; None where it is no label after all."""
        if label.kind == "bullet":
            return self._bullet(label, piece)
        if label.kind == "sign":
            return self._signed(label, piece)
        if label.kind == "word":
            return self._division(label, piece)
        if label.absolute:
            return self._dotted(label, piece)
        if label.kind == "bare" and (piece.soft or not is_title(self.words(label.end, piece.end), alone=True)):
            return None
        return self._next(label, piece) or self._first(label, piece) or self._astray(label, piece)

    def shallower(self, indent: int) -> Frame | None:
        """The innermost open level that something at `indent` can stand under."""
        leading = self.leading()
        for frame in self.open():
            if frame.holds or (leading and frame.node == self.last()):
                return frame
            if frame.family != "lead" and frame.family not in UNMARKED and frame.indent <= indent + 1:
                return frame
        return None

    def _next(self, label: Label, piece: Piece) -> Frame | None:
        """The open list that the label is the next of; of several, the one at its indentation, else the innermost."""
        if any(value == 1 for _, value in label.readings) and self.leading():
            return None
        best: Frame | None = None
        for frame in self.open():
            for family, value in label.readings:
                if frame.family != family or frame.value + 1 != value:
                    continue
                if best is None or abs(frame.indent - piece.indent) < abs(best.indent - piece.indent):
                    best = frame
        return best and Frame(len(self.nodes), best.family, best.value + 1, piece.indent, best.under)

    def _first(self, label: Label, piece: Piece) -> Frame | None:
        """A list that the label is the first of: under what stands above, or beside a list of its kind."""
        first = next((reading for reading in reversed(label.readings) if reading[1] == 1), None)
        if first is None:
            return None
        leading = self.leading()
        if piece.soft and not (leading or self.stopped(self.nodes[-1].end)):
            return None
        kin = [frame for frame in self.open() if frame.family == first[0]]
        if kin and not leading:
            nearest = kin[0]
            below = piece.indent > nearest.indent + 1 or (nearest.titled and nearest.node == self.last())
            if not below or len(kin) >= _NESTED:
                return Frame(len(self.nodes), first[0], 1, piece.indent, nearest.under)
        return Frame(len(self.nodes), first[0], 1, piece.indent, self.shallower(piece.indent))

    def _astray(self, label: Label, piece: Piece) -> Frame | None:
        """A number that continues no open list: one with a gap or a double, one closed too early, or a new one."""
        if piece.soft:
            return None
        for frame in self.open():
            for family, value in label.readings:
                if frame.family == family and frame.value <= value <= frame.value + _SLIP:
                    return Frame(len(self.nodes), family, value, piece.indent, frame.under)
        for family, value in label.readings:
            closed = self._closed.get(family)
            if closed is not None and closed.value < value < closed.value + _SLIP:
                newer = next((frame for frame in self.open() if frame.holds and frame.node > closed.node), None)
                return Frame(len(self.nodes), family, value, piece.indent, newer or closed.under)
        family, value = label.readings[-1]
        letter = label.key.isascii() and label.key.isalpha()
        if value > _MAX_NEW or (letter and (label.printed[0] != "(" or self.text[label.end : label.end + 1].isdigit())):
            return None  # rather an initial, or the sign of a copyright
        return Frame(len(self.nodes), family, value, piece.indent, self.shallower(piece.indent))

    def _bullet(self, label: Label, piece: Piece) -> Frame:
        """Bullets have no order: indentation tells, and a colon."""
        family, leading = label.readings[0][0], self.leading()
        here = Frame(len(self.nodes), family, 0, piece.indent, None)
        for frame in self.open():
            alike = frame.family == family and abs(frame.indent - piece.indent) <= 1
            if frame.holds or (leading and frame.node == self.last() and not (alike and frame.depth > _NESTED)):
                return here._replace(under=frame)
            if alike:
                above = frame.under
                if above is not None and (above.family, above.indent) == (family, frame.indent):
                    # A list that stands below an item of its own kind and indentation ends where one announces anew.
                    return here._replace(under=above.under if self.announces(piece) else above)
                return here._replace(under=above)
            if frame.indent < piece.indent or not frame.family.startswith(("bullet", "lead", *UNMARKED)):
                return here._replace(under=frame)
        return here

    def _signed(self, label: Label, piece: Piece) -> Frame | None:
        """A sign at the head of a line is a bullet where a list is announced or open, and announces none itself."""
        if piece.heading:
            return None
        if not self.leading() and (self.announces(piece) or not self._goes_on(label, piece)):
            return None
        return self._bullet(label, piece)

    def _goes_on(self, label: Label, piece: Piece) -> bool:
        """Whether a list is open that the sign goes on with: after a blank line, one of its own sign."""
        family = label.readings[0][0]
        if piece.gap and label.printed == UNKNOWN and ":" in self.text[label.end : min(piece.end, label.end + _NAMED)]:
            return False  # "Contact: ..." below a list of other pictures
        for frame in self.open():
            if frame.family == family and abs(frame.indent - piece.indent) <= 1:
                before = self.nodes[frame.node].label
                return not piece.gap or before is None or before.printed == label.printed
        return False

    def _division(self, label: Label, piece: Piece) -> Frame | None:
        """A named division stands under a wider one, an attachment or a title, never under a list."""
        family, value = label.readings[0]
        words = self.words(label.end, piece.end).rstrip(".。")
        if words and not piece.gap and not family.startswith("di") and not is_title(words, alone=True):
            return None
        rank = _rank(family)
        here = Frame(len(self.nodes), family, value, piece.indent, None)
        for frame in self.open():
            if frame.family in HEADINGS or (frame.family.startswith(("word:", "di:")) and _rank(frame.family) < rank):
                return here._replace(under=frame)
        return here

    def _dotted(self, label: Label, piece: Piece) -> Frame | None:
        """A whole path ("2.1"): under the clause whose number it begins with, wherever that stands."""
        family, value = label.readings[-1]
        path = list(label.absolute)
        here = Frame(len(self.nodes), family, value, piece.indent, None)
        for frame in self.open():
            key = self._path(frame)
            if key and len(key) < len(path) and key == path[: len(key)]:
                return here._replace(under=frame)
            if frame.family == family and key[:-1] == path[:-1]:
                return here._replace(under=frame.under) if not piece.soft or frame.value + 1 == value else None
        if piece.soft:
            return None
        return here._replace(under=next((frame for frame in self.open() if frame.holds), None))

    def _path(self, frame: Frame) -> list[str]:
        """The number of a level's clause as a path, its division's name left out."""
        label = self.nodes[frame.node].label
        if label is not None and label.absolute:
            return list(label.absolute)
        return label.key.rpartition(" ")[2].split(".") if label is not None and label.key else []


def _rank(family: str) -> int:
    return _RANKS.get(family.partition(":")[2], _USUAL_RANK)
