"""The report as SARIF 2.1.0, in the form that GitHub code scanning shows.

GitHub's limits and its reading of the standard: its documentation, "SARIF support for code scanning".
No `security-severity` is set, since that would file licences under vulnerabilities.
"""

from __future__ import annotations

from openaudit.render.issues import Issue, issues
from openaudit.render.json_report import dump
from openaudit.render.safe import one_line
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report
    from openaudit.ruleset import Criterion
    from openaudit.vocabulary import Provision

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"restriction": "error", "caution": "warning"}
_PRECISION: Final = {"restriction": "high", "caution": "medium"}
_LONGEST_DESCRIPTION: Final = 1000


def render_sarif(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as SARIF; with `show_passed`, grants and conditions are notes."""
    words = texts.words(options.ui_lang)
    rules = [
        _provision_rule(one, report.definition, words) for one in words.provisions.values() if one.kind != "boilerplate"
    ]
    definition = words.definitions.get(report.definition)
    rules += [_criterion_rule(one, words) for one in (definition.criteria if definition else ())]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    found = issues(report, words, passed=options.show_passed)
    for id_ in dict.fromkeys(issue.id for issue in found):
        if id_ not in index:
            index[id_] = len(rules)
            rules.append(sarif_rule(id_, id_, id_, id_, "warning", "medium", "", ["license"]))
    return dump(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "openaudit",
                            "version": report.version,
                            "semanticVersion": semantic_version(report.version),
                            "rules": rules,
                        }
                    },
                    "automationDetails": {"id": f"openaudit/{report.definition}/"},
                    "columnKind": "unicodeCodePoints",
                    "invocations": [_invocation(report)],
                    "results": [sarif_result(issue, index[issue.id]) for issue in found],
                    "properties": {"rulesDigest": report.rules_digest, "definition": report.definition},
                }
            ],
        }
    )


def plain(text: str) -> str:
    """Text for a SARIF message, in which brackets make links and braces placeholders (3.11.5, 3.11.6)."""
    for special in "\\[]":
        text = text.replace(special, f"\\{special}")
    return text.replace("{", "{{").replace("}", "}}")


def semantic_version(version: str) -> str:
    """A Python version as a semantic one: 1.2.0rc1 is 1.2.0-rc1."""
    digits = version
    for number, char in enumerate(version):
        if not (char.isdigit() or char == "."):
            digits = version[:number].rstrip(".")
            return f"{digits}-{version[number:].lstrip('.').replace('+', '.')}"
    return digits


def _provision_rule(provision: Provision, definition: str, words: Words) -> dict[str, Any]:
    known = words.definitions.get(definition)
    stances = known.stances.get(provision.id, ()) if known else ()
    says = words.text("issue.says", says=one_line(words.says(provision.id)))
    labels = words.join(words.label(criterion) for criterion, outcome in stances if outcome in ("fail", "review"))
    level = "error" if any(outcome == "fail" for _, outcome in stances) else _LEVELS.get(provision.kind, "note")
    if stances and all(outcome == "review" for _, outcome in stances):
        level = "warning"
    help_text = says
    if labels:
        help_text += words.text("sentence.space") + words.text("issue.concerns", criteria=labels)
    url = next((words.criterion_url(criterion) for criterion, _ in stances if words.criterion_url(criterion)), "")
    return sarif_rule(
        provision.id,
        one_line(words.provision(provision.id)),
        says,
        help_text,
        level,
        _PRECISION.get(provision.kind, "high"),
        url or (known.url if known else ""),
        ["license", provision.kind, *dict.fromkeys(criterion for criterion, _ in stances)],
    )


def _criterion_rule(criterion: Criterion, words: Words) -> dict[str, Any]:
    title = f"{words.label(criterion.id)}: {one_line(words.pick(criterion.title))}"
    demand = one_line(words.pick(criterion.demand))
    return sarif_rule(
        criterion.id, title, demand, demand, "warning", "high", criterion.url, ["license", "criterion", criterion.id]
    )


def sarif_rule(
    id_: str, title: str, description: str, help_text: str, level: str, precision: str, url: str, tags: list[str]
) -> dict[str, Any]:
    """A rule of the driver; `url` may be empty."""
    rule: dict[str, Any] = {
        "id": id_,
        "shortDescription": {"text": plain(title)},
        "fullDescription": {"text": plain(description)[:_LONGEST_DESCRIPTION] or id_},
        "help": {"text": plain(help_text) or id_, "markdown": f"**{plain(title)}**\n\n{plain(help_text)}"},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": tags[:10],
            "precision": precision,
            "problem.severity": {"error": "error", "warning": "warning"}.get(level, "recommendation"),
        },
    }
    # A name that only repeats the id tells nothing (SARIF1001 of Microsoft's validator).
    if "-" in id_:
        rule["name"] = "".join(part.capitalize() for part in id_.split("-"))
    if url:
        rule["helpUri"] = url
    return rule


def _invocation(report: Report) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not report.errors}
    if report.errors:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": plain(f"{one_line(error.source)}: {one_line(error.message)}")}}
            for error in report.errors
        ]
    return invocation


def sarif_result(issue: Issue, rule_index: int) -> dict[str, Any]:
    """One issue as a result of the rule at `rule_index`."""
    region: dict[str, Any] = {
        "startLine": issue.start_line,
        "startColumn": issue.start_column,
        "endLine": issue.end_line,
        "endColumn": issue.end_column,
    }
    if issue.quote:
        region["snippet"] = {"text": issue.quote}
    result: dict[str, Any] = {
        "ruleId": issue.id,
        "ruleIndex": rule_index,
        "level": issue.level,
        # GitHub shows the first sentence as the title.
        "message": {"text": plain(f"{issue.title}. {issue.message}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": issue.uri}, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": f"{issue.fingerprint[:16]}:1"},
        "properties": {"confidence": issue.confidence},
    }
    if issue.accepted:
        justification = one_line(issue.accepted.reason) or issue.accepted.by
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result
