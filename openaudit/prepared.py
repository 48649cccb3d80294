"""The engine and the words of reports, from prepared data where there is some, else from their files (IO)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from openaudit import primed, resources, stored
from openaudit.packing import unpack_engine
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.found import Extract
    from openaudit.memory import Memory
    from openaudit.messages import Catalogue
    from openaudit.report import LicenseMatch
    from openaudit.ruleset import Engine

_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
# What decides the form of the prepared rules; who changes one of these modules is not served yesterday's form.
_MAKERS: Final = (
    *("definitions", "entries", "lexicon", "load", "packing", "pattern", "resemblance", "rulefiles", "strictyaml"),
)

# What decides, beside the rules, what they say of a sentence and of a text.
DECIDING: Final = tuple(
    "accounts acts annotating answers answers_zh apart_zh bearers bearing beneficiaries characters clauses"
    " clauses_zh clausewise compose context cues denials denials_zh described detect entries explaining extract"
    " facts found framed_zh han happening_zh identify inline labels language laws_zh leadins levels lexicon lines"
    " load matching misspelt norms norms_zh packing pattern qualifiers questions recalled relieved resemblance"
    " rulefiles ruleset segment sentences spared strictyaml takenback terms titled titles tolerance tree ungiven"
    " unsaid unsaid_zh withheld words workings".split()
)


def engine(rule_paths: Sequence[str | os.PathLike[str]] = ()) -> Engine:
    """All rules in force: the shipped ones and those of `rule_paths` (files or folders).

    Raises `RuleError`, with its place, for a file that is wrong.
    """
    if rule_paths:
        from openaudit.load import sections

        made: stored.Sections | Mapping[str, Any] = sections(rule_paths)
    else:
        made = stored.sections("rules", rule_sources(), _rules)
    remembered = cache(lambda: memory(found.rules_digest))
    found = unpack_engine(made, remembered)
    return found._replace(identify=identifier(), recall=recaller(remembered))


def memory(rules_digest: str) -> Memory | None:
    """What the rules of that digest said of known licences; None where what was kept is of other rules or code."""
    from mmap import ACCESS_READ, mmap

    from openaudit.memory import Memory

    try:
        with open(os.path.join(resources.folder("licenses"), "accounts.bin"), "rb") as file:
            # A text needs few of the pages.
            return Memory(mmap(file.fileno(), 0, access=ACCESS_READ), f"{rules_digest} {code_digest()}")
    except (OSError, ValueError):
        return None


def code_digest() -> str:
    """The digest of the modules that decide what rules say of a sentence and of a text."""
    sources = [os.path.join(_PACKAGE, f"{name}.py") for name in DECIDING]
    found: str = stored.sections("code", sources, lambda: {"digest": _digest(sources)})["digest"]
    return found


def _digest(paths: Sequence[str]) -> str:
    from openaudit.digests import sha256

    digest = sha256()
    for path in paths:
        with open(path, "rb") as file:
            digest.update(file.read().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


@cache
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


def recaller(memory: Callable[[], Memory | None]) -> Callable[[str], tuple[LicenseMatch, Extract] | None]:
    """What says what was read in an unedited copy of a known licence, loaded when the first text asks for it."""

    def recalled(text: str) -> tuple[LicenseMatch, Extract] | None:
        from openaudit.recalled import recall

        kept = memory()
        return recall(text, kept) if kept is not None else None

    return recalled


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
