"""What an exception spares from a ban, so that nobody is barred from it (in English).

"You may not use the scans for any purpose other than training the model" does not bar training: it leaves nothing
else. What stands in such an exception is no matter of the ban; a limit to it is read by the rules of limits.
"""

from __future__ import annotations

from openaudit.lexicon import Hits
from openaudit.norms import Norm, Reading
from openaudit.pattern import Range, Stretch
from openaudit.qualifiers import QUALIFIERS
from openaudit.typed import Final

# How an exception begins.
_EXCEPTING: Final = (
    *(("other", "than"), ("except", "for"), ("except", "as"), ("except", "to"), ("except", "where"), ("except",)),
    *(("save", "for"), ("save", "as"), ("save",), ("apart", "from"), ("aside", "from"), ("excepting",)),
    *(("with", "the", "exception", "of"), ("unless",)),
)
# "For no purpose *but* teaching".
_BUT_FOR: Final = frozenset("purpose purposes anything end ends use uses way ways aim aims".split())
# The ban goes on where one of these stands behind the exception: "other than for viewing, or *train* models on it".
_GOING_ON: Final = frozenset(("or", "nor", "and"))
_SUBJECTS: Final = frozenset("you licensee licensees user users may must shall should will not do is are".split())
_LEAVE: Final = ("topic.consent", "in.writing")


def spared(reading: Reading) -> list[Range]:
    """The words that an exception to a ban spares. One by leave spares nothing: what needs a yes is barred."""
    words, hits = reading.words.words, reading.stretch.hits
    if "q.exception" not in hits and "but" not in words:
        return []
    zones: list[Range] = []
    for norm in reading.norms:
        if norm.mode != "forbid" or norm.hypothetical:
            continue
        starts = [
            (q.start, q.start + len(said), norm.cue[0] if q.start < norm.cue[0] else norm.scope[1])
            for q in norm.qualifiers
            if q.kind == "exception"
            for said in _EXCEPTING
            if tuple(words[q.start : q.start + len(said)]) == said
        ]
        low, high = norm.scope
        starts += [(i, i + 1, high) for i in range(low + 1, high - 1) if words[i] == "but" and words[i - 1] in _BUT_FOR]
        for at, start, last in starts:
            end = _end(reading, norm, start, last)
            if start < end and not _by_leave(hits, at, end):
                zones.append((start, end))
    return zones


def bared(on: Stretch, zones: list[Range]) -> Stretch:
    """The same stretch without what is found in the zones."""
    hits = Hits()
    for name, places in on.hits.items():
        left = [(s, e) for s, e in places if not any(low <= s < high for low, high in zones)]
        if left:
            hits[name] = left
    return on._replace(hits=hits.sealed())


def _end(reading: Reading, norm: Norm, start: int, last: int) -> int:
    """Where the exception that begins at `start` ends, at the latest at `last`."""
    words = reading.words.words
    acts = {s for name, places in reading.stretch.hits.under("act.") for s, _ in places}
    narrowing = {s for kind in QUALIFIERS for s, _ in reading.stretch.hits.get("q." + kind, ())}
    inserted = norm.cue[1] <= start <= norm.act[0] and bool(norm.acts)
    for i in range(start, last):
        if words[i] in (";", ":") or (words[i] == "," and (inserted or i + 1 in narrowing)):
            return i
        if words[i] in _GOING_ON and i + 1 < last:
            following = words[i + 1]
            base = i + 1 in acts and not following.endswith(("ing", "ion", "ions", "s", "ment", "ed"))
            if following in _SUBJECTS or words[i] == "nor" or (words[i - 1] == "," and base):
                return i
    return last


def _by_leave(hits: Hits, start: int, end: int) -> bool:
    """Whether the exception is only that somebody says yes, and it is not the law."""
    return any(start <= s < end for name in _LEAVE for s, _ in hits.get(name, ())) and not any(
        start <= s < end for s, _ in hits.get("who.law", ())
    )
