from __future__ import annotations

import datetime as dt

import pytest

from openaudit.errors import ConfigError
from openaudit.waivers import parse_waivers

GOOD = {"fingerprint": "oa1:00ff", "reason": "ticket 123", "expires": dt.date(2027, 6, 30)}


def test_a_waiver_with_a_toml_date_or_a_text_is_the_same() -> None:
    (first,) = parse_waivers([GOOD], "f")
    (second,) = parse_waivers([GOOD | {"expires": "2027-06-30"}], "f")
    assert first == second
    assert (first.fingerprint, first.reason, first.expires, first.place) == (
        "oa1:00ff",
        "ticket 123",
        "2027-06-30",
        "f 1",
    )


def test_it_holds_on_its_last_day_and_not_after() -> None:
    (waiver,) = parse_waivers([GOOD], "f")
    assert not waiver.expired("2027-06-30")
    assert waiver.expired("2027-07-01")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({**GOOD, "reason": "  "}, "a waiver needs a reason"),
        ({"fingerprint": "oa1:0", "expires": "2027-06-30"}, "a waiver needs a reason"),
        ({"fingerprint": "oa1:0", "reason": "r"}, "needs its last day"),
        ({**GOOD, "expires": "2027-6-30"}, "needs its last day"),
        ({**GOOD, "expires": dt.datetime(2027, 6, 30, tzinfo=dt.UTC)}, "needs its last day"),
        ({"rule": "user-cap", "reason": "r", "expires": "2027-06-30"}, "say what is waived"),
        ({**GOOD, "resaon": "r"}, "'resaon' is no key of a waiver; did you mean 'reason'?"),
        ({**GOOD, "rule": 5}, "rule must be a text"),
        ("osd-5", "must be a table"),
    ],
)
def test_an_incomplete_waiver_is_an_error_that_names_its_place(table: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_waivers([GOOD, table], "openaudit.toml: waiver")
    assert message in str(caught.value)
    assert str(caught.value).startswith("openaudit.toml: waiver 2")
