"""Expressions that were compiled before are those that `re` would compile, and a start compiles none of them again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from openaudit import primed, stored

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_a_kept_expression_is_what_re_makes_of_it() -> None:
    kept = primed.compiled()
    assert len(kept["all"]) > 50
    assert len(kept["repository"]) > 50
    for asked, (text, flags, code, *_) in kept["all"] + kept["repository"]:
        made = re.compile(text, asked)
        assert made.flags == flags, text
        assert all(isinstance(word, int) for word in code)


def test_a_start_compiles_nothing_that_is_kept(tmp_path: Path) -> None:
    code = (
        "import re\n"
        "from re import _compiler\n"
        "made, compile = [], _compiler.compile\n"
        "_compiler.compile = lambda text, flags=0: (made.append(text), compile(text, flags))[1]\n"
        "from openaudit import primed\n"
        "primed.prime()\n"
        "primed.prime('repository')\n"
        "before = list(made)\n"
        "primed.compiled()\n"
        "print(len(before), len(made) - len(before))\n"
    )
    environ = {"OPENAUDIT_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": ""}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[1].split() == ["0", "0"]
    assert [path.name.partition("-")[0] for path in (tmp_path / "prepared").iterdir()] == ["expressions"]


def test_without_the_means_a_start_is_only_slower(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> None:
        raise RuntimeError("invalid SRE code")

    monkeypatch.setattr(stored, "sections", nothing)
    primed.prime()
