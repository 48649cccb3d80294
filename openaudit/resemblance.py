"""What the words of a sentence are most like, where no rule reads it.

A linear model, trained on sentences of our own that are labelled with their provision (`rules/resemblance/`), weighs
the words of a sentence, the classes and norms found in it and the harmless provisions that rules saw. It explains
nothing and decides nothing: a sentence that no rule reads needs a person, and this names what to look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import sqrt

from openaudit.lexicon import MARKS
from openaudit.matching import Match
from openaudit.norms import Reading
from openaudit.ruleset import Weights
from openaudit.typed import Final
from openaudit.vocabulary import KINDS, Kind

# English words are cut to so many letters: "commercial" and "commerce" weigh the same.
_STEM: Final = 6
# What is like a restraint must show without the rules that read it as one.
_SERIOUS: Final = ("restriction", "caution")
_HAN: Final = "\u3400"
_IGNORED: Final = MARKS | frozenset("%$&-")


# What has learnt nothing names nothing.
NOTHING: Final = Weights((("none", None),), 0.0, (0.0,), 0.0, {})


def features(reading: Reading, matches: Iterable[Match], *, unspaced: bool) -> frozenset[str]:
    """What the model weighs: words and pairs of words, classes, norms, and the harmless provisions that rules found."""
    own = reading.own
    words = [w for w in reading.words.words[own:] if w not in _IGNORED]
    stems = [_stem(w, unspaced) for w in words]
    found = set(stems)
    found.update(f"{a} {b}" for a, b in pairwise(stems))
    found.update(f"<{name}>" for name in reading.stretch.hits if "." in name and name[0] != "=")
    for norm in reading.norms:
        said = f"{norm.mode}?" if norm.hypothetical else norm.mode
        found.add(f"{said}.{norm.bearer}")
        found.update(f"{said}.{norm.bearer}.{act}" for act in norm.acts)
        found.update(f"{said}:{thing}" for thing in norm.objects)
        found.update(f"{said}/{q.kind}" for q in norm.qualifiers)
    found.update(f"={match.rule.provision}" for match in matches if match.rule.kind not in _SERIOUS)
    return frozenset(found)


def own_words(reading: Reading) -> int:
    """How many words (Chinese: characters) the sentence has of its own, without marks, numbers and initials."""
    return sum(any(c.isalpha() for c in w) and (len(w) > 1 or w >= _HAN) for w in reading.words.words[reading.own :])


def _stem(word: str, unspaced: bool) -> str:
    if unspaced:
        return word
    return "0" if word[0].isdigit() else word[:_STEM]


def scores(found: Iterable[str], weights: Weights) -> list[float]:
    """How much a sentence with these features is like those of each label."""
    rows = [row for row in map(weights.rows.get, found) if row]
    length = sqrt(sum(row[0] * row[0] for row in rows))
    sums = [0] * len(weights.bias)
    for row in rows:
        rarity = row[0]
        for at in range(1, len(row), 2):
            sums[row[at]] += rarity * (row[at + 1] - _MIDDLE)
    unit = weights.scale / (length or 1.0)
    return [bias + unit * one for bias, one in zip(weights.bias, sums, strict=True)]


def likeness(found: frozenset[str], weights: Weights) -> tuple[str, Kind] | None:
    """The provision that a sentence with these features is most like, and its kind; None if none is near enough."""
    provision, kind, margin, _ = nearest(found, weights)
    return None if kind is None or margin < weights.least else (provision, kind)


def nearest(found: frozenset[str], weights: Weights) -> tuple[str, Kind | None, float, float]:
    """The provision that comes first, its kind (None if there is none), by how much it outweighs "none", its score."""
    sums = scores(found, weights)
    best = max(range(1, len(sums)), key=sums.__getitem__, default=0)
    provision, kind = weights.labels[best]
    return provision, kind, sums[best] - sums[0], sums[best]


def row_of(rarity: int, column: Iterable[int]) -> bytes:
    """The row of a feature in `Weights.rows`: its rarity, and the weights of all labels in order."""
    pairs = ((at, weight + _MIDDLE) for at, weight in enumerate(column) if abs(weight) >= _SMALLEST)
    return bytes((rarity, *(byte for pair in pairs for byte in pair)))


# Weights are kept as bytes around this one; those that are smaller than so much decide nothing.
_MIDDLE: Final = 128
_SMALLEST: Final = 2


def written(weights: Weights, about: str) -> Iterator[str]:
    """The lines of a file of weights; `about` says what it was made from."""
    yield f"# {about}"
    yield "labels\t" + " ".join(f"{provision}/{kind or ''}" for provision, kind in weights.labels)
    yield "bias\t" + " ".join(f"{b:.4f}" for b in weights.bias)
    yield f"numbers\t{weights.scale:.8f} {weights.least:.4f}"
    for feature in sorted(weights.rows):
        yield f"{feature}\t{weights.rows[feature].hex()}"


def read(text: str) -> Weights:
    """The weights in a file that `written` made."""
    _, labels, bias, numbers, *rows = text.splitlines()
    scale, least = map(float, numbers.split("\t")[1].split())
    return Weights(
        tuple((p, _kind(k)) for p, _, k in (label.partition("/") for label in labels.split("\t")[1].split())),
        scale,
        tuple(map(float, bias.split("\t")[1].split())),
        least,
        {feature: bytes.fromhex(row) for feature, _, row in (line.partition("\t") for line in rows)},
    )


def _kind(name: str) -> Kind | None:
    return next((kind for kind in KINDS if kind == name), None)
