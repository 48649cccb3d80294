from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from openaudit.config import resolve
from openaudit.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def fences(language: str) -> list[tuple[str, str]]:
    block = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(page.name, found) for page in PAGES for found in block.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "block"), fences("toml"))
def test_configuration_examples_are_valid(page: str, block: str, tmp_path: Path) -> None:
    text = block.replace("oa1:…", "oa1:0").replace("…", "0")
    assert tomllib.loads(text), page
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    config = resolve({}, {}, str(tmp_path))
    assert config.file is not None
    assert config.waivers or config.settings.rules, page


@pytest.mark.parametrize(("page", "block"), [*fences("sh"), *fences("yaml")])
def test_options_in_examples_exist(page: str, block: str) -> None:
    known = {f"--{name}" for name in SETTINGS} | {f"--{a}" for s in SETTINGS.values() for a in s.aliases}
    for line in block.splitlines():
        command = re.search(r"\bopenaudit (check|baseline|rules|explain)\b(.*)", line)
        for option in re.findall(r"--[a-z-]+", command[2] if command else ""):
            assert option in known | {"--all"}, f"{page}: {line}"


def test_the_readme_has_the_two_commands_that_ci_runs() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv ")]
    assert len(commands) == 2
    assert commands[0].endswith("openaudit check llama-2-community")
    assert commands[1].endswith("-m pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme_command pytest" in script
