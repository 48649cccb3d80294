"""A RepositoryReport in every format: an explicit table of functions, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from openaudit.errors import OpenAuditError
from openaudit.typed import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render.words import RepoWords
    from openaudit.repo.values import RepositoryReport

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "text": ("openaudit.repo.render.text", "render_text"),
    "json": ("openaudit.repo.render.json_report", "render_json"),
    "markdown": ("openaudit.repo.render.markdown", "render_markdown"),
    "sarif": ("openaudit.repo.render.ci", "render_sarif"),
    "github": ("openaudit.repo.render.ci", "render_github"),
    "gitlab": ("openaudit.repo.render.ci", "render_gitlab"),
}


class Renderer(Protocol):
    """Turns reports into a text that ends with a line end."""

    def __call__(self, reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions, /) -> str:
        """The text."""


def render_repositories(
    reports: tuple[RepositoryReport, ...],
    format: str,  # noqa: A002
    *,
    words: RepoWords,
    options: RenderOptions,
) -> str:
    """The reports in one of `FORMATS`; an `OpenAuditError` for an unknown one."""
    if format not in FORMATS:
        raise OpenAuditError(f"no output format {format!r} for repositories; there are: {', '.join(FORMATS)}")
    module, name = FORMATS[format]
    renderer: Renderer = getattr(import_module(module), name)
    return renderer(reports, words, options)
