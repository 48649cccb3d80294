"""Which findings of a result matter where: pure questions that several renderers ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from openaudit.render.safe import one_line
from openaudit.typed import TYPE_CHECKING
from openaudit.vocabulary import RESEMBLANCE, UNEXPLAINED, VERDICTS

if TYPE_CHECKING:
    from openaudit.report import Accepted, CriterionResult, Finding, Judgement, Report, Result
    from openaudit.vocabulary import Verdict

_ORDINAL = re.compile(r"^[§(（]?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxIVX]+|[一二三四五六七八九十]+)[.)）、:]+\s*")
SYMBOLS = {
    "pass": "✓", "fail": "✗", "review": "?", "not-assessed": "–",
    "open-source": "✓", "not-open-source": "✗", "needs-review": "?", "not-a-license": "–",
}  # fmt: skip
# The outcome whose colour a verdict takes.
VERDICT_OUTCOME = {
    "open-source": "pass", "not-open-source": "fail", "needs-review": "review", "not-a-license": "not-assessed",
}  # fmt: skip


def deciding(result: Result, judgement: Judgement) -> list[int]:
    """Indexes of the findings on which the verdict rests, in the order of the text.

    They are those of failed and doubtful criteria, less the grants that such a criterion may list too, and
    what is in doubt without touching any one criterion (a sentence that nothing explains). Where such a sentence
    resembles something, it is shown as that.
    """
    findings = result.findings
    resembling = {one.start for one in findings if one.rule.startswith(RESEMBLANCE) and one.outcome == "review"}
    wanted = {i for one in judgement.criteria if one.outcome in ("fail", "review") for i in one.findings}
    wanted |= {i for i, one in enumerate(findings) if not one.criteria}
    return sorted(
        (
            i
            for i in wanted
            if findings[i].outcome in ("fail", "review")
            and not (findings[i].provision == UNEXPLAINED and findings[i].start in resembling)
        ),
        key=lambda i: (findings[i].start, i),
    )


def by_provision(result: Result, indexes: Iterable[int]) -> list[tuple[str, list[int]]]:
    """Findings grouped by provision: failing groups first, else in the order of the text."""
    groups: dict[str, list[int]] = {}
    for index in indexes:
        groups.setdefault(result.findings[index].provision, []).append(index)
    return sorted(groups.items(), key=lambda item: all(result.findings[i].outcome != "fail" for i in item[1]))


def lead_of(finding: Finding) -> str:
    """The lead-in under which a quote stands; "" where it is only the heading that the place names anyway."""
    lead = one_line(finding.lead)
    bare = _ORDINAL.sub("", lead).rstrip(" .:：").casefold()
    if bare == one_line(finding.heading).rstrip(" .:：").casefold() or (lead.isupper() and not lead.endswith(":")):
        return ""
    return lead


def criteria_by_finding(judgement: Judgement) -> dict[int, list[CriterionResult]]:
    """The failed or doubtful criteria that rest on each finding."""
    found: dict[int, list[CriterionResult]] = {}
    for one in judgement.criteria:
        for index in one.findings if one.outcome in ("fail", "review") else ():
            found.setdefault(index, []).append(one)
    return found


def supporting(result: Result, judgement: Judgement, criterion: CriterionResult) -> list[Finding]:
    """The grants that a passed criterion rests on, in the order of the text."""
    del judgement
    return [result.findings[i] for i in sorted(criterion.findings) if result.findings[i].kind == "grant"]


def accepted_in(report: Report, number: int) -> dict[int, Accepted]:
    """What somebody accepted in one result of the report, by finding."""
    return {one.finding: one for one in report.accepted if one.result == number and one.finding is not None}


def tally(report: Report) -> list[tuple[Verdict, int]]:
    """How many texts have each verdict, best first; verdicts that no text has are left out."""
    counts = Counter(result.verdict for result in report.results)
    return [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]]
