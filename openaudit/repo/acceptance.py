"""What of a repository's observations counts, less what waivers, a baseline or --select/--ignore accept.

The same rules as for the findings in licence texts (`openaudit.acceptance`): a waiver names an observation's id, a
file and maybe a fingerprint; one that has expired accepts nothing any more, and says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from openaudit.acceptance import Rules
from openaudit.repo.gather import shown_path
from openaudit.repo.values import Observation, RepositoryReport, Severity, Suppressed
from openaudit.typed import Final, NamedTuple
from openaudit.waivers import Waiver

# Every id that an observation can have, and what commands may be told to select or ignore. A test keeps it complete.
IDS: Final = (
    *(f"CARD00{n}" for n in range(1, 10)), *(f"MIS00{n}" for n in range(1, 7)), *(f"MISS00{n}" for n in range(1, 6)),
    "GATE001", "GATE002", *(f"POL00{n}" for n in range(1, 5)), *(f"LIN00{n}" for n in range(1, 6)),
    *(f"CLAIM00{n}" for n in range(1, 5)), *(f"READ00{n}" for n in range(1, 6)), "IGN001", "IGN002", "IGN003",
)  # fmt: skip
_FAMILY: Final = re.compile(r"[A-Z]+")


class Counted(NamedTuple):
    """A report in which only what counts is an observation, and the waivers that met something but have expired."""

    report: RepositoryReport
    expired: tuple[Waiver, ...]


def accept_observations(report: RepositoryReport, rules: Rules) -> Counted:
    """Moves what `rules` accept to the report's `suppressed`; what is not selected is left out."""
    left: list[Observation] = []
    suppressed = list(report.suppressed)
    expired: dict[Waiver, None] = {}
    for one in report.observations:
        if not _selected(one, rules):
            continue
        reason = "in the baseline" if one.fingerprint in rules.baseline else ""
        path = _relative(report, one, rules.folder)
        for waiver in rules.waivers:
            if _waives(waiver, one, path):
                if waiver.expired(rules.today):
                    expired[waiver] = None
                else:
                    reason = reason or waiver.reason
        if reason:
            suppressed.append(Suppressed(one, reason))
        else:
            left.append(one)
    return Counted(report._replace(observations=tuple(left), suppressed=tuple(suppressed)), tuple(expired))


def _selected(one: Observation, rules: Rules) -> bool:
    if rules.select and not any(matches(one.id, prefix) for prefix in rules.select):
        return False
    return not any(matches(one.id, prefix) for prefix in rules.ignore)


def matches(identifier: str, prefix: str) -> bool:
    """Whether an id is `prefix` or of the family that it names: "MIS" is MIS001 and not MISS001."""
    family = _FAMILY.match(identifier)
    return prefix == identifier or bool(family and prefix == family[0])


def known_prefix(prefix: str) -> bool:
    """Whether anything can be selected or ignored by `prefix`."""
    return any(matches(one, prefix) for one in IDS)


def _waives(waiver: Waiver, one: Observation, path: str) -> bool:
    if waiver.rule and not matches(one.id, waiver.rule):
        return False
    if waiver.target and not fnmatchcase(path, waiver.target):
        return False
    # A waiver of a licence finding by its fingerprint alone is none of an observation.
    return one.fingerprint == waiver.fingerprint if waiver.fingerprint else bool(waiver.rule)


def _relative(report: RepositoryReport, one: Observation, folder: str) -> str:
    path = os.path.join(os.getcwd(), shown_path(report.root, one.place.path))
    return os.path.relpath(path, folder).replace(os.sep, "/")


def worst(reports: Iterable[RepositoryReport]) -> Severity | None:
    """The worst severity of anything that counts."""
    found = {one.severity for report in reports for one in report.observations}
    return next((severity for severity in ("error", "warning", "note") if severity in found), None)


def fails(severity: Severity | None, fail_on: str) -> bool:
    """Whether a severity makes the exit code 1: as "not-open-source" an error, as "needs-review" a warning too."""
    counted = {"needs-review": ("error", "warning"), "not-open-source": ("error",)}.get(fail_on, ())
    return severity in counted
