"""The report as GitHub workflow commands: an annotation beside each deciding sentence.

For the job summary use the Markdown report. Syntax and escapes: GitHub's documentation, "Workflow commands".
"""

from __future__ import annotations

from openaudit.render.issues import Issue, issues
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts
    from openaudit.report import Report

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(report: Report, texts: Texts, options: RenderOptions) -> str:
    """One command a line, the worst first: GitHub shows ten of each sort in a step."""
    found = [
        one for one in issues(report, texts.words(options.ui_lang), passed=options.show_passed) if not one.accepted
    ]
    found.sort(key=lambda issue: list(_COMMANDS).index(issue.level))
    lines = [annotation(issue) for issue in found]
    lines += [f"::error title={_property(error.source)}::{_data(error.message)}" for error in report.errors]
    return "".join(f"{line}\n" for line in lines)


def annotation(issue: Issue) -> str:
    """The workflow command for one issue."""
    values = {
        "file": issue.path,
        "line": str(issue.start_line),
        "endLine": str(issue.end_line),
        "title": issue.title,
    }
    # GitHub takes columns only for a range within one line.
    if issue.start_line == issue.end_line:
        values |= {"col": str(issue.start_column), "endColumn": str(issue.end_column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{_COMMANDS[issue.level]} {properties}::{_data(issue.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
