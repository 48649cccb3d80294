"""Waivers: findings that somebody has looked at and accepted, with a reason and a last day.

A waiver hides nothing: the verdict stays what it is, and the finding is reported as waived. It only takes the
finding out of what makes the exit code 1, until it expires.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from openaudit.errors import ConfigError
from openaudit.suggest import did_you_mean
from openaudit.typed import Final, NamedTuple

_KEYS: Final = ("rule", "target", "fingerprint", "reason", "approved-by", "expires")
_DATE: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


class Waiver(NamedTuple):
    """One accepted finding. `rule` is a rule, provision or criterion id; `expires` the last day it holds.

    `fingerprint` ties it to the words of one sentence, wherever they move; without one it holds for every
    finding of the rule in the files that `target` (a path pattern) matches, so then a target is required.
    """

    rule: str
    target: str
    fingerprint: str
    reason: str
    approved_by: str
    expires: str
    place: str

    def expired(self, today: str) -> bool:
        """Whether `today` (ISO 8601) is after its last day."""
        return today > self.expires

    @property
    def label(self) -> str:
        """How messages name it."""
        return " ".join(part for part in (self.rule, self.fingerprint[:16], self.target) if part)


def parse_waivers(tables: object, where: str) -> tuple[Waiver, ...]:
    """The `[[waiver]]` tables of a configuration file.

    Raises `ConfigError` where one lacks a reason, a last day or anything that says what it waives.
    """
    if not isinstance(tables, list):
        raise ConfigError(f"{where} must be an array of tables: [[waiver]]")
    return tuple(_parse(table, f"{where} {number}") for number, table in enumerate(tables, 1))


def _parse(table: object, where: str) -> Waiver:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where} must be a table")
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{where}: {key!r} is no key of a waiver{did_you_mean(str(key), _KEYS)}")
    # TOML has dates of its own; `2027-06-30` and `"2027-06-30"` mean the same here.
    texts = {key: str(table[key]).strip() if key == "expires" else table[key] for key in table}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be a text")
    waiver = Waiver(
        rule=texts.get("rule", ""),
        target=texts.get("target", ""),
        fingerprint=texts.get("fingerprint", ""),
        reason=texts.get("reason", "").strip(),
        approved_by=texts.get("approved-by", ""),
        expires=texts.get("expires", ""),
        place=where,
    )
    if not waiver.reason:
        raise ConfigError(f"{where}: a waiver needs a reason: who reads it later must know why")
    if not _DATE.fullmatch(waiver.expires):
        raise ConfigError(f"{where}: a waiver needs its last day, expires = YYYY-MM-DD")
    if not waiver.fingerprint and not (waiver.rule and waiver.target):
        raise ConfigError(f"{where}: say what is waived: a fingerprint, or a rule and a target")
    return waiver
