"""The clauses of a Chinese sentence: its cues, the words that belong to each, and which cues stand in a mere case.

A comma ends a clause, not a sentence: what is barred may stand several clauses before its cue, a case ("如...,",
"...的,") is no rule, and a contrast ("但") or a consequence ("否则") breaks off what was said before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from openaudit.lexicon import Hits
from openaudit.typed import Final, NamedTuple

Range = tuple[int, int]

# A second cue of the same duty stands at most so many words behind the first.
_ECHO: Final = 3
# So near behind "未经授权" stands what may not be done.
_LACKING: Final = 10
# An item of so few words only answers its lead-in.
_ANSWER: Final = 5
_STOPS: Final = frozenset(";。!?")
COMMAS: Final = frozenset(",:")
# The answer to an "除非" is looked for so many words before it.
_UNLESS_REACH: Final = 60
# Cues that say nothing new behind a permission: to be free to refuse is no bar ("可以拒绝更新").
_REFUSING: Final = frozenset("拒绝 放弃 避免 停止 排除 不接受 不使用 不同意 不开放 不予 不授权 不支持 不欢迎".split())
# What comes behind these is not said at all.
_UNSAID: Final = (
    *"不意味着 并不意味着 不等于 不代表 不得解释为 不应解释为 不可解释为 不得视为 并未禁止 并不禁止 不禁止".split(),
    *"不得将 不应将 不可将 不能将 不宜将 不得把 不应把".split(),
)
# With a verb and "的" these make an adjective ("不可移除的标识").
_ADJECTIVAL: Final = frozenset(("不可", "可", "不能", "难以"))
_CASE_ENDS: Final = ("的", "者", "时", "后", "前")
_CASE_PAIRS: Final = (["的", "话"], ["之", "日"])


class Cue(NamedTuple):
    """A word that permits, forbids, limits or requires: its range and its class in the language table."""

    start: int
    end: int
    cls: str


class Line(NamedTuple):
    """A sentence with what its clauses are cut by. `own` is its first own word, after those of its lead-ins."""

    words: Sequence[str]
    hits: Hits
    fillers: Sequence[bool]
    size: int
    own: int
    stops: Sequence[int]
    commas: Sequence[int]
    ruptures: Sequence[int]
    cues: Sequence[Cue]


def line(words: Sequence[str], hits: Hits, fillers: Sequence[bool], own: int, ranks: Mapping[str, int]) -> Line:
    """Cut the sentence up. `ranks` are the cue classes, the first of which wins where two cues are equally long."""
    ruptures = sorted(
        {s for name in ("contrast", "consequence") for s, _ in hits.get(name, ()) if not _answers_unless(words, s)}
    )
    return Line(
        words,
        hits,
        fillers,
        len(words),
        own,
        [i for i, word in enumerate(words) if word in _STOPS],
        [i for i, word in enumerate(words) if word in COMMAS],
        ruptures,
        _cues(words, hits, own, ranks),
    )


def _answers_unless(words: Sequence[str], at: int) -> bool:
    """Whether the "否则" that stands here answers an "除非": then it breaks nothing off."""
    return list(words[at : at + 2]) == ["否", "则"] and any(
        words[i] == "除" and words[i + 1] == "非" for i in range(max(0, at - _UNLESS_REACH), at)
    )


def starting(places: Sequence[Range], start: int, end: int) -> Iterator[Range]:
    """Those of the places, sorted by their start, that start in [start, end)."""
    i = bisect_left(places, (start, 0))
    while i < len(places) and places[i][0] < end:
        yield places[i]
        i += 1


def inside(places: Sequence[Range], start: int, end: int) -> Iterator[Range]:
    """Those of the places that lie wholly in [start, end)."""
    return (place for place in starting(places, start, end) if place[1] <= end)


def occurs(line: Line, name: str, start: int, end: int) -> bool:
    """Whether the class starts somewhere in [start, end)."""
    return occurs_in(line.hits, name, start, end)


def occurs_in(hits: Hits, name: str, start: int, end: int) -> bool:
    """The same of hits."""
    return next(starting(hits.get(name, ()), start, end), None) is not None


def last_before(marks: Sequence[int], at: int) -> int:
    """Where the stretch that `at` stands in begins: after the last of the marks before it."""
    i = bisect_left(marks, at)
    return marks[i - 1] + 1 if i else 0


def first_from(marks: Sequence[int], at: int) -> int | None:
    """The first of the marks at or behind `at`."""
    i = bisect_left(marks, at)
    return marks[i] if i < len(marks) else None


# Who stands so few words behind the start of an item is its subject ("在..., 您", "如果您").
_SUBJECT_NEAR: Final = 2
_PERSONS: Final = ("who.licensee", "who.licensor", "who.law")
_STATING: Final = ("cue.forbid.after", "cue.require", "cue.permit", "cue.limit")
_BARRING: Final = ("cue.forbid.after", "cue.forbid.before", "cue.forbid.decree", "cue.limit")


def stands_alone(words: Sequence[str], hits: Hits, own: int) -> bool:
    """Whether an item is a sentence of its own, so that the verb of its lead-in ("须遵守以下条款:") is not its verb.

    It names who does something, or says itself what may, must or must not be done. What a lead-in forbids or limits,
    its items always go on with.
    """
    if not own or own >= len(words) or words[own] < "\u3400":
        return False
    if any(s < own for name in _BARRING for s, _ in hits.get(name, ())):
        return False
    comma = next((i for i in range(own, len(words)) if words[i] in COMMAS or words[i] in _STOPS), len(words))
    persons = [s for name in _PERSONS for s, _ in starting(hits.get(name, ()), own, comma)]
    if "由" in words[own:comma]:
        return True
    # "the applicant's certificate" does nothing, nor does its representative
    acts = [name for name, _ in hits.under("act.") if name != "act.endorse"]
    does = "不" in words[own:comma] or any(occurs_in(hits, name, own, comma) for name in (*acts, "cue"))
    if does and any(s <= own + _SUBJECT_NEAR for s in persons):
        return True
    return any(occurs_in(hits, name, own, comma) for name in _STATING)


def _cues(words: Sequence[str], hits: Hits, own: int, ranks: Mapping[str, int]) -> list[Cue]:
    """The cues, in order: of those that overlap the longest, then the one that ranks first."""
    found = sorted((s - e, ranks[name], s, e, name) for name in ranks for s, e in hits.get(name, ()))
    taken: list[Cue] = []
    used: set[int] = set()
    limited: set[int] = set()
    for _, _, start, end, name in found:
        span = range(start, end)
        if start < own < end:
            continue  # the end of a lead-in and the beginning of an item make no word together
        free = used.isdisjoint(span) and not _attributive(words, start, end, name)
        if not free and not (name == "cue.limit" and limited.isdisjoint(span)):
            continue
        if free:
            used.update(span)
        if name in ("cue.limit", "cue.cancel"):
            limited.update(span)
        taken.append(Cue(start, end, name))
    return _without_echoes(sorted(taken), words, own)


def _without_echoes(cues: Sequence[Cue], words: Sequence[str], own: int) -> list[Cue]:
    """One duty said twice ("应当|事先取得", "请|不要") is one, and what it holds is no norm of its own."""
    kept: list[Cue] = []
    for cue in cues:
        last = kept[-1] if kept else Cue(0, 0, "")
        near = cue.start - last.end <= _ECHO
        if last.cls == "cue.forbid.before" and cue.cls == "cue.forbid.after" and _lacks(words, last, cue):
            kept.pop()
        apart = last.end <= own <= cue.start
        if near and last.cls == "cue.request" and cue.cls in ("cue.forbid.after", "cue.require"):
            kept.pop()
        elif not apart and near and cue.cls == last.cls == "cue.require":
            continue
        if not apart and _part_of(cue, last, words):
            continue
        kept.append(cue)
    return kept


def _lacks(words: Sequence[str], cue: Cue, bar: Cue) -> bool:
    """Whether the words say only what is missing where the bar behind them is broken ("未经授权,任何人不得...")."""
    if bar.start - cue.end > _LACKING or any(word in _STOPS for word in words[cue.end : bar.start]):
        return False
    return "".join(words[cue.start : cue.start + 2]) in ("未经", "未获", "未得", "非经", "未予")


def _part_of(cue: Cue, last: Cue, words: Sequence[str]) -> bool:
    """Whether the cue only says what the one before it is about, in the same clause ("不得允许他人...")."""
    if any(word in ",;。:" for word in words[last.end : cue.start]):
        return False
    if last.cls == "cue.cancel":
        said = "".join(words[last.start : last.end])
        # "nobody need *obtain* a license", "free does not mean that sale is *barred*"
        return cue.cls == "cue.require" or (
            said.startswith(_UNSAID) and cue.cls.startswith(("cue.forbid", "cue.limit"))
        )
    if cue.cls == "cue.forbid.after":
        refused = last.cls == "cue.permit" and "".join(words[cue.start : cue.end]) in _REFUSING
        return refused or last.cls == "cue.forbid.after"
    return cue.cls in ("cue.permit", "cue.permit.decree") and last.cls in ("cue.forbid.after", "cue.require")


def _attributive(words: Sequence[str], start: int, end: int, name: str) -> bool:
    """Whether the cue is only an attribute ("禁止的方式", "应承担的责任") or a noun in a list ("订立、修改和终止")."""
    if name == "cue.forbid.decree":
        return False
    if name.endswith(".before"):
        return end + 1 < len(words) and words[end] == "的" and words[end + 1] not in COMMAS | _STOPS
    if "".join(words[start:end]) in _ADJECTIVAL and words[end + 2 : end + 3] in (["的"], ["之"]):
        return True
    if name == "cue.lapse" and start and words[start - 1] in "、和及与或":
        return True
    return end < len(words) and words[end] == "的"


def left_of(line: Line, number: int) -> int:
    """Where the words that belong to the cue begin: after a stop, a contrast, or the clause of the cue before."""
    start = line.cues[number].start
    answer = line.size - line.own <= _ANSWER  # "AI 训练:不允许。": the lead-in is what the cue is about
    floor = line.own if start >= line.own and not answer else 0
    at = bisect_left(line.ruptures, start + 1)
    rupture = line.ruptures[at - 1] if at else 0
    if at and occurs(line, "consequence", rupture, rupture + 1) and (not number or line.cues[0].start >= rupture):
        rupture = 0  # "whoever resells it, once found out, loses the licence": a consequence of no norm
    left = max(floor, last_before(line.stops, start), rupture)
    for previous in reversed(line.cues[:number]):
        if previous.start < floor:
            break
        if previous.end <= start:
            comma = first_from(line.commas, previous.end)
            left = max(left, comma + 1 if comma is not None and comma < start else previous.end)
            break
    return min(left, start)


def topic_of(line: Line, number: int, lefts: Sequence[int]) -> int:
    """Where the topic of a cue that looks back begins: before the clauses that are only a case ("...的,", "如...,")."""
    left = lefts[number]
    index = number - 1
    while index >= 0 and left > 0 and line.words[left - 1] in COMMAS and hypothetical(line, index, lefts[index]):
        left = lefts[index]
        index -= 1
    return left


def hypothetical(line: Line, number: int, left: int) -> bool:
    """Whether the cue is no rule: in a case, in former times, or only what follows from a breach."""
    start, end, cls = line.cues[number]
    clause = max(left, last_before(line.commas, start))
    if occurs(line, "q.if", clause, start):
        return True
    if occurs(line, "past", clause, start) and occurs(line, "repealed", end + 1, line.size):
        return True
    if cls.startswith("cue.forbid") and occurs(line, "breach", left, start):
        return True
    if number == 0 or line.cues[number - 1].end <= left:
        answered = any(line.words[c + 1 : c + 2] == ["则"] for c in line.commas[bisect_left(line.commas, end) :][:8])
        if answered and occurs(line, "q.if", left, clause):
            return True
    return _closes_a_case(line, number)


def _closes_a_case(line: Line, number: int) -> bool:
    """Whether the cue's clause ends as a case does ("...的,", "...者,", "...时,") with another cue behind it."""
    comma = first_from(line.commas, line.cues[number].end)
    if comma is None or line.words[comma] == ":" or comma == line.cues[number].end:
        return False
    if not any(cue.start > comma for cue in line.cues[number + 1 : number + 9]):
        return False
    pair = list(line.words[comma - 2 : comma])
    return pair != ["目", "的"] and (pair[-1] in _CASE_ENDS or pair in _CASE_PAIRS)
