"""Rights that are named and not given, and leave that must first be had."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

WITHHELD = (
    "Access to this folder does not automatically grant permission to redistribute the weights.",
    "Publication does not in itself confer any right to distribute them.",
    "Nothing here is a permission to redistribute the weights.",
    "None of this is a licence to redistribute the weights.",
    "Neither the download nor the badge gives you permission to redistribute the weights.",
    "Any sharing of the weights is a breach of contract.",
    "It is a violation of this licence to redistribute the weights.",
    "You must obtain written permission from the licensor before you redistribute the weights.",
    "Prior written approval must be obtained before the weights are redistributed.",
    "A separate licence or written authorisation is required for redistribution.",
    "Any use of the model, including distribution, is prohibited unless agreed in writing.",
)
UNSURE = (
    "Being able to download the model is not a licence to redistribute it.",
    "That it can be downloaded does not mean that you are licensed to redistribute it.",
    "Availability should not be taken as permission to redistribute the weights.",
)
HARMLESS = (
    "This licence does not automatically grant permission to use the trademarks of the authors.",
    "You do not need to obtain permission from us before you redistribute the work.",
    "No permission is required for redistribution.",
    "Later checkpoints may be released under different terms.",
)


@pytest.mark.parametrize("sentence", WITHHELD)
def test_a_right_that_is_withheld_is_a_ban(sentence: str) -> None:
    found = {f.provision: f.outcome for f in audited(f"{OPEN_LICENSE}\n{sentence}\n").findings}
    assert found["no-redistribution"] == "fail"


@pytest.mark.parametrize("sentence", UNSURE)
def test_what_is_no_licence_needs_a_look(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict == "needs-review"


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_withholds_nothing(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict == "open-source"


@pytest.mark.parametrize("sentence", [*WITHHELD, *UNSURE, "Later checkpoints may be distributed under other terms."])
def test_a_denial_grants_nothing(sentence: str) -> None:
    assert "redistribute" not in {f.provision for f in audited(sentence).findings if f.kind == "grant"}
