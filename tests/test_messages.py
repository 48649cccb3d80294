"""The message catalogues are complete in both languages, and fill as they should."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import openaudit
from openaudit.errors import OpenAuditError
from openaudit.messages import LANGUAGES, Messages, Text, read_catalogue

LOCALES = Path(openaudit.__file__).parent / "locales"


def everything(lang: str) -> dict[str, Text]:
    """Every text of a language: the catalogue of the reports, and those of other parts ("repo.en.yaml")."""
    texts: dict[str, Text] = {}
    for path in [LOCALES / f"{lang}.yaml", *sorted(LOCALES.glob(f"*.{lang}.yaml"))]:
        part = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        assert not texts.keys() & part.keys()
        texts |= part
    return texts


CATALOGUES = {lang: everything(lang) for lang in LANGUAGES}
HAN = re.compile(r"[\u4e00-\u9fff]")
# Texts that are rightly the same in Chinese or have no Han character in them.
NEUTRAL = {"quote.open", "quote.close", "sentence.space", "sentence.colon", "list.comma", "list.semicolon"}


def forms(text: Text) -> dict[str, str]:
    return {"": text} if isinstance(text, str) else dict(text)


def placeholders(text: Text) -> set[str]:
    return {name for form in forms(text).values() for _, name, _, _ in Formatter().parse(form) if name}


def test_the_reports_read_their_catalogue() -> None:
    for lang in LANGUAGES:
        assert read_catalogue(lang).items() <= CATALOGUES[lang].items()


def test_every_language_has_the_same_keys_in_the_same_order() -> None:
    assert list(CATALOGUES["zh"]) == list(CATALOGUES["en"])


@pytest.mark.parametrize("key", CATALOGUES["en"])
def test_a_translation_has_the_same_placeholders(key: str) -> None:
    english = {name for name in placeholders(CATALOGUES["en"][key]) if name != "count"}
    chinese = {name for name in placeholders(CATALOGUES["zh"][key]) if name != "count"}
    assert english == chinese


@pytest.mark.parametrize("key", [key for key in CATALOGUES["en"] if key not in NEUTRAL])
def test_no_text_is_left_untranslated(key: str) -> None:
    for form in forms(CATALOGUES["zh"][key]).values():
        assert HAN.search(form) or not re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", form)), form
    for form in forms(CATALOGUES["en"][key]).values():
        assert not HAN.search(form)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plural_texts_are_chosen_by_count(lang: str) -> None:
    messages = Messages(lang, CATALOGUES[lang])
    for key, text in CATALOGUES[lang].items():
        if not isinstance(text, str):
            assert set(text) <= {"one", "other"}
            assert "other" in text
            assert messages.text(key, count=2, **dict.fromkeys(placeholders(text) - {"count"}, "x"))


def test_values_are_never_read_as_placeholders() -> None:
    messages = Messages("en", {"greeting": "Hello {name}", "count": {"one": "one", "other": "{count} many"}})
    assert messages.text("greeting", name="{count} {0.__class__}") == "Hello {count} {0.__class__}"
    assert messages.text("count", count=1) == "one"
    assert messages.text("count", count="3") == "3 many"
    with pytest.raises(KeyError):
        messages.text("greeting")


def test_an_unknown_language_is_a_clear_error() -> None:
    with pytest.raises(OpenAuditError, match="no report language 'fr'; there are: en, zh"):
        read_catalogue("fr")


def test_every_key_that_the_program_names_exists_and_none_is_left_over() -> None:
    package = Path(openaudit.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in [*package.rglob("*.py"), *package.rglob("*.j2")])
    named = set(re.findall(r"""[\"']([a-z]+\.[a-z][a-z0-9-]*)[\"']""", sources))
    # Keys that are put together: `f"verdict.{verdict}"`.
    built = set(re.findall(r"""f[\"']([a-z]+\.(?:[a-z-]+-)?)\{""", sources))
    families = built | {"html.legend-", "summary.", "reason."}
    catalogue = read_catalogue("en")
    used = {key for key in catalogue if key in named or any(key.startswith(family) for family in families)}
    assert set(catalogue) - used == set()
    written = set(re.findall(r"""(?:\.text|maybe)\(\s*[\"']([a-z]+\.[a-z][a-z0-9-]*)[\"']""", sources))
    written = {key for key in written if not key.endswith("-")} | {
        key for key in named if key.startswith(("summary.", "reason."))
    }
    assert written - set(CATALOGUES["en"]) == set()


def test_the_texts_of_the_rule_files_are_in_both_languages() -> None:
    from openaudit.prepared import engine

    made = engine()
    for provision in made.provisions.values():
        for texts in (provision.title, provision.says):
            assert HAN.search(texts["zh"]), provision.id
            assert not HAN.search(texts["en"]), provision.id
    for definition in made.definitions.values():
        for spoken in (definition.name, *(t for c in definition.criteria for t in (c.title, c.demand))):
            assert HAN.search(spoken["zh"]), definition.id
            assert not HAN.search(spoken["en"]), definition.id
