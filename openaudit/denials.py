"""Rights that are named and not given, leave that must first be asked for, and what is no act of the licensee.

"The download does not in itself give you permission to copy" names a permission and withholds it; "written consent is
required for copies" bars them until somebody says yes; "later releases may be sold" says what the licensor may do.
"""

from __future__ import annotations

from openaudit.cues import GIVERS, NOTHING, OF_THE_TEXT, PARTS, PERMISSION
from openaudit.lexicon import Words
from openaudit.pattern import Range
from openaudit.typed import Final

# So many words a subject may have.
_BACK: Final = 40

# "is not, as such, a licence to ...": verbs that say what something is, or gives, and what may stand beside them.
_IS: Final = frozenset(
    "is are be being constitute constitutes amount amounts represent represents mean means imply implies create creates"
    " as establish establishes entail entails signify signifies".split()
)
_GETS: Final = (
    GIVERS | frozenset("acquire acquires obtain obtains receive receives gain gains carry carries bring brings".split())
) - {"giving", "given"}
_DENIES: Final = frozenset("not never no nothing none neither nor nobody cannot doesn't don't isn't aren't".split())
_BESIDE: Final = frozenset(
    "itself themselves of in by as such per se thereby thereof implied express legal tacit any a an the you anyone"
    " anybody to for , own its their on be taken construed read understood seen regarded treated interpreted deemed"
    " considered other further additional with it them ipso facto way sense somehow yet also either".split()
)
_MERELY: Final = frozenset("only just merely simply".split())
_AUXILIARY: Final = frozenset("do does did can should shall may must will would being".split())
_ENTITLING: Final = ("entitl", "authori", "permit", "allow", "enabl", "licens", "give", "grant", "confer", "let")
_BESIDE_REACH: Final = 12
_SUBJECT_OF_NOTHING: Final = 12
_STOPS: Final = frozenset(",;:")
_HERE: Final = frozenset("herein hereof hereunder".split())


def _empty(said: list[str], i: int) -> bool:
    """Whether a subject begins there that is nothing: "nothing here", "no part of this page", "neither of them"."""
    return said[i] in NOTHING or said[i] == "neither" or (said[i] == "no" and not PARTS.isdisjoint(said[i + 1 : i + 2]))


_MEANING: Final = frozenset("mean imply signify suggest indicate entail say follow".split())
_MEANT_REACH: Final = 8


def _not_meant(words: Words, left: int, cue: Range) -> bool:
    """Whether what the cue permits is what something does not mean: "does not mean that you may copy it"."""
    said = words.words
    return any(
        said[i] in _MEANING
        and not _DENIES.isdisjoint(said[max(left, i - 3) : i])
        and _MERELY.isdisjoint(said[i - 3 : i])
        for i in range(max(left, cue[0] - _MEANT_REACH), cue[0])
    )


def _denied(words: Words, left: int, cue: Range) -> str:
    """What becomes of the right that the cue names where a verb denies it; "" where none does.

    "Does not in itself give you the right to ...", "nothing here is permission to ..." withhold it ("forbid");
    "nothing in this licence is permission to ..." says nothing new beside a grant ("cancel"); "downloading is no
    licence to ..." only says that this gives it to nobody ("nobody").
    """
    said = words.words
    if "else" in said[left : cue[0]]:
        return ""  # "nothing else grants you permission to ..."
    verb = cue[0] if said[cue[0]].startswith(_ENTITLING) else -1
    no = False
    for i in range(cue[0] - 1, max(left, cue[0] - _BESIDE_REACH) - 1, -1):
        word = said[i]
        if word in _MERELY:
            return ""
        if word in _DENIES and (i > left or word not in NOTHING):
            no = True
        elif verb < 0 and (word in _IS or word in _GETS):
            verb = i
        elif word not in _BESIDE and word not in _AUXILIARY and not word.endswith("ly"):
            break
    if verb < 0:
        return ""
    head = next((i for i in range(verb - 1, max(left, verb - _SUBJECT_OF_NOTHING) - 1, -1) if _empty(said, i)), -1)
    if not no and (head < 0 or not _STOPS.isdisjoint(said[head:verb])):
        return ""
    if head >= 0:
        textual = not OF_THE_TEXT.isdisjoint(said[head:verb]) or not _HERE.isdisjoint(said[head : cue[1]])
        return "cancel" if textual else "forbid"
    return "forbid" if verb == cue[0] or said[verb] in _GETS else "nobody"


_NEEDED_FOR: Final = frozenset("required needed necessary mandatory obligatory indispensable before prior".split())


def asks_leave(words: Words, cue: Range) -> bool:
    """Whether the cue says that leave must first be had: "written permission is required for", "ask us before"."""
    return cue[1] - cue[0] > _BRIEF and not _NEEDED_FOR.isdisjoint(words.words[cue[0] : cue[1]])


_BRIEF: Final = 2


# "Failure to pay is a breach": what is a breach is no act that is barred.
_BREACH: Final = frozenset("breach violation infringement contravention misuse trespass".split())
_FAILURE: Final = frozenset(
    "failure failing fails fail breach breaches violation violations noncompliance default omission neglect event"
    " infringement false misrepresentation inaccuracy".split()
)


_NO_LEAVE: Final = frozenset("no not nor neither without never nobody if where when".split())
_CLOSE: Final = 6


# So far behind the cue stands what leave is needed for.
NEAR_LEAVE: Final = 6


def of_a_failure(words: Words, cue: tuple[int, int, str]) -> bool:
    """Whether the cue bars nothing: it names what is a breach anyhow, or leave that nobody needs."""
    start, end, cls = cue
    if cls == "cue.forbid.after" and asks_leave(words, (start, end)):
        # "no permission is required for ..."
        return not _NO_LEAVE.isdisjoint(words.words[max(0, start - _CLOSE) : end])
    return (
        cls == "cue.forbid.before"
        and words.words[end - 1] in _BREACH
        and not _FAILURE.isdisjoint(words.words[max(0, start - _BACK) : start])
    )


# What the licensor itself will publish: "later checkpoints may be released under other terms".
_TO_COME: Final = frozenset("future later new newer subsequent upcoming next forthcoming following".split())
_ISSUED: Final = frozenset(
    "version versions release releases checkpoint checkpoints edition editions model models update updates phase phases"
    " iteration iterations generation generations revision revisions".split()
)
_MADE_BY_OTHERS: Final = frozenset(
    "you your modified derived derivative derivatives adapted licensee licensees anyone".split()
)


def _to_come(words: Words, subject: Range) -> bool:
    """Whether the subject is what the licensor has yet to publish."""
    said = words.words[slice(*subject)]
    at = next((i for i, word in enumerate(said) if word in _TO_COME), -1)
    return at >= 0 and not _ISSUED.isdisjoint(said) and _MADE_BY_OTHERS.isdisjoint(said)


# What has abilities, and verbs with which it would be passed on or kept in.
_ABLE: Final = frozenset(
    "model models network networks system systems assistant assistants chatbot chatbots library tool program app parser"
    " script viewer converter editor engine server client".split()
)
_OF_SOMEBODY: Final = frozenset("your their licensee's user's users' recipient's his her".split())
_MOVING: Final = frozenset("be get leave go travel pass move enter cross exceed serve run compete".split())


def unable(words: Words, cue: Range, subject: Range) -> bool:
    """Whether the cue says what a model is not able to do: "the model *cannot* tell truth from fiction"."""
    said = words.words
    if said[cue[0]] not in ("cannot", "can't", "can") or cue[0] == 0 or said[cue[0] - 1] not in _ABLE:
        return False
    following = said[cue[1] : cue[1] + 1]
    if not _OF_SOMEBODY.isdisjoint(said[subject[0] : cue[0]]):
        return False  # "your app cannot use our logo"
    return not _MOVING.intersection(following) and not any(w in _MOVING_BY for w in said[subject[0] : cue[0]])


_MOVING_BY: Final = frozenset("of with by in using from".split())


def truly_given(
    words: Words, cls: str, place: tuple[int, int, int], subject: Range, bearer: str, *, narrowed: bool
) -> tuple[str, str]:
    """The mode and the bearer of a permission: its clause begins at the first of `place`, its cue is the rest.

    `narrowed`: it names a case of its own, which is then what is barred.
    """
    left, *ends = place
    cue = (ends[0], ends[1])
    if _not_meant(words, left, cue):
        return "permit", "party"  # "it does not mean that you may ...": nobody is told that he may
    if cls == "cue.permit.decree" or not PERMISSION.isdisjoint(words.words[slice(*cue)]):
        said = _denied(words, left, cue)
        if said == "forbid" or (said and narrowed):
            return "forbid", bearer
        if said == "cancel":
            return "cancel", bearer
        if said:
            return "permit", "party"  # "downloading is no licence to ...": nobody is given the right
    if bearer == "licensee" and cls == "cue.permit" and _to_come(words, subject):
        return "permit", "licensor"
    return "permit", bearer
