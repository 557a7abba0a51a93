"""Workbooks that come back without a stamp: known by what they show, or by nothing at all."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kpixl.carry import next_packages
from kpixl.check import check
from kpixl.generate import build
from kpixl.layout import first_packages
from kpixl.returns import Reader, discover
from kpixl.returns._reading import read_bytes
from kpixl.simulate import stamp_copies
from kpixl.simulate.book import Book
from tests.support import produced, tiny
from tests.support.codes import Cases

CASES = Cases()
FIRST = [at for at in produced.stages() if produced.scheme_of(at[0]).stage(at[1]).carries is None]
LATER = [at for at in produced.stages() if at not in FIRST]


def stripped(data):
    """The workbook without its stamps."""
    book = Book(data)
    stamp_copies.set_all(book, "")
    return book.data()


def pasted(data, sheets=None):
    """What shows in the workbook, as values in a new one. sheets: only these."""
    old, new = load_workbook(io.BytesIO(data), data_only=True), Workbook(write_only=True)
    for sheet in old.worksheets:
        if sheet.sheet_state == "visible" and sheet.title in (sheets or old.sheetnames):
            page = new.create_sheet(sheet.title)
            for row in shown(sheet):
                page.append(row)
    return saved(new)


def shown(sheet):
    """The values of the rows and columns that are not hidden."""
    columns = sheet.column_dimensions.values()
    hidden = {number for d in columns if d.hidden for number in range(d.min, d.max + 1)}
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if not sheet.row_dimensions[number].hidden:
            yield [value for column, value in enumerate(row, 1) if column not in hidden]


def saved(book):
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def of(record):
    """The stage and the unit that a workbook was taken for."""
    return record.stamp and (record.stamp.stage, record.stamp.recipient)


HOW = pytest.mark.parametrize("how", [stripped, pasted], ids=lambda how: how.__name__)


@HOW
@pytest.mark.parametrize(("folder", "stage"), FIRST, ids=produced.label)
def test_recognised(folder, stage, how):
    """Stage, unit and every answer are read, with one warning that says by what it was recognised."""
    for form in produced.made(folder, stage).sample:
        record = read_bytes(produced.ready(folder), how(form.filled))
        assert ["I014"] == [f.code for f in record.findings]
        assert (stage, form.package.recipient) == of(record)
        given = {key: value for key, value in form.answers.items() if value is not None}
        assert given == {e.key: e.value for e in record.entries if e.key in given}


@pytest.mark.parametrize(("folder", "stage"), FIRST, ids=produced.label)
def test_each_unit_is_told_from_the_others(folder, stage):
    """Blank workbooks of the whole roster: in many the rows, too, are the unit's own."""
    scheme = produced.scheme_of(folder)
    packages = first_packages(scheme, scheme.stage(stage))
    blank = {p.recipient: build(p, {}, issuer=produced.issuer(folder)).data for p in packages}
    taken = {unit: of(read_bytes(produced.ready(folder), stripped(data))) for unit, data in blank.items()}
    assert {unit: (stage, unit) for unit in blank} == taken


@HOW
@pytest.mark.parametrize(("folder", "stage"), LATER, ids=produced.label)
def test_a_stage_that_prints_another_is_not_guessed(folder, stage, how):
    """What it prints of the stage before could be anything: the finding names the stages it may be of."""
    for form in produced.made(folder, stage).sample:
        record = read_bytes(produced.ready(folder), how(form.filled))
        assert (None, ["I016"]) == (record.stamp, [f.code for f in record.findings])
        assert produced.scheme_of(folder).stage(stage).name in record.findings[0].facts["stages"]


def test_a_form_alone_is_recognised_by_a_name_above_it():
    """Without the cover, a name typed on the form says whose it is; the forms left out are missing."""
    file = tiny.returned()
    name = file.tab().name
    book = load_workbook(io.BytesIO(pasted(file.book.data(), {name})))
    book.worksheets[0]["Z1"] = "单位：河东"
    record = tiny.read(saved(book))
    assert {"I014", "S001"} <= {f.code for f in record.findings}
    assert ("self-check", "hedong") == of(record)


def test_a_recognised_return_is_not_called_authentic():
    """No signature was checked."""
    assert tiny.read(stripped(tiny.built().data)).authentic is None


def test_the_record_says_that_it_was_recognised():
    """A stamped return of the same unit goes before it."""
    data = tiny.built().data
    assert (False, True) == (tiny.read(data).recognised, tiny.read(stripped(data)).recognised)


def test_a_stamped_return_counts_before_a_recognised_one(tmp_path):
    """Whichever is named or saved later."""
    data = tiny.built().data
    (tmp_path / "一.xlsx").write_bytes(data)
    (tmp_path / "二.xlsx").write_bytes(stripped(data))
    reader = Reader(scheme=tiny.scheme(), key=tiny.KEY)
    files = check(tiny.scheme(), discover([tmp_path]), reader=reader).files
    assert {"一.xlsx": "accepted", "二.xlsx": "duplicate"} == {Path(f.path).name: f.status for f in files}


def test_simulated_answers_are_said_to_be():
    """The cover says so, though no stamp does."""
    record = tiny.read(stripped(tiny.built(simulated="random").data))
    assert ["I014", "I010"] == [f.code for f in record.findings]


def test_the_issue_is_read_from_the_cover():
    """A workbook issued again without its stamp is still the later one."""
    package = tiny.package("hedong", issue=3)
    built = build(package, tiny.answers("hedong"), issuer=tiny.issuer())
    stamp = tiny.read(stripped(built.data)).stamp
    assert stamp is not None
    assert 3 == stamp.issue


def changed_everywhere(file, old, new):
    """Replace a text wherever it shows."""
    stamp_copies.set_all(file.book, "")
    for form in ("cover", "report", "contact"):
        for row in file.tab(form).xml.rows.values():
            for cell in row.cells.values():
                if old in str(file.book.shown(cell)):
                    file.book.set_value(cell, str(file.book.shown(cell)).replace(old, new))


@CASES.raises("I001", "")
def nothing_that_the_scheme_knows():
    """Some other workbook."""
    return saved(Workbook())


@CASES.raises("I015", "—")
def no_unit_is_named():
    """The name is gone everywhere."""
    file = tiny.returned()
    changed_everywhere(file, "河东镇", "")
    return file.book.data()


@CASES.raises("I015", "—")
def a_unit_that_the_roster_does_not_know():
    """Another name stands there."""
    file = tiny.returned()
    changed_everywhere(file, "河东镇", "河北镇")
    return file.book.data()


@CASES.raises("I016", "自查、认定")
def a_later_stage():
    """The verifier's workbook."""
    scheme = tiny.scheme()
    record = replace(tiny.read(tiny.built().data), name="hedong")
    package = next(p for p in next_packages(scheme, "verification", [record]) if p.recipient == "panel")
    return stripped(build(package, {}, issuer=tiny.issuer()).data)


@pytest.mark.parametrize("case", CASES.every, ids=str)
def test_not_recognised(case):
    """What it is, or whose, is not guessed: one error that names what is known, and nothing is read."""
    make, known = case.arguments
    record = tiny.read(make())
    assert (None, [case.code]) == (record.stamp, [f.code for f in record.findings])
    facts = record.findings[0].facts
    assert known == (facts.get("named") or facts.get("stages") or "")
