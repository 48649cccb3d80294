"""How something is said: the norms of a sentence, read apart from what they are about.

A norm is a permission, prohibition, limit, duty or request, with who is bound, the acts and their object,
and what narrows it: purpose, manner, condition, exception, recipient, place, time (ODRL's terms). Rules
then say only *what*: so a new way of forbidding serves every rule, and a new topic every way of forbidding.
"""

from __future__ import annotations

from openaudit.acts import BEFORE_NOUNS, GIVING, acts_within, governed, infinitives, said_before
from openaudit.bearers import back_over_subject, bearer_of, exempts, inverted_bearer, vouched
from openaudit.beneficiaries import FREEDOMS, of_somebody_else
from openaudit.cues import (
    CUES,
    FREELY,
    HARD_STOPS,
    INTRODUCING,
    MODALS,
    NEEDED,
    PARTICIPLES,
    PERMISSION,
    bounds,
    completed,
    cues_in,
    in_a_case,
    negated,
    refused,
    unbars,
    withheld,
)
from openaudit.denials import NEAR_LEAVE, asks_leave, of_a_failure, truly_given, unable
from openaudit.facts import facts
from openaudit.lexicon import Hits, Words
from openaudit.pattern import Range, Stretch
from openaudit.qualifiers import Qualifier, displaced_objects, limit_of, objects_in, qualifiers_in
from openaudit.typed import Final, NamedTuple

# A list item that begins with one of these is a sentence of its own, where a modal follows.
_SUBJECTS: Final = frozenset(
    "the this these those no none neither nobody nothing you your licensee licensees user users any all each every"
    " we anyone everyone recipients".split()
)
_PERSONS: Final = frozenset("you licensee licensees users we anyone everyone recipients".split())
_MODAL: Final = ("cue.forbid.after", "cue.require", "cue.permit")
# How far a norm reaches, in words. A longer sentence holds more than one norm.
_REACH: Final = 140
_SUBJECT_REACH: Final = 40
# So many words behind its cue "the following" still announces what the cue governs.
_ANNOUNCED: Final = 6
# How much may be put in between a modal and the verb of what it turned round.
_INSERTED: Final = 24


# "only recordings *that* you have permission to use": told of a right, and none given.
_WHICH: Final = frozenset(("that", "which", "if", "whether", "unless"))


class Norm(NamedTuple):
    """One norm. All ranges are half-open ranges of words of the sentence."""

    mode: str
    bearer: str
    acts: frozenset[str]
    objects: frozenset[str]
    qualifiers: tuple[Qualifier, ...]
    cue: Range
    subject: Range
    act: Range
    object: Range
    scope: Range
    hypothetical: bool
    open: bool


class Reading(NamedTuple):
    """A sentence read: its words, the classes found in them and its norms.

    `own` is the first own word; those before belong to the lead-ins.
    """

    words: Words
    stretch: Stretch
    norms: tuple[Norm, ...]
    own: int


def read_norms(words: Words, stretch: Stretch, own: int = 0) -> tuple[Norm, ...]:
    """The norms of the sentence, in order."""
    cues = [c for c in completed(words, cues_in(stretch.hits, words.words)) if not of_a_failure(words, c)]
    if not cues:
        return ()
    stops = [i for i, w in enumerate(words.words) if w in HARD_STOPS]
    norms: list[Norm] = []
    cases = [in_a_case(words, stretch.hits, (max((s + 1 for s in stops if s < c[0]), default=0), c[0])) for c in cues]
    for number, (start, end, cls) in enumerate(cues):
        previous_end = max(
            (n.cue[1] for n in norms if n.mode not in ("limit", "request") and not n.hypothetical), default=0
        )
        following = next(
            (
                c[0]
                for c, case in zip(cues[number + 1 :], cases[number + 1 :], strict=True)
                if bounds(c[2]) and c[0] >= end and not case
            ),
            stretch.size,
        )
        norm = _norm(words, stretch, cls, (start, end), previous_end, following, stops, own)
        # "if you break it and do not mend that": what only goes on with a case is one too
        goes_on = cases[number] and words.words[start] in ("and", "or", "nor")
        norm = norm._replace(hypothetical=True) if goes_on else norm
        norms.append(norm)
        norms += _unaimed(words, stretch, norm)
    if told := facts(words.words, stretch.hits, own):
        # "no training image is redistributed here": what was done, and nobody is barred
        norms = [n._replace(bearer="thing") if any(s <= n.cue[0] < e for s, e in told) else n for n in norms]
    return tuple(norms)


def _unaimed(words: Words, on: Stretch, norm: Norm) -> list[Norm]:
    """The part of a bar that its purpose says nothing of: that of "copied" in "not be copied, or *used for* gain"."""
    low, high = norm.act
    if norm.mode != "forbid" or norm.cue[1] > low:
        return []
    for at in range(low + 1, min(norm.scope[1] - 2, high + 1)):
        if words.words[at] != "or" or words.words[at + 1 : at + 3] not in (["used", "for"], ["used", "in"]):
            continue
        acts, act = governed(words, on, low, at, verbs=True)
        if acts - {"use"} and act[0] == low:
            kept = tuple(q._replace(end=min(q.end, at)) for q in norm.qualifiers if q.start < at)
            scope = (norm.scope[0], at)
            return [norm._replace(acts=acts, act=act, qualifiers=kept, scope=scope, open=False)]
    return []


def _norm(
    words: Words, on: Stretch, cls: str, cue: Range, previous: int, following: int, stops: list[int], own: int
) -> Norm:
    """The norm of one cue; `previous` is where the one before ends, `following` where the next cue stands."""
    left = max((s + 1 for s in stops if s < cue[0]), default=0)
    right = min((s for s in stops if s >= cue[1]), default=on.size)
    right = clause_end = min(right, cue[1] + _REACH)
    start = max(left, cue[0] - _SUBJECT_REACH, previous if previous <= cue[0] else left)
    if previous and start == previous and not (cls == "cue.limit" and cue[1] >= right):
        start = min(cue[0], max(previous, back_over_subject(words, cue[0], previous)))
    if own and cls == "cue.permit" and cue[0] == own and not negated(words, (start, cue[0])):
        start = own  # "you will comply with these terms: permission to ..." - the lead-in is no subject of the grant
    if own and previous <= own < start and cls in ("cue.permit", "cue.permit.before"):
        start = own  # "you agree to the following: redistribution ... is permitted" - the item is a statement
    spoken = cls in _MODAL or words.words[cue[0]] in MODALS or (cls == "cue.limit" and words.words[own] in _PERSONS)
    if start < own < cue[0] and words.words[own] in _SUBJECTS and spoken:
        start = own  # "on these conditions: no part of it may ..." - the item has a subject of its own
    if following < right and following > cue[1]:
        # a condition has its subject behind it: "copies of the manual, provided the notice is kept"
        conditional = words.words[following] in INTRODUCING
        right = following if conditional else max(cue[1], back_over_subject(words, following, cue[1]))
    # ", but each user has to": what stands before the "but" is another statement
    start = next((i for i in range(cue[0] - 1, start, -1) if words.words[i - 1 : i + 1] == [",", "but"]), start)
    subject = (start, cue[0])
    mode, bearer = _mode_and_bearer(words, on.hits, cls, cue, subject, (left, clause_end))
    hypothetical = _hypothetical(words, on.hits, mode, cue, subject, left)
    if cls == "cue.permit.decree" and "which" in words.words[max(left, cue[0] - 2) : cue[0]]:
        hypothetical = False  # "the owner, which hereby grants ..."
    side = CUES[cls][1]
    if side == "before" or (
        cls == "cue.permit" and words.words[cue[1] - 1] in PARTICIPLES and said_before(words, on, cue, subject)
    ):
        parts = _parts_before(words, on, cls, cue, subject, right, own)
    elif cls == "cue.permit.decree":
        parts = _parts_of_decree(words, on, cue, right)
    elif side == "both":
        parts = _parts_around(words, on, cue, start, right)
    else:
        parts = _parts_after(words, on, cls, mode, cue, subject, right, own)
        barred = cls == "cue.forbid.after" and words.words[cue[1] - 1] in PARTICIPLES
        if barred and not parts.acts and said_before(words, on, cue, subject):
            # "redistribution of it in its original form *is not permitted*"
            parts = _parts_before(words, on, cls, cue, subject, right, own)
    whole = right >= on.size - 1
    if mode == "permit" and refused(words, left, cue):
        # beside a grant it says nothing new, unless it names a case of its own
        narrowed = any(_narrowing(q, words) for q in parts.qualifiers) and "else" not in words.words[left : cue[0]]
        mode = "forbid" if narrowed else "cancel"
    if mode == "permit":
        narrowed = any(_narrowing(q, words) for q in parts.qualifiers)
        mode, bearer = truly_given(words, cls, (left, *cue), subject, bearer, narrowed=narrowed)
    if mode == "permit" and bearer == "licensee" and not hypothetical and parts.acts & FREEDOMS:
        bearer = "party" if of_somebody_else(words, on, cls, cue, (left, right), parts.act) else bearer
    return Norm(
        mode, bearer, parts.acts, parts.objects, parts.qualifiers, cue, subject, parts.act, parts.object,
        (start, right), hypothetical, whole,
    )  # fmt: skip


def _narrowing(qualifier: Qualifier, words: Words) -> bool:
    """Whether the qualifier names a case: "for gain", "in France", "to third parties"; not "to copy"."""
    if qualifier.kind == "purpose":
        return words.words[qualifier.start] == "for"
    return qualifier.kind in ("place", "time", "limit")


def _mode_and_bearer(words: Words, hits: Hits, cls: str, cue: Range, subject: Range, clause: Range) -> tuple[str, str]:
    mode = CUES[cls][0]
    bearer = bearer_of(words, hits, subject, cls)
    last = words.words[cue[1] - 1]
    if mode == "forbid" and bearer == "licensee" and vouched(words, hits, clause[0], cue[0]):
        bearer = "thing"  # "no warranty that its use will not infringe ..."
    if mode == "forbid" and bearer == "licensee" and exempts(words, cue[1], clause[1]):
        bearer = "licensor"  # whoever "shall not be liable" is no licensee, whatever its name
    if cls == "cue.permit" and last == "to" and bearer == "license":
        bearer = "licensee"  # "on these terms: permission to ..."
    if mode in ("permit", "require") and (last in MODALS or last in PARTICIPLES) and negated(words, subject):
        mode = "forbid"
        if last in MODALS and bearer == "licensee":
            bearer = inverted_bearer(hits, cue[1], bearer)
    if mode == "forbid" and withheld(words, cue):
        bearer = "license"
    if mode == "forbid" and bearer == "licensee" and words.words[cue[0]] == "nor":
        bearer = inverted_bearer(hits, cue[1], bearer)  # "we will not sell them, nor will we ..."
    if cls == "cue.permit.decree" and _gives_nothing(words, cue):
        mode = "forbid"
    if cls in ("cue.forbid.before", "cue.forbid.after", "cue.limit") and unbars(words, cls, cue, subject):
        mode = "cancel"  # "no field of endeavour is excluded"
    if mode == "forbid" and bearer == "licensor" and cls == "cue.forbid.after" and asks_leave(words, cue):
        bearer = "licensee"  # "our approval is required for ..."
    if mode == "forbid" and bearer == "licensee" and cls == "cue.forbid.after" and unable(words, cue, subject):
        bearer = "thing"
    if mode == "require" and last in NEEDED and negated(words, subject):
        mode = "cancel"  # "no fee is required"
    return mode, bearer


def _gives_nothing(words: Words, cue: Range) -> bool:
    """Whether a decree is one of nothing: "gives no rights under ..."."""
    return any(
        words.words[i] == "no" and words.words[i + 1] not in FREELY
        for i in range(cue[0] + 1, min(cue[0] + 3, cue[1] - 1))
    )


def _hypothetical(words: Words, hits: Hits, mode: str, cue: Range, subject: Range, left: int) -> bool:
    """Whether the norm is only supposed ("should it prove defective, ...") or told of former times."""
    return (
        in_a_case(words, hits, subject)
        or any(left <= s and e <= cue[0] + 1 for s, e in hits.get("q.noncompliance", ()))
        or any(left <= s <= cue[0] for s, _ in hits.get("q.quoted", ()))
        or (
            mode == "permit"
            and words.words[cue[0] - 2 : cue[0]] == ["you", "have"]
            and words.words[cue[0] - 3] in _WHICH
        )
        or (words.words[cue[0]] == "should" and subject[0] == cue[0] == left)
        or (mode in ("limit", "forbid") and words.words[cue[0]] in ("could", "couldn't", "was", "were"))
        or (mode in ("limit", "forbid") and words.words[max(subject[0], cue[0] - 1)] in ("was", "were"))
    )


class _Parts(NamedTuple):
    """What a norm is about: acts, objects and qualifiers, and where the first two stand."""

    acts: frozenset[str]
    act: Range
    objects: frozenset[str]
    object: Range
    qualifiers: tuple[Qualifier, ...]


def _parts_before(words: Words, on: Stretch, cls: str, cue: Range, subject: Range, right: int, own: int) -> _Parts:
    """The parts where the acts stand before the cue: "use of the work for ... is forbidden"."""
    acts, act = acts_within(on.hits, subject)
    if not acts and cue[1] <= own < right and "following" in words.words[subject[0] : own]:
        acts, act = governed(words, on, own, right, verbs=False)
        if acts and act[0] == own and words.words[-1] != ":":
            # what follows the announcement is what is forbidden
            qualifiers, first = qualifiers_in(on, act[1], right)
            return _Parts(acts, act, *objects_in(words, on.hits, (act[1], first)), qualifiers)
        acts, act = acts_within(on.hits, subject)
    after, _ = qualifiers_in(on, cue[1], right)
    spared = next((q.start for q in qualifiers_in(on, *subject)[0] if q.kind == "exception"), cue[0])
    if acts and act[0] < spared < act[1]:
        acts, act = acts_within(on.hits, (subject[0], spared))  # "use other than for training": training is not
    before, first = qualifiers_in(on, act[1] if acts else subject[0], cue[0])
    objects, place = objects_in(words, on.hits, (act[1], first if acts else cue[0]))
    if not objects:
        objects, place = objects_in(words, on.hits, subject)
    if CUES[cls][0] == "permit":
        # "redistribution and use *for teaching*, with or without modification, are permitted"
        inside = [q for q in qualifiers_in(on, *act)[0] if q.kind == "purpose" and words.words[q.start] == "for"]
        before = (*inside, *before)
    return _Parts(acts, act, objects, place, before + after)


def _parts_of_decree(words: Words, on: Stretch, cue: Range, right: int) -> _Parts:
    """The parts where the cue says who lets whom: "the authors allow ..."."""
    acts, act = acts_within(on.hits, (cue[0], right))
    qualifiers, _ = qualifiers_in(on, cue[1], right)
    objects, place = objects_in(words, on.hits, (cue[1], right))
    return _Parts(acts, act, objects, place, qualifiers)


def _parts_around(words: Words, on: Stretch, cue: Range, start: int, right: int) -> _Parts:
    """The parts where the cue stands inside: "use it only for ..."."""
    acts, act = acts_within(on.hits, (start, right))
    objects, place = objects_in(words, on.hits, (start, cue[0]))
    rest, _ = qualifiers_in(on, cue[1], right)
    return _Parts(acts, act, objects, place, (Qualifier("limit", *limit_of(words, on, cue, start, right)), *rest))


def _parts_after(
    words: Words, on: Stretch, cls: str, mode: str, cue: Range, subject: Range, right: int, own: int
) -> _Parts:
    """The parts where the cue stands before the acts: "you may not use ..."."""
    hits = on.hits
    leave = cls == "cue.forbid.after" and asks_leave(words, cue)
    verbs = cls == "cue.forbid.after" and words.words[cue[1] - 1] not in BEFORE_NOUNS and not leave
    acts, act = governed(words, on, cue[0] + 1 if words.words[cue[0]] == "no" else cue[1], right, verbs=verbs)
    if mode == "permit" and GIVING.intersection(words.words[cue[0] : cue[1]]):
        acts, act = infinitives(words, on, acts, act, right)
    if not acts and words.words[cue[0]] == "no" and words.words[cue[1] - 1] in MODALS:
        acts, act = governed(words, on, cue[1], right, verbs=verbs)  # "no part of it may be sold"
    if not acts and leave:  # "approval must be obtained before the weights *are shared*", "for any public release"
        acts, act = acts_within(hits, (cue[1], min(right, cue[1] + NEAR_LEAVE)))
    if not acts and mode == "forbid" and words.words[cue[1] - 1] in MODALS:
        passive_at = next((i for i in range(cue[1], min(right, cue[1] + _INSERTED)) if words.words[i] == "be"), right)
        acts, act = governed(words, on, passive_at, right, verbs=verbs)  # "never may it, or any part of it, be sold"
    if not acts and cue[1] < own < right and "following" in words.words[cue[1] : min(own, cue[1] + _ANNOUNCED)]:
        acts, act = governed(words, on, own, right, verbs=verbs)  # "may do the following, for as long as ...: use"
    if not acts and mode == "permit" and cue[1] < own < right:
        found, place = governed(words, on, own, right, verbs=True)
        if place[0] == own:
            acts, act = found, place  # "you may, for any purpose: change it"
    withheld = cls == "cue.forbid.after" and words.words[cue[0]] in PERMISSION
    before = () if withheld else qualifiers_in(on, *subject)[0]
    after, first = qualifiers_in(on, act[1], right)
    objects, place = objects_in(words, hits, (act[1], first))
    if acts and not objects:
        objects, place = displaced_objects(words, hits, act, first, right)
    passive = any(
        words.words[i] in ("be", "been", "is", "are", "being", "get")
        for i in range(*_clip(cue[1] - 1, act[0], on.size))
    )
    if passive or (not objects and not acts):
        more, where = objects_in(words, hits, subject)
        objects, place = (more, where) if more else (objects, place)
    return _Parts(acts, act, objects, place, before + after)


def _clip(start: int, end: int, size: int) -> Range:
    return max(0, start), min(max(start, end), size)
