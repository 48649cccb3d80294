from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from openaudit.cli.completion import SHELLS, commands
from openaudit.cli.main import COMMANDS, main
from openaudit.config import read
from openaudit.settings import SETTINGS


@pytest.fixture(params=sorted(SHELLS))
def script(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"openaudit.{request.param}"
    file.write_text(SHELLS[request.param](commands()), encoding="utf-8")
    return file


def test_every_command_option_and_choice_is_in_every_script(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    for name in COMMANDS:
        assert name in text
    for option in ("output-format", "fail-on", "exit-zero", "all"):
        assert option in text
    for value in ("not-open-source", "needs-review", "always"):
        assert value in text


def test_shells_read_their_scripts(script: Path) -> None:
    shell = script.suffix[1:]
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", str(script)], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["openaudit", "ba"], ["baseline"]),
        (["openaudit", "check", "--col"], ["--color"]),
        (["openaudit", "check", "--color", "al"], ["always"]),
        (["openaudit", "check", "-f", "js"], ["json"]),
        (["openaudit", "baseline", "cr"], ["create"]),
        (["openaudit", "check", "LIC"], ["LICENSE"]),
    ],
)
def test_bash_completes(tmp_path: Path, line: list[str], expected: list[str]) -> None:
    (tmp_path / "LICENSE").touch()
    script = tmp_path / "completion.bash"
    script.write_text(SHELLS["bash"](commands()), encoding="utf-8")
    words = " ".join(f"'{word}'" for word in line)
    code = (
        f"source '{script}'; COMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _openaudit; "
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == expected


def test_the_command_prints_a_script(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    assert capfd.readouterr().out == SHELLS["bash"](commands())


def test_schemas_are_schemas(capfd: pytest.CaptureFixture[str]) -> None:
    for words in (["schema"], ["schema", "report"], ["schema", "config"]):
        assert main(words) == 0
        jsonschema.Draft202012Validator.check_schema(json.loads(capfd.readouterr().out))


def test_the_config_schema_knows_every_setting_a_file_may_have(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "config"]) == 0
    schema = json.loads(capfd.readouterr().out)
    assert set(schema["properties"]) == {name for name, s in SETTINGS.items() if s.in_file} | {"waiver"}
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"fail-on": "never", "select": ["osd-5"], "jobs": 2, "offline": True})
    assert not validator.is_valid({"fial-on": "never"})
    assert not validator.is_valid({"fail-on": "nevr"})
    assert not validator.is_valid({"waiver": [{"rule": "osd-5", "reason": "r", "expires": "2030-01-01"}]})


def test_init_writes_a_file_that_is_valid_and_replaces_none(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    values, waivers = read("openaudit.toml")
    assert (values, waivers) == ({"definition": ("osd",), "fail_on": "needs-review"}, ())
    assert main(["init"]) == 2
    assert "openaudit.toml is there already" in capfd.readouterr().err
    assert main(["init", "--force"]) == 0
    # Uncommented, the rest is valid too.
    text = Path("openaudit.toml").read_text(encoding="utf-8")
    Path("openaudit.toml").write_text(
        text.replace("# offline", "offline")
        .replace("# [[", "[[")
        .replace("# fing", "fing")
        .replace("# targ", "targ")
        .replace("# reas", "reas")
        .replace("# appr", "appr")
        .replace("# expi", "expi"),
        encoding="utf-8",
    )
    values, waivers = read("openaudit.toml")
    assert values["offline"] is True
    assert waivers[0].expires == "2027-06-30"
