"""The engine and the words of reports, from prepared data where there is some, else from their files (IO)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from openaudit import primed, resources, stored
from openaudit.packing import unpack_engine
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.messages import Catalogue
    from openaudit.report import LicenseMatch
    from openaudit.ruleset import Engine

_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
# What decides the form of the prepared rules; who changes one of these modules is not served yesterday's form.
_MAKERS: Final = ("lexicon", "load", "packing", "pattern", "strictyaml")


def engine(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> Engine:
    """All rules in force: the shipped ones and those of `rule_paths` (files or folders).

    Raises `RuleError`, with its place, for a file that is wrong.
    """
    if rule_paths:
        from openaudit.load import sections

        made: stored.Sections | Mapping[str, Any] = sections(rule_paths)
    else:
        made = stored.sections("rules", rule_sources(), _rules)
    return unpack_engine(made)._replace(identify=identifier())


def catalogue(lang: str) -> Catalogue:
    """The texts of reports in one language; an `OpenAuditError` for a language that has none."""
    from openaudit.messages import LANGUAGES, read_catalogue

    if lang not in LANGUAGES:
        return read_catalogue(lang)
    found: Catalogue = stored.sections(f"messages-{lang}", message_sources(lang), lambda: _messages(lang))["messages"]
    return found


def identifier() -> Callable[[str], LicenseMatch]:
    """Recognition of known licences, loaded when the first text asks for it."""

    def recognised(text: str) -> LicenseMatch:
        from openaudit.recognise import recognise

        return recognise(text)

    return recognised


def ship(folder: str) -> None:
    """Write what a wheel brings along into `folder`."""
    from openaudit.messages import LANGUAGES

    made = {"rules": (rule_sources(), _rules()), primed.NAME: (primed.sources(), primed.compiled())}
    for lang in LANGUAGES:
        made[f"messages-{lang}"] = (message_sources(lang), _messages(lang))
    for name, (sources, sections) in made.items():
        with open(os.path.join(folder, f"{name}.bin"), "wb") as file:
            file.write(stored.encode(stored.listing(sources, times=False), sections))


def rule_sources() -> list[str]:
    """The files that the prepared rules are made from."""
    return [resources.folder("rules"), *(os.path.join(_PACKAGE, f"{name}.py") for name in _MAKERS)]


def message_sources(lang: str) -> list[str]:
    """The files that the prepared words of reports are made from."""
    return [os.path.join(_PACKAGE, "locales", f"{lang}.yaml"), os.path.join(_PACKAGE, "messages.py")]


def _rules() -> Mapping[str, Any]:
    from openaudit.load import sections

    return sections()


def _messages(lang: str) -> Mapping[str, Any]:
    from openaudit.messages import read_catalogue

    return {"messages": read_catalogue(lang)}
