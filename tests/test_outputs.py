"""Outputs appear all or none, replace nothing that is not theirs, and leave nothing behind."""

import os
import shutil
import socket
from pathlib import Path

import pytest

from kpixl.outputs import Guard, Outputs, _disk, _outputs, write_whole
from kpixl.refusal import RefusedError
from tests.support.renewing import contents, names, old, renew

FORCED = Guard(force=True)


def fail(folder: Path, error: BaseException) -> None:
    """Write a file and fail before the end."""
    with Outputs() as outputs:
        outputs.into(folder).write("a", b"new")
        raise error


class TestTogether:
    def test_files_appear_together(self, tmp_path):
        """Nothing of them is there before the end, everything after it."""
        out = tmp_path / "表" / "out"
        with Outputs() as outputs:
            folder = outputs.into(out)
            folder.write("01-甲镇.xlsx", b"a")
            folder.write("sub/02.xlsx", b"b")
            assert all(entry.name.startswith(".kpixl-") for entry in out.iterdir())
        assert ["01-甲镇.xlsx", "sub", "sub/02.xlsx"] == names(out)

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_nothing_appears_after_a_failure(self, tmp_path, error):
        """Nor does a folder that was made for it, whatever ended the work."""
        with pytest.raises(error):
            fail(tmp_path / "new" / "out", error())
        assert [] == names(tmp_path)

    def test_what_was_there_stays_after_a_failure(self, tmp_path):
        """A file of the same name keeps its content."""
        write_whole(tmp_path / "a", b"old")
        with pytest.raises(ValueError, match="x"):
            fail(tmp_path, ValueError("x"))
        assert {"a": b"old"} == contents(tmp_path)

    def test_replaces_files_of_the_same_name_only(self, tmp_path):
        """Other files of the folder are nobody's business."""
        write_whole(tmp_path / "a", b"old")
        (tmp_path / "mine").write_bytes(b"mine")
        write_whole(tmp_path / "a", b"new")
        assert {"a": b"new", "mine": b"mine"} == contents(tmp_path)

    @pytest.mark.parametrize("broken", range(6))
    def test_a_failure_in_the_middle_leaves_all_as_it_was(self, tmp_path, monkeypatch, broken):
        """In two folders, whichever step of exchanging their files fails."""
        old(tmp_path)
        before = contents(tmp_path)
        fail_at(monkeypatch, broken)
        with pytest.raises(RefusedError, match="Cannot write"):
            renew(tmp_path)
        monkeypatch.undo()
        assert before == contents(tmp_path)
        assert ["a", "a/1", "a/2", "b", "b/3"] == names(tmp_path)

    def test_two_outputs_of_one_place_are_refused(self, tmp_path):
        """One of them would be lost."""
        with Outputs() as outputs:
            outputs.file(tmp_path / "a", b"1")
            with pytest.raises(RefusedError, match="the place of two outputs"):
                outputs.file(tmp_path / "x" / ".." / "a", b"2")


def fail_at(monkeypatch, step, error=None):
    """Let the nth renaming fail, as the system would."""
    rename, count = os.replace, iter(range(1000))

    def replace(source, target):
        if next(count) == step:
            raise error or PermissionError(13, "Permission denied", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace)


class TestGuard:
    def test_a_file_that_was_read_is_never_replaced(self, tmp_path):
        """Not even by force."""
        (tmp_path / "return").write_bytes(b"read")
        with pytest.raises(RefusedError, match="files that were read"):
            write_whole(tmp_path / "return", b"x", Guard.of([tmp_path / "return"], force=True))
        assert {"return": b"read"} == contents(tmp_path)

    @pytest.mark.parametrize("spelled", ["sub/../return", "twin", "linked/return"])
    def test_however_its_path_is_spelled(self, tmp_path, spelled):
        """By another way, under a second name of the same file, through a link to its folder."""
        (tmp_path / "return").write_bytes(b"read")
        (tmp_path / "sub").mkdir()
        os.link(tmp_path / "return", tmp_path / "twin")
        (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
        with pytest.raises(RefusedError, match="files that were read"):
            write_whole(tmp_path / spelled, b"x", Guard.of([tmp_path / "return"]))
        assert b"read" == (tmp_path / "return").read_bytes()

    def test_case_is_spelling_where_the_disk_says_so(self, tmp_path, monkeypatch):
        """On a drive that gives no numbers, too, paths are compared as the system compares them."""
        monkeypatch.setattr(os.path, "normcase", str.casefold)
        (tmp_path / "return").write_bytes(b"read")
        (tmp_path / "RETURN").write_bytes(b"the same file, there")
        with pytest.raises(RefusedError, match="files that were read"):
            write_whole(tmp_path / "RETURN", b"x", Guard.of([tmp_path / "return"]))

    def test_files_in_a_folder_that_was_read_are_not_replaced(self, tmp_path):
        """Of a blueprint all files count, in depth; new ones may come beside them."""
        (tmp_path / "forms").mkdir()
        (tmp_path / "forms" / "a.yaml").write_bytes(b"read")
        guard = Guard.of([tmp_path], force=True)
        write_whole(tmp_path / "new", b"new", guard)
        with pytest.raises(RefusedError, match="files that were read"):
            write_whole(tmp_path / "forms" / "a.yaml", b"x", guard)

    def test_a_file_of_somebody_else_needs_force(self, tmp_path):
        """It is not one that kpixl wrote."""
        (tmp_path / "a").write_bytes(b"mine")
        with pytest.raises(RefusedError, match="--force"):
            write_whole(tmp_path / "a", b"x")
        assert {"a": b"mine"} == contents(tmp_path)
        write_whole(tmp_path / "a", b"x", FORCED)
        assert {"a": b"x"} == contents(tmp_path)

    def test_so_does_one_that_was_changed_since(self, tmp_path):
        """A unit has filled it in: it is kpixl's no more."""
        write_whole(tmp_path / "a", b"blank")
        (tmp_path / "a").write_bytes(b"filled in")
        with pytest.raises(RefusedError, match="changed since"):
            write_whole(tmp_path / "a", b"x")

    def test_a_copy_with_its_time_is_known(self, tmp_path):
        """Copied or moved as it is, a file of kpixl remains one."""
        write_whole(tmp_path / "a", b"old")
        shutil.copy2(tmp_path / "a", tmp_path / "b")
        write_whole(tmp_path / "b", b"new")
        assert b"new" == (tmp_path / "b").read_bytes()

    def test_the_same_content_is_there_already(self, tmp_path):
        """Whoever wrote it: nothing is replaced."""
        (tmp_path / "a").write_bytes(b"same")
        time = (tmp_path / "a").stat().st_mtime_ns
        write_whole(tmp_path / "a", b"same")
        assert time == (tmp_path / "a").stat().st_mtime_ns

    @pytest.mark.parametrize("kind", ["folder", "link", "pipe", "socket"])
    def test_what_is_no_file_is_refused(self, tmp_path, monkeypatch, kind):
        """Whatever else is there stays what it is, even with force."""
        monkeypatch.chdir(tmp_path)
        make(Path(kind))
        before = names(tmp_path)
        with pytest.raises(RefusedError, match=f"it is a {kind}, not a file"):
            write_whole(tmp_path / kind, b"x", FORCED)
        assert before == names(tmp_path)

    def test_a_device_is_refused(self):
        """It is never replaced, whoever asks."""
        with pytest.raises(RefusedError, match="not a file"):
            write_whole(Path(os.devnull), b"x", FORCED)
        with pytest.raises(RefusedError, match="not a folder"), Outputs(FORCED) as outputs:
            outputs.into(Path(os.devnull))
        assert not Path(os.devnull).is_file()

    def test_a_file_where_a_folder_is_meant_is_refused(self, tmp_path):
        """At whatever depth, with the place and a remedy in the message."""
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(RefusedError, match="not a folder; choose another place"), Outputs() as outputs:
            outputs.into(tmp_path / "file" / "x")
        with pytest.raises(RefusedError, match="not a folder"), Outputs() as outputs:
            outputs.into(tmp_path).write("file/x", b"")
        assert {"file": b""} == contents(tmp_path)

    def test_a_link_to_a_folder_is_that_folder(self, tmp_path):
        """Where somebody names it; below it no link is followed, and none that leads nowhere."""
        (tmp_path / "real").mkdir()
        (tmp_path / "named").symlink_to(tmp_path / "real", target_is_directory=True)
        (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
        write_whole(tmp_path / "named" / "a", b"x")
        assert b"x" == (tmp_path / "real" / "a").read_bytes()
        with pytest.raises(RefusedError, match="it is a link"), Outputs() as outputs:
            outputs.into(tmp_path).write("named/b", b"x")
        with pytest.raises(RefusedError, match="it is a link"), Outputs() as outputs:
            outputs.into(tmp_path / "lost")


def make(path):
    """Something of that name that is no file."""
    match path.name:
        case "folder":
            path.mkdir()
        case "link":
            Path("target").write_bytes(b"target")
            path.symlink_to("target")
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as end:
                end.bind(str(path))


class WindowsError(OSError):
    """An error as Windows raises it."""

    def __init__(self, winerror, path, code=13):
        super().__init__(code, "The process cannot access the file", str(path))
        self.winerror = winerror


class TestWindows:
    @pytest.mark.parametrize("number", [5, 32, 33])
    @pytest.mark.parametrize("step", range(6))
    def test_a_file_that_is_open_elsewhere_is_named(self, tmp_path, monkeypatch, number, step):
        """Whichever cannot be replaced: one line with the remedy, and all is as it was."""
        old(tmp_path)
        before = contents(tmp_path)
        monkeypatch.setattr(_disk, "PAUSES", ())  # whoever has it open keeps it
        fail_at(monkeypatch, step, WindowsError(number, tmp_path / "a" / "1"))
        with pytest.raises(RefusedError, match=r"close it and run again.*Nothing was changed") as refused:
            renew(tmp_path)
        monkeypatch.undo()
        assert "请关闭后重新运行" in refused.value.words["zh"]
        assert before == contents(tmp_path)

    @pytest.mark.parametrize("number", [5, 32, 33])
    @pytest.mark.parametrize("name", ["a/1", "a/2", "b/3"])
    def test_it_is_tried_before_anything_is_moved(self, tmp_path, monkeypatch, number, name):
        """Where opening fails already, no file is touched."""
        old(tmp_path)
        before = {p: p.stat().st_ino for p in tmp_path.rglob("*") if p.is_file()}
        opened = Path.open

        def refusing(path, mode="r", *more, **options):
            if path == tmp_path / name and mode == "r+b":
                raise WindowsError(number, path)
            return opened(path, mode, *more, **options)

        monkeypatch.setattr(Path, "open", refusing)
        with pytest.raises(RefusedError, match="has it open") as refused:
            renew(tmp_path)
        monkeypatch.undo()
        assert Path(name).name in refused.value.words["en"]
        assert before == {p: p.stat().st_ino for p in tmp_path.rglob("*") if p.is_file()}

    @pytest.mark.parametrize(("number", "code"), [(206, 2), (3, 2), (None, 36)])
    def test_a_path_that_is_too_long_is_said(self, tmp_path, monkeypatch, number, code):
        """With its length and what to do; Windows says it in several ways."""
        place = tmp_path / ("文" * 100) / ("件" * 100)
        error = WindowsError(number, place, code)
        monkeypatch.setattr(_outputs, "try_folder", lambda *_, **__: (_ for _ in ()).throw(error))
        with pytest.raises(RefusedError, match="the path is too long") as refused:
            write_whole(place / ("长" * 100), b"x")
        assert "路径太长" in refused.value.words["zh"]

    def test_a_name_that_is_too_long_is_refused_at_once(self, tmp_path):
        """By the system itself; nothing is left of it."""
        with pytest.raises(RefusedError, match="too long"):
            write_whole(tmp_path / ("长" * 300), b"x")
        assert [] == names(tmp_path)

    def test_what_cannot_be_put_back_waits_for_the_next_run(self, tmp_path, monkeypatch):
        """Where the failure's undoing fails as well, it says so, and the next run puts it right."""
        old(tmp_path)
        before, rename, count = contents(tmp_path), os.replace, iter(range(1000))

        def replace(source, target):
            if next(count) >= 3:  # two journals and one file are written
                raise WindowsError(32, target)
            rename(source, target)

        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(RefusedError, match="run again, which puts it back first"):
            renew(tmp_path)
        monkeypatch.undo()
        with Outputs() as outputs:
            outputs.into(tmp_path / "a")
            outputs.into(tmp_path / "b")
        assert before == contents(tmp_path)


def test_a_disk_without_second_names_will_do(tmp_path, monkeypatch):
    """The old files are copied then, and put back as they were."""
    old(tmp_path)
    before = contents(tmp_path)
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(95, "not supported")))
    fail_at(monkeypatch, 4)
    with pytest.raises(RefusedError):
        renew(tmp_path)
    monkeypatch.undo()
    assert before == contents(tmp_path)


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    """In one line, with what to do; nothing is left."""
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(RefusedError, match="the disk is full"):
        write_whole(tmp_path / "a", b"x")
    assert [] == names(tmp_path)


@pytest.mark.parametrize(("times", "is_written"), [(2, True), (9, False)])
def test_a_program_that_only_looks_at_a_file_is_waited_for(tmp_path, monkeypatch, times, is_written):
    """As virus scanners of Windows do at what is new; one that keeps it open is told of."""
    rename, left = os.replace, iter(range(times))
    monkeypatch.setattr(_disk, "PAUSES", (0, 0, 0))

    def replace(*how):
        if next(left, None) is not None:
            error = PermissionError(13, "used by another process")
            setattr(error, "winerror", 32)  # noqa: B010 - which only Windows gives it
            raise error
        rename(*how)

    monkeypatch.setattr(os, "replace", replace)
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")
    try:
        _disk.replace(tmp_path / "new", tmp_path / "old")
    except PermissionError:
        assert not is_written
    assert (b"new" if is_written else b"old") == (tmp_path / "old").read_bytes()


@pytest.mark.parametrize(("name", "is_made"), [("汇总", True), ("长" * 260, False)])
def test_folders_within_folders_are_made_where_windows_says_that_there_is_no_path(
    tmp_path, monkeypatch, name, is_made
):
    """It says so of what would lie in a folder that is not there, and of a path that is too long."""
    looked = Path.lstat

    def lstat(self):
        try:
            return looked(self)
        except OSError:
            error = FileNotFoundError(2, "no such path", str(self))
            setattr(error, "winerror", 2 if self.parent.is_dir() else 3)  # noqa: B010 - as above
            raise error from None

    monkeypatch.setattr(Path, "lstat", lstat)
    target = tmp_path / "a" / "b" / name
    try:
        with Outputs(Guard()) as outputs:
            outputs.into(target).write("x.txt", b"x")
    except RefusedError:
        assert not is_made
    assert is_made == (tmp_path / "a" / "b" / name[:80] / "x.txt").is_file()
