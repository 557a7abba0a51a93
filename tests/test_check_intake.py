"""Returns that came in mails and archives, checked: opened in reading processes, kept like files."""

import hashlib

import pytest

from kpixl.limits import WorkerLimits
from kpixl.refusal import RefusedError
from tests.support import letters, tiny
from tests.support.folders import campaign
from tests.support.intake import FILES, seven_zip
from tests.support.packages import packed

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Returns as three units sent them: by mail, in a 7z, in a zip in a mail."""
    hedong, hexi, finance = (tiny.built(unit).data for unit in ("hedong", "hexi", "finance"))
    files = {
        "河东.eml": letters.eml({"河东镇.xlsx": hedong, "签名.png": FILES["picture"]}),
        "河西.7z": seven_zip({"河西/河西镇.xlsx": hexi, "河西/说明.txt": FILES["text"]}),
        "财政.eml": letters.eml(
            {"财政.zip": packed({"财政所.xlsx": finance})}, sender="李明 <li@example.com>", text=""
        ),
    }
    folder = tmp_path_factory.mktemp("returns")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def result(folder):
    """The outcome, with a parent that opens nothing itself."""

    def forbidden(*_: object) -> None:
        raise AssertionError

    with pytest.MonkeyPatch.context() as patch:
        for module in ("_look_into", "_source"):
            patch.setattr(f"kpixl.returns.files.{module}.open_container", forbidden)
        return campaign().check([folder])


def told(result):
    """What JSON says of each file: name, unit, status, sender, and whether it has a digest."""
    return [
        (f["path"].partition("!")[2], f["unit"], f["status"], f["sender"], bool(f["sha256"]))
        for f in result.as_dict()["files"]
    ]


def test_each_file_is_checked_and_says_who_sent_it(result):
    """Nothing is opened where the check runs; what came by mail says its sender, all else null."""
    assert [
        ("body.txt", None, "ignored", "王芳 <wang@example.com>", True),
        ("河东镇.xlsx", "hedong", "accepted", "王芳 <wang@example.com>", True),
        ("签名.png", None, "ignored", "王芳 <wang@example.com>", True),
        ("河西/河西镇.xlsx", "hexi", "accepted", None, True),
        ("河西/说明.txt", None, "ignored", None, True),
        ("财政.zip!财政所.xlsx", "finance", "accepted", "李明 <li@example.com>", True),
    ] == told(result)


def test_a_digest_is_that_of_the_bytes(result):
    """Of what was read and of what was ignored."""
    expected = {tiny.built("hexi").data, FILES["picture"]}
    assert {hashlib.sha256(data).hexdigest() for data in expected} <= {f.sha256 for f in result.files}


def test_a_mail_is_replaced_by_no_output(folder, result):
    """What returns came in is protected as they are."""
    before = (folder / "河东.eml").read_bytes()
    with pytest.raises(RefusedError):
        campaign().using(force=True).merge(result, folder / "河东.eml")
    assert before == (folder / "河东.eml").read_bytes()


def test_a_mail_that_takes_for_ever_costs_no_other(folder, tmp_path):
    """What its reading process does not survive is said of the mail; the others are read."""
    part = b"--x\r\nContent-Type: text/plain\r\n\r\n\r\n"
    kind = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    (tmp_path / "a.eml").write_bytes(letters.head() + kind + part * 250_000)
    (tmp_path / "b.eml").write_bytes((folder / "河东.eml").read_bytes())
    one = campaign().using(process=WorkerLimits(seconds=3)).check([tmp_path])
    assert ["F090"] == [finding.code for finding in one.files[0].findings]
    assert ["rejected", "ignored", "accepted", "ignored"] == [file.status for file in one.files]


def test_a_mail_without_a_return_is_nothing_to_check(tmp_path):
    """Where nothing could be a workbook, the path is wrong, as with a folder of pictures."""
    (tmp_path / "a.eml").write_bytes(letters.eml({"签名.png": FILES["picture"]}))
    with pytest.raises(RefusedError):
        campaign().check([tmp_path])


def test_a_return_that_came_twice_counts_once(tmp_path):
    """As a file and in a mail: identical ones are a note."""
    data = tiny.built("hedong").data
    (tmp_path / "a.eml").write_bytes(letters.eml({"河东镇.xlsx": data}, text=""))
    (tmp_path / "河东镇.xlsx").write_bytes(data)
    assert [("duplicate", ["U002"]), ("accepted", [])] == [
        (f.status, [x.code for x in f.findings]) for f in campaign().check([tmp_path]).files
    ]
