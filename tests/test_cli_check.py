from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openaudit.cli.main import main

OPEN = "You may use, copy, modify and distribute the Software for any purpose.\n"
CLOSED = (
    "You may use, copy, modify and distribute the Software.\n\nYou may not use the Software for commercial purposes.\n"
)
ODD = "You may use, copy, modify and distribute the Software. The moon hums over whoever hums along.\n"
CODE = "int main(void) { return 0; }\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with one file of each verdict, and an environment that sets nothing."""
    for name in os.environ:
        if name.startswith("OPENAUDIT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, text in (("open", OPEN), ("closed", CLOSED), ("odd", ODD), ("code", CODE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def check(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["check", *words])
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return code, out, err


def check_json(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    code, out, err = check(capfd, "-f", "json", *words)
    data: dict[str, Any] = json.loads(out)
    return code, data, err


def verdicts(data: dict[str, Any]) -> list[str]:
    return [result["verdict"] for result in data["results"]]


def test_json_on_stdout_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    code, data, err = check_json(capfd, "open.txt", "closed.txt", "odd.txt", "code.txt")
    assert code == 1
    assert err == ""
    assert verdicts(data) == ["open-source", "not-open-source", "needs-review", "not-a-license"]
    assert [result["source"]["path"] for result in data["results"]] == ["open.txt", "closed.txt", "odd.txt", "code.txt"]
    (finding,) = [f for f in data["results"][1]["findings"] if f["outcome"] == "fail"]
    assert (finding["provision"], finding["criteria"], finding["start_line"]) == ("non-commercial", ["osd-6"], 3)
    assert finding["quote"] == "You may not use the Software for commercial purposes."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["open.txt"], 0),
        (["code.txt"], 0),
        (["odd.txt"], 1),
        (["closed.txt"], 1),
        (["odd.txt", "--fail-on", "not-open-source"], 0),
        (["closed.txt", "--fail-on", "not-open-source"], 1),
        (["closed.txt", "--fail-on", "never"], 0),
        (["closed.txt", "-e"], 0),
        (["closed.txt", "--exit-zero", "absent.txt"], 2),
        (["closed.txt", "absent.txt"], 2),
        ([], 0),
    ],
)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_exit_codes_are_the_same_in_every_format(
    capfd: pytest.CaptureFixture[str], words: list[str], expected: int, output_format: str
) -> None:
    assert check(capfd, "-f", output_format, *words)[0] == expected


def test_one_bad_file_never_stops_the_others(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00" * 50)
    code, data, err = check_json(capfd, "absent.txt", "binary.txt", "closed.txt", "no-such-licence", str(folder / "no"))
    assert code == 2
    assert verdicts(data) == ["not-open-source"]
    assert [error["source"] for error in data["errors"]] == [
        "absent.txt",
        "binary.txt",
        "no-such-licence",
        str(folder / "no"),
    ]
    assert err.count("openaudit: error: ") == 4


def test_a_bug_that_one_text_wakes_is_told_and_the_others_are_audited(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import openaudit.audit as _  # noqa: F401 - loads the module that the next line takes
    from openaudit.audit import audit_document

    def fragile(document: Any, *args: Any, **kwargs: Any) -> Any:
        if document.path == "odd.txt":
            raise IndexError("list index out of range")
        return audit_document(document, *args, **kwargs)

    monkeypatch.setattr(sys.modules["openaudit.audit"], "audit_document", fragile)
    code, data, err = check_json(capfd, "odd.txt", "closed.txt")
    assert (code, verdicts(data)) == (2, ["not-open-source"])
    assert "odd.txt: internal error, please report it: IndexError: list index out of range" in err
    main(["check", "-v", "odd.txt"])
    assert "Traceback" in capfd.readouterr().err


def test_a_folder_gives_its_licence_files(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "LICENSE").write_text(OPEN, encoding="utf-8")
    (folder / "models").mkdir()
    (folder / "models" / "MODEL_LICENSE").write_text(CLOSED, encoding="utf-8")
    (folder / "models" / "loop").symlink_to(folder)
    _, data, _ = check_json(capfd, ".")
    assert {os.path.normpath(result["source"]["path"]) for result in data["results"]} == {
        "LICENSE",
        "models/MODEL_LICENSE",
    }


def test_a_target_named_twice_is_audited_once(capfd: pytest.CaptureFixture[str]) -> None:
    assert len(check_json(capfd, "open.txt", "open.txt")[1]["results"]) == 1


def test_standard_input_and_its_name(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CLOSED.encode("utf-16"))))
    code, data, _ = check_json(capfd, "--stdin-filename", "models/LICENSE", "-")
    assert (code, verdicts(data)) == (1, ["not-open-source"])
    assert data["results"][0]["source"]["path"] == "models/LICENSE"


def test_without_a_command_targets_are_checked(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["closed.txt", "-q"]) == 1
    assert main(["-q", "closed.txt"]) == 1
    assert capfd.readouterr().out.count("closed.txt") == 2


def test_reports_go_to_files_whole_and_in_several_formats(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, err = check(capfd, "closed.txt", "-f", "json", "-o", "a.json", "--report", "text=b.txt")
    assert (code, out, err) == (1, "", "")
    assert json.loads((folder / "a.json").read_text(encoding="utf-8"))["results"][0]["verdict"] == "not-open-source"
    assert "commercial purposes" in (folder / "b.txt").read_text(encoding="utf-8")
    assert not list(folder.glob(".*"))


def test_a_report_that_cannot_be_written_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = check(capfd, "open.txt", "-o", "absent/report.txt")
    assert code == 2
    assert err == "openaudit: error: cannot write absent/report.txt: No such file or directory\n"


@pytest.mark.parametrize(
    ("words", "code", "note"),
    [
        (["--ignore", "non-commercial"], 0, "1 ignored"),
        (["--ignore", "osd-6"], 0, "1 ignored"),
        (["--select", "osd-5"], 0, "1 not selected"),
        (["--select", "osd-6"], 1, ""),
    ],
)
def test_select_and_ignore_change_the_exit_code_and_no_verdict(
    capfd: pytest.CaptureFixture[str], words: list[str], code: int, note: str
) -> None:
    found, data, err = check_json(capfd, "closed.txt", *words)
    assert (found, verdicts(data)) == (code, ["not-open-source"])
    assert note in err


def test_an_id_that_nothing_starts_with_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(capfd, "closed.txt", "--ignore", "non-comercial")
    assert (code, out) == (2, "")
    assert "no rule, provision or criterion id starts with 'non-comercial'; did you mean 'non-commercial'?" in err


def _waiver(folder: Path, expires: str, fingerprint: str) -> None:
    (folder / "openaudit.toml").write_text(
        f'[[waiver]]\nfingerprint = "{fingerprint}"\nreason = "ticket 1"\nexpires = {expires}\n', encoding="utf-8"
    )


def test_a_waiver_holds_until_it_expires_and_then_loudly_does_not(
    capfd: pytest.CaptureFixture[str], folder: Path
) -> None:
    _, data, _ = check_json(capfd, "closed.txt")
    (fingerprint,) = [f["fingerprint"] for f in data["results"][0]["findings"] if f["outcome"] == "fail"]
    _waiver(folder, "2999-01-01", fingerprint)
    code, data, err = check_json(capfd, "closed.txt")
    assert (code, verdicts(data)) == (0, ["not-open-source"])
    assert err == "openaudit: note: does not count for the exit code: 1 waived\n"
    # The words decide, not the place: moved down and renamed, the sentence is still waived.
    (folder / "moved.txt").write_text(
        "\n\n" + CLOSED.replace("may not use the Software", "may not\nuse the Software"), encoding="utf-8"
    )
    assert check(capfd, "moved.txt")[0] == 0
    assert check(capfd, "closed.txt", "--no-waivers")[0] == 1
    _waiver(folder, "2020-01-01", fingerprint)
    code, _, err = check(capfd, "closed.txt")
    assert code == 1
    assert "warning" in err
    assert "expired on 2020-01-01: its findings count again" in err
    assert check(capfd, "closed.txt", "--isolated")[2] == ""
    _waiver(folder, "2999-01-01", "oa1:other")
    assert "matched nothing in this run" in check(capfd, "-v", "closed.txt")[2]


def test_waive_prints_what_makes_the_run_pass(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    words = ["waive", "--reason", 'say "yes" \\ 好', "--expires", "2999-01-01"]
    assert main([*words, "closed.txt", "odd.txt", "open.txt"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.startswith(
        "# closed.txt:3 non-commercial: You may not use the Software for commercial purposes.\n[[waiver]]\n"
    )
    (folder / "openaudit.toml").write_text(out, encoding="utf-8")
    assert check(capfd, "closed.txt", "odd.txt")[0] == 0
    assert main([*words, "closed.txt", "odd.txt"]) == 0
    assert capfd.readouterr().out == ""
    (folder / "openaudit.toml").unlink()
    (folder / "pyproject.toml").write_text("[tool.openaudit]\noffline = true\n", encoding="utf-8")
    assert main([*words, "closed.txt"]) == 0
    assert "[[tool.openaudit.waiver]]" in capfd.readouterr().out
    assert main(["waive", "--reason", " ", "--expires", "2999-01-01", "closed.txt"]) == 2
    assert main(["waive", "--reason", "x", "--expires", "soon", "closed.txt"]) == 2
    assert main(words) == 2
    assert main([*words, "absent.txt"]) == 2


def test_a_baseline_accepts_what_is_there_and_nothing_new(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["baseline", "create", "closed.txt"]) == 0
    assert main(["baseline", "create", "closed.txt"]) == 2
    assert main(["baseline", "update"]) == 2
    file = ".openaudit-baseline.json"
    assert check(capfd, "closed.txt", "--baseline", file)[0] == 0
    (folder / "closed.txt").write_text(CLOSED + "\nYou may not distribute the Software.\n", encoding="utf-8")
    assert check(capfd, "closed.txt", "--baseline", file)[0] == 1
    before = (folder / file).read_text(encoding="utf-8")
    assert main(["baseline", "prune", "closed.txt"]) == 0
    assert (folder / file).read_text(encoding="utf-8") == before
    assert main(["baseline", "update", "closed.txt"]) == 0
    assert check(capfd, "closed.txt", "--baseline", file)[0] == 0
    (folder / "closed.txt").write_text(OPEN, encoding="utf-8")
    assert main(["baseline", "prune", "closed.txt"]) == 0
    assert json.loads((folder / file).read_text(encoding="utf-8"))["findings"] == []
    assert main(["baseline", "update", "absent.txt"]) == 2
    assert "was not written" in capfd.readouterr().err


def test_a_missing_baseline_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert "cannot read the baseline absent.json" in check(capfd, "closed.txt", "--baseline", "absent.json")[2]


def test_several_processes_give_the_same_report(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    names = []
    for number in range(20):
        name = f"text-{number}.txt"
        (folder / name).write_text(
            CLOSED if number % 3 else f"{OPEN}\nNumber {number} is a heading\n", encoding="utf-8"
        )
        names.append(name)
    one = check(capfd, "-f", "json", *names)
    assert check(capfd, "-f", "json", "-j", "2", *names) == one
    assert check(capfd, "-f", "json", "-j", "0", *names) == one


def test_definitions_by_name_and_all(capfd: pytest.CaptureFixture[str]) -> None:
    _, data, _ = check_json(capfd, "closed.txt", "--definition", "fsf,osd")
    assert data["definition"] == "fsf"
    assert [j["definition"] for j in data["results"][0]["other_judgements"]] == ["osd"]
    _, data, _ = check_json(capfd, "closed.txt", "--definition", "all")
    assert data["definition"] == "osd"
    assert {j["definition"] for j in data["results"][0]["other_judgements"]} >= {"fsf", "dfsg", "osaid"}


def test_the_installed_command_runs_in_any_locale(folder: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    (folder / "许可证.txt").write_text(CLOSED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "openaudit", "check", "许可证.txt", "--ui-lang", "zh"],
        capture_output=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 1
    assert "不是" in done.stdout.decode("utf-8") or "\\u" in done.stdout.decode("ascii", "replace")
    assert b"Traceback" not in done.stderr


def test_a_configuration_error_stops_the_run(capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.openaudit]\nfail_on = 'never'\n", encoding="utf-8")
    code, out, err = check(capfd, "closed.txt")
    assert (code, out) == (2, "")
    assert err.endswith("pyproject.toml:2: tool.openaudit.fail_on is no setting; did you mean 'fail-on'?\n")


def test_notes_speak_the_language_of_the_report(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--ui-lang", "zh"]) == 0
    assert capfd.readouterr().err.startswith("openaudit: note: 没有给出任何文件")
    assert main(["check", "--ui-lang", "en"]) == 0
    assert capfd.readouterr().err.startswith("openaudit: note: nothing given, so nothing was audited")
