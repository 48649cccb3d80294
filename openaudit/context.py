"""What its place makes of a sentence that restrains: a plea, an exception, one of two licences, a title.

"Please do not train on it. This is a request, not a licence condition." binds nobody; what an exception "does not
permit anyone to" do, the licence may; and what one licence of a text bars, whoever chooses the other may do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from openaudit.explaining import Read
from openaudit.matching import NO_ACTS, Match
from openaudit.relieved import about_exception, bounds_exception
from openaudit.ruleset import Rule
from openaudit.takenback import disowns, takes_back
from openaudit.titled import limit_in_title
from openaudit.typed import Final
from openaudit.vocabulary import TITLED

_RESTRAINING: Final = ("restriction", "caution")

# --- pleas ------------------------------------------------------------------------------------------------
_PLEAS: Final = frozenset(
    "request requests ask plea pleas wish wishes preference preferences suggestion suggestions appeal appeals hope"
    " hopes expectation expectations recommendation recommendations courtesy favour favor norm norms etiquette"
    " voluntary".split()
)
_DENYING: Final = frozenset("not no nor never neither isn't aren't doesn't don't nothing".split())
_BINDING: Final = frozenset(
    "condition conditions term terms requirement requirements restriction restrictions obligation obligations binding"
    " enforceable clause part".split()
)
_LEGAL: Final = frozenset(
    "license licence licensing legal legally binding enforceable rights licenses licences".split()
)
_CHANGING: Final = frozenset(
    "changes change affects affect limits limit restricts restrict alters alter modify".split()
)
_UNBINDING: Final = frozenset(("non", "nonbinding", "non-binding", "unenforceable", "voluntary"))
_FAR: Final = 8
_NEAR: Final = 3
_LONGEST: Final = 60
_BACKWARD: Final = frozenset(("above", "foregoing", "preceding", "previous"))
_FORWARD: Final = frozenset(("below", "following", "follows", "section"))
_ASKING: Final = frozenset(
    "please kindly ask asks asking request requests requested appreciate appreciated encourage encouraged hope hopes"
    " urge prefer beg appeal invite grateful".split()
)
_FOR: Final = (["meant", "for"], ["intended", "for"], ["designed", "for"], ["made", "for"])
_AIMED: Final = ("purpose-limit/said", "purpose-limit/signalled")
_ONLY: Final = frozenset("only solely exclusively strictly purely may must shall cannot prohibited forbidden".split())
_ELSE: Final = frozenset(
    "; only solely exclusively excluded reserved licensed granted permitted allowed required unless fee fees pay"
    " payment otherwise else rights right license licence grant reserve".split()
)
_BOUND: Final = frozenset("may must shall cannot prohibited forbidden".split())

# --- exceptions -------------------------------------------------------------------------------------------
_IT: Final = frozenset(("it", "they"))
_BEFORE_IT: Final = 4

# --- choices ----------------------------------------------------------------------------------------------
_CHOOSING: Final = frozenset("select choose pick elect".split())
_OF_LICENSES: Final = frozenset(("license", "licence", "licenses", "licences", "option", "options", "terms"))
_ONE: Final = frozenset(("one", "either", "which", "whichever", "between"))
_FREEDOMS: Final = frozenset(("use", "redistribute", "modify"))
_AROUND: Final = 12


def in_context(reads: list[Read], unexplained: Sequence[int]) -> tuple[list[Read], list[int]]:
    """The sentences with what holds of them in their context, and those that nothing explains."""
    doubtful = set(unexplained)
    for index, provision in _titles(reads):
        reads[index] = _announcing(reads[index], provision)
    if not doubtful and not any(_restrains(read) for read in reads):
        return reads, list(unexplained)
    for index in (*_of_other_works(reads), *_withdrawn(reads), *_disowned(reads)):
        reads[index] = reads[index].doubted()
    for index in _pleas(reads, doubtful):
        reads[index] = _without(reads[index])
        if _only_asks(_own(reads[index])):
            doubtful.discard(index)
    for index in _of_exceptions(reads):
        if _restrains(reads[index]):
            reads[index] = _without(reads[index])
            doubtful.add(index)
    for index in _of_one_branch(reads):
        reads[index] = reads[index].doubted()
    return reads, sorted(doubtful)


def _restrains(read: Read) -> bool:
    return any(m.rule.kind in _RESTRAINING for m in read.matches)


def _without(read: Read) -> Read:
    return read._replace(matches=tuple(m for m in read.matches if m.rule.kind not in _RESTRAINING))


def _own(read: Read) -> list[str]:
    return read.reading.words.words[read.reading.own :]


# --- titles and sections ----------------------------------------------------------------------------------


def _titles(reads: Sequence[Read]) -> Iterator[tuple[int, str]]:
    """The headings before the first statement that announce a limit, with its provision."""
    for index, read in enumerate(reads):
        if read.sentence.role != "heading":
            return
        if not _restrains(read) and (limit := limit_in_title(_own(read), unspaced=read.sentence.language == "zh")):
            yield index, limit


def _announcing(read: Read, provision: str) -> Read:
    code = read.sentence.language
    rule = Rule(f"{provision}{TITLED}", provision, "restriction", "low", code, (), fallback=True)
    match = Match(rule, (read.reading.own, len(read.reading.words.words)), (), NO_ACTS)
    return read._replace(matches=(*read.matches, match))


# What a section is headed that tells of works beside the licensed one, and the words with which it binds all the same.
_OF_OTHERS: Final = re.compile(r"\bthird part(?:y|ies)(?:'s)? (?!use)|\bnot covered by\b|\bupstream\b|\bdependencies\b")
_BOUND_THERE: Final = frozenset(
    "you your licensee licensees user users recipient recipients we our nobody must shall may".split()
)


def _of_other_works(reads: Sequence[Read]) -> list[int]:
    """Sentences that restrain in a section on other people's works, and bind nobody: "subject to their terms"."""
    found: list[int] = []
    others = False
    for index, read in enumerate(reads):
        if read.sentence.role == "heading":
            others = _OF_OTHERS.search(" ".join(_own(read))) is not None
        elif others and _restrains(read) and _BOUND_THERE.isdisjoint(read.reading.words.words):
            found.append(index)
    return found


# --- what the next sentence takes back ----------------------------------------------------------------------


# So near its start a document says what it is.
_FIRST: Final = 15


def _disowned(reads: Sequence[Read]) -> list[int]:
    """The sentences that restrain, in a document that says of itself that it is no part of the licence."""
    if not any(read.sentence.language == "en" and disowns(_own(read)) for read in reads[:_FIRST]):
        return []
    return [index for index, read in enumerate(reads) if _restrains(read)]


def _withdrawn(reads: Sequence[Read]) -> list[int]:
    """Sentences that restrain and that the next one, of the same passage, takes back: a question is left of them."""
    found: list[int] = []
    for index, (read, behind) in enumerate(pairwise(reads)):
        if not _restrains(read) or behind.sentence.language != read.sentence.language:
            continue
        own = _own(behind)
        if takes_back(own, unspaced=behind.sentence.language == "zh") and len(own) <= _LONGEST:
            found.append(index)
    return found


# --- pleas ------------------------------------------------------------------------------------------------


def _pleas(reads: Sequence[Read], doubtful: Collection[int]) -> list[int]:
    """The sentences that only ask for something, where the text says that this is no condition."""
    found: list[int] = []
    for read in reads:
        if read.sentence.language != "en" or not _disclaims(_own(read)):
            continue
        disclaimed = (i for i in _disclaimed(reads, read) if i in doubtful or _restrains(reads[i]))
        found.extend(i for i in disclaimed if _asks(reads, i) or _only_aims(reads[i]))
    return found


def _disclaims(words: Sequence[str]) -> bool:
    """Whether the words say of others that they are a plea and bind nobody: "a request, not a licence condition"."""
    if _DENYING.isdisjoint(words) and _UNBINDING.isdisjoint(words):
        return False
    pleas = [i for i, word in enumerate(words) if word in _PLEAS]
    if len(words) > _LONGEST or any(not _DENYING.isdisjoint(words[max(0, i - _NEAR) : i]) for i in pleas):
        return False  # "this is not a mere request"
    denied = [i for i, word in enumerate(words) if word in _DENYING or word in _UNBINDING]
    unbound = any(
        not _BINDING.isdisjoint(near) and not _LEGAL.isdisjoint(near)
        for near in (words[i : i + 1 + _FAR] for i in denied)
    )
    if unbound and pleas:
        return True
    if unbound and words[:1] and words[0] in ("this", "these", "that", "they", "it", "the", "none"):
        return not any(word in ("only", "other") for word in words[:3])
    return (bool(pleas) or words[:1] in (["nothing"], ["none"], ["neither"])) and any(
        not _CHANGING.isdisjoint(near) and not _LEGAL.isdisjoint(near)
        for near in (words[i + 1 : i + 1 + _FAR] for i in denied)
    )


def _disclaimed(reads: Sequence[Read], said: Read) -> list[int]:
    """The sentences that a disclaimer may speak of: its paragraph, and where it points to."""
    words, at = _own(said), said.sentence.index
    clause = said.sentence.clause
    low = at
    while low > 0 and reads[low - 1].sentence.clause == clause:
        low -= 1
    high = at
    while high + 1 < len(reads) and reads[high + 1].sentence.clause == clause:
        high += 1
    first = low == at
    if first and (not _BACKWARD.isdisjoint(words) or words[:1] in (["this"], ["these"], ["that"], ["those"])):
        # what is asked for before it, or the paragraph before
        while low > 0 and reads[low - 1].sentence.role != "heading":
            low -= 1
            if _starts(reads, low) and not (low and _pleads(reads, low - 1)):
                break
    if not _FORWARD.isdisjoint(words):
        while high + 1 < len(reads) and reads[high + 1].sentence.role != "heading":
            high += 1
    return [i for i in range(low, high + 1) if i != at or not first]


def _pleads(reads: Sequence[Read], index: int) -> bool:
    """Whether the sentence asks, or says what a thing is for, or is part of a list."""
    read = reads[index]
    listed = read.sentence.role in ("item", "lead") or bool(read.sentence.leads)
    return listed or _asks(reads, index) or any(_own(read)[i : i + 2] in _FOR for i in range(len(_own(read))))


def _starts(reads: Sequence[Read], index: int) -> bool:
    return index == 0 or reads[index - 1].sentence.clause != reads[index].sentence.clause


def _asks(reads: Sequence[Read], index: int) -> bool:
    """Whether the sentence, or its lead-in, asks."""
    words = reads[index].reading.words.words
    return not _ASKING.isdisjoint(words) and _BOUND.isdisjoint(words)


def _only_asks(words: Sequence[str]) -> bool:
    """Whether the words ask for something, and hold nothing else that could bind."""
    return not _ASKING.isdisjoint(words) and _ELSE.isdisjoint(words) and _BOUND.isdisjoint(words)


def _only_aims(read: Read) -> bool:
    """Whether the sentence only says what a thing was made for."""
    words = _own(read)
    made = any(words[i : i + 2] in _FOR for i in range(len(words))) and _restrains(read)
    held = all(m.rule.id in _AIMED for m in read.matches if m.rule.kind in _RESTRAINING)
    return made and held and _ONLY.isdisjoint(words)


# --- exceptions -------------------------------------------------------------------------------------------


def _of_exceptions(reads: Sequence[Read]) -> list[int]:
    """The sentences that bound an exception, named in the one before: "it does not permit anyone to: ..."."""
    found: list[int] = []
    topics: set[int] = set()  # the sentences about an exception
    leads: set[int] = set()
    for read in reads:
        index, words, own = read.sentence.index, read.reading.words.words, read.reading.own
        if read.sentence.language != "en" or read.sentence.role in ("heading", "run-in"):
            continue
        if not leads.isdisjoint(read.sentence.leads):
            found.append(index)
            continue
        if about_exception(words, own, len(words)) >= 0:
            topics.add(index)
            if bounds_exception(words, own, len(words)):
                leads.add(index)
        elif index - 1 in topics and _denies_of_it(words, own):
            topics.add(index)
            leads.add(index)
            found.append(index)
    return found


def _denies_of_it(words: Sequence[str], own: int) -> bool:
    """Whether the words are "(in particular,) it does not permit ..."."""
    at = next((i for i in range(own, min(len(words), own + _BEFORE_IT)) if words[i] in _IT), -1)
    return at >= 0 and words[at + 1 : at + 3] in (["does", "not"], ["do", "not"], ["is", "not"], ["are", "not"])


# --- choices ----------------------------------------------------------------------------------------------


def _of_one_branch(reads: Sequence[Read]) -> list[int]:
    """The sentences of one licence of a text that restrain, where another that may be chosen gives every freedom."""
    if not any(read.sentence.language == "en" and _lets_choose(_own(read)) for read in reads):
        return []
    parts: dict[int, list[int]] = {}
    part = -1
    for read in reads:
        if read.sentence.role == "heading":
            part = read.sentence.index
        parts.setdefault(part, []).append(read.sentence.index)
    free = [
        part
        for part, indexes in parts.items()
        if part >= 0 and not any(_bars(reads[i]) for i in indexes) and _granted(reads, indexes) >= _FREEDOMS
    ]
    if not free:
        return []
    return [
        i
        for part, indexes in parts.items()
        if part >= 0 and part not in free and _granted(reads, indexes)
        for i in indexes
        if _bars(reads[i])
    ]


def _bars(read: Read) -> bool:
    return any(m.rule.kind == "restriction" for m in read.matches)


def _granted(reads: Sequence[Read], indexes: Sequence[int]) -> set[str]:
    return {m.rule.provision for i in indexes for m in reads[i].matches if m.rule.kind == "grant"}


def _lets_choose(words: Sequence[str]) -> bool:
    """Whether the words let the reader choose a licence: "you must select one", "choose either licence"."""
    return len(words) <= 40 and any(
        words[i] in _CHOOSING
        and not _ONE.isdisjoint(words[i + 1 : i + 4])
        and (len(words) <= _AROUND or not _OF_LICENSES.isdisjoint(words[i + 1 : i + _AROUND]))
        for i in range(len(words))
    )
