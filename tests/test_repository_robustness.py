"""Repositories that are broken, huge or hostile: a clear message, and nothing hangs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from openaudit.errors import InputError
from openaudit.repo import walk as walking
from openaudit.repo.gather import MAX_CARD_BYTES
from openaudit.repo.kinds import kind_of
from openaudit.repo.walk import walk
from trees import MODEL_LICENSE, audit, gguf, ids, keys, license_text, one, plant, safetensors

LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 123\n"
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.parametrize(
    ("path", "role", "covers"),
    [
        ("LICENSE", "license", ()),
        ("LICENCE.md", "license", ()),
        ("MODEL_LICENSE", "license", ("weights",)),
        ("LICENSE-MODEL.txt", "license", ("weights",)),
        ("LICENSE-CODE", "license", ("code",)),
        ("DATA_LICENSE", "license", ("data",)),
        ("docs/LICENSE", "license", ("docs",)),
        ("weights/LICENSE", "license", ("weights",)),
        ("Larkspur-License.txt", "license", ()),
        ("NOTICE", "notice", ()),
        ("USE_POLICY.md", "policy", ()),
        ("acceptable-use-policy.pdf", "policy", ()),
        ("TERMS_OF_USE.md", "policy", ()),
        ("README_zh.md", "card", ()),
        ("model-card.md", "card", ()),
        ("CITATION.cff", "manifest", ()),
        ("sub/pyproject.toml", "manifest", ()),
        ("model.safetensors", "weights", ()),
        ("pytorch_model-00001-of-00002.bin", "weights", ()),
        ("firmware.bin", "other", ()),
        ("tokenizer.model", "settings", ()),
        ("training_args.bin", "other", ()),
        ("train.py", "training", ()),
        ("web_demo.py", "inference", ()),
        ("eval/mmlu.py", "evaluation", ()),
        ("license.py", "code", ()),
        ("licenses.json", "other", ()),
        ("usage_policy.py", "code", ()),
        ("picture.png", "other", ()),
        ("third_party/lib/README.md", "other", ()),
        ("vendor/lib/a.py", "other", ()),
    ],
)
def test_what_a_file_is_by_its_name(path: str, role: str, covers: tuple[str, ...]) -> None:
    kind = kind_of(path)
    assert (kind.role, kind.covers) == (role, covers)


def test_broken_front_matter_is_told_and_the_rest_is_audited(tmp_path: Path) -> None:
    card = "---\nlicense: [mit\n---\n# Larkspur\n\nLarkspur is open source.\n"
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": MODEL_LICENSE}))
    assert {"CARD001", "CLAIM001"} <= set(ids(report))


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 400, b"%PDF-1.4 broken"])
def test_binary_cards_and_licences(tmp_path: Path, content: bytes) -> None:
    report = audit(plant(tmp_path, {"README.md": content, "LICENSE": content, "a.py": "pass\n"}))
    assert "READ001" in ids(report)
    assert report.complete


def test_a_huge_readme_is_read_in_part(tmp_path: Path) -> None:
    card = "# Larkspur\n\nLarkspur is open source.\n" + "word " * (MAX_CARD_BYTES // 4) + "\n"
    started = time.perf_counter()
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": MODEL_LICENSE}))
    assert time.perf_counter() - started < 30
    assert one(report, "READ003").place.path == "README.md"
    assert one(report, "CLAIM001").place.line == 3


def test_a_licence_that_is_only_a_pointer(tmp_path: Path) -> None:
    report = audit(plant(tmp_path, {"MODEL_LICENSE": LFS, "model.safetensors": LFS}))
    assert one(report, "READ002").place.path == "MODEL_LICENSE"
    assert one(report, "MISS002").severity == "error"


def test_broken_weight_files_are_told(tmp_path: Path) -> None:
    report = audit(
        plant(tmp_path, {"LICENSE": license_text("mit"), "a.gguf": b"GGUF\x03\0\0\0", "b.safetensors": safetensors()})
    )
    assert "GGUF header" in one(report, "READ001").message.values["why"]


def test_broken_manifests_are_notes(tmp_path: Path) -> None:
    files = {
        "LICENSE": license_text("mit"), "pyproject.toml": "[project", "package.json": '{"a": }', "CITATION.cff": "a: [",
        "REUSE.toml": "= 1", "a.py": "pass\n",
    }  # fmt: skip
    report = audit(plant(tmp_path, dict(files)))
    assert keys(report) == ["READ004"] * 4


def test_links_to_folders_are_not_entered_and_links_out_of_the_tree_not_read(tmp_path: Path) -> None:
    root = plant(tmp_path / "repo", {"LICENSE": license_text("mit"), "a.py": "pass\n", "deep/x.py": "pass\n"})
    plant(tmp_path / "outside", {"secret.txt": "You may not use this for commercial purposes."})
    (root / "loop").symlink_to(root)
    (root / "deep" / "up").symlink_to("..")
    (root / "MODEL_LICENSE").symlink_to(tmp_path / "outside" / "secret.txt")
    (root / "NOTICE").symlink_to("NOTICE")
    (root / "COPYING").symlink_to("LICENSE")
    report = audit(root)
    assert {each.place.path for each in report.observations if each.id == "READ001"} == {"MODEL_LICENSE", "NOTICE"}
    assert report.verdict == "open-source"
    assert [statement.place.path for statement in report.statements] == ["COPYING", "LICENSE"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    plant(tmp_path, {"LICENSE": license_text("mit")})
    for name in ("MODEL_LICENSE", "README.md", "train.py", "m.gguf"):
        os.mkfifo(tmp_path / name)
    report = audit(tmp_path)
    assert {each.place.path for each in report.observations if each.id == "READ001"} == {
        "MODEL_LICENSE", "README.md", "train.py", "m.gguf",
    }  # fmt: skip


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_unreadable_files_and_folders(tmp_path: Path) -> None:
    plant(tmp_path, {"LICENSE": MODEL_LICENSE, "sub/a.py": "pass\n", "README.md": "# T\n"})
    for name in ("LICENSE", "sub"):
        (tmp_path / name).chmod(0)
    report = audit(tmp_path)
    (tmp_path / "sub").chmod(0o700)
    assert {each.place.path for each in report.observations if each.id == "READ001"} == {"LICENSE", "sub"}


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, {"LICENSE": license_text("mit"), "sub/a.py": "pass\n"})
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    assert (
        walk(str(tmp_path)).skipped == (("sub", "no permission to read it"),)
        or walk(str(tmp_path)).skipped[0][0] == "sub"
    )


def test_gitignore_and_tools_own_folders(tmp_path: Path) -> None:
    files = {
        ".gitignore": "build/\n*.bin\n!keep.bin\n/local\n",
        "LICENSE": license_text("mit"),
        "build/LICENSE": MODEL_LICENSE,
        "local/MODEL_LICENSE": MODEL_LICENSE,
        "model.bin": "x",
        "keep/local/a.py": "pass\n",
        "node_modules/x/LICENSE": MODEL_LICENSE,
        ".git/LICENSE": MODEL_LICENSE,
        "venv/lib/LICENSE": MODEL_LICENSE,
    }
    tree = walk(str(plant(tmp_path, dict(files))))
    assert [file.path for file in tree.files] == ["LICENSE", "keep/local/a.py"]


def test_other_peoples_licences_do_not_count(tmp_path: Path) -> None:
    files = {
        "LICENSE": license_text("mit"),
        "third_party/lib/LICENSE": MODEL_LICENSE,
        "third_party/lib/README.md": "This project is open source, approved by the OSI.",
        "a.py": "pass\n",
    }
    report = audit(plant(tmp_path, dict(files)))
    assert (report.verdict, keys(report), len(report.results), report.own) == ("open-source", [], 2, (0,))


def test_a_walk_stops_in_time_and_says_so(tmp_path: Path) -> None:
    plant(tmp_path, {"LICENSE": MODEL_LICENSE, **{f"d{n}/f{m}.txt": "" for n in range(8) for m in range(300)}})
    ticks = iter(range(10_000))
    tree = walk(str(tmp_path), seconds=2, clock=lambda: float(next(ticks)))
    assert not tree.complete
    assert "2 s were not enough" in tree.stopped
    # What stands at the top was seen before the time was up.
    assert [file.path for file in tree.files] == ["LICENSE"]
    assert "more than 100 names" in walk(str(tmp_path), max_names=100).stopped


def test_a_report_that_is_not_complete_says_so(tmp_path: Path) -> None:
    plant(tmp_path, {"LICENSE": license_text("mit"), **{f"d/f{m}.txt": "" for m in range(3000)}})
    report = audit(tmp_path, seconds=-1.0)
    assert not report.complete
    assert "the audit is not complete" in report.errors[0].message


def test_many_small_files_take_no_time_to_speak_of(tmp_path: Path) -> None:
    for folder in range(20):
        (tmp_path / f"d{folder}").mkdir()
        for number in range(500):
            (tmp_path / f"d{folder}" / f"f{number}.json").touch()
    started = time.perf_counter()
    tree = walk(str(tmp_path))
    # A million names at this pace are well within the twenty seconds that a walk may take.
    assert tree.names == 10_020
    assert (time.perf_counter() - started) * 100 < 60


def test_very_deep_folders_end_somewhere(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(walking.MAX_DEPTH + 5):
        deep = deep / "d"
    deep.mkdir(parents=True)
    tree = walk(str(tmp_path))
    assert "deeper than" in tree.skipped[0][1]


def test_too_many_licence_texts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openaudit.repo import gather

    monkeypatch.setattr(gather, "MAX_TEXTS", 2)
    plant(tmp_path, {f"d{n}/LICENSE": license_text("mit") for n in range(4)})
    report = audit(tmp_path)
    assert (len(report.results), one(report, "READ005").message.values["count"]) == (2, "4")


@pytest.mark.parametrize("name", ["nowhere", "LICENSE"])
def test_what_is_no_folder_is_a_clear_error(tmp_path: Path, name: str) -> None:
    plant(tmp_path, {"LICENSE": "x"})
    with pytest.raises(InputError, match=name):
        walk(str(tmp_path / name))


def test_names_and_texts_that_try_to_act(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "LICENSE": "You may not use \x1b[31mthis\x1b[0m for commercial purposes.\n<script>alert(1)</script>\n",
        "README.md": '---\nlicense: "<img src=x>\\u202e"\n---\n# `x` | @somebody\n\nThis model is open source.\n',
        "a\nb.gguf": gguf(license="::error::x"),
        "a.py": "pass\n",
    }
    report = audit(plant(tmp_path, dict(files)))
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render import FORMATS, render_repositories
    from openaudit.repo.render.words import words_of
    from trees import rules

    for name in FORMATS:
        text = render_repositories(
            (report,), name, words=words_of(rules(), "en"), options=RenderOptions(heading_level=1)
        )
        assert "\x1b" not in text
        assert "\u202e" not in text
        if name == "markdown":
            assert "<script" not in text
            assert "<img" not in text
        if name == "github":
            assert all(line.startswith("::") for line in text.splitlines())
