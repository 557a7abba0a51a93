"""What a killed run leaves is undone or completed by the next, and a journal that lies can do no harm."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kpixl.outputs import Outputs, _mark, write_whole
from tests.support.cli import ROOT
from tests.support.renewing import contents, names, old

pytestmark = pytest.mark.slow  # processes that are ended

RENEWING = """
import sys
from pathlib import Path
from tests.support.stepping import counting
from tests.support.renewing import renew
made = counting(int(sys.argv[2]))
renew(Path(sys.argv[1]))
print(made())
"""
WAITING = ".kpixl-0a1b2c3d.part"
STEPS = 22


def renewed(folder: Path, step: int) -> str:
    """Renew the files of a folder in a process that is killed at a step; how many there were, if it ends."""
    call = [sys.executable, "-c", RENEWING, str(folder), str(step)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(call, env=env, capture_output=True, check=False, encoding="utf-8").stdout.strip()


def looked_at(folder: Path, *places: str) -> None:
    """What the next run does first, in these folders."""
    with Outputs() as outputs:
        for place in places or ("",):
            outputs.into(folder / place)


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    """The files of two folders before and after, and how many steps lie between."""
    folder = tmp_path_factory.mktemp("ends")
    old(folder)
    before = contents(folder)
    steps = int(renewed(folder, -1))
    return before, contents(folder), steps


@pytest.mark.parametrize("step", range(STEPS))
def test_a_killed_run_ends_with_all_or_none(ends, tmp_path, step):
    """In both of its folders, whichever step it was killed at; nothing of it is left."""
    before, after, _ = ends
    old(tmp_path)
    assert "" == renewed(tmp_path, step)
    looked_at(tmp_path, "a", "b")
    assert contents(tmp_path) in (before, after)
    assert [] == [name for name in names(tmp_path) if ".kpixl" in name]


def test_all_steps_are_tried(ends):
    """There are as many as the test above tries."""
    assert STEPS == ends[2]


@pytest.mark.parametrize("content", [{}, {"new0": b"half"}, {"journal.json": b"{"}, {"scratch/x": b"x"}])
def test_leftovers_without_a_journal_are_removed(tmp_path, content):
    """What was not exchanged yet is nothing."""
    for name, data in content.items():
        path = tmp_path / WAITING / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / ".kpixl-x.part").write_bytes(b"a file, from an earlier version")
    (tmp_path / ".kpixl-mine").write_bytes(b"no such name")
    looked_at(tmp_path)
    assert [".kpixl-mine"] == names(tmp_path)


def lying(folder: Path, name: str, victim: bytes, **more) -> None:
    """A journal that says that a run put this file where it is, and that the old one waits beside it."""
    move = {"name": name, "number": 0, "new": hashlib.sha256(victim).hexdigest(), "old": False}
    journal = {"files": [{**move, **more}], "folders": [], "decided": "", "others": []}
    (folder / WAITING).mkdir()
    (folder / WAITING / "journal.json").write_text(json.dumps(journal), encoding="utf-8")
    (folder / WAITING / "old0").write_bytes(b"planted")


@pytest.fixture
def victims(tmp_path):
    """A folder of outputs with files of somebody in it and around it, and some that kpixl wrote elsewhere."""
    out = tmp_path / "out"
    (out / "sub").mkdir(parents=True)
    for place in (out / "mine", out / "sub" / "mine", tmp_path / "mine"):
        place.write_bytes(b"precious")
    for place in (out / "own", tmp_path / "own"):
        write_whole(place, b"precious")
    (out / "linked").symlink_to(tmp_path, target_is_directory=True)
    return out


LIES = ["mine", "sub/mine", "../mine", "../own", "sub/../../own", "linked/own", "linked/mine", "..\\own", ""]


@pytest.mark.parametrize("put_back", [False, True])
@pytest.mark.parametrize("name", [*LIES, "{above}/own", "C:own", "C:/own", "//server/share/own", "."])
def test_a_journal_that_lies_does_no_harm(victims, name, put_back):
    """Neither to files outside of its folder nor to those in it that kpixl did not write."""
    above = victims.parent
    before = contents(above)
    lying(victims, name.format(above=above.as_posix()), b"precious", old=put_back)
    looked_at(victims)
    assert before == contents(above)


@pytest.mark.parametrize("folder", ["../x", "sub", "linked", "/", "."])
def test_nor_to_folders(victims, folder):
    """One that holds anything, or lies elsewhere, stays."""
    (victims.parent / "x").mkdir()
    before = names(victims.parent)
    (victims / WAITING).mkdir()
    journal = {"files": [], "folders": [folder], "decided": "", "others": []}
    (victims / WAITING / "journal.json").write_text(json.dumps(journal), encoding="utf-8")
    looked_at(victims)
    assert before == names(victims.parent)


@pytest.mark.parametrize(
    "text",
    [
        "null", "[]", '{"files": 1}', '{"files": [1], "folders": [], "decided": "", "others": []}',
        '{"files": [], "folders": [1], "decided": "", "others": []}',
        '{"files": [], "folders": ["\\u0000"], "decided": "", "others": []}',
        '{"files": [], "folders": [], "decided": 1, "others": []}', "[" * 100_000,
        '{"files": [{"name": "own", "number": "0/..", "new": "", "old": true}], "folders": [], "others": []}',
    ],
)  # fmt: skip
def test_what_is_no_journal_counts_as_none(victims, text):
    """It is removed as any leftover, and no command ends of it."""
    before = contents(victims)
    (victims / WAITING).mkdir()
    (victims / WAITING / "journal.json").write_text(text, encoding="utf-8")
    looked_at(victims)
    assert before == contents(victims)


@pytest.mark.parametrize(
    "where", ["//server/share/.kpixl-1.part", "/.kpixl-1.part", "C:/.kpixl-1.part", "../x"]
)
def test_what_decides_is_not_looked_for_elsewhere(victims, where):
    """A path that is none from here, or of another name, is not followed: what happened is undone."""
    write_whole(victims / "own", b"written in part")
    lying(victims, "own", b"written in part", old=True)
    path = victims / WAITING / "journal.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"decided": ""', f'"decided": "{where}"'), encoding="utf-8"
    )
    looked_at(victims)
    assert b"planted" == (victims / "own").read_bytes()


def test_a_waiting_folder_that_is_a_link_is_not_followed(victims):
    """The link goes, what it leads to stays."""
    before = contents(victims.parent)
    (victims / WAITING).symlink_to(victims.parent, target_is_directory=True)
    looked_at(victims)
    assert before == contents(victims.parent)


def test_the_mark_is_the_contents(tmp_path):
    """A file whose content is another, or whose time is whole, is not kpixl's."""
    write_whole(tmp_path / "a", b"content")
    assert _mark.is_own(tmp_path / "a")
    time = (tmp_path / "a").stat().st_mtime_ns
    (tmp_path / "a").write_bytes(b"another")
    os.utime(tmp_path / "a", ns=(time, time))
    assert not _mark.is_own(tmp_path / "a")
    shutil.copyfile(tmp_path / "a", tmp_path / "b")
    os.utime(tmp_path / "b", (1_600_000_000, 1_600_000_000))
    assert not _mark.is_own(tmp_path / "b")
