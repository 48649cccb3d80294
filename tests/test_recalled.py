"""An unedited copy of a known licence is not read again; whatever differs in more than its layout is."""

from __future__ import annotations

import sys
import time
from functools import cache
from typing import Any

import make_memory
import pytest
import throughput

from openaudit import prepared, textpackages
from openaudit.audit import audit_document, read_document
from openaudit.document import Document, from_text, read
from openaudit.found import Extract, Found
from openaudit.identify import Name, exact
from openaudit.memory import Memory, encode
from openaudit.recalled import RULES, kept, recall, squeezed
from openaudit.report import LicenseMatch
from openaudit.ruleset import Engine
from openaudit.spans import Span
from openaudit.words import read as words_of

TERMS = """Heron Licence

Copyright (c) 2021 Wetland Works

1. Grant. You may use, copy, modify and share the Software, for any
purpose, provided that you keep this notice.

2. Limits. You must not:

   (a) use the Software for military ends; or
   (b) remove the names of its authors.

3. This licence is governed by the laws of Denmark.
"""


@cache
def engine() -> Engine:
    """The rules, with nothing that they said before, and the licence of these tests known."""

    def known(text: str) -> LicenseMatch:
        return exact(text, words_of(text), Name("heron", "Heron Licence", None, False))

    found = prepared.engine()
    for rules in found.rules.values():
        rules.memory = lambda: None
    return found._replace(identify=known, recall=None)


@cache
def memory() -> Memory:
    """What is kept of the terms."""
    normal = from_text(TERMS)
    values: dict[bytes, Any] = {}
    rules: dict[tuple[Any, ...], int] = {}
    make_memory.keep_text(normal.text, *read_document(normal, engine()), rules, values)
    values[RULES] = tuple(rules)
    assert len(values) == 2
    return Memory(encode("these", values), "these")


def recalled(text: str) -> tuple[LicenseMatch, Extract] | None:
    return recall(from_text(text).text, memory())


def without_reading(document: Document, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The audit of a text whose sentences nobody may read."""
    before = memory()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "openaudit.extract", None)
        return audit_document(document, engine()._replace(recall=lambda text: recall(text, before)))


def test_a_known_text_has_the_report_that_reading_it_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    document = from_text(TERMS)
    result = without_reading(document, monkeypatch)
    assert result == audit_document(document, engine())
    assert result.judgements[0].verdict == "not-open-source"
    assert any(finding.lead and finding.section and finding.heading for finding in result.findings)
    assert any(finding.captures for finding in result.findings)


@pytest.mark.parametrize(
    "text",
    [
        TERMS.replace("any\npurpose", "any purpose").replace("   (", "\t("),
        TERMS.replace("\n", "\r\n"),
        TERMS.replace("\n\n", "\n \n\n"),
        "".join(f"# {line}\n" for line in TERMS.splitlines()),
        TERMS.replace("2021 Wetland Works", "1999-2026 Dr. A. Marsh and others"),
    ],
    ids=["wrapped otherwise", "other line ends", "more blank lines", "a comment", "another holder"],
)
def test_a_copy_is_quoted_where_it_says_so(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = from_text(text)
    result = without_reading(document, monkeypatch)
    plain = audit_document(from_text(TERMS), engine())
    for here, there in zip(result.findings, plain.findings, strict=True):
        assert (here.provision, here.quote, here.lead, here.heading, here.captures, here.fingerprint) == (
            *(there.provision, there.quote, there.lead, there.heading, there.captures, there.fingerprint),
        )
        assert document.quote(here.start, here.end) == here.quote
        assert document.source[: here.start].count("\n") == here.start_line - 1
    assert result.judgements == plain.judgements


@pytest.mark.parametrize(
    "text",
    [
        TERMS.replace("military ends", "military purposes"),
        TERMS.replace("You must not:", "You must not;"),
        TERMS.replace("for any\npurpose", "for any\n\npurpose"),
        TERMS.replace("Software, for", "software, for"),
        TERMS.replace("Heron Licence", "Heron License"),
        TERMS.replace("Wetland Works", "Wetland Works. All rights reserved."),
        TERMS.replace("Wetland Works", "Wetland Works, for teaching only"),
        TERMS.replace("Copyright (c) 2021 Wetland Works", ""),
        TERMS.replace("Copyright (c) 2021 Wetland Works", "\ue000"),
        f"{TERMS}\nNobody may sell it.\n",
        TERMS.replace("Heron Licence", "# Heron Licence"),
    ],
)
def test_a_text_that_differs_in_more_than_its_layout_is_read(text: str) -> None:
    assert recalled(TERMS) is not None
    assert recalled(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("You may  use\nit.\n\n  Share it.", Span(4, 12)),
        ("You may  use\nit.\n\n  Share it.", Span(9, 16)),
        ("You may  use\nit.\n\n  Share it.", Span(20, 29)),
        ("  You may.", Span(2, 10)),
    ],
)
def test_places_are_found_again(text: str, place: Span) -> None:
    (form,) = squeezed(text)
    inside = form.inside(place)
    assert form.text[slice(*inside)] == " ".join(text[slice(*place)].split())
    assert form.outside(inside) == place


def test_what_stands_in_a_copyright_line_is_kept_with_its_names() -> None:
    text = "Copyright (c) 2020 Marsh Works. Do not use it.\n\nYou may use it.\n"
    (form,) = squeezed(text)
    assert form.text.startswith("Copyright")  # an order is no name
    owned = "Copyright (c) 2020 Marsh Works\n\nYou may use it.\n"
    without, whole = squeezed(owned)
    assert without.text == "\ue000\nYou may use it."
    match = exact(owned, words_of(owned), Name("x", "X", None, False))
    rule = ("r", "use", "grant", "high", ())
    one = Found(*rule, "", "", "en", 19, 30, (), Span(19, 30), "oa1:" + 32 * "0")  # type: ignore[arg-type]
    key, _ = kept(owned, match, Extract((one,), {"en": 44}, 2, 2, False, False, None), {rule: 0}) or (b"", ())
    assert owned[19:30] == "Marsh Works"
    assert key == whole.key


def test_white_space_around_a_place_is_left_out() -> None:
    (form,) = squeezed("One.  Two words.\n\nThree.")
    assert form.text[slice(*form.inside(Span(4, 17)))] == "Two words."


@pytest.mark.parametrize("key", ["apache-2.0", "gpl-3.0", "cc-by-nc-4.0", "bsd-new", "llama-2-license-2023"])
def test_the_shipped_memory_knows_licences_as_the_rules_read_them(key: str) -> None:
    text = textpackages.licensedb_text(key)
    if text is None:
        pytest.skip("needs the package licensedcode-data")
    shipped = prepared.engine()
    assert shipped.recall is not None
    document = from_text(text)
    assert shipped.recall(document.text) is not None
    told, read = (audit_document(document, one) for one in (shipped, shipped._replace(recall=None)))
    assert told.judgements == read.judgements
    assert told.findings == read.findings


def test_what_is_recalled_is_what_reading_finds() -> None:
    pytest.importorskip("licensedcode")
    shipped = prepared.engine()
    assert shipped.recall is not None
    known = 0
    for text in [one.data for one in throughput.texts() if one.spdx][::12]:
        document = read(text)
        if shipped.recall(document.text) is None:
            continue
        known += 1
        told, anew = (audit_document(document, one) for one in (shipped, shipped._replace(recall=None)))
        assert [one.verdict for one in told.judgements] == [one.verdict for one in anew.judgements], told.license.id
        assert {one.provision for one in told.findings} == {one.provision for one in anew.findings}, told.license.id
        assert all(one.quote for one in told.findings)
    assert known > 45


def test_many_copyright_lines_cost_no_more_than_their_length() -> None:
    line = "Copyright (c) 2020 Marsh Works\n"
    short, long = (line * count for count in (400, 20_000))
    forms = {text: next(squeezed(text)) for text in (short, long)}
    assert all(form.text.count("\ue000") == text.count("\n") for text, form in forms.items())
    start = time.process_time()
    for _ in range(50):
        next(squeezed(short))
    middle = time.process_time()
    next(squeezed(long))
    assert time.process_time() - middle < 10 * (middle - start)
