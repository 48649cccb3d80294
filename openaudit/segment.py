"""A text's structure: its clause tree, and the sentences within it."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from openaudit.language import Language, language_of
from openaudit.sentences import sentence_ends
from openaudit.titles import TAIL, announces, is_title, leads, names_document
from openaudit.tree import Node, nodes

Role = Literal["heading", "run-in", "lead", "item", "prose"]
ClauseKind = Literal["heading", "paragraph", "item"]


class Clause(NamedTuple):
    """One heading, paragraph or list item: `text[start:end]`, without the clauses below it.

    `label` is its number as printed ("(b)", "1.", "第二条"; "" without one), `section` the path of labels down to it
    ("1.b.v"), `parent` the index of the clause it belongs to (-1: none), `heading` the nearest heading, its own
    included. `part` is 0 in the main body and counts up with each attachment or further document in the text.
    """

    index: int
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

    index: int
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


_RUN_IN_COLON: Final = re.compile(r"[A-Z\u4e00-\u9fff][^.:;\"\n。]{1,70}?\s?(?::|\s--?(?=\s))[\s\x00]*(?=[^\s:])")
_RUN_IN_MAX: Final = 110
_RUN_IN_HAN: Final = 10
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z]{2}")
_HAN_LABEL: Final = re.compile("[\u4e00-\u9fff）]")  # noqa: RUF001


def outline(text: str) -> Outline:
    """The clauses and sentences of `text`, which is a `Document.text`, in time linear in its length."""
    return _Assembly(text).build()


class _Assembly:
    """Turns the tree into clauses and its words into sentences, in one walk from the first clause to the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes = nodes(text)
        self.clauses: list[Clause] = []
        self.sentences: list[Sentence] = []
        self.last_sentence: list[int] = []  # of each clause
        self.inherited: list[tuple[int, ...]] = []  # the leads that each clause stands under
        self.runs_through = set[str]()  # the divisions through which numbers run on
        self.has_items = [False] * len(self.nodes)
        self.ascii = text.isascii()

    def build(self) -> Outline:
        for node in self.nodes:
            if node.parent >= 0 and node.kind == "item":
                self.has_items[node.parent] = True
        self._numbering()
        for index, node in enumerate(self.nodes):
            self._clause(index, node)
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
        for at, (start, end, role) in enumerate(spans):
            last = at == len(spans) - 1
            if last and leads_on and role != "heading":
                role = "lead"
            self.sentences.append(Sentence(len(self.sentences), start, end, index, above, role, "en"))
        self.last_sentence.append(len(self.sentences) - 1)

    def _leads(self, node: Node) -> tuple[int, ...]:
        """The sentences that announce what the clause says."""
        if node.parent < 0:
            return ()
        parent = self.nodes[node.parent]
        inherited = self.inherited[node.parent]
        if not node.announced:
            return inherited if parent.kind == "item" and node.label is None and not parent.inline else ()
        last = self.sentences[self.last_sentence[node.parent]]
        if last.role == "lead" or (parent.kind == "heading" and leads(self.text[max(last.start, last.end - TAIL) : last.end])):
            return (*inherited, last.index)
        return inherited

    def _title_above(self, node: Node) -> tuple[int, ...]:
        if node.parent < 0 or node.kind != "item" or self.nodes[node.parent].kind != "heading":
            return ()
        if self.nodes[node.parent].label is None and names_document(self.nodes[node.parent].title):
            return ()
        return (self.last_sentence[node.parent],)

    def _leads_on(self, index: int, node: Node) -> bool:
        tail = self.text[max(node.start, node.end - TAIL) : node.end]
        return node.inline or leads(tail) or (self.has_items[index] and announces(tail))

    def _spans(self, node: Node) -> list[tuple[int, int, Role]]:
        """The sentences of a clause with their roles, as far as they are told from the clause alone."""
        text = self.text
        if node.kind == "heading":
            return [(node.start, node.end, "heading")]
        chinese = not self.ascii and _HAN.search(text, node.start, node.end) is not None
        start, spans = node.start, list[tuple[int, int, Role]]()
        run_in = self._run_in_end(node)
        if run_in:
            spans.append((node.start, run_in, "run-in"))
            start = run_in + len(text[run_in : node.end]) - len(text[run_in : node.end].lstrip())
        role: Role = "item" if node.kind == "item" and node.announced else "prose"
        for stop in sentence_ends(text, start, node.end, words=node.labelled, chinese=chinese):
            words = text[start:stop]
            end = start + len(words.rstrip())
            start += len(words) - len(words.lstrip())
            if end > start:
                spans.append((start, end, role))
                role = "prose"
            start = stop + len(text[stop : node.end]) - len(text[stop : node.end].lstrip())
        return spans

    def _run_in_end(self, node: Node) -> int:
        """Where a title ends that stands in the line of what it names ("Grant. You may ..."); 0 where there is none."""
        text = self.text
        limit = min(node.end, node.labelled + _RUN_IN_MAX)
        found = _RUN_IN_COLON.match(text, node.labelled, limit)
        if found is not None and found.end() < node.end:
            words = " ".join(found[0].split()).rstrip(":- ")
            listed = node.kind == "item" or words.istitle() or words.isupper()
            defines = text[found.end()] in "是指系"
            if listed and not defines and is_title(words, alone=node.announced and node.label is None):
                return found.start() + len(found[0].rstrip())
        stop = next(sentence_ends(text, node.labelled, limit, chinese=True), limit)
        if stop >= limit:
            return 0
        words = " ".join(text[node.labelled : stop].split())
        if words[-1:] == "。" and (node.label is None or len(words) > _RUN_IN_HAN):
            return 0
        if words[-1:] not in ".。" or not is_title(words.rstrip(".。"), alone=False):
            return 0
        return stop

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
        joint = "" if _HAN_LABEL.match(key[0]) or above[-1] == "）" else "."  # noqa: RUF001
        return above + joint + key

    def _with_languages(self) -> list[Sentence]:
        """The sentences with their languages: those too short to tell have that of the words before them."""
        text, found = self.text, []
        known: list[Language | None] = [language_of(text[one.start : one.end]) for one in self.sentences]
        ahead: list[Language | None] = [*known]  # what the next sentence that tells is in
        for at in range(len(known) - 2, -1, -1):
            ahead[at] = known[at] or ahead[at + 1]
        current = next((language for language in known if language is not None), "en")
        for sentence, language, coming in zip(self.sentences, known, ahead, strict=True):
            if language is None and sentence.role == "heading":
                language = coming
            if known[sentence.index] is None and language in {None, "zh"} and "zh" in {current, language}:
                # Words without a Chinese character, in a Chinese text, are not Chinese.
                latin = _LATIN.search(text, sentence.start, sentence.end) is not None
                language = "en" if latin and not _HAN.search(text, sentence.start, sentence.end) else language
            current = language or current
            found.append(sentence._replace(language=current))
        return found
