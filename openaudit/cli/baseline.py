"""`openaudit baseline create|update|prune`: record findings that are known, so that only new ones count."""

from __future__ import annotations

import os

from openaudit.cli.guard import complain
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.baseline import Baseline
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = (
    *("definition", "rules", "min-confidence", "no-identify", "baseline", "stdin-filename", "jobs"),
    *("offline", "follow", "cache-dir", "no-cache", "allow-private-hosts"),
)
DEFAULT_FILE: Final = ".openaudit-baseline.json"


def configure(parser: Parser) -> None:
    """Add the action and the targets."""
    parser.usage = "openaudit baseline {create,update,prune} [OPTION…] TARGET…"
    parser.add_argument(
        "action",
        choices=("create", "update", "prune"),
        metavar="ACTION",
        help="create a file; update it to what is found today; or prune what is found no longer, accepting nothing new",
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="as for `openaudit check`")


def run(arguments: Arguments, config: Config) -> int:
    """Audit the targets and write the baseline; exit 0, or 2 where a target could not be audited."""
    from openaudit.baseline import dump, joined, of_report, pruned, read_baseline
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.auditing import audit_targets
    from openaudit.writing import write_whole

    path = config.settings.baseline or DEFAULT_FILE
    exists = os.path.lexists(path)
    if arguments.action == "create" and exists:
        raise UsageError(f"{path} is there already; use `update`, or remove it", "openaudit baseline --help")
    if not arguments.targets:
        raise UsageError("name what to audit, for example the folder `.`", "openaudit baseline --help")
    old = read_baseline(path) if arguments.action != "create" else None
    report = audit_targets(arguments.targets, config).report
    for failure in report.errors:
        complain(f"{failure.source}: {failure.message}")
    if report.errors:
        # Written now, it would drop what the failed targets hold, and the next run would report that as new.
        complain(f"{path} was not written", kind="note")
        return 2
    folders = [target for target in arguments.targets if os.path.isdir(target)]
    new = joined(of_report(report), *(_of_repository(folder, config) for folder in folders))
    if old is not None and arguments.action == "prune":
        new = pruned(old, new)
    write_whole(path, dump(new))
    before = len(old.entries) if old else 0
    complain(f"{path}: findings recorded: {len(new.entries)} ({len(new.entries) - before:+d})", kind="note")
    return 0


def _of_repository(folder: str, config: Config) -> Baseline:
    """What `openaudit repo` and the hook for cards would notice in a folder: claims, contradictions, gates."""
    from openaudit.baseline import Baseline, entry
    from openaudit.cli.repositories import load
    from openaudit.repo.gather import shown_path
    from openaudit.repository import audit_repository

    engine, definitions = load(config)
    report = audit_repository(folder, engine, definitions=definitions, identify=not config.settings.no_identify)
    for error in report.errors:
        complain(error.message, kind="warning")
    return Baseline(
        tuple(
            entry(shown_path(folder, one.place.path), one.id, one.fingerprint, one.quote)
            for one in report.observations
            if one.severity != "note"
        )
    )
