"""`openaudit rules list|test|lint|coverage`: look at the rules and keep them honest."""

from __future__ import annotations

import argparse

from openaudit.cli.guard import complain, write_stdout
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.ruleset import Engine

SETTINGS: Final = ("rules", "ui-lang", "quiet", "offline")
ACTIONS: Final = ("list", "test", "lint", "coverage")
_SHOWN: Final = 20


def configure(parser: Parser) -> None:
    """Add the action and what it is about."""
    parser.usage = "openaudit rules {list,test,lint,coverage} [OPTION…] [PROVISION… | TARGET…]"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        "list      every provision with its kind and how many rules and examples it has\n"
        "test      check that the rules keep what their examples promise\n"
        "lint      report gaps: provisions without rules, rules without examples\n"
        "coverage  what the rules explain of the texts that TARGETs name, and what not"
    )
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help="one of " + ", ".join(ACTIONS))
    parser.add_argument("items", nargs="*", metavar="ITEM", help="provisions (list, test), or targets (coverage)")


def run(arguments: Arguments, config: Config) -> int:
    """Do it; 1 where a test, or the lint, fails."""
    from openaudit.prepared import engine

    known = engine(config.settings.rules)
    if arguments.action == "coverage":
        return _coverage(arguments.items, known, config)
    _check(arguments.items, known)
    actions = {"list": _list, "test": _test, "lint": _lint}
    return actions[arguments.action](arguments.items, known, config)


def _check(provisions: list[str], engine: Engine) -> None:
    from openaudit.cli.arguments import UsageError
    from openaudit.suggest import did_you_mean

    for provision in provisions:
        if provision not in engine.provisions:
            raise UsageError(
                f"no provision {provision!r}{did_you_mean(provision, engine.provisions)}", "openaudit rules list"
            )


def _list(provisions: list[str], engine: Engine, config: Config) -> int:
    from openaudit.cli.reporting import ui_language

    language = ui_language(config.settings.ui_lang)
    shown = [p for p in engine.provisions.values() if not provisions or p.id in provisions]
    width = max(len(p.id) for p in shown)
    lines = []
    for provision in shown:
        rules = sum(rule.provision == provision.id for found in engine.rules.values() for rule in found)
        examples = sum(example.provision == provision.id for example in engine.examples)
        says = provision.says.get(language) or provision.says["en"]
        lines.append(f"{provision.id:{width}}  {provision.kind:11}  {rules:3} rules  {examples:3} examples  {says}\n")
    write_stdout("".join(lines))
    return 0


def _test(provisions: list[str], engine: Engine, config: Config) -> int:
    from openaudit.ruletest import failures

    failed = list(failures(engine, provisions))
    wanted = [e for e in engine.examples if not provisions or e.provision in provisions]
    for failure in failed:
        write_stdout(f"{failure.place}: {failure.problem}\n    {failure.example.text}\n")
    if not config.settings.quiet or failed:
        write_stdout(f"{len(wanted) - len(failed)} of {len(wanted)} examples hold\n")
    return int(bool(failed))


def _lint(provisions: list[str], engine: Engine, config: Config) -> int:
    from pathlib import Path

    from openaudit.load import rule_texts
    from openaudit.rulelint import lint, lint_stems

    problems = [p for p in lint(engine) if not provisions or p.place.split("/")[0] in provisions]
    stems = lint_stems(list(rule_texts([Path(path) for path in config.settings.rules])))
    problems += [p for p in stems if not provisions or Path(p.place.rpartition(":")[0]).stem in provisions]
    errors = [p for p in problems if p.level == "error"]
    for problem in problems if not config.settings.quiet else errors:
        write_stdout(f"{problem.place}: {problem.level}: {problem.text}\n")
    rules = sum(map(len, engine.rules.values()))
    write_stdout(f"{rules} rules: {len(errors)} errors, {len(problems) - len(errors)} notes\n")
    return int(bool(errors))


def _coverage(targets: list[str], engine: Engine, config: Config) -> int:
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.auditing import read_targets, source_options
    from openaudit.rulecoverage import coverage, never_fired
    from openaudit.spans import LineIndex

    if not targets:
        raise UsageError("name the texts to cover", "openaudit rules --help")
    texts = read_targets(targets, source_options(config.settings))
    covered = []
    for document in texts.documents:
        one = coverage(document, engine)
        covered.append(one)
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(one.kinds.items()))
        write_stdout(f"{one.name}: {_share(one.explained, one.sentences)} ({kinds})\n")
        if not config.settings.quiet:
            lines = LineIndex(document.source)
            for sentences, what in ((one.unexplained, "unexplained"), (one.contested, "contested")):
                for sentence in sentences:
                    by = f" by {', '.join(sentence.rules)}" if sentence.rules else ""
                    line = lines.position(sentence.start).line
                    write_stdout(f"  {one.name}:{line}: {what}{by}: {sentence.text}\n")
    total = sum(one.sentences for one in covered)
    write_stdout(f"{len(covered)} texts: {_share(sum(one.explained for one in covered), total)}\n")
    silent = never_fired(covered, engine)
    shown = silent if config.settings.verbose else silent[:_SHOWN]
    write_stdout(f"{len(silent)} rules never fired: {', '.join(shown)}{' …' if len(silent) > len(shown) else ''}\n")
    for failure in texts.failures:
        complain(failure.message)
    return 2 if texts.failures else 0


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} sentences explained" + (f", {part / whole:.1%}" if whole else "")
