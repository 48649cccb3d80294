"""What the captures read: thresholds in every numeral form, fields, dates, policies."""

from __future__ import annotations

import pytest

from openaudit.captures import date, fields, policy, quantity
from openaudit.numerals import numerals


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("50", 50),
        ("20,000", 20_000),
        ("2 000 000", 2_000_000),
        ("2.000.000", 2_000_000),
        ("2'000'000", 2_000_000),
        ("1.5 million", 1_500_000),
        ("3m", 3_000_000),
        ("100k", 100_000),
        ("2bn", 2_000_000_000),
        ("twelve", 12),
        ("twenty-five", 25),
        ("a hundred and one", 101),
        ("twelve hundred", 1_200),
        ("two hundred and fifty thousand", 250_000),
        ("seven hundred million", 700_000_000),
        ("one million five hundred thousand", 1_500_000),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("three quarters of a million", 750_000),
        ("two and a half million", 2_500_000),
        ("three dozen", 36),
        ("a couple of thousand", 2_000),
    ],
)
def test_numerals(written: str, value: int) -> None:
    assert [n.value for n in numerals(f"more than {written} users")] == [value]


def test_a_number_repeated_in_brackets_is_one_number() -> None:
    assert [n.value for n in numerals("five hundred (500) employees")] == [500]
    assert [n.value for n in numerals("500 (five hundred) employees")] == [500]


@pytest.mark.parametrize("text", ["section 5.1 above", "99.9% uptime", "half of the users", "users of a model"])
def test_what_is_no_whole_number(text: str) -> None:
    assert not list(numerals(text))


@pytest.mark.parametrize(
    ("text", "threshold", "unit"),
    [
        ("more than 700 million monthly active users", 700_000_000, "monthly-active-users"),
        ("over 100k MAU", 100_000, "monthly-active-users"),
        ("used by fewer than fifty million individuals in any calendar month", 50_000_000, "monthly-active-users"),
        ("half a million people a month", 500_000, "monthly-active-users"),
        ("ten thousand people a day", 10_000, "daily-active-users"),
        ("20,000 daily users", 20_000, "daily-active-users"),
        ("at most 25 seats", 25, "users"),
        ("no more than fifty users", 50, "users"),
        ("past a million downloads", 1_000_000, "users"),
        ("no more than twenty-five employees", 25, "employees"),
        ("a team of up to ten people", 10, "employees"),
        ("a staff of over two hundred and fifty", 250, "employees"),
    ],
)
def test_counts(text: str, threshold: int, unit: str) -> None:
    found = quantity(text)
    assert (found["threshold"], found["unit"]) == (threshold, unit)


@pytest.mark.parametrize(
    ("text", "threshold", "currency"),
    [
        ("gross receipts below EUR 2,000,000 in the preceding financial year", 2_000_000, "EUR"),
        ("revenue above US$ 10 million", 10_000_000, "USD"),
        ("earning over $5M a year", 5_000_000, "USD"),
        ("more than half a million dollars of annual income", 500_000, "USD"),
        ("a turnover of £1.2m", 1_200_000, "GBP"),
        ("funding in excess of ten million euros", 10_000_000, "EUR"),
        ("raised over one million US dollars from investors", 1_000_000, "USD"),
        ("sales of 30 million yuan", 30_000_000, "CNY"),
        ("revenue of CHF 500,000", 500_000, "CHF"),
    ],
)
def test_money(text: str, threshold: int, currency: str) -> None:
    found = quantity(text)
    assert (found["threshold"], found["unit"], found["currency"]) == (threshold, "revenue", currency)


def test_periods() -> None:
    assert quantity("annual revenue above $1,000,000")["period"] == "year"
    assert quantity("more than 5 million monthly users")["period"] == "month"


def test_nothing_to_read() -> None:
    assert quantity("as many users as you like") == {}
    assert fields("for any purpose") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("build missiles, torpedoes or land mines", "military"),
        ("face recognition in shops", "surveillance"),
        ("deporting migrants", "law-enforcement"),
        ("diagnosing patients", "medical"),
        ("a casino or a lottery", "gambling"),
        ("drilling for oil and gas", "fossil-fuels"),
        ("tobacco advertising", "tobacco-drugs"),
        ("bullfighting and fur farms", "animals"),
        ("mining cryptocurrency", "cryptocurrency"),
        ("vote rigging in an election", "politics"),
        ("scoring job applicants", "employment"),
        ("passing it off as written by a human", "impersonation"),
    ],
)
def test_fields(text: str, expected: str) -> None:
    found = fields(text)["fields"]
    assert isinstance(found, list)
    assert expected in found


def test_policies_and_dates() -> None:
    assert policy("You follow the Marlow Acceptable Use Policy at https://marlow.example/aup.") == {
        "policy": "Marlow Acceptable Use Policy",
        "url": "https://marlow.example/aup",
    }
    assert date("until 31 December 2030") == {"date": "2030-12-31"}
