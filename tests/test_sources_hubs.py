"""Hugging Face, GitHub and ModelScope, imitated on loopback: what is found, pinned, and said when it isn't there."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from hubserver import COMMIT, LFS_POINTER, HubServer, Reply, Repository
from openaudit.errors import InputError, NetworkError, OpenAuditError
from openaudit.sources import Fetched, SourceOptions, endpoints_of, resolve
from openaudit.sources.github import parse as parse_github
from openaudit.sources.huggingface import parse as parse_huggingface
from openaudit.sources.modelscope import parse as parse_modelscope

TERMS = b"You may use the model for any purpose, and share it with others under these terms.\n"
POLICY = b"Acceptable Use Policy\n\nYou may not use the model to operate a crane.\n"
CARD = b"""---
license: other
license_name: example-terms
license_link: LICENSE
extra_gated_prompt: >-
  You agree to use the model for the good of all cats.
extra_gated_fields:
  Name: text
  I will not feed the model after midnight: checkbox
---
# A model

It purrs.
"""


def names(texts: list[Fetched]) -> list[str]:
    return [f"{text.provenance.role}:{(text.provenance.url or '').rpartition('/')[2]}" for text in texts]


def failing(target: str, options: SourceOptions) -> str:
    with pytest.raises(OpenAuditError) as caught:
        resolve(target, options)
    assert isinstance(caught.value, NetworkError | InputError)
    message = str(caught.value)
    assert "\n" not in message
    return message


def huggingface(hub: HubServer, name: str = "org/model", **repository: Any) -> None:
    files = repository.pop("files", {"LICENSE": TERMS, "README.md": CARD, "model.bin": b"\0"})
    hub.huggingface[name] = Repository(files, **repository)


def test_a_model_gives_its_licence_its_policy_and_its_gate(hub: HubServer) -> None:
    huggingface(hub, files={"LICENSE": TERMS, "USE_POLICY.md": POLICY, "README.md": CARD, "LICENSES/x.py": b""})
    texts = resolve("hf:org/model", hub.options())
    assert names(texts) == ["license:LICENSE", "license:USE_POLICY.md", "gate:README.md"]
    origin = texts[0].provenance
    assert origin.revision == COMMIT
    assert origin.url == f"{hub.url}/org/model/resolve/{COMMIT}/LICENSE"
    assert (origin.size, origin.target) == (len(TERMS), "hf:org/model")
    assert origin.etag
    assert origin.retrieved
    assert texts[0].document.source == TERMS.decode()
    assert hub.requests[0].path == "/api/models/org/model/revision/main"


def test_the_gate_keeps_its_places_in_the_card(hub: HubServer) -> None:
    huggingface(hub)
    gate = resolve("hf:org/model", hub.options())[1].document
    assert "good of all cats" in gate.text
    assert "feed the model after midnight" in gate.text
    for other in ("example-terms", "checkbox", "purrs", "license_link", "extra_gated"):
        assert other not in gate.text
    source = CARD.decode()
    assert gate.source == source
    assert gate.text.index("You agree") == source.index("You agree")


@pytest.mark.parametrize("revision", ["main", COMMIT, "refs/pr/1", "v1.0"])
def test_a_revision_can_be_named(hub: HubServer, revision: str) -> None:
    huggingface(hub)
    texts = resolve(f"hf:org/model@{revision}", hub.options())
    assert texts[0].provenance.revision == COMMIT


@pytest.mark.parametrize("kind", ["datasets", "spaces"])
def test_datasets_and_spaces(hub: HubServer, kind: str) -> None:
    huggingface(hub, f"{kind}/org/data")
    texts = resolve(f"hf:{kind}/org/data", hub.options())
    assert texts[0].provenance.url == f"{hub.url}/{kind}/org/data/resolve/{COMMIT}/LICENSE"


def test_a_model_without_an_owner(hub: HubServer) -> None:
    huggingface(hub, "gpt2")
    assert names(resolve("hf:gpt2", hub.options()))[0] == "license:LICENSE"


def test_one_file_of_a_model(hub: HubServer) -> None:
    huggingface(hub)
    assert names(resolve("hf:org/model:LICENSE", hub.options())) == ["license:LICENSE"]
    assert "no such file" in failing("hf:org/model:COPYING", hub.options())


def test_a_licence_kept_elsewhere_is_had_without_the_token_going_along(hub: HubServer) -> None:
    huggingface(hub, kept_elsewhere=("LICENSE",))
    origin = resolve("hf:org/model", hub.options(hf_token="t"))[0].provenance
    assert origin.etag == '"linked"'
    assert "Signature" not in (origin.url or "")
    assert origin.revision == COMMIT


def test_a_pointer_in_place_of_the_text(hub: HubServer) -> None:
    huggingface(hub, files={"LICENSE": LFS_POINTER})
    assert "only a pointer" in failing("hf:org/model", hub.options())
    huggingface(hub, files={"LICENSE": b"# xet version 0\nfilesize = 12\nhash = 'ab'\n"})
    assert "only a pointer" in failing("hf:org/model", hub.options())


def test_a_web_page_in_place_of_the_text(hub: HubServer) -> None:
    huggingface(hub, files={"LICENSE": TERMS})
    page = b"<html><form><input type='password'></form></html>"
    hub.routes[f"/org/model/resolve/{COMMIT}/LICENSE"] = Reply(200, page, {"Content-Type": "text/html"})
    assert "gave a login page instead of the text" in failing("hf:org/model", hub.options())


def test_gated(hub: HubServer) -> None:
    huggingface(hub, gated=True, granted=("good",))
    # What is not gated is still there, and what is missing is told.
    texts = resolve("hf:org/model", hub.options())
    assert names(texts) == ["gate:README.md"]
    assert "gated; accept its terms at" in texts[0].missing[0].message
    assert "then set HF_TOKEN" in texts[0].missing[0].message
    texts = resolve("hf:org/model", hub.options(hf_token="no"))
    assert "has not been given access" in texts[0].missing[0].message
    assert names(resolve("hf:org/model", hub.options(hf_token="good"))) == ["license:LICENSE", "gate:README.md"]


def test_gated_with_a_known_licence_falls_back_to_its_published_text(hub: HubServer) -> None:
    files = {"LICENSE": TERMS, "README.md": b"---\nlicense: mit\n---\n# A model\n"}
    huggingface(hub, files=files, gated=True)
    (text,) = resolve("hf:org/model", hub.options())
    assert "without restriction" in text.document.source
    assert "card says 'mit'" in text.notes[-1]
    assert "gated" in text.missing[0].message


def test_a_name_that_the_hub_makes_up_is_not_asked_for(hub: HubServer) -> None:
    huggingface(hub)
    info = b'{"id": "../../../x?y=1#z", "sha": "%s", "siblings": [{"rfilename": "LICENSE"}]}' % COMMIT.encode()
    hub.routes["/api/models/org/model/revision/main"] = Reply(200, info, {"Content-Type": "application/json"})
    assert names(resolve("hf:org/model", hub.options())) == ["license:LICENSE"]
    assert hub.requests[-1].path == f"/org/model/resolve/{COMMIT}/LICENSE"


def test_private_missing_disabled_renamed(hub: HubServer) -> None:
    huggingface(hub, "org/private", private=True, granted=("good",))
    huggingface(hub, "org/off", disabled=True)
    huggingface(hub, "org/old", renamed_to="org/model")
    huggingface(hub)
    assert "no such repository, or it is private: then set HF_TOKEN" in failing("hf:org/private", hub.options())
    assert "or this HF_TOKEN may not read it" in failing("hf:org/private", hub.options(hf_token="no"))
    assert len(resolve("hf:org/private", hub.options(hf_token="good"))) == 2
    assert "no such repository" in failing("hf:org/none", hub.options())
    assert "has disabled this repository" in failing("hf:org/off", hub.options())
    assert "no revision 'nope'" in failing("hf:org/model@nope", hub.options())
    assert "HF_TOKEN is not accepted" in failing("hf:org/model", hub.options(hf_token="wrong"))
    texts = resolve("hf:org/old", hub.options())
    assert texts[0].notes[0] == "hf:org/old is now called org/model"
    assert "/org/model/" in (texts[0].provenance.url or "")


def test_no_requests_left_for_the_list_of_files(hub: HubServer) -> None:
    huggingface(hub, files={"LICENSE": TERMS, "USE_POLICY.md": POLICY})
    hub.routes["/api/models/org/model/revision/main"] = Reply(429, b"", {"RateLimit": '"api";r=0;t=200'})
    texts = resolve("hf:org/model", hub.options())
    assert names(texts) == ["license:LICENSE", "license:USE_POLICY.md"]
    assert texts[0].provenance.revision == COMMIT
    assert "only the usual file names were looked for" in texts[0].notes[0]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"siblings": 5}', b'{"siblings": [5, {}]}']
)
def test_a_hub_that_answers_nonsense(hub: HubServer, body: bytes) -> None:
    huggingface(hub)
    hub.routes["/api/models/org/model/revision/main"] = Reply(200, body, {"Content-Type": "application/json"})
    assert failing("hf:org/model", hub.options())


def test_paths_of_a_hub_stay_on_the_hub(hub: HubServer) -> None:
    huggingface(hub, files={"../../../etc/LICENSE": TERMS, "a b/LICENSE-#1.txt": TERMS})
    texts = resolve("hf:org/model", hub.options())
    assert [text.provenance.url for text in texts] == [f"{hub.url}/org/model/resolve/{COMMIT}/a%20b/LICENSE-%231.txt"]


def test_more_licence_files_than_anyone_reads(hub: HubServer) -> None:
    huggingface(hub, files={f"third_party/{i:03}/LICENSE": TERMS for i in range(40)} | {"LICENSE": TERMS})
    texts = resolve("hf:org/model", hub.options())
    assert len(texts) == 20
    assert (texts[0].provenance.url or "").endswith(f"{COMMIT}/LICENSE")
    assert texts[0].notes == ("21 more licence files of hf:org/model were not read",)


def link(value: str, extra: str = "") -> bytes:
    return f"---\nlicense: other\nlicense_link: {value}\n{extra}---\n# A model\n".encode()


def test_a_linked_licence_is_fetched(hub: HubServer) -> None:
    hub.routes["/terms.txt"] = Reply(200, POLICY, {"Content-Type": "text/plain"})
    huggingface(hub, files={"README.md": link(f"{hub.url}/terms.txt")})
    texts = resolve("hf:org/model", hub.options())
    assert [(text.provenance.url, text.document.source) for text in texts] == [
        (f"{hub.url}/terms.txt", POLICY.decode())
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("LICENSE-that-is-not-there", "no such file"),
        ("http://169.254.169.254/latest/meta-data/iam", "for safety"),
        ("http://10.0.0.1/x", "for safety"),
        ("file:///etc/passwd", "only https://"),
        ("ftp://example.org/x", "only https://"),
        ("../../../../etc/passwd", "no such"),
        ("'https://a b/'", "not a usable address"),
        ("hf:other/model", "no such file"),
    ],
)
def test_links_that_lead_nowhere_good(hub: HubServer, value: str, message: str) -> None:
    huggingface(hub, files={"README.md": link(value), "LICENSE": TERMS})
    texts = resolve("hf:org/model", hub.options())
    assert names(texts) == ["license:LICENSE"]
    assert message in texts[0].missing[0].message


def test_a_link_to_the_file_that_is_there_adds_nothing(hub: HubServer) -> None:
    huggingface(hub, files={"README.md": link("LICENSE"), "LICENSE": TERMS})
    assert names(resolve("hf:org/model", hub.options())) == ["license:LICENSE"]


def test_a_licence_section_in_the_card(hub: HubServer) -> None:
    card = b"# Model\n\nFast.\n\n## License\n\n" + TERMS * 3 + b"\n## Citation\n\nCite us.\n"
    huggingface(hub, files={"README.md": card})
    (text,) = resolve("hf:org/model", hub.options())
    assert text.provenance.role == "card"
    assert "any purpose" in text.document.text
    assert "Cite" not in text.document.text
    assert "only the licence section" in text.notes[0]


def test_a_limit_of_a_few_words_beside_the_name_of_a_licence(hub: HubServer) -> None:
    card = b"---\nlicense: mit\n---\n# M\n\n## License\n\nYou may use the model for research only.\n\n## Other\n\nx\n"
    huggingface(hub, files={"README.md": card})
    section, standard = resolve("hf:org/model", hub.options())
    assert section.provenance.role == "card"
    assert "research only" in section.document.text
    assert "Other" not in section.document.text
    assert standard.document.path == "mit"
    huggingface(hub, files={"README.md": card.replace(b"for research only", b"under the MIT License")})
    (standard,) = resolve("hf:org/model", hub.options())
    assert standard.document.path == "mit"


def test_a_limit_of_a_few_words_on_github(hub: HubServer) -> None:
    hub.github["owner/repo"] = Repository({"README.md": b"# R\n\n## License\n\nNot for commercial use.\n"})
    (text,) = resolve("gh:owner/repo", hub.options())
    assert "Not for commercial use." in text.document.text


def test_gate_and_licence_section_together(hub: HubServer) -> None:
    card = CARD.replace(b"license_link: LICENSE\n", b"") + b"\n## License\n\n" + TERMS * 3
    huggingface(hub, files={"README.md": card})
    (text,) = resolve("hf:org/model", hub.options())
    assert "good of all cats" in text.document.text
    assert "any purpose" in text.document.text
    assert "purrs" not in text.document.text


def test_only_a_name_in_the_card(hub: HubServer) -> None:
    huggingface(hub, files={"README.md": b"---\nlicense: mit\n---\n# A model\n"})
    (text,) = resolve("hf:org/model", hub.options())
    assert "card says 'mit'" in text.notes[-1]
    assert "without restriction" in text.document.source
    huggingface(hub, files={"README.md": b"---\nlicense: nobodys-license\n---\n# A model\n"})
    assert "'nobodys-license', but no licence text is there" in failing("hf:org/model", hub.options())
    huggingface(hub, files={"README.md": b"# A model\n", "x.bin": b""})
    assert "no licence text found there" in failing("hf:org/model", hub.options())


def gguf(**pairs: str) -> bytes:
    """A GGUF file with such texts in its header; `__` stands for a dot."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    header = b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs) + 1)
    for key, value in pairs.items():
        header += text(key.replace("__", ".")) + struct.pack("<I", 8) + text(value)
    return header + text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 100_000) + text("token") * 100_000


def test_a_gguf_file_says_its_licence(hub: HubServer) -> None:
    huggingface(hub, files={"model.gguf": gguf(general__license="mit"), "README.md": b"# A model\n"})
    (text,) = resolve("hf:org/model", hub.options())
    assert text.document.path == "mit"
    assert any("model.gguf says general.license: mit" in note for note in text.notes)
    assert any("no licence text in the repository" in note for note in text.notes)
    assert hub.asked("model.gguf")[0].headers["range"] == "bytes=0-262143"
    huggingface(hub, files={"model.gguf": gguf(general__license="other", general__license__name="own")})
    assert "model.gguf says general.license.name: own" in failing("hf:org/model", hub.options())


def test_the_link_in_a_gguf_file_is_followed(hub: HubServer) -> None:
    hub.routes["/terms.txt"] = Reply(200, TERMS, {"Content-Type": "text/plain"})
    link = gguf(general__license="other", general__license__link=f"{hub.url}/terms.txt")
    huggingface(hub, files={"model.gguf": link})
    (text,) = resolve("hf:org/model", hub.options(allow_private_hosts=True))
    assert text.data == TERMS


@pytest.mark.parametrize(
    "front",
    [b"---\n: [\n---\n", b"---\n" + b"a: &a [*a]\n" * 50 + b"---\n", b"---\nlicense: [[[[\n", b"---\n" + b"[" * 5000],
)
def test_front_matter_that_is_broken(hub: HubServer, front: bytes) -> None:
    huggingface(hub, files={"README.md": front + b"# A model\n", "LICENSE": TERMS})
    assert names(resolve("hf:org/model", hub.options()))[0] == "license:LICENSE"


# GitHub


def github(hub: HubServer, name: str = "owner/repo", **repository: Any) -> None:
    files = repository.pop("files", {"LICENSE": TERMS, "src/main.c": b"", "LICENSES/extra.txt": POLICY})
    hub.github[name] = Repository(files, **repository)


@pytest.mark.parametrize(
    "target", ["gh:owner/repo", "gh:owner/repo@main", "gh:owner/repo@v1.0", f"gh:owner/repo@{COMMIT}"]
)
def test_a_repository_on_github(hub: HubServer, target: str) -> None:
    github(hub)
    texts = resolve(target, hub.options())
    assert names(texts) == ["license:LICENSE", "license:extra.txt"]
    assert texts[0].provenance.url == f"{hub.url}/gh-raw/owner/repo/{COMMIT}/LICENSE"
    assert texts[0].provenance.revision == COMMIT


def test_a_file_on_github(hub: HubServer) -> None:
    github(hub)
    assert names(resolve("gh:owner/repo@main:LICENSES/extra.txt", hub.options())) == ["license:extra.txt"]
    assert "no such file at main" in failing("gh:owner/repo@main:COPYING", hub.options())


def test_another_github_server_by_its_api(hub: HubServer) -> None:
    github(hub)
    options = hub.options()
    endpoints = tuple(pair for pair in options.endpoints if pair[0] != "github-raw")
    texts = resolve("gh:owner/repo", options._replace(endpoints=endpoints))
    assert names(texts) == [f"license:LICENSE?ref={COMMIT}", f"license:extra.txt?ref={COMMIT}"]
    assert texts[0].document.source == TERMS.decode()


def test_a_link_on_github_is_its_target(hub: HubServer) -> None:
    github(hub, files={"docs/terms.txt": TERMS}, links={"LICENSE": "docs/terms.txt", "COPYING": "../../../etc/passwd"})
    texts = resolve("gh:owner/repo", hub.options())
    assert [text.document.source for text in texts] == [TERMS.decode()]
    assert "leaves the repository" in texts[0].missing[0].message


def test_a_licence_in_lfs_on_github(hub: HubServer) -> None:
    github(hub, kept_elsewhere=("LICENSE",))
    assert resolve("gh:owner/repo", hub.options())[0].document.source == TERMS.decode()


def test_a_licence_section_on_github(hub: HubServer) -> None:
    github(hub, files={"README.md": b"# Tool\n\nRuns.\n\n# License\n\n" + TERMS * 3})
    (text,) = resolve("gh:owner/repo", hub.options())
    assert "Runs" not in text.document.text


def test_what_github_refuses(hub: HubServer) -> None:
    github(hub, "owner/private", private=True, granted=("good",))
    github(hub)
    assert "no such repository, or it is private: then set GITHUB_TOKEN" in failing("gh:owner/private", hub.options())
    assert "or this GITHUB_TOKEN may not read it" in failing("gh:owner/private", hub.options(github_token="no"))
    assert len(resolve("gh:owner/private", hub.options(github_token="good"))) == 2
    assert "GITHUB_TOKEN is not accepted" in failing("gh:owner/repo", hub.options(github_token="wrong"))
    assert "no branch, tag or commit 'nope'" in failing("gh:owner/repo@nope", hub.options())
    for status, message in ((409, "is empty"), (451, "legal reasons"), (403, "access refused"), (418, "error 418")):
        hub.routes["/gh-api/repos/owner/repo/commits/HEAD"] = Reply(status, b'{"message": "said\\u001b[31m so"}')
        assert message in failing("gh:owner/repo", hub.options())
        assert failing("gh:owner/repo", hub.options()).isprintable()


def test_a_renamed_repository_on_github(hub: HubServer) -> None:
    github(hub)
    github(hub, "owner/old", renamed_to="owner/repo")
    texts = resolve("gh:owner/old", hub.options())
    assert "was renamed or moved" in texts[0].notes[0]


def test_no_requests_left_on_github(hub: HubServer) -> None:
    github(hub)
    limit = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}
    hub.routes["/gh-api/repos/owner/repo/commits/HEAD"] = Reply(403, b"", limit)
    texts = resolve("gh:owner/repo", hub.options())
    assert names(texts) == ["license:LICENSE"]
    assert "set GITHUB_TOKEN for more" in texts[0].notes[0]
    assert texts[0].provenance.revision == "HEAD"


# ModelScope


def modelscope(hub: HubServer, name: str = "org/model", **repository: Any) -> None:
    files = repository.pop("files", {"LICENSE": TERMS, "README.md": b"---\nlicense: Apache License 2.0\n---\n# M\n"})
    hub.modelscope[name] = Repository(files, **repository)


def test_a_model_on_modelscope(hub: HubServer) -> None:
    modelscope(hub)
    (text,) = resolve("ms:org/model", hub.options())
    assert text.provenance.revision == COMMIT
    assert f"Revision={COMMIT}&FilePath=LICENSE" in (text.provenance.url or "")
    assert resolve("ms:org/model:LICENSE", hub.options())[0].document.source == TERMS.decode()


def test_what_modelscope_refuses(hub: HubServer) -> None:
    modelscope(hub)
    modelscope(hub, "org/private", private=True, granted=("good",))
    assert "not there, or it is private" in failing("ms:org/none", hub.options())
    assert "not there, or it is private" in failing("ms:org/model@nope", hub.options())
    assert "may be private or gated" in failing("ms:org/private", hub.options())
    assert len(resolve("ms:org/private", hub.options(modelscope_token="good"))) == 1
    hub.routes["/ms/api/v1/models/org/model/repo/files"] = Reply(401)
    assert "set MODELSCOPE_API_TOKEN" in failing("ms:org/model", hub.options())
    hub.routes["/ms/api/v1/models/org/model/repo/files"] = Reply(418)
    assert "error 418" in failing("ms:org/model", hub.options())


# Targets


@pytest.mark.parametrize(
    "target",
    [
        *(
            "hf:",
            "hf:a/b/c",
            "hf:org/model@",
            "hf:org/model@../x",
            "hf:org/../x",
            "hf:-x/y",
            "hf:org/mo del",
            "hf:a/b@v?x",
        ),
        *(
            "hf:datasets/",
            "hf:org/model:../x",
            "hf:org/model\n",
            "gh:",
            "gh:owner",
            "gh:owner/repo/tree",
            "gh:o/r@a..b",
        ),
        *(
            "gh:owner/repo:../../x",
            "gh:owner/repo@x y",
            "ms:",
            "ms:model",
            "ms:org/model@;",
            "hf:org/%2e%2e",
            "hf:ｏrg/x",
        ),
    ],
)
def test_targets_that_are_not_understood(hub: HubServer, target: str) -> None:
    assert "not understood" in failing(target, hub.options())
    assert hub.requests == []


def test_targets_that_are() -> None:
    assert parse_huggingface("hf:datasets/org/d@v1:a/b")[:4] == ("datasets", "org/d", "v1", "a/b")
    assert parse_huggingface("HF:org/m").id == "org/m"
    assert parse_github("gh:o/r.git@a/b")[:2] == ("o/r", "a/b")
    assert parse_modelscope("ms:models/o/m@v1.0.0") == ("o/m", "v1.0.0", None)


def test_addresses_of_hubs_from_the_environment() -> None:
    environ = {"HF_ENDPOINT": "https://hf-mirror.com/", "GITHUB_API_URL": "https://git.example.org/api/v3"}
    assert endpoints_of(environ) == (
        ("huggingface", "https://hf-mirror.com"),
        ("github-api", "https://git.example.org/api/v3"),
    )
    assert endpoints_of({"MODELSCOPE_DOMAIN": "www.modelscope.ai"}) == (("modelscope", "https://www.modelscope.ai"),)
    assert endpoints_of({}) == ()


def test_a_token_is_not_sent_unencrypted() -> None:
    options = SourceOptions(hf_token="t", endpoints=(("huggingface", "http://hub.example.org"),), use_cache=False)
    with pytest.raises(NetworkError, match="a token is not sent without https"):
        resolve("hf:org/model", options)


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "a b", "töken"])
def test_a_token_that_is_none(hub: HubServer, token: str) -> None:
    with pytest.raises(InputError, match="no token has") as caught:
        resolve("hf:org/model", hub.options(hf_token=token))
    assert token not in str(caught.value)


# Links and pages of repositories


def test_a_link_to_another_repository_is_read_there_and_no_further(hub: HubServer) -> None:
    back = link("https://huggingface.co/org/model")
    hub.huggingface["spaces/org/license"] = Repository({"LICENSE.md": POLICY, "README.md": back})
    huggingface(hub, files={"README.md": link("https://huggingface.co/spaces/org/license")})
    (text,) = resolve("hf:org/model", hub.options())
    assert text.document.source == POLICY.decode()
    assert text.provenance.target == "hf:org/model"
    assert len(hub.asked("/api/")) == 2


def test_a_link_to_a_repository_on_github(hub: HubServer) -> None:
    github(hub)
    huggingface(hub, files={"README.md": link("https://github.com/owner/repo")})
    assert names(resolve("hf:org/model", hub.options())) == ["license:LICENSE", "license:extra.txt"]


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("https://huggingface.co/org/model", "/org/model/resolve/"),
        ("https://github.com/owner/repo/tree/main", "/gh-raw/owner/repo/"),
        ("https://modelscope.cn/models/org/model", "/ms/api/v1/models/org/model/"),
    ],
)
def test_the_page_of_a_repository_is_the_repository(hub: HubServer, page: str, url: str) -> None:
    huggingface(hub)
    github(hub)
    modelscope(hub)
    assert url in (resolve(page, hub.options())[0].provenance.url or "")


def test_a_card_on_modelscope(hub: HubServer) -> None:
    modelscope(hub, files={"README.md": CARD.replace(b"license_link: LICENSE\n", b""), "LICENSE": TERMS})
    texts = resolve("ms:org/model", hub.options())
    assert [text.provenance.role for text in texts] == ["license", "gate"]
    modelscope(hub, files={f"{i:03}/LICENSE": TERMS for i in range(25)})
    assert "5 more licence files" in resolve("ms:org/model", hub.options())[0].notes[0]


def test_a_kind_of_repository_that_knows_fewer_fields(hub: HubServer) -> None:
    huggingface(hub, "spaces/org/app")
    path = "/api/spaces/org/app/revision/main"
    hub.routes[path] = lambda request: Reply(400) if request.query else hub._huggingface(request)
    assert names(resolve("hf:spaces/org/app", hub.options()))[0] == "license:LICENSE"


def test_a_readme_that_cannot_be_had_is_told(hub: HubServer) -> None:
    huggingface(hub, files={"README.md": CARD, "LICENSE": TERMS})
    hub.routes[f"/org/model/resolve/{COMMIT}/README.md"] = Reply(418)
    (text,) = resolve("hf:org/model", hub.options())
    assert text.missing[0].source == "README.md"
    assert "error 418" in text.missing[0].message
