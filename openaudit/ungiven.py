"""What sounds like a grant in an English sentence and gives nothing, or less than it names.

"Permission to reproduce *is sold by the page*" speaks of a right; "the condition that copies *be free*" demands;
"licensed *back* to us" gives to the licensor; "may use it, *but broadcasters pay*" says more than the gift.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from openaudit.clauses import finite
from openaudit.matching import Match
from openaudit.norms import Norm, Reading
from openaudit.typed import Final
from openaudit.unsaid import about, occurs

# In a longer sentence such words may stand far from what they narrow.
_TERSE: Final = 45
_SETTLED: Final = "/settled"


def ungiven(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether what explains the short sentence is a grant or a condition, and it says what none of them says."""
    if reading.stretch.size - reading.own > _TERSE:
        return False
    if any(m.rule.kind in ("restriction", "caution") or m.rule.id.endswith(_SETTLED) for m in matches):
        return False
    if any(m.rule.kind == "condition" and m.norms and _another_duty(reading, m) for m in matches):
        return True
    if occurs(reading, (reading.own, reading.stretch.size), ("sig.beyond",)):
        return True
    if _foreign_part(reading, matches):
        return True
    grants = [m for m in matches if m.rule.kind == "grant" and m.norms and m.rule.provision != "patent"]
    return any(_no_gift(reading, reading.norms[m.norms[0]], matches) for m in grants) or (
        bool(grants) and _but_more(reading, matches)
    )


def _no_gift(reading: Reading, norm: Norm, matches: Sequence[Match]) -> bool:
    words = reading.words.words
    if norm.cue[0] < reading.own:
        return False
    return (
        _demanded(words, norm)
        or _agreement(words, norm)
        or _missing(words, norm)
        or _to_come(words, norm)
        or _of_the_licence(reading, norm)
        or _predicated(reading, norm)
        or _narrowed(reading, norm, matches)
    )


_MODALS: Final = frozenset("may can shall will must should would could to might".split())


def _demanded(words: Sequence[str], norm: Norm) -> bool:
    """Whether the cue is a subjunctive: "asks that all programs *be free*"."""
    start = norm.cue[0]
    return (
        words[start] == "be"
        and words[start - 1 : start] != []
        and words[start - 1] not in _MODALS
        and "that" in words[:start]
        and _MODALS.isdisjoint(words[max(0, start - _CLOSE) : start])
    )


_CLOSE: Final = 3
_PAPERS: Final = frozenset("agreement agreements application applications money holder proposal number office".split())


def _agreement(words: Sequence[str], norm: Norm) -> bool:
    """Whether the "grant" is a paper: "says our *grant agreement*"."""
    start = norm.cue[0]
    return words[start] == "grant" and not _PAPERS.isdisjoint(words[start + 1 : start + 2])


_NOUNS: Final = frozenset("right rights permission permissions power leave authority consent freedom".split())
_LACKING: Final = frozenset("without lacking minus sans excluding".split())


def _missing(words: Sequence[str], norm: Norm) -> bool:
    """Whether the right is one that is missing: "*without the power* to sublicense"."""
    last = max(norm.cue[1], norm.act[0])
    at = next((i for i in range(last - 1, norm.cue[0] - 1, -1) if words[i] in _NOUNS), -1)
    return at >= 0 and not _LACKING.isdisjoint(words[max(0, at - _CLOSE) : at])


_FIRST: Final = frozenset("before until till unless".split())
_BEFORE_SUBJECT: Final = 4


def _to_come(words: Sequence[str], norm: Norm) -> bool:
    """Whether something must come first: "what a firm pays *before it may use* the fonts"."""
    at = norm.cue[0]
    near = words[max(0, at - _BEFORE_SUBJECT) : at]
    return (
        words[at] in ("may", "can")
        and not _FIRST.isdisjoint(near)
        and "," not in near
        and not any(w in _NEGATIONS for w in words[max(0, at - 2 * _BEFORE_SUBJECT) : at])
    )


_NEGATIONS: Final = frozenset("not no need needn't nothing never".split())


def _of_the_licence(reading: Reading, norm: Norm) -> bool:
    """Whether the subject behind the cue is the licence: "should the law change, *so may this licence*"."""
    words, (start, end) = reading.words.words, norm.cue
    return words[start - 1 : start] == ["so"] and any(
        end <= s <= end + 1 for s, _ in reading.stretch.hits.get("obj.license", ())
    )


# What stands before a noun that is the subject of its sentence.
_BEFORE_NOUN: Final = frozenset(
    "the a an any all every each such this that these those your our full further other bare of and , .".split()
)
# Where a right that is spoken of is given.
_GIVEN: Final = frozenset(
    "granted given grants gives conferred confers included includes extended hereby yours unlimited unrestricted free"
    " everyone everyone's everybody everybody's anyone anyone's whoever vested irrevocable perpetual offered passed"
    " licensed allowed waived received receives pass passes available guaranteed survives survive inure worldwide"
    " have has enjoy".split()
)
# And what says that it costs, waits, ends or stays where it is.
_PRICED: Final = frozenset(
    "sold bought purchased priced rented leased auctioned negotiated depend depends hinge hinges rest rests"
    " turn turns come comes"
    " stay stays lie lies sit sits vest vests await awaits wait waits begin begins start starts become becomes end ends"
    " expire expires lapse lapses stop stops cost costs require requires presuppose presupposes revert reverts return"
    " returns follow follows accrue accrues arise arises flow flows attach attaches last lasts run runs hold holds"
    " belong belongs remain remains go goes ripens ripen".split()
)


def _predicated(reading: Reading, norm: Norm) -> bool:
    """Whether a right is the subject of its sentence, and what is said of it is not that somebody has it."""
    words, own = reading.words.words, reading.own
    at = next((i for i in range(norm.cue[0], norm.cue[1]) if words[i] in _NOUNS), -1)
    if at < 0 or words[norm.cue[1] - 1] not in ("to", "of") or any(w not in _BEFORE_NOUN for w in words[own:at]):
        return False
    end = reading.stretch.size
    stop = next((i for i in range(at, end) if words[i] in (";", ":")), end)
    behind = words[norm.cue[1] + 1 : stop]
    return next((word for word in behind if word in _PRICED or word in _GIVEN), "") in _PRICED


# What a condition of an open licence is about.
_KNOWN: Final = (
    *("obj.notice", "obj.license", "obj.source", "obj.rights", "obj.patent", "obj.restriction"),
    *("act.keep", "act.comply", "topic.any", "q.scope"),
)
_AS_YOU: Final = frozenset(
    "like want wish please prefer choose fit need necessary applicable possible following credit credited cite cited"
    " name named mention mentioned mark marked author authors acknowledge acknowledged same above license"
    " licence source any".split()
)
_IF: Final = frozenset("if when whenever wherever while once where as so unless".split())
_OURS: Final = frozenset("our ours".split())
_BEFORE_OURS: Final = frozenset(
    "with in on through via by from alongside beside under for into at within of and or using near to".split()
)
_EVERYBODY: Final = frozenset(
    "any anyone anybody all every everyone everybody third others your recipients users whom whomever whoever them"
    " people public the a an persons parties you those these their it its do which that be whichever".split()
)
_TO_WHOM: Final = ("grant.who", "grant.for", "act", "topic.any", "obj")
_ONES: Final = frozenset("once twice thrice".split())


def _narrowed(reading: Reading, norm: Norm, matches: Sequence[Match]) -> bool:
    """Whether behind the gift stands a case, a partner or a recipient that no condition of an open licence names."""
    words = reading.words.words
    start = max(norm.cue[1], norm.act[1])
    end = next((i for i in range(start, reading.stretch.size) if words[i] == ";"), reading.stretch.size)
    if any(_circle(words, i) for i in range(reading.own, end)):
        return True
    for i in range(start, end):
        word = words[i]
        if word in _OURS and words[i - 1] in _BEFORE_OURS:
            return True
        if word in _ONES and i + 1 < end and words[i + 1] in (".", ",", ";", "a", "per", "every", "for"):
            return True
        if word == "to" and i + 1 < end and _chosen(reading, i, end):
            return True
        if word in _HOW or (word in _NUMBERS and _counted(words, i)):
            return True
        if word == "with" and occurs(reading, (i + 1, min(end, i + _CLOSE)), ("who.group",)):
            return True
        if (
            word in _BY
            and words[i + 2 : i + 3] in (["."], [","], [";"])
            and words[i + 1] not in _ANYHOW
            and not words[i - 1].endswith("ed")
        ):
            return True
        if word in _IF and _case(reading, i, end, matches):
            return True
    return False


_HOW: Final = frozenset(
    "locally privately internally editorially domestically offline uncropped occasionally temporarily briefly"
    " personally indoors".split()
)
_NUMBERS: Final = frozenset("one two three four five six seven eight nine ten twelve twenty single".split())
_NO_COUNT: Final = frozenset(
    "or of more such another time and restriction condition exception requirement proviso rule , . ) ;".split()
)
_BEFORE_NO_COUNT: Final = frozenset("any section version clause paragraph article part no each every option".split())
_BY: Final = frozenset("by on under at in".split())
_ANYHOW: Final = frozenset(
    "whole part full form source any all perpetuity it them you law others anyone everyone addition writing public cost"
    " will me copyright copyleft particular general fact turn this these themselves itself request demand force"
    " effect".split()
)


_ALL: Final = frozenset("those everyone everybody anyone anybody all people persons".split())
_AMONG: Final = frozenset("named listed in at from on within among living working attending enrolled invited".split())
_HAVING: Final = frozenset("copy copies possession receipt addition accordance compliance whole part any all".split())


def _circle(words: Sequence[str], at: int) -> bool:
    """Whether a circle of people is drawn there: "*everyone in the union* may", "granted to *those named*"."""
    return (
        words[at] in _ALL
        and not _AMONG.isdisjoint(words[at + 1 : at + 2])
        and _HAVING.isdisjoint(words[at + 2 : at + 2 + _CLOSE])
    )


def _counted(words: Sequence[str], at: int) -> bool:
    """Whether a number counts something there: "to build *one boat*", and no "one or more copies"."""
    return (
        not _NO_COUNT.intersection(words[at + 1 : at + 2])
        and words[at - 1] not in _BEFORE_NO_COUNT
        and words[at - 2 : at] not in (["at", "least"], ["more", "than"])
    )


def _chosen(reading: Reading, at: int, end: int) -> bool:
    """Whether "to" names chosen recipients: "pass it on *to pupils*", "to one other person"."""
    words = reading.words.words
    after = words[at + 1]
    if after in ("one", "two", "three", "up", "no") or after.isdigit():
        return True
    if after in _EVERYBODY or occurs(reading, (at + 1, min(end, at + _CLOSE)), _TO_WHOM):
        return False
    return after.endswith("s") and not after.endswith(("ss", "'s"))


def _case(reading: Reading, at: int, end: int, matches: Sequence[Match]) -> bool:
    """Whether an if-clause begins there that nothing known is about: "*while your subscription lasts*"."""
    words = reading.words.words
    if words[at] in ("as", "so") and words[at + 1 : at + 2] not in (["long"], ["far"]):
        return False
    if words[at - 1] in ("even", "except", "only", "and", "or", "as", "if", "matter"):
        return False
    stop = next((i for i in range(at + 2, reading.stretch.size) if words[i] in (",", ";", ".", ":")), end)
    part = (at, stop)
    if stop - at <= _CLOSE and (words[stop - 1] in ("if", "as", "when", "where") or words[stop : stop + 1] == [":"]):
        return False  # "as long as:", and the items say what
    if words[at - 1] in (",", ";") and any(
        m.rule.kind == "condition" and about(m, (at, reading.stretch.size), reading) for m in matches
    ):
        return False  # "... , if you change it, you must ..."
    if not _AS_YOU.isdisjoint(words[at:stop]) or occurs(reading, part, _KNOWN):
        return False
    return not any(m.rule.kind != "grant" and about(m, part, reading) for m in matches)


# What the duties of open licences are about; a duty beside such a duty is about it, too.
_DUTIES: Final = (
    *("obj.notice", "obj.license", "obj.source", "obj.name", "obj.patent", "obj.restriction", "obj.derivative"),
    *("act.comply", "topic.any"),
)
_OF_DUTIES: Final = frozenset(
    "changes changed modifications modified modification date dates origin author authors credit citation cite"
    " acknowledge copyright holder holders breach compliance export law laws".split()
)
_VERBS: Final = frozenset(
    "be get stay remain list name limit publish pay keep send show ask obtain wait report register submit give"
    " make include retain reproduce state mark indicate provide cause place license ensure carry bear"
    " display inform notify tell stop cease refrain leave hold join follow offer return release print wear put set"
    " confine restrict have allow let enter sign accept become come go".split()
)


def _another_duty(reading: Reading, match: Match) -> bool:
    """Whether a second duty stands behind an "and" that the first does not explain: "and *be made by dealers*"."""
    norm = reading.norms[match.norms[0]]
    words, end = reading.words.words, norm.scope[1]
    if norm.mode != "require" or match.place != norm.scope:
        return False
    for at in range(max(norm.cue[1], reading.own) + 1, end - 2):
        if words[at] not in ("and", "but") or not _a_verb(words, at + 1):
            continue
        stop = next((i for i in range(at + 2, end) if words[i] in (";", ".")), end)
        if _OF_DUTIES.isdisjoint(words[at:stop]) and not occurs(reading, (at + 2, stop), _DUTIES):
            return True
    return False


# In so short a sentence every part of a duty must be about what such duties are about.
_SHORT: Final = 22
_OF_BREACH: Final = (*_DUTIES, "obj.rights", "act.keep", "cue.cancel", "cue.request")
_ASIDE: Final = frozenset(
    "you then it these them any applicable respectively however therefore as if where all source code binary object"
    " form software program work works product products modified unmodified charge charges copies paragraph"
    " documentation materials receipt cease endorse promote clearly prominently conspicuously".split()
)


def _foreign_part(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether behind a comma or an "and" of a short duty something stands that no such duty is about."""
    words, own, size = reading.words.words, reading.own, reading.stretch.size
    if own or size > _SHORT or '"' in words or ":" in words:
        return False
    claimed = [reading.norms[n] for m in matches if m.rule.kind == "condition" for n in m.norms]
    first = min((n.cue[1] for n in claimed if n.mode in ("require", "lapse")), default=size)
    cuts = [i for i in range(first + 1, size) if words[i] in (",", "and", "or", ";")]
    for at, stop in itertools.pairwise([*cuts, size]):
        part = words[at + 1 : stop]
        if sum(w.isalpha() for w in part) < _CLOSE or not _OF_DUTIES.isdisjoint(part) or not _ASIDE.isdisjoint(part):
            continue
        if not occurs(reading, (at + 1, stop), _OF_BREACH):
            return True
    return False


def _a_verb(words: Sequence[str], at: int) -> bool:
    adverb = words[at].endswith("ly")
    if words[at + 1 : at + 2] == ["by"] and words[at].endswith("ed"):
        return True  # "must be marked and *approved by* the editor"
    return words[at + adverb] in _VERBS if at + adverb < len(words) else False


_BUT: Final = frozenset("but yet however though although whereas except".split())
_MARKS: Final = frozenset(",;:.")
# What begins another statement behind a comma, or behind "and".
_BEGINS: Final = frozenset(
    "we you they it he she our your such which whose this that these those each every all the any results there here"
    " nobody none nothing it's we'll you'll being".split()
)
_AGAIN: Final = frozenset("we you they it our there nobody none nothing results each every it's we'll you'll".split())
_ENOUGH: Final = 3
_IDLE: Final = ("cue.cancel", "cue.request", "cue.permit")


def _but_more(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether behind a gift another statement stands ("*but* ...", "*, which* stay ours"), and no match is about it."""
    words, end = reading.words.words, reading.stretch.size
    if any(m.rule.provision == "patent" for m in matches):
        return False
    last = max(reading.norms[m.norms[0]].act[1] for m in matches if m.rule.kind == "grant" and m.norms)
    for at in range(max(last, 1), end - _ENOUGH):
        if not _another(words, at) or not (words[at] in _BUT or _says_of_it(words, at)):
            continue
        part = (at, end)
        if occurs(reading, part, _IDLE):
            return False
        return not any(
            about(m, part, reading)
            and not (m.rule.kind == "grant" and m.norms and reading.norms[m.norms[0]].cue[0] < at)
            for m in matches
        )
    return False


_PERSONS: Final = frozenset("we you they it he she such it's we'll you'll being".split())


def _says_of_it(words: Sequence[str], at: int) -> bool:
    """Whether what begins there has a verb of its own."""
    begun = at + 1 + (words[at + 1] == "and")
    return words[begun] in _PERSONS or finite(words[begun:])


def _another(words: Sequence[str], at: int) -> bool:
    """Whether another statement begins there."""
    if words[at] in _BUT:
        return words[at - 1] in _MARKS and words[at + 1] != "not"
    if words[at] in (";", ":"):
        return True
    if words[at] == ",":
        if words[at + 1 : at + 3] == ["such", "as"]:
            return False
        return words[at + 1] in _BEGINS or (words[at + 1] == "and" and words[at + 2] in _BEGINS)
    return words[at] == "and" and words[at + 1] in _AGAIN
