"""How something is said: the norms of a sentence, read apart from what they are about.

A norm is a permission, prohibition, limit, duty or request, with who is bound, the acts and their object,
and what narrows it: purpose, manner, condition, exception, recipient, place, time (ODRL's terms). Rules
then say only *what*: so a new way of forbidding serves every rule, and a new topic every way of forbidding.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from openaudit.lexicon import MARKS, Hits, Words, whole_words
from openaudit.pattern import Stretch, find_all
from openaudit.ruleset import Language

Range = tuple[int, int]

# Cue class -> (mode, side on which the acts stand). Earlier ones win where two cues share words.
_CUES: Final = {
    "cue.cancel": ("cancel", "after"),
    "cue.forbid.after": ("forbid", "after"),
    "cue.forbid.decree": ("forbid", "after"),
    "cue.forbid.before": ("forbid", "before"),
    "cue.request": ("request", "after"),
    "cue.limit": ("limit", "both"),
    "cue.lapse": ("lapse", "both"),
    "cue.require": ("require", "after"),
    "cue.permit.decree": ("permit", "after"),
    "cue.permit": ("permit", "after"),
    "cue.permit.before": ("permit", "before"),
}
_QUALIFIERS: Final = ("purpose", "manner", "condition", "exception", "absence", "recipient", "place", "time")
# Who or what a norm's subject can be; of two that start together ("authors" is also a verb) the earlier one counts.
_BEARERS: Final = (
    "who.licensee",
    "who.licensor",
    "who.law",
    "obj.license",
    "obj.patent",
    "obj.rights",
    "obj.notice",
    "obj.name",
    "obj.work",
    "obj.output",
    "act",
    "obj.matter",
)
_BOUND: Final = {
    "who.licensor": "licensor",
    "who.law": "law",
    "obj.license": "license",
    "obj.patent": "patent",
    "obj.rights": "rights",
    "obj.matter": "thing",
}
# How far a norm reaches, in words. A longer sentence holds more than one norm.
_REACH: Final = 140
_SUBJECT_REACH: Final = 40
_HARD_STOPS: Final = frozenset(";.\u3002!?")
# A longer group of verbs may hold objects of its own.
_SHORT_VERBS: Final = 5
# How many words that are only fillers may stand between two parts of a pattern.
_SLACK: Final = 2
_SLACK_UNSPACED: Final = 8
# Compounds of these classes do not reach over a comma in a language without blanks, where gaps are wide.
_ONE_CLAUSE: Final = ("cue.", "act.", "obj.")
_WITHHELD_REACH: Final = 18
_MODALS: Final = frozenset("may can shall will must should could might".split())
_NEGATIVE_HEADS: Final = frozenset("event circumstance circumstances case theory condition way".split())
_PARTICIPLES: Final = frozenset(
    "granted permitted allowed licensed authorised authorized free ok okay fine unrestricted welcome given".split()
)
# "grants, at no cost, ..." withholds nothing.
_FREELY: Final = frozenset("charge cost fee royalty additional longer later less".split())
_NEEDED: Final = frozenset("required due owed payable needed mandatory".split())
_PERMISSION: Final = frozenset(
    "permission permissions right rights license licence licenses freedom authority authorisation authorization".split()
)


class Qualifier(NamedTuple):
    """A narrowing part of a norm: its kind, and its words including the introducing ones."""

    kind: str
    start: int
    end: int


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
    """A sentence read: its words, the classes found in them and its norms. `own` is the first own word
    (those before belong to the lead-ins).
    """

    words: Words
    stretch: Stretch
    norms: tuple[Norm, ...]
    own: int


def annotate(words: Words, language: Language, terms: Hits | None = None) -> Stretch:
    """Phrases and compounds of the language in the words, and what the text's own `terms` stand for."""
    hits = language.trie.annotate(words.words)
    for name, places in terms.items() if terms else ():
        known = hits.get(name)
        hits[name] = sorted({*known, *places}) if known else places
    if language.unspaced:
        whole_words(hits)
    fillers = language.fillers
    skipped = [w in fillers for w in words.words]
    for start, end in hits.get("filler", ()):
        skipped[start:end] = [True] * (end - start)
    tail = 0
    while tail < len(words.words) and words.words[-1 - tail] in MARKS:
        tail += 1
    stretch = Stretch(hits, skipped, len(words.words), _SLACK_UNSPACED if language.unspaced else _SLACK, tail)
    index = language.compounds
    # Compounds may be made of compounds: those met later in the table see the earlier ones.
    occurring = hits.keys()
    queue = index.tried(hits)
    tried = set(queue)
    position = 0
    while position < len(queue):
        number = queue[position]
        position += 1
        if any(occurring.isdisjoint(names) for names in index.needs[number]):
            continue
        name, pattern = index.items[number]
        places = find_all(pattern, stretch)
        if language.unspaced and name.startswith(_ONE_CLAUSE):
            places = [p for p in places if not any(words.words[i] in ",;" for i in range(*p))]
        if places:
            _merge(hits, name, places)
            parent = name.rpartition(".")[0]
            for new in (name, parent):
                for other in index.by_class.get(new, ()):
                    if other not in tried:
                        tried.add(other)
                        queue.append(other)
    return stretch


def _merge(hits: Hits, name: str, places: list[Range]) -> None:
    while name:
        known = hits.get(name)
        hits[name] = sorted({*known, *places}) if known else places
        name = name.rpartition(".")[0]


def read_norms(words: Words, stretch: Stretch, own: int = 0) -> tuple[Norm, ...]:
    """The norms of the sentence, in order."""
    cues = _completed(words, _cues(stretch.hits, words.words))
    if not cues:
        return ()
    stops = [i for i, w in enumerate(words.words) if w in _HARD_STOPS]
    norms: list[Norm] = []
    cases = [
        _hypothetical(words, stretch.hits, (max((s + 1 for s in stops if s < c[0]), default=0), c[0])) for c in cues
    ]
    for number, (start, end, cls) in enumerate(cues):
        previous_end = max(
            (n.cue[1] for n in norms if n.mode not in ("limit", "request") and not n.hypothetical), default=0
        )
        following = next(
            (
                c[0]
                for c, case in zip(cues[number + 1 :], cases[number + 1 :], strict=True)
                if _bounds(c[2]) and c[0] >= end and not case
            ),
            stretch.size,
        )
        norm = _norm(words, stretch, cls, (start, end), previous_end, following, stops, own)
        # "if you break it and do not mend that": what only goes on with a case is one too
        goes_on = cases[number] and words.words[start] in ("and", "or", "nor")
        norms.append(norm._replace(hypothetical=True) if goes_on else norm)
    return tuple(norms)


def _bounds(cls: str) -> bool:
    return cls in (
        "cue.forbid.after",
        "cue.forbid.decree",
        "cue.require",
        "cue.permit",
        "cue.permit.decree",
        "cue.request",
    )


_ANNOUNCED: Final = 6
_LETTING: Final = frozenset("allow permit enable let authorise authorize entitle grant give".split())


def _cues(hits: Hits, words: list[str]) -> list[tuple[int, int, str]]:
    """The cues, in order, without those that overlap an earlier-ranking one, and without "may not let others"."""
    taken: list[tuple[int, int, str]] = []
    for cls in _CUES:
        for start, end in hits.get(cls, ()):
            if not any(start < e and s < end for s, e, other in taken if other != "cue.limit" or cls == "cue.limit"):
                taken.append((start, end, cls))
    bars = [e for _, e, cls in taken if cls == "cue.forbid.after"]
    return sorted(
        (start, end, cls)
        for start, end, cls in taken
        if cls != "cue.permit.decree"
        or words[start] not in _LETTING
        or not any(0 <= start - e < 16 for e in bars)
        or words[start - 1] not in ("or", "and", "nor", "not", ",", "to")
    )


def _completed(words: Words, cues: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The cues without those that only complete an earlier one ("permission to use ... *is granted*")."""
    kept: list[tuple[int, int, str]] = []
    for start, end, cls in cues:
        before = next((k for k in reversed(kept) if k[2] != "cue.limit"), None)
        if cls == "cue.permit" and before and before[2] == "cue.permit" and words.words[end - 1] in _PARTICIPLES:
            between = words.words[before[1] : start]
            noun = any(w in _PERMISSION for w in words.words[before[0] : before[1]])
            if noun and words.words[before[1] - 1] == "to" and not any(w in _HARD_STOPS for w in between):
                continue
        if (
            cls == "cue.permit"
            and words.words[end - 1] == "to"
            and start
            and words.words[start - 1] in ("no", "neither", "nor")
        ):
            cls = "cue.forbid.after"
        elif cls == "cue.permit" and words.words[end - 1] == "to" and (withheld := _withheld(words, kept, start)):
            del kept[-withheld:]
            cls = "cue.forbid.after"
        kept.append((start, end, cls))
    return kept


_GRANTING: Final = frozenset(
    "grant grants include includes give gives confer confers convey extend cover receive have acquire obtain license comprise imply carry".split()
)


def _withheld(words: Words, kept: list[tuple[int, int, str]], start: int) -> int:
    """How many prohibitions just before say that the right that follows is not granted ("does not include the right to")."""
    count = 0
    for s, e, cls in reversed(kept):
        if cls not in ("cue.forbid.after", "cue.forbid.decree") or start - e > _WITHHELD_REACH:
            break
        said = words.words[s : min(e + 4, start)]
        if not any(w in _GRANTING for w in said) or any(w in _HARD_STOPS for w in words.words[e:start]):
            break
        count += 1
        start = s
    return count


def _negated(words: Words, subject: Range) -> bool:
    """Does the subject make a permission a prohibition ("neither ... may", "in no event shall", "no licence is granted")?"""
    start, end = subject
    first = start
    for i in range(end - 1, start - 1, -1):
        if (
            words.words[i] == "neither"
            or (words.words[i] == "no"
            and i + 1 < end
            and any(w in _NEGATIVE_HEADS for w in words.words[i + 1 : i + 3]))
        ):
            return True
        if words.words[i] in (",", ":", "(", "that", "but") and first == start:
            first = i + 1
    return first < end and words.words[first] in ("no", "nobody", "none", "nor")


def _norm(
    words: Words, on: Stretch, cls: str, cue: Range, previous: int, following: int, stops: list[int], own: int
) -> Norm:
    mode, side = _CUES[cls]
    hits = on.hits
    left = max((s + 1 for s in stops if s < cue[0]), default=0)
    right = min((s for s in stops if s >= cue[1]), default=on.size)
    right = clause_end = min(right, cue[1] + _REACH)
    subject_start = max(left, cue[0] - _SUBJECT_REACH, previous if previous <= cue[0] else left)
    if previous and subject_start == previous and not (cls == "cue.limit" and cue[1] >= right):
        subject_start = min(cue[0], max(previous, _back_over_subject(words, on, cue[0], previous)))
    if following < right and following > cue[1]:
        right = max(cue[1], _back_over_subject(words, on, following, cue[1]))
    subject = (subject_start, cue[0])
    hypothetical = _hypothetical(words, hits, subject) or any(
        left <= s and e <= cue[0] + 1 for s, e in hits.get("q.noncompliance", ())
    )
    bearer = _bearer(words, hits, subject, cls)
    last = words.words[cue[1] - 1]
    if mode == "forbid" and bearer == "licensee" and _vouched(words, hits, left, cue[0]):
        bearer = "thing"  # "no warranty that its use will not infringe ..."
    if mode == "forbid" and bearer == "licensee" and _exempts(words, cue[1], clause_end):
        bearer = "licensor"  # whoever "shall not be liable" is no licensee, whatever its name
    if cls == "cue.permit" and last == "to" and bearer == "license":
        bearer = "licensee"  # "on these terms: permission to ..."
    if words.words[cue[0]] == "should" and subject[0] == cue[0] and cue[0] == left:
        hypothetical = True  # "should it prove defective, ..."
    if mode in ("permit", "require") and (last in _MODALS or last in _PARTICIPLES) and _negated(words, subject):
        mode = "forbid"
        if last in _MODALS and bearer == "licensee":
            bearer = _inverted_bearer(words, hits, cue[1], bearer)
    if cls == "cue.permit.decree" and any(
        words.words[i] == "no" and words.words[i + 1] not in _FREELY for i in range(cue[0] + 1, min(cue[0] + 3, cue[1] - 1))
    ):
        mode = "forbid"  # "gives no rights under ..."
    if mode == "require" and last in _NEEDED and _negated(words, subject):
        mode = "cancel"  # "no fee is required"
    if mode in ("limit", "forbid") and words.words[max(subject_start, cue[0] - 1)] in ("was", "were"):
        hypothetical = True  # told of former times
    if cls == "cue.permit" and last in _PARTICIPLES and _said_before(words, on, cue, subject):
        side = "before"
    if side == "before":
        acts, act_range = _acts_within(hits, subject, words, last=False)
        after, _ = _qualifiers(on, cue[1], right)
        before, first = _qualifiers(on, act_range[1] if acts else subject_start, cue[0])
        objects, object_range = _objects(words, hits, (act_range[1], first if acts else cue[0]))
        if not objects:
            objects, object_range = _objects(words, hits, subject)
        qualifiers = before + after
    elif cls == "cue.permit.decree":
        acts, act_range = _acts_within(hits, (cue[0], right), words, last=False)
        qualifiers, first = _qualifiers(on, cue[1], right)
        objects, object_range = _objects(words, hits, (cue[1], right))
    elif side == "both":
        acts, act_range = _acts_within(hits, (subject_start, right), words, last=False)
        objects, object_range = _objects(words, hits, (subject_start, cue[0]))
        rest, first = _qualifiers(on, cue[1], right)
        qualifiers = (Qualifier("limit", *_limit(words, on, cue, subject_start, right, first)), *rest)
    else:
        verbs = cls == "cue.forbid.after" and words.words[cue[1] - 1] not in _BEFORE_NOUNS
        acts, act_range = _governed(words, on, cue[0] + 1 if words.words[cue[0]] == "no" else cue[1], right, verbs)
        if mode == "permit" and _GIVING.intersection(words.words[cue[0] : cue[1]]):
            acts, act_range = _infinitives(words, on, acts, act_range, right)
        if not acts and cue[1] < own < right and "following" in words.words[cue[1] : min(own, cue[1] + _ANNOUNCED)]:
            acts, act_range = _governed(words, on, own, right, verbs)  # "may do the following, for as long as ...: use"
        withheld = cls == "cue.forbid.after" and words.words[cue[0]] in _PERMISSION
        before = () if withheld else _qualifiers(on, subject_start, cue[0])[0]
        after, first = _qualifiers(on, act_range[1], right)
        objects, object_range = _objects(words, hits, (act_range[1], first))
        if acts and not objects:
            objects, object_range = _displaced_objects(words, hits, act_range, first, right)
        passive = any(
            words.words[i] in ("be", "been", "is", "are", "being", "get")
            for i in range(*_clip(cue[1] - 1, act_range[0], on.size))
        )
        if passive or (not objects and not acts):
            more, place = _objects(words, hits, subject)
            objects, object_range = (more, place) if more else (objects, object_range)
        qualifiers = before + after
    return Norm(
        mode,
        bearer,
        acts,
        objects,
        qualifiers,
        cue,
        subject,
        act_range,
        object_range,
        (subject_start, right),
        hypothetical,
        right >= on.size or right == on.size - 1,
    )


def _displaced_objects(words: Words, hits: Hits, act: Range, first: int, right: int) -> tuple[frozenset[str], Range]:
    """Objects that do not follow their verbs: behind a parenthesis ("modify, in any manner, the notices") or between
    the verbs ("modify any notices, change ...")."""
    if first < right and words.words[first - 1] == ",":
        close = next((i + 1 for i in range(first, min(first + 8, right)) if words.words[i] == ","), right)
        found, where = _objects(words, hits, (close, min(close + 12, right)))
        if found:
            return found, where
    return _objects(words, hits, act) if act[1] - act[0] > _SHORT_VERBS else (frozenset(), (act[1], first))


def _clip(start: int, end: int, size: int) -> Range:
    return max(0, start), min(max(start, end), size)


def _back_over_subject(words: Words, on: Stretch, following: int, floor: int) -> int:
    """Where the next norm's subject starts: after the last comma or conjunction before its cue."""
    i = following
    while i > floor and following - i < 14:
        word = words.words[i - 1]
        if word in (",", ";", ":", "and", "but", "or", "nor", "\uff0c", "\u4f46", "\u5e76", "\u4e14"):
            return i - 1
        i -= 1
    return following


# "provided that you do not ..." binds; "works that you do not ..." only describes.
_BINDING: Final = frozenset(
    "provided condition agree agrees ensure ensures warrant warrants acknowledge acknowledges certify confirm understand represent , means except so requires require stipulates promise guarantee".split()
)


def _hypothetical(words: Words, hits: Hits, subject: Range) -> bool:
    """Is the cue inside an "if ..." (no comma between the if and the cue)?"""
    start, end = subject
    for s, _ in reversed(hits.get("q.if", ())):
        if start <= s < end:
            return "," not in words.words[s:end]
    for i in range(end - 1, max(start, end - 4) - 1, -1):
        word = words.words[i]
        if word in ("that", "which", "who", "whom", "whose", "what"):
            return i > 0 and words.words[i - 1] not in _BINDING
        if word in MARKS:
            return False
    return False


def _bearer(words: Words, hits: Hits, subject: Range, cls: str) -> str:
    start, end = subject
    if cls in ("cue.forbid.decree", "cue.permit.decree"):
        decreed = any(end - 3 <= s < end for s, _ in hits.get("who.law", ())) and not any(
            end - 2 <= s < end for s, _ in hits.get("obj.license", ())
        )
        return "law" if decreed else "licensee"
    if cls == "cue.limit" and any(end - 40 <= s < end for s, _ in hits.get("obj.patent", ())):
        return "patent"
    if cls in ("cue.cancel", "cue.lapse"):
        return "licensee"
    for i in range(end - 1, start - 1, -1):
        if words.words[i] in MARKS or words.words[i] in ("and", "but", "or", "that", "which", "nor"):
            if i < end - 1:
                start = i + 1
                break
    found = [(s, rank) for rank, name in enumerate(_BEARERS) for s, e in hits.get(name, ()) if start <= s and e <= end]
    if not found:
        return "licensee"
    name = _BEARERS[min(found)[1]]
    if cls == "cue.limit":
        return (
            "thing"
            if name == "obj.matter"
            else "licensor"
            if name == "who.licensor" and min(found)[0] == start
            else "licensee"
        )
    return _BOUND.get(name, "licensee")


_VOUCHING: Final = ("warrant", "represent", "guarant", "assur")


def _vouched(words: Words, hits: Hits, start: int, cue: int) -> bool:
    """Is the cue what somebody does (not) vouch for: "no warranty *that* the work will not infringe", not said of you?"""
    for i in range(cue - 1, max(start, cue - 14), -1):
        if words.words[i] == "that":
            if any(i < s < cue for s, _ in hits.get("who.licensee", ())):
                return False
            return any(w.startswith(_VOUCHING) for w in words.words[max(start, i - 30) : i])
    return False


def _exempts(words: Words, start: int, end: int) -> bool:
    """Does the norm free somebody from liability: "in no event shall X *be liable*"?"""
    return any(words.words[i] == "liable" and words.words[i - 1] in ("be", "held", "made") for i in range(start + 1, min(end, start + 30)))


def _inverted_bearer(words: Words, hits: Hits, after: int, default: str) -> str:
    """Who is bound where the modal stands first: "in no event shall *the authors* be liable"."""
    found = [
        (s, rank)
        for rank, name in enumerate(("who.licensor", "who.licensee", "act"))
        for s, _ in hits.get(name, ())
        if after <= s < after + 3
    ]
    return "licensor" if found and min(found)[1] == 0 else default


def _said_before(words: Words, on: Stretch, cue: Range, subject: Range) -> bool:
    """Do the permitted acts stand before the cue: "redistribution and use ... *are permitted*"?"""
    i = cue[1]
    while i < on.size and on.fillers[i]:
        i += 1
    if i < on.size and words.words[i] in ("to", "you", "right", "permission", "license", "licence"):
        return False
    return any(subject[0] <= s < subject[1] for s, _ in on.hits.get("act", ()))


def _acts_within(hits: Hits, where: Range, words: Words, last: bool) -> tuple[frozenset[str], Range]:
    start, end = where
    found = [(s, e, name) for name, places in hits.under("act.") for s, e in places if start <= s and e <= end]
    if not found:
        return frozenset(), (end, end) if not last else (start, start)
    return frozenset(n[4:] for _, _, n in found), (min(found)[0], max(f[1] for f in found))


_GLUE: Final = frozenset(
    ", ( ) / and or nor be been to attempt try seek have not either neither nor any of for seeking attempting being by"
    " permit allow enable cause authorise authorize encourage assist help let knowingly intentionally otherwise"
    " \u3001 \u6216 \u548c \u53ca \u4e0e \u5e76 \u4e14 \u4ee5\u53ca \u5bf9 \u5c06 \u628a \u8fdb \u884c".split()
)


# After these a cue governs nouns ("no right of sale"), not verbs.
_BEFORE_NOUNS: Final = frozenset("of for on against no from any upon avoid".split())
_DETERMINERS: Final = frozenset("the this that these those a an your our its their such any".split())
# Words of a grant, behind which the acts may stand at a distance.
_GIVING: Final = frozenset(
    "grant grants granted give gives given permission permissions right rights license licenses licence licences licensed allowed permitted authorised authorized"
    " entitled free welcome confers freedom".split()
)
# Words that may stand between the cue and the act: "may not engage in ...", "shall not make any attempt to ...".
_LIGHT: Final = frozenset(
    "engage engaging in carry out undertake conduct take do perform participate facilitate cause make made using use used way whole part as well acquire obtain gain"
    " exercise rights or person party parties others anyone third you your yourself us".split()
)


def _governed(words: Words, on: Stretch, start: int, end: int, verbs: bool) -> tuple[frozenset[str], Range]:
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
        if i in by_start:
            if verbs and first >= 0 and words.words[i - 1] in _DETERMINERS:
                break  # "modify the licence": a noun, whatever else the word can be
            far, names = by_start[i]
            if first < 0:
                first = i
            acts |= names
            i = last = far
        elif first < 0 and word in (",", "(") and i == start:
            # a parenthesis right after the cue: "may not, in any form, use"
            close = "," if word == "," else ")"
            i = next((k + 1 for k in range(i + 1, min(i + 25, limit)) if words.words[k] in (close, ":")), limit)
        elif word in _GLUE or on.fillers[i] or word.endswith("ly") or (first < 0 and word in _LIGHT):
            i += 1
        elif first < 0:
            break
        else:
            # one noun group may stand before the next verb of the list ("use it, copy it or sell it")
            nxt = next((s for s in range(i, min(i + 6, limit)) if s in by_start and _coordinated(words, s)), None)
            if nxt is None or _introduced(on, i, nxt):
                break
            i = nxt
    if first < 0:
        return frozenset(), (start, start)
    return frozenset(acts), (first, last)


def _coordinated(words: Words, position: int) -> bool:
    """Does a comma or conjunction stand before this word (and its adverb)?"""
    before = position - 1
    if before > 0 and words.words[before].endswith("ly"):
        before -= 1
    return words.words[before] in (",", "or", "and", "nor", "\u3001", "\u6216")


def _infinitives(
    words: Words, on: Stretch, acts: frozenset[str], where: Range, end: int
) -> tuple[frozenset[str], Range]:
    """More acts of a grant, each behind its own "to": "permission is given *to* anyone *to use* it, and *to alter* it"."""
    first, last = where
    for k in range(last, min(end, last + 60) - 1):
        if words.words[k] != "to" or k < last or (acts and words.words[k - 1] not in (",", "and", "or", ")", "/")):
            continue
        more, place = _governed(words, on, k + 1, end, True)
        if more and place[0] <= k + 3:
            first, last = (first if acts else place[0]), place[1]
            acts |= more
    return acts, (first, last)


def _introduced(on: Stretch, start: int, end: int) -> bool:
    return any(start <= s < end for kind in _QUALIFIERS for s, _ in on.hits.get("q." + kind, ()))


def _objects(words: Words, hits: Hits, where: Range) -> tuple[frozenset[str], Range]:
    """The heads of the object's noun groups: in "copyright notices of the Software", the notices."""
    start, end = where
    places = [(a, b, name) for name, found in hits.under("obj.") for a, b in found if start <= a and b <= end]
    if not places:
        return frozenset(), where
    groups: list[Range] = []
    i = group = start
    while i <= end:
        word = words.words[i] if i < end else ","
        if word in (",", "and", "or", "nor", "/", "(", ")", "\u3001", "\u6216", "\u548c", "\u53ca"):
            if i > group:
                groups.append((group, i))
            group = i + 1
        i += 1
    names: set[str] = set()
    for s, e in groups:
        cut = next(
            (
                k
                for k in range(s, e)
                if words.words[k]
                in ("of", "in", "on", "from", "contained", "appearing", "attached", "affixed", "that", "which", "thereof", "embodied")
            ),
            e,
        )
        if cut == s:
            cut = e
        best = max(((b, b - a) for a, b, _ in places if s <= a and b <= cut), default=None)
        if best:
            names.update(name[4:] for a, b, name in places if (b, b - a) == best)
    return frozenset(names), where


def _qualifiers(on: Stretch, start: int, end: int) -> tuple[tuple[Qualifier, ...], int]:
    """The qualifiers in [start, end), each up to the next; and where the first of them starts."""
    found = sorted(
        (s, kind) for kind in _QUALIFIERS for s, e in on.hits.get("q." + kind, ()) if start <= s and e <= end
    )
    if not found:
        return (), end
    result: list[Qualifier] = []
    for number, (s, kind) in enumerate(found):
        stop = next((t for t, _ in found[number + 1 :] if t > s), end)
        if number and found[number - 1][0] == s:
            stop = max(stop, result[-1].end)
        result.append(Qualifier(kind, s, stop))
    return tuple(result), found[0][0]


def _limit(words: Words, on: Stretch, cue: Range, start: int, end: int, first: int) -> Range:
    """What a limit limits to: the words after the cue, or, where it stands last ("... only"), before it."""
    after = words.words[cue[1]] if cue[1] < end else "."
    if after in (",", ";", ".", ")", "\u3002", "and", "provided"):
        return max(start, cue[0] - 12), cue[1]
    stop = min(
        (s for s, _ in (*on.hits.get("q.if", ()), *on.hits.get("q.condition", ())) if cue[1] + 1 < s < end), default=end
    )
    return cue[0], min(stop, cue[1] + 30)
