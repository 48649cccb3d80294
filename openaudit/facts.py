"""What a sentence tells as a fact of something else than the licensed work, so that it bars nobody from it.

"No training image is redistributed here" says what the authors did; "the weights are not to be redistributed" what
others must not do. A fact is told in the indicative, of data that the work was made from or measured with, or in the
past tense, of pictures and texts; nobody is addressed, and nothing stands in it that permits or forbids.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openaudit.clauses import statements
from openaudit.lexicon import MARKS, Hits
from openaudit.pattern import Range
from openaudit.typed import Final

_THINGS: Final = ("thing.source", "thing.data")
# Longer sentences tell more than a fact; reading them clause by clause would cost the square of their length.
_LONGEST: Final = 160
_PRESENT: Final = frozenset(("is", "are"))
_PAST: Final = frozenset(("was", "were"))
_PERFECT: Final = frozenset(("has", "have", "had"))
_JOINTS: Final = frozenset("and but yet nor so while whereas although though however".split())
_ADVERBS: Final = frozenset(
    "not never been also all both each therefore neither either currently deliberately still themselves itself".split()
)
# Whoever is named in a statement of fact is not told what to do.
_ADDRESSED: Final = frozenset(
    "you your yours licensee licensees user users anyone anybody everyone nobody others customer customers recipient"
    " recipients parties company companies without unless except may must shall should".split()
)
# What somebody does, or may do, with a thing is no thing; what a model made is no data that it was made from.
_NO_THING: Final = frozenset(
    "use uses usage redistribution distribution sharing copying sale resale reuse right rights permission permissions"
    " output outputs generated made created produced".split()
)
_WORK: Final = frozenset("weights model models checkpoint checkpoints software license licence".split())
_OURS: Final = frozenset("this these our licensed".split())
_TELLING: Final = frozenset(
    "included stored kept contained hosted mirrored bundled uploaded part public known recorded documented listed"
    " here".split()
)
# Told of a place or a purpose of the authors' own these are facts; alone they can be meant as rules.
_DOING: Final = frozenset("redistributed distributed copied published released shared used reproduced shipped".split())
_PLACES: Final = (
    *("here", "by us", "alongside", "in this", "with this", "with these", "with the", "in the repository", "on this"),
    *("as training", "in training", "for training", "to train", "for this", "as part"),
)
_MISSING: Final = frozenset("here online anymore publicly separately because since any as from".split())
_PERMITTING: Final = frozenset(
    "permitted allowed licensed authorised authorized granted prohibited forbidden barred banned restricted reserved"
    " limited intended entitled required offered permitted restrained confined".split()
)
_IRREGULAR: Final = frozenset("lost left held kept taken thrown cut put set chosen drawn found built".split())
_LICENSED: Final = frozenset("licensed released published distributed under cc covered governed".split())
_APART: Final = frozenset(("separately", "own"))
_CODE: Final = frozenset(("code", "scripts"))
_RESTRAINING: Final = (
    *("named.nc", "named.nd", "named.limited", "named.rival", "named.rules"),
    *("topic.noncommercial", "topic.commercial", "topic.research"),
)
_ADDING: Final = frozenset(("and", "or", ","))
# The same in Chinese.
_ENDS: Final = frozenset(",;。!?")
_GOING_ON: Final = frozenset("也亦未均")
_ADDRESSING: Final = ("不得", "不可", "不能", "须", "应当", "您", "你", "使用者", "用户", "被许可", "仅", "只")
# What authors tell of their own choice of data.
_AUTHORS: Final = frozenset(("we", "authors", "developers", "maintainers", "creators"))
_MAKING: Final = frozenset(("train", "use", "include", "collect", "scrape"))
_CHOSE: Final = frozenset(
    "excluded refused removed dropped filtered rejected skipped discarded omitted avoided left kept".split()
)


def facts(words: Sequence[str], hits: Hits, own: int) -> list[Range]:
    """The statements of the sentence's own words that only tell a fact of something else than the licensed work."""
    if len(words) - own > _LONGEST:
        return []
    if "sig.told" in hits:
        return _clauses_told(words, hits["sig.told"], own)
    if not any(name in hits for name in _THINGS) and _CODE.isdisjoint(words):
        return []
    found: list[Range] = []
    for start, end in statements(words, own):
        begin = start
        while begin < end and (words[begin] in _JOINTS or words[begin] in MARKS):
            begin += 1
        going_on = bool(found) and found[-1][1] == start
        if _chosen(words, hits, begin, end) or any(
            _told(words, hits, (begin, verb, end), going_on=going_on and verb == begin)
            for verb in range(begin, end)
            if words[verb] in _PRESENT or words[verb] in _PAST or words[verb] in _PERFECT
        ):
            found.append((start, end))
    return found


def _clauses_told(words: Sequence[str], places: Sequence[Range], own: int) -> list[Range]:
    """The Chinese clauses that such a fact takes, with those behind it that go on with it; none that addresses."""
    found: list[Range] = []
    ends = [own - 1, *(i for i in range(own, len(words)) if words[i] in _ENDS), len(words)]
    parts = [(a + 1, b) for a, b in pairwise(ends) if b > a + 1]
    for start, end in places:
        at = [number for number, (low, high) in enumerate(parts) if low < end and start < high]
        last = at[-1] if at else len(parts)
        while at and last + 1 < len(parts) and words[parts[last + 1][0]] in _GOING_ON:
            last += 1
        if at and not any(word in "".join(words[parts[at[0]][0] : parts[last][1]]) for word in _ADDRESSING):
            found.append((parts[at[0]][0], parts[last][1]))
    return found


def restrained_elsewhere(words: Sequence[str], hits: Hits, own: int) -> bool:
    """Whether such a fact names a licence that restrains: a person must see what falls under it."""
    return any(
        start <= s < end
        for start, end in facts(words, hits, own)
        for name in _RESTRAINING
        for s, _ in hits.get(name, ())
    )


def _chosen(words: Sequence[str], hits: Hits, begin: int, end: int) -> bool:
    """Whether authors tell what they took: "we refused every picture under ...", "the authors did not train on"."""
    said = [word for word in words[begin:end] if word not in ("the", "have", "has", "also")]
    if said[:1] == [] or said[0] not in _AUTHORS or not _ADDRESSED.isdisjoint(said):
        return False
    chose = not _CHOSE.isdisjoint(said[1:2]) or (said[1:3] == ["did", "not"] and not _MAKING.isdisjoint(said[3:4]))
    return chose and any(begin < s < end for name in _THINGS for s, _ in hits.get(name, ()))


def _told(words: Sequence[str], hits: Hits, clause: tuple[int, int, int], *, going_on: bool) -> bool:
    """Whether the clause, with its verb, says as a fact what is or was the case with a thing."""
    begin, verb, end = clause
    kind = "source" if going_on else _kind(words, hits, begin, verb)
    said = verb + 1
    while said < end and (words[said] in _ADVERBS or (words[said].endswith("ly") and words[said] != "only")):
        said += 1
    # "you must mark the data files that you *have* changed" addresses somebody before the verb
    if not kind or said >= end or not _ADDRESSED.isdisjoint(words[begin:end]):
        return False
    if any(verb < s < end for s, _ in hits.get("who.group", ())):
        return False
    word, past = words[said], words[verb] not in _PRESENT
    licensed = _names_license(words, hits, said, end)
    if kind == "code":
        return licensed and not _APART.isdisjoint(words[verb:end])
    if licensed:
        return kind == "source" and word in _LICENSED and words[said + 1 : said + 2] != ["for"]
    if past and (word.endswith("ed") or word in _IRREGULAR) and word not in _PERMITTING:
        return not (kind == "source" and word in _DOING) or _placed(words, said, end)
    if kind != "source":
        return False
    if word == "available":
        following = words[said + 1 : said + 2]
        return not following or following[0] in _MISSING or following[0] in MARKS
    return word in _TELLING or (word in _DOING and _placed(words, said, end))


def _kind(words: Sequence[str], hits: Hits, begin: int, verb: int) -> str:
    """What the subject is: "source" data, mere "data", "code" beside the work, or "" for anything else."""
    subject = words[begin:verb]
    if not _NO_THING.isdisjoint(subject):
        return ""
    for name, kind in (("thing.source", "source"), ("thing.data", "data")):
        for s, _ in hits.get(name, ()):
            if begin <= s < verb and _OURS.isdisjoint(words[max(begin, s - 1) : verb]):
                return "" if _with_work(words, begin, s, verb) else kind
    return "code" if not _CODE.isdisjoint(subject) else ""


def _with_work(words: Sequence[str], begin: int, thing: int, verb: int) -> bool:
    """Whether the subject names the work before the thing, or together with it: "the data and the weights"."""
    return any(
        words[i] in _WORK and (i < thing or not _ADDING.isdisjoint(words[max(thing, i - 2) : i]))
        for i in range(begin, verb)
    )


def _names_license(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether a licence is named there."""
    names = (*_RESTRAINING[:5], "obj.license", "name.license")
    return "cc" in words[start:end] or any(start <= s < end for name in names for s, _ in hits.get(name, ()))


def _placed(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a place or a purpose of the authors' own is told behind the verb."""
    behind = f" {' '.join(words[start + 1 : end])} "
    return any(f" {place} " in behind for place in _PLACES)
