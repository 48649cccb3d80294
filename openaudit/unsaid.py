"""What a sentence says beside what its matches are about: a second statement, or a limit inside a definition.

Read in English only: `clauses` knows where an English statement ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.clauses import statements
from openaudit.matching import Match
from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.terms import words_of_term
from openaudit.typed import Final

# Subjects of which a limit takes a freedom away.
TOUCHY: Final = (
    "topic.noncommercial",
    "topic.commercial",
    "topic.research",
    "topic.evaluation",
    "topic.personal",
    "topic.field",
    "topic.place",
    "topic.competing",
    "topic.training",
    "topic.policy",
    "who.group",
)
# Words of which a harmless statement has none.
_HINTS: Final = ("restraint.hint", "sig.deny", "sig.limit", "sig.ask", "sig.mine", *TOUCHY)
# Counted users and sums are limits; "the user" and "income" are words.
_COUNTED: Final = ("num.users", "num.revenue")
# Such a statement takes nothing away, whatever its words: "you need not", "nothing here prevents", "please".
_GIVING: Final = ("cue.cancel", "cue.request")
# Rules that see that something is defined, and nothing of what the definition says.
_BARELY: Final = frozenset(("definition/means", "preamble/statement"))


def left_over(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether the sentence is compound, and one of its statements hints at a restraint that no match is about."""
    parts = statements(reading.words.words, reading.own)
    return len(parts) > 1 and any(
        occurs(reading, part, (*_HINTS, *_COUNTED))
        and not occurs(reading, part, _GIVING)
        and not any(about(m, part, reading) for m in matches if not number or m.rule.id not in _BARELY)
        for number, part in enumerate(parts)
    )


def about(match: Match, part: Range, reading: Reading) -> bool:
    """Whether a match is about this part of its sentence: norms by their cue, phrases by two words."""
    start, end = part
    if any(start <= reading.norms[n].cue[0] < end for n in match.norms):
        return True
    if match.norms and match.place == reading.norms[match.norms[0]].scope:
        return False
    first, last = match.place
    return min(last, end) - max(first, start) >= min(2, last - first)


def occurs(reading: Reading, part: Range, names: Iterable[str]) -> bool:
    """Whether one of the classes starts in this part of the sentence."""
    hits = reading.stretch.hits
    return any(part[0] <= s < part[1] for name in names for s, _ in hits.get(name, ()))


# In a longer sentence such a word may stand far from what says it.
_TERSE: Final = 36
# So many words beside a match still belong to what it matched.
_BESIDE: Final = 3


def unclaimed(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether a short sentence says no, only, except or until where no match is about it."""
    hits, own = reading.stretch.hits, reading.own
    places = [place for place in hits.get("restraint.strong", ()) if place[0] >= own]
    if not places or reading.stretch.size - own > _TERSE:
        return False
    known = [*hits.get("restraint.idle", ()), *(p for name in _GIVING for p in hits.get(name, ()))]
    known += [norm.cue for norm in reading.norms if norm.hypothetical or norm.bearer in ("licensor", "law")]
    for match in matches:
        norms = [reading.norms[n] for n in match.norms]
        known += [(min(n.scope[0], n.cue[0] - 1), n.scope[1]) for n in norms if n.mode != "permit"]
        if match.rule.kind != "grant" and (
            not norms or match.place != norms[0].scope or norms[0].mode != "permit" or not match.acts
        ):
            known.append((match.place[0] - _BESIDE, match.place[1] + _BESIDE))
    return any(not any(start <= s and e <= end for start, end in known) for s, e in places)


# --- definitions ------------------------------------------------------------------------------------

# In the definition of such a term stands who may do what, what for, where, and how long.
_TOUCHY_TERMS: Final = frozenset(
    "you your licensee licensees user users use uses usage using purpose purposes period term territory region field"
    " permission grant rights right eligible permitted authorised authorized approved qualified qualifying allowed"
    " acceptable registered recipient recipients customer subscriber member members operator operators copy copies"
    " share sharing standing cause consideration device devices platform party parties person persons host"
    " format".split()
)
_LICENSES: Final = frozenset("license licence agreement terms".split())
_BROAD: Final = frozenset("any anyone anybody every everyone everybody all each whole whatever".split())
# So near its beginning a definition says that it is broad: "means any act".
_BEGINNING: Final = 5


def plain(reading: Reading, matches: Sequence[Match], term: str) -> bool:
    """Whether the definition of the term describes a thing, and no limit stands in it that no match is about."""
    words = reading.words.words
    parts = statements(words, reading.own) or [(reading.own, len(words))]
    telling = [m for m in matches if m.rule.id not in _BARELY]
    named = words_of_term(term.lower())
    begin = next((i for i in range(reading.own, len(words)) if words[i] in _MEANS), reading.own + len(named) - 1) + 1
    if named and named[0].endswith("ing") and words[begin : begin + 1] == ["that"]:
        return False  # "downloading means that you owe us ..." defines nothing
    touchy = not _TOUCHY_TERMS.isdisjoint(named) or not _LICENSES.isdisjoint(named)
    for number, (first, last) in enumerate(parts):
        part = (begin if not number else first, last)
        if any(about(m, part, reading) for m in telling):
            if touchy and _outside(reading, part, telling):
                return False
            continue
        if not number and not _SAID.isdisjoint(named):
            continue  # judged where the licence uses the term
        if _narrows(reading, part):
            return False
        if not number and not _TOUCHY_TERMS.isdisjoint(named) and _BROAD.isdisjoint(words[begin : begin + _BEGINNING]):
            return False
    return True


# A term that says itself what it is.
_SAID: Final = frozenset("commercial noncommercial commercially noncommercially personal private research".split())
_MEANS: Final = frozenset("means mean refers refer is are includes include designates denotes".split())
# Things are trained and evaluated; that limits no purpose.
_OF_THINGS: Final = frozenset(("topic.training", "topic.evaluation"))


def _outside(reading: Reading, part: Range, telling: Sequence[Match]) -> bool:
    """Whether a word keeps something back in this part of a definition, where no telling match stands."""
    hits = reading.stretch.hits
    known = [*hits.get("restraint.idle", ()), *hits.get("term.plain", ())]
    known += [(m.place[0] - 1, m.place[1] + 1) for m in telling]
    return any(
        part[0] <= s < part[1] and not any(start <= s and e <= end for start, end in known)
        for name in ("restraint.strong", "term.vague")
        for s, e in hits.get(name, ())
    )


def _narrows(reading: Reading, part: Range) -> bool:
    """Whether the part has a word that narrows, apart from those that definitions of mere things have."""
    hits = reading.stretch.hits
    harmless = [place for place in hits.get("term.plain", ()) if place[0] < part[1] and part[0] < place[1]]
    return any(
        part[0] <= s < part[1] and not any(start <= s and e <= end for start, end in harmless)
        for name in (*_HINTS, *_COUNTED, "term.limit")
        if name not in _OF_THINGS
        for s, e in hits.get(name, ())
    )
