"""`openaudit version`: reached with options only; the bare command is answered in `main`."""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: tuple[str, ...] = ()


def configure(parser: Parser) -> None:
    """No arguments of its own."""
    del parser


def run(arguments: Arguments, config: Config) -> int:
    """Print the version; with --verbose also Python's and the platform's, for bug reports."""
    import platform

    from openaudit import __version__
    from openaudit.cli.guard import write_stdout

    del arguments
    detail = f" (Python {platform.python_version()}, {platform.system()})" if config.settings.verbose else ""
    write_stdout(f"openaudit {__version__}{detail}\n")
    return 0
