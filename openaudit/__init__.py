"""openaudit reads a licence text and tests it against the Open Source Definition."""

from __future__ import annotations

__version__ = "0.1.0"
