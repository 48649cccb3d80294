"""Killed in the middle, or run eight at once: the cache and every output are whole or absent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from hubserver import HubServer, Reply, Repository, Request
from openaudit.sources.cache import Cache, _decode
from test_cli_fetch import COMMAND, Machine

TERMS = b"Permission is granted to use, copy, modify and distribute the model. " * 3000


@pytest.fixture
def openaudit(hub: HubServer, tmp_path: Path) -> Machine:
    return Machine(hub, tmp_path)


def start(machine: Machine, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, *arguments],
        cwd=machine.home,
        env=machine.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.entry")) if folder.is_dir() else []


def assert_whole(folder: Path) -> None:
    """Every entry of the cache says what it is and has the hash it says."""
    for path in entries(folder):
        assert _decode(path.read_bytes(), path.name.removesuffix(".entry")) is not None, path


def assert_nothing_else(folder: Path) -> None:
    for path in folder.rglob("*") if folder.is_dir() else ():
        assert path.is_dir() or path.suffix == ".entry" or path.name.startswith(".part-"), path


def test_a_fetch_killed_anywhere_leaves_a_whole_cache_and_whole_outputs(hub: HubServer, openaudit: Machine) -> None:
    files = {f"LICENSES/{i}.txt": TERMS + b"%d" % i for i in range(12)}
    hub.huggingface["org/model"] = Repository(files)
    cache = openaudit.home / "cache" / "openaudit" / "fetched"
    began = time.monotonic()
    assert openaudit("fetch", "hf:org/model", "-o", "whole").code == 0
    whole = time.monotonic() - began
    expected = {path.name: path.read_bytes() for path in (openaudit.home / "whole").iterdir()}
    killed_inside = 0
    for i in range(14):
        subprocess.run(["rm", "-rf", str(cache), str(openaudit.home / "out")], check=True)
        process = start(openaudit, "fetch", "hf:org/model", "-o", "out")
        # Killed at a time of the request count, so that the kill falls into the work and not into Python's start.
        seen = len(hub.requests)
        while len(hub.requests) < seen + i and process.poll() is None and time.monotonic() - began < 60:
            time.sleep(0.001)
        kill(process)
        killed_inside += process.returncode == -signal.SIGKILL
        assert_whole(cache)
        assert_nothing_else(cache)
        out = openaudit.home / "out"
        if (out / "openaudit-fetch.json").exists():
            manifest = json.loads((out / "openaudit-fetch.json").read_text())
            assert all((out / entry["file"]).exists() for entry in manifest["texts"])
        for path in out.glob("[!.]*") if out.is_dir() else ():
            assert path.name == "openaudit-fetch.json" or path.read_bytes() == expected[path.name]
        # The next run is not disturbed by what the killed one left.
        if i % 5 == 0:
            assert openaudit("fetch", "hf:org/model", "-o", "out").code == 0
            assert (out / "1.txt").read_bytes() == expected["1.txt"]
    assert killed_inside >= 10, f"a fetch took {whole:.1f} s"


def test_a_fetch_killed_in_the_middle_of_a_body(hub: HubServer, openaudit: Machine) -> None:
    def half(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 500)
        hub.stopping.wait(20)

    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS})
    path = f"/org/model/resolve/{hub.huggingface['org/model'].commit}/LICENSE"
    hub.routes[path] = Reply(raw=half)
    process = start(openaudit, "fetch", "hf:org/model", "-o", "out")
    until = time.monotonic() + 20
    while not hub.asked("LICENSE") and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)
    kill(process)
    assert not (openaudit.home / "out").exists()
    cache = openaudit.home / "cache" / "openaudit" / "fetched"
    assert_whole(cache)
    del hub.routes[path]
    assert openaudit("fetch", "hf:org/model", "-o", "out").code == 0
    assert (openaudit.home / "out" / "LICENSE").read_bytes() == TERMS


def test_a_report_killed_anywhere_is_whole_or_absent(openaudit: Machine) -> None:
    (openaudit.home / "LICENSE").write_bytes(TERMS[:3000])
    before = time.monotonic()
    assert openaudit("check", "LICENSE", "-f", "json", "-o", "report.json").code in (0, 1)
    whole = time.monotonic() - before
    expected = json.loads((openaudit.home / "report.json").read_text())
    states = set()
    for i in range(16):
        (openaudit.home / "report.json").unlink(missing_ok=True)
        process = start(openaudit, "check", "LICENSE", "-f", "json", "-o", "report.json")
        time.sleep(whole * (0.5 + i / 24))
        kill(process)
        path = openaudit.home / "report.json"
        states.add(path.exists())
        if path.exists():
            assert json.loads(path.read_text()) == expected
    assert states


def test_an_interrupted_fetch_says_so(hub: HubServer, openaudit: Machine) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS})

    def slow(request: Request) -> Reply:
        hub.stopping.wait(15)
        return Reply(200, b"x")

    hub.routes[f"/org/model/resolve/{hub.huggingface['org/model'].commit}/LICENSE"] = slow
    process = subprocess.Popen(
        [COMMAND, "fetch", "hf:org/model", "-o", "out"], cwd=openaudit.home, env=openaudit.environ,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until = time.monotonic() + 20
    while not hub.asked("LICENSE") and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert not (openaudit.home / "out").exists()


def test_eight_at_once_on_an_empty_cache(hub: HubServer, openaudit: Machine) -> None:
    files = {f"LICENSES/{i}.txt": TERMS + b"%d" % i for i in range(6)} | {"LICENSE": TERMS, "README.md": b"# M\n"}
    hub.huggingface["org/model"] = Repository(files)
    processes = [
        subprocess.Popen(
            [COMMAND, "fetch", "hf:org/model", "-o", f"out{i}"], cwd=openaudit.home, env=openaudit.environ,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for i in range(8)
    ]  # fmt: skip
    done = [(process.communicate(timeout=120), process.returncode) for process in processes]
    assert [(code, err) for (_, err), code in done] == [(0, b"")] * 8
    results = [{p.name: p.read_bytes() for p in (openaudit.home / f"out{i}").iterdir()} for i in range(8)]
    manifests = [json.loads(result.pop("openaudit-fetch.json")) for result in results]
    assert all(result == results[0] for result in results)
    for manifest in manifests:
        for entry in manifest["texts"]:
            entry.pop("retrieved")
    assert all(manifest == manifests[0] for manifest in manifests)
    cache = openaudit.home / "cache" / "openaudit" / "fetched"
    assert_whole(cache)
    assert len(entries(cache)) == len(files) + 1
    assert [path.name for path in cache.iterdir() if path.name.startswith(".")] == []
    ran = openaudit("fetch", "hf:org/model", "-o", "offline", "--offline")
    assert ran.code == 0, ran.err
    assert {p.name: p.read_bytes() for p in (openaudit.home / "offline").glob("[!o]*")} == results[0]


def test_eight_at_once_in_a_cache_that_is_too_small(tmp_path: Path) -> None:
    code = (
        "import sys; from openaudit.sources.cache import Cache, Entry\n"
        "cache = Cache(sys.argv[1], limit=200_000)\n"
        "for i in range(60):\n"
        "    url = f'https://x.org/{i % 20}'\n"
        "    cache.put(Entry(url, url, {}, bytes([i % 20]) * 20_000, ''))\n"
        "    found = cache.get(f'https://x.org/{(i * 7) % 20}')\n"
        "    assert found is None or found.body == bytes([(i * 7) % 20]) * 20_000\n"
    )
    python = os.path.join(os.path.dirname(COMMAND), "python")
    processes = [subprocess.Popen([python, "-c", code, str(tmp_path)], stderr=subprocess.PIPE) for _ in range(8)]
    assert [(process.communicate(timeout=120)[1], process.returncode) for process in processes] == [(b"", 0)] * 8
    assert_whole(tmp_path)
    assert Cache(str(tmp_path)).usage().size <= 220_000
