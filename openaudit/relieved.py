"""What an English sentence bounds that is more than the licence gives, so that it takes nothing away.

"This exception does not extend to companies" leaves companies the whole licence; "whoever wants to avoid the GPL's
duties needs a commercial licence" leaves everybody the GPL; "these terms add no restriction on copying" denies one.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.clauses import statements
from openaudit.lexicon import Hits
from openaudit.pattern import Range
from openaudit.typed import Final

# Longer sentences say more than that.
_LONGEST: Final = 120
_STOPS: Final = frozenset(";:")

# --- exceptions, which give more than the licence -------------------------------------------------------
_EXCEPTIONS: Final = frozenset("exception exceptions exemption exemptions".split())
_ADDITIONAL: Final = frozenset("additional extra special further supplementary".split())
_PERMISSIONS: Final = frozenset(("permission", "permissions"))
# "The only exception is commercial use" is one to the permission.
_SINGLE: Final = frozenset("only one sole single without with by as main notable".split())
_BOUNDING: Final = frozenset(
    "not no only never solely exclusively narrowly cannot neither nothing doesn't don't".split()
)
_COPULAS: Final = frozenset(("is", "are", "remains", "remain"))
_BOUNDED: Final = frozenset(
    "not only solely limited restricted confined intended available granted given meant never reserved narrow".split()
)
_LINKING: Final = frozenset("in of under for to from set out described granted given above below stated".split())
_VERBS: Final = frozenset(
    "is are does do doesn't don't has have may can cannot will shall must applies apply covers cover extends extend"
    " grants grant gives give permits permit allows allow resolves resolve reaches reach concerns concern lets let only"
    " leaves leave keeps keep makes make serves serve helps help works adds add lifts lift removes remove frees"
    " weakens lapses ends waives waive affects remains remain relaxes changes goes exists".split()
)
_FAR: Final = 9
_GROUP: Final = 7
_MODALS: Final = frozenset("do does may can shall will did would".split())
_RECEIVING: Final = frozenset(
    "receive get have enjoy benefit qualify rely use claim invoke obtain fall avail have need".split()
)
_TO_EXCEPTION: Final = 7

# How many words may stand before a denial: "the ethics statement below imposes no restriction".
_SUBJECT: Final = 9

# --- denied restraints ----------------------------------------------------------------------------------
_ADDING: Final = frozenset(
    "add adds adding impose imposes imposing place places placing put puts putting contain contains introduce"
    " introduces create creates carry carries set sets attach attaches make"
    " makes have has lay lays is are were be bring brings"
    " include includes apply applies".split()
)
_FURTHER: Final = frozenset("other further additional new extra such more legal any added whatever usage use".split())
_RESTRAINTS: Final = frozenset(
    "restriction restrictions limitation limitations limit limits condition conditions restraint restraints constraint"
    " constraints prohibition prohibitions ban bans requirement requirements obligation obligations".split()
)
_ON: Final = frozenset("on upon against regarding concerning to for".split())
_PUT: Final = frozenset("placed imposed put added set laid attached made".split())
_UNTIL: Final = frozenset(
    "except unless beyond but provided if when while where until other than besides apart save only once".split()
)
_NARROW: Final = (
    *("topic.noncommercial", "topic.research", "topic.personal", "topic.evaluation", "who.group", "chosen.persons"),
)

# --- the free branch of two -----------------------------------------------------------------------------
_ESCAPING: Final = frozenset(
    "without outside avoid avoiding escape escaping comply fulfil fulfill meet satisfy accept abide follow incompatible"
    " compatible suit suits suitable unacceptable restrictive free relief exempt exempted opt work works freed"
    " unable unwilling bound".split()
)
# These escape only where they are denied: "cannot comply with the GPL".
_DENIED: Final = frozenset(
    "comply fulfil fulfill meet satisfy accept abide follow compatible suit suits suitable work works bound".split()
)
_DENYING: Final = frozenset("not cannot can't don't doesn't won't unable unwilling never no".split())
_REACH: Final = 8
_BEFORE_NAMES: Final = frozenset("license licence permission agreement contract payment paying exception ; :".split())
_COPYLEFT: Final = frozenset("gpl agpl lgpl mpl epl eupl gplv2 gplv3 agplv3 lgplv3 copyleft agpl's gpl's".split())
_OTHER_LICENSE: Final = frozenset(
    "commercial proprietary separate alternative different paid other enterprise another private custom".split()
)
_TERMS: Final = frozenset("license licence licenses licences licensing agreement terms licensed".split())
_WANTING: Final = frozenset("wish want need prefer require like wishing wanting preferring needing".split())
_OFFERED: Final = frozenset(("available", "offered", "applies", "provided"))

# --- advice, and what a thing does not count as --------------------------------------------------------
_NEEDING: Final = frozenset("requiring needing wanting seeking preferring require need want seek prefer".split())
_ELSEWHERE: Final = frozenset("look consider prefer choose consult see check".split())
_JOBS: Final = frozenset("must shall may cannot only unless permission license licence".split())
_NARROW_NEEDS: Final = (
    *("topic.noncommercial", "topic.commercial", "topic.research", "topic.consent", "topic.field", "act.sell"),
    *("topic.evaluation", "topic.personal", "topic.training"),
)
_BARRING: Final = frozenset(
    "permit permits allow allows let lets forbid forbids forbade prohibit prohibits prevent prevents bar bars".split()
)
_OTHERS_TOO: Final = frozenset("you your licensee licensees user users recipient recipients anyone others or".split())
_MERELY: Final = frozenset("merely solely only simply just".split())
_BECAUSE: Final = frozenset(("because", "by"))
_DUTIES: Final = frozenset("may must shall can cannot permitted allowed licensed entitled authorised free".split())
_BEING: Final = frozenset("is are was were becomes become".split())


def relieved(words: Sequence[str], hits: Hits, own: int) -> list[Range]:
    """The stretches of the sentence's own words that bound only what is more than the licence, or deny a restraint."""
    size = len(words)
    if given := _given_on_top(words, own, size):
        return [given]
    if size - own > _LONGEST:
        return []
    if _escapes(words, hits, own, size) and not _sells_use(words, hits, own, size):
        return [(own, size)]
    found = _needless(words, own, size)
    for start, end in statements(words, own):
        free = _escapes(words, hits, start, end) or _offers(words, hits, start, end) or _binds_us(words, start, end)
        if (
            free
            or _advises(words, hits, start, end)
            or _counts_not(words, start, end)
            or _serves(words, hits, start, end)
        ):
            found.append((start, end))
        elif bounds_exception(words, start, end):
            found.append((start, _clause_end(words, start, end)))
        else:
            found += _denied(words, hits, start, end)
    return found


# What is needed for one thing is not needed for another: "one needs an account to post, but not to download".
_NEEDED: Final = frozenset("need needs needed require requires required takes necessary".split())


def _needless(words: Sequence[str], start: int, end: int) -> list[Range]:
    """What stands behind "but not to", where the words before it say what something is needed for."""
    for i in range(start + 1, end - 2):
        if words[i : i + 3] == ["but", "not", "to"] or words[i : i + 3] == ["but", "not", "for"]:
            before = next((j for j in range(start, i) if words[j] in _NEEDED), -1)
            if before >= 0 and not _AIMED.isdisjoint(words[before:i]):
                return [(i, end)]
    return []


_AIMED: Final = frozenset(("to", "for"))
# What others sell beside a work: "bug fixes by phone are reserved for paying customers".
_SERVICES: Final = frozenset(
    "support helpdesk hotline fixes maintenance consulting workshops courses assistance advice appointments tickets"
    " onboarding troubleshooting".split()
)
_WHO_IT_IS_FOR: Final = frozenset("is are was were remain remains stay stays comes come".split())
_LONGEST_SUBJECT: Final = 7


def _serves(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether the statement says for whom a service is, and does not speak of the work."""
    verb = next((i for i in range(start, min(end, start + _LONGEST_SUBJECT)) if words[i] in _WHO_IT_IS_FOR), -1)
    if verb < 0 or _SERVICES.isdisjoint(words[start:verb]):
        return False
    return not any(
        start <= s < end for name in ("obj.work", "obj.license", "obj.rights") for s, _ in hits.get(name, ())
    )


def harmless(words: Sequence[str], hits: Hits, own: int) -> bool:
    """Whether the sentence says nothing but that: that of a branch, of an offer, or that there is no restraint."""
    size = len(words)
    if size - own > _LONGEST:
        return False
    if _escapes(words, hits, own, size) and not _sells_use(words, hits, own, size):
        return True
    parts = statements(words, own)
    return bool(parts) and all(_says_only_that(words, hits, start, end) for start, end in parts)


def _says_only_that(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    if _escapes(words, hits, start, end) or _offers(words, hits, start, end):
        return True
    zones = _denied(words, hits, start, end)
    return any(
        zone[0] - start <= _SUBJECT and zone[1] >= end - 1 and not any(start <= s < zone[0] for s in _cues(hits))
        for zone in zones
    )


def _cues(hits: Hits) -> list[int]:
    return [s for name in ("cue.forbid.after", "cue.limit", "cue.require", "cue.lapse") for s, _ in hits.get(name, ())]


def _sells_use(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether commerce is spoken of, and not only a commercial licence."""
    return any(
        start <= s < end
        and words[e - 1] not in _TERMS
        and words[e : e + 1] not in (["license"], ["licence"], ["licensing"])
        for s, e in hits.get("topic.commercial", ())
    )


def _given_on_top(words: Sequence[str], own: int, size: int) -> Range | None:
    """What an exception gives, which can bound nothing but itself: "*as a special exception*, you may link it ..."."""
    start = own + 2 if words[own : own + 2] == ["in", "addition"] else own
    start += words[start : start + 1] == [","]
    if words[start : start + 2] not in (["as", "a"], ["as", "an"]) or not _names_exception(words, start + 3):
        return None
    end = next((i for i in range(start, size) if words[i] == ";"), size)
    giving = next((i for i in range(start + 4, min(end, start + _SOON)) if words[i] in _GIVING), end)
    if giving == end or not _TAKING.isdisjoint(words[giving + 1 : giving + 4]):
        return None  # "as an exception, schools alone may use it"
    if not _DENYING.isdisjoint(words[start:giving]):
        return None
    bar = next((i for i in range(giving, end) if words[i] in _BARRED), end)
    if bar < end:  # "..., but you may not sell it" is no part of the gift
        end = max((i for i in range(giving, bar) if words[i] == ","), default=giving)
    return own, end


# What says that somebody gives something.
_GIVING: Final = frozenset(
    "may give gives grant grants permit permits allow allows permission permitted allowed".split()
)
_SOON: Final = 24
_BARRED: Final = frozenset("not cannot never nor forbidden prohibited barred banned disallowed excluded".split())
_TAKING: Final = frozenset("not only solely exclusively use used".split())


def about_exception(words: Sequence[str], start: int, end: int) -> int:
    """Where the verb stands of a statement whose subject is an exception or an additional permission; -1 for none."""
    for i in range(start, min(end, start + _FAR)):
        if words[i] in _VERBS and i > start:
            return -1
        if not _names_exception(words, i):
            continue
        if not _SINGLE.isdisjoint(words[max(start, i - 3) : i]) or "," in words[max(start, i - 2) : i]:
            return -1
        verb = i + 1
        if verb < end and words[verb] in _LINKING:
            verb = next((j for j in range(verb, min(end, verb + _GROUP)) if words[j] in _VERBS), end)
        while verb < end and words[verb].endswith("ly") and words[verb] != "only":
            verb += 1
        return verb if verb < end and words[verb] in _VERBS else -1
    return -1


def bounds_exception(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the statement says how far an exception reaches, or who does not have it."""
    verb = about_exception(words, start, end)
    if verb >= 0:
        if words[verb] in _COPULAS:
            return not _BOUNDED.isdisjoint(words[verb + 1 : verb + 3])
        return not _BOUNDING.isdisjoint(words[verb:end])
    for i in range(start + 1, end - 2):
        if words[i] in _MODALS and words[i + 1] in ("not", "only") and words[i + 2] in _RECEIVING:
            return any(_names_exception(words, j) for j in range(i + 3, min(end, i + 3 + _TO_EXCEPTION)))
    return False


def _names_exception(words: Sequence[str], at: int) -> bool:
    return words[at] in _EXCEPTIONS or (words[at] in _PERMISSIONS and at > 0 and words[at - 1] in _ADDITIONAL)


def _clause_end(words: Sequence[str], start: int, end: int) -> int:
    """Where something else may begin: "..., who must pay"."""
    for i in range(start, end - 1):
        if words[i] in _STOPS or (words[i] == "," and words[i + 1] in ("who", "which", "whose", "whom", "but")):
            return i
    return end


def _advises(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether whoever needs what the work has not is advised: "teams needing support should not rely on it"."""
    at = next((i for i in range(start, end - 2) if words[i] == "should"), -1)
    needs = [i for i in range(start, at) if words[i] in _NEEDING] if at >= 0 else []
    if not needs or not _JOBS.isdisjoint(words[start:end]):
        return False
    advised = words[at + 1 : at + 4]
    if "not" in advised and not {"rely", "depend", "count"} & set(advised):
        return False
    if "not" not in advised and advised[0] not in _ELSEWHERE:
        return False
    return not any(start <= s < at for name in _NARROW_NEEDS for s, _ in hits.get(name, ()))


def _binds_us(words: Sequence[str], start: int, end: int) -> bool:
    """Whether others bar the authors from something: "the archive does not permit us to share the scans"."""
    if not _OTHERS_TOO.isdisjoint(words[start:end]):
        return False
    return any(words[i] in _BARRING and words[i + 1] in ("us", "me") for i in range(start, end - 2))


def _counts_not(words: Sequence[str], start: int, end: int) -> bool:
    """Whether only told what a thing does not count as: "it is no derivative merely because it uses the names"."""
    at = next((i for i in range(start + 3, end - 2) if words[i] in _MERELY and words[i + 1] in _BECAUSE), -1)
    if at < 0 or not _DUTIES.isdisjoint(words[start:at]):
        return False
    return any(words[i] in _BEING and words[i + 1] in ("not", "no", "never") for i in range(start, at - 1))


def _denied(words: Sequence[str], hits: Hits, start: int, end: int) -> list[Range]:
    """The words of a restraint that is said not to be there: "adds no restriction on copying"."""
    found: list[Range] = []
    for i in range(start, end):
        if words[i] not in ("no", "any"):
            continue
        at = i + 1
        while at < end and words[at] in _FURTHER:
            at += 1
        if at >= end or words[at] not in _RESTRAINTS:
            continue
        before = words[max(start, i - 1) : i]
        if words[i] == "no":
            said = not _ADDING.isdisjoint(before)
        else:
            said = before == ["without"] or (
                not _ADDING.isdisjoint(before) and not _DENYING.isdisjoint(words[max(start, i - 3) : i - 1])
            )
        passive = (
            words[i] == "no"
            and words[at + 1 : at + 2] in (["is"], ["are"])
            and not _PUT.isdisjoint(words[at + 2 : at + 4])
        )
        behind = at + 4 if passive else at + 1
        if not (said or passive) or _ON.isdisjoint(words[behind - 1 : behind + 2]):
            continue
        last = next((j for j in range(behind, end) if words[j] in _UNTIL or words[j] in _STOPS), end)
        if any(i < s < last for name in _NARROW for s, _ in hits.get(name, ())):
            continue
        if last < end and words[last] in _UNTIL:
            continue
        found.append((i - 1 if i > start else i, last))
    return found


def _escapes(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether another licence is for those alone who do not want the duties of a copyleft licence."""
    said = words[start:end]
    if _OTHER_LICENSE.isdisjoint(said) or _TERMS.isdisjoint(said) or _COPYLEFT.isdisjoint(said):
        return False
    if "or" in said and _sells_use(words, hits, start, end):
        return False
    for i in range(start, end):
        if words[i] not in _ESCAPING:
            continue
        if words[i] in _DENIED and _DENYING.isdisjoint(words[max(start, i - 5) : i + 1]):
            continue
        behind = words[i + 1 : min(end, i + 1 + _REACH)]
        name = next((j for j, word in enumerate(behind) if word in _COPYLEFT), -1)
        if name >= 0 and _BEFORE_NAMES.isdisjoint(behind[:name]):
            return True
        # "if the GPL does not suit you"
        ahead = words[max(start, i - _REACH) : i]
        if words[i] in _SUITING and not _COPYLEFT.isdisjoint(ahead):
            return True
    return False


_SUITING: Final = frozenset("suit suits suitable unacceptable restrictive work works incompatible compatible".split())


def _offers(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether an open licence is offered to those who want it: "for those who wish, the BSD licence is there"."""
    said = words[start:end]
    if said[:1] not in (["for"], ["if"], ["should"]) or _WANTING.isdisjoint(said) or "only" in said:
        return False
    offered = next((i for i in range(start, end) if words[i] in _OFFERED), -1)
    if offered < 0 or any(start <= s < end for s, _ in hits.get("cue.forbid.after", ())):
        return False
    return any(offered - _REACH <= s < offered for s, _ in hits.get("name.open", ()))
