"""Backups at the desk: taken in from elsewhere, restored, refused."""

import re

import pytest

from tests.support import desks
from tests.support.desks import OWN

WORDS = "足够长的备份密码"


@pytest.fixture
def backup(tmp_path) -> bytes:
    """Of a workspace where workbooks were made."""
    with desks.visited(tmp_path / "old") as there:
        there.post("/issue", {"which": "all", "stage": "self-check"})
        there.wait()
        there.post("/settings/backup", {"password": WORDS, "again": WORDS})
        [name] = re.findall(r'/settings/backups/([^"?]+)', there.page("/settings"))
        return there.get(f"/settings/backups/{name}").content


@pytest.fixture
def fresh(tmp_path, backup):
    """A desk of a workspace where nothing was done, the backup taken in; another is opened in its place."""
    with desks.visited(tmp_path / "new") as there:
        there.desk.turn = lambda *_: None
        files = {"files": ("旧电脑.kpixl-backup", backup)}
        assert 303 == there.browser.post("/settings/backups", files=files, headers=OWN).status_code
        yield there


def restore(there, words: str) -> int:
    """Restore it, over what is here; how that is answered."""
    said = {"name": "旧电脑.kpixl-backup", "password": words, "force": "1"}
    return there.post("/settings/restore", said).status_code


def issued(there) -> int:
    """How many workbooks the account says were made."""
    return sum(line.standing.issued is not None for line in there.desk.status("self-check").every)


def test_it_is_restored(fresh):
    """The account says again what was done; what is here already is replaced where that is asked for."""
    assert "旧电脑.kpixl-backup" in fresh.page("/settings")
    assert 303 == restore(fresh, WORDS)
    assert 3 == issued(fresh)


def test_a_wrong_password_restores_nothing(fresh):
    """Nor does the account change."""
    assert 409 == restore(fresh, "别的密码别的密码")
    assert 0 == issued(fresh)


def test_none_takes_the_place_of_another(fresh, backup):
    """A backup of the same name is refused."""
    files = {"files": ("旧电脑.kpixl-backup", backup)}
    assert 409 == fresh.browser.post("/settings/backups", files=files, headers=OWN).status_code


@pytest.mark.parametrize("name", ["../secrets.json", "nothing.kpixl-backup", ""])
def test_only_what_is_listed_is_restored(fresh, name):
    """No path is taken from the browser."""
    assert 409 == fresh.post("/settings/restore", {"name": name, "password": WORDS}).status_code
