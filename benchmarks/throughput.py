#!/usr/bin/env python3
"""Texts a second: full audits of distinct licence texts, and what other tools take to only name them.

    python benchmarks/throughput.py                         # the texts of the package licensedcode-data
    python benchmarks/throughput.py --every 5 --rounds 1    # quicker
    python benchmarks/throughput.py --peers-python PATH     # a Python that has licenseclassifier or ScanCode
    python benchmarks/throughput.py --markdown              # as docs/performance.md has it

An audit here is everything that `openaudit check -f json` does with a text: identification, rules, the verdict by the
Open Source Definition, JSON. The texts are unedited copies, of which openaudit knows beforehand what its rules say
(`openaudit/recalled.py`). So there are rows for texts that are none: the same with a paragraph of ours, with and
without the memory of known sentences.

Every tool runs in a process of its own, loads, works on one text, and is then timed over all texts, once: what it
remembers of an earlier pass over the same texts would not be honest. The tools take turns, round after round; the
figures are medians of processor time, which other work on the machine distorts least.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measuring import conditions, report

# Each gets a JSON list of files; the first one warms it up. Prints the seconds of processor time.
_OPENAUDIT = """
import gc, json, sys, time
gc.set_threshold(100_000, 50, 50)  # as the command does
from openaudit.audit import audit_document
from openaudit.document import read
from openaudit.prepared import catalogue, engine
from openaudit.render import render
from openaudit.render.words import Texts
from openaudit.report import Report
rules = engine()
words = Texts(catalogue, rules.provisions, rules.definitions)
def audit(data):
    result = audit_document(read(data), rules)
    return render(Report("", "", "osd", (result,), ()), "json", texts=words)
texts = [open(path, "rb").read() for path in json.load(open(sys.argv[1]))]
edit = b""
audit(b"Permission is granted to use the work for any purpose.")
start = time.process_time()
for text in texts:
    audit(text + edit)
print(time.process_time() - start)
"""
# What makes an edited copy of a text.
PARAGRAPH = b"\n\nThe manual of the work is printed on paper that was used before.\n"
_EDITED = f"edit = {PARAGRAPH!r}"
# Without what was worked out beforehand of known licences and their sentences: as for texts that are no copies.
_FORGETTING = """
rules = rules._replace(recall=None)
for code in rules.rules:
    rules.rules[code].memory = lambda: None
"""
_LICENSECLASSIFIER = """
import json, sys, time
from licenseclassifier import identify_license
texts = [open(path, "rb").read().decode("utf-8", "replace") for path in json.load(open(sys.argv[1]))]
identify_license("Permission is granted to use the work for any purpose.")
start = time.process_time()
for text in texts:
    identify_license(text)
print(time.process_time() - start)
"""
_SCANCODE = """
import json, sys, time
from licensedcode.cache import get_index
texts = [open(path, "rb").read().decode("utf-8", "replace") for path in json.load(open(sys.argv[1]))]
index = get_index()
index.match(query_string="Permission is granted to use the work for any purpose.")
start = time.process_time()
for text in texts:
    index.match(query_string=text)
print(time.process_time() - start)
"""
_LICENSEE = """
require "json"
require "licensee"
texts = JSON.parse(File.read(ARGV[0])).map { |path| File.binread(path).force_encoding("UTF-8").scrub }
name = lambda { |text| Licensee::ProjectFiles::LicenseFile.new(text, "LICENSE").license }
name.call("Permission is granted to use the work for any purpose.")
start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
texts.each { |text| name.call(text) }
puts Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - start
"""
_FRONT_MATTER = re.compile(rb"\A---\r?\n(.*?)\n---[ \t]*\r?\n", re.DOTALL)
_SPDX = re.compile(rb"^spdx_license_key: *(?!LicenseRef)\S", re.MULTILINE)


class Text(NamedTuple):
    """A licence text: its key and bytes, and whether it has an SPDX id."""

    key: str
    data: bytes
    spdx: bool


def texts() -> Iterator[Text]:
    """The distinct texts of licensedcode-data, without their front matter."""
    seen: set[bytes] = set()
    for place in sys.path:
        for path in sorted((Path(place or ".") / "licensedcode" / "data" / "licenses").glob("*.LICENSE")):
            raw = path.read_bytes()
            head = _FRONT_MATTER.match(raw)
            data = _FRONT_MATTER.sub(b"", raw).strip()
            if data and data not in seen:
                seen.add(data)
                yield Text(path.stem, data, bool(head and _SPDX.search(head[1])))


def model_licenses() -> frozenset[str]:
    """The keys of licences that the catalogue knows models under."""
    from openaudit.records import load_catalog

    return frozenset(record.licensedb for record in load_catalog().records if record.models and record.licensedb)


def peers(python: str) -> dict[str, list[str]]:
    """The command of each tool that is installed, by its name."""
    found = {}
    for name, module, code in (
        ("licenseclassifier", "licenseclassifier", _LICENSECLASSIFIER),
        ("ScanCode", "licensedcode.cache", _SCANCODE),
    ):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            found[name] = [python, "-c", code]
    ruby = shutil.which("ruby")
    if ruby and subprocess.run([ruby, "-e", 'require "licensee"'], capture_output=True, check=False).returncode == 0:
        found["licensee"] = [ruby, "-e", _LICENSEE]
    return found


def measure(tools: dict[str, list[str]], paths: list[str], rounds: int, folder: Path) -> dict[str, float]:
    """The median seconds that each tool takes for all the files."""
    listing = folder / "files.json"
    listing.write_text(json.dumps(paths), encoding="utf-8")
    taken: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, command in tools.items():
            done = subprocess.run([*command, str(listing)], capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(f"{name}: {done.stderr[-500:]}")
            taken[name].append(float(done.stdout))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _edited_file(path: Path) -> str:
    target = path.with_suffix(".edited.txt")
    target.write_bytes(path.read_bytes() + PARAGRAPH)
    return str(target)


def processes(paths: list[str], rounds: int) -> float:
    """How much faster two processes are than one: the whole command over the same files."""
    command = [sys.executable, "-m", "openaudit", "check", "--isolated", "-f", "json", "-o", "/dev/null", "-e"]
    tools = {number: [*command, "-j", number, "--", *paths] for number in ("1", "2")}
    taken: dict[str, list[float]] = {"1": [], "2": []}
    import time

    for _ in range(rounds):
        for number, words in tools.items():
            start = time.perf_counter()
            subprocess.run(words, capture_output=True, check=True)
            taken[number].append(time.perf_counter() - start)
    return statistics.median(taken["1"]) / statistics.median(taken["2"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only every Nth text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers-python", default=sys.executable, metavar="PATH")
    parser.add_argument("--no-processes", action="store_true", help="do not compare one process with two")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    found = list(texts())
    if not found:
        sys.exit("no texts: pip install licensedcode-data")
    models = model_licenses()
    groups = {
        "SPDX texts": [one for one in found if one.spdx][:: options.every],
        "model licences, 10 to 20 kB": [one for one in found if one.key in models and 1e4 <= len(one.data) <= 2e4],
    }
    edited = _OPENAUDIT.replace('edit = b""', _EDITED)
    forgetful = edited.replace("words = Texts", _FORGETTING + "words = Texts")
    tools = {
        "openaudit, full audit": [sys.executable, "-c", _OPENAUDIT],
        "openaudit, edited copies": [sys.executable, "-c", edited],
        "openaudit, nothing known": [sys.executable, "-c", forgetful],
        **peers(options.peers_python),
    }
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths: dict[str, list[str]] = {}
        for group, members in groups.items():
            paths[group] = []
            for one in members:
                path = folder / f"{one.key}.txt"
                path.write_bytes(one.data)
                paths[group].append(str(path))
            if not members:
                continue
            size = sum(len(one.data) for one in members) / 1000
            taken = measure(tools, paths[group], options.rounds, folder)
            ours = taken["openaudit, full audit"]
            for tool, seconds in taken.items():
                speed = (f"{len(members) / seconds:,.0f}", f"{size / seconds:,.0f}", f"{seconds / ours:.2f}")
                rows.append((group, tool, str(len(members)), f"{size / len(members):.1f}", *speed))
        said = ""
        if not options.no_processes:
            unedited = paths["SPDX texts"]
            edited_too = [_edited_file(Path(path)) for path in unedited]
            said = (
                f"Two processes against one, whole command: {processes(edited_too, options.rounds):.2f} × with edited "
                f"copies, {processes(unedited, options.rounds):.2f} × with unedited ones, of whose time reading the "
                "files and writing the report, which one process does, is a third."
            )
    heads = ("texts", "tool", "number", "mean kB", "texts/s", "kB/s", "time, openaudit = 1")
    report(conditions(), heads, rows, said, markdown=options.markdown)


if __name__ == "__main__":
    main()
