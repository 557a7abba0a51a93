"""docs/hand-test.md: what it says should be seen is what kpixl makes, as far as no program need be asked."""

import datetime as dt
import json
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from kpixl.simulate.book import Book
from tests.support.cli import ROOT, kpixl

PAGE = (ROOT / "docs" / "hand-test.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| (\d+) \| (.*) \| (.*) \|$", PAGE, re.MULTILINE)
TYPED: dict[tuple[str, str], Decimal | str | dt.date] = {
    ("附件1", "C6"): Decimal(10),
    ("附件1", "D6"): Decimal(3),
    ("附件1", "E6"): Decimal(2),
    ("附件1", "G6"): "等待材料",
    ("附件2", "B6"): "消防",
    ("附件2", "C6"): "线路老化",
    ("附件2", "D6"): "张三",
    ("附件2", "E6"): dt.date(2022, 5, 1),
}
"""What the steps have somebody type."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """The workspace that the page makes."""
    root = tmp_path_factory.mktemp("hand") / "试用区"
    kpixl("init", root, "--workspace", ROOT / "examples" / "two-forms", "--scheme", "safety-2022")
    kpixl("generate", "safety-2022", "--workspace", root, "--out", root / "试用")
    return root


@pytest.fixture(scope="module")
def issued(workspace) -> bytes:
    """The workbook that is tried."""
    return (workspace / "试用" / "01-城关镇.xlsx").read_bytes()


def test_the_steps_are_numbered():
    """Somebody can say which step was different."""
    assert [str(n + 1) for n in range(len(STEPS))] == [number for number, *_ in STEPS]


@pytest.mark.parametrize(("form", "said"), [("附件1", (12, 0, 0)), ("附件2", (0, 0, 0))])
def test_the_progress_of_the_blank_workbook(issued, form, said):
    """Step 2 says the counts as the workbook shows them."""
    sheet = openpyxl.load_workbook(BytesIO(issued), data_only=True).worksheets[0]
    (row,) = (values for values in sheet.iter_rows(values_only=True) if str(values[1]).startswith(form))
    need, filled, errors, doubts, state = row[3:8]
    assert (*said, 0) == (need, filled, errors, doubts)
    assert f"“{form}”应填 {said[0]}" in STEPS[1][2]
    assert f"状态“{state}”" in STEPS[1][2]


def test_everything_that_is_typed_stands_in_the_steps():
    """What this test types is what the page says."""
    told = " ".join(did for _, did, _ in STEPS)
    words = [f"{v.year}-{v.month}-{v.day}" if isinstance(v, dt.date) else str(v) for v in TYPED.values()]
    assert [] == [word for word in words if word not in told]


def test_the_check_finds_only_what_was_left_blank(workspace, issued):
    """The last line of the page: nine required entries of three rows, and nothing else above a note."""
    book = Book(issued)
    for (sheet, a1), value in TYPED.items():
        row, column = coordinate_to_tuple(a1)
        book.set_value(book.tab(sheet).xml.cell(row - 1, column - 1), value)
    back = workspace / "back" / "01-城关镇.xlsx"
    back.parent.mkdir()
    back.write_bytes(book.data())
    done = kpixl("check", "safety-2022", back, "--workspace", workspace, "--format", "json")
    found = [f for f in json.loads(done.stdout)["files"][0]["findings"] if f["severity"] != "note"]
    assert [("R001", "附件1")] * 9 == [(f["code"], f["sheet"]) for f in found]
