"""What its place makes of a sentence: titles, sections on other works, what is taken back (openaudit/context.py)."""

from __future__ import annotations

import pytest

from openaudit import detect
from openaudit.accounts import Said
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.matching import Match
from openaudit.prepared import engine
from openaudit.report import Result

BODY = """

Copyright (c) 2026 The Authors

Everybody may use, copy, modify, publish, distribute, sublicense and sell the work for any purpose.
"""


def audited(text: str) -> Result:
    return audit_document(from_text(text), engine())


@pytest.mark.parametrize(
    ("title", "provision"),
    [
        ("Heronry for non-commercial purposes", "non-commercial"),
        ("Heronry (noncommercial edition)", "non-commercial"),
        ("THE HERONRY NON-COMMERCIAL LICENSE", "non-commercial"),
        ("Heronry Weights for Evaluation Purposes", "purpose-limit"),
        ("Licence for private use", "purpose-limit"),
        ("Heronry Licence for Academic and Teaching Use", "purpose-limit"),
        ("苍鹭模型非商业许可证", "non-commercial"),
        ("蒼鷺資料集非商用授權", "non-commercial"),
    ],
)
def test_a_limit_in_the_title_is_a_question(title: str, provision: str) -> None:
    result = audited(title + BODY)
    assert result.verdict == "needs-review"
    assert {(f.provision, f.confidence) for f in result.findings if f.kind == "restriction"} == {(provision, "low")}


@pytest.mark.parametrize(
    "title",
    [
        "Heronry Academic Licence",
        "Licence for commercial and non-commercial use",
        "The Heronry Toolkit for Academic Research",
        "Non-Profit Open Licence",
        "Heronry: no limits, for any use",
        "苍鹭模型许可证",
    ],
)
def test_a_name_is_no_limit(title: str) -> None:
    assert audited(title + BODY).verdict == "open-source"


def test_a_heading_further_down_is_no_title() -> None:
    assert audited(f"Heronry Licence{BODY}\nNon-commercial use\n\nThe work comes without warranty.\n").verdict == (
        "open-source"
    )


def test_the_terms_of_other_works_accuse_nobody() -> None:
    others = "# Third-party data\n\n- Names of the marshes: MarshBase, subject to the MarshBase terms of use.\n"
    assert audited(f"# Heronry Licence{BODY}\n{others}").verdict == "needs-review"
    bound = "# Third-party data\n\nYou may not sell the data.\n"
    assert audited(f"# Heronry Licence{BODY}\n{bound}").verdict == "not-open-source"


@pytest.mark.parametrize(
    ("ban", "behind", "verdict"),
    [
        ("You may not sell the work.", "That ban no longer applies.", "needs-review"),
        ("The work must not be used for commercial purposes.", "This condition was lifted.", "needs-review"),
        ("不得将本作品用于商业用途。", "该限制已于去年废止。", "needs-review"),
        ("You may not sell the work.", "That ban is lifted for those who pay.", "not-open-source"),
        ("You may not sell the work.", "This condition shall be lifted.", "not-open-source"),
        ("不得将本作品用于商业用途。", "该限制不得取消。", "not-open-source"),
    ],
)
def test_what_is_taken_back_is_a_question(ban: str, behind: str, verdict: str) -> None:
    assert audited(f"# Heronry Licence{BODY}\n{ban} {behind}\n").verdict == verdict


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        ("This document is guidance and no term of any licence.", "needs-review"),
        ("Nothing on this page changes or limits your rights under the MIT licence.", "needs-review"),
        ("This document is the licence of the work.", "not-open-source"),
        ("Nothing in this licence limits the rights of the licensor.", "not-open-source"),
    ],
)
def test_a_document_that_disowns_itself_accuses_nobody(first: str, verdict: str) -> None:
    text = f"# Responsible use\n\n{first}\n\nYou must not use the model for military purposes.\n"
    assert audited(text).verdict == verdict


def test_what_a_plea_leaves_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a plea is set aside nothing restrains: what explains the rest must not pass unweighed."""
    weighed: list[str] = []

    def doubt_of(said: Said, *_: object) -> tuple[Match, ...]:
        weighed.append(" ".join(said.words.words))
        return ()

    monkeypatch.setattr(detect, "doubt_of", doubt_of)
    plea = "Please do not train on this repository. This is a request, not a license condition.\n"
    assert audited(f"# Heronry Licence{BODY}\n{plea}").verdict == "open-source"
    assert any("everybody may use" in words for words in weighed)


def test_a_text_headed_as_a_license_is_for_a_person() -> None:
    assert audited("# Model licence\n\nNobody has settled what may be done with it.\n").verdict == "needs-review"
    assert audited("# Heronry\n\nCounts the herons that nest in a photograph.\n").verdict == "not-a-license"


@pytest.mark.parametrize("text", ["***\n", "----\n\n----\n", "(c)\n"])
def test_a_text_without_words_is_no_license(text: str) -> None:
    assert audited(text).verdict == "not-a-license"
