"""From targets to a Report: every target is read and audited, and one that fails never stops the others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence

from openaudit.acceptance import Acceptance, Rules, accept, has_prefix
from openaudit.cli.guard import UsageError
from openaudit.errors import OpenAuditError
from openaudit.report import Failure, Report
from openaudit.suggest import did_you_mean
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.config import Config
    from openaudit.document import Document
    from openaudit.report import Result
    from openaudit.ruleset import Engine
    from openaudit.settings import Settings
    from openaudit.sources import Provenance, SourceOptions
    from openaudit.vocabulary import Confidence


class Audited(NamedTuple):
    """A report, the engine that made it, and what readers of the report should know about the sources."""

    report: Report
    engine: Engine
    notes: tuple[str, ...]


class Texts(NamedTuple):
    """The texts behind the targets, where each came from, what could not be read, and remarks."""

    documents: tuple[Document, ...]
    origins: tuple[Provenance, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]


class How(NamedTuple):
    """How to audit, as plain values that travel to another process."""

    rules: tuple[str, ...]
    definitions: tuple[str, ...]
    identify: bool
    min_confidence: Confidence
    verbose: bool


def audit_targets(targets: Iterable[str], config: Config) -> Audited:
    """Audit every text that the targets name.

    A target or text that cannot be read or audited becomes one of the report's `errors`. Raises `OpenAuditError`
    only where nothing can be audited at all: the rules or a definition do not load.
    """
    from openaudit import __version__

    settings = config.settings
    how = How(settings.rules, settings.definition, not settings.no_identify, settings.min_confidence, settings.verbose)
    engine, definitions = load(how.rules, how.definitions)
    check_ids((*settings.select, *settings.ignore), engine)
    texts = read_targets(targets, source_options(settings))
    results: list[Result] = []
    failures = list(texts.failures)
    outcomes = _audits(texts.documents, engine, definitions, how, settings.jobs)
    for outcome, origin in zip(outcomes, texts.origins, strict=True):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            source = outcome.source._replace(retrieved=origin.retrieved, revision=origin.revision, etag=origin.etag)
            results.append(outcome._replace(source=source))
    report = Report(__version__, engine.rules_digest, definitions[0], tuple(results), tuple(map(_named_once, failures)))
    notes = [*texts.notes, *(() if settings.follow else _on_bound_documents(results))]
    return Audited(report, engine, tuple(dict.fromkeys(notes)))


def _on_bound_documents(results: Sequence[Result]) -> Iterator[str]:
    """Which documents of use rules the texts bind that were not audited with them."""
    for result in results:
        if any(finding.provision == "acceptable-use-policy" for finding in result.findings):
            from openaudit.sources.follow import notes_on

            yield from notes_on(result.document, [other.document for other in results])


def _named_once(failure: Failure) -> Failure:
    """Errors of sources begin with the name of the text; reports show the name beside the message."""
    return failure._replace(message=failure.message.removeprefix(f"{failure.source}: "))


def load(rules: tuple[str, ...], names: tuple[str, ...]) -> tuple[Engine, tuple[str, ...]]:
    """The engine with the user's own rules and definitions, and the ids of the definitions to judge by."""
    from openaudit.prepared import engine

    known = engine(rules)
    if known.definitions.keys() >= set(names):
        return known, tuple(dict.fromkeys(names))
    from openaudit.policy import choose

    return choose(names, known)


def check_ids(prefixes: Iterable[str], engine: Engine) -> None:
    """Raise `UsageError` for a prefix that no rule, provision or criterion id starts with.

    An `--ignore` that matches nothing is a misspelt one, and what it was to ignore would fail the run unexplained.
    """
    criteria = [criterion.id for definition in engine.definitions.values() for criterion in definition.criteria]
    known = [*criteria, *engine.provisions, *(rule.id for rules in engine.rules.values() for rule in rules)]
    for prefix in prefixes:
        if not any(has_prefix(identifier, prefix) for identifier in known):
            raise UsageError(
                f"no rule, provision or criterion id starts with {prefix!r}{did_you_mean(prefix, known)}",
                "openaudit rules list",
            )


def read_targets(targets: Iterable[str], options: SourceOptions) -> Texts:
    """The texts behind the targets, in order, each once; and what could not be read."""
    from openaudit.sources import resolve

    documents: list[Document] = []
    origins: list[Provenance] = []
    failures: list[Failure] = []
    notes: list[str] = []
    seen: set[str] = set()
    for target in targets:
        try:
            found = resolve(target, options)
        except OpenAuditError as error:
            from openaudit.sources.address import shown

            failures.append(Failure(shown(target), str(error)))
            continue
        for text in found:
            document = text.document
            if document.path:
                # `.` gives ./LICENSE; code hosts know the file as LICENSE.
                document = document._replace(path=document.path.removeprefix("./"))
            name = document.path or document.url
            if name is None or name not in seen:
                documents.append(document)
                origins.append(text.provenance)
            seen |= {name} if name else set()
            failures += text.missing
            notes += text.notes
    return Texts(tuple(documents), tuple(origins), tuple(failures), tuple(dict.fromkeys(notes)))


def _audits(
    documents: Sequence[Document], engine: Engine, definitions: tuple[str, ...], how: How, jobs: int
) -> Iterator[Result | Failure]:
    """The audits, in the order of the documents, by one process or by several."""
    from openaudit.cli.progress import progress

    jobs = min(jobs or os.cpu_count() or 1, len(documents))
    if jobs > 1:
        from openaudit.cli.parallel import audit_parallel

        yield from progress(audit_parallel(documents, how, jobs), len(documents))
    else:
        one_by_one = (audit_one(document, engine, definitions, how) for document in documents)
        yield from progress(one_by_one, len(documents))


def audit_one(document: Document, engine: Engine, definitions: tuple[str, ...], how: How) -> Result | Failure:
    """The audit of one text, or why there is none."""
    from openaudit.audit import audit_document

    name = document.path or document.url or "<text>"
    try:
        return audit_document(
            document, engine, definitions=definitions, identify=how.identify, min_confidence=how.min_confidence
        )
    except OpenAuditError as error:
        return Failure(name, str(error))
    except Exception as error:  # noqa: BLE001 - reported with its text, and exit code 2
        # A bug that one text wakes must not take the other texts' reports with it.
        if how.verbose:
            import traceback

            traceback.print_exc()
        return Failure(name, f"internal error, please report it: {type(error).__name__}: {error}")


def source_options(settings: Settings) -> SourceOptions:
    """How texts are to be read and fetched."""
    from openaudit.sources import SourceOptions, endpoints_of

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
        endpoints=endpoints_of(os.environ),
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
