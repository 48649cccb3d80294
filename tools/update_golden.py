"""Write tests/golden/: one small report in every format and both report languages. `--check` only compares.

The report is made by hand (tests/reports.py), so these files change only when a renderer or a text does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import reports  # noqa: E402
from openaudit.messages import LANGUAGES  # noqa: E402
from openaudit.render import FORMATS, RenderOptions, render  # noqa: E402

GOLDEN = ROOT / "tests" / "golden"
SUFFIXES = {
    "text": "txt", "json": "json", "sarif": "sarif", "markdown": "md", "html": "html", "badge": "svg",
    "shields": "json", "card": "svg", "strip": "svg", "github": "txt", "gitlab": "json", "junit": "xml",
    "csv": "csv", "cyclonedx": "cdx.json", "spdx3": "spdx.json",
}  # fmt: skip


def golden() -> dict[str, str]:
    """File names and what they should hold."""
    report = reports.report(reports.restricted(), errors=reports.FULL.errors)
    files = {}
    for name in FORMATS:
        for lang in LANGUAGES:
            options = RenderOptions(ui_lang=lang, width=88, command="openaudit check models/llambda/LICENSE")
            files[f"{name}.{lang}.{SUFFIXES[name]}"] = render(report, name, texts=reports.TEXTS, options=options)
    return files


def main() -> int:
    """0 if the files are (or now are) as they should be, 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, change nothing")
    check: bool = parser.parse_args().check
    wanted = golden()
    stale = sorted(path.name for path in GOLDEN.glob("*") if path.name not in wanted)
    for name, content in wanted.items():
        path = GOLDEN / name
        data = content.encode()
        if not path.is_file() or path.read_bytes() != data:
            stale.append(name)
            if not check:
                GOLDEN.mkdir(exist_ok=True)
                path.write_bytes(data)
    if not check:
        for name in {path.name for path in GOLDEN.glob("*")} - wanted.keys():
            (GOLDEN / name).unlink()
        return 0
    for name in sorted(set(stale)):
        print(
            f"tests/golden/{name} is not what the renderers give: run tools/update_golden.py and look at the difference"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
