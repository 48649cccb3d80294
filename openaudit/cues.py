"""Cues: the words that permit, forbid, limit or require, which of them count, and which stand in a mere case."""

from __future__ import annotations

from openaudit.lexicon import MARKS, Hits, Words
from openaudit.pattern import Range
from openaudit.typed import Final

# Cue class -> (mode, side on which the acts stand). Earlier ones win where two cues share words.
CUES: Final = {
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
HARD_STOPS: Final = frozenset(";.\u3002!?")
_WITHHELD_REACH: Final = 18
# Words that a condition begins with.
INTRODUCING: Final = frozenset("provided conditional conditioned contingent".split())
MODALS: Final = frozenset("may can shall will must should could might".split())
_NEGATIVE_HEADS: Final = frozenset("event circumstance circumstances case theory condition way".split())
PARTICIPLES: Final = frozenset(
    "granted permitted allowed licensed authorised authorized free ok okay fine unrestricted welcome given".split()
)
# "grants, at no cost, ..." withholds nothing.
FREELY: Final = frozenset("charge cost fee royalty additional longer later less".split())
NEEDED: Final = frozenset("required due owed payable needed mandatory".split())
PERMISSION: Final = frozenset(
    "permission permissions right rights license licence licenses freedom authority authorisation authorization".split()
)
_LETTING: Final = frozenset("allow permit enable let authorise authorize entitle grant give".split())
_GRANTING: Final = frozenset(
    "grant grants include includes give gives confer confers convey extend cover receive have acquire obtain license"
    " comprise imply carry".split()
)
_NEGATIVES: Final = frozenset("no nobody none neither".split())
# "provided that you do not ..." binds; "works that you do not ..." only describes.
_BINDING: Final = frozenset(
    "provided condition agree agrees ensure ensures warrant warrants acknowledge acknowledges certify confirm"
    " understand represent , means except so requires require stipulates promise guarantee".split()
)


def cues_in(hits: Hits, words: list[str]) -> list[tuple[int, int, str]]:
    """The cues, in order, without those that overlap an earlier-ranking one, and without "may not let others"."""
    taken: list[tuple[int, int, str]] = []
    for cls in CUES:
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


def completed(words: Words, cues: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The cues without those that only complete an earlier one ("permission to use ... *is granted*")."""
    kept: list[tuple[int, int, str]] = []
    for start, end, said in cues:
        cls = said
        before = next((k for k in reversed(kept) if k[2] != "cue.limit"), None)
        if cls == "cue.permit" and before and before[2] == "cue.permit" and words.words[end - 1] in PARTICIPLES:
            between = words.words[before[1] : start]
            noun = any(w in PERMISSION for w in words.words[before[0] : before[1]])
            if noun and words.words[before[1] - 1] == "to" and not any(w in HARD_STOPS for w in between):
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


def _withheld(words: Words, kept: list[tuple[int, int, str]], start: int) -> int:
    """How many prohibitions just before deny the right that follows ("does not include the right to")."""
    count = 0
    for s, e, cls in reversed(kept):
        if cls not in ("cue.forbid.after", "cue.forbid.decree") or start - e > _WITHHELD_REACH:
            break
        said = words.words[s : min(e + 4, start)]
        if not any(w in _GRANTING for w in said) or any(w in HARD_STOPS for w in words.words[e:start]):
            break
        count += 1
        start = s
    return count


def bounds(cls: str) -> bool:
    """Whether a cue of the class ends the reach of the cue before it."""
    return cls in (
        "cue.forbid.after",
        "cue.forbid.decree",
        "cue.require",
        "cue.permit",
        "cue.permit.decree",
        "cue.request",
    )


def negated(words: Words, subject: Range) -> bool:
    """Whether the subject makes a prohibition of a permission: "neither ... may", "no licence is granted"."""
    start, end = subject
    first = start
    for i in range(end - 1, start - 1, -1):
        if words.words[i] == "then" and words.words[i - 1] == ",":
            first = i  # "if neither of them objects, then you may"
            break
        if words.words[i] == "neither" or (
            words.words[i] == "no" and i + 1 < end and any(w in _NEGATIVE_HEADS for w in words.words[i + 1 : i + 3])
        ):
            return True
        if words.words[i] in (",", ":", "(", "that", "but") and first == start:
            first = i + 1
    if first < end and words.words[first] in ("no", "nobody", "none", "nor"):
        return True
    return _negative_head(words, subject) or _fronted(words, subject)


# "No portion of this agreement shall give you the right to ...": who refuses so, and what it does not do.
NOTHING: Final = frozenset("nothing none".split())
PARTS: Final = frozenset("part portion provision provisions term terms section clause language statement word".split())
GIVERS: Final = frozenset("give gives giving given grant grants confer confers convey conveys provide".split())


def refused(words: Words, left: int, cue: Range) -> bool:
    """Whether the right that the cue names is what nothing in the text gives, by the clause that begins at `left`."""
    first = next(
        (
            i
            for i in range(left, cue[0])
            if words.words[i] in NOTHING or (words.words[i] == "no" and words.words[i + 1] in PARTS)
        ),
        cue[1],
    )
    between = words.words[first : cue[1]]
    return not PERMISSION.isdisjoint(words.words[cue[0] : cue[1]]) and not GIVERS.isdisjoint(between)


def withheld(words: Words, cue: Range) -> bool:
    """Whether the cue is "no part of this licence shall" and what it shall not do is to give something."""
    start, end = cue
    head = words.words[start] == "no" and words.words[start + 1] in PARTS
    return head and not GIVERS.isdisjoint(words.words[end : end + 2])


# What a subject that denies begins with, and what may stand before it.
_DENYING: Final = frozenset("no none nobody nothing neither nor".split())
_OPENING: Final = frozenset(", : ( and but that while whereas however so".split())
# "Nothing in this licence may be read as ...": said of the text, not of what is done with the work.
OF_THE_TEXT: Final = frozenset(
    "license licence agreement section clause document terms herein hereof above foregoing paragraph article".split()
)
_RELATIVES: Final = frozenset("that which who whom whose where whether if as".split())
_ADDING: Final = frozenset("or nor".split())
_NEW_SUBJECTS: Final = frozenset("you we they he she it i anyone everyone".split())
_NEGATIVE_ADVERBIAL: Final = frozenset("at under in on by for".split())


def _negative_head(words: Words, subject: Range) -> bool:
    """Whether the subject denies over what is put in behind it: "no part of it, nor anything made from it, may"."""
    start, end = subject
    for i in range(end - 1, start - 1, -1):
        if words.words[i] in (";", ":", ".", "then"):
            return False
        if words.words[i] not in _DENYING or (i > start and words.words[i - 1] not in _OPENING):
            continue
        if words.words[i] == "nothing" and not OF_THE_TEXT.isdisjoint(words.words[i : min(end, i + 8)]):
            return False
        if words.words[i + 1 : i + 2] == ["matter"]:
            continue  # "no matter where, you may ..."
        parts = _between_commas(words, i, end)
        last = parts[-1]
        goes_on = len(parts) == 1 or not last or (last[0] in _ADDING and _NEW_SUBJECTS.isdisjoint(last[1:2]))
        return goes_on and not any(_speaks(part) for part in parts)
    return False


def _between_commas(words: Words, start: int, end: int) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words.words[start:end]:
        if word in (",", "(", ")"):
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _speaks(part: list[str]) -> bool:
    """Whether a finite verb stands there that is not part of a relative clause."""
    return any(word in _FINITE and _RELATIVES.isdisjoint(part[:i]) for i, word in enumerate(part))


def _fronted(words: Words, subject: Range) -> bool:
    """Whether a denial in front turns the modal round: "at no time, and under no pretext, *may you* ..."."""
    start, end = subject
    if words.words[end + 1 : end + 2] not in (["you"], ["anyone"], ["anybody"], ["licensee"], ["users"]):
        return False
    return any(
        words.words[i] == "no" and words.words[i - 1] in _NEGATIVE_ADVERBIAL for i in range(start + 1, end)
    ) and not _speaks(words.words[start:end])


_BEING: Final = frozenset("is are be being been was were".split())
_FINITE: Final = frozenset("is are was were has have does do did may can shall will must should cannot".split())


def unbars(words: Words, cls: str, cue: Range, subject: Range) -> bool:
    """Whether the subject lifts the prohibition: "no field is excluded", "nobody is prevented from"."""
    said = words.words[cue[0]]
    if cls != "cue.forbid.before" and said not in _BEING and not said.endswith(("ed", "forbidden")):
        return False  # "nobody may not ..."
    start, end = subject
    while end > start and words.words[end - 1] in _BEING:
        end -= 1
    for i in range(end - 1, start - 1, -1):
        if words.words[i] in _FINITE or words.words[i] in (":", ";"):
            return False
        if words.words[i] in _NEGATIVES:
            return i == start or words.words[i - 1] in (",", ";", ":", "that", "so", "and", "but", "because", "as")
    return False


def in_a_case(words: Words, hits: Hits, subject: Range) -> bool:
    """Whether the cue that follows the subject is inside an "if ..." (no comma between the if and the cue)."""
    start, end = subject
    for s, _ in reversed(hits.get("q.if", ())):
        if start <= s < end:
            return "," not in words.words[s:end] and ":" not in words.words[s:end]
    for i in range(end - 1, max(start, end - 4) - 1, -1):
        word = words.words[i]
        if word in ("that", "which", "who", "whom", "whose", "what"):
            return i > 0 and words.words[i - 1] not in _BINDING
        if word in MARKS:
            return False
    return False
