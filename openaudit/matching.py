"""Which rules hold in a sentence: those that a norm of it meets, and those with a phrase that stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.clauses_zh import stands_alone
from openaudit.clausewise import all_set_aside, inside, set_aside
from openaudit.denials_zh import withheld
from openaudit.described import described
from openaudit.facts import facts
from openaudit.framed_zh import framed
from openaudit.norms import Norm, Reading
from openaudit.pattern import Range, Stretch, find
from openaudit.qualifiers import Qualifier
from openaudit.relieved import relieved
from openaudit.ruleset import Phrase, Rule, Rules, Selector, Test
from openaudit.spared import bared, spared
from openaudit.terms import words_of_term
from openaudit.typed import Final, NamedTuple
from openaudit.workings import workings

NO_ACTS: Final[frozenset[str]] = frozenset()


class Match(NamedTuple):
    """A rule that holds in a sentence. `place` are the words that decide, `norms` the norms it explains."""

    rule: Rule
    place: Range
    norms: tuple[int, ...]
    acts: frozenset[str]


def accuses(match: Match) -> bool:
    """Say whether a criterion may fail for the match, and not only be in doubt."""
    return match.rule.kind == "restriction" and match.rule.confidence != "low"


def doubted(match: Match) -> Match:
    """The same; a restriction of the lowest confidence."""
    return match._replace(rule=match.rule._replace(confidence="low")) if accuses(match) else match


def matches(reading: Reading, rules: Rules, defines: str, *, lead: bool) -> list[Match]:
    """The rules that hold. `defines` is the term that the sentence defines, `lead` says that others continue it."""
    if not reading.stretch.size:
        return []
    bars = not defines or _norm_in_definition(reading)
    barred = _barred(reading)
    found, late = _by_norms(reading, rules, barred, lead=lead)
    if not bars:
        found = [m for m in found if m.rule.kind not in ("restriction", "caution")]
    start = reading.own if stands_alone(reading.words.words, reading.stretch.hits, reading.own) else 0
    for number in rules.phrases.possible(reading.stretch.hits):
        phrase = rules.phrases.items[number]
        rule = rules[phrase.rule]
        if rule.fallback:
            continue
        match = _by_phrase(rule, phrase, reading, barred, start)
        if match is not None and not (
            defines
            and rule.kind == "restriction"
            and not _sizes_a_party(rule, defines)
            and not rule.id.endswith(_READS_DEFINITIONS)
            and defines[:1] < _HAN
        ):
            found.append(match)
    if late and not defines:
        claimed = {n for m in found if m.rule.kind in ("restriction", "caution", "condition") for n in m.norms}
        found += [match for match in late if claimed.isdisjoint(match.norms)]
    serious = any(m.rule.kind in ("restriction", "caution") for m in found)
    if serious and (zones := [*set_aside(reading), *told(reading), *framed(reading)]):
        found = [m for m in found if m.rule.kind not in ("restriction", "caution") or not _aside(m, reading, zones)]
    if reading.words.words[-1] == "?" or described(reading):
        found = [m for m in found if m.rule.kind not in ("restriction", "caution")]
    unique: dict[tuple[str, Range], Match] = {}
    for match in found:
        unique.setdefault((match.rule.id, match.place), match)
    return list(unique.values())


# Whoever these words are defined to be has the rights, and a use so named is the one that is granted or kept back:
# a size in the definition is a limit.
_PARTIES: Final = frozenset(
    "you your licensee licensees user users recipient recipients customer eligible qualifying permitted "
    "commercial noncommercial".split()
)


# Rules so named read what a term is defined to be: '"Permitted Purpose" means for teaching only'.
_READS_DEFINITIONS: Final = "/defined-as"


def _sizes_a_party(rule: Rule, defines: str) -> bool:
    return "quantity" in rule.captures and bool(_PARTIES & set(words_of_term(defines.lower())))


# So many words after a cue a phrase still names what the cue is about.
_NEAR: Final = 6
# The second reading is for plain, short statements; in a long sentence a signal and a topic meet by chance.
_TERSE: Final = 45


# Terms in whose definition a limit on persons, places or purposes can hide, anywhere in the term or at its end.
_WHO_OR_WHERE: Final = frozenset("you your eligible permitted field territory region licensee licensees".split())
_HEADS: Final = frozenset("operator operators user users recipient purpose purposes entity customer use".split())
# "Personal Use" says itself what it is: it is judged where the licence uses it.
_SAID: Final = frozenset("commercial noncommercial personal private".split())


# The same in Chinese, whose words are not spaced; and what says itself what it is.
_HEADS_ZH: Final = (
    *("用途", "目的", "使用", "用户", "使用者", "使用人", "主体", "平台", "环境", "许可材料"),
    *("地域", "地区", "区域", "各地", "许可期", "授权期", "期限", "表列", "清单", "名单", "范围"),
)
_SAID_ZH: Final = ("个人", "商业", "私人")
# The first of the Han characters.
_HAN: Final = "\u3400"


def hides_limit(term: str) -> bool:
    """Whether the definition of such a term may say who may use the work, where or what for."""
    if term[:1] >= _HAN:
        return term.endswith(_HEADS_ZH) and not term.startswith(_SAID_ZH)
    words = words_of_term(term.lower())
    if not words or not _SAID.isdisjoint(words):
        return False
    return words[-1] in _HEADS or not _WHO_OR_WHERE.isdisjoint(words)


def second_reading(reading: Reading, rules: Rules, defines: str) -> list[Match]:
    """The fallback phrases, for a sentence that nothing explains: looser ways of saying, of lower confidence."""
    hits = reading.stretch.hits
    if reading.stretch.size - reading.own > _TERSE or hits.get("cue.cancel") or _keeps_nothing(reading):
        return []
    if defines and not hides_limit(defines):
        return []
    found: dict[str, Match] = {}
    barred = _barred(reading)
    for number in rules.phrases.possible(hits):
        phrase = rules.phrases.items[number]
        rule = rules[phrase.rule]
        if rule.fallback and rule.id not in found:
            match = _by_phrase(rule, phrase, reading, barred)
            if match is not None and match.place[0] >= reading.own:
                found[rule.id] = match
    zones = [*told(reading), *framed(reading)]
    if described(reading):
        return [m for m in found.values() if m.rule.kind in _HARMLESS]
    return [m for m in found.values() if not zones or m.rule.kind in _HARMLESS or not _aside(m, reading, zones)]


_HARMLESS: Final = ("boilerplate", "grant", "condition")


def told(reading: Reading) -> list[Range]:
    """The statements that only tell a fact of something else than the work, or bound a gift beside it (in English)."""
    words, hits = reading.words.words, reading.stretch.hits
    return [*facts(words, hits, reading.own), *relieved(words, hits, reading.own), *workings(reading)]


def _keeps_nothing(reading: Reading) -> bool:
    """Whether the sentence asks, or says itself that it keeps nobody from anything (of its own words only)."""
    if reading.words.words[-1] == "?" or _of_others(reading):
        return True
    if all_set_aside(reading):
        return True
    return any(s >= reading.own for s, _ in reading.stretch.hits.get("guard.harmless", ()))


def _aside(match: Match, reading: Reading, zones: Sequence[Range]) -> bool:
    """Whether what the match is about stands in one of the stretches: its norms' cues, or its words."""
    cues = [reading.norms[n].cue[0] for n in match.norms] or [match.place[0]]
    return all(inside(position, zones) for position in cues)


def _of_others(reading: Reading) -> bool:
    """Whether all that the sentence forbids is forbidden to others than the licensee, or was so in former times."""
    bars = [n for n in reading.norms if n.mode in ("forbid", "limit", "require", "lapse") and n.cue[1] > reading.own]
    words = reading.words.words
    return bool(bars) and all(n.bearer == "thing" or (n.hypothetical and words[n.cue[0]] in _FORMERLY) for n in bars)


_FORMERLY: Final = frozenset("could couldn't was were".split())


def _norm_in_definition(reading: Reading) -> bool:
    """A definition says what a word means; only an outright prohibition inside it is a norm, or a clause behind it."""
    licenses = [s for s, _ in reading.stretch.hits.get("obj.license", ())]
    words = reading.words.words
    for n in reading.norms:
        comma = max((i for i in range(n.scope[0], n.cue[0]) if words[i] == ","), default=-1)
        chinese = words[n.cue[0]] >= _HAN
        if chinese and n.mode in ("forbid", "limit") and comma >= 0 and any(comma < s < n.cue[0] for s in licenses):
            return True
    return any(
        n.mode == "forbid"
        and n.bearer == "licensee"
        and n.acts
        and {"you", "licensee", "\u60a8", "\u4f60"} & set(reading.words.words[n.subject[0] : n.cue[1]])
        for n in reading.norms
    )


# What an exception to a ban does not bar. (To the others it says how far their limit goes: "except for research".)
_BANS: Final = frozenset(
    "no-model-training field-of-use no-competition no-study illegal-use no-circumvention no-sale no-modification"
    " no-redistribution acceptable-use-policy".split()
)


def _barred(reading: Reading) -> Stretch:
    """The sentence without what exceptions to its bans spare."""
    zones = spared(reading)
    return bared(reading.stretch, zones) if zones else reading.stretch


def _by_norms(reading: Reading, rules: Rules, barred: Stretch, *, lead: bool) -> tuple[list[Match], list[Match]]:
    """The rules that a norm of the sentence meets, in the order of the rules; apart, those that are only a fallback."""
    found: list[tuple[int, int, Match]] = []
    occurring = reading.stretch.hits.keys()
    for number, norm in enumerate(reading.norms):
        if lead and norm.open and norm.mode in ("forbid", "require", "lapse") and not states_itself(norm, reading):
            continue
        kinds: frozenset[str] | None = None
        met = -1
        for candidate in rules.about(norm.mode, norm.bearer, norm.acts):
            if rules.selectors.lacks(candidate, occurring):
                continue
            selector = rules.selectors.items[candidate]
            if selector.rule == met:
                continue
            if kinds is None:
                kinds = _narrowing(norm, reading)
            seen = barred if norm.mode == "forbid" and rules[selector.rule].provision in _BANS else reading.stretch
            if _selected(selector, norm, kinds, reading, seen):
                met = selector.rule
                found.append((met, number, Match(rules[met], norm.scope, (number,), norm.acts)))
    found.sort(key=_by_rule)
    matches = [match for _, _, match in found]
    return [m for m in matches if not m.rule.fallback], [m for m in matches if m.rule.fallback]


# So many words behind the "or" of a lead-in announce its items: "or for any of the following purposes:".
_ANNOUNCING: Final = 9


def states_itself(norm: Norm, reading: Reading) -> bool:
    """Whether the prohibition of a lead-in names something itself: "not for spam, *or for the following:*"."""
    words = reading.words.words
    if norm.mode != "forbid" or not norm.acts:
        return False
    size = reading.stretch.size
    start = max(norm.act[1], size - _ANNOUNCING)
    ors = [
        i
        for i in range(start, size - 1)
        if words[i] in ("or", "nor", "and") and words[i + 1] in _TO_ITEMS and i - norm.act[1] >= _BRIEF
    ]
    return any("following" in words[i:size] or size - i <= _BRIEF for i in ors)


_TO_ITEMS: Final = frozenset("in for to by with of any the at as on".split())
_BRIEF: Final = 3


def _by_rule(found: tuple[int, int, Match]) -> tuple[int, int]:
    return found[0], found[1]


def _narrowing(norm: Norm, reading: Reading) -> frozenset[str]:
    """The kinds of qualifier that narrow the norm."""
    kinds = {q.kind for q in norm.qualifiers if not trivial(q, reading.stretch) and not _of_recipient(q, norm, reading)}
    if norm.acts and norm.act[1] <= reading.own < norm.scope[1]:
        kinds.add("item")  # the act stands in the lead-in: the item says which case of it
    return frozenset(kinds)


_WHO: Final = frozenset(("who", "which", "that"))


def _of_recipient(qualifier: Qualifier, norm: Norm, reading: Reading) -> bool:
    """Whether it belongs to a clause about the recipient: "to anybody who has no licence *under this agreement*"."""
    words = reading.words.words
    return qualifier.kind == "manner" and any(
        q.kind == "recipient" and q.end == qualifier.start and not _WHO.isdisjoint(words[q.start : q.end])
        for q in norm.qualifiers
    )


def _selected(selector: Selector, norm: Norm, kinds: frozenset[str], reading: Reading, seen: Stretch) -> bool:
    """Whether the selector holds for a norm of its mode, bearer and acts, and touches the sentence's own words.

    What must stand somewhere must be among what is `seen`.
    """
    if not _fits(selector, norm, kinds):
        return False
    touched = max(norm.cue[1], norm.act[1])
    for test in selector.tests:
        place = held(test, norm, reading.stretch if test.negative or test.slot == "exception" else seen)
        if (place is None) != test.negative:
            return False
        if place is not None and not test.negative:
            touched = max(touched, place[1])
    if kinds and (norm.mode == "forbid" or not selector.tests) and all(test.negative for test in selector.tests):
        touched = norm.scope[1]
    if "item" in selector.qualifiers and "item" in kinds:
        touched = norm.scope[1]  # "the following firms may not use it: - Acme": the item is one of them
    return touched > reading.own


def _fits(selector: Selector, norm: Norm, kinds: frozenset[str]) -> bool:
    """Whether the norm's acts, objects and qualifiers are as the selector asks."""
    if norm.hypothetical and not selector.hypothetical:
        return False
    if selector.only_acts and (not norm.acts or not norm.acts.issubset(selector.only_acts)):
        return False
    objects = norm.objects
    if selector.objects and objects.isdisjoint(selector.objects) and (objects or "none" not in selector.objects):
        return False
    if selector.not_objects and not objects.isdisjoint(selector.not_objects):
        return False
    if selector.qualifiers and kinds.isdisjoint(selector.qualifiers):
        return False
    if selector.not_qualifiers and not kinds.isdisjoint(selector.not_qualifiers):
        return False
    return not (selector.bare and kinds - {"limit"}) and not (selector.narrowed and not kinds)


def held(test: Test, norm: Norm, on: Stretch) -> Range | None:
    """Where the test's pattern holds in its slot of the norm; None if nowhere."""
    for start, end in _slot(test.slot, norm, on):
        for pattern in test.patterns:
            place = find(pattern, on, start, end)
            if place is not None:
                return place
    return None


def _slot(slot: str, norm: Norm, on: Stretch) -> Iterable[Range]:
    if slot == "text":
        return (norm.scope,)
    if slot == "tail":
        return ((norm.cue[1], norm.scope[1]),)
    if slot == "after":
        return ((max(norm.cue[1], norm.act[1]), norm.scope[1]),)
    if slot == "before":
        return ((norm.subject[0], norm.cue[1]),)
    if slot == "subject":
        return (norm.subject,)
    if slot == "verbs":
        return (norm.act,)
    if slot == "object":
        return (norm.object,)
    if slot == "sentence":
        return ((0, on.size),)
    return [(q.start, q.end) for q in norm.qualifiers if q.kind == slot]


# "for it", "for the licensed software".
_FOR_IT: Final = 4


_UNASKED: Final = ("=擅自", "=私自")
_LEAVE_REACH: Final = 6
_SELF: Final = ("=this license", "=this agreement", "=these terms", "=herein", "=hereunder", "who.law")


def _by_leave(start: int, end: int, on: Stretch) -> bool:
    """Whether an exception is only that the licensor says yes, and neither the text itself nor the law."""
    reach = end + _LEAVE_REACH
    if any(start <= s < reach for name in _SELF for s, _ in on.hits.get(name, ())):
        return False
    # "except as expressly allowed in writing by the author" asks for leave, too
    stop = reach if end == start + 1 else end  # "except | with our permission"
    asked = any(start <= s < stop for name in ("topic.consent", "in.writing") for s, _ in on.hits.get(name, ()))
    return asked and any(
        start <= s < reach for name in ("who.licensor", "in.writing") for s, _ in on.hits.get(name, ())
    )


# "with the exception of the original author ,".
_SPARED: Final = 8
# "..., you".
_BEHIND: Final = 2


def _spares_licensor(start: int, end: int, on: Stretch) -> bool:
    """Whether an exception only names the licensor, who is not bound anyway."""
    excepting = any(s in (start, start - 1) for s, _ in on.hits.get("q.exception", ()))
    if not excepting or end - start > _SPARED or on.hits.get("topic.consent"):
        return False
    named = on.hits.get("who.licensor", ())
    if end == start + 1:  # "except | for the author"
        return any(start < s and e < start + _SPARED for s, e in named)
    return any(start < s and end - _BEHIND <= e <= end for s, e in named)


def trivial(qualifier: Qualifier, on: Stretch) -> bool:
    """Qualifiers that narrow nothing: "for any purpose", "in any form", "to third parties"."""
    kind, start, end = qualifier
    if any(start <= s < end for name in ("topic.any", "q.scope") for s, _ in on.hits.get(name, ())) or any(
        e == start for _, e in on.hits.get("q.including", ())
    ):
        return True  # "you may share it, including in commercial projects"
    if kind == "absence" and any(start <= s < end for s, _ in on.hits.get("topic.consent", ())):
        return True  # "without our permission": the act itself is barred until they say yes
    if kind == "exception" and _by_leave(start, end, on):
        return True  # "unless the authors agree in writing": likewise
    if kind == "manner" and any(e == start and _by_leave(s, e, on) for s, e in on.hits.get("q.exception", ())):
        return True  # "except *with our permission*"
    if kind in ("exception", "purpose", "manner") and _spares_licensor(start, end, on):
        return True  # "except for the author, you may not"
    if kind in ("condition", "exception") and any(s == start for s, _ in on.hits.get("=除非", ())):
        return any(start <= s < end for s, _ in on.hits.get("topic.consent", ()))
    if kind == "manner" and any(s == start for name in _UNASKED for s, _ in on.hits.get(name, ())):
        return True  # "擅自传播": without asking
    if (
        kind == "purpose"
        and end - start <= _FOR_IT
        and any(start < s < end and e == end for s, e in on.hits.get("obj.work", ()))
    ):
        return True  # "charge for it", "for the package": its object
    return kind == "recipient" and not any(start <= s < end for s, _ in on.hits.get("who.group", ()))


def _lifted(place: Range, reading: Reading) -> bool:
    """Whether the words end in a prohibition that the sentence takes back: "no field ... *is excluded*"."""
    return any(
        (n.bearer == "thing" and n.mode in ("forbid", "limit") and place[0] <= n.cue[0] and n.cue[1] <= place[1])
        or (
            n.mode == "cancel"
            and (
                n.cue[0] < place[1] <= n.cue[1]
                or (n.subject[0] <= place[0] and place[1] <= n.cue[0] and not _apart(place[1], n.cue[0], reading))
            )
        )
        for n in reading.norms
    )


def _apart(start: int, end: int, reading: Reading) -> bool:
    """Whether a comma lies between, in Chinese, where every clause has one."""
    words = reading.words.words
    return "," in words[start:end] and words[start - 1] >= _HAN


def _to_another(place: Range, reading: Reading) -> bool:
    """Whether the words say what somebody else may do, and nobody else is told that he may."""
    permits = [n for n in reading.norms if n.mode == "permit" and n.scope[0] < place[1] and place[0] < n.scope[1]]
    return any(n.bearer == "party" for n in permits) and not any(n.bearer == "licensee" for n in permits)


def _refused(place: Range, reading: Reading) -> bool:
    """Whether the verb of giving among the words is denied, in Chinese: "不单独授予任何专利许可"."""
    words = reading.words.words
    start = place[0]
    if words[start] < _HAN and words[place[1] - 1] < _HAN:
        return False
    while start and words[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    return any(low < place[1] and place[0] < high for low, high in withheld(words, start, place[1]))


_CLAUSE_ENDS: Final = frozenset(",;。:!?")


def _elsewhere(place: Range, norm: Norm, words: Sequence[str]) -> bool:
    """Whether the place is in a statement before that of the duty: "the source is here, *provided that* ..."."""
    start, end = place[1], norm.cue[0]
    return start <= end and (words[end] == "provided" or ";" in words[start:end] or "but" in words[start:end])


def _beside_grant(rule: Rule) -> tuple[str, ...]:
    """What the phrase of a grant does not explain in Chinese, though it stands among its words: a duty, an end."""
    return ("require", "lapse") if rule.kind == "grant" and rule.language == "zh" else ()


def _by_phrase(rule: Rule, phrase: Phrase, reading: Reading, barred: Stretch, begin: int = 0) -> Match | None:
    """The match of the phrase from the word `begin` on, if it holds; that of a ban among what is `barred`."""
    on = reading.stretch
    seen = barred if rule.provision in _BANS else on
    place = find(phrase.pattern, seen, reading.own if phrase.pattern.parts[0].anchor == "^" else begin)
    if place is None or place[1] <= reading.own:
        return None
    for test in phrase.tests:
        start, end = {"before": (0, place[0]), "after": (place[1], on.size), "text": place}.get(test.slot, (0, on.size))
        if any(find(pattern, on, start, end) for pattern in test.patterns) == test.negative:
            return None
    if rule.kind in ("restriction", "caution") and _lifted(place, reading):
        return None
    if rule.kind == "grant" and (_to_another(place, reading) or _refused(place, reading)):
        return None
    norms = tuple(
        n
        for n, norm in enumerate(reading.norms)
        if (
            norm.cue[0] < place[1]
            and norm.cue[1] > place[0]
            and (
                norm.mode in phrase.claims
                or rule.kind in ("restriction", "caution")
                or norm.mode not in ("forbid", "limit", *_beside_grant(rule))
            )
        )
        # a duty that a condition names, wherever in the duty it stands
        or (
            norm.mode == "require"
            and (rule.kind == "condition" or "require" in phrase.claims)
            and norm.scope[0] <= place[0] < norm.scope[1]
            and not _elsewhere(place, norm, reading.words.words)
        )
        # a prohibition whose matter the phrase names, right behind the cue
        or (norm.mode in phrase.claims and norm.cue[1] <= place[0] <= min(norm.cue[1] + _NEAR, norm.scope[1]))
    )
    return Match(rule, place, norms, NO_ACTS)
