"""Each format is read into the same document; what is none, or too much, is told."""

from pathlib import Path

import pytest

from kpixl.draft.document import Document, Grid, Text
from kpixl.draft.readers import read_file
from kpixl.draft.readers.plain import read_plain
from kpixl.limits import Limits
from kpixl.refusal import RefusedError
from kpixl.words import Words
from tests.support import drafting
from tests.support.cases import cases
from tests.support.documents import excel, word
from tests.support.drafting import table
from tests.test_draft import drafted as drafted_from_text

CASES = cases("draft")
FORMS = (
    "附件1\n\n2024年度目标完成情况表\n\n填报单位（盖章）：\n\n单位：万元\n"
    + table("类别|指标|完成情况|备注", "||本年|上年|", "经济|投资|||", "|消费|||", "民生|就业|||")
    + "注：本表一式两份。\n\n附件2\n\n联系人登记表\n"
    + table("姓名|电话", "|", "|")
)
PAGE = """<html><body><p>目标表</p><table>
<tr><td rowspan="2">指标</td><td colspan="2">完成情况</td></tr><tr><td>本年</td><td>上年</td></tr>
<tr><td>投资</td><td></td><td></td></tr><tr><td>消费</td><td></td><td></td></tr>
</table><script>var a = "不是正文";</script></body></html>"""


def read(folder: Path, name: str, data: bytes) -> Document:
    """The document in a file that was read."""
    (folder / name).write_bytes(data)
    found = read_file(Limits(), str(folder / name))
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_form_is_the_same_from_word_and_excel(tmp_path, name):
    """Merged cells, heads of several rows, labels and notes: the scheme is that of the text."""
    document = read_plain(FORMS, "a.txt")
    made = read(tmp_path, name, {"a.docx": word, "a.xlsx": excel}[name](document))
    for form in ("annex-1.yaml", "annex-2.yaml"):
        assert drafting.files(document)[form] == drafting.files(made)[form]


def test_a_page_keeps_its_merged_cells(tmp_path):
    """Spans of cells are read; scripts say nothing."""
    document = read(tmp_path, "a.html", PAGE.encode())
    [grid] = document.grids
    assert [(c.text, c.high, c.wide) for c in grid.starting(0)] == [("指标", 2, 1), ("完成情况", 1, 2)]
    assert [t.text for t in document.texts] == ["目标表"]


def test_a_text_of_a_chinese_program_is_read(tmp_path):
    """GB 18030 is taken where the bytes are no UTF-8."""
    assert [t.text for t in read(tmp_path, "a.txt", "登记表".encode("gb18030")).texts] == ["登记表"]


def test_a_row_on_a_line_is_read_over_a_page_break():
    """Cells that tabs split, with an empty line where a page ended."""
    text = "序号\t项目\t金额\n1\t甲\t10\n\n2\t乙\t20\n"
    [grid] = read_plain(text, "a.txt").grids
    assert (grid.rows, grid.columns) == (3, 3)


def test_a_table_of_contents_is_no_table():
    """Texts with the number of a page are lines."""
    assert all(isinstance(block, Text) for block in read_plain("1. 甲\t2\n2. 乙\t3\n", "a.txt").blocks)


def test_a_cell_may_hold_paragraphs():
    """Characters below each other are one cell, as labels are written downwards."""
    [grid] = read_plain("\n\t环\n\n保\n\t水\n\n\t\n\t\n\n", "a.txt").grids
    assert isinstance(grid, Grid)
    assert [c.said for c in grid.starting(0)] == ["环保", "水"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_what_holds_no_form_is_told(tmp_path, case):
    """One line says why, and nothing is written."""
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()
    (tmp_path / case["name"]).write_bytes(data)
    found = read_file(Limits(), str(tmp_path / case["name"]))
    if isinstance(found, Words):
        assert case["says"] in found.en
        return
    with pytest.raises(RefusedError, match=case["says"]):
        drafted_from_text(tmp_path, case["text"], case["name"])


def test_a_document_that_unpacks_to_too_much_is_refused(tmp_path):
    """The limits of returns hold for documents of Word."""
    (tmp_path / "a.docx").write_bytes(word(read_plain(FORMS, "a.txt")))
    found = read_file(Limits(part=1000), str(tmp_path / "a.docx"))
    assert isinstance(found, Words)
    assert "limits.part" in found.en


def test_a_report_is_too_long(tmp_path):
    """A document as long as a report is told as one."""
    (tmp_path / "a.txt").write_text("这是一份报告。\n" * 60_000, encoding="utf-8")
    found = read_file(Limits(), str(tmp_path / "a.txt"))
    assert isinstance(found, Words)
    assert "looks like a report" in found.en
