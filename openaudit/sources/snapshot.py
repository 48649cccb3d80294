"""A folder of fetched texts with their provenance, so that an audit can be made, and repeated, without a network.

The texts are files with the very bytes that came. `openaudit-fetch.json` beside them says for each what it is and
where it came from; it is written last, so a folder with it is complete.
"""

from __future__ import annotations

import json
import os
import re
import tempfile

from openaudit.errors import InputError, OpenAuditError
from openaudit.sources.fetched import Fetched, Provenance
from openaudit.sources.local import read_bytes
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MANIFEST: Final = "openaudit-fetch.json"
FORMAT: Final = 1
_MAX_MANIFEST: Final = 1024 * 1024
_SAFE_NAME: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
# Names that are devices on Windows, whatever their ending.
_DEVICE: Final = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_ENDINGS: Final = {"text/html": ".html", "text/markdown": ".md", "application/pdf": ".pdf"}
_KEPT: Final = ("target", "role", "url", "revision", "etag", "sha256", "size", "media_type", "retrieved")


def write(texts: Sequence[Fetched], folder: str) -> list[str]:
    """Writes the texts and their manifest into `folder`; returns the paths of the texts.

    Files of an earlier fetch are replaced; any other file in the way is an error, and nothing is written then.
    Raises InputError.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        ours = _listed(folder)
        names = _names(texts)
        for name in dict.fromkeys(names):
            if name not in ours and os.path.lexists(os.path.join(folder, name)):
                raise InputError(f"{os.path.join(folder, name)}: is there already, and is not from an earlier fetch")
        for name, text in dict(zip(names, texts, strict=True)).items():
            _write_whole(os.path.join(folder, name), text.data)
        entries = []
        for name, text in zip(names, texts, strict=True):
            origin = text.provenance._asdict()
            entry = {"file": name, **{key: origin[key] for key in _KEPT}}
            entry["notes"], entry["missing"] = list(text.notes), [failure.message for failure in text.missing]
            entries.append(entry)
        manifest = {"format": FORMAT, "texts": entries}
        data = json.dumps(manifest, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        _write_whole(os.path.join(folder, MANIFEST), data)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror})") from error
    return [os.path.join(folder, name) for name in dict.fromkeys(names)]


def read(folder: str, target: str) -> list[Fetched]:
    """The texts that an earlier fetch put into `folder`, with their provenance; none where there is no manifest.

    A file that was changed since keeps its path only, and a note says so. Raises InputError for a broken manifest.
    """
    path = os.path.join(folder, MANIFEST)
    if not os.path.lexists(path):
        return []
    entries = _entries(path)
    return [_restored(entry, folder, path, target) for entry in entries]


def _restored(entry: dict[str, Any], folder: str, path: str, target: str) -> Fetched:
    from openaudit.forms import open_document

    name = entry.get("file")
    if not isinstance(name, str) or not _SAFE_NAME.match(name):
        raise InputError(f"{path}: names a file outside of its folder")
    full = os.path.join(folder, name)
    if os.path.islink(full):
        raise InputError(f"{full}: a symbolic link in the place of a fetched text is not followed")
    data = read_bytes(full)
    kept = {key: entry[key] for key in _KEPT if isinstance(entry.get(key), str)}
    role = kept.get("role", "license")
    document, notes = open_document(data, path=full, media_type=kept.get("media_type"))
    document, notes = _part(document, role, notes)
    if kept.get("sha256") != document.sha256:
        changed = f"{full} was changed after it was fetched from {kept.get('url', 'its source')}"
        origin = Provenance(target, role, full, sha256=document.sha256, size=len(data), media_type=document.media_type)
        return Fetched(document, data, origin, (*notes, changed))
    kept.pop("target", None)
    origin = Provenance(target, path=full, size=len(data), from_cache=True, **kept)
    said = tuple(note for note in entry.get("notes", ()) if isinstance(note, str))
    return Fetched(document._replace(url=origin.url), data, origin, tuple(dict.fromkeys((*notes, *said))))


def _part(document: Any, role: str, notes: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """The part of a model card that a role means; the whole document for any other role."""
    if role not in ("gate", "card"):
        return document, notes
    from openaudit.forms.readme import card_part

    part = card_part(document, gate=True, section=role == "card")
    return (part[0], ()) if part else (document, notes)


def _entries(path: str) -> list[dict[str, Any]]:
    try:
        manifest = json.loads(read_bytes(path, max_bytes=_MAX_MANIFEST))
        entries = manifest["texts"]
        known = manifest["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: is not what `openaudit fetch` writes") from error
    if not known or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{path}: is not what this version of `openaudit fetch` writes")
    return entries


def _listed(folder: str) -> set[str]:
    """File names of an earlier fetch into this folder."""
    try:
        return {str(entry.get("file")) for entry in _entries(os.path.join(folder, MANIFEST))}
    except OpenAuditError:
        # No manifest, or somebody else's file of that name: then nothing here is ours to replace.
        return set()


def _names(texts: Sequence[Fetched]) -> list[str]:
    """A safe file name for each text; texts of the same bytes share one."""
    by_hash: dict[str, str] = {}
    taken: set[str] = {MANIFEST.lower()}
    names = []
    for text in texts:
        sha256 = text.provenance.sha256
        if sha256 not in by_hash:
            name = _safe_name(text)
            stem, ending = os.path.splitext(name)
            count = 1
            while name.lower() in taken:
                count += 1
                name = f"{stem}-{count}{ending}"
            taken.add(name.lower())
            by_hash[sha256] = name
        names.append(by_hash[sha256])
    return names


def _safe_name(text: Fetched) -> str:
    """A name made of the last part of the address: letters, digits, dots and dashes, and no name of a device."""
    origin = text.provenance
    source = (origin.url or origin.path or "").partition("://")[2 if origin.url else 0]
    source = source.partition("/")[2] if origin.url else source
    source = source.split("FilePath=")[-1].split("?", 1)[0]
    last = re.sub(r"[^A-Za-z0-9._-]+", "-", source.rstrip("/").rpartition("/")[2]).strip(".-_")[:80]
    if not last or _DEVICE.match(last):
        last = f"LICENSE-{last}" if last else "LICENSE"
    ending = _ENDINGS.get(origin.media_type, "")
    has_one = last.lower().endswith((".html", ".htm", ".md", ".pdf", ".txt"))
    return last if not ending or has_one else f"{last}{ending}"


def _write_whole(path: str, data: bytes) -> None:
    """A file that is whole or absent, also after a crash. A link in its place is replaced, not followed."""
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=os.path.dirname(path) or ".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(part, 0o666 & ~mask)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise
