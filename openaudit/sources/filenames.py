"""Which file names hold licence texts. One list for folders, hubs and hooks."""

from __future__ import annotations

import re

# The same expression as in `.pre-commit-hooks.yaml`, on a path with "/" (a test compares them).
LICENSE_PATH = re.compile(
    r"(?i)(^|/)((un)?licen[cs]e|copying|copyright|notice|(model|weights?)[-_ ]?licen[cs]e"
    r"|(acceptable[-_ ]?)?use[-_ ]?policy|terms([-_ ]of[-_ ]use)?)([-_.][^/]*)?$|(^|/)licenses/[^/]+$"
)
# Code and data with such a name (license.py, terms.json, notice.svg) hold no licence text.
_OTHER_ENDINGS = frozenset(
    """py pyc pyi js mjs cjs jsx ts tsx vue svelte go rs rb java kt scala c h cc cpp hpp cs php pl lua sh bash ps1
    bat r jl swift m mm sql json jsonl json5 yaml yml toml ini cfg conf lock xml xsl xsd csv tsv parquet svg png
    jpg jpeg gif webp ico bmp tiff css scss less map wasm so dll dylib exe bin safetensors gguf pt pth onnx npz npy
    zip gz bz2 xz zst 7z tar whl jar ipynb po pot mo sig asc sha256 snap tmpl j2 jinja erb spdx""".split()
)
README_PATH = re.compile(r"(?i)(^|/)(readme|model[-_]?card)([-_.][^/]*)?$")
_README_ENDINGS = frozenset(("", "md", "markdown", "rst", "txt", "mdx", "html"))


def ending(path: str) -> str:
    """The file name's ending in lower case without its dot ("" where it has none)."""
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def is_license_path(path: str) -> bool:
    """Whether a file of this path ("/" between its parts) is a licence text by its name."""
    return bool(LICENSE_PATH.search(path)) and ending(path) not in _OTHER_ENDINGS


def is_readme_path(path: str) -> bool:
    """Whether a file of this path is a README or a model card by its name."""
    return bool(README_PATH.search(path)) and ending(path) in _README_ENDINGS
