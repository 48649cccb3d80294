"""The match language of the rules: phrases, classes and bounded gaps over the words of a sentence.

    may not                   these words, one after the other
    distribute~               any inflection of the word
    <act.use>                 a phrase of that class (or of a class below it)
    (fee|royalty|<money>)     one of these
    [expressly]               perhaps this
    ..8                       up to eight other words (.. alone: six)
    !(for|<exception>)        not this, here (before the first part: not just before it)
    ^   $                     the start / the end of the stretch searched

Between neighbours a filler of the language ("the", "any", "such" ...) may stand. Every part is a
phrase that the trie finds in its one pass, so that matching joins positions and never scans words:
the cost is bounded by the number of hits, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from openaudit.errors import RuleError
from openaudit.lexicon import Hits
from openaudit.typed import Final, NamedTuple

# A half-open range of words.
Range = tuple[int, int]

_PIECE: Final = re.compile(
    r"\.\.(?P<gap>\d*)|(?P<neg>!)?(?:\((?P<alt>[^()]*)\)|<(?P<cls>[\w.-]+)>|\[(?P<opt>[^\[\]]*)\]|(?P<anchor>[\^$])|(?P<word>[^\s()<>\[\]|^$!]+))"
)
DEFAULT_GAP: Final = 6
MAX_GAP: Final = 40


_SIMPLE: Final = re.compile(r"\s*(?:<[\w.-]+>|[^<>()\[\]!^$|]*?)\s*")
_MOST_EXPANSIONS: Final = 200


def expand(text: str) -> tuple[str, ...]:
    """A pattern whose alternatives hold gaps, classes among words or groups, as several plain patterns."""
    start = text.find("(")
    while start >= 0:
        end = _closing(text, start)
        alternatives = _split(text[start + 1 : end])
        simple = [a for a in alternatives if _SIMPLE.fullmatch(a) and ".." not in a]
        optional = text[start - 1 : start] == "!"
        if len(simple) < len(alternatives):
            if optional:
                raise RuleError(f"what must not stand here has to be plain words or classes: {text!r}")
            groups = ["(" + "|".join(simple) + ")"] if simple else []
            groups += [a for a in alternatives if a not in simple]
            result = tuple(e for g in groups for e in expand(text[:start] + " " + g.strip() + " " + text[end + 1 :]))
            if len(result) > _MOST_EXPANSIONS:
                raise RuleError(f"too many combinations in {text!r}")
            return result
        start = text.find("(", end)
    return (text,)


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    raise RuleError(f"a bracket is not closed in {text!r}")


def _split(inner: str) -> list[str]:
    parts, depth, begin = [], 0, 0
    for i, mark in enumerate(inner):
        depth += (mark in "([") - (mark in ")]")
        if mark == "|" and depth == 0:
            parts.append(inner[begin:i])
            begin = i + 1
    return [*parts, inner[begin:]]


class Part(NamedTuple):
    """One part: the classes that may stand here, after at most `gap` other words."""

    names: tuple[str, ...]
    gap: int
    optional: bool = False
    negative: bool = False
    anchor: str = ""


class Pattern(NamedTuple):
    """A compiled pattern.

    `needs` are, for each required part, the classes of which one must occur; `first` is the first required part.
    `literals` are for whoever fills the trie, and not kept.
    """

    text: str
    parts: tuple[Part, ...]
    needs: tuple[tuple[str, ...], ...]
    literals: tuple[str, ...]
    first: int


def compile_pattern(text: str) -> Pattern:
    """Read a pattern; a wrong one is a RuleError."""
    parts: list[Part] = []
    literals: list[str] = []
    gap, run, position = 0, [], 0  # type: int, list[str], int

    def close_run() -> None:
        nonlocal gap
        if run:
            phrase = " ".join(run)
            literals.append(phrase)
            parts.append(Part(("=" + phrase,), gap))
            gap = 0
            run.clear()

    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        m = _PIECE.match(text, position)
        if not m:
            raise RuleError(f"cannot read the pattern at {text[position : position + 20]!r} in {text!r}")
        position = m.end()
        if m["word"] and not m["neg"]:
            run.append(m["word"])
            continue
        close_run()
        if m["gap"] is not None:
            gap = int(m["gap"] or DEFAULT_GAP)
            if gap > MAX_GAP:
                raise RuleError(f"gap of {gap} words in {text!r}; at most {MAX_GAP}")
            continue
        if m["anchor"]:
            parts.append(Part((), gap, anchor=m["anchor"]))
        else:
            inner = m["alt"] or m["opt"] or m["word"] or f"<{m['cls']}>"
            names = tuple(_name(a.strip(), literals, text) for a in inner.split("|"))
            parts.append(Part(names, gap, optional=m["opt"] is not None, negative=bool(m["neg"])))
        gap = 0
    close_run()
    required = [number for number, p in enumerate(parts) if not (p.optional or p.negative or p.anchor)]
    if not required:
        raise RuleError(f"the pattern {text!r} requires no word")
    needs = tuple(parts[number].names for number in required)
    return Pattern(text, tuple(parts), needs, tuple(literals), required[0])


def _name(alternative: str, literals: list[str], text: str) -> str:
    if not alternative:
        raise RuleError(f"empty alternative in the pattern {text!r}")
    if alternative.startswith("<"):
        return alternative[1:-1]
    literals.append(alternative)
    return "=" + alternative


class Stretch(NamedTuple):
    """What a pattern is matched against: the hits of a sentence and which of its words are fillers.

    Up to `slack` fillers may stand between two parts. `tail` is how many marks (a full stop) end the sentence.
    """

    hits: Hits
    fillers: Sequence[bool]
    size: int
    slack: int = 2
    tail: int = 0


def find(pattern: Pattern, on: Stretch, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """The first place (range of words) within [start, end) where the pattern holds, or None."""
    found = _search(pattern, on, start, on.size if end is None else end, once=True)
    return found[0] if found else None


def find_all(pattern: Pattern, on: Stretch, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """All places where the pattern holds, each with its shortest end, by their start."""
    return _search(pattern, on, start, on.size if end is None else end, once=False)


def _search(pattern: Pattern, on: Stretch, start: int, limit: int, *, once: bool) -> list[tuple[int, int]]:
    hits = on.hits
    occurring = hits.keys()
    for names in pattern.needs:
        if occurring.isdisjoint(names):
            return []
    parts, first = pattern.parts, pattern.first
    names, gap, *_ = parts[first]
    if len(names) == 1:
        places = hits[names[0]]
    else:
        found = [hits[name] for name in names if name in hits]
        places = found[0] if len(found) == 1 else sorted({place for some in found for place in some})
    latest = limit if not first or parts[0].anchor != "^" or first > 1 else start + gap + on.slack
    alone = first + 1 == len(parts)
    last = -1
    failed: set[tuple[int, int]] = set()
    result: list[tuple[int, int]] = []
    for begin, end in places:
        if begin > latest:
            break
        if begin < start or end > limit or begin == last:
            continue
        head = _backwards(parts[:first], on, start, begin, gap) if first else begin
        if head is None:
            continue
        tail = end if alone else _match(parts, first + 1, on, end, limit, failed)
        if tail is not None:
            result.append((head, tail))
            if once:
                break
            last = begin
    return result


def _match(
    parts: tuple[Part, ...], index: int, on: Stretch, position: int, limit: int, failed: set[tuple[int, int]]
) -> int | None:
    """The end of the shortest match of parts[index:] from `position` on. `failed` remembers where it cannot hold."""
    if index == len(parts):
        return position
    if (index, position) in failed:
        return None
    names, gap, optional, negative, anchor = parts[index]
    # The last word at which the part may start: fillers are free, up to the slack.
    reach, free, fillers = position, min(position + on.slack, limit), on.fillers
    while reach < free and fillers[reach]:
        reach += 1
    reach = min(reach + gap, limit)
    end: int | None = None
    if anchor:
        last = limit - on.tail if limit == on.size else limit
        if anchor == "$" and reach >= last:
            end = _match(parts, index + 1, on, position, limit, failed)
    else:
        candidates = _candidates(names, on.hits, position, reach, limit)
        if negative:
            end = None if candidates else _match(parts, index + 1, on, position, limit, failed)
        elif candidates and index + 1 == len(parts):
            return min(end for _, end in candidates)
        else:
            candidates.sort(key=_by_end)
            for _, after in candidates:
                end = _match(parts, index + 1, on, after, limit, failed)
                if end is not None:
                    return end
            if optional:
                end = _match(parts, index + 1, on, position, limit, failed)
    if end is None:
        failed.add((index, position))
    return end


def _by_end(place: tuple[int, int]) -> tuple[int, int]:
    return place[1], place[0]


def _candidates(names: tuple[str, ...], hits: Hits, position: int, reach: int, limit: int) -> list[tuple[int, int]]:
    """Where one of the classes starts within [position, reach] and ends by `limit`."""
    found: list[tuple[int, int]] = []
    for name in names:
        places = hits.get(name)
        if places is not None:
            for place in places if len(places) < _MANY else places[bisect_left(places, (position, 0)) :]:
                if place[0] > reach:
                    break
                if place[0] >= position and place[1] <= limit:
                    found.append(place)
    return found


# From so many places on, looking for the first one that counts is cheaper than passing over those that do not.
_MANY: Final = 8


def _backwards(before: tuple[Part, ...], on: Stretch, start: int, position: int, gap: int) -> int | None:
    """Check the parts before the first required one (`gap` words away); the start of the whole match, or None."""
    for part in reversed(before):
        reach = position
        fillers = 0
        while fillers < on.slack and reach > start and on.fillers[reach - 1]:
            reach -= 1
            fillers += 1
        reach = max(start, reach - gap)
        gap = part.gap
        if part.anchor:
            if part.anchor != "^" or reach > start:
                return None
            continue
        ends = [h for n in part.names for h in on.hits.get(n, ()) if reach <= h[1] <= position and h[0] >= start]
        if part.negative and ends:
            return None
        if ends and part.optional:
            position = min(h[0] for h in ends)
    return position
