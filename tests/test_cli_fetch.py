"""The command against the imitated hubs: check, fetch, cache, offline, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hubserver import COMMIT, HubServer, Reply, Repository

COMMAND = os.path.join(os.path.dirname(sys.executable), "openaudit")
TERMS = (
    b"Permission is granted, free of charge, to any person to use, copy, modify, and distribute the model.\n\n"
    b"You may not use the model for commercial purposes.\n"
)


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Machine:
    """A home of its own for the command: cache, folder, environment."""

    def __init__(self, hub: HubServer, home: Path) -> None:
        self.home = home
        kept = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT")
        self.environ = {name: value for name, value in os.environ.items() if name in kept}
        self.environ |= hub.environment() | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "NO_PROXY": "*"}

    def __call__(self, *arguments: str, **environ: str) -> Ran:
        done = subprocess.run(
            [COMMAND, *arguments], cwd=self.home, env=self.environ | environ, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def openaudit(hub: HubServer, tmp_path: Path) -> Machine:
    return Machine(hub, tmp_path)


def report(ran: Ran) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(ran.out)
    return value


def test_a_model_is_checked_and_pinned(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS})
    ran = openaudit("check", "hf:org/model", "-f", "json")
    assert ran.code == 1, ran.err
    (result,) = report(ran)["results"]
    assert result["verdict"] == "not-open-source"
    source = result["source"]
    assert source["url"] == f"{hub.url}/org/model/resolve/{COMMIT}/LICENSE"
    assert source["revision"] == COMMIT
    assert source["retrieved"].endswith("Z")
    assert source["etag"].startswith('"')
    assert any(f["provision"] == "non-commercial" and f["start_line"] == 3 for f in result["findings"])


def test_the_same_check_offline_gives_the_same_report(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS, "README.md": b"# M\n"})
    online = openaudit("check", "hf:org/model", "-f", "json")
    asked = len(hub.requests)
    offline = openaudit("check", "hf:org/model", "-f", "json", "--offline")
    assert offline == online
    assert len(hub.requests) == asked
    ran = openaudit("check", "hf:org/other", "--offline")
    assert ran.code == 2
    assert "offline, and not in the cache" in ran.err


def test_fetch_stores_for_a_check_without_a_network(hub: HubServer, openaudit: Machine) -> None:
    hub.github["owner/repo"] = Repository({"LICENSE": TERMS})
    ran = openaudit("fetch", "gh:owner/repo", "-o", "stored")
    assert (ran.code, ran.out) == (0, f"stored{os.sep}LICENSE\n"), ran.err
    asked = len(hub.requests)
    ran = openaudit("check", "stored", "-f", "json", "--offline", "--no-cache")
    source = report(ran)["results"][0]["source"]
    assert source["revision"] == COMMIT
    assert f"ref={COMMIT}" in source["url"]
    assert len(hub.requests) == asked


def test_one_bad_target_does_not_stop_the_others(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS})
    ran = openaudit("check", "hf:org/none", "hf:org/model", f"{hub.url}/nothing", "-f", "json")
    assert ran.code == 2
    value = report(ran)
    assert len(value["results"]) == 1
    assert [error["source"] for error in value["errors"]] == ["hf:org/none", f"{hub.url}/nothing"]
    ran = openaudit("fetch", "hf:org/none", "hf:org/model", "-o", "out")
    assert ran.code == 2
    assert "no such repository" in ran.err
    assert (openaudit.home / "out" / "LICENSE").read_bytes() == TERMS


@pytest.mark.parametrize("form", ["json", "html", "markdown", "sarif", "junit", "csv", "text", "github"])
def test_what_lets_its_bearer_in_is_in_no_report(hub: HubServer, openaudit: Machine, form: str) -> None:
    hub.routes["/terms"] = Reply(200, TERMS, {"Content-Type": "text/plain"})
    signed = "?x=1&token=hunter2"
    targets = (
        f"{hub.url}/terms{signed}",
        f"{hub.url}/none{signed}",
        "https://me:hunter2@example.org/",
        "ftp://me:hunter2@x/",
    )
    ran = openaudit("check", *targets, "-f", form, "-o", "report")
    assert ran.code == 2
    assert ran.err.count("error: ") == 3
    assert openaudit("fetch", *targets, "-o", "stored").code == 2
    assert "hunter2" not in ran.out + ran.err
    for path in openaudit.home.rglob("*"):
        assert not path.is_file() or b"hunter2" not in path.read_bytes(), path


def test_other_schemes_are_refused_by_name(openaudit: Machine) -> None:
    ran = openaudit("check", "file:///etc/passwd")
    assert ran.code == 2
    assert "only https:// addresses are read" in ran.err


def test_nothing_fetched_writes_nothing(openaudit: Machine) -> None:
    ran = openaudit("fetch", "hf:org/none", "-o", "out")
    assert ran.code == 2
    assert not (openaudit.home / "out").exists()


@pytest.mark.parametrize(
    ("name", "repository", "message"),
    [
        ("org/gated", Repository({"LICENSE": TERMS}, gated=True), "gated; accept its terms at"),
        ("org/private", Repository({"LICENSE": TERMS}, private=True), "no such repository, or it is private"),
        ("org/off", Repository({}, disabled=True), "has disabled this repository"),
        ("org/empty", Repository({"x.bin": b""}), "no licence text found there"),
    ],
)
def test_each_refusal_has_its_words_and_exit_code_2(
    hub: HubServer, openaudit: Machine, name: str, repository: Repository, message: str
) -> None:
    hub.huggingface[name] = repository
    ran = openaudit("check", f"hf:{name}")
    assert ran.code == 2
    assert message in ran.err


def test_tokens_are_taken_from_the_environment_and_shown_nowhere(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS}, gated=True, granted=("hunter2",))
    assert openaudit("check", "hf:org/model").code == 2
    for arguments in (("check", "hf:org/model", "-f", "json", "-v"), ("fetch", "hf:org/model", "-o", "out", "-v")):
        ran = openaudit(*arguments, HF_TOKEN="hunter2")
        assert ran.code in (0, 1), ran.err
        assert "hunter2" not in ran.out + ran.err
    for path in openaudit.home.rglob("*"):
        if path.is_file():
            assert b"hunter2" not in path.read_bytes()


def test_private_hosts_need_the_flag(hub: HubServer, openaudit: Machine) -> None:
    with HubServer() as other:
        other.routes["/terms"] = Reply(200, TERMS, {"Content-Type": "text/plain"})
        ran = openaudit("check", f"{other.url}/terms")
        assert ran.code == 2
        assert "for safety" in ran.err
        assert other.requests == []
        assert openaudit("check", f"{other.url}/terms", "--allow-private-hosts").code == 1
        ran = openaudit("check", "http://169.254.169.254/latest/meta-data", "--allow-private-hosts")
        assert ran.code == 2
        assert "metadata" in ran.err


def test_following_a_policy(hub: HubServer, openaudit: Machine) -> None:
    terms = f"You may use the model. You must comply with the Crane Use Policy at {hub.url}/policy.\n"
    (openaudit.home / "LICENSE").write_text(terms)
    hub.routes["/policy"] = Reply(
        200, b"Crane Use Policy\n\nYou may not lift people.\n", {"Content-Type": "text/plain"}
    )
    ran = openaudit("check", "LICENSE", "--follow", "--allow-private-hosts", "-f", "json")
    assert [result["source"].get("url") for result in report(ran)["results"]] == [None, f"{hub.url}/policy"]
    ran = openaudit("check", "LICENSE", "--follow", "--offline", "--no-cache")
    assert ran.code == 2
    assert "Crane Use Policy: bound by the text, not read" in ran.err


def test_the_cache_is_told_and_cleared(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS})
    openaudit("check", "hf:org/model")
    ran = openaudit("cache", "info")
    assert "entries  2" in ran.out
    assert str(openaudit.home / "cache" / "openaudit") in ran.out
    assert "removed 2 entries" in openaudit("cache", "clear").out
    assert "entries  0" in openaudit("cache", "info").out
    openaudit("check", "hf:org/model", "--no-cache")
    assert "entries  0" in openaudit("cache", "info").out
    openaudit("check", "hf:org/model", "--cache-dir", "elsewhere")
    assert "entries  2" in openaudit("cache", "info", "--cache-dir", "elsewhere").out
    assert openaudit("cache", "burn").code == 2
    assert openaudit("fetch").code == 2


def test_a_repository_cannot_set_what_the_user_must(hub: HubServer, openaudit: Machine) -> None:
    (openaudit.home / "openaudit.toml").write_text("allow-private-hosts = true\n")
    ran = openaudit("check", "http://10.0.0.1/terms")
    assert ran.code == 2
    assert "allow-private-hosts" in ran.err
