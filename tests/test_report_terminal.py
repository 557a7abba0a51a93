"""A report on a terminal keeps its indentation, whatever the width."""

import pytest
from rich.cells import cell_len

from kpixl.report.terminal import folded, show
from kpixl.report.text import ReportLine

REMEDY = "      → 请把内容填到印发的原工作簿中再报回，不要增删工作表、行或列。" * 2
ENGLISH = (
    "      → Fill it in in the workbook that was issued; do not add or delete rows, columns or sheets. " * 2
)


@pytest.mark.parametrize("text", [REMEDY, ENGLISH])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(text, width):
    """And nothing is lost."""
    lines = list(folded(text, width))
    assert width >= max(cell_len(line) for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())


@pytest.mark.parametrize("width", [80, 120])
def test_what_continues_a_line_stands_below_its_text(width):
    """Behind the arrow."""
    first, *others = folded(REMEDY, width)
    assert first.startswith("      → ")
    assert others
    assert all(line.startswith(" " * 8) and line[8] != " " for line in others)


def test_the_last_column_of_a_table_stays_a_column():
    """Its text goes on below itself."""
    text = "  R001  错误  一二三四五六七八九十甲乙丙"
    assert ["  R001  错误  一二三四五六七八九十甲", "              乙丙"] == list(folded(text, 36, 14))


def test_no_line_begins_with_what_closes():
    """Nor with a comma."""
    assert [] == [line for line in folded("（一）二，" * 20, 21) if line[0] in "，）"]


def test_a_long_path_is_cut():
    """It has no place to fold at."""
    assert 40 >= max(cell_len(line) for line in folded("  " + "a" * 200, 40))


def test_without_a_terminal_lines_stay_whole(capsys, monkeypatch):
    """So that a search finds them."""
    monkeypatch.delenv("COLUMNS", raising=False)
    show([ReportLine(text=REMEDY)])
    assert f"{REMEDY}\n" == capsys.readouterr().out


def test_a_width_that_is_set_holds(capsys, monkeypatch):
    """For those who read through a pager."""
    monkeypatch.setenv("COLUMNS", "60")
    show([ReportLine(text=REMEDY)])
    assert 60 >= max(cell_len(line) for line in capsys.readouterr().out.splitlines())
