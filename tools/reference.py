#!/usr/bin/env python3
"""Writes docs/reference/: every command, setting, provision and criterion, out of the program and its rules.

python tools/reference.py            # write
python tools/reference.py --check    # exit 1 where a page is not what would be written
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from openaudit.cli.completion import Completable, commands
from openaudit.prepared import engine as load_engine
from openaudit.ruleset import Definition, Engine
from openaudit.settings import GROUPS, SETTINGS, Setting

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by tools/reference.py; do not edit. -->\n"


def command_line() -> str:
    """Commands and their options."""
    lines = [NOTE, "# Commands\n", "Settings that several commands share are in [settings](settings.md).\n"]
    for command in commands():
        lines += [f"## openaudit {command.name}\n", f"{_sentence(command.help)}\n", *_options(command)]
    return "\n".join(lines)


def _options(command: Completable) -> Iterable[str]:
    if command.values:
        yield f"First argument: {', '.join(f'`{value}`' for value in command.values)}.\n"
    yield "| option | meaning |\n| --- | --- |"
    for option in command.options:
        words = ", ".join(f"`{word}`" for word in option.words)
        yield f"| {words} | {_cell(option.help)} |"
    yield ""


def settings() -> str:
    """Every setting, with its default, its variable, and whether a file may set it."""
    lines = [
        NOTE,
        "# Settings\n",
        "The command line wins over the environment, that over the configuration file, that over the default.\n",
    ]
    for group, title in GROUPS.items():
        lines.append(f"## {_sentence(title, stop='')}\n")
        lines.append("| setting | values | default | meaning | in a file |\n| --- | --- | --- | --- | --- |")
        lines += [_setting(setting) for setting in SETTINGS.values() if setting.group == group]
        lines.append("")
    lines.append("Environment variables are named `OPENAUDIT_` and the setting in capitals: `OPENAUDIT_FAIL_ON`.\n")
    return "\n".join(lines)


def _setting(setting: Setting) -> str:
    names = [f"--{setting.name}", *(f"--{alias}" for alias in setting.aliases), *filter(None, [setting.short])]
    words = ", ".join(f"`{name}`" for name in names)
    values = ", ".join(f"`{value}`" for value in setting.values) or setting.kind
    default = setting.default
    text = ",".join(default) if isinstance(default, tuple) else "" if default in (None, False) else str(default)
    shown = f"`{text}`" if text else ""
    return f"| {words} | {values} | {shown} | {_cell(setting.help)} | {'yes' if setting.in_file else 'no'} |"


def provisions(engine: Engine) -> str:
    """Every provision, and what each definition makes of it."""
    definitions = _definitions(engine)
    lines = [
        NOTE,
        "# Provisions\n",
        "What a text can say. `openaudit explain ID` shows the reasons, the rules and example sentences.\n",
    ]
    kinds = dict.fromkeys(provision.kind for provision in engine.provisions.values())
    for kind in kinds:
        lines.append(f"## {kind.capitalize()}{'' if kind == 'boilerplate' else 's'}\n")
        heads = "".join(f" {definition.id.upper()} |" for definition in definitions)
        lines.append(f"| provision | the text says that … |{heads}\n| --- | --- |{' --- |' * len(definitions)}")
        for provision in engine.provisions.values():
            if provision.kind == kind:
                cells = "".join(f" {_stance(definition.stances.get(provision.id, ()))} |" for definition in definitions)
                lines.append(f"| `{provision.id}` | {_cell(provision.says['en'])} |{cells}")
        lines.append("")
    return "\n".join(lines)


def _definitions(engine: Engine) -> list[Definition]:
    """All of them, the one that the project is about first."""
    return sorted(engine.definitions.values(), key=lambda definition: (definition.id != "osd", definition.id))


def _stance(stance: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{outcome} {criterion.partition('-')[2]}" for criterion, outcome in stance) or "ok"


def criteria(engine: Engine) -> str:
    """Every definition with its criteria."""
    lines = [NOTE, "# Definitions and their criteria\n"]
    for definition in _definitions(engine):
        lines.append(f"## `{definition.id}` {definition.name['en']} {definition.version}".rstrip() + "\n")
        lines += [f"<{definition.url}>\n"] if definition.url else []
        lines.append("| criterion | | asks that |\n| --- | --- | --- |")
        for criterion in definition.criteria:
            lines.append(f"| `{criterion.id}` | {_cell(criterion.title['en'])} | {_cell(criterion.demand['en'])} |")
        lines.append("")
    return "\n".join(lines)


def _sentence(text: str, stop: str = ".") -> str:
    return f"{text[:1].upper()}{text[1:]}{stop}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    engine = load_engine()
    pages = {
        "commands.md": command_line(),
        "settings.md": settings(),
        "provisions.md": provisions(engine),
        "criteria.md": criteria(engine),
    }
    stale = []
    for name, text in pages.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                FOLDER.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if stale:
        print(("out of date: " if check else "written: ") + ", ".join(stale))
    sys.exit(int(check and bool(stale)))


if __name__ == "__main__":
    main()
