"""Reads the rules, definitions and language tables from YAML into a Engine (IO).

Every mistake in a file is a RuleError that names the file, the line and a hint.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from openaudit import resemblance, resources, strictyaml
from openaudit.definitions import definition_of, provisions_of
from openaudit.entries import LANGUAGES, keys, one_of, read_mapping, words_at
from openaudit.errors import RuleError
from openaudit.lexicon import Trie, spellings
from openaudit.packing import Table, Written, pack_language, pack_rules, plain, unpack_engine
from openaudit.pattern import Pattern, compile_pattern, expand
from openaudit.rulefiles import RuleFile, examples_of, rules_of
from openaudit.ruleset import Definition, Engine, Example
from openaudit.suggest import closest
from openaudit.typed import Any, Final
from openaudit.vocabulary import Provision

_FOLDERS: Final = {
    "grants": "grant",
    "conditions": "condition",
    "restrictions": "restriction",
    "cautions": "caution",
    "boilerplate": "boilerplate",
}


def rule_files(extra: Sequence[Path] = ()) -> Iterable[RuleFile]:
    """The shipped rule files and those of `extra` (files, folders or patterns), in a fixed order."""
    root = resources.rules()
    for folder, kind in _FOLDERS.items():
        for path in sorted((root / folder).glob("*.yaml")):
            yield RuleFile(f"rules/{folder}/{path.name}", kind, read_mapping(path, f"rules/{folder}/{path.name}"))
    for file in _files(extra):
        yield RuleFile(str(file), "", read_mapping(file, str(file)))


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    """The files that `paths` mean: files, all `*.yaml` below folders, and what patterns (`policies/*.yaml`) find.

    Raises RuleError for one that means no file: a rule that is not read would let through what it was written to stop.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        elif os.path.lexists(path) or not glob.has_magic(str(path)):
            yield path
        else:
            found = sorted(glob.glob(str(path), recursive=True))
            if not found:
                raise RuleError("no rule file has such a name", file=str(path))
            yield from map(Path, found)


def rule_texts(extra: Sequence[Path] = ()) -> Iterable[tuple[str, str]]:
    """Names and texts of the files whose phrases decide: language tables, shipped rules, those of `extra`."""
    root = resources.rules()
    for path in sorted(root.rglob("*.yaml")):
        yield f"rules/{path.relative_to(root).as_posix()}", path.read_text(encoding="utf-8")
    for path in _files(extra):
        yield str(path), path.read_text(encoding="utf-8")


def engine(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> Engine:
    """All rules in force, read from their files: `prepared.engine` is the fast way to the same value."""
    return unpack_engine(sections(rule_paths), lambda: None)


def sections(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> dict[str, Any]:
    """All rules in force as plain data: the shipped ones and those of `rule_paths` (files, folders or patterns).

    A section "about" and one each for the provisions, the examples, every definition, every language and its weights.
    """
    extra = tuple(Path(p) for p in rule_paths)
    root = resources.rules()
    digest = hashlib.sha256()
    provisions = provisions_of(read_mapping(root / "provisions.yaml", "rules/provisions.yaml"))
    rules: dict[str, list[Written]] = {code: [] for code in LANGUAGES}
    files: dict[str, str] = {}
    examples: list[Example] = []
    for file in rule_files(extra):
        for written in rules_of(file, provisions):
            rules[written.rule.language].append(written)
            files[written.rule.id] = file.path
        examples += examples_of(file)
    shipped = [*root.rglob("*.yaml"), *root.rglob("*.weights")]
    for path in sorted([*shipped, *_files(extra)]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    found: dict[str, Any] = {"provisions": plain(list(provisions.values())), "examples": plain(examples)}
    for code in LANGUAGES:
        data = read_mapping(root / "languages" / f"{code}.yaml", f"rules/languages/{code}.yaml")
        texts = [one.text for one in examples if one.language == code]
        table = _language(data, rules[code], files)
        found[f"rules {code}"] = pack_rules(table, rules[code])
        found[f"language {code}"] = pack_language(table, rules[code], texts)
        weights = root / "resemblance" / f"{code}.weights"
        names = resemblance.read(weights.read_text(encoding="utf-8")) if weights.exists() else resemblance.NOTHING
        found[f"resemblance {code}"] = tuple(names)
    definitions = []
    for path in sorted((root / "definitions").glob("*.yaml")):
        definition = definition_of(read_mapping(path, f"rules/definitions/{path.name}"), provisions)
        definitions.append(definition.id)
        found[f"definition {definition.id}"] = plain(definition)
    found["about"] = {"languages": LANGUAGES, "definitions": tuple(definitions), "digest": digest.hexdigest()}
    return found


def definition(path: Path, provisions: Mapping[str, Provision]) -> Definition:
    """A definition from a file of the user's own."""
    return definition_of(read_mapping(path, str(path)), provisions)


# --- the language tables ------------------------------------------------------------------------------


def _language(data: strictyaml.Mapping, rules: Sequence[Written], files: Mapping[str, str]) -> Table:
    """The table of a language. `files` says where each rule stands, for errors."""
    keys(
        data, ("language", "fillers", "classes", "hiding", "compounds"), ("language", "fillers", "classes", "compounds")
    )
    trie = Trie()
    code = one_of(data, "language", LANGUAGES)
    classes, composed = (strictyaml.mapping_at(data, key) for key in ("classes", "compounds"))
    trie.hiding = set(words_at(data, "hiding", classes))
    for name in classes:
        for phrase in words_at(classes, name):
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
    return Table(code, words_at(data, "fillers"), trie, compounds, code == "zh")


def _check_classes(pattern: Pattern, known: Collection[str], node: Any, number: int) -> None:
    for part in pattern.parts:
        for name in part.names:
            if not name.startswith("=") and name not in known:
                close = closest(name, known)
                hint = f"did you mean <{close}>?" if close else ""
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
