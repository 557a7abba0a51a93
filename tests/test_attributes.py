"""Attributes of units: each workbook has its own unit's, wherever a blueprint names them, shared or not."""

from __future__ import annotations

import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kpixl.blueprint import digest, load_scheme, restore, store
from kpixl.blueprint.model import Scheme
from kpixl.campaign import Campaign
from kpixl.campaign.views.guiding import kinds_of
from kpixl.carry import next_packages
from kpixl.check.frames import roster
from kpixl.generate import Issuer, build, issue
from kpixl.layout import CellKey, Package, Role, first_packages, lay_out
from kpixl.layout.package.sharing import Templates
from kpixl.layout.workbook import laid_out
from tests.support.counted import Counted
from tests.support.tiny import KEY, MEANS, PASSWORD

FOLDER = Path(__file__).parent / "cases" / "own"
UNITS = ("hedong", "hexi", "henan", "hebei", "hezhong")


@cache
def scheme() -> Scheme:
    """The scheme, loaded once."""
    return load_scheme(FOLDER)


@cache
def packages() -> dict[str, Package]:
    """What each unit is sent first."""
    return {p.recipient: p for p in first_packages(scheme(), scheme().stage())}


@cache
def issuer() -> Issuer:
    """Signs and locks with the tests' key."""
    return Issuer.of(KEY, PASSWORD, digest(scheme()))


def shown(unit: str, column: str, row: str = "") -> object:
    """What stands in a cell of the unit's workbook."""
    return lay_out(packages()[unit]).by_cell_key[CellKey("report", "", unit, row, column)].value


def bound(unit: str, column: str, row: str = "") -> object:
    """The greatest that a cell of the unit's workbook takes."""
    kind = lay_out(packages()[unit]).by_cell_key[CellKey("report", "", unit, row, column)].type
    return getattr(kind, "max", kind)


class TestInWorkbooks:
    @pytest.mark.parametrize("unit", UNITS)
    def test_a_shared_plan_is_that_of_the_unit(self, unit):
        """Texts are put in, what figures, days and conditions make of a plan is shared by those alike."""
        templates = Templates(laid_out)
        for each in 3 * [*packages().values()]:
            template = templates.of(each)
        template = templates.of(packages()[unit])
        assert template is not None
        assert template.bound(packages()[unit]) == laid_out(packages()[unit])

    @pytest.mark.parametrize("unit", UNITS)
    def test_a_cast_workbook_is_that_of_the_unit(self, unit):
        """Byte for byte, whoever came before."""
        for each in packages().values():
            issue(each, issuer())
        assert build(packages()[unit], {}, issuer=issuer()).data == issue(packages()[unit], issuer())

    def test_units_with_the_same_share(self):
        """Codes but stand there: what was laid out for one unit does for all that have the same besides."""
        counted = Counted(laid_out)
        templates = Templates(counted)
        alike = [packages()[unit] for unit in ("hedong", "hexi", "henan")]
        while templates.of(alike[0]) is None:  # what a plan rests on is found out by laying it out
            pass
        learned = counted.times
        assert all(templates.of(each) for each in (*alike, *alike))
        assert counted.times == learned

    def test_are_printed(self):
        """A text letter by letter, a day as a day, a number as one."""
        assert shown("henan", "code", "d1") == "003"
        assert str(shown("hezhong", "founded")) == "1990-07-15"
        assert shown("hezhong", "people") == Decimal(28)

    def test_choose_rows(self):
        """A unit gets the duties of its own kind."""
        rows = {unit: {k.row for k in lay_out(packages()[unit]).by_cell_key if k.row} for unit in UNITS}
        assert (rows["hedong"] & {"d1", "d2"}, rows["hebei"] & {"d1", "d2"}) == ({"d1"}, {"d2"})

    def test_settle_a_type(self):
        """Rural towns give a figure up to their own staff, the others a rating."""
        kinds = [
            lay_out(packages()[u]).by_cell_key[CellKey("report", "", u, "d3", "result")].type for u in UNITS
        ]
        assert [getattr(kind, "name", None) for kind in kinds] == [*["decimal"] * 3, *["rating"] * 2]
        assert bound("henan", "result", "d3") == Decimal(30)

    def test_are_choices(self):
        """The units of a group by their codes."""
        kind = lay_out(packages()["hexi"]).by_cell_key[CellKey("report", "", "hexi", "", "partner")].type
        assert getattr(kind, "choices", ()) == ("001", "002", "003", "004", "005", "006")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """The check of two returns with a bonus of 4: one unit may have up to 5, the other up to 3."""
    folder = tmp_path_factory.mktemp("returned")
    for unit, row in (("hedong", "d1"), ("hebei", "d2")):
        answers = {CellKey("report", "", unit, row, "bonus"): Decimal(4)}
        data = build(packages()[unit], answers, issuer=issuer()).data
        (folder / f"{unit}.xlsx").write_bytes(data)
    return Campaign.open(FOLDER, MEANS).check([folder])


class TestInTheCheck:
    def test_bind_each_unit_by_its_own(self, result):
        """The rule is broken by the one alone."""
        broken = {f.unit: [e for e in f.findings if e.code == "R005"] for f in result.files}
        assert {unit: len(found) for unit, found in broken.items()} == {"hedong": 0, "hebei": 1}

    def test_are_called_by_their_labels(self, result):
        """Nobody who returns a workbook knows `subject.ceiling`."""
        (told,) = [e for f in result.files for e in f.findings if e.code == "R005"]
        assert "加分上限" in told.message("zh")
        assert "subject." not in told.message("zh")


def heads(unit: str) -> list[object]:
    """The headings of the table in the unit's workbook, from the left, what is above others first."""
    sheet = lay_out(packages()[unit]).by_key["report"]
    placed = [(sheet.address(c.spot), c.value) for c in sheet.cells if c.style.name.startswith("head")]
    return [value for _, value in sorted(placed, key=lambda each: (each[0].column, each[0].row))]


@pytest.fixture(scope="module")
def verification(tmp_path_factory):
    """What is verified of two units, one of which has columns that the other has not."""
    folder = tmp_path_factory.mktemp("planned")
    for unit, row in (("hedong", "d1"), ("hebei", "d2")):
        answers = {CellKey("report", "", unit, row, "done"): Decimal(4)}
        (folder / f"{unit}.xlsx").write_bytes(build(packages()[unit], answers, issuer=issuer()).data)
    files = Campaign.open(FOLDER, MEANS).check([folder]).files
    records = [file.record for file in files if file.record is not None]
    (package,) = next_packages(scheme(), "verification", records)
    return lay_out(package)


class TestColumnsOfSomeUnits:
    def test_stand_where_the_condition_holds(self):
        """A heading that has one column left stands over it alone."""
        wanted = ["职责", "代码", "加分", "结果", "进度", "计划", "完成", "提高"]
        assert (wanted, [h for h in wanted if h not in {"计划", "完成"}]) == (heads("hedong"), heads("hebei"))

    def test_rows_have_their_cells(self):
        """Also where a unit that has them not, and is asked the same otherwise, was laid out before."""
        rows = (lay_out(packages()[unit]).by_cell_key for unit in ("hedong", "hewan"))
        own, more = ([k.column for k in keys if k.row == "d1"] for keys in rows)
        assert (["duty", "bank", *own[1:]], len(more)) == (more, len(own) + 1)

    def test_tell_workbooks_apart_that_are_looked_at(self):
        """A preview and the instructions of a form show each kind: what some have and others have not."""
        kinds = kinds_of(scheme(), scheme().stage())
        assert [("hedong", 3), ("hebei", 2), ("hewan", 1)] == [(k.package.recipient, k.count) for k in kinds]

    def test_nothing_asks_for_them_elsewhere(self):
        """Neither cells nor fields are there, nor what would count them."""
        there = {unit: {k.column for k in lay_out(packages()[unit]).by_cell_key} for unit in UNITS}
        own = [there[unit] & {"sown", "plan"} for unit in ("hedong", "hebei")]
        assert own == [{"sown", "plan"}, set()]

    def test_rules_take_them_for_blank(self, tmp_path):
        """As a cell that nobody filled."""
        answers = {CellKey("report", "", "hebei", "d2", "bonus"): Decimal(1)}
        (tmp_path / "a.xlsx").write_bytes(build(packages()["hebei"], answers, issuer=issuer()).data)
        (file,) = Campaign.open(FOLDER, MEANS).check([tmp_path]).files
        assert ["R002"] == [f.code for f in file.findings if f.where.row == "d2"]

    def test_are_locked_for_others_on_a_sheet_about_several(self, verification):
        """Whoever has it is asked, the other one's cell is blank."""
        cells = {k.subject: c for k, c in verification.by_cell_key.items() if k.column == "visited"}
        asked = {unit: (cell.role, cell.value) for unit, cell in cells.items()}
        assert asked == {"hedong": (Role.INPUT, None), "hebei": (Role.PRINTED, None)}


class TestInTheVersion:
    def test_another_value_is_another_version(self, tmp_path):
        """What a form prints or reckons with is in the digest."""
        folder = Path(shutil.copytree(FOLDER, tmp_path / "own"))
        values = folder / "values.csv"
        values.write_text(values.read_text(encoding="utf-8").replace(",88,", ",89,"), encoding="utf-8")
        assert digest(load_scheme(folder)) != digest(scheme())

    def test_where_values_stand_makes_none(self, tmp_path):
        """In a file of any name, or in the roster."""
        folder = Path(shutil.copytree(FOLDER, tmp_path / "own"))
        (folder / "values.csv").rename(folder / "2024.csv")
        people = folder / "roster.yaml"
        people.write_text(
            people.read_text(encoding="utf-8").replace("values.csv", "2024.csv"), encoding="utf-8"
        )
        assert digest(load_scheme(folder)) == digest(scheme())

    def test_a_snapshot_has_them(self, tmp_path):
        """A return is read with the values that it was issued with."""
        store(scheme(), tmp_path)
        again = restore(tmp_path, digest(scheme()))
        unit = again.roster.unit("hebei")
        assert [again.roster.attribute(unit, a.name) for a in again.roster.attributes] == [
            scheme().roster.attribute(unit, a.name) for a in scheme().roster.attributes
        ]


def test_frames_have_them():
    """A validators file sees them beside the names of the units."""
    assert list(roster(scheme())["ceiling"])[:4] == [Decimal(5), Decimal(5), Decimal(5), Decimal(3)]
