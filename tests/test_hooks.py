"""The pre-commit hooks: which files they take, `pre-commit try-repo`, and a commit that is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from identify import identify

from openaudit.sources.filenames import LICENSE_PATH, is_license_path
from trees import MODEL_LICENSE, RIDER, license_text, plant

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


@cache
def hooks() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}


def takes(hook_id: str, path: str) -> bool:
    """Whether a hook's patterns and types take a text file of this path, as pre-commit decides it."""
    hook = hooks()[hook_id]
    if not re.search(hook.get("files", ""), path):
        return False
    if "exclude" in hook and re.search(hook["exclude"], path):
        return False
    # pre-commit looks into files that have no telling name: these are all texts.
    tags = identify.tags_from_filename(path) or {"text"}
    return set(hook.get("types", [])) <= tags | {"file", "text"} and not set(hook.get("exclude_types", [])) & tags


@pytest.mark.parametrize(
    ("path", "license_hook", "card_hook"),
    [
        ("LICENSE", True, False),
        ("LICENCE", True, False),
        ("LICENSE.txt", True, False),
        ("LICENCE.md", True, False),
        ("license.rst", True, False),
        ("LICENSE-MODEL", True, False),
        ("LICENSE_MODEL", True, False),
        ("LICENSE.openmdw", True, False),
        ("MODEL_LICENSE", True, False),
        ("MODEL-LICENSE", True, False),
        ("weights-license.md", True, False),
        ("models/chatglm/MODEL_LICENSE", True, False),
        ("UNLICENSE", True, False),
        ("COPYING", True, False),
        ("sub/COPYING.LESSER", True, False),
        ("COPYRIGHT", True, False),
        ("NOTICE", True, False),
        ("Notice", True, False),
        ("USE_POLICY.md", True, False),
        ("acceptable-use-policy.txt", True, False),
        ("TERMS-OF-USE.txt", True, False),
        ("terms.md", True, False),
        ("LICENSES/MIT.txt", True, False),
        ("LICENSES/LicenseRef-Mine.txt", True, False),
        ("README.md", False, True),
        ("README_zh.md", False, True),
        ("README.zh-CN.md", False, True),
        ("readme.md", False, True),
        ("model_card.md", False, True),
        ("MODEL_CARD_base.md", False, True),
        ("docs/modelcard.md", False, True),
        ("README", False, False),
        ("README.rst", False, False),
        ("LICENSE.pdf", False, False),
        ("license.py", False, False),
        ("licenses.py", False, False),
        ("notlicense.py", False, False),
        ("license.json", False, False),
        ("licenses/index.json", False, False),
        ("notice.svg", False, False),
        ("terms.ts", False, False),
        ("src/copyright.go", False, False),
        ("relicense", False, False),
        ("my-readme.md", False, False),
        ("CONTRIBUTING.md", False, False),
        ("docs/licensing-guide.md", False, False),
    ],
)
def test_which_files_the_hooks_take(path: str, license_hook: bool, card_hook: bool) -> None:
    assert takes("openaudit", path) == license_hook
    # The card hook runs for licences too: what a card says is held against them.
    assert takes("openaudit-card", path) == (card_hook or license_hook)
    if not path.endswith(".pdf"):
        assert is_license_path(path) == license_hook


def test_the_hook_and_the_command_agree_on_names() -> None:
    assert hooks()["openaudit"]["files"] == LICENSE_PATH.pattern
    endings = re.fullmatch(r"\(\?i\)\\\.\(([\w|]+)\)\$", hooks()["openaudit"]["exclude"])
    assert endings is not None
    assert all(not is_license_path(f"LICENSE.{ending}") for ending in endings[1].split("|"))


def test_the_card_hook_takes_what_the_license_hook_takes() -> None:
    card, license_ = hooks()["openaudit-card"], hooks()["openaudit"]
    assert card["files"].endswith("|" + license_["files"].removeprefix("(?i)"))
    assert [card[key] for key in ("exclude", "types", "exclude_types")] == [
        license_[key] for key in ("exclude", "types", "exclude_types")
    ]


def test_every_hook_works_offline_in_one_process() -> None:
    for hook in hooks().values():
        assert hook["entry"].split()[-1] == "--offline"
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert hook["stages"] == ["pre-commit", "pre-merge-commit", "pre-push", "manual"]
        assert hook["minimum_pre_commit_version"] == "3.2.0"


def git(folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs git with an identity of its own and none of the user's settings."""
    environ = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org",
        "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        **more.pop("environ", {}),
    }  # fmt: skip
    return subprocess.run(["git", *words], cwd=folder, env=environ, capture_output=True, text=True, check=False, **more)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A git repository whose pre-commit hooks are ours, run from this environment."""
    folder = plant(tmp_path / "project", {"LICENSE": license_text("mit"), "README.md": "# Larkspur\n"})
    local = [
        {key: value for key, value in hook.items() if key != "minimum_pre_commit_version"} | {"language": "system"}
        for hook in hooks().values()
        if hook["id"] != "openaudit-repo"
    ]
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    assert git(folder, "init", "-q").returncode == 0
    home = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    installed = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=folder,
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    return folder


def commit(folder: Path, message: str) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "-A")
    return git(folder, "commit", "-m", message, environ={"PRE_COMMIT_HOME": str(folder.parent / "cache")})


def test_a_commit_that_adds_a_rider_is_refused_until_somebody_answers_for_it(project: Path) -> None:
    assert commit(project, "MIT").returncode == 0
    (project / "LICENSE").write_text(license_text("mit") + RIDER)
    refused = commit(project, "rider")
    assert refused.returncode != 0
    assert "You may not use the Software for commercial purposes." in refused.stdout + refused.stderr

    waiver = '[[waiver]]\nrule = "{rule}"\ntarget = "LICENSE"\nreason = "counsel, ticket 123"\nexpires = {day}\n'
    rules = ("non-commercial", "osd-1", "osd-6")
    (project / "openaudit.toml").write_text("".join(waiver.format(rule=rule, day="2999-01-01") for rule in rules))
    accepted = commit(project, "rider, waived")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr

    (project / "openaudit.toml").write_text("".join(waiver.format(rule=rule, day="2001-01-01") for rule in rules))
    (project / "LICENSE").write_text(license_text("mit") + RIDER + "\n")
    expired = commit(project, "waiver ran out")
    assert expired.returncode != 0
    assert "expired on 2001-01-01" in expired.stdout + expired.stderr


def test_a_commit_that_calls_a_closed_model_open_is_refused(project: Path) -> None:
    (project / "LICENSE").unlink()
    plant(project, {"MODEL_LICENSE": MODEL_LICENSE})
    (project / "openaudit.toml").write_text('fail-on = "never"\n')
    assert commit(project, "closed").returncode == 0
    (project / "openaudit.toml").write_text("")
    (project / "README.md").write_text("# Larkspur\n\nLarkspur is an open-source model.\n")
    refused = commit(project, "claim")
    assert refused.returncode != 0
    assert "open-weight model" in refused.stdout + refused.stderr


def test_a_commit_that_closes_the_licence_below_a_claim_is_refused(project: Path) -> None:
    """Nobody touches the README: pre-commit passes the licence alone."""
    readme = "# Larkspur\n\nLarkspur is an open-source model.\n"
    plant(project, {"README.md": readme, "openaudit.toml": 'ignore = ["non-commercial", "osd"]\n'})
    assert commit(project, "open").returncode == 0
    (project / "LICENSE").write_text(license_text("mit") + RIDER)
    refused = commit(project, "closed")
    assert refused.returncode != 0
    assert "CLAIM001" in refused.stdout + refused.stderr


def test_try_repo_runs_every_hook(tmp_path: Path) -> None:
    """`pre-commit try-repo` with the manifest as it is, and this environment's command in place of an installed one."""
    manifest = MANIFEST.read_text(encoding="utf-8").replace("language: python", "language: system")
    source = plant(tmp_path / "hooks", {".pre-commit-hooks.yaml": manifest})
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "hooks")):
        assert git(source, *words).returncode == 0
    target = plant(
        tmp_path / "target",
        {"LICENSE": license_text("mit") + RIDER, "README.md": "# L\n\nThis model is open source.\n"},
    )
    for words in (("init", "-q"), ("add", "-A")):
        assert git(target, *words).returncode == 0
    environ = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    outputs = {}
    for hook_id in hooks():
        ran = subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", str(source), hook_id, "--all-files", "--verbose"],
            cwd=target, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        outputs[hook_id] = ran.stdout
        assert ran.returncode == 1, ran.stdout + ran.stderr
        assert "exit code: 1" in ran.stdout
    assert "LICENSE:" in outputs["openaudit"]
    assert "CLAIM001" in outputs["openaudit-card"]
    assert "CLAIM001" in outputs["openaudit-repo"]
