"""What an office changes of its scheme: files keep all the rest as it is written."""

import datetime as dt
import re

import pytest

from kpixl.blueprint import load_contacts, load_scheme
from kpixl.blueprint.amending import Step, Value, amended, with_alike, without_name
from kpixl.campaign import Amendment, Newcomer, NewGroup, RefusedError, Workspace
from kpixl.layout import first_packages, lay_out
from kpixl.ledger import Draft, Turn
from tests.support import cli, desks, tiny

CASES: dict[str, tuple[str, tuple[Step, ...], Value, str]] = {
    "a value, the comment stays": ("a:\n  b: 1  # why\n", ("a", "b"), "2x", "a:\n  b: 2x  # why\n"),
    "in braces": ("u:\n- {id: x, name: 甲}\n", ("u", 0, "name"), "乙", "u:\n- {id: x, name: 乙}\n"),
    "a new key in braces": ("u: [{id: x}] # c\n", ("u", 0, "print"), "乙", "u: [{id: x, print: 乙}] # c\n"),
    "a new key on a line": (
        "u:\n  - id: x  # c\n    name: 甲 # d\n  - id: y\n",
        ("u", 0, "leader"),
        "赵",
        "u:\n  - id: x  # c\n    name: 甲 # d\n    leader: 赵\n  - id: y\n",
    ),
    "the last line": ("id: x", ("name",), "甲", "id: x\nname: 甲"),
    "a key goes": ("{id: x, print: 甲, leader: 乙}", ("print",), "", "{id: x, leader: 乙}"),
    "a key goes with its line": ("id: x\nprint: 甲  # c\nz: 1\n", ("print",), "", "id: x\nz: 1\n"),
    "what would read as something else": ("a: x\n", ("a",), "是: 否", 'a: "是: 否"\n'),
    "a number as text": ("a: x\n", ("a",), "0571", 'a: "0571"\n'),
    "a day": ("a: 2022-01-10 # c\n", ("a",), dt.date(2023, 2, 1), "a: 2023-02-01 # c\n"),
    "a list": (
        "u: [{id: x, aliases: [a, b]}]\n",
        ("u", 0, "aliases"),
        ("甲", "0"),
        'u: [{id: x, aliases: [甲, "0"]}]\n',
    ),
    "a list on lines": (
        "u:\n- id: x\n  aliases:\n  - a  # one\n  - b  # two\n  # end\n- id: y\n",
        ("u", 0, "aliases"),
        ("c",),
        "u:\n- id: x\n  aliases: [c]  # two\n  # end\n- id: y\n",
    ),
    "a list on lines goes": (
        "u:\n- id: x\n  aliases:\n  - a\n  # end\n- id: y\n",
        ("u", 0, "aliases"),
        (),
        "u:\n- id: x\n  # end\n- id: y\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_value_is_another(case):
    """And nothing else."""
    text, way, value, wanted = CASES[case]
    assert wanted == amended(text, {way: value})


@pytest.fixture
def home(tmp_path):
    """A workspace with the tiny scheme."""
    return Workspace.at(cli.workspace(tmp_path / "home"))


def test_what_is_changed_is_read_again(home):
    """Names, deadlines and contacts, of which there was no file yet."""
    wanted = Amendment(
        units={"hexi": {"name": "河西街道", "print": "河西"}},
        contacts={"hexi": {"person": "李四", "phone": "0571-1"}},
        deadlines={"self-check": dt.date(2030, 1, 2)},
    )
    assert ("roster.yaml", "scheme.yaml", "contacts.csv") == home.amend("tiny", wanted)
    folder = home.place("tiny").folder
    scheme = load_scheme(folder)
    unit = scheme.roster.unit("hexi")
    assert ("河西街道", "河西", dt.date(2030, 1, 2)) == (
        unit.name,
        unit.print_name,
        scheme.head.stages[0].deadline,
    )
    assert "李四" == load_contacts(folder, scheme)["hexi"].person


def test_units_come_and_go(home):
    """Beside those of their group, with contact, other names and a free id; who goes has no contact left."""
    folder = home.place("tiny").folder
    (folder / "contacts.csv").write_text("单位,联系人\n河东镇,王五\n", encoding="utf-8")
    before = load_scheme(folder).roster
    group = before.unit("hexi").group or ""
    unit: dict[str, Value] = {"name": "河南镇", "aliases": ("河南", "河南乡"), "group": group}
    home.amend("tiny", Amendment(gone=["hedong"], new=[Newcomer(unit=unit, contact={"person": "李四"})]))
    scheme = load_scheme(folder)
    new = scheme.roster.named("河南乡")
    assert new is not None
    assert (group, None) == (new.group, scheme.roster.find("hedong"))
    assert {new.id: "李四"} == {id_: c.person for id_, c in load_contacts(folder, scheme).items()}
    assert len(before.units) == len(scheme.roster.units)


def test_a_group_has_another_name_and_a_unit_another_group(home):
    """As it is typed."""
    wanted = Amendment(groups={"towns": "乡镇、街道"}, units={"hexi": {"group": "offices"}})
    assert ("roster.yaml",) == home.amend("tiny", wanted)
    roster = load_scheme(home.place("tiny").folder).roster
    assert ("乡镇、街道", "offices") == (roster.group_name("towns"), roster.unit("hexi").group)


@pytest.mark.parametrize("what", ["issued", "received"])
def test_a_unit_of_which_something_is_known_stays(home, what):
    """It is excused, not forgotten."""
    turn = Turn(scheme="tiny", stage="self-check")
    home.account.record([Draft(what=what, turn=turn, unit="hedong")])
    with pytest.raises(RefusedError, match="excuse"):
        home.amend("tiny", Amendment(gone=["hedong"]))


def test_further_columns_of_contacts_stay(home):
    """Those of the office itself; a heading that is missing is added."""
    path = home.place("tiny").folder / "contacts.csv"
    path.write_text("单位,科室,联系人\n河西镇,办公室,王五\n", encoding="utf-8")
    home.amend("tiny", Amendment(contacts={"hexi": {"person": "李四", "email": "li@example.cn"}}))
    assert "单位,科室,联系人,邮箱\n河西镇,办公室,李四,li@example.cn\n" == path.read_text(encoding="utf-8-sig")


def test_what_does_not_change_is_not_written(home):
    """No file is touched."""
    assert () == home.amend("tiny", Amendment(units={"hexi": {"name": "河西镇"}}))


@pytest.mark.parametrize("name", ["", "河东镇"])
def test_what_would_break_the_scheme_is_refused(home, name):
    """A blank name, and one that another unit has; the file stays as it was."""
    path = home.place("tiny").folder / "roster.yaml"
    before = path.read_bytes()
    with pytest.raises(RefusedError):
        home.amend("tiny", Amendment(units={"hexi": {"name": name}}))
    assert before == path.read_bytes()


def test_the_desk_writes_what_was_typed(tmp_path):
    """And refuses what was typed into a page that is out of date."""
    with desks.visited(tmp_path / "home") as there:
        page = there.page("/scheme/edit")
        [of] = [line.partition('value="')[2][:16] for line in page.splitlines() if 'name="of"' in line]
        typed = {"of": of, "unit:name:hexi": "河西街道", "contact:person:hexi": "李四"}
        answers = [there.post("/scheme", typed).status_code for _ in "12"]
        assert [303, 409] == answers
        assert "河西街道" in there.page("/units")
        assert "李四" in there.page("/scheme")


def test_the_desk_adds_and_removes_what_was_ticked(tmp_path):
    """Names between commas; lines that are left blank add nobody."""
    with desks.visited(tmp_path / "home") as there:
        page = there.page("/scheme/edit")
        [of] = re.findall(r'name="of" value="(\w+)"', page)
        [group] = re.findall(r'name="unit:group:hexi".*?value="([\w-]+)" selected', page)
        typed = {
            "of": of,
            "gone:unit:hedong": "1",
            "unit:aliases:hexi": "河西，西镇",
            "new:name:0": "河南镇",
            "new:aliases:0": "河南、南镇",
            "new:group:0": group,
            "contact:person:0": "李四",
            "new:name:1": "",
            "group:name:towns": "乡镇",
        }
        assert 303 == there.post("/scheme", typed).status_code
        roster = there.desk.campaign.scheme.roster
    assert ("河西", "西镇") == roster.unit("hexi").aliases
    new = roster.named("河南镇")
    assert new is not None
    assert (group, ("河南", "南镇")) == (new.group, new.aliases)
    assert ("乡镇", None) == (roster.groups[0].name, roster.find("hedong"))


def test_a_group_comes_and_all_holds_for_it_that_holds_for_another(home):
    """In stages and in forms; its units are those that are put into it."""
    folder = home.place("tiny").folder
    home.amend("tiny", Amendment(groups_new=[NewGroup(name="园区", like="towns")]))
    before, scheme = load_scheme(tiny.FOLDER), load_scheme(folder)
    new = next(group.id for group in scheme.roster.groups if group.name == "园区")
    home.amend("tiny", Amendment(units={"hexi": {"group": new}}))
    scheme = load_scheme(folder)
    assert new == scheme.roster.unit("hexi").group
    packages = [{p.recipient: lay_out(p) for p in first_packages(s, s.stage())} for s in (before, scheme)]
    assert packages[0].keys() == packages[1].keys()
    assert packages[0]["hexi"].by_cell_key.keys() == packages[1]["hexi"].by_cell_key.keys()


ALIKE = {
    "a mapping in braces": ("a: {towns: 1, offices: 2} # c\n", "a: {towns: 1, offices: 2, new: 1} # c\n"),
    "a mapping on lines": (
        "a:\n  towns: {b: 1} # c\n  offices: 2\n",
        "a:\n  towns: {b: 1} # c\n  offices: 2\n  new: {b: 1}\n",
    ),
    "a value on lines": (
        "a:\n  towns:\n    b: 1\nz: 1\n",
        "a:\n  towns:\n    b: 1\n  new:\n    b: 1\nz: 1\n",
    ),
    "a list": ("a: [towns]\n", "a: [towns, new]\n"),
    "a list on lines": ("a:\n  - towns # c\nz: 1\n", "a:\n  - towns # c\n  - new\nz: 1\n"),
    "an item of its own": (
        "a:\n  - group: towns\n    b: 1 # c\n  - group: offices\n",
        "a:\n  - group: towns\n    b: 1 # c\n  - group: new\n    b: 1\n  - group: offices\n",
    ),
    "an item in braces": ("a: [{b: 1, group: towns}]\n", "a: [{b: 1, group: towns}, {b: 1, group: new}]\n"),
    "names of something else": ("a: {towns: 1, other: 2}\nb: towns\n", "a: {towns: 1, other: 2}\nb: towns\n"),
}


@pytest.mark.parametrize("case", ALIKE)
def test_what_holds_for_one_name_holds_for_another(case):
    """As it is written; taken away again all is as it was."""
    before, after = ALIKE[case]
    known = {"towns", "offices", "new"}
    assert after == with_alike(before, known, "towns", "new")
    assert before == without_name(after, known, "new")


def test_a_group_without_units_goes(home):
    """From the roster and from all stages, which are then as they were."""
    folder = home.place("tiny").folder
    before = load_scheme(folder)
    home.amend("tiny", Amendment(groups_new=[NewGroup(name="园区", like="towns")]))
    [new] = {g.id for g in load_scheme(folder).roster.groups} - {g.id for g in before.roster.groups}
    home.amend("tiny", Amendment(groups_gone=[new]))
    assert before == load_scheme(folder)


def test_a_group_with_units_stays(home):
    """They would be in none."""
    with pytest.raises(RefusedError):
        home.amend("tiny", Amendment(groups_gone=["towns"]))


def test_the_desk_adds_a_group(tmp_path):
    """And leads back to where units are put into it."""
    with desks.visited(tmp_path / "home") as there:
        [of] = re.findall(r'name="of" value="(\w+)"', there.page("/scheme/edit"))
        typed = {"of": of, "new-group:name:0": "园区", "new-group:like:0": "towns"}
        answer = there.post("/scheme", typed)
        assert answer.headers["location"].startswith("/scheme/edit")
        assert ">园区</option>" in there.page("/scheme/edit")
