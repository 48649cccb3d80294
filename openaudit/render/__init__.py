"""A Report in every output format: an explicit table of functions, each imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.errors import OpenAuditError
from openaudit.render.options import RenderOptions
from openaudit.render.words import Texts, Words
from openaudit.typed import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from openaudit.report import Report

__all__ = ["FORMATS", "RenderOptions", "Texts", "Words", "pieces", "render"]

# Format name -> module and function, imported on use: rich formats must not slow down plain ones.
FORMATS: Final[dict[str, tuple[str, str]]] = {
    "text": ("openaudit.render.text", "render_text"),
    "json": ("openaudit.render.json_report", "render_json"),
    "sarif": ("openaudit.render.sarif", "render_sarif"),
    "markdown": ("openaudit.render.markdown", "render_markdown"),
    "html": ("openaudit.render.html_page", "render_html"),
    "badge": ("openaudit.render.svg", "render_badge"),
    "shields": ("openaudit.render.svg", "render_shields"),
    "card": ("openaudit.render.svg", "render_card"),
    "strip": ("openaudit.render.svg", "render_strip"),
    "github": ("openaudit.render.github", "render_github"),
    "gitlab": ("openaudit.render.gitlab", "render_gitlab"),
    "junit": ("openaudit.render.junit", "render_junit"),
    "csv": ("openaudit.render.table", "render_csv"),
    "cyclonedx": ("openaudit.render.cyclonedx", "render_cyclonedx"),
    "spdx3": ("openaudit.render.spdx3", "render_spdx3"),
}


class Renderer(Protocol):
    """Turns a report into a text that ends with a line end, or into its pieces."""

    def __call__(self, report: Report, texts: Texts, options: RenderOptions, /) -> str | Iterable[str]: ...


def render(report: Report, format: str, *, texts: Texts, options: RenderOptions | None = None) -> str:  # noqa: A002
    """The report in one of `FORMATS`; an `OpenAuditError` for an unknown one.

    The same report, texts and options give the same characters.
    """
    return "".join(pieces(report, format, texts=texts, options=options))


def pieces(
    report: Report,
    format: str,  # noqa: A002
    *,
    texts: Texts,
    options: RenderOptions | None = None,
) -> Iterable[str]:
    """What `render` gives, in pieces: that of a long text need not be in memory as a whole."""
    if format not in FORMATS:
        raise OpenAuditError(f"no output format {format!r}; there are: {', '.join(FORMATS)}")
    module, name = FORMATS[format]
    renderer: Renderer = getattr(__import__(module, fromlist=[name]), name)  # importlib takes longer to load
    made = renderer(report, texts, options or RenderOptions())
    return (made,) if isinstance(made, str) else made
