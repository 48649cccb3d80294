"""The headers of GGUF and safetensors files: real ones, odd ones and hostile ones, all built here."""

from __future__ import annotations

import io
import json
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaudit.repo.headers import (
    MAX_ITEMS,
    MAX_JSON_BYTES,
    MAX_KEYS,
    HeaderError,
    WeightsHeader,
    is_lfs_pointer,
    read_header,
)

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 123\n"


def gguf_text(text: str, order: str = "<") -> bytes:
    data = text.encode()
    return struct.pack(order + "Q", len(data)) + data


def gguf_pair(key: str, kind: int, value: bytes, order: str = "<") -> bytes:
    return gguf_text(key, order) + struct.pack(order + "I", kind) + value


def gguf(*pairs: bytes, version: int = 3, order: str = "<", keys: int | None = None) -> bytes:
    count = len(pairs) if keys is None else keys
    return b"GGUF" + struct.pack(order + "IQQ", version, 7, count) + b"".join(pairs)


def safetensors(header: object, *, length: int | None = None) -> bytes:
    data = json.dumps(header).encode()
    return struct.pack("<Q", len(data) if length is None else length) + data + b"\0" * 16


def read(data: bytes) -> WeightsHeader | None:
    return read_header(io.BytesIO(data), len(data))


def test_gguf_license_and_lineage_are_read_past_every_other_type() -> None:
    scalars = [(0, "B"), (1, "b"), (2, "H"), (3, "h"), (4, "I"), (5, "i"), (7, "?"), (10, "Q"), (11, "q")]
    pairs = [gguf_pair(f"x.{kind}", kind, struct.pack("<" + code, 1)) for kind, code in scalars]
    pairs += [gguf_pair("x.f", 6, struct.pack("<f", 1)), gguf_pair("x.d", 12, struct.pack("<d", 1))]
    vocabulary = struct.pack("<IQ", 8, 3) + b"".join(gguf_text(word) for word in ("a", "b", "中"))
    pairs.append(gguf_pair("tokenizer.ggml.tokens", 9, vocabulary))
    pairs.append(gguf_pair("tokenizer.ggml.scores", 9, struct.pack("<IQ3f", 6, 3, 1, 2, 3)))
    tags = struct.pack("<IQ", 8, 2) + gguf_text("chat") + gguf_text("中文")
    pairs.append(gguf_pair("general.tags", 9, tags))
    pairs.append(gguf_pair("general.license", 8, gguf_text("llama2")))
    pairs.append(gguf_pair("general.base_model.0.repo_url", 8, gguf_text("https://huggingface.co/o/m")))
    assert read(gguf(*pairs) + b"\0" * 64) == WeightsHeader(
        "gguf",
        {
            "general.tags": "chat\n中文",
            "general.license": "llama2",
            "general.base_model.0.repo_url": "https://huggingface.co/o/m",
        },
    )


def test_big_endian_gguf() -> None:
    data = gguf(gguf_pair("general.license", 8, gguf_text("mit", ">"), ">"), order=">")
    assert read(data) == WeightsHeader("gguf", {"general.license": "mit"})


def test_safetensors_metadata() -> None:
    header = {"__metadata__": {"license": "openrail", "format": "pt", "n": 3}, "w": {"dtype": "F32", "shape": [1]}}
    assert read(safetensors(header)) == WeightsHeader("safetensors", {"license": "openrail", "format": "pt"})
    assert read(safetensors({"w": {}})) == WeightsHeader("safetensors", {})


@pytest.mark.parametrize("data", [b"", b"GG", b"PK\x03\x04", b"\x80\x02}", LFS, b"hello, this is a text file"])
def test_other_files_have_no_header(data: bytes) -> None:
    assert read(data) is None


def test_git_lfs_pointers_are_told_apart() -> None:
    assert is_lfs_pointer(LFS)
    assert not is_lfs_pointer(b"MIT License")
    assert not is_lfs_pointer(LFS + b"x" * 2000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GGUF", "breaks off|longer than its file"),
        (gguf(version=9), "version 9"),
        (gguf(version=1), "version 1"),
        (gguf(keys=MAX_KEYS + 1), "keys"),
        (gguf(keys=1), "longer than its file"),
        (gguf(gguf_pair("general.name", 99, b"")), "type 99"),
        (gguf(struct.pack("<Q", 2**62)), "longer than its file"),
        (gguf(gguf_pair("general.tags", 9, struct.pack("<IQ", 8, 2**60))), "items"),
        (gguf(gguf_pair("general.tags", 9, struct.pack("<IQ", 8, MAX_ITEMS))), "longer than its file"),
        (gguf(gguf_pair("x", 9, struct.pack("<IQ", 9, 1))), "type 9"),
        (gguf(gguf_pair("x", 9, struct.pack("<IQ", 12, MAX_ITEMS))), "longer than its file"),
        (safetensors({}, length=2**63), "claims"),
        (struct.pack("<Q", 5) + b"{nope", "not valid JSON"),
        (struct.pack("<Q", 200_000) + b'{"a":' + b"[" * 199_995, "not valid JSON"),
        (struct.pack("<Q", 3) + b"{}\xff", "not valid JSON"),
        (safetensors({"__metadata__": 3}), "__metadata__"),
    ],
)
def test_broken_headers_are_clear_errors(data: bytes, words: str) -> None:
    with pytest.raises(HeaderError, match=words):
        read(data)


def test_a_huge_json_header_is_refused_unread() -> None:
    data = struct.pack("<Q", MAX_JSON_BYTES + 1) + b"{"
    with pytest.raises(HeaderError, match="larger than"):
        read_header(io.BytesIO(data), MAX_JSON_BYTES * 2)


def test_a_large_vocabulary_is_passed_over_quickly() -> None:
    word = gguf_text("token")
    vocabulary = struct.pack("<IQ", 8, 200_000) + word * 200_000
    data = gguf(gguf_pair("tokenizer.ggml.tokens", 9, vocabulary), gguf_pair("general.license", 8, gguf_text("mit")))
    started = time.perf_counter()
    header = read(data)
    assert header is not None
    assert header.texts == {"general.license": "mit"}
    assert time.perf_counter() - started < 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"GGUF\x03\0\0\0", b"GGUF", b"\x20\0\0\0\0\0\0\0{", b""]))
def test_no_bytes_make_anything_but_a_header_error(tail: bytes, start: bytes) -> None:
    try:
        header = read(start + tail)
    except HeaderError:
        return
    assert header is None or all(isinstance(value, str) for value in header.texts.values())
