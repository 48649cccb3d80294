"""Documents that a licence binds: found, named, with their address; pointers and laws are none."""

from __future__ import annotations

import time

import pytest

from openaudit.document import read
from openaudit.incorporated import Incorporated, find


def found(text: str) -> list[tuple[str, str]]:
    return [(item.name, item.url) for item in find(read(text.encode()))]


def one(text: str) -> Incorporated:
    (item,) = find(read(text.encode()))
    return item


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (
            "Your use of the Crane Model must adhere to the Crane Acceptable Use Policy (available at https://example.org/aup).",
            [("Crane Acceptable Use Policy", "https://example.org/aup")],
        ),
        (
            "You agree to comply with the Acceptable Use Policy, incorporated by reference into this Agreement.",
            [("Acceptable Use Policy", "")],
        ),
        (
            "Use of the Weights is subject to the Example Terms of Service (example.org/terms/v2).",
            [("Example Terms of Service", "https://example.org/terms/v2")],
        ),
        (
            "You must comply with our usage policies at https://example.org/policies.",
            [("usage policies", "https://example.org/policies")],
        ),
        ("You shall abide by the Code of Conduct.", [("Code of Conduct", "")]),
        (
            "You will comply with the brand guidelines of Example (https://example.org/brand/ or a successor site).",
            [("brand guidelines", "https://example.org/brand/")],
        ),
        (
            "You must follow the rules at https://example.org/rules of conduct.",
            [("https://example.org/rules", "https://example.org/rules")],
        ),
        ("Licensee agrees to the terms at https://example.org/more-terms.", []),
        (
            "You must comply with the policy that stands at https://example.org/p1.",
            [("https://example.org/p1", "https://example.org/p1")],
        ),
        (
            "您使用本模型应遵守《示例模型可接受使用政策》（https://example.org/zh）。",
            [("示例模型可接受使用政策", "https://example.org/zh")],
        ),
        ("被许可方应当遵守许可方的使用规范。", [("使用规范", "")]),
        ("使用本模型即表示您同意并接受《用户服务协议》。", [("用户服务协议", "")]),
    ],
)
def test_bound_documents(text: str, bound: list[tuple[str, str]]) -> None:
    assert found(text) == bound


@pytest.mark.parametrize(
    "text",
    [
        "You may obtain a copy of the License at https://www.example.org/licenses/LICENSE-2.0.",
        "See https://example.org/policy for our acceptable use policy, which may interest you.",
        "You must comply with all applicable laws and regulations.",
        "You agree to comply with this Acceptable Use Policy.",
        "You must comply with our Privacy Policy at https://example.org/privacy.",
        "Use of the marks is subject to the Example Trademark Policy.",
        "Contributors agree to the terms of this License.",
        "You must comply with the use restrictions in paragraph 4.",
        "USE IS SUBJECT TO APPROPRIATE RISK-MITIGATION POLICIES.",
        "任何人应遵守《中华人民共和国网络安全法》以及相关法律法规。",
        "您应遵守本协议的条款。",
        "本政策不适用。",
        "",
    ],
)
def test_what_binds_nothing_else(text: str) -> None:
    assert found(text) == []


def test_each_document_once_with_the_address_wherever_it_stands() -> None:
    text = (
        "You must comply with the Crane Use Policy. Any use must be consistent with the Crane Use Policy as printed at "
        "https://example.org/crane. You must also comply with the Policy."
    )
    assert found(text) == [("Crane Use Policy", "https://example.org/crane")]


def test_the_sentence_is_the_evidence() -> None:
    text = "You may use this.\n\nYou must comply with the Crane Use Policy.\n"
    item = one(text)
    assert text[item.start : item.end] == "You must comply with the Crane Use Policy."


@pytest.mark.parametrize(
    "more",
    [
        "We may update the Crane Use Policy from time to time.",
        "Example reserves the right to modify the policy at any time.",
        "The Crane Use Policy, as amended, governs.",
        "The then-current version of the Crane Use Policy applies.",
    ],
)
def test_terms_that_may_be_changed(more: str) -> None:
    assert one(f"You must comply with the Crane Use Policy. {more}").changeable
    assert one("您应遵守《起重机使用政策》。许可方有权随时修改该政策。").changeable


def test_terms_that_stay() -> None:
    assert not one("You must comply with the Crane Use Policy. We may update the Model at any time.").changeable


def test_a_policy_in_the_same_file_is_here() -> None:
    text = "You must comply with the Crane Use Policy.\n\n# Crane Use Policy\n\nYou may not lift people.\n"
    assert one(text).here
    assert not one("You must comply with the Crane Use Policy.\n\nCranes lift.\n").here


@pytest.mark.parametrize(
    "unit",
    [
        "comply with the Use Policy ",
        "https://a.b/c ",
        "A.B.C.D/e ",
        "Use Policy",
        "《政策",
        "《政策》遵守",
        "may update ",
    ],
)
def test_long_sentences_take_linear_time(unit: str) -> None:
    def cost(count: int) -> float:
        document = read(("You must " + unit * count).encode())
        start = time.perf_counter()
        find(document)
        return time.perf_counter() - start

    cost(100)
    assert cost(20_000) < 1.0 + 40 * cost(1000)
