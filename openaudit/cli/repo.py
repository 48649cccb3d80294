"""`openaudit repo`: audit model repositories as a whole."""

from __future__ import annotations

from openaudit.cli import repositories
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = repositories.SETTINGS


def configure(parser: Parser) -> None:
    """Add the folders."""
    parser.usage = "openaudit repo [OPTION…] [FOLDER…]"
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="the repository (default: the current folder)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=20.0,
        metavar="N",
        help="how long to look through folders at most (default: 20)",
    )
    parser.add_argument("--no-claims", action="store_true", help="do not read documents for claims of openness")


def run(arguments: Arguments, config: Config) -> int:
    """Audit every folder, write the reports, and return the exit code."""
    from openaudit.repository import audit_repository

    settings = config.settings
    wanted = repositories.check_formats(settings, "repo")
    engine, definitions = repositories.load(config)
    repositories.check_ids(settings, engine, "repo")
    reports = [
        audit_repository(
            folder,
            engine,
            definitions=definitions,
            identify=not settings.no_identify,
            seconds=arguments.seconds,
            claims=not arguments.no_claims,
            # OSAID is about the parts of a system: its view is of the parts.
            components_view="osaid" in definitions,
        )
        for folder in (arguments.folders or ["."])
    ]
    return repositories.finish(reports, config, engine, wanted, licenses=True)
