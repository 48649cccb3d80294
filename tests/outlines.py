"""Outlines as tests want to see them: words in place of offsets."""

from __future__ import annotations

from typing import NamedTuple

from openaudit.document import from_text
from openaudit.segment import outline


class Said(NamedTuple):
    """A sentence with its words, its section, its lead-ins' words and what else is told of it."""

    words: str
    section: str
    leads: tuple[str, ...]
    role: str
    part: int
    heading: str
    language: str


def said(text: str, *, media_type: str | None = None) -> list[Said]:
    """Every sentence of `text`, read as a document."""
    document = from_text(text, media_type=media_type)
    found = outline(document.text)

    def words(index: int) -> str:
        sentence = found.sentences[index]
        return " ".join(document.text[sentence.start : sentence.end].split())

    return [
        Said(
            words(sentence.index),
            found.clauses[sentence.clause].section,
            tuple(words(lead) for lead in sentence.leads),
            sentence.role,
            found.clauses[sentence.clause].part,
            found.clauses[sentence.clause].heading,
            sentence.language,
        )
        for sentence in found.sentences
    ]


def find(text: str, words: str, *, media_type: str | None = None) -> Said:
    """The one sentence of `text` that has `words`."""
    found = [one for one in said(text, media_type=media_type) if words in one.words]
    assert len(found) == 1, [one.words for one in said(text, media_type=media_type)]
    return found[0]
