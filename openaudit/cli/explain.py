"""`openaudit explain ID`: what a definition, criterion, provision or rule means, with references and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openaudit.typed import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.render import Words
    from openaudit.ruleset import Criterion, Definition, Engine
    from openaudit.strictyaml import Mapping as Node

SETTINGS: Final = ("rules", "output-format", "ui-lang")
FORMATS: Final = ("text", "markdown", "json")
_EXAMPLES: Final = 3
_WIDTH: Final = 88


class Page(NamedTuple):
    """An explanation: a title, a sentence, facts (name and value), and lists of lines under a heading."""

    id: str
    kind: str
    title: str
    text: str
    facts: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]


def configure(parser: Parser) -> None:
    """Add the ids."""
    parser.usage = "openaudit explain ID… | --all"
    parser.add_argument("ids", nargs="*", metavar="ID", help="for example osd, osd-5, user-cap, user-cap/threshold")
    parser.add_argument("--all", action="store_true", help="explain every definition, criterion and provision")


def run(arguments: Arguments, config: Config) -> int:
    """Print the explanations."""
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.guard import write_stdout
    from openaudit.cli.reporting import texts_of, ui_language
    from openaudit.prepared import engine as load_engine
    from openaudit.suggest import did_you_mean

    settings = config.settings
    if settings.output_format not in FORMATS:
        name = settings.output_format
        raise UsageError(f"explain has no format {name!r}; there are: {', '.join(FORMATS)}", "openaudit explain --help")
    engine = load_engine(settings.rules)
    words = texts_of(engine).words(ui_language(settings.ui_lang))
    ids = list(every_id(engine)) if arguments.all else arguments.ids
    if not ids:
        raise UsageError("explain what? `openaudit rules list` names every provision", "openaudit explain --help")
    pages = []
    for id_ in ids:
        page = explain(id_, engine, words, settings.rules)
        if page is None:
            known = [*every_id(engine), *(rule.id for rules in engine.rules.values() for rule in rules)]
            raise UsageError(f"nothing is called {id_!r}{did_you_mean(id_, known)}", "openaudit rules list")
        pages.append(page)
    write_stdout(_RENDERERS[settings.output_format](pages))
    return 0


def every_id(engine: Engine) -> Iterable[str]:
    """Definitions, their criteria, and provisions."""
    for definition in engine.definitions.values():
        yield definition.id
        yield from (criterion.id for criterion in definition.criteria)
    yield from engine.provisions


def explain(id_: str, engine: Engine, words: Words, rule_paths: Iterable[str] = ()) -> Page | None:
    """The explanation of an id, or None where nothing has it."""
    if id_ in engine.definitions:
        return _definition(engine.definitions[id_], words)
    for definition in engine.definitions.values():
        for criterion in definition.criteria:
            if criterion.id == id_:
                return _criterion(criterion, definition, words)
    provision = id_.partition("/")[0]
    rules = [
        r.id for found in engine.rules.values() for r in found if id_ in (r.id, provision) and r.provision == provision
    ]
    if provision in engine.provisions and (id_ == provision or id_ in rules):
        return _provision(provision, rules, engine, words, rule_paths)
    return None


def _definition(definition: Definition, words: Words) -> Page:
    lines = tuple(f"{criterion.id}: {words.pick(criterion.title)}" for criterion in definition.criteria)
    facts = ((words.text("explain.version"), definition.version), (words.text("explain.source"), definition.url))
    title = words.pick(definition.name)
    return Page(definition.id, "definition", title, "", _given(facts), ((words.text("explain.criteria"), lines),))


def _criterion(criterion: Criterion, definition: Definition, words: Words) -> Page:
    facts = (
        (words.text("explain.definition"), words.pick(definition.name)),
        (words.text("explain.needs"), words.join(words.provision(need) for need in criterion.needs)),
        (words.text("explain.source"), criterion.url or definition.url),
    )
    touching: dict[str, list[str]] = {"fail": [], "review": []}
    for provision, stances in definition.stances.items():
        for touched, outcome in stances:
            if touched == criterion.id and outcome in touching:
                touching[outcome].append(f"{provision}: {words.provision(provision)}")
    lists = tuple((words.text(f"explain.{outcome}"), tuple(found)) for outcome, found in touching.items() if found)
    text = words.pick(criterion.demand)
    return Page(criterion.id, "criterion", words.pick(criterion.title), text, _given(facts), lists)


def _provision(id_: str, rules: list[str], engine: Engine, words: Words, rule_paths: Iterable[str]) -> Page:
    provision = engine.provisions[id_]
    stances = []
    for definition in engine.definitions.values():
        touched = definition.stances.get(id_, ())
        shown = words.join(f"{words.text(f'outcome.{o}')} ({words.label(c)})" for c, o in touched)
        stances.append(f"{words.pick(definition.name)}: {shown or words.text('outcome.pass')}")
    file = _rule_file(id_, rule_paths)
    references = tuple(map(str, file.get("references", ())))
    examples: dict[bool, list[str]] = {True: [], False: []}
    for example in engine.examples:
        if example.provision == id_:
            examples[example.matches].append(example.text)
    lists = (
        (words.text("explain.definitions"), tuple(stances)),
        (words.text("explain.rules"), tuple(dict.fromkeys(rules))),
        (words.text("explain.matches"), tuple(examples[True][:_EXAMPLES])),
        (words.text("explain.matches-not"), tuple(examples[False][:_EXAMPLES])),
        (words.text("explain.references"), references),
    )
    rationale = words.pick(file.get("rationale", {}))
    facts = ((words.text("explain.kind"), provision.kind), (words.text("explain.why"), rationale))
    says = words.text("explain.says", says=words.pick(provision.says))
    return Page(
        id_, "provision", words.pick(provision.title), says, _given(facts), tuple(one for one in lists if one[1])
    )


def _rule_file(provision: str, rule_paths: Iterable[str]) -> Node | dict[str, Any]:
    """The rule file of a provision, for what the engine does not need to know: rationale and references."""
    from pathlib import Path

    from openaudit.load import rule_files

    return next((f.data for f in rule_files([Path(p) for p in rule_paths]) if f.data.get("provision") == provision), {})


def _given(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts if value)


def _as_text(pages: Iterable[Page]) -> str:
    from openaudit.render.layout import Line, join, wrap

    def indented(text: str, mark: str = "") -> list[Line]:
        return wrap([("", " ".join(text.split()))], _WIDTH, [("", f"  {mark}")], [("", "  " + " " * len(mark))])

    lines: list[Line] = []
    for page in pages:
        lines += [[]] if lines else []
        lines.append([("bold", f"{page.id}: {page.title}")])
        lines += indented(page.text) if page.text else []
        for name, value in page.facts:
            lines += indented(f"{name}: {value}")
        for name, items in page.lists:
            lines += [[], *indented(name)]
            lines += [line for item in items for line in indented(item, "· ")]
    return join(lines, color=False)


def _as_markdown(pages: Iterable[Page]) -> str:
    blocks = []
    for page in pages:
        lines = [f"## `{page.id}` {page.title}", ""]
        lines += [page.text, ""] if page.text else []
        lines += [*(f"- **{name}**: {value}" for name, value in page.facts), ""] if page.facts else []
        for name, items in page.lists:
            lines += [f"**{name}**", "", *(f"- {' '.join(item.split())}" for item in items), ""]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _as_json(pages: Iterable[Page]) -> str:
    import json

    data: list[Mapping[str, Any]] = [
        {**page._asdict(), "facts": dict(page.facts), "lists": {name: list(items) for name, items in page.lists}}
        for page in pages
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_RENDERERS: Final = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}
