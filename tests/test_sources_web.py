"""Addresses of pages and files, documents that a licence binds, known licences, and what `fetch` stores."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hubserver import LFS_POINTER, HubServer, Reply, Repository
from openaudit import records
from openaudit.catalog import Link, Record
from openaudit.errors import InputError, NetworkError, OpenAuditError
from openaudit.sources import Fetched, SourceOptions, resolve, snapshot
from openaudit.sources.web import repository_target

TERMS = "You may use the model for any purpose. You must follow the Example Acceptable Use Policy at {}/policy.\n"
POLICY = b"Example Acceptable Use Policy\n\nYou may not use the model to operate a crane.\n"


def serve(hub: HubServer, path: str, body: bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> str:
    hub.routes[path] = Reply(200, body, {"Content-Type": kind, **headers})
    return hub.url + path


def failing(target: str, options: SourceOptions) -> str:
    with pytest.raises(OpenAuditError) as caught:
        resolve(target, options)
    assert isinstance(caught.value, NetworkError | InputError)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_text(hub: HubServer) -> None:
    url = serve(hub, "/terms", b"You may use this.\n", ETag='"7"')
    (text,) = resolve(url, hub.options())
    assert text.document.source == "You may use this.\n"
    origin = text.provenance
    assert (origin.url, origin.etag, origin.media_type, origin.size) == (url, '"7"', "text/plain", 18)


def test_the_final_address_is_shown_without_secrets(hub: HubServer) -> None:
    hub.routes["/go"] = Reply(302, b"", {"Location": "/terms?v=2&Signature=abc#part"})
    serve(hub, "/terms", b"You may use this.\n")
    (text,) = resolve(f"{hub.url}/go", hub.options())
    assert text.provenance.url == f"{hub.url}/terms?v=2"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "“Licensee” may use — this.".encode()),
        ("text/plain; charset=iso-8859-1", "“Licensee” may use — this.".encode()),
        ("text/plain; charset=utf-8", "“Licensee” may use — this.".encode("cp1252")),
        ("text/plain; charset=utf-8", "“Licensee” may use — this.".encode("utf-16")),
        ("text/plain; charset=nonsense", b"\xef\xbb\xbf" + "“Licensee” may use — this.".encode()),
        ("", "“Licensee” may use — this.".encode()),
        ("application/octet-stream", "“Licensee” may use — this.".encode()),
    ],
)
def test_a_charset_that_is_wrong_does_no_harm(hub: HubServer, kind: str, body: bytes) -> None:
    url = serve(hub, "/terms", body, kind)
    assert resolve(url, hub.options())[0].document.source == "“Licensee” may use — this."


def test_chinese_in_an_old_encoding(hub: HubServer) -> None:
    text = "被许可方可以使用本模型，但不得用于军事目的。本许可的任何内容均不授予商标权利。"
    url = serve(hub, "/terms", text.encode("gb18030"), "text/plain")
    assert resolve(url, hub.options())[0].document.source == text


def test_a_page_gives_its_main_text(hub: HubServer) -> None:
    page = (
        "<!doctype html><html><head><title>Terms</title><script>track()</script></head><body>"
        "<nav><a href=/>Home</a> <a href=/buy>Buy now, only today</a></nav>"
        "<main><h1>Terms</h1><p>You may use the model for any purpose you can think of, every day.</p></main>"
        "<footer>All about cookies</footer></body></html>"
    )
    (text,) = resolve(serve(hub, "/terms", page.encode(), "text/html"), hub.options())
    assert "any purpose" in text.document.text
    for other in ("Buy now", "cookies", "track"):
        assert other not in text.document.text
    assert "words of" in text.notes[0]
    assert len(text.document.text) == len(text.document.source)


def test_a_page_without_words(hub: HubServer) -> None:
    page = b"<!doctype html><html><body><div id=app></div><script>draw()</script></body></html>"
    assert "without running its scripts" in failing(serve(hub, "/terms", page, "text/html"), hub.options())


def test_login_pages(hub: HubServer) -> None:
    page = b"<html><body><form action=/login><input name=user><input type='password' name=p></form></body></html>"
    url = serve(hub, "/terms", page, "text/html")
    assert "gave a login page" in failing(url, hub.options())
    hub.routes["/members"] = Reply(302, b"", {"Location": "/login?next=/members"})
    serve(hub, "/login", b"<html><body>Please sign in with your badge.</body></html>", "text/html")
    assert "leads to a login page" in failing(f"{hub.url}/members", hub.options())


@pytest.mark.parametrize("name", ["/LICENSE.txt", "/terms.md"])
def test_a_page_where_a_text_is_meant(hub: HubServer, name: str) -> None:
    url = serve(hub, name, b"<html><body>You may use this.</body></html>", "text/html")
    assert "gave a web page instead of the text" in failing(url, hub.options())


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (LFS_POINTER, "text/plain", "only a pointer"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", "no text but image/png"),
        (b"PK\3\4" + b"\0" * 100, "application/zip", "no text but application/zip"),
        (b"\x7fELF\2\1\1\0" * 50, "application/octet-stream", "binary"),
        (b"\x7fELF\2\1\1\0" * 50, "", "binary"),
        (b"x", "video/mp4; evil=\x1b[31m".replace("\x1b", ""), "no text but video/mp4"),
    ],
)
def test_what_is_no_text(hub: HubServer, body: bytes, kind: str, message: str) -> None:
    assert message in failing(serve(hub, "/x", body, kind), hub.options())


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (401, {}, "needs a login"),
        (402, {}, "asks for a payment"),
        (403, {}, "access refused"),
        (404, {}, "no such page"),
        (410, {}, "no longer there"),
        (451, {}, "legal reasons"),
        (418, {}, "error 418"),
        (401, {"X-Error-Code": "GatedRepo"}, "gated"),
        (404, {"X-Error-Code": "EntryNotFound"}, "no such file"),
    ],
)
def test_refusals(hub: HubServer, status: int, headers: dict[str, str], message: str) -> None:
    hub.routes["/x"] = Reply(status, b"<html>whatever</html>", headers)
    assert message in failing(f"{hub.url}/x", hub.options())


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://huggingface.co/org/model", "hf:org/model"),
        ("https://huggingface.co/org/model/tree/v1.0", "hf:org/model@v1.0"),
        ("https://huggingface.co/datasets/org/data/?x=1#y", "hf:datasets/org/data"),
        ("https://huggingface.co/spaces/org/license", "hf:spaces/org/license"),
        ("https://huggingface.co/org", None),
        ("https://huggingface.co/docs/hub", None),
        ("https://huggingface.co/org/model/resolve/main/LICENSE", None),
        ("https://github.com/owner/repo", "gh:owner/repo"),
        ("https://github.com/owner/repo.git", "gh:owner/repo"),
        ("https://github.com/owner/repo/tree/main/", "gh:owner/repo@main"),
        ("https://github.com/owner/repo/issues/1", None),
        ("https://github.com/features/actions", None),
        ("https://modelscope.cn/models/org/model/summary", "ms:org/model"),
        ("https://www.modelscope.ai/models/org/model", "ms:org/model"),
        ("https://evil.example/huggingface.co/org/model", None),
        ("http://huggingface.co/org/model", None),
    ],
)
def test_pages_of_repositories(url: str, target: str | None) -> None:
    assert repository_target(url) == target


# Documents that a licence binds


def licensed(tmp_path: Path, hub: HubServer, text: str = TERMS) -> str:
    path = tmp_path / "LICENSE"
    path.write_text(text.format(hub.url))
    return str(path)


def test_a_bound_policy_is_followed_when_asked(hub: HubServer, tmp_path: Path) -> None:
    serve(hub, "/policy", POLICY)
    target = licensed(tmp_path, hub)
    assert len(resolve(target, hub.options())) == 1
    assert hub.requests == []
    texts = resolve(target, hub.options(follow=True, allow_private_hosts=True))
    assert [text.provenance.role for text in texts] == ["license", "policy"]
    assert texts[1].document.source == POLICY.decode()
    assert (texts[1].provenance.target, texts[1].provenance.url) == (target, f"{hub.url}/policy")


def test_a_bound_policy_that_cannot_be_had_makes_the_audit_incomplete(hub: HubServer, tmp_path: Path) -> None:
    (text,) = resolve(licensed(tmp_path, hub), hub.options(follow=True, allow_private_hosts=True))
    assert "Example Acceptable Use Policy: bound by the text, not read" in text.missing[0].message
    assert "no such page" in text.missing[0].message


def test_following_offline_says_what_is_missing(hub: HubServer, tmp_path: Path) -> None:
    (text,) = resolve(licensed(tmp_path, hub), hub.options(follow=True, offline=True, allow_private_hosts=True))
    assert "offline, and not in the cache" in text.missing[0].message
    assert hub.requests == []


def test_a_bound_policy_leads_to_no_private_host(hub: HubServer, tmp_path: Path) -> None:
    target = licensed(tmp_path, hub, "You must comply with the Acceptable Use Policy at http://169.254.169.254/x.\n")
    (text,) = resolve(target, hub.options(follow=True))
    assert "for safety" in text.missing[0].message


def test_a_named_policy_without_address(hub: HubServer, tmp_path: Path) -> None:
    target = licensed(tmp_path, hub, "You may use this. You must comply with the Crane Acceptable Use Policy.\n")
    (text,) = resolve(target, hub.options(follow=True))
    assert "gives no address" in text.missing[0].message


def test_a_policy_beside_the_licence_is_the_one_that_is_bound(hub: HubServer, tmp_path: Path) -> None:
    licensed(tmp_path, hub)
    (tmp_path / "USE_POLICY.md").write_bytes(POLICY)
    texts = resolve(str(tmp_path), hub.options(follow=True))
    assert [text.missing for text in texts] == [(), ()]
    assert hub.requests == []


def test_remote_licences_name_what_they_bind(hub: HubServer) -> None:
    text = TERMS.format(hub.url) + "We may update the Example Acceptable Use Policy from time to time.\n"
    hub.huggingface["org/model"] = Repository({"LICENSE": text.encode()})
    (fetched,) = resolve("hf:org/model", hub.options())
    assert fetched.notes == (
        "Example Acceptable Use Policy: bound by the text, and its licensor may change it later",
        f"Example Acceptable Use Policy ({hub.url}/policy): bound by the text, not read; --follow reads it",
    )


def test_a_text_that_binds_the_whole_world_is_followed_so_far(hub: HubServer, tmp_path: Path) -> None:
    text = "".join(f"You must comply with the Number {i} Use Policy at {hub.url}/policy{i}.\n\n" for i in range(50))
    hub.routes["*"] = Reply(200, b"You may not.\n", {"Content-Type": "text/plain"})
    texts = resolve(licensed(tmp_path, hub, text), hub.options(follow=True, allow_private_hosts=True))
    assert len(texts) == 11


# Known licences


def test_known_licences_come_from_the_installed_package() -> None:
    (text,) = resolve("spdx:MIT", SourceOptions(offline=True))
    assert "without restriction" in text.document.source
    assert (text.provenance.revision or "").startswith("licensedcode-data ")
    choice = resolve("spdx:MIT OR (Apache-2.0 AND BSD-3-Clause)", SourceOptions(offline=True))
    assert [t.provenance.path for t in choice] == ["MIT", "Apache-2.0", "BSD-3-Clause"]
    with_exception = resolve("spdx:GPL-2.0-only WITH Classpath-exception-2.0", SourceOptions(offline=True))
    assert [t.provenance.path for t in with_exception] == ["GPL-2.0-only", "Classpath-exception-2.0"]


@pytest.mark.parametrize(
    "target", ["spdx:", "spdx:(((", "spdx:No-Such-License", "spdx:LicenseRef-x", "spdx:" + "A OR " * 500, "spdx:\x1b"]
)
def test_expressions_that_give_nothing(target: str) -> None:
    assert failing(target, SourceOptions(offline=True, use_cache=False)) if target.isprintable() else True
    with pytest.raises(InputError):
        resolve(target, SourceOptions(offline=True, use_cache=False))


def test_one_unknown_licence_does_not_hide_the_other() -> None:
    texts = resolve("spdx:MIT OR LicenseRef-ours", SourceOptions(offline=True, use_cache=False))
    assert len(texts) == 1
    assert "LicenseRef" in texts[0].missing[0].message


def test_an_unknown_name() -> None:
    assert "no known licence has that name" in failing("no-such-licence", SourceOptions(offline=True))


# Snapshots


def fetch(hub: HubServer, target: str, folder: Path, **options: Any) -> tuple[list[Fetched], list[str]]:
    texts = resolve(target, hub.options(**options))
    return texts, snapshot.write(texts, str(folder))


CARD = b"---\nextra_gated_prompt: You agree to use the model for good.\n---\n# M\n\nIt purrs.\n"


def test_a_snapshot_gives_the_same_texts_offline(hub: HubServer, tmp_path: Path) -> None:
    hub.huggingface["org/model"] = Repository({"LICENSE": TERMS.encode(), "README.md": CARD, "LICENSES/a.md": POLICY})
    fetched, paths = fetch(hub, "hf:org/model", tmp_path / "out")
    assert sorted(os.path.basename(path) for path in paths) == ["LICENSE", "README.md", "a.md"]
    restored = resolve(str(tmp_path / "out"), SourceOptions(offline=True))
    assert len(restored) == len(fetched) == 3
    for before, after in zip(fetched, restored, strict=True):
        assert after.document.text == before.document.text
        assert after.data == before.data
        kept = ("role", "url", "revision", "etag", "sha256", "size", "retrieved", "media_type")
        assert [getattr(after.provenance, k) for k in kept] == [getattr(before.provenance, k) for k in kept]
        assert after.document.url == before.document.url
    assert {text.provenance.role for text in restored} == {"license", "gate"}


def test_a_second_fetch_replaces_the_first(hub: HubServer, tmp_path: Path) -> None:
    url = serve(hub, "/LICENSE", b"You may use this.\n")
    fetch(hub, url, tmp_path)
    serve(hub, "/LICENSE", b"You may not use this.\n")
    fetch(hub, url, tmp_path)
    assert (tmp_path / "LICENSE").read_bytes() == b"You may not use this.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["LICENSE", "openaudit-fetch.json"]


def test_other_files_are_never_overwritten(hub: HubServer, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("mine")
    url = serve(hub, "/LICENSE", b"You may use this.\n")
    with pytest.raises(InputError, match="is there already"):
        fetch(hub, url, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["LICENSE"]
    assert (tmp_path / "LICENSE").read_text() == "mine"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/b/LICENSE.txt", "LICENSE.txt"),
        ("/", "LICENSE"),
        ("/terms?x=/../../etc/passwd", "terms"),
        ("/%2e%2e%2f%2e%2e%2fpasswd", "2e-2e-2f-2e-2e-2fpasswd"),
        ("/..", "LICENSE"),
        ("/.bashrc", "bashrc"),
        ("/con.txt", "LICENSE-con.txt"),
        ("/a%00b", "a-00b"),
        ("/openaudit-fetch.json", "openaudit-fetch-2.json"),
        ("/" + "x" * 300, "x" * 80),
        ("/许可证", "LICENSE"),
    ],
)
def test_names_of_stored_files_are_plain(hub: HubServer, tmp_path: Path, path: str, name: str) -> None:
    hub.routes["*"] = Reply(200, b"You may use this.\n", {"Content-Type": "text/plain"})
    _, paths = fetch(hub, hub.url + path, tmp_path / "a" / "b" / "c")
    assert paths == [str(tmp_path / "a" / "b" / "c" / name)]


def test_a_link_in_place_of_a_stored_file_is_replaced_not_followed(hub: HubServer, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    out = tmp_path / "out"
    url = serve(hub, "/LICENSE", b"You may use this.\n")
    fetch(hub, url, out)
    (out / "LICENSE").unlink()
    (out / "LICENSE").symlink_to(tmp_path / "precious")
    fetch(hub, url, out)
    assert (tmp_path / "precious").read_text() == "mine"
    assert not (out / "LICENSE").is_symlink()


def test_a_changed_file_loses_its_provenance(hub: HubServer, tmp_path: Path) -> None:
    fetch(hub, serve(hub, "/LICENSE", b"You may use this.\n"), tmp_path)
    (tmp_path / "LICENSE").write_text("You may sell this.\n")
    (text,) = resolve(str(tmp_path), SourceOptions(offline=True))
    assert text.provenance.url is None
    assert "was changed after it was fetched" in text.notes[0]
    assert "sell" in text.document.source


def test_a_snapshot_hides_no_other_licence(hub: HubServer, tmp_path: Path) -> None:
    fetch(hub, serve(hub, "/terms", b"You may use this.\n"), tmp_path)
    (tmp_path / "COPYING").write_text("You may not use this.\n")
    texts = resolve(str(tmp_path), SourceOptions(offline=True))
    assert [os.path.basename(text.provenance.path or "") for text in texts] == ["terms", "COPYING"]


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": 99, "texts": []}',
        b'{"format": 1, "texts": [5]}',
        b'{"format": 1, "texts": [{"file": "../../../../etc/passwd"}]}',
        b'{"format": 1, "texts": [{"file": "/etc/passwd"}]}',
        b'{"format": 1, "texts": [{"file": "link"}]}',
        b'{"format": 1, "texts": [{"file": "missing"}]}',
        b'{"format": 1, "texts": [{}]}',
    ],
)
def test_manifests_of_strangers(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "openaudit-fetch.json").write_bytes(manifest)
    with pytest.raises(InputError) as caught:
        resolve(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_the_manifest_says_what_is_where(hub: HubServer, tmp_path: Path) -> None:
    fetch(hub, serve(hub, "/LICENSE", b"You may.\n"), tmp_path)
    manifest = json.loads((tmp_path / "openaudit-fetch.json").read_text())
    entry = manifest["texts"][0]
    assert entry["file"] == "LICENSE"
    assert entry["url"] == f"{hub.url}/LICENSE"
    assert set(entry) >= {"target", "role", "revision", "etag", "sha256", "size", "media_type", "retrieved"}


def recorded(monkeypatch: pytest.MonkeyPatch, *links: Link, **fields: Any) -> None:
    """The catalogue knows one licence, "ours", whose text no package has."""
    record = Record("ours", "Our Licence", "Us", urls=links, **fields)
    monkeypatch.setattr(records, "find_record", lambda name: record if name == "ours" else None)


def test_the_text_of_a_record_comes_from_its_address(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = serve(hub, "/ours", b"You may use this.\n")
    recorded(monkeypatch, Link(f"{hub.url}/gone"), Link(url, "0" * 64))
    (text,) = resolve("ours", hub.options())
    assert (text.provenance.url, text.provenance.target) == (url, "ours")
    assert "is not the one that the catalogue records" in text.notes[0]
    recorded(monkeypatch, Link(url, text.provenance.sha256))
    assert resolve("ours", hub.options())[0].notes == ()


def test_records_without_a_text(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(monkeypatch)
    assert "no address of it is known" in failing("ours", hub.options())
    recorded(monkeypatch, Link(f"{hub.url}/gone"))
    message = failing("ours", hub.options())
    assert "is not at hand" in message
    assert "no such page" in message
    assert "offline" in failing("ours", hub.options(offline=True))
    recorded(monkeypatch, offer="none")
    assert "offered under no licence" in failing("ours", hub.options())


def test_a_key_of_the_text_package_that_no_record_has() -> None:
    (text,) = resolve("zlib-acknowledgement", SourceOptions(offline=True))
    assert text.document.source
