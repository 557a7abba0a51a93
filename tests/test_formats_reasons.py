"""Why a file cannot be read: each kind of content has the one reason that helps its sender."""

import random
import struct
import zipfile

import pytest

from kpixl.findings import Finding
from kpixl.formats import RawWorkbook, read_workbook
from kpixl.formats._compound import MAGIC
from kpixl.returns import discover, look_into
from tests.support import tiny, xlsb
from tests.support.mutants import unpacked
from tests.support.packages import packed, parts, row, texts_xml, workbook

NOISE = random.Random(14).randbytes(5000)  # noqa: S311 - any noise will do, the same each time
STRINGS = "xl/sharedStrings.xml"


def codes(data: bytes) -> list[str]:
    """Of all that is said of a file."""
    read = read_workbook(data)
    return [f.code for f in (read.findings if isinstance(read, RawWorkbook) else read)]


def with_member(name: str) -> bytes:
    """A good workbook with one more member."""
    return packed({**parts(None, row('<c r="A1"><v>1</v></c>')), name: b""})


def return_with(texts: bytes | None) -> bytes:
    """A return whose shared texts are others, or gone."""
    members = {name: content for name, content in unpacked(tiny.built().data).items() if name != STRINGS}
    return packed(members if texts is None else {**members, STRINGS: texts})


CONTENTS = {
    "noise behind the mark of an old Office document": (MAGIC + NOISE, "F095"),
    "nothing behind it": (MAGIC, "F095"),
    "zeros behind it": (MAGIC + bytes(600), "F095"),
    "Excel 2": (struct.pack("<HHHH", 0x0009, 4, 2, 0x10) + bytes(50), "F096"),
    "Excel 3": (struct.pack("<HHHHH", 0x0209, 6, 0, 0x10, 0) + bytes(50), "F096"),
    "Excel 4": (struct.pack("<HHHHH", 0x0409, 6, 0, 0x10, 0) + bytes(50), "F096"),
    "Excel 5 without a document around it": (struct.pack("<HHHH", 0x0809, 8, 0x500, 5) + bytes(50), "F096"),
    "what nothing recognises": (NOISE, "F032"),
    "the mark of a document security program": (b"%TSD-Header-###%" + NOISE, "F032"),
    "a member outside": (with_member("../a.txt"), "F045"),
    "the folder outside": (with_member("../"), "F045"),
    "a folder further out": (with_member("xl/../../a/"), "F045"),
    "the way out alone": (with_member(".."), "F045"),
    "a way out of Windows": (with_member("..\\a.txt"), "F045"),
    "nothing but members outside": (packed({"../xl/workbook.xml": b"", "../a": b""}), "F045"),
    "an archive of something else": (packed({"a.txt": b"1"}), "F024"),
    "no shared texts": (return_with(None), "F110"),
    "no shared text in them": (return_with(texts_xml().encode()), "F110"),
    "some of them": (return_with(texts_xml("<t>甲</t>", "<t>乙</t>").encode()), "F110"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_one_reason(name):
    """That code, and no other."""
    data, code = CONTENTS[name]
    assert [code] == codes(data)


def test_one_text_that_is_nowhere_is_a_damaged_cell():
    """All others are read."""
    cells = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c>'
    data = workbook({STRINGS: texts_xml("<t>甲</t>")}, row(cells))
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook)
    assert ("甲", ["F084"]) == (book.sheets[0].at(0, 1).value, codes(data))


def test_unknown_content_may_be_encrypted():
    """The sender is told to ask for a decrypted copy."""
    read = read_workbook(NOISE)
    assert isinstance(read, tuple)
    (finding,) = read
    assert "文档安全" in finding.message()
    assert "解密" in finding.remedy()


EMPTY = '<c r="A1" t="s"><v></v></c><c r="B1" t="s"><v/></c><c r="C1" t="s"/><c r="D1"><v>1</v></c>'


def test_a_shared_text_without_a_number_is_a_blank():
    """As every program shows it."""
    data = workbook({STRINGS: texts_xml("<t>甲</t>")}, row(EMPTY))
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook)
    sheet = book.sheets[0]
    assert ([None] * 3, []) == ([sheet.at(0, column).value for column in range(3)], codes(data))
    assert "A1" not in sheet.occupied()


def test_what_follows_the_rows_of_an_xlsb_is_none_of_them():
    """Excel writes records behind the rows of a blank sheet whose numbers cells have."""
    future = xlsb.record(35, bytes(4)) + xlsb.cell(1, 0) + xlsb.record(0, bytes(25)) + xlsb.record(36)
    assert ["F022"] == codes(xlsb.xlsb(after=future))


def test_cells_of_an_xlsb_that_leave_out_their_column():
    """They stand right of the one before; the first in column A."""
    short = xlsb.record(16, struct.pack("<Ld", 0, 2.5)) + xlsb.record(17, bytes(4) + xlsb.text("甲"))
    data = xlsb.xlsb(xlsb.row(0, xlsb.record(12, bytes(4)), xlsb.cell(5, 3, struct.pack("<d", 1.5)), short))
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook)
    assert [None, 1.5, 2.5, "甲"] == [book.sheets[0].at(0, column).value for column in (0, 3, 4, 5)]


DOWNLOADS = {
    "河东.xlsx.crdownload": ("rejected", "F111", "error"),
    "河东.xls.downloading": ("rejected", "F111", "error"),
    "未确认 123456.crdownload": ("rejected", "F111", "error"),
    "河东.xlsx.part": ("rejected", "F111", "error"),
    "河东.xlsx.baiduyun.p.downloading": ("rejected", "F111", "error"),
    "河东.xlsx.fdmdownload": ("rejected", "F111", "error"),
    "河东.xlsx.tmp": ("rejected", "F111", "error"),
    "A1B2C3D4.tmp": ("ignored", "F001", "note"),
    "证明.pdf.crdownload": ("ignored", "F111", "note"),
    "~$河东.xlsx.crdownload": ("ignored", "F001", "note"),
}


@pytest.mark.parametrize("name", DOWNLOADS)
@pytest.mark.parametrize("where", ["folder", "zip"])
def test_unfinished_downloads(name, where, tmp_path):
    """A return is to be downloaded again; what would have been something else is not missed."""
    if where == "folder":
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    else:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(name, b"PK\x03\x04")
    (outer,) = discover([tmp_path])
    (source,) = look_into(outer) if outer.status == "open" else [outer]
    assert isinstance(source.finding, Finding)
    assert DOWNLOADS[name] == (source.status, source.finding.code, source.finding.severity.value)
