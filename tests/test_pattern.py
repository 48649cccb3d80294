"""The match language: every sign of it, its errors, and its cost."""

from __future__ import annotations

import time

import pytest

from openaudit.errors import RuleError
from openaudit.lexicon import Trie, inflections, spellings
from openaudit.pattern import Stretch, compile_pattern, expand, find

FILLERS = frozenset(("the", "any"))


def matched(pattern: str, sentence: str, classes: dict[str, list[str]] | None = None) -> str | None:
    """The words that the pattern matches in the sentence, or None."""
    trie = Trie()
    for name, phrases in (classes or {}).items():
        for phrase in phrases:
            for spelling in spellings(phrase):
                trie.add(spelling, name)
    compiled = [compile_pattern(p) for p in expand(pattern)]
    for one in compiled:
        for literal in one.literals:
            for spelling in spellings(literal):
                trie.add(spelling, "=" + literal)
    words = sentence.split()
    on = Stretch(trie.annotate(words), [w in FILLERS for w in words], len(words))
    for one in compiled:
        place = find(one, on)
        if place is not None:
            return " ".join(words[slice(*place)])
    return None


@pytest.mark.parametrize(
    ("pattern", "sentence", "expected"),
    [
        ("may not", "you may not use it", "may not"),
        ("may not", "you may use it not", None),
        ("may (use)", "you may the any use it", "may the any use"),  # two fillers may stand between parts
        ("use~", "she was using it", "using"),
        ("(sell|rent) it", "rent it", "rent it"),
        ("may ..2 sell", "may lend or sell", "may lend or sell"),
        ("may ..1 sell", "may lend or sell", None),
        ("may [only] sell", "may only sell", "may only sell"),
        ("may [only] sell", "may sell", "may sell"),
        ("may !(not) sell", "may not sell", None),
        ("may !(not|never)", "you may sell", "may"),
        ("!(not) required", "not required", None),
        ("!(not) required", "it is required", "required"),
        ("^ no use", "no use of it", "no use"),
        ("^ no use", "there is no use", None),
        ("only $", "for study only", "only"),
        ("only $", "only for study", None),
        ("(no ..2 right|without leave) to", "no such right to", "no such right to"),
    ],
)
def test_what_a_pattern_matches(pattern: str, sentence: str, expected: str | None) -> None:
    assert matched(pattern, sentence) == expected


def test_classes_and_their_phrases() -> None:
    assert (
        matched("<act> ..2 <thing>", "copy all the code", {"act": ["copy"], "thing": ["code"]}) == "copy all the code"
    )


@pytest.mark.parametrize("wrong", ["", "..3", "!(not)", "(a|", "[maybe]", "a ..99 b", "(|b)"])
def test_a_wrong_pattern_is_an_error(wrong: str) -> None:
    with pytest.raises(RuleError):
        [compile_pattern(text) for text in expand(wrong)]


def test_inflections_are_regular_english() -> None:
    assert set(inflections("use")) == {"use", "uses", "used", "using"}
    assert set(inflections("copy")) == {"copy", "copies", "copied", "copying"}
    assert "publishes" in inflections("publish")
    assert "tampering" in inflections("tamper")


def test_both_spellings_are_one_phrase() -> None:
    assert ("monetize",) in spellings("monetise")
    assert ("noncommercial",) in spellings("non commercial")


def test_a_hiding_class_hides_what_is_inside() -> None:
    trie = Trie()
    trie.hiding = {"name"}
    trie.add(("public", "license"), "name")
    trie.add(("license",), "thing")
    assert trie.annotate(["public", "license"]) == {"name": [(0, 2)]}
    assert trie.annotate(["the", "license"]) == {"thing": [(1, 2)]}


def test_matching_costs_its_words_and_no_more() -> None:
    """A sentence of nothing but the pattern's own words is the worst there is: twice as long, about twice the time."""
    times = []
    for count in (2_000, 16_000):
        sentence = " ".join(["may", "not"] * count)
        start = time.process_time()
        matched("may ..8 not ..8 may ..8 not ..8 sell", sentence)
        times.append(time.process_time() - start)
    assert times[1] < 40 * times[0]
