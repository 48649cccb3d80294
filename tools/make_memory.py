"""Makes `licenses/accounts.bin`: what the rules say of known licences and of their sentences (`openaudit/memory.py`).

    python tools/make_memory.py            write the file (about a minute)
    python tools/make_memory.py --check    fail (exit 1) if the file is not what the rules and the texts at hand give

The texts are those that `tools/make_fingerprints.py` reads, but for the corpus and what has no SPDX id. After a change
of the rules, or of the code that applies them, the file is passed over until it is made again: audits are right without
it, and slower.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

from make_fingerprints import texts

from openaudit import document, prepared, recalled
from openaudit.accounts import Account, numbered
from openaudit.audit import read_document
from openaudit.found import Extract
from openaudit.memory import Memory, digest, encode
from openaudit.packing import plain
from openaudit.recent import Recent
from openaudit.records import load_catalog
from openaudit.report import LicenseMatch

TARGET: Final = Path(__file__).resolve().parent.parent / "licenses" / "accounts.bin"


class Everything(Recent[object]):
    """A memory that forgets nothing."""

    def __init__(self) -> None:
        super().__init__(sys.maxsize)

    def items(self) -> list[tuple[Hashable, object]]:
        """What was put into it."""
        return list(self._young.items())


def build() -> tuple[str, dict[bytes, Any]]:
    """What the memory is of, and its values by the digests of their keys."""
    engine = prepared.engine()._replace(recall=None)
    seen = {code: Everything() for code in engine.rules}
    for code, rules in engine.rules.items():
        rules.memory = lambda: None
        rules.recent = seen[code]
    values: dict[bytes, Any] = {}
    rules_found: dict[tuple[Any, ...], int] = {}
    for text in texts(load_catalog()):
        if text.origin != "corpus" and not (text.origin == "listed" and (text.spdx_id or "").startswith("LicenseRef-")):
            normal = document.from_text(text.text)
            keep_text(normal.text, *read_document(normal, engine), rules_found, values)
    values[recalled.RULES] = tuple(rules_found)
    for code, rules in engine.rules.items():
        numbers = {rule: number for number, rule in enumerate(rules)}
        for key, value in seen[code].items():
            if not isinstance(key, tuple):
                raise TypeError(key)
            values[digest((code, *key))] = plain(numbered(value, numbers) if isinstance(value, Account) else value)
    return f"{engine.rules_digest} {prepared.code_digest()}", values


def keep_text(
    text: str, match: LicenseMatch, read: Extract, rules: dict[tuple[Any, ...], int], values: dict[bytes, Any]
) -> None:
    """Add what was found in the text to `values`, and the rules that found it to `rules`."""
    for one in read.found:
        rules.setdefault((one.rule, one.provision, one.kind, one.confidence, one.readers), len(rules))
    kept = recalled.kept(text, match, read, rules)
    if kept is not None:
        values.setdefault(*kept)


def is_made(of: str, values: dict[bytes, Any]) -> bool:
    """Whether the file has these values; Python may write equal ones in several ways."""
    try:
        memory = Memory(TARGET.read_bytes(), of)
    except (OSError, ValueError):
        return False
    return len(memory) == len(values) and all(memory.at(key) == value for key, value in values.items())


def main() -> int:
    """Make the file, or check it."""
    of, values = build()
    if "--check" in sys.argv[1:]:
        if not is_made(of, values):
            print(f"{TARGET.name} is of other rules, code or texts: run python tools/make_memory.py")
            return 1
        return 0
    data = encode(of, values)
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(values):,} sentences and texts, {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
