import datetime as dt
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kpixl.blueprint.expressions import CellOperand, ColumnRange, RangeRef, Ref, parse
from kpixl.generate import ExcelRefused, Identity, Seal, write
from kpixl.generate.locks import check_locks
from kpixl.generate.strict import Strict, refusals
from kpixl.generate.styles import STYLES, cell_properties
from kpixl.generate.validation import joined
from kpixl.layout.keys import Address, Spot
from kpixl.layout.plan import (
    Calculation,
    Cell,
    Highlight,
    Line,
    Plan,
    Print,
    Role,
    Sheet,
    Stripe,
    Style,
    Validation,
)
from kpixl.stamp import STAMP_NAME, from_name_text, from_properties, hidden_rows, read_hidden

TOKEN = "kpixl1." + "A" * 700 + "/b+c"
SEAL = Seal.of("密码", b"0123456789abcdef", spins=10)
IDENTITY = Identity(
    title="目标执行情况",
    subject="2021",
    author="考核办公室",
    created=dt.date(2021, 5, 1),
    token=TOKEN,
    seal=SEAL,
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
    told = {"prompt": ("减分", "不得超过分值。"), "error": ("填报有误", "减分不得超过分值。")}
    return (
        Cell(spot=spot(row, "key"), role=Role.HELPER, value=row, style=Style(name="key")),
        Cell(spot=spot(row, "target"), role=Role.PRINTED, value=f"=责任书项目 {row}"),
        Cell(spot=spot(row, "weight"), role=Role.PRINTED, value=Decimal("10.5"), style=Style(name="number")),
        entry(row, "bonus", Validation(kind="decimal", low=Decimal(0), high=Decimal("1.5"))),
        entry(row, "deduction", Validation(kind="custom", formula=deduction_fits(row), **told)),
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
        Cell(spot=spot("title", "target"), role=Role.PRINTED, value="一览表", style=Style(name="title"), span=(1, 8)),
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
        Cell(spot=spot("total", "target"), role=Role.PRINTED, value="合计", style=Style(name="total"), span=(1, 4)),
        Cell(spot=spot("total", "score"), role=Role.TOTAL, calculation=total, style=Style(name="total")),
        Cell(spot=spot("note", "target"), role=Role.INPUT, style=Style(name="note", unlocked=True), span=(2, 8)),
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
        spot=Spot("cover", "1", "a"), role=Role.PRINTED, value="附件2", link="form", style=Style(name="cover_link")
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
    names = {"kp.form.grade": RangeRef(spot("t1", "grade"), spot("t3", "grade")), "kp.one": Ref(spot("t1", "due"))}
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
        return ET.fromstring(parts.read(name))


def form_part(data):
    """The form's sheet."""
    return part(data, "xl/worksheets/sheet2.xml")


def cell_of(data, a1):
    """A cell of the form as the file has it: type, formula, value."""
    cell = next(c for c in form_part(data).iter(f"{MAIN}c") if c.get("r") == a1)
    return cell.get("t"), cell.findtext(f"{MAIN}f"), cell.findtext(f"{MAIN}v")


def replaced(sheet, row, column, **changes):
    """The sheet with one cell changed."""
    cells = tuple(replace(c, **changes) if c.spot == spot(row, column, sheet.key) else c for c in sheet.cells)
    return replace(sheet, cells=cells)


def rules(data, tag):
    """Validations or conditional formats of the form: where they are and what they say."""
    return {rule.get("sqref"): rule for rule in form_part(data).iter(f"{MAIN}{tag}")}


class TestBytes:
    def test_same_inputs_same_bytes(self):
        """Nothing of the clock or of chance is in the file."""
        assert made() == made()

    def test_another_token_other_bytes(self):
        """The token is in the file."""
        assert made() != made(identity=replace(IDENTITY, token="kpixl1.x"))


class TestCells:
    @pytest.fixture(scope="class")
    def sheet(self):
        """The form as a reader sees it."""
        return openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]

    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("B2", "一览表"),
            ("C4", 10.5),
            ("D4", 0.3),
            ("G4", "优秀"),
            ("H4", dt.datetime(2021, 12, 31)),
            ("D5", None),
            ("A4", "t1"),
        ],
    )
    def test_holds_what_is_planned(self, sheet, cell, value):
        """Texts, numbers and dates are written as such, unfilled inputs are blank."""
        assert sheet[cell].value == value

    def test_date_has_a_date_format(self, sheet):
        """A date without a format of its own is shown year first."""
        assert sheet["H4"].number_format == "yyyy-mm-dd"

    @pytest.mark.parametrize("cell", ["B4", "I4"])
    def test_text_is_never_a_formula(self, cell):
        """A text that begins with = is a text, printed or filled in."""
        kind, formula, _ = cell_of(made(), cell)
        assert (kind, formula) == ("s", None)

    @pytest.mark.parametrize(
        "text",
        [
            "<r>x</r>",
            "<r><t>&</t></r>",
            "_x0041_",
            "a\x0bb",
            " a\n b ",
            "\u3000",
            "=HYPERLINK(1)",
            "https://a.b",
            "007",
        ],
    )
    def test_text_comes_back_as_it_was(self, text):
        """Markup, escapes, space and numerals in a text stay a text."""
        data = made(values={spot("t1", "remark"): text})
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(1).to_python()
        assert rows[3][8] == text

    @given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30))
    def test_any_text_gives_a_sound_file(self, text):
        """No text of a unit breaks the file or is lost."""
        data = made(values={spot("t1", "remark"): text})
        found = openpyxl.load_workbook(BytesIO(data))["附件2 执行's"]["I4"].value
        assert (openpyxl.utils.escape.unescape(found) if found else "") == text

    @given(value=st.decimals(-(10**9), 10**9, places=4))
    def test_any_number_comes_back(self, value):
        """A number is read as it was."""
        data = made(values={spot("t1", "bonus"): value})
        found = openpyxl.load_workbook(BytesIO(data))["附件2 执行's"]["D4"].value
        assert Decimal(str(found)) == value

    def test_yes_no_is_text(self):
        """A yes/no value is the word, not TRUE."""
        sheet = replaced(form(), "t1", "target", value=True)
        assert openpyxl.load_workbook(BytesIO(made(sheet=sheet)))["附件2 执行's"]["B4"].value == "是"

    def test_merged_area_is_bordered_throughout(self):
        """Every cell of a merged area has the area's format."""
        styles = {
            c.get("s") for c in form_part(made()).iter(f"{MAIN}c") if c.get("r") in {"B7", "C7", "D7", "E7"}
        }
        assert len(styles) == 1

    def test_link_leads_to_the_sheet(self):
        """A linked cell leads to the first cell of its sheet, whose name is quoted."""
        links = part(made(), "xl/worksheets/sheet1.xml").iter(f"{MAIN}hyperlink")
        assert [link.get("location") for link in links] == ["'附件2 执行''s'!A1"]


class TestFormulas:
    def test_has_the_cached_value(self):
        """A formula carries the engine's figure."""
        kind, formula, value = cell_of(made(), "F4")
        assert formula is not None
        assert "C4" in formula
        assert (kind, value) == (None, "10.8")

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, ("str", "")),
            ("区 & b\x0b", ("str", "区 & b_x000B_")),
            (True, ("b", "1")),
            (Decimal(3), (None, "3")),
            (dt.date(2021, 12, 31), (None, "44561")),
        ],
    )
    def test_cached_value_has_its_kind(self, value, expected):
        """Blank is an empty text, yes/no a truth, a date its serial number."""
        kind, _, cached = cell_of(made(values={spot("t1", "score"): value}), "F4")
        assert (kind, cached or "") == expected

    def test_needs_the_engine_s_figure(self):
        """A calculation without a figure is refused: the file would show what the engine does not say."""
        values = {at: value for at, value in figures().items() if at != spot("total", "score")}
        with pytest.raises(KeyError):
            write(plan(), values, identity=IDENTITY)

    def test_libreoffice_agrees(self, office, tmp_path):
        """LibreOffice computes the cached figures."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        assert office.recalc(path).differences == []


class TestValidations:
    def test_cells_alike_share_one(self):
        """A column with the same rule in every row has one validation."""
        assert set(rules(made(), "dataValidation")) == {"D4:D6", "E4:E6", "G4:G6", "H4:H6", "I4:I6"}

    @pytest.mark.parametrize(
        ("where", "kind", "operator", "formulas"),
        [
            ("D4:D6", "decimal", None, ["0", "1.5"]),
            ("G4:G6", "list", None, ['"优秀,良好"']),
            ("H4:H6", "date", "greaterThanOrEqual", ["44197"]),
            ("I4:I6", "textLength", "lessThanOrEqual", ["200"]),
        ],
    )
    def test_says_what_the_cell_takes(self, where, kind, operator, formulas):
        """Kind, operator and limits are the plan's."""
        rule = rules(made(), "dataValidation")[where]
        assert (rule.get("type"), rule.get("operator")) == (kind, operator)
        assert [f.text for f in rule] == formulas

    def test_custom_formula_reads_from_the_first_cell(self):
        """A custom rule is written as in its first row, references relative."""
        rule = rules(made(), "dataValidation")["E4:E6"]
        assert {"E4", "C4"} == set(re.findall(r"[A-Z]+\d+", rule.findtext(f"{MAIN}formula1") or ""))

    def test_carries_prompt_and_message(self):
        """Prompt and stop message are in the file; a warning is marked as one."""
        found = rules(made(), "dataValidation")
        rule = found["E4:E6"]
        told = [rule.get(name) for name in ("promptTitle", "prompt", "errorTitle", "error", "errorStyle")]
        assert told == ["减分", "不得超过分值。", "填报有误", "减分不得超过分值。", None]
        assert found["I4:I6"].get("errorStyle") == "warning"

    def test_row_of_its_own_is_apart(self):
        """A cell that differs has its own validation, and the others still share theirs."""
        sheet = replaced(form(), "t2", "bonus", validation=Validation(kind="decimal", low=Decimal(0)))
        assert {"D4 D6", "D5"} <= set(rules(made(sheet=sheet), "dataValidation"))

    def test_long_list_goes_by_name(self):
        """A list with a source refers to the defined name."""
        listed = Validation(kind="list", choices=("a,b", "c"), source="kp.list1")
        sheet = replaced(form(), "t1", "grade", validation=listed)
        assert rules(made(sheet=sheet), "dataValidation")["G4"].findtext(f"{MAIN}formula1") == "kp.list1"

    @pytest.mark.parametrize(
        ("kind", "formulas"),
        [
            ("whole", ["-999999999999999", "999999999999999"]),
            ("date", ["61"]),
            ("length", ["32767"]),
        ],
    )
    def test_without_limits_the_kind_alone_is_kept(self, kind, formulas):
        """A validation without bounds still takes only its kind."""
        sheet = replaced(form(), "t1", "bonus", validation=Validation(kind=kind))
        assert [f.text for f in rules(made(sheet=sheet), "dataValidation")["D4"]] == formulas

    @pytest.mark.parametrize(
        "bad",
        [
            Validation(kind="list", choices=("a,b",)),
            Validation(kind="list", choices=('a"b',)),
            Validation(kind="list", choices=("长" * 256,)),
            Validation(kind="list"),
            Validation(kind="custom"),
            Validation(kind="any"),
            Validation(kind="whole", prompt=("题" * 33, "")),
            Validation(kind="whole", error=("", "错" * 256)),
        ],
    )
    def test_refuses_what_excel_does_not_take(self, bad):
        """What Excel would not open raises instead of being left out."""
        with pytest.raises(ExcelRefused):
            made(sheet=replaced(form(), "t1", "bonus", validation=bad))

    def test_refuses_a_long_formula(self):
        """A custom formula of more than 255 characters raises."""
        tree = parse(" + ".join(["deduction"] * 60) + " <= 1")
        names = {"deduction": number("t1", "deduction")}
        long = Validation(kind="custom", formula=Calculation(tree=tree, names=names, condition=True))
        with pytest.raises(ExcelRefused, match="255"):
            made(sheet=replaced(form(), "t1", "deduction", validation=long))


class TestHighlights:
    def test_cells_alike_share_one(self):
        """A column with the same condition in every row has one conditional format, read from its first cell."""
        found = rules(made(), "conditionalFormatting")
        assert list(found) == ["G4:G6"]
        assert "G4" in (found["G4:G6"].findtext(f"{MAIN}cfRule/{MAIN}formula") or "")

    def test_urgent_comes_first(self):
        """Where two hold in one cell, what is wrong has the higher priority."""
        both = tuple(Highlight(kind=kind, test=missing("t1", "grade")) for kind in ("doubt", "wrong"))
        sheet = replaced(form(), "t1", "grade", highlights=both)
        found = form_part(made(sheet=sheet)).iter(f"{MAIN}cfRule")
        priorities = {rule.get("dxfId"): rule.get("priority") for rule in found}
        colours = [
            fill.find(f"{MAIN}patternFill/{MAIN}bgColor").get("rgb")
            for fill in part(made(sheet=sheet), "xl/styles.xml").iterfind(f"{MAIN}dxfs/{MAIN}dxf/{MAIN}fill")
        ]
        assert colours[[int(k) for k, p in priorities.items() if p == "1"][0]] == "FFFFC7CE"

    def test_anchor_is_the_corner(self):
        """Areas whose upper left corner is not among them are split, so that no program shifts the formula."""
        tests = {("t2", "bonus"), ("t1", "deduction")}
        sheet = form()
        for row, column in tests:
            sheet = replaced(
                sheet, row, column, highlights=(Highlight(kind="wrong", test=missing(row, column)),)
            )
        assert {"D5", "E4"} <= set(rules(made(sheet=sheet), "conditionalFormatting"))

    def test_libreoffice_shifts_as_meant(self, office, tmp_path):
        """LibreOffice reads shared formulas, relative to each cell."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        found = {sheet["name"]: sheet for sheet in office.facts(path)["sheets"]}["附件2 执行's"]
        assert len(found["validations"]) == 5


class TestJoined:
    @given(cells=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1))
    def test_covers_exactly_the_cells(self, cells):
        """The areas hold the cells and no other, each once, and begin with the first of the leftmost column."""
        areas = joined(Address(*cell) for cell in cells)
        covered = [(r, c) for a in areas for r in range(a[0], a[2] + 1) for c in range(a[1], a[3] + 1)]
        assert sorted(cells) == sorted(covered)
        assert areas[0][:2] == min(cells, key=lambda cell: (cell[1], cell[0]))

    def test_rectangle_is_one(self):
        """A full rectangle is one area."""
        assert [a.a1 for a in joined(Address(r, c) for r in range(3) for c in range(2))] == ["A1:B3"]


class TestPrint:
    def test_page_is_set_up(self):
        """Paper, direction, margins, width and footer are the plan's."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert sheet.page_margins.left == pytest.approx(15 / 25.4)
        assert sheet.print_options.horizontalCentered

    def test_keys_are_not_printed(self):
        """The print area leaves out keys, the heads repeat."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        assert sheet.print_area == "'附件2 执行''s'!$B$2:$I$9"
        assert sheet.print_title_rows == "$2:$3"

    def test_keys_are_hidden(self):
        """Key row and key column do not show."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        assert sheet.row_dimensions[1].hidden
        assert sheet.column_dimensions["A"].hidden

    def test_heads_stay_in_view(self):
        """The rows above the first one of the table are frozen."""
        assert openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"].freeze_panes == "A4"


class TestLocks:
    def test_sheets_are_sealed(self):
        """Every sheet is protected with the seal's hash; widths, heights and filters stay free."""
        for number in (1, 2, 3):
            found = part(made(), f"xl/worksheets/sheet{number}.xml").find(f"{MAIN}sheetProtection")
            assert found is not None
            assert found.attrib == {
                "algorithmName": "SHA-512",
                "hashValue": SEAL.hash_value,
                "saltValue": SEAL.salt_value,
                "spinCount": "10",
                "sheet": "1",
                "objects": "1",
                "scenarios": "1",
                "formatColumns": "0",
                "formatRows": "0",
                "autoFilter": "0",
            }

    def test_structure_is_locked(self):
        """Sheets cannot be added, renamed or unhidden without the password; the element stands in its place."""
        book = part(made(), "xl/workbook.xml")
        found = book.find(f"{MAIN}workbookProtection")
        assert found is not None
        assert (found.get("lockStructure"), found.get("workbookHashValue")) == ("1", SEAL.hash_value)
        tags = [child.tag.removeprefix(MAIN) for child in book]
        assert tags[1:4] == ["workbookPr", "workbookProtection", "bookViews"]

    def test_input_that_is_locked_is_refused(self):
        """A cell to fill whose style is locked never leaves the house."""
        with pytest.raises(ExcelRefused, match="D4"):
            made(sheet=replaced(form(), "t1", "bonus", style=Style()))

    def test_printed_cell_that_is_open_is_refused(self):
        """Nor does a printed cell that is open."""
        with pytest.raises(ExcelRefused, match="C4"):
            made(sheet=replaced(form(), "t1", "weight", style=Style(unlocked=True)))

    def test_sheet_without_protection_is_noticed(self):
        """A file whose sheet is open does not pass for a plan that wants it protected."""
        data = made(sheet=replace(form(), protected=False))
        with pytest.raises(ExcelRefused, match="not protected"):
            check_locks(plan(), data)

    def test_libreoffice_takes_the_password(self, office, tmp_path):
        """LibreOffice opens the protection with the password, Chinese as it is, and with no other."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        unlock = {"do": "unprotect", "sheet": "附件2 执行's"}
        office.edit(path, tmp_path / "open.xlsx", [{**unlock, "password": "密码"}])
        with pytest.raises(Exception, match="password"):
            office.edit(path, tmp_path / "shut.xlsx", [{**unlock, "password": "密"}])


class TestSeal:
    def test_hash_is_the_standard_s(self):
        """The hash is ISO/IEC 29500's: SHA-512 over salt and UTF-16 password, spun with the turn's number."""
        expected = (
            "5l3mgNHXpWiFaBPv5Yso1Xd/UifWvQWmlDsnCT/hYM0ZdQaBQyBZKmTNf1Cc8VtBzkWL5lPlzVUoYt0h2dKpQw=="
        )
        assert len(SEAL.hash_value) == len(expected)
        assert SEAL.opens_with("密码")
        assert not SEAL.opens_with("密")

    @pytest.mark.parametrize("password", ["", "x" * 256])
    def test_refuses_what_excel_does_not_take(self, password):
        """An empty or overlong password is refused."""
        with pytest.raises(ValueError, match="password"):
            Seal.of(password, b"salt")


class TestStamp:
    def copies(self, data):
        """The three copies of the token, and the baseline."""
        book = openpyxl.load_workbook(BytesIO(data))
        found = {prop.name: prop.value for prop in book.custom_doc_props.props}
        cells = {
            (r, c): value
            for r, row in enumerate(book["_kpixl"].iter_rows(values_only=True))
            for c, value in enumerate(row)
        }
        hidden = read_hidden(cells)
        return (
            from_properties(found),
            hidden.token,
            from_name_text(book.defined_names[STAMP_NAME].value),
            hidden.baseline,
        )

    def test_is_there_three_times(self):
        """Properties, hidden sheet and defined name hold the token, and the sheet the baseline."""
        assert self.copies(made()) == (TOKEN, TOKEN, TOKEN, BASELINE)

    def test_survives_libreoffice(self, office, tmp_path):
        """All three copies and the baseline are whole after LibreOffice has saved the workbook."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        saved = office.convert(path, "xlsx", tmp_path / "saved")
        assert self.copies(saved.read_bytes()) == (TOKEN, TOKEN, TOKEN, BASELINE)

    def test_name_is_hidden(self):
        """The list of names does not show the stamp."""
        names = {name.get("name"): name for name in part(made(), "xl/workbook.xml").iter(f"{MAIN}definedName")}
        assert names[STAMP_NAME].get("hidden") == "1"

    def test_names_are_absolute(self):
        """A defined name stands for its cells wherever it is used."""
        names = {name.get("name"): name for name in part(made(), "xl/workbook.xml").iter(f"{MAIN}definedName")}
        assert names["kp.form.grade"].text == "'附件2 执行''s'!$G$4:$G$6"
        assert names["kp.one"].text == "'附件2 执行''s'!$H$4"


class TestBook:
    def test_sheets_have_their_states(self):
        """Sheets come in order, hidden as planned."""
        sheets = part(made(), "xl/workbook.xml").iter(f"{MAIN}sheet")
        assert [(s.get("name"), s.get("state")) for s in sheets] == [
            ("填报说明", None),
            ("附件2 执行's", None),
            ("_kpixl", "veryHidden"),
        ]

    def test_opens_at_the_first_visible_sheet(self):
        """A hidden first sheet is not the one that opens."""
        sheets = (hidden_sheet(), cover(), form())
        data = write(Plan(sheets=sheets), figures(), identity=IDENTITY)
        view = next(part(data, "xl/workbook.xml").iter(f"{MAIN}workbookView"))
        assert (view.get("activeTab"), view.get("firstSheet")) == ("1", "2")

    def test_refuses_a_workbook_that_shows_nothing(self):
        """A workbook without a visible sheet is refused: no program opens it."""
        with pytest.raises(ExcelRefused):
            write(Plan(sheets=(hidden_sheet(),)), {}, identity=IDENTITY)

    def test_says_whose_it_is(self):
        """Title, subject, issuer and date are the identity's."""
        told = openpyxl.load_workbook(BytesIO(made())).properties
        assert (told.title, told.subject, told.creator) == ("目标执行情况", "2021", "考核办公室")
        assert told.created == dt.datetime(2021, 5, 1)


class TestStrict:
    def test_return_code_raises(self):
        """A text that XlsxWriter would shorten in silence is refused."""
        with pytest.raises(ExcelRefused, match="write_string"):
            made(values={spot("t1", "remark"): "长" * 32_768})

    def test_warning_raises(self):
        """A sheet name that XlsxWriter does not take is refused."""
        with pytest.raises(ExcelRefused):
            made(sheet=replace(form(), name="名" * 32))

    def test_passes_results_on(self):
        """What a call gives is what its caller gets."""
        assert Strict("a,b").split(",") == ["a", "b"]

    def test_other_errors_stay_themselves(self):
        """An error that is not XlsxWriter's is not taken for a refusal."""
        with pytest.raises(KeyError), refusals():
            raise KeyError


class TestStyles:
    @pytest.mark.parametrize("name", sorted(STYLES))
    def test_is_locked_unless_it_is_to_fill(self, name):
        """A style is locked, and open where the plan says so."""
        assert cell_properties(Style(name=name)).get("locked", True)
        assert cell_properties(Style(name=name, unlocked=True))["locked"] is False

    def test_takes_what_the_plan_adds(self):
        """Alignment, number format and direction are the plan's."""
        looks = cell_properties(Style(name="head", align="left", number_format="0.00", vertical=True))
        assert (looks["align"], looks["num_format"], looks["rotation"]) == ("left", "0.00", 270)

    def test_unknown_style_is_refused(self):
        """A name that the style sheet lacks is refused."""
        with pytest.raises(ExcelRefused, match="nonsense"):
            cell_properties(Style(name="nonsense"))

    def test_each_format_is_made_once(self):
        """A workbook has as many formats as its plan has styles, however many cells."""
        formats = part(made(), "xl/styles.xml").find(f"{MAIN}cellXfs")
        assert formats is not None
        assert len(formats) < 20
