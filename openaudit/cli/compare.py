"""`openaudit compare A B C…`: licences side by side, a row for each criterion, with the deciding section."""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = (
    *("definition", "rules", "min-confidence", "no-identify"),
    *("output-format", "output-file", "ui-lang", "color", "base-url", "fragment", "heading-level"),
    *("jobs", "offline", "follow", "cache-dir", "no-cache", "allow-private-hosts"),
)


def configure(parser: Parser) -> None:
    """Add the targets."""
    parser.usage = "openaudit compare TARGET TARGET… | --catalog [--publisher NAME]"
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="files, addresses, or ids of known licences")
    parser.add_argument("--catalog", action="store_true", help="compare the known licences whose texts are at hand")
    parser.add_argument("--publisher", metavar="NAME", help="with --catalog: those of one publisher")


def run(arguments: Arguments, config: Config) -> int:
    """Audit the targets and print them side by side. The verdicts do not change the exit code."""
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.auditing import audit_targets
    from openaudit.cli.guard import complain, write_stdout
    from openaudit.cli.reporting import options, texts_of
    from openaudit.render.comparison import COMPARISON_FORMATS, render_comparison
    from openaudit.writing import write_whole

    settings = config.settings
    if settings.output_format not in COMPARISON_FORMATS:
        known = ", ".join(COMPARISON_FORMATS)
        message = f"compare has no format {settings.output_format!r}; there are: {known}"
        raise UsageError(message, "openaudit compare --help")
    targets = [*arguments.targets, *(_catalog(arguments.publisher) if arguments.catalog else ())]
    if not targets:
        raise UsageError("compare what? Name texts, or --catalog", "openaudit compare --help")
    audited = audit_targets(targets, config)
    to_screen = settings.output_file == "-"
    text = render_comparison(
        audited.report,
        settings.output_format,
        texts=texts_of(audited.engine),
        options=options(settings, to_screen=to_screen),
    )
    if to_screen:
        write_stdout(text)
    else:
        write_whole(settings.output_file, text)
    for failure in audited.report.errors:
        complain(f"{failure.source}: {failure.message}")
    return 2 if audited.report.errors else 0


def _catalog(publisher: str | None) -> list[str]:
    """The ids of the records of that publisher (of all) whose texts an installed package has."""
    from openaudit.cli.guard import complain
    from openaudit.records import load_catalog
    from openaudit.textpackages import HOW_TO_GET, text_of

    catalog = load_catalog()
    records = catalog.by_publisher(publisher) if publisher else catalog.records
    wanted = [record for record in records if record.offer != "none"]
    at_hand = [record.id for record in wanted if text_of(record) is not None]
    missing = len(wanted) - len(at_hand)
    if missing:
        how = "" if at_hand else f" ({HOW_TO_GET} may have them)"
        complain(f"{missing} of {len(wanted)} licences are left out: their texts are not at hand{how}", kind="note")
    return at_hand
