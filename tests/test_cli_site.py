"""`openaudit site` and `openaudit compare`, on small texts of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reports
from openaudit.cli.main import main


@pytest.fixture
def texts(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "llambda" / "LICENSE", tmp_path / "plain" / "LICENSE"]
    for path, text in zip(paths, (reports.LLAMBDA, reports.PLAIN), strict=True):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_a_site_of_two_texts(
    texts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    out = tmp_path / "public" / "audits"
    assert main(["site", str(out), "--no-records", *texts]) == 0
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.html")} == {
        "index.html", "matrix.html", "texts/llambda.html", "texts/plain.html",
    }  # fmt: skip
    assert (out / "cards" / "llambda.svg").is_file()
    assert "open " in capsys.readouterr().err
    before = {path: path.read_bytes() for path in out.rglob("*.*") if path.is_file()}
    assert main(["site", str(out), "--no-records", *texts, "--quiet"]) == 0
    assert {path: path.read_bytes() for path in before} == before


def test_a_site_says_what_it_could_not_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", str(tmp_path / "out"), "--no-records", str(tmp_path / "missing")]) == 2
    assert "missing" in capsys.readouterr().err
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_a_clear_error(
    texts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["site", str(tmp_path / "file"), "--no-records", texts[1]]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_texts_side_by_side(texts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *texts, "-f", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["texts"]) == 2
    assert data["texts"][0]["verdict"] == "not-open-source"
    assert main(["compare", *texts, "-f", "html", "-o", str(tmp_path / "page.html")]) == 0
    assert 'id="matrix"' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_comparison_has_its_own_formats(texts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *texts, "-f", "sarif"]) == 2
    assert "compare has no format 'sarif'; there are: text, markdown, html, csv, json" in capsys.readouterr().err
