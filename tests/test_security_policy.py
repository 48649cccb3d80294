"""SECURITY.md names a test for each guard: all of them exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
POLICY = (TESTS.parent / "SECURITY.md").read_text("utf-8")


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", POLICY)
    assert len(named) > 40
    for file, name in named:
        path = TESTS / file
        assert path.is_file(), file
        assert not name or f"def {name}(" in path.read_text("utf-8"), f"{file}::{name}"


def test_every_threat_has_a_proof() -> None:
    rows = [line for line in POLICY.splitlines() if line.startswith("|") and not line.startswith(("| threat", "| ---"))]
    assert len(rows) > 20
    assert all("`test_" in row.rsplit("|", 2)[1] for row in rows)


def test_what_the_policy_says_of_limits_is_so() -> None:
    from openaudit.forms import pdf_worker
    from openaudit.sources import http
    from openaudit.sources.fetched import MAX_BYTES, MAX_DOWNLOAD_BYTES, SourceOptions

    assert (MAX_DOWNLOAD_BYTES >> 20, MAX_BYTES >> 20) == (4, 16)
    assert (pdf_worker._MAX_SECONDS, pdf_worker._MAX_MEMORY >> 20) == (3, 400)
    assert SourceOptions().max_redirects == 5
    assert http._MAX_HEADER_BYTES == 64 * 1024
    for said in (
        "4 MiB per download and 16 MiB per file",
        "3 s of processor time and 400 MB",
        "five at most",
        "64 kB of headers",
    ):
        assert said in POLICY
