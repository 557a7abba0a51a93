"""Settings that the desk writes: limits, passwords of returns; and what it shows of secrets."""

import io
import tomllib

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from kpixl.campaign import Workspace
from kpixl.campaign.workspace.own_settings import with_limits
from tests.support import desks, tiny

OWN = """# 我们的设置
[limits]
seconds = 90  # 电脑慢
file = "60 MB"  # 有图片的

[other]
file = "kept"
"""


@pytest.fixture
def fresh(tmp_path):
    """A desk of a new workspace."""
    with desks.visited(tmp_path / "home") as there:
        yield there


def test_limits_are_written_with_all_else_as_it_was():
    """Comments, other settings and other tables."""
    text = with_limits(OWN, {"file": "80 MB", "archive": "3000 MB"})
    assert '[limits]\narchive = "3000 MB"\nseconds = 90  # 电脑慢\nfile = "80 MB"  # 有图片的\n' in text
    assert {"file": "kept"} == tomllib.loads(text)["other"]


def test_the_usual_limit_is_one_that_is_not_written():
    """A blank takes it away."""
    assert {"seconds": 90} == tomllib.loads(with_limits(OWN, {"file": ""}))["limits"]


def test_limits_are_set_at_the_desk(fresh):
    """In MB, and hold from then on."""
    assert 303 == fresh.post("/settings/limits", {"file": "7", "archive": ""}).status_code
    assert 7 << 20 == Workspace.at(fresh.desk.workspace.root).means().limits.file
    assert (
        'name="file" inputmode="numeric" pattern="[0-9]{1,5}" maxlength="5" size="6" value="7"'
        in fresh.page("/settings")
    )


@pytest.mark.parametrize("said", ["0", "-1", "viel"])
def test_what_is_no_limit_is_refused(fresh, said):
    """And nothing is written."""
    assert 409 == fresh.post("/settings/limits", {"file": said}).status_code
    assert not (fresh.desk.workspace.root / "kpixl.toml").exists()


def test_limits_that_are_written_in_another_way_are_left_alone(fresh):
    """The office writes them itself."""
    path = fresh.desk.workspace.root / "kpixl.toml"
    path.write_text('limits = {file = "60 MB"}\n', encoding="utf-8")
    assert 409 == fresh.post("/settings/limits", {"file": "7"}).status_code
    assert 'limits = {file = "60 MB"}\n' == path.read_text(encoding="utf-8")


def test_a_password_that_opens_a_return_is_entered_once(fresh):
    """What could not be opened is read then; the other secrets stay."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(tiny.built("hedong").data)).encrypt("暗号", target)
    fresh.drop(("河东.xlsx", target.getvalue()))
    fresh.settle()
    assert 0 == fresh.desk.status("self-check").summary["accepted"]
    assert 303 == fresh.post("/settings/opening", {"password": "暗号"}).status_code
    fresh.wait()
    assert 1 == fresh.desk.status("self-check").summary["accepted"]
    own = Workspace.at(fresh.desk.workspace.root).secrets(create=False)
    assert own is not None
    assert (("暗号",), tiny.PASSWORD) == (own.open_passwords, own.password)


@pytest.mark.parametrize("path", ["/settings/password", "/settings/key"])
def test_a_secret_is_shown_to_who_has_confirmed(fresh, path):
    """On no page otherwise."""
    assert 409 == fresh.post(path).status_code
    assert tiny.KEY.secret.decode() not in fresh.page("/settings")
    secret = {"/settings/password": tiny.PASSWORD, "/settings/key": tiny.KEY.secret.decode()}[path]
    assert secret in fresh.post(path, {"sure": "1"}).text
