"""`openaudit waive`: print waivers for the findings that count, to paste into the configuration."""

from __future__ import annotations

import os

from openaudit.cli.guard import complain, write_stdout
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openaudit.acceptance import Acceptance
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.report import Report

SETTINGS: Final = (
    *("definition", "select", "ignore", "rules", "min-confidence", "no-identify", "baseline", "stdin-filename", "jobs"),
    *("offline", "follow", "cache-dir", "no-cache", "allow-private-hosts"),
)
_QUOTE: Final = 100


def configure(parser: Parser) -> None:
    """Add the targets, and what a waiver cannot do without."""
    parser.usage = "openaudit waive --reason TEXT --expires YYYY-MM-DD [OPTION…] TARGET…"
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="as for `openaudit check`")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why the findings are accepted")
    parser.add_argument("--expires", required=True, metavar="DATE", help="the last day the waivers hold, YYYY-MM-DD")
    parser.add_argument("--approved-by", default="", metavar="NAME", help="who accepted them")


def run(arguments: Arguments, config: Config) -> int:
    """Print a waiver for every finding that makes `openaudit check` fail; exit 2 where a target cannot be audited."""
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.auditing import accepted, audit_targets
    from openaudit.waivers import parse_waivers

    if not arguments.targets:
        raise UsageError("name what to audit", "openaudit waive --help")
    common = {"reason": arguments.reason, "expires": arguments.expires, "approved-by": arguments.approved_by}
    parse_waivers([{"fingerprint": "x", **common}], "waive")
    report = audit_targets(arguments.targets, config).report
    in_pyproject = config.file is not None and os.path.basename(config.file) == "pyproject.toml"
    table = "[[tool.openaudit.waiver]]" if in_pyproject else "[[waiver]]"
    folder = os.path.dirname(os.path.abspath(config.file)) if config.file else os.getcwd()
    blocks = [
        "\n".join([f"# {comment}", table, *(f"{key} = {_toml(key, value)}" for key, value in keys.items() if value)])
        for comment, keys in _counted(report, accepted(report, config), folder)
        for keys in [keys | common]
    ]
    write_stdout("\n\n".join(blocks) + "\n" if blocks else "")
    for failure in report.errors:
        complain(f"{failure.source}: {failure.message}")
    return 2 if report.errors else 0


def _counted(report: Report, acceptance: Acceptance, folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    """For each cause that still counts, what it is, and the keys that single it out. A sentence is named once."""
    from openaudit.acceptance import causes

    done = {(a.result, a.criterion, a.finding) for a in acceptance.accepted}
    for number, result in enumerate(report.results):
        path = result.source.path
        target = os.path.relpath(path, folder).replace(os.sep, "/") if path else result.name
        seen: set[str] = set()
        for cause in causes(result):
            if (number, cause.criterion, cause.finding) in done:
                continue
            if cause.finding is None:
                yield f"{result.name}: {cause.criterion} lacks a grant", {"rule": cause.criterion, "target": target}
                continue
            finding = result.findings[cause.finding]
            if finding.fingerprint not in seen:
                seen.add(finding.fingerprint)
                quote = " ".join(finding.quote.split())
                shown = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]} …"
                where = f"{result.name}:{finding.start_line} {finding.provision}"
                yield (
                    f"{_printable(where)}: {_printable(shown)}",
                    {"fingerprint": finding.fingerprint, "target": target},
                )


def _printable(text: str) -> str:
    from openaudit.render.safe import one_line

    return one_line(text)


def _toml(key: str, value: str) -> str:
    import json

    # A JSON string of printable text is a TOML basic string; DEL is the one character that only JSON allows.
    return value if key == "expires" else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
