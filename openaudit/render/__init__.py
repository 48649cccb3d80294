"""A Report in every output format: an explicit table of functions, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

from openaudit.errors import OpenAuditError
from openaudit.render.options import RenderOptions
from openaudit.render.words import Texts, Words

if TYPE_CHECKING:
    from openaudit.report import Report

__all__ = ["FORMATS", "RenderOptions", "Texts", "Words", "render"]

# Format name -> module and function, imported on use: rich formats must not slow down plain ones.
FORMATS: Final[dict[str, tuple[str, str]]] = {
    "text": ("openaudit.render.text", "render_text"),
    "json": ("openaudit.render.json_report", "render_json"),
    "html": ("openaudit.render.html_page", "render_html"),
}


class Renderer(Protocol):
    """Turns a report into a text that ends with a line end."""

    def __call__(self, report: Report, texts: Texts, options: RenderOptions, /) -> str: ...


def render(report: Report, format: str, *, texts: Texts, options: RenderOptions | None = None) -> str:  # noqa: A002
    """The report in one of `FORMATS`; an `OpenAuditError` for an unknown one.

    The same report, texts and options give the same characters.
    """
    if format not in FORMATS:
        raise OpenAuditError(f"no output format {format!r}; there are: {', '.join(FORMATS)}")
    module, name = FORMATS[format]
    renderer: Renderer = getattr(import_module(module), name)
    return renderer(report, texts, options or RenderOptions())
