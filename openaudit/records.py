"""Reads licence records (`licenses/<id>.yaml`): strict, with the place of every mistake."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from openaudit import resources, strictyaml
from openaudit.catalog import OFFERS, Catalog, Claim, Determination, Link, Lock, Model, Naming, Record, plain
from openaudit.errors import RuleError
from openaudit.strictyaml import Mapping, Sequence, check_keys, did_you_mean, error_at
from openaudit.typed import Any, Final
from openaudit.vocabulary import VERDICTS

_KEYS: Final = (
    "id",
    "name",
    "publisher",
    "offer",
    "version",
    "date",
    "languages",
    "spdx",
    "licensedb",
    "huggingface",
    "aliases",
    "models",
    "naming",
    "urls",
    "claims",
    "determinations",
    "predecessor",
    "successor",
    "incorporates",
    "text",
    "notes",
    "lock",
)
_REQUIRED: Final = ("id", "name", "publisher", "text")
_TEXT: Final = ("at hand", "not at hand", "none")
_ID: Final = re.compile(r"[a-z0-9]+(?:[.+-]+[a-z0-9]+)*\+{0,2}")
_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_URL: Final = re.compile(r"https?://[^\s<>\"]+")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LANGUAGES: Final = ("en", "zh", "fr", "ko")
# What a determination may say: our verdicts, and what bodies say that is none of them.
_DETERMINED: Final = (
    *VERDICTS,
    "approved",
    "free",
    "not-free",
    "allowed",
    "not-allowed",
    "osaid-valid",
    "osaid-not-valid",
    "opinion",
)
_DETERMINATION: Final = ("by", "verdict", "says", "url", "criteria", "date")


@cache
def load_catalog(folder: Path | None = None) -> Catalog:
    """All records of `folder` (the project's own by default).

    Raises `RuleError` for a record that is wrong, for two records of one name, and for a reference to none.
    """
    paths = sorted((folder or resources.licenses()).glob("*.yaml"))
    catalog = Catalog(load_record(path) for path in paths)
    _check_references(catalog, {path.stem: str(path) for path in paths})
    return catalog


def find_record(name: str) -> Record | None:
    """The record of that name, reading one file only where `name` is an id."""
    return record_with_id(name) or load_catalog().find(name)


def record_with_id(id_: str) -> Record | None:
    """The record with this id."""
    path = resources.licenses() / f"{id_}.yaml"
    return load_record(path) if _ID.fullmatch(id_) and path.is_file() else None


def load_record(path: Path) -> Record:
    """The record in one file, whose name must be its id."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", file=str(path)) from error
    record = parse_record(text, str(path))
    if record.id != path.stem:
        raise RuleError(f"the file of '{record.id}' must be called {record.id}.yaml", file=str(path))
    return record


def parse_record(text: str, file: str) -> Record:
    """The record in `text`; `file` is the name that errors carry."""
    node = strictyaml.load(text, file)
    if not isinstance(node, Mapping):
        raise RuleError("a record is a mapping of keys", file=file)
    check_keys(node, _KEYS, _REQUIRED)
    huggingface = _mapping(node, "huggingface", ("ids", "names", "families"))
    at_hand = _word(node, "text", _TEXT)
    offer = _word(node, "offer", OFFERS) if "offer" in node else "license"
    if (offer == "none") != (at_hand == "none"):
        raise error_at(node, "text", "'text: none' goes with 'offer: none', and only with it")
    return Record(
        id=_matched(node, "id", _ID, "an id: lower case, digits, '.', '-'"),
        name=_text(node, "name"),
        publisher=_text(node, "publisher"),
        offer=offer,  # type: ignore[arg-type]  # _word has checked it
        version=_optional(node, "version"),
        date=_matched(node, "date", _DATE, "a date: 2023, 2023-07 or 2023-07-18") if "date" in node else None,
        languages=_words(node, "languages", _LANGUAGES) if "languages" in node else ("en",),
        spdx=_optional(node, "spdx"),
        licensedb=_optional(node, "licensedb"),
        huggingface_ids=_list(huggingface, "ids"),
        huggingface_names=_list(huggingface, "names"),
        huggingface_families=_list(huggingface, "families"),
        aliases=_list(node, "aliases"),
        models=_models(node),
        naming=_naming(node) if "naming" in node else None,
        urls=tuple(_link(item) for item in _items(node, "urls", ("url", "sha256"), ("url",))),
        claims=tuple(
            Claim(_text(item, "says"), _text(item, "by"), _url(item), _date(item))
            for item in _items(node, "claims", ("says", "by", "url", "date"), ("says", "by", "url"))
        ),
        determinations=tuple(
            Determination(
                _text(item, "by"),
                _word(item, "verdict", _DETERMINED),
                _text(item, "says"),
                _url(item),
                _list(item, "criteria"),
                _date(item),
            )
            for item in _items(node, "determinations", _DETERMINATION, _DETERMINATION[:4])
        ),
        predecessor=_optional(node, "predecessor"),
        successor=_optional(node, "successor"),
        incorporates=_list(node, "incorporates"),
        text_at_hand=at_hand == "at hand",
        notes=" ".join((_optional(node, "notes") or "").split()),
        lock=_lock(node) if "lock" in node else None,
    )


def _lock(node: Mapping) -> Lock:
    lock = _mapping(node, "lock", ("words", "verdicts", "provisions"))
    check_keys(lock, ("words", "verdicts", "provisions"), ("words", "verdicts", "provisions"))
    verdicts = _mapping(lock, "verdicts", None)
    provisions = _mapping(lock, "provisions", None)
    return Lock(
        _text(lock, "words"),
        {key: _word(verdicts, key, VERDICTS) for key in verdicts},  # type: ignore[misc]  # _word has checked it
        {key: _list(provisions, key, empty=True) for key in provisions},
    )


def _models(node: Mapping) -> tuple[Model, ...]:
    value = node.get("models", ())
    if "models" in node and not isinstance(value, Sequence):
        raise error_at(node, "models", "'models' must be a list")
    models = []
    for number, item in enumerate(value):
        if isinstance(item, Mapping):
            check_keys(item, ("name", "note"), ("name", "note"))
            models.append(Model(_text(item, "name"), _text(item, "note")))
        elif isinstance(item, str) and item:
            models.append(Model(item))
        else:
            raise error_at(value, number, "a model is a text, or a mapping of 'name' and 'note'")
    return tuple(models)


def _naming(node: Mapping) -> Naming:
    naming = _mapping(node, "naming", Naming._fields)
    if not naming:
        raise error_at(node, "naming", "'naming' says what a name begins with or contains, or what is to be shown")
    return Naming(*(_list(naming, key) for key in Naming._fields))


def _check_references(catalog: Catalog, files: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    for record in catalog.records:
        file = files[record.id]
        for key in (record.predecessor, record.successor, *record.incorporates):
            if key is not None and catalog.get(key) is None:
                raise RuleError(f"no record is called '{key}'", file=file, hint=did_you_mean(key, list(files)))
        names = {plain(name) for name in (record.id, *record.aliases, *record.huggingface_ids) if name}
        for name in names:
            if seen.setdefault(name, record.id) != record.id:
                raise RuleError(f"the name '{name}' is also one of '{seen[name]}'", file=file)


def _text(node: Mapping, key: str) -> str:
    value = node[key]
    if not isinstance(value, str) or not value.strip():
        raise error_at(node, key, f"'{key}' must be a text")
    return value


def _optional(node: Mapping, key: str) -> str | None:
    return _text(node, key) if key in node else None


def _matched(node: Mapping, key: str, pattern: re.Pattern[str], what: str) -> str:
    value = _text(node, key)
    if not pattern.fullmatch(value):
        raise error_at(node, key, f"'{value}' is not {what}")
    return value


def _word(node: Mapping, key: str, known: tuple[str, ...]) -> str:
    value = _text(node, key)
    if value not in known:
        raise error_at(node, key, f"'{key}' cannot be '{value}'", did_you_mean(value, known))
    return value


def _list(node: Mapping, key: str, *, empty: bool = False) -> tuple[str, ...]:
    value: Any = node.get(key, ())
    fits = isinstance(value, Sequence) and all(isinstance(item, str) and (item or empty) for item in value)
    if key in node and not fits:
        raise error_at(node, key, f"'{key}' must be a list of texts")
    return tuple(value)


def _words(node: Mapping, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    values = _list(node, key)
    for value in values:
        if value not in known:
            raise error_at(node, key, f"'{key}' cannot have '{value}'", did_you_mean(value, known))
    return values


def _mapping(node: Mapping, key: str, allowed: tuple[str, ...] | None) -> Mapping:
    value = node.get(key)
    if value is None:
        return Mapping(node.file, node.position)
    if not isinstance(value, Mapping):
        raise error_at(node, key, f"'{key}' must be a mapping of keys")
    if allowed is not None:
        check_keys(value, allowed)
    return value


def _items(node: Mapping, key: str, allowed: tuple[str, ...], required: tuple[str, ...]) -> list[Mapping]:
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, Sequence):
        raise error_at(node, key, f"'{key}' must be a list")
    for number, item in enumerate(value):
        if not isinstance(item, Mapping):
            raise error_at(value, number, f"an item of '{key}' must be a mapping of keys")
        check_keys(item, allowed, required)
    return list(value)


def _url(item: Mapping) -> str:
    return _matched(item, "url", _URL, "an http(s) URL")


def _date(item: Mapping) -> str | None:
    return _matched(item, "date", _DATE, "a date: 2023, 2023-07 or 2023-07-18") if "date" in item else None


def _link(item: Mapping) -> Link:
    return Link(_url(item), _matched(item, "sha256", _SHA256, "a sha256 in hexadecimal") if "sha256" in item else None)
