"""What an office changes of its scheme: files keep all the rest as it is written."""

import datetime as dt

import pytest

from kpixl.blueprint import load_contacts, load_scheme
from kpixl.blueprint.amending import amended
from kpixl.campaign import Amendment, RefusedError, Workspace
from tests.support import cli, desks

CASES: dict[str, tuple[str, tuple[str | int, ...], str | dt.date, str]] = {
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
