"""How much of a text the rules explain, by what, and what no rule or two opposite rules claim."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.compose import settle
from openaudit.detect import Detection, Read, detect
from openaudit.document import Document
from openaudit.ruleset import Engine
from openaudit.segment import outline
from openaudit.typed import Final, NamedTuple

# An act that a sentence both grants and takes away is either "X, but not Y", or a mistake of one of the rules.
_OPPOSITE: Final = ("grant", "restriction")


class Sentence(NamedTuple):
    """A sentence to look at: where it stands, its words, and the rules that claim it."""

    start: int
    text: str
    rules: tuple[str, ...]


class Coverage(NamedTuple):
    """One text. `kinds` counts sentences by what explains them; one sentence may count under several."""

    name: str
    sentences: int
    explained: int
    kinds: dict[str, int]
    unexplained: tuple[Sentence, ...]
    contested: tuple[Sentence, ...]
    fired: frozenset[str]


def coverage(document: Document, engine: Engine) -> Coverage:
    """What the rules alone (no identification) explain of a text. Headings are not counted."""
    lowered = document.text.lower()
    if len(lowered) != len(document.text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in document.text)
    detection = detect(lowered, document.text, outline(document.text), engine)
    counted = [(number, read) for number, read in enumerate(detection.sentences) if read.sentence.role != "heading"]
    unexplained = set(detection.unexplained)
    kinds: dict[str, int] = {}
    contested = []
    fired: set[str] = set()
    for number, read in counted:
        matches = tuple(settle(read, detection))
        fired |= {f"{match.rule.language}:{match.rule.id}" for match in matches}
        own: set[str] = {match.rule.kind for match in matches}
        for kind in own or {"unexplained" if number in unexplained else "structure"}:
            kinds[kind] = kinds.get(kind, 0) + 1
        if own.issuperset(_OPPOSITE):
            contested.append(_sentence(document, read, detection))
    return Coverage(
        document.path or document.url or "<text>",
        len(counted),
        sum(number not in unexplained for number, _ in counted),
        kinds,
        tuple(_sentence(document, read, detection) for number, read in counted if number in unexplained),
        tuple(contested),
        frozenset(fired),
    )


def never_fired(covered: Iterable[Coverage], engine: Engine) -> tuple[str, ...]:
    """The rules ("language:id") that none of the texts has."""
    fired = {name for one in covered for name in one.fired}
    every = {f"{code}:{rule.id}" for code, rules in engine.rules.items() for rule in rules}
    return tuple(sorted(every - fired))


def _sentence(document: Document, read: Read, detection: Detection) -> Sentence:
    start, end = read.sentence.start, read.sentence.end
    rules = dict.fromkeys(match.rule.id for match in settle(read, detection))
    return Sentence(start, " ".join(document.source[start:end].split()), tuple(rules))
