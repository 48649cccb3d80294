"""`openaudit completion`: scripts that let a shell complete commands, options and their values.

Made here from the commands' own parsers. The usual library (shtab) would be one more thing to install for every
user, and would have to load every command at its start.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: tuple[str, ...] = ()


class Option(NamedTuple):
    """One option as a shell sees it; `values` are its choices, `takes` whether it has a value at all."""

    words: tuple[str, ...]
    help: str
    takes: bool
    values: tuple[str, ...]


class Completable(NamedTuple):
    """One command: its options, and the choices of its first argument."""

    name: str
    help: str
    options: tuple[Option, ...]
    values: tuple[str, ...]


def configure(parser: Parser) -> None:
    """Add the shell."""
    parser.usage = "openaudit completion {bash,zsh,fish}"
    parser.add_argument("shell", choices=tuple(SHELLS), metavar="SHELL", help="bash, zsh or fish")
    parser.epilog = (
        "bash: openaudit completion bash > ~/.local/share/bash-completion/completions/openaudit · "
        "zsh: openaudit completion zsh > a folder of $fpath, as _openaudit · "
        "fish: openaudit completion fish > ~/.config/fish/completions/openaudit.fish"
    )


def run(arguments: Arguments, config: Config) -> int:
    """Print the script."""
    from openaudit.cli.guard import write_stdout

    del config
    write_stdout(SHELLS[arguments.shell](commands()))
    return 0


def commands() -> tuple[Completable, ...]:
    """Every command as its own parser has it."""
    from openaudit.cli.arguments import Parser
    from openaudit.cli.main import COMMANDS, load_command

    found = []
    for name, summary in COMMANDS.items():
        command = load_command(name)
        parser = Parser(name, summary, command.SETTINGS)
        command.configure(parser)
        actions = parser._actions  # noqa: SLF001 - argparse has no public way to list them; shtab reads the same
        options = tuple(_option(action) for action in actions if action.option_strings)
        first = next((action for action in actions if not action.option_strings), None)
        found.append(Completable(name, summary, options, _choices(first) if first else ()))
    return tuple(found)


def _choices(action: argparse.Action) -> tuple[str, ...]:
    return tuple(map(str, action.choices or ()))


def _option(action: argparse.Action) -> Option:
    from openaudit.render import FORMATS
    from openaudit.settings import SETTINGS as SETTINGS_TABLE

    setting = SETTINGS_TABLE.get(action.dest)
    values = setting.values if setting else _choices(action)
    if setting and setting.name == "output-format":
        values = tuple(FORMATS)
    return Option(tuple(action.option_strings), (action.help or "").replace("%%", "%"), action.nargs != 0, values)


def _bash(known: Iterable[Completable]) -> str:
    known = list(known)
    cases = []
    for command in known:
        words = " ".join([*(w for o in command.options for w in o.words), *command.values])
        cases.append(f"        {command.name}) words={_quoted(words)} ;;")
    values = sorted({("|".join(o.words), " ".join(o.values)) for c in known for o in c.options if o.values})
    value_cases = "\n".join(
        f'        {words}) mapfile -t COMPREPLY < <(compgen -W {_quoted(choices)} -- "$cur"); return ;;'
        for words, choices in values
    )
    names = " ".join(command.name for command in known)
    return f"""# bash completion for openaudit
_openaudit() {{
    local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" words
    case "$prev" in
{value_cases}
    esac
    case "${{COMP_WORDS[1]}}" in
{chr(10).join(cases)}
        *) words={_quoted(" ".join(o for c in known if c.name == "check" for w in c.options for o in w.words))} ;;
    esac
    [[ $COMP_CWORD -eq 1 ]] && words={_quoted(names)}" $words"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur"; [[ $cur == -* ]] || compgen -f -- "$cur")
}}
complete -o filenames -F _openaudit openaudit
"""


def _zsh(known: Iterable[Completable]) -> str:
    known = list(known)
    names = "\n".join(f"        {_quoted(f'{_colons(c.name)}:{_colons(c.help)}')}" for c in known)
    cases = []
    for command in known:
        specs = [_zsh_option(word, option) for option in command.options for word in option.words]
        rest = f"*:argument:({' '.join(command.values)})" if command.values else "*:target:_files"
        lines = " \\\n                ".join([*specs, _quoted(rest)])
        cases.append(f"        {command.name})\n            _arguments \\\n                {lines} ;;")
    return f"""#compdef openaudit
_openaudit() {{
    local -a commands
    commands=(
{names}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        _files
        return
    fi
    shift words
    (( CURRENT-- ))
    case $words[1] in
{chr(10).join(cases)}
        *) _files ;;
    esac
}}
if [[ $funcstack[1] == _openaudit ]]; then _openaudit "$@"; else compdef _openaudit openaudit; fi
"""


def _zsh_option(word: str, option: Option) -> str:
    text = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    value = (f":value:({' '.join(option.values)})" if option.values else ":value:_files") if option.takes else ""
    return _quoted(f"*{word}[{text}]{value}")


def _colons(text: str) -> str:
    return text.replace(":", "\\:")


def _fish(known: Iterable[Completable]) -> str:
    known = list(known)
    lines = ["# fish completion for openaudit"]
    lines += [
        f"complete -c openaudit -n __fish_use_subcommand -a {c.name} -d {_quoted(c.help, fish=True)}" for c in known
    ]
    for command in known:
        where = f"-n {_quoted(f'__fish_seen_subcommand_from {command.name}', fish=True)}"
        if command.values:
            lines.append(f"complete -c openaudit {where} -f -a {_quoted(' '.join(command.values), fish=True)}")
        for option in command.options:
            words = " ".join(f"-l {w[2:]}" if w.startswith("--") else f"-s {w[1:]}" for w in option.words)
            value = " -r" if option.takes else ""
            value += f" -f -a {_quoted(' '.join(option.values), fish=True)}" if option.values else ""
            lines.append(f"complete -c openaudit {where} {words}{value} -d {_quoted(option.help, fish=True)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str, *, fish: bool = False) -> str:
    """In single quotes: bash and zsh end and reopen them around a quote, fish escapes it."""
    if fish:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "'\\''") + "'"


SHELLS: Final[dict[str, Callable[[Iterable[Completable]], str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
