"""`openaudit card`: READMEs and model cards against the licence that stands beside them. Made for pre-commit.

pre-commit passes the files that change, so a licence or policy file stands for the cards beside it: what they say may
be wrong now although nobody touched them.
"""

from __future__ import annotations

import os

from openaudit.cli import repositories
from openaudit.cli.notices import notice
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
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a README or model card, or a licence: then the cards beside it"
    )


def run(arguments: Arguments, config: Config) -> int:
    """Audit the cards, write the reports, and return the exit code."""
    wanted = repositories.check_formats(config.settings, "card")
    if not arguments.files:
        notice(config.settings, "nothing-given", hint="openaudit card --help")
    engine, definitions = repositories.load(config)
    repositories.check_ids(config.settings, engine, "card")
    reports: list[RepositoryReport] = []
    from openaudit.repository import audit_repository

    by_root: dict[str, list[str]] = {}
    for file in dict.fromkeys(os.path.normpath(file) for file in arguments.files):
        cards = cards_beside(file) if is_terms(file) else [file]
        if not cards:
            continue
        root = repository_of(cards[0])
        by_root.setdefault(root, []).extend(os.path.relpath(one, root).replace(os.sep, "/") for one in (*cards, file))
    for root, paths in by_root.items():
        depth = max(_DEPTH, *(path.count("/") for path in paths))
        report = audit_repository(
            root, engine, definitions=definitions, identify=not config.settings.no_identify, max_depth=depth
        )
        reports.append(only(report, frozenset(paths)))
    return repositories.finish(reports, config, engine, wanted, licenses=False)


def is_terms(path: str) -> bool:
    """Whether an existing file is a licence, notice or policy by its name."""
    from openaudit.repo.kinds import kind_of

    return os.path.isfile(path) and kind_of(path.replace(os.sep, "/")).role in ("license", "policy", "notice")


def cards_beside(path: str) -> list[str]:
    """The cards that speak of the licence at `path`: those in the nearest folder upwards that has any.

    None for other people's licences, and where the search would leave the current folder.
    """
    from openaudit.repo.kinds import kind_of

    if kind_of(os.path.relpath(path).replace(os.sep, "/")).third_party:
        return []
    folder = os.path.dirname(os.path.abspath(path))
    top = os.getcwd()
    while True:
        names = [name for name in sorted(os.listdir(folder)) if kind_of(name).role == "card"]
        if names:
            return [os.path.relpath(os.path.join(folder, name)) for name in names]
        parent = os.path.dirname(folder)
        if folder in (top, parent):
            return []
        folder = parent


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
