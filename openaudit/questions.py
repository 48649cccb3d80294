"""Which sentence of a text answers which: yes or no behind a question, a case and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openaudit import answers_zh
from openaudit.answers import answers, interjection
from openaudit.lexicon import Words
from openaudit.segment import Outline
from openaudit.typed import Final

_REPLIES: Final[dict[str, Callable[[Words, Words], bool]]] = {"en": answers, "zh": answers_zh.answers}


def answered(outline: Outline, cuts: Sequence[Words]) -> dict[int, int]:
    """The index of the question that a sentence answers, by the index of the answer. `cuts` are their words."""
    last = len(cuts)
    asking = (index for index, words in enumerate(cuts) if words.words[-1:] == ["?"])
    behind = sorted({reply for question in asking for reply in (question + 1, question + 2) if reply < last})
    found = ((reply, _question(reply, outline, cuts)) for reply in behind)
    return {reply: question for reply, question in found if question is not None}


def _question(reply: int, outline: Outline, cuts: Sequence[Words]) -> int | None:
    """The index of the question that the sentence answers, perhaps over an exclamation."""
    before = reply - 1
    if before > 0 and interjection(cuts[before]):
        before -= 1
    language = outline.sentences[reply].language
    replies = _REPLIES.get(language)
    if replies is None or outline.sentences[before].language != language:
        return None
    return before if replies(cuts[before], cuts[reply]) else None
