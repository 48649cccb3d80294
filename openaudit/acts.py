"""The acts that a cue governs: those coordinated behind it, those before it, and the infinitives of a grant."""

from __future__ import annotations

from openaudit.lexicon import Hits, Words
from openaudit.pattern import Range, Stretch
from openaudit.qualifiers import QUALIFIERS
from openaudit.typed import Final

_GLUE: Final = frozenset(
    ", ( ) / and or nor be been to attempt try seek have not either neither nor any of for seeking attempting being by"
    " permit allow enable cause authorise authorize encourage assist help let knowingly intentionally otherwise"
    " \u3001 \u6216 \u548c \u53ca \u4e0e \u5e76 \u4e14 \u4ee5\u53ca \u5bf9 \u5c06 \u628a \u8fdb \u884c".split()
)
# After these a cue governs nouns ("no right of sale"), not verbs.
BEFORE_NOUNS: Final = frozenset("of for on against no from any upon avoid".split())
_DETERMINERS: Final = frozenset("the this that these those a an your our its their such any".split())
# Words of a grant, behind which the acts may stand at a distance.
GIVING: Final = frozenset(
    "grant grants granted give gives given permission permissions right rights license licenses licence licences"
    " licensed allowed permitted authorised authorized entitled free welcome confers freedom".split()
)
# What begins an exception before the act: "must not, except as needed for it, share".
_EXCEPTING: Final = frozenset("except save unless".split())
# What may stand before the next "to ..." of a grant.
_BEFORE_NEXT: Final = frozenset((",", "and", "or", ")", "/", "follows", "following"))
# Words that may stand between the cue and the act: "may not engage in ...", "shall not make any attempt to ...".
_LIGHT: Final = frozenset(
    "engage engaging in carry out undertake conduct take do perform participate facilitate cause make made using use"
    " used way whole part as well acquire obtain gain exercise rights or person party parties others anyone third"
    " you your yourself us else other another anybody someone first therefore always instead still".split()
)


def acts_within(hits: Hits, where: Range) -> tuple[frozenset[str], Range]:
    """All acts inside the range, and where they stand."""
    start, end = where
    found = [(s, e, name) for name, places in hits.under("act.") for s, e in places if start <= s and e <= end]
    if not found:
        return frozenset(), (end, end)
    return frozenset(n[4:] for _, _, n in found), (min(found)[0], max(f[1] for f in found))


def governed(words: Words, on: Stretch, start: int, end: int, *, verbs: bool) -> tuple[frozenset[str], Range]:
    """The group of acts that the cue governs: coordinated, with adverbs and brackets between. `verbs`: no nouns."""
    nominal = set(on.hits.get("nominal", ())) if verbs else set()
    by_start: dict[int, tuple[int, set[str]]] = {}
    for name, places in on.hits.under("act."):
        for s, e in places:
            if start <= s < end and (s, e) not in nominal:
                far, names = by_start.get(s, (e, set()))
                names.add(name[4:])
                by_start[s] = (max(far, e), names)
    acts: set[str] = set()
    i, first, last = start, -1, start
    limit = min(end, start + 60)
    while i < limit:
        word = words.words[i]
        if first >= 0 and word == "subject" and i + 1 < limit and words.words[i + 1] == "to":
            break  # "to use it, subject to these terms": a condition
        if i in by_start:
            if verbs and first >= 0 and words.words[i - 1] in _DETERMINERS:
                break  # "modify the licence": a noun, whatever else the word can be
            far, names = by_start[i]
            if first < 0:
                first = i
            acts |= names
            i = last = far
        elif first < 0 and (behind := _aside(words, i, start, limit)):
            i = behind
        elif word in _GLUE or on.fillers[i] or word.endswith("ly") or (first < 0 and _light(words, i)):
            i += 1
        else:
            passed = _unknown_verb(words, on, i, limit, begun=first >= 0 or i > start) if verbs else 0
            if not passed and first >= 0:
                # one noun group may stand before the next verb of the list ("use it, copy it or sell it")
                nxt = next((s for s in range(i, min(i + 6, limit)) if s in by_start and _coordinated(words, s)), i)
                passed = 0 if nxt == i or _introduced(on, i, nxt) else nxt
            if not passed:
                break
            i = passed
    if first < 0:
        return frozenset(), (start, start)
    return frozenset(acts), (first, last)


def _aside(words: Words, i: int, start: int, limit: int) -> int:
    """Where it goes on behind a parenthesis or an exception right after the cue; 0 where there is none.

    "May not, in any form, use"; "must not: except as needed for it, share".
    """
    word = words.words[i]
    if word in (",", "(") and i == start:
        close = "," if word == "," else ")"
        return next((k + 1 for k in range(i + 1, min(i + 25, limit)) if words.words[k] in (close, ":")), limit)
    if word in _EXCEPTING and "," in words.words[i : min(i + 25, limit)]:
        return words.words.index(",", i) + 1
    return 0


_LONGEST_VERB: Final = 3


def _unknown_verb(words: Words, on: Stretch, position: int, limit: int, *, begun: bool) -> int:
    """Where the list of verbs goes on behind one that is not known, with its adverb; 0 where it does not.

    A first verb must be a single word, and none is a noun group: that has a determiner, or names a thing.
    """
    end = position
    while end < min(limit, position + _LONGEST_VERB) and words.words[end].isalpha() and words.words[end] not in _JOINS:
        if words.words[end] in _NO_VERBS or on.fillers[end]:
            return 0
        end += 1
    if end == position or end >= limit or words.words[end] not in _JOINS:
        return 0
    adverbs = sum(words.words[i].endswith("ly") for i in range(position, end))
    if not begun and end - position - adverbs > 1:
        return 0
    if not begun and words.words[end] != ",":
        return 0
    if words.words[position] in _EITHER:
        return end
    things = {s for _, found in on.hits.under("obj.") for s, _ in found if position <= s < end}
    return 0 if things - {s for _, found in on.hits.under("act.") for s, _ in found} else end


# What such a list has as verbs, though they are things elsewhere.
_EITHER: Final = frozenset("package model document program map frame index catalogue catalog".split())
_JOINS: Final = frozenset((",", "or", "and", "nor"))
_NO_VERBS: Final = frozenset(
    "be is are was were have has had may can must shall will should in on at to for of by with from under without if"
    " when unless except as than that which who however therefore only not no it them this these those you your our"
    " their its his her my us we they he she i any all each every such other".split()
)


def _light(words: Words, position: int) -> bool:
    """Whether the word may stand before the first act: so may the colon of "shall not let others to: sell"."""
    word = words.words[position]
    return word in _LIGHT or (word == ":" and words.words[position - 1 : position] == ["to"])


def _coordinated(words: Words, position: int) -> bool:
    """Whether a comma or conjunction stands before this word (and its adverb)."""
    before = position - 1
    if before > 0 and words.words[before].endswith("ly"):
        before -= 1
    return words.words[before] in (",", "or", "and", "nor", "\u3001", "\u6216")


def infinitives(
    words: Words, on: Stretch, acts: frozenset[str], where: Range, end: int
) -> tuple[frozenset[str], Range]:
    """More acts of a grant, each behind its own "to": "permission is given *to use* it, and *to alter* it"."""
    first, last = where
    for k in range(last, min(end, last + 60) - 1):
        if words.words[k] != "to" or k < last or (acts and words.words[k - 1] not in _BEFORE_NEXT):
            continue
        more, place = governed(words, on, k + 1, end, verbs=True)
        if more and place[0] <= k + 3:
            first, last = (first if acts else place[0]), place[1]
            acts |= more
    return acts, (first, last)


def _introduced(on: Stretch, start: int, end: int) -> bool:
    return any(start <= s < end for kind in QUALIFIERS for s, _ in on.hits.get("q." + kind, ()))


def said_before(words: Words, on: Stretch, cue: Range, subject: Range) -> bool:
    """Whether the permitted acts stand before the cue: "redistribution and use ... *are permitted*"."""
    i = cue[1]
    while i < on.size and on.fillers[i]:
        i += 1
    if i < on.size and words.words[i] in ("to", "you", "right", "permission", "license", "licence"):
        return False
    return any(subject[0] <= s < subject[1] for s, _ in on.hits.get("act", ()))
