"""`openaudit claims`: claims of openness in documents, held against a licence."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.cli import repositories
from openaudit.cli.arguments import UsageError
from openaudit.cli.notices import notice
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.claims import Standing
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.repo.values import RepositoryReport
    from openaudit.ruleset import Engine

SETTINGS: Final = repositories.SETTINGS
_PARTS: Final = ("weights", "code", "data", "docs", "project")
_HELP: Final = "openaudit claims --help"


def configure(parser: Parser) -> None:
    """Add the documents, the licence and names."""
    parser.usage = "openaudit claims [OPTION…] FILE…"
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a README, model card, document or post (Markdown, HTML)"
    )
    parser.add_argument(
        "--license",
        "--licence",
        action="append",
        metavar="[PART=]FILE|ID",
        help="the licence of the model and project, or of one PART (weights, code, data, docs); a file or the id of a "
        "known licence; by default the one that stands with each document",
    )
    parser.add_argument("--name", action="append", metavar="NAME", help="what the project is called, beside its title")


def run(arguments: Arguments, config: Config) -> int:
    """Read the documents, write the reports, and return the exit code."""
    wanted = repositories.check_formats(config.settings, "claims")
    if not arguments.files:
        notice(config.settings, "nothing-given", hint=_HELP)
    engine, definitions = repositories.load(config)
    repositories.check_ids(config.settings, engine, "claims")
    given = _given(arguments.license or [], engine, definitions, config) if arguments.license else None
    reports = [_claims_in(file, given, arguments.name or [], engine, definitions) for file in arguments.files]
    return repositories.finish(reports, config, engine, wanted, licenses=False)


def _given(
    licenses: Sequence[str], engine: Engine, definitions: tuple[str, ...], config: Config
) -> dict[str, Standing]:
    """What the command line says of each part's licence.

    A licence without a part is that of the model and the project; code, data and documents have their own.
    """
    standings: dict[str, Standing] = {}
    for given in licenses:
        part, equals, value = given.partition("=")
        if not equals:
            part, value = "", given
        elif part not in _PARTS:
            raise UsageError(f"--license {given}: {part!r} is no part; there are: {', '.join(_PARTS)}", _HELP)
        standing = standing_of(value, engine, definitions, identify=not config.settings.no_identify)
        for name in (part,) if part else ("weights", "project"):
            standings[name] = standing
    return standings


def standing_of(value: str, engine: Engine, definitions: tuple[str, ...], *, identify: bool = True) -> Standing:
    """What is known of a licence that is given as a file or by its id. Raises `UsageError` for neither."""
    import os

    from openaudit.claims import Standing
    from openaudit.repo.known import KnownLicenses

    if os.path.isfile(value):
        return _standing_of_file(value, engine, definitions, identify=identify)
    known = KnownLicenses(engine, definitions[0])
    meant = known.by_hub(value)
    if meant.verdict is None:
        hint = f"; did you mean {', '.join(meant.guesses[:3])}?" if meant.guesses else ""
        raise UsageError(
            f"--license {value}: no such file, and no known licence with a verdict has that name{hint}", _HELP
        )
    return Standing(meant.verdict, meant.osi_approved, meant.name)


def _standing_of_file(value: str, engine: Engine, definitions: tuple[str, ...], *, identify: bool) -> Standing:
    from openaudit.audit import audit_document
    from openaudit.claims import Standing
    from openaudit.forms import open_document
    from openaudit.repo.values import Place
    from openaudit.sources.local import read_bytes

    document = open_document(read_bytes(value), path=value).document
    result = audit_document(document, engine, definitions=definitions, identify=identify)
    outcome = "fail" if result.verdict == "not-open-source" else "review"
    criteria = ", ".join(one.id for one in result.judgements[0].criteria if one.outcome == outcome)
    match = result.license
    name = match.name if match.match == "exact" and match.name else value
    return Standing(result.verdict, result.judgements[0].osi_approved, name, criteria, Place(value, 1, 1, 1, 1))


def _claims_in(
    file: str, given: dict[str, Standing] | None, names: Sequence[str], engine: Engine, definitions: tuple[str, ...]
) -> RepositoryReport:
    """The claims in one document that the licence does not bear out."""
    from openaudit.claims import find_claims, judge_claims, project_names
    from openaudit.document import read
    from openaudit.modelcard import read_card
    from openaudit.repo.gather import MAX_CARD_BYTES
    from openaudit.repo.ignores import apply_ignores, read_ignores
    from openaudit.repo.values import RepositoryReport
    from openaudit.sources.local import read_bytes

    text = read(read_bytes(file, max_bytes=4 * MAX_CARD_BYTES), path=file).source
    card = read_card(text, file)
    standings = given if given is not None else _beside(file, engine, definitions)
    found = judge_claims(find_claims(text, project_names(card.title, names), start=card.body), text, file, standings)
    left, suppressed = apply_ignores(found, [one for one in read_ignores(text, file) if _is_for_claims(one.ids)])
    return RepositoryReport(".", definitions[0], {}, (), (), (), (), tuple(left), tuple(suppressed), (), complete=True)


def _is_for_claims(ids: tuple[str, ...]) -> bool:
    """Comments for other observations are none of this command's business."""
    return not ids or any("CLAIM".startswith(id_[:5]) or id_.startswith("CLAIM") for id_ in ids)


def _beside(file: str, engine: Engine, definitions: tuple[str, ...]) -> dict[str, Standing]:
    """What stands with the document: the licences of its repository."""
    from openaudit.cli.card import repository_of
    from openaudit.repository import standings_in

    return standings_in(repository_of(file), engine, definitions=definitions)
