"""What the sentences around it make of a match: grants that lift a limit, and what lifts none."""

from __future__ import annotations

import pytest

from engine import audited, provisions

# One plain ban for each restriction: what a heading stands above and a grant below must not make it vanish.
BANS = {
    "non-commercial": "You may not use the Software for any commercial purpose.",
    "purpose-limit": "You may use the Software only for research.",
    "field-of-use": "You may not use the Software for military purposes.",
    "acceptable-use-policy": "You must comply with our Acceptable Use Policy.",
    "user-cap": "Anybody with more than 500 monthly active users must ask for another license.",
    "revenue-cap": "Companies with an annual revenue above $1,000,000 may not use the Software.",
    "no-model-training": "You may not use the Software to train other models.",
    "no-redistribution": "You may not distribute the Software to third parties.",
    "no-sale": "You may not sell the Software.",
    "no-modification": "You may not modify the Software.",
    "no-competition": "You may not use the Software to compete with us.",
    "excluded-persons": "Government agencies may not use the Software.",
    "territory": "The Software may not be used in France.",
    "registration": "You must register with us before you use the Software.",
    "fee": "You must pay a royalty for each copy.",
    "time-limit": "This license expires after one year.",
    "product-tie": "You may use the Software only with our hardware.",
    "other-software": "All programs on the same disk must be licensed under these terms.",
    "technology-limit": "You may use the Software only over the web interface.",
    "no-study": "You may not reverse engineer the Software.",
    "no-source": "You receive the Software in object code only.",
}
HEADINGS = ("Introduction", "Preamble", "Foo", "Please note the following:", "# Use", "MyModel")
GRANT = "You may use, copy, modify and distribute the Software."


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("provision", BANS)
def test_what_a_heading_stands_above_stays(provision: str, heading: str) -> None:
    result = audited(f"{heading}\n\n1. {BANS[provision]}\n2. {GRANT}\n")
    assert result.verdict == "not-open-source"
    assert provision in {f.provision for f in result.findings}


@pytest.mark.parametrize(
    "text",
    [
        "You may:\n\n(a) not use the Software for any commercial purpose;\n(b) use, copy, modify and share it.\n",
        "We grant you these rights:\n\n- You may use the Software only for research.\n- You may use the Software.\n",
        "You may:\n\n(a) use the Software for research;\n(b) use data;\n(c) modify and distribute the Software.\n",
        "You may:\n\n(a) use the Software for research;\n(b) copy, modify and distribute the Software.\n",
        "Rules\n\n- You may use the Software for research.\n- You may use, modify and distribute the Software.\n",
        "使用说明\n\n1. 您不得将本软件用于商业目的。\n2. 您可以使用、复制、修改和分发本软件。\n",
    ],
)
def test_a_limit_that_no_alternative_widens_stays(text: str) -> None:
    assert {"purpose-limit", "non-commercial"} & provisions(text)


@pytest.mark.parametrize(
    "text",
    [
        "You may:\n\n(a) use the Software for research;\n(b) use, copy, modify and distribute the Software.\n",
        "We grant you this license:\n\n1. You may use it for research.\n2. You may use, copy and distribute it.\n",
    ],
)
def test_a_grant_for_a_purpose_is_no_limit_beside_a_broader_one_of_the_same_lead(text: str) -> None:
    assert not {"purpose-limit", "non-commercial"} & provisions(text)


def test_the_name_of_a_license_stands_only_for_words_that_are_not_at_hand() -> None:
    named = audited("The weights are released under CC BY-NC 4.0.\n")
    assert "non-commercial/named" in {f.rule for f in named.findings}
    spoken = audited("The weights are released under CC BY-NC 4.0.\n\nYou may not use them for commercial purposes.\n")
    assert {f.rule for f in spoken.findings if f.provision == "non-commercial"} == {"non-commercial/ban"}


def test_a_purpose_in_the_sentence_that_grants_without_restriction_counts() -> None:
    rights = "You have permission to deal in the Software without restriction, including without limitation the rights"
    narrowed = f"{rights} to use, copy and sell copies of it for scientific research, and to let others do so.\n"
    assert "purpose-limit" in provisions(narrowed)
    assert audited(narrowed).judgements[0].verdict != "open-source"
    assert "purpose-limit" not in provisions(f"{rights} to use, copy and sell it, and to let others do so.\n")
