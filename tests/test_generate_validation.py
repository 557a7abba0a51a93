import re
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.addresses import Address
from kpixl.blueprint.expressions import CellOperand, Ref, parse
from kpixl.generate import ExcelRefused
from kpixl.generate.styles import HIGHLIGHTS
from kpixl.generate.validation import joined
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Highlight, Role, Validation
from tests.support.planned import MAIN, form, form_part, made, missing, part, replaced, rules, spot


def cells(area):
    """Column and row of each cell of an area whose columns have one letter."""
    ends = re.findall(r"([A-Z]+)(\d+)", area)
    (left, first), (right, last) = ends[0], ends[-1]
    columns = map(chr, range(ord(left), ord(right) + 1))
    return [(column, row) for column in columns for row in range(int(first), int(last) + 1)]


def lightness(look):
    """How light a fill is in grey, from 0 to 255."""
    red, green, blue = (int(look["bg_color"][i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


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
        tree = parse(f"remark != '{'长' * 250}'")
        names = {"remark": CellOperand(Ref(spot("t1", "remark")), "text")}
        long = Validation(kind="custom", formula=Calculation(tree=tree, names=names, condition=True))
        with pytest.raises(ExcelRefused, match="255"):
            made(sheet=replaced(form(), "t1", "deduction", validation=long))


class TestHighlights:
    def test_cells_alike_share_one(self):
        """A column with the same condition in every row has one format, read from its first cell."""
        found = rules(made(), "conditionalFormatting")["G4:G6"]
        assert "G4" in (found.findtext(f"{MAIN}cfRule/{MAIN}formula") or "")

    def test_what_is_to_fill_shows_until_it_is(self):
        """Every cell to fill, and of others the hidden corner, has a format that holds while it is blank."""
        sheet = form()
        inputs = {"A1"} | {sheet.address(c.spot).a1 for c in sheet.cells if c.role is Role.INPUT}
        found = form_part(made()).iter(f"{MAIN}conditionalFormatting")
        blank = f"{MAIN}cfRule[@type='containsBlanks']"
        areas = [
            area for each in found if each.find(blank) is not None for area in each.get("sqref", "").split()
        ]
        assert inputs == {f"{column}{row}" for area in areas for column, row in cells(area)}

    def test_nothing_hides_what_is_urgent(self):
        """LibreOffice asks area by area: what is still to fill has areas of its own, behind all others."""
        *others, last = form_part(made()).iter(f"{MAIN}conditionalFormatting")
        holds = [[rule.get("type") for rule in each] for each in (*others, last)]
        assert holds.pop() == ["containsBlanks"]
        assert not [kinds for kinds in holds if "containsBlanks" in kinds]

    def test_urgent_comes_first(self):
        """Where two hold in one cell, what is wrong has the higher priority."""
        both = tuple(Highlight(kind=kind, test=missing("t1", "grade")) for kind in ("doubt", "wrong"))
        sheet = replaced(form(), "t1", "grade", highlights=both)
        data = made(sheet=sheet)
        found = form_part(data).iter(f"{MAIN}cfRule")
        first = next(rule.get("dxfId", "") for rule in found if rule.get("priority") == "1")
        colours = [
            fill.find(f"{MAIN}patternFill/{MAIN}bgColor").get("rgb")
            for fill in part(data, "xl/styles.xml").iterfind(f"{MAIN}dxfs/{MAIN}dxf/{MAIN}fill")
        ]
        assert colours[int(first)] == f"FF{str(HIGHLIGHTS['wrong']['bg_color'])[1:]}"

    @pytest.mark.parametrize("pair", [*combinations(sorted(HIGHLIGHTS.keys() - {"open"}), 2)], ids="-".join)
    def test_colour_is_never_alone(self, pair):
        """What is wrong, missing, doubtful or marked differs by letters or lines, and in grey."""
        one, other = (HIGHLIGHTS[kind] for kind in pair)
        plain = [{k: v for k, v in look.items() if "color" not in k} for look in (one, other)]
        assert plain[0] != plain[1]
        assert abs(lightness(one) - lightness(other)) > 5

    def test_anchor_is_the_corner(self):
        """Areas whose upper left corner is not among them are split, so that no program misreads them."""
        sheet = form()
        for row, column in (("t2", "bonus"), ("t1", "deduction")):
            mark = Highlight(kind="wrong", test=missing(row, column))
            sheet = replaced(sheet, row, column, highlights=(mark,))
        assert {"D5", "E4"} <= set(rules(made(sheet=sheet), "conditionalFormatting"))

    def test_libreoffice_has_the_same_anchor(self, office, tmp_path):
        """LibreOffice reads the formula of several areas from the cell that it was written for."""
        sheet = form()
        for row, column in (("t1", "deduction"), ("t2", "bonus"), ("t1", "bonus")):
            mark = Highlight(kind="wrong", test=missing(row, column))
            sheet = replaced(sheet, row, column, highlights=(mark,))
        path = tmp_path / "made.xlsx"
        path.write_bytes(made(sheet=sheet))
        found = office.facts(path)["sheets"][1]["conditional_formats"][0]
        assert re.findall(r"\.([A-Z0-9:]+)", found["cells"]) == ["D4:D5", "E4"]
        assert found["formulas"] == ['TRIM(SUBSTITUTE(D4,"\u3000",""))=""']


class TestJoined:
    @given(cells=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1))
    def test_covers_exactly_the_cells(self, cells):
        """The areas hold the cells and no other, each once; first comes the top of the leftmost column."""
        areas = joined(Address(*cell) for cell in cells)
        covered = [(r, c) for a in areas for r in range(a[0], a[2] + 1) for c in range(a[1], a[3] + 1)]
        assert sorted(cells) == sorted(covered)
        assert areas[0][:2] == min(cells, key=lambda cell: (cell[1], cell[0]))

    def test_rectangle_is_one(self):
        """A full rectangle is one area."""
        assert [a.a1 for a in joined(Address(r, c) for r in range(3) for c in range(2))] == ["A1:B3"]
