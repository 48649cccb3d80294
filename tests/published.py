"""Where tests find published schemas and tools from npm; a test that needs one that is absent skips and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

NPM = Path(__file__).parent / "npm" / "node_modules"


def npm(path: str) -> Path:
    """A file of an npm package in tests/npm (`npm ci --prefix tests/npm` installs them)."""
    found = NPM / path
    if not found.exists():
        pytest.skip(f"{path} is absent: npm ci --ignore-scripts --prefix tests/npm")
    return found
