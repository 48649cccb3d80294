"""Files and folders: every way in which one cannot be read, and which files of a folder are licences."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openaudit.errors import InputError
from openaudit.sources import SourceOptions, local, resolve
from openaudit.sources.filenames import is_license_path, is_readme_path
from openaudit.sources.gitignore import is_ignored, parse

NOT_ROOT = hasattr(os, "geteuid") and os.geteuid() != 0


def fill(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("You may use this.\n")


def found(root: Path) -> list[str]:
    return [os.path.relpath(path, root).replace(os.sep, "/") for path in local.find_license_files(str(root))]


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "L").write_bytes(b"abc" * 100_000)
    assert local.read_bytes(str(tmp_path / "L")) == b"abc" * 100_000


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "no such file or folder"),
        ("folder", "is a folder"),
        ("fifo", "is a pipe"),
        ("socket", "is a socket"),
        ("dangling", "leads nowhere"),
        ("loop", "ymbolic link"),
        ("large", "larger than 100 bytes"),
        ("a" * 5000, "name too long"),
        ("file/below", "ot a directory"),
        ("nul\0byte", "is no file name"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "large").write_bytes(b"x" * 101)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(InputError) as caught:
            local.read_bytes(os.path.join(str(tmp_path), name), max_bytes=100)
    text = str(caught.value)
    assert message in text
    assert "\n" not in text
    assert "Errno" not in text


def test_a_device_is_not_read() -> None:
    with pytest.raises(InputError, match="is a device"):
        local.read_bytes("/dev/zero")


@pytest.mark.skipif(not NOT_ROOT, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "L").write_text("x")
    (tmp_path / "L").chmod(0)
    with pytest.raises(InputError, match="no permission"):
        local.read_bytes(str(tmp_path / "L"))


def test_a_file_that_grows_while_it_is_read_is_bounded() -> None:
    with pytest.raises(InputError, match="larger than"):
        # Its size is 0 to fstat, its content is not.
        local.read_bytes("/proc/self/maps", max_bytes=10)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"You may use this.")))
    text = resolve("-", SourceOptions(stdin_name="LICENSE"))[0]
    assert (text.document.path, text.document.source) == ("LICENSE", "You may use this.")


def test_too_much_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 101)))
    with pytest.raises(InputError, match="standard input: larger than 100 bytes"):
        resolve("-", SourceOptions(max_bytes=100))


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        resolve("-")


@pytest.mark.parametrize(
    "path",
    [
        *("LICENSE", "LICENCE.md", "LICENSE-MODEL", "MODEL_LICENSE", "USE_POLICY.md", "UNLICENSE", "license.txt"),
        *("sub/COPYING", "TERMS-OF-USE.txt", "weights-license.md", "LICENSES/MIT.txt", "LICENSE_llama2", "Notice"),
        *("LICENSE.openmdw", "MODEL_LICENSE.pdf", "acceptable-use-policy.html", "LICENSE-CODE", "COPYING.LESSER"),
    ],
)
def test_names_of_licences(path: str) -> None:
    assert is_license_path(path)


@pytest.mark.parametrize(
    "path",
    [
        *("licenses.py", "notlicense.py", "license.json", "license.py", "LICENSES/icon.svg", "terms.js", "README.md"),
        *("src/license_check.go", "licensed.txt", "a/b/c", "", "licenses/", "copyright.yaml", "model.safetensors"),
    ],
)
def test_names_of_other_files(path: str) -> None:
    assert not is_license_path(path)


def test_names_of_readmes() -> None:
    cards = ("README.md", "readme", "docs/README.rst", "MODEL_CARD.md")
    assert tuple(filter(is_readme_path, (*cards, "README.py", "READ.md", "unreadme.md"))) == cards


def test_licence_files_come_in_a_fixed_order_a_folders_own_first(tmp_path: Path) -> None:
    fill(tmp_path, "z/LICENSE", "b/a/LICENSE", "b/COPYING", "LICENSE", "COPYING", "b/x.py", "notes.txt")
    assert found(tmp_path) == ["COPYING", "LICENSE", "b/COPYING", "b/a/LICENSE", "z/LICENSE"]


def test_tools_folders_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, "node_modules/x/LICENSE", ".git/LICENSE", ".venv/lib/LICENSE", "src/LICENSE")
    assert found(tmp_path) == ["src/LICENSE"]


def test_gitignore_is_honoured_in_each_folder(tmp_path: Path) -> None:
    fill(tmp_path, "build/LICENSE", "a/build/LICENSE", "a/keep/LICENSE", "a/drop/LICENSE", "LICENSE", "a/LICENSE.tmp")
    (tmp_path / ".gitignore").write_text("/build/\n*.tmp\n")
    (tmp_path / "a" / ".gitignore").write_text("*\n!keep\n!keep/**\n")
    assert found(tmp_path) == ["LICENSE", "a/keep/LICENSE"]


# Compared with git itself: pattern file, and paths ("/" at the end: a folder).
GITIGNORE = [
    ("*.txt\n!a.txt\n", ["a.txt", "b.txt", "x/b.txt"]),
    ("/a\n", ["a", "b/a"]),
    ("a/\n", ["a/", "b/a/", "c/a"]),
    ("a/b\n", ["a/b", "c/a/b"]),
    ("**/a\n", ["a", "x/a", "x/y/a"]),
    ("**\n", ["a", "x/y"]),
    ("a/**\n", ["a/", "a/x", "a/d/y"]),
    ("a/**/b\n", ["a/b", "a/x/b", "a/x/y/b", "b"]),
    ("a/**/\n", ["a/x/", "a/x/y/", "a/z"]),
    ("a/**/**/b\n", ["a/b", "a/x/b"]),
    ("**/a/**/b\n", ["a/b", "x/a/b", "x/a/y/b"]),
    ("\\#a\n\\!b\n", ["#a", "!b"]),
    ("# a\n\n   \n", ["a", "# a"]),
    ("a\\ \nb \n", ["a ", "b", "a"]),
    ("[ab].c\n[!x]y\n", ["a.c", "c.c", "ay", "xy"]),
    ("a?c\n", ["abc", "a/c", "ac"]),
    ("a*c\n", ["abc", "a/c", "ac"]),
    ("x/*.y\n", ["x/a.y", "x/b/a.y"]),
    ("\\*a\n", ["*a", "ba"]),
    ("*\n!*/\n!x.md\n", ["a", "x.md", "d/", "d/x.md"]),
    ("\ufeffa\n", ["a"]),
    ("a\r\nb\n", ["a", "b"]),
]


@pytest.mark.parametrize(("patterns", "paths"), GITIGNORE)
def test_patterns_mean_what_they_mean_to_git(tmp_path: Path, patterns: str, paths: list[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(patterns, newline="")
    ignored = parse(patterns, ())
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).mkdir(exist_ok=True) if path.endswith("/") else (tmp_path / path).touch()
        bare = path.rstrip("/")
        asked = subprocess.run(["git", "-C", str(tmp_path), "check-ignore", "-q", "--no-index", bare], check=False)
        parts = tuple(path.rstrip("/").split("/"))
        # Like a walk: an ignored folder hides what is in it.
        ours = any(
            is_ignored(parts[:n], n < len(parts) or path.endswith("/"), [ignored]) for n in range(1, len(parts) + 1)
        )
        assert ours == (asked.returncode == 0), path


def test_hostile_gitignore_takes_no_time(tmp_path: Path) -> None:
    fill(tmp_path, *(f"{'a' * 100}{i}/LICENSE" for i in range(50)))
    (tmp_path / ".gitignore").write_text("\n".join(["**/" * 200 + "a*" * 200 + "b"] * 500 + ["[" * 900, "a" * 5000]))
    start = time.monotonic()
    assert len(found(tmp_path)) == 50
    assert time.monotonic() - start < 5
    # Each pattern another, and a line that ends in spaces.
    (tmp_path / ".gitignore").write_text("\n".join(["b" + " " * 900_000, *(f"*b*{i}" for i in range(5000))]))
    start = time.monotonic()
    assert len(found(tmp_path)) == 50
    assert time.monotonic() - start < 5


def test_links_to_folders_are_not_entered_and_loops_end(tmp_path: Path) -> None:
    fill(tmp_path, "a/LICENSE")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "LICENSES").symlink_to("/etc")
    assert found(tmp_path) == ["a/LICENSE"]


def test_a_link_out_of_the_tree_is_refused_and_said(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the machine's own business")
    root = tmp_path / "repo"
    fill(root, "COPYING")
    (root / "LICENSE").symlink_to(secret)
    (root / "NOTICE").symlink_to("COPYING")
    texts = resolve(str(root))
    assert [os.path.basename(text.provenance.path or "") for text in texts] == ["COPYING", "NOTICE"]
    assert "leaves the folder" in texts[0].missing[0].message
    assert all("business" not in text.document.source for text in texts)


def test_a_link_within_the_work_tree_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, ".git/HEAD", "LICENSE", "package/x.py")
    (tmp_path / "package" / "LICENSE").symlink_to("../LICENSE")
    assert found(tmp_path / "package") == ["LICENSE"]


def test_a_snapshot_in_the_hub_cache_is_followed(tmp_path: Path) -> None:
    model = tmp_path / "models--org--name"
    fill(model, "blobs/abc", "snapshots/rev/x.json")
    (model / "snapshots" / "rev" / "LICENSE").symlink_to("../../blobs/abc")
    assert found(model / "snapshots" / "rev") == ["LICENSE"]


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    fill(tmp_path, "LICENSE")
    (tmp_path / "COPYING").write_bytes(b"\x7fELF\0\0\1\2\3" * 100)
    os.mkfifo(tmp_path / "NOTICE")
    texts = resolve(str(tmp_path))
    assert [text.provenance.path for text in texts] == [str(tmp_path / "LICENSE")]
    messages = " ".join(failure.message for failure in texts[0].missing)
    assert "is a pipe" in messages
    assert "binary" in messages


def test_a_folder_without_a_licence_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no licence file found"):
        resolve(str(tmp_path))


def test_a_licence_in_the_readme_is_found_when_it_is_the_only_one(tmp_path: Path) -> None:
    body = "You may use, copy and share this model for any purpose, as long as you keep this notice with each copy.\n"
    (tmp_path / "README.md").write_text(
        f"# Model\n\nIt is fast.\n\n## License\n\n{body}\n## Training\n\nTrained well.\n"
    )
    text = resolve(str(tmp_path))[0]
    assert "keep this notice" in text.document.text
    assert "fast" not in text.document.text
    assert "Trained" not in text.document.text
    assert text.document.text.index("You may") == text.document.source.index("You may")
    assert "licence section" in text.notes[0]


def test_too_many_files_is_an_error_not_half_a_list(tmp_path: Path) -> None:
    fill(tmp_path, *(f"f{i}" for i in range(600)), "LICENSE")
    with pytest.raises(InputError, match="too many files"):
        local.discover(str(tmp_path), max_entries=500)
    with pytest.raises(InputError, match="too many files"):
        local.discover(str(tmp_path), seconds=-1)


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"LICENSE-\xff\xfe"), "wb") as file:
        file.write(b"You may use this.")
    assert len(resolve(str(tmp_path))) == 1


def test_a_file_named_like_a_target_is_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, "hf:org", "mit")
    assert resolve("hf:org")[0].provenance.path == "hf:org"
    assert resolve("mit")[0].provenance.path == "mit"


@pytest.mark.parametrize("target", ["org/model", "LICENSE/../x", "nothing here", "", "a\0b", "\x1b[31mred"])
def test_targets_that_are_nothing(target: str) -> None:
    with pytest.raises(InputError):
        resolve(target)


def test_local_files_load_no_network_code(tmp_path: Path) -> None:
    fill(tmp_path, "LICENSE")
    code = (
        "import sys; from openaudit.sources import resolve; resolve(sys.argv[1]);"
        "print(sorted({'requests', 'urllib3', 'ssl', 'socket', 'http.client'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "LICENSE")], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"
