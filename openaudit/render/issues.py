"""What continuous integration is told: one issue for each deciding sentence, or criterion without one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote as percent

from openaudit.render.safe import one_line, shorten
from openaudit.render.select import accepted_in, criteria_by_finding, deciding
from openaudit.typed import TYPE_CHECKING, NamedTuple
from openaudit.vocabulary import UNEXPLAINED

if TYPE_CHECKING:
    from openaudit.render.words import Words
    from openaudit.report import Accepted, CriterionResult, Report, Result

_QUOTE_LIMIT = 1000


class Issue(NamedTuple):
    """One thing to show beside a line. `level` is "error", "warning" or "note".

    `id` is a provision, or the criterion where no sentence decides (a grant that is not there). `fingerprint`
    is hexadecimal and unique within the report. Lines and columns are 1-based, end columns exclusive.
    """

    id: str
    level: str
    title: str
    message: str
    quote: str
    uri: str
    path: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    fingerprint: str
    confidence: str
    accepted: Accepted | None


def issues(report: Report, words: Words, *, passed: bool = False) -> list[Issue]:
    """Every issue of a report, in the order of its texts; with `passed`, grants and conditions as notes."""
    found: list[Issue] = []
    seen: dict[str, int] = {}
    for number, result in enumerate(report.results):
        for issue in _Issues(result, words, accepted_in(report, number)).all(passed=passed):
            count = seen[issue.fingerprint] = seen.get(issue.fingerprint, 0) + 1
            found.append(issue if count == 1 else issue._replace(fingerprint=_digest(f"{issue.fingerprint}:{count}")))
    return found


def file_uri(result: Result) -> str:
    """A relative path as a URI reference, an absolute one as file:, a remote text as its address."""
    path = result.source.path
    if path is None:
        return percent(result.source.url or "text", safe=":/?#[]@!$&'()*+,;=%~")
    path = path.replace("\\", "/")
    encoded = percent(re.sub(r"^(\./)+", "", path).encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{encoded.replace('%3A', ':', 1)}" if re.match(r"[A-Za-z]:/", path) else encoded


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Issues:
    """The issues of one result."""

    def __init__(self, result: Result, words: Words, accepted: dict[int, Accepted]) -> None:
        self.result, self.words, self.accepted = result, words, accepted

    def all(self, *, passed: bool) -> Iterator[Issue]:
        judgement = self.result.judgements[0]
        decisive = dict.fromkeys(deciding(self.result, judgement))
        criteria = criteria_by_finding(judgement)
        for index in decisive:
            yield self._finding(index, criteria.get(index, ()))
        for criterion in judgement.criteria:
            if criterion.outcome in ("fail", "review") and decisive.keys().isdisjoint(criterion.findings):
                level = "error" if criterion.outcome == "fail" else "warning"
                title = f"{self.words.label(criterion.id)}: {one_line(self.words.criterion(criterion))}"
                yield self._whole(criterion.id, level, title, self.words.reason(criterion, judgement))
        if passed:
            for index, finding in enumerate(self.result.findings):
                if index not in decisive and finding.kind in ("grant", "condition"):
                    yield self._finding(index, ())

    def _finding(self, index: int, criteria: Iterable[CriterionResult]) -> Issue:
        finding, words = self.result.findings[index], self.words
        level = {"fail": "error", "review": "warning"}.get(finding.outcome, "note")
        labels = words.join(words.label(one.id) for one in criteria)
        title = one_line(words.provision(finding.provision))
        if labels:
            title += f" ({words.text('text.breaks' if level == 'error' else 'text.doubts', criteria=labels)})"
        quote = shorten(one_line(finding.quote), _QUOTE_LIMIT)
        message = f"{words.text('quote.open')}{quote}{words.text('quote.close')}"
        if finding.provision == UNEXPLAINED:
            message = f"{words.text('reason.unexplained', count=1)}{words.text('sentence.space')}{message}"
        elif says := words.says(finding.provision):
            message = f"{words.text('issue.says', says=one_line(says))}{words.text('sentence.space')}{message}"
        return Issue(
            id=finding.provision,
            level=level,
            title=title,
            message=message,
            quote=quote,
            uri=file_uri(self.result),
            path=one_line(self.result.name),
            start_line=finding.start_line,
            start_column=finding.start_column,
            end_line=finding.end_line,
            end_column=finding.end_column,
            fingerprint=_digest(f"{self.result.source.path or self.result.source.url}\n{finding.fingerprint}"),
            confidence=finding.confidence,
            accepted=self.accepted.get(index),
        )

    def _whole(self, id_: str, level: str, title: str, message: str) -> Issue:
        """An issue about a text as a whole, shown at its first line."""
        first = self.result.document.source.split("\n", 1)[0].rstrip("\r")
        return Issue(
            id=id_,
            level=level,
            title=title,
            message=message,
            quote="",
            uri=file_uri(self.result),
            path=one_line(self.result.name),
            start_line=1,
            start_column=1,
            end_line=1,
            end_column=len(first) + 1,
            fingerprint=_digest(f"{self.result.source.path or self.result.source.url}\n{id_}"),
            confidence="high",
            accepted=None,
        )
