"""What changed between two texts: on a terminal, as Markdown, as a page, as JSON.

Words added and removed are marked by signs as well as by colour: {+new+} and [-old-], as wdiff has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from openaudit.comparing import ClauseChange, LicenseDiff, ProvisionChange, WordRun
from openaudit.errors import OpenAuditError
from openaudit.render.layout import Line, join, wrap
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.typed import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Finding
    from openaudit.vocabulary import Outcome, Verdict

_QUOTE_LIMIT: Final = 600
# Words kept beside a change, so that a long sentence shows what changed in it.
_CONTEXT: Final = 14
_SIGNS: Final = {"gained": "+", "lost": "-", "changed": "!", "moved": ">", "kept": "="}
_CLAUSE_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}


class Item(NamedTuple):
    """One provision's change as it is shown: its title, where it stood and stands, numbers, and the words."""

    sign: str
    title: str
    kind: str
    place: str
    alarm: bool
    numbers: tuple[str, ...]
    quotes: tuple[str, ...]


class Group(NamedTuple):
    """Provisions with which the same happened."""

    status: str
    title: str
    items: tuple[Item, ...]


class Clause(NamedTuple):
    """One sentence's change as it is shown; `runs` are (status, text)."""

    sign: str
    status: str
    word: str
    place: str
    runs: tuple[tuple[str, str], ...]


class View(NamedTuple):
    """Everything that is shown, in its order."""

    title: str
    names: tuple[str, str]
    verdicts: tuple[tuple[str, str], tuple[str, str]]  # (outcome, symbol and word), old and new
    alarms: tuple[str, ...]
    criteria: tuple[tuple[str, str, tuple[str, str], tuple[str, str]], ...]
    groups: tuple[Group, ...]
    kept: str
    clauses: tuple[Clause, ...]


def render_difference(diff: LicenseDiff, format: str, *, texts: Texts, options: RenderOptions) -> str:  # noqa: A002
    """The differences in one of `DIFFERENCE_FORMATS`. With `options.quiet` without the clauses."""
    if format not in DIFFERENCE_FORMATS:
        raise OpenAuditError(f"no format {format!r} for a difference; there are: {', '.join(DIFFERENCE_FORMATS)}")
    words = texts.words("en" if format == "json" else options.ui_lang)
    return _RENDERERS[format](diff, words, options)


def view(diff: LicenseDiff, words: Words, *, clauses: bool = True) -> View:
    """What is shown of the differences."""
    from openaudit.render.view import title

    names = (title(diff.old, words), title(diff.new, words))
    if names[0] == names[1]:
        names = (one_line(diff.old.name), one_line(diff.new.name))
    changed = [c for c in diff.criteria if c.old != c.new]
    groups = []
    for status in ("gained", "lost", "changed", "moved"):
        items = tuple(_item(change, words) for change in diff.provisions if change.status == status)
        if items:
            groups.append(Group(status, words.text(f"diff.{status}"), items))
    kept = [
        _with_section(change, words)
        for change in diff.provisions
        if change.status == "kept" and change.kind in ("restriction", "caution")
    ]
    return View(
        words.text("diff.title", old=names[0], new=names[1]),
        names,
        (_verdict(diff.old_verdict, words), _verdict(diff.new_verdict, words)),
        tuple(_alarm(change, words) for change in diff.alarms),
        tuple(
            (words.label(c.id), words.pick(c.title), _outcome(c.old, words), _outcome(c.new, words)) for c in changed
        ),
        tuple(groups),
        words.text("list.comma").join(kept),
        tuple(_clause(change, words) for change in diff.clauses) if clauses else (),
    )


def _verdict(verdict: Verdict, words: Words) -> tuple[str, str]:
    return VERDICT_OUTCOME[verdict], f"{SYMBOLS[verdict]} {words.text(f'verdict.{verdict}')}"


def _outcome(outcome: Outcome, words: Words) -> tuple[str, str]:
    return outcome, f"{SYMBOLS[outcome]} {words.text(f'outcome.{outcome}')}"


def _item(change: ProvisionChange, words: Words) -> Item:
    numbers = tuple(
        words.text("diff.number", name=one_line(n.name), old=one_line(n.old), new=one_line(n.new))
        for n in change.numbers
    )
    shown = change.new or change.old
    quotes = () if change.status == "moved" else tuple(shorten(one_line(f.quote), _QUOTE_LIMIT) for f in shown[:2])
    return Item(
        _SIGNS[change.status],
        words.provision(change.provision),
        words.text(f"diff.kind-{change.kind}"),
        _places(change.old, change.new),
        change.alarm,
        numbers,
        quotes,
    )


def _sections(findings: Iterable[Finding]) -> str:
    return ", ".join(dict.fromkeys(one_line(f.section) or f"line {f.start_line}" for f in findings))


def _places(old: tuple[Finding, ...], new: tuple[Finding, ...]) -> str:
    before, after = _sections(old), _sections(new)
    if not before or not after or before == after:
        return f"§ {after or before}"
    return f"§ {before} → § {after}"


def _with_section(change: ProvisionChange, words: Words) -> str:
    return f"{words.provision(change.provision)} (§ {_sections(change.new)})"


def _alarm(change: ProvisionChange, words: Words) -> str:
    title = words.provision(change.provision)
    if not change.numbers:
        return words.text("diff.alarm-gained", provision=title)
    numbers = words.text("list.comma").join(f"{one_line(n.old)} → {one_line(n.new)}" for n in change.numbers)
    return words.text("diff.alarm-number", provision=title, numbers=numbers)


def _clause(change: ClauseChange, words: Words) -> Clause:
    before = _at(change.old_section, change.old_line, words)
    after = _at(change.new_section, change.new_line, words)
    place = " → ".join(part for part in (before, after) if part)
    runs = change.runs if change.status in ("added", "removed", "changed") else change.runs[:1]
    return Clause(
        _CLAUSE_SIGNS[change.status],
        change.status,
        words.text(f"diff.clause-{change.status}"),
        place,
        tuple((run.status, _shown(run, number, len(runs), change.status)) for number, run in enumerate(runs)),
    )


def _at(section: str, line: int, words: Words) -> str:
    if not line:
        return ""
    where = words.text("diff.line", line=line)
    return f"§ {one_line(section)}, {where}" if section else where


def _shown(run: WordRun, number: int, count: int, status: str) -> str:
    text = one_line(run.text)
    if run.status != "same" or status != "changed":
        return shorten(text, 2 * _QUOTE_LIMIT)
    parts = text.split(" ")
    if len(parts) <= 2 * _CONTEXT:
        return text
    first = "" if number == 0 else " ".join(parts[:_CONTEXT])
    last = "" if number == count - 1 else " ".join(parts[-_CONTEXT:])
    return f"{first} […] {last}".strip()


def _marked(runs: Iterable[tuple[str, str]]) -> Line:
    spans: Line = []
    for status, text in runs:
        if spans:
            spans.append(("", " "))
        if status == "added":
            spans.append(("pass", f"{{+{text}+}}"))
        elif status == "removed":
            spans.append(("fail", f"[-{text}-]"))
        else:
            spans.append(("", text))
    return spans


# --- terminal -----------------------------------------------------------------------------------


def _text(diff: LicenseDiff, words: Words, options: RenderOptions) -> str:
    shown = view(diff, words, clauses=not options.quiet)
    width = options.width
    lines: list[Line] = wrap([("bold", shown.title)], width, rest=[("", "  ")])
    (old, old_word), (new, new_word) = shown.verdicts
    lines.append([("", "  "), (f"{old}-bold", old_word), ("", " → "), (f"{new}-bold", new_word)])
    for alarm in shown.alarms:
        lines += wrap([("fail-bold", alarm)], width, [("fail-bold", "  ! ")], [("", "    ")])
    if diff.same:
        lines += [[], [("", f"  {words.text('diff.same')}")]]
    if shown.criteria:
        lines += [[], [("bold", words.text("diff.criteria"))]]
        for label, title, (before, before_word), (after, after_word) in shown.criteria:
            spans: Line = [(before, before_word), ("", " → "), (f"{after}-bold", after_word), ("", f"  {title}")]
            lines += wrap(spans, width, [("", f"  {label}  ")], [("", "      ")])
    for group in shown.groups:
        lines += [[], [("bold", group.title)]]
        for item in group.items:
            style = "fail-bold" if item.alarm else "bold"
            heading: Line = [(style, item.title), ("muted", f"  {item.kind}, {item.place}")]
            lines += wrap(heading, width, [(style, f"  {item.sign} ")], [("", "    ")])
            for number in item.numbers:
                lines += wrap([("fail-bold", number)], width, [("", "    ")], [("", "      ")])
            for quote in item.quotes:
                lines += wrap([("", quote)], width, [("muted", "    │ ")], [("muted", "    │ ")])
    if shown.kept:
        lines += [[], *wrap([("bold", words.text("diff.kept")), ("", f" {shown.kept}")], width, rest=[("", "  ")])]
    if shown.clauses:
        lines += [[], [("bold", words.text("diff.clauses"))]]
        for clause in shown.clauses:
            lines += [[], *wrap([("muted", f"{clause.word}, {clause.place}")], width, [("", f"  {clause.sign} ")])]
            lines += wrap(_marked(clause.runs), width, [("", "    ")], [("", "    ")])
    return join(lines, color=options.color)


# --- Markdown -----------------------------------------------------------------------------------


def _markdown(diff: LicenseDiff, words: Words, options: RenderOptions) -> str:
    from openaudit.render.markdown import escape

    def inside(text: str) -> str:
        return escape(text, inside=True)

    shown = view(diff, words, clauses=not options.quiet)
    level = "#" * options.heading_level
    lines = [f"{level} {inside(shown.title)}", "", f"**{shown.verdicts[0][1]}** → **{shown.verdicts[1][1]}**", ""]
    lines += [f"> **{inside(alarm)}**\n" for alarm in shown.alarms]
    if diff.same:
        lines += [words.text("diff.same"), ""]
    if shown.criteria:
        lines += [f"{level}# {words.text('diff.criteria')}", ""]
        lines += [f"- {c[0]} {inside(c[1])}: {c[2][1]} → **{c[3][1]}**" for c in shown.criteria] + [""]
    for group in shown.groups:
        lines += [f"{level}# {group.title}", ""]
        for item in group.items:
            lines.append(f"- **{inside(item.title)}** ({item.kind}, {inside(item.place)})")
            lines += [f"  - **{inside(number)}**" for number in item.numbers]
            lines += [f"  > {inside(quote)}" for quote in item.quotes]
        lines.append("")
    if shown.kept:
        lines += [f"{words.text('diff.kept')} {inside(shown.kept)}", ""]
    if shown.clauses:
        lines += [f"{level}# {words.text('diff.clauses')}", ""]
        for clause in shown.clauses:
            marked = " ".join(_MARKDOWN[status].format(inside(text)) for status, text in clause.runs)
            lines += [f"- *{clause.word}, {inside(clause.place)}*: {marked}"]
        lines.append("")
    lines.append(f"<sub>{words.text('claim.advice')}</sub>")
    return "\n".join(lines) + "\n"


_MARKDOWN: Final = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}


# --- HTML and JSON ------------------------------------------------------------------------------


def _html(diff: LicenseDiff, words: Words, options: RenderOptions) -> str:
    from openaudit import __version__
    from openaudit.render import html_page
    from openaudit.render.links import web_address

    shown = view(diff, words, clauses=not options.quiet)
    style = html_page.stylesheet("page.css") + html_page.stylesheet("openaudit.css")
    return (
        html_page.environment()
        .get_template("difference.html.j2")
        .render(
            w=words,
            html_lang=html_page.HTML_LANG[words.lang],
            version=__version__,
            view=shown,
            same=diff.same,
            title=shown.title,
            description=f"{shown.verdicts[0][1]} → {shown.verdicts[1][1]}",
            canonical=web_address(options.base_url),
            image="",
            feed="",
            nav=[],
            skip="top",
            style=html_page.markup(style),
            style_hash=html_page.style_hash(style),
        )
    )


def _json(diff: LicenseDiff, words: Words, options: RenderOptions) -> str:
    from openaudit.render.json_report import dump

    del words
    data: dict[str, Any] = {
        "schema_version": "1.0",
        "definition": diff.definition,
        "old": {"name": diff.old.name, "sha256": diff.old.source.sha256, "verdict": diff.old_verdict},
        "new": {"name": diff.new.name, "sha256": diff.new.source.sha256, "verdict": diff.new_verdict},
        "criteria": [{"id": c.id, "old": c.old, "new": c.new} for c in diff.criteria],
        "provisions": [
            {
                "provision": change.provision,
                "kind": change.kind,
                "status": change.status,
                "alarm": change.alarm,
                "numbers": [number._asdict() for number in change.numbers],
                "old": [_found(finding) for finding in change.old],
                "new": [_found(finding) for finding in change.new],
            }
            for change in diff.provisions
        ],
        "clauses": []
        if options.quiet
        else [
            {
                "status": change.status,
                "old_section": change.old_section,
                "new_section": change.new_section,
                "old_line": change.old_line or None,
                "new_line": change.new_line or None,
                "words": [run._asdict() for run in change.runs],
            }
            for change in diff.clauses
        ],
    }
    return dump(data)


def _found(finding: Finding) -> dict[str, Any]:
    return {
        "section": finding.section,
        "start_line": finding.start_line,
        "end_line": finding.end_line,
        "quote": finding.quote,
        "captures": dict(finding.captures),
    }


_RENDERERS: Final[dict[str, Callable[[LicenseDiff, Words, RenderOptions], str]]] = {
    "text": _text, "markdown": _markdown, "html": _html, "json": _json,
}  # fmt: skip
DIFFERENCE_FORMATS: Final = tuple(_RENDERERS)
