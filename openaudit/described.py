"""What a sentence only describes: a row of a model card, a warning of what a demonstration is, the history of a work.

"Limitations: demo only, not validated for bedside use" says how good a model is; "for demonstration use only" says what
one may do with it. A description permits and forbids nothing, so no word of permission or use stands in it, and no act
is barred; and it explains nothing: who is not sure must look.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.norms import Norm, Reading
from openaudit.typed import Final

# How a field of a model card is headed that describes: what is written there limits only by a word of permission.
_FIELDS: Final = frozenset(
    (
        *("limitation", "limitations", "limits", "caveat", "caveats", "risks", "bias", "biases", "input", "inputs"),
        *("output", "outputs", "metrics", "hardware", "architecture", "status", "maturity", "disclaimer", "warning"),
        *("known limitations", "model limitations", "technical limitations", "known issues", "known biases"),
        *("input format", "input type", "output format", "output type", "training data", "training dataset"),
        *("training set", "evaluation data", "test data", "model status", "development status", "project status"),
        *("risks and limitations", "bias and limitations", "limitations and biases", "limitations and bias"),
        *("bias risks and limitations", "language support", "out of scope use", "out of scope uses"),
    )
)
# Fields that say what a work was made for: a limit stands there as well as a plan.
_INTENT: Final = frozenset(
    (
        *("intended use", "intended uses", "intended use case", "intended use cases", "intended users"),
        *("primary use", "primary uses", "primary intended uses", "use case", "use cases", "intended purpose"),
    )
)
_LONGEST_FIELD: Final = 5
_DEMONSTRATIONS: Final = frozenset(
    "demo demonstration demonstrator preview prototype mockup showcase proof-of-concept poc".split()
)
_ONLY: Final = frozenset("only solely exclusively strictly purely merely just".split())
_LONGEST: Final = 40
# Words with which something is permitted or forbidden, or somebody addressed.
_BINDING: Final = frozenset(
    "use uses used usage user users using permitted allowed licensed license licenses licence licences grant granted"
    " grants prohibited forbidden banned barred restricted reserved must shall you your yours rights right permission"
    " permissions consent authorised authorized distribute distributed distribution redistribute redistribution sell"
    " sale sold copy copied copying modify modified purpose purposes unless without commercial noncommercial release"
    " released available offered provided free access members customers terms conditions agreement".split()
)
_GOING_ON: Final = frozenset(
    "may is are was were must shall should can cannot will has have does do of and or from generated produced created"
    " by that which on in to not".split()
)
_AIMS: Final = frozenset(("purpose", "purposes"))
_FOUND: Final = frozenset("validated tested certified evaluated approved cleared qualified verified audited".split())
_STOPS: Final = frozenset((".", ";", ",", "but", "and"))
_HAVING: Final = frozenset("was were been".split())
_MADE: Final = frozenset(
    "loaded trained tuned finetuned pretrained distilled initialised initialized merged derived built quantised"
    " quantized evaluated scraped collected adapted converted ported based benchmarked".split()
)
_SUBORDINATE: Final = frozenset("how what where when who that which if do don't please try avoid".split())
_ADDRESSED: Final = frozenset(
    "you your yours licensee licensees anyone anybody everyone nobody may must shall can cannot should will would only"
    " solely unless except permitted allowed licensed granted prohibited forbidden reserved limited is are".split()
)
_ACTS: Final = frozenset("use copy distribute modify sell sublicense commercial host train study create".split())


def described(reading: Reading) -> bool:
    """Whether the sentence's own words only describe: no restriction is read from them."""
    own = reading.words.words[reading.own :]
    if not own or len(own) > _LONGEST:
        return False
    return _told_of_making(own) or _of_a_card(own, reading.norms, reading.own) or _of_a_demonstration(own, reading)


def _told_of_making(own: Sequence[str]) -> bool:
    """Whether how the work was made is told in the past: "no other model was fine-tuned or distilled"."""
    if not _ADDRESSED.isdisjoint(own):
        return False
    if not _SUBORDINATE.isdisjoint(own):
        return False
    verbs = [i for i, word in enumerate(own) if word in _HAVING]
    return bool(verbs) and not _MADE.isdisjoint(own[verbs[0] + 1 :])


def _of_a_card(own: Sequence[str], norms: Sequence[Norm], start: int) -> bool:
    """Whether the words are a field of a model card, headed by what it describes."""
    length = next((n for n in range(_LONGEST_FIELD, 0, -1) if " ".join(own[:n]) in _FIELDS | _INTENT), 0)
    if not length or length >= len(own) or own[length] in _GOING_ON:
        return False  # "output may not be ...": a statement about it
    rest = set(_without_doubts(own[length:]))
    if " ".join(own[:length]) in _INTENT and not (_ONLY | {"not", "no"}).isdisjoint(rest):
        return False
    if not _BINDING.isdisjoint(rest - _AIMS if " ".join(own[:length]) in _INTENT else rest):
        return False
    return not any(n.acts & _ACTS and n.cue[1] > start and n.mode in ("forbid", "limit", "require") for n in norms)


def _of_a_demonstration(own: Sequence[str], reading: Reading) -> bool:
    """Whether the words warn that the work is but a demonstration: "research preview only, not validated for ..."."""
    said = set(_without_doubts(own))
    if _ONLY.isdisjoint(said) or _DEMONSTRATIONS.isdisjoint(said) or not _BINDING.isdisjoint(said):
        return False
    limited = _before_only(own)
    if "for" in limited or (_DEMONSTRATIONS.isdisjoint(limited[-1:]) and "a" not in own):
        return False
    return not any(n.acts & _ACTS and n.cue[1] > reading.own for n in reading.norms if n.mode in ("forbid", "require"))


def _without_doubts(words: Sequence[str]) -> list[str]:
    """The words without what the work was not found fit for: "not validated for bedside use"."""
    kept: list[str] = []
    doubted = False
    for number, word in enumerate(words):
        doubted = (doubted and word not in _STOPS) or (word in _FOUND and "not" in words[max(0, number - 3) : number])
        if not doubted:
            kept.append(word)
    return kept


def _before_only(own: Sequence[str]) -> Sequence[str]:
    """The words up to the one that limits, without those of a statement before it."""
    at = next(i for i, word in enumerate(own) if word in _ONLY)
    return own[max((i for i in range(at) if own[i] in (";", ":", ",", ".")), default=-1) + 1 : at]
