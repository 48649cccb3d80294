"""The report as JUnit XML: a suite for each text, a case for each criterion.

A failed criterion is a failure; one that a person must settle or that a text cannot show is skipped, so that
no dashboard counts it as passed.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from openaudit.render.safe import one_line, shorten
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import CriterionResult, Judgement, Report, Result

_QUOTE_LIMIT = 2000


def render_junit(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as JUnit XML. It has no times: the same report gives the same bytes."""
    words = texts.words(options.ui_lang)
    root = ET.Element("testsuites", {"name": "openaudit"})
    for result in report.results:
        _suite(root, result, words)
    for error in report.errors:
        suite = _element(root, one_line(error.source), ["error"])
        case = ET.SubElement(suite, "testcase", _case(one_line(error.source), words.text("html.errors")))
        ET.SubElement(case, "error", {"message": one_line(error.message), "type": "error"})
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _element(root: ET.Element, name: str, outcomes: list[str]) -> ET.Element:
    counts = {
        "tests": len(outcomes),
        "failures": outcomes.count("fail"),
        "errors": outcomes.count("error"),
        "skipped": outcomes.count("review") + outcomes.count("not-assessed"),
    }
    return ET.SubElement(root, "testsuite", {"name": name} | {key: str(value) for key, value in counts.items()})


def _case(classname: str, name: str) -> dict[str, str]:
    return {"classname": classname, "name": name, "time": "0"}


def _suite(root: ET.Element, result: Result, words: Words) -> None:
    judgement = result.judgements[0]
    name = one_line(result.name)
    suite = _element(root, name, [one.outcome for one in judgement.criteria])
    for one in judgement.criteria:
        case = ET.SubElement(suite, "testcase", _case(name, f"{one.id} {one_line(words.criterion(one))}"))
        reason = words.reason(one, judgement)
        if one.outcome == "fail":
            provisions = dict.fromkeys(result.findings[i].provision for i in one.findings)
            failure = ET.SubElement(case, "failure", {"message": reason, "type": " ".join(provisions) or one.id})
            failure.text = _evidence(result, one, judgement)
        elif one.outcome != "pass":
            # The schema that Jenkins publishes allows a text here and no attribute.
            skipped = ET.SubElement(case, "skipped")
            skipped.text = f"{words.text(f'outcome.{one.outcome}')}{words.text('sentence.colon')}{reason}"


def _evidence(result: Result, one: CriterionResult, judgement: Judgement) -> str:
    del judgement
    lines = []
    for i in one.findings:
        finding = result.findings[i]
        if finding.outcome in ("fail", "review"):
            place = f"{one_line(result.name)}:{finding.start_line}:{finding.start_column}"
            lines.append(f"{place}: {finding.provision}: {shorten(one_line(finding.quote), _QUOTE_LIMIT)}")
    return "\n".join(["", *lines, ""])
