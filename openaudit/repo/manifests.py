"""What a repository's manifests and source headers declare: pyproject.toml, package.json, CITATION.cff, REUSE, SPDX.

A manifest is data for other tools, so a broken one is only noted: it declares nothing here.
"""

from __future__ import annotations

import json
import re

from openaudit.modelcard import flatten, read_table
from openaudit.repo.values import Observation, Part, Place, observation
from openaudit.spans import LineIndex
from openaudit.typed import Final, NamedTuple

# Source files are looked at this far for an SPDX line (bytes).
HEADER_BYTES: Final = 4096

_SPDX: Final = re.compile(
    r"(?m)^[ \t]{0,8}(?:#|//|/\*|\*|--|;|%|<!--|\.\.|\"\"\"|REM\b|')[^\n]{0,20}?SPDX-License-Identifier:[ \t]{0,20}"
    r"([A-Za-z0-9][A-Za-z0-9.+:-]{0,100}(?:[ \t]{1,4}(?:AND|OR|WITH)[ \t]{1,4}[A-Za-z0-9][A-Za-z0-9.+:-]{0,100}){0,12})"
)
_CLASSIFIER: Final = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


class Declaration(NamedTuple):
    """A licence that a manifest or header names. `file` is the licence file it points to ("" for none)."""

    origin: str
    covers: tuple[Part, ...]
    place: Place
    value: str
    file: str = ""


class Declared(NamedTuple):
    """What one manifest declares, and what is wrong with it."""

    declarations: tuple[Declaration, ...] = ()
    problems: tuple[Observation, ...] = ()


def read_manifest(text: str, path: str) -> Declared:
    """What the manifest at `path` declares, by its name. Never raises: problems are part of the answer."""
    name = path.rsplit("/", 1)[-1].lower()
    reader = {
        "pyproject.toml": _pyproject, "package.json": _package_json, "citation.cff": _citation, "reuse.toml": _reuse,
    }.get(name)  # fmt: skip
    return reader(text, path) if reader else Declared()


def read_header(text: str, path: str) -> Declaration | None:
    """The SPDX line at the head of a source file, or None."""
    match = _SPDX.search(text)
    if not match:
        return None
    return Declaration("header", ("code",), _place(text, path, match.start(1), match.end(1)), match[1])


def _place(text: str, path: str, start: int, end: int) -> Place:
    lines = LineIndex(text)
    first, last = lines.position(start), lines.position(end)
    return Place(path, first.line, first.column, last.line, last.column)


def _found(text: str, path: str, pattern: str) -> Place:
    """The place of the first match; TOML and JSON readers tell none."""
    match = re.search(pattern, text, re.MULTILINE)
    return _place(text, path, match.start(), match.end()) if match else Place(path, 1, 1, 1, 1)


def _broken(path: str, problem: str, line: int = 1) -> Declared:
    place = Place(path, line, 1, line, 1)
    return Declared((), (observation("READ004", "note", place, problem=problem),))


def _pyproject(text: str, path: str) -> Declared:
    data = _toml(text)
    if isinstance(data, str):
        return _broken(path, data)
    tool = data.get("tool")
    found: list[Declaration] = []
    for table in (data.get("project"), tool.get("poetry") if isinstance(tool, dict) else None):
        if not isinstance(table, dict):
            continue
        license_ = table.get("license")
        where = _found(text, path, r"^[ \t]*license[ \t]*=[^\n]*|^[ \t]*\[project\.license\]")
        if isinstance(license_, str):
            found.append(Declaration("manifest", ("code",), where, license_))
        elif isinstance(license_, dict):
            words = license_.get("text")
            file = license_.get("file")
            if isinstance(file, str):
                found.append(Declaration("manifest", ("code",), where, "", file))
            elif isinstance(words, str) and len(words) < 100:
                found.append(Declaration("manifest", ("code",), where, words))
        found += _classifiers(table, text, path)
    return Declared(tuple(found))


def _classifiers(table: dict[str, object], text: str, path: str) -> list[Declaration]:
    classifiers = table.get("classifiers")
    found: list[Declaration] = []
    for classifier in classifiers if isinstance(classifiers, list) else ():
        match = _CLASSIFIER.fullmatch(classifier) if isinstance(classifier, str) else None
        if match and match[1] != "OSI Approved":
            where = _found(text, path, re.escape(classifier))
            found.append(Declaration("manifest", ("code",), where, match[1]))
    return found


def _toml(text: str) -> dict[str, object] | str:
    """The data, or what is wrong."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return str(error) or "nested too deeply"


def _package_json(text: str, path: str) -> Declared:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _broken(path, str(error), getattr(error, "lineno", 1))
    if not isinstance(data, dict):
        return Declared()
    where = _found(text, path, r"\"licenses?\"[ \t]*:[^\n]*")
    values: list[object] = [data.get("license")]
    values += data["licenses"] if isinstance(data.get("licenses"), list) else []
    found: list[Declaration] = []
    for value in values:
        name = value.get("type") if isinstance(value, dict) else value
        if not isinstance(name, str) or not name.strip():
            continue
        see = re.match(r"SEE LICEN[CS]E IN (.+)", name)
        found.append(Declaration("manifest", ("code",), where, "" if see else name, see[1].strip() if see else ""))
    return Declared(tuple(found))


def _citation(text: str, path: str) -> Declared:
    table, problems = read_table(text, path)
    if table is None:
        problem = problems[0].message.values.get("problem", "") if problems else ""
        return _broken(path, problem or "no mapping", problems[0].place.line if problems else 1)
    declarations = [
        Declaration("manifest", (), value.place(path), value.value)
        for value in flatten(table.get("license"), limit=20)
        if not value.empty
    ]
    return Declared(tuple(declarations))


def _reuse(text: str, path: str) -> Declared:
    data = _toml(text)
    if isinstance(data, str):
        return _broken(path, data)
    annotations = data.get("annotations")
    found: list[Declaration] = []
    for annotation in annotations if isinstance(annotations, list) else ():
        if not isinstance(annotation, dict):
            continue
        named = annotation.get("SPDX-License-Identifier")
        globs = annotation.get("path")
        for value in named if isinstance(named, list) else [named]:
            if isinstance(value, str):
                where = _found(text, path, rf"SPDX-License-Identifier[^\n]*{re.escape(value)}[^\n]*")
                found.append(Declaration("manifest", _covered(globs), where, value))
    return Declared(tuple(found))


def _covered(globs: object) -> tuple[Part, ...]:
    """The parts that REUSE path patterns speak of, by the endings they name; () for everything."""
    from openaudit.repo.kinds import kind_of

    parts: list[Part] = []
    for glob in globs if isinstance(globs, list) else [globs]:
        if not isinstance(glob, str) or glob in ("*", "**", "**/*"):
            return ()
        role = kind_of(glob.replace("*", "x")).role
        part: Part = "weights" if role == "weights" else "data" if role in ("data", "datacard") else "code"
        if role in ("docs", "card", "paper"):
            part = "docs"
        if part not in parts:
            parts.append(part)
    return tuple(parts)
