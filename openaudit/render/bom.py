"""What the two bill-of-materials formats share: the component that a text licenses, and what to say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from openaudit.render.anchors import result_slug
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import deciding
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.render.words import Words
    from openaudit.report import Judgement, Result

_MODEL_HUBS = ("huggingface.co", "hf.co", "modelscope.cn", "modelscope.ai")
_QUOTE_LIMIT = 2000


class Component(NamedTuple):
    """What a text licenses. `version` is the revision of a remote source, "" if unknown."""

    name: str
    is_model: bool
    version: str
    url: str


# What the SPDX list does not have goes by such an id.
_NOT_ON_THE_LIST = "LicenseRef-"


class License(NamedTuple):
    """The licence of a component: an SPDX id when it is one of the list word for word, else a name and its text."""

    spdx_id: str
    reference: str
    name: str
    text: str


def component(result: Result) -> Component:
    """The component whose licence the text is: the model on a hub, else what the path names."""
    source = result.source
    version = one_line(source.revision or "")
    parts = urlsplit(source.url or "")
    if (parts.hostname or "").removeprefix("www.") in _MODEL_HUBS:
        path = [part for part in parts.path.split("/") if part and part not in ("models", "api", "v1")]
        return Component(one_line("/".join(path[:2])) or "model", True, version, source.url or "")
    folders = [part for part in re.split(r"[/\\]+", source.path or parts.path) if part not in ("", ".", "..")]
    name = folders[-2] if len(folders) > 1 else parts.hostname or result_slug(result)
    return Component(one_line(name), False, version, source.url or "")


def license_of(result: Result) -> License:
    """How a bill of materials should call the licence. A changed one never goes by the original's id."""
    match = result.license
    name = one_line(match.name or "")
    if match.match == "exact" and match.spdx_id:
        if match.spdx_id.startswith(_NOT_ON_THE_LIST):  # nobody else can look it up: its text goes along
            return License("", match.spdx_id, name or match.spdx_id, result.document.source)
        return License(match.spdx_id, match.spdx_id, name or match.spdx_id, "")
    if match.match == "modified" and name:
        name = f"{name} (modified)"
    reference = f"LicenseRef-openaudit-{result_slug(result)}-{result.source.sha256[:8]}"
    return License("", reference, name or one_line(result.name), result.document.source)


def statements(judgement: Judgement, result: Result, words: Words) -> Iterator[tuple[str, str]]:
    """What the audit says, as (name, value): verdict, outcome of each criterion, deciding sentences."""
    yield f"openaudit:{judgement.definition}", judgement.verdict
    for one in judgement.criteria:
        yield f"openaudit:{one.id}", one.outcome
    if judgement is not result.judgements[0]:
        return  # the outcomes of findings are those of the first definition
    touched: dict[int, list[str]] = {}
    for one in judgement.criteria:
        for index in one.findings:
            touched.setdefault(index, []).append(one.id)
    for index in deciding(result, judgement):
        finding = result.findings[index]
        criteria = ", ".join(touched.get(index, ()))
        lines = words.lines(finding.start_line, finding.end_line)
        quote = shorten(one_line(finding.quote), _QUOTE_LIMIT)
        yield f"openaudit:finding:{finding.provision}", f"{criteria or '-'}; {lines}; {quote}"
