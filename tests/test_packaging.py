from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

import openaudit
from openaudit import primed

ROOT = Path(__file__).resolve().parent.parent
PACKAGED = {"openaudit": "openaudit", "rules": "openaudit/_data/rules", "licenses": "openaudit/_data/licenses"}
# What hatch_build.py makes of the rules and the words of reports.
PREPARED = ("rules", primed.NAME, "messages-en", "messages-zh")
IGNORED = {"__pycache__", ".DS_Store", "_data"}


def checkout(folder: str) -> Iterable[str]:
    """The files below a folder of the checkout, as paths from its top."""
    for path in (ROOT / folder).rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not IGNORED.intersection(parts) and path.suffix != ".pyc":
            yield "/".join(parts)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; it is in the development tools")
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("not in a checkout: nothing to build")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_has_the_checkouts_files_and_no_others(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    # What the model is trained with stays in the checkout.
    needed = {folder: [file for file in checkout(folder) if not file.endswith(".tsv")] for folder in PACKAGED}
    expected = {target + file.removeprefix(folder) for folder, target in PACKAGED.items() for file in needed[folder]}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        info = {name.split(".dist-info/")[1] for name in archive.namelist() if ".dist-info/" in name}
        for folder, target in PACKAGED.items():
            for file in needed[folder]:
                assert archive.read(target + file.removeprefix(folder)) == (ROOT / file).read_bytes(), file
    assert names - expected == {f"openaudit/_data/prepared/{name}.bin" for name in PREPARED}
    assert names >= expected
    assert info == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}


def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert files >= {file for folder in PACKAGED for file in checkout(folder)}
    assert files >= {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "tests/test_packaging.py"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (first,), (second,) = built.glob("*.whl"), (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


def test_an_installed_wheel_finds_its_rules(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import openaudit, sys; from openaudit.cli.main import main; print(openaudit.__file__); "
        "sys.exit(main(['check', '-q', '-']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="You may not use the Software for commercial purposes.\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
    )
    assert done.stdout.startswith(str(tmp_path / "site")), done.stderr
    assert done.returncode == 1, done.stderr


def test_an_installed_wheel_starts_from_prepared_data(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; from openaudit.cli.main import main; main(['check', '-f', 'json', '--isolated', '-'])\n"
        "print('yaml' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="You may not use the Software for commercial purposes.\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "OPENAUDIT_CACHE_DIR": str(tmp_path / "cache")},
    )
    assert done.stderr.splitlines() == ["False"]
    assert not (tmp_path / "cache").exists()


def test_the_metadata_says_what_the_package_is() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)["project"]
    assert project["name"] == "openaudit-license"
    assert project["scripts"] == {"openaudit": "openaudit.cli.main:main"}
    assert (Path(openaudit.__file__).parent / "py.typed").exists()
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("Apache License")
