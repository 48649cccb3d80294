"""To whom a permission is given: "Roe Labs may use your changes" gives the reader of a licence nothing.

A licence speaks to "you", the licensee, anyone, or (in the passive) to nobody in particular. Who else is named as the
one who may has the right, and the licensee has not.
"""

from __future__ import annotations

from openaudit.lexicon import MARKS, Hits, Words
from openaudit.pattern import Range, Stretch
from openaudit.typed import Final

# The acts that a licence gives; whoever may do something else is no beneficiary of it.
FREEDOMS: Final = frozenset(("use", "copy", "distribute", "modify", "sell", "sublicense"))
_ACTS: Final = ("act.use", "act.copy", "act.distribute", "act.modify", "act.sell", "act.create")
# What a name can't be: the classes of persons and things that a grant is about.
_KNOWN: Final = ("who.licensee", "lx.grant", "obj.license", "obj.rights", *_ACTS)
_THINGS: Final = ("obj.work", "obj.derivative", "obj.output", "obj.notice", "obj.source", "obj.patent", "obj.matter")
_GENERAL: Final = frozenset(
    "public world community everyone mankind humanity all anyone they them he she who which it one members' parties"
    " there what whatever holders men women men's mankind's reader readers citizens worldwide".split()
)
_BREAKS: Final = (
    MARKS | frozenset("but that so then where if when while as unless because provided whereas".split())
) - {
    "and",
    "or",
}
_CONNECTIVES: Final = frozenset(
    "and or nor also therefore thus hence however instead alternatively moreover furthermore in addition optionally"
    " accordingly otherwise for example of course optional additionally shall will may can is are be has have".split()
)
_TAKING: Final = frozenset(
    "have has having retain retains receive receives enjoy enjoys acquire acquires get gets".split()
)
_GIVING: Final = frozenset("grant grants granting give gives giving confer confers".split())
_GIVEN: Final = frozenset("granted given".split())
_ARTICLES: Final = frozenset("a an the all permission".split())
_PREPOSITIONS: Final = frozenset(
    "under on upon for with subject in by through of from at no not only back this these such solely".split()
)
# How a permission is described, before it is said to whom it is given.
_KINDS: Final = frozenset(
    "unlimited full explicit special express irrevocable perpetual blanket general broad written prior free additional"
    " nonexclusive worldwide permanent unrestricted complete royalty implied equal same".split()
)
# Who is described so is one of a chosen few.
_CHOSEN: Final = frozenset("paying registered premium verified eligible approved subscribed selected certified".split())
# So far behind "grants" the one stands to whom something is granted, and so many words name one.
_NEAR: Final = 8
_LONGEST: Final = 7


def of_somebody_else(words: Words, on: Stretch, cls: str, cue: Range, clause: Range, act: Range) -> bool:
    """Whether the permission of the cue, which permits `act` in the clause, is given to another than the licensee."""
    left, right = clause
    if cls == "cue.permit.decree":
        if words.words[cue[0]] in _GIVEN:  # "Roe Labs is granted the right to use ..."
            return _named(words, on, *_before(words, left, cue[0])) or _granted_to(words, on, cue[0], right)
        return _given_to_another(words, on, cue[0], right)
    if _occurs(on.hits, ("who.licensee",), *cue):
        return False
    last = words.words[cue[1] - 1]
    if cls == "cue.permit" and last in ("may", "can", "to") and words.words[cue[0]] not in _RIGHTS:
        if any(words.words[i] in ("be", "been") for i in range(cue[1], max(cue[1], act[0]))):
            return _granted_to(words, on, cue[0], right)
        return _named(words, on, *_before(words, left, cue[0]))
    if words.words[cue[1] : cue[1] + 1] == ["to"] and last not in _GIVEN and last not in _RIGHTS:
        return _named(words, on, *_before(words, left, cue[0]))  # "Roe Labs is free to use ..."
    verb = next((i for i in range(cue[0] - 1, max(left, cue[0] - _NEAR) - 1, -1) if words.words[i] in _VERBS), -1)
    if words.words[cue[0]] in _RIGHTS or words.words[cue[0]] in _GIVEN:
        if verb >= 0 and words.words[verb] in _TAKING:
            return _named(words, on, *_before(words, left, verb))
        if verb >= 0 and words.words[verb] in _GIVING:
            return _given_to_another(words, on, verb, right)
    return _granted_to(words, on, cue[0], right)


_RIGHTS: Final = frozenset("right rights permission freedom authority license licence".split())
_VERBS: Final = _TAKING | _GIVING


def _before(words: Words, left: int, end: int) -> Range:
    """Where the subject that ends there begins: after the last mark or conjunction."""
    start = end
    while start > left and words.words[start - 1] not in _BREAKS:
        start -= 1
    return start, end


def _named(words: Words, on: Stretch, start: int, end: int) -> bool:
    """Whether the words name somebody, and neither the licensee, everybody, an act nor a thing."""
    kept = [
        i
        for i in range(start, end)
        if not (on.fillers[i] or words.words[i] in _CONNECTIVES or words.words[i] in _KINDS)
        and not words.words[i].endswith("ly")
    ]
    if any(words.words[i] in _CHOSEN for i in kept):
        return True  # "paying customers may ...": some, and not whoever reads it
    if not kept or len(kept) > _LONGEST or any(words.words[i] in _GENERAL for i in kept):
        return False
    if _occurs(on.hits, ("who.licensor",), start, end) and not _occurs(on.hits, ("act", "obj.work"), start, end):
        return not any(words.words[i] in ("you", "anyone", "licensee", "recipient") for i in kept)
    return not _occurs(on.hits, (*_KNOWN, *_THINGS), start, end)


def _given_to_another(words: Words, on: Stretch, verb: int, right: int) -> bool:
    """Whether what the verb gives goes to a named other: "grants Roe Labs a licence", "grants to Roe Labs"."""
    start = verb + 1
    while start < right and (words.words[start].endswith("ly") or words.words[start] in ("hereby", "also", "back")):
        start += 1
    if start < right and words.words[start] == "to":
        end = next(
            (
                i
                for i in range(start + 2, min(right, start + 1 + _NEAR))
                if words.words[i] in _ARTICLES or words.words[i] in MARKS
            ),
            min(right, start + 1 + _NEAR),
        )
        return _named(words, on, start + 1, end)
    end = next((i for i in range(start + 1, min(right, start + _NEAR)) if words.words[i] in _ARTICLES), -1)
    if words.words[start : start + 1] == ["the"]:  # "grants the Foundation a licence", not "grants the right"
        end = next((i for i in range(start + 2, min(right, start + _NEAR)) if words.words[i] in _ARTICLES), -1)
    elif start >= right or on.fillers[start]:
        return False
    if end < 0:
        return False
    if any(words.words[i] in _PREPOSITIONS or words.words[i] in MARKS for i in range(start, end)):
        return False
    return _named(words, on, start, end)


def _granted_to(words: Words, on: Stretch, start: int, right: int) -> bool:
    """Whether the clause says "granted to" a named other."""
    for i in range(start, right - 2):
        if words.words[i] in _GIVEN and words.words[i + 1] == "to":
            end = next(
                (
                    k
                    for k in range(i + 3, min(right, i + 2 + _NEAR))
                    if words.words[k] in ("to", "for", "under") or words.words[k] in MARKS
                ),
                min(right, i + 2 + _NEAR),
            )
            return _named(words, on, i + 2, end)
    return False


def _occurs(hits: Hits, names: tuple[str, ...], start: int, end: int) -> bool:
    return any(start <= s < end for name in names for s, _ in hits.get(name, ()))


# --- in Chinese ---------------------------------------------------------------------------------------

# What the name of a house, or of a circle of people, ends with.
_HOUSES_ZH: Final = tuple(
    "公司 集团 实验室 研究院 研究所 大学 学院 研究中心 基金会 委员会 协会 工作室 会员 订阅者 股东 员工 合作伙伴".split()
)
# Not a name: whoever it may be, the reader, or the licensor's own "we".
_ANYBODY_ZH: Final = tuple("任何 各 每 所有 一切 其他 不论 无论 您 你 用户 者 方 本 我 贵 的 或 和 及 与 、".split())
_SHORTEST_ZH: Final = 3
_LONGEST_ZH: Final = 14


def of_somebody_else_zh(said: str, behind: str, *, gives: bool) -> bool:
    """Whether a permission is another's: `said` is the clause before the cue, `behind` what follows it.

    `gives`: the cue is one of giving, and who receives stands behind it ("您授予某某公司使用反馈的权利").
    """
    if not gives:
        return said.endswith(_HOUSES_ZH) and _name_zh(said)
    start = 1 if behind[:1] in ("给", "予") else 0
    ends = [behind.find(house, start, start + _LONGEST_ZH) + len(house) for house in _HOUSES_ZH if house in behind]
    end = min((e for e in ends if e > start + _SHORTEST_ZH - 1), default=0)
    return end > 0 and _name_zh(behind[start:end])


def _name_zh(text: str) -> bool:
    return _SHORTEST_ZH <= len(text) <= _LONGEST_ZH and not any(word in text for word in _ANYBODY_ZH)
