"""A roster from a list of units as an office has it."""

import pytest

from kpixl.blueprint import load_contacts, load_scheme
from kpixl.campaign import Listed, RefusedError, Workspace, units_in
from tests.support import cli

LISTS = {
    "a line each": ("河东镇\n 2. 河西镇\n3、河北镇", [("河东镇", ""), ("河西镇", ""), ("河北镇", "")]),
    "with marks between": ("河东镇、河西镇；河北镇。", [("河东镇", ""), ("河西镇", ""), ("河北镇", "")]),
    "under headings": (
        "一、镇（2个）\n河东镇、河西镇\n二、区直部门（1个）\n水利局",
        [("河东镇", "镇"), ("河西镇", "镇"), ("水利局", "区直部门")],
    ),
    "behind a label": (
        "镇：河东镇、河西镇\n局：水利局",
        [("河东镇", "镇"), ("河西镇", "镇"), ("水利局", "局")],
    ),
    "columns of a sheet": (
        "序号\t单位名称\t组别\n1\t河东镇\t镇\n2\t水利局\t局",
        [("河东镇", "镇"), ("水利局", "局")],
    ),
    "columns without a group": ("单位,联系人\n河东镇,李四", [("河东镇", "")]),
    "nothing": ("\n \n", []),
}


@pytest.fixture
def forms(tmp_path):
    """The forms of a workspace with the tiny scheme."""
    return Workspace.at(cli.workspace(tmp_path / "home")).forms("tiny")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read(name):
    """Units in their order, each with its group."""
    text, wanted = LISTS[name]
    assert wanted == [(unit.name, unit.group) for unit in units_in(text)]


def test_units_that_stay_keep_their_id(forms):
    """New ones get one of their own, and what is said of them is written."""
    before = load_scheme(forms.folder).roster
    groups = {group.id: group.name for group in before.groups}
    listed = [Listed(name=u.name, group=groups.get(u.group or "", "")) for u in before.units if not u.outside]
    more = {"person": "李四", "phone": "0571-1"}
    forms.enrol([*listed, Listed(name="新来街道", group=listed[0].group, more=more)])
    scheme = load_scheme(forms.folder)
    [new] = [u.id for u in scheme.roster.units if u.name == "新来街道"]
    assert [unit.id for unit in before.units] == [u.id for u in scheme.roster.units if u.id != new]
    assert load_contacts(forms.folder, scheme)[new].person == "李四"


def test_a_unit_that_the_scheme_needs_does_not_go(forms):
    """A waiver names it: the roster stays as it is."""
    before = (forms.folder / "roster.yaml").read_bytes()
    with pytest.raises(RefusedError, match="hexi"):
        forms.enrol([Listed(name="新来街道")])
    assert before == (forms.folder / "roster.yaml").read_bytes()


def test_an_empty_list_changes_nothing(forms):
    """It is refused."""
    with pytest.raises(RefusedError, match="No unit was found"):
        forms.enrol([])


def test_a_file_is_read_as_what_is_pasted(forms, tmp_path):
    """Lines, and the cells of tables."""
    page = "<html><body><p>一、镇（1个）</p><table><tr><td>河东镇</td></tr></table></body></html>"
    (tmp_path / "名单.html").write_text(page, encoding="utf-8")
    found = units_in(forms.lines_in([tmp_path / "名单.html"]))
    assert [("河东镇", "镇")] == [(unit.name, unit.group) for unit in found]
