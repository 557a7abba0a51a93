"""Choices that come from somewhere, and types that a row leaves open: workbook and check."""

import io
from functools import cache
from typing import Any

import openpyxl
import pytest

from kpixl.generate import build
from kpixl.layout import CellKey, Computation, Spot, lay_out
from kpixl.rules.types import Listed, ValueType
from tests.support.parity import checked, issuer
from tests.support.ruled import UNIT, answers_of, package_of, scheme_of

DUTIES = {"items": [{"id": d, "of": a} for a, d in (("农业", "种植"), ("教育", "幼儿园"), ("农业", "养殖"))]}
BY = {"by": "of", "parent": "of"}
COLUMNS: list[dict[str, Any]] = [
    {"name": "area", "type": "choice", "choices": ["农业", "教育", "其他"]},
    {
        "name": "duty",
        "type": "choice",
        "choices": {"list": "duties", "name": "id", "by": "area", "parent": "of", "plus": ["临时"]},
    },
    {"name": "again", "type": "choice", "choices": {"column": "f.duty", "plus": ["无"]}},
    {"name": "share", "type": {"when": "area == '农业'", "then": "integer", "else": "rating"}},
]


@cache
def package():
    """A package with a dependent list, a mirrored column and a type that depends on the row."""
    return package_of(scheme_of(COLUMNS, lists={"duties": DUTIES}))


def cell(column, row="1"):
    """A planned cell."""
    return lay_out(package()).by_cell_key[CellKey("f", "", UNIT, row, column)]


def found(*rows):
    """(code, row, column) of the errors in a return with these rows."""
    data = build(package(), answers_of(rows), issuer=issuer(package())).data
    errors = [f for f in checked(package(), data) if f.severity.value == "error"]
    return [(f.code, f.where.row, f.where.field) for f in errors]


def test_a_list_in_part():
    """Only the items for which `where` holds are choices, in a dependent list, too."""
    given = {"list": "duties", "name": "id", "where": "row.of != '农业'"}
    columns: list[dict[str, Any]] = [{"name": "of", "choices": ["农业", "教育"], "type": "choice"}]
    columns += [{"name": n, "type": "choice", "choices": c} for n, c in (("a", given), ("b", given | BY))]
    plan = lay_out(package_of(scheme_of(columns, lists={"duties": DUTIES})))
    plain, beside = (plan.by_cell_key[CellKey("f", "", UNIT, "1", n)].type for n in "ab")
    assert isinstance(plain, ValueType)
    assert isinstance(beside, Listed)
    assert (("幼儿园",), (("教育", "幼儿园"),)) == (plain.choices, beside.pairs)


class TestWorkbook:
    def test_a_dependent_list_is_found_by_position(self):
        """The drop-down list is a stretch of the hidden sheet, or all of it while the parent is blank."""
        options = cell("duty").validation.options.render(lay_out(package()).locate(cell("duty").spot))
        assert options == (
            'IF(SUMPRODUCT(--EXACT(kp.by1,B5&"")),OFFSET(kp.of1,SUMPRODUCT(MAX(EXACT(kp.by1,B5&"")*ROW(kp.by1)))'
            '-SUMPRODUCT(--EXACT(kp.by1,B5&"")),0,SUMPRODUCT(--EXACT(kp.by1,B5&"")),1),kp.list1)'
        )

    def test_equal_parents_stand_together(self):
        """However the list of the scheme is ordered."""
        assert ["农业", "农业", "农业", "教育", "教育"] == [above for above, _ in cell("duty").type.pairs]

    def test_a_mirrored_column_is_on_the_hidden_sheet(self):
        """The hidden sheet shows what stands in the other column, below what is always there."""
        data = build(package(), answers_of([{"duty": "种植"}]), issuer=issuer(package())).data
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        (column,) = (c for c in book["_lists"].iter_cols(values_only=True) if c[0] == "无")
        assert ("无", "种植") == column[:2]

    def test_a_validation_has_room(self):
        """However far down, the formulas stay within Excel's 255 characters."""
        plan = lay_out(package())
        last = cell("duty", "6")
        assert len(last.validation.options.render(plan.locate(last.spot))) < 255


class TestCheck:
    @pytest.mark.parametrize(
        ("row", "errors"),
        [
            ({"area": "农业", "duty": "养殖"}, []),
            ({"area": "农业", "duty": "临时"}, []),
            ({"area": "农业", "duty": "幼儿园"}, [("V006", "1", "duty")]),
            ({"area": "其他", "duty": "幼儿园"}, []),
            ({"duty": "幼儿园"}, []),
            ({"duty": "别的"}, [("V006", "1", "duty")]),
        ],
    )
    def test_a_dependent_choice(self, row, errors):
        """Fits what stands beside the parent, or anything of the list where the parent says nothing known."""
        assert errors == found(row)

    def test_a_mirrored_choice(self):
        """Fits what stands anywhere in the other column of the same return."""
        rows = [{"duty": "种植", "again": "养殖"}, {"duty": "养殖", "again": "种植"}, {"again": "幼儿园"}]
        assert [("V006", "3", "again")] == found(*rows)

    @pytest.mark.parametrize(
        ("row", "errors"),
        [
            ({"share": "优秀"}, []),
            ({"share": "3"}, []),
            ({"share": "很多"}, [("V017", "1", "share")]),
            ({"area": "农业", "share": "优秀"}, [("V001", "1", "share")]),
        ],
    )
    def test_a_type_that_the_row_leaves_open(self, row, errors):
        """What none of the types takes is an error, also before the row says which of them holds."""
        assert errors == found(row)

    def test_tampered_lists_are_seen(self):
        """A text changed on the hidden sheet is found, and widens nothing."""
        data = build(package(), answers_of([{"area": "农业", "duty": "别的"}]), issuer=issuer(package())).data
        book = openpyxl.load_workbook(io.BytesIO(data))
        for cells in book["_lists"].iter_rows():
            for each in cells:
                each.value = "别的" if each.value == "种植" else each.value
        out = io.BytesIO()
        book.save(out)
        codes = {(f.code, f.where.sheet) for f in checked(package(), out.getvalue())}
        assert {("T008", "_lists"), ("V006", "表")} <= codes


def picked(count, **more):
    """A package whose only column is a choice of so many texts."""
    choices = [f"选项{i:05}" for i in range(count)]
    return package_of(
        scheme_of([{"name": "a", "type": "choice", "choices": choices, "required": True} | more])
    )


class TestAnyLength:
    @pytest.mark.parametrize("count", [61, 62, 300, 10_000])
    def test_a_choice_is_accepted(self, count):
        """The last choice of a list of any length is accepted, without an error."""
        made = picked(count)
        data = build(made, answers_of([{"a": f"选项{count - 1:05}"}]), issuer=issuer(made)).data
        assert [] == [f.code for f in checked(made, data) if f.severity.value == "error"]

    @pytest.mark.parametrize("count", [61, 62, 300])
    def test_nothing_else_is(self, count):
        """What is not among the choices is wrong in the check, and counted by the workbook."""
        made = picked(count)
        answers = answers_of([{"a": "选项"}])
        data = build(made, answers, issuer=issuer(made)).data
        plan = lay_out(made)
        line = plan.by_cell_key[CellKey("f", "", UNIT, "1", "a")].spot.row
        assert ["V006"] == [f.code for f in checked(made, data) if f.severity.value == "error"]
        assert Computation(plan, answers).value(Spot("f", line, "_why")) != ""

    @pytest.mark.parametrize(
        "column",
        [
            {"type": [{"type": "choice", "choices": [f"选项{i}" for i in range(200)]}, "decimal"]},
            {
                "type": {
                    "when": "group == stage or filled(b)",
                    "then": {"type": "choice", "choices": [f"选项{i}" for i in range(200)]},
                    "else": "text",
                }
            },
            {"type": "choice", "choices": ["字" * 300, "短"]},
            {"type": "choice", "choices": [f"{'字' * 200}{i}" for i in range(50)]},
        ],
        ids=["union", "conditional", "long text", "long texts"],
    )
    def test_formulas_stay_within_the_limits(self, column):
        """Choices that a formula cannot hold are looked up on the hidden sheet, in every kind of type."""
        package_ = package_of(scheme_of([{"name": "a"} | column, {"name": "b"}]))
        cells = [c for s in lay_out(package_).sheets for c in s.cells]
        tests = [m.test.formula for c in cells for m in c.highlights]
        texts = [f.render(lambda _: "A1") for f in tests]
        assert any("SUMPRODUCT(--EXACT(" in text for text in texts)
        assert max(map(len, texts)) < 1000

    def test_what_fits_is_compared_one_by_one(self):
        """Sixty-one choices are spelled out, as in all workbooks that were issued."""
        column = {"type": "choice", "choices": [f"选{i}" for i in range(61)]}
        made = package_of(scheme_of([{"name": "a"} | column]))
        marks = lay_out(made).by_cell_key[CellKey("f", "", UNIT, "1", "a")].highlights
        assert marks[0].test.formula.render(lambda _: "A1").count("EXACT(") == 61
