"""Claims that a project is open source, read from its documents and held against its licence."""

from __future__ import annotations

from openaudit.claims.judging import Standing, judge_claims
from openaudit.claims.reading import find_claims, project_names
from openaudit.claims.values import Claim, Names

__all__ = ["Claim", "Names", "Standing", "find_claims", "judge_claims", "project_names"]
