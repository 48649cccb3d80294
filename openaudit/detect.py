"""Walks over the sentences of a text: what the rules say of each, and which of them nothing explains.

A list item is read with its lead-ins in front, an answer with its question, and terms with what the text defines them
to be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from openaudit import answers_zh
from openaudit import terms as defined
from openaudit.accounts import Account, Said, account_of, borne_out, doubt_of, reading_of, terms_in, weighed
from openaudit.annotating import annotate
from openaudit.answers import statement
from openaudit.bearing import is_a_use, may_restrain, names_misuse, points_to_terms, restrains
from openaudit.context import in_context
from openaudit.explaining import Read, look_of_names, tells_language
from openaudit.leadins import Trimmed, answering, with_leads
from openaudit.lexicon import Hits, Words, words_of
from openaudit.matching import Match, accuses
from openaudit.norms import Reading
from openaudit.pattern import Range, Stretch
from openaudit.questions import answered
from openaudit.ruleset import Engine, Language, Rules
from openaudit.segment import Outline, Sentence
from openaudit.titles import names_document
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import ABOUT, BY_NAME, NAMED, NAMED_ASIDE

__all__ = ["Detection", "Match", "Read", "detect", "in_passing"]

# From so many characters on, equal words are kept as one text: there may be millions of them.
_LONG: Final = 100_000
_NO_WORDS: Final = Words([], lambda: ([], []))
# What was found in a sentence is forgotten once it is explained: a long text would fill the memory.
_FORGOTTEN: Final = Stretch(Hits().sealed(), (), 0)
# In a text of which all but so many sentences are explained, what these are a little like is named.
_FEW: Final = 2
_NOTHING_READ: Final = Reading(_NO_WORDS, _FORGOTTEN, (), 0)


class Detection(NamedTuple):
    """What the rules say of one text.

    `unexplained` are indexes of sentences, `granted` the grants found, `said` the restraints that it
    states itself; `reserved` says that the text keeps every other
    right, `speaks` that it speaks of grants, terms or restraints, though no rule may read them.
    `broadest` has, for lead-ins and an act, the last sentence under them that gives the act without a limit.
    """

    sentences: tuple[Read, ...]
    unexplained: tuple[int, ...]
    reserved: bool
    granted: frozenset[str]
    any_purpose: frozenset[int]
    broadest: Mapping[tuple[tuple[int, ...], str], int]
    said: frozenset[str]
    speaks: bool


def detect(lowered: str, text: str, outline: Outline, rules: Engine, covered: Sequence[Range] = ()) -> Detection:
    """Read every sentence. `covered` are stretches that are words of a recognised licence and need no explanation."""
    walk = _Walk(lowered, text, outline, rules)
    reads: list[Read] = []
    unexplained: list[int] = []
    known, long = _Covered(covered), len(text) > _LONG
    broadest: dict[tuple[tuple[int, ...], str], int] = {}
    faint: dict[int, tuple[Match, ...]] = {}
    passing: list[tuple[Sentence, Account]] = []
    for sentence in outline.sentences:
        read, account = walk.read(sentence, reads)
        if account is not None and account.broad and sentence.leads:
            broadest |= {(sentence.leads, act): sentence.index for act in account.broad}
        if account is None:
            foreign = sentence.language not in rules.languages and sentence.role != "heading"
            if foreign and not tells_language(text[sentence.start : sentence.end]):
                unexplained.append(sentence.index)
        elif not account.explained and not known.holds(sentence.start, sentence.end):
            read = read._replace(matches=(*read.matches, *account.second))
            if not account.explained_at_last:
                unexplained.append(sentence.index)
            if account.faint:
                faint[sentence.index] = account.faint
        elif weighed(sentence, read.defines) and not known.holds(sentence.start, sentence.end):
            passing.append((sentence, account))
        if long and account is not None and account.explained and not read.matches:
            read = read._replace(reading=_NOTHING_READ)  # nothing will be shown of it
        reads.append(read)
    if any(m.rule.kind != "boilerplate" for r in reads for m in r.matches):
        _name(reads, unexplained, faint)  # a faint likeness alone makes no licence of a text
    # What its place takes from a sentence is gone before anybody asks what the rest comes to.
    reads, unexplained = in_context(reads, unexplained)
    walk.doubt_accusations(reads, known)
    if not unexplained and not any(m.rule.kind == "restriction" for r in reads for m in r.matches):
        # Nothing else asks anybody to look: what sounds like a restraint must not pass in silence.
        doubts = walk.doubts(passing, reads)
        unexplained = list(doubts)
        _name(reads, unexplained, doubts)
    granted = frozenset(
        m.rule.provision for r in reads for m in r.matches if m.rule.kind == "grant" and not in_passing(r, m)
    )
    return Detection(
        tuple(reads),
        tuple(unexplained),
        _reserved(reads),
        granted,
        frozenset(
            r.sentence.index
            for r in reads
            for m in r.matches
            if m.rule.provision == "any-purpose" and m.rule.kind == "grant" and not in_passing(r, m)
        ),
        broadest,
        _said(reads),
        any(in_passing(r, m) for r in reads for m in r.matches) or walk.bears_on_use(unexplained, reads),
    )


def _name(reads: list[Read], unexplained: Sequence[int], faint: Mapping[int, tuple[Match, ...]]) -> None:
    """Names what sentences are a little like, where few of the text are unexplained."""
    if len(unexplained) <= _FEW:
        for index, matches in faint.items():
            reads[index] = reads[index]._replace(matches=(*reads[index].matches, *matches))


def in_passing(read: Read, match: Match) -> bool:
    """Whether the sentence only speaks of a grant or a condition: what a word means is neither.

    What an item repeats of its lead-in was found in the lead-in.
    """
    if match.rule.kind not in ("grant", "condition"):
        return False
    return match.rule.id.endswith(ABOUT) or bool(read.defines) or match.place[1] <= read.reading.own


class _Covered:
    """Stretches of a text, and whether one of them holds a sentence."""

    def __init__(self, stretches: Sequence[Range]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end


class _Walk:
    """A text's sentences, cut into words, with the terms that the text defines."""

    def __init__(self, lowered: str, text: str, outline: Outline, rules: Engine) -> None:
        self.text, self.outline, self.rules = text, outline, rules
        self.cuts: list[Words] = []
        self.trimmed: dict[tuple[int, bool], Trimmed] = {}
        self.defines: list[str] = []
        share = dict[str, str]().setdefault
        for sentence in outline.sentences:
            language = rules.languages.get(sentence.language)
            if language is None:
                self.cuts.append(_NO_WORDS)
                self.defines.append("")
                continue
            cut = words_of(lowered, sentence.start, sentence.end, language)
            if len(text) > _LONG:
                cut.words = list(map(share, cut.words, cut.words))
            self.cuts.append(cut)
            heading = defined.is_heading_like(sentence)
            self.defines.append(
                "" if heading else defined.defines(text[sentence.start : min(sentence.end, sentence.start + 420)])
            )
        self.answered = answered(outline, self.cuts)
        # What asks is read with its answer, and so is an exclamation between the two.
        self.asked = frozenset(i for reply, asked in self.answered.items() for i in range(asked, reply))
        terms = _terms(text, outline, self.cuts, self.defines, rules)
        self.terms = defined.trie(terms) if terms else None

    def read(self, sentence: Sentence, before: Sequence[Read]) -> tuple[Read, Account | None]:
        """The sentence read, after those `before` it, and what the rules say of it.

        None where they say nothing: in another language, and of a question (its answer is read with it).
        """
        language = self.rules.languages.get(sentence.language)
        if language is None:
            return Read(sentence, _NOTHING_READ, (), ""), None
        index = sentence.index
        if index in self.asked:
            asking = Reading(self.cuts[index], _FORGOTTEN, (), 0)
            return Read(sentence._replace(role="lead"), asking, (), ""), None
        said = self._said(sentence, before, language)
        account = account_of(said, language, self.rules.rules[sentence.language])
        return _as_read(said, account.matches), account

    def doubt_accusations(self, reads: list[Read], known: _Covered) -> None:
        """Where all that makes the text fail sounds harmless, nobody is accused before a person has read it.

        What stands in a recognised licence needs no second opinion, nor what the name of one says anywhere in the text.
        """
        accusing = [r.sentence for r in reads if any(accuses(m) for m in r.matches)]
        named = {m.rule.provision for r in reads for m in r.matches if m.rule.id.endswith((NAMED, NAMED_ASIDE))}
        for sentence in accusing:
            if known.holds(sentence.start, sentence.end):
                return
            if any(accuses(m) and m.rule.provision in named for m in reads[sentence.index].matches):
                return
            code = sentence.language
            said = self._said(sentence, reads, self.rules.languages[code])
            if borne_out(said, self.rules.languages[code], self.rules.rules[code]):
                return
        for sentence in accusing:
            reads[sentence.index] = reads[sentence.index].doubted()

    def doubts(self, passing: Sequence[tuple[Sentence, Account]], reads: list[Read]) -> dict[int, tuple[Match, ...]]:
        """What explained sentences are nevertheless much like, by index. Their words are put back into `reads`."""
        found: dict[int, tuple[Match, ...]] = {}
        harmless: set[int] = set()  # sentences of the same words have one account
        for sentence, account in passing:
            if id(account) in harmless or account.doubt == ():
                continue
            said = self._said(sentence, reads, self.rules.languages[sentence.language])
            doubt = doubt_of(said, self.rules.languages[sentence.language], self.rules.rules[sentence.language])
            if doubt:
                found[sentence.index] = doubt
                reads[sentence.index] = _as_read(said, reads[sentence.index].matches)
            else:
                harmless.add(id(account))
        return found

    def bears_on_use(self, unexplained: Sequence[int], reads: Sequence[Read]) -> bool:
        """Whether a text of which no rule read anything has a sentence that bears on what others may do."""
        if not reads or any(m.rule.kind != "boilerplate" for r in reads for m in r.matches):
            return False  # nothing is said, or nobody will take it for no licence
        if any(points_to_terms(read.reading.words.words[read.reading.own :]) for read in reads):
            return True
        title = reads[0].sentence
        if unexplained and title.role == "heading" and names_document(self.text[title.start : title.end]):
            return True
        doubtful, unwanted = frozenset(unexplained), False
        for read in reads:
            own = self.cuts[read.sentence.index].words
            if read.sentence.role == "heading":
                unwanted = names_misuse(" ".join(own))
            if read.sentence.index not in doubtful:
                continue
            if unwanted and is_a_use(own):
                return True
            language = self.rules.languages.get(read.sentence.language)
            if language is None:
                continue
            said = self._said(read.sentence, reads, language)
            if may_restrain(said.words.words) and restrains(reading_of(said, language)):
                return True
        return False

    def _said(self, sentence: Sentence, before: Sequence[Read], language: Language) -> Said:
        """The sentence with what it is read with: its question, the heading that it answers, or its lead-ins."""
        index = sentence.index
        asked = self.answered.get(index)
        if asked is not None:
            stated = answers_zh.statement if language.unspaced else statement
            words, own = stated(self.cuts[asked], self.cuts[index]), 0
            role = "prose" if language.unspaced else sentence.role
            sentence = sentence._replace(leads=(*sentence.leads, asked), role=role)
        else:
            spoken = answering(sentence, self.outline, self.cuts)
            words, own = with_leads(spoken, self.cuts, self.trimmed, colon=spoken is not sentence)
            if spoken is not sentence:
                own = 0  # heading and reply are one statement
        names = look_of_names(self.text[sentence.start : sentence.end])
        led = any(before[lead].defines for lead in sentence.leads)
        return Said(words, own, sentence, self.defines[index], led, names, terms_in(words, self.terms))


def _as_read(said: Said, found: tuple[Match, ...]) -> Read:
    return Read(said.sentence, Reading(said.words, _FORGOTTEN, (), said.own), found, said.defines)


def _said(reads: Sequence[Read]) -> frozenset[str]:
    """The restraints that the text states itself, not by the name of a licence and not by a guess."""
    return frozenset(
        m.rule.provision
        for r in reads
        for m in r.matches
        if m.rule.kind in ("restriction", "caution") and m.rule.confidence != "low" and not m.rule.id.endswith(NAMED)
    )


def _reserved(reads: Sequence[Read]) -> bool:
    """Whether the text keeps every right that it does not grant.

    Who says how changes must be marked lets others make them, and who names an open licence grants what that grants:
    what such a text grants is for a person to say.
    """
    found = [m.rule for r in reads for m in r.matches]
    return any(rule.id == "ownership/reserved" for rule in found) and not any(
        rule.provision == "state-changes" or rule.id.endswith(("/named-about", BY_NAME)) for rule in found
    )


# --- defined terms ------------------------------------------------------------------------------------


def _terms(
    text: str, outline: Outline, cuts: Sequence[Words], definitions: Sequence[str], rules: Engine
) -> list[defined.Term]:
    found: dict[tuple[str, ...], defined.Term] = {}
    for sentence in outline.sentences:
        language = rules.languages.get(sentence.language)
        if language is None or sentence.role in ("heading", "run-in"):
            continue
        words = cuts[sentence.index]
        quoted = text[sentence.start : sentence.end]
        term = definitions[sentence.index]
        passing = defined.inline(quoted) if "(" in quoted else []
        if not term and not passing:
            continue
        named = tuple(
            (name, next((i for i, s in enumerate(words.starts) if s >= sentence.start + offset), len(words.words)))
            for name, offset in passing
        )
        for name, classes in _defined(words, term, named, language, rules.rules[sentence.language]):
            _keep(found, name, classes, sentence.index)
    return list(found.values())


_Classes = tuple[tuple[str, tuple[str, ...]], ...]


def _defined(words: Words, term: str, passing: Sequence[tuple[str, int]], language: Language, rules: Rules) -> _Classes:
    """What a sentence makes of the terms that it defines: its own, and those in passing before the word counted."""
    key = ("terms", " ".join(words.words), term, passing)
    known = rules.remembered(key, language.code)
    if isinstance(known, tuple):
        return known
    stretch = annotate(words, language)
    made: list[tuple[str, tuple[str, ...]]] = []
    if term:
        reading = Reading(words, stretch, (), 0)
        made.append((term, defined.classes_of(term, reading, head_last=language.unspaced)))
    made += [(name, _nearest(words, stretch, upto)) for name, upto in passing if not _speaks_for_itself(name, language)]
    rules.recent.put(key, tuple(made))
    return tuple(made)


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


# "a non-profit corporation" names a person, not a purpose.
_ASSOCIATIONS: Final = frozenset(
    "corporation company foundation organisation organization association institution institute entity society".split()
)


def _nearest(words: Words, stretch: Stretch, upto: int) -> tuple[str, ...]:
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
            if e <= upto
            and e > upto - 25
            and not (n == "topic.noncommercial" and _ASSOCIATIONS & set(words.words[e:upto]))
        ),
        default=None,
    )
    return (best[1],) if best else ()
