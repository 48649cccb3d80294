from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from openaudit.render import FORMATS

ROOT = Path(__file__).resolve().parent.parent
CLOSED = (
    "You may use, copy, modify and distribute the Software.\n\nYou may not use the Software for commercial purposes.\n"
)
OPEN = "You may use, copy, modify and distribute the Software for any purpose.\n"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return loaded


def step(action: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in action["runs"]["steps"] if one.get("name") == name]
    assert isinstance(found, dict)
    return found


def audit(
    action: dict[str, Any], folder: Path, **inputs: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the action's own script as a runner would, with this Python's openaudit in the place of the installed one."""
    temporary = folder / "runner"
    (temporary / "openaudit" / "bin").mkdir(parents=True)
    command = temporary / "openaudit" / "bin" / "openaudit"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openaudit "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    values = {name: one["default"] for name, one in action["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    environ = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: str(values[m[1]]), value)
        for name, value in step(action, "Audit")["env"].items()
    }
    files = {"GITHUB_OUTPUT": temporary / "output", "GITHUB_STEP_SUMMARY": temporary / "summary"}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step(action, "Audit")["run"]],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(temporary)}
        | environ
        | {k: str(v) for k, v in files.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, {name: path.read_text(encoding="utf-8") if path.exists() else "" for name, path in files.items()}


def test_the_action_annotates_summarises_and_writes_sarif(action: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(CLOSED, encoding="utf-8")
    done, files = audit(action, tmp_path)
    assert (done.returncode, files["GITHUB_OUTPUT"]) == (0, "exit-code=1\n"), done.stderr
    assert "::error file=LICENSE,line=3" in done.stdout
    assert "Commercial" in files["GITHUB_STEP_SUMMARY"] or "commercial" in files["GITHUB_STEP_SUMMARY"]
    sarif = json.loads((tmp_path / "openaudit.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"


def test_the_action_audits_model_repositories(action: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(CLOSED, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Larkspur\n\nLarkspur is open source.\n", encoding="utf-8")
    done, files = audit(action, tmp_path, command="repo")
    assert (done.returncode, files["GITHUB_OUTPUT"]) == (0, "exit-code=1\n"), done.stderr
    assert "::error file=README.md,line=3" in done.stdout
    assert "open source" in files["GITHUB_STEP_SUMMARY"]
    rules = json.loads((tmp_path / "openaudit.sarif").read_text(encoding="utf-8"))["runs"][0]["tool"]["driver"]["rules"]
    assert "CLAIM001" in {rule["id"] for rule in rules}


def test_the_action_runs_no_other_command(action: dict[str, Any], tmp_path: Path) -> None:
    done, files = audit(action, tmp_path, command="init")
    assert (done.returncode, files["GITHUB_OUTPUT"]) == (2, "")
    assert "command must be check or repo" in done.stdout


def test_the_action_passes_inputs_on_as_words_and_never_as_script(action: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "my licence.txt").write_text(OPEN, encoding="utf-8")
    hostile = "my licence.txt\n\n$(touch pwned)\n; touch pwned #\n"
    done, files = audit(action, tmp_path, targets=hostile, sarif_file="", arguments="--no-identify\n")
    assert files["GITHUB_OUTPUT"] == "exit-code=2\n", done.stderr
    assert "$(touch pwned): no such file or folder" in done.stderr
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / "openaudit.sarif").exists()


def test_no_script_of_the_action_has_an_input_written_into_it(action: dict[str, Any]) -> None:
    for one in action["runs"]["steps"]:
        assert "${{" not in one.get("run", "")
    assert step(action, "Result")["run"] == 'exit "$CODE"'


def test_every_report_format_that_the_recipes_name_exists() -> None:
    texts = [
        (ROOT / "action.yml").read_text(encoding="utf-8"),
        *(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md")),
    ]
    named = {match for text in texts for match in re.findall(r"--report[ \"]+([a-z0-9]+)=", text)}
    assert named >= {"sarif", "gitlab", "junit", "markdown"}
    assert named <= set(FORMATS)


def test_recipes_in_the_docs_are_yaml() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        assert yaml.safe_load(block)


def test_the_container_copies_all_that_a_build_needs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for needed in ("pyproject.toml", "README.md", "LICENSE", "openaudit", "rules", "licenses"):
        assert re.search(rf"^COPY .*\b{re.escape(needed)}\b", text, re.MULTILINE), needed
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)
