"""Model cards: the YAML front matter of a README, read with the place of every value.

Front matter is a stranger's: size, depth and number of nodes are limited, aliases cannot make it grow, tags build
nothing, and what is wrong with it is told instead of raised. Scalars stay the words that stand in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.repo.values import Observation, Place, observation
from openaudit.typed import Any, Final, NamedTuple

MAX_FRONT_MATTER: Final = 256 * 1024
MAX_NODES: Final = 20_000
MAX_DEPTH: Final = 30

_OPENING: Final = re.compile(r"\ufeff?[ \t\r\n]{0,100}---[ \t]*(?:\r\n|\n|\r)")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_YAML_LIKE: Final = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)")
_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_NO_NAMES: Final = frozenset(("true", "false", "yes", "no", "on", "off"))
_TITLE: Final = re.compile(r"^#[ \t]+(.+?)[ \t#]*$|<h1[^>]*>(.*?)</h1>", re.MULTILINE | re.IGNORECASE)


class Text(NamedTuple):
    """A scalar: its words and where they stand. `plain` is False for quoted and block scalars."""

    value: str
    plain: bool
    block: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def empty(self) -> bool:
        """Whether YAML takes it for nothing."""
        return not self.value.strip() or (self.plain and self.value in _NULLS)

    @property
    def is_name(self) -> bool:
        """Whether it is a text to YAML readers that guess types, and not a truth value."""
        return not self.empty and not (self.plain and self.value.lower() in _NO_NAMES)

    def place(self, path: str) -> Place:
        """Where it stands in the file `path`."""
        return Place(path, self.line, self.column, self.end_line, self.end_column)


class Items(NamedTuple):
    """A list, in order."""

    items: tuple[Node, ...]
    line: int
    column: int


class Table(NamedTuple):
    """A mapping, in the order of the file; of equal keys the last counts, as hubs read it."""

    entries: tuple[tuple[Text, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for name, value in reversed(self.entries) if name.value == key), None)

    def key(self, key: str) -> Text | None:
        """Where the key itself stands, or None."""
        return next((name for name, _ in reversed(self.entries) if name.value == key), None)


Node = Text | Items | Table


class ModelCard(NamedTuple):
    """A README or model card: its text, its front matter (None without one), what is wrong with that.

    `body` is the offset at which the Markdown starts.
    """

    path: str
    text: str
    front: Table | None
    body: int
    problems: tuple[Observation, ...]

    def texts(self, key: str) -> tuple[Text, ...]:
        """The non-empty texts of a field that may be one text or a list of them."""
        node = self.front.get(key) if self.front else None
        return tuple(text for text in flatten(node, limit=1000) if not text.empty)

    def one(self, key: str) -> Text | None:
        """The first text of a field, or None."""
        return next(iter(self.texts(key)), None)

    @property
    def gate(self) -> tuple[Text, ...]:
        """What a hub shows and asks before it lets anyone download: prompt, headings, labels, options."""
        found: list[Text] = []
        for name, node in self.front.entries if self.front else ():
            if name.value == "extra_gated_fields" and isinstance(node, Table):
                for label, options in node.entries:
                    found += [label, *_options(options)]
            elif name.value.startswith("extra_gated_") and name.value != "extra_gated_button_content":
                found += flatten(node, limit=1000)
        return tuple(text for text in found if not text.empty)

    @property
    def title_span(self) -> tuple[int, int]:
        """Where the first heading stands in the text, marks and all; (0, 0) without one."""
        match = _TITLE.search(self.text, self.body, self.body + 20_000)
        return match.span(match.lastindex or 0) if match else (0, 0)

    @property
    def title(self) -> str:
        """The first heading, without marks; "" where there is none."""
        return re.sub(r"<[^>]*>|[*_`]|!?\[|\]\([^)]*\)", "", self.text[slice(*self.title_span)]).strip()


def read_card(text: str, path: str) -> ModelCard:
    """The card that `text` (of the file `path`) is. Never raises: problems are part of the card."""
    opening = _OPENING.match(text)
    if not opening:
        return ModelCard(path, text, None, 0, ())
    start = opening.end()
    closing = _CLOSING.search(text, start, start + MAX_FRONT_MATTER)
    first_line = len(_lines(text[:start]))
    if not closing:
        if not _YAML_LIKE.match(text, start):
            return ModelCard(path, text, None, 0, ())
        key = "large" if len(text) > start + MAX_FRONT_MATTER else "unclosed"
        problem = observation(
            "CARD001", "error", Place(path, first_line - 1, 1, first_line - 1, 4), key=key, quote="---",
            limit=str(MAX_FRONT_MATTER // 1024),
        )  # fmt: skip
        return ModelCard(path, text, None, 0, (problem,))
    table, problems = _table_of(text[start : closing.start()], first_line, text, path)
    return ModelCard(path, text, table, closing.end(), problems)


def _table_of(source: str, first_line: int, text: str, path: str) -> tuple[Table | None, tuple[Observation, ...]]:
    """The mapping that `source` is, which begins on `first_line` of the file's `text`."""
    problems: list[Observation] = []
    try:
        node = _build(source, first_line, path, problems)
    except _FrontMatterError as error:
        line = min(max(error.line, first_line), first_line + len(_lines(source)))
        place = Place(path, line, max(error.column, 1), line, max(error.column, 1) + 1)
        quote = _line_of(text, line)
        problems.append(observation("CARD001", "error", place, key="invalid", quote=quote, problem=error.problem))
        return None, tuple(problems)
    if isinstance(node, Text) and node.empty:
        return Table((), first_line, 1), tuple(problems)
    if not isinstance(node, Table):
        quote = _line_of(text, first_line)
        place = Place(path, first_line, 1, first_line, len(quote) + 1)
        return None, (*problems, observation("CARD001", "error", place, key="mapping", quote=quote))
    return node, tuple(problems)


def read_table(text: str, path: str) -> tuple[Table | None, tuple[Observation, ...]]:
    """A whole YAML file (CITATION.cff) as front matter is read: its table (None without one), and what is wrong."""
    return _table_of(text[:MAX_FRONT_MATTER], 1, text, path)


def flatten(node: Node | None, *, limit: int) -> list[Text]:
    """The texts of a node in order, keys left out, at most `limit` of them (aliases may repeat a node many times)."""
    found: list[Text] = []
    waiting = [node] if node is not None else []
    steps = 0
    while waiting and len(found) < limit and steps < 10 * limit:
        steps += 1
        here = waiting.pop()
        if isinstance(here, Text):
            found.append(here)
        elif isinstance(here, Items):
            waiting += reversed(here.items)
        else:
            waiting += [value for _, value in reversed(here.entries)]
    return found


def _options(node: Node) -> list[Text]:
    """The labels of a gate's selection list; the types of fields ("checkbox") are no words of the gate."""
    if isinstance(node, Table):
        texts = [text for key in ("options", "label") for text in flatten(node.get(key), limit=300)]
        return [text for text in texts if text.value != "other"]
    return []


class _FrontMatterError(Exception):
    """What is wrong with the YAML, at a place in the file."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(problem)
        self.problem, self.line, self.column = problem, line, column


def _events(source: str, first_line: int) -> Iterator[tuple[Any, int, int, int, int]]:
    """YAML's parser events with the lines and columns (of the file) of their start and end."""
    import yaml

    try:
        for event in yaml.parse(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            start, end = event.start_mark, event.end_mark
            if start is None or end is None:  # only events made by hand lack them
                continue
            yield event, start.line + first_line, start.column + 1, end.line + first_line, end.column + 1
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        raise _FrontMatterError(error.problem or error.context or "not understood", line, column) from error
    except yaml.reader.ReaderError as error:
        raise _FrontMatterError(str(error.reason), first_line, 1) from error
    except UnicodeEncodeError as error:
        raise _FrontMatterError("it holds a character that is no character", first_line, 1) from error


def _build(source: str, first_line: int, path: str, problems: list[Observation]) -> Node:
    """The frozen node that the front matter is; duplicate keys go to `problems`."""
    import yaml

    result: Node = Text("", True, False, first_line, 1, first_line, 1)
    anchors: dict[str, Node] = {}
    # Open collections: their parts so far, their place and their anchor.
    stack: list[tuple[list[Node], bool, int, int, str | None]] = []
    nodes = documents = 0
    for event, line, column, end_line, end_column in _events(source, first_line):
        node: Node
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _FrontMatterError("a second document", line, column)
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == MAX_DEPTH:
                raise _FrontMatterError(f"nested deeper than {MAX_DEPTH}", line, column)
            stack.append(([], isinstance(event, yaml.MappingStartEvent), line, column, anchor))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            parts, is_table, begun, at, anchor = stack.pop()
            node = _table(parts, begun, at, path, problems) if is_table else Items(tuple(parts), begun, at)
        elif isinstance(event, yaml.ScalarEvent):
            plain, block = event.implicit[0], event.style in ("|", ">")
            node = Text(event.value, plain, block, line, column, end_line, end_column)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise _FrontMatterError(f"the alias *{event.anchor} names nothing", line, column)
            node = anchors[event.anchor]
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES:
            raise _FrontMatterError(f"more than {MAX_NODES:,} values", line, column)
        if anchor is not None and not isinstance(event, yaml.AliasEvent):
            anchors[anchor] = node
        if stack:
            stack[-1][0].append(node)
        else:
            result = node
    return result


def _table(parts: list[Node], line: int, column: int, path: str, problems: list[Observation]) -> Table:
    entries: list[tuple[Text, Node]] = []
    seen: dict[str, Text] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Text):
            raise _FrontMatterError("a key that is no text", key.line, key.column)
        if key.value in seen:
            first = seen[key.value].place(path)
            problems.append(
                observation(
                    "CARD002",
                    "warning",
                    key.place(path),
                    quote=key.value,
                    related=(first,),
                    name=key.value,
                    line=str(first.line),
                )
            )
        seen[key.value] = key
        entries.append((key, value))
    return Table(tuple(entries), line, column)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def _line_of(text: str, line: int) -> str:
    lines = _lines(text[: MAX_FRONT_MATTER + 4096])
    return lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""
