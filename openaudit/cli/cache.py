"""`openaudit cache info|clear`: what was fetched and kept, and getting rid of it."""

from __future__ import annotations

import os

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = ("cache-dir",)


def configure(parser: Parser) -> None:
    """Add the action."""
    parser.usage = "openaudit cache info|clear [OPTION…]"
    parser.add_argument(
        "action", choices=("info", "clear"), help="info: folder, entries and size; clear: remove every entry"
    )


def run(arguments: Arguments, config: Config) -> int:
    """Tell, or clear and tell."""
    from openaudit.cli.guard import write_stdout
    from openaudit.errors import InputError
    from openaudit.sources.cache import Cache

    cache = Cache(config.settings.cache_dir)
    try:
        if arguments.action == "clear":
            count = cache.clear()
            write_stdout(f"removed {count} {'entry' if count == 1 else 'entries'} from {cache.folder}\n")
            return 0
        usage = cache.usage()
    except OSError as error:
        raise InputError(f"{cache.folder}: {os.strerror(error.errno or 0)}") from error
    write_stdout(
        f"folder   {usage.folder}\nentries  {usage.entries}\nsize     {usage.size / 1048576:.1f} MiB\n"
        f"limit    {usage.limit / 1048576:.0f} MiB (the least used go first)\n"
    )
    return 0
