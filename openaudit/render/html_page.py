"""The HTML report: one self-contained page, or with `fragment` only its articles, to paste into another page."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from openaudit.render import matrix
from openaudit.render.anchors import result_slug, unique
from openaudit.render.links import web_address
from openaudit.render.parts import Page
from openaudit.render.safe import one_line, visible
from openaudit.render.select import accepted_in
from openaudit.render.view import page
from openaudit.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report

HTML_LANG = {"en": "en-GB", "zh": "zh-Hans"}


def render_html(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as HTML. The same report gives the same bytes: no clock, no random ids."""
    words = texts.words(options.ui_lang)
    alone = len(report.results) == 1 and not report.errors and not options.fragment
    slugs = unique(result_slug(result) for result in report.results)
    views = [
        page(result, words, prefix="" if alone else f"{slug}-", accepted=accepted_in(report, number))
        for number, (result, slug) in enumerate(zip(report.results, slugs, strict=True))
    ]
    values = {**shared(report, words), "command": one_line(options.command), "views": views}
    if options.fragment:
        values |= {"level": options.heading_level, "style": markup(stylesheet("openaudit.css"))}
        return environment().get_template("fragment.html.j2").render(values)
    title, description = _headline(report, words, views)
    style = stylesheet("page.css") + stylesheet("openaudit.css")
    values |= {
        "title": title,
        "description": description,
        "canonical": web_address(options.base_url),
        "image": web_address(options.image),
        "style": markup(style),
        "style_hash": style_hash(style),
        "rows": matrix.rows(report, words, [view.name for view in views], lambda i, at: f"#{views[i].prefix}{at}"),
        "columns": matrix.columns(report, words),
        "definition": words.definition(report.definition),
        "nav": [],
        "feed": "",
        "skip": "verdict" if alone else "matrix" if views else "top",
        "errors": [(one_line(error.source), one_line(error.message)) for error in report.errors],
    }
    return environment().get_template("page.html.j2").render(values)


def shared(report: Report, words: Words) -> dict[str, Any]:
    """What every template is given."""
    url = web_address(words.definition_url(report.definition))
    return {
        "w": words,
        "html_lang": HTML_LANG[words.lang],
        "version": one_line(report.version),
        "common_facts": (
            (words.text("fact.definition"), words.definition(report.definition), url),
            (words.text("fact.rules"), one_line(report.rules_digest), ""),
            (words.text("fact.tool"), f"openaudit {one_line(report.version)}", ""),
        ),
    }


def _headline(report: Report, words: Words, views: list[Page]) -> tuple[str, str]:
    """Title and description of the page."""
    if len(views) == 1:
        view = views[0]
        return words.text("html.title", name=view.name, verdict=view.first.word), view.first.summary
    title = words.text("html.several", count=len(report.results))
    return title, words.text("html.matrix-caption", definition=words.definition(report.definition))


@cache
def environment() -> jinja2.Environment:
    """The templates; every value is escaped, an unknown one is an error, and no active character gets through."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("openaudit.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    made.filters["breakable"] = _breakable
    made.filters["web"] = web_address
    return made


def _breakable(text: str) -> Markup:
    """Escaped text that may break after the slashes, hyphens and underscores of a path."""
    return Markup("<wbr>").join(re.split(r"(?<=[/_-])(?=.)", visible(text)))


@cache
def stylesheet(name: str) -> str:
    """A style sheet of the folder of templates."""
    return (files("openaudit.render") / "templates" / name).read_text(encoding="utf-8")


def style_hash(style: str) -> str:
    """The hash by which a Content-Security-Policy allows an inline style sheet."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def markup(style: str) -> Markup:
    """A style sheet for a template, as it stands."""
    return Markup(style)  # noqa: S704 - our own style sheet
