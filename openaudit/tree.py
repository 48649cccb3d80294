"""The clause tree: which clause belongs under which.

Labels are placed by their ordinals (`openaudit.levels`). Clauses without one are told here: headings by their look,
items without a mark by their indentation or by standing after a colon and looking alike, paragraphs by what they are
indented below. A further document or an attachment in the same text begins a part of its own.
"""

from __future__ import annotations

import re

from openaudit.errors import TooLongError
from openaudit.han import has_han
from openaudit.inline import BESIDE, WITHIN, enumerated, openings
from openaudit.labels import Label
from openaudit.levels import LONG, UNMARKED, Frame, Levels, Node
from openaudit.lines import MAX_CLAUSES, Piece, pieces
from openaudit.titles import is_title, names_document
from openaudit.typed import Final

_END: Final = re.compile(r"\W*(?:END OF (?:THE )?(?:TERMS|LICEN[CS]E|AGREEMENT)|条款结束)", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"(?:[;,]|[;,]?\s*\b(?:and|or|and/or)\b|[和或及])[\s\"')\]]*\Z")
_GOES_ON_BACK: Final = 12
_TERM: Final = re.compile(r"[A-Z][^.:;\"]{2,60}:\s+\S")
_AIM: Final = re.compile(r"(?:To|In|For|By|With|As|On|Any|Use[sd]?|Using)\b|[A-Z][a-z]+ing\b")
# How long a name, a title and a short item are at most, in characters.
_NAME: Final = 20
_TITLE: Final = 100
_SHORT: Final = 160
_LOOK_AHEAD: Final = 60
# A list that got this far is the body of a document.
_BODY: Final = 3
_CENTRED: Final = 12


def nodes(text: str) -> list[Node]:
    """The clauses of `text`, in order; parents stand before their children.

    Raises TooLongError for a text of more than `MAX_CLAUSES`.
    """
    return _Builder(text).build()


class _Builder:
    """Grows the tree piece by piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = pieces(text)
        self.openings = openings(text)
        self.levels = Levels(text)
        self.nodes = self.levels.nodes
        self.part = 0
        self.body = 0  # the highest ordinal of the outermost list of this part
        self.ended = False  # whether the text has said that the terms end
        self.leading = False  # whether the last clause announces what comes
        self.indent = 0  # of the last piece

    def build(self) -> list[Node]:
        for at, piece in enumerate(self.pieces):
            label = piece.label
            if at + 1 < len(self.pieces):
                self.levels.expect(piece, self.pieces[at + 1])
            if piece.soft and (label is None or self.levels.place(label, piece) is None):
                self.nodes[-1].end = piece.end
                continue
            self._finish()
            self._add(at, piece)
            self.indent = piece.indent
        self._finish()
        return self.nodes

    def _add(self, at: int, piece: Piece) -> None:
        label = piece.label
        if label is not None and label.kind == "attachment":
            self._attachment(piece, label)
            return
        frame = self.levels.place(label, piece) if label is not None else None
        if frame is not None and label is not None:
            self._item(piece, label, frame)
        elif self._is_heading(at, piece):
            self._heading(at, piece)
        else:
            item = self._unmarked(piece)
            if item is not None:
                self._grow(piece, "item", None, item).announced = True
            else:
                self._paragraph(piece)

    # -- clauses with a label ----------------------------------------------------------------------------

    def _item(self, piece: Piece, label: Label, frame: Frame) -> None:
        if frame.value == 1 and self.body >= _BODY and frame.outermost and self._language_turns(piece):
            self._new_part()
            frame = frame._replace(under=None)
        words = self.levels.words(label.end, piece.end) if piece.end - label.end < LONG else "-"
        title = self._title(words, label, frame, piece)
        if title or not words:
            frame = frame._replace(titled=True)
        node = self._grow(piece, "heading" if title else "item", label, frame)
        node.title = title
        node.announced = True
        if frame.outermost:
            self.body = max(self.body, frame.value)

    def _title(self, words: str, label: Label, frame: Frame, piece: Piece) -> str:
        """The title that a labelled clause is, "" where it is more. What a colon announces is an item, title or not."""
        title = words.rstrip(".。:")
        if piece.heading:
            return title
        announced = frame.under is not None and self.levels.announces(self.nodes[frame.under.node])
        if announced and label.kind != "word":
            return ""
        if words[-1:] == "。" and len(words) > _NAME // 2:
            return ""
        return title if is_title(title, alone=False) else ""

    def _attachment(self, piece: Piece, label: Label) -> None:
        self._new_part()
        words = self.levels.words(label.end, piece.end)
        frame = Frame(len(self.nodes), "attachment", 0, piece.indent, None, titled=True)
        node = self._grow(piece, "heading" if len(words) < _SHORT else "item", label, frame)
        node.title = words or label.printed

    # -- clauses without one -----------------------------------------------------------------------------

    def _is_heading(self, at: int, piece: Piece) -> bool:
        if piece.heading:
            return True
        if piece.end - piece.start > LONG or at + 1 == len(self.pieces):
            return False
        if self.leading and piece.indent > self.indent:
            return False
        words, following = self.levels.words(piece.start, piece.end), self.pieces[at + 1]
        if words[-1] in ".。" or (words[-1] == ":" and not _capital(words) and len(words) > _NAME):
            return False
        first = at == 0 and len(words) < _TITLE and names_document(words)
        if not first and not is_title(words.rstrip(":"), alone=True):
            return False
        after_title = bool(self.nodes) and self.nodes[-1].kind == "heading"
        parted = piece.gap or after_title or following.gap or words[-1] == ":" or words.isupper()
        if not parted:
            # A title between two paragraphs, without a blank line: short, after a full stop, before something longer.
            short = len(words) <= 2 * _NAME and following.end - following.start > 2 * len(words)
            parted = short and self.levels.stopped(self.nodes[-1].end)
        return parted and not any(self._continues(frame, piece) for frame in self.levels.open())

    def _heading(self, at: int, piece: Piece) -> None:
        words = self.levels.words(piece.start, piece.end)
        ends = _END.match(words) is not None
        self.ended = self.ended or ends
        if not ends and self._new_document(at, words):
            self._new_part()
        under = self._above_heading(piece)
        frame = Frame(len(self.nodes), "heading", 0, piece.indent, under, titled=True)
        self._grow(piece, "heading", None, frame).title = words.rstrip(".:。 ")

    def _above_heading(self, piece: Piece) -> Frame | None:
        """What a heading without number stands under: a list item that it is indented below, or an attachment."""
        for frame in self.levels.open():
            if frame.family == "attachment":
                return frame
            below = frame.indent + 1 < piece.indent < frame.indent + _CENTRED
            if frame.family not in {"heading", "lead"} and below:
                return frame
        return None

    def _new_document(self, at: int, words: str) -> bool:
        """Whether a heading begins another document: it names one, and numbers start anew or come no more."""
        if self.body < _BODY or not names_document(words):
            return False
        outer = next((frame.family for frame in self.levels.open() if frame.outermost and frame.value), "")
        for piece in self.pieces[at + 1 : at + _LOOK_AHEAD]:
            label = piece.label
            if label is None or label.kind not in {"number", "bare", "word"} or piece.soft:
                continue
            values = [value for family, value in label.readings if not outer or family == outer]
            if label.absolute or self.body + 1 in values:
                return False
            if 1 in values:
                return True
        return True

    def _unmarked(self, piece: Piece) -> Frame | None:
        """The list that `piece` belongs to as an item without a mark, if it is one."""
        number = len(self.nodes)
        for frame in self.levels.open():
            if self._continues(frame, piece):
                return frame._replace(node=number, shape=self._shape(piece))
        if not self.leading or self.levels.top is None:
            return None
        holder = self.levels.shallower(piece.indent)
        if piece.indent > self.indent + 1 and holder is not None:
            return Frame(number, "plain", 0, piece.indent, holder)
        shape = self._shape(piece)
        return Frame(number, "flat", 0, piece.indent, self.levels.top, shape=shape) if shape else None

    def _continues(self, frame: Frame, piece: Piece) -> bool:
        """Whether `piece` is the next item of an open list without marks."""
        if frame.family not in UNMARKED or abs(frame.indent - piece.indent) > 1:
            return False
        if frame.family == "plain":
            return True
        end = self.nodes[-1].end
        goes_on = _GOES_ON.search(self.text, max(0, end - _GOES_ON_BACK), end) is not None
        return goes_on or frame.shape == self._shape(piece)

    def _shape(self, piece: Piece) -> str:
        """How an item without mark looks: what makes a list of paragraphs after a colon; "" where nothing does."""
        text, start, end = self.text, piece.start, piece.end
        if text[start].islower():
            return "lower"
        if _GOES_ON.search(text, max(start, end - _GOES_ON_BACK), end):
            return "open"
        if text[start] == '"':
            return "quote"
        if _TERM.match(text, start, end):
            return "term"
        if _AIM.match(text, start, end):
            return "aim"
        return "han" if text[start] >= "\u2e80" and end - start < _SHORT and not self.levels.stopped(end) else ""

    def _paragraph(self, piece: Piece) -> None:
        under = self._paragraph_parent(piece)
        top = self.levels.top
        announced = self.leading and top is not None and top.node == len(self.nodes) - 1
        node = self._node(piece, "paragraph", None, top if announced else under)
        node.announced = announced
        self.levels.top = under
        if self.levels.announces(piece):
            self.levels.push(self.levels.within(Frame(len(self.nodes) - 1, "lead", 0, piece.indent, under)))

    def _paragraph_parent(self, piece: Piece) -> Frame | None:
        """What a paragraph belongs to: the clause that it is indented below, or the section that it stands in."""
        for frame in self.levels.open():
            if frame.holds or piece.indent > frame.indent + 1:
                return frame
            if frame.family.startswith(("lead", "bullet", *UNMARKED)) or piece.indent < frame.indent - 1:
                continue
            above = frame.under
            listed = above is not None and self.levels.announces(self.nodes[above.node])
            if frame.titled or (frame.outermost and not listed):
                return frame
        return None

    # -- what all use ------------------------------------------------------------------------------------

    def _grow(self, piece: Piece, kind: str, label: Label | None, frame: Frame) -> Node:
        """A clause that opens a level of its own."""
        frame = self.levels.within(frame)
        node = self._node(piece, kind, label, frame.under)
        self.levels.push(frame)
        return node

    def _node(self, piece: Piece, kind: str, label: Label | None, under: Frame | None) -> Node:
        if self.ended and kind != "heading":
            self.part += 1
            self.ended = False
        if len(self.nodes) >= MAX_CLAUSES:
            raise TooLongError(MAX_CLAUSES, "clauses")
        node = Node(piece.start, piece.end, kind, label, under.node if under else -1, self.part)
        self.nodes.append(node)
        return node

    def _new_part(self) -> None:
        self.part += 1
        self.ended = False
        self.body = 0
        self.levels.close_all()

    def _finish(self) -> None:
        """Splits the last clause's inline lists, and notes whether it announces what comes."""
        if not self.nodes:
            return
        at = len(self.nodes) - 1
        node, top = self.nodes[at], self.levels.top
        self.leading = self.levels.leading()
        if node.kind == "heading":
            return
        own = top if top is not None and top.node == at and top.value else None
        for start, end, label, parent in enumerated(self.text, node, own and (own.family, own.value), self.openings):
            under = node.parent if parent == BESIDE else at if parent == WITHIN else at + 1 + parent
            inner = Node(start, end, "item" if label else "paragraph", label, under, self.part)
            inner.announced = label is not None
            self.nodes.append(inner)
            if parent == BESIDE and own is not None:
                own = own._replace(node=len(self.nodes) - 1, value=own.value + 1)
                self.levels.push(own)

    def _language_turns(self, piece: Piece) -> bool:
        """Whether the words at hand are in another script than those before them."""
        before = self.nodes[-1]
        here, there = self.text[piece.start : piece.start + LONG], self.text[before.start : before.end]
        return has_han(here) != has_han(there)


def _capital(words: str) -> bool:
    return words.istitle() or words.isupper()
