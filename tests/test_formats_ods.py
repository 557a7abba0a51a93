"""OpenDocument workbooks: every kind of cell, runs of cells and rows, and everything around them."""

import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kpixl.findings import Finding
from kpixl.formats import RawWorkbook, read_workbook
from kpixl.formats.ods._formulas import plain_formula, plain_reference
from tests.support.opendocument import SPACES, cell, content, meta, ods, row, said, table, valued
from tests.support.reading import LIMITS, flat


def read(rows: str, *, parts=None, limits=LIMITS, **more) -> RawWorkbook:
    """The workbook with one sheet of these rows; it must be readable."""
    outcome = read_workbook(ods(content(table(rows), **more), parts), limits)
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome


def codes(outcome) -> list[str]:
    """The codes of a workbook's findings, without the one that names the format."""
    return [code for code, _, _ in flat(outcome) if code != "F023"]


def typed(kind: str, value: str = "", more: str = "", shown: str = "") -> str:
    """A cell of a kind with its value in the attribute of that kind."""
    name = {"percentage": "value", "currency": "value", "float": "value"}.get(kind, f"{kind}-value")
    held = f'office:{name}="{value}"' if value else ""
    return cell(f'office:value-type="{kind}" {held} {more}', f"<text:p>{shown}</text:p>" if shown else "")


CELLS = {
    "number": (typed("float", "0.1", shown="0,1"), 0.1),
    "percentage": (typed("percentage", "0.955", shown="95.5%"), 0.955),
    "currency": (typed("currency", "12"), 12.0),
    "boolean": (typed("boolean", "true", shown="是"), True),
    "day": (typed("date", "2021-12-31", shown="12月31日"), date(2021, 12, 31)),
    "midnight": (typed("date", "2021-12-31T00:00:00"), date(2021, 12, 31)),
    "moment": (typed("date", "2021-12-31T08:30:00"), datetime(2021, 12, 31, 8, 30)),  # noqa: DTZ001 - a cell has no zone
    "time": (typed("time", "PT12H00M00S"), 0.5),
    "text": (said("焦店镇"), "焦店镇"),
    "text as stored": (typed("string", "_x0041_"), "_x0041_"),
    "lines": (
        cell('office:value-type="string"', "<text:p>第一行</text:p><text:p>第二行</text:p>"),
        "第一行\n第二行",
    ),
    "spaces": (said('<text:s text:c="2"/>前 <text:s/>后<text:tab/>'), "  前  后\t"),
    "spaces of the file": (said("\n  一   二\n "), "一 二"),
    "spans and links": (
        said("甲<text:span>乙</text:span><text:a>丙</text:a><text:line-break/>丁"),
        "甲乙丙\n丁",
    ),
    "comment": (
        cell(
            'office:value-type="string"',
            "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>",
        ),
        "甲",
    ),
    "drawing": (cell("", "<draw:frame><text:p>图</text:p></draw:frame>"), None),
    "reading": (said("漢<text:ruby-text>han</text:ruby-text>"), "漢"),
    "blank": (cell(), None),
    "elements of nobody in a text": (said("甲<x>乙</x>"), "甲"),
    "texts in elements of nobody": (
        cell('office:value-type="string"', "<x><text:p>乙</text:p></x><text:p>甲</text:p>"),
        "甲",
    ),
    "a cell in a cell": (
        cell('office:value-type="string"', f"<text:p>甲</text:p>{said('乙')}"),
        "甲",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_every_kind_of_cell(name):
    """Each kind of cell gives the value that a person sees."""
    xml, value = CELLS[name]
    outcome = read(row(xml))
    assert (value, []) == (outcome.sheets[0].at(0, 0).value, codes(outcome))


WITHOUT_VALUE = {
    "number": typed("float", shown="45"),
    "percentage": cell(
        'office:value-type="percentage" office:date-value="2021-11-08"', "<text:p>5%</text:p>"
    ),
    "blank": cell('office:value-type="float" office:value=""'),
    "day": typed("date", shown="2021-12-31"),
    "time": typed("time", shown="08:30"),
    "boolean": typed("boolean", shown="是"),
    "no such type": cell('office:value-type="x" office:value="3"', "<text:p>3</text:p>"),
}


@pytest.mark.parametrize("name", WITHOUT_VALUE)
def test_a_cell_that_lacks_the_value_of_its_type_is_told(name):
    """Programs show 0 or nothing there, whatever stands beside it: what it shows is no value."""
    outcome = read(row(WITHOUT_VALUE[name]))
    assert (["F084"], "") == (codes(outcome), outcome.sheets[0].at(0, 0).value)


def test_a_text_in_a_text_is_refused():
    """Nobody knows which of them the cell holds."""
    assert "F051" in codes(read_workbook(ods(content(table(row(said("甲<text:p>乙</text:p>丙")))))))


PLAIN = [
    name
    for name in CELLS
    if name
    not in {
        "time",
        "spaces",
        "spaces of the file",
        "comment",
        "drawing",
        "reading",
        "midnight",
        "text as stored",
        "spans and links",
        "elements of nobody in a text",
        "texts in elements of nobody",
        "a cell in a cell",
    }
]


def test_values_are_those_of_another_reader():
    """Another reader, calamine, sees the same values where it reads a kind of cell at all."""
    data = ods(content(table("".join(row(CELLS[name][0]) for name in PLAIN))))
    lines = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name("表")
        .to_python(skip_empty_area=False)
    )
    wanted = [CELLS[name][1] for name in PLAIN]
    assert wanted[: len(lines)] == [None if line[0] == "" else line[0] for line in lines]


def test_percentages_are_known_as_such():
    """What is a percentage has a format that says so."""
    assert "0%" == read(row(typed("percentage", "0.5"))).sheets[0].at(0, 0).number_format


ERRORS = {
    "of LibreOffice": typed("string", "", 'table:formula="of:=1/0" calcext:value-type="error"', "#DIV/0!"),
    "by its text": typed("string", "", 'table:formula="of:=1/0"', "#DIV/0!"),
    "by number": typed("float", "0", 'table:formula="of:=x" calcext:value-type="error"', "Err:508"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_errors(name):
    """The result of a formula that is an error is no text and no number."""
    made = read(row(ERRORS[name])).sheets[0].at(0, 0)
    assert (None, True) == (made.value, made.error in {"#DIV/0!", "Err:508"})


def test_a_text_that_looks_like_an_error_is_a_text():
    """Only a formula gives errors."""
    assert "#N/A" == read(row(said("#N/A"))).sheets[0].at(0, 0).value


def test_a_formula_without_its_result_is_told():
    """A formula without a result is no blank."""
    outcome = read(row(cell('table:formula="of:=[.B1]"')))
    assert (["F086"], "B1") == (codes(outcome), outcome.sheets[0].at(0, 0).formula)


def test_runs_of_cells_and_rows():
    """What is written once with a count is there as often; empty runs to the sheet's end cost nothing."""
    empty = cell('table:number-columns-repeated="16382"')
    rows = (
        row(
            cell('table:number-columns-repeated="2"')
            + valued("1", 'table:number-columns-repeated="2"')
            + empty
        )
        + row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="3"')
        + row(valued("2"), 'table:number-rows-repeated="2"')
        + row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048570"')
    )
    sheet = read(rows).sheets[0]
    assert {(0, 2): 1.0, (0, 3): 1.0, (4, 0): 2.0, (5, 0): 2.0} == {
        at: c.value for at, c in sheet.cells.items()
    }
    assert (6, 4) == (sheet.rows, sheet.columns)


LOCKS = (
    '<style:style style:name="a"><style:table-cell-properties style:cell-protect="none"/></style:style>'
    '<style:style style:name="b" style:parent-style-name="a"/>'
    '<style:style style:name="c">'
    '<style:table-cell-properties style:cell-protect="protected formula-hidden"/></style:style>'
    '<style:style style:name="s"><style:table-properties table:display="false"/></style:style>'
)


def test_locks_come_from_styles():
    """A cell is unlocked by its style, by the style behind it, or by its column's."""
    cells = "".join(valued("1", f'table:style-name="{name}"') for name in "abc") + valued("1") + valued("1")
    columns = (
        '<table:table-column table:number-columns-repeated="4"/>'
        '<table:table-column table:default-cell-style-name="a"/>'
    )
    sheet = read(columns + row(cells), styles=LOCKS).sheets[0]
    assert [False, False, True, True, False] == [sheet.at(0, column).locked for column in range(5)]


def test_what_surrounds_the_cells():
    """Protection, hidden sheets, rows and columns, merges, validations."""
    rules = (
        '<table:content-validations><table:content-validation table:name="v" '
        'table:condition=\'of:cell-content-is-in-list("甲";"乙")\'/></table:content-validations>'
    )
    rows = (
        "<table:table-column/>"
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + row(valued("1", 'table:number-columns-spanned="3" table:number-rows-spanned="2"'))
        + row(
            cell('table:content-validation-name="v" table:number-columns-repeated="2"'),
            'table:visibility="filter"',
        )
    )
    made = table(rows, protected="true", style_name="s")
    outcome = read_workbook(
        ods(content(made + table(row(valued("1")), "二"), rules, LOCKS, 'table:structure-protected="true"'))
    )
    assert isinstance(outcome, RawWorkbook)
    sheet = outcome.sheets[0]
    assert (True, "hidden", True) == (sheet.protected, sheet.state, outcome.structure_locked)
    assert (frozenset({1}), frozenset({1, 2})) == (sheet.hidden_rows, sheet.hidden_columns)
    assert ((0, 0, 1, 2),) == sheet.merges
    assert [("list", ((1, 0, 1, 1),))] == [(v.type, v.areas) for v in sheet.validations]


def test_names_and_properties():
    """Names, the epoch and what the document says of itself."""
    names = (
        "<table:named-expressions>"
        '<table:named-expression table:name="印章" table:expression="&quot;a&quot;&amp;&quot;b&quot;"/>'
        '<table:named-range table:name="区" table:cell-range-address="$表.$A$1:.$B$2"/>'
        "</table:named-expressions>"
    )
    said_of = meta(
        "<dc:creator>张三</dc:creator><dc:date>2021-12-08T12:42:33.5</dc:date><meta:generator>X</meta:generator>"
        '<meta:user-defined meta:name="kpixl">令牌</meta:user-defined>'
        '<meta:user-defined meta:name="数" meta:value-type="float">3</meta:user-defined>'
    )
    null_date = '<table:null-date table:date-value="1904-01-01"/>'
    outcome = read(
        row(valued("1")), before=null_date, after=names, parts={"meta.xml": said_of, "Basic/x.xml": "<x/>"}
    )
    assert [("印章", '"a"&"b"'), ("区", "表!$A$1:$B$2")] == [(n.name, n.text) for n in outcome.names]
    assert {"kpixl": "令牌", "数": 3.0} == outcome.properties.custom
    assert ("张三", datetime(2021, 12, 8, 12, 42, 33, 500_000, UTC)) == (
        outcome.properties.last_modified_by, outcome.properties.modified
    )  # fmt: skip
    assert (True, True, ["F094"]) == (outcome.date1904, outcome.macros, codes(outcome))


def test_tables_that_are_no_sheets_are_left_out():
    """What is kept of other files that formulas point to, and of changes, is none of the sheets."""
    other = table("<table:table-source/>" + row(valued("9")), "'file:///x.ods'#$表")
    dde = (
        f"<table:dde-links><table:dde-link>{table(row(valued('9')), 'd')}</table:dde-link></table:dde-links>"
    )
    outcome = read_workbook(ods(content(table(row(valued("1"))) + other, after=dde)))
    assert isinstance(outcome, RawWorkbook)
    assert ["表"] == [sheet.name for sheet in outcome.sheets]


FORMULAS = {
    "of:=SUM([.A1:.B2];[.C3])": "SUM(A1:B2,C3)",
    "of:=[$表.$A$1]+[$'一 二'.B2]": "表!$A$1+'一 二'!B2",
    "of:=SUM([$附件2.$O$1:.$O$28])": "SUM(附件2!$O$1:$O$28)",
    'of:=IF([.A1]="a;b";"[.A1]";{1;2|3;4})': 'IF(A1="a;b","[.A1]",{1,2;3,4})',
    "oooc:=[.A1]~[.B2]": "A1,B2",
    "=1+2": "1+2",
    "msoxl:=A1": "A1",
    "of:=['file:///x'#$表.A1]": "'file:///x'#$表.A1",
    "of:=TRUE()": "TRUE()",
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_read_as_those_of_xlsx(formula):
    """Addresses, separators and arrays are written as in .xlsx; texts stay as they are."""
    assert FORMULAS[formula] == plain_formula(formula)


def test_whole_rows_are_references_too():
    """A reference to whole rows keeps its sheet."""
    assert "表!$5:$6" == plain_reference("$表.$5:.$6")


def encrypted() -> bytes:
    """A workbook whose manifest says that it is encrypted."""
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    return ods(
        content(""), {"META-INF/manifest.xml": f"<manifest:manifest {SPACES}>{entry}</manifest:manifest>"}
    )


def many(count: int) -> str:
    """A number that is there so often."""
    return valued("1", f'table:number-columns-repeated="{count}"')


def one(rows: str) -> bytes:
    """A workbook with one sheet of these rows."""
    return ods(content(table(rows)))


OFTEN, SPACES_9 = 'table:number-rows-repeated="1300"', '<text:s text:c="9999999"/>' * 9
FAR = row(cell('table:number-columns-repeated="16383"') + valued("1")) + row(valued("1"), OFTEN)
REFUSED = {
    "encrypted": (encrypted(), "F098"),
    "no sheets": (ods(content("")), "F060"),
    "same name twice": (ods(content(table("") + table(""))), "F062"),
    "broken": (ods("<x>"), "F051"),
    "doctype": (ods("<!DOCTYPE x><x/>"), "F050"),
    "too deep": (ods("<x>" * 101 + "</x>" * 101), "F052"),
    "cells by repetition": (one(row(many(16384), OFTEN)), "F064"),
    "far cell": (one(FAR), "F065"),
    "spaces by number": (one(row(said(SPACES_9))), "F066"),
    "count that is none": (one(row(many(-1))), "F081"),
    "beyond the last column": (one(row(many(20_000))), "F081"),
    "custom property twice": (
        ods(content(table("")), {"meta.xml": meta('<meta:user-defined meta:name="a"/>' * 2)}), "F062"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_or_damaged_is_refused(name):
    """Each way of being broken or dangerous has its finding."""
    data, code = REFUSED[name]
    outcome = read_workbook(data)
    assert not isinstance(outcome, RawWorkbook)
    assert code == outcome[0].code


BODY = content(table("".join(row(xml) for xml, _ in CELLS.values()), style_name="s"), styles=LOCKS).encode()


@given(
    st.integers(0, len(BODY) - 1),
    st.binary(max_size=8) | st.sampled_from([b'"', b"<", b"</table:table>", b"9" * 9]),
)
def test_any_damage_is_survived(at, new):
    """Whatever is overwritten in the content, reading ends with a record or with findings."""
    outcome = read_workbook(ods(BODY[:at] + new + BODY[at + len(new) :]))
    assert isinstance(outcome, RawWorkbook) or all(isinstance(finding, Finding) for finding in outcome)
