"""What an English sentence tells of how a program works, or what it advises those who work with it.

"The probes cannot be used for cross building" says what a part of the program is not able to do, "these changes won't
take effect until you log in" what will happen, and "do not assume that it is safe" bars a belief: nobody is kept from
the work. A sentence that speaks of trade, research, consent or a licence is left to the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openaudit.lexicon import MARKS, Hits
from openaudit.norms import Norm, Reading
from openaudit.pattern import Range
from openaudit.typed import Final

# Longer sentences say more than that.
_LONGEST: Final = 90
# Whoever speaks of these may mean the work, whatever else is named.
_SERIOUS: Final = (
    *("topic.noncommercial", "topic.commercial", "topic.research", "topic.personal", "topic.consent", "topic.place"),
    *("topic.field.sure", "topic.illegal", "obj.license", "obj.rights", "who.group", "who.licensor", "topic.money"),
)
# Acts that are done to a whole work and not to its parts in a run.
_LEGAL: Final = frozenset("distribute sell sublicense commercial host train grant compete study export".split())
_ENDING_HEAD: Final = frozenset(
    "of in for with from to by that which who using on at as within when where if and or is are was were being been"
    " more than not no again twice only must may can cannot should shall need needs has have will to ( ) , : ; without"
    " until".split()
)
_LEADING: Final = frozenset(
    "note that so then thus and but or the a an any all each this these those using use usage of calling passing also"
    " please remember however therefore currently , : ; if when only".split()
)
_NUMBERS: Final = frozenset("one two three four single".split())
# "It must not be assumed that ...", "do not forget to ...": no act on the work.
_BELIEVING: Final = frozenset("assume expect believe presume suppose rely think conclude".split())
_CARING: Final = frozenset("forget hesitate worry panic despair overlook".split())
_WILL: Final = frozenset(("won't", "will", "wouldn't", "would"))
# What would be done with the work, if it will not be done: "will not leave the country".
_MOVING: Final = frozenset(
    "be get leave go travel pass move enter cross exceed serve run compete have give use permit allow accept attempt"
    " try seek ask claim remove hold make".split()
)
_HURTING: Final = frozenset("hurt harm matter".split())
_UNHURT: Final = frozenset("if either anything though but and when performance much too anyway".split())
# What asks for the avoiding itself: "you are required to avoid ...".
_ASKING: Final = frozenset(
    "must shall has have had need needs required obliged agree agrees undertake undertakes try care sure bound asked"
    " advised expected supposed obligated commit commits promise promises instructed".split()
)
# "You may not use affiliates to avoid the threshold".
_DENYING: Final = frozenset("not never no cannot don't nobody nor".split())
_FAR: Final = 30
_GIVEN: Final = frozenset(
    "use uses using usage redistribution distribution right rights license licence licenses licences permission grant"
    " sale resale modification reproduction copying training hosting access service services support warranty".split()
)
# Whose absence is told in earnest: "the source code is not included".
_SOURCES: Final = frozenset("source sources code".split())
_POINTING: Final = frozenset(("it", "they"))
_REPLACING: Final = frozenset("replacement substitute alternative".split())
_ACCOUNT: Final = frozenset(("account", "accounts"))
_OF_THE_WORK: Final = frozenset(
    "use uses using usage download downloads downloading access run install installing software model models weights"
    " dataset data license licence terms before first until unless prior".split()
)
_CARED: Final = frozenset("interested concerned aware".split())
_USING: Final = frozenset("use uses need needs require requires contain contains support supports have has".split())
_WORKING: Final = frozenset(
    "work works function functions run runs compile compiles build builds accept accepts return returns affect affects"
    " match matches support supports happen happens print prints load loads parse parses".split()
)
_AIMS: Final = frozenset("use uses purpose purposes users customers research teaching evaluation education".split())
_STRICT: Final = frozenset("must may shall prohibited forbidden permitted allowed".split())
_TERMS: Final = frozenset(
    "license licence licensed license's licenses permission permitted permit consent agreement right rights"
    " granted grant grants commercial you your licensee".split()
)
_YOUNG: Final = frozenset(
    "experimental alpha beta unstable untested immature early wip prototype preliminary unfinished incomplete".split()
)
_WORK: Final = frozenset("software model models weights dataset data code library program work".split())
_INSIDE: Final = frozenset("internal demonstration illustration illustrative testing debugging".split())
_DISPLAYED: Final = frozenset(
    "demo official public sandbox staging mock playground hosted test shared community".split()
)
_SERVERS: Final = frozenset("server instance environment site api endpoint account deployment playground demo".split())
_PLACED: Final = frozenset("the this".split())
_MEETING: Final = frozenset("chat channel forum community discord comments discussions tracker".split())
_BEING: Final = frozenset(("is", "are", "was", "were"))
_MEASURED: Final = frozenset("evaluation training benchmark comparison split experiments results study corpus".split())
_ELSE: Final = frozenset("otherwise because since else".split())
_OF_LAW: Final = frozenset("law laws contract terms agreement rights rule rules license licence privacy legal".split())
_CANNOT: Final = frozenset(("cannot", "can't"))
_PLANS: Final = frozenset("plan plans tier tiers api endpoint endpoints key keys account accounts server limit".split())
_REQUESTS: Final = frozenset(
    "requests request calls queries messages credits tokens searches lookups operations".split()
)
_SPANS: Final = frozenset("second minute hour day week month".split())


def workings(reading: Reading) -> list[Range]:
    """The cues, as ranges, of the norms that only tell how a program works or what to mind."""
    words, hits, own = reading.words.words, reading.stretch.hits, reading.own
    if len(words) - own > _LONGEST:
        return []
    serious = any(s >= own for name in _SERIOUS for s, _ in hits.get(name, ()))
    zones: list[Range] = []
    for norm in reading.norms:
        if norm.mode not in ("forbid", "limit", "require"):
            continue
        if _rate(words, norm):
            zones.append(norm.scope)
        elif (
            _of_a_mind(words, norm)
            or _expected(words, norm)
            or _aimed_past(words, norm)
            or _aims_of(words, norm, reading.norms)
            or _unready(words, norm)
            or _only_works(words, hits, norm)
            or _internal(words, hits, norm)
            or _signing_up(words, norm)
            or _left_out(words, norm)
            or _of_a_meeting(words, norm)
            or (not serious and _technical(words, hits, norm, own))
        ):
            zones.append(norm.cue)
    return zones


def _technical(words: Sequence[str], hits: Hits, norm: Norm, own: int) -> bool:
    return (
        _of_a_part(words, hits, norm, own)
        or _to_happen(words, hits, norm)
        or _missing(words, norm)
        or _cannot(words, hits, norm)
        or _no_substitute(words, norm)
        or _else_it_fails(words, hits, norm)
        or _of_a_server(words, hits, norm)
    )


def _of_a_mind(words: Sequence[str], norm: Norm) -> bool:
    """Whether a belief or a worry is barred: "must not rely that", "don't forget to"."""
    if norm.mode != "forbid":
        return False
    following = words[norm.cue[1] : norm.cue[1] + 2]
    if not following:
        return False
    if following[0] in _HURTING and norm.cue[0] <= norm.subject[0] + 2:
        behind = words[norm.cue[1] + 1 : norm.cue[1] + 2]
        return not behind or behind[0] in MARKS or behind[0] in _UNHURT
    return following[0] in _CARING or (following[0] in _BELIEVING and following[1:] == ["that"])


def _expected(words: Sequence[str], norm: Norm) -> bool:
    """Whether only a success is expected: "you should be able to build it"."""
    return (
        norm.mode == "require"
        and words[norm.cue[0]] == "should"
        and words[slice(norm.cue[1], norm.cue[1] + 2)]
        in (
            ["be", "able"],
            ["see", "the"],
            ["now", "be"],
            ["now", "see"],
        )
    )


def _aimed_past(words: Sequence[str], norm: Norm) -> bool:
    """Whether the avoiding is what something else is done for: "copy the schema *to avoid* sharing state"."""
    at = norm.cue[0]
    if norm.mode != "forbid" or not words[at].startswith("avoid") or words[at - 1 : at] != ["to"]:
        return False
    before = words[max(0, norm.subject[0] - _FAR) : at]
    return at >= norm.subject[0] + 3 and _ASKING.isdisjoint(words[max(0, at - 4) : at]) and _DENYING.isdisjoint(before)


def _aims_of(words: Sequence[str], norm: Norm, norms: Sequence[Norm]) -> bool:
    """Whether the avoiding is what a duty behind it is for: "*to avoid* misleading anyone, you must rename it"."""
    at = norm.cue[0]
    if norm.mode != "forbid" or not words[at].startswith("avoid") or words[at - 1 : at] != ["to"]:
        return False
    begins = at < 2 or words[at - 2] in _OPENING
    return begins and any(o.mode == "require" and "," in words[o.scope[0] - 1 : o.scope[0] + 1] for o in norms)


# What stands before the aim of a statement: "in order to", "so as to", or nothing.
_OPENING: Final = frozenset((".", ";", "order", "as"))


def _of_a_part(words: Sequence[str], hits: Hits, norm: Norm, own: int) -> bool:
    """Whether the norm is about a part of a program: its subject, what is used, or what is limited to."""
    # "passing both parameters" hands nothing on
    passing = "".join(words[norm.act[0] : norm.act[0] + 1]).startswith("pass")
    handed = norm.acts - {"distribute"} if passing else norm.acts
    if not handed.isdisjoint(_LEGAL):
        return False
    relative = max((i for i in range(*norm.subject) if words[i] in ("that", "which")), default=-1)
    if relative > 0 and any(e == relative for _, e in hits.get("told.part", ())):
        return True  # "processes *that* are not allowed to use it"
    aim = next((i + 1 for i in range(*norm.subject) if words[i] == "of"), norm.cue[0])
    begins = (norm.subject[0], max(norm.subject[0], own), _last_clause(words, norm), aim)
    if any(_heads(words, hits, (start, norm.cue[0]), "told.part") for start in begins):
        return True
    if (
        norm.subject[1] > norm.subject[0]
        and words[norm.cue[0] - 1] in _POINTING
        and _heads(words, hits, (own, norm.cue[0]), "told.part")
    ):
        return True  # "the probes run natively, so *they* cannot ..."
    low, high = norm.act
    if (
        norm.acts
        and (norm.cue[1] <= low or norm.mode == "limit")
        and _heads(words, hits, (high, norm.scope[1]), "told.part")
    ):
        return True
    if norm.mode != "limit":
        return False
    at = next((i for i in (norm.cue[1], norm.cue[1] + 1) if words[i : i + 1] and words[i] in _NUMBERS), -1)
    return 0 <= at < norm.scope[1] and _heads(words, hits, (at + 1, norm.scope[1]), "told.part")


def _last_clause(words: Sequence[str], norm: Norm) -> int:
    """Where the subject stands behind a clause or a statement before it: "when run alone, *the tests* need to"."""
    return max(
        (i for i in range(norm.subject[0], norm.cue[0]) if words[i] in (",", "and", "but", ":", "that", "because")),
        default=norm.cue[0],
    )


def _heads(words: Sequence[str], hits: Hits, where: Range, name: str) -> bool:
    """Whether the last word of the first noun group there is of the class."""
    start, end = where
    while start < end and words[start] in _LEADING:
        start += 1
    stop = next((i for i in range(start, end) if words[i] in _ENDING_HEAD), end)
    return stop > start and any(s < e == stop for s, e in hits.get(name, ()))


def _to_happen(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether it is told what something will not do by itself: "these changes won't take effect"."""
    if norm.mode != "forbid" or norm.acts or words[norm.cue[0]] not in _WILL or norm.cue[0] == norm.subject[0]:
        return False
    if any(norm.subject[0] <= s < norm.cue[0] for s, _ in hits.get("who.licensee", ())):
        return False
    return _MOVING.isdisjoint(words[norm.cue[1] : norm.cue[1] + 1])


def _missing(words: Sequence[str], norm: Norm) -> bool:
    """Whether something is told to be absent: "string metrics, which are not included in the other package"."""
    said = words[norm.cue[0] : norm.cue[1]]
    if norm.mode != "forbid" or said[-1:] != ["included"] or said[:1] not in (["is"], ["are"], ["not"]):
        return False
    return (_GIVEN | _SOURCES).isdisjoint(words[norm.subject[0] : norm.cue[0]])


def _unready(words: Sequence[str], norm: Norm) -> bool:
    """Whether production is only advised against while a program is young: "don't use it in production yet"."""
    low, high = norm.scope
    if norm.mode != "forbid" or "production" not in words[norm.cue[1] : high]:
        return False
    if not _STRICT.isdisjoint(words[norm.cue[0] : norm.cue[1]]) or not _TERMS.isdisjoint(words[low:high]):
        return False
    at = words.index("production", norm.cue[1])
    return words[at + 1 : at + 2] == ["yet"] or not _YOUNG.isdisjoint(words[low : norm.cue[0]])


def _only_works(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether it is told what something works with, or is made of: "it only runs on Linux", "tools that use only X"."""
    if norm.mode != "limit" or not _TERMS.isdisjoint(words[slice(*norm.scope)]):
        return False
    if not _CARED.isdisjoint(words[norm.cue[1] : norm.cue[1] + 1]):
        return True  # "we are only interested in ..."
    at = next((i for i in range(*norm.cue) if words[i] == "only"), 0)
    bare = _AIMS.isdisjoint(words[at : norm.scope[1]])
    persons = {e for name in ("who.licensee", "who.group") for _, e in hits.get(name, ())}
    if at > 2 and words[at - 1] in _USING and words[at - 2] in ("that", "which") and at - 2 not in persons and bare:
        return True
    if any(norm.subject[0] <= e <= norm.cue[0] for e in persons) or _WORKING.isdisjoint(words[at + 1 : at + 2]):
        return False
    return at > 0 and bare


def _internal(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether what is "for internal use only" is a part of the program's own interface."""
    if norm.mode != "limit" or not _TERMS.isdisjoint(words[slice(*norm.scope)]):
        return False
    return not _INSIDE.isdisjoint(words[slice(*norm.scope)]) and _heads(words, hits, norm.scope, "told.inner")


def _rate(words: Sequence[str], norm: Norm) -> bool:
    """Whether the requests to a service are counted: "the free plan is limited to 60 requests per minute"."""
    if norm.mode not in ("limit", "forbid"):
        return False
    said = words[slice(*norm.scope)]
    if _PLANS.isdisjoint(said) or _REQUESTS.isdisjoint(said):
        return False
    return any(word in _SPANS and before in ("per", "a", "each", "every") for before, word in pairwise(said))


def _no_substitute(words: Sequence[str], norm: Norm) -> bool:
    """Whether it is advised against taking one thing for another: "should not be used as a replacement for it"."""
    if norm.mode != "forbid" or words[norm.cue[0]] not in ("should", "shouldn't"):
        return False
    said = words[norm.cue[1] : norm.scope[1]]
    return any(
        word in _REPLACING and said[at + 1 : at + 2] in (["for"], ["to"]) and "as" in said[:at]
        for at, word in enumerate(said)
    )


def _signing_up(words: Sequence[str], norm: Norm) -> bool:
    """Whether an account is asked for somewhere else: "you will need to create an account there"."""
    return (
        norm.mode == "require"
        and not _ACCOUNT.isdisjoint(words[norm.cue[1] : norm.cue[1] + 4])
        and _OF_THE_WORK.isdisjoint(words[slice(*norm.scope)])
    )


def _cannot(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether sizes, languages or platforms bound what works: "files above 2 GB cannot be uploaded"."""
    return (
        norm.mode == "forbid"
        and words[norm.cue[0]] in _CANNOT
        and any(norm.scope[0] <= s < norm.scope[1] for s, _ in hits.get("told.unit", ()))
    )


def _else_it_fails(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether the reason is told, and it is that something fails: "..., otherwise the build breaks"."""
    if not norm.acts.isdisjoint(_LEGAL):
        return False
    for at in range(norm.cue[1], len(words)):
        if words[at] not in _ELSE:
            continue
        fails = any(s > at for s, _ in hits.get("told.failing", ()))
        return fails and _OF_LAW.isdisjoint(words[at + 1 :]) and "topic.field" not in hits
    return False


def _of_a_server(words: Sequence[str], hits: Hits, norm: Norm) -> bool:
    """Whether it is about a server that anybody may try: "the sandbox environment is for testing only"."""
    low, high = norm.scope
    if not _WORK.isdisjoint(words[low:high]) or any(low <= s < high for s, _ in hits.get("obj.license", ())):
        return False
    return any(one in _DISPLAYED and two in _SERVERS for one, two in pairwise(words[low:high]))


def _of_a_meeting(words: Sequence[str], norm: Norm) -> bool:
    """Whether it is a rule of the place where users meet: "spam is not allowed in the forum"."""
    said = words[slice(*norm.scope)]
    met = any(one in _PLACED and two in _MEETING for one, two in pairwise(said))
    return norm.mode == "forbid" and met and (_WORK | _TERMS).isdisjoint(said)


def _left_out(words: Sequence[str], norm: Norm) -> bool:
    """Whether data were left out of a measurement, or a service is not there: facts, whatever they are called."""
    first = norm.cue[0] if words[norm.cue[0]] in _BEING else max(0, norm.cue[0] - 1)
    said = words[first : norm.cue[1] + 4]
    if norm.mode != "forbid" or said[0] not in _BEING or not _WORK.isdisjoint(words[norm.subject[0] : first]):
        return False
    if said[1:3] in (["excluded", "from"], ["omitted", "from"]):
        return not _MEASURED.isdisjoint(said[3:])
    served = words[max(0, first - 2) : first]
    away = served[:1] in (["hosted"], ["cloud"], ["managed"]) and served[1:] in (["service"], ["version"])
    return away and "available" in said
