import datetime as dt
import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from kpixl.check import NothingToCheckError, check
from kpixl.findings import Severity
from kpixl.generate import build
from kpixl.layout import recipients
from kpixl.returns import Reader, discover
from kpixl.version import __version__
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.tiny import KEY, report, returned

pytestmark = pytest.mark.processes
CASES = Cases()
CASES.add("U001", "an older issue")
CASES.add("U002", "the same file twice")
CASES.add("I012", "a workbook of a stage that is not checked")
CLAIMED = report("hexi", "t1", "claimed")


def saved(unit, at, changes=None, issue=1):
    """A unit's workbook of an issue, as saved at a time."""
    made = build(tiny.package(unit, issue=issue), tiny.answers(unit) | (changes or {}), issuer=tiny.issuer())
    file = replace(returned(unit), built=made, book=type(returned(unit).book)(made.data))
    file.book.saved("某人", dt.datetime(2021, 12, at, tzinfo=dt.UTC))
    return file.book.data()


def run(folder, **more):
    """The check of a folder."""
    reader = Reader(scheme=tiny.scheme(), key=KEY)
    return check(tiny.scheme(), discover([folder]), reader=reader, **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder as it comes back: several returns of one unit, a faulty one, and what is none."""
    folder = tmp_path_factory.mktemp("returns")
    files = {
        "a-河东镇.xlsx": saved("hedong", 9),
        "b-河东镇.xlsx": saved("hedong", 3, issue=2),
        "c-河东镇.xlsx": saved("hedong", 1, issue=2),
        "河西镇.xlsx": saved("hexi", 5, {CLAIMED: Decimal(11)}),
        "broken.xlsx": b"PK\x03\x04 and nothing more",
        "notes.txt": "说明".encode(),
        "~$河东镇.xlsx": b"lock",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    shutil.copy(folder / "河西镇.xlsx", folder / "河西镇 (1).xlsx")
    return folder


@pytest.fixture(scope="module")
def result(folder):
    """The outcome."""
    return run(folder)


def of(result, name):
    """The file of that name."""
    return next(f for f in result.files if f.path.endswith(name))


class TestStatus:
    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("/a-河东镇.xlsx", "duplicate"),
            ("/b-河东镇.xlsx", "accepted"),
            ("/c-河东镇.xlsx", "duplicate"),
            ("/河西镇.xlsx", "rejected"),
            ("/河西镇 (1).xlsx", "duplicate"),
            ("/broken.xlsx", "rejected"),
            ("/notes.txt", "ignored"),
            ("/~$河东镇.xlsx", "ignored"),
        ],
    )
    def test_of_each_file(self, result, name, status):
        """The highest issue counts, then the latest change, then the name; other files are left aside."""
        assert status == of(result, name).status

    @pytest.mark.parametrize(
        ("name", "code"),
        [("/a-河东镇.xlsx", "U001"), ("/c-河东镇.xlsx", "U001"), ("/河西镇 (1).xlsx", "U002")],
    )
    def test_the_others_get_a_note(self, result, name, code):
        """A return that does not count says which one does."""
        found = [f for f in of(result, name).findings if f.code.startswith("U")]
        assert [(code, Severity.NOTE)] == [(f.code, f.severity) for f in found]

    def test_the_one_that_counts_has_none(self, result):
        """The return that counts has no such note."""
        assert [] == [f for f in of(result, "/b-河东镇.xlsx").findings if f.code.startswith("U")]

    def test_accepted(self, result):
        """The accepted records are those of the accepted files."""
        assert ["hedong"] == [r.stamp.recipient for r in result.accepted if r.stamp]

    def test_missing(self, result):
        """Missing are the units without a return of their own, accepted or not."""
        assert result.missing == ("finance",)

    def test_units(self, result):
        """A file says whose it is, in words too; what nobody can read does not."""
        units = [(of(result, n).unit, of(result, n).unit_name) for n in ("/b-河东镇.xlsx", "/broken.xlsx")]
        assert [("hedong", "河东镇"), (None, None)] == units

    def test_in_json(self, result):
        """The summary counts what is in the folder."""
        data = result.as_dict()
        assert (data["kpixl"], data["summary"]) == (
            __version__,
            {
                "files": 6, "accepted": 1, "rejected": 2, "duplicates": 3, "ignored": 2,
                "errors": 3, "warnings": 0, "notes": 5, "missing_units": ["finance"],
                "units": {"expected": 3, "accepted": 1, "rejected": 1, "missing": 1},
            },
        )  # fmt: skip

    def test_every_file_is_listed(self, result, folder):
        """No file is passed over in silence."""
        assert sorted(p.name for p in folder.iterdir()) == sorted(
            f.path.rpartition("/")[2] for f in result.files
        )


def test_findings_are_in_order(result):
    """The findings of a file go from gate to gate, from the top of a sheet to its bottom."""
    cells = [f.where.cell for f in of(result, "/河西镇.xlsx").findings]
    assert ["F10"] == cells


def test_the_same_again(result, folder):
    """The outcome is a function of the files."""
    assert run(folder).as_dict() == result.as_dict()


def test_another_stage(folder):
    """With a stage given, returns of others are left aside with a note."""
    result = run(folder, stage="verification")
    found = of(result, "/b-河东镇.xlsx")
    assert ("ignored", ["I012"]) == (found.status, [f.code for f in found.findings])


def test_nothing_to_check(tmp_path):
    """A folder without anything that could be a workbook is refused."""
    (tmp_path / "notes.txt").write_text("说明", encoding="utf-8")
    with pytest.raises(NothingToCheckError):
        run(tmp_path)


@pytest.mark.parametrize(
    ("stage", "ids"),
    [("self-check", ("hedong", "hexi", "finance")), ("verification", ("finance", "panel"))],
)
def test_recipients(stage, ids):
    """Who has to return a workbook: the stage's groups, or whom the rows name and who has the rest."""
    assert ids == recipients(tiny.scheme(), tiny.scheme().stage(stage))
