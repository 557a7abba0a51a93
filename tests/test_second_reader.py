"""kpixl's own readers against two others, over issued and filled workbooks in every format."""

import pytest

from kpixl.formats import RawWorkbook, read_workbook
from tests.support import produced, tiny
from tests.support.packages import row, texts_xml, workbook
from tests.support.second_reader import by_openpyxl, calamine, differences, ours

XINHUA = produced.ROOT / "blueprints" / "xinhua-2021"
STAGES = [(tiny.FOLDER, stage.id) for stage in produced.scheme_of(tiny.FOLDER).head.stages] + [
    (XINHUA, stage.id) for stage in produced.scheme_of(XINHUA).head.stages
]


@pytest.mark.parametrize(("folder", "stage"), STAGES, ids=produced.label)
def test_every_value_of_xlsx_is_seen_alike(folder, stage):
    """Blank and filled workbooks: all three readers see the same value in every cell."""
    for form in produced.made(folder, stage).sample:
        for data in (form.issued.data, form.filled):
            assert [] == differences(ours(data, errors=False), calamine(data))
            assert [] == differences(ours(data, errors=True), by_openpyxl(data))


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize(("folder", "stage"), STAGES, ids=produced.label)
def test_every_value_saved_by_libreoffice_is_seen_alike(office, tmp_path, folder, stage, extension):
    """After LibreOffice has saved it in any format, kpixl and calamine see the same value in every cell."""
    form = produced.made(folder, stage).sample[-1]
    path = tmp_path / "a.xlsx"
    path.write_bytes(form.filled)
    data = office.convert(path, extension, tmp_path / "saved").read_bytes()
    assert [] == differences(ours(data, errors=False), calamine(data))


REFUSED_BY_CALAMINE = {
    "an error of newer programs": (
        {},
        row('<c r="A1" t="e"><v>#SPILL!</v></c><c r="B1"><v>18.5</v></c>'),
        {(0, 0): "#SPILL!", (0, 1): 18.5},
    ),
    "texts in UTF-16": (
        {"xl/sharedStrings.xml": texts_xml("<t>甲</t>").replace("UTF-8", "UTF-16").encode("utf-16")},
        row('<c r="A1" t="s"><v>0</v></c>'),
        {(0, 0): "甲"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_BY_CALAMINE)
def test_legal_files_that_calamine_refuses_are_read(name):
    """What another reader gives up on is read, cell by cell."""
    changes, rows, cells = REFUSED_BY_CALAMINE[name]
    data = workbook(changes, rows)
    assert {"表": cells} == ours(data, errors=True)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it raises: the case is here because it does
        calamine(data)


WITHOUT = {
    "shared texts": {"xl/sharedStrings.xml": None},
    "styles": {"xl/styles.xml": None},
}


@pytest.mark.parametrize("part", WITHOUT)
def test_parts_that_may_be_missing(part):
    """A workbook without shared texts or without styles is legal: texts stand in their cells."""
    cells = '<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>18.5</v></c>'
    outcome = read_workbook(workbook(WITHOUT[part], row(cells)))
    assert isinstance(outcome, RawWorkbook)
    assert (["甲", 18.5], ()) == ([outcome.sheets[0].at(0, c).value for c in (0, 1)], outcome.findings)
