"""What the changes to a known licence's words may hide: a right that was taken out, words that were slipped in.

No rule can quote what is not there, and a grant that differs by one word from one that everybody knows is read past.
Where the text grants the right in other words, or only names its work otherwise, nothing is hidden.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

from openaudit.detect import Detection, in_passing
from openaudit.document import Document
from openaudit.found import Found, fingerprint
from openaudit.lexicon import split_phrase
from openaudit.report import Difference, Finding, LicenseMatch
from openaudit.ruleset import Definition, Engine
from openaudit.spans import LineIndex
from openaudit.typed import Final
from openaudit.unsaid import TOUCHY
from openaudit.vocabulary import OUTCOMES, UNEXPLAINED

# The acts of a grant, with the right that is gone if the word was taken out of a known licence. Who may pass copies
# on under the same terms needs no right to sublicense.
_GRANTED_ACTS: Final = {
    "act.use": "use",
    "act.copy": "redistribute",
    "act.distribute": "redistribute",
    "act.modify": "modify",
    "act.sell": "sell",
    "act.sublicense": "redistribute",
    "obj.patent": "patent",
}
_FREEDOMS: Final = frozenset(("use", "redistribute", "modify", "sell"))
# Rules that read all rights out of one phrase.
_ALL_AT_ONCE: Final = "/deal-freely"
_LONGEST_REMOVAL: Final = 14
# What may stand in place of "the Software" without a change of meaning.
_WORKS: Final = ("obj.work", "obj.derivative")
_KINDS_OF_WORK: Final = ("act.train", "topic.training")
_JOINING: Final = frozenset("a an the this and or of".split())


def with_removals(
    findings: tuple[Finding, ...],
    document: Document,
    detection: Detection,
    known: LicenseMatch,
    engine: Engine,
    definition: Definition,
) -> tuple[Finding, ...]:
    """Words missing from a known licence's grant are shown as unexplained: no rule can quote what is not there."""
    gone = [d for d in known.differences if d.kind == "removed" and _takes_away(d, detection, engine)]
    if not gone:
        return findings
    lines = LineIndex(document.source)
    added = []
    for difference in gone:
        first, last = lines.position(difference.start), lines.position(difference.end)
        start = document.source.rfind("\n", 0, difference.start) + 1
        stop = document.source.find("\n", difference.end)
        quote = document.quote(start, stop if stop > 0 else len(document.source))
        touched = definition.stances.get(UNEXPLAINED, ())
        added.append(
            Finding(
                "unexplained/removed",
                UNEXPLAINED,
                "caution",
                max((o for _, o in touched), key=OUTCOMES.index, default="pass"),
                tuple(c for c, _ in touched),
                "",
                "",
                quote,
                "",
                "en",
                difference.start,
                difference.end,
                first.line,
                first.column,
                last.line,
                last.column,
                {"removed": difference.text or f"{difference.words} words", "license": known.name or ""},
                "low",
                fingerprint("unexplained/removed", difference.text.split()),
            )
        )
    return tuple(sorted((*findings, *added), key=lambda f: (f.start, f.provision)))


def _takes_away(difference: Difference, detection: Detection, engine: Engine) -> bool:
    """May a right have gone with these words? Not where the text still names it in a grant of its own words.

    Where the words are not at hand: if they stood in a grant that now lacks one of the freedoms, or were many.
    """
    words = split_phrase(difference.text)
    named = _rights_by_name(detection)
    if not words:
        return difference.words > _LONGEST_REMOVAL or (
            not named.issuperset(_FREEDOMS)
            and any(
                r.sentence.start <= difference.start <= r.sentence.end
                and any(m.rule.kind == "grant" for m in r.matches)
                for r in detection.sentences
            )
        )
    hits = engine.languages["en"].trie.annotate(words)
    return len(words) <= _LONGEST_REMOVAL and any(
        right not in named for name, right in _GRANTED_ACTS.items() if name in hits
    )


def _rights_by_name(detection: Detection) -> set[str]:
    """The rights that some sentence of the text grants by their name: "deal without restriction" names none."""
    return {
        m.rule.provision
        for read in detection.sentences
        for m in read.matches
        if m.rule.kind == "grant" and not m.rule.id.endswith(_ALL_AT_ONCE) and not in_passing(read, m)
    }


def slipped_in(known: LicenseMatch, detection: Detection, found: Collection[Found], engine: Engine) -> Iterable[int]:
    """Sentences of a known licence's grants into which words were slipped that none of the findings accounts for."""
    starts = [read.sentence.start for read in detection.sentences]
    serious = sorted(f.start for f in found if f.kind in ("restriction", "caution"))
    for difference in known.differences:
        at = bisect_left(starts, difference.start) - 1
        if difference.kind != "added" or at < 0 or difference.end >= detection.sentences[at].sentence.end:
            continue
        read = detection.sentences[at]
        if _only_names_the_work(difference.text, engine):
            continue
        told = bisect_left(serious, read.sentence.start) < bisect_left(serious, read.sentence.end)
        if not told and any(m.rule.kind == "grant" for m in read.matches):
            yield read.sentence.index


def _only_names_the_work(text: str, engine: Engine) -> bool:
    """Whether the words are nothing but names of a work: "the Model", "weights and code", "the Heron training data"."""
    words = split_phrase(text)
    hits = engine.languages["en"].trie.annotate(words)
    if any(hits.get(name) for name in TOUCHY if name not in _KINDS_OF_WORK):
        return False
    named = {i for name in _WORKS for start, end in hits.get(name, ()) for i in range(start, end)}
    described = {i for name in _KINDS_OF_WORK for start, end in hits.get(name, ()) for i in range(start, end)}
    proper = {word.lower() for word in text.split() if word[:1].isupper() or not word.islower()}
    return bool(named) and all(
        i in named or i in described or word in _JOINING or word in proper for i, word in enumerate(words)
    )
