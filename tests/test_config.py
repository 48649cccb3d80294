from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args, get_type_hints

import pytest

import openaudit.settings
from openaudit.config import Config, find, resolve
from openaudit.errors import ConfigError
from openaudit.settings import GROUPS, SETTINGS, Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def settings(folder: Path, options: dict[str, object] | None = None, environ: dict[str, str] | None = None) -> Settings:
    return resolve(options or {}, environ or {}, str(folder)).settings


def write(folder: Path, text: str, name: str = "openaudit.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_setting_is_a_field_of_its_kind() -> None:
    types = {
        "flag": bool,
        "integer": int,
        "list": tuple[str, ...],
        "paths": tuple[str, ...],
    }
    # At run time a Literal of the project is only a stand-in (openaudit/typed.py).
    closed = {"Confidence": Literal["low", "medium", "high"]}
    hints = get_type_hints(Settings, vars(openaudit.settings) | closed)
    assert [s.field for s in SETTINGS.values()] == sorted(hints, key=[s.field for s in SETTINGS.values()].index)
    for setting in SETTINGS.values():
        expected = types.get(setting.kind)
        field = hints[setting.field]
        if setting.kind == "choice":
            assert field is str or get_args(field) == setting.values, setting.name
        else:
            assert field == expected if expected else field in (str, str | None), setting.name
        assert setting.group in GROUPS
        if setting.kind == "choice":
            assert setting.default in setting.values


def test_defaults_without_anything(folder: Path) -> None:
    assert resolve({}, {}, str(folder)) == Config(Settings())


def test_command_line_wins_over_environment_over_file_over_default(folder: Path) -> None:
    write(folder, 'fail-on = "never"\nmin-confidence = "high"\nui-lang = "zh"\n')
    environ = {"OPENAUDIT_FAIL_ON": "not-open-source", "OPENAUDIT_MIN_CONFIDENCE": "medium"}
    found = settings(folder, {"fail-on": "needs-review"}, environ)
    assert (found.fail_on, found.min_confidence, found.ui_lang, found.color) == ("needs-review", "medium", "zh", "auto")


def test_the_nearest_file_upwards_wins_and_a_pyproject_without_the_table_is_passed_over(folder: Path) -> None:
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    write(folder, '[tool.openaudit]\nfail-on = "never"\n', "pyproject.toml")
    write(inner, '[project]\nname = "openaudit-user"\n', "pyproject.toml")
    assert settings(inner).fail_on == "never"
    write(inner, 'fail-on = "not-open-source"\n', ".openaudit.toml")
    assert settings(inner).fail_on == "not-open-source"
    assert find(str(inner)) == str(inner / ".openaudit.toml")


def test_isolated_reads_no_file_and_config_names_one(folder: Path) -> None:
    write(folder, 'fail-on = "never"\n')
    other = write(folder, 'fail-on = "not-open-source"\n', "other.toml")
    assert settings(folder, {"isolated": True}).fail_on == "needs-review"
    assert settings(folder, {"config": str(other)}).fail_on == "not-open-source"
    assert settings(folder, {}, {"OPENAUDIT_ISOLATED": "1"}).fail_on == "needs-review"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('fial-on = "never"\n', r"openaudit\.toml:1: fial-on is no setting; did you mean 'fail-on'\?"),
        ('fail-on = "nevr"\n', r":1: fail-on: 'nevr' is not one of .*; did you mean 'never'\?"),
        ('# x\nquiet = "maybe"\n', r":2: quiet: 'maybe' is not true or false"),
        ("jobs = -1\n", r"jobs: -1 is not 0 or more"),
        ("jobs = true\n", r"jobs: True is not a whole number"),
        ('select = "osd"\nselect = "osd"\n', r"not valid TOML"),
        ("select = [1]\n", r"select: \[1\] is not a list of texts"),
        ("exit-zero = true\n", r"exit-zero can be set on the command line and in the environment only"),
        ('output-file = "x"\n', r"output-file can be set on the command line"),
        ("base-url = 3\n", r"base-url: 3 is not a non-empty text"),
        ("waiver = 3\n", r"waiver must be an array of tables"),
        ("\xff", r"not valid TOML"),
    ],
)
def test_wrong_files_name_place_and_remedy(folder: Path, text: str, message: str) -> None:
    (folder / "openaudit.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match=message):
        settings(folder)


def test_errors_in_pyproject_name_the_table(folder: Path) -> None:
    write(folder, '[project]\nname = "x"\n\n[tool.openaudit]\nselct = ["osd"]\n', "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:5: tool\.openaudit\.selct is no setting.*'select'"):
        settings(folder)


def test_a_pyproject_whose_table_is_no_table_is_an_error(folder: Path) -> None:
    write(folder, "[tool]\nopenaudit = 3\n", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"tool\.openaudit must be a table"):
        settings(folder)


def test_a_missing_config_file_is_an_error(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*absent\.toml: No such file"):
        settings(folder, {"config": str(folder / "absent.toml")})


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("OPENAUDIT_NO_IDENTIFY", "1", "no_identify", True),
        ("OPENAUDIT_NO_IDENTIFY", "off", "no_identify", False),
        ("OPENAUDIT_SELECT", "osd-5, user-cap", "select", ("osd-5", "user-cap")),
        ("OPENAUDIT_RULES", "a:b", "rules", ("a", "b")),
        ("OPENAUDIT_JOBS", "4", "jobs", 4),
        ("OPENAUDIT_OUTPUT_FORMAT", "json", "output_format", "json"),
    ],
)
def test_every_option_has_a_variable(folder: Path, variable: str, value: str, field: str, expected: object) -> None:
    assert getattr(settings(folder, {}, {variable: value}), field) == expected


def test_a_wrong_variable_is_named(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"OPENAUDIT_COLOR: 'sometimes' is not one of auto, always, never"):
        settings(folder, {}, {"OPENAUDIT_COLOR": "sometimes"})


def test_paths_in_a_file_are_relative_to_it(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    write(folder, 'rules = ["policies"]\nbaseline = "b.json"\ndefinition = ["osd", "policies/ours.yaml"]\n')
    found = settings(inner)
    assert found.rules == (str(folder / "policies"),)
    assert found.baseline == str(folder / "b.json")
    assert found.definition == ("osd", str(folder / "policies" / "ours.yaml"))


def test_repeated_and_comma_separated_options_are_one_list(folder: Path) -> None:
    assert settings(folder, {"select": ["osd-5,osd-6", "user-cap"]}).select == ("osd-5", "osd-6", "user-cap")
