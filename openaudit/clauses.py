"""An English sentence cut into its statements: "governed by the law of X | and covers students alone".

A harmless statement explains nothing of the one beside it. A cut is made at a semicolon, and at a conjunction behind
which a finite verb stands: "copies, uses and distributes" is one statement, "must be kept and is for students" two.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.pattern import Range
from openaudit.typed import Final

_HARD: Final = frozenset(";?!")
_JOINTS: Final = frozenset("and but yet nor so while whereas although though however except provided".split())
# A verb that something of a subject; what other verbs there are, coordination of acts has too.
_FINITE: Final = frozenset(
    "is are was were am has have had does do did may might must shall will would can could should cannot"
    " isn't aren't wasn't weren't hasn't haven't doesn't don't didn't mustn't won't wouldn't can't couldn't shouldn't"
    " it's that's there's we'll you'll you're we're they're"
    " covers extends applies reaches grants gives ends stops lapses expires requires needs excludes leaves allows"
    " permits goes comes stays remains belongs holds runs starts begins falls lies stands serves takes keeps makes gets"
    " means concerns depends rests forbids binds confers conveys carries becomes loses owes pays prohibits restricts"
    " governs follows lasts survives prevails constitutes qualifies".split()
)
# The same verbs behind a plural: "commercial hosts fall to ...".
_PLURAL: Final = frozenset(
    "cover extend apply reach grant give end stop lapse expire require need exclude leave allow go come stay remain"
    " belong hold start begin fall lie stand serve take keep get concern depend forbid bind confer convey carry call"
    " ask want let become lose owe pay prohibit restrict govern follow".split()
)
# And these wherever they stand, but behind "to" and the like.
_VERBS: Final = frozenset(
    "come go remain become belong apply owe lose depend forbid begin publishes limits draws".split()
)
_BEFORE_INFINITIVES: Final = frozenset("to may must shall will would can could should not and or , cannot".split())
_PRONOUNS: Final = frozenset("we you they i us".split())
_RELATIVE: Final = frozenset("that which who whom whose where when how".split())
_SO: Final = (["long"], ["far"], ["as"], ["that"], ["forth"])
# What ends the search for a verb behind a conjunction.
_ENDING: Final = frozenset(", ; and or but".split())
_MARKS: Final = frozenset(",;:()")
# How far behind its conjunction the verb of a statement may stand.
_REACH: Final = 16
# Statements shorter than that say nothing of their own ("and so forth").
_LEAST: Final = 3


# What may stand between two statements.
_CUTTING: Final = _HARD | _JOINTS | {":", "provided"}


def statements(words: Sequence[str], own: int) -> list[Range]:
    """The statements of the sentence from its first `own` word on, as ranges of words; one if it is not compound."""
    size = len(words)
    cuts = [own]
    for at in [at for at in range(own, size) if words[at] in _CUTTING]:
        if words[at] in _HARD or words[at] == ":":
            if _finite(words, cuts[-1], at) and _finite(words, at + 1, size):
                cuts.append(at)
        elif (
            _joins(words, at)
            and _finite(words, cuts[-1], at)
            and _finite(words, at + 1, min(size, at + _REACH), _ENDING)
        ):
            cuts.append(at)
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], size], strict=True) if _telling(words, start, end)]


def _joins(words: Sequence[str], at: int) -> bool:
    """Whether the word can join statements: no "and/or", and "provided" as a conjunction alone."""
    if words[at] == "provided":
        return words[at - 1] == "," or (words[at + 1 : at + 2] == ["that"] and words[at - 1] not in _FINITE)
    following = words[at + 1 : at + 2]
    return words[at] in _JOINTS and following != ["/"] and (words[at] != "so" or following not in _SO)


def _finite(words: Sequence[str], start: int, end: int, ending: frozenset[str] = _HARD) -> bool:
    """Whether a verb stands there that is not part of a relative clause, before the next comma or conjunction."""
    inner, describes = 0, False
    begun = start
    while begun < end and (words[begun] in _JOINTS or words[begun] in _MARKS or words[begun] == "that"):
        begun += 1
    stop = next((i for i in range(begun, end) if words[i] in ending and i > begun), end)
    for i in range(begun, stop):
        word = words[i]
        if word in _RELATIVE:
            inner += 1
            describes = word != "that"
        elif _says(words, i, start):
            if not inner or (describes and word == "must"):
                return True
            inner -= 1
    return False


def _says(words: Sequence[str], at: int, start: int) -> bool:
    word = words[at]
    if word in _FINITE:
        return True
    if at == start:
        return False
    before = words[at - 1]
    return (word in _PLURAL and _plural(before)) or (word in _VERBS and before not in _BEFORE_INFINITIVES)


def _plural(word: str) -> bool:
    return word in _PRONOUNS or (word.endswith("s") and not word.endswith("ss"))


def finite(words: Sequence[str]) -> bool:
    """Whether a finite verb stands among the words."""
    return _finite(words, 0, len(words))


def _telling(words: Sequence[str], start: int, end: int) -> bool:
    return sum(1 for word in words[start:end] if word.isalpha()) >= _LEAST
