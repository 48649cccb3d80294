"""Licence records as tables and as stories: terminal, Markdown, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from openaudit.errors import OpenAuditError
from openaudit.render.layout import Line, columns, join, wrap
from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.catalog import Record
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.story import Story
    from openaudit.vocabulary import Verdict

_NAME_WIDTH: Final = 44
_PUBLISHER_WIDTH: Final = 26
# The names are a wire format: the same in every report language.
RECORD_COLUMNS: Final = (
    "id", "name", "publisher", "version", "date", "languages", "spdx", "verdict", "provisions", "models",
)  # fmt: skip
_LANGUAGES: Final = {"en": "English", "zh": "中文", "fr": "français", "ko": "한국어"}


def render_records(records: Sequence[Record], format: str, *, texts: Texts, options: RenderOptions) -> str:  # noqa: A002
    """A table of records, in one of `RECORD_FORMATS`."""
    if format not in RECORD_FORMATS:
        raise OpenAuditError(f"no format {format!r} for records; there are: {', '.join(RECORD_FORMATS)}")
    words = texts.words("en" if format in ("json", "csv") else options.ui_lang)
    return _TABLES[format](records, words, options)


def render_stories(stories: Sequence[Story], format: str, *, texts: Texts, options: RenderOptions) -> str:  # noqa: A002
    """Stories, one after the other, in one of `STORY_FORMATS`."""
    if format not in STORY_FORMATS:
        raise OpenAuditError(f"no format {format!r} for a record; there are: {', '.join(STORY_FORMATS)}")
    words = texts.words("en" if format == "json" else options.ui_lang)
    return _STORIES[format](stories, words, options)


def _verdict(verdict: Verdict | None, words: Words) -> tuple[str, str]:
    """The colour and the words of a verdict; of none, that no text was audited."""
    if verdict is None:
        return "not-assessed", f"{SYMBOLS['not-assessed']} {words.text('site.unaudited')}"
    return VERDICT_OUTCOME[verdict], f"{SYMBOLS[verdict]} {words.text(f'verdict.{verdict}')}"


# --- tables -------------------------------------------------------------------------------------


def _text_table(records: Sequence[Record], words: Words, options: RenderOptions) -> str:
    if not records:
        return words.text("licenses.none") + "\n"
    shown = [_verdict(record.verdict, words) for record in records]
    widths = [
        max(columns(record.id) for record in records),
        min(_NAME_WIDTH, max(columns(one_line(record.name)) for record in records)),
        min(_PUBLISHER_WIDTH, max(columns(one_line(record.publisher)) for record in records)),
    ]
    lines: list[Line] = []
    for record, (outcome, verdict) in zip(records, shown, strict=True):
        cells = (record.id, _cut(record.name, widths[1]), _cut(record.publisher, widths[2]))
        line: Line = [("bold" if i == 0 else "", _padded(cell, widths[i]) + "  ") for i, cell in enumerate(cells)]
        lines.append([*line, ("muted", _padded(record.date or "", 10) + "  "), (outcome, verdict)])
    lines += [[], [("muted", words.text("licenses.count", count=len(records)))]]
    return join(lines, color=options.color)


def _cut(text: str, width: int) -> str:
    text = one_line(text)
    while columns(text) > width:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return text


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _markdown_table(records: Sequence[Record], words: Words, options: RenderOptions) -> str:
    from openaudit.render.markdown import escape

    del options
    heads = ("id", words.text("licenses.name"), words.text("site.publisher"), words.text("site.date"))
    lines = [f"| {' | '.join((*heads, words.text('html.matrix-verdict')))} |", "|---|---|---|---|---|"]
    for record in records:
        cells = (record.name, record.publisher, record.date or "", _verdict(record.verdict, words)[1])
        lines.append(f"| `{record.id}` | {' | '.join(escape(cell, inside=True) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _csv_table(records: Sequence[Record], words: Words, options: RenderOptions) -> str:
    import csv
    import io

    from openaudit.render.table import cell

    del words, options
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(RECORD_COLUMNS)
    for record in records:
        provisions = " ".join(record.lock.provisions) if record.lock else ""
        row = (
            record.id, record.name, record.publisher, record.version or "", record.date or "",
            " ".join(record.languages), record.spdx or "", record.verdict or "", provisions,
            "; ".join(model.name for model in record.models),
        )  # fmt: skip
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def _json_table(records: Sequence[Record], words: Words, options: RenderOptions) -> str:
    from openaudit.render.json_report import dump

    del words, options
    return dump({"schema_version": "1.0", "records": [record_data(record) for record in records]})


def record_data(record: Record) -> dict[str, Any]:
    """A record as plain values."""
    lock = record.lock
    return {
        **record._asdict(),
        "languages": list(record.languages),
        "models": [model._asdict() for model in record.models],
        "naming": record.naming and {key: list(words) for key, words in record.naming._asdict().items()},
        "urls": [link._asdict() for link in record.urls],
        "claims": [claim._asdict() for claim in record.claims],
        "determinations": [d._asdict() for d in record.determinations],
        "verdict": record.verdict,
        "lock": lock
        and {
            "words": lock.words,
            "verdicts": dict(lock.verdicts),
            "provisions": {name: list(sections) for name, sections in lock.provisions.items()},
        },
    }


# --- stories ------------------------------------------------------------------------------------


def _facts(story: Story, words: Words) -> Iterable[tuple[str, str]]:
    record = story.record
    when = words.text("list.comma").join(filter(None, (record.version, record.date)))
    yield words.text("site.publisher"), one_line(record.publisher)
    yield words.text("site.version"), when
    yield words.text("licenses.languages"), ", ".join(_LANGUAGES[code] for code in record.languages)
    yield words.text("site.spdx"), record.spdx or ""
    hub = dict.fromkeys((*record.huggingface_ids, *record.huggingface_names))
    yield words.text("site.huggingface"), ", ".join(hub)
    yield words.text("licenses.aliases"), one_line(", ".join(record.aliases))
    yield (
        words.text("site.models"),
        one_line(", ".join(m.name + (f" ({m.note})" if m.note else "") for m in record.models)),
    )
    yield words.text("licenses.binds"), ", ".join(record.incorporates)
    yield words.text("site.notes"), one_line(record.notes)


def _versions(story: Story) -> list[str]:
    if len(story.versions) < 2:
        return []
    lines = []
    for one in story.versions:
        sign = "→" if one.id == story.record.id else "·"
        lines.append(f"{sign} {one_line(one.name)} ({', '.join(filter(None, (one.id, one.date)))})")
    return lines


def _lists(story: Story, words: Words) -> Iterable[tuple[str, list[str]]]:
    """Everything below the verdicts, as headings with lines."""
    record = story.record
    published = []
    for determination, differs in story.published:
        said = words.text(f"licenses.said-{determination.verdict}")
        criteria = f" ({', '.join(determination.criteria)})" if determination.criteria else ""
        date = f", {determination.date}" if determination.date else ""
        line = (
            f"{one_line(determination.by)}{date}: {said}{criteria}. {one_line(determination.says)} {determination.url}"
        )
        if differs:
            line += f" [{words.text('licenses.differs', verdict=words.text(f'verdict.{differs}'))}]"
        published.append(line)
    yield words.text("site.determinations"), published
    yield (
        words.text("site.claims"),
        [f"“{one_line(c.says)}”: {one_line(c.by)}{', ' + c.date if c.date else ''} {c.url}" for c in record.claims],
    )
    yield words.text("licenses.versions"), _versions(story)
    yield words.text("site.official"), [link.url for link in record.urls]


def _text_story(stories: Sequence[Story], words: Words, options: RenderOptions) -> str:
    width = options.width
    lines: list[Line] = []
    for story in stories:
        record = story.record
        lines += [[]] if lines else []
        lines += wrap([("bold", one_line(record.name)), ("muted", f"  {record.id}")], width, rest=[("", "  ")])
        facts = [(name, value) for name, value in _facts(story, words) if value]
        left = max(columns(name) for name, _ in facts)
        for name, value in facts:
            start = [("muted", f"  {_padded(name, left)}  ")]
            lines += wrap([("", value)], width, start, [("", " " * (left + 4))])
        lines += [[], [("bold", words.text("licenses.verdicts"))], *_judged(story, words, width)]
        for heading, items in _lists(story, words):
            if items:
                lines += [[], [("bold", heading)]]
                for item in items:
                    lines += wrap([("", item)], width, [("", "  ")], [("", "    ")])
    return join(lines, color=options.color)


def _judged(story: Story, words: Words, width: int) -> list[Line]:
    if story.record.offer == "none":
        spans: Line = [("fail-bold", _verdict("not-open-source", words)[1])]
        return wrap([*spans, ("", f"  {words.text('licenses.no-license')}")], width, [("", "  ")], [("", "    ")])
    if not story.judged:
        return wrap([("muted", words.text("licenses.not-audited"))], width, [("", "  ")], [("", "  ")])
    lines: list[Line] = []
    for one in story.judged:
        outcome, verdict = _verdict(one.verdict, words)
        lines += wrap(
            [(f"{outcome}-bold", verdict), ("", f"  {words.definition(one.definition)}")], width, [("", "  ")]
        )
        # An approved text is open source whatever a clause of it is elsewhere.
        for reason in one.reasons if one.verdict != "open-source" else ():
            places = ", ".join(section for section in reason.sections if section)
            where = f"  § {places}" if places else ""
            criteria = ", ".join(words.label(c) for c in reason.criteria)
            title = words.provision(reason.provision)
            spans = [(reason.outcome, f"{SYMBOLS[reason.outcome]} {title}"), ("muted", f"{where}  {criteria}")]
            lines += wrap(spans, width, [("", "      ")], [("", "        ")])
    return lines


def _markdown_story(stories: Sequence[Story], words: Words, options: RenderOptions) -> str:
    from openaudit.render.markdown import escape

    def inside(text: str) -> str:
        return escape(text, inside=True)

    level = "#" * options.heading_level
    blocks = []
    for story in stories:
        lines = [f"{level} {inside(story.record.name)}", ""]
        lines += [f"- **{name}**: {inside(value)}" for name, value in _facts(story, words) if value]
        lines += ["", f"{level}# {words.text('licenses.verdicts')}", ""]
        if story.record.offer == "none":
            lines.append(f"- **{_verdict('not-open-source', words)[1]}**: {words.text('licenses.no-license')}")
        for one in story.judged if story.record.offer != "none" else ():
            lines.append(f"- **{_verdict(one.verdict, words)[1]}** ({inside(words.definition(one.definition))})")
            for reason in one.reasons if one.verdict != "open-source" else ():
                places = ", ".join(section for section in reason.sections if section)
                criteria = ", ".join(words.label(c) for c in reason.criteria)
                title = inside(words.provision(reason.provision))
                lines.append(
                    f"  - {SYMBOLS[reason.outcome]} {title} {f'§ {inside(places)} ' if places else ''}({criteria})"
                )
        if not story.judged and story.record.offer != "none":
            lines.append(words.text("licenses.not-audited"))
        for heading, items in _lists(story, words):
            if items:
                lines += ["", f"{level}# {heading}", "", *(f"- {inside(item)}" for item in items)]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _json_story(stories: Sequence[Story], words: Words, options: RenderOptions) -> str:
    from openaudit.render.json_report import dump

    del words, options
    data = [
        {
            **record_data(story.record),
            "judged": [
                {
                    "definition": one.definition,
                    "verdict": one.verdict,
                    "reasons": [reason._asdict() for reason in one.reasons],
                }
                for one in story.judged
            ],
            "published": [{**d._asdict(), "our_verdict": differs} for d, differs in story.published],
            "versions": [one.id for one in story.versions],
        }
        for story in stories
    ]
    return dump({"schema_version": "1.0", "records": data})


_TABLES: Final[dict[str, Callable[[Sequence[Record], Words, RenderOptions], str]]] = {
    "text": _text_table, "markdown": _markdown_table, "csv": _csv_table, "json": _json_table,
}  # fmt: skip
_STORIES: Final[dict[str, Callable[[Sequence[Story], Words, RenderOptions], str]]] = {
    "text": _text_story, "markdown": _markdown_story, "json": _json_story,
}  # fmt: skip
RECORD_FORMATS: Final = tuple(_TABLES)
STORY_FORMATS: Final = tuple(_STORIES)
