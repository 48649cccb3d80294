from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from openaudit import resources
from openaudit.cli.main import main
from openaudit.load import engine as parsed_engine
from openaudit.prepared import engine as load_engine
from openaudit.rulelint import lint
from openaudit.ruleset import Engine, Example
from openaudit.ruletest import check, failures


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def example(
    text: str,
    *,
    provision: str = "non-commercial",
    matches: bool = True,
    quote: str = "",
    captures: dict[str, str] | None = None,
) -> Example:
    return Example(provision, "en", text, matches, captures or {}, quote, "rules/x.yaml", 7)


BAN = "You may not use the software for commercial purposes."
CAP = "If you have more than 700 monthly active users, you must request a license from us."


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (example(BAN), ""),
        (example(BAN, quote="for commercial purposes"), ""),
        (example(BAN, quote="for personal purposes"), "does not hold 'for personal purposes'"),
        (example(BAN, matches=False), "non-commercial is found, and should not be"),
        (example("You may use the software."), "non-commercial is not found (use is)"),
        (example("You may use the software.", matches=False), ""),
        (example(CAP, provision="user-cap", captures={"threshold": "700", "unit": "monthly-active-users"}), ""),
        (example(CAP, provision="user-cap", captures={"threshold": "800"}), "threshold is 700, not 800"),
        (example(CAP, provision="user-cap", captures={"currency": "EUR"}), "currency is not captured, not EUR"),
    ],
)
def test_an_example_is_held_to_its_promise(engine: Engine, one: Example, problem: str) -> None:
    found = check(one, engine)
    assert (problem in found) if problem else not found


def test_failures_are_those_of_the_provisions_asked_for(engine: Engine) -> None:
    wrong = engine._replace(examples=(example(BAN, matches=False), example(CAP, provision="fee")))
    assert [f.example.provision for f in failures(wrong)] == ["non-commercial", "fee"]
    assert [f.place for f in failures(wrong, ["fee"])] == ["rules/x.yaml:7"]


FEW_RULES = """
provision: non-commercial
rationale: {en: a, zh: 甲}
rules:
  en:
    - {name: ban, norms: [{mode: forbid, text: <topic.commercial>}]}
    - {name: idle, phrases: [nobody ever says this]}
"""


def test_lint_names_every_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.rules(), tmp_path / "rules")
    for kind in ("grants", "conditions", "restrictions", "cautions", "boilerplate"):
        for file in (tmp_path / "rules" / kind).iterdir():
            file.unlink()
    (tmp_path / "rules" / "restrictions" / "non-commercial.yaml").write_text(FEW_RULES, encoding="utf-8")
    monkeypatch.setattr(resources, "rules", lambda: tmp_path / "rules")
    examples = (example(BAN), example(BAN), example("x", provision="fee"))
    poor = parsed_engine()._replace(examples=examples)
    found = {(p.level, p.place, p.text) for p in lint(poor)}
    assert ("error", "fee", "no rule finds it in en") in found
    assert ("error", "non-commercial", "no rule finds it in zh") in found
    assert ("error", "non-commercial", "2 match examples in en; at least 4 are needed") in found
    assert ("error", "non-commercial", "0 no-match examples in en; at least 4 are needed") in found
    assert ("error", "rules/x.yaml:7", "fee has no rule in en") in found
    assert ("error", "rules/x.yaml:7", "the example stands at rules/x.yaml:7 too") in found
    assert any(level == "note" and "no example shows this en rule at work" in text for level, _, text in found)
    assert not any(place == "unexplained" for _, place, _ in found)


def test_list(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "user-cap", "--ui-lang", "en"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("user-cap  restriction")
    assert out.count("\n") == 1
    assert main(["rules", "list"]) == 0
    assert "no-model-training" in capfd.readouterr().out


def test_test_and_lint_run_on_one_provision(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "user-cap"]) in (0, 1)
    assert "examples hold" in capfd.readouterr().out
    assert main(["rules", "lint", "user-cap", "-q"]) in (0, 1)
    assert " errors, " in capfd.readouterr().out


def test_coverage_shows_what_nothing_explains(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "LICENSE"
    file.write_text(f"{BAN}\n\nThe moon hums over whoever hums along.\n", encoding="utf-8")
    assert main(["rules", "coverage", str(file)]) == 0
    out = capfd.readouterr().out
    assert out.startswith(f"{file}: 1 of 2 sentences explained, 50.0% (restriction 1, unexplained 1)\n")
    assert f"  {file}:3: unexplained: The moon hums over whoever hums along.\n" in out
    assert "rules never fired: " in out
    assert main(["rules", "coverage", str(tmp_path / "absent")]) == 2
    assert main(["rules", "coverage"]) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rules", "list", "uesr-cap"], "no provision 'uesr-cap'; did you mean 'user-cap'?"),
        (["rules", "tets"], "invalid choice: 'tets'"),
        (["explain"], "explain what?"),
        (["explain", "osd-55"], "nothing is called 'osd-55'; did you mean 'osd-5'?"),
        (["explain", "osd", "-f", "sarif"], "explain has no format 'sarif'"),
    ],
)
def test_wrong_words(capfd: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert main(words) == 2
    assert message in capfd.readouterr().err


def test_explain_a_criterion_a_provision_a_rule_and_a_definition(
    capfd: pytest.CaptureFixture[str], engine: Engine
) -> None:
    rule = next(rule.id for rule in engine.rules["en"] if rule.provision == "user-cap")
    assert main(["explain", "osd-5", "user-cap", rule, "osd", "-f", "json", "--ui-lang", "en"]) == 0
    criterion, provision, one_rule, definition = json.loads(capfd.readouterr().out)
    assert criterion["id"] == "osd-5"
    assert any(line.startswith("user-cap:") for line in criterion["lists"]["Fails it"])
    assert provision["text"].startswith("The text says that ")
    assert one_rule["lists"]["Rules that find it"] == [rule]
    assert len(definition["lists"]["Criteria"]) == 10


@pytest.mark.parametrize("output_format", ["text", "markdown", "json"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_can_be_explained(capfd: pytest.CaptureFixture[str], output_format: str, language: str) -> None:
    assert main(["explain", "--all", "-f", output_format, "--ui-lang", language]) == 0
    out = capfd.readouterr().out
    assert "no-model-training" in out
    assert "None" not in out
