"""Texts for people, by key, in one report language.

A catalogue is a plain mapping, so it can come from `openaudit/locales/<lang>.yaml` or from a prepared
cache of it. A text is a string with `{placeholders}`, or a mapping `{one: ..., other: ...}` from which
the value `count` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.errors import OpenAuditError
from openaudit.typed import Final, NamedTuple

Text = str | Mapping[str, str]
Catalogue = Mapping[str, Text]

LANGUAGES: Final = ("en", "zh")


class Messages(NamedTuple):
    """The message catalogue of one language."""

    lang: str
    catalogue: Catalogue

    def text(self, key: str, /, **values: object) -> str:
        """The text of `key`, filled with `values`.

        A key or a placeholder that is missing is a programming error (`KeyError`), found by the tests.
        """
        text = self.catalogue[key]
        if not isinstance(text, str):
            text = text["one" if str(values["count"]) == "1" and "one" in text else "other"]
        return text.format_map(values) if "{" in text else text

    def maybe(self, key: str) -> str | None:
        """The text of `key` as it stands, or None where the catalogue has none."""
        text = self.catalogue.get(key)
        return text if isinstance(text, str) else None


def read_catalogue(lang: str) -> Catalogue:
    """Read `openaudit/locales/<lang>.yaml`; an `OpenAuditError` for a language that has none."""
    if lang not in LANGUAGES:
        raise OpenAuditError(f"no report language {lang!r}; there are: {', '.join(LANGUAGES)}")
    from importlib.resources import files

    import yaml

    text = (files("openaudit") / "locales" / f"{lang}.yaml").read_text(encoding="utf-8")
    loaded: Catalogue = yaml.load(text, yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)  # noqa: S506
    return loaded
