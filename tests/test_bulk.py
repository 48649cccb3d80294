from __future__ import annotations

import csv
import json
import os
import random
import re
import resource
from pathlib import Path

import pytest

from bulkruns import FORBIDDING, Inline, bulk, counts, inline, table, text, write_jsonl
from engine import OPEN_LICENSE, audited
from openaudit.bulk import store
from openaudit.bulk.inputs import Reading, count_rows, look_at, read_rows
from openaudit.bulk.paths import files_below
from openaudit.bulk.rows import REASONS
from openaudit.errors import InputError

pytest.importorskip("pyarrow")
__all__ = ["inline"]
pytestmark = pytest.mark.usefixtures("inline")


def write_parquet(path: Path, **columns: object) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(columns), path)
    return path


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


# --- inputs -------------------------------------------------------------------------------------


def test_every_form_of_input_gives_the_same_audits(tmp_path: Path) -> None:
    texts = [OPEN_LICENSE, FORBIDDING, OPEN_LICENSE]
    ids = ["a", "b", "c"]
    folder = tmp_path / "texts"
    folder.mkdir()
    for id_, one in zip(ids, texts, strict=True):
        (folder / id_).write_text(one, encoding="utf-8")
    forms = {
        "parquet": write_parquet(tmp_path / "t.parquet", id=ids, text=texts),
        "binary": write_parquet(tmp_path / "b.parquet", id=ids, text=[one.encode() for one in texts]),
        "jsonl": tmp_path / "t.jsonl",
        "csv": write_csv(tmp_path / "t.csv", [["id", "text"], *map(list, zip(ids, texts, strict=True))]),
        "paths": write_csv(tmp_path / "p.csv", [["id", "path"], *([id_, f"texts/{id_}"] for id_ in ids)]),
        "folder": folder,
    }
    records = [json.dumps({"id": id_, "text": one}) for id_, one in zip(ids, texts, strict=True)]
    forms["jsonl"].write_text("\n".join(records), encoding="utf-8")
    found = {}
    for name, path in forms.items():
        out = tmp_path / f"out-{name}"
        assert bulk(path, "--out", out) == 0
        found[name] = [{k: v for k, v in row.items() if k not in ("id", "source")} for row in table(out)]
        assert [row["row"] for row in found[name]] == [0, 1, 2]
        assert [row["id"] for row in table(out)] == ([None] * 3 if name == "folder" else ids)
    assert all(rows == found["parquet"] for rows in found.values())
    assert [row["source"] for row in table(tmp_path / "out-paths")] == ["texts/a", "texts/b", "texts/c"]
    assert [row["source"] for row in table(tmp_path / "out-folder")] == ids


def test_a_row_has_what_an_audit_of_its_text_has(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert bulk(write_jsonl(tmp_path / "t.jsonl", [FORBIDDING]), "--out", out, "--definition", "osd,fsf") == 0
    row = table(out)[0]
    result = audited(FORBIDDING, identify=True)
    assert row["verdict"] == result.verdict == "not-open-source"
    assert row["verdict_fsf"] == "not-open-source"
    assert row["sha256"] == result.source.sha256
    assert {one.id: one.outcome for one in result.judgements[0].criteria} == {
        name.replace("_", "-"): value for name, value in row.items() if name.startswith("osd_")
    } | {"osd-1": row["osd_1"]}
    assert "field-of-use" in row["provisions"]
    [quote] = [one for one in row["quotes"] if one["provision"] == "field-of-use"]
    finding = next(f for f in result.findings if f.provision == "field-of-use")
    assert quote["quote"] == "You may not use the work for military purposes."
    assert (quote["start_line"], quote["fingerprint"]) == (finding.start_line, finding.fingerprint)
    assert (quote["criteria"], quote["outcome"], quote["part"]) == (["osd-6"], "fail", "license")


def test_several_inputs_are_one_table(tmp_path: Path) -> None:
    first = write_jsonl(tmp_path / "a.jsonl", [text(1), text(2)])
    second = write_parquet(tmp_path / "b.parquet", text=[text(2), text(3)])
    assert bulk(first, second, "--out", tmp_path / "out") == 0
    assert [row["row"] for row in table(tmp_path / "out")] == [0, 1, 2, 3]
    assert counts(tmp_path / "out")["texts"] == 3


def test_model_cards_are_read_as_hubs_read_them(tmp_path: Path) -> None:
    pytest.importorskip("licensedcode")
    named = "---\nlicense: mit\n---\n# A model\n"
    gated = (
        "---\nlicense: mit\nextra_gated_prompt: You agree not to use the model for military purposes.\n---\n# A model\n"
    )
    written = f"---\nlicense: other\n---\n# A model\n\n## License\n\n{FORBIDDING}"
    unknown = "---\nlicense: other\nlicense_name: own-terms\n---\n# A model\n"
    path = tmp_path / "cards.jsonl"
    limited = f"{named}\n## License\n\nFor non-commercial use only.\n"
    cards = [named, gated, written, unknown, "# A model\n", limited]
    path.write_text("\n".join(json.dumps({"card": card}) for card in cards), encoding="utf-8")
    assert bulk(path, "--out", tmp_path / "out") == 2
    rows = table(tmp_path / "out")
    assert [row["verdict"] for row in rows] == ["open-source", *["not-open-source"] * 3]
    assert ("section", "non-commercial") in [(q["part"], q["provision"]) for q in rows[3]["quotes"]]
    assert rows[0]["license"] == rows[1]["license"] == "mit"
    assert ("gate", "field-of-use") in [(q["part"], q["provision"]) for q in rows[1]["quotes"]]
    assert rows[1]["osd_6"] == "fail"
    errors = table(tmp_path / "out", "errors")
    assert [(row["row"], row["reason"]) for row in errors] == [(3, "no-license"), (4, "no-license")]
    assert "own-terms" in errors[0]["message"]


def test_texts_in_other_encodings_are_told_by_their_bytes(tmp_path: Path) -> None:
    words = FORBIDDING + "\nСтоит 5 €, naïve café.\n"
    latin = FORBIDDING.replace("military", "café").encode("cp1252")
    path = tmp_path / "t.csv"
    path.write_bytes(b'id,text\r\na,"' + latin.replace(b'"', b'""') + b'"\r\n')
    assert bulk(path, "--out", tmp_path / "out") == 0
    assert any("café" in quote["quote"] for quote in table(tmp_path / "out")[0]["quotes"])
    assert bulk(write_jsonl(tmp_path / "u.jsonl", [words]), "--out", tmp_path / "out-2") == 0


# --- rows that cannot be audited ----------------------------------------------------------------


def test_bad_rows_go_to_the_errors_with_the_reason_and_keep_no_other_row(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    records: list[object] = [
        {"text": OPEN_LICENSE}, {"text": None}, {"text": " \n"}, {"text": 7}, {"text": "a\0b\0c"}, {"other": 1}, [1],
        {"text": "x" * 3000}, {"text": "\ud800"}, {"text": FORBIDDING},
    ]  # fmt: skip
    lines = [json.dumps(one) for one in records]
    path.write_text("\n".join([*lines, "{broken", "[" * 100_000, '"' + "y" * 200_000, ""]), encoding="utf-8")
    assert bulk(path, "--out", tmp_path / "out", "--max-bytes", "2000") == 2
    assert [row["row"] for row in table(tmp_path / "out")] == [0, 9]
    errors = {row["row"]: row["reason"] for row in table(tmp_path / "out", "errors")}
    assert errors == {
        1: "empty", 2: "empty", 3: "bad-record", 4: "undecodable", 5: "no-text", 6: "bad-record", 7: "too-large",
        8: "bad-record", 10: "bad-record", 11: "too-large", 12: "too-large",
    }  # fmt: skip
    assert counts(tmp_path / "out")["rows"] == 13
    assert bulk(path, "--out", tmp_path / "out", "--max-bytes", "2000", "--max-errors", "11") == 0


def test_bytes_that_are_no_text_are_told_by_the_audit(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "t.parquet", text=[OPEN_LICENSE.encode(), os.urandom(64) + b"\0\0\1\0"])
    assert bulk(path, "--out", tmp_path / "out") == 2
    [error] = table(tmp_path / "out", "errors")
    assert (error["row"], error["reason"]) == (1, "undecodable")
    assert error["sha256"]


def test_broken_csv_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,text\na,"fine"\nb\nc,"x"y\nd,fine,too\ne,fine\nf,"never closed\ng,lost\n', encoding="utf-8")
    assert bulk(path, "--out", tmp_path / "out") == 2
    assert [row["id"] for row in table(tmp_path / "out")] == ["a", "e"]
    errors = table(tmp_path / "out", "errors")
    assert [row["id"] for row in errors] == ["b", None, "d", None]
    assert [row["message"].split(":")[0] for row in errors][1::2] == ["line 4 is no CSV", "line 7 is no CSV"]


def test_a_broken_parquet_file_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    texts = [text(number) for number in range(300)]
    whole = write_parquet(tmp_path / "t.parquet", text=texts).read_bytes()
    chosen = random.Random(1)
    look = Reading({"text": None, "path": None, "card": None})
    refused = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chosen.choice((1, 20))):
            data[-1 - chosen.randrange(min(len(data), 900))] = chosen.randrange(256)
        path = tmp_path / "broken.parquet"
        path.write_bytes(data[: chosen.choice((len(data), len(data) // 2))])
        found = look_at([str(path)])
        try:
            assert count_rows(found, [[]]) is not None
            assert list(read_rows(found, [[]], look))
        except InputError as error:
            refused += "broken.parquet: " in str(error)
    assert refused > 50


def test_paths_stay_below_their_folder(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret").write_text(FORBIDDING, encoding="utf-8")
    (inside / "LICENSE").write_text(OPEN_LICENSE, encoding="utf-8")
    (inside / "link").symlink_to(tmp_path / "secret")
    (inside / "own-link").symlink_to("LICENSE")
    os.mkfifo(inside / "pipe")
    (inside / "large").write_text("x" * 5000, encoding="utf-8")
    named = ["LICENSE", "own-link", "../secret", str(tmp_path / "secret"), "link", "nothing", "pipe", "", ".", "large"]
    path = write_csv(inside / "t.csv", [["path", "n"], *([one, "1"] for one in named), ["a\0b", "1"]])
    words = (path, "--max-bytes", "4900")
    assert bulk(*words, "--out", tmp_path / "out") == 2
    assert [row["source"] for row in table(tmp_path / "out")] == ["LICENSE", "own-link"]
    errors = {row["row"]: row["reason"] for row in table(tmp_path / "out", "errors")}
    assert errors == {
        2: "path-outside", 3: "path-outside", 4: "path-outside", 5: "unreadable", 6: "unreadable", 7: "empty",
        8: "unreadable", 9: "too-large", 10: "bad-record",
    }  # fmt: skip
    assert bulk(*words, "--out", tmp_path / "out-2", "--allow-outside") == 2
    assert [row["row"] for row in table(tmp_path / "out-2")] == [0, 1, 2, 3, 4]
    assert bulk(*words, "--out", tmp_path / "out-3", "--root", tmp_path) == 2
    assert {row["source"] for row in table(tmp_path / "out-3")} == {str(tmp_path / "secret")}


def test_links_of_a_folder_that_leave_it_are_errors(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text(FORBIDDING, encoding="utf-8")
    (folder / "sub" / "LICENSE").write_text(OPEN_LICENSE, encoding="utf-8")
    (folder / "notes.txt").write_text(OPEN_LICENSE, encoding="utf-8")
    (folder / ".hidden").write_text(OPEN_LICENSE, encoding="utf-8")
    (folder / "LICENSE").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert list(files_below(str(folder), licenses_only=False)) == ["LICENSE", "loop", "notes.txt", "sub/LICENSE"]
    assert bulk(folder, "--out", tmp_path / "out") == 2
    assert [row["source"] for row in table(tmp_path / "out")] == ["notes.txt", "sub/LICENSE"]
    assert [row["reason"] for row in table(tmp_path / "out", "errors")] == ["path-outside", "unreadable"]
    assert bulk(folder, "--out", tmp_path / "out-2", "--licenses-only") == 2
    assert [row["source"] for row in table(tmp_path / "out-2")] == ["sub/LICENSE"]


def test_results_inside_of_the_folder_are_none_of_its_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("LICENSE").write_text(OPEN_LICENSE, encoding="utf-8")
    assert bulk(".", "--out", "audits") == 0
    assert [row["source"] for row in table(Path("audits"))] == ["LICENSE"]


# --- once, in order, and whole ------------------------------------------------------------------


def test_each_text_is_audited_once_however_often_it_comes(tmp_path: Path, inline: type[Inline]) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(number % 5) for number in range(100)])
    assert bulk(path, "--out", tmp_path / "out", "--partition-rows", "7") == 0
    assert len(inline.audited) == len(set(inline.audited)) == 5
    rows = table(tmp_path / "out")
    assert [row["row"] for row in rows] == list(range(100))
    assert [row["sha256"] for row in rows] == [row["sha256"] for row in rows[:5]] * 20


def test_the_same_words_read_in_another_way_are_another_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.md", "c"):
        (folder / name).write_text("# Terms\n\n" + FORBIDDING, encoding="utf-8")
    assert bulk(folder, "--out", tmp_path / "out") == 0
    assert counts(tmp_path / "out")["texts"] == 1
    assert [row["verdict"] for row in table(tmp_path / "out")] == ["not-open-source"] * 3


def test_the_size_of_partitions_changes_no_row(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(number % 9) if number % 10 else "" for number in range(40)])
    for size in ("1", "7", "1000"):
        assert bulk(path, "--out", tmp_path / size, "--partition-rows", size) == 2
    assert table(tmp_path / "1") == table(tmp_path / "7") == table(tmp_path / "1000")
    assert table(tmp_path / "1", "errors") == table(tmp_path / "1000", "errors")
    assert len(list((tmp_path / "7" / "results").iterdir())) == len(list((tmp_path / "7" / "errors").iterdir())) == 6


def test_a_run_that_broke_off_goes_on_and_audits_nothing_again(
    tmp_path: Path, inline: type[Inline], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(number % 20) for number in range(60)])
    words = (path, "--partition-rows", "5")
    assert bulk(*words, "--out", tmp_path / "whole") == 0
    inline.audited.clear()
    real = store.write_parquet

    def break_off(name: str, what: object) -> None:
        if name.endswith("results/part-00003.parquet"):
            raise KeyboardInterrupt
        real(name, what)

    monkeypatch.setattr(store, "write_parquet", break_off)
    assert bulk(*words, "--out", tmp_path / "out") == 130
    assert len(inline.audited) == 20
    assert (tmp_path / "out" / "errors" / "part-00003.parquet").exists()
    (tmp_path / "out" / "results" / ".part-00003.parquet.1.tmp").write_bytes(b"half")
    monkeypatch.setattr(store, "write_parquet", real)
    assert bulk(*words, "--out", tmp_path / "out") == 0
    assert len(inline.audited) == 20
    assert counts(tmp_path / "out") == counts(tmp_path / "whole")
    assert [path.name for path in (tmp_path / "out" / "results").iterdir() if path.name.startswith(".")] == []
    assert not (tmp_path / "out" / ".work").exists()


def test_a_full_disk_is_an_error_and_the_run_goes_on_when_there_is_room(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(number) for number in range(60)])
    assert bulk(path, "--out", tmp_path / "whole") == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, hard))
    try:
        assert bulk(path, "--out", tmp_path / "out") == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    error = capfd.readouterr().err
    assert "File too large; the same command goes on from what is there" in error
    assert "Traceback" not in error
    assert bulk(path, "--out", tmp_path / "out") == 0
    assert counts(tmp_path / "out") == counts(tmp_path / "whole")


def test_a_finished_run_is_not_run_again(tmp_path: Path, inline: type[Inline]) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(1)])
    assert bulk(path, "--out", tmp_path / "out") == 0
    assert bulk(path, "--out", tmp_path / "out") == 0
    assert len(inline.audited) == 1
    assert bulk(path, "--out", tmp_path / "out", "--fresh") == 0
    assert len(inline.audited) == 2


def test_a_folder_is_never_mixed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [text(1)])
    out = tmp_path / "out"
    assert bulk(path, "--out", out) == 0
    assert bulk(path, "--out", out, "--partition-rows", "7") == 2
    assert "holds a run that differs in partition_rows" in capfd.readouterr().err
    write_jsonl(path, [text(1), text(2)])
    assert bulk(path, "--out", out) == 2
    assert "holds a run that differs in inputs" in capfd.readouterr().err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").touch()
    assert bulk(path, "--out", tmp_path / "mine", "--fresh") == 2
    assert "holds 'notes' and no run of openaudit bulk" in capfd.readouterr().err
    assert (tmp_path / "mine" / "notes").exists()
    with store.locked(str(out)):
        assert bulk(path, "--out", out) == 2
    assert "another run is writing there" in capfd.readouterr().err
    (out / "manifest.json").write_text("{", encoding="utf-8")
    assert bulk(path, "--out", out) == 2
    assert "manifest.json: cannot be read" in capfd.readouterr().err


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "t.parquet", text=__import__("pyarrow").array([], "string"))
    assert bulk(path, "--out", tmp_path / "out") == 0
    assert counts(tmp_path / "out")["rows"] == 0


# --- the command line ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "name an INPUT, and with --out a folder"),
        (["none.parquet"], "none.parquet: no such file or folder"),
        (["t.txt"], "t.txt: not a folder, and no file that ends in .parquet, .jsonl, .ndjson, .csv"),
        (["t.csv"], "say which column holds the texts"),
        (["t.csv", "--text-column", "b"], "t.csv: no column 'b'; it has: 'a'"),
        (["t.csv", "--text-column", "a", "--id-column", "c"], "t.csv: no column 'c'; it has: 'a'"),
        (["t.csv", "--text-column", "a", "--card-column", "a"], "a row has one text"),
        (["two.csv"], "two.csv: several columns 'text'; it has: 'text', 'text'"),
        (["t.parquet"], "t.parquet: no Parquet file"),
        (["t.csv", "--report", "sarif=x"], "a bulk run writes html"),
        (["t.csv", "--report", "html", "--report", "html=x"], "one page is enough"),
        (["t.csv", "--workers", "0"], "--workers"),
        (["t.csv", "--definition", "nosuch"], "no definition 'nosuch'"),
        (["t.csv", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"], "a scheduler has its own"),
    ],
)
def test_wrong_command_lines(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("t.txt", "t.csv", "t.parquet"):
        Path(name).write_text("a\n1\n", encoding="utf-8")
    Path("two.csv").write_text("text,text\n1,2\n", encoding="utf-8")
    assert bulk(*words, *(["--out", "out"] if words else [])) == 2
    error = capfd.readouterr().err
    assert message in error
    assert "Traceback" not in error


def test_the_page_and_the_terminal_say_the_counts_in_both_languages(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from openaudit.cli.main import main

    path = write_jsonl(tmp_path / "t.jsonl", [text(0), text(1), text(1), ""])
    for lang, words in (("en", ("4 rows, 2 distinct texts", "Not open source", "empty")), ("zh", ("4 行", "空白"))):
        out = tmp_path / lang
        options = ["--out", str(out), "--report", "html", "--ui-lang", lang, "--isolated"]
        assert main(["bulk", str(path), *options]) == 2
        page = (out / "report.html").read_text(encoding="utf-8")
        told = capfd.readouterr().out
        assert all(word in page and word in told for word in words)
        assert "<script" not in page
        assert "OSD 6" in page
        assert counts(out)["digest"] in page
    assert (tmp_path / "en" / "counts.json").read_bytes() == (tmp_path / "zh" / "counts.json").read_bytes()


# --- the documentation --------------------------------------------------------------------------


def test_the_queries_of_the_documentation_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    documentation = (Path(__file__).parent.parent / "docs" / "bulk.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    texts = [OPEN_LICENSE, FORBIDDING, FORBIDDING, ""]
    path = write_parquet(Path("models.parquet"), id=["a", "b", "c", "d"], text=texts, downloads=[1, 2, 3, 4])
    assert bulk(path, "--out", "audits") == 2
    answers = [duckdb.sql(query).fetchall() for query in re.findall(r"```sql\n(.*?)```", documentation, re.DOTALL)]
    sentence = "You may not use the work for military purposes."
    assert answers == [
        [("not-open-source", 2, 1), ("open-source", 1, 1)],
        [("field-of-use", 1, 2)],
        [("field-of-use", sentence, 2, "b")],
        [("b", None, [sentence]), ("c", None, [sentence])],
        [],
        [("empty", 1, 3, "the text is empty")],
        [("c", 3, "not-open-source"), ("b", 2, "not-open-source"), ("a", 1, "open-source")],
    ]


def test_every_reason_and_column_is_documented(tmp_path: Path) -> None:
    documentation = (Path(__file__).parent.parent / "docs" / "bulk.md").read_text(encoding="utf-8")
    assert bulk(write_jsonl(tmp_path / "t.jsonl", [FORBIDDING]), "--out", tmp_path / "out") == 0
    [row] = table(tmp_path / "out")
    for name in (*REASONS, *(name for name in row if not name.startswith("osd_")), *row["quotes"][0]):
        assert f"`{name}`" in documentation or name in ("start_column", "end_line"), name
