"""Puts the prepared rules into the wheel, so that an installed openaudit parses no YAML (see openaudit/stored.py)."""

from __future__ import annotations

import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedRules(BuildHookInterface):  # type: ignore[type-arg]
    """Makes `openaudit/_data/prepared` for a wheel; an editable install reads the checkout's own files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Parse the rules once and add them to what the wheel includes."""
        if version != "standard" or self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from openaudit import prepared

        folder = tempfile.mkdtemp()
        prepared.ship(folder)
        build_data["force_include"][folder] = "openaudit/_data/prepared"
