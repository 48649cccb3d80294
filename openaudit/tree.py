"""The clause tree: which clause belongs under which, told by ordinals first and by indentation second.

A number continues the list that it is the next of; a first number opens a list under what stands above it; any other
closes lists until it fits. Nested lists reuse each other's marks, so a mark alone tells nothing. Items without a mark
are told by their indentation, or by standing after a colon and looking alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from openaudit.inline import enumerated, openings
from openaudit.labels import Label
from openaudit.lines import Piece, pieces
from openaudit.titles import TAIL, is_title, leads, names_document


class Frame(NamedTuple):
    """One open level: the last clause of a list, a heading, or a paragraph that announces a list.

    `family` is the list's (see `Label.readings`) or "heading", "attachment", "lead", "plain" (items by indentation) or
    "flat" (items by look, `shape`). `under` is the level that holds this one.
    """

    node: int
    family: str
    value: int
    indent: int
    under: Frame | None
    titled: bool = False
    shape: str = ""


def _holds(frame: Frame) -> bool:
    """Whether the level is a division of the text, which holds whatever follows however it is indented."""
    return frame.family in _HEADINGS or (frame.titled and frame.family.startswith(("word:", "di:")))


class Node:
    """A clause while the tree grows; `parent` is the index of another node, -1 at the root."""

    __slots__ = ("announced", "end", "inline", "kind", "label", "labelled", "parent", "part", "start", "title")

    def __init__(self, start: int, end: int, kind: str, label: Label | None, parent: int, part: int) -> None:
        self.start, self.end, self.kind, self.label, self.parent, self.part = start, end, kind, label, parent, part
        self.labelled = label.end if label else start
        self.title = ""  # the words of a clause that is nothing but a title
        self.inline = False  # whether the last sentence runs on into items within the line
        self.announced = False  # whether the clause belongs to its parent's announcement


_END: Final = re.compile(r"\W*(?:END OF (?:THE )?(?:TERMS|LICEN[CS]E|AGREEMENT)|条款结束)", re.IGNORECASE)
_CLOSING: Final = "\"')]》」"
_GOES_ON: Final = re.compile(r"(?:[;,]|[;,]?\s*\b(?:and|or|and/or)\b|[和或及])[\s\"')\]]*\Z")
_TERM: Final = re.compile(r"[A-Z][^.:;\"]{2,60}:\s+\S")
_AIM: Final = re.compile(r"(?:To|In|For|By|With|As|On|Any|Use[sd]?|Using)\b|[A-Z][a-z]+ing\b")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_LIST_KINDS: Final = ("plain", "flat")
_HEADINGS: Final = ("heading", "attachment")
_RANKS: Final = {
    unit: rank
    for rank, units in enumerate(
        (("part", "title", "book", "部分", "编"), ("chapter", "章"), ("节",), ("article", "section", "§", "条"), ("clause", "款"), ("paragraph", "项"))
    )
    for unit in units
}
_LOOK_AHEAD: Final = 60
_MAIN_BODY: Final = 3
_SHORT: Final = 160
_TITLE: Final = 100
_NAME: Final = 20
_COLON_BACK: Final = 16
_LONG: Final = 400


def nodes(text: str) -> list[Node]:
    """The clauses of `text`, in order; parents stand before their children."""
    return _Builder(text).build()


class _Builder:
    """Grows the tree piece by piece; `top` is the innermost open level."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: list[Node] = []
        self.top: Frame | None = None
        self.last_used: dict[str, Frame] = {}
        self.part = 0
        self.root_value = 0  # the highest ordinal of the outermost list
        self.ended = False
        self.leading = False  # whether the clause before ends with a colon
        self.before: Piece | None = None
        self.pieces = pieces(text)
        self.openings = openings(text)

    def build(self) -> list[Node]:
        for at, piece in enumerate(self.pieces):
            self._add(at, piece)
        self._finish()
        return self.nodes

    def _add(self, at: int, piece: Piece) -> None:
        label = piece.label
        frame: Frame | None = None
        if piece.soft and (label is None or self._place(label, piece) is None):
            self.nodes[-1].end = piece.end
            self.before = piece
            return
        self._finish()
        if label is not None and label.kind != "attachment":
            frame = self._place(label, piece)
        if label is not None and label.kind == "attachment":
            self._attachment(piece, label)
        elif frame is not None and label is not None:
            self._item(piece, label, frame)
        elif not self._heading(at, piece) and not self._unmarked(piece):
            self._paragraph(piece)
        self.before = piece

    # -- items with a label ------------------------------------------------------------------------------

    def _item(self, piece: Piece, label: Label, frame: Frame) -> None:
        words = self._words(label.end, piece.end) if piece.end - label.end < _LONG else "-"
        under_lead = frame.under is not None and self._announces(frame.under)
        title = words.rstrip(".。:") if (not under_lead or piece.heading or label.kind == "word") else ""
        if words[-1:] == "。" and len(words) > _NAME // 2:
            title = ""
        titled = bool(title) and (piece.heading or is_title(title, alone=False))
        node = self._node(piece.start, piece.end, "heading" if titled else "item", label, frame.under)
        node.title = title if titled else ""
        node.announced = True
        self._push(frame._replace(titled=titled or (not words)))
        if frame.under is None or _holds(frame.under):
            self.root_value = max(self.root_value, frame.value)

    def _place(self, label: Label, piece: Piece) -> Frame | None:
        """The level that `label` opens or continues; None where it is no label after all."""
        if label.kind == "bullet":
            return self._place_bullet(label, piece)
        if label.kind == "word":
            return self._place_division(label, piece)
        if label.absolute:
            return self._place_dotted(label, piece)
        if label.kind == "bare" and (piece.soft or not is_title(self._words(label.end, piece.end), alone=True)):
            return None
        return self._next(label, piece) or self._first(label, piece) or self._astray(label, piece)

    def _next(self, label: Label, piece: Piece) -> Frame | None:
        """The open list that the label is the next of; of several, the one at its indentation, else the innermost."""
        if self._leads_now() and any(value == 1 for _, value in label.readings):
            return None
        best: Frame | None = None
        for frame in self._open():
            for family, value in label.readings:
                if frame.family != family or frame.value + 1 != value:
                    continue
                if best is None or abs(frame.indent - piece.indent) < abs(best.indent - piece.indent):
                    best = frame
        if best is None:
            return None
        return best._replace(node=len(self.nodes), value=best.value + 1, indent=piece.indent, titled=False)

    def _first(self, label: Label, piece: Piece) -> Frame | None:
        """A list that the label is the first of: under what stands above, or beside a list of its kind."""
        first = next((reading for reading in reversed(label.readings) if reading[1] == 1), None)
        if first is None or (piece.soft and not (self._leads_now() or self._stopped())):
            return None
        family = first[0]
        here = Frame(len(self.nodes), family, 1, piece.indent, None)
        if self._leads_now():
            return here._replace(under=self._shallower(piece.indent, keep_lead=True))
        for frame in self._open():
            if frame.family != family:
                continue
            if piece.indent > frame.indent + 1 or (frame.titled and frame.node == len(self.nodes) - 1):
                break
            return here._replace(under=self._restart(frame))
        return here._replace(under=self._shallower(piece.indent))

    def _restart(self, frame: Frame) -> Frame | None:
        """A list of the same kind begins anew beside `frame`: another document where the first one was its body."""
        outermost = frame.under is None or frame.under.family == "heading"
        if outermost and frame.value >= _MAIN_BODY and self._language_turns(frame):
            self._new_part()
            return None
        return frame.under

    def _astray(self, label: Label, piece: Piece) -> Frame | None:
        """A number that continues no open list: one with a gap or a double, one closed too early, or a new one."""
        if piece.soft:
            return None
        for frame in self._open():
            for family, value in label.readings:
                if frame.family == family and frame.value <= value <= frame.value + 3:
                    return frame._replace(node=len(self.nodes), value=value, indent=piece.indent)
        for family, value in label.readings:
            closed = self.last_used.get(family)
            if closed is not None and closed.value < value <= closed.value + 2:
                under = self._newer_heading(closed.node) or closed.under
                return Frame(len(self.nodes), family, value, piece.indent, under)
        if any(value <= 30 for _, value in label.readings) and not (label.printed[0].isascii() and label.printed[0].isalpha()):  # noqa: PLR2004
            family, value = label.readings[-1]
            return Frame(len(self.nodes), family, value, piece.indent, self._shallower(piece.indent))
        return None

    def _place_bullet(self, label: Label, piece: Piece) -> Frame | None:
        family = label.readings[0][0]
        here = Frame(len(self.nodes), family, 0, piece.indent, None)
        for frame in self._open():
            if frame.family in _HEADINGS or (frame.family == "lead" and self.leading):
                return here._replace(under=frame)
            if frame.family == family and abs(frame.indent - piece.indent) <= 1:
                if frame.node == len(self.nodes) - 1 and self._leads_now():
                    return here._replace(under=frame)  # a list below it, though at its own indentation
                if frame.under is not None and (frame.under.family, frame.under.indent) == (family, frame.indent):
                    return here._replace(under=frame.under.under if self._leads(piece) else frame.under)
                return here._replace(under=frame.under)
            if frame.indent < piece.indent or not frame.family.startswith(("bullet", *_LIST_KINDS, "lead")):
                return here._replace(under=frame)
            if frame.node == len(self.nodes) - 1 and self.leading:
                return here._replace(under=frame)
        return here

    def _place_division(self, label: Label, piece: Piece) -> Frame | None:
        """A named division stands under a wider one, an attachment or a title, never under a list."""
        family, value = label.readings[0]
        unit = family.partition(":")[2]
        words = self._words(label.end, piece.end)
        if not piece.gap and not is_title(words.rstrip(".。"), alone=True) and words and not family.startswith("di"):
            return None
        rank = _RANKS.get(unit, 3)
        here = Frame(len(self.nodes), family, value, piece.indent, None)
        for frame in self._open():
            if frame.family in _HEADINGS:
                return here._replace(under=frame)
            if frame.family.startswith(("word:", "di:")) and _RANKS.get(frame.family.partition(":")[2], 3) < rank:
                return here._replace(under=frame)
        return here

    def _place_dotted(self, label: Label, piece: Piece) -> Frame | None:
        """A whole path ("2.1"): under the clause whose number it begins with, wherever that stands."""
        family, value = label.readings[-1]
        here = Frame(len(self.nodes), family, value, piece.indent, None)
        for frame in self._open():
            key = self._key(frame.node)
            if key and key.split(".") == list(label.absolute[: key.count(".") + 1]) and key.count(".") + 1 < len(label.absolute):
                return here._replace(under=frame)
            if frame.family == family and key.split(".")[:-1] == list(label.absolute[:-1]):
                return here._replace(under=frame.under) if piece.soft is False or frame.value + 1 == value else None
        if piece.soft:
            return None
        return here._replace(under=self._container())

    # -- clauses without one -----------------------------------------------------------------------------

    def _attachment(self, piece: Piece, label: Label) -> None:
        self._new_part()
        words = self._words(label.end, piece.end)
        titled = len(words) < _SHORT
        node = self._node(piece.start, piece.end, "heading" if titled else "item", label, None)
        node.title = words or label.printed
        self._push(Frame(len(self.nodes) - 1, "attachment", 0, piece.indent, None, titled=True))

    def _heading(self, at: int, piece: Piece) -> bool:
        if piece.end - piece.start > _LONG and not piece.heading:
            return False
        words = self._words(piece.start, piece.end)
        if not piece.heading:
            alone = piece.gap or at + 1 == len(self.pieces) or self._before_is_title()
            if self.leading and piece.indent > (self.before.indent if self.before else 0):
                return False
            following = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
            if following is None or words[-1] in ".。":
                return False
            if words[-1] == ":" and not words.istitle() and not words.isupper() and len(words) > _NAME:
                return False
            first = at == 0 and len(words) < _TITLE and names_document(words)
            if not first and not is_title(words.rstrip(":"), alone=True):
                return False
            named = len(words) <= 2 * _NAME and self._stopped() and following.end - following.start > 2 * len(words)
            if not (alone or named or following.gap or words.isupper() or words[-1] == ":"):
                return False
            if any(frame.family in _LIST_KINDS and self._continues(frame, piece) for frame in self._open()):
                return False
        if _END.match(words):
            self.ended = True
        if self._new_document(at, words):
            self._new_part()
        under = self._above_heading(piece)
        node = self._node(piece.start, piece.end, "heading", None, under)
        node.title = words.rstrip(":")
        node.announced = False
        self._push(Frame(len(self.nodes) - 1, "heading", 0, piece.indent, under, titled=True))
        return True

    def _above_heading(self, piece: Piece) -> Frame | None:
        """What a heading without number stands under: a list item that it is indented below, or an attachment."""
        for frame in self._open():
            if frame.family == "attachment":
                return frame
            if frame.family not in {"heading", "lead"} and frame.indent + 1 < piece.indent < frame.indent + 12:
                return frame
        return None

    def _new_document(self, at: int, words: str) -> bool:
        """Whether a heading begins another document: it names one, and numbers start anew or come no more."""
        if self.root_value < _MAIN_BODY or not names_document(words) or _END.match(words):
            return False
        family = next((f.family for f in self._open() if f.value == self.root_value and f.under is None), "")
        for piece in self.pieces[at + 1 : at + _LOOK_AHEAD]:
            if piece.label is None or piece.label.kind not in {"number", "word"} or piece.soft:
                continue
            values = [value for name, value in piece.label.readings if not family or name == family]
            if piece.label.absolute:
                return False
            if self.root_value + 1 in values:
                return False
            if 1 in values:
                return True
        return True

    def _unmarked(self, piece: Piece) -> bool:
        """Takes `piece` as a list item without a mark, if it is one."""
        for frame in self._open():
            if frame.family in _LIST_KINDS and self._continues(frame, piece):
                self._plain(piece, frame._replace(node=len(self.nodes), shape=self._shape(piece)))
                return True
        if not self.leading or self.before is None or self.top is None:
            return False
        holder = self._shallower(piece.indent, keep_lead=True)
        if piece.indent > self.before.indent + 1 and holder is not None:
            self._plain(piece, Frame(len(self.nodes), "plain", 0, piece.indent, holder))
            return True
        shape = self._shape(piece)
        if shape:
            self._plain(piece, Frame(len(self.nodes), "flat", 0, piece.indent, self.top, shape=shape))
            return True
        return False

    def _continues(self, frame: Frame, piece: Piece) -> bool:
        if abs(frame.indent - piece.indent) > 1:
            return False
        if frame.family == "plain":
            return True
        goes_on = _GOES_ON.search(self.text, max(0, self.nodes[-1].end - 12), self.nodes[-1].end) is not None
        return goes_on or frame.shape == self._shape(piece)

    def _shape(self, piece: Piece) -> str:
        """How an item without mark looks: what makes a list of paragraphs that follow a colon; "" where nothing does."""
        text = self.text
        first = text[piece.start]
        if first.islower():
            return "lower"
        if _GOES_ON.search(text, max(piece.start, piece.end - 12), piece.end):
            return "open"
        if first == '"':
            return "quote"
        if _TERM.match(text, piece.start, piece.end):
            return "term"
        if _AIM.match(text, piece.start, piece.end):
            return "aim"
        return "han" if first >= "\u2e80" and piece.end - piece.start < _SHORT and not self._stopped_at(piece.end) else ""

    def _plain(self, piece: Piece, frame: Frame) -> None:
        node = self._node(piece.start, piece.end, "item", None, frame.under)
        node.announced = True
        self._push(frame)

    def _paragraph(self, piece: Piece) -> None:
        under = self._paragraph_parent(piece)
        above = self.top if self.leading and self.top is not None and self.top.node == len(self.nodes) - 1 else under
        node = self._node(piece.start, piece.end, "paragraph", None, above)
        node.announced = self.leading and above is not None and above.node == len(self.nodes) - 2
        self.top = under
        if self._leads(piece):
            self._push(Frame(len(self.nodes) - 1, "lead", 0, piece.indent, under))

    def _paragraph_parent(self, piece: Piece) -> Frame | None:
        """What a paragraph belongs to: the clause that it is indented below, or the section that it stands in."""
        for frame in self._open():
            if _holds(frame) or piece.indent > frame.indent + 1:
                return frame
            if frame.family == "lead" or frame.family.startswith(("bullet", *_LIST_KINDS)):
                continue
            if frame.titled and piece.indent >= frame.indent - 1:
                return frame
            outermost = frame.under is None or _holds(frame.under)
            if outermost and piece.indent >= frame.indent - 1 and not self._announces(frame.under):
                return frame
        return None

    # -- what both use -----------------------------------------------------------------------------------

    def _open(self) -> Iterator[Frame]:
        frame = self.top
        while frame is not None:
            yield frame
            frame = frame.under

    def _push(self, frame: Frame) -> None:
        self.top = frame
        if frame.value:
            self.last_used[frame.family] = frame

    def _node(self, start: int, end: int, kind: str, label: Label | None, under: Frame | None) -> Node:
        if self.ended and kind != "heading":
            self._new_part(keep=True)
        node = Node(start, end, kind, label, under.node if under else -1, self.part)
        self.nodes.append(node)
        return node

    def _finish(self) -> None:
        """Splits the last clause's inline lists, and notes whether it announces what comes."""
        if not self.nodes:
            return
        at = len(self.nodes) - 1
        node = self.nodes[at]
        self.leading = self._leads_now()
        if node.kind == "heading":
            return
        open_list = self.top if self.top is not None and self.top.node == at and self.top.value else None
        counted = open_list and (open_list.family, open_list.value)
        for start, end, label, parent in enumerated(self.text, node, counted, self.openings):
            under = at + 1 + parent if parent >= 0 else at if parent == -1 else node.parent
            inner = Node(start, end, "item" if label else "paragraph", label, under, self.part)
            inner.announced = label is not None
            self.nodes.append(inner)
            if parent == -2 and label is not None and open_list is not None:  # noqa: PLR2004 - see `enumerated`
                self._push(open_list._replace(node=len(self.nodes) - 1, value=open_list.value + 1))
                open_list = self.top

    def _words(self, start: int, end: int) -> str:
        return " ".join(self.text[start : min(end, start + _LONG)].split())

    def _key(self, node: int) -> str:
        label = self.nodes[node].label
        return label.key.rpartition(" ")[2] if label is not None else ""

    def _announces(self, frame: Frame | None) -> bool:
        if frame is None:
            return False
        return self._leads(self.nodes[frame.node])

    def _shallower(self, indent: int, *, keep_lead: bool = False) -> Frame | None:
        """The innermost open level that something at `indent` can stand under."""
        for frame in self._open():
            if _holds(frame) or (keep_lead and frame.node == len(self.nodes) - 1):
                return frame
            if frame.family == "lead" and not self.leading:
                continue
            if frame.indent <= indent + 1 and frame.family not in _LIST_KINDS:
                return frame
        return None

    def _container(self) -> Frame | None:
        return next((frame for frame in self._open() if _holds(frame)), None)

    def _newer_heading(self, node: int) -> Frame | None:
        return next((frame for frame in self._open() if _holds(frame) and frame.node > node), None)

    def _new_part(self, *, keep: bool = False) -> None:
        self.part += 1
        self.ended = False
        self.root_value = 0
        self.last_used.clear()
        if not keep:
            self.top = None

    def _leads_now(self) -> bool:
        """Whether the last clause announces what comes; `leading` is the same, once the clause is finished."""
        return bool(self.nodes) and self._leads(self.nodes[-1])

    def _leads(self, clause: Node | Piece) -> bool:
        start, end = clause.start, clause.end
        if self.text.find(":", max(start, end - _COLON_BACK), end) < 0:
            return False
        return leads(self.text[max(start, end - TAIL) : end])

    def _stopped(self) -> bool:
        return bool(self.nodes) and self._stopped_at(self.nodes[-1].end)

    def _stopped_at(self, end: int) -> bool:
        at = end - 1
        while at > 0 and (self.text[at] in _CLOSING or self.text[at].isspace()):
            at -= 1
        return self.text[at] in ".!?。"

    def _before_is_title(self) -> bool:
        return bool(self.nodes) and self.nodes[-1].kind == "heading"

    def _language_turns(self, frame: Frame) -> bool:
        """Whether the words at hand are in another script than those of the clause at `frame`."""
        old, here = self.nodes[frame.node], self.nodes[-1].end
        return (_HAN.search(self.text, old.start, old.end) is None) != (_HAN.search(self.text, here, here + 400) is None)
