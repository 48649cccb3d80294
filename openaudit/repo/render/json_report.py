"""The report on repositories as JSON. Its shape is `openaudit/schema/repository.schema.json`."""

from __future__ import annotations

from openaudit.render.json_report import as_data, dump
from openaudit.report import Report
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render.words import RepoWords
    from openaudit.repo.values import Component, Observation, Openness, RepositoryReport, Statement
    from openaudit.report import Message

SCHEMA_VERSION: Final = "1.0"


def render_json(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """The reports as JSON; messages are English whatever the report language."""
    del options
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "openaudit", "version": words.version, "rules_digest": words.rules_digest},
            "repositories": [_Data(report, words).all() for report in reports],
        }
    )


class _Data:
    """One repository as plain dicts and lists."""

    def __init__(self, report: RepositoryReport, words: RepoWords) -> None:
        self.report, self.words = report, words

    def all(self) -> dict[str, Any]:
        report = self.report
        shared = Report(self.words.version, self.words.rules_digest, report.definition, report.results, report.errors)
        audited = as_data(shared, self.words.words)
        return {
            "root": report.root,
            "definition": report.definition,
            "verdict": report.verdict,
            "complete": report.complete,
            "files": dict(report.roles),
            "components": [self._component(one) for one in report.components],
            "statements": [self._statement(one) for one in report.statements],
            "observations": [self._observation(one) for one in report.observations],
            "suppressed": [
                {**self._observation(one.observation), "suppressed_by": one.reason} for one in report.suppressed
            ],
            "openness": self._openness(report.openness) if report.openness else None,
            "results": audited["results"],
            "errors": audited["errors"],
        }

    def _message(self, message: Message) -> str:
        return self.words.message(message, self.report.definition)

    def _component(self, one: Component) -> dict[str, Any]:
        data = one._asdict()
        return {**data, "examples": list(one.examples), "statements": list(one.statements)}

    def _statement(self, one: Statement) -> dict[str, Any]:
        return {**one._asdict(), "covers": list(one.covers), "place": one.place._asdict()}

    def _observation(self, one: Observation) -> dict[str, Any]:
        return {
            "id": one.id,
            "severity": one.severity,
            "title": self.words.title(one),
            "message": self._message(one.message),
            "message_key": one.message.key,
            "values": dict(one.message.values),
            "place": one.place._asdict(),
            "quote": one.quote,
            "advice": [self._message(advice) for advice in one.advice],
            "related": [place._asdict() for place in one.related],
            "fingerprint": one.fingerprint,
        }

    def _openness(self, openness: Openness) -> dict[str, Any]:
        return {
            "mof_class": openness.mof_class,
            "requirements": [
                {
                    "id": one.id,
                    "frame": one.frame,
                    "status": one.status,
                    "basis": one.basis,
                    "reason": self._message(one.reason),
                    "examples": list(one.examples),
                }
                for one in openness.requirements
            ],
        }
