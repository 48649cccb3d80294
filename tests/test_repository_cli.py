"""`openaudit repo`, `card` and `claims`: exit codes, formats, waivers, baselines, mistakes on the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from openaudit.cli.main import main
from trees import MODEL_LICENSE, gguf, license_text, plant

OPEN: dict[str, str | bytes] = {
    "README.md": "---\nlicense: mit\n---\n# Larkspur\n\nLarkspur is open source.\n",
    "m.gguf": gguf(),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an open repository, a closed one that says so, and a closed one that does not."""
    for name in os.environ:
        if name.startswith("OPENAUDIT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    plant(tmp_path / "open", {**OPEN, "LICENSE": license_text("mit")})
    plant(tmp_path / "closed", {"README.md": "# Larkspur\n", "LICENSE": MODEL_LICENSE})
    plant(tmp_path / "wrong", {"README.md": "# Larkspur\n\nLarkspur is open source.\n", "LICENSE": MODEL_LICENSE})
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return code, out, err


def run_json(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capfd, *words, "-f", "json")
    data: dict[str, Any] = json.loads(out)
    return code, data


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["repo", "open"], 0),
        (["repo", "closed"], 1),
        (["repo", "closed", "--fail-on", "never"], 0),
        (["repo", "closed", "--exit-zero"], 0),
        (["repo", "closed", "--select", "CLAIM"], 0),
        (["repo", "wrong", "--select", "CLAIM"], 1),
        (["repo", "wrong", "--select", "CLAIM001", "--ignore", "CLAIM"], 0),
        (["repo", "open", "wrong"], 1),
        (["card", "open/README.md"], 0),
        (["card", "closed/README.md"], 0),
        (["card", "wrong/README.md"], 1),
        (["card", "wrong/README.md", "open/README.md"], 1),
        (["card"], 0),
        (["claims", "wrong/README.md"], 1),
        (["claims", "open/README.md"], 0),
        (["claims", "wrong/README.md", "--license", "mit"], 0),
        (["claims", "open/README.md", "--license", "llama2"], 1),
        (["claims", "open/README.md", "--license", "code=llama2"], 0),
        (["claims", "open/README.md", "--license", "closed/LICENSE"], 1),
        (["claims", "open/README.md", "--license", "closed/LICENSE", "--definition", "fsf"], 1),
        (["claims"], 0),
        (["repo", "nowhere"], 2),
        (["card", "nowhere.md"], 2),
        (["claims", "nowhere.md"], 2),
        (["claims", "open/README.md", "--license", "nothing-of-the-kind"], 2),
        (["claims", "open/README.md", "--license", "wheels=mit"], 2),
        (["repo", "open", "--select", "CLAIMS"], 2),
        (["repo", "open", "--ignore", "osd-99"], 2),
        (["repo", "open", "-f", "html"], 2),
        (["repo", "open", "--seconds", "soon"], 2),
        (["repo", "open", "--seconds", "-1"], 0),
    ],
)
def test_exit_codes(capfd: pytest.CaptureFixture[str], words: list[str], code: int) -> None:
    assert run(capfd, *words)[0] == code


def test_a_walk_that_stops_early_is_no_complete_audit(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(1000):
        (folder / "open" / f"f{number}.txt").touch()
    code, _, err = run(capfd, "repo", "open", "--seconds", "-1")
    assert code == 2
    assert "the audit is not complete" in err


def test_mistakes_are_clear(capfd: pytest.CaptureFixture[str]) -> None:
    assert "did you mean 'CLAIM001'" in run(capfd, "repo", "open", "--select", "CLAIM01")[2]
    assert "there are: text, json" in run(capfd, "repo", "open", "-f", "csv")[2]
    assert "did you mean mit" in run(capfd, "claims", "open/README.md", "--license", "mitt")[2]
    assert "no such file" in run(capfd, "card", "nope.md")[2]


def test_json(capfd: pytest.CaptureFixture[str]) -> None:
    code, data = run_json(capfd, "repo", "wrong", "--definition", "osaid")
    (repository,) = data["repositories"]
    assert code == 1
    assert (repository["root"], repository["verdict"], repository["complete"]) == ("wrong", "not-open-source", True)
    (claim,) = repository["observations"]
    assert claim["id"] == "CLAIM001"
    assert claim["place"] == {"path": "README.md", "line": 3, "column": 13, "end_line": 3, "end_column": 24}
    assert claim["advice"][0].startswith("Write instead: “source-available”")
    assert claim["fingerprint"].startswith("oa1:")
    assert repository["openness"]["mof_class"] == 0
    assert repository["results"][0]["source"]["path"] == "wrong/LICENSE"


def test_json_is_as_the_schema_says(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "schema", "repository")
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    repositories = ["repo", "open", "closed", "wrong", "--definition", "osaid"]
    for words in (repositories, ["card", "wrong/README.md"], ["claims"]):
        _, data = run_json(capfd, *words)
        jsonschema.Draft202012Validator(schema).validate(data)


def test_sarif_has_all_that_code_scanning_asks_for(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "repo", "wrong", "-f", "sarif")
    log = json.loads(out)
    (results,) = [each["results"] for each in log["runs"]]
    rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {"CLAIM001", "non-commercial"} <= rules
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("wrong/")
        assert all(place["region"][key] >= 1 for key in ("startLine", "startColumn", "endLine", "endColumn"))
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    assert log["runs"][0]["automationDetails"]["id"] == "openaudit/repository/"


def test_github_annotations(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "card", "wrong/README.md", "-f", "github")
    assert out.startswith(
        "::error file=wrong/README.md,line=3,endLine=3,title=Said to be open source%2C and is not,col=13"
    )


def test_many_reports_of_one_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "repo", "wrong", "--report", "sarif=a.sarif", "--report", "markdown=a.md", "--ui-lang", "zh")
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"
    assert "宣称开源，其实不是" in (folder / "a.md").read_text(encoding="utf-8")


WAIVER = """\
[[waiver]]
rule = "CLAIM001"
target = "wrong/README.md"
reason = "counsel 12"
expires = {expires}
"""


@pytest.mark.parametrize(("expires", "code"), [("2999-01-01", 0), ("2001-01-01", 1)])
def test_waivers_of_observations(folder: Path, capfd: pytest.CaptureFixture[str], expires: str, code: int) -> None:
    (folder / "openaudit.toml").write_text(WAIVER.format(expires=expires))
    measured, _, err = run(capfd, "card", "wrong/README.md")
    assert measured == code
    assert ("expired on 2001-01-01" in err) == (code == 1)
    assert run(capfd, "card", "wrong/README.md", "--no-waivers")[0] == 1


def test_a_waiver_by_fingerprint(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, data = run_json(capfd, "card", "wrong/README.md")
    fingerprint = data["repositories"][0]["observations"][0]["fingerprint"]
    waiver = f'[[waiver]]\nfingerprint = "{fingerprint}"\nreason = "counsel 12"\nexpires = 2999-01-01\n'
    (folder / "openaudit.toml").write_text(waiver)
    code, data = run_json(capfd, "card", "wrong/README.md")
    assert code == 0
    assert data["repositories"][0]["suppressed"][0]["suppressed_by"] == "counsel 12"


def test_a_waived_licence_finding_counts_for_repo_as_for_check(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    waivers = "".join(
        f'[[waiver]]\nrule = "{rule}"\ntarget = "closed/LICENSE"\nreason = "known"\nexpires = 2999-01-01\n'
        for rule in ("osd-1", "osd-2", "osd-3", "osd-5", "osd-6")
    )
    (folder / "openaudit.toml").write_text(waivers)
    assert run(capfd, "repo", "closed")[0] == 0


@pytest.mark.parametrize(("lists", "code"), [("allow: [field-of-use, non-commercial]", 0), ("deny: [attribution]", 1)])
def test_a_policy_decides_about_texts_and_not_about_claims(
    folder: Path, capfd: pytest.CaptureFixture[str], lists: str, code: int
) -> None:
    policy = f"id: acme\nname: Acme\nbased-on: osd\n{lists}\n"
    (folder / "acme.yaml").write_text(policy, encoding="utf-8")
    by_policy = ("--definition", "acme.yaml")
    # What the policy allows is not open source by it.
    assert run(capfd, "card", "wrong/README.md", *by_policy)[0] == 1
    assert "Not open source" in run(capfd, "repo", "closed", *by_policy)[1]
    assert run(capfd, "repo", "closed", *by_policy, "--ignore", "MISS,CARD")[0] == code
    assert run(capfd, "repo", "closed", "--ignore", "MISS,CARD")[0] == 1


def test_a_baseline_holds_what_repo_and_card_notice(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "baseline", "create", "wrong")[0] == 0
    entries = json.loads((folder / ".openaudit-baseline.json").read_text(encoding="utf-8"))["findings"]
    assert ("wrong/README.md", "CLAIM001") in {(one["source"], one["rule"]) for one in entries}
    with_baseline = ("--baseline", ".openaudit-baseline.json")
    assert run(capfd, "card", "wrong/README.md", *with_baseline)[0] == 0
    assert run(capfd, "repo", "wrong", *with_baseline)[0] == 0
    (folder / "wrong" / "README.md").write_text("# Larkspur\n\nLarkspur is free software.\n")
    assert run(capfd, "card", "wrong/README.md", *with_baseline)[0] == 1
    assert run(capfd, "baseline", "prune", "wrong")[0] == 0
    assert "CLAIM001" not in (folder / ".openaudit-baseline.json").read_text(encoding="utf-8")


def test_the_folder_of_a_document(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    plant(folder / "wrong", {"docs/README.md": "# More\n\nThis model is open source.\n"})
    code, data = run_json(capfd, "card", "wrong/docs/README.md")
    (report,) = data["repositories"]
    assert (code, report["root"]) == (1, "wrong")
    assert [one["place"]["path"] for one in report["observations"]] == ["docs/README.md"]


def test_a_licence_stands_for_the_cards_beside_it(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """pre-commit passes changed files: the claim that a new licence makes wrong stands in a file nobody touched."""
    plant(
        folder / "wrong",
        {"third_party/x/LICENSE": MODEL_LICENSE, "models/small/USE_POLICY.md": "# Policy\n", "README_zh.md": "# L\n"},
    )
    for files in (["wrong/LICENSE"], ["wrong/models/small/USE_POLICY.md"], ["wrong/README.md", "wrong/LICENSE"]):
        code, data = run_json(capfd, "card", *files)
        (report,) = data["repositories"]
        assert (code, report["root"]) == (1, "wrong")
        assert [(one["id"], one["place"]["path"]) for one in report["observations"]] == [("CLAIM001", "README.md")]
    # Other people's licences, and licences without a card, speak of nothing here.
    plant(folder / "bare", {"LICENSE": MODEL_LICENSE})
    code, data = run_json(capfd, "card", "wrong/third_party/x/LICENSE", "bare/LICENSE")
    assert (code, data["repositories"]) == (0, [])


def test_ignore_comments_in_claims(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = "<!-- openaudit: ignore[CLAIM001] a quotation -->\nThis model is open source.\n"
    text += "\n<!-- openaudit: ignore[CARD004] x -->\n"
    (folder / "post.md").write_text(text)
    code, data = run_json(capfd, "claims", "post.md", "--license", "llama2")
    (report,) = data["repositories"]
    assert (code, report["observations"]) == (0, [])
    assert report["suppressed"][0]["suppressed_by"] == "a quotation"


def test_quiet_is_one_line_each(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "repo", "wrong", "--quiet")
    assert out.startswith("wrong/README.md:3:13: CLAIM001 ")
