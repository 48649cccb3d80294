from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from openaudit.errors import OpenAuditError
from openaudit.writing import write_whole


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    write_whole(str(file), "neu ü \udc80\n")
    assert file.read_bytes() == "neu ü \\udc80\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_whole(str(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.json"
    file.write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OpenAuditError, match=r"cannot write .*report\.json: No space left on device"):
        write_whole(str(file), "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_missing_folder_and_a_folder_in_the_place(tmp_path: Path) -> None:
    with pytest.raises(OpenAuditError, match="No such file or directory"):
        write_whole(str(tmp_path / "absent" / "x"), "new")
    with pytest.raises(OpenAuditError, match="Is a directory"):
        write_whole(str(tmp_path), "new")


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no /dev/null on this system")
def test_a_device_is_written_to() -> None:
    write_whole("/dev/null", "new")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
