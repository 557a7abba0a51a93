"""A workbook filled in, changed and saved by a spreadsheet program, and what kpixl makes of the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint.expressions import Value
from kpixl.check import check
from kpixl.layout import CellKey
from kpixl.merge import merge
from kpixl.returns import Reader, Record, discover
from tests.support import produced, tiny
from tests.support.libreoffice import (
    Office,
    Operation,
    command,
    delete_rows,
    insert_rows,
    move_rows,
    set_cell,
    unprotect,
)

STAGES = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)
NOTED = {"ods": "F023", "xls": "F021"}
STALE = {"ods": "", "xls": "T005"}
"""LibreOffice stores 0 in an .xls for formulas of equal form whose result is a text."""


def filled_in(office: Office, form: produced.Form, folder: Path) -> Path:
    """The issued workbook with the answers put in and saved by the program."""
    issued = folder / "issued.xlsx"
    issued.write_bytes(form.issued.data)
    return office.edit(issued, folder / form.name, [set_cell(*answer) for answer in form.typed()])


def result_of(folder: Path, paths: Path):
    """What kpixl's check says of the files in a folder."""
    reader = Reader(scheme=produced.scheme_of(folder), key=produced.KEY)
    scheme = produced.scheme_of(folder)
    return check(scheme, discover([paths]), reader=reader, validator=lambda: produced.validator(folder))


def values(records: Sequence[Record]) -> dict[str, dict[CellKey, tuple[Value, str, bool]]]:
    """By recipient, what was read: value, text and validity of every entry by its key."""
    return {
        r.stamp.recipient: {e.key: (e.value, e.text, e.valid) for e in r.entries}
        for r in records
        if r.stamp is not None
    }


def codes(findings) -> list[tuple[str, str]]:
    """(file or sheet, code) of each finding."""
    return [(f.where.path or f.where.sheet or "", f.code) for f in findings]


class TestFilledInAndSaved:
    @STAGES
    def test_gives_the_answers_and_no_finding_more(self, office, tmp_path, folder, stage):
        """Every workbook of a stage: all accepted, not even a note more, the same values, the same scores."""
        wanted = produced.made(folder, stage)
        returns, own = tmp_path / "saved" / "returns", tmp_path / "own" / "returns"
        returns.mkdir(parents=True)
        own.mkdir(parents=True)
        for form in wanted.forms:
            filled_in(office, form, tmp_path).rename(returns / form.name)
            (own / form.name).write_bytes(form.filled)
        result = result_of(folder, returns)
        assert codes(result_of(folder, own).all_findings) == codes(result.all_findings)
        assert values(wanted.records) == values(result.accepted)
        merged = merge(wanted.scheme, result, validator=produced.validator(folder))
        assert wanted.merged.units == merged.units

    @pytest.mark.parametrize("extension", NOTED)
    @STAGES
    def test_in_another_format_gives_the_same(self, office, tmp_path, folder, stage, extension):
        """Saved as .ods or .xls all answers, formulas and locks are read; a note names the format."""
        form = produced.made(folder, stage).sample[-1]
        (tmp_path / "returns").mkdir()
        office.convert(filled_in(office, form, tmp_path), extension, tmp_path / "returns")
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / form.name).write_bytes(form.filled)
        [file], [own] = (result_of(folder, tmp_path / name).files for name in ("returns", "own"))
        assert ("accepted", True) == (file.status, file.authentic)
        said = [f.code for f in file.findings if f.code != STALE[extension]]
        assert [NOTED[extension], *(f.code for f in own.findings)] == said
        assert file.record is not None
        assert own.record is not None
        assert values([own.record]) == values([file.record])

    def test_twice_is_as_good_as_once(self, office, tmp_path):
        """Saving what was saved before changes nothing more."""
        folder, stage = produced.stages()[0]
        form = produced.made(folder, stage).sample[-1]
        path = filled_in(office, form, tmp_path)
        for number in range(3):
            path = office.edit(path, tmp_path / f"{number}.xlsx", [])
        record = tiny.read(path.read_bytes(), by=produced.ready(folder))
        assert [] == codes(record.findings)


REMARK, BUDGET, DAY, DOCUMENT = (
    tiny.report("finance", "2", column) for column in ("remark", "budget", "day", "document")
)
HARD: list[tuple[CellKey, Value]] = [
    (REMARK, "第一行\n第二行"),
    (REMARK, "  前后有空格　"),
    (REMARK, "𠮷野家😀"),
    (REMARK, "_x000D_ 与 _x0041_"),
    (REMARK, "左\t右"),
    (REMARK, "<b>&amp;\"'"),
    (REMARK, "=1+1"),
    (REMARK, "'单引号"),
    (REMARK, "00123"),
    (REMARK, "1E5"),
    (REMARK, "全角１２３％"),
    (REMARK, "字" * 60),
    (DOCUMENT, "平政〔2021〕12号"),
    (BUDGET, Decimal("0.1")),
    (BUDGET, Decimal("0.000001")),
    (BUDGET, Decimal(99999)),
    (BUDGET, Decimal("33333.333333")),
    (DAY, date(2021, 1, 1)),
    (DAY, date(2021, 12, 31)),
]


def test_hard_values_come_back_as_kpixl_writes_them(office, tmp_path):
    """What the program saves is read like the same value in a workbook that kpixl filled."""
    differing = []
    for number, (key, value) in enumerate(HARD):
        built = tiny.built("finance", {key: None})
        spot = built.plan.by_cell_key[key].spot
        sheet = built.plan.by_key[spot.sheet]
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(built.data)
        put = set_cell(sheet.name, sheet.address(spot).a1, produced.stored(value))
        saved = tiny.read(office.edit(path, path, [put]).read_bytes())
        own = tiny.answered("finance", {key: value})
        if (values([own]), codes(own.findings)) != (values([saved]), codes(saved.findings)):
            differing.append((key.column, value, values([saved])["finance"][key], codes(saved.findings)))
    assert [] == differing


SHEET = "附件1"
OPEN = unprotect(SHEET, "密码")


def pasted(source: str, target: str, take: str = "Copy") -> list[Operation]:
    """Copy cells, or cut them, and paste them elsewhere."""
    return [command(SHEET, source, take), command(SHEET, target, "Paste")]


def sorted_by(cells: str, column: int, *, ascending: bool) -> Operation:
    """Sort cells by a column, counted from 1."""
    how = {"ByRows": True, "HasHeader": False, "IncludeAttribs": True}
    return command(SHEET, cells, "DataSort", **how, Col1=column, Ascending1=ascending)


ANSWERED = ("claimed", "budget", "spent", "kind", "count", "document", "day", "remark")
NOT_READ = dict.fromkeys(("area", "target", "quantified", "points", *ANSWERED))
FIRST = {
    "target": "第1项",
    "quantified": "是",
    "claimed": "5%",
    "budget": "100",
    "spent": "80",
    "kind": "甲",
    "count": "3",
    "document": "平政〔2021〕5号",
    "day": "2021-05-17",
}
SECOND = dict.fromkeys(FIRST, "") | {"target": "第2项", "quantified": "否", "claimed": "优秀"}


def row(number: str, texts: Mapping[str, str | None]) -> dict[tuple[str, str], str | None]:
    """Texts of a row of 附件1 by (row, column)."""
    return {(number, column): text for column, text in texts.items()}


@dataclass(frozen=True)
class Deed:
    """Something that a person does in the program.

    told: code and cell of every finding; changed: by row and column, what is read otherwise than before
    (None: not at all); random: what may be told as well, since LibreOffice writes the validations of the
    cells around it one time so and one time otherwise.
    """

    name: str
    does: Sequence[Operation]
    told: Sequence[tuple[str, str | None]] = ()
    changed: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    unit: str = "finance"
    random: Sequence[tuple[str, str | None]] = ()


DEEDS = [
    Deed(
        "paste a number over a number",
        pasted("G10", "H10"),
        [("T010", "H10")],
        row("1", {"spent": "100"}),
    ),
    Deed(
        "paste a text over a number",
        pasted("K10", "G10"),
        [("T010", "G10"), ("V010", "G10")],
        row("1", {"budget": "平政〔2021〕5号"}),
        random=[("T010", "K10")],
    ),
    Deed(
        "paste a locked cell over one to fill",
        pasted("E7", "J10"),
        [("S021", "J10"), ("T009", "J10"), ("V001", "J10")],
        row("1", {"count": "分值"}),
        random=[("T010", "J11"), ("T010", "J13")],
    ),
    Deed("paste a row over a row", pasted("B10:L10", "B11"), (), row("2", FIRST)),
    Deed("paste over a locked cell", pasted("G10", "M10")),
    Deed("paste a block that reaches locked cells", pasted("B10:N10", "B15")),
    Deed(
        "fill down what must not repeat",
        [command(SHEET, "N10:N11", "FillDown")],
        [("C001", "N11")],
        row("2", {"remark": "按计划完成"}),
    ),
    Deed(
        "fill down what the next row does not take",
        [command(SHEET, "F10:F11", "FillDown")],
        [("V006", "F11")],
        row("2", {"claimed": "5%"}),
    ),
    Deed(
        "fill down what the next row takes",
        [command(SHEET, "K10:L11", "FillDown")],
        (),
        row("2", {"document": "平政〔2021〕5号", "day": "2021-05-17"}),
    ),
    Deed(
        "cut: formulas follow the cell, its rule goes with it",
        pasted("G10", "G11", "Cut"),
        [("T008", "O10"), ("T009", "G10")],
        row("1", {"budget": ""}) | row("2", {"budget": "100"}),
        random=[("T010", "H10")],
    ),
    Deed(
        "delete what is required",
        [command(SHEET, "C10", "ClearContents")],
        [("R001", "C10")],
        row("1", {"target": ""}),
    ),
    Deed(
        "delete what is optional",
        [command(SHEET, "G10:H10", "ClearContents")],
        (),
        row("1", {"budget": "", "spent": ""}),
    ),
    Deed("delete a locked formula", [command(SHEET, "E15", "ClearContents")]),
    Deed(
        "sort cells to fill under protection",
        [sorted_by("B10:L14", 3, ascending=False)],
        (),
        row("1", SECOND) | row("2", FIRST),
    ),
    Deed(
        "sort whole rows",
        [OPEN, sorted_by("A10:W14", 3, ascending=False)],
        [("T006", None), ("S007", None), ("T008", "P11")],
    ),
    Deed("insert a row", [OPEN, insert_rows(SHEET, 11)], [("T006", None), ("S014", None)]),
    Deed(
        "insert a row and fill it in",
        [OPEN, insert_rows(SHEET, 11), set_cell(SHEET, "C11", "补充")],
        [("T006", None), ("S004", "C11")],
    ),
    Deed(
        "insert a row and paste another one into it",
        [OPEN, insert_rows(SHEET, 12), *pasted("A11:W11", "A12")],
        [("T006", None), ("S005", None)],
        row("2", NOT_READ),
    ),
    Deed(
        "delete a row to fill",
        [OPEN, delete_rows(SHEET, 11)],
        [("T006", None), ("S003", None)],
        row("2", NOT_READ),
    ),
    Deed(
        "delete a printed row",
        [OPEN, delete_rows(SHEET, 10)],
        [("T006", None), ("S003", None)],
        row("t1", dict.fromkeys(ANSWERED)),
        unit="hedong",
    ),
    Deed(
        "delete a row of the head",
        [OPEN, delete_rows(SHEET, 7)],
        [("T006", None), ("S003", None)],
        unit="hedong",
    ),
    Deed(
        "move a row out of the range that is summed",
        [OPEN, move_rows(SHEET, 12, to=10)],
        [("T006", None), ("S007", None), ("T008", "S11"), ("T004", "E13")],
        unit="hedong",
    ),
    Deed(
        "insert a column",
        [OPEN, command(SHEET, "F10", "InsertColumnsBefore")],
        [("T006", None), ("S014", None)],
        unit="hedong",
    ),
    Deed(
        "delete a column",
        [OPEN, command(SHEET, "J10", "DeleteColumns")],
        [("T006", None), ("S006", None)],
        row("1", {"count": None}) | row("2", {"count": None}),
    ),
]


def entered(record: Record) -> dict[tuple[str, str], str]:
    """What is entered in 附件1, by row and column."""
    return {
        (e.key.row, e.key.column): e.text
        for e in record.entries
        if e.role == "input" and e.key.form == "report"
    }


@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_what_a_person_does_is_told_as_it_is(office, tmp_path, deed):
    """Exactly these findings, and exactly these entries are read otherwise than before."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(tiny.built(deed.unit).data)
    before = entered(tiny.read(path.read_bytes()))
    record = tiny.read(office.edit(path, path, deed.does).read_bytes(), name=deed.unit)
    after = entered(record)
    told = tiny.flat([*record.findings, *tiny.judged([record])])
    assert list(deed.told) == [each for each in told if each not in deed.random]
    changed = {k: after.get(k) for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    assert deed.changed == changed
