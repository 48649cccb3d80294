"""Rule packs, definitions and language tables that are wrong: always an error that names its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from openaudit import load, resources
from openaudit.errors import RuleError
from openaudit.vocabulary import Provision

PACK: dict[str, Any] = {
    "provisions.yaml": {
        "restriction": {"fee": {"title": {"en": "Fee", "zh": "费用"}, "says": {"en": "a", "zh": "甲"}}}
    },
    "definitions/own.yaml": {
        "id": "own",
        "name": {"en": "Own", "zh": "自有"},
        "criteria": [{"id": "own-1", "title": {"en": "a", "zh": "甲"}, "demand": {"en": "b", "zh": "乙"}}],
        "provisions": {"fee": "fail own-1"},
    },
    "languages/en.yaml": {
        "language": "en",
        "fillers": ["the"],
        "classes": {"act.pay": ["pay", "pay for"], "money": ["royalty"]},
        "compounds": {"due": ["<money> due"]},
    },
    "languages/zh.yaml": {"language": "zh", "fillers": ["了"], "classes": {"act.pay": ["付费"]}, "compounds": {}},
    "restrictions/fee.yaml": {
        "provision": "fee",
        "rationale": {"en": "a", "zh": "甲"},
        "rules": {
            "en": [
                {
                    "name": "pay",
                    "norms": [{"mode": ["require"], "act": ["pay"], "text": "<money>", "bare": "true"}],
                    "phrases": ["(must|shall) <act.pay>", {"match": "<due>", "claims": ["require"], "not-text": "no"}],
                    "captures": ["quantity"],
                }
            ],
            "zh": [],
        },
        "examples": {
            "en": {"match": [{"text": "You must pay.", "captures": {"a": "b"}, "quote": "pay"}], "no-match": ["Pay."]}
        },
    },
}
# What a person who misunderstood the format might write in the place of anything else.
WRONG: list[Any] = ["", "x", [], ["x"], [["x"]], [{}], {}, {"x": "y"}, {"name": ["x"]}]


def write(root: Path, pack: dict[str, Any]) -> None:
    for name, data in pack.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside `node`."""
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def test_a_small_pack_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, PACK)
    monkeypatch.setattr(resources, "rules", lambda: tmp_path)
    engine = load.engine()
    assert list(engine.provisions.values()) == [
        Provision("fee", "restriction", {"en": "Fee", "zh": "费用"}, {"en": "a", "zh": "甲"})
    ]
    assert [rule.id for rule in engine.rules["en"]] == ["fee/pay"]
    assert [(one.text, one.matches, one.quote) for one in engine.examples] == [
        ("You must pay.", True, "pay"),
        ("Pay.", False, ""),
    ]


def test_own_rules_are_files_folders_and_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "shipped", PACK)
    monkeypatch.setattr(resources, "rules", lambda: tmp_path / "shipped")
    own = deepcopy(PACK["restrictions/fee.yaml"])
    own["rules"]["en"][0]["name"] = "own"
    write(tmp_path / "own", {"own.yaml": own})
    (tmp_path / "own" / "notes.txt").write_text("no rule\n")
    digests = set()
    for path in ("own/own.yaml", "own", "own/*.yaml", "*/own.yaml"):
        engine = load.engine([tmp_path / path])
        assert [rule.id for rule in engine.rules["en"]] == ["fee/pay", "fee/own"]
        digests.add(engine.rules_digest)
    assert len(digests) == 1
    for missing, why in (("own/*.yml", "no rule file has such a name"), ("nowhere", "No such file or directory")):
        with pytest.raises(RuleError, match=f"{re.escape(missing)}: .*{why}$"):
            load.engine([tmp_path / missing])


@pytest.mark.parametrize("name", PACK)
def test_whatever_stands_in_the_wrong_place_is_an_error_with_a_place(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, PACK)
    monkeypatch.setattr(resources, "rules", lambda: tmp_path)
    refused = []
    for path in places(PACK[name]):
        for wrong in WRONG:
            broken = deepcopy(PACK[name])
            node = broken
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = wrong
            write(tmp_path, {name: broken})
            try:
                load.engine()
            except RuleError as error:
                refused.append((bool(error.file), path, wrong, str(error)))
    assert len(refused) > 20
    assert not [one for one in refused if not one[0]]
