"""What is said of former times, of services beside the work, of other licences or of rumours accuses nobody."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

ASIDE = (
    # history, and rules that were dropped
    "Up to release 7 the parser could only be used with our own terminal.",
    "An earlier draft barred use by the army.",
    "The 2011 edition was for students only.",
    "In those days the source was available only under a signed agreement.",
    "The clause used to forbid resale.",
    "The fee of 30 euros per seat was dropped.",
    "A firm with more than 80 employees had to pay under the former terms.",
    # what is beside the work
    "The support forum is closed to persons under eighteen; the library is not.",
    "Tickets for the summer conference cost 90 euros per person.",
    "The hosted demo is limited to twenty jobs a day and may be closed at any time.",
    "Our mailing list is only open to members of the club.",
    "Only the newest branch gets fixes on our page.",
    "The certificate expires after two years.",
    # what others ask, say and do
    "Many vendors prohibit benchmarking; we publish ours.",
    "Among the licences we looked at, four forbid hosting.",
    "You may have read that the compiler can't be used in Ruritania.",
    "The rumour that companies need a separate licence is false.",
    "The domain costs us nine dollars a year.",
    "Volunteers from firms with up to nine employees wrote most of it.",
    "Unlike the old text, which ended after twelve months, these terms have no end.",
    # wishes, facts and equal treatment
    "Once your site has passed 200,000 monthly readers, we'd love a postcard.",
    "Tested with up to 60 seats; beyond that, tell us how it went.",
    "Commercial users get the same terms as everyone.",
    "Companies under 40 people: no duties.",
    "Please do not use it for weapons, though nothing here stops you.",
    "Not for landlords alone: tenants like it too.",
    "The ethics leaflet on weapons has no legal effect.",
)
BARRED = {
    "Use is limited to users who hold a support contract with us.": "restriction",
    "Unlike other editors, this one may not be used commercially.": "non-commercial",
    "Earlier versions were free; this version may not be used commercially.": "non-commercial",
    "The first edition was free, and this edition is for non-commercial use only.": "non-commercial",
    "You may have heard that the tool is free, but commercial use is prohibited.": "non-commercial",
    "The fee was waived until 2020, and now companies must pay us 40 euros per seat.": "fee",
    "Some licences allow resale, but you may not sell copies of this software.": "no-sale",
    "The forum is open to all; the software may not be redistributed.": "no-redistribution",
    "We recommend the library, but it may not be used for military purposes.": "field-of-use",
    "Please do not use it for weapons.": "field-of-use",
    "Not for sale, neither alone nor in sets.": "no-sale",
    "This demo may not be used commercially.": "non-commercial",
}


@pytest.mark.parametrize("sentence", ASIDE)
def test_what_is_about_something_else_accuses_nobody(sentence: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert {f.provision for f in result.findings if f.kind == "restriction" and f.confidence != "low"} == set()


@pytest.mark.parametrize("sentence", BARRED)
def test_its_evil_twin_still_accuses(sentence: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert result.verdict != "open-source"
    if BARRED[sentence] != "restriction":
        assert BARRED[sentence] in {f.provision for f in result.findings}


@pytest.mark.parametrize(
    "sentence",
    [
        "Until 2031 the software may only be used for research.",
        "The hosted demo is for research only.",
        "The older terms, under which companies had to pay, still apply.",
        "Members pay 60 euros a year for the software.",
    ],
)
def test_who_is_not_sure_must_look(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}").verdict != "open-source"
