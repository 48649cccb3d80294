"""Exceptions, free branches, pleas and denied restraints take nothing away; their evil twins do."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

HARMLESS = (
    # another licence for those alone who do not want the duties of a copyleft licence
    "Whoever wants to ship the tool without the duties of the GPL needs a separate commercial licence.",
    "If you cannot comply with the AGPL, buy a commercial licence from the guild.",
    "Should the LGPL not suit your product, ask the guild for an alternative licence.",
    "Firms that do not wish to be bound by the GPL must obtain a commercial licence.",
    "Commercial use outside the terms of the AGPL requires a commercial licence.",
    "For those who want to sell copies, the MIT License is available.",
    # needed for one thing, or kept for some, but not the work
    "One needs a pass to enter the reading room, but not to copy, change or publish the maps.",
    "A permit is required for visits of the mill, but not for use of the drawings.",
    "House calls and telephone support are reserved for paying members.",
    "Support for the engine is reserved for subscribers.",
    # purposes of both kinds narrow nothing
    "You may use, copy, change, publish and sell the songs, for study, for business or for no reason at all.",
    # terms, results and other works
    "The permitted term does not change.",
    "Benchmark results may not be reproduced exactly on other machines.",
    "Benchmark licences stay with the benchmark authors and are not granted by this archive.",
    # no restraint
    "The house rules add no further restriction on copying, changing or selling the tool.",
    "This note does not place any additional limits on redistributing the weights.",
    "No restrictions are placed on modification or resale.",
    # what an exception gives, and how far it reaches
    "As a special exception, the authors give you permission to link it with what reaches it solely by its interface.",
    "Companies do not receive this exception.",
    "The linking exception is available to non-commercial projects only.",
    "The additional permission does not extend to commercial redistribution.",
    "This exception helps with shops, and only for the act of distribution.",
    "The font exception leaves the licence as it is. It does not allow anybody to:\n\n- sell copies;\n- fork it.",
    # pleas
    "Please do not train on the pages. That is a wish and no term of the licence.",
    "Please do not sell copies. Nothing here changes your rights under the licence.",
    # what bars the authors
    "Our funding agency does not permit us to redistribute the raw files.",
    "The hospital does not allow us to share the recordings of children.",
    # advice, and what a thing does not count as
    "Teams needing answers at all hours should not rely on the published weights.",
    "Labs that require certified data should look elsewhere for a released set.",
    "A network trained apart is not a covered variant merely because it was trained on outputs of the model.",
    "A rewrite is no derivative solely by copying the names of the functions.",
    "The above all: please don't use it commercially. This is a plea, not a licence condition.",
)
BARRED = {
    "As a special exception, military users may not use the tool.": "field-of-use",
    "As a special exception, you may link it with anything, but you may not sell it.": "no-sale",
    "As a special exception, you may use the tool only for research.": "purpose-limit",
    "You are allowed to copy the maps, but not to publish them.": "no-redistribution",
    "The weights are reserved for paying customers.": "non-commercial",
    "Support and the engine are reserved for commercial customers.": "non-commercial",
    "Whoever wants to ship the tool without credit needs a separate commercial licence.": "non-commercial",
    "For commercial use or to avoid the GPL you need a commercial licence.": "non-commercial",
    "Commercial users must obtain a commercial licence instead of the GPL.": "non-commercial",
    "For those who want to sell copies, a paid licence is available.": "no-sale",
    "Commercial users do not receive this licence.": "non-commercial",
    "This permission does not extend to commercial use.": "non-commercial",
    "The only exception is commercial use, which is not permitted.": "non-commercial",
    "Without exception, commercial use is not allowed.": "non-commercial",
    "Users wanting commercial use should not rely on the released weights.": "non-commercial",
    "Our funding agency does not permit you to redistribute the raw files.": "no-redistribution",
    "The archive does not allow us or you to redistribute the raw files.": "no-redistribution",
    "Teams needing more must not redistribute the weights.": "no-redistribution",
    "You may not train a model on it merely because you bought it.": "no-model-training",
    "You must not:\n\n- except as needed for the study, provide the scans to any third party.": "no-redistribution",
    "You must first register with the guild.": "registration",
    "This exception is for schools, and commercial use is prohibited.": "non-commercial",
    "The licence is narrow. It does not allow anybody to:\n\n- sell copies;\n- host it.": "no-sale",
    "You must not train models on it. This is not a plea but a condition of the licence.": "no-model-training",
    "Please do not sell copies. This is no mere request, it is a licence term.": "no-sale",
    "Commercial use is prohibited. Please cite us; that is a plea and no term of the licence.": "non-commercial",
    "The house rules add one restriction on copying: commercial use is prohibited.": "non-commercial",
}
TWO = """# Which licence

You must choose one of the licences below.

# First licence

Permission is granted to use, copy, modify and distribute the tool for any purpose.

# Second licence

Permission is granted to use and copy the tool. {limit}
"""


@pytest.mark.parametrize("text", HARMLESS)
def test_what_takes_nothing_away_is_no_restriction(text: str) -> None:
    findings = audited(f"{OPEN_LICENSE}\n{text}\n").findings
    assert not [f.provision for f in findings if f.kind in ("restriction", "caution") and f.confidence != "low"]


@pytest.mark.parametrize(("text", "provision"), BARRED.items())
def test_its_twin_still_is_one(text: str, provision: str) -> None:
    found = {f.provision: f.outcome for f in audited(f"{OPEN_LICENSE}\n{text}\n").findings}
    assert found.get(provision) in ("fail", "review")


@pytest.mark.parametrize(
    "text",
    [
        "We impose no restrictions on non-commercial use.",
        "There are no restrictions on use for research.",
        "There are no restrictions except that copies may not be sold.",
    ],
)
def test_half_a_denial_never_passes(text: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{text}\n").verdict != "open-source"


def test_what_one_of_two_licences_bars_is_for_a_person() -> None:
    text = TWO.format(limit="Redistribution in source form is not permitted under this licence.")
    assert audited(text).verdict == "needs-review"
    bound = text.replace("You must choose one of the licences below.", "Both licences apply.")
    assert audited(bound).verdict == "not-open-source"
    narrow = text.replace("use, copy, modify and distribute the tool", "use the tool")
    assert audited(narrow).verdict == "not-open-source"


@pytest.mark.parametrize(
    ("notice", "verdict"),
    [
        ("Heronry is licensed under the [Apache License 2.0](LICENSE).", "needs-review"),
        ("Heronry is free for everyone under the MIT License.", "needs-review"),
        ("MIT - see [LICENSE](LICENSE).", "needs-review"),
        ("Heronry was once licensed under the GPL.", "needs-review"),
        ("Heronry stands near MIT.", "not-a-license"),
    ],
)
def test_a_notice_that_names_an_open_licence_is_for_a_person(notice: str, verdict: str) -> None:
    assert audited(notice).verdict == verdict


@pytest.mark.parametrize(
    "notice",
    [
        "The code is released under the MIT License, and the guild decides who gets the data.",
        "The tool is released under the MIT License plus our house rules.",
        "Licence: MIT (core), proprietary (plugins)",
    ],
)
def test_the_name_of_a_licence_explains_nothing_else(notice: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{notice}\n").verdict != "open-source"


@pytest.mark.parametrize(
    ("sentence", "provision"),
    [
        ("Except for the original author, you may not sell the tool.", "no-sale"),
        ("With the exception of the maintainers, you may not modify the tool.", "no-modification"),
        ("All orders have to be placed through the Heron platform.", "product-tie"),
    ],
)
def test_who_is_not_bound_anyway_is_no_exception(sentence: str, provision: str) -> None:
    found = {f.provision: f.outcome for f in audited(f"{OPEN_LICENSE}\n{sentence}\n").findings}
    assert found.get(provision) in ("fail", "review")


def test_a_copy_of_the_licence_is_no_leave() -> None:
    text = f"{OPEN_LICENSE}\nA copy of this licence is required to redistribute the tool.\n"
    assert "no-redistribution" not in {f.provision for f in audited(text).findings}


def test_changes_that_must_be_offered_do_not_pass() -> None:
    text = f"{OPEN_LICENSE}\nYou must publish your extensions and write to the authors with an offer to include them.\n"
    assert "grant-back" in {f.provision for f in audited(text).findings}


def test_a_plea_that_is_said_to_be_one_passes() -> None:
    plea = "If your firm earns well with it, please consider a gift."
    assert audited(f"{OPEN_LICENSE}\n{plea} This is a request, not a licence condition.\n").verdict == "open-source"
    bound = f"{OPEN_LICENSE}\n{plea} You must ask for leave. This is a request, not a licence condition.\n"
    assert audited(bound).verdict != "open-source"
