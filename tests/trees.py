"""Small repositories for tests, and every report on them: a missing message or a broken renderer shows at once."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from openaudit.prepared import engine
from openaudit.records import find_record
from openaudit.render.options import RenderOptions
from openaudit.repo.render import FORMATS, render_repositories
from openaudit.repo.render.words import words_of
from openaudit.repo.values import Observation, RepositoryReport
from openaudit.repository import audit_repository
from openaudit.ruleset import Engine
from openaudit.textpackages import text_of

# Our own words: a bilingual model licence with limits of the usual sorts.
MODEL_LICENSE = """\
The Larkspur Model Licence

1. 许可授予
在遵守本许可的前提下，授予您使用、复制、修改和分发本模型的权利。

2. 限制
您不得将本模型用于军事目的，也不得用于任何商业目的。

1. Grant
Subject to these terms you may use, copy, modify and distribute the Model.

2. Restrictions
You may not use the Model for military purposes. You may not use the Model for commercial purposes.
"""
USE_POLICY = """\
Larkspur Acceptable Use Policy

You agree not to use the Model to:
1. develop weapons;
2. generate disinformation.
"""
RIDER = "\nYou may not use the Software for commercial purposes.\n"


@cache
def rules() -> Engine:
    """The engine, loaded once."""
    return engine()


@cache
def license_text(id_: str) -> str:
    """The text of a known licence, from the installed text package."""
    record = find_record(id_)
    assert record is not None
    data = text_of(record)
    assert data is not None
    return data.decode()


def plant(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes a repository."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def audit(root: Path, **kwargs: object) -> RepositoryReport:
    """The report, after rendering it in every format and language."""
    report = audit_repository(str(root), rules(), **kwargs)  # type: ignore[arg-type]
    for lang in ("en", "zh"):
        for name in FORMATS:
            options = RenderOptions(ui_lang=lang, heading_level=1)
            text = render_repositories((report,), name, words=words_of(rules(), lang), options=options)
            assert text.endswith("\n") or (name == "github" and not text)
            assert "{" not in text or name in ("json", "sarif", "gitlab"), text
    return report


def ids(report: RepositoryReport) -> list[str]:
    """The ids of the observations, in order."""
    return [one.id for one in report.observations]


def keys(report: RepositoryReport) -> list[str]:
    """The message keys of the observations, in order."""
    return [one.message.key for one in report.observations]


def one(report: RepositoryReport, key: str) -> Observation:
    """The only observation with this id or message key."""
    found = [each for each in report.observations if key in (each.id, each.message.key)]
    assert len(found) == 1, keys(report)
    return found[0]


def safetensors(**metadata: str) -> bytes:
    """A safetensors file with nothing but metadata."""
    header = json.dumps({"__metadata__": metadata}).encode()
    return struct.pack("<Q", len(header)) + header


def gguf(**texts: str) -> bytes:
    """A GGUF file with nothing but texts under `general.`; "__" in a key is a stop."""

    def text(value: str) -> bytes:
        data = value.encode()
        return struct.pack("<Q", len(data)) + data

    pairs = [
        text("general." + key.replace("__", ".")) + struct.pack("<I", 8) + text(value) for key, value in texts.items()
    ]
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + b"".join(pairs)
