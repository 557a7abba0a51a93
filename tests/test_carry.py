"""Carry: which rows of the accepted returns go to whom in the next stage, and with which answers."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import Scheme, ToGroups, load_scheme
from kpixl.carry import next_packages, omitted
from kpixl.layout import CellKey, Origin, Package, Role, baseline, computed, from_baseline, lay_out
from kpixl.returns import Entries
from tests.support.records import FORM, TABLE, self_checks

BLUEPRINT = Path(__file__).parents[1] / "blueprints" / "xinhua-2021"
UNITS = ("jiaodian", "xiangshan", "commerce", "ecology")


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(BLUEPRINT)


@pytest.fixture(scope="module")
def accepted(scheme):
    """Self-checks of two towns and two departments."""
    return self_checks(scheme, UNITS)


@pytest.fixture(scope="module")
def packages(scheme, accepted):
    """The verification, by recipient."""
    return {p.recipient: p for p in next_packages(scheme, "verification", accepted)}


@pytest.fixture(scope="module")
def plan(packages):
    """The appraisal group's workbook."""
    return lay_out(packages["appraisal-group"])


def with_verifier(scheme: Scheme, target: str, verifier: str) -> Scheme:
    """The scheme with another verifier of a target."""
    targets = scheme.lists["targets"]
    items = tuple({**i, "verifier": verifier} if i["id"] == target else i for i in targets.items)
    lists = {**scheme.lists, "targets": targets.model_copy(update={"items": items})}
    return scheme.model_copy(update={"lists": lists})


def with_recipients(scheme: Scheme, *groups: str) -> Scheme:
    """The scheme with a verification in which units see their own rows again."""
    to = ToGroups(groups=groups)
    stages = tuple(
        s.model_copy(update={"recipients": to}) if s.id == "verification" else s for s in scheme.head.stages
    )
    return scheme.model_copy(update={"head": scheme.head.model_copy(update={"stages": stages})})


def rows(package: Package) -> tuple[tuple[str, str], ...]:
    """The (subject, row) pairs of 附件2."""
    return package.rows[FORM, "", TABLE]


def test_a_verifier_gets_its_targets_of_every_unit(packages):
    """The rows come unit by unit in the roster's order, then in the list's."""
    expected = tuple((u, t) for u in ("jiaodian", "xiangshan") for t in ("t04", "t05", "t06"))

    assert expected == rows(packages["commerce"])


def test_rows_without_verifier_go_to_the_rest(packages):
    """What 附件4 gives to nobody, and the departments' own items, go to the group; towns first."""
    of_towns = ["t01", "t02", "t07", "t10", "t15", "t18", "t19", "t20"]
    expected = [(u, t) for u in ("jiaodian", "xiangshan") for t in of_towns]
    expected += [(u, str(i)) for u in ("commerce", "ecology") for i in range(1, 5)]

    assert expected == list(rows(packages["appraisal-group"]))


def test_recipients_in_the_rosters_order(packages):
    """Departments as the roster has them, then the units from outside."""
    expected = [
        "industry-information", "justice", "human-resources", "commerce", "emergency", "petitions",
        "natural-resources", "ecology", "fire-brigade", "appraisal-group",
    ]  # fmt: skip

    assert expected == list(packages)


def test_a_verifier_never_gets_its_own_row(scheme, accepted):
    """The row of the verifier itself goes to the appraisal group."""
    changed = with_verifier(scheme, "t03", "jiaodian")
    made = {p.recipient: p for p in next_packages(changed, "verification", accepted)}

    assert (("xiangshan", "t03"),) == rows(made["jiaodian"])
    assert ("jiaodian", "t03") in rows(made["appraisal-group"])


@pytest.mark.parametrize("name", ["人社局", "human-resources", "人力资源和 社会保障局"])
def test_verifiers_by_any_of_their_names(scheme, accepted, name):
    """Id, name or print name, spaces aside."""
    made = next_packages(with_verifier(scheme, "t01", name), "verification", accepted)

    assert ("jiaodian", "t01") in rows(next(p for p in made if p.recipient == "human-resources"))


def test_an_unknown_verifier_is_none(scheme, accepted):
    """A name that the roster does not know (lint says so) sends the row to the appraisal group."""
    made = next_packages(with_verifier(scheme, "t03", "税务局"), "verification", accepted)

    assert ("jiaodian", "t03") in rows(next(p for p in made if p.recipient == "appraisal-group"))


def test_who_has_no_rows_gets_no_workbook(scheme):
    """Of departments alone there is nothing that a verifier of town targets could verify."""
    made = next_packages(scheme, "verification", self_checks(scheme, ["commerce"]))

    assert ["appraisal-group"] == [p.recipient for p in made]


def test_nothing_accepted_makes_nothing(scheme):
    """Without accepted returns there is no package."""
    assert () == next_packages(scheme, "verification", ())


def test_answers_are_carried_with_their_origin(packages, accepted):
    """An answer knows the file, its digest, the sheet and the cell that it was given in."""
    record = accepted[0]
    key = CellKey(FORM, "", "jiaodian", "t04", "report")
    entry = next(e for e in record.entries if e.key == key)
    origin = Origin(sha256=record.sha256, file=record.name, sheet="附件2", cell=entry.cell)
    answer = packages["commerce"].carried[key]

    assert ("焦店镇：目标100，完成105", origin) == (answer.value, answer.origin)


def test_only_its_own_rows_answers_are_carried(packages):
    """A verifier's workbook does not hold what others are to verify."""
    assert set(rows(packages["commerce"])) == {(k.subject, k.row) for k in packages["commerce"].carried}


def test_blank_and_invalid_answers_are_not_carried(scheme, accepted):
    """What is no valid answer is not printed as one."""
    first = accepted[0]
    spoiled = [
        e if e.key.column != "report" else e._replace(value=None if e.key.row == "t01" else "x", valid=False)
        for e in first.entries
    ]
    made = next_packages(scheme, "verification", [replace(first, entries=Entries.of(spoiled))])

    assert set() == {k.row for p in made for k in p.carried if k.column == "report"}


def test_simulated_answers_make_simulated_packages(scheme):
    """What was simulated once says so in every later stage."""
    made = next_packages(scheme, "verification", self_checks(scheme, ["commerce"], simulated="random"))

    assert ["random"] == [p.simulated for p in made]


def test_issue_number(scheme, accepted):
    """The packages bear the number that is asked for."""
    assert {7} == {p.issue for p in next_packages(scheme, "verification", accepted, issue=7)}


def test_forms_about_no_unit_are_printed_for_all(scheme, packages):
    """附件4 goes with every workbook of the verification."""
    expected = tuple(("", i["id"]) for i in scheme.lists["duties"].items)

    assert {expected} == {p.rows["verification-duties", "", "duties"] for p in packages.values()}


def test_a_later_stage_of_the_units_themselves(scheme, accepted):
    """Where the recipients are groups, each unit gets its own rows and no others."""
    made = next_packages(with_recipients(scheme, "towns"), "verification", accepted)
    targets = tuple(i["id"] for i in scheme.lists["targets"].items)

    assert [(u, tuple((u, t) for t in targets)) for u in ("jiaodian", "xiangshan")] == [
        (p.recipient, rows(p)) for p in made
    ]


def test_the_order_of_returns_does_not_matter(scheme, accepted):
    """The same returns in another order make the same packages."""
    there, back = (next_packages(scheme, "verification", r) for r in (accepted, accepted[::-1]))

    assert [baseline(p) for p in there] == [baseline(p) for p in back]


def test_a_package_survives_its_baseline(packages):
    """What travels in the workbook restores the package that it was printed from."""
    for package in packages.values():
        bare = Package(scheme=package.scheme, stage_id="verification", recipient=package.recipient)
        restored = from_baseline(bare, baseline(package))

        assert (package.subjects, dict(package.rows), dict(package.carried)) == (
            restored.subjects,
            dict(restored.rows),
            dict(restored.carried),
        )


def test_the_first_stage_carries_nothing(scheme):
    """Asking for it is a mistake of the caller."""
    with pytest.raises(TypeError, match="no later stage"):
        next_packages(scheme, "self-check", ())


def test_omitted_units(scheme, accepted):
    """Whoever has no accepted return is named, in the roster's order."""
    towns = [u.id for u in scheme.roster.of("towns")]
    departments = [u.id for u in scheme.roster.of("departments")]

    assert [u for u in towns + departments if u not in UNITS] == list(
        omitted(scheme, "verification", accepted)
    )


class TestLayout:
    """How a verification package is laid out."""

    def cell(self, plan, subject, row, column):
        """The cell of a column in a row."""
        return plan.by_cell_key[CellKey(FORM, "", subject, row, column)]

    @pytest.mark.parametrize(
        ("column", "expected"),
        [
            ("unit", "商务局"),
            ("target", "商务局第2项"),
            ("report", "商务局：目标100，完成105"),
            ("claimed", "优秀"),
            ("points", Decimal(25)),
            ("quantified", False),
            ("unit_remark", "商务局的备注"),
        ],
    )
    def test_the_units_answers_are_printed(self, plan, column, expected):
        """A department's own row stands there with everything that it said."""
        cell = self.cell(plan, "commerce", "2", column)

        assert (Role.PRINTED, expected) == (cell.role, cell.value)

    @pytest.mark.parametrize("column", ["done", "achieved", "bonus", "deduction", "remark"])
    def test_the_result_columns_are_open(self, plan, column):
        """The verifier fills them in, its own remark among them."""
        cell = self.cell(plan, "commerce", "2", column)

        assert (Role.INPUT, None) == (cell.role, cell.value)

    def test_the_type_follows_what_the_unit_said(self, plan):
        """A quantified item takes a percentage, another one a rating."""
        assert ["percent", "rating"] == [
            self.cell(plan, "commerce", row, "achieved").type.name for row in ("1", "2")
        ]

    def test_the_score_is_computed(self, packages, plan):
        """实际得分 = 分值 + 加分 − 减分."""
        key = CellKey(FORM, "", "commerce", "2", "bonus")
        values = computed(plan, {key: Decimal("0.5")})

        assert Decimal("25.50") == values[self.cell(plan, "commerce", "2", "score").spot]
