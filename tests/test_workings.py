"""How a program works and what to mind is no restraint; their evil twins are."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

HARMLESS = (
    # parts of a program
    "The worker threads must not be used after the pool is closed.",
    "The probes run natively, so they cannot be used for cross building.",
    "When run by hand, the tests need to use the internal clock.",
    "In one run you can only benchmark one function.",
    "The returned list must not be modified.",
    "You may not use tabs for indentation.",
    "The jobs run in processes that are not allowed to use the screen.",
    "The socket will only function with a loopback family.",
    "It covers tools that use only one of the test interfaces.",
    "We are only interested in results for private servers.",
    "Frozen objects can only be used by the exact same version of the reader.",
    # beliefs and hopes
    "Callers must not rely that the parser is safe against harmful input.",
    "You should be able to use the following command for testing the build.",
    "It does no good, but it should not hurt if unused.",
    # what will happen, or is absent
    "The new limits won't take effect until all running daemons have been killed.",
    "The tool comes with several scores, which are not included in its rival.",
    "The pictures are copied first to avoid sharing them.",
    "To avoid misleading anyone about such changed files, you must delete this notice from them.",
    "In order to avoid deceiving the reader, you must mark what you changed.",
    "Passing both arguments is not permitted.",
    "Modification of the global state is not allowed.",
    "Commercial recordings are excluded from the evaluation.",
    "The hosted service is not available in Iceland.",
    "Spam is not allowed in the chat.",
    # sizes and languages; what would go wrong
    "Files above 3 GB cannot be uploaded.",
    "The checkpoint must not be modified while it is loaded, otherwise the loader crashes.",
    # servers, accounts, plans
    "The sandbox environment is for testing only.",
    "The free plan is limited to 40 requests per minute.",
    "There you will need to create an account.",
    # young programs; inner parts; advice
    "This is an experimental build that should not be used in production.",
    "Please do not use it in production yet.",
    "These helper functions are for internal use only.",
    "The checker should not be used as a replacement for a compiler.",
)
BARRED = {
    "The functions of the program must not be used for commercial purposes.": "non-commercial",
    "The tests may not be redistributed.": "no-redistribution",
    "The tool may only be run for research.": "purpose-limit",
    "The licence goes to firms that use only one seat for research.": "purpose-limit",
    "Persons that use only free copies may not use it commercially.": "non-commercial",
    "The model parameters may only be used for research.": "purpose-limit",
    "Users must not rely on the model for weapons or use it for surveillance.": "field-of-use",
    "You agree to avoid using the model for surveillance.": "field-of-use",
    "You may not modify the weights, because that breaks the licence.": "no-modification",
    "You may not modify the weights.": "no-modification",
    "The software must not be used in production.": "purpose-limit",
    "You may not use this beta version in production.": "purpose-limit",
    "The software is licensed for internal use only.": "purpose-limit",
    "Redistribution of the tests is not permitted.": "no-redistribution",
    "Commercial users are excluded from the licence.": "non-commercial",
    "You must create an account before you use the model.": "registration",
    "The model may not be used as a substitute for our hosted service.": "no-competition",
    "The public API may only be used for non-commercial purposes.": "non-commercial",
}


def restraints(sentence: str) -> set[str]:
    result = audited(f"{OPEN_LICENSE}\n\n{sentence}\n")
    return {f.provision for f in result.findings if f.kind == "restriction" and f.confidence != "low"}


@pytest.mark.parametrize("sentence", HARMLESS)
def test_workings_of_a_program_are_no_restriction(sentence: str) -> None:
    assert not restraints(sentence)


@pytest.mark.parametrize(("sentence", "provision"), BARRED.items())
def test_restraints_in_the_same_words_are_read(sentence: str, provision: str) -> None:
    assert provision in restraints(sentence)
