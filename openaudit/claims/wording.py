"""Reads the words of claims from `rules/claims/<language>.yaml` (IO)."""

from __future__ import annotations

from functools import cache

from openaudit import resources, strictyaml
from openaudit.claims.values import Wording
from openaudit.errors import RuleError
from openaudit.typed import Any, Final

LANGUAGES: Final = ("en", "zh")
_SPECIAL: Final = frozenset(("language", "about", "instead", "rewrite", "unnamed"))
_ABOUT: Final = ("weights", "code", "data", "docs", "project")
_CASES: Final = (*_ABOUT, "approved", "unclear", "unlicensed")
_FORMS: Final = ("adjective", "predicate", "verb", "verbed", "verbing", "label", "license")


@cache
def load_wording(language: str) -> Wording:
    """The words of "en" or "zh". Raises RuleError where the file is wrong."""
    file = f"rules/claims/{language}.yaml"
    path = resources.rules() / "claims" / f"{language}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", file=file) from error
    data = strictyaml.load(text, file)
    if not isinstance(data, strictyaml.Mapping):
        raise RuleError("must be a mapping", file=file)
    for key in _SPECIAL:
        if key not in data:
            raise RuleError(f"the key '{key}' is missing", file=file)
    lists = {key: frozenset(_strings(data, key)) for key in data if key not in _SPECIAL}
    about = {part: frozenset(_strings(_mapping(data, "about", _ABOUT), part)) for part in _ABOUT}
    instead = {case: _strings(_mapping(data, "instead", _CASES), case) for case in _CASES}
    rewrites = _mapping(data, "rewrite", _ABOUT)
    rewrite = {part: {form: str(_mapping(rewrites, part, _FORMS)[form]) for form in _FORMS} for part in _ABOUT}
    return Wording(language, lists, about, instead, rewrite, str(data["unnamed"]))


def _mapping(data: strictyaml.Mapping, key: str, keys: tuple[str, ...]) -> strictyaml.Mapping:
    value: Any = data[key]
    if not isinstance(value, strictyaml.Mapping):
        raise strictyaml.error_at(data, key, f"'{key}' must be a mapping")
    strictyaml.check_keys(value, keys, keys)
    return value


def _strings(data: strictyaml.Mapping, key: str) -> tuple[str, ...]:
    value: Any = data[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise strictyaml.error_at(data, key, f"'{key}' must be a list of texts")
    return tuple(value)
