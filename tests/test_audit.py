"""The audit end to end: riders, removals, reshaped texts, and the floor of no false accusation."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import OPEN_LICENSE, audited, engine, provisions
from openaudit.audit import audit_document
from openaudit.document import from_text, read
from openaudit.report import Result
from openaudit.textpackages import licensedb_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RIDER = "You may not use this work for military purposes."


def package_text(key: str) -> str:
    """A real text out of the installed package, or a skip that says why."""
    text = licensedb_text(key)
    if text is None:
        pytest.skip("the package licensedcode-data is not installed")
    return text


def failed(result: Result) -> set[str]:
    """The criteria that fail."""
    return {c.id for c in result.judgements[0].criteria if c.outcome == "fail"}


def quotes(result: Result) -> set[tuple[str, str]]:
    """What the restrictions say, without regard to white space, case and marks."""
    return {
        (f.provision, re.sub(r"[\W_]+", "", f.quote).casefold()) for f in result.findings if f.kind == "restriction"
    }


def test_a_free_licence_of_our_own_passes() -> None:
    assert audited(OPEN_LICENSE).verdict == "open-source"


@pytest.mark.parametrize("place", ["start", "middle", "end", "after the end"])
def test_a_rider_is_found_wherever_it_stands(place: str) -> None:
    paragraphs = OPEN_LICENSE.strip().split("\n\n")
    text = {
        "start": [RIDER, *paragraphs],
        "middle": [*paragraphs[:2], RIDER, *paragraphs[2:]],
        "end": [*paragraphs, RIDER],
        "after the end": [*paragraphs, "END OF TERMS AND CONDITIONS", RIDER],
    }[place]
    result = audited("\n\n".join(text))
    assert result.verdict == "not-open-source"
    found = [f for f in result.findings if f.provision == "field-of-use"]
    assert [f.quote for f in found] == [RIDER]
    assert failed(result) == {"osd-6"}


def test_its_proving_sentence_deleted_the_finding_is_gone() -> None:
    assert audited((OPEN_LICENSE + "\n" + RIDER).replace(RIDER, "")).verdict == "open-source"


@pytest.mark.parametrize(
    ("number", "threshold"), [("700 million", 700_000_000), ("7 million", 7_000_000), ("5,000", 5_000)]
)
def test_the_number_of_a_cap_is_captured(number: str, threshold: int) -> None:
    rider = (
        f"If your products have more than {number} monthly active users, you must request a separate license from us."
    )
    found = [f for f in audited(OPEN_LICENSE + "\n" + rider).findings if f.provision == "user-cap"]
    assert found
    assert found[0].captures["threshold"] == threshold
    assert found[0].captures["unit"] == "monthly-active-users"


def test_apache_with_a_section_more() -> None:
    text = package_text("apache-2.0") + "\n10. Military use. " + RIDER + "\n"
    result = audited(text, identify=True)
    assert (result.license.match, result.license.spdx_id, result.verdict) == (
        "modified",
        "Apache-2.0",
        "not-open-source",
    )
    assert any(RIDER in f.quote for f in result.findings if f.provision == "field-of-use")


def test_a_word_slipped_into_the_grant_of_mit() -> None:
    text = package_text("mit").replace("to deal in the Software", "to deal non-commercially in the Software")
    text = re.sub(r"to deal\s+in the Software", "to deal non-commercially in the Software", text)
    result = audited(text, identify=True)
    assert (result.license.match, result.verdict, failed(result)) == ("modified", "not-open-source", {"osd-6"})


def test_words_taken_out_of_the_grant_of_mit() -> None:
    text = re.sub(r"sublicense,\s+and/or\s+sell", "and/or", package_text("mit"))
    result = audited(text, identify=True)
    assert result.verdict == "needs-review"
    assert any("sell" in str(f.captures.get("removed")) for f in result.findings)


def test_a_license_that_calls_its_work_otherwise_is_read_for_itself() -> None:
    text = package_text("mit").replace("Software", "Model").replace("SOFTWARE", "MODEL")
    text = re.sub(r"publish,\s+distribute,\s+sublicense,", "publish, distribute,", text)
    result = audited(text, identify=True)
    assert (result.license.match, result.verdict) == ("modified", "open-source")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("the Heron training dataset", "open-source"),
        ("the Academic Software", "needs-review"),
        ("the COMMERCIAL software", "needs-review"),
    ],
)
def test_a_name_in_the_grant_of_mit_is_no_limit_and_a_kind_of_user_may_be(name: str, verdict: str) -> None:
    text = re.sub(r"copy\s+of this software", f"copy of {name}", package_text("mit"))
    result = audited(text, identify=True)
    assert (result.license.match, result.verdict) == ("modified", verdict)


@pytest.mark.parametrize("right", ["modify", "sell"])
def test_a_right_taken_out_of_the_grant_of_mit_is_missed(right: str) -> None:
    grant = {"modify": r"copy,\s+modify,\s+merge,", "sell": r"and/or\s+sell"}[right]
    text = re.sub(grant, "copy," if right == "modify" else "and/or copy", package_text("mit"))
    result = audited(text.replace("Software", "Model"), identify=True)
    assert result.verdict == "needs-review"
    assert any(right in str(f.captures.get("removed")) for f in result.findings)


SHAPES: dict[str, Callable[[str], str]] = {
    "wrapped at 40": lambda t: "\n\n".join(_wrapped(p, 40) for p in t.split("\n\n")),
    "wrapped at 72": lambda t: "\n\n".join(_wrapped(p, 72) for p in t.split("\n\n")),
    "CRLF": lambda t: t.replace("\n", "\r\n"),
    "curly quotes": lambda t: t.replace('"', "\u201d").replace("'", "\u2019"),
    "no-break spaces": lambda t: t.replace(" ", "\u00a0"),
    "comment block": lambda t: "\n".join("# " + line for line in t.split("\n")),
    "C comment": lambda t: "/*\n" + "\n".join(" * " + line for line in t.split("\n")) + "\n */",
    "HTML": lambda t: (
        "<html><body>" + "".join(f"<p>{html.escape(p)}</p>\n" for p in t.split("\n\n")) + "</body></html>"
    ),
    "upper case": lambda t: t.upper(),
}


def _wrapped(paragraph: str, width: int) -> str:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@pytest.mark.parametrize("shape", sorted(SHAPES))
@pytest.mark.parametrize(
    "rider", [RIDER, "Commercial use is not permitted.", "You may not use it to train other AI models."]
)
def test_a_reshaped_text_means_the_same(shape: str, rider: str) -> None:
    plain = audited(OPEN_LICENSE + "\n\n" + rider)
    shaped = audited(SHAPES[shape](OPEN_LICENSE + "\n\n" + rider))
    assert shaped.verdict == plain.verdict == "not-open-source"
    assert quotes(shaped) == quotes(plain)


def test_utf_16_means_the_same() -> None:
    plain = audited(OPEN_LICENSE + RIDER)
    wide = audit_document(read((OPEN_LICENSE + RIDER).encode("utf-16")), engine(), identify=False)
    assert (wide.verdict, quotes(wide)) == (plain.verdict, quotes(plain))


def test_positions_point_at_the_words() -> None:
    text = OPEN_LICENSE + "\n" + RIDER + "\n"
    found = next(f for f in audited(text).findings if f.provision == "field-of-use")
    line = text.splitlines()[found.start_line - 1]
    assert line[found.start_column - 1 : found.end_column - 1] == RIDER


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", "not-a-license"),
        ("Once upon a time there was a king who had three daughters.", "not-a-license"),
        ("def add(a, b):\n    return a + b\n", "not-a-license"),
    ],
)
def test_what_is_no_licence(text: str, verdict: str) -> None:
    assert audited(text).verdict == verdict


def test_a_text_in_another_language_never_passes() -> None:
    text = (
        "Jeder darf dieses Werk frei nutzen, verändern und weitergeben, solange dieser Hinweis erhalten bleibt. "
        "Das Werk wird ohne jede Gewährleistung bereitgestellt, und die Urheber haften nicht für Schäden."
    )
    assert audited(text).verdict in ("needs-review", "not-a-license")
    assert audited(OPEN_LICENSE + "\n\n" + text * 4).verdict == "needs-review"


def test_an_unheard_of_sentence_asks_for_review() -> None:
    result = audited(OPEN_LICENSE + "\nWhoever keeps ferrets receives nothing under this page.\n")
    assert result.verdict == "needs-review"


def test_a_ban_in_chinese_beside_an_english_licence() -> None:
    assert "field-of-use" in provisions(OPEN_LICENSE + "\n\n不得将本软件用于任何军事目的。\n")


def test_llama_2_as_the_issue_wants_it() -> None:
    result = audited(package_text("llama-2-license-2023"), identify=True)
    found = {f.provision: f for f in result.findings}
    assert result.verdict == "not-open-source"
    assert failed(result) == {"osd-5", "osd-6"}
    assert found["user-cap"].section == "2"
    assert found["user-cap"].captures["threshold"] == 700_000_000
    assert found["no-model-training"].section == "1.b.v"
    assert found["acceptable-use-policy"].section == "1.b.iv"


@pytest.mark.parametrize(
    ("key", "criterion"),
    [
        ("cc-by-nc-4.0", "osd-6"),
        ("json", "osd-6"),
        ("bsl-1.1", "osd-1"),
        ("elastic-license-v2", "osd-6"),
        ("bigscience-rail-1.0", "osd-6"),
        ("llama-license-2023", "osd-6"),
    ],
)
def test_licences_that_are_not_open_source(key: str, criterion: str) -> None:
    assert criterion in failed(audited(package_text(key), identify=True))


@pytest.mark.parametrize(
    "key",
    (
        "mit bsd-simplified bsd-new apache-2.0 mpl-2.0 gpl-2.0 gpl-3.0 lgpl-2.1 lgpl-3.0 agpl-3.0 epl-2.0 isc zlib"
        " mulanpsl-2.0 unlicense boost-1.0"
    ).split(),
)
def test_approved_licences_are_open_source(key: str) -> None:
    result = audited(package_text(key), identify=True)
    assert result.verdict == "open-source"
    assert result.judgements[0].osi_approved


def test_rules_alone_accuse_no_approved_licence() -> None:
    """The floor: of all OSI-approved texts at hand, none comes out as not open source by rules alone."""
    labels = CORPUS / "general" / "labels.jsonl"
    if not labels.is_file():
        pytest.skip("the shared corpus is not beside this checkout")
    accused = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label.get("group") == "osi-approved":
            path = CORPUS / "general" / label["file"]
            if audit_document(read(path.read_bytes()), engine(), identify=False).verdict == "not-open-source":
                accused.append(label["key"])
    assert accused == []


def test_the_hidden_length_of_a_sentence_costs_no_more_than_its_words() -> None:
    import time

    times = []
    for count in (100, 800):
        text = OPEN_LICENSE + "You may not use the software " * count
        start = time.perf_counter()
        audit_document(from_text(text), engine(), identify=False)
        times.append(time.perf_counter() - start)
    assert times[1] < 24 * times[0]


def test_long_lead_ins_are_quoted_from_the_innermost() -> None:
    long = "You may not, " + "whatever may come, " * 70
    text = "".join(f"{number}. {long}do any of this:\n" for number in range(1, 8)) + "- sell it;\n- rent it;\n"
    leads = [finding.lead for finding in audited(text).findings if finding.quote.startswith("- ")]
    assert leads
    assert all(lead.startswith("7. ") and lead.endswith("do any of this:") for lead in leads)
    assert max(map(len, leads)) <= 1500


def test_a_limit_is_lifted_by_a_broader_grant_below_it_and_by_none_above() -> None:
    lead = "These rights are granted to you:\n"
    broad = "- you may use and distribute the software;\n"
    limited = "- you may use the software for research purposes;\n"
    assert "purpose-limit" not in provisions(lead + limited + broad)
    assert "purpose-limit" in provisions(lead + broad + limited)


def test_speaking_of_a_condition_is_not_stating_it() -> None:
    stated = "A changed copy must be licensed as a whole under this license.\n"
    spoken = (
        '"Source Form" means the form in which a program is best changed.\n\n'
        "All rights granted under this license end when you break it.\n"
    )
    conditions = [(f.provision, f.quote) for f in audited(OPEN_LICENSE + "\n" + stated + "\n" + spoken).findings]
    assert ("share-alike", stated.strip()) in conditions
    assert not any(provision in ("share-alike", "source-disclosure") for provision, q in conditions if q in spoken)
    assert audited(OPEN_LICENSE + "\n" + spoken).verdict == "open-source"


def test_languages_by_how_much_is_written_in_them() -> None:
    text = "You may use the model for any purpose that you like, and share it.\n\n您不得出售本模型。\n"
    assert audited(text).source.languages == ("en", "zh")
    assert audited("").source.languages == ()
