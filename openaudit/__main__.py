"""`python -m openaudit`."""

from __future__ import annotations

import sys

from openaudit.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
