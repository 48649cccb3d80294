from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from openaudit.catalog import Link, Record
from openaudit.cli.main import main
from openaudit.errors import NetworkError
from openaudit.sources import SourceOptions
from openaudit.sources.drift import drift
from openaudit.sources.http import Answer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def running(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--isolated", "--ui-lang", "en"])
        out, err = capfd.readouterr()
        return code, out, err

    return running


def test_list_has_every_record_and_filters_leave_some(run: Run) -> None:
    code, out, _ = run("licenses", "list", "-f", "json")
    assert code == 0
    assert len(json.loads(out)["records"]) >= 150
    code, out, _ = run("licenses", "list", "--publisher", "moonshot", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in rows] == ["kimi-k2-modified-mit"]
    code, out, _ = run("licenses", "list", "--language", "zh", "--publisher", "OpenBMB")
    assert "minicpm-model-commercial-zh" in out
    assert "minicpm-model-en" not in out


def test_search_finds_by_model_and_says_when_nothing_fits(run: Run) -> None:
    code, out, _ = run("licenses", "search", "kolors")
    assert code == 0
    assert out.startswith("kolors-model")
    code, out, _ = run("licenses", "search", "nosuchword")
    assert (code, out) == (0, "No record fits.\n")


def test_show_tells_the_story_of_one_licence(run: Run) -> None:
    code, out, _ = run("licenses", "show", "Llama 2")
    assert code == 0
    for words in (
        "Llama 2 Community License Agreement",
        "Meta",
        "2023-07-18",
        "Code Llama",
        "OSI, 2023-07: not open source",
        "“open source”",
        "Llama 3.1 Community License Agreement",
    ):
        assert words in out
    code, out, _ = run("licenses", "show", "llama-2", "-f", "json")
    (shown,) = json.loads(out)["records"]
    assert shown["versions"][:2] == ["llama-1-research", "llama-2-community"]
    code, out, _ = run("licenses", "show", "llama-2", "-f", "markdown")
    assert out.startswith("## Llama 2 Community License Agreement")


def test_show_says_of_a_closed_model_that_there_is_nothing_to_audit(run: Run) -> None:
    code, out, _ = run("licenses", "show", "ChatGPT")
    assert code == 0
    assert "✗ Not open source  by record" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "llama-2-comunity"), "did you mean llama-2-community"),
        (("show",), "show which licence?"),
        (("search",), "search for what?"),
        (("list", "x"), "list takes filters only"),
        (("list", "--verdict", "opensource"), "did you mean 'open-source'?"),
        (("list", "-f", "sarif"), "no format 'sarif' here"),
        (("lst",), "invalid choice: 'lst'"),
    ],
)
def test_mistakes_get_a_hint_and_exit_code_2(run: Run, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("licenses", *words)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert out == ""


def test_verify_says_so_when_offline(run: Run) -> None:
    code, out, err = run("licenses", "verify", "mit", "--offline")
    assert (code, out) == (2, "")
    assert "offline: nothing was fetched" in err


def test_drift_tells_what_moved() -> None:
    body = b"the text"
    good = hashlib.sha256(body).hexdigest()
    urls = {"https://example.org/a": good, "https://example.org/b": "0" * 64, "https://example.org/c": None}
    record = Record("x", "X", "X", urls=tuple(Link(url, sha) for url, sha in urls.items()))
    away = Record("y", "Y", "Y", urls=(Link("https://example.org/404"), Link("https://example.org/down")))

    def get(url: str) -> Answer:
        if url.endswith("down"):
            raise NetworkError(f"{url}: no answer")
        return Answer(url, url, 404 if url.endswith("404") else 200, {}, body, "2026-01-01T00:00:00Z")

    found = list(drift([record, away], SourceOptions(), get))
    assert [(d.state, d.detail) for d in found] == [
        ("same", ""),
        ("moved", f"now {good}"),
        ("unrecorded", good),
        ("unreachable", "status 404"),
        ("unreachable", "no answer"),
    ]


OLD = """\
Terms

1. You may use, modify and distribute the Model.

2. If you have more than 700 million monthly active users, you must request a license from us.
"""


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "OLD.txt", tmp_path / "NEW.txt"
    old.write_text(OLD, "utf-8")
    new.write_text(OLD.replace("700", "7") + "\n3. <b>You</b> must not use it for \x1b[31mwar.\n", "utf-8")
    return str(old), str(new)


def test_diff_shows_a_changed_number_as_an_alarm(run: Run, texts: tuple[str, str]) -> None:
    code, out, _ = run("diff", *texts)
    assert code == 0
    assert "! A number changed: User cap, 700000000 → 7000000" in out
    assert "[-700-] {+7+}" in out
    assert "\x1b" not in out
    code, out, _ = run("diff", *texts, "--alarm", "-q")
    assert code == 1
    assert "[-700-]" not in out


def test_diff_in_every_format(run: Run, texts: tuple[str, str], tmp_path: Path) -> None:
    code, out, _ = run("diff", *texts, "-f", "json")
    data = json.loads(out)
    (cap,) = [p for p in data["provisions"] if p["provision"] == "user-cap"]
    assert (cap["status"], cap["alarm"]) == ("changed", True)
    code, out, _ = run("diff", *texts, "-f", "markdown")
    assert "<del>700</del> <ins>7</ins>" in out
    page = tmp_path / "diff.html"
    code, out, _ = run("diff", *texts, "-f", "html", "-o", str(page))
    html = page.read_text("utf-8")
    assert code == 0
    assert "<del>700</del> <ins>7</ins>" in html
    assert "<b>You</b>" not in html
    assert "<script" not in html
    code, out, _ = run("diff", texts[0], texts[0])
    assert "Nothing changed." in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "diff takes two texts, not 1"),
        (("b", "c"), "diff takes two texts, not 3"),
    ],
)
def test_diff_wants_two_texts(run: Run, texts: tuple[str, str], words: tuple[str, ...], message: str) -> None:
    code, _, err = run("diff", texts[0], *words)
    assert code == 2
    assert message in err


def test_diff_with_a_missing_file(run: Run, texts: tuple[str, str]) -> None:
    code, out, err = run("diff", texts[0], texts[0] + ".missing")
    assert (code, out) == (2, "")
    assert "no such file" in err


def test_compare_takes_the_catalogue_by_publisher(run: Run) -> None:
    code, out, err = run("compare", "--catalog", "--publisher", "Meta", "-f", "json")
    if "licensedcode" in err or not out:
        pytest.skip("needs the package licensedcode-data")
    names = [text["source"] for text in json.loads(out)["texts"]]
    assert code == 0
    assert "llama-2-community" in names
    assert "bsd-3-clause-clear" not in names
    assert "are left out: their texts are not at hand" in err


def test_compare_without_targets_says_what_it_wants(run: Run) -> None:
    code, _, err = run("compare")
    assert code == 2
    assert "compare what?" in err
