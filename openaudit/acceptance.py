"""What counts for the exit code: the verdicts, less what waivers, a baseline or --select/--ignore accept.

Accepting changes no verdict. A licence that forbids commercial use stays `not-open-source` in every report;
somebody has only said, with a name for it, that this run need not fail because of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from openaudit.report import Accepted, CriterionResult, Finding, Report, Result
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import OUTCOMES, Outcome, Verdict, worst
from openaudit.waivers import Waiver

# From mild to severe; `not-a-license` has nothing to fail by.
_SEVERITY: Final[dict[str, int]] = {"open-source": 0, "not-a-license": 0, "needs-review": 1, "not-open-source": 2}
_COUNTED: Final[dict[Outcome, Verdict]] = {"review": "needs-review", "fail": "not-open-source"}
# Criterion id and finding (None: the criterion as a whole) -> why it is accepted, or None.
_Accepts = Callable[[str, Finding | None], tuple[str, str] | None]


class Acceptance(NamedTuple):
    """The verdict that counts for each result, what was accepted, and the waivers that ran out or never matched."""

    verdicts: tuple[Verdict, ...]
    accepted: tuple[Accepted, ...]
    expired: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]


class Rules(NamedTuple):
    """What may be accepted: waivers on the day `today` (ISO 8601), fingerprints of a baseline, id prefixes.

    `folder` is what waiver targets are relative to.
    """

    today: str
    folder: str
    waivers: tuple[Waiver, ...] = ()
    baseline: frozenset[str] = frozenset()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def fails(verdicts: Iterable[Verdict], fail_on: str) -> bool:
    """Whether one of the verdicts is at or above `fail_on` ("never": none is)."""
    return fail_on != "never" and any(_SEVERITY[verdict] >= _SEVERITY[fail_on] for verdict in verdicts)


def has_prefix(identifier: str, prefix: str) -> bool:
    """Whether an id starts with whole words of `prefix`: "osd-1" is "osd-1" and starts with "osd", "osd-10" is not."""
    if not prefix or not identifier.startswith(prefix):
        return False
    return identifier == prefix or prefix[-1] in "-/" or identifier[len(prefix)] in "-/"


def accept(report: Report, rules: Rules) -> Acceptance:
    """Take what `rules` accept out of a report's verdicts."""
    accepted: list[Accepted] = []
    expired: dict[Waiver, None] = {}
    used: set[Waiver] = set()
    verdicts = []
    for number, result in enumerate(report.results):
        path = _relative(result, rules.folder)

        def accepts(criterion: str, finding: Finding | None, path: str = path) -> tuple[str, str] | None:
            ids = (criterion, *((finding.rule, finding.provision) if finding else ()))
            if rules.select and not any(has_prefix(i, p) for i in ids for p in rules.select):
                return "select", "not selected"
            if any(has_prefix(i, p) for i in ids for p in rules.ignore):
                return "ignore", "ignored by id"
            if finding and finding.fingerprint in rules.baseline:
                return "baseline", "in the baseline"
            for waiver in rules.waivers:
                if _waives(waiver, ids, finding, path):
                    used.add(waiver)
                    if not waiver.expired(rules.today):
                        return "waiver", waiver.reason
                    expired[waiver] = None
            return None

        verdict, some = _counted(result, number, accepts)
        verdicts.append(verdict)
        accepted += some
    unused = tuple(waiver for waiver in rules.waivers if waiver not in used)
    return Acceptance(tuple(verdicts), tuple(accepted), tuple(expired), unused)


def _relative(result: Result, folder: str) -> str:
    path = result.source.path
    return os.path.relpath(path, folder).replace(os.sep, "/") if path else result.name


def _waives(waiver: Waiver, ids: tuple[str, ...], finding: Finding | None, path: str) -> bool:
    if waiver.rule and waiver.rule not in ids:
        return False
    from fnmatch import fnmatchcase

    if waiver.target and not fnmatchcase(path, waiver.target):
        return False
    return not waiver.fingerprint or (finding is not None and finding.fingerprint == waiver.fingerprint)


class Cause(NamedTuple):
    """Why a verdict is not better: a finding under a criterion, or a criterion that no finding explains (no grant).

    `criterion` is "" for what concerns none (an unexplained sentence), `finding` an index or None.
    """

    criterion: str
    finding: int | None
    outcome: Outcome


def causes(result: Result) -> list[Cause]:
    """Everything that keeps a result's first judgement from passing."""
    judgement = result.judgements[0]
    if not _SEVERITY[judgement.verdict]:
        return []
    found: list[Cause] = []
    for criterion in judgement.criteria:
        if criterion.outcome in _COUNTED:
            found += _of_criterion(criterion, result)
    found += [
        Cause("", index, finding.outcome)
        for index, finding in enumerate(result.findings)
        if finding.outcome in _COUNTED and not finding.criteria
    ]
    return found


def _of_criterion(criterion: CriterionResult, result: Result) -> list[Cause]:
    found = []
    for index in criterion.findings:
        outcome = result.findings[index].outcome
        if outcome in _COUNTED:
            # A finding may weigh less here than where it weighs most (another criterion).
            found.append(Cause(criterion.id, index, min(outcome, criterion.outcome, key=OUTCOMES.index)))
    return found or [Cause(criterion.id, None, criterion.outcome)]


def _counted(result: Result, number: int, accepts: _Accepts) -> tuple[Verdict, list[Accepted]]:
    """The verdict of the first judgement without its accepted causes, and those."""
    against = causes(result)
    if not against:
        # Nothing is against it, or nothing that could be accepted (a language that no rule reads).
        return result.judgements[0].verdict, []
    accepted: list[Accepted] = []
    remaining: Outcome = "pass"
    for cause in against:
        why = accepts(cause.criterion, None if cause.finding is None else result.findings[cause.finding])
        if why is None:
            remaining = worst(remaining, cause.outcome)
        else:
            accepted.append(Accepted(number, cause.criterion, cause.finding, *why))
    return _COUNTED.get(remaining, "open-source"), accepted
