"""What is wrong with a rule pack that loads: gaps and leftovers that its loader cannot see file by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from openaudit.compose import settle
from openaudit.detect import detect
from openaudit.document import from_text
from openaudit.lexicon import inflections
from openaudit.ruleset import Engine, Example
from openaudit.segment import outline
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import UNEXPLAINED

# Fewer examples than this, in each direction and language, say nothing about how a rule generalises. What takes
# rights away decides verdicts, so it needs more.
MIN_EXAMPLES: Final = {"restriction": 4, "caution": 4, "grant": 2, "condition": 2, "boilerplate": 2}
_LANGUAGES: Final = ("en", "zh")
_WORD: Final = re.compile(r"(?<![\w~])[a-z]+(?![\w~])")
_INFLECTED: Final = re.compile(r"(?<![\w~])([a-z]{3,})~")
# How words go on from what looks like a stem, by its last letters, beside "e" and "y".
_ENDINGS: Final = {"b": ("le", "ility"), "at": ("ion",), "ut": ("ion",)}


class Problem(NamedTuple):
    """Something to repair. `place` is a file (and line) or the id of a rule; `level` is "error" or "note"."""

    level: str
    place: str
    text: str


def lint(engine: Engine) -> Iterator[Problem]:
    """Every problem, those of provisions first."""
    yield from _provisions(engine)
    yield from _examples(engine)
    yield from _unused_rules(engine)


def lint_stems(files: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Words that `~` inflects although they are none: "violat~" stands for "violats" and never for "violates".

    `files` are names and texts of rule files. What is a word is known from the files themselves: a stem that occurs
    nowhere by itself, while a word that goes on from it does, is no word.
    """
    words: set[str] = set()
    for _, text in files:
        words.update(_WORD.findall(text.lower()))
        words.update(_INFLECTED.findall(text.lower()))
    plain = {word for _, text in files for word in _WORD.findall(text.lower())}
    told: set[tuple[str, str]] = set()
    for name, text in files:
        for number, line in enumerate(text.lower().splitlines(), 1):
            for stem in _INFLECTED.findall(line):
                endings = ("e", "y", *_ENDINGS.get(stem[-2:], ()), *_ENDINGS.get(stem[-1:], ()))
                longer = next((stem + ending for ending in endings if stem + ending in words), "")
                if longer and stem not in plain and (name, stem) not in told:
                    told.add((name, stem))
                    forms = ", ".join(inflections(stem)[1:3])
                    yield Problem("note", f"{name}:{number}", f"{stem}~ stands for {forms} …; is {longer}~ meant?")


def _provisions(engine: Engine) -> Iterator[Problem]:
    ruled = {(rule.provision, code) for code, rules in engine.rules.items() for rule in rules}
    for provision in engine.provisions.values():
        if provision.id == UNEXPLAINED:
            continue
        for code in _LANGUAGES:
            if (provision.id, code) not in ruled:
                yield Problem("error", provision.id, f"no rule finds it in {code}")


def _examples(engine: Engine) -> Iterator[Problem]:
    ruled = sorted({(rule.provision, code) for code, rules in engine.rules.items() for rule in rules})
    counts = Counter((example.provision, example.language, example.matches) for example in engine.examples)
    for provision, code in ruled:
        for matches, name in ((True, "match"), (False, "no-match")):
            count = counts[provision, code, matches]
            least = MIN_EXAMPLES[engine.provisions[provision].kind]
            if count < least:
                text = f"{count} {name} examples in {code}; at least {least} are needed"
                yield Problem("error", provision, text)
    for example in engine.examples:
        if (example.provision, example.language) not in ruled:
            yield Problem("error", _place(example), f"{example.provision} has no rule in {example.language}")
    seen: dict[tuple[str, str], Example] = {}
    for example in engine.examples:
        key = example.provision, " ".join(example.text.split()).lower()
        if key in seen:
            yield Problem("error", _place(example), f"the example stands at {_place(seen[key])} too")
        seen.setdefault(key, example)


def _unused_rules(engine: Engine) -> Iterator[Problem]:
    """Rules that no example shows at work: nobody would notice if they stopped working."""
    fired: set[str] = set()
    for example in engine.examples:
        if example.matches:
            document = from_text(example.text)
            detection = detect(document.text.lower(), document.text, outline(document.text), engine)
            fired |= {
                f"{match.rule.language}:{match.rule.id}"
                for read in detection.sentences
                for match in settle(read, detection)
            }
    for code, rules in engine.rules.items():
        for rule in rules:
            if f"{code}:{rule.id}" not in fired:
                yield Problem("note", rule.id, f"no example shows this {code} rule at work")


def _place(example: Example) -> str:
    return f"{example.file}:{example.line}"
