"""An open licence offered to some, or an address that says no, is not open; nor are all rights but one reserved."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

SOME = {
    "Licensed under the MIT License for academic users.": "excluded-persons",
    "This project is available under the MIT License to members of the guild.": "excluded-persons",
    "The code is offered to our partners under the Apache License 2.0.": "excluded-persons",
    "Released under the Apache License 2.0 for members only.": "excluded-persons",
    "The weights are CC BY 4.0, licensed under NC terms.": "non-commercial",
    "The weights are licensed under https://creativecommons.org/licenses/by-nc/2.5/it/": "non-commercial",
    "The maps are under http://creativecommons.org/licenses/by-nd/2.0": "no-modification",
    '"Use" does not include running the tool for clients.': "no-competition",
    "Permitted purpose does not include: offering the tool as a service.": "no-competition",
    "All software that calls the model shall be used for charitable ends only.": "other-software",
}
DOUBTFUL = (
    "Except for the right to study it, all rights are reserved.",
    "All rights other than the right to read the code are reserved.",
    "The authors retain all rights besides the right of private study.",
    "MIT License (academic institutions).",
    "Apache 2.0 for non-profits.",
    "The weights are offered to European researchers under the Apache License 2.0.",
)
EVERYBODY = (
    "Licensed under the MIT License for everyone.",
    "Licensed under the Apache License 2.0 for all users.",
    "All rights are reserved except as granted in this licence.",
    "This project is licensed under the Apache License 2.0 - see the LICENSE file for details.",
)


@pytest.mark.parametrize(("sentence", "provision"), SOME.items())
def test_an_offer_to_some_is_a_limit(sentence: str, provision: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}\n")
    assert {f.provision: f.outcome for f in result.findings}.get(provision) in ("fail", "review")
    assert "user-cap" not in {f.provision for f in result.findings}


@pytest.mark.parametrize("sentence", DOUBTFUL)
def test_what_keeps_rights_back_never_passes(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict != "open-source"


@pytest.mark.parametrize("sentence", EVERYBODY)
def test_an_offer_to_everybody_passes(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}\n").verdict == "open-source"
