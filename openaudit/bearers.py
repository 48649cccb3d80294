"""Who a norm binds: the licensee if nothing is said, or the licensor, the law, the licence, a thing."""

from __future__ import annotations

from openaudit.lexicon import MARKS, Hits, Words
from openaudit.pattern import Range
from openaudit.typed import Final

# Who or what a norm's subject can be; of two that start together ("authors" is also a verb) the earlier one counts.
_BEARERS: Final = (
    "who.licensee",
    "who.licensor",
    "who.staff",
    "who.law",
    "obj.license",
    "obj.patent",
    "obj.rights",
    "obj.notice",
    "obj.name",
    "obj.work",
    "obj.output",
    "obj.matter",
    "act",
)
_BOUND: Final = {
    "who.licensor": "licensor",
    "who.staff": "thing",
    "who.law": "law",
    "obj.license": "license",
    "obj.patent": "patent",
    "obj.rights": "rights",
    "obj.matter": "thing",
}
_VOUCHING: Final = ("warrant", "represent", "guarant", "assur")


def bearer_of(words: Words, hits: Hits, subject: Range, cls: str) -> str:
    """Who is bound by a cue of the class that stands behind the subject."""
    start, end = subject
    if cls in ("cue.forbid.decree", "cue.permit.decree"):
        decreed = any(end - 3 <= s < end for s, _ in hits.get("who.law", ())) and not any(
            end - 2 <= s < end for s, _ in hits.get("obj.license", ())
        )
        if any(end - 2 <= s <= end for s, _ in hits.get("obj.patent", ())):
            return "patent"  # "the patent licence does not extend to ..."
        return "law" if decreed else "licensee"
    if cls == "cue.limit" and any(end - 40 <= s < end for s, _ in hits.get("obj.patent", ())):
        return "patent"
    if cls in ("cue.cancel", "cue.lapse"):
        return "licensee"
    for i in range(end - 1, start - 1, -1):
        ends = words.words[i] in MARKS or words.words[i] in ("and", "but", "or", "that", "which", "nor")
        if ends and i < end - 1:
            start = i + 1
            break
    found = [(s, rank) for rank, name in enumerate(_BEARERS) for s, e in hits.get(name, ()) if start <= s and e <= end]
    if not found:
        return "licensee"
    first, rank = min(found)
    name = _BEARERS[rank]
    if name == "who.law" and any(first < s < end for s, _ in hits.get("who.group", ())):
        return "licensee"  # "government agencies may not ..." binds a group
    if cls == "cue.limit":
        return (
            "thing" if name == "obj.matter" else "licensor" if (name, first) == ("who.licensor", start) else "licensee"
        )
    return _BOUND.get(name, "licensee")


def vouched(words: Words, hits: Hits, start: int, cue: int) -> bool:
    """Whether the cue is what somebody does (not) vouch for: "no warranty *that* the work will not infringe"."""
    for i in range(cue - 1, max(start, cue - 14), -1):
        if words.words[i] == "that":
            if any(i < s < cue for s, _ in hits.get("who.licensee", ())):
                return False
            return any(w.startswith(_VOUCHING) for w in words.words[max(start, i - 30) : i])
    return False


def exempts(words: Words, start: int, end: int) -> bool:
    """Whether the norm frees somebody from liability: "in no event shall X *be liable*"."""
    near = range(start + 1, min(end, start + 30))
    return any(words.words[i] == "liable" and words.words[i - 1] in ("be", "held", "made") for i in near)


def inverted_bearer(hits: Hits, after: int, default: str) -> str:
    """Who is bound where the modal stands first: "in no event shall *the authors* be liable"."""
    found = [
        (s, rank)
        for rank, name in enumerate(("who.licensor", "who.licensee", "act"))
        for s, _ in hits.get(name, ())
        if after <= s < after + 3
    ]
    return "licensor" if found and min(found)[1] == 0 else default


def back_over_subject(words: Words, following: int, floor: int) -> int:
    """Where the next norm's subject starts: after the last comma or conjunction before its cue."""
    i = following
    while i > floor and following - i < 14:
        word = words.words[i - 1]
        if word in (",", ";", ":", "and", "but", "or", "nor", "\uff0c", "\u4f46", "\u5e76", "\u4e14"):
            return i - 1
        i -= 1
    return following
