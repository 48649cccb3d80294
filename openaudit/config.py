"""Settings from the command line, the environment and the nearest configuration file, in that order.

A configuration file is `[tool.openaudit]` of a `pyproject.toml`, or an `openaudit.toml` or `.openaudit.toml`
with the same keys at its top level. The nearest one counts, from the current folder upwards; a `pyproject.toml`
without that table is passed over. Unknown keys and wrong values are errors: a misspelt `fail-on` that is
silently ignored would let through what it was written to stop.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from openaudit.errors import ConfigError
from openaudit.settings import SETTINGS, Setting, Settings, Value
from openaudit.suggest import did_you_mean
from openaudit.typed import Any, Final, NamedTuple
from openaudit.waivers import Waiver, parse_waivers

FILE_NAMES: Final = (".openaudit.toml", "openaudit.toml", "pyproject.toml")
_TRUE: Final = frozenset(("1", "true", "yes", "on"))
_FALSE: Final = frozenset(("0", "false", "no", "off", ""))


class Config(NamedTuple):
    """What is in force: the settings, the waivers, and the file they came from (None: no file)."""

    settings: Settings
    waivers: tuple[Waiver, ...] = ()
    file: str | None = None


def resolve(options: Mapping[str, object], environ: Mapping[str, str], folder: str) -> Config:
    """Merge what the command line gave (`options`, by setting name) with environment, file and defaults.

    Raises `ConfigError` for a wrong value anywhere.
    """
    values: dict[str, Value] = {}
    for setting in SETTINGS.values():
        if setting.name in options:
            values[setting.field] = coerce(setting, options[setting.name], f"--{setting.name}")
        elif setting.variable in environ:
            values[setting.field] = coerce(setting, environ[setting.variable], setting.variable)
    waivers: tuple[Waiver, ...] = ()
    file = None
    if not values.get("isolated"):
        given = values.get("config")
        file = given if isinstance(given, str) else find(folder)
        if file is not None:
            from_file, waivers = read(file)
            values = from_file | values
    # Every value was coerced to its setting's kind above; a test compares the kinds with the fields' types.
    return Config(Settings(**values), waivers, file)  # type: ignore[arg-type]


def find(folder: str) -> str | None:
    """The nearest configuration file from `folder` upwards, or None."""
    here = os.path.abspath(folder)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(here, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or _has_table(path)):
                return path
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent


def _has_table(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    # Parsing TOML costs more than the rest of a start; most pyproject.toml files never name the tool.
    return b"openaudit" in data and "openaudit" in _parse(path).get("tool", {})


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        # Beside its own error the parser lets numbers of thousands of digits and nesting without end through to Python.
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def read(path: str) -> tuple[dict[str, Value], tuple[Waiver, ...]]:
    """The settings (by field) and waivers of one configuration file.

    Raises `ConfigError` for an unreadable file, an unknown key or a wrong value.
    """
    data = _parse(path)
    prefix = ""
    if os.path.basename(path) == "pyproject.toml":
        data, prefix = data.get("tool", {}).get("openaudit", {}), "tool.openaudit."
        if not isinstance(data, dict):
            raise ConfigError(f"{path}: tool.openaudit must be a table")
    allowed = {name: setting for name, setting in SETTINGS.items() if setting.in_file}
    values: dict[str, Value] = {}
    for key, value in data.items():
        where = f"{_place(path, key)}: {prefix}{key}"
        if key == "waiver":
            continue
        if key in SETTINGS and key not in allowed:
            raise ConfigError(f"{where} can be set on the command line and in the environment only")
        if key not in allowed:
            raise ConfigError(f"{where} is no setting{did_you_mean(key, [*allowed, 'waiver'])}")
        setting = allowed[key]
        values[setting.field] = _relative(setting, coerce(setting, value, where), os.path.dirname(path))
    return values, parse_waivers(data.get("waiver", []), f"{path}: {prefix}waiver")


def _place(path: str, key: str) -> str:
    # tomllib tells no places. The first line that starts with the key is where it stands, or close enough.
    with open(path, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if re.match(rf"\s*(\[\[?[^\]]*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]", line):
                return f"{path}:{number}"
    return path


def _relative(setting: Setting, value: Value, folder: str) -> Value:
    """Paths in a file are relative to its folder."""
    if setting.kind == "path" and isinstance(value, str):
        return os.path.join(folder, value)
    if setting.kind == "paths" and isinstance(value, tuple):
        return tuple(os.path.join(folder, v) for v in value)
    if setting.name == "definition" and isinstance(value, tuple):
        return tuple(os.path.join(folder, v) if "/" in v or v.endswith((".yaml", ".yml")) else v for v in value)
    return value


def coerce(setting: Setting, value: object, where: str) -> Value:
    """The value as the setting's kind has it, from a string (command line, environment) or a TOML value.

    `where` begins the message of the `ConfigError` raised for a wrong value.
    """
    match setting.kind:
        case "flag":
            return _flag(value, where)
        case "integer":
            return _integer(value, where)
        case "list" | "paths":
            return _strings(setting, value, where)
        case _:
            if not isinstance(value, str) or not value:
                raise _wrong(where, value, "a non-empty text")
            if setting.kind == "choice" and value not in setting.values:
                choices = ", ".join(setting.values)
                raise ConfigError(f"{where}: {value!r} is not one of {choices}{did_you_mean(value, setting.values)}")
            return value


def _flag(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise _wrong(where, value, "true or false")


def _integer(value: object, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,6}", value):
        number = int(value)
    else:
        raise _wrong(where, value, "a whole number")
    if number < 0:
        raise _wrong(where, value, "0 or more")
    return number


def _strings(setting: Setting, value: object, where: str) -> tuple[str, ...]:
    """A list: a TOML array, the repeated values of an option, or one string with separators."""
    separator = os.pathsep if setting.kind == "paths" else ","
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or not all(isinstance(part, str) for part in parts):
        raise _wrong(where, value, "a list of texts")
    return tuple(word.strip() for part in parts for word in part.split(separator) if word.strip())


def _wrong(where: str, value: object, wanted: str) -> ConfigError:
    return ConfigError(f"{where}: {value!r} is not {wanted}")
