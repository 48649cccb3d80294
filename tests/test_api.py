from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import openaudit

RESTRICTED = (
    "You may use, copy, modify and distribute the Software. You may not use the Software for commercial purposes.\n"
)


def test_the_public_names() -> None:
    assert openaudit.__all__ == [
        "ConfigError",
        "CriterionResult",
        "Difference",
        "Failure",
        "Finding",
        "InputError",
        "Judgement",
        "LicenseMatch",
        "NetworkError",
        "OpenAuditError",
        "Report",
        "Result",
        "RuleError",
        "Source",
        "audit",
    ]
    assert all(getattr(openaudit, name).__doc__ for name in openaudit.__all__)
    assert dir(openaudit) == sorted([*openaudit.__all__, "__version__"])
    with pytest.raises(AttributeError, match="no attribute 'adit'"):
        openaudit.adit  # noqa: B018


def test_text_bytes_and_path_give_the_same_verdict(tmp_path: Path) -> None:
    file = tmp_path / "LICENSE"
    file.write_text(RESTRICTED, encoding="utf-8")
    reports = [openaudit.audit(given) for given in (RESTRICTED, RESTRICTED.encode(), file)]
    assert {report.results[0].verdict for report in reports} == {"not-open-source"}
    assert {report.results[0].source.sha256 for report in reports} == {reports[0].results[0].source.sha256}
    assert reports[2].results[0].source.path == str(file)
    (finding,) = [f for f in reports[0].results[0].findings if f.provision == "non-commercial"]
    assert (finding.start_line, finding.criteria, finding.outcome) == (1, ("osd-6",), "fail")


def test_definitions_come_in_the_order_asked_for() -> None:
    report = openaudit.audit(RESTRICTED, definition=["fsf", "osd"])
    assert report.definition == "fsf"
    assert [j.definition for j in report.results[0].judgements] == ["fsf", "osd"]


@pytest.mark.parametrize(
    ("text", "definition", "error", "message"),
    [
        (b"\x00\x01\x02\x00", "osd", openaudit.InputError, ""),
        (Path("absent"), "osd", openaudit.InputError, "absent: no such file or folder"),
        ("x", "odd", openaudit.ConfigError, "no definition 'odd'; there are: all, dfsg"),
    ],
)
def test_errors_are_openaudit_errors(
    text: str | bytes | Path, definition: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        openaudit.audit(text, definition=definition)
    assert isinstance(caught.value, openaudit.OpenAuditError)
    assert message in str(caught.value)


def test_the_function_stays_after_the_module_of_its_name_was_imported() -> None:
    code = (
        "import openaudit, openaudit.audit; from openaudit.audit import audit_document; import openaudit as o; "
        "print(o.audit.__module__, o.audit('x').results[0].verdict)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "openaudit.api not-a-license\n"


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import openaudit; print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(openaudit.__file__).parent.parent,
    )
    assert done.stdout == "['__future__', 'openaudit']\n"
