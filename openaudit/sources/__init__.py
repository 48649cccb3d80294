"""Where texts come from: files, folders, standard input, addresses, model hubs, the catalogue.

`resolve` is the way in. A kind of target is a module with `resolve(target, options)` and one line in the table.
"""

from __future__ import annotations

import os
import re

from openaudit.errors import InputError
from openaudit.sources.fetched import Fetched, Provenance, SourceOptions, endpoints_of
from openaudit.typed import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Fetched", "Provenance", "SourceOptions", "endpoints_of", "resolve"]

# How a target begins -> the module that knows it. None of them is loaded for a local file.
_KINDS: Final = {
    "https://": "web",
    "http://": "web",
    "hf:": "huggingface",
    "gh:": "github",
    "ms:": "modelscope",
    "spdx:": "known",
}
_KNOWN_ID: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.+_-]{0,99}$")
_SCHEME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_HUB_NAME: Final = re.compile(r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$")


def resolve(target: str, options: SourceOptions = SourceOptions()) -> list[Fetched]:  # noqa: B008 - immutable
    """The texts that a target names, at least one, in a fixed order.

    A target is a file, a folder (its licence files), `-` (standard input), an `https://` address,
    `hf:ORG/MODEL[@REV]`, `gh:OWNER/REPO[@REF][:PATH]`, `ms:ORG/MODEL[@REV]`, `spdx:ID`, or the id of a record in
    the catalogue. What exists as a file or folder is taken as one, whatever else its name could mean.

    Raises InputError or NetworkError, one sentence for the user, when there is nothing to audit. What is missing
    beside something that is there is told in `Fetched.missing`.
    """
    kind = next((module for prefix, module in _KINDS.items() if target.lower().startswith(prefix)), None)
    if kind and not os.path.lexists(target):
        texts = _module(kind)(target, options)
        return _with_bound(texts, options)
    if target == "-" or os.path.lexists(target) or not _KNOWN_ID.match(target):
        if _HUB_NAME.match(target) and not os.path.lexists(target):
            raise InputError(f"{target}: no such file or folder (a model on a hub is named hf:{target} or ms:{target})")
        if _SCHEME.match(target) and not os.path.lexists(target):
            from openaudit.sources.address import shown

            raise InputError(f"{shown(target)}: only https:// addresses are read; a file is named by its path")
        texts = _module("files")(target, options)
    else:
        texts = _module("known")(target, options)
    # Looking for bound documents takes as long as reading the structure; the audit of a local text does it anyway.
    return _with_bound(texts, options) if options.follow else texts


def _with_bound(texts: list[Fetched], options: SourceOptions) -> list[Fetched]:
    from openaudit.sources.follow import with_bound

    return with_bound(texts, options)


def _module(name: str) -> Callable[[str, SourceOptions], list[Fetched]]:
    module = __import__(f"openaudit.sources.{name}", fromlist=["resolve"])  # importlib takes longer to load
    return cast("Callable[[str, SourceOptions], list[Fetched]]", module.resolve)
