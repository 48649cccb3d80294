"""What the rules say of one sentence, wherever it stands.

Licences share sentences, and long texts repeat them, so that what was worked out is remembered: by the words, and by
all else that decides. Places in the text are no part of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from openaudit import norms_zh, resemblance
from openaudit.annotating import annotate
from openaudit.described import described
from openaudit.explaining import Names, Read, explained
from openaudit.framed_zh import framed
from openaudit.lexicon import Hits, Trie, Words
from openaudit.matching import NO_ACTS, Match, matches, second_reading
from openaudit.norms import Norm, Reading, read_norms
from openaudit.ruleset import Language, Rule, Rules
from openaudit.segment import Sentence
from openaudit.typed import Any, Final, NamedTuple
from openaudit.vocabulary import RESEMBLANCE, Kind

# The roles of sentences that decide; an item is judged as prose is.
_TELLING: Final = ("heading", "lead", "run-in")


class Said(NamedTuple):
    """A sentence to be judged: its words with those of its lead-ins in front (`own` is the first of its own).

    `defines` is the term that it defines ("" for none), `led` says that a lead-in defines one, `names` how it looks;
    `terms` are the places where the text's own terms stand, by the classes that their definitions give them.
    """

    words: Words
    own: int
    sentence: Sentence
    defines: str
    led: bool
    names: Names
    terms: Hits


class Account(NamedTuple):
    """What the rules say: matches, and whether anything explains the sentence.

    Where nothing does, `second` are the matches of the second reading, and `explained_at_last` says if they suffice.
    `broad` are the acts that the sentence's own words give without a limit; `faint` names what an unexplained sentence
    is a little like, which tells something where few sentences are unexplained; `doubt` names what an explained one is
    much like, which a text that would pass must show: None where nobody has asked yet (`doubt_of`). All that is made of
    the norms is in the rest: they are forgotten, since those of a long text would fill the memory.
    """

    matches: tuple[Match, ...]
    explained: bool
    second: tuple[Match, ...]
    explained_at_last: bool
    broad: frozenset[str]
    faint: tuple[Match, ...]
    doubt: tuple[Match, ...] | None


_NONE: Final = Hits().sealed()


def terms_in(words: Words, terms: Trie | None) -> Hits:
    """The places where the text's own terms stand in `words`, by class."""
    if terms is None or terms.root.keys().isdisjoint(words.words):
        return _NONE
    return terms.phrases(words.words)


def account_of(said: Said, language: Language, rules: Rules) -> Account:
    """What the rules say of the sentence, which is in their language."""
    key = _key(said)
    known = rules.remembered(key, language.code)
    if isinstance(known, Account):
        return known
    account = _recalled(known, rules) if isinstance(known, tuple) else _account(said, language, rules)
    rules.recent.put(key, account)
    return account


def weighed(sentence: Sentence, defines: str) -> bool:
    """Say whether an explained sentence may be doubted.

    A definition is judged where its term is used, and a lead-in with its items.
    """
    return not defines and sentence.role not in _TELLING


def doubt_of(said: Said, language: Language, rules: Rules) -> tuple[Match, ...]:
    """What an explained sentence is much more like than like anything harmless, although no rule saw a restraint."""
    account = account_of(said, language, rules)
    if account.doubt is not None:
        return account.doubt
    doubt = _doubt(Read(said.sentence, reading_of(said, language), account.matches, said.defines), language, rules)
    rules.recent.put(_key(said), account._replace(doubt=doubt))
    return doubt


def borne_out(said: Said, language: Language, rules: Rules) -> bool:
    """Whether the words of a sentence in which rules read a restriction are not much more like harmless ones."""
    reading = reading_of(said, language)
    longest = _WEIGHED_ZH if language.unspaced else _WEIGHED
    if not _TELLING_LENGTH <= reading.stretch.size - reading.own <= longest:
        return True
    found = resemblance.features(reading, account_of(said, language, rules).matches, unspaced=language.unspaced)
    none, *others = resemblance.scores(found, rules.weights())
    return none < _LIKELY or none - max(others, default=none) < _HARMLESS


def _key(said: Said) -> tuple[Hashable, ...]:
    """All that decides what the rules say of a sentence."""
    return (
        " ".join(said.words.words),
        said.own,
        said.sentence.role if said.sentence.role in _TELLING else "",
        said.defines,
        said.led,
        said.names,
        tuple((name, *places) for name, places in said.terms.items()),
    )


def numbered(account: Account, numbers: Mapping[Rule, int]) -> tuple[Any, ...]:
    """The account with the numbers of rules in their place, for the memory; `numbers` are those of its language."""

    def matched(found: tuple[Match, ...]) -> tuple[Any, ...]:
        return tuple((numbers.get(rule, rule), *rest) for rule, *rest in found)

    return account._replace(
        matches=matched(account.matches),
        second=matched(account.second),
        faint=matched(account.faint),
        doubt=None if account.doubt is None else matched(account.doubt),
    )


def _recalled(before: tuple[Any, ...], rules: Rules) -> Account:
    """The account that is kept as plain values."""

    def matched(found: Iterable[Any]) -> tuple[Match, ...]:
        return tuple(
            Match(
                Rule._make(rule) if isinstance(rule, tuple) else rules[rule],
                place,
                norms,
                frozenset(acts) if acts else NO_ACTS,
            )
            for rule, place, norms, acts in found
        )

    found, explained_, second, explained_at_last, broad, faint, doubt = before
    return Account(
        matched(found),
        explained_,
        matched(second),
        explained_at_last,
        broad,
        matched(faint),
        None if doubt is None else matched(doubt),
    )


def reading_of(said: Said, language: Language) -> Reading:
    """The sentence with its classes and norms, which nobody keeps."""
    stretch = annotate(said.words, language, said.terms)
    reader = norms_zh.read_norms if language.unspaced else read_norms
    return Reading(said.words, stretch, reader(said.words, stretch, said.own), said.own)


def _account(said: Said, language: Language, rules: Rules) -> Account:
    own, defines = said.own, said.defines
    reading = reading_of(said, language)
    found = tuple(matches(reading, rules, defines, lead=said.sentence.role == "lead"))
    read = Read(said.sentence, reading, found, defines)
    broad = frozenset(act for n in reading.norms if _broad(n, said.words.words, own) for act in n.acts)
    if explained(read, led=said.led, names=said.names):
        return Account(found, explained=True, second=(), explained_at_last=True, broad=broad, faint=(), doubt=None)
    second = _believed(second_reading(reading, rules, defines), read, language, rules)
    at_last = bool(second) and explained(read._replace(matches=(*found, *second)), led=said.led, names=said.names)
    firm = at_last and any(m.rule.confidence != "low" for m in second)
    named, faint = ((), ()) if firm else _named(read._replace(matches=(*found, *second)), language, rules)
    return Account(
        found,
        explained=False,
        second=second + named,
        explained_at_last=at_last,
        broad=broad,
        faint=faint,
        doubt=(),
    )


# A loose reading counts where the words are at least so much more like a restraint than like none.
_AGREEING: Final = 0.0
# and its provision is not by so much less likely than the likeliest.
_NEAR: Final = 4.0
# A sentence whose words say less than that of any provision is like none of them.
_HEARD: Final = -3.0
# Where the sentence is one of few that nothing explains, none may outweigh the provision by so much at most: of 542
# restraints that nobody had seen it named 144 more rightly and 47 wrongly, and 68 of 1,205 harmless sentences.
_FAINTLY: Final = -1.5
# By so much at most may none outweigh a provision that casts doubt on what explains a sentence (docs/decisions/0009).
# Cautions have harmless neighbours: a warning of export law, an end on breach. A duty that open licences may ask for is
# nearer still to some caution. Of sentences that nobody had seen, 2.6 and 1.8 % of the restraints and 12.4 and 11.9 %
# of the harmless ones passed where a provision had to outweigh none, 1.7 and 1.1 and 12.2 and 11.8 % with these.
_DOUBTFUL: Final[dict[Kind, float]] = {"restriction": -2.5, "caution": -2.0}
_ASKED: Final = 0.0
_RESTRAINING: Final = ("restriction", "caution")
# So likely (0: as likely as not) must none be, and by so much outweigh every provision, to cast doubt on a restriction
# that rules read. Of harmless sentences that rules accused, unseen by the model and written to mislead, it doubted 43
# of 82 in English and 51 of 93 in Chinese; of restraints (many of them twins of those) 36 of 617 and 12 of 556.
_LIKELY: Final = -2.0
_HARMLESS: Final = 0.5
# In a longer sentence the words of the grant around it outweigh any restraint (in Chinese characters are counted).
_WEIGHED: Final = 30
_WEIGHED_ZH: Final = 45
# Fewer words are too few to weigh.
_TELLING_LENGTH: Final = 6
# A bare heading ("c. Intellectual Property.") is like much and says nothing: so many words, or characters, name one.
_NAMEABLE: Final = 5
_NAMEABLE_ZH: Final = 8


def _believed(loose: Iterable[Match], read: Read, language: Language, rules: Rules) -> tuple[Match, ...]:
    """The matches of the second reading, those of low confidence only where the whole sentence sounds like it."""
    matched = tuple(loose)
    short = read.reading.stretch.size - read.reading.own < _TELLING_LENGTH
    if short or all(m.rule.confidence != "low" for m in matched):
        return matched
    found = resemblance.features(read.reading, read.matches, unspaced=language.unspaced)
    weights = rules.weights()
    scores = resemblance.scores(found, weights)
    best = max(scores[1:], default=scores[0])
    if best - scores[0] < _AGREEING:
        return tuple(m for m in matched if m.rule.confidence != "low")
    likely = {provision for (provision, _), score in zip(weights.labels, scores, strict=True) if score >= best - _NEAR}
    return tuple(m for m in matched if m.rule.confidence != "low" or m.rule.provision in likely)


# What stands for the work where it is not named.
_IT: Final = frozenset(("it", "them", "this", "these", "\u5176", "\u4e4b", ";", ",", ".", "and", "or"))


def _broad(norm: Norm, words: list[str], own: int) -> bool:
    """Whether the sentence's own words give acts on the work without a limit, or those of an item of "you may"."""
    if norm.mode != "permit" or norm.bearer != "licensee" or norm.hypothetical:
        return False
    if norm.cue[0] < own and norm.act[0] < own:
        return False
    at = norm.act[1]
    if "work" not in norm.objects and (norm.objects or (at < len(words) and words[at] not in _IT)):
        return False
    return not any(q.kind in ("purpose", "recipient", "place", "time", "limit") for q in norm.qualifiers)


# "Model" means ...: so near the start of a definition stands its verb.
_DEFINING: Final = frozenset("means mean denotes designates".split())
_NEAR_THE_START: Final = 10


def _only_says(read: Read) -> bool:
    """Whether the sentence only says what a term means, or what somebody should do: neither restrains."""
    reading = read.reading
    words = reading.words.words
    if not _DEFINING.isdisjoint(words[reading.own : reading.own + _NEAR_THE_START]):
        return not any(n.mode == "forbid" and n.acts for n in reading.norms)
    norms = [n for n in reading.norms if not n.hypothetical]
    return bool(norms) and all(n.mode == "request" or words[n.cue[0]] in ("should", "ought") for n in norms)


def _named(read: Read, language: Language, rules: Rules) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The provision that the words are most like, clearly or else faintly: a hint, which explains nothing."""
    match, margin = _nearest(read, language, rules)
    if match is None or margin < min(rules.weights().least, _FAINTLY):
        return (), ()
    if any(m.rule.provision == match.rule.provision for m in read.matches):
        return (), ()
    return ((match,), ()) if margin >= rules.weights().least else ((), (match,))


def _doubt(read: Read, language: Language, rules: Rules) -> tuple[Match, ...]:
    """What an explained sentence is much more like than like anything harmless."""
    if not weighed(read.sentence, read.defines) or any(m.rule.kind in _RESTRAINING for m in read.matches):
        return ()
    match, margin = _nearest(read, language, rules)
    if match is None:
        return ()
    asked = match.rule.kind == "caution" and any(m.rule.kind == "condition" for m in read.matches)
    return (match,) if margin >= (_ASKED if asked else _DOUBTFUL[match.rule.kind]) else ()


def _nearest(read: Read, language: Language, rules: Rules) -> tuple[Match | None, float]:
    """The provision that the words are most like, as a match of low confidence, and by how much it outweighs none."""
    few = _NAMEABLE_ZH if language.unspaced else _NAMEABLE
    said = framed(read.reading) or described(read.reading) or (not language.unspaced and _only_says(read))
    if said or resemblance.own_words(read.reading) < few:
        return None, 0.0
    found = resemblance.features(read.reading, read.matches, unspaced=language.unspaced)
    provision, kind, margin, score = resemblance.nearest(found, rules.weights())
    if kind is None or (margin < 0 and score < _HEARD):
        return None, 0.0
    rule = Rule(f"{RESEMBLANCE}{provision}", provision, kind, "low", language.code, (), fallback=True)
    return Match(rule, (read.reading.own, read.reading.stretch.size), (), NO_ACTS), margin
