"""From targets to a Report: every target is read and audited, and one that fails never stops the others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from openaudit.acceptance import Acceptance, Rules, accept
from openaudit.errors import OpenAuditError
from openaudit.report import Failure, Report

if TYPE_CHECKING:
    from openaudit.config import Config
    from openaudit.document import Document
    from openaudit.report import Result
    from openaudit.ruleset import Engine
    from openaudit.settings import Settings
    from openaudit.sources import SourceOptions


class Audited(NamedTuple):
    """A report and the engine that made it."""

    report: Report
    engine: Engine


def audit_targets(targets: Iterable[str], config: Config) -> Audited:
    """Audit every text that the targets name.

    A target or text that cannot be read or audited becomes one of the report's `errors`. Raises `OpenAuditError`
    only where nothing can be audited at all: the rules or a definition do not load.
    """
    from openaudit import __version__
    from openaudit.load import engine as load_engine

    settings = config.settings
    engine = load_engine(settings.rules)
    documents, failures = read_targets(targets, source_options(settings))
    results = []
    for document in documents:
        outcome = audit_one(document, engine, settings)
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            results.append(outcome)
    return Audited(
        Report(__version__, engine.rules_digest, settings.definition[0], tuple(results), tuple(failures)), engine
    )


def read_targets(targets: Iterable[str], options: SourceOptions) -> tuple[list[Document], list[Failure]]:
    """The texts behind the targets, in order, each once; and what could not be read."""
    from openaudit.sources import resolve

    documents: list[Document] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    for target in targets:
        try:
            found = resolve(target, options)
        except OpenAuditError as error:
            failures.append(Failure(target, str(error)))
            continue
        for text in found:
            name = text.document.path or text.document.url
            if name is None or name not in seen:
                documents.append(text.document)
            seen |= {name} if name else set()
            failures += text.missing
    return documents, failures


def audit_one(document: Document, engine: Engine, settings: Settings) -> Result | Failure:
    """The audit of one text, or why there is none."""
    from openaudit.audit import audit_document

    try:
        return audit_document(
            document,
            engine,
            definitions=settings.definition,
            identify=not settings.no_identify,
            min_confidence=settings.min_confidence,
        )
    except OpenAuditError as error:
        return Failure(document.path or document.url or "<text>", str(error))
    except Exception as error:  # noqa: BLE001 - reported with its text, and exit code 2
        # A bug that one text wakes must not take the other texts' reports with it; exit 2 says it happened.
        if settings.verbose:
            import traceback

            traceback.print_exc()
        name = document.path or document.url or "<text>"
        return Failure(
            name,
            f"{name}: internal error, please report it with the text: {type(error).__name__}: {error}",
        )


def source_options(settings: Settings) -> SourceOptions:
    """How texts are to be read and fetched."""
    from openaudit.sources import SourceOptions

    return SourceOptions(
        offline=settings.offline,
        allow_private_hosts=settings.allow_private_hosts,
        follow=settings.follow,
        use_cache=not settings.no_cache,
        cache_dir=settings.cache_dir,
        stdin_name=settings.stdin_filename,
        hf_token=os.environ.get("HF_TOKEN") or None,
        github_token=os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or None,
        modelscope_token=os.environ.get("MODELSCOPE_API_TOKEN") or None,
    )


def accepted(report: Report, config: Config) -> Acceptance:
    """What the waivers, the baseline and --select/--ignore leave of the verdicts."""
    settings = config.settings
    folder = os.path.dirname(os.path.abspath(config.file)) if config.file else os.getcwd()
    baseline: frozenset[str] = frozenset()
    if settings.baseline is not None:
        from openaudit.baseline import read_baseline

        baseline = read_baseline(settings.baseline).fingerprints
    return accept(
        report,
        Rules(
            today=time.strftime("%Y-%m-%d", time.gmtime()),
            folder=folder,
            waivers=() if settings.no_waivers else config.waivers,
            baseline=baseline,
            select=settings.select,
            ignore=settings.ignore,
        ),
    )
