"""What stands in a YAML file of rules, checked: keys, words out of a closed list, texts in every language (IO).

Every mistake is a RuleError that names the file, the line and a hint.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from openaudit import strictyaml
from openaudit.errors import RuleError
from openaudit.suggest import closest
from openaudit.typed import Final

LANGUAGES: Final = ("en", "zh")


def read_mapping(path: Path, shown: str) -> strictyaml.Mapping:
    """The mapping that a file holds; `shown` is the name that errors carry."""
    try:
        # A configuration file may name any path as a rule pack, also a device or a pipe.
        if path.exists() and not path.is_file():
            raise RuleError("cannot be read: it is no file", file=shown)
        if path.stat().st_size > strictyaml.MAX_BYTES:
            raise RuleError(f"the file is larger than {strictyaml.MAX_BYTES // 1_000_000} MB", file=shown)
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", file=shown) from error
    except UnicodeDecodeError as error:
        raise RuleError(f"cannot be read: {error}", file=shown) from error
    data = strictyaml.load(text, shown)
    if not isinstance(data, strictyaml.Mapping):
        raise RuleError("should be a mapping", file=shown, line=1)
    return data


def keys(node: strictyaml.Mapping, allowed: Collection[str], required: Collection[str] = ()) -> None:
    """Raise RuleError unless `node` has the `required` keys and none but the `allowed` ones."""
    for key in node:
        if key not in allowed:
            close = closest(key, allowed)
            hint = f"did you mean {close!r}?" if close else f"known keys: {', '.join(sorted(allowed))}"
            raise strictyaml.error_at(node, key, f"unknown key {key!r}", hint)
    for key in required:
        if key not in node:
            raise strictyaml.error_at(node, None, f"the key {key!r} is missing")


def one_of(node: strictyaml.Mapping, key: str, allowed: Collection[str], default: str = "") -> str:
    """The value of `key`, which is one of the words `allowed`."""
    value = node.get(key, default)
    if not isinstance(value, str) or value not in allowed:
        close = closest(str(value), allowed)
        hint = f"did you mean {close!r}?" if close else f"one of {', '.join(allowed)}"
        raise strictyaml.error_at(node, key, f"{value!r} is no {key}", hint)
    return value


def words_at(node: strictyaml.Mapping, key: str, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """The texts of `key`: one, or a list of them; each one of `allowed` where that names any."""
    value = node.get(key, ())
    values = (value,) if isinstance(value, str) else tuple(value)
    if isinstance(value, strictyaml.Mapping):
        raise strictyaml.error_at(node, key, f"{key} should be a text or a list")
    for one in values:
        if not isinstance(one, str) or (allowed and one not in allowed):
            close = closest(str(one), allowed)
            hint = f"did you mean {close!r}?" if close else f"one of {', '.join(allowed)}"
            raise strictyaml.error_at(node, key, f"{one!r} is not allowed in {key}", hint)
    return values


def texts_at(node: strictyaml.Mapping, key: str) -> dict[str, str]:
    """The text of `key` in every language."""
    value = node.get(key, {})
    if not isinstance(value, strictyaml.Mapping) or set(value) != set(LANGUAGES):
        raise strictyaml.error_at(node, key, f"{key} needs a text in each of: {', '.join(LANGUAGES)}")
    return {language: strictyaml.text_at(value, language) for language in LANGUAGES}
