"""Command-line parsing: argparse, fed from the table of settings, with "did you mean" for what it does not know.

argparse and not click, for the time of a start: see docs/decisions/0001-argparse.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from openaudit.cli.guard import UsageError, write_stdout
from openaudit.cli.plain import COMMON, config
from openaudit.config import Config
from openaudit.settings import GROUPS, SETTINGS, Setting
from openaudit.suggest import did_you_mean
from openaudit.typed import Any, NoReturn

__all__ = ["COMMON", "Arguments", "Parser", "UsageError"]

Arguments = argparse.Namespace


class Parser(argparse.ArgumentParser):
    """The parser of one command; with `path` that of a command's own subcommand ("rules test")."""

    def __init__(self, name: str, summary: str, settings: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(
            prog=f"openaudit {name}",
            usage=kwargs.pop("usage", f"openaudit {name} [OPTION…] [TARGET…]"),
            description=f"{summary[:1].upper()}{summary[1:]}.",
            formatter_class=_Formatter,
            # An abbreviation that works today is ambiguous tomorrow, when a new option appears.
            allow_abbrev=False,
            **kwargs,
        )
        self.settings = (*settings, *(c for c in COMMON if c not in settings))
        for group, title in GROUPS.items():
            members = [SETTINGS[s] for s in self.settings if SETTINGS[s].group == group]
            if members:
                box = self.add_argument_group(title)
                for setting in members:
                    _add(box, setting)

    def parse(self, words: list[str]) -> Arguments:
        """The arguments; raises `UsageError`, with a suggestion where an option or choice is nearly right."""
        rest = next((action for action in self._actions if action.nargs == "*" and not action.option_strings), None)
        if rest is None:
            arguments, unknown = self.parse_known_args(words)
        else:
            # Options may stand between targets (`check A -q B`), and all is a target after `--`. argparse offers
            # the first without the second.
            options, targets = _split_at(words, "--")
            arguments, unknown = self.parse_known_intermixed_args(options)
            setattr(arguments, rest.dest, [*(getattr(arguments, rest.dest) or ()), *targets])
        if unknown:
            word = unknown[0]
            if not word.startswith("-") or word == "-":
                self.error(f"unexpected argument {word!r}")
            option = word.partition("=")[0]
            self.error(f"no option {option}{did_you_mean(option, self.option_words())}")
        return arguments

    def option_words(self) -> list[str]:
        """Every option as typed, short and long."""
        return [word for action in self._actions for word in action.option_strings]

    def config(self, arguments: Arguments) -> Config:
        """The settings in force for these arguments."""
        return config({name: getattr(arguments, name) for name in SETTINGS if hasattr(arguments, name)})

    def _print_message(self, message: str, file: Any = None) -> None:
        # Help goes the way of reports: UTF-8, and no traceback when `| head` closes the pipe.
        del file
        write_stdout(message)

    def error(self, message: str) -> NoReturn:
        """Called by argparse for every wrong command line."""
        raise UsageError(message, f"{self.prog} --help")


def _split_at(words: list[str], mark: str) -> tuple[list[str], list[str]]:
    at = words.index(mark) if mark in words else len(words)
    return words[:at], words[at + 1 :]


def _add(box: argparse._ArgumentGroup, setting: Setting) -> None:
    words = [*filter(None, [setting.short]), *(f"--{name}" for name in (setting.name, *setting.aliases))]
    # SUPPRESS: what was not given is not there, so that environment and file can have their say.
    common: dict[str, Any] = {"dest": setting.name, "default": argparse.SUPPRESS, "help": _help(setting)}
    if setting.kind == "flag":
        box.add_argument(*words, action="store_true", **common)
        return
    metavar = "{" + ",".join(setting.values) + "}" if setting.values else setting.metavar
    many = setting.kind in ("list", "paths")
    box.add_argument(*words, action=_Extend if many else "store", metavar=metavar, **common)


def _help(setting: Setting) -> str:
    default = setting.default
    if isinstance(default, tuple):
        default = ",".join(default)
    shown = "" if default in (None, False, "", "-", 0) else f" (default: {default})"
    return (setting.help + shown).replace("%", "%%")


class _Extend(argparse.Action):
    """Collects the values of a repeated option (argparse's own `append` needs a default list)."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        del parser, option
        setattr(namespace, self.dest, [*getattr(namespace, self.dest, ()), values])


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, **kwargs: Any) -> None:
        super().__init__(prog, max_help_position=32, **kwargs)
