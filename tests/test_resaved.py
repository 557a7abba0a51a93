"""Workbooks as other programs would have saved them: read like the ones that kpixl wrote.

`python -m tests.full_resaved` does the same with all workbooks of all schemes.
"""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.simulate import simulate
from tests.support import produced, tiny
from tests.support.oddities import odd
from tests.support.resaved import compared, places
from tests.support.resaving import PROGRAMS, UnsaveableError, resaved
from tests.support.second_reader import by_openpyxl, calamine, differences, ours

pytestmark = pytest.mark.slow  # whole workbooks, seven times

SEEDS = (1, 2)


@pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)
def test_a_workbook_saved_by_any_program_is_read_as_it_was(folder, stage):
    """Of each stage's smallest workbook, filled in, every value and finding is the same."""
    form = min(produced.made(folder, stage).forms, key=lambda form: len(form.plan.by_spot))
    outcomes = compared(produced.ready(folder), [(form.name, form.filled)], PROGRAMS)
    assert dict.fromkeys(PROGRAMS, (1, [], [], [])) == {
        name: (o.same, o.lost, o.new, o.values) for name, o in outcomes.items()
    }


def test_damage_is_told_whichever_program_saved_it():
    """Simulated faults of the tests' own scheme: the same findings at the same cells."""
    forms = produced.made(tiny.FOLDER, "self-check").forms
    packages = [replace(form.package, simulated="random") for form in forms]
    files = [
        (f"{seed}-{each.name}", each.data)
        for seed in SEEDS
        for each in simulate(packages, issuer=produced.issuer(tiny.FOLDER), seed=seed, faults=1.0)
    ]
    outcomes = compared(produced.ready(tiny.FOLDER), files, PROGRAMS)
    assert [] == [(name, o.lost, o.new, o.values) for name, o in outcomes.items() if o.differs]
    assert all(o.told > len(files) for o in outcomes.values())


def test_a_workbook_that_went_from_program_to_program():
    """What one after the other did to a return changes no value; what the last loses is all that is told."""
    data = tiny.built("hedong").data
    before = tiny.read(data)
    for program in ("WPS 11", "Excel 365", "WPS 12", "Excel 2010", "Excel Online", "Excel for Mac"):
        data = resaved(data, PROGRAMS[program])
    after = tiny.read(data)
    assert (before.entries, places(before)) == (after.entries, places(after))
    last = tiny.read(resaved(data, PROGRAMS["Google Sheets"]))
    assert before.entries == last.entries
    assert {"I007", "T006"} == {f.code for f in last.findings}


def raw(data: bytes) -> RawWorkbook:
    """What kpixl reads in it."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    return book


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_kpixl_never_writes_is_read_alike(program):
    """Texts of cells, booleans, errors, shared formulas: value and formula of each cell are the same."""
    before, after = raw(odd()), raw(resaved(odd(), PROGRAMS[program]))
    for one, other in zip(before.sheets, after.sheets, strict=True):
        held = [
            {at: (c.value, c.error, c.formula) for at, c in sheet.cells.items() if c.text or c.formula}
            for sheet in (one, other)
        ]
        assert held[0] == held[1]
        assert before.findings == after.findings


@pytest.mark.parametrize("program", PROGRAMS)
def test_validations_mean_the_same_wherever_they_are_written(program):
    """Areas split or with `$`, lists in the extensions: over each cell lies what lay there."""
    before, after = (raw(data).sheets[0] for data in (odd(), resaved(odd(), PROGRAMS[program])))
    for cell in ((0, 0), (1, 0), (2, 0), (900, 0), (0, 1), (8, 1), (4, 2), (9, 2)):
        over = [
            [
                (v.type, v.operator, v.formula1, v.formula2)
                for v in sheet.validations
                if any(a[0] <= cell[0] <= a[2] and a[1] <= cell[1] <= a[3] for a in v.areas)
            ]
            for sheet in (before, after)
        ]
        assert over[0] == over[1]


SIGNS = {
    ("Excel 2010", "xl/worksheets/sheet1.xml"): (
        r'<f t="shared" ref="E1:E64" si="\d+">', r'<f t="shared" ref="E65:E128" si="\d+">',
        r"<x14:formula1><xm:f>清单!\$A\$1:\$A\$9</xm:f>", r'mc:Ignorable="x14ac"',
        r'spans="1:5"[^>]*dyDescent="0.15"',
        r'<formula1>"是,否"</formula1>', r'<sheetProtection deleteColumns="0" deleteRows="0"/>',
    ),
    ("Excel 2010", "xl/sharedStrings.xml"): (r'xml:space="preserve"> 第0项\n</t><phoneticPr', ),
    ("Excel 2010", "xl/styles.xml"): (r'numFmtId="176" formatCode="yyyy\\-mm\\-dd"', ),
    ("Excel 365", "xl/calcChain.xml"): (r'<c r="E150" i="1" l="1"/><c r="D150"/>', ),
    ("Excel 365", "xl/workbook.xml"): ("x15ac:absPath", "xr:revisionPtr", 'rupBuild="28526"'),
    ("Excel 365", "xl/worksheets/sheet1.xml"): (r'sqref="B1:B9" xr:uid="{00000000-0002', ),
    ("Excel for Mac", "xl/worksheets/sheet1.xml"): ('baseColWidth="10"', ),
    ("Excel for Mac", "docProps/app.xml"): ("<Application>Microsoft Macintosh Excel<", ),
    ("Excel Online", "xl/worksheets/sheet1.xml"): (r'<row r="1" spans="1:5">', ),
    ("WPS 11", "xl/worksheets/sheet1.xml"): (
        r'sqref="B1 B2 B\$3:B\$9"', r'sqref="A1 A2 A\$3:A\$1048576"', 'operator="between"', "<sheetPr/>",
        "<formula1>&quot;是,否&quot;</formula1>", r'<row r="1" spans="1:5">', 'pivotTables="0"/>',
        r'outlineLevelCol="4"',
    ),
    ("WPS 11", "docProps/app.xml"): ("<Application>Microsoft Excel</Application>", ),
    ("WPS 11", "docProps/custom.xml"): ("KSOProductBuildVer", ),
    ("WPS 12", "xl/worksheets/sheet1.xml"): ('<sheetProtection selectLockedCells="1"/>', ),
    ("WPS 12", "xl/styles.xml"): ('cellStyleXfs count="49"', 'fills count="33"', 'numFmtId="44"'),
    ("Google Sheets", "xl/worksheets/sheet1.xml"): (
        r"<v>149\.0</v>", '<row r="1000"/>', '<drawing r:id="rId1"/>', "&quot;是,否&quot;",
    ),
    ("Google Sheets", "xl/workbook.xml"): ("<calcPr/>", ),
}  # fmt: skip
"""By program and part, what must stand in it."""


@pytest.mark.parametrize(("program", "part"), SIGNS, ids="-".join)
def test_files_have_the_signs_of_their_program(program, part):
    """What is seen in published files of the program stands in these."""
    with zipfile.ZipFile(io.BytesIO(resaved(odd(), PROGRAMS[program]))) as archive:
        text = archive.read(part).decode("utf-8")
    assert [] == [sign for sign in SIGNS[program, part] if not re.search(sign, text)]


ZIPS = {
    "Excel 2010": (["[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"], 6, 45, 1980),
    "Excel 365": (["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"], 6, 45, 1980),
    "WPS 11": (["[Content_Types].xml", "_rels/", "_rels/.rels"], 0, 20, 2012),
    "Google Sheets": (["xl/drawings/drawing1.xml", "xl/drawings/drawing2.xml"], 2056, 20, 2021),
}


@pytest.mark.parametrize("program", ZIPS)
def test_zips_have_the_signs_of_their_program(program):
    """Order, entries of folders, flags, version and times, and a zip that is sound."""
    first, flags, version, year = ZIPS[program]
    with zipfile.ZipFile(io.BytesIO(resaved(odd(), PROGRAMS[program]))) as archive:
        names = archive.namelist()
        parts = [info for info in archive.infolist() if not info.is_dir()]
        heads = {(info.flag_bits, info.extract_version, info.date_time[0]) for info in parts}
        assert archive.testzip() is None
    assert (first, {(flags, version, year)}) == (names[: len(first)], heads)
    assert ("xl/" in names) == program.startswith("WPS")


@pytest.mark.filterwarnings("ignore:Data Validation extension")  # openpyxl says what it does not know
@pytest.mark.parametrize("program", PROGRAMS)
def test_other_readers_see_the_same_values(program):
    """A filled workbook and the odd one, as the program saved them, by calamine and openpyxl."""
    for before in (tiny.built("hedong").data, odd()):
        data = resaved(before, PROGRAMS[program])
        assert [] == differences(ours(data, errors=False), ours(before, errors=False))
        assert [] == differences(ours(data, errors=False), calamine(data))
        assert [] == differences(ours(data, errors=True), by_openpyxl(data))


@pytest.mark.parametrize("program", ["Excel 365", "WPS 11", "Google Sheets"])
def test_libreoffice_opens_it_with_the_same_values(office, tmp_path: Path, program):
    """What LibreOffice saves of it holds the same values."""
    before = tiny.built("hedong").data
    path = tmp_path / "a.xlsx"
    path.write_bytes(resaved(before, PROGRAMS[program]))
    saved = office.convert(path, "ods", tmp_path / "saved").read_bytes()
    assert [] == differences(ours(before, errors=False), ours(saved, errors=False))


def test_what_no_program_opens_is_not_saved():
    """Half a file, and one of another kind."""
    data = tiny.built("hedong").data
    for broken in (data[: len(data) // 2], b"%PDF-1.7"):
        with pytest.raises(UnsaveableError):
            resaved(broken, PROGRAMS["WPS 11"])
