#!/usr/bin/env python3
"""What each stage of an audit costs: reading, structure, recognition of the licence, rules, findings, verdict, JSON.

    python benchmarks/stages.py                # the texts of the package licensedcode-data
    python benchmarks/stages.py --every 10     # quicker
    python benchmarks/stages.py --markdown     # as docs/performance.md has it

The stages are timed where the audit calls them, each text once, so that the figures add up to the whole: of unedited
copies of known licences, of the same texts with a paragraph of ours, and of these with nothing that was worked out
before.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from measuring import conditions, report
from throughput import PARAGRAPH, texts

from openaudit.document import read
from openaudit.placing import Placing
from openaudit.prepared import catalogue, engine
from openaudit.render import render
from openaudit.render.words import Texts
from openaudit.report import Report

# Functions of `openaudit.extract` and `openaudit.audit`, and what they are called in the table.
_STAGES = {
    ("extract", "outline"): "structure: clauses and sentences",
    ("extract", "detect"): "norms and rules",
    ("extract", "_found"): "what was found, and where",
    ("audit", "_judge"): "verdict",
}
_READING = "reading: encoding and normalisation"
_ORDER = (
    _READING,
    "recall of unedited copies",
    "recognition of known licences",
    *_STAGES.values(),
    "findings: quotes, lines, captures",
    "JSON",
)


class Clock:
    """How long was spent in functions, in seconds, by what they are called."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose time counts."""

        def run(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.taken[name] = self.taken.get(name, 0.0) + time.process_time() - start

        return run


def measure(found: Sequence[bytes], clock: Clock, *, known: bool) -> Mapping[str, float]:
    """The milliseconds that a text takes in each stage; with what is `known` beforehand, or without."""
    # `openaudit.audit` is the function of the Python interface, too.
    audit: Any = importlib.import_module("openaudit.audit")
    rules = engine()
    if not known:
        for code in rules.rules:
            rules.rules[code].memory = lambda: None
    recall, identify = rules.recall if known else None, rules.identify
    rules = rules._replace(
        recall=recall and clock.timed("recall of unedited copies", recall),
        identify=identify and clock.timed("recognition of known licences", identify),
    )
    words = Texts(catalogue, rules.provisions, rules.definitions)
    as_json = clock.timed("JSON", lambda result: render(Report("", "", "osd", (result,), ()), "json", texts=words))
    read_timed = clock.timed(_READING, read)
    as_json(audit.audit_document(read_timed(b"Permission is granted to use the work for any purpose."), rules))
    clock.taken.clear()
    start = time.process_time()
    for data in found:
        as_json(audit.audit_document(read_timed(data), rules))
    whole = time.process_time() - start
    taken = {**clock.taken, "the rest": whole - sum(clock.taken.values()), "whole": whole}
    return {name: 1000 * seconds / len(found) for name, seconds in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only every Nth text")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    found = [one.data for one in texts() if one.spdx][:: options.every]
    if not found:
        sys.exit("no texts: pip install licensedcode-data")
    clock = Clock()
    for (module, name), title in _STAGES.items():
        place: Any = importlib.import_module(f"openaudit.{module}")
        setattr(place, name, clock.timed(title, getattr(place, name)))
    Placing.finding = clock.timed("findings: quotes, lines, captures", Placing.finding)  # type: ignore[method-assign]
    edited = [data + PARAGRAPH for data in found]
    columns = {
        "unedited, ms": measure(found, clock, known=True),
        "edited, ms": measure(edited, clock, known=True),
        "nothing known, ms": measure(edited, clock, known=False),
    }
    rows = [
        (name, *(f"{taken[name]:.2f}" if name in taken else "" for taken in columns.values()))
        for name in (*_ORDER, "the rest", "whole")
    ]
    size = sum(map(len, found)) / len(found) / 1000
    said = f"{len(found)} SPDX texts, {size:.1f} kB on average."
    report(conditions(), ("stage", *columns), rows, said, markdown=options.markdown)


if __name__ == "__main__":
    main()
