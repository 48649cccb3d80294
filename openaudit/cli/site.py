"""`openaudit site OUT`: a static site of audits, from the licence records and any targets."""

from __future__ import annotations

import os

from openaudit.errors import OpenAuditError
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.catalog import Catalog
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.report import Report

SETTINGS: Final = (
    *("definition", "rules", "min-confidence", "no-identify"),
    *("ui-lang", "base-url", "jobs", "offline", "follow", "cache-dir", "no-cache", "allow-private-hosts", "quiet"),
)


def configure(parser: Parser) -> None:
    """Add the folder and the targets."""
    parser.usage = "openaudit site OUT [TARGET…]"
    parser.add_argument("out", metavar="OUT", help="the folder to write; files that stand there are replaced")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="texts to audit besides those of the records")
    parser.add_argument(
        "--no-records", action="store_true", help="only the targets: no pages of licence records, none of their texts"
    )


def run(arguments: Arguments, config: Config) -> int:
    """Audit, and write the site. A text that cannot be audited is named on stderr and makes the exit code 2."""
    from openaudit.catalog import Catalog
    from openaudit.cli.auditing import audit_targets
    from openaudit.cli.guard import complain
    from openaudit.cli.reporting import options, texts_of
    from openaudit.records import load_catalog
    from openaudit.render.site import build

    catalog = Catalog(()) if arguments.no_records else load_catalog()
    at_hand = _at_hand(catalog)
    audited = audit_targets([*at_hand, *arguments.targets], config)
    chosen = options(config.settings, to_screen=False)
    files = build(
        audited.report,
        texts_of(audited.engine),
        chosen,
        records=catalog.records,
        audited=_audited(audited.report, at_hand),
    )
    count = 0
    for count, (name, content) in enumerate(files, 1):  # noqa: B007 - the last number is the count
        _write(os.path.join(arguments.out, *name.split("/")), content)
    for failure in audited.report.errors:
        complain(f"{failure.source}: {failure.message}")
    if not config.settings.quiet:
        complain(f"{count} files in {arguments.out}; open {os.path.join(arguments.out, 'index.html')}", kind="note")
    return 2 if audited.report.errors else 0


def _at_hand(catalog: Catalog) -> list[str]:
    """The ids of the records whose texts an installed package has."""
    from openaudit.textpackages import text_of

    return [record.id for record in catalog.records if text_of(record) is not None]


def _audited(report: Report, ids: list[str]) -> dict[str, int]:
    """Which result is the text of which record: such a text goes by the record's id."""
    known = set(ids)
    return {r.source.path: number for number, r in enumerate(report.results) if r.source.path in known}


def _write(path: str, content: str | bytes) -> None:
    from openaudit.writing import write_whole

    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        if isinstance(content, bytes):
            with open(path, "wb") as stream:
                stream.write(content)
            return
    except OSError as error:
        raise OpenAuditError(f"cannot write {path}: {error.strerror or error}") from error
    write_whole(path, content)
