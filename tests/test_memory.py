"""What is remembered of sentences is what the rules say, and a memory of something else is passed over."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import make_memory
import pytest
from make_fingerprints import Text

from engine import OPEN_LICENSE
from openaudit import prepared
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.memory import Memory, digest, encode

# What is given to the modules that judge, and so is part of the key: how a text is decoded and values are made.
_GIVEN: Final = frozenset(
    "comments digests document encoding errors fingerprints markup memory recent report spans typed vocabulary"
    " variants".split()
)


def test_a_memory_gives_what_it_was_given() -> None:
    values = {f"key {number}": (number, ("a", None), True) for number in range(3000)}
    memory = Memory(encode("these rules", {digest(key): value for key, value in values.items()}), "these rules")
    assert {key: memory.get(key) for key in values} == values
    assert memory.get("another key") is None


def test_a_memory_of_something_else_is_none() -> None:
    data = encode("these rules", {digest("key"): 1})
    for given in (data, b"", b"openaudit accounts 0\n"):
        with pytest.raises(ValueError, match="not a memory"):
            Memory(given, "other rules")


def test_an_audit_from_memory_is_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = '\n\n"Product" means the work. You may not use the Product to train other models.\n\n1. You must not:\n'
    texts = [OPEN_LICENSE, f"{OPEN_LICENSE}{terms}(a) sell it; or\n(b) publish it.\n", "您不得将本模型用于商业目的。\n"]
    given = [Text("t", "T", None, False, "spdx", text) for text in texts]
    monkeypatch.setattr(make_memory, "texts", lambda _: iter(given))
    data = encode(*make_memory.build())
    plain, quick = (prepared.engine()._replace(recall=None) for _ in range(2))
    memory = Memory(data, f"{plain.rules_digest} {prepared.code_digest()}")
    for code in plain.rules:
        plain.rules[code].memory = lambda: None
        quick.rules[code].memory = lambda: memory
    expected = [audit_document(from_text(text), plain) for text in texts]
    monkeypatch.setattr("openaudit.accounts._account", pytest.fail)
    assert [audit_document(from_text(text), quick) for text in texts] == expected


def test_every_module_that_judges_is_asked_for_its_code() -> None:
    code = (
        "import sys, openaudit.extract, openaudit.recalled\n"
        "print(*(name for name in sys.modules if name.startswith('openaudit.')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.removeprefix("openaudit.") for name in loaded} - _GIVEN <= set(prepared.DECIDING)


def test_the_shipped_memory_is_of_these_rules() -> None:
    engine = prepared.engine()
    assert prepared.memory(engine.rules_digest), "rules or code have changed: run python tools/make_memory.py"
