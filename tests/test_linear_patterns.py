"""No regular expression of ours backtracks without end, whatever the text.

Every compiled expression of every module is taken apart, and attacked with texts made from its own parts: what each of
its repeats repeats, pumped up, after what leads to it, and with an end that does not fit.
"""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any, Final, NamedTuple

import pytest

import openaudit

# Of this length, and no longer than this many seconds of processor time.
LENGTH: Final = 3000
SECONDS: Final = 1.0
_MANY: Final = 8
_CLASSES: Final = {
    "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_SPACE": "a",
}  # fmt: skip
_CANDIDATES: Final = "a1 Z.-(\n,\"'“许一不;:/<>*#|`[]_=\t。"


class Repeat(NamedTuple):
    """A repeat of an expression: samples of what leads to it, and of what it repeats."""

    prefix: str
    bodies: tuple[str, ...]


def samples(
    tokens: Sequence[Any], repeats: list[Repeat], prefix: str = "", groups: dict[int, str] | None = None
) -> list[str]:
    """A few texts that the tokens match; the repeats among them are added to `repeats`."""
    groups = {} if groups is None else groups
    found = [""]
    for operator, argument in tokens:
        so_far = prefix + found[0]
        found = [
            a + b
            for a, b in itertools.islice(itertools.product(found, _one(operator, argument, repeats, so_far, groups)), 6)
        ]
    return found


def _one(  # noqa: PLR0911 - a case for each operator
    operator: Any, argument: Any, repeats: list[Repeat], prefix: str, groups: dict[int, str]
) -> list[str]:
    name = str(operator)
    if name == "LITERAL":
        return [chr(argument)]
    if name == "NOT_LITERAL":
        return [next(c for c in _CANDIDATES if ord(c) != argument)]
    if name == "ANY":
        return ["a"]
    if name == "IN":
        return _members(argument)
    if name == "BRANCH":
        return [text for branch in argument[1] for text in samples(branch, repeats, prefix, groups)[:2]][:12]
    if name == "SUBPATTERN":
        inner = samples(argument[3], repeats, prefix, groups)
        if argument[0] is not None:
            groups[argument[0]] = inner[0]
        return inner
    if name == "ATOMIC_GROUP":
        return samples(argument, repeats, prefix, groups)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = argument
        inner = samples(body, repeats, prefix, groups)
        if most is _constants.MAXREPEAT or most >= _MANY:
            repeats.append(Repeat(prefix, tuple(dict.fromkeys(text for text in inner if text))))
        return [text * max(least, 1) for text in inner[:4]] + ([""] if least == 0 else [])
    if name == "GROUPREF":
        return [groups.get(argument, "")]
    return [""]  # places: beginnings, ends, what stands before and after


def _members(items: Sequence[Any]) -> list[str]:
    """Characters of a class: a few of each kind that is in it."""
    negated = items and str(items[0][0]) == "NEGATE"
    chosen: list[str] = []
    for operator, argument in items:
        if str(operator) == "LITERAL":
            chosen.append(chr(argument))
        elif str(operator) == "RANGE":
            chosen.append(chr(argument[0]))
        elif str(operator) == "CATEGORY":
            chosen.append(_CLASSES.get(str(argument), "a"))
    if not negated:
        return chosen[:5] or ["a"]
    pattern = re.compile("[^" + "".join(re.escape(c) for c in chosen) + "]")
    return [c for c in _CANDIDATES if pattern.match(c)][:4] or ["a"]


def attacks(pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts on which the expression would have most to try."""
    repeats: list[Repeat] = []
    whole = samples(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), repeats)
    for text in dict.fromkeys(whole):
        if text:
            yield (text * LENGTH)[:LENGTH] + "\0"
    for repeat in repeats:
        pumps = [*repeat.bodies, *(a + b for a, b in itertools.islice(itertools.permutations(repeat.bodies, 2), 30))]
        # Digits and letters run together where a repeat of a repeat could part them anywhere.
        pumps += [a + a + b for a, b in itertools.islice(itertools.permutations(repeat.bodies, 2), 10)]
        pumps += [re.sub(r"[0-9a-z]", lambda m: m[0] * 2, pump) for pump in pumps[:12]]
        for pump in dict.fromkeys(pumps):
            for end in ("\0", "x", " !"):
                yield repeat.prefix + (pump * LENGTH)[:LENGTH] + end
            yield ((repeat.prefix + pump * 40) * LENGTH)[:LENGTH] + "\0"


def expressions() -> list[tuple[str, re.Pattern[str]]]:
    """Every expression that a module of ours keeps, also in tables."""
    found: dict[str, re.Pattern[str]] = {}
    for module_info in pkgutil.walk_packages(openaudit.__path__, "openaudit."):
        if module_info.name.endswith("__main__"):
            continue
        module = importlib.import_module(module_info.name)
        for name, value in vars(module).items():
            for index, pattern in enumerate(_inside(value)):
                if isinstance(pattern.pattern, str) and not module.__name__.startswith("openaudit.cli.main"):
                    found.setdefault(f"{pattern.flags} {pattern.pattern}", pattern)
                    _NAMES.setdefault(id(pattern), f"{module_info.name}.{name}[{index}]")
    return [(_NAMES[id(pattern)], pattern) for pattern in found.values()]


_NAMES: dict[int, str] = {}


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif hasattr(value, "cache_info") and "Pattern" in str(getattr(value, "__annotations__", {}).get("return")):
        # Compiled on use: a function that keeps its result.
        if callable(value) and not inspect.signature(value).parameters:
            yield from _inside(value(), depth + 1)
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _inside(item, depth + 1)
    elif depth < 3 and isinstance(value, dict):
        for item in value.values():
            yield from _inside(item, depth + 1)


class TooLongError(Exception):
    """The time is up."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise TooLongError


def cost(pattern: re.Pattern[str], text: str) -> float:
    """Processor seconds that looking for the expression in the text takes; infinite where it takes far too long."""
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, 3 * SECONDS)
    start = time.process_time()
    try:
        pattern.search(text)
    except TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def worst(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The dearest attack, as far as the first that is too dear."""
    dearest = (0.0, "")
    for text in attacks(pattern):
        dearest = max(dearest, (cost(pattern, text), text))
        if dearest[0] > SECONDS:
            break
    return dearest


@pytest.mark.parametrize("name", ["nested", "alternating", "overlapping", "polynomial"])
def test_the_attack_finds_what_is_bad(name: str) -> None:
    bad = {
        "nested": r"^(?:a+)+$",
        "alternating": r"^(?:a|aa)+$",
        "overlapping": r"^(?:\d+(?:\.\d+)+\s*|\w{1,3}[.]\s*)*x",
        "polynomial": r"\s*\s*\s*\s*x",
    }
    assert worst(re.compile(bad[name]))[0] > SECONDS


def test_the_attack_lets_good_ones_pass() -> None:
    assert worst(re.compile(r"^(?:[a-z]+[.,;]\s?)*$"))[0] < SECONDS


@pytest.mark.slow
def test_no_expression_backtracks_without_end() -> None:
    found = expressions()
    assert len(found) > 150
    bad = {
        name: (seconds, text[:80]) for name, pattern in found for seconds, text in [worst(pattern)] if seconds > SECONDS
    }
    assert not bad, "\n".join(f"{name}: {what}" for name, what in bad.items())
