"""The norms of a Chinese sentence: the same `Norm`s as norms.py, read by the order of Chinese words.

Purpose and manner stand between the modal and the verb, subjects are left out, and an object may stand before its
verb behind "将". So a norm here reaches over all the clauses that belong to it (clauses_zh.py), and the words decide
little by their place alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.beneficiaries import FREEDOMS, of_somebody_else_zh
from openaudit.clauses_zh import (
    COMMAS,
    Cue,
    Line,
    first_from,
    hypothetical,
    inside,
    last_before,
    left_of,
    line,
    occurs,
    stands_alone,
    starting,
    topic_of,
)
from openaudit.denials_zh import withheld
from openaudit.happening_zh import BELONGINGS, happens, unreleased
from openaudit.lexicon import Words
from openaudit.norms import Norm
from openaudit.pattern import Range, Stretch
from openaudit.qualifiers import Qualifier
from openaudit.typed import Final

# Cue class -> (mode, side on which the acts stand), by rank.
_CUES: Final = {
    "cue.cancel": ("cancel", "after"),
    "cue.forbid.before": ("forbid", "before"),
    "cue.forbid.after": ("forbid", "after"),
    "cue.forbid.decree": ("forbid", "after"),
    "cue.limit": ("limit", "both"),
    "cue.lapse": ("lapse", "both"),
    "cue.require": ("require", "both"),
    "cue.request": ("request", "after"),
    "cue.permit.before": ("permit", "before"),
    "cue.permit.decree": ("permit", "after"),
    "cue.permit": ("permit", "after"),
}
_RANKS: Final = {name: rank for rank, name in enumerate(_CUES)}
# A list item with one of these is a sentence of its own.
_COMPLETE: Final = ("cue.forbid.after", "cue.require", "cue.permit", "cue.limit")
_QUALIFIERS: Final = ("purpose", "manner", "condition", "exception", "absence", "recipient", "place", "time")
# How far a norm reaches, in words.
_REACH: Final = 180
# What opens a qualifier has at most so many words; a longer one is closed by its own last word ("出于...目的").
_OPENER: Final = 4
# A clause with so few words before its cue ("并", "亦") leaves its subject to the clause before it.
_SUBJECTLESS: Final = 3
# So many clauses back the subject may stand.
_CLAUSES_BACK: Final = 3
_LINKS: Final = frozenset("、或和及与并且而/又再亦也")
_SERIAL: Final = frozenset("来去以后并且或、和及与/而就再便于作为将把用从对其,并予")
# Verbs that name a purpose at once, what joins the last verb of a list to the others, and how much may be fronted.
_AIMING: Final = frozenset(("用于", "用作", "用来", "用以", "用做", "用在", "作为"))
_JOINING: Final = frozenset("或和及与并且、者")
_FRONTED: Final = 16
_FRONTED_BRIEFLY: Final = 6
# Acts whose bar takes a freedom, whatever they are done for.
_TAKEN: Final = (FREEDOMS | {"train", "study", "host", "compete", "commercial"}) - {"use"}
_PURPOSES: Final = frozenset(("目的", "用途", "活动", "场景", "业务", "营利", "盈利", "商业"))
# "须保留声明且不得修改": one sentence without a comma holds two norms.
_ADDING: Final = frozenset("且并")
# What stands beside a name and names nobody.
_PLAIN: Final = frozenset("亦均也皆并且仍则.-&'")
_LIGHT_VERBS: Final = frozenset(("进行", "予以", "加以", "从事", "实施"))
# What stands before its verb behind one of these is its object.
_FRONTING: Final = frozenset("将把对")
_PREPOSITIONS: Final = frozenset("经由向对与就按据在为给遵")
_NO_TIME: Final = ("不时", "同时", "及时", "随时", "届时", "有时")
_UNCASED: Final = frozenset(
    ("cue.forbid.decree", "cue.permit.decree", "cue.cancel", "cue.limit", "cue.lapse", "cue.forbid.before")
)
_SUBJECTS: Final = (
    "who.licensee",
    "who.licensor",
    "who.law",
    "obj.license",
    "obj.patent",
    "obj.rights",
    "obj.work",
    "obj.derivative",
    "obj.output",
    "obj.notice",
    "obj.name",
    "act",
)
_BOUND: Final = {
    "who.licensor": "licensor",
    "who.law": "law",
    "obj.license": "license",
    "obj.patent": "patent",
    "obj.rights": "rights",
}
# Only a modal makes a licence the subject: "本许可不适用于..." restrains the licensee.
_MODALS: Final = frozenset("应 应当 应该 须 应予 可 可以 得 能 能够 不能 不会 不应 不应当 不可".split())
# What a licensor may not do binds it; whatever else it refuses ("授权人不予同意") is barred to the licensee.
_REFRAINING: Final = frozenset(
    "不得 不能 不能够 不会 不应 不应当 不可 无权 不将 不会将 不对 不就 不再 没有义务 绝不 决不"
    " 不会把 不会被 不得再".split()
)
_PROMISES: Final = ("承诺", "保证", "确保", "答应")
_REFUSALS: Final = tuple(
    (
        "不允许 不授权 不许可 不同意 不准 不许 不容 不开放 不接受 不欢迎 不予 不给 不让 不支持"
        " 不提供 不提倡 不适用 不包括 不包含 不涵盖 不覆盖 不延伸 不及于 不授予 不给予 不含 不享有 不具有"
        " 不拥有 不要 不该 不应该 不宜 不在 不属 不被 不打算 不用于 不得不 不对外"
    ).split()
)
_ASIDE: Final = ("q.absence", "q.recipient", "q.exception")


def read_norms(words: Words, on: Stretch, own: int = 0) -> tuple[Norm, ...]:
    """The norms of the sentence, in order. `own` is its first own word, after those of its lead-ins."""
    cut = line(words.words, on.hits, on.fillers, own, _RANKS)
    lefts = [left_of(cut, number) for number in range(len(cut.cues))]
    norms: list[Norm] = []
    for number in range(len(cut.cues)):
        norm = _norm(cut, number, lefts)
        norms.append(norm)
        if norm.mode == "forbid" and _CUES[cut.cues[number].cls][1] == "after":
            norms += _unaimed(cut, norm)
    return tuple(norms)


def _aims(cut: Line, at: int) -> bool:
    """Whether a purpose begins there with a verb of its own: "用于商业目的", "作商业用途"."""
    if "".join(cut.words[at : at + 2]) in _AIMING or "".join(cut.words[at : at + 3]) == "应用于":
        return True
    return at > 0 and (cut.words[at - 1] in _PUT_TO or "".join(cut.words[at - 2 : at]) in _PUT_TO_LONG)


_PUT_TO: Final = frozenset("作做")
_PUT_TO_LONG: Final = frozenset(("作为", "从事", "进行"))
# What the law or a platform lets everybody do, and merely looking: to leave that narrows no bar.
_ANYHOW: Final = tuple(
    "法律 法规 法定 合理使用 平台 查看 浏览 阅读 查阅 github gitee fork 服务条款 强制性 托管".split()
)


def _behind_exception(cut: Line, left: int, cue: int) -> int:
    """Where the words of a bar begin behind "除平台所需的查看权限外,", which leaves what everybody may do anyhow."""
    for start, end in starting(cut.hits.get("q.exception", ()), left, min(cue, left + 2)):
        said = "".join(cut.words[start:end])
        comma = first_from(cut.commas, end - 1)
        freed = any(start <= s < end for act in ("act.modify", "act.sell") for s, _ in cut.hits.get(act, ()))
        near = comma is not None and comma <= end + 1 and comma < cue
        if near and said.startswith("除") and not freed and any(word in said for word in _ANYHOW):
            return (comma or 0) + 1
    return left


def _behind_disclaimer(cut: Line, left: int, cue: Cue) -> int:
    """Where the words of a bar begin behind "..., 无法保证其准确性,", which says nothing of what is barred."""
    comma = last_before(cut.commas, cue.start)
    if comma <= left or not "".join(cut.words[cue.start : cue.end]).startswith(_BARRING):
        return left
    clause = max(left, last_before(cut.commas, comma - 1))
    said = "".join(cut.words[clause : comma - 1])
    vouches = any(said.find(no + word) >= 0 for no in _NO_VOUCHING for word in _VOUCHING)
    return comma if vouches and not occurs(cut, "who.licensee", clause, comma) else left


def _denied(cut: Line, cue: Cue) -> bool:
    """Whether the words before the cue, in its clause, deny what it gives ("不自动授予", "不代表您可以")."""
    clause = max(last_before(cut.commas, cue.start), last_before(cut.stops, cue.start))
    return any(start < cue.start < end for start, end in withheld(cut.words, clause, cue.end))


def _unaimed(cut: Line, norm: Norm) -> list[Norm]:
    """The part of a bar that its purpose says nothing of: that of "分发" in "不得分发或用于商业用途".

    In "不得用于商业用途或转售" it is that of the first.
    """
    low, high = norm.cue[1], norm.scope[1]
    behind = _behind_purpose(cut, norm)
    if behind:
        return behind
    for aimed, _ in starting(cut.hits.get("q.purpose", ()), low, high):
        if not _aims(cut, aimed):
            continue
        clause = max(low, last_before(cut.commas, aimed))
        at = max((i for i in range(clause, aimed) if cut.words[i] in _JOINING), default=-1)
        if at < 0 or aimed - at > _FRONTED or any(s >= at for s, _ in starting(cut.hits.get("act", ()), at, aimed)):
            continue
        acts, act = _governed(cut, low, at)
        if acts & _TAKEN:
            kept = tuple(q._replace(end=min(q.end, at)) for q in norm.qualifiers if q.start < at)
            objects = _heads(cut, (low, aimed)) or _heads(cut, norm.subject)
            return [
                norm._replace(
                    acts=acts, act=act, objects=objects, qualifiers=kept, scope=(norm.scope[0], at), open=False
                )
            ]
    return []


def _norm(cut: Line, number: int, lefts: Sequence[int]) -> Norm:
    cue = cut.cues[number]
    mode, side = _CUES[cue.cls]
    answering = _answers(cut, cue)
    side = "before" if answering else side
    left = max(lefts[number], cue.start - _REACH)
    right = cue.end if answering else _right(cut, number, lefts, mode)
    case = hypothetical(cut, number, left)
    if mode == "forbid":
        left = _behind_exception(cut, left, cue.end if cut.words[cue.start] == "除" else cue.start)
        cue = cue._replace(start=max(cue.start, left))
        if side == "after":
            left = _behind_disclaimer(cut, left, cue)
    topic = left if case or side == "after" else topic_of(cut, number, lefts)
    zone = (cue.start, right)
    if side == "before":
        listed = cut.own >= cue.end and any(occurs(cut, n, 0, cut.own) for n in ("list.follows", "list.cases"))
        right = cut.size if listed and cut.own else right
        zone = (topic, right) if listed else (topic, cue.start)
    fronted = any(word in "将把" for word in cut.words[cue.start : min(cue.end + _OPENER, right)])
    acts, act = _governed(cut, *zone, edge=cue.end, every=fronted or side == "before" or mode == "require")
    if not acts:
        acts, act = _governed(cut, topic, right) if side != "after" else _governed(cut, left, cue.start, strict=True)
    qualifiers = _qualifiers(cut, left, right)
    if mode == "limit":
        qualifiers = (Qualifier("limit", cue.start, right), *qualifiers)
    objects, place = _objects(cut, act, zone, qualifiers, (topic, cue.start))
    bearer = _bearer(cut, number, left)
    if mode == "permit" and bearer == "licensee" and acts & FREEDOMS:
        said = "".join(cut.words[max(left, last_before(cut.commas, cue.start)) : cue.start])
        behind = "".join(cut.words[cue.end : right])
        bearer = "party" if of_somebody_else_zh(said, behind, gives=cue.cls == "cue.permit.decree") else bearer
    if mode == "permit" and bearer != "party" and _denied(cut, cue):
        bearer = "party"  # "this does not give you the right to ..."
    return Norm(
        mode,
        bearer,
        acts,
        objects,
        qualifiers,
        (cue.start, cue.end),
        (topic, cue.start),
        act if acts else (cue.end, cue.end),
        place,
        (topic, right),
        case,
        right >= cut.size - 1,
    )


def _answers(cut: Line, cue: Cue) -> bool:
    """Whether a permission ends its clause and is said of the verb before it: "to give it away is fine, ..."."""
    if cue.cls != "cue.permit" or cue.end >= cut.size or cut.words[cue.end] not in COMMAS - {":"}:
        return False
    clause = max(last_before(cut.commas, cue.start), last_before(cut.stops, cue.start))
    named = any(end == cue.start for _, end in cut.hits.get("who.licensee", ()))
    return cue.start - clause > _SUBJECTLESS and not named


def _right(cut: Line, number: int, lefts: Sequence[int], mode: str) -> int:
    """Where the norm ends: at a stop, at what belongs to the next cue, or at a consequence."""
    end = cut.cues[number].end
    stop = first_from(cut.stops, end)
    right = min(end + _REACH, cut.size if stop is None else stop)
    for later in range(number + 1, len(cut.cues)):
        if cut.cues[later].start >= end and lefts[later] >= end:
            joint = cut.cues[later].start - 1
            joined = mode == "require" and lefts[later] == end and cut.words[joint] in _ADDING
            right = min(right, joint if joined else lefts[later])
            break
    if end < cut.own < right and occurs(cut, "list.cases", 0, cut.cues[number].start):
        right = cut.own  # "in the following cases X may not ...:", and then the cases
    complete = any(cue.start >= cut.own and cue.cls in _COMPLETE for cue in cut.cues[number:])
    if mode == "require" and end <= cut.own < right and (complete or stands_alone(cut.words, cut.hits, cut.own)):
        right = cut.own  # "must meet these conditions:", and then sentences of their own
    consequence = next(starting(cut.hits.get("consequence", ()), end, right), None)
    return max(end, right if consequence is None else consequence[0])


def _behind_purpose(cut: Line, norm: Norm) -> list[Norm]:
    low, high = norm.cue[1], norm.scope[1]
    first = next((s for s, _ in starting(cut.hits.get("q.purpose", ()), norm.cue[0], high)), high)
    if any(s < first for s, _ in starting(cut.hits.get("act", ()), low, first)):
        return []
    for at in range(max(low, first + 1), high - 1):
        after = "".join(cut.words[at - 2 : at])
        if cut.words[at] not in _JOINING or not (after in _PURPOSES or after.endswith(",")):
            continue
        begin = at + 1
        acts, act = _governed(cut, begin, high)
        commas = any(word in COMMAS for word in cut.words[begin : act[0]])
        if acts & _TAKEN and act[0] - begin <= _FRONTED_BRIEFLY and not commas:
            objects = _heads(cut, (begin, high)) or norm.objects
            kept = tuple(q for q in norm.qualifiers if q.start >= begin)
            return [norm._replace(acts=acts, act=act, objects=objects, qualifiers=kept, scope=(begin, high))]
    return []


# --- who is bound -------------------------------------------------------------------------------------


def _bearer(cut: Line, number: int, left: int) -> str:
    """Who is bound: the first that the cue's own clause names, or the clause before it; the licensee where none is."""
    cue = cut.cues[number]
    if cue.cls == "cue.forbid.after" and _unvouched(cut, cue):
        return "licensor"
    others = not cue.cls.startswith("cue.permit") and _binds_others(
        cut, max(left, last_before(cut.commas, cue.start)), cue
    )
    if others or (cue.cls.startswith("cue.forbid") and unreleased(cut, cue)):
        return "thing"  # "the training code has not been published yet": what there is, and no bar
    # "任何人均可"
    if cue.cls in _UNCASED or (cue.cls == "cue.permit" and occurs(cut, "who.licensee", cue.start, cue.end)):
        return "licensee"
    if cue.cls == "cue.permit" and number and cut.cues[number - 1][1:] == (cue.start, cue.cls):
        return _bearer(cut, number - 1, left)  # "得|自由使用"
    clause = max(left, last_before(cut.commas, cue.start))
    clause = _told(cut, clause, cue.start)
    if cue.cls == "cue.permit" and _somebody(cut, clause, cue):
        return "licensor"
    name = _named(cut, clause, cue.start)
    told = "".join(cut.words[clause : cue.start])
    agreed = clause and "".join(cut.words[max(0, clause - 2) : clause]) in _AGREEING
    if agreed and cue.cls == "cue.permit" and name == "who.licensee" and not any(w in told for w in _READERS):
        return "party"  # "you agree that third parties may ..." gives you nothing
    at = cue.start
    for _ in range(_CLAUSES_BACK):
        if name or not clause or at - clause > _SUBJECTLESS:
            break
        before = max(last_before(cut.stops, clause), last_before(cut.commas, clause - 1))
        granted = any(c.cls == "cue.permit.decree" and before <= c.start < clause for c in cut.cues[:number])
        # "the author grants everyone a right, may use ...": those who receive it
        if not granted and not any(occurs(cut, kind, before, clause) for kind in ("q.if", "q.absence")):
            name = _named(cut, before, clause)
            if before < cut.own <= clause and name in ("obj.rights", "obj.patent"):
                name = ""  # a heading names what its items are about, not who does something
        # "the author has given it, will not take it back, nor may ask for a fee": further back
        at = next((c.start for c in cut.cues[:number] if before <= c.start < clause), before + _SUBJECTLESS + 1)
        clause = before
    said = "".join(cut.words[cue.start : cue.end])
    if happens(cut, cue, name, said):
        return "thing"
    bearer = _BOUND.get(name, "licensee")
    if bearer == "licensor" and cue.cls == "cue.forbid.after" and not _refrains(said):
        return "licensee"
    return bearer if bearer in ("licensor", "law") or said in _MODALS else "licensee"


def _binds_others(cut: Line, clause: int, cue: Cue) -> bool:
    """Whether those are bound who work for the licensor or beside it, or they bind the licensor alone."""
    if occurs(cut, "who.licensee", clause, cue.start):
        return False
    aside = occurs(cut, "who.aside", clause, cue.start)
    if occurs(cut, "who.licensor", cue.end, cue.end + 1) and (aside or "由" in cut.words[clause : cue.start]):
        return True  # "the recordings are ours for research alone, by leave of the station"
    if not aside:
        return False
    end = next((at for at in (*cut.commas, *cut.stops) if at > cue.end), len(cut.words))
    return not occurs(cut, "obj.work", cue.end, end)


_VOUCHING: Final = frozenset(("保证", "担保", "承诺", "确保", "保障"))
_NO_VOUCHING: Final = ("不", "无法", "不能", "未能", "难以", "概不", "不作任何", "不做任何", "不提供任何", "没有任何")
_NOT: Final = ("不", "未", "无法", "不能", "没有", "概不", "难以")
_BARRING: Final = ("不得", "不可", "不许", "不准", "不能", "不应", "禁", "严禁", "请勿", "切勿", "勿")
# "您同意": what stands behind one of these is what is agreed to, and who does that is named there.
_AGREEING: Final = ("同意", "知悉", "知晓", "了解", "理解", "承认", "确认", "认可", "明白", "接受")
# What nobody says of a thing: that it may do so whenever it likes, or is entitled to.
_AT_WILL: Final = ("随时", "任何时间", "任何时候", "不时", "单方", "自行决定", "酌情", "不经通知", "另行通知", "径行")
_YOURS: Final = ("您的", "您之", "您所", "你的", "你之", "使用者的", "使用者之", "用户的")
_NEAR: Final = 16
_READERS: Final = ("您", "你", "使用者", "用户", "被许可", "被授权", "获许可", "获授权", "任何人", "所有人", "乙方")


def _unvouched(cut: Line, cue: Cue) -> bool:
    """Whether the cue only says what nobody vouches for ("不保证内容不包含歧视")."""
    if "".join(cut.words[cue.start : cue.end]).startswith(_BARRING):
        return False
    clause = max(last_before(cut.commas, cue.start), last_before(cut.stops, cue.start))
    for i in range(clause, cue.start + 1):
        if "".join(cut.words[i : i + 2]) in _VOUCHING:
            before = "".join(cut.words[max(clause, i - 2) : i])
            return before.endswith(_NOT) and not occurs(cut, "who.licensee", i, cue.start)
    return False


def _told(cut: Line, clause: int, cue: int) -> int:
    """Where the clause begins that tells what is agreed to: behind "您同意", where somebody else is named."""
    for i in range(cue - 2, clause, -1):
        if "".join(cut.words[i - 1 : i + 1]) in _AGREEING and i + 1 < cue:
            return i + 1
    return clause


def _somebody(cut: Line, clause: int, cue: Cue) -> bool:
    """Whether a name that is no Chinese word ("Acme 得随时...") says who may: somebody else than who reads it."""
    named = [word for word in cut.words[clause : cue.start] if word not in _PLAIN]
    if not named or any(not ("a" <= word[0] <= "z") for word in named):
        return False
    behind = "".join(cut.words[cue.end : cue.end + _NEAR])
    agreed = "".join(cut.words[max(0, clause - 2) : clause]) in _AGREEING
    entitled = "".join(cut.words[cue.start : cue.end]) == "有权"
    return agreed or entitled or any(word in behind for word in (*_AT_WILL, *_YOURS))


def _refrains(said: str) -> bool:
    """Whether a licensor that says so binds itself ("我们不出售用户数据"), and refuses nobody anything."""
    promised = said in _REFRAINING or said.startswith(_PROMISES)
    return promised or (said.startswith("不") and not said.startswith(_REFUSALS))


def _named(cut: Line, start: int, end: int) -> str:
    """The class of the first noun in [start, end) that can be a subject; "" if there is none."""
    found: list[tuple[int, int, str]] = []
    for rank, name in enumerate(_SUBJECTS):
        for s, e in inside(cut.hits.get(name, ()), start, end):
            if (s and cut.words[s - 1] in _PREPOSITIONS) or _aside(cut, s, start):
                continue
            if name == "who.licensee" and "".join(cut.words[e : min(e + 2, end)]) in BELONGINGS:
                continue  # "尊重用户隐私"
            # "许可方的商标": the owner is no subject
            if not (name.startswith("who.") and e < end and cut.words[e] in "的之"):
                found.append((s, rank, name))
                break
    return min(found)[2] if found else ""


def _aside(cut: Line, position: int, start: int) -> bool:
    return any(e > position for kind in _ASIDE for _, e in starting(cut.hits.get(kind, ()), start, position))


# --- what is done -------------------------------------------------------------------------------------


def _governed(
    cut: Line, start: int, end: int, *, edge: int = 0, every: bool = False, strict: bool = False
) -> tuple[frozenset[str], Range]:
    """The verbs that a cue governs: the first, those coordinated with it, and those that it serves ("...来训练...").

    `every`: all of them, where they are the topic or a duty. `strict`: no attributes. What lies across `edge` is cut
    wrong ("严|禁用|于").
    """
    found: dict[int, tuple[int, set[str]]] = {}
    aside = list(starting(cut.hits.get("q.absence", ()), max(0, start - _REACH), end))
    for name, places in cut.hits.items():
        if name.startswith("act."):
            for s, e in inside(places, start, end):
                if not (start < s < edge < e <= s + 2) and not any(a <= s and e <= b for a, b in aside):
                    far, names = found.get(s, (e, set()))
                    names.add(name[4:])
                    found[s] = (max(far, e), names)
    if not found:
        return frozenset(), (start, start)
    verbs = sorted((s, e, names) for s, (e, names) in found.items())
    main = [verb for verb in verbs if not _is_attribute(cut, verb[1], end)] or ([] if strict else verbs)
    if not main:
        return frozenset(), (start, start)
    acts: set[str] = set()
    last = main[0][1]
    opened = -1  # the last comma, or the start of the item, whose first verb was seen
    for s, e, names in main:
        border = max(last_before(cut.commas, s), cut.own if last <= cut.own <= s else 0)
        if every or s <= last or (border > last and border > opened) or _linked(cut, s, last):
            acts |= names
            last = max(last, e)
        opened = max(opened, border)
    return frozenset(acts), (main[0][0], last)


def _is_attribute(cut: Line, end: int, limit: int) -> bool:
    """Whether "的" follows at once, perhaps after "后" or "过", or the words close a clause of time ("分发软件时")."""
    if end < limit and cut.words[end] in ("后", "过", "出", "得", "到"):
        end += 1
    if end < limit and cut.words[end] in ("的", "之", "时", "者", "前"):
        return True
    following = cut.words[end : min(limit, end + _OPENER + 2)]
    if "时" not in following or any(pair in "".join(following) for pair in _NO_TIME):
        return False
    return not any(word in COMMAS or word in _LINKS for word in following[: list(following).index("时")])


def _linked(cut: Line, start: int, last: int) -> bool:
    """Whether the verb is coordinated with the one before it, or follows as its purpose or next step."""
    if "".join(cut.words[start - 2 : start]) in _LIGHT_VERBS:
        return True
    before = start - 1
    while before > last and cut.fillers[before] and cut.words[before] not in _SERIAL:
        before -= 1
    return cut.words[before] in _SERIAL


# --- what narrows it, and what it is done to ----------------------------------------------------------


def _qualifiers(cut: Line, start: int, end: int) -> tuple[Qualifier, ...]:
    """The qualifiers in [start, end): each up to the next, or to the end where it opens a list of purposes."""
    found = sorted({(s, e, kind) for kind in _QUALIFIERS for s, e in inside(cut.hits.get("q." + kind, ()), start, end)})
    result: list[Qualifier] = []
    reached = dict.fromkeys(_QUALIFIERS, -1)
    for number, (s, e, kind) in enumerate(found):
        if s < reached[kind]:
            continue
        comma = first_from(cut.commas, e)
        stop = end if comma is None else comma
        if e - s > _OPENER and kind != "condition":
            stop = e
        elif kind == "purpose":
            stop = next((t for t, _, other in found[number + 1 :] if t >= e and other != kind), end)
        reached[kind] = max(e, min(stop, end))
        result.append(Qualifier(kind, s, reached[kind]))
    return tuple(result)


def _objects(
    cut: Line, act: Range, zone: Range, qualifiers: Sequence[Qualifier], subject: Range
) -> tuple[frozenset[str], Range]:
    """The heads of the object's noun groups: those fronted with "将", after the verbs, before them, or in the topic."""
    comma = first_from(cut.commas, act[1])
    stop = zone[1] if comma is None else min(comma, zone[1])
    for qualifier in qualifiers:
        if qualifier.start >= act[1] and qualifier.kind in ("purpose", "exception", "recipient"):
            stop = min(stop, qualifier.start)
    fronted = next((i for i in range(zone[0], act[0]) if cut.words[i] in _FRONTING), None)
    places = [(act[0], max(stop, act[1])), (zone[0], act[0]), subject]
    for where in places if fronted is None else [(fronted, act[0]), *places]:
        names = _heads(cut, where)
        if names:
            return names, where
    return frozenset(), (act[1], act[1])


def _heads(cut: Line, where: Range) -> frozenset[str]:
    """The classes of the last noun of each coordinated group."""
    start, end = where
    aside = list(starting(cut.hits.get("q.absence", ()), max(0, start - _REACH), end))
    nouns = {
        (s, e)
        for _, places in cut.hits.under("obj.")
        for s, e in inside(places, start, end)
        if not any(a <= s < b for a, b in aside)
    }
    heads: set[Range] = set()
    group = start
    for i in range(start, end + 1):
        if i < end and cut.words[i] in "中里内" and cut.words[i + 1 : i + 2] == ["的"]:
            group = i + 2  # "示例代码中的密钥" is no code
        if i == end or cut.words[i] in _LINKS or cut.words[i] in ",()":
            inner = [(e, e - s, s) for s, e in nouns if group <= s and e <= i]
            if inner:
                far, _, begin = max(inner)
                heads.add((begin, far))
            group = i + 1
    return frozenset(
        name[4:] for name, places in cut.hits.under("obj.") for place in inside(places, start, end) if place in heads
    )
