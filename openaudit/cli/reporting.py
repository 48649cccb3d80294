"""Where reports go: one to the screen or a file, and as many more as `--report FORMAT=PATH` asks for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence

from openaudit.cli.guard import UsageError, wants_color, write_stdout_pieces
from openaudit.settings import SETTINGS
from openaudit.suggest import did_you_mean
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.render import RenderOptions, Texts
    from openaudit.report import Report
    from openaudit.ruleset import Engine
    from openaudit.settings import Settings


class Output(NamedTuple):
    """One report to write. `path` "-" is standard output."""

    format: str
    path: str


def outputs(settings: Settings) -> tuple[Output, ...]:
    """Every report asked for. Raises `UsageError` for an unknown format, before any work is done."""
    wanted = [Output(_format(settings.output_format), settings.output_file)]
    for spec in settings.report:
        name, equals, path = spec.partition("=")
        if not equals or not path:
            raise UsageError(f"--report {spec}: write FORMAT=PATH", "openaudit check --help")
        wanted.append(Output(_format(name), path))
    paths = [output.path for output in wanted]
    for path in paths:
        if paths.count(path) > 1:
            where = "standard output" if path == "-" else path
            raise UsageError(f"two reports would go to {where}; give each its own path", "openaudit check --help")
    return tuple(wanted)


def _format(name: str) -> str:
    from openaudit.render import FORMATS

    if name not in FORMATS:
        raise UsageError(
            f"no output format {name!r}{did_you_mean(name, FORMATS) or '; there are: ' + ', '.join(FORMATS)}",
            "openaudit check --help",
        )
    return name


def write_reports(
    report: Report, engine: Engine, wanted: tuple[Output, ...], settings: Settings, targets: Sequence[str]
) -> None:
    """Render and write every report; the one for standard output last, so that files are there when it shows.

    Raises `OpenAuditError` where a file cannot be written.
    """
    from openaudit.render import pieces
    from openaudit.writing import write_pieces

    texts = texts_of(engine)
    for output in sorted(wanted, key=lambda output: output.path == "-"):
        # The one format that shows the command.
        command = command_line(settings, targets) if output.format == "html" else ""
        chosen = options(settings, to_screen=output.path == "-", command=command)
        parts = pieces(report, output.format, texts=texts, options=chosen)
        if output.path == "-":
            write_stdout_pieces(parts)
        else:
            write_pieces(output.path, parts)


def texts_of(engine: Engine) -> Texts:
    """The words for reports: message catalogues, and what the rule files say."""
    from openaudit.prepared import catalogue
    from openaudit.render import Texts

    return Texts(catalogue, engine.provisions, engine.definitions)


def command_line(settings: Settings, targets: Sequence[str]) -> str:
    """The command that repeats the audit: what decides the verdicts, wherever it was set, and the targets."""
    import shlex

    from openaudit.sources import address

    words = ["openaudit", "check"]
    for setting in SETTINGS.values():
        value = getattr(settings, setting.field)
        if setting.group == "judging" and value != setting.default:
            shown = [] if value is True else [",".join(value) if isinstance(value, tuple) else str(value)]
            words += [f"--{setting.name}", *shown]
    return shlex.join([*words, *map(address.shown, targets)])


def options(settings: Settings, *, to_screen: bool, command: str = "") -> RenderOptions:
    """How to render for the screen, or for a file (no colour, no links, whatever the screen can do)."""
    from openaudit.render import RenderOptions

    color = to_screen and wants_color(settings.color, sys.stdout, os.environ)
    return RenderOptions(
        ui_lang=ui_language(settings.ui_lang),
        verbose=settings.verbose,
        quiet=settings.quiet,
        show_passed=settings.show_passed,
        color=color,
        hyperlinks=color and sys.stdout.isatty(),
        width=_width() if to_screen else 80,
        base_url=settings.base_url or "",
        fragment=settings.fragment,
        heading_level=settings.heading_level,
        command=command,
        image=settings.image or "",
        created=created(os.environ),
    )


def created(environ: Mapping[str, str]) -> str:
    """The time of the report, ISO 8601 in UTC: SOURCE_DATE_EPOCH (reproducible-builds.org) where set, else now."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isascii() and epoch.isdigit() and len(epoch) < 12 else time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def ui_language(choice: str) -> str:
    """The report language: as chosen, else that of the locale, else English."""
    if choice != "auto":
        return choice
    # The order of setlocale(3); LANGUAGE is a list whose first entry counts.
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _width() -> int:
    if os.environ.get("COLUMNS", "").isdigit():
        return max(40, int(os.environ["COLUMNS"]))
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        return 80
