"""Filling edits the issued workbook in place; edited workbooks are what a spreadsheet program expects."""

import zipfile
from io import BytesIO

import pytest

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.generate import build
from kpixl.layout import computed
from kpixl.simulate import answers
from kpixl.simulate.book import Book
from kpixl.simulate.chance import chance
from kpixl.simulate.filling import filled, save_time
from kpixl.simulate.references import Change
from tests.support.simulated import issuer, self_checks, xinhua

pytestmark = pytest.mark.slow  # a whole reference scheme

FORM, COVER = "附件7", "填报说明"
ROW = 20


@pytest.fixture(scope="module")
def made():
    """A department's package, its blank workbook and answers."""
    scheme = xinhua()
    (package,) = self_checks(scheme, "development-reform")
    built = build(package, {}, issuer=issuer(scheme))
    return package, built, answers(package, built.plan, chance(1, "edit"))


@pytest.fixture
def book(made):
    """The filled workbook, open for editing."""
    return filled(made[1], computed(made[1].plan, made[2]))


def _read(data: bytes) -> RawWorkbook:
    read = read_workbook(data)
    assert isinstance(read, RawWorkbook), read
    return read


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_that_is_not_changed_stays_as_it_is(made):
    """Opening and saving changes no byte of any part."""
    assert _parts(made[1].data) == _parts(Book(made[1].data).data())


def test_filling_gives_what_building_with_the_answers_gives(made, book):
    """Both ways lead to the same cells: values, formats, locks, formulas and their results."""
    package, _, given = made
    direct = _read(build(package, given, issuer=issuer(package.scheme)).data)
    for ours, theirs in zip(_read(book.data()).sheets, direct.sheets, strict=True):
        assert [(at, _shown(c)) for at, c in theirs.cells.items()] == [
            (at, _shown(c)) for at, c in ours.cells.items()
        ]


def _shown(cell):
    value = round(cell.value, 12) if isinstance(cell.value, float) else cell.value
    return value, cell.formula, cell.locked, cell.number_format


def test_filling_touches_nothing_but_sheets_and_texts(made, book):
    """Styles, names, stamp and properties stay byte for byte."""
    before, after = _parts(made[1].data), _parts(book.data())
    changed = {name for name in before if before[name] != after[name]}
    sheets = {f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4)}
    assert {*sheets, "xl/sharedStrings.xml"} == changed


def test_the_same_edits_give_the_same_bytes(made, book):
    """No clock, no order of memory."""
    assert filled(made[1], computed(made[1].plan, made[2])).data() == book.data()


def test_saving_notes_who_and_when(made, book):
    """The document's own properties say that it was saved, after it was made."""
    at = save_time(made[0], chance(1, "saved"))
    book.saved("发改委", at)
    modified = _read(book.data()).properties.modified
    assert modified is not None
    assert at == modified.replace(tzinfo=None)
    assert at.date() > made[0].scheme.head.created


def _insert(book: Book) -> None:
    book.apply(book.tab(FORM), Change("row", "insert", ROW))
    book.tab(FORM).xml.insert_blank(ROW)


def _delete_blank(book: Book) -> None:
    """The last free row of the awards, which holds nothing."""
    book.apply(book.tab("附件3"), Change("row", "delete", 34))


def _swap(book: Book) -> None:
    book.apply(book.tab(FORM), Change("row", "swap", ROW))


def _delete_column(book: Book) -> None:
    """The awards' remark: no formula needs it."""
    book.apply(book.tab("附件3"), Change("column", "delete", 6))


EDITS = {
    "as filled": lambda book: None,
    "row inserted": _insert,
    "row deleted": _delete_blank,
    "rows swapped": _swap,
    "sheet renamed": lambda book: book.rename(book.tab(FORM), "附件7（发改委's）"),
    "sheet hidden": lambda book: book.hide(book.tab(FORM)),
    "sheet added": lambda book: book.add("补充材料"),
    "sheet copied": lambda book: book.add("附件7 (2)", book.tab(FORM)),
    "protection removed": lambda book: book.tab(FORM).xml.unprotect(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_spreadsheet_program_computes_the_same(office, tmp_path, book, edit):
    """LibreOffice opens the edited workbook and agrees with every stored result: no reference went astray."""
    edit(book)
    path = tmp_path / "edited.xlsx"
    path.write_bytes(book.data())
    recalculation = office.recalc(path)
    assert len(recalculation.cells) > 500
    assert [] == recalculation.differences


@pytest.mark.parametrize("edit", [*EDITS.values(), _delete_column], ids=[*EDITS, "column deleted"])
def test_an_edited_workbook_reads_without_complaint(book, edit):
    """The reader finds no damage in it."""
    edit(book)
    assert () == _read(book.data()).findings


def test_a_deleted_sheet_leaves_failed_formulas(book):
    """Formulas that named it fail, names of its own are gone, the others keep their sheets."""
    book.remove(book.tab("附件3"))
    read = _read(book.data())
    assert [COVER, "附件2", FORM, "_lists", "_kpixl"] == [sheet.name for sheet in read.sheets]
    failed = [c for c in read.sheets[0].cells.values() if c.error == "#REF!"]
    assert ["#REF!" in (c.formula or "") for c in failed] == [True] * 14
    assert {"附件2", FORM} == {n.text.split("!")[0] for n in read.names if n.name == "_xlnm.Print_Titles"}


def test_marks_follow_their_cells(book):
    """A cell that was remembered is found again after rows came and went above it."""
    tab = book.tab(FORM)
    mark = book.mark(tab, ROW, 5)
    _insert(book)
    assert (ROW + 1, 5) == book.place(mark)
    book.apply(tab, Change("row", "delete", ROW + 1))
    assert book.place(mark) is None
