"""What narrows a norm (purpose, manner, condition, recipient ...), what it limits to, and what its acts are done to."""

from __future__ import annotations

from openaudit.lexicon import Hits, Words
from openaudit.pattern import Range, Stretch
from openaudit.typed import Final, NamedTuple

QUALIFIERS: Final = ("purpose", "manner", "condition", "exception", "absence", "recipient", "place", "time")
# A longer group of verbs may hold objects of its own.
_SHORT_VERBS: Final = 5
# The head of a noun group stands before these: "notices *of* the Software".
_AFTER_HEAD: Final = frozenset("of in on from contained appearing attached affixed that which thereof embodied".split())


class Qualifier(NamedTuple):
    """A narrowing part of a norm: its kind, and its words including the introducing ones."""

    kind: str
    start: int
    end: int


def qualifiers_in(on: Stretch, start: int, end: int) -> tuple[tuple[Qualifier, ...], int]:
    """The qualifiers in [start, end), each up to the next; and where the first of them starts."""
    found = sorted((s, kind) for kind in QUALIFIERS for s, e in on.hits.get("q." + kind, ()) if start <= s and e <= end)
    if not found:
        return (), end
    result: list[Qualifier] = []
    for number, (s, kind) in enumerate(found):
        stop = next((t for t, _ in found[number + 1 :] if t > s), end)
        if number and found[number - 1][0] == s:
            stop = max(stop, result[-1].end)
        result.append(Qualifier(kind, s, stop))
    return tuple(result), found[0][0]


def limit_of(words: Words, on: Stretch, cue: Range, start: int, end: int) -> Range:
    """What a limit limits to: the words after the cue, or, where it stands last ("... only"), before it."""
    after = words.words[cue[1]] if cue[1] < end else "."
    if after in (",", ";", ".", ")", "\u3002", "and", "provided"):
        return max(start, cue[0] - 12), cue[1]
    cases = (*on.hits.get("q.if", ()), *on.hits.get("q.condition", ()))
    stop = min((s for s, _ in cases if cue[1] + 1 < s < end and not _bracketed(words, cue[1], s)), default=end)
    return cue[0], min(stop, cue[1] + 30)


def _bracketed(words: Words, start: int, position: int) -> bool:
    """Whether the position lies inside a bracket opened since `start`: "the Model (as defined below) for ..."."""
    passed = words.words[start:position]
    return passed.count("(") > passed.count(")")


def objects_in(words: Words, hits: Hits, where: Range) -> tuple[frozenset[str], Range]:
    """The heads of the object's noun groups: in "copyright notices of the Software", the notices."""
    start, end = where
    places = [(a, b, name) for name, found in hits.under("obj.") for a, b in found if start <= a and b <= end]
    if not places:
        return frozenset(), where
    groups: list[Range] = []
    i = group = start
    while i <= end:
        word = words.words[i] if i < end else ","
        if word in (",", "and", "or", "nor", "/", "(", ")", "\u3001", "\u6216", "\u548c", "\u53ca"):
            if i > group:
                groups.append((group, i))
            group = i + 1
        i += 1
    names: set[str] = set()
    for s, e in groups:
        cut = next((k for k in range(s, e) if words.words[k] in _AFTER_HEAD), e)
        if cut == s:
            cut = e
        best = max(((b, b - a) for a, b, _ in places if s <= a and b <= cut), default=None)
        if best:
            names.update(name[4:] for a, b, name in places if (b, b - a) == best)
    return frozenset(names), where


def displaced_objects(words: Words, hits: Hits, act: Range, first: int, right: int) -> tuple[frozenset[str], Range]:
    """Objects that do not follow their verbs.

    They stand behind a parenthesis ("modify, in any manner, the notices") or between the verbs ("modify any notices,
    change ...").
    """
    if first < right and words.words[first - 1] == ",":
        close = next((i + 1 for i in range(first, min(first + 8, right)) if words.words[i] == ","), right)
        found, where = objects_in(words, hits, (close, min(close + 12, right)))
        if found:
            return found, where
    return objects_in(words, hits, act) if act[1] - act[0] > _SHORT_VERBS else (frozenset(), (act[1], first))
