"""`openaudit compare A B C…`: licences side by side, a row for each criterion, with the deciding section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    parser.usage = "openaudit compare TARGET TARGET…"
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="files, addresses, or ids of known licences")


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
    audited = audit_targets(arguments.targets, config)
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
