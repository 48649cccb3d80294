"""What people and programs receive does not change by accident: tests/golden/ has every format in both languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parent.parent / "tools" / "update_golden.py"


def test_golden_files_are_what_the_renderers_give() -> None:
    done = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
