#!/usr/bin/env python3
"""What each stage of an audit costs: reading, structure, recognition of the licence, rules, findings, verdict, JSON.

    python benchmarks/stages.py                # the texts of the package licensedcode-data
    python benchmarks/stages.py --every 10     # quicker
    python benchmarks/stages.py --markdown     # as docs/performance.md has it

The stages are timed where the audit calls them, each text once, so that the figures add up to the whole.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

from measuring import conditions, report
from throughput import texts

from openaudit.document import read
from openaudit.prepared import catalogue, engine
from openaudit.render import render
from openaudit.render.words import Texts
from openaudit.report import Report

# Functions of `openaudit.audit`, and what they are called in the table.
_STAGES = {
    "outline": "structure: clauses and sentences",
    "detect": "norms and rules",
    "_findings": "findings with their places",
    "_judge": "verdict",
    "agreement": "halves of bilingual texts",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only every Nth text")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    found = [one.data for one in texts() if one.spdx][:: options.every]
    if not found:
        sys.exit("no texts: pip install licensedcode-data")
    taken: dict[str, float] = {}
    # `openaudit.audit` is the function of the Python interface, too.
    audit: Any = importlib.import_module("openaudit.audit")

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                taken[name] = taken.get(name, 0.0) + time.process_time() - start

        return run

    for name, title in _STAGES.items():
        setattr(audit, name, timed(title, getattr(audit, name)))
    rules = engine()
    if rules.identify is not None:
        rules = rules._replace(identify=timed("recognition of known licences", rules.identify))
    words = Texts(catalogue, rules.provisions, rules.definitions)
    as_json = timed("JSON", lambda result: render(Report("", "", "osd", (result,), ()), "json", texts=words))
    read_timed = timed("reading: encoding and normalisation", read)
    as_json(audit.audit_document(read_timed(found[0]), rules))
    taken.clear()
    start = time.process_time()
    for data in found:
        as_json(audit.audit_document(read_timed(data), rules))
    whole = time.process_time() - start
    rows = [
        (name, f"{1000 * seconds / len(found):.2f}", f"{100 * seconds / whole:.0f} %")
        for name, seconds in sorted(taken.items(), key=lambda one: -one[1])
    ]
    rest = whole - sum(taken.values())
    rows.append(("the rest", f"{1000 * rest / len(found):.2f}", f"{100 * rest / whole:.0f} %"))
    rows.append(("whole", f"{1000 * whole / len(found):.2f}", "100 %"))
    size = sum(map(len, found)) / len(found) / 1000
    said = f"{len(found)} SPDX texts, {size:.1f} kB on average."
    report(conditions(), ("stage", "ms a text", "share"), rows, said, markdown=options.markdown)


if __name__ == "__main__":
    main()
