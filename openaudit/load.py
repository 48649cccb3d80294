"""Reads the rules, definitions and language tables from YAML into a Engine (IO).

Every mistake in a file is a RuleError that names the file, the line and a hint.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from openaudit import resemblance, resources, strictyaml
from openaudit.errors import RuleError
from openaudit.lexicon import Trie, spellings
from openaudit.packing import Table, Written, pack_language, pack_rules, plain, unpack_engine
from openaudit.pattern import Pattern, compile_pattern, expand
from openaudit.ruleset import Criterion, Definition, Engine, Example, Phrase, Rule, Selector, Test
from openaudit.typed import Any, Final, NamedTuple, cast
from openaudit.vocabulary import CONFIDENCES, KINDS, OUTCOMES, Confidence, Kind, Outcome, Provision

LANGUAGES: Final = ("en", "zh")
MODES: Final = ("forbid", "limit", "require", "permit", "request", "cancel", "lapse")
BEARERS: Final = ("licensee", "licensor", "law", "license", "patent", "rights", "thing")
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
_FOLDERS: Final = {
    "grants": "grant",
    "conditions": "condition",
    "restrictions": "restriction",
    "cautions": "caution",
    "boilerplate": "boilerplate",
}


class RuleFile(NamedTuple):
    """A rule file as read: its path as shown to people, its provision id and the parsed mapping."""

    path: str
    kind: str
    data: strictyaml.Mapping


def rule_files(extra: Sequence[Path] = ()) -> Iterable[RuleFile]:
    """The shipped rule files and those of `extra` (files or folders), in a fixed order."""
    root = resources.rules()
    for folder, kind in _FOLDERS.items():
        for path in sorted((root / folder).glob("*.yaml")):
            yield RuleFile(f"rules/{folder}/{path.name}", kind, _mapping(path, f"rules/{folder}/{path.name}"))
    for path in extra:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            yield RuleFile(str(file), "", _mapping(file, str(file)))


def engine(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> Engine:
    """All rules in force, read from their files: `prepared.engine` is the fast way to the same value."""
    return unpack_engine(sections(rule_paths), lambda _: None)


def sections(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> dict[str, Any]:
    """All rules in force as plain data: the shipped ones and those of `rule_paths` (files or folders).

    A section "about" and one each for the provisions, the examples, every definition, every language and its weights.
    """
    extra = tuple(Path(p) for p in rule_paths)
    root = resources.rules()
    digest = hashlib.sha256()
    provisions = _provisions(_mapping(root / "provisions.yaml", "rules/provisions.yaml"))
    rules: dict[str, list[Written]] = {code: [] for code in LANGUAGES}
    files: dict[str, str] = {}
    examples: list[Example] = []
    for file in rule_files(extra):
        for written in _rules(file, provisions):
            rules[written.rule.language].append(written)
            files[written.rule.id] = file.path
        examples += _examples(file)
    shipped = [*root.rglob("*.yaml"), *root.rglob("*.weights")]
    for path in sorted([*shipped, *(f for p in extra for f in ([p] if p.is_file() else p.rglob("*.yaml")))]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    found: dict[str, Any] = {"provisions": plain(list(provisions.values())), "examples": plain(examples)}
    for code in LANGUAGES:
        data = _mapping(root / "languages" / f"{code}.yaml", f"rules/languages/{code}.yaml")
        texts = [one.text for one in examples if one.language == code]
        table = _language(data, rules[code], files)
        found[f"rules {code}"] = pack_rules(table, rules[code])
        found[f"language {code}"] = pack_language(table, rules[code], texts)
        weights = root / "resemblance" / f"{code}.weights"
        names = resemblance.read(weights.read_text(encoding="utf-8")) if weights.exists() else resemblance.NOTHING
        found[f"resemblance {code}"] = tuple(names)
    definitions = []
    for path in sorted((root / "definitions").glob("*.yaml")):
        definition = _definition(_mapping(path, f"rules/definitions/{path.name}"), provisions)
        definitions.append(definition.id)
        found[f"definition {definition.id}"] = plain(definition)
    found["about"] = {"languages": LANGUAGES, "definitions": tuple(definitions), "digest": digest.hexdigest()}
    return found


def definition(path: Path, provisions: Mapping[str, Provision]) -> Definition:
    """A definition from a file of the user's own."""
    return _definition(_mapping(path, str(path)), provisions)


# --- files --------------------------------------------------------------------------------------------


def _mapping(path: Path, shown: str) -> strictyaml.Mapping:
    try:
        # A configuration file may name any path as a rule pack, also a device or a pipe.
        if path.exists() and not path.is_file():
            raise RuleError("cannot be read: it is no file", file=shown)
        if path.stat().st_size > strictyaml.MAX_BYTES:
            raise RuleError(f"the file is larger than {strictyaml.MAX_BYTES // 1_000_000} MB", file=shown)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", file=shown) from error
    data = strictyaml.load(text, shown)
    if not isinstance(data, strictyaml.Mapping):
        raise RuleError("should be a mapping", file=shown, line=1)
    return data


def _keys(node: strictyaml.Mapping, allowed: Collection[str], required: Collection[str] = ()) -> None:
    for key in node:
        if key not in allowed:
            close = difflib.get_close_matches(key, allowed, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(sorted(allowed))}"
            raise strictyaml.error_at(node, key, f"unknown key {key!r}", hint)
    for key in required:
        if key not in node:
            raise strictyaml.error_at(node, None, f"the key {key!r} is missing")


def _one_of(node: strictyaml.Mapping, key: str, allowed: Collection[str], default: str = "") -> str:
    value = node.get(key, default)
    if not isinstance(value, str) or value not in allowed:
        close = difflib.get_close_matches(str(value), allowed, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(allowed)}"
        raise strictyaml.error_at(node, key, f"{value!r} is no {key}", hint)
    return value


def _list(node: strictyaml.Mapping, key: str, allowed: Collection[str] = ()) -> tuple[str, ...]:
    value = node.get(key, ())
    values = (value,) if isinstance(value, str) else tuple(value)
    if isinstance(value, strictyaml.Mapping):
        raise strictyaml.error_at(node, key, f"{key} should be a text or a list")
    for one in values:
        if not isinstance(one, str) or (allowed and one not in allowed):
            close = difflib.get_close_matches(str(one), allowed, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(allowed)}"
            raise strictyaml.error_at(node, key, f"{one!r} is not allowed in {key}", hint)
    return values


def _texts(node: strictyaml.Mapping, key: str) -> dict[str, str]:
    value = node.get(key, {})
    if not isinstance(value, strictyaml.Mapping) or set(value) != set(LANGUAGES):
        raise strictyaml.error_at(node, key, f"{key} needs a text in each of: {', '.join(LANGUAGES)}")
    return {language: strictyaml.text_at(value, language) for language in LANGUAGES}


# --- the vocabulary and the definitions --------------------------------------------------------------


def _provisions(data: strictyaml.Mapping) -> dict[str, Provision]:
    _keys(data, KINDS)
    found: dict[str, Provision] = {}
    for kind in data:
        entries = strictyaml.mapping_at(data, kind)
        for id_ in entries:
            entry = strictyaml.mapping_at(entries, id_)
            _keys(entry, ("title", "says"), ("title", "says"))
            if id_ in found:
                raise strictyaml.error_at(entries, id_, f"provision {id_!r} stands twice")
            found[id_] = Provision(id_, cast("Kind", kind), _texts(entry, "title"), _texts(entry, "says"))
    return found


def _definition(data: strictyaml.Mapping, provisions: Mapping[str, Provision]) -> Definition:
    _keys(data, ("id", "name", "version", "url", "criteria", "provisions"), ("id", "name", "criteria", "provisions"))
    criteria = []
    listed = strictyaml.sequence_at(data, "criteria")
    for number in range(len(listed)):
        entry = strictyaml.mapping_at(listed, number)
        _keys(entry, ("id", "title", "demand", "url", "needs", "unexplained", "assessed"), ("id", "title", "demand"))
        outcome = entry.get("unexplained")
        criteria.append(
            Criterion(
                strictyaml.text_at(entry, "id"),
                _texts(entry, "title"),
                _texts(entry, "demand"),
                strictyaml.text_at(entry, "url"),
                _list(entry, "needs", provisions),
                cast("Outcome", _one_of(entry, "unexplained", OUTCOMES)) if outcome else None,
                entry.get("assessed", "true") == "true",
            )
        )
    ids = [c.id for c in criteria]
    stances: dict[str, tuple[tuple[str, Outcome], ...]] = {}
    for id_, value in strictyaml.mapping_at(data, "provisions").items():
        if id_ not in provisions:
            close = difflib.get_close_matches(id_, provisions, 1)
            raise strictyaml.error_at(
                data["provisions"], id_, f"unknown provision {id_!r}", f"did you mean {close[0]!r}?" if close else ""
            )
        pairs = []
        for part in () if value == "ok" else str(value).split(","):
            outcome, _, criterion = part.strip().partition(" ")
            if outcome not in OUTCOMES or criterion not in ids:
                raise strictyaml.error_at(
                    data["provisions"],
                    id_,
                    f"{part.strip()!r} should be an outcome and a criterion, or ok",
                    f"criteria: {', '.join(ids)}",
                )
            pairs.append((criterion, outcome))
        stances[id_] = tuple(pairs)
    missing = [p for p in provisions if p not in stances and provisions[p].kind in ("restriction", "caution")]
    if missing:
        raise strictyaml.error_at(data, "provisions", f"no stance on {', '.join(missing)}")
    id_, version, url = (strictyaml.text_at(data, key) for key in ("id", "version", "url"))
    return Definition(id_, _texts(data, "name"), version, url, tuple(criteria), stances)


# --- the language tables ------------------------------------------------------------------------------


def _language(data: strictyaml.Mapping, rules: Sequence[Written], files: Mapping[str, str]) -> Table:
    """The table of a language. `files` says where each rule stands, for errors."""
    _keys(
        data, ("language", "fillers", "classes", "hiding", "compounds"), ("language", "fillers", "classes", "compounds")
    )
    trie = Trie()
    code = _one_of(data, "language", LANGUAGES)
    classes, composed = (strictyaml.mapping_at(data, key) for key in ("classes", "compounds"))
    trie.hiding = set(_list(data, "hiding", classes))
    for name in classes:
        for phrase in _list(classes, name):
            for words in spellings(phrase):
                if not words:
                    raise strictyaml.error_at(classes, name, f"{phrase!r} has no word")
                _add(trie, words, name)
    compounds: list[tuple[str, Pattern]] = []
    known = set(classes) | set(composed)
    known |= {n.rpartition(".")[0] for n in known} | {"number"}
    for name in composed:
        patterns = strictyaml.sequence_at(composed, name)
        for number, text in enumerate(patterns):
            try:
                expanded = [compile_pattern(t) for t in expand(str(text))]
            except RuleError as error:
                raise strictyaml.error_at(patterns, number, error.message) from error
            for pattern in expanded:
                _check_classes(pattern, known, patterns, number)
                _intern(trie, pattern)
                compounds.append((name, pattern))
    for written in rules:
        for pattern in written.patterns():
            try:
                _check_classes(pattern, known, None, 0)
            except RuleError as error:
                text = f"{error.message} in rule {written.rule.id}: {pattern.text}"
                raise RuleError(text, file=files[written.rule.id], hint=error.hint) from error
            _intern(trie, pattern)
    return Table(code, _list(data, "fillers"), trie, compounds, code == "zh")


def _check_classes(pattern: Pattern, known: Collection[str], node: Any, number: int) -> None:
    for part in pattern.parts:
        for name in part.names:
            if not name.startswith("=") and name not in known:
                close = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean <{close[0]}>?" if close else ""
                if node is None:
                    raise RuleError(f"unknown class <{name}>", hint=hint)
                raise strictyaml.error_at(node, number, f"unknown class <{name}>", hint)


def _add(trie: Trie, words: Sequence[str], name: str) -> None:
    trie.add(words, name)
    if name in trie.hiding:
        return
    while "." in name and not name.startswith("="):
        name = name.rpartition(".")[0]
        trie.add(words, name)


def _intern(trie: Trie, pattern: Pattern) -> None:
    for literal in pattern.literals:
        for words in spellings(literal):
            trie.add(words, "=" + literal)


# --- the rules ----------------------------------------------------------------------------------------

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


def _rules(file: RuleFile, provisions: Mapping[str, Provision]) -> Iterable[Written]:
    data = file.data
    _keys(
        data,
        ("provision", "confidence", "rationale", "references", "rules", "examples"),
        ("provision", "rules", "rationale"),
    )
    id_ = _one_of(data, "provision", provisions)
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
            _keys(entry, ("name", "confidence", "norms", "phrases", "captures", "fallback"), ("name",))
            name = strictyaml.text_at(entry, "name")
            if name in names:
                raise strictyaml.error_at(entry, "name", f"two rules are called {name!r}")
            names.add(name)
            confidence = _one_of(entry, "confidence", CONFIDENCES, _one_of(data, "confidence", CONFIDENCES, "high"))
            try:
                norms, phrased = (strictyaml.sequence_at(entry, key) for key in ("norms", "phrases"))
                selectors = tuple(_selector(strictyaml.mapping_at(norms, i)) for i in range(len(norms)))
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
                _list(entry, "captures", CAPTURES),
                entry.get("fallback", "false") == "true",
            )
            yield Written(rule, selectors, phrases)


def _selector(entry: strictyaml.Mapping) -> Selector:
    _keys(entry, _SELECTOR_KEYS, ("mode",))
    return Selector(
        _list(entry, "mode", MODES),
        _list(entry, "bearer", BEARERS) or ("licensee",),
        _list(entry, "act"),
        _list(entry, "only-act"),
        _list(entry, "object"),
        _list(entry, "not-object"),
        _list(entry, "qualifier", QUALIFIERS),
        _list(entry, "not-qualifier", QUALIFIERS),
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
            for text in _list(entry, key)
        ]
    return tuple(tests)


def _phrases(entries: strictyaml.Sequence, number: int) -> Iterable[Phrase]:
    tests: tuple[Test, ...] = ()
    claims: tuple[str, ...] = ()
    if isinstance(entries[number], str):
        entry_text: str = entries[number]
    else:
        entry = strictyaml.mapping_at(entries, number)
        _keys(
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
        entry_text, tests, claims = strictyaml.text_at(entry, "match"), _tests(entry), _list(entry, "claims", MODES)
    for text in expand(entry_text):
        yield Phrase(compile_pattern(text), tests, claims)


def _examples(file: RuleFile) -> Iterable[Example]:
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
        _keys(sides, ("match", "no-match"))
        for side in sides:
            entries = strictyaml.sequence_at(sides, side)
            for number, text in enumerate(entries):
                captures, quote = {}, ""
                if not isinstance(text, str):
                    entry = strictyaml.mapping_at(entries, number)
                    _keys(entry, ("text", "captures", "quote"), ("text",))
                    text, quote = strictyaml.text_at(entry, "text"), strictyaml.text_at(entry, "quote")  # noqa: PLW2901
                    if "captures" in entry:
                        named = strictyaml.mapping_at(entry, "captures")
                        captures = {key: strictyaml.text_at(named, key) for key in named}
                line = entries.at[number][0]
                yield Example(provision, language, text, side == "match", captures, quote, file.path, line)
