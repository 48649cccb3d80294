"""What keeps something back in no word of forbidding does not pass for something harmless."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, engine
from openaudit import detect
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.withheld import cells_of, denies

KEPT = (
    # rights that are kept, or that end with something
    "The right to lend the tapes out is retained by the archive.",
    "The permission to print the maps is kept back by the survey.",
    "The right to stage the play is absent from this licence.",
    "Adding a verse voids the permission to hand the songs on.",
    "Shipping a copy abroad extinguishes the licence.",
    "The permission lapses once the copy leaves the island.",
    "Permission ends at the harbour wall.",
    "A right to reprint the score is for the estate to have.",
    "Name your sponsors in writing, failing which the permission is void.",
    "Leave to copy the tapes is granted case by case by the curators.",
    # one way of doing, and one condition
    "The atlas may be projected through our planetarium domes.",
    "The recordings may be broadcast by cable.",
    "The firmware may be shipped with hearing aids.",
    "Adaptations are permitted once the estate has agreed.",
    "The driver is free to use when used with our scanners.",
    # persons and numbers
    "Casinos and betting shops are left out.",
    "Hospitals need not apply, as the board is against it.",
    "Reports aren't needed, except for broadcasters.",
    "You are welcome unless you run a casino.",
    "Telling us is not needed; past 4,000 users just send a count.",
    # other documents, and who says what words mean
    'The section "Forbidden uses" of the handbook has contractual force.',
    '"Fair Zone" has the meaning given in the Conduct Policy.',
    "A word in this licence means what the board says it means.",
    "Whether a use is decent is for the board to say.",
    # what others get
    "Users answer for the author's losses from their use.",
    "The authors have recourse against users for what a court makes them pay.",
    "Changed maps are forwarded to the vendor, who may use them.",
    "Copyright in all translations is assigned to the society.",
    "What you mend, you send.",
    # patents, source, switches, neighbours
    "This dedication waives copyright and keeps patents.",
    "This notice isn't a permission under our patents.",
    "A covenant not to sue is neither given nor meant.",
    "The tool is delivered obfuscated and stays so.",
    "The device software may be limited over the air.",
    "Separate plugins in the same archive shall be published under these terms.",
    # rows and headings
    "| Resale | no |",
    "| Museum | yes | Casino | no |",
    "| Farms \u2713 | Mines \u2717 |",
    "Schedule B (Forbidden Uses) is made part of these terms.",
    "Annex C (Policy for readers) governs how copies may be used.",
)
HARMLESS = (
    "The right to copy the maps is granted to everyone.",
    "You have the right to change the score.",
    "The recordings may be copied with or without changes.",
    "Copies may be sold through any shop.",
    "You need not tell us about your changes.",
    "Registration is not needed.",
    "Reports of mistakes are welcome.",
    "We are not obliged to provide support or updates.",
    'The word "Map" means a drawing in this folder.',
    "Nothing in this notice limits what you do with the maps.",
    "The programs may be used by everyone for every purpose.",
    "The copyright notice is retained in each copy.",
    "Each contributor grants you a licence under the patents that the contribution needs.",
    "| Resale | yes |",
    "| Format | CSV |",
)


@pytest.mark.parametrize("said", KEPT)
def test_what_is_kept_back_is_asked_about(said: str) -> None:
    """Beside an open licence the sentence keeps the text from passing."""
    assert audit_document(from_text(f"{OPEN_LICENSE}\n\n{said}\n"), engine()).verdict != "open-source"


@pytest.mark.parametrize("said", HARMLESS)
def test_what_gives_or_tells_passes(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Words near those that keep back are explained where they keep nothing (a second opinion aside)."""
    monkeypatch.setattr(detect, "doubt_of", lambda *_: ())
    assert audit_document(from_text(f"{OPEN_LICENSE}\n\n{said}\n"), engine()).verdict == "open-source"


@pytest.mark.parametrize(
    ("row", "says_no"),
    [
        ("| Loan | no |", True),
        ("Loan   ask us", True),
        ("Farms \u2022   Mines \u2022", True),
        ("| Loan | yes |", False),
        ("No", False),
        ("No warranty   is given", False),
    ],
)
def test_rows_that_deny(row: str, says_no: bool) -> None:
    """A cell says no; a title that begins with the word does not."""
    assert denies(cells_of(row)) is says_no


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("| Use by a company | separate contract |", "needs-review"),
        ("| Research | outside what is given |", "needs-review"),
        ("| Format | wav |", "open-source"),
        ("| Sound | mono |", "open-source"),
    ],
)
def test_a_row_of_a_table_that_may_limit_is_asked_about(row: str, verdict: str) -> None:
    assert audit_document(from_text(f"{OPEN_LICENSE}\n\n{row}\n"), engine()).verdict == verdict
