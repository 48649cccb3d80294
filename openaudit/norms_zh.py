"""The norms of a Chinese sentence: the same `Norm`s as norms.py, read by the order of Chinese words.

Purpose and manner stand between the modal and the verb, an "if" clause ends in a comma, a condition may close
with a particle, subjects are left out, and what is barred may stand as the topic far before the cue. So a norm
here reaches over the comma clauses that belong to it, and the words decide little by their place alone.
"""

from __future__ import annotations

from typing import Final

from openaudit.lexicon import Hits, Words
from openaudit.norms import Norm, Qualifier, Range
from openaudit.pattern import Stretch

# Cue class -> (mode, side on which the acts stand), by rank: where two cues of a length share words the first wins.
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
# A list item with one of these is a sentence of its own.
_COMPLETE: Final = ("cue.forbid.after", "cue.require", "cue.permit", "cue.limit")
_QUALIFIERS: Final = ("purpose", "manner", "condition", "exception", "absence", "recipient", "place", "time")
_REACH: Final = 180
# A second cue of the same duty stands at most so many words behind the first.
_ECHO: Final = 3
_HARD_STOPS: Final = frozenset(";。!?")
# What opens a qualifier has at most so many words; a longer one is closed by its own last word ("出于...目的").
_OPENER: Final = 4
_COMMAS: Final = frozenset(",:")
_LINKS: Final = frozenset("、或和及与并且而/又再亦也")
_BEARERS: Final = ("who.licensee", "who.licensor", "who.law", "obj.license", "obj.patent", "obj.rights")
_BY_NAME: Final = {"who.licensor": "licensor", "who.law": "law", "obj.license": "license", "obj.patent": "patent", "obj.rights": "rights"}


def read_norms(words: Words, on: Stretch, own: int = 0) -> tuple[Norm, ...]:
    """The norms of the sentence, in order. `own` is its first own word, after those of its lead-ins."""
    cues = _cues(words, on.hits, own)
    if not cues:
        return ()
    text = words.words
    stops = [i for i, word in enumerate(text) if word in _HARD_STOPS]
    commas = [i for i, word in enumerate(text) if word in _COMMAS]
    ruptures = sorted({s for name in ("contrast", "consequence") for s, _ in on.hits.get(name, ()) if not _unless(text, s)})
    lefts = [_left(number, cues, stops, commas, ruptures, own if cues[number][0] >= own else 0) for number in range(len(cues))]
    return tuple(_norm(words, on, cues, number, lefts, stops, commas, own) for number in range(len(cues)))


def _unless(words: list[str], at: int) -> bool:
    """Does the "否则" that stands here answer an "除非"? Then it breaks nothing off."""
    return words[at : at + 2] == ["否", "则"] and any(words[i : i + 2] == ["除", "非"] for i in range(max(0, at - 60), at))


def _cues(words: Words, hits: Hits, own: int) -> list[tuple[int, int, str]]:
    """The cues, in order: of those that overlap the longest, then the one that ranks first."""
    ranks = {name: rank for rank, name in enumerate(_CUES)}
    found = sorted((s - e, ranks[name], s, e, name) for name in _CUES for s, e in hits.get(name, ()))
    taken: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for _, _, start, end, name in found:
        span = range(start, end)
        if used.isdisjoint(span) and not _attributive(words.words, start, end, name):
            used.update(span)
            taken.append((start, end, name))
        elif name == "cue.limit" and not any(s < end and start < e and other in ("cue.limit", "cue.cancel") for s, e, other in taken):
            taken.append((start, end, name))
    return _without_echoes(sorted(taken), words.words, own)


def _without_echoes(cues: list[tuple[int, int, str]], words: list[str], own: int) -> list[tuple[int, int, str]]:
    """One duty said twice ("应当|事先取得", "必须|先") is one."""
    kept: list[tuple[int, int, str]] = []
    for cue in cues:
        last = kept[-1] if kept else (0, 0, "")
        echo = cue[2] == last[2] == "cue.require" and cue[0] - last[1] <= _ECHO
        if last[2] == "cue.request" and cue[2] in ("cue.forbid.after", "cue.require") and cue[0] - last[1] <= _ECHO:
            kept.pop()  # "请你不要..."
        # "不得允许他人...", "应保证用户可以...": what somebody else may do is part of the duty
        part = cue[2] in ("cue.permit", "cue.permit.decree") and last[2] in ("cue.forbid.after", "cue.require")
        # "可以拒绝更新": to be free to refuse is no bar
        part = part or last[2] == "cue.permit" and cue[2] == "cue.forbid.after" and "".join(words[cue[0] : cue[1]]) in _REFUSING
        part = part or cue[2] == last[2] == "cue.forbid.after"
        if last[1] <= own <= cue[0]:
            echo = part = False
        if not echo and not (part and not any(words[i] in ",;。:" for i in range(last[1], cue[0]))):
            kept.append(cue)
    return kept


def _attributive(words: list[str], start: int, end: int, name: str) -> bool:
    """Is the cue only an attribute ("禁止的方式", "应承担的责任"), or a noun in a list ("订立、修改和终止")?"""
    if name == "cue.forbid.decree":
        return False
    if name.endswith(".before"):
        return end + 1 < len(words) and words[end] == "的" and words[end + 1] not in _COMMAS
    if name == "cue.lapse" and start and words[start - 1] in "、和及与或":
        return True
    return end < len(words) and words[end] == "的"


def _left(number: int, cues: list[tuple[int, int, str]], stops: list[int], commas: list[int], ruptures: list[int], floor: int) -> int:
    """Where the words that belong to the cue begin: after a stop, a contrast, or the clause of the cue before."""
    start = cues[number][0]
    left = max([floor, *(s + 1 for s in stops if s < start)])
    left = max([left, *(s for s in ruptures if s <= start)])
    for previous in cues[:number]:
        if previous[1] > start or previous[0] < floor:
            continue
        comma = next((c + 1 for c in commas if previous[1] <= c < start), None)
        left = max(left, comma if comma is not None else previous[1] if previous[1] <= start else left)
    return min(left, start)


def _norm(words: Words, on: Stretch, cues: list[tuple[int, int, str]], number: int, lefts: list[int], stops: list[int], commas: list[int], own: int) -> Norm:
    start, end, cls = cues[number]
    mode, side = _CUES[cls]
    hits = on.hits
    left = max(lefts[number], start - _REACH)
    right = min([on.size, end + _REACH, *(s for s in stops if s >= end)])
    for later in range(number + 1, len(cues)):
        if cues[later][0] >= end and lefts[later] >= end:
            right = min(right, lefts[later])
            break
    if mode == "require" and end <= own < right and any(s >= own and other in _COMPLETE for s, _, other in cues):
        right = own  # "must meet these conditions:" and then sentences of their own
    right = min([right, *(s for s, _ in hits.get("consequence", ()) if s >= end)])
    right = max(right, end)
    hypothetical = _hypothetical(words, hits, commas, cues, number, left)
    topic = left
    if not hypothetical and side != "after":
        topic = _widen(cues, number, lefts, stops, words, hits, commas)
    subject = (topic, start)
    bearer = _bearer(words.words, hits, left, start, end, cls, commas)
    if side == "before" and (own <= end or not any(s < own for s, _ in hits.get("list.follows", ()))):
        zone = (topic, start)
        tail = end
    elif side == "before":
        zone, tail, right = (topic, right), end, max(right, on.size if own and end <= own else right)
    else:
        zone, tail = (start, right), end
    fronted = any(words.words[i] in "将把" for i in range(start, min(end + _OPENER, right)))
    acts, act = _governed(words.words, on, *zone, own=own, every=fronted or side == "before" or mode == "require")
    if not acts and side != "after":
        acts, act = _governed(words.words, on, topic, right)
    elif not acts:
        acts, act = _governed(words.words, on, left, start)
    qualifiers = _qualifiers(words.words, on, left, right)
    if side == "both" and mode == "limit":
        qualifiers = (Qualifier("limit", start, right), *qualifiers)
    objects, place = _objects(words.words, hits, act, zone, qualifiers, (topic, start))
    return Norm(
        mode, bearer, acts, objects, qualifiers, (start, end), subject, act if acts else (tail, tail), place, (topic, right),
        hypothetical, right >= on.size - 1,
    )


def _widen(cues: list[tuple[int, int, str]], number: int, lefts: list[int], stops: list[int], words: Words, hits: Hits, commas: list[int]) -> int:
    """The topic of a cue that looks back: over clauses that are only a case ("...的,", "如...,") to where they begin."""
    left = lefts[number]
    index = number - 1
    while index >= 0 and left > 0 and words.words[left - 1] in _COMMAS and _hypothetical(words, hits, commas, cues, index, lefts[index]):
        left = lefts[index]
        index -= 1
    return left


def _hypothetical(words: Words, hits: Hits, commas: list[int], cues: list[tuple[int, int, str]], number: int, left: int) -> bool:
    """Does the cue stand in a case: after "如" in the same comma clause, or in one that ends in "的,", "者," or "时,"?"""
    start, end, _ = cues[number]
    clause = max([left, *(c + 1 for c in commas if c < start)])
    if any(clause <= s < start for s, _ in hits.get("q.if", ())):
        return True
    if any(clause <= s < start for s, _ in hits.get("past", ())) and any(s > end for s, _ in hits.get("repealed", ())):
        return True  # "earlier versions barred it; that has been repealed"
    if cues[number][2].startswith("cue.forbid") and any(left <= s < start for s, _ in hits.get("breach", ())):
        return True  # "whoever does not accept the terms may not ...": what follows from a breach
    if number == 0 or cues[number - 1][1] <= left:
        opened = any(left <= s < clause for s, _ in hits.get("q.if", ()))
        if opened and any(words.words[i] == "则" and words.words[i - 1] in _COMMAS for i in range(end, len(words.words))):
            return True
    comma = next((c for c in commas if c >= end), None)
    if comma is None or words.words[comma] == ":":
        return False
    closing = words.words[comma - 1]
    if closing == "的" and words.words[comma - 2] == "目":
        return False
    follows = any(s > comma for s, _, _ in cues[number + 1 :])
    return follows and (closing in ("的", "者", "时", "后", "前") or words.words[comma - 2 : comma] in (["的", "话"], ["之", "日"])) and comma - end > 0


def _bearer(words: list[str], hits: Hits, left: int, start: int, end: int, cls: str, commas: list[int]) -> str:
    """Who is bound: the first that the cue's own clause names, or the clause before it; the licensee where none is."""
    if cls in ("cue.forbid.decree", "cue.permit.decree", "cue.cancel", "cue.limit", "cue.lapse", "cue.forbid.before"):
        return "licensee"
    clause = max([left, *(c + 1 for c in commas if c < start)])
    name = _named(words, hits, clause, start)
    if not name and start - clause <= 3:
        stop = max((i + 1 for i in range(clause) if words[i] in _HARD_STOPS), default=0)
        before = max([stop, *(c + 1 for c in commas if c < clause - 1)])
        if not any(before <= s < clause for kind in ("q.if", "q.absence") for s, _ in hits.get(kind, ())):
            name = _named(words, hits, before, clause)
    bearer = _BY_NAME.get(name, "licensee")
    if name.startswith("obj.") and words[start:end] == ["不", "会"] and end < len(words) and words[end] not in "被用":
        return "license"  # "the software will not upload anything" binds nobody
    # "本许可不适用于...": a licence that withholds something restrains the licensee; only a modal makes it the subject.
    modal = "".join(words[start:end])
    if bearer == "licensor" and cls == "cue.forbid.after" and modal not in _REFRAINING:
        return "licensee"  # "授权人不予同意": what the licensor refuses is barred to the licensee
    return bearer if bearer in ("licensor", "law") or modal in _MODALS else "licensee"


_REFUSING: Final = frozenset("拒绝 放弃 避免 停止 排除 不接受 不使用 不同意 不开放 不予 不授权 不支持 不欢迎".split())
_MODALS: Final = frozenset("应 应当 应该 须 应予 可 可以 得 能 能够 不能 不会 不应 不应当 不可".split())
_REFRAINING: Final = frozenset("不得 不能 不能够 不会 不应 不应当 不可 无权 不将 不会将 不对 不就 不再 没有义务 绝不 决不 不会把 不会被 不得再 拒绝".split())
_ASIDE: Final = ("q.absence", "q.recipient", "q.exception")


def _named(words: list[str], hits: Hits, start: int, end: int) -> str:
    best: tuple[int, int, str] | None = None
    for rank, name in enumerate((*_BEARERS, "obj.work", "obj.derivative", "obj.output", "obj.notice", "obj.name", "act")):
        for s, e in hits.get(name, ()):
            if start <= s and e <= end and not _aside(hits, s, start) and not (s and words[s - 1] in ("经", "由", "向", "对", "与", "就", "按", "据", "在", "为", "给", "遵")):
                # "许可方的商标": the owner is no subject, and neither is what an owner's licence is called
                if name.startswith("who.") and e < end and words[e] in ("的", "之"):
                    continue
                if best is None or (s, rank) < best[:2]:
                    best = (s, rank, name)
    return best[2] if best else ""


def _aside(hits: Hits, position: int, start: int) -> bool:
    return any(start <= s < position < e for kind in _ASIDE for s, e in hits.get(kind, ()))


def _governed(words: list[str], on: Stretch, start: int, end: int, *, own: int = 0, every: bool = False) -> tuple[frozenset[str], Range]:
    """The verbs that a cue governs: the first, those coordinated with it, and those that its result serves ("...来训练...");
    `every`: all of them, where they are the topic."""
    by_start: dict[int, tuple[int, set[str]]] = {}
    aside = on.hits.get("q.absence", ())
    for name, places in on.hits.items():
        if name.startswith("act."):
            for s, e in places:
                if start <= s and e <= end and not any(a <= s and e <= b for a, b in aside):
                    far, names = by_start.get(s, (e, set()))
                    names.add(name[4:])
                    by_start[s] = (max(far, e), names)
    if not by_start:
        return frozenset(), (start, start)
    found = sorted(by_start.items())
    main = [f for f in found if not _is_attribute(words, f[1][0], end)] or found
    acts: set[str] = set()
    first, last = main[0][0], main[0][1][0]
    for s, (e, names) in main:
        if s > first and not every and not (last <= own <= s and not any(own <= t < s for t, _ in main)) and not _linked(words, on, s, last):
            continue
        acts |= names
        last = max(last, e)
    return frozenset(acts), (first, last)


def _is_attribute(words: list[str], end: int, limit: int) -> bool:
    """Does "的" follow at once, perhaps after "后" or "过"?"""
    if end < limit and words[end] in ("后", "过", "出", "得", "到"):
        end += 1
    if end < limit and words[end] in ("的", "时", "者"):
        return True
    following = words[end : min(limit, end + _OPENER + 2)]
    if any(pair in "".join(following) for pair in ("不时", "同时", "及时", "随时", "届时", "有时")):
        return False
    return "时" in following and not any(w in _COMMAS or w in _LINKS for w in following[: following.index("时")])


_SERIAL: Final = frozenset("来去以后并且或、和及与/而就再便于作为将把用从对其,并予")


def _linked(words: list[str], on: Stretch, start: int, last: int) -> bool:
    """Is the verb coordinated with one before it, or does it follow as its purpose or next step?"""
    if start <= last:
        return True
    comma = next((i for i in range(start - 1, last - 1, -1) if words[i] in _COMMAS), -1)
    if comma >= 0 and not any(comma < s < start for name, places in on.hits.items() if name.startswith("act.") for s, _ in places):
        return True  # the first verb of a further clause
    before = start - 1
    if "".join(words[start - 2 : start]) in ("进行", "予以", "加以", "从事", "实施"):
        return True
    while before > last and on.fillers[before] and words[before] not in _SERIAL:
        before -= 1
    return words[before] in _SERIAL


def _qualifiers(words: list[str], on: Stretch, start: int, end: int) -> tuple[Qualifier, ...]:
    """The qualifiers in [start, end): each up to the next, or to the end where it opens a list of purposes."""
    found = sorted({(s, e, kind) for kind in _QUALIFIERS for s, e in on.hits.get("q." + kind, ()) if start <= s and e <= end})
    result: list[Qualifier] = []
    for number, (s, e, kind) in enumerate(found):
        if any(q.kind == kind and q.start <= s < q.end for q in result):
            continue
        following = next((t for t, _, other in found[number + 1 :] if t >= e and other != kind), end)
        comma = next((i for i in range(e, end) if words[i] in _COMMAS), end)
        stop = e if e - s > _OPENER and kind != "condition" else following if kind == "purpose" else comma
        result.append(Qualifier(kind, s, max(e, min(stop, end))))
    return tuple(result)


# What stands before its verb behind one of these is its object.
_FRONTING: Final = frozenset("将把对")


def _objects(words: list[str], hits: Hits, act: Range, zone: Range, qualifiers: tuple[Qualifier, ...], subject: Range) -> tuple[frozenset[str], Range]:
    """The heads of the object's noun groups: after the verbs, else after "将" or "对" before them, else the topic."""
    stop = next((i for i in range(act[1], zone[1]) if words[i] in _COMMAS), zone[1])
    stop = min([stop, *(q.start for q in qualifiers if q.start >= act[1] and q.kind in ("purpose", "exception", "recipient"))])
    fronted = next((i for i in range(zone[0], act[0]) if words[i] in _FRONTING), None)
    places = [(act[0], max(stop, act[1])), (zone[0], act[0]), subject]
    for where in places if fronted is None else [(fronted, act[0]), *places]:
        names = _heads(words, hits, where)
        if names:
            return names, where
    return frozenset(), (act[1], act[1])


def _heads(words: list[str], hits: Hits, where: Range) -> frozenset[str]:
    start, end = where
    names: set[str] = set()
    aside = hits.get("q.absence", ())
    group = start
    for i in range(start, end + 1):
        if i == end or words[i] in _LINKS or words[i] in ",()":
            best: tuple[int, int] | None = None
            if any(pair == ["中", "的"] for pair in (words[k : k + 2] for k in range(group, i - 1))):
                group = max(k for k in range(group, i - 1) if words[k : k + 2] == ["中", "的"]) + 2
            for name, places in hits.items():
                if name.startswith("obj."):
                    for a, b in places:
                        if group <= a and b <= i and not any(x <= a < y for x, y in aside) and (best is None or (b, b - a) > (best[1], best[1] - best[0])):
                            best = (a, b)
            if best:
                names.update(n[4:] for n, places in hits.items() if n.startswith("obj.") and best in places)
            group = i + 1
    return frozenset(names)
