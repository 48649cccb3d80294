"""The JSON report follows its schema, says everything, and needs no rich library."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import reports
from openaudit.render import render
from openaudit.report import Report

SCHEMA = json.loads((files("openaudit") / "schema" / "report.schema.json").read_text(encoding="utf-8"))


def loaded(report: Report) -> dict[str, object]:
    data: dict[str, object] = json.loads(render(report, "json", texts=reports.TEXTS))
    return data


def test_the_schema_is_itself_valid_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for name, part in SCHEMA["$defs"].items():
        if part.get("type") == "object":
            assert part["additionalProperties"] is False, name
            assert set(part["required"]) <= set(part["properties"]), name


@pytest.mark.parametrize("report", [reports.FULL, reports.report(), reports.report(reports.hostile())])
def test_every_report_follows_the_schema(report: Report) -> None:
    data = loaded(report)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
    assert len(data["results"]) == len(report.results)  # type: ignore[arg-type]


def test_the_contract_in_one_result() -> None:
    result = loaded(reports.FULL)["results"][0]  # type: ignore[index]
    assert result["verdict"] == "not-open-source"
    assert result["summary"] == "This text is not open source by the Open Source Definition: it fails OSD 5 and OSD 6."
    osd5 = result["criteria"][4]
    assert (osd5["id"], osd5["outcome"], osd5["findings"]) == ("osd-5", "fail", [5])
    assert osd5["reason"] == "The text takes this freedom away: user cap."
    cap = result["findings"][5]
    assert cap["captures"] == {"threshold": 700_000_000, "unit": "monthly-active-users"}
    assert (cap["start_line"], cap["start_column"], cap["end_line"], cap["end_column"]) == (12, 4, 13, 60)
    assert reports.LLAMBDA[cap["start"] : cap["end"]] == cap["quote"]
    assert [other["definition"] for other in result["other_judgements"]] == ["fsf"]


def test_quotes_survive_exactly_and_act_on_nothing() -> None:
    report = reports.report(reports.hostile())
    shown = render(report, "json", texts=reports.TEXTS)
    assert not set(shown) & set("\x00\x1b\x9b\u202e\u2066\u2028\ufeff\ud800")
    quote = json.loads(shown)["results"][0]["findings"][0]["quote"]
    assert quote == report.results[0].findings[0].quote
    shown.encode()


def test_json_imports_nothing_heavy() -> None:
    code = (
        "import sys, openaudit.render, openaudit.render.json_report\n"
        "heavy = {'rich', 'jinja2', 'markupsafe', 'yaml', 'requests', 'dataclasses', 'html', 'xml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
