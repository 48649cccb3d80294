"""A text's structure: its clause tree, and the sentences within it."""

from __future__ import annotations

import re

from openaudit.errors import TooLongError
from openaudit.han import has_han
from openaudit.language import Language, language_of
from openaudit.levels import Node
from openaudit.lines import MAX_SENTENCES
from openaudit.sentences import MAX_SENTENCE, sentence_ends
from openaudit.titles import TAIL, announces, is_title, leads, names_document, names_uses, unfinished
from openaudit.tree import nodes
from openaudit.typed import Final, Literal, NamedTuple

Role = Literal["heading", "run-in", "lead", "item", "prose"]
ClauseKind = Literal["heading", "paragraph", "item"]


class Clause(NamedTuple):
    """One heading, paragraph or list item: `text[start:end]`, without the clauses below it.

    `label` is its number as printed ("(b)", "1.", "第二条"; "" without one), `section` the path of labels down to it
    ("1.b.v"), `parent` the index of the clause it belongs to (-1: none), `heading` the nearest heading, its own
    included. `part` is 0 in the main body and counts up with each attachment or further document in the text.
    """

    index: int  # type: ignore[assignment]  # tuples have a method of this name, which nobody calls here
    kind: ClauseKind
    label: str
    section: str
    parent: int
    heading: str
    part: int
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence, or a part of one that a list makes: `text[start:end]`, label included.

    `leads` are the indexes of the sentences that it continues, outermost first: each announces a list that the
    sentence stands in (or, for an item right below a title, is that title). A `role` of "lead" says that others
    continue it, so that it must not be judged alone; "item" that it is the first sentence of a list item, "run-in"
    that it is a title in the line of what it names.
    """

    index: int  # type: ignore[assignment]  # as above
    start: int
    end: int
    clause: int
    leads: tuple[int, ...]
    role: Role
    language: Language


class Outline(NamedTuple):
    """The structure of one text. Sentences are in order and disjoint, and hold all that is not white space."""

    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]


class _Spoken(NamedTuple):
    """A sentence whose language is still to be told."""

    start: int
    end: int
    clause: int
    leads: tuple[int, ...]
    role: Role


_RUN_IN_COLON: Final = re.compile(
    r"(?:[A-Z]|[^\x00-\xff])[^.:;\"\n。]{1,70}?\s?(?::(?!//)|\s--?(?=\s))[\s\x00]*(?=[^\s:])"
)
# What stands in a Chinese sentence and in no title.
_STATEMENT_ZH: Final = re.compile(r"[\u3400-\u9fff][。!?;]")
_SMALL: Final = frozenset("of on and or the to for in a an with by".split())
_RUN_IN_MAX: Final = 110
_RUN_IN_HAN: Final = 10
_COLON_BACK: Final = 16
# Of leads inside leads, so many are kept; no list that anybody reads is deeper.
_OUTERMOST: Final = 6
_INNERMOST: Final = 5
# Paths of numbers grow no longer: lists inside lists would fill the memory with them.
_LONGEST_SECTION: Final = 60
_LATIN: Final = re.compile("[A-Za-z]{2}")


def outline(text: str) -> Outline:
    """The clauses and sentences of `text`, which is a `Document.text`, in time linear in its length.

    Raises TooLongError for a text of more than `MAX_CLAUSES` clauses, `MAX_SENTENCES` sentences or `MAX_LINES` lines.
    """
    return _Assembly(text).build()


def _capitals(words: str) -> bool:
    """Whether every word but the small ones has a capital, as in a title."""
    return words[:1].isupper() and all(word in _SMALL or word.istitle() for word in words.split())


class _Assembly:
    """Turns the tree into clauses and its words into sentences, in one walk from the first clause to the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes = nodes(text)
        self.clauses: list[Clause] = []
        self.sentences: list[_Spoken] = []
        self.last_sentence: list[int] = []  # of each clause
        self.inherited: list[tuple[int, ...]] = []  # the leads that each clause stands under
        self.runs_through = set[str]()  # the divisions through which numbers run on
        self.has_items = [False] * len(self.nodes)
        self.chinese = has_han(text)

    def build(self) -> Outline:
        for node in self.nodes:
            if node.parent >= 0 and node.kind == "item" and not (node.label and node.label.absolute):
                self.has_items[node.parent] = True
        self._numbering()
        for index, node in enumerate(self.nodes):
            self._clause(index, node)
            if len(self.sentences) > MAX_SENTENCES:
                raise TooLongError(MAX_SENTENCES, "sentences")
        return Outline(tuple(self.clauses), tuple(self._with_languages()))

    def _clause(self, index: int, node: Node) -> None:
        under = self._leads(node)
        self.inherited.append(under)
        spans = self._spans(node)
        heading = self._heading(index, node, spans)
        label = node.label
        self.clauses.append(
            Clause(
                index,
                node.kind,  # type: ignore[arg-type]
                label.printed if label else "",
                self._section(node),
                node.parent,
                heading,
                node.part,
                node.start,
                node.end,
            )
        )
        leads_on = self._leads_on(index, node)
        above = under or (() if spans[0][2] == "run-in" else self._title_above(node))
        if leads_on and spans[-1][2] != "heading":
            spans[-1] = (spans[-1][0], spans[-1][1], "lead")
        self.sentences += [_Spoken(start, end, index, above, role) for start, end, role in spans]
        self.last_sentence.append(len(self.sentences) - 1)

    def _leads(self, node: Node) -> tuple[int, ...]:
        """The sentences that announce what the clause says."""
        if node.parent < 0:
            return ()
        parent = self.nodes[node.parent]
        inherited = self.inherited[node.parent]
        if not node.announced:
            return inherited if parent.kind == "item" and node.label is None and not parent.inline else ()
        number = self.last_sentence[node.parent]
        last = self.sentences[number]
        tail = self.text[max(last.start, last.end - TAIL) : last.end]
        named = node.kind == "item" and not (node.label and node.label.absolute) and names_uses(tail)
        if last.role == "lead" or (parent.kind == "heading" and (named or leads(tail))):
            # A text of nothing but announcements would otherwise cost the square of its length.
            return (*inherited[:_OUTERMOST], *inherited[_OUTERMOST:][-_INNERMOST:], number)
        return inherited

    def _title_above(self, node: Node) -> tuple[int, ...]:
        if node.parent < 0 or node.kind != "item" or self.nodes[node.parent].kind != "heading":
            return ()
        if self.nodes[node.parent].label is None and names_document(self.nodes[node.parent].title):
            return ()
        if _STATEMENT_ZH.search(self.nodes[node.parent].title):
            return ()  # a heading that is a sentence announces no list
        return (self.last_sentence[node.parent],)

    def _leads_on(self, index: int, node: Node) -> bool:
        tail = self.text[max(node.start, node.end - TAIL) : node.end]
        if node.inline or (":" in tail[-_COLON_BACK:] and leads(tail)):
            return True
        return self.has_items[index] and (leads(tail) or announces(tail) or names_uses(tail) or unfinished(tail))

    def _spans(self, node: Node) -> list[tuple[int, int, Role]]:
        """The sentences of a clause with their roles, as far as they are told from the clause alone."""
        text = self.text
        if node.kind == "heading" and node.end - node.start <= MAX_SENTENCE:
            return [(node.start, node.end, "heading")]
        chinese = self.chinese and has_han(text, node.start, node.end)
        start, spans = node.start, list[tuple[int, int, Role]]()
        role: Role = "item" if node.kind == "item" and node.announced else "prose"
        colon = self._title_with_colon(node)
        if colon:
            spans.append((start, colon, "run-in"))
            start = self._skip(colon, node.end)
        for stop in sentence_ends(text, start, node.end, words=node.labelled, chinese=chinese):
            end = stop
            while text[end - 1].isspace():
                end -= 1
            if start == node.start and stop < node.end and self._title_with_stop(node, stop):
                spans.append((start, end, "run-in"))
            else:
                spans.append((start, end, role))
                role = "prose"
            if len(spans) > MAX_SENTENCES:
                raise TooLongError(MAX_SENTENCES, "sentences")
            start = self._skip(stop, node.end)
        return spans

    def _skip(self, at: int, end: int) -> int:
        """The first place from `at` on that is no white space."""
        while at < end and self.text[at].isspace():
            at += 1
        return at

    def _title_with_colon(self, node: Node) -> int:
        """Where a title with a colon or a dash ends that stands before what it names; 0 where there is none."""
        found = _RUN_IN_COLON.match(self.text, node.labelled, min(node.end, node.labelled + _RUN_IN_MAX))
        if found is None or found.end() >= node.end or self.text[found.end()] in "是指系":
            return 0
        words = " ".join(found[0].split()).rstrip(":- ")
        if not (node.kind == "item" or _capitals(words) or words.isupper()):
            return 0
        if not is_title(words, alone=node.announced and node.label is None):
            return 0
        return found.start() + len(found[0].rstrip())

    def _title_with_stop(self, node: Node, stop: int) -> bool:
        """Whether the first sentence of a clause, which ends at `stop`, is but a title ("Grant. You may ...")."""
        if stop - node.labelled > _RUN_IN_MAX:
            return False
        words = " ".join(self.text[node.labelled : stop].split())
        if words[-1:] == "。" and (node.label is None or len(words) > _RUN_IN_HAN):
            return False
        return words[-1:] in ".。" and is_title(words.rstrip(".。"), alone=False)

    def _heading(self, index: int, node: Node, spans: list[tuple[int, int, Role]]) -> str:
        if node.title:
            return node.title
        if spans and spans[0][2] == "run-in":
            return " ".join(self.text[node.labelled : spans[0][1]].split()).rstrip(".:。- ")
        if self.has_items[index] and node.kind == "item" and len(spans) == 1:
            words = " ".join(self.text[node.labelled : node.end].split()).rstrip(".:。")
            if is_title(words, alone=False):
                return words
        return self.clauses[node.parent].heading if node.parent >= 0 else ""

    def _numbering(self) -> None:
        """Notes the kinds of division whose later ones begin with another number than one."""
        opened = set[int]()
        for node in self.nodes:
            if node.parent < 0 or node.label is None or node.label.kind != "number" or node.parent in opened:
                continue
            opened.add(node.parent)
            above = self.nodes[node.parent].label
            if above is not None and above.kind == "word" and all(value != 1 for _, value in node.label.readings):
                self.runs_through.add(above.readings[0][0])

    def _section(self, node: Node) -> str:
        above = self.clauses[node.parent].section if node.parent >= 0 else ""
        if node.label is None or not node.label.key:
            return above
        key = node.label.key
        if node.label.absolute or not above or node.label.readings[0][0] == "di:条":
            return key
        division = self.nodes[node.parent].label
        if division is not None and division.kind == "word" and division.readings[0][0] in self.runs_through:
            return key
        if len(above) > _LONGEST_SECTION:
            return above
        joint = "" if key[0] > "\u2e80" or above[-1] == "）" else "."
        return above + joint + key

    def _with_languages(self) -> list[Sentence]:
        """The sentences with their languages: those too short to tell have that of the words before them."""
        text, found = self.text, []
        known: list[Language | None] = [language_of(text[one.start : one.end]) for one in self.sentences]
        ahead: list[Language | None] = [*known]  # what the next sentence that tells is in
        for at in range(len(known) - 2, -1, -1):
            ahead[at] = known[at] or ahead[at + 1]
        current: Language = next((language for language in known if language is not None), "en")
        for number, (sentence, language, coming) in enumerate(zip(self.sentences, known, ahead, strict=True)):
            start, end, clause, under, role = sentence
            current = language or self._inherited(start, end, current, coming if role == "heading" else None)
            found.append(Sentence(number, start, end, clause, under, role, current))
        return found

    def _inherited(self, start: int, end: int, before: Language, after: Language | None) -> Language:
        """The language of words too few to tell: that of the words around them.

        Words without a Chinese character are not Chinese.
        """
        language = after or before
        if language != "zh" or has_han(self.text, start, end) or not _LATIN.search(self.text, start, end):
            return language
        return "en"
