"""The report as a GitLab Code Quality artifact (the fields of GitLab's documentation, "Code Quality")."""

from __future__ import annotations

import re

from openaudit.render.issues import Issue, issues
from openaudit.render.json_report import dump
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts
    from openaudit.report import Report

_SEVERITIES: Final = {"error": "major", "warning": "minor", "note": "info"}


def render_gitlab(report: Report, texts: Texts, options: RenderOptions) -> str:
    """A JSON array; GitLab drops the second of two equal fingerprints, so they are unique."""
    found = issues(report, texts.words(options.ui_lang), passed=options.show_passed)
    return dump([entry(issue) for issue in found if not issue.accepted])


def entry(issue: Issue) -> dict[str, Any]:
    """One issue as Code Quality has it."""
    return {
        "description": f"{issue.title}: {issue.message}",
        "check_name": issue.id,
        "fingerprint": issue.fingerprint,
        "severity": _SEVERITIES[issue.level],
        "location": {
            # Relative and without "./", or GitLab does not find the file.
            "path": re.sub(r"^(\./)+", "", issue.path.replace("\\", "/")),
            "lines": {"begin": issue.start_line, "end": issue.end_line},
        },
    }
