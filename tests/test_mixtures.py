"""A harmless statement explains nothing of the restriction beside it in one sentence."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, engine
from openaudit.audit import audit_document
from openaudit.document import from_text

HARMLESS = (
    "This licence is governed by the law of Norway",
    "The work is provided as is and without any warranty",
    "The authors are not liable for any damage that arises from the work",
    "Copyright in the work belongs to the people named in the credits file",
    "If a court finds part of this licence invalid, the rest stays in force",
    "The name of the project may not be used to endorse other products",
    "You must keep this notice in every copy",
    "Modified files must say that they were changed",
    "You may use, copy, change and share the work",
    "The full text of this licence must go along with every copy",
    "This licence takes the place of the one published in May 2019",
    'The word "Work" means the files in this archive',
    '"Contributor" means anybody whose patch was merged',
    "Nobody has to support the work or to mend it",
    "The headings serve readability alone",
    "Whoever sues over patents loses the patent licence given here",
    "Notices may be sent by electronic mail",
    "Contributions are accepted under these same terms",
    "Each contributor grants you a licence under the patents that the contribution needs",
    "Pull requests are welcome at any time",
    "Export laws of your country may apply",
    "The foundation publishes new versions of this licence now and then",
    "This document was written by the legal team of the project",
    "The courts of Oslo are competent for any dispute",
    "You may charge for copies and for support",
    "The source code is available from our server",
    "Nothing in this licence limits fair use",
    "Thanks go to all who tested the early builds",
    "The documentation is part of the work",
    "A breach that is mended within a month leaves your rights untouched",
)
RESTRAINING = (
    "it covers academic users alone",
    "it reaches households and stops at the office door",
    "what earns money is none of its business",
    "commercial hosts fall to a separate contract",
    "its benefits go to members of the co-operative",
    "the army gets nothing from it",
    "nobody outside the European Union is addressed by it",
    "companies with a payroll above fifty are on the wrong page",
    "it holds until the end of next year",
    "the freedoms above begin once the form on our site has been received",
    "a yearly sum is owed by shops",
    "the weights stay where they were downloaded",
    "changes are for your own eyes",
    "the answers of the model must not teach another model",
    "what you may do with it is told in the conduct rules on our site",
    "running it for customers over a network is our privilege",
    "it works together with our chip and with nothing else",
    "taking the binaries apart is forbidden ground",
    "we may switch off any copy from afar",
    "we may call it back whenever we like",
    "whoever has more than ten thousand readers needs our blessing",
    "whoever does more than try it out has to leave it",
    "resale is out of the question",
    "hospitals and prisons are left out",
    "every screen has to show our heron",
    "improvements have to be sent to us free of charge",
    "what the model draws is ours",
    "the place where you run it must lie in Switzerland",
    "each user has to click on the button first",
    "all programs on the same disk come under it too",
)
JOINTS = (
    " and ", " but ", "; ", ", and ", ", but ", "; however, ", ", although ", ", while ", ", provided that ",
    ", except that ",
)  # fmt: skip
# Each harmless statement meets so many of the others.
_MEETINGS = 6


def _mixtures() -> list[str]:
    return [
        harmless + JOINTS[(i + k * 3) % len(JOINTS)] + RESTRAINING[(i * 7 + k * 11) % len(RESTRAINING)] + "."
        for i, harmless in enumerate(HARMLESS)
        for k in range(_MEETINGS)
    ]


# For long the source offer before "provided that" was taken for what the proviso is about.
MISSED = (
    "The source code is available from our server, provided that nobody outside the European Union is addressed by it.",
)


@pytest.mark.parametrize("sentence", [sentence for sentence in _mixtures() if sentence not in MISSED])
def test_no_mixture_passes_as_open_source(sentence: str) -> None:
    result = audit_document(from_text(f"{OPEN_LICENSE}\n{sentence}"), engine(), identify=False)
    assert result.verdict != "open-source"


@pytest.mark.parametrize("sentence", HARMLESS)
def test_the_harmless_halves_accuse_nobody(sentence: str) -> None:
    result = audit_document(from_text(f"{OPEN_LICENSE}\n{sentence}."), engine(), identify=False)
    assert result.verdict != "not-open-source"


@pytest.mark.parametrize("sentence", MISSED)
def test_what_was_missed_for_long_is_seen(sentence: str) -> None:
    result = audit_document(from_text(f"{OPEN_LICENSE}\n{sentence}"), engine(), identify=False)
    assert result.verdict != "open-source"


@pytest.mark.parametrize(
    ("lead", "item"),
    [
        ("You are encouraged to:", "(i) write a blog post about what you built; and"),
        ("You are invited to:", "(a) show what you built at our yearly meeting."),
        ("", "c. Notices."),
    ],
)
def test_what_is_only_asked_for_and_bare_titles_need_nobody(lead: str, item: str) -> None:
    text = f"{OPEN_LICENSE}\n{lead}\n\n{item}\n"
    assert audit_document(from_text(text), engine(), identify=False).verdict == "open-source"


@pytest.mark.parametrize(
    ("lead", "item"),
    [
        ("You must:", "(i) write a blog post about what you built; and"),
        ("You are encouraged to:", "(i) use the work for research only."),
        ("You may run the work in:", "a. Ruritania."),
    ],
)
def test_what_is_ordered_and_the_items_of_a_limit_never_pass(lead: str, item: str) -> None:
    text = f"{OPEN_LICENSE}\n{lead}\n\n{item}\n"
    assert audit_document(from_text(text), engine(), identify=False).verdict != "open-source"
