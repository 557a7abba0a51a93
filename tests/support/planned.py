"""A small planned workbook, made by hand, and ways to look into the file that it becomes."""

import datetime as dt
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

from kpixl.blueprint.expressions import CellOperand, ColumnRange, RangeRef, Ref, parse
from kpixl.generate import Protection, SelfDescription, write
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Highlight, Role, Style, Validation
from kpixl.layout.plan.frame import Line, Print, Stripe
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.stamp import hidden_rows

TOKEN = "kpixl1." + "A" * 700 + "/b+c"
PROTECTION = Protection.of("密码", b"0123456789abcdef", spins=10)
IDENTITY = SelfDescription(
    title="目标执行情况",
    subject="2021",
    author="考核办公室",
    created=dt.date(2021, 5, 1),
    token=TOKEN,
    protection=PROTECTION,
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = ("key", "target", "weight", "bonus", "deduction", "score", "grade", "due", "remark")
ROWS = ("t1", "t2", "t3")
BASELINE = {"cells": ["区 _x000D_ 😀"]}


def spot(row, column, sheet="form"):
    """A place on the form."""
    return Spot(sheet, row, column)


def number(row, column):
    """What a formula of a row sees in one of its cells."""
    return CellOperand(Ref(spot(row, column)), "number")


def deduction_fits(row):
    """The condition that a deduction is at most the weight."""
    names = {name: number(row, name) for name in ("deduction", "weight")}
    return Calculation(tree=parse("deduction <= weight"), names=names, condition=True)


def missing(row, column):
    """The condition that a cell is blank."""
    names = {"x": CellOperand(Ref(spot(row, column)), "text")}
    return Calculation(tree=parse("blank(x)"), names=names, condition=True, when_blank=False)


def entry(row, column, validation, **more):
    """A cell to fill."""
    return Cell(
        spot=spot(row, column),
        role=Role.INPUT,
        style=Style(unlocked=True),
        validation=validation,
        **more,
    )


def row_cells(row):
    """A row of the table: printed, to fill and computed cells."""
    score = Calculation(
        tree=parse("weight + bonus - deduction"),
        names={name: number(row, name) for name in ("weight", "bonus", "deduction")},
        places=2,
    )
    fits = Validation(
        kind="custom",
        formula=deduction_fits(row),
        prompt=("减分", "不得超过分值。"),
        error=("填报有误", "减分不得超过分值。"),
    )
    return (
        Cell(spot=spot(row, "key"), role=Role.HELPER, value=row, style=Style(name="key")),
        Cell(spot=spot(row, "target"), role=Role.PRINTED, value=f"=责任书项目 {row}"),
        Cell(spot=spot(row, "weight"), role=Role.PRINTED, value=Decimal("10.5"), style=Style(name="number")),
        entry(row, "bonus", Validation(kind="decimal", low=Decimal(0), high=Decimal("1.5"))),
        entry(row, "deduction", fits),
        Cell(spot=spot(row, "score"), role=Role.FORMULA, calculation=score, style=Style(name="number")),
        entry(
            row,
            "grade",
            Validation(kind="list", choices=("优秀", "良好")),
            highlights=(Highlight(kind="missing", test=missing(row, "grade")),),
        ),
        entry(row, "due", Validation(kind="date", low=dt.date(2021, 1, 1))),
        entry(row, "remark", Validation(kind="length", high=200, stop=False)),
    )


def form():
    """A form as the layout makes them: hidden keys, title, heads, three rows, a total, a note."""
    total = Calculation(
        tree=parse("sum(score)"),
        names={"score": ColumnRange(RangeRef(spot("t1", "score"), spot("t3", "score")), "number")},
        places=2,
    )
    heads = ("keys", "责任书项目", "分值", "加分", "减分", "实际得分", "等次", "完成日期", "备  注")
    cells = [
        Cell(
            spot=spot("title", "target"),
            role=Role.PRINTED,
            value="一览表",
            style=Style(name="title"),
            span=(1, 8),
        ),
        *(
            Cell(
                spot=spot("head", column),
                role=Role.PRINTED,
                value=text,
                style=Style(name="head", vertical=column == "grade", addition=column == "due"),
            )
            for column, text in zip(COLUMNS[1:], heads[1:], strict=True)
        ),
        *(cell for row in ROWS for cell in row_cells(row)),
        Cell(
            spot=spot("total", "target"),
            role=Role.PRINTED,
            value="合计",
            style=Style(name="total"),
            span=(1, 4),
        ),
        Cell(spot=spot("total", "score"), role=Role.TOTAL, calculation=total, style=Style(name="total")),
        Cell(
            spot=spot("note", "target"), role=Role.INPUT, style=Style(name="note", unlocked=True), span=(2, 8)
        ),
    ]
    return Sheet(
        key="form",
        name="附件2 执行's",
        lines=(
            Line(key="keys", hidden=True),
            Line(key="title", height=40),
            Line(key="head", height=60),
            *(Line(key=row, height=30) for row in ROWS),
            Line(key="total"),
            Line(key="note", height=30),
            Line(key="note2"),
        ),
        stripes=tuple(Stripe(key=name, width=12, hidden=name == "key") for name in COLUMNS),
        cells=tuple(cells),
        print=Print(
            landscape=True,
            rows=("title", "note2"),
            columns=("target", "remark"),
            repeat=("title", "head"),
        ),
        freeze="t1",
    )


def cover():
    """A cover with a link to the form."""
    link = Cell(
        spot=Spot("cover", "1", "a"),
        role=Role.PRINTED,
        value="附件2",
        link="form",
        style=Style(name="cover_link"),
    )
    return Sheet(
        key="cover", name="填报说明", lines=(Line(key="1"),), stripes=(Stripe(key="a"),), cells=(link,)
    )


def hidden_sheet():
    """The hidden sheet with token and baseline."""
    rows = hidden_rows(TOKEN, BASELINE)
    return Sheet(
        key="_kpixl",
        name="_kpixl",
        lines=tuple(Line(key=str(n)) for n in range(len(rows))),
        stripes=(Stripe(key="label"), Stripe(key="text")),
        cells=tuple(
            Cell(spot=Spot("_kpixl", str(n), column), role=Role.HELPER, value=text, style=Style(name="key"))
            for n, row in enumerate(rows)
            for column, text in zip(("label", "text"), row, strict=True)
        ),
        state="veryHidden",
    )


def plan(*, sheet=None):
    """A workbook of three sheets."""
    names: dict[str, RangeRef | Ref] = {
        "kp.form.grade": RangeRef(spot("t1", "grade"), spot("t3", "grade")),
        "kp.one": Ref(spot("t1", "due")),
    }
    return Plan(sheets=(cover(), sheet or form(), hidden_sheet()), names=names)


def figures(made=None):
    """The engine's figures and one filled row."""
    filled = {
        spot("t1", "bonus"): Decimal("0.3"),
        spot("t1", "grade"): "优秀",
        spot("t1", "due"): dt.date(2021, 12, 31),
        spot("t1", "remark"): "=1+1",
    }
    scores = {spot(row, "score"): Decimal("10.5") for row in ROWS} | {spot("t1", "score"): Decimal("10.8")}
    return {**filled, **scores, spot("total", "score"): Decimal("31.8"), **(made or {})}


def made(*, sheet=None, values=None, identity=IDENTITY):
    """The workbook's bytes."""
    return write(plan(sheet=sheet), figures(values), identity=identity)


def part(data, name):
    """A part of the workbook, parsed."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return ET.fromstring(parts.read(name))  # noqa: S314  # written just now


def form_part(data):
    """The form's sheet."""
    return part(data, "xl/worksheets/sheet2.xml")


def cell_of(data, a1):
    """A cell of the form as the file has it: type, formula, value."""
    cell = next(c for c in form_part(data).iter(f"{MAIN}c") if c.get("r") == a1)
    return cell.get("t"), cell.findtext(f"{MAIN}f"), cell.findtext(f"{MAIN}v")


def replaced(sheet, row, column, **changes):
    """The sheet with one cell changed."""
    cells = tuple(c._replace(**changes) if c.spot == spot(row, column, sheet.key) else c for c in sheet.cells)
    return replace(sheet, cells=cells)


def rules(data, tag):
    """Validations or conditional formats of the form: where they are and what they say."""
    return {rule.get("sqref"): rule for rule in form_part(data).iter(f"{MAIN}{tag}")}
