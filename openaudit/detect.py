"""Runs the rules over the norms and phrases of every sentence, and says which sentences nothing explains.

Explanations are typed: a condition explains a duty, not a prohibition that it did not name; a grant
explains a permission. So an unheard-of restraint stays `unexplained`, whatever else its sentence says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from openaudit import norms_zh
from openaudit import terms as defined
from openaudit.answers import answers, statement
from openaudit.lexicon import Places, Words, words_of
from openaudit.norms import Norm, Qualifier, Range, Reading, annotate, read_norms
from openaudit.pattern import Stretch, find
from openaudit.ruleset import Engine, Language, Phrase, Rule, Selector, Test
from openaudit.segment import Outline, Sentence

# Norms that must be explained by a match that names them.
_RESTRAINING: Final = frozenset(("forbid", "limit", "require", "lapse"))
_MAX_LEAD_WORDS: Final = 160
# So many words after a cue a phrase still names what the cue is about.
_NEAR: Final = 6
_NO_WORDS: Final = Words([], lambda: ([], []))
# Words of so few letters alone ("U.S.", "v. 2", "or") make no statement.
_SHORT: Final = 2


class Match(NamedTuple):
    """A rule that holds in a sentence. `place` are the words that decide, `norms` the norms it explains."""

    rule: Rule
    sentence: int
    place: Range
    norms: tuple[int, ...]
    acts: frozenset[str]


class Read(NamedTuple):
    """A sentence with its reading and its matches."""

    sentence: Sentence
    reading: Reading
    matches: tuple[Match, ...]
    defines: str


class Detection(NamedTuple):
    """What the rules say of one text. `unexplained` are indexes of sentences, `granted` the grants found;
    `reserved` says that the text keeps every other right.
    """

    sentences: tuple[Read, ...]
    unexplained: tuple[int, ...]
    reserved: bool
    granted: frozenset[str]
    any_purpose: bool


def detect(lowered: str, text: str, outline: Outline, rules: Engine, covered: Sequence[Range] = ()) -> Detection:
    """Read every sentence. `covered` are stretches that are words of a recognised licence: they need no other explanation."""
    cuts: list[Words] = []
    readings: list[Reading | None] = []
    for sentence in outline.sentences:
        language = rules.languages.get(sentence.language)
        cuts.append(
            words_of(lowered, sentence.start, sentence.end, language.trie.root) if language else _NO_WORDS
        )
    terms = _terms(text, outline, cuts, rules)
    tries = defined.trie(terms) if terms else None
    reads: list[Read] = []
    for sentence in outline.sentences:
        language = rules.languages.get(sentence.language)
        if language is None:
            reads.append(Read(sentence, Reading(_NO_WORDS, Stretch({}, [], 0), (), 0), (), ""))
            continue
        if _asks(sentence.index, outline, cuts):
            reads.append(Read(sentence._replace(role="lead"), Reading(cuts[sentence.index], Stretch({}, [], 0), (), 0), (), ""))
            continue
        if sentence.index and _asks(sentence.index - 1, outline, cuts):
            words, own = statement(cuts[sentence.index - 1], cuts[sentence.index])
            sentence = sentence._replace(leads=(*sentence.leads, sentence.index - 1))
        else:
            spoken = _answering(sentence, outline, cuts)
            words, own = _with_leads(spoken, outline, cuts)
            if spoken is not sentence:
                own = 0  # heading and reply are one statement
        stretch = annotate(words, language, tries)
        norms = norms_zh.read_norms(words, stretch, own) if language.unspaced else read_norms(words, stretch, own)
        reading = Reading(words, stretch, norms, own)
        defines = (
            ""
            if defined.is_heading_like(sentence)
            else defined.defines(text[sentence.start : min(sentence.end, sentence.start + 420)])
        )
        matches = tuple(_matches(sentence, reading, rules, defines))
        reads.append(Read(sentence, reading, matches, defines))
    covered = (*covered, *((r.sentence.start, r.sentence.end) for r in reads if _bare_names(text, r)))
    for index, read in enumerate(reads):
        if not _explained(read, reads, covered):
            reads[index] = read._replace(matches=(*read.matches, *_second_reading(read, rules)))
    unexplained = tuple(r.sentence.index for r in reads if not _explained(r, reads, covered))
    granted = frozenset(m.rule.provision for r in reads for m in r.matches if m.rule.kind == "grant")
    return Detection(tuple(reads), unexplained, _reserved(reads), granted, "any-purpose" in granted)


def _reserved(reads: Sequence[Read]) -> bool:
    """Does the text keep every right that it does not grant?"""
    return any(m.rule.id == "ownership/reserved" for r in reads for m in r.matches)


def _asks(index: int, outline: Outline, cuts: Sequence[Words]) -> bool:
    """Is the sentence a question that the next one answers?"""
    if index + 1 >= len(outline.sentences):
        return False
    question, reply = outline.sentences[index : index + 2]
    return question.language == reply.language == "en" and answers(cuts[index], cuts[index + 1])


# "Resale: not allowed."
_TERSE_ANSWER: Final = 7


def _answering(sentence: Sentence, outline: Outline, cuts: Sequence[Words]) -> Sentence:
    """A few words behind a run-in heading are said of the heading, as an item is of its lead-in."""
    index = sentence.index
    if sentence.leads or not index or len(cuts[index].words) > _TERSE_ANSWER:
        return sentence
    before = outline.sentences[index - 1]
    return sentence._replace(leads=(index - 1,)) if before.role == "run-in" and before.language == sentence.language == "en" else sentence


def _with_leads(sentence: Sentence, outline: Outline, cuts: Sequence[Words]) -> tuple[Words, int]:
    own = cuts[sentence.index]
    if not sentence.leads:
        return own, 0
    words: list[str] = []
    parts: list[tuple[Words, int, int]] = []
    for index in sentence.leads:
        lead = cuts[index]
        cut = len(lead.words)
        while cut and lead.words[cut - 1] in (":", ";", ",", "."):
            cut -= 1
        if cut < len(lead.words) and lead.words[cut] == ":" and _opens_parenthesis(lead.words, cut):
            cut += 1
        skip = min(_label_length(lead.words), cut)
        words += lead.words[skip:cut]
        parts.append((lead, skip, cut))
    over = max(0, len(words) - _MAX_LEAD_WORDS)
    before = len(words) - over
    skip = _label_length(own.words)
    parts.append((own, skip, len(own.words)))
    return Words(words[over:] + own.words[skip:], lambda: _places(parts, over)), before


_PARENTHESIS: Final = 14
_OPENERS: Final = frozenset("not to may must shall will".split())


def _opens_parenthesis(words: Sequence[str], end: int) -> bool:
    """Does only the colon at `end` close a parenthesis ("You shall not, without our consent: ...")?"""
    comma = max((i for i in range(max(1, end - _PARENTHESIS), end) if words[i] == ","), default=0)
    return comma > 0 and words[comma - 1] in _OPENERS


def _places(parts: Sequence[tuple[Words, int, int]], over: int) -> Places:
    """Where the words of several sentences stand, without the first `over`."""
    starts = [at for words, low, high in parts for at in words.starts[low:high]]
    ends = [at for words, low, high in parts for at in words.ends[low:high]]
    return starts[over:], ends[over:]


def _label_length(words: Sequence[str]) -> int:
    """How many words at the start are the item's number: "(a)", "1.", "iv)", "（一）"."""
    if len(words) > 2 and words[0] == "(" and words[2] == ")":
        return 3
    if len(words) > 1 and words[1] in (".", ")", "\u3001") and len(words[0]) <= 4:
        return 2
    return 0


# --- defined terms ------------------------------------------------------------------------------------


def _terms(text: str, outline: Outline, cuts: Sequence[Words], rules: Engine) -> list[defined.Term]:
    found: dict[tuple[str, ...], defined.Term] = {}
    for sentence in outline.sentences:
        language = rules.languages.get(sentence.language)
        if language is None or sentence.role in ("heading", "run-in"):
            continue
        words = cuts[sentence.index]
        quoted = text[sentence.start : sentence.end]
        term = defined.defines(quoted[:420])
        passing = defined.inline(quoted) if "(" in quoted else []
        if not term and not passing:
            continue
        stretch = annotate(words, language)
        reading = Reading(words, stretch, (), 0)
        if term:
            _keep(found, term, defined.classes_of(term, reading, head_last=language.unspaced), sentence.index)
        for name, offset in passing:
            if not _speaks_for_itself(name, language):
                upto = next((i for i, s in enumerate(words.starts) if s >= sentence.start + offset), len(words.words))
                _keep(found, name, _nearest(stretch, upto), sentence.index)
    return list(found.values())


def _speaks_for_itself(term: str, language: Language) -> bool:
    """Is the term's last word one that the tables know ("the Software")? Then its bracket adds nothing."""
    words = defined.words_of_term(term.lower())
    return any(
        end == len(words)
        for name, places in language.trie.annotate(words).items()
        if name.startswith(("obj.", "who."))
        for _, end in places
    )


def _keep(found: dict[tuple[str, ...], defined.Term], term: str, classes: tuple[str, ...], sentence: int) -> None:
    words = defined.words_of_term(term)
    if words and classes and words not in found and len(words) <= 6:
        found[words] = defined.Term(words, classes, sentence)


def _nearest(stretch: Stretch, upto: int) -> tuple[str, ...]:
    """The kind of thing that stands last before a bracketed term."""
    best = max(
        (
            (e, n)
            for n in (
                "obj.work",
                "obj.output",
                "obj.license",
                "who.licensor",
                "who.licensee",
                "obj.derivative",
                "topic.policy",
                "topic.noncommercial",
            )
            for s, e in stretch.hits.get(n, ())
            if e <= upto and e > upto - 25
        ),
        default=None,
    )
    return (best[1],) if best else ()


# --- rules --------------------------------------------------------------------------------------------


def _matches(sentence: Sentence, reading: Reading, rules: Engine, defines: str) -> Iterable[Match]:
    if not reading.stretch.size:
        return
    active = rules.rules[sentence.language]
    lead = sentence.role == "lead"
    found: list[Match] = []
    late: list[Rule] = []
    for rule in active:
        if rule.fallback:
            late.append(rule)
        elif rule.selectors and not (
            defines and rule.kind in ("restriction", "caution") and not _norm_in_definition(reading)
        ):
            found += _by_norms(rule, sentence, reading, lead)
    index = rules.phrase_index[sentence.language]
    tried = {n for name in reading.stretch.hits for n in index.by_class.get(name, ())}
    for number in sorted(tried):
        name, pattern = index.patterns[number]
        first, _, second = name.partition(":")
        rule = active[int(first)]
        phrase = rule.phrases[int(second)]
        if rule.fallback:
            continue
        match = _by_phrase(rule, phrase, sentence, reading)
        if match is not None and not (defines and rule.kind == "restriction" and not _sizes_a_party(rule, defines)):
            found.append(match)
    claimed = {
        n for m in found for n in m.norms if m.rule.kind in ("restriction", "caution") or m.rule.kind == "condition"
    }
    for rule in late:
        for match in _by_norms(rule, sentence, reading, lead):
            if not claimed & set(match.norms) and not defines:
                found.append(match)
    seen: set[tuple[str, Range]] = set()
    for match in found:
        key = (match.rule.id, match.place)
        if key not in seen:
            seen.add(key)
            yield match


# Whoever these words are defined to be has the rights: a size in the definition is a limit.
_PARTIES: Final = frozenset(
    "you your licensee licensees user users recipient recipients customer eligible qualifying permitted".split()
)


def _sizes_a_party(rule: Rule, defines: str) -> bool:
    return "quantity" in rule.captures and bool(_PARTIES & set(defined.words_of_term(defines.lower())))


# The second reading is for plain, short statements; in a long sentence a signal and a topic meet by chance.
_TERSE: Final = 45


# Terms in whose definition a limit on persons, places or purposes can hide.
_HIDES_LIMITS: Final = frozenset(
    "you your licensee licensees user users recipient territory region purpose purposes field eligible permitted entity customer use".split()
)


def _second_reading(read: Read, rules: Engine) -> Iterable[Match]:
    """The fallback phrases, for a sentence that nothing explains: looser ways of saying, of lower confidence."""
    if (
        read.reading.stretch.size - read.reading.own > _TERSE
        or read.reading.stretch.hits.get("cue.cancel")
        or read.sentence.language not in rules.rules
    ):
        return
    if read.defines and not _HIDES_LIMITS & set(defined.words_of_term(read.defines.lower())):
        return
    active = rules.rules[read.sentence.language]
    index = rules.phrase_index[read.sentence.language]
    seen: set[str] = set()
    for number in sorted({n for name in read.reading.stretch.hits for n in index.by_class.get(name, ())}):
        name, _ = index.patterns[number]
        first, _, second = name.partition(":")
        rule = active[int(first)]
        if rule.fallback and rule.id not in seen:
            match = _by_phrase(rule, rule.phrases[int(second)], read.sentence, read.reading)
            if match is not None and match.place[0] >= read.reading.own:
                seen.add(rule.id)
                yield match


def _norm_in_definition(reading: Reading) -> bool:
    """A definition says what a word means; only an outright prohibition inside it is a norm."""
    return any(
        n.mode == "forbid"
        and n.bearer == "licensee"
        and n.acts
        and {"you", "licensee", "\u60a8", "\u4f60"} & set(reading.words.words[n.subject[0] : n.cue[1]])
        for n in reading.norms
    )


def _by_norms(rule: Rule, sentence: Sentence, reading: Reading, lead: bool) -> list[Match]:
    result = []
    for number, norm in enumerate(reading.norms):
        if lead and norm.open and norm.mode in ("forbid", "require", "lapse"):
            continue
        for selector in rule.selectors:
            place = _selected(selector, norm, reading)
            if place is not None:
                result.append(Match(rule, sentence.index, place, (number,), norm.acts))
                break
    return result


def _selected(selector: Selector, norm: Norm, reading: Reading) -> Range | None:
    """The words that decide, if the selector holds for the norm and touches the sentence's own words."""
    if (selector.modes and norm.mode not in selector.modes) or norm.bearer not in selector.bearers:
        return None
    if norm.hypothetical and not selector.hypothetical:
        return None
    if selector.acts and not any(a in norm.acts for a in selector.acts):
        return None
    if selector.only_acts and (not norm.acts or not norm.acts <= set(selector.only_acts)):
        return None
    if selector.objects and not (
        norm.objects & set(selector.objects) or ("none" in selector.objects and not norm.objects)
    ):
        return None
    if selector.not_objects and norm.objects & set(selector.not_objects):
        return None
    kinds = {q.kind for q in norm.qualifiers if not trivial(q, reading.stretch)}
    if norm.acts and norm.act[1] <= reading.own < norm.scope[1]:
        kinds.add("item")  # the act stands in the lead-in: the item says which case of it
    if selector.qualifiers and not kinds & set(selector.qualifiers):
        return None
    if selector.not_qualifiers and kinds & set(selector.not_qualifiers):
        return None
    if (selector.bare and kinds - {"limit"}) or (selector.narrowed and not kinds):
        return None
    touched = max(norm.cue[1], norm.act[1])
    for test in selector.tests:
        place = held(test, norm, reading)
        if (place is None) != test.negative:
            return None
        if place is not None and not test.negative:
            touched = max(touched, place[1])
    if not selector.tests and kinds:
        touched = norm.scope[1]
    if touched <= reading.own:
        return None
    return norm.scope


def held(test: Test, norm: Norm, reading: Reading) -> Range | None:
    """Where the test's pattern holds in its slot of the norm; None if nowhere."""
    on = reading.stretch
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


def trivial(qualifier: Qualifier, on: Stretch) -> bool:
    """Qualifiers that narrow nothing: "for any purpose", "in any form", "to third parties"."""
    kind, start, end = qualifier
    if any(start <= s < end for name in ("topic.any", "q.scope") for s, _ in on.hits.get(name, ())):
        return True
    if kind == "absence" and any(start <= s < end for s, _ in on.hits.get("topic.consent", ())):
        return True  # "without our permission": the act itself is barred until they say yes
    if kind == "purpose" and end - start <= _FOR_IT and any(start < s < end and e == end for s, e in on.hits.get("obj.work", ())):
        return True  # "charge for it", "for the package": its object
    return kind == "recipient" and not any(start <= s < end for s, _ in on.hits.get("who.group", ()))


def _by_phrase(rule: Rule, phrase: Phrase, sentence: Sentence, reading: Reading) -> Match | None:
    on = reading.stretch
    place = find(phrase.pattern, on, reading.own if phrase.pattern.parts[0].anchor == "^" else 0)
    if place is None or place[1] <= reading.own:
        return None
    for test in phrase.tests:
        start, end = {"before": (0, place[0]), "after": (place[1], on.size), "text": place}.get(test.slot, (0, on.size))
        if any(find(pattern, on, start, end) for pattern in test.patterns) == test.negative:
            return None
    norms = tuple(
        n
        for n, norm in enumerate(reading.norms)
        if (norm.cue[0] < place[1]
        and norm.cue[1] > place[0]
        and (
            norm.mode in phrase.claims
            or rule.kind in ("restriction", "caution")
            or norm.mode not in ("forbid", "limit")
        ))
        # a duty that a condition names, wherever in the duty it stands
        or (norm.mode == "require"
        and (rule.kind == "condition" or "require" in phrase.claims)
        and norm.scope[0] <= place[0] < norm.scope[1])
        # a prohibition whose matter the phrase names, right behind the cue
        or (norm.mode in phrase.claims and norm.cue[1] <= place[0] <= min(norm.cue[1] + _NEAR, norm.scope[1]))
    )
    return Match(rule, sentence.index, place, norms, frozenset())


# --- the closed world ---------------------------------------------------------------------------------


# A line of names, addresses and numbers ("Jane Roe jane@example.org", "Roe Toolmakers, Inc.") states nothing.
_MOST_NAMES: Final = 16
_BETWEEN_NAMES: Final = frozenset("of for and the by at de von van der den in du la le et al & - --".split())
_HOUSES: Final = frozenset(
    "inc ltd llc corp corporation company university institute laboratory group foundation association department".split()
)
_NAMED: Final = ("restraint.hint", "who.licensee", "topic.commercial", "topic.noncommercial", "topic.personal", "topic.field")


def _bare_names(text: str, read: Read) -> bool:
    """Is the sentence a line of names and addresses, or a numbered title, with no verb that could bind anybody?"""
    hits, own = read.reading.stretch.hits, read.reading.own
    quoted = text[read.sentence.start : read.sentence.end].split()
    if not quoted or len(quoted) > _MOST_NAMES or read.sentence.language == "zh":  # Chinese has no capitals
        return False
    if any(n.cue[1] > own for n in read.reading.norms) or any(s >= own for name in _LIMITING for s, _ in hits.get(name, ())):
        return False
    bare = [token.strip(".,;:()<>[]\"'*%#\u00a7") for token in quoted]
    if not all(t[:1].isupper() or not t.isalpha() or t in _BETWEEN_NAMES for t in bare):
        return False
    if any("@" in token for token in quoted) or _HOUSES & {t.lower() for t in bare}:
        return True
    if any(s >= own for name in _NAMED for s, _ in hits.get(name, ())):
        return False
    return bare[0][:1].isdigit() or not text[read.sentence.start : read.sentence.end].isupper()


def _full_sentence(read: Read) -> bool:
    """Is a Chinese "heading" a sentence that binds ("附表所列用途一律禁止。")? A title ends without a full stop."""
    words = read.reading.words.words
    return words[-1:] == ["\u3002"] and any(n.mode in _RESTRAINING for n in read.reading.norms)


def _explained(read: Read, reads: Sequence[Read], covered: Sequence[Range]) -> bool:
    sentence = read.sentence
    if (sentence.role == "heading" and not _full_sentence(read)) or not read.reading.stretch.size:
        return sentence.language != "other" or sentence.role == "heading"
    if not any(
        (len(w) > _SHORT and w.isalpha()) or "\u3400" <= w <= "\u9fff"
        for w in read.reading.words.words[read.reading.own :]
    ):
        return True  # numbers, marks and initials say nothing
    if any(s <= sentence.start and sentence.end <= e for s, e in covered):
        return True
    if sentence.role in ("lead", "run-in") and not read.matches:
        return not any(n.mode in ("forbid", "limit") and not n.open for n in read.reading.norms)
    if any(m.rule.kind == "restriction" for m in read.matches):
        return True
    own_norms = [
        (number, n)
        for number, n in enumerate(read.reading.norms)
        if n.scope[1] > read.reading.own
        and n.mode in _RESTRAINING
        and not n.hypothetical
        and n.bearer == "licensee"
        # what a lead-in forbids, its items must explain; its duties and limits stand for themselves
        and (n.cue[1] > read.reading.own or (n.mode == "forbid" and n.open))
        and not (sentence.role == "lead" and n.open)
    ]
    if any(m.rule.kind == "caution" and m.rule.fallback for m in read.matches):
        return True
    if _guarded(read):
        return False
    if (read.defines or any(reads[lead].defines for lead in sentence.leads)) and not any(
        n.mode == "forbid" and n.acts for _, n in own_norms
    ):
        return True
    if not read.matches:
        return False
    claimed = {n for m in read.matches for n in m.norms}
    if any(number not in claimed and _narrowed_grant(n, read) for number, n in enumerate(read.reading.norms)):
        return False
    return all(number in claimed for number, _ in own_norms) and _weighty(read)


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
            q.kind in ("place", "time", "recipient") or q.kind == "purpose" and read.reading.words.words[q.start] == "for"
            for q in norm.qualifiers
            if q.start >= norm.cue[1] and not trivial(q, read.reading.stretch)
        )
    )


# How much of a sentence phrases must match to explain it: a word or two in passing explain nothing.
_SHARE: Final = 0.2
_ENOUGH: Final = 3


def _weighty(read: Read) -> bool:
    own = read.reading.own
    if any(m.norms or m.rule.kind in ("grant", "caution") for m in read.matches):
        return True
    matched = {i for m in read.matches for i in range(max(own, m.place[0]), m.place[1])}
    return len(matched) >= min(_ENOUGH, _SHARE * (read.reading.stretch.size - own))


# Subjects of which a limit takes a freedom away, and words that limit. A general explanation ("the terms apply to ...")
# is not enough for a sentence that has both; these provisions are about such words and may.
_TOUCHY: Final = (
    "topic.noncommercial",
    "topic.commercial",
    "topic.research",
    "topic.evaluation",
    "topic.personal",
    "topic.field",
    "topic.place",
    "topic.competing",
    "topic.training",
    "who.group",
    "topic.policy",
)
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
    "warranty-disclaimer liability-limit governing-law government-rights export-notice no-endorsement patent-retaliation trademark-exclusion termination-on-breach"
    " no-further-restrictions source-disclosure network-source attribution license-inclusion any-purpose rename-modified contribution ownership".split()
)


def _guarded(read: Read) -> bool:
    hits, own = read.reading.stretch.hits, read.reading.own
    if any(m.rule.provision in _SURE or m.rule.kind == "caution" or m.rule.id.endswith("/settled") for m in read.matches) or "cue.cancel" in hits:
        return False

    def occur(names: Iterable[str]) -> bool:
        return any(s >= own for name in names for s, _ in hits.get(name, ()))

    touchy = [name for name in _TOUCHY if not (read.defines and name in _PASSED_ON)]
    return occur(_LIMITING) and (occur(touchy) or (occur(_COUNTED) and occur(("topic.threshold", "sig.number"))))


def tally(reads: Iterable[Read]) -> Mapping[str, int]:
    """How many sentences each kind of provision explains."""
    counts: dict[str, int] = {}
    for read in reads:
        for kind in {m.rule.kind for m in read.matches}:
            counts[kind] = counts.get(kind, 0) + 1
    return counts
