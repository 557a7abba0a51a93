"""Outputs appear whole or not at all."""

from pathlib import Path

import pytest

from kpixl.campaign.output import Batch, write_whole
from kpixl.refusal import RefusedError


def names(folder: Path) -> list[str]:
    """Everything in a folder, in depth."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def fail(folder: Path, error: BaseException) -> None:
    """Write a file and fail before the end."""
    with Batch(folder) as batch:
        batch.write("a", b"new")
        raise error


class TestBatch:
    def test_files_appear_together(self, tmp_path):
        """Nothing is there before the end, everything after it."""
        out = tmp_path / "表" / "out"
        with Batch(out) as batch:
            batch.write("01-甲镇.xlsx", b"a")
            batch.write("sub/02.xlsx", b"b")
            assert not out.exists()
        assert ["01-甲镇.xlsx", "sub", "sub/02.xlsx"] == names(out)

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_nothing_appears_after_a_failure(self, tmp_path, error):
        """Nor does anything stay beside it, whatever ended the work."""
        with pytest.raises(error):
            fail(tmp_path / "out", error())
        assert [] == names(tmp_path)

    def test_what_was_there_stays_after_a_failure(self, tmp_path):
        """A file of the same name keeps its content."""
        write_whole(tmp_path / "a", b"old")
        with pytest.raises(ValueError, match="x"):
            fail(tmp_path, ValueError("x"))
        assert b"old" == (tmp_path / "a").read_bytes()

    def test_replaces_files_of_the_same_name_only(self, tmp_path):
        """Other files of the folder are nobody's business."""
        write_whole(tmp_path / "a", b"old")
        write_whole(tmp_path / "mine", b"mine")
        with Batch(tmp_path) as batch:
            batch.write("a", b"new")
        assert {"a": b"new", "mine": b"mine"} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def test_a_place_below_a_file_is_refused(self, tmp_path):
        """With the place and a remedy in the message."""
        write_whole(tmp_path / "file", b"")
        with (
            pytest.raises(RefusedError, match="choose another place") as refused,
            Batch(tmp_path / "file" / "x"),
        ):
            pass
        assert "file" in refused.value.words["zh"]

    def test_a_folder_of_the_files_name_is_refused(self, tmp_path):
        """And nothing stays beside it."""
        (tmp_path / "sheet.xlsx").mkdir()
        with pytest.raises(RefusedError, match="Cannot write"):
            write_whole(tmp_path / "sheet.xlsx", b"x")
        assert ["sheet.xlsx"] == names(tmp_path)
