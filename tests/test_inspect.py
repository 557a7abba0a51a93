import json
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from kpixl.blueprint import digest
from kpixl.generate import build
from kpixl.returns import Reader, Ready, inspect
from kpixl.simulate import stamp_copies
from kpixl.stamp import sign
from tests.support import ruled, tiny
from tests.support.tiny import contact, ready, report, returned

KEYS = {
    "sheet", "cell", "role", "form", "instance", "subject", "field", "label", "row", "type", "required",
    "accepts", "min", "max", "value",
}  # fmt: skip


def seen(unit="hedong", changes=None):
    """What is seen in a unit's workbook, by (form, row, field)."""
    data, findings = inspect(ready(), "x.xlsx", tiny.built(unit, changes).data)
    assert () == findings
    return {(c["form"], c["row"], c["field"]): c for c in data["cells"] if c["field"]}


@pytest.fixture(scope="module")
def town():
    """A town's workbook."""
    return seen()


def test_the_whole_is_json():
    """The outcome is plain JSON."""
    data, _ = inspect(ready(), "x.xlsx", tiny.built().data)
    assert data == json.loads(json.dumps(data))


def test_keys():
    """Every cell has all keys of the contract."""
    data, _ = inspect(ready(), "x.xlsx", tiny.built().data)
    assert {frozenset(KEYS)} == {frozenset(c) for c in data["cells"]}


def test_every_planned_cell_is_listed():
    """Inputs, printed cells and formulas of cover and forms are listed, counters and keys are not."""
    data, _ = inspect(ready(), "x.xlsx", tiny.built().data)
    plan = tiny.built().plan
    cells = {(s.name, s.address(c.spot).a1) for s in plan.sheets for c in s.cells if c.role.value != "helper"}
    assert sorted(cells) == sorted((c["sheet"], c["cell"]) for c in data["cells"])


def test_stamp():
    """The stamp is shown, and whether it is authentic."""
    data, _ = inspect(ready(), "x.xlsx", tiny.built().data)
    stamp = tiny.built().stamp
    assert data["stamp"] == {
        "scheme": "tiny", "version": "3", "stage": "self-check", "round": "", "period": "", "part": "",
        "unit": "hedong", "digest": stamp.digest, "authentic": True, "issue": 1, "simulated": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "role"),
    [
        (("report", "t1", "claimed"), "input"),
        (("report", "t1", "target"), "printed"),
        (("report", "#total", "points"), "total"),
        (("cover", "report", "need"), "formula"),
        (("report", None, "whose"), "printed"),
    ],
)
def test_roles(town, place, role):
    """Each cell says what it is to the recipient."""
    assert role == town[place]["role"]


@pytest.mark.parametrize(
    ("row", "column", "shown"),
    [
        ("t1", "claimed", ("percent", None, -1, 10, 0.05)),
        ("t2", "claimed", ("rating", ["优秀", "良好", "一般", "较差"], None, None, "优秀")),
        ("t1", "count", ("integer", None, 1, 9, 3)),
        ("t1", "kind", ("choice", ["甲", "乙"], None, None, "甲")),
        ("t1", "day", ("date", None, None, None, "2021-05-17")),
        ("t1", "points", ("decimal", None, None, None, 60)),
        ("t1", "quantified", ("yes_no", None, None, None, True)),
        ("t1", "remark", ("text", None, None, None, "按计划完成")),
    ],
)
def test_what_a_cell_takes_and_holds(town, row, column, shown):
    """Type, choices and bounds as the row has them; percentages are fractions, dates ISO."""
    cell = town["report", row, column]
    assert shown == tuple(cell[key] for key in ("type", "accepts", "min", "max", "value"))


@pytest.mark.parametrize(
    ("changes", "place", "required"),
    [
        ({}, ("report", "t1", "claimed"), True),
        ({}, ("report", "t1", "budget"), False),
        ({}, ("report", "t1", "remark"), False),
        ({report("hedong", "t1", "budget"): Decimal(501)}, ("report", "t1", "remark"), True),
        ({}, ("report", "t1", "target"), False),
        ({}, ("contact", None, "reason"), False),
        ({contact("hedong", "agreed"): False}, ("contact", None, "reason"), True),
    ],
)
def test_required(changes, place, required):
    """Required is where a blank would be an error with the rest of the file as it is."""
    assert required is seen(changes=changes)[place]["required"]


@pytest.mark.parametrize(("row", "required"), [("1", True), ("2", True), ("3", False), ("5", False)])
def test_required_in_free_rows(row, required):
    """Of free rows those that are filled, or still needed, must be complete."""
    assert required is seen("finance")["report", row, "target"]["required"]


TOGETHER = ruled.scheme_of(
    columns=[{"name": "must", "required": True}, *({"name": n} for n in "abc")],
    rules=[
        {"kind": "all_or_none", "of": ["a", "b", "c"]},
        {"kind": "required_when", "of": "c", "condition": "must == 'c'"},
    ],
)


def key(column):
    """A cell of the first row."""
    return next(iter(ruled.answers_of([{column: "x"}])))


def refused(answers):
    """The columns of the first row in which the check finds fault with a blank."""
    return {f.where.field for f in ruled.checked(TOGETHER, answers) if f.code in {"R001", "R002", "R004"}}


@pytest.mark.parametrize("must", ["x", "c"])
@pytest.mark.parametrize("filled", [c for n in range(5) for c in combinations(("must", "a", "b", "c"), n)])
def test_required_is_where_the_check_refuses_a_blank(filled, must):
    """An input is required exactly where the check would report its blank with all others as they are."""
    answers = {key(column): must if column == "must" else "x" for column in filled}
    issuer = replace(tiny.issuer(), digest=digest(TOGETHER))
    reader = Reader(scheme=tiny.scheme(), key=tiny.KEY)
    ready = Ready(reader=reader, current=TOGETHER, schemes={issuer.digest: TOGETHER})
    data, _ = inspect(ready, "x.xlsx", build(ruled.package_of(TOGETHER), answers, issuer=issuer).data)
    others = {c: {k: v for k, v in answers.items() if k != key(c)} for c in ("must", "a", "b", "c")}
    assert {column: column in refused(rest) for column, rest in others.items()} == {
        c["field"]: c["required"] for c in data["cells"] if c["role"] == "input" and c["row"] == "1"
    }


@pytest.mark.parametrize(
    ("column", "kind"), [("need", "integer"), ("done", "integer"), ("bad", "integer"), ("status", "text")]
)
def test_types_of_the_cover(town, column, kind):
    """What the cover counts are whole numbers, its status is a text."""
    assert kind == town["cover", "report", column]["type"]


def test_type_follows_the_answers():
    """A type that depends on the row is the one that holds with its answers."""
    cells = seen("finance")
    assert ["percent", "rating"] == [cells["report", row, "claimed"]["type"] for row in ("1", "2")]


def test_an_invalid_entry_is_shown_as_it_stands():
    """What is not of the type is shown as the text that stands in the cell."""
    cells = seen(changes={report("hedong", "t1", "claimed"): "很多"})
    assert cells["report", "t1", "claimed"]["value"] == "很多"


def test_a_merged_area_is_its_first_cell(town):
    """Only the upper left cell of an area is listed."""
    assert (town["report", "t2", "area"]["value"], ("report", "t3", "area") in town) == ("民生", False)


def test_a_file_that_nobody_can_read():
    """A file that is no workbook has no stamp, no cells, and says why."""
    data, findings = inspect(ready(), "x.xlsx", b"PK")
    assert (data["stamp"], data["cells"], bool(findings)) == (None, [], True)


def test_a_file_of_an_unknown_version():
    """A workbook that can be identified and no more shows its stamp."""
    file = returned()
    stamp_copies.set_all(file.book, sign(replace(file.built.stamp, digest="f" * 64), tiny.KEY))
    data, findings = inspect(ready(), "x.xlsx", file.book.data())
    assert (data["stamp"]["unit"], data["cells"], [f.code for f in findings]) == ("hedong", [], ["I006"])
