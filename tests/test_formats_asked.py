"""Cells that are made when they are asked for, and what is said of them without making one."""

import pickle
from contextlib import nullcontext
from dataclasses import replace

import pytest

from kpixl.addresses import a1
from kpixl.formats import WantedFormula
from kpixl.formats._asked import AskedCells
from kpixl.limits import Limits
from tests.support.packages import relations, row, sheet_xml, workbook, workbook_xml
from tests.support.reading import RELS, SHEET, TEXTS, read
from tests.support.ways import both, walking

MOVED = (
    row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>"&lt;"&amp;A9</f><v>&lt;&amp;</v></c>')
    + row('<c r="A2"><f t="shared" ref="A2:A3" si="0">B9+C9</f><v>7</v></c>', 2)
    + row('<c r="A3"><f t="shared" si="0"/><v>8</v></c><c r="B3" t="e"><v>#N/A</v></c>', 3)
)


@pytest.mark.parametrize("characters", range(0, 80, 3))
def test_text_is_counted_alike_both_ways(characters):
    """However much text is allowed, both ways find the same workbook within it, or beyond."""
    two = workbook_xml('<sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId9"/>')
    sheets = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/sheet2.xml"))
    texts = ("rId2", "sharedStrings", "sharedStrings.xml")
    data = workbook({
        **TEXTS, RELS: relations(*sheets, texts), "xl/workbook.xml": two, SHEET: sheet_xml(MOVED),
        "xl/worksheets/sheet2.xml": sheet_xml(MOVED),
    })  # fmt: skip
    at_one_go, walked = both(data, replace(Limits(), text=characters))
    assert walked == at_one_go


def test_cells_are_a_mapping_by_row_and_column():
    """What is not there is not made; what is asked for twice is the same; blanks of a style are one."""
    cells = read(rows=row('<c r="A1"/><c r="B1"><v>1</v></c>') + row('<c r="C2"/>', 2)).sheets[0].cells
    assert isinstance(cells, AskedCells)
    assert (3, [(0, 0), (0, 1), (1, 2)]) == (len(cells), list(cells))
    assert cells[0, 1] is cells.get((0, 1))
    assert cells[0, 0] is cells[1, 2]
    assert (None, 7) == (cells.get((5, 5)), cells.get((-1, -1), 7))
    assert ((0, 1) in cells, (1, 1) in cells) == (True, False)
    assert {**cells} == cells == pickle.loads(pickle.dumps(cells))  # noqa: S301 - our own bytes
    with pytest.raises(KeyError):
        _ = cells[1, 1]


PLAIN = [
    '<c r="A1"/>',
    '<c r="A1"><v>-1.5E-7</v></c>',
    '<c r="A1" t="s"><v>1</v></c>',
    '<c r="A1" t="s"/>',
    '<c r="A1" t="str"><v/></c>',
    '<c r="A1" t="str"><f>"&lt;"&amp;B1&amp;_xlfn.X(1)</f><v> &lt; </v></c>',
    '<c r="A1" t="str"><v> </v></c>',
    '<c r="A1" t="b"><v>1</v></c>',
    '<c r="A1" t="e"><v>#N/A</v></c>',
    '<c r="A1" s="1"><v>44561</v></c>',
    '<c r="A1"><f/></c>',
    '<c r="A1"><f>B1</f></c>',
    '<c r="A1" t="inlineStr"><is><t>甲</t></is></c>',
]


@pytest.mark.parametrize("kind", [dict, AskedCells])
def test_what_cells_hold_is_known_without_making_them(kind):
    """Texts, formulas, filled and blank cells are those of the cells, however they were read."""
    rows = [row(xml.replace('r="A1"', f'r="A{n}"'), n) for n, xml in enumerate(PLAIN, 1)]
    with walking() if kind is dict else nullcontext():
        sheet = read(TEXTS, "".join(rows)).sheets[0]
    assert isinstance(sheet.cells, kind)
    texts, filled, blank = (
        sheet.texts(),
        sheet.filled(),
        {at for at in sheet.cells if a1(*at) not in sheet.occupied()},
    )
    cells = sheet.cells.items()
    assert [(at, c.value) for at, c in cells if isinstance(c.value, str)] == texts
    assert [at for at, c in cells if c.formula is not None or c.text.strip()] == filled
    assert {at for at, c in cells if (c.value, c.formula, c.error) == (None, None, None)} == blank
    formulas = [WantedFormula.of(at[0], a1(*at), c.formula or "") for at, c in cells]
    assert [at[0] for at, c in cells if c.formula is None] == sheet.misspelled(formulas)
    wanted = [(at[0], a1(*at), c.text) for at, c in cells]
    assert [
        at[0] for at, c in cells if not isinstance(c.value, str) or c.formula is not None
    ] == sheet.unlike(wanted)
    others = [(n, address, "乙 ") for n, address, _ in wanted]
    assert [n for n, _, _ in wanted] == sheet.unlike(others)
    assert [n for n, *_ in formulas] == sheet.misspelled(
        [WantedFormula.of(n, at, "B2") for n, at, *_ in formulas]
    )
    assert ([7], [7]) == (
        sheet.unlike([(7, "CV100", "")]),
        sheet.misspelled([WantedFormula.of(7, "CV100", "")]),
    )
    assert "CV100" not in sheet.occupied()


def test_cells_are_stored_by_address():
    """As the part has them: address, its letters, style, kind and formula; values apart."""
    cells = read(rows=MOVED, changes=TEXTS).sheets[0].cells
    assert isinstance(cells, AskedCells)
    assert ("A1", "A", "", "s", "", "", None) == cells.stored.by_address["A1"]
    assert ("B1", "B", "", "str", "<f>", '"&lt;"&amp;A9', None) == cells.stored.by_address["B1"]
    assert ("0", "&lt;&amp;") == (cells.stored.values["A1"], cells.stored.values["B1"])
