"""Links to other files are URIs that every program follows, whatever the file is called."""

from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest

from kpixl.generate import write
from kpixl.layout import Spot
from kpixl.layout.plan.cell import Cell, FileCell, Role
from kpixl.layout.plan.frame import Line, Stripe
from kpixl.layout.plan.plan import Plan, Sheet
from tests.support.planned import IDENTITY

PATHS = [
    "returns/第一批/03-矿工路街道办事处.xlsx",
    "../in/two words.xlsx",
    "50%20.xlsx",
    "100%.xlsx",
    "a&b='c'.xlsx",
    "[1]{2}^`3.xlsx",
    "line\nbreak.xlsx",
]


def linked(path, text="看"):
    """A workbook with a link to a cell of that file."""
    cell = Cell(
        spot=Spot("list", "r", "c"),
        role=Role.PRINTED,
        value=text,
        link=FileCell(file=path, sheet="表's", cell="D7"),
    )
    sheet = Sheet(
        key=cell.spot.sheet,
        name="目录",
        lines=(Line(key=cell.spot.row),),
        stripes=(Stripe(key=cell.spot.column),),
        cells=(cell,),
        protected=False,
    )
    return write(Plan(sheets=(sheet,)), {}, identity=IDENTITY)


@pytest.mark.parametrize("path", PATHS)
def test_the_target_decodes_to_the_path(path):
    """With slashes, and `%` only as an escape."""
    with ZipFile(BytesIO(linked(path))) as parts:
        written = parts.read("xl/worksheets/_rels/sheet1.xml.rels")
    (relationship,) = ET.fromstring(written)  # noqa: S314 - just now
    target = relationship.get("Target") or ""
    assert (path, False) == (unquote(target), "\\" in target)
    assert "External" == relationship.get("TargetMode")


def test_the_cell_shows_its_text_and_leads_to_the_cell():
    """The sheet's name is quoted."""
    link = openpyxl.load_workbook(BytesIO(linked(PATHS[0])))["目录"]["A1"]
    assert ("看", PATHS[0], "'表''s'!D7") == (link.value, link.hyperlink.target, link.hyperlink.location)
