"""What an English sentence keeps back in no word of forbidding, though something harmless explains it.

"The right to copy is *retained* by the museum", "may be heard *through our speakers*", "| Banks | no |": a boilerplate,
a grant or a heading that holds for such a sentence does not say what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.matching import Match
from openaudit.norms import Norm, Reading
from openaudit.typed import Final
from openaudit.unsaid import about, occurs

# In a longer sentence such a word may stand far from what says it.
_TERSE: Final = 36
# Counted users and sums are limits.
_COUNTED: Final = ("num.users", "num.revenue")


def withholds(reading: Reading, matches: Sequence[Match], term: str) -> bool:
    """Whether a short sentence keeps something back, or claims it, in words that no caution is about.

    `term` is what it defines, "" for nothing.
    """
    if reading.stretch.size - reading.own > _TERSE:
        return False
    named = [m for m in matches if m.rule.kind in ("restriction", "caution") or m.rule.id.endswith("/settled")]
    places = [(s, e) for s, e in reading.stretch.hits.get("sig.withheld", ()) if e > reading.own]
    if any(not any(about(m, place, reading) for m in named) for place in places):
        return True
    if named:
        return False
    loose = all(m.rule.kind == "grant" or m.rule.id in _LOOSE for m in matches)
    if loose and matches and (_counts(reading) or ("policy" not in term.lower() and _bound_by_rules(reading))):
        return True
    return _not_given(reading, matches) or (loose and _narrowly(reading)) or _merely_unneeded(reading, matches)


def _bound_by_rules(reading: Reading) -> bool:
    return occurs(reading, (reading.own, reading.stretch.size), ("topic.policy",))


def _counts(reading: Reading) -> bool:
    """Whether a number of users or a sum stands there, and no single one."""
    words = reading.words.words
    return any(
        s > reading.own and words[s] not in _SINGLE for name in _COUNTED for s, _ in reading.stretch.hits.get(name, ())
    )


_SINGLE: Final = frozenset("1 one least each per".split())
# Rules that see a kind of statement, and little of what it says.
_LOOSE: Final = frozenset(
    "scope-statement/further-permission preamble/statement definition/meaning definition/means heading/title"
    " no-obligation/no-support".split()
)


# --- rights ---------------------------------------------------------------------------------------

_NOUNS: Final = frozenset("right rights permission permissions consent leave".split())
# Without one of these a right is only spoken of.
_GIVING: Final = frozenset(
    "grant grants granted granting hereby give gives given giving have has had having receive receives received get"
    " gets obtain obtains obtained enjoy enjoys include includes including confers extends with you everyone anyone"
    " everybody anybody licensees affirms enables ensures guarantees".split()
)


# A title of fewer words ("15) Right to Use.") says nothing.
_TELLING: Final = 8


def _not_given(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether a "right to copy" is spoken of that nobody is said to have, and only that explains the sentence."""
    if reading.own or reading.stretch.size < _TELLING or any(m.rule.kind != "grant" for m in matches):
        return False
    words = reading.words.words
    return _GIVING.isdisjoint(words) and any(
        n.mode == "permit" and n.bearer == "licensee" and n.acts and n.cue[0] and words[n.cue[0]] in _NOUNS
        for n in reading.norms
    )


# "may be sent *by radio*", "can be shipped *with kiosks*": one way of doing it, which the others are not.
_WAYS: Final = frozenset("by through via with into within where once when whenever alongside together".split())
_WIDE: Final = frozenset(
    "any all every each anyone anybody everyone without no or out respect regard credit proper due others its their"
    " the a an this these such you whom which permission means reference using anything whatever notice".split()
)


def _narrowly(reading: Reading) -> bool:
    """Whether something "may be done" in one way."""
    words = reading.words.words
    return any(
        n.mode == "permit"
        and n.bearer == "licensee"
        and not n.hypothetical
        and n.cue[0] >= reading.own
        and words[n.cue[1] : n.cue[1] + 1] == ["be"]
        and _one_way(words, n)
        for n in reading.norms
    )


def _one_way(words: Sequence[str], norm: Norm) -> bool:
    end = norm.scope[1]
    return any(
        words[i] in _WAYS and i + 1 < end and words[i + 1] not in _WIDE for i in range(norm.cue[1] + 2, end)
    ) or any(words[i] in ("our", "that") and words[i - 1] in _TO_OURS for i in range(norm.cue[1] + 2, end))


_TO_OURS: Final = frozenset("in on through with to for at by".split())


# --- what need not be done --------------------------------------------------------------------------

# Where something need not be done, these say for whom it must.
_YET: Final = frozenset("unless except once provided short just although".split())
_NO_DUTY: Final = "no-obligation/no-support"


def _merely_unneeded(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether all that explains the sentence is that something need not be done, and it says more than that."""
    if not matches or any(m.rule.id != _NO_DUTY and m.rule.id not in _LOOSE for m in matches):
        return False
    if not any(m.rule.id == _NO_DUTY for m in matches):
        return False
    words, own = reading.words.words, reading.own
    if occurs(reading, (own, reading.stretch.size), ("sig.unlifted",)):
        return True
    cues = reading.stretch.hits.get("cue.cancel", ())
    return any(words[i] in _YET and not any(s <= i < e for s, e in cues) for i in range(own, reading.stretch.size))


# --- words of restraints beside boilerplate ---------------------------------------------------------

# Rules whose phrases reach over whatever stands between two words, so that they name none of it.
_REACHING: Final = frozenset("scope-statement/further-permission preamble/statement definition/means".split())
# So many words about a cue that lifts something belong to what it lifts.
_LIFTED: Final = 6


def wary(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether boilerplate alone explains a short sentence, and a word of restraints stands beside what it names."""
    if (
        reading.own
        or reading.stretch.size > _TERSE
        or any(m.rule.kind != "boilerplate" or m.rule.id.endswith("/settled") for m in matches)
    ):
        return False
    named = [
        (max(n.cue[0] - _LIFTED, n.scope[0]), min(n.cue[1] + _LIFTED, n.scope[1]))
        for n in reading.norms
        if n.mode == "cancel"
    ]
    named += [
        (m.place[0] - 1, m.place[1] + 1)
        for m in matches
        if m.rule.id not in _REACHING and not any(m.place == reading.norms[n].scope for n in m.norms)
    ]
    return any(
        not any(start <= s and e <= end for start, end in named) for s, e in reading.stretch.hits.get("sig.wary", ())
    )


# --- headings and rows of tables --------------------------------------------------------------------

# What a cell says of its row; marks, for and against, are all read as bullets.
_DENYING: Final = re.compile(
    r"no|none|never|ask|ask us|on request|excluded|forbidden|prohibited|denied|outside(?: the)? scope|not (?:allowed|"
    r"permitted|licensed|granted|included|covered|available)|.*\u2022",
    re.IGNORECASE,
)
_BETWEEN_CELLS: Final = re.compile(r"\s{2,}|\|")


def cells_of(quoted: str) -> list[str]:
    """The cells of a table's row; one for what is none."""
    if _BETWEEN_CELLS.search(quoted) is None:
        return [quoted]
    return [cell.strip() for cell in _BETWEEN_CELLS.split(quoted) if cell.strip()]


def denies(cells: Sequence[str]) -> bool:
    """Say whether a row of a table says no in a cell: "| Resale | no |"."""
    return len(cells) > 1 and any(_DENYING.fullmatch(cell) for cell in cells[1:])
