"""What sounds like a grant or a condition, and gives less or asks more than that: no explanation holds for it."""

from __future__ import annotations

import pytest

from engine import audited

_FREE = "You may use, copy, modify, sell and redistribute the tool for any purpose. "


@pytest.mark.parametrize(
    "rider",
    [
        # a right that is spoken of, and priced, kept or awaited
        "All rights to adapt rest with the widow of the composer.",
        "Permission to reprint is sold by the line.",
        "The right to deploy begins on arrival of your card.",
        "A bare right of use is given, without the power to sublicense.",
        # a gift to the licensor, a demand, and what somebody must do first
        "Adapted looms are licensed back to the mill.",
        "The charter asks that all looms in the hall be free.",
        "The ledger shows what a weaver pays before it may use the loom.",
        # one case, one circle, one way, one copy
        "You may use the loom while your lease lasts.",
        "You may pass the drawings on to apprentices.",
        "You may build one loom from the drawings.",
        "You may adapt the pattern once.",
        "You may use the loom in conjunction with our spindles.",
        "You may copy the drawings by hand.",
        "You may weave and use the loom privately.",
        # a gift, and more behind a "but"
        "You may copy the drawings, but mills with forty hands name the guild on the cloth.",
        # a duty, and another beside it
        "Redistributions must reproduce this notice and be made by sworn dealers.",
        "You must keep this notice and post us a sample.",
        "Copies must carry this notice and be limited to guild halls.",
    ],
)
def test_what_gives_less_than_it_names_does_not_pass(rider: str) -> None:
    assert audited(f"{_FREE}{rider}\n").verdict != "open-source"


@pytest.mark.parametrize(
    "harmless",
    [
        "The right to use it is granted to everyone.",
        "You may use the loom as you like.",
        "You may pass the drawings on to anyone.",
        "You may copy the drawings to any medium.",
        "You may distribute one or more copies of the drawings.",
        "You may redistribute copies if you keep this notice.",
        "You may redistribute modified copies as long as you mark your changes.",
        "You may copy the drawings, but you must keep this notice.",
        "Redistributions must reproduce this notice and the disclaimer.",
        "You must keep this notice and state your changes.",
    ],
)
def test_gifts_and_conditions_stay_explained(harmless: str) -> None:
    assert audited(f"{_FREE}{harmless}\n").verdict == "open-source"
