"""The shipped rules as they were read once: a start parses no YAML (IO).

A wheel brings them along (`_data/prepared.bin`, made by `hatch_build.py`). A checkout keeps them in the user's cache
folder, made anew whenever a rule file or the code that reads it changes. The file holds plain data, no code; it is
believed only if its digest is right and it was made from the very files that are there.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from openaudit import __version__
from openaudit.packing import VERSION, plain, unpack_language, unpack_rules
from openaudit.ruleset import Criterion, Definition, Engine, Example, Packed
from openaudit.vocabulary import Provision

if TYPE_CHECKING:
    from openaudit.report import LicenseMatch

_HERE: Final = os.path.dirname(os.path.abspath(__file__))
SHIPPED: Final = os.path.join(_HERE, "_data", "prepared.bin")
_MAGIC: Final = b"openaudit prepared rules 1\n"
_DIGEST: Final = 32
# What the data depends on beside the rule files.
_CODE: Final = ("lexicon", "load", "packing", "pattern", "prepared", "ruleset")


def engine(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> Engine:
    """All rules in force: the shipped ones and those of `rule_paths` (files or folders)."""
    if rule_paths:
        return _parsed(rule_paths)
    if (data := _read(SHIPPED, key(times=False))) is not None:
        return _unpacked(data)
    wanted, path = key(times=True), _cached()
    if path and (data := _read(path, wanted)) is not None:
        return _unpacked(data)
    made = pack(_parsed(()))
    if path:
        write(path, wanted, made)
    return _unpacked(made)


def _parsed(rule_paths: Sequence[str | os.PathLike[str]]) -> Engine:
    from openaudit.load import engine as parse

    return parse(rule_paths)._replace(identify=identifier())


def pack(parsed: Engine) -> dict[str, Any]:
    """The engine as plain data."""
    return {
        "provisions": plain(parsed.provisions),
        "definitions": plain(parsed.definitions),
        "packed": {code: marshal.dumps(dict(table), VERSION) for code, table in parsed.packed.items()},
        "examples": [marshal.dumps(plain(example), VERSION) for example in parsed.examples],
        "digest": parsed.rules_digest,
    }


def _unpacked(data: Mapping[str, Any]) -> Engine:
    return Engine(
        {id_: Provision(*fields) for id_, fields in data["provisions"].items()},
        {id_: _definition(fields) for id_, fields in data["definitions"].items()},
        _Unpacked(tables := _Unpacked(data["packed"], marshal.loads), unpack_language),
        _Unpacked(tables, unpack_rules),
        Packed(data["examples"], _example),
        data["digest"],
        identifier(),
        tables,
    )


class _Unpacked(Mapping[str, Any]):
    """Values made from others when they are first asked for: few texts are in both languages."""

    def __init__(self, source: Mapping[str, Any], make: Callable[[Any], Any]) -> None:
        self._source, self._make = source, make
        self._made: dict[str, Any] = {}

    def __getitem__(self, code: str) -> Any:
        if code not in self._made:
            self._made[code] = self._make(self._source[code])
        return self._made[code]

    def __contains__(self, code: object) -> bool:
        return code in self._source

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)


def _definition(fields: Sequence[Any]) -> Definition:
    id_, name, version, url, criteria, stances = fields
    return Definition(id_, name, version, url, tuple(map(Criterion._make, criteria)), stances)


def _example(packed: bytes) -> Example:
    return Example(*marshal.loads(packed))  # noqa: S302 - of our own making: see the module's text


def identifier() -> Callable[[str], LicenseMatch]:
    """Recognition of known licences, loaded when the first text asks for it."""

    def recognised(text: str) -> LicenseMatch:
        from openaudit.recognise import recognise

        return recognise(text)

    return recognised


def key(*, times: bool) -> bytes:
    """What the data must have been made from: every rule file with its size (and time), and this version's code."""
    from openaudit import resources

    root = str(resources.rules())
    seen = [f"{__version__} {VERSION}"]
    for folder, _, names in sorted(os.walk(root)):
        seen += [
            _mark(os.path.join(folder, name), root, times=times) for name in sorted(names) if name.endswith(".yaml")
        ]
    if times:
        seen += [_mark(os.path.join(_HERE, name + ".py"), _HERE, times=True) for name in _CODE]
    return hashlib.sha256("\n".join(seen).encode()).digest()


def _mark(path: str, root: str, *, times: bool) -> str:
    found = os.stat(path)
    return f"{os.path.relpath(path, root)} {found.st_size} {found.st_mtime_ns if times else ''}"


def _cached() -> str:
    """The file in the user's cache folder; "" where there is no place for it."""
    base = os.environ.get("OPENAUDIT_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if not base:
        home = os.path.expanduser("~")
        if not os.path.isdir(home):
            return ""
        base = os.path.join(home, ".cache")
    return os.path.join(base, "openaudit", "rules.bin")


def _read(path: str, wanted: bytes) -> dict[str, Any] | None:
    """The data in the file if it is whole, ours alone to write, and made from what `wanted` names."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            foreign = hasattr(os, "geteuid") and status.st_uid != os.geteuid()
            if path != SHIPPED and (foreign or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
                return None
            content = file.read()
    except OSError:
        return None
    start = len(_MAGIC) + 2 * _DIGEST
    body = memoryview(content)[start:]
    if content[:start] != _MAGIC + wanted + hashlib.sha256(body).digest():
        return None
    data: dict[str, Any] = marshal.loads(body)  # noqa: S302 - plain data with the right digest
    return data


def write(path: str, made_from: bytes, data: Mapping[str, Any]) -> None:
    """Keep the data for the next start; whole or not at all, and without a word where there is no place for it."""
    body = marshal.dumps(dict(data), VERSION)
    content = _MAGIC + made_from + hashlib.sha256(body).digest() + body
    own = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(own, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
        os.replace(own, path)
    except OSError:
        try:
            os.unlink(own)
        except OSError:
            return
