"""Where a user keeps things: folders of Windows that somebody has moved, other disks, workspaces there."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpixl.desk import places
from kpixl.desk.recent import workspaces_in
from kpixl.desk.screens import folders
from tests.support import desks


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """As Windows says it: what its registry holds is filled in by the test."""
    said: dict[str, str] = {}

    class Shell:
        def __enter__(self):
            return self

        def __exit__(self, *_how):
            return None

    def asked(_shell, key):
        if key not in said:
            raise FileNotFoundError(key)
        return said[key], 2

    registry = SimpleNamespace(HKEY_CURRENT_USER=1, OpenKey=lambda *_: Shell(), QueryValueEx=asked)
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "用户")
    return said


def test_a_folder_that_was_moved_is_found_where_it_is(windows, tmp_path):
    """By the registry, else in the user's own folder."""
    (tmp_path / "D" / "我的桌面").mkdir(parents=True)
    (tmp_path / "用户" / "Documents").mkdir(parents=True)
    windows["Desktop"] = str(tmp_path / "D" / "我的桌面")
    windows["Personal"] = str(tmp_path / "gone")
    assert {
        "documents": tmp_path / "用户" / "Documents",
        "desktop": tmp_path / "D" / "我的桌面",
    } == places.user_folders()


def test_the_folders_have_chinese_names_elsewhere(monkeypatch, tmp_path):
    """As Linux desktops call them."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / "下载").mkdir()
    assert {"downloads": tmp_path / "下载"} == places.user_folders()


def test_no_other_disks_are_named_where_there_are_none():
    """Only Windows has letters."""
    assert {} == places.other_disks()


def test_workspaces_of_a_folder_are_found(tmp_path):
    """By names that say no path; other folders are none."""
    home = desks.workspace(tmp_path / "2026 考核")
    (tmp_path / "照片").mkdir()
    found = workspaces_in([tmp_path, tmp_path / "gone"])
    assert [home] == list(found.values())
    assert all(re.fullmatch(r"\w{16}", name) for name in found)


@pytest.mark.parametrize("name", ["returns", "issued", "results"])
def test_a_folder_of_the_campaign_is_opened(tmp_path, monkeypatch, name):
    """Where this machine shows folders; no path comes from the browser."""
    shown: list[Path] = []

    def show(folder: Path) -> bool:
        shown.append(folder)
        return True

    monkeypatch.setattr(folders, "show", show)
    with desks.visited(tmp_path / "home") as there:
        assert 303 == there.post(f"/folders/{name}").status_code
        assert [True] == [path.is_dir() and path.is_relative_to(tmp_path / "home") for path in shown]


def test_where_no_folder_can_be_shown_its_path_is_said(tmp_path, monkeypatch):
    """Somebody opens it by hand."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with desks.visited(tmp_path / "home") as there:
        assert str(there.desk.inbox("self-check").folder) in there.post("/folders/returns").text


@pytest.mark.parametrize("name", ["..", "etc", "returns%2F.."])
def test_no_other_folder_is_opened(tmp_path, monkeypatch, name):
    """But those of the campaign."""
    monkeypatch.setattr(folders, "show", lambda _: pytest.fail("opened"))
    with desks.visited(tmp_path / "home") as there:
        assert there.post(f"/folders/{name}").status_code in {404, 405, 409}
