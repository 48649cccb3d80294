"""Questions and answers: "May I use it at work? No." says what "use it at work is not permitted" says.

A question that is answered states nothing alone; its answer is read as a statement made of both.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.lexicon import Words
from openaudit.typed import Final

_NO: Final = frozenset(("no", "nope", "nah", "never", "sorry", "not", "afraid"))
_YES: Final = frozenset(("yes", "yep", "yeah", "sure", "absolutely", "certainly"))
_THEN: Final = frozenset(("then",))
_MODALS: Final = frozenset(("can", "may", "could", "might", "shall", "should"))
_ASKERS: Final = frozenset(
    "i we you one people they anyone anybody everyone someone companies users researchers students".split()
)
_BE: Final = frozenset(("is", "are", "am"))
_ALLOWED: Final = frozenset("allowed permitted ok okay fine possible free licensed covered included acceptable".split())
_DO: Final = frozenset(("do", "does", "must", "need"))
# Openings that ask for something else than yes or no.
_OPEN: Final = frozenset(
    "who whose why when where how which need want got found questions problems bugs comments doubts help interested"
    " curious trouble feedback".split()
)
# "Weapons? Look elsewhere."
_ELSEWHERE: Final = frozenset(("another", "elsewhere", "else"))
_GO: Final = frozenset(("look", "go", "try", "find", "choose", "pick", "then"))
# "For profit? Buy a licence."
_TURN_TO: Final = frozenset("buy purchase ask contact email mail call write talk get".split())
_LONGEST: Final = 40


def interjection(said: Words) -> bool:
    """Say whether the sentence only exclaims ("Congratulations!")."""
    return len(said.words) <= 3 and said.words[-1:] == ["!"]


def answers(question: Words, reply: Words) -> bool:
    """Say whether `reply` answers `question`: yes or no, a conclusion ("Then ..."), or whom to turn to."""
    asked, said = question.words, reply.words
    if not asked or not said or asked[-1] != "?" or len(asked) > _LONGEST:
        return False
    if said[0] in _THEN or said[0] in _TURN_TO or _elsewhere(said) or _case(asked, said):
        return asked[0] not in _OPEN
    if said[0] in _NO and asked[0] in _DO and asked[1] not in _ASKERS and not _DIFFERING.isdisjoint(asked):
        return False  # "Do companies need a contract? No.": neither permits nor forbids
    return (said[0] in _NO or said[0] in _YES or said[0] in _TURN_TO) and asked[0] not in _OPEN


# A duty or a difference, which a "no" denies.
_DIFFERING: Final = frozenset("need have pay owe register ask differ different other extra separate special".split())


def _case(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Say whether the question is a case ("Making a fortune? ..."), whose consequence the next sentence states."""
    return asked[0].endswith(("ing", "ed")) and asked[0] not in _OPEN and said[0] not in _NO and said[0] not in _YES


def _elsewhere(said: Sequence[str]) -> bool:
    return said[0] in _GO and len(said) < 8 and not _ELSEWHERE.isdisjoint(said)


def statement(question: Words, reply: Words) -> Words:
    """Both as one statement."""
    asked, said = question.words, reply.words
    if (said[0] in _THEN or _case(asked, said)) and not _elsewhere(said):
        return together(question, [(i, w) for i, w in enumerate(asked[:-1])], reply, [(0, ","), *enumerate(said)])
    if said[0] in _TURN_TO:
        return together(question, list(enumerate(asked[:-1])), reply, [(0, ":"), *enumerate(said)])
    begin, duty = _opening(asked)
    # words of the question: where, and as what
    taken = [(i, asked[i]) for i in range(begin, len(asked) - 1)]
    while taken and taken[-1][1] in _ALLOWED:
        taken.pop()
    rest = [(i, w) for i, w in enumerate(said) if i]
    while rest and (not rest[0][1].isalpha() or (rest[0][1] in _NO | _YES | {"and"} and said[0] != "not")):
        rest.pop(0)
    if _elsewhere(said):
        rest = []
    if said[0] == "not" and rest and not duty:
        verdict = [(0, w) for w in ("is", "not", "permitted")]
    elif duty:
        taken = [(begin, w) for w in (("you", "must") if said[0] in _YES else ("you", "need", "not"))] + taken
        verdict = [(0, ";")]
    else:
        verdict = [(0, w) for w in (("is", "permitted") if said[0] in _YES else ("is", "not", "permitted"))]
    tail = [(0, ";"), *rest] if any(w.isalpha() for _, w in rest) and said[0] != "not" else rest
    return together(question, taken, reply, [*verdict, *tail])


def _opening(asked: Sequence[str]) -> tuple[int, bool]:
    """How many words ask ("may i", "is it ok to", "do i have to"), and whether they ask for a duty."""
    i = 0
    if asked[0] in ("and", "so", "but"):
        i = 1
    if asked[i : i + 2] in (["what", "about"], ["how", "about"]):
        return i + 2, False
    if asked[i] in _MODALS and asked[i + 1] in _ASKERS:
        return i + 2, False
    if asked[i] in _BE and (asked[i + 1] in _ASKERS or asked[i + 1] == "it"):
        j = i + 2 + (asked[i + 2] in _ALLOWED)
        return j + (asked[j] == "to"), False
    if asked[i] in _BE:
        return i + 1, False
    if asked[i] in _DO and asked[i + 1] in _ASKERS:
        j = i + 2
        if asked[j : j + 2] in (["have", "to"], ["need", "to"]):
            return j + 2, True
        if asked[i] == "must" or asked[j] == "need":
            return j, True
        return (j + 1, False) if asked[j] in ("allow", "permit", "license") else (i, False)
    return i, False


def together(question: Words, asked: list[tuple[int, str]], reply: Words, said: list[tuple[int, str]]) -> Words:
    """The words of both, each with the number of the word at whose place it stands."""

    def places() -> tuple[list[int], list[int]]:
        return (
            [question.starts[i] for i, _ in asked] + [reply.starts[i] for i, _ in said],
            [question.ends[i] for i, _ in asked] + [reply.ends[i] for i, _ in said],
        )

    return Words([w for _, w in asked] + [w for _, w in said], places)
