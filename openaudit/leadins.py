"""What a sentence is read with: the lead-ins in front of a list item, the heading that a few words answer."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.lexicon import Places, Words
from openaudit.segment import Outline, Sentence
from openaudit.typed import Final, NamedTuple

_MAX_LEAD_WORDS: Final = 160

# How long an answer may be behind a heading with a colon, a list of answers, and a heading that announces one.
_TERSE_ANSWER: Final = 7
_TERSE_LIST: Final = 20
_TERSE_HEADING: Final = 3


def answering(sentence: Sentence, outline: Outline, cuts: Sequence[Words]) -> Sentence:
    """A few words behind a run-in heading are said of the heading, as an item is of its lead-in."""
    index = sentence.index
    if sentence.leads or not index:
        return sentence
    # "Prohibited: weapons, spam, surveillance." A heading of a word or two leaves room for a list.
    longest = _TERSE_LIST if len(cuts[index - 1].words) <= _TERSE_HEADING else _TERSE_ANSWER
    if len(cuts[index].words) > longest:
        return sentence
    before = outline.sentences[index - 1]
    return (
        sentence._replace(leads=(index - 1,))
        if before.role == "run-in" and before.language == sentence.language == "en"
        else sentence
    )


class Trimmed(NamedTuple):
    """The words of a lead-in without its number and the marks at its end, which are its words `first` to `last`."""

    words: list[str]
    first: int
    last: int


def with_leads(
    sentence: Sentence, cuts: Sequence[Words], trimmed: dict[tuple[int, bool], Trimmed], *, colon: bool = False
) -> tuple[Words, int]:
    """The words of the sentence behind those of its lead-ins, and how many these are. `trimmed` is a memory."""
    own = cuts[sentence.index]
    if not sentence.leads:
        return own, 0
    words: list[str] = []
    parts: list[tuple[Words, int, int]] = []
    colon = colon or own.words[_label_length(own.words) :][:1] == ["permission"]  # a statement of its own
    for index in sentence.leads:
        lead = trimmed.get((index, colon))
        if lead is None:
            lead = trimmed[index, colon] = _trimmed(cuts[index].words, colon=colon)
        words += lead.words
        parts.append((cuts[index], lead.first, lead.last))
    over = max(0, len(words) - _MAX_LEAD_WORDS)
    before = len(words) - over
    skip = _label_length(own.words)
    parts.append((own, skip, len(own.words)))
    return Words(words[over:] + own.words[skip:], _places, parts, over), before


def _trimmed(words: list[str], *, colon: bool) -> Trimmed:
    """A lead-in trimmed; with `colon`, the colon at its end stays."""
    cut = len(words)
    while cut and words[cut - 1] in (":", ";", ",", "."):
        cut -= 1
    case = "if" in words[_label_length(words) :][:2]  # "3.1 If you publish it: you must ..."
    if cut < len(words) and words[-1] == ":" and (colon or case or _opens_parenthesis(words, cut)):
        cut += 1
    skip = min(_label_length(words), cut)
    return Trimmed(words[skip:cut], skip, cut)


_PARENTHESIS: Final = 14
_OPENERS: Final = frozenset("not to may must shall will".split())


def _opens_parenthesis(words: Sequence[str], end: int) -> bool:
    """Whether only the colon at `end` closes a parenthesis ("You shall not, without our consent: ...")."""
    comma = max((i for i in range(max(1, end - _PARENTHESIS), end) if words[i] == ","), default=0)
    return comma > 0 and words[comma - 1] in _OPENERS


def _places(parts: Sequence[tuple[Words, int, int]], over: int) -> Places:
    """Where the words of several sentences stand, without the first `over`."""
    starts = [at for words, low, high in parts for at in words.starts[low:high]]
    ends = [at for words, low, high in parts for at in words.ends[low:high]]
    return starts[over:], ends[over:]


def _label_length(words: Sequence[str]) -> int:
    """How many words at the start are the item's number: "(a)", "1.", "iv)", "（一）"."""
    if len(words) > 2 and words[0] == "(" and words[2] == ")":
        return 3
    if len(words) > 2 and words[1] in (".", ")", "\u3001") and len(words[0]) <= 4:
        return 2
    return 0
