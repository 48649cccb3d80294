"""Writes into each licence record what our audit finds in its text: verdicts by definition, provisions by section.

    python tools/lock_records.py [ID...]           write the `lock:` blocks
    python tools/lock_records.py --check [ID...]   fail (exit 1) where an audit finds something else

A lock names the words that were audited by their digest. Texts come from installed packages and from
`../shared/corpus`; a record whose words are not at hand on this machine keeps its lock, unchecked.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from make_fingerprints import CORPUS, CORPUS_COPIES, spdx_licenses

from openaudit import document, load, resources, strictyaml, textpackages, words
from openaudit.audit import audit_document
from openaudit.catalog import Lock, Record
from openaudit.document import Document
from openaudit.fingerprints import digest
from openaudit.records import load_catalog
from openaudit.ruleset import Engine
from openaudit.vocabulary import UNEXPLAINED

_LOCK: Final = re.compile(r"^lock:\n(?:[ \t].*\n|\n)*", re.MULTILINE)
_KINDS: Final = ("restriction", "caution")


def texts(record: Record) -> Iterator[Document]:
    """Every text of the record's licence on this machine, those that anybody can install first."""
    data = textpackages.text_of(record)
    if data is not None:
        yield document.read(data)
    if record.spdx in _spdx():
        yield document.from_text(_spdx()[record.spdx])
    for name in [record.id, *(key for key, id_ in CORPUS_COPIES.items() if id_ == record.id)]:
        path = CORPUS / f"{name}.txt"
        if path.is_file():
            yield document.read(path.read_bytes())


@cache
def _spdx() -> dict[str | None, str]:
    return {item.id: item.text for item in spdx_licenses()}


def key_of(text: Document) -> str:
    """The digest of a text's words, as locks have it."""
    return digest(words.read(text.text).kept_words()).hex()[:16]


def locked(text: Document, engine: Engine) -> Lock:
    """What the audit finds in a text."""
    result = audit_document(text, engine, definitions=tuple(engine.definitions))
    provisions: dict[str, list[str]] = {}
    for finding in result.findings:
        if finding.kind in _KINDS and finding.provision != UNEXPLAINED:
            sections = provisions.setdefault(finding.provision, [])
            if finding.section not in sections:
                sections.append(finding.section)
    return Lock(
        key_of(text),
        {judgement.definition: judgement.verdict for judgement in result.judgements},
        {provision: tuple(provisions[provision]) for provision in sorted(provisions)},
    )


def block(lock: Lock) -> str:
    """The lock as it stands in a record."""
    lines = ["lock:", f'  words: "{lock.words}"', "  verdicts:"]
    lines += [f"    {definition}: {verdict}" for definition, verdict in sorted(lock.verdicts.items())]
    lines.append("  provisions:" if lock.provisions else "  provisions: {}")
    for provision, sections in lock.provisions.items():
        # A section's own blanks are no places to break a line.
        items = (json.dumps(section, ensure_ascii=False).replace(" ", "\0") for section in sections)
        shown = f"    {provision}: [{', '.join(items)}]"
        wrapped = textwrap.wrap(shown, 116, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
        lines += [line.replace("\0", " ") for line in wrapped]
    return "\n".join(lines) + "\n"


def write(path: Path, lock: Lock) -> bool:
    """Put the lock into the record's file; whether that changed the file."""
    text = path.read_text("utf-8")
    new = _LOCK.sub("", text).rstrip("\n") + "\n" + block(lock)
    strictyaml.load(new, str(path))
    if new == text:
        return False
    path.write_text(new, "utf-8")
    return True


def compare(record: Record, engine: Engine) -> tuple[str, list[str]]:
    """What became of one record ("same", "changed", "not at hand", "no lock"), and the differences, a line each."""
    if record.lock is None:
        return "no lock", []
    text = next((text for text in texts(record) if key_of(text) == record.lock.words), None)
    if text is None:
        return "not at hand", []
    now, before = locked(text, engine), record.lock
    changes = [
        f"{record.id}: {definition}: {before.verdicts.get(definition)} is now {now.verdicts.get(definition)}"
        for definition in sorted({*now.verdicts, *before.verdicts})
        if now.verdicts.get(definition) != before.verdicts.get(definition)
    ]
    for provision in sorted({*now.provisions, *before.provisions}):
        old, new = before.provisions.get(provision), now.provisions.get(provision)
        if old != new:
            changes.append(f"{record.id}: {provision}: {_sections(old)} is now {_sections(new)}")
    return ("changed" if changes else "same"), changes


def _sections(sections: tuple[str, ...] | None) -> str:
    return "not found" if sections is None else ", ".join(section or "(no number)" for section in sections)


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    check = "--check" in arguments
    wanted = [argument for argument in arguments if argument != "--check"]
    engine = load.engine()
    counts: dict[str, int] = {}
    for record in load_catalog().records:
        if record.offer == "none" or (wanted and record.id not in wanted):
            continue
        if check:
            outcome, changes = compare(record, engine)
            for change in changes:
                print(change, file=sys.stderr)
        else:
            text = next(texts(record), None)
            path = resources.licenses() / f"{record.id}.yaml"
            outcome = "not at hand" if text is None else "written" if write(path, locked(text, engine)) else "same"
        counts[outcome] = counts.get(outcome, 0) + 1
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    if counts.get("changed"):
        print("read the sentences, then run: python tools/lock_records.py", file=sys.stderr)
    return 1 if counts.get("changed") else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
