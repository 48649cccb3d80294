"""The closed world: which sentences the rules explain, so that nothing unheard-of passes in silence.

Explanations are typed: a condition explains a duty, not a prohibition that it did not name; a grant
explains a permission. So an unheard-of restraint stays `unexplained`, whatever else its sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from openaudit import clausewise, unsaid_zh
from openaudit.clauses import finite, statements
from openaudit.facts import restrained_elsewhere
from openaudit.framed_zh import of_other_things
from openaudit.matching import Match, doubted, hides_limit, states_itself, trivial
from openaudit.norms import Norm, Reading
from openaudit.relieved import harmless
from openaudit.segment import Sentence
from openaudit.typed import Final, Literal, NamedTuple
from openaudit.ungiven import ungiven
from openaudit.unsaid import TOUCHY, about, left_over, occurs, plain, unclaimed
from openaudit.vocabulary import BY_NAME
from openaudit.withheld import cells_of, denies, wary, withholds

# How much a line looks like names and addresses alone.
Names = Literal["", "perhaps", "sure", "denied", "row"]

# Norms that must be explained by a match that names them.
_RESTRAINING: Final = frozenset(("forbid", "limit", "require", "lapse"))
# Words of so few letters alone ("U.S.", "v. 2", "or") make no statement.
_SHORT: Final = 2
# No address of a licence is shorter.
_LINK: Final = 14


class Read(NamedTuple):
    """A sentence with its reading, its matches and the term that it defines ("" for none)."""

    sentence: Sentence
    reading: Reading
    matches: tuple[Match, ...]
    defines: str

    def doubted(self) -> Read:
        """The same, its restrictions of the lowest confidence."""
        return self._replace(matches=tuple(map(doubted, self.matches)))


# A line of names, addresses and numbers ("Jane Roe jane@example.org", "Roe Toolmakers, Inc.") states nothing.
_MOST_NAMES: Final = 16
_BETWEEN_NAMES: Final = frozenset("of for and or the by at de von van der den in du la le et al & - --".split())
_HOUSES: Final = frozenset(
    "inc ltd llc corp corporation company university institute laboratory group foundation association"
    " department".split()
)
_NAMED: Final = (
    "restraint.hint",
    "who.licensee",
    "topic.commercial",
    "topic.noncommercial",
    "topic.personal",
    "topic.field",
    "chosen.persons",
)

# No number of a clause is longer.
_NUMBERED: Final = 6
# What a row of a table may count or limit in one cell.
_MEASURED: Final = ("num.users", "num.revenue", "topic.span", "topic.threshold", "named.limited", "named.rules")

# What may number such a line: "a.", "(iv)".
_MARKS: Final = ".,;:()<>[]\"'*%#\u00a7"
_MARKER: Final = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})[.)]")

# Names that a lead-in may limit its permission to.
_WHERE_AND_WHO: Final = ("topic.place", "wide.place", "who.group")


def look_of_names(quoted: str) -> Names:
    """Whether the words look like nothing but names and numbers, or an address.

    "sure" with an address or a kind of organisation, "perhaps" without; "" where they do not, and in Chinese, which
    has no capitals. "denied" for the row of a table that says no in a cell, "row" for another one.
    """
    cells = cells_of(quoted)
    if denies(cells):
        return "denied"
    # "5.  Reserved Rights" has a number before its gap, and no second cell
    empty: Names = "row" if len(cells) > 1 and len(cells[0]) > _NUMBERED and "\n" not in quoted else ""
    tokens = quoted.split()
    if len(tokens) > 1 and _MARKER.fullmatch(tokens[0]):
        del tokens[0]
    if not tokens or len(tokens) > _MOST_NAMES:
        return empty
    bare = []
    for token in tokens:
        word = token.strip(_MARKS)
        if not (word[:1].isupper() or not word.isalpha() or word in _BETWEEN_NAMES):
            return empty
        bare.append(word)
    if "@" in quoted or _HOUSES & {t.lower() for t in bare}:
        return "sure"
    return "perhaps" if bare[0][:1].isdigit() or not quoted.isupper() else ""


# What courts of Quebec want to see in French beside an English contract: that its language was agreed on.
_AGREED_ENGLISH: Final = re.compile(
    r"les parties .{0,120}(?:r[e\u00e9\u00e8]dig[e\u00e9\u00e8]|en langue ).{0,12} ?anglais[e]?s?\W*", re.IGNORECASE
)


def tells_language(quoted: str) -> bool:
    """Whether a French sentence says only that the parties want their contract in English."""
    return _AGREED_ENGLISH.fullmatch(" ".join(quoted.split())) is not None


def _bare_names(read: Read, names: Names) -> bool:
    """Whether the sentence is a line of names and addresses, or a numbered title, with no verb that could bind."""
    if names not in ("perhaps", "sure") or read.sentence.language == "zh":
        return False
    hits, own = read.reading.stretch.hits, read.reading.own
    if any(n.cue[1] > own for n in read.reading.norms):
        return False
    binding = _LIMITING if names == "sure" else (*_LIMITING, *_NAMED)
    if read.reading.norms:  # those of a lead-in: "You may use it in:", "a. Ruritania."
        binding = (*binding, *_WHERE_AND_WHO)
    return not any(s >= own for name in binding for s, _ in hits.get(name, ()))


# English titles that end with a full stop are shorter.
_LONG_FOR_A_TITLE: Final = 22
# And those with a verb are shorter still.
_LONG_FOR_NAMES: Final = 7


def _full_sentence(read: Read) -> bool:
    """Is a "heading" a sentence that binds ("附表所列用途一律禁止。")? A title ends without a stop, or is short."""
    words = read.reading.words.words
    if read.sentence.language == "en" and words[-1:] == ["."]:
        return len(words) >= _LONG_FOR_A_TITLE or (len(words) >= _LONG_FOR_NAMES and finite(words))
    if read.sentence.language == "zh" and unsaid_zh.answers(read.reading):
        return True
    if words[-1:] != ["\u3002"]:
        return False
    stated = "," in words and len(words) - read.reading.own >= _LONG_FOR_NAMES and _occurs(read, ("sig.stake",))
    return stated or any(n.mode in _RESTRAINING for n in read.reading.norms)


def explained(read: Read, *, led: bool, names: Names) -> bool:
    """Whether anything explains the sentence. `led` says that a lead-in defines a term; `names` is its look."""
    sentence = read.sentence
    if any(m.rule.id.endswith(BY_NAME) for m in read.matches):
        read = read._replace(matches=tuple(m for m in read.matches if not m.rule.id.endswith(BY_NAME)))
    if sentence.role == "heading" and _row_that_limits(read, names):
        return any(m.rule.kind == "restriction" for m in read.matches)
    if (sentence.role == "heading" and not _full_sentence(read)) or not read.reading.stretch.size:
        return sentence.language != "other" or sentence.role == "heading"
    if _links_to_limits(read):
        return any(m.rule.kind == "restriction" for m in read.matches)
    if _wordless(read) or _bare_names(read, names):
        return True
    if sentence.role in ("lead", "run-in") and not read.matches:
        counted = sentence.language == "zh" and _occurs(read, ("num.users", "num.revenue"))
        return not counted and not any(n.mode in ("forbid", "limit") and not n.open for n in read.reading.norms[-1:])
    if any(m.rule.kind == "restriction" or (m.rule.kind == "caution" and m.rule.fallback) for m in read.matches):
        return True
    if clausewise.all_set_aside(read.reading) or (sentence.language == "en" and _harmless(read.reading)):
        return True
    if _elsewhere(read):
        return False
    return not _guarded(read) and _accounted_for(read, led=led) and not _says_more(read)


def _row_that_limits(read: Read, names: Names) -> bool:
    """Whether it is a row of a table that says no, or may: "| business use | separate contract |"."""
    return names == "denied" or (names == "row" and _occurs(read, (*_LIMITING, *_NAMED, *_MEASURED)))


def _harmless(reading: Reading) -> bool:
    return harmless(reading.words.words, reading.stretch.hits, reading.own)


def _elsewhere(read: Read) -> bool:
    """Whether a clause is about something else, so that a person must look, unless a rule settles what it says."""
    if of_other_things(read.reading) and not any(m.rule.id.endswith("/settled") for m in read.matches):
        return True
    return restrained_elsewhere(read.reading.words.words, read.reading.stretch.hits, read.reading.own)


# The names of licences that restrain, which may be addresses.
_RESTRAINED: Final = ("named.nc", "named.nd", "named.limited", "named.rival")


def _links_to_limits(read: Read) -> bool:
    """Whether an address among its words is that of a licence that restrains, which must not pass for an address."""
    words, hits = read.reading.words.words, read.reading.stretch.hits
    return any(
        start >= read.reading.own and len(words[start]) > _LINK and "/" in words[start]
        for name in _RESTRAINED
        for start, _ in hits.get(name, ())
    )


def _wordless(read: Read) -> bool:
    """Whether there are no words but numbers, marks and initials, which say nothing."""
    own = read.reading.words.words[read.reading.own :]
    return not any((len(w) > _SHORT and w.isalpha()) or "\u3400" <= w <= "\u9fff" for w in own)


def _accounted_for(read: Read, *, led: bool) -> bool:
    """Whether every norm that restrains the licensee belongs to a match, or the sentence only defines."""
    reading = read.reading
    own_norms = [
        (number, n)
        for number, n in enumerate(reading.norms)
        if n.scope[1] > reading.own
        and n.mode in _RESTRAINING
        and not n.hypothetical
        and n.bearer == "licensee"
        # what a lead-in forbids, its items must explain; its duties and limits stand for themselves
        and (n.cue[1] > reading.own or (n.mode == "forbid" and n.open))
        and not (read.sentence.role == "lead" and n.open and not states_itself(n, reading))
        # "you will not, and will not permit others to, ...": the first is said by the second
        and not (n.mode == "forbid" and not n.acts and n.scope[1] - n.cue[1] <= 1 and n is not reading.norms[-1])
    ]
    if (read.defines or led) and not any(n.mode == "forbid" and n.acts for _, n in own_norms):
        return not _hides_a_limit(read)
    if _only_asked_for(read):
        return True
    if not read.matches:
        return False
    claimed = {n for m in read.matches for n in m.norms}
    # "you may use it ..., only for lawful purposes": the caution says what narrows the permission
    cautioned = any(m.rule.kind == "caution" and m.norms for m in read.matches)
    if not cautioned and any(
        number not in claimed and _narrowed_grant(n, read) for number, n in enumerate(reading.norms)
    ):
        return False
    return all(number in claimed for number, _ in own_norms) and _weighty(read)


def _only_asked_for(read: Read) -> bool:
    """Whether the sentence is an item of what the licensor asks for ("you are encouraged to:") and binds nobody."""
    reading = read.reading
    asked = bool(reading.norms) and all(n.mode == "request" and n.cue[1] <= reading.own for n in reading.norms)
    return asked and not _occurs(read, (*_LIMITING, *TOUCHY))


_FREEDOMS: Final = frozenset(("use", "copy", "distribute", "modify", "sell", "sublicense"))


def _narrowed_grant(norm: Norm, read: Read) -> bool:
    """A permission for one purpose, place, time or recipient: a limit, though it sounds like a gift."""
    return (
        norm.mode == "permit"
        and norm.bearer == "licensee"
        and not norm.hypothetical
        and norm.cue[1] > read.reading.own
        and bool(norm.acts & _FREEDOMS)
        and any(
            q.kind in ("place", "time", "recipient")
            or (q.kind == "purpose" and read.reading.words.words[q.start] == "for")
            for q in norm.qualifiers
            if q.start >= norm.cue[1] and not trivial(q, read.reading.stretch)
        )
    )


# How much of a sentence phrases must match to explain it: a word or two in passing explain nothing.
_SHARE: Final = 0.2
_ENOUGH: Final = 3


_TOUCHY_IN_TERMS: Final = (
    "topic.noncommercial",
    "topic.commercial",
    "topic.research",
    "topic.personal",
    "topic.place",
    "topic.revenue",
    "topic.user-count",
)
# In Chinese what counts users or revenue has classes of its own.
_TOUCHY_IN_TERMS_ZH: Final = (*_TOUCHY_IN_TERMS[:-2], "topic.field")


def _weighty(read: Read) -> bool:
    own = read.reading.own
    if any(m.rule.kind == "caution" or (m.norms and m.rule.kind == "condition") for m in read.matches):
        return True
    granted = {m.rule.provision for m in read.matches if m.rule.kind == "grant"}
    if granted and "patent" not in granted and not any(m.rule.id.endswith("/settled") for m in read.matches):
        return not _occurs(read, ("sig.narrow",))
    matched = {i for m in read.matches for i in range(max(own, m.place[0]), m.place[1])}
    return "patent" in granted or len(matched) >= min(_ENOUGH, _SHARE * (read.reading.stretch.size - own))


# Users and revenue are touchy where they are counted.
_COUNTED: Final = ("topic.user-count", "topic.revenue")
# What a definition passes on to its term, so that the places of use are judged (terms.py).
_PASSED_ON: Final = frozenset(
    (
        "topic.noncommercial",
        "topic.research",
        "topic.evaluation",
        "topic.personal",
        "topic.competing",
        "topic.commercial",
    )
)
_LIMITING: Final = ("sig.deny", "sig.limit", "sig.ask")
_SURE: Final = frozenset(
    "warranty-disclaimer liability-limit governing-law government-rights export-notice no-endorsement"
    " patent-retaliation trademark-exclusion termination-on-breach no-further-restrictions source-disclosure"
    " network-source attribution license-inclusion any-purpose rename-modified contribution ownership".split()
)


# In a longer sentence a limit and its subject meet by chance.
_TERSE: Final = 45


def _guarded(read: Read) -> bool:
    """Whether a statement of the sentence limits such a subject, and no match that may do so is about it."""
    reading = read.reading
    touchy = [name for name in TOUCHY if not (read.defines and name in _PASSED_ON)]
    whole = (reading.own, reading.stretch.size)
    parts = statements(reading.words.words, reading.own) if read.sentence.language == "en" else []
    parts = parts if len(parts) > 1 and reading.stretch.size - reading.own <= _TERSE else []
    for part in parts or [whole]:
        counted = occurs(reading, part, _COUNTED) and occurs(reading, part, ("topic.threshold", "sig.number"))
        if not occurs(reading, part, _LIMITING) or not (counted or occurs(reading, part, touchy)):
            continue
        sure = any(
            _may_limit(m) and (m.rule.id.endswith("/settled") or not parts or about(m, part, reading))
            for m in read.matches
        )
        if not sure and not occurs(reading, part, ("cue.cancel",)):
            return True
    return False


def _may_limit(match: Match) -> bool:
    rule = match.rule
    return rule.provision in _SURE or rule.kind == "caution" or rule.id.endswith("/settled")


def _says_more(read: Read) -> bool:
    """Whether the sentence hints at something that its matches are not about."""
    if read.sentence.language != "en":
        return unsaid_zh.says_more(read.reading, read.matches, read.defines)
    if withholds(read.reading, read.matches, read.defines):
        return True
    if not read.defines and ungiven(read.reading, read.matches):
        return True
    if read.defines:
        return not plain(read.reading, read.matches, read.defines)
    return (
        left_over(read.reading, read.matches)
        or unclaimed(read.reading, read.matches)
        or wary(read.reading, read.matches)
    )


def _occurs(read: Read, names: Iterable[str]) -> bool:
    """Whether one of the classes stands in the sentence's own words."""
    hits, own = read.reading.stretch.hits, read.reading.own
    return any(s >= own for name in names for s, _ in hits.get(name, ()))


def _hides_a_limit(read: Read) -> bool:
    """A definition of who may do what, in which a limit can hide: it is explained only by a rule that names it."""
    if not hides_limit(read.defines):
        return False
    if read.sentence.language == "zh":  # "任何单位或个人" are no personal use, and "使用者" are counted with a number
        counted = _occurs(read, ("num.users", "num.revenue"))
        return counted or _occurs(read, [name for name in _TOUCHY_IN_TERMS_ZH if name != "topic.personal"])
    return _occurs(read, _TOUCHY_IN_TERMS) or _occurs(read, _COUNTED)
