"""The command `openaudit`: finds the subcommand, loads it alone, and turns what goes wrong into exit codes.

Exit codes: 0 nothing at or above `--fail-on`, 1 at least one verdict is, 2 usage, configuration, rule, input or
network error (the audit is not complete), 130 interrupted.
"""

from __future__ import annotations

import sys

# Importing `typing` would take half of the time of `openaudit --version`; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from openaudit.cli.command import Command

# Command -> what it does, in one line of the help. The command lives in `openaudit/cli/<command>.py`.
COMMANDS = {
    "check": "audit licence texts: files, folders, - for standard input, addresses, hub models, licence ids",
    "repo": "audit a model repository as a whole: licences, card, weights, claims, lineage",
    "card": "hold READMEs and model cards against the licence beside them (for pre-commit)",
    "claims": "find claims of openness in documents that the licence does not bear out",
    "fetch": "store the texts of addresses and hub models with their provenance, for audits without a network",
    "bulk": "audit the texts of Parquet, JSON Lines and CSV files and of folders, by the million, into Parquet",
    "compare": "show licences side by side: criteria, outcomes and deciding sections",
    "diff": "show what changed between two texts: provisions, numbers, sentences",
    "licenses": "list, show and search the known licences; verify that their texts have not moved",
    "site": "write a static site of audits: index, matrix, a page for each licence and text",
    "explain": "explain a criterion, a provision or a rule",
    "rules": "list, test and lint the rules, and measure what they explain",
    "baseline": "record today's findings, so that only new ones count",
    "waive": "print waivers for the findings that count, to paste into the configuration",
    "schema": "print the JSON Schema of the report",
    "cache": "show or clear what was fetched and kept",
    "init": "write a commented openaudit.toml",
    "completion": "print a completion script for bash, zsh or fish",
    "version": "print the version",
}
DEFAULT = "check"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (by default the process's own) and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # Asked by every script that looks whether the tool is there, so it loads nothing else.
    if words in (["--version"], ["-V"], ["version"]):
        from openaudit import __version__

        return _printing(f"openaudit {__version__}\n")
    if words in (["--help"], ["-h"], ["help"], []):
        return _printing(overview())
    from openaudit.cli.guard import guarded

    code = guarded(lambda: dispatch(words))
    if argv is None:
        import gc

        # The process ends: Python would look through all that it leaves behind, twice.
        gc.freeze()
    return code


def dispatch(words: list[str]) -> int:
    """Run one command line. Raises what the command raises."""
    import gc

    from openaudit.primed import prime

    # What a text becomes is kept until its report is written: looking for garbage in it takes a third of a long audit.
    gc.set_threshold(100_000, 50, 50)
    prime()  # first: what follows has expressions
    from openaudit.cli import plain

    name, rest = split_command(words)
    if name in ("repo", "card", "claims"):
        prime("repository")
    command = load_command(name)
    # What a command calls its targets, where it has nothing else beside its settings.
    targets: str = getattr(command, "TARGETS", "")
    read = plain.read(rest, command.SETTINGS) if targets else None
    if read is not None:
        from types import SimpleNamespace

        given, found = read
        named: Any = SimpleNamespace(**{targets: found})
        return command.run(named, plain.config(given))
    from openaudit.cli.arguments import Parser

    parser = Parser(name, COMMANDS[name], command.SETTINGS)
    command.configure(parser)
    arguments = parser.parse(rest)
    return command.run(arguments, parser.config(arguments))


def split_command(words: list[str]) -> tuple[str, list[str]]:
    """The command and its arguments; `check` where the first word is an option or a target.

    Raises `UsageError` for a word that is neither a target nor a command but much like a command.
    """
    first = words[0]
    if first == "help":
        return (words[1], ["--help"]) if words[1] in COMMANDS else (DEFAULT, ["--help"])
    if first in COMMANDS:
        return first, words[1:]
    if first.isalpha():
        from os.path import exists

        from openaudit.cli.arguments import UsageError
        from openaudit.suggest import closest

        meant = closest(first, COMMANDS)
        if meant and not exists(first):
            raise UsageError(f"no command {first!r}; did you mean {meant!r}?", "openaudit --help")
    return DEFAULT, words


def load_command(name: str) -> Command:
    """The module of a command."""
    # A module with these names is a Command; a test asks every one of them.
    module: Any = __import__(f"openaudit.cli.{name}", fromlist=["run"])  # importlib takes longer to load
    command: Command = module
    return command


def overview() -> str:
    """The help of the whole tool."""
    width = max(map(len, COMMANDS)) + 2
    lines = "\n".join(f"  {name:{width}}{text}" for name, text in COMMANDS.items())
    return (
        "openaudit reads licence texts and says, with the deciding sentences quoted, whether they are open source.\n\n"
        f"usage: openaudit [COMMAND] [OPTION…] [TARGET…]\n\n{lines}\n\n"
        "Without a command, targets are checked: `openaudit LICENSE` is `openaudit check LICENSE`.\n"
        "`openaudit COMMAND --help` tells more. Exit codes: 0 fine, 1 not open source or needs review, 2 error.\n"
    )


def _printing(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, UnicodeEncodeError):
        from openaudit.cli.guard import guarded, write_stdout

        def again() -> int:
            write_stdout(text)
            return 0

        return guarded(again)
    return 0


if __name__ == "__main__":
    sys.exit(main())
