"""What the parts of a scheme know of each other."""

import copy
import pickle

import pytest

from kpixl.blueprint import canonical
from kpixl.blueprint.model import (
    ByRow,
    Column,
    FreeRows,
    Listing,
    PrintedRows,
    Roster,
    Scheme,
    ToGroups,
    Unit,
)
from tests.support import tiny

SELF_CHECK, VERIFICATION = tiny.scheme().head.stages
ROSTER = tiny.scheme().roster
REPORT, CONTACT = (tiny.scheme().form(f) for f in ("report", "contact"))
ITEMS, PROOFS = REPORT.tables[0], CONTACT.tables[0]


def ids(units) -> tuple[str, ...]:
    """The units by their ids."""
    return tuple(u.id for u in units)


def asked() -> Scheme:
    """The tiny scheme, of which everything has been asked that it works out once."""
    scheme = Scheme.model_validate(tiny.scheme().model_dump(by_alias=False), by_name=True, by_alias=False)
    _ = (
        scheme.form("report").by_name,
        scheme.stage("self-check"),
        scheme.roster.named("河东"),
        scheme.roster.places,
    )
    _ = scheme.lists["targets"].by("id"), [t.by_name for f in scheme.forms for t in f.tables]
    return scheme


class TestWorkedOut:
    """What a part works out once from its fields is no part of it."""

    def test_equal_parts_stay_equal(self):
        """A scheme that was asked equals one that was not."""
        assert asked() == tiny.scheme()

    def test_the_canonical_form_stays(self):
        """It has the same canonical form, so the same digest."""
        assert canonical(asked()) == canonical(tiny.scheme())

    def test_what_it_dumps_stays(self):
        """It dumps what it was given."""
        assert asked().model_dump() == tiny.scheme().model_dump()

    @pytest.mark.parametrize(
        "copied",
        [copy.copy, copy.deepcopy, lambda part: pickle.loads(pickle.dumps(part))],  # noqa: S301 - our own
    )
    def test_a_copy_holds_the_fields_alone(self, copied):
        """Copied or sent to another process, a part holds what it was given and nothing else."""
        roster = asked().roster
        assert set(Roster.model_fields) == set(vars(copied(roster)))

    def test_a_changed_copy_works_it_out_anew(self):
        """A copy with other units knows those, not the original's."""
        only = asked().roster.model_copy(update={"units": (Unit(id="new", name="新局"),)})
        assert (None, "new") == (only.find("hedong"), only.unit("new").id)

    def test_a_changed_list_is_indexed_anew(self):
        """A copy of a list with other items is looked up in those."""
        listing = Listing(items=({"id": 1},))
        assert ["1"] == [*listing.by("id")]
        assert ["2"] == [*listing.model_copy(update={"items": ({"id": 2},)}).by("id")]


class TestRoster:
    @pytest.mark.parametrize(
        ("unit", "name"), [("hexi", "河西镇"), ("panel", "考核组"), ("nobody", None), (None, None)]
    )
    def test_find(self, unit, name):
        """A unit is found by its id; nobody where there is none."""
        found = ROSTER.find(unit)
        assert name == (found and found.name)

    @pytest.mark.parametrize(
        ("name", "unit"),
        [
            ("hedong", "hedong"),
            ("河东", "hedong"),
            (" 西 镇", "hexi"),
            ("财政局", "finance"),
            ("税务局", None),
        ],
    )
    def test_named(self, name, unit):
        """A unit is known by id, name, short name and alias, spaces aside."""
        found = ROSTER.named(name)
        assert unit == (found and found.id)

    def test_of_two_of_one_name_the_first(self):
        """A name of two units means the first of them."""
        named = Roster(groups=(), units=(Unit(id="a", name="局"), Unit(id="b", name="局"))).named("局")
        assert named is not None
        assert "a" == named.id

    def test_names(self):
        """What units are called, by id: in full, and for narrow print."""
        assert ("河东镇", "河东") == (ROSTER.names["hedong"], ROSTER.shorts["hedong"])

    def test_places(self):
        """The places of the published list are counted from 0."""
        assert {"hedong": 0, "hexi": 1, "finance": 2, "panel": 3} == ROSTER.places

    @pytest.mark.parametrize(("group", "name"), [("towns", "镇"), ("nowhere", ""), (None, "")])
    def test_group_name(self, group, name):
        """A group is called what the roster says; a unit of none has none."""
        assert name == ROSTER.group_name(group)

    def test_appraised(self):
        """Who is appraised stands group by group; who is outside is not."""
        mixed = Roster(groups=ROSTER.groups, units=tuple(reversed(ROSTER.units)))
        assert ("hexi", "hedong", "finance") == ids(mixed.appraised)

    def test_firsts(self):
        """The first appraised unit of each group."""
        assert ("hedong", "finance") == ids(ROSTER.firsts)


class TestStage:
    @pytest.mark.parametrize(("stage", "groups"), [(SELF_CHECK, ("towns", "offices")), (VERIFICATION, ())])
    def test_groups(self, stage, groups):
        """A stage addresses groups, or none where its rows name who gets them."""
        assert groups == stage.groups

    def test_by_row(self):
        """How rows name who gets them; None where groups are addressed."""
        assert (None, ByRow(by="row.verifier", rest="panel")) == (SELF_CHECK.by_row, VERIFICATION.by_row)

    @pytest.mark.parametrize(
        ("stage", "units"), [(SELF_CHECK, ["hedong", "hexi", "finance"]), (VERIFICATION, ["panel"])]
    )
    def test_addresses(self, stage, units):
        """The units of its groups, or who gets what rows name nobody for."""
        assert units == [u.id for u in ROSTER.units if stage.addresses(u)]

    @pytest.mark.parametrize(
        ("forms", "group", "got"),
        [
            (("a", "b"), "towns", ("a", "b")),
            (("a", "b"), None, ("a", "b")),
            ({"towns": ("b",)}, "towns", ("b",)),
            ({"towns": ("b",)}, "offices", ()),
            ({"towns": ("b",)}, None, ()),
        ],
    )
    def test_forms_for(self, forms, group, got):
        """Forms are given once for all, or by group; who is of no such group gets none."""
        assert got == SELF_CHECK.model_copy(update={"forms": forms}).forms_for(group)

    @pytest.mark.parametrize("forms", [("a", "b"), {"towns": ("a", "b"), "offices": ("b", "a")}])
    def test_form_ids(self, forms):
        """A form that several groups get is one form of the stage."""
        assert ("a", "b") == SELF_CHECK.model_copy(update={"forms": forms}).form_ids

    @pytest.mark.parametrize(
        ("column", "group", "stages"),
        [
            ("target", "offices", ["self-check"]),
            ("target", "towns", []),
            ("remark", "towns", ["self-check", "verification"]),
            ("bonus", "towns", ["verification"]),
            ("score", "towns", []),
        ],
    )
    def test_asks(self, column, group, stages):
        """A stage asks for a column that stands in it and that its recipients fill."""
        known = tiny.scheme().head.stages
        assert stages == [s.id for s in known if s.asks(REPORT.column(column), group)]


class TestScheme:
    def test_ids(self):
        """Forms and stages by id, in their order."""
        assert (("contact", "report"), ("self-check", "verification")) == (
            tiny.scheme().form_ids,
            tiny.scheme().stage_ids,
        )

    def test_the_first_stage(self):
        """Where no stage is named the first is meant."""
        assert SELF_CHECK == tiny.scheme().stage()

    @pytest.mark.parametrize("found", [tiny.scheme().find_form, tiny.scheme().find_stage])
    def test_what_is_not_there(self, found):
        """A form or stage that a scheme does not have is not found."""
        assert found("nowhere") is None

    @pytest.mark.parametrize(
        ("one", "other", "before"),
        [
            ("self-check", "verification", True),
            ("verification", "self-check", False),
            ("self-check", "self-check", False),
        ],
    )
    def test_is_before(self, one, other, before):
        """Stages follow each other as they are declared."""
        assert before == tiny.scheme().is_before(one, other)

    @pytest.mark.parametrize("stage", [SELF_CHECK, VERIFICATION])
    def test_groups_of(self, stage):
        """A stage whose rows name who gets them is about all groups."""
        assert ("towns", "offices") == tiny.scheme().groups_of(stage)

    @pytest.mark.parametrize(
        ("recipients", "units"),
        [
            (ToGroups(groups=("offices", "towns")), ("hedong", "hexi", "finance")),
            (ToGroups(groups=("offices",)), ("finance",)),
            (ByRow(by="row.verifier", rest="panel"), ("finance", "panel")),
            (ByRow(by="row.nothing", rest="panel"), ("panel",)),
            (ByRow(by="subject.leader", rest="hexi"), ("hexi",)),
        ],
    )
    def test_recipients_of(self, recipients, units):
        """The units of groups, or whom lists name and who gets the rest, in the roster's order."""
        stage = VERIFICATION.model_copy(update={"recipients": recipients})
        assert units == ids(tiny.scheme().recipients_of(stage))

    def test_forms_of(self):
        """The forms of a stage are in its order."""
        assert (
            (REPORT, CONTACT)
            == tiny.scheme().forms_of(SELF_CHECK)
            == tiny.scheme().forms_for(SELF_CHECK, "towns")
        )

    def test_rows_of_a_list(self):
        """A printed row has a key and stands for an item."""
        rows = ITEMS.printed[0]
        keys = tiny.scheme().row_keys(rows)
        assert [("t1", "财政收入"), ("t2", "信访稳定"), ("t3", "安全生产")] == [
            (key, tiny.scheme().item(rows, key)["name"]) for key in keys
        ]


class TestForm:
    def test_by_name(self):
        """The columns of the tables, then the fields."""
        assert ["proof", "pages", "person", "phone", "agreed", "reason"] == [*CONTACT.by_name]

    @pytest.mark.parametrize(("column", "table"), [("pages", "proofs"), ("person", None), ("nothing", None)])
    def test_table_of(self, column, table):
        """The table that has a column; none for a field."""
        found = CONTACT.table_of(column)
        assert table == (found and found.name)

    @pytest.mark.parametrize(("name", "table"), [("proofs", PROOFS), ("items", None)])
    def test_find_table(self, name, table):
        """A table by its name."""
        assert table == CONTACT.find_table(name)

    def test_short_title(self):
        """A form is called by its attachment's number; where it has none, by its title."""
        bare = REPORT.model_copy(update={"attachment": None})
        assert ("附件1", "目标执行情况") == (REPORT.short_title, bare.short_title)


class TestTable:
    @pytest.mark.parametrize(
        ("table", "group", "printed", "free"),
        [
            (ITEMS, "towns", "targets", None),
            (ITEMS, "offices", None, 5),
            (ITEMS, None, None, None),
            (PROOFS, "towns", None, 3),
            (PROOFS, None, None, 3),
        ],
    )
    def test_rows_for(self, table, group, printed, free):
        """Rows are given once for all, or by group: printed or free; a group that is not named has none."""
        rows, fill = table.printed_for(group), table.free_for(group)
        assert (printed, free) == (rows and rows.source, fill and fill.most)

    def test_rows_in_any_case(self):
        """What is printed, and what is to fill, in any case."""
        expected = PrintedRows(source="targets"), FreeRows(free=3, max=5, min=1)
        assert ((expected[0],), (expected[1],)) == (ITEMS.printed, ITEMS.free)

    def test_cases(self):
        """Rows that are all the same have no case."""
        assert (["towns", "offices"], [None]) == ([*ITEMS.cases], [*PROOFS.cases])


class TestColumn:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("x", "x"),
            ({"towns": "a"}, "a"),
            ({"self-check": "b", "towns": "a"}, "b"),
            ({"offices": "c"}, None),
        ],
    )
    def test_by_case(self, setting, value):
        """A setting is given once for all, or by stage, or by group; the stage goes first."""
        column = Column(name="c", label=setting, source=setting)
        found = column.label_for("towns", "self-check"), column.source_for("towns", "self-check")
        assert (value, value) == found

    @pytest.mark.parametrize(
        ("column", "who"),
        [
            ("target", "office"),
            ("claimed", "unit"),
            ("score", "formula"),
            ("remark", "unit"),
            ("whose", "office"),
        ],
    )
    def test_filler(self, column, who):
        """Who fills a column that says nothing: the formula, else the office."""
        assert who == REPORT.column(column).filler("towns", "self-check")
