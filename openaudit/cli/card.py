"""`openaudit card`: READMEs and model cards against the licence that stands beside them. Made for pre-commit."""

from __future__ import annotations

import os

from openaudit.cli import repositories
from openaudit.cli.guard import complain
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.repo.values import RepositoryReport

SETTINGS: Final = repositories.SETTINGS
# A card's licence, weights and data stand beside it or one folder below.
_DEPTH: Final = 1


def configure(parser: Parser) -> None:
    """Add the files."""
    parser.usage = "openaudit card [OPTION…] FILE…"
    parser.add_argument("files", nargs="*", metavar="FILE", help="a README or model card (Markdown)")


def run(arguments: Arguments, config: Config) -> int:
    """Audit the cards, write the reports, and return the exit code."""
    wanted = repositories.check_formats(config.settings, "card")
    if not arguments.files:
        complain("no file given, so nothing was audited", kind="note", hint="openaudit card --help")
    engine, definitions = repositories.load(config)
    repositories.check_ids(config.settings, engine, "card")
    reports: list[RepositoryReport] = []
    from openaudit.repository import audit_repository

    by_root: dict[str, list[str]] = {}
    for file in dict.fromkeys(os.path.normpath(file) for file in arguments.files):
        root = repository_of(file)
        by_root.setdefault(root, []).append(os.path.relpath(file, root).replace(os.sep, "/"))
    for root, paths in by_root.items():
        depth = max(_DEPTH, *(path.count("/") for path in paths))
        report = audit_repository(
            root, engine, definitions=definitions, identify=not config.settings.no_identify, max_depth=depth
        )
        reports.append(only(report, frozenset(paths)))
    return repositories.finish(reports, config, engine, wanted, licenses=False)


def repository_of(path: str) -> str:
    """The folder that a document belongs to: the nearest one upwards with a licence file or `.git`.

    Its own folder where there is none, or where the search would leave the current folder.
    Raises InputError where there is no such file.
    """
    from openaudit.errors import InputError
    from openaudit.sources.filenames import is_license_path

    if not os.path.isfile(path):
        raise InputError(f"{path}: {'is no file' if os.path.lexists(path) else 'no such file'}")
    own = os.path.dirname(path) or "."
    folder = os.path.abspath(own)
    top = os.getcwd()
    while True:
        names = os.listdir(folder)
        if ".git" in names or any(is_license_path(name) for name in names):
            return os.path.relpath(folder)
        parent = os.path.dirname(folder)
        if folder in (top, parent):
            return own
        folder = parent


def only(report: RepositoryReport, paths: frozenset[str]) -> RepositoryReport:
    """The report with what concerns some files alone, and without the licence texts."""
    return report._replace(
        observations=tuple(one for one in report.observations if one.place.path in paths),
        suppressed=tuple(one for one in report.suppressed if one.observation.place.path in paths),
        components=(),
        statements=(),
        results=(),
        own=(),
    )
