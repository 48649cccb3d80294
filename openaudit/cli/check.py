"""`openaudit check`: audit licence texts and report."""

from __future__ import annotations

import sys

from openaudit.acceptance import fails
from openaudit.cli.guard import complain
from openaudit.cli.notices import expired, not_counted, notice
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.acceptance import Acceptance
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.settings import Settings

SETTINGS: Final = (
    *("definition", "select", "ignore", "rules", "min-confidence", "no-identify"),
    *("fail-on", "exit-zero", "baseline", "no-waivers"),
    *("output-format", "output-file", "report", "ui-lang", "color", "show-passed"),
    *("fragment", "heading-level", "base-url", "image", "quiet", "verbose"),
    *("stdin-filename", "jobs", "offline", "follow", "cache-dir", "no-cache", "allow-private-hosts"),
)


# Beside its settings the command has targets alone, so that most command lines can be read without argparse.
TARGETS: Final = "targets"


def configure(parser: Parser) -> None:
    """Add the targets."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="TARGET",
        help="a file, a folder (its licence files), - for standard input, https://…, hf:ORG/MODEL, gh:OWNER/REPO, "
        "ms:ORG/MODEL, spdx:ID, or the id of a known licence",
    )


def run(arguments: Arguments, config: Config) -> int:
    """Audit the targets, write the reports, and return the exit code."""
    from openaudit.cli.auditing import accepted, audit_targets
    from openaudit.cli.reporting import outputs, write_reports

    settings = config.settings
    wanted = outputs(settings)
    if not arguments.targets:
        # pre-commit and `xargs` may have nothing to pass; that is no error.
        notice(settings, "nothing-given", hint="openaudit check --help")
    audited = audit_targets(arguments.targets, config)
    acceptance = accepted(audited.report, config)
    report = audited.report._replace(accepted=acceptance.accepted)
    write_reports(report, audited.engine, wanted, settings, arguments.targets)
    for note in audited.notes:
        complain(note, kind="note")
    shown = wanted[0].format == "text" and wanted[0].path == "-" and sys.stdout is not None and sys.stdout.isatty()
    for failure in report.errors if not shown else ():
        complain(f"{failure.source}: {failure.message}")
    _explain(acceptance, settings)
    if report.errors:
        return 2
    return int(fails(acceptance.verdicts, settings.fail_on) and not settings.exit_zero)


def _explain(acceptance: Acceptance, settings: Settings) -> None:
    """Say what was accepted, and loudly what is accepted no longer."""
    expired(acceptance.expired, settings)
    if settings.verbose:
        for waiver in acceptance.unused:
            notice(settings, "unused", place=waiver.place, label=waiver.label)
    counts: dict[str, int] = {}
    for cause in acceptance.accepted:
        counts[cause.by] = counts.get(cause.by, 0) + 1
    not_counted(counts, settings)
