"""Observations for continuous integration: SARIF, GitHub's workflow commands, GitLab's Code Quality."""

from __future__ import annotations

import hashlib
from urllib.parse import quote as percent

from openaudit.render.github import annotation
from openaudit.render.gitlab import entry
from openaudit.render.issues import Issue, issues
from openaudit.render.json_report import dump
from openaudit.render.safe import one_line, shorten
from openaudit.render.sarif import SCHEMA, sarif_result, sarif_rule, semantic_version
from openaudit.repo.render.words import path_of
from openaudit.report import Report
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render.words import RepoWords
    from openaudit.repo.values import Observation, RepositoryReport

_QUOTE_LIMIT: Final = 1000
_LEVELS: Final = ("error", "warning", "note")


def all_issues(reports: tuple[RepositoryReport, ...], words: RepoWords) -> list[Issue]:
    """The observations, and the deciding sentences of the repositories' own licence texts, the worst first."""
    found: list[Issue] = []
    for report in reports:
        found += [_issue(one, report, words) for one in report.observations]
        own = tuple(report.results[i] for i in report.own)
        found += issues(Report(words.version, words.rules_digest, report.definition, own, ()), words.words)
    unique = {(issue.fingerprint, issue.start_line): issue for issue in found}
    return sorted(unique.values(), key=lambda issue: _LEVELS.index(issue.level))


def _issue(one: Observation, report: RepositoryReport, words: RepoWords) -> Issue:
    path = path_of(one.place, report.root)
    quote = shorten(one_line(one.quote), _QUOTE_LIMIT)
    message = words.message(one.message, report.definition)
    if quote:
        message += f"{words.text('sentence.space')}{words.text('quote.open')}{quote}{words.text('quote.close')}"
    for advice in one.advice:
        message += words.text("sentence.space") + words.message(advice, report.definition)
    place = one.place
    return Issue(
        id=one.id,
        level=one.severity,
        title=one_line(words.title(one)),
        message=one_line(message),
        quote=quote,
        uri=percent(path.encode("utf-8", "surrogateescape"), safe="/"),
        path=one_line(path),
        start_line=max(place.line, 1),
        start_column=max(place.column, 1),
        end_line=max(place.end_line, place.line, 1),
        end_column=max(place.end_column, place.column, 1),
        fingerprint=hashlib.sha256(f"{path}\n{one.fingerprint}".encode("utf-8", "surrogatepass")).hexdigest(),
        confidence="high",
        accepted=None,
    )


def render_github(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """One workflow command a line, the worst first: GitHub shows ten of each sort in a step."""
    del options
    lines = [annotation(issue) for issue in all_issues(reports, words)]
    lines += [f"::error::{one_line(error.message)}" for report in reports for error in report.errors]
    return "".join(f"{line}\n" for line in lines)


def render_gitlab(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """A Code Quality artifact."""
    del options
    return dump([entry(issue) for issue in all_issues(reports, words)])


def render_sarif(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """One SARIF run over all repositories."""
    del options
    found = all_issues(reports, words)
    rules = [_rule(issue, words) for issue in {issue.id: issue for issue in found}.values()]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    errors = [error for report in reports for error in report.errors]
    invocation: dict[str, Any] = {"executionSuccessful": not errors}
    if errors:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": one_line(error.message)}} for error in errors
        ]
    driver = {
        "name": "openaudit",
        "version": words.version,
        "semanticVersion": semantic_version(words.version),
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        # Another category than that of `openaudit check`, or the second upload would replace the first.
        "automationDetails": {"id": "openaudit/repository/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [sarif_result(issue, index[issue.id]) for issue in found],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(issue: Issue, words: RepoWords) -> dict[str, Any]:
    says = words.words.says(issue.id)
    described = words.text("issue.says", says=says) if says else issue.title
    return sarif_rule(issue.id, issue.title, described, described, issue.level, "high", "", ["license", "repository"])
