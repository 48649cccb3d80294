"""Strict YAML for rules, definitions and records: plain strings, no surprises, and every place known.

YAML guesses types (`no` becomes false, `1.10` becomes 1.1), keeps the last of two equal keys in silence,
and lets aliases grow a small file into a huge one. Data that people write by hand for a legal tool should
do none of that, so here every scalar is the string that stands in the file, and duplicate keys, anchors,
aliases, tags, several documents, deep nesting and very large files are errors that name their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from openaudit.errors import RuleError
from openaudit.spans import Position
from openaudit.typed import Any, Final, NoReturn

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 20

_UNKNOWN: Final = Position(0, 0)


class Mapping(dict[str, Any]):
    """A YAML mapping: a dict of str to str, `Mapping` or `Sequence`, that knows where things stand.

    `file` and `position` say where the mapping itself starts, `at[key]` where a key stands and
    `value_at[key]` where its value starts. Positions are 1-based lines and columns.
    """

    __slots__ = ("at", "file", "position", "value_at")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file, self.position = file, position
        self.at: dict[str, Position] = {}
        self.value_at: dict[str, Position] = {}


class Sequence(list[Any]):
    """A YAML sequence: a list whose item `i` stands at `at[i]`."""

    __slots__ = ("at", "file", "position")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file, self.position = file, position
        self.at: list[Position] = []


def load(text: str, file: str) -> Any:
    """Parse one YAML document into str, `Mapping` and `Sequence`; an empty document is "".

    `file` is only the name that errors carry. An empty value (`key:`) is "".

    Raises `RuleError` with file, line and column for whatever the module's text lists, and for bad YAML.
    """
    import yaml

    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RuleError(f"the file is larger than {MAX_BYTES // 1_000_000} MB", file=file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(text, Loader=loader), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else _UNKNOWN
        problem = error.problem or error.context or "not understood"
        hint = "quote text that contains ': ' or starts with a sign" if "mapping values" in problem else ""
        raise RuleError(f"not valid YAML: {problem}", file=file, line=line, column=column, hint=hint) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 0
        raise RuleError(f"not valid YAML: {error.reason}", file=file, line=line) from error


def error_at(node: Mapping | Sequence, key: str | int | None, message: str, hint: str = "") -> RuleError:
    """The `RuleError` for `node`'s `key` (an index in a sequence), or for `node` itself where it is None."""
    place = node.position
    if isinstance(node, Mapping) and isinstance(key, str):
        place = node.at.get(key, place)
    elif isinstance(node, Sequence) and isinstance(key, int) and 0 <= key < len(node.at):
        place = node.at[key]
    return RuleError(message, file=node.file, line=place.line, column=place.column, hint=hint)


def text_at(node: Mapping, key: str, default: str = "") -> str:
    """The text at `key`, or `default` where there is none; `RuleError` if something else stands there."""
    value = node.get(key, default)
    if not isinstance(value, str):
        raise error_at(node, key, f"{key} should be a text")
    return value


def mapping_at(node: Mapping | Sequence, key: str | int) -> Mapping:
    """The mapping at `key` (an index in a sequence), which must be there; `RuleError` if it is something else."""
    value = node[key]  # type: ignore[index]  # a sequence's keys are indexes, a mapping's are texts
    if not isinstance(value, Mapping):
        raise error_at(node, key, f"{key} should be a mapping" if isinstance(key, str) else "this should be a mapping")
    return value


def sequence_at(node: Mapping, key: str) -> Sequence:
    """The list at `key`, empty where there is none; `RuleError` if something else stands there."""
    value = node.get(key, ())
    if not isinstance(value, Sequence):
        if key not in node:
            return Sequence(node.file, node.position)
        raise error_at(node, key, f"{key} should be a list")
    return value


def check_keys(node: Mapping, allowed: Collection[str], required: Collection[str] = ()) -> None:
    """Raise `RuleError` at the first key that is not `allowed` (with a guess), or for a `required` one that lacks."""
    for key in node:
        if key not in allowed:
            raise error_at(node, key, f"unknown key '{key}'", did_you_mean(key, allowed))
    for key in required:
        if key not in node:
            raise error_at(node, None, f"the key '{key}' is missing")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint that names the nearest known word, or lists them where there are few; "" where nothing helps."""
    from openaudit.suggest import closest

    near = closest(word, known)
    if near:
        return f"did you mean '{near}'?"
    return f"known: {', '.join(sorted(known))}" if 0 < len(known) <= 12 else ""


def _build(events: Iterator[Any], file: str) -> Any:
    """Values out of parser events, without recursion, so that nesting is bounded by `MAX_DEPTH` alone."""
    import yaml

    result: Any = ""
    documents = 0
    stack: list[Mapping | Sequence] = []
    # The key that awaits its value, per open mapping; None where a key is due (and always in sequences).
    keys: list[str | None] = []
    for event in events:
        mark = event.start_mark
        here = Position(mark.line + 1, mark.column + 1) if mark else _UNKNOWN
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse("a second document in one file", file, here)
        elif isinstance(event, yaml.AliasEvent):
            _refuse(f"the alias '*{event.anchor}'", file, here)
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            keys.pop()
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            if event.anchor is not None:
                _refuse(f"the anchor '&{event.anchor}'", file, here)
            if event.tag is not None:
                _refuse(f"the tag '{event.tag}'", file, here)
            value: Any
            if isinstance(event, yaml.ScalarEvent):
                value = event.value
            else:
                value = (Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence)(file, here)
            if not stack:
                result = value
            else:
                _attach(stack[-1], keys, value, here)
            if not isinstance(value, str):
                if len(stack) == MAX_DEPTH:
                    _refuse(f"nesting deeper than {MAX_DEPTH}", file, here)
                stack.append(value)
                keys.append(None)
    return result


def _attach(parent: Mapping | Sequence, keys: list[str | None], value: Any, here: Position) -> None:
    """Put `value` under the innermost open collection: as item, as key, or as the value of the waiting key."""
    if isinstance(parent, Sequence):
        parent.append(value)
        parent.at.append(here)
        return
    key = keys[-1]
    if key is not None:
        parent[key] = value
        parent.value_at[key] = here
        keys[-1] = None
    elif not isinstance(value, str):
        _refuse("a key that is not plain text", parent.file, here)
    elif value in parent.at:
        first = parent.at[value]
        raise RuleError(
            f"the key '{value}' stands here a second time",
            file=parent.file,
            line=here.line,
            column=here.column,
            hint=f"first on line {first.line}",
        )
    else:
        parent.at[value] = here
        keys[-1] = value


def _refuse(what: str, file: str, place: Position) -> NoReturn:
    raise RuleError(f"{what} is not allowed", file=file, line=place.line, column=place.column)
