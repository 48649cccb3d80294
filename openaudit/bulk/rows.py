"""One row of a table, as it is read: its content as bytes, or the reason why it has none."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

from openaudit.errors import InputError

# What a column holds: texts, paths of files, or model cards (READMEs with front matter).
Form = Literal["text", "path", "card"]
FORMS: Final[tuple[Form, ...]] = ("text", "path", "card")

# Why a row is in the table of errors. The names are a wire format.
EMPTY: Final = "empty"
TOO_LARGE: Final = "too-large"
BAD_RECORD: Final = "bad-record"
NO_TEXT: Final = "no-text"
OUTSIDE: Final = "path-outside"
UNREADABLE: Final = "unreadable"
UNDECODABLE: Final = "undecodable"
NO_LICENSE: Final = "no-license"
CRASHED: Final = "crashed"
REASONS: Final = (
    EMPTY, TOO_LARGE, BAD_RECORD, NO_TEXT, OUTSIDE, UNREADABLE, UNDECODABLE, NO_LICENSE, CRASHED,
)  # fmt: skip


class Problem(NamedTuple):
    """Why a row cannot be audited: one of `REASONS`, and a sentence."""

    reason: str
    message: str


class Row(NamedTuple):
    """A row: its `number` (from 0, over all inputs), the `id` and `source` it goes by, and its content.

    `source` is the path of the file that the row names, None for texts. `form` is "text" or "card" (a path has been
    read), `suffix` the ending that decides how marks are read ("" for texts of columns). `content` is None where
    there is a `problem`.
    """

    number: int
    id: str | None
    source: str | None
    form: Form
    suffix: str
    content: bytes | None
    problem: Problem | None = None


class Columns(NamedTuple):
    """Which column to read, what it holds, and which one names the rows (None: none does)."""

    name: str
    form: Form
    id: str | None


def choose(known: list[str], wanted: dict[Form, str | None], id_column: str | None, where: str) -> Columns:
    """The columns to read, out of those that a table has.

    Raises InputError for one that is not there, or where none is named and none is called text, path or card.
    """
    named: list[tuple[Form, str]] = [(form, name) for form in FORMS if (name := wanted.get(form)) is not None]
    found = named or [(form, form) for form in FORMS if form in known]
    listed = ", ".join(map(repr, known[:20])) or "none"
    if not found:
        raise InputError(
            f"{where}: say which column holds the texts (--text-column, --path-column or --card-column); "
            f"it has: {listed}"
        )
    form, name = found[0]
    for column in (name, id_column):
        if column is not None and known.count(column) != 1:
            how_many = "no column" if column not in known else "several columns"
            raise InputError(f"{where}: {how_many} {column!r}; it has: {listed}")
    return Columns(name, form, id_column or ("id" if "id" in known and name != "id" else None))


def content_of(value: Any, max_bytes: int) -> bytes | Problem:
    """The bytes of a cell, or why it has none that can be audited.

    Bytes that are no UTF-8 come as surrogates out of text files, and go back to what they were: the encoding of
    each text is told from its own bytes.
    """
    if value is None:
        return Problem(EMPTY, "the cell is empty (null)")
    if isinstance(value, str):
        if "\0" in value:
            return Problem(UNDECODABLE, "this is not a text (it has NUL characters)")
        if len(value) > max_bytes:
            return _too_large(len(value), max_bytes)
        try:
            value = value.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return Problem(BAD_RECORD, "the text holds half of a surrogate pair, which is no character")
    if not isinstance(value, bytes):
        return Problem(BAD_RECORD, f"the cell holds no text but a value of type {type(value).__name__}")
    if len(value) > max_bytes:
        return _too_large(len(value), max_bytes)
    if not value.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        return Problem(EMPTY, "the text is empty")
    return value


def _too_large(size: int, max_bytes: int) -> Problem:
    return Problem(TOO_LARGE, f"{size:,} bytes are more than --max-bytes allows ({max_bytes:,})")


def name_of(value: Any) -> str | None:
    """The id of a row as text."""
    if value is None:
        return None
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
