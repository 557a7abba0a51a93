"""What is wrong is given back, corrected as the messages say, and checks without an error."""

from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.addresses import parse_cell
from kpixl.simulate.book import Book
from kpixl.simulate.faults import every_fault
from tests.support import tiny
from tests.support.correcting import Case, problems
from tests.support.once import planned_once
from tests.support.simulated import FOLDER

KINDS = Path(__file__).parent / "cases" / "kinds"
CASES = (
    Case(folder=FOLDER, recipients=("jiaodian", "development-reform")),
    Case(folder=FOLDER.parent / "weidong-2021", recipients=("government-services", "street-1")),
    Case(folder=FOLDER.parent / "cangzhou-2020", recipients=("administrative-committee",)),
    Case(
        folder=FOLDER.parent / "zibo-2022",
        recipients=("culture-health", "finance", "court"),
        only={"court": frozenset({"R009", "C006"})},
    ),
    Case(folder=FOLDER.parent / "chongqing-2021", recipients=("development-reform",)),
    Case(folder=KINDS, recipients=("finance",), seed=1),
)
SCHEMES = pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
GATES = set("FISTVR")
LEAST_CODES = 50


@pytest.mark.slow
@SCHEMES
def test_every_fault_is_refused_or_corrected_as_the_messages_say(case):
    """What cannot be read or is nobody's is told its error; what is given back and corrected has none."""
    with planned_once():
        outcomes = list(case.outcomes())
    assert [] == [(each.codes, each.left) for each in outcomes if each.left]
    refused = [each for each in outcomes if each.unreadable]
    assert [] == [each.codes for each in refused if not set(each.codes) <= set(each.told)]
    assert {"F", "I"} == {code[0] for each in refused for code in each.codes}
    codes = {code for each in outcomes for code in each.codes}
    assert (set(), True) == (GATES - {code[0] for code in codes}, len(codes) >= LEAST_CODES)


def test_what_is_left_as_it_was_is_an_error_again():
    """A person who types nothing gets the same errors: it is the corrections that count."""
    correction = next(CASES[0].corrections())
    (kind,) = [k for k in every_fault() if k.code == "V001"]
    assert [] == correction.after(kind, types=True)
    assert ["V001"] == correction.after(kind, types=False)


WHOLE = tiny.report("hedong", "", "whole")


@pytest.fixture
def returns(tmp_path):
    """A folder with a return that has an error, and a file that cannot be read."""
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / "河东镇.xlsx").write_bytes(tiny.built(changes={WHOLE: "约100"}).data)
    (folder / "坏文件.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def test_a_workbook_is_made_of_a_rejected_return(returns, tmp_path):
    """Named as issued; the file that cannot be read is told with its error."""
    made = tiny.campaign().feedback([returns], tmp_path / "back")
    assert [("hedong", 1, 0)] == [(w.unit, w.problems, w.dropped) for w in made.workbooks]
    assert [w.path for w in made.workbooks] == [*(tmp_path / "back").iterdir()]
    assert [("坏文件.xlsx", True)] == [(Path(s.path).name, bool(s.errors)) for s in made.skipped]


def test_the_same_returns_give_the_same_bytes(returns, tmp_path):
    """Twice."""
    twice = [tiny.campaign().feedback([returns], tmp_path / n) for n in ("first", "second")]
    assert 1 == len({w.sha256 for made in twice for w in made.workbooks})


def test_the_corrected_workbook_counts_before_the_first_return(returns, tmp_path):
    """Both in the folder: the corrected one is accepted, the first one is a duplicate."""
    (made,) = tiny.campaign().feedback([returns], tmp_path / "back").workbooks
    book = Book(made.path.read_bytes())
    (problem,) = problems(made.path.read_bytes())
    place = parse_cell(problem.place)
    assert place is not None
    book.set_value(book.tab(problem.form).xml.cell(*place), Decimal(100))
    (returns / "河东镇-改.xlsx").write_bytes(book.data())
    files = tiny.campaign().check([returns]).files
    assert {"河东镇-改.xlsx": "accepted", "河东镇.xlsx": "duplicate", "坏文件.xlsx": "rejected"} == {
        Path(f.path).name: f.status for f in files
    }
