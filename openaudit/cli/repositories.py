"""What `repo`, `card` and `claims` share: loading, accepting, writing reports, the exit code."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence

from openaudit.cli.arguments import UsageError
from openaudit.cli.guard import complain, write_stdout
from openaudit.cli.notices import expired
from openaudit.suggest import did_you_mean
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.acceptance import Rules
    from openaudit.config import Config
    from openaudit.repo.values import RepositoryReport
    from openaudit.report import Result
    from openaudit.ruleset import Engine
    from openaudit.settings import Settings

SETTINGS: Final = (
    *("definition", "select", "ignore", "rules", "no-identify"),
    *("fail-on", "exit-zero", "baseline", "no-waivers"),
    *("output-format", "output-file", "report", "ui-lang", "color", "heading-level", "quiet", "verbose", "offline"),
)


def load(config: Config) -> tuple[Engine, tuple[str, ...]]:
    """The engine and the definitions to judge by.

    Claims of openness, contradictions and base models are held against a definition of openness: where a company's
    policy comes first, the Open Source Definition stands before it, and the policy decides about the texts alone.
    """
    from openaudit.cli.auditing import load as load_engine

    engine, definitions = load_engine(config.settings.rules, config.settings.definition)
    if engine.definitions[definitions[0]].is_policy:
        definitions = ("osd", *(one for one in definitions if one != "osd"))
    return engine, definitions


def check_formats(settings: Settings, command: str) -> list[tuple[str, str]]:
    """Every report asked for as (format, path). Raises `UsageError` before any work is done."""
    from openaudit.cli.reporting import outputs
    from openaudit.repo.render import FORMATS

    wanted = [(one.format, one.path) for one in outputs(settings)]
    for name, _ in wanted:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise UsageError(f"{command} has no format {name!r}; there are: {known}", f"openaudit {command} --help")
    return wanted


def check_ids(settings: Settings, engine: Engine, command: str) -> None:
    """Raise `UsageError` for ids that no observation, rule, provision or criterion has."""
    from openaudit.cli.auditing import check_ids as check_rule_ids
    from openaudit.repo.acceptance import IDS, known_prefix

    for prefix in (*settings.select, *settings.ignore):
        if prefix.isupper() and not known_prefix(prefix):
            raise UsageError(
                f"no observation is called {prefix!r}{did_you_mean(prefix, IDS)}", f"openaudit {command} --help"
            )
    check_rule_ids([prefix for prefix in (*settings.select, *settings.ignore) if not prefix.isupper()], engine)


def rules_of(config: Config) -> Rules:
    """What waivers, baseline and ids accept today."""
    from openaudit.acceptance import Rules

    settings = config.settings
    baseline: frozenset[str] = frozenset()
    if settings.baseline is not None:
        from openaudit.baseline import read_baseline

        baseline = read_baseline(settings.baseline).fingerprints
    return Rules(
        today=time.strftime("%Y-%m-%d", time.gmtime()),
        folder=os.path.dirname(os.path.abspath(config.file)) if config.file else os.getcwd(),
        waivers=() if settings.no_waivers else config.waivers,
        baseline=baseline,
        # Ids of licence findings select among those alone.
        select=tuple(prefix for prefix in settings.select if prefix.isupper()),
        ignore=tuple(prefix for prefix in settings.ignore if prefix.isupper()),
    )


def finish(
    reports: Sequence[RepositoryReport],
    config: Config,
    engine: Engine,
    wanted: Iterable[tuple[str, str]],
    *,
    licenses: bool,
) -> int:
    """Accept, write the reports and return the exit code; with `licenses`, verdicts on licence texts count too."""
    from openaudit.repo.acceptance import accept_observations, fails, worst

    settings = config.settings
    counted = [accept_observations(report, rules_of(config)) for report in reports]
    expired(dict.fromkeys(waiver for one in counted for waiver in one.expired), settings)
    kept = tuple(one.report for one in counted)
    _write(kept, engine, settings, wanted)
    errors = [error for report in kept for error in report.errors]
    for error in errors:
        complain(error.message)
    if errors:
        return 2
    failed = fails(worst(kept), settings.fail_on) or (licenses and _license_fails(kept, config, engine))
    return int(failed and not settings.exit_zero)


def _license_fails(reports: Sequence[RepositoryReport], config: Config, engine: Engine) -> bool:
    """Whether the verdict on a repository's own licence text counts, as in `openaudit check`."""
    from openaudit import __version__
    from openaudit.acceptance import fails
    from openaudit.cli.auditing import accepted
    from openaudit.report import Report

    rules = config.settings._replace(
        select=tuple(prefix for prefix in config.settings.select if not prefix.isupper()),
        ignore=tuple(prefix for prefix in config.settings.ignore if not prefix.isupper()),
    )
    if config.settings.select and not rules.select:
        return False
    results = tuple(report.results[index] for report in reports for index in report.own)
    policy = _policy(results, config, engine)
    if policy:
        from openaudit.audit import audit_document

        identify = not config.settings.no_identify
        results = tuple(audit_document(r.document, engine, definitions=(policy,), identify=identify) for r in results)
    merged = Report(__version__, engine.rules_digest, reports[0].definition if reports else "", results, ())
    return fails(accepted(merged, config._replace(settings=rules)).verdicts, rules.fail_on)


def _policy(results: Sequence[Result], config: Config, engine: Engine) -> str:
    """The policy that decides about licence texts; "" where a definition of openness does (see `load`)."""
    judged = [one.definition for one in results[0].judgements] if results else []
    first = config.settings.definition[0]
    return judged[1] if len(judged) > 1 and first != "osd" and engine.definitions[judged[1]].is_policy else ""


def _write(
    reports: tuple[RepositoryReport, ...], engine: Engine, settings: Settings, wanted: Iterable[tuple[str, str]]
) -> None:
    from openaudit.cli.reporting import options
    from openaudit.repo.render import render_repositories
    from openaudit.repo.render.words import words_of
    from openaudit.writing import write_whole

    for name, path in sorted(wanted, key=lambda one: one[1] == "-"):
        chosen = options(settings, to_screen=path == "-")
        text = render_repositories(reports, name, words=words_of(engine, chosen.ui_lang), options=chosen)
        if path == "-":
            write_stdout(text)
        else:
            write_whole(path, text)
