"""Which definitions judge: those that ship, a definition file, or a company's policy (IO: reads those files).

A policy says per provision what a company does with it:

    id: acme
    name: Acme licence policy
    based-on: osd                    # what the lists do not name is judged as there; leave it out to start empty
    deny: [user-cap, network-source]
    review: [branding]
    allow: [no-endorsement]
    otherwise: review                # only without based-on: allow, review or deny what no list names
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from openaudit import strictyaml
from openaudit.errors import ConfigError, InputError
from openaudit.ruleset import Criterion, Definition
from openaudit.strictyaml import check_keys, error_at
from openaudit.suggest import did_you_mean
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.ruleset import Engine
    from openaudit.vocabulary import Outcome

_POLICY_KEYS: Final = ("id", "name", "based-on", "allow", "review", "deny", "otherwise")
_OUTCOMES: Final[dict[str, Outcome]] = {"allow": "pass", "review": "review", "deny": "fail"}
# What a policy without a base asks about: grants and duties that every open licence has raise no question.
_ASKED: Final = ("restriction", "caution")
_LANGUAGES: Final = ("en", "zh")


class Chosen(NamedTuple):
    """The engine with the user's own definitions added, and the ids to judge by, in order."""

    engine: Engine
    ids: tuple[str, ...]


def choose(names: Sequence[str], engine: Engine) -> Chosen:
    """Turn what `--definition` names (ids, "all", files) into definitions.

    Raises `ConfigError` for an unknown name, `RuleError` for a mistake in a file.
    """
    ids: dict[str, None] = {}
    for name in names:
        if name == "all":
            # The definition that the project is about comes first; the first one decides the exit code.
            ids |= dict.fromkeys(sorted(engine.definitions, key=lambda id_: (id_ != "osd", id_)))
        elif name in engine.definitions:
            ids[name] = None
        elif os.sep in name or name.endswith((".yaml", ".yml")) or os.path.isfile(name):
            own = read_definition(name, engine)
            engine = engine._replace(definitions={**engine.definitions, own.id: own})
            ids[own.id] = None
        else:
            known = ("all", *engine.definitions)
            hint = did_you_mean(name, known) or f"; there are: {', '.join(known)}, or the path of a file"
            raise ConfigError(f"no definition {name!r}{hint}")
    return Chosen(engine, tuple(ids))


def read_definition(path: str, engine: Engine) -> Definition:
    """A definition or a policy of the user's own."""
    from openaudit.sources.local import read_bytes

    try:
        # A configuration file may name any path, also a device or a pipe.
        text = read_bytes(path, max_bytes=strictyaml.MAX_BYTES).decode("utf-8")
    except InputError as error:
        raise ConfigError(f"cannot read the definition {error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: no definition: it is not UTF-8") from error
    data = strictyaml.load(text, path)
    if not isinstance(data, strictyaml.Mapping):
        raise ConfigError(f"{path}: neither a definition nor a policy: it should be a YAML mapping")
    if "criteria" in data:
        from pathlib import Path

        from openaudit.load import definition

        own = definition(Path(path), engine.provisions)
    else:
        own = _policy(data, engine)
    if own.id in engine.definitions:
        raise error_at(data, "id", f"the id {own.id!r} is taken by a definition that ships with openaudit")
    return own


def _policy(data: strictyaml.Mapping, engine: Engine) -> Definition:
    check_keys(data, _POLICY_KEYS, ("id", "name"))
    id_ = data["id"]
    if not isinstance(id_, str) or not id_.replace("_", "").isalnum():
        raise error_at(data, "id", "an id is made of letters, digits and _")
    criterion = f"{id_}-policy"
    named = _named(data, engine)
    base = _base(data, engine)
    stances: dict[str, tuple[tuple[str, Outcome], ...]] = {}
    for provision in engine.provisions.values():
        if provision.id in named:
            outcome = named[provision.id]
            stances[provision.id] = () if outcome == "pass" else ((criterion, outcome),)
        elif base is not None:
            stances[provision.id] = base.stances.get(provision.id, ())
        elif provision.kind in _ASKED:
            outcome = _OUTCOMES[_otherwise(data)]
            stances[provision.id] = () if outcome == "pass" else ((criterion, outcome),)
    own = Criterion(
        id=criterion,
        title=dict.fromkeys(_LANGUAGES, data["name"]),
        demand={
            "en": "The licence has no provision that the policy denies or wants to be asked about.",
            "zh": "许可证不含该政策拒绝或要求事先询问的条款。",
        },
        url="",
        needs=(),
        unexplained=None if base else "review",
        assessed=True,
    )
    name = data["name"]
    if not isinstance(name, str) or not name:
        raise error_at(data, "name", "a name is a text")
    criteria = (*(base.criteria if base else ()), own)
    return Definition(id_, dict.fromkeys(_LANGUAGES, name), "", "", criteria, stances)


def _named(data: strictyaml.Mapping, engine: Engine) -> dict[str, Outcome]:
    """Every provision that a list names, with what the list does."""
    named: dict[str, Outcome] = {}
    for key, outcome in _OUTCOMES.items():
        values = data.get(key, strictyaml.Sequence(data.file, data.position))
        if not isinstance(values, strictyaml.Sequence):
            raise error_at(data, key, f"{key} should be a list of provisions")
        for number, value in enumerate(values):
            if value not in engine.provisions:
                hint = did_you_mean(str(value), engine.provisions).removeprefix("; ")
                raise error_at(values, number, f"no provision {value!r}", hint)
            if value in named:
                raise error_at(values, number, f"{value!r} stands in two lists")
            named[value] = outcome
    return named


def _base(data: strictyaml.Mapping, engine: Engine) -> Definition | None:
    if "based-on" not in data:
        return None
    if "otherwise" in data:
        raise error_at(data, "otherwise", "with based-on, what no list names is judged as there: leave out otherwise")
    name = data["based-on"]
    if name not in engine.definitions:
        hint = did_you_mean(str(name), engine.definitions).removeprefix("; ")
        raise error_at(data, "based-on", f"no definition {name!r}", hint)
    return engine.definitions[name]


def _otherwise(data: strictyaml.Mapping) -> str:
    value = data.get("otherwise", "review")
    if value not in _OUTCOMES:
        raise error_at(data, "otherwise", f"{value!r} is not one of {', '.join(_OUTCOMES)}")
    return str(value)
