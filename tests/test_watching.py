"""A folder that is watched: what is new is checked, and nothing that is still being copied."""

import json
import os
import signal
import subprocess
import sys

import pytest

from kpixl.campaign import Campaign, Means
from kpixl.refusal import RefusedError
from tests.support import cli, tiny
from tests.test_decisions import DAY, OVERSPENT


@pytest.fixture
def folder(tmp_path):
    """An empty folder for what comes."""
    folder = tmp_path / "来件"
    folder.mkdir()
    return folder


def looked(folder, *happenings, stage=None):
    """The looks at a folder. happenings: what happens before each moment; None where nothing does."""

    def moments():
        for happening in happenings:
            if happening is not None:
                happening()
            yield

    campaign = Campaign.open(tiny.FOLDER, Means(key=tiny.KEY, as_of=DAY))
    return list(campaign.looks(folder, moments(), stage=stage))


def put(path, data):
    """What lets a file lie there."""
    return lambda: path.write_bytes(data)


HEXI = tiny.built("hexi", OVERSPENT).data
HEDONG = tiny.built("hedong").data


def test_what_is_there_is_checked_first(folder):
    """Without waiting for something to happen."""
    (folder / "河西镇.xlsx").write_bytes(HEXI)
    (look,) = looked(folder, None, None, None)
    assert [("hexi", "rejected")] == [(f.unit, f.status) for f in look.news]


def test_an_empty_folder_is_no_error(folder):
    """It says that there is nothing yet."""
    (look,) = looked(folder, None, None, None)
    assert (None, ()) == (look.result, look.news)
    assert ["There is nothing to check yet."] == [line.text for line in look.lines("en")]


def test_only_what_is_new_is_news(folder):
    """The result is of all that is there."""
    _, first, second = looked(
        folder, None, None, put(folder / "1.xlsx", HEXI), None, put(folder / "2.xlsx", HEDONG), None
    )
    assert (["hexi"], ["hedong"]) == tuple([f.unit for f in look.news] for look in (first, second))
    assert 2 == len(second.result.files)


def test_a_file_that_grows_waits(folder):
    """It is named meanwhile, and checked once it is whole."""
    path = folder / "1.xlsx"
    (folder / "2.xlsx").write_bytes(HEDONG)
    first, second = looked(folder, put(path, HEXI[:5000]), put(path, HEXI[:9000]), put(path, HEXI), None)
    assert ([path], ["hedong"]) == (list(first.coming), [f.unit for f in first.news])
    assert ((), ["hexi"]) == (second.coming, [f.unit for f in second.news])


def test_a_corrected_file_is_news(folder):
    """Under its old name, with another content; in between it is waited for."""
    path = folder / "河西镇.xlsx"
    looks = looked(folder, put(path, HEXI), None, put(path, tiny.built("hexi").data), None)
    assert [["rejected"], [], ["accepted"]] == [[f.status for f in look.news] for look in looks]


def test_a_file_that_goes_changes_the_result(folder):
    """Nothing is news then."""
    path = folder / "河西镇.xlsx"
    looks = looked(folder, put(path, HEXI), None, path.unlink, None)
    assert (None, ()) == (looks[-1].result, looks[-1].news)


def test_another_judgement_is_news(folder):
    """A second return of the same unit makes the first a duplicate."""
    second = put(folder / "2.xlsx", tiny.built("hexi").data)
    looks = looked(folder, put(folder / "1.xlsx", HEXI), None, second, None)
    assert {"1.xlsx", "2.xlsx"} == {f.path.rpartition("/")[2] for f in looks[-1].news}


def test_what_is_no_return_is_left(folder):
    """As of a check; a picture is evidence."""
    looks = looked(folder, put(folder / "证明.txt", b"text"), None)
    assert [None] == [look.result for look in looks]


def test_what_is_no_folder_is_refused(folder):
    """Nothing would ever come into a file, or into what is not there."""
    (folder / "1.xlsx").write_bytes(HEXI)
    for path in (folder / "1.xlsx", folder / "没有"):
        with pytest.raises(RefusedError, match="is no folder"):
            looked(path, None)


def test_a_folder_that_is_away_is_waited_for(folder):
    """A share may be, for a while; what was said before is no news when it is back."""
    (folder / "1.xlsx").write_bytes(HEXI)
    away = folder.with_name("别处")
    looks = looked(folder, None, None, lambda: folder.rename(away), None, lambda: away.rename(folder), None)
    assert [["hexi"]] == [[f.unit for f in look.news] for look in looks]


def test_an_unknown_stage_is_refused(folder):
    """Before anything is waited for."""
    with pytest.raises(RefusedError, match="nowhere"):
        looked(folder, None, stage="nowhere")


def _heeds_ctrl_c():
    """What runs in the background has Ctrl-C ignored, and so has what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class TestTheCommand:
    @pytest.fixture
    def home(self, tmp_path):
        """A workspace with a folder in which a return lies."""
        home = cli.workspace(tmp_path / "home")
        (home / "来件").mkdir()
        (home / "来件" / "河西镇.xlsx").write_bytes(HEXI)
        return home

    def watched(self, home, *more):
        """What the command says in a moment."""
        often = ("--every", "0.05", "--minutes", "0.002")
        return cli.kpixl("watch", "tiny", home / "来件", "--workspace", home, *often, *more)

    def test_says_each_file_in_a_line(self, home):
        """And how many there are."""
        done = self.watched(home)
        assert 0 == done.exit_code
        assert "rejected  河西镇  来件/河西镇.xlsx  error 1" in done.stdout.splitlines()

    def test_keeps_a_report_and_the_account_fresh(self, home):
        """But writes no notices: nobody is told before somebody has looked."""
        self.watched(home, "--report", home / "报告")
        names = {path.name for path in (home / "报告").iterdir()}
        assert {"report.html", "report.xlsx", "status.xlsx"} < names
        assert not {name for name in names if "notice" in name}

    def test_each_look_is_a_line_of_json(self, home):
        """For programs."""
        (line,) = self.watched(home, "--format", "json").stdout.splitlines()
        assert ["rejected"] == [f["status"] for f in json.loads(line)["files"]]

    def test_a_report_that_cannot_be_written_ends_nothing(self, home):
        """It may be open somewhere: it is said, and tried again with the next change."""
        (home / "报告").write_bytes(b"")
        done = self.watched(home, "--report", home / "报告")
        assert (0, True) == (done.exit_code, "报告" in done.stderr)

    @pytest.mark.skipif(sys.platform == "win32", reason="there a process gets no Ctrl-C alone")
    def test_ctrl_c_ends_it(self, home):
        """As success."""
        arguments = ("watch", "tiny", "来件", "--every", "0.1", "--lang", "en")
        with subprocess.Popen(
            [sys.executable, "-m", "kpixl", *arguments],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(cli.ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509 - it sets a signal and nothing else
        ) as process:
            assert process.stdout is not None
            assert "rejected" in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            try:
                _, said = process.communicate(timeout=60)
            finally:
                process.kill()
        assert (0, True) == (process.returncode, "Ended." in said)
