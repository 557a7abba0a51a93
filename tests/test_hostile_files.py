"""Files made to do harm: each gets its finding from the reading process, in 20 s of its time and 1 GiB."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from kpixl.limits import MB, WorkerLimits
from kpixl.returns import Job, Pool, Reader, Task, discover
from tests.support import biff, intake, letters, opendocument, tiny, xlsb
from tests.support.compound import compound, overwritten
from tests.support.packages import packed, parts, patched, row, sheet_xml, styles_xml, texts_xml, workbook

pytestmark = pytest.mark.slow  # files that take as much as they may

LIMITS = WorkerLimits(seconds=20, memory=1024 * MB)
SHEET = "xl/worksheets/sheet1.xml"
ROW, COLUMNS = (
    '<c r="A1"><v>1</v></c>',
    "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + "</cols>",
)
MANY_ATTRIBUTES = " ".join(f"a{number}=''" for number in range(9999))
LONG = "1" + "+1" * 15_000


def looped() -> bytes:
    """An .xls of which the chain of a stream leads back to its beginning."""
    good = compound({"Workbook": bytes(100_000)})
    first = struct.unpack_from("<L", good, 76)[0]
    return overwritten(good, (first + 1) * 512, "<L", 0)


def huge_text() -> bytes:
    """A workbook whose texts together are far larger than the file: one long text in very many cells."""
    cells = "".join(row('<c t="s"><v>0</v></c>' * 200, number) for number in range(1, 2000))
    return workbook(
        {"xl/sharedStrings.xml": texts_xml("<t>" + "x" * 32_767 + "</t>"), SHEET: sheet_xml(cells)}
    )


def blank_cells() -> bytes:
    """Two million cells that hold nothing."""
    rows = "".join(row("<c/>" * 16_000, number) for number in range(1, 130))
    return workbook({SHEET: sheet_xml(rows)})


def shared_formula() -> bytes:
    """A long formula that is shared by very many cells."""
    first = f'<c r="A1"><f t="shared" ref="A1:A9999" si="0">{LONG}</f><v>1</v></c>'
    rest = "".join(row('<c><f t="shared" si="0"/><v>1</v></c>', number) for number in range(2, 10_000))
    return workbook({SHEET: sheet_xml(row(first) + rest)})


def dated(value: str) -> bytes:
    """A number under a date format."""
    return workbook(
        {"xl/styles.xml": styles_xml('<xf numFmtId="14"/>')}, row(f'<c r="A1" s="0"><v>{value}</v></c>')
    )


def bomb(**lie: int) -> bytes:
    """A part of nothing but zeros; it may declare less than it has."""
    data = workbook({"xl/media/image1.bin": bytes(200 * MB)})
    return patched(data, "xl/media/image1.bin", 24, "<L", lie["size"]) if lie else data


def repeated(cell: str, rows: int) -> bytes:
    """An .ods with one row that is there very often."""
    many = opendocument.row(cell, f'table:number-rows-repeated="{rows}"')
    return opendocument.ods(opendocument.content(opendocument.table(many)))


WIDE = 'table:number-columns-repeated="16384"'
BAD_LINK = b"\x5b" + bytes(10)
DEEP = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level) for level in range(3000)
)
SOUND, CONTENT = letters.msg({"a.xlsx": workbook()}), "__substg1.0_37010102".encode("utf-16-le")
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (bomb, "F044"),
    "bomb that lies.xlsx": (lambda: bomb(size=10), "F040"),
    "many parts.xlsx": (lambda: packed({**parts(), **{f"xl/{n}.xml": "" for n in range(4000)}}), "F042"),
    "doctype.xlsx": (lambda: workbook({SHEET: "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "F050"),
    "huge token.xlsx": (lambda: workbook({SHEET: sheet_xml(after="<x>" + "x" * 6 * MB + "</x>")}), "F052"),
    "huge attribute.xlsx": (lambda: workbook({SHEET: f'<x a="{"x" * 6 * MB}"/>'}), "F052"),
    "huge comment.xlsx": (lambda: workbook({SHEET: f"<!--{'x' * 6 * MB}--><x/>"}), "F052"),
    "deep.xlsx": (lambda: workbook({SHEET: "<x>" * 100_000 + "</x>" * 100_000}), "F052"),
    "attributes.xlsx": (lambda: workbook({SHEET: f"<x {MANY_ATTRIBUTES}/>"}), "F052"),
    "far cell.xlsx": (lambda: workbook(rows=row('<c r="XFD1048576"><v>1</v></c>', 1_048_576)), "F065"),
    "far rows.xlsx": (lambda: workbook(rows=row(ROW) + row("<c/>", 4_294_967_297)), "F081"),
    "cells.xlsx": (blank_cells, "F064"),
    "text.xlsx": (huge_text, "F066"),
    "shared formula.xlsx": (shared_formula, "F066"),
    "columns.xlsx": (lambda: workbook({SHEET: sheet_xml(before=COLUMNS)}), "F081"),
    "date.xlsx": (lambda: dated("1e300"), "F083"),
    "not a number.xlsx": (lambda: dated("NaN"), "F082"),
    "loop.xls": (looped, "F095"),
    "far cells.xls": (lambda: biff.xls(biff.number(65_535, 0, 1), biff.number(0, 16_000, 1)), "F065"),
    "date.xls": (lambda: biff.xls(biff.number(0, 0, 1e300), globals_=biff.style(14)), "F083"),
    "bad link.xls": (lambda: biff.xls(biff.formula(0, 0, BAD_LINK)), "I001"),
    "far cell.xlsb": (lambda: xlsb.xlsb(xlsb.row(2**20 - 1, xlsb.cell(5, 2**14 - 1, bytes(8)))), "F065"),
    "rows.ods": (lambda: repeated(opendocument.valued("1") * 3, 1_048_576), "F064"),
    "square.ods": (lambda: repeated(opendocument.valued("1", WIDE), 1_048_576), "F064"),
    "spaces.ods": (lambda: repeated(opendocument.said('<text:s text:c="9999999"/>' * 99), 1), "F066"),
    "password.xlsx": (lambda: compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "F097"),
    "zips.zip": (lambda: packed({"a.zip": packed({"b.zip": packed({"c.xlsx": b"x"})})}), "F008"),
    "bomb.7z": (lambda: intake.seven_zip({"a.xlsx": bytes(30 * MB)}), "F044"),
    "deep.eml": (lambda: letters.head() + DEEP, "F040"),
    "shared.msg": (lambda: overwritten(SOUND, SOUND.index(CONTENT) + 120, "<L", 1_000_000), "F047"),
    "parent.zip": (lambda: packed({"../../x.xlsx": workbook()}), "F045"),
}  # fmt: skip


LONG_READ = {"cells.xlsx", "text.xlsx", "shared formula.xlsx"}
"""What takes seconds before it is refused."""


@pytest.fixture(scope="module")
def pool():
    """The processes of a check, which go on to the next file."""
    with reading(LIMITS) as started:
        yield started


def reading(limits: WorkerLimits) -> Pool:
    """Processes that read returns. limits: what they may use."""
    reader = Reader(scheme=tiny.scheme(), key=tiny.KEY)
    task = Task(work="kpixl.returns:answer", prepare="kpixl.returns:prepare", setup=reader)
    return Pool(task, limits=limits)


def codes(folder: Path, pool: Pool) -> list[str]:
    """The codes of all findings on the files of a folder, as a check finds them."""
    told: list[str] = []
    sources = discover([folder])
    while sources:
        told += [source.finding.code for source in sources if source.finding]
        todo = [source for source in sources if source.status in {"open", "read"}]
        outcomes = [o for _, o in pool.results([Job(name=source.name, payload=source) for source in todo])]
        told += [f.code for o in outcomes if not isinstance(o, list) for f in getattr(o, "findings", (o,))]
        sources = [source for o in outcomes if isinstance(o, list) for source in o]
    return told


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in LONG_READ else []) for name in FILES],
)
def test_a_hostile_file_has_its_finding(tmp_path, name, pool):
    """The file is refused for what it is, and not for the time or memory that it takes."""
    make, code = FILES[name]
    (tmp_path / name).write_bytes(make())
    assert code in codes(tmp_path, pool)


def test_a_file_that_takes_for_ever_is_stopped(tmp_path):
    """What no limit catches is caught by the clock."""
    (tmp_path / "slow.xlsx").write_bytes(workbook({SHEET: "<x>" + "<y/>" * 4_000_000 + "</x>"}))
    with reading(WorkerLimits(seconds=0.3)) as pool:
        assert ["F090"] == codes(tmp_path, pool)


@pytest.mark.skipif(os.name != "posix", reason="such files are POSIX only")
def test_files_that_are_none_are_not_opened(tmp_path, pool):
    """A pipe that nobody writes, a device and a name with a line end stop nothing."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    (tmp_path / "a\nb\u202e.xlsx").write_bytes(b"")
    assert ["F006", "F004", "F004"] == codes(tmp_path, pool)
