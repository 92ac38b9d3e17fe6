import os
from pathlib import Path

import pytest

from untold.present.files import write_whole


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    file = tmp_path / "findings.csv"
    write_whole(file, b"one")
    write_whole(str(file), b"two")
    assert file.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["findings.csv"]


def test_what_was_there_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(b"whole")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as half:
            half.write(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"another")
    assert file.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["report.html"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to("there.csv")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "there.csv").read_bytes() == b"new"
    write_whole("/dev/null", b"nothing")
    assert not Path("/dev/null").is_file()
