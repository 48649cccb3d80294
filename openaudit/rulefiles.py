"""Rules and their examples, out of rule files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openaudit import strictyaml
from openaudit.entries import LANGUAGES, keys, one_of, words_at
from openaudit.errors import RuleError
from openaudit.packing import Written
from openaudit.pattern import compile_pattern, expand
from openaudit.ruleset import Example, Phrase, Rule, Selector, Test
from openaudit.typed import Final, NamedTuple, cast
from openaudit.vocabulary import CONFIDENCES, Confidence, Provision

MODES: Final = ("forbid", "limit", "require", "permit", "request", "cancel", "lapse")
BEARERS: Final = ("licensee", "licensor", "law", "license", "patent", "rights", "thing", "party")
QUALIFIERS: Final = (
    "purpose",
    "manner",
    "condition",
    "exception",
    "absence",
    "recipient",
    "place",
    "time",
    "limit",
    "item",
)
SLOTS: Final = ("text", "tail", "subject", "verbs", "object", "sentence", "before", "after", *QUALIFIERS)
CAPTURES: Final = ("quantity", "places", "date", "policy", "fields")
_SELECTOR_KEYS: Final = (
    "mode",
    "bearer",
    "act",
    "only-act",
    "object",
    "not-object",
    "qualifier",
    "not-qualifier",
    "bare",
    "narrowed",
    "hypothetical",
    *SLOTS,
    *("not-" + s for s in SLOTS if s != "object"),
    "object-text",
    "not-object-text",
)


class RuleFile(NamedTuple):
    """A rule file as read: its path as shown to people, its provision id and the parsed mapping."""

    path: str
    kind: str
    data: strictyaml.Mapping


def rules_of(file: RuleFile, provisions: Mapping[str, Provision]) -> Iterable[Written]:
    """The rules of a file; their provision is one of `provisions`."""
    data = file.data
    keys(
        data,
        ("provision", "confidence", "rationale", "references", "rules", "examples"),
        ("provision", "rules", "rationale"),
    )
    id_ = one_of(data, "provision", provisions)
    kind = provisions[id_].kind
    if file.kind and file.kind != kind:
        raise strictyaml.error_at(data, "provision", f"{id_!r} is a {kind}, so its file belongs into another folder")
    by_language = strictyaml.mapping_at(data, "rules")
    for language in by_language:
        if language not in LANGUAGES:
            raise strictyaml.error_at(
                by_language, language, f"unknown language {language!r}", f"one of {', '.join(LANGUAGES)}"
            )
        entries = strictyaml.sequence_at(by_language, language)
        names: set[str] = set()
        for number in range(len(entries)):
            entry = strictyaml.mapping_at(entries, number)
            keys(entry, ("name", "confidence", "norms", "phrases", "captures", "fallback"), ("name",))
            name = strictyaml.text_at(entry, "name")
            if name in names:
                raise strictyaml.error_at(entry, "name", f"two rules are called {name!r}")
            names.add(name)
            confidence = one_of(entry, "confidence", CONFIDENCES, one_of(data, "confidence", CONFIDENCES, "high"))
            try:
                norms, phrased = (strictyaml.sequence_at(entry, key) for key in ("norms", "phrases"))
                selectors = tuple(_selector(strictyaml.mapping_at(norms, i), kind) for i in range(len(norms)))
                phrases = tuple(phrase for i in range(len(phrased)) for phrase in _phrases(phrased, i))
            except RuleError as error:
                if error.file:
                    raise
                raise strictyaml.error_at(entry, "name", error.message, error.hint) from error
            rule = Rule(
                f"{id_}/{name}",
                id_,
                kind,
                cast("Confidence", confidence),
                language,
                words_at(entry, "captures", CAPTURES),
                entry.get("fallback", "false") == "true",
            )
            yield Written(rule, selectors, phrases)


def _selector(entry: strictyaml.Mapping, kind: str) -> Selector:
    keys(entry, _SELECTOR_KEYS, ("mode",))
    bearers = words_at(entry, "bearer", BEARERS) or ("licensee",)
    if kind in ("restriction", "caution") and "licensee" in bearers:
        bearers = (*bearers, "party")  # what is allowed to some alone narrows the rights of the rest
    return Selector(
        words_at(entry, "mode", MODES),
        bearers,
        words_at(entry, "act"),
        words_at(entry, "only-act"),
        words_at(entry, "object"),
        words_at(entry, "not-object"),
        words_at(entry, "qualifier", QUALIFIERS),
        words_at(entry, "not-qualifier", QUALIFIERS),
        entry.get("bare") == "true",
        entry.get("narrowed") == "true",
        entry.get("hypothetical") == "true",
        _tests(entry),
    )


def _tests(entry: strictyaml.Mapping) -> tuple[Test, ...]:
    tests: list[Test] = []
    for key in entry:
        slot = key.removeprefix("not-")
        if slot == "object-text":
            slot = "object"
        elif slot == "object" or slot not in SLOTS:
            continue
        tests += [
            Test(slot, tuple(compile_pattern(t) for t in expand(text)), key.startswith("not-"))
            for text in words_at(entry, key)
        ]
    return tuple(tests)


def _phrases(entries: strictyaml.Sequence, number: int) -> Iterable[Phrase]:
    tests: tuple[Test, ...] = ()
    claims: tuple[str, ...] = ()
    if isinstance(entries[number], str):
        entry_text: str = entries[number]
    else:
        entry = strictyaml.mapping_at(entries, number)
        keys(
            entry,
            (
                "match",
                "claims",
                "sentence",
                "not-sentence",
                "before",
                "not-before",
                "after",
                "not-after",
                "text",
                "not-text",
            ),
            ("match",),
        )
        entry_text, tests, claims = strictyaml.text_at(entry, "match"), _tests(entry), words_at(entry, "claims", MODES)
    for text in expand(entry_text):
        yield Phrase(compile_pattern(text), tests, claims)


def examples_of(file: RuleFile) -> Iterable[Example]:
    """The examples of a file, each with the line it stands on."""
    if "examples" not in file.data:
        return
    provision = strictyaml.text_at(file.data, "provision")
    examples = strictyaml.mapping_at(file.data, "examples")
    for language in examples:
        if language not in LANGUAGES:
            raise strictyaml.error_at(
                examples, language, f"unknown language {language!r}", f"one of {', '.join(LANGUAGES)}"
            )
        sides = strictyaml.mapping_at(examples, language)
        keys(sides, ("match", "no-match"))
        for side in sides:
            entries = strictyaml.sequence_at(sides, side)
            for number, text in enumerate(entries):
                captures, quote = {}, ""
                if not isinstance(text, str):
                    entry = strictyaml.mapping_at(entries, number)
                    keys(entry, ("text", "captures", "quote"), ("text",))
                    text, quote = strictyaml.text_at(entry, "text"), strictyaml.text_at(entry, "quote")  # noqa: PLW2901
                    if "captures" in entry:
                        named = strictyaml.mapping_at(entry, "captures")
                        captures = {key: strictyaml.text_at(named, key) for key in named}
                line = entries.at[number][0]
                yield Example(provision, language, text, side == "match", captures, quote, file.path, line)
