"""The command lines that are mostly written, read without argparse: its parser takes half of the time of a start.

What is not plain (help, a misspelt option, several short options in one word …) is argparse's to read and to explain.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from openaudit.config import Config, resolve
from openaudit.settings import SETTINGS, Setting

# Settings that every command has.
COMMON = ("config", "isolated", "color", "verbose")


def options_of(names: Iterable[str]) -> dict[str, Setting]:
    """The settings by the words that set them."""
    found: dict[str, Setting] = {}
    for name in names:
        setting = SETTINGS[name]
        found |= dict.fromkeys((f"--{word}" for word in (name, *setting.aliases)), setting)
        if setting.short:
            found[setting.short] = setting
    return found


def read(words: Sequence[str], names: Iterable[str]) -> tuple[dict[str, object], list[str]] | None:
    """What `words` say of the settings `names`, and the targets; None where argparse must look."""
    options = options_of((*names, *COMMON))
    given: dict[str, object] = {}
    targets: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "-" or not word.startswith("-"):
            targets.append(word)
            continue
        option, equals, value = word.partition("=")
        setting = options.get(option)
        if setting is None or (equals and not option.startswith("--")):
            return None
        if setting.kind == "flag":
            if equals:
                return None
            given[setting.name] = True
            continue
        if not equals:
            value = next(rest, "--")
            if value.startswith("-") and value != "-":
                return None
        if setting.kind in ("list", "paths"):
            earlier = given.get(setting.name, [])
            given[setting.name] = [*(earlier if isinstance(earlier, list) else ()), value]
        else:
            given[setting.name] = value
    return given, targets


def config(given: dict[str, object]) -> Config:
    """The settings in force where the command line gave these."""
    return resolve(given, os.environ, os.getcwd())
