"""Baselines: the findings that were there when openaudit came, so that only new ones count.

A baseline is a JSON file that lists fingerprints of findings with enough beside each for a person to see what was
accepted. Fingerprints are made of the words, so moved lines and renamed files keep them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from openaudit.errors import ConfigError, InputError
from openaudit.report import Report
from openaudit.typed import Any, Final, NamedTuple

VERSION: Final = 1
_KEYS: Final = ("source", "rule", "fingerprint", "quote")
# What counts against a text; grants and conditions need no baseline.
_COUNTED: Final = ("review", "fail")
_QUOTE_LENGTH: Final = 120


class Entry(NamedTuple):
    """One recorded finding. Only the fingerprint is compared; the rest is for who reads the file."""

    source: str
    rule: str
    fingerprint: str
    quote: str


class Baseline(NamedTuple):
    """The recorded findings."""

    entries: tuple[Entry, ...]

    @property
    def fingerprints(self) -> frozenset[str]:
        """What a finding is looked up by."""
        return frozenset(entry.fingerprint for entry in self.entries)


def entry(source: str, rule: str, fingerprint: str, quote: str) -> Entry:
    """An entry with as much of the quote as a person needs to know it again."""
    return Entry(source, rule, fingerprint, " ".join(quote.split())[:_QUOTE_LENGTH])


def of_report(report: Report) -> Baseline:
    """Every finding of a report that counts against its text."""
    found = {
        entry(result.name, finding.rule, finding.fingerprint, finding.quote)
        for result in report.results
        for finding in result.findings
        if finding.outcome in _COUNTED
    }
    return Baseline(tuple(sorted(found)))


def joined(*baselines: Baseline) -> Baseline:
    """Everything that any of them records."""
    return Baseline(tuple(sorted({entry for one in baselines for entry in one.entries})))


def pruned(old: Baseline, new: Baseline) -> Baseline:
    """The old entries that are still found; nothing new is accepted."""
    return Baseline(tuple(entry for entry in old.entries if entry.fingerprint in new.fingerprints))


def dump(baseline: Baseline) -> str:
    """The file's text: the same findings give the same bytes, one entry per block, for readable diffs."""
    data = {"version": VERSION, "findings": [entry._asdict() for entry in baseline.entries]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def read_baseline(path: str) -> Baseline:
    """Read a baseline file. Raises `InputError` where it is missing, `ConfigError` where it is no baseline."""
    from openaudit.sources.local import read_bytes

    try:
        # A configuration file may name any path, also a device or a pipe.
        text = read_bytes(path).decode("utf-8")
    except InputError as error:
        raise InputError(f"cannot read the baseline {error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: no baseline: it is not UTF-8") from error
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: no baseline: not valid JSON ({error})") from error
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise ConfigError(f"{path}: no baseline of version {VERSION}; make one with `openaudit baseline create`")
    return Baseline(tuple(_entries(data["findings"], path)))


def _entries(items: Iterable[Any], path: str) -> Iterable[Entry]:
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or set(item) != set(_KEYS) or not all(isinstance(v, str) for v in item.values()):
            raise ConfigError(f"{path}: finding {number} must have the texts {', '.join(_KEYS)}")
        yield Entry(**item)
