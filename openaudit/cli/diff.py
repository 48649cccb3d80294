"""`openaudit diff OLD NEW`: what changed between two licence texts, in their provisions and in their words."""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = (
    *("definition", "rules", "min-confidence"),
    *("output-format", "output-file", "ui-lang", "color", "quiet", "base-url", "heading-level"),
    *("offline", "cache-dir", "no-cache", "allow-private-hosts"),
)


def configure(parser: Parser) -> None:
    """Add the two texts."""
    parser.usage = "openaudit diff OLD NEW"
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="two files, addresses, or ids of known licences")
    parser.add_argument(
        "--alarm", action="store_true",
        help="exit with 1 where something got worse: a restriction is new, a number changed, a criterion fell",
    )  # fmt: skip


def run(arguments: Arguments, config: Config) -> int:
    """Audit both texts and print what changed. Exit code 0, or with --alarm 1 where something got worse."""
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.auditing import audit_targets
    from openaudit.cli.guard import complain, write_stdout
    from openaudit.cli.reporting import options, texts_of
    from openaudit.comparing import compare
    from openaudit.render.difference import DIFFERENCE_FORMATS, render_difference
    from openaudit.writing import write_whole

    settings = config.settings
    if len(arguments.targets) != 2:
        raise UsageError(f"diff takes two texts, not {len(arguments.targets)}", "openaudit diff --help")
    if settings.output_format not in DIFFERENCE_FORMATS:
        message = f"diff has no format {settings.output_format!r}; there are: {', '.join(DIFFERENCE_FORMATS)}"
        raise UsageError(message, "openaudit diff --help")
    audited = audit_targets(arguments.targets, config)
    for failure in audited.report.errors:
        complain(f"{failure.source}: {failure.message}")
    if audited.report.errors:
        return 2
    results = audited.report.results
    if len(results) == 1 and arguments.targets[0] == arguments.targets[1]:
        results *= 2
    if len(results) != 2:
        raise UsageError("diff compares two texts; name one file on each side", "openaudit diff --help")
    difference = compare(*results)
    to_screen = settings.output_file == "-"
    chosen = options(settings, to_screen=to_screen)
    text = render_difference(difference, settings.output_format, texts=texts_of(audited.engine), options=chosen)
    if to_screen:
        write_stdout(text)
    else:
        write_whole(settings.output_file, text)
    worse = difference.alarms or any(criterion.worse for criterion in difference.criteria)
    return 1 if arguments.alarm and worse else 0
