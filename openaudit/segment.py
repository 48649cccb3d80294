"""A text's structure: its clause tree, and the sentences within it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Role = Literal["heading", "run-in", "lead", "item", "prose"]
ClauseKind = Literal["heading", "paragraph", "item"]
Language = Literal["en", "zh", "other"]


class Clause(NamedTuple):
    """One heading, paragraph or list item: `text[start:end]`, without its children.

    `label` is its number as printed ("(b)", "1.", "第二条", "" without one), `section` the path of labels
    down to it ("1.b.v"), `parent` the index of the clause it belongs to (-1: none), `heading` the nearest
    heading above. `part` is 0 in the main body and counts up with each attachment or further document.
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
    """One sentence (or list item) of a clause: `text[start:end]`.

    `leads` are the indexes of the lead-in sentences that it continues, outermost first.
    """

    index: int
    start: int
    end: int
    clause: int
    leads: tuple[int, ...]
    role: Role
    language: Language


class Outline(NamedTuple):
    """The structure of one text. Sentences are in order, disjoint, and cover all that is not white space."""

    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]


_BLOCK = re.compile(r"\S(?:.|\n(?![ \t]*\n|[ \t]*(?:\(?[a-z0-9]{1,3}[.)]|[-*•]|第.{1,4}条)[ \t]))*")
_SENTENCE = re.compile(r"\S(?:.*?)(?:(?<=[.!?:])(?=\s+[A-Z\"(])|(?<=[。;!?])|$)", re.S)
_LABEL = re.compile(r"(\(?[a-z0-9]{1,3}[.)]|第.{1,4}条)[ \t]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def outline(text: str) -> Outline:
    """The clauses and sentences of `Document.text`, in linear time."""
    clauses: list[Clause] = []
    sentences: list[Sentence] = []
    lead: tuple[int, ...] = ()
    heading = ""
    for block in _BLOCK.finditer(text):
        start, end = block.span()
        label = _LABEL.match(text, start, end)
        words = " ".join(block[0].split())
        kind: ClauseKind = "item" if label else "paragraph"
        if len(words) < 80 and words[-1] not in ".;:,。":
            kind, heading, lead = "heading", words, ()
        printed = label[1] if label else ""
        clauses.append(
            Clause(len(clauses), kind, printed, printed.strip("()."), -1, heading, 0, start, end),
        )
        for found in _SENTENCE.finditer(text, start, end):
            role: Role = "heading" if kind == "heading" else "item" if label and lead else "prose"
            if found[0].rstrip().endswith(":"):
                role = "lead"
            language: Language = "zh" if _HAN.search(found[0]) else "en"
            stop = found.start() + len(found[0].rstrip())
            under = lead if role == "item" else ()
            sentences.append(
                Sentence(len(sentences), found.start(), stop, len(clauses) - 1, under, role, language),
            )
            if role == "lead":
                lead = (len(sentences) - 1,)
        if not label and not words.endswith(":"):
            lead = ()
    return Outline(tuple(clauses), tuple(sentences))
