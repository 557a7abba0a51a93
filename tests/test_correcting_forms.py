"""What an office corrects in a form by clicking stands in its file, which keeps all else."""

import datetime as dt
from typing import Any

import pytest

from kpixl.blueprint import load_scheme
from kpixl.campaign import Correction, RefusedError, Workspace
from tests.support import drafting
from tests.support.cases import cases
from tests.support.drafting import table

CASES = cases("corrections")
NOTICE = (
    "2024年度工作情况表\n\n单位：万元\n"
    + table("工作内容|金额|获奖时间、文号|分值|考核得分|备注", "|||||", "|||||")
    + "\n附件2\n\n重点任务表\n"
    + table("序号|任务名称|完成情况", "1|修路|", "2|治水|", "3|植树|")
    + "\n附件3\n\n参加单位名单\n\n一、镇（3个）\n\n河东镇、河西镇、河北镇\n\n二、局（2个）\n\n"
    + "水利局、交通局\n"
)


def called(case) -> str:
    """What a case is called."""
    return " ".join(map(str, (case["do"], case.get("at"), case.get("case", ""), *case.get("said", {}))))


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """The files of the drafted scheme."""
    document = tmp_path_factory.mktemp("notice") / "通知.txt"
    document.write_text(NOTICE, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    (home / "blueprints").mkdir()
    made = Workspace.at(home).draft([document], "work-2024", today=dt.date(2024, 1, 1))
    return {path.name: path.read_bytes() for path in made.folder.iterdir()}


@pytest.fixture
def forms(tmp_path, drafted):
    """The forms of a workspace with it."""
    folder = tmp_path / "blueprints" / "work-2024"
    folder.mkdir(parents=True)
    for name, data in drafted.items():
        (folder / name).write_bytes(data)
    return Workspace.at(tmp_path).forms("work-2024")


def corrected(forms, case) -> tuple[str, ...]:
    """The files that a case writes."""
    return forms.correct(
        Correction(
            form=case.get("form", "form-1"),
            do=case["do"],
            at=case.get("at", ""),
            case=case.get("case", ""),
            said=case.get("said", {}),
        )
    )


def columns(forms) -> dict[str, dict[str, Any]]:
    """The columns of the first form by name, as they are written."""
    return {part.name: dict(part.data) for part in forms.files["form-1"].parts()}


@pytest.mark.parametrize("case", CASES["written"], ids=called)
def test_a_correction_is_written(forms, case):
    """The column has what was wanted."""
    before = columns(forms)
    assert corrected(forms, case) == ("form-1.yaml",)
    after = columns(forms)
    if "title" in case:
        assert forms.files["form-1"].form.title == case["title"]
    elif "rows" in case:
        assert drafting.only_table(forms.files["form-1"].data)["rows"] == case["rows"]
    else:
        new = [column["label"] for name, column in after.items() if name not in before]
        assert case.get("columns", []) == new
        wanted = case.get("has", {})
        assert (wanted is None) == (case["at"] not in after)
        for key, value in (wanted or {}).items():
            assert after[case["at"]].get(key) == value, key


@pytest.mark.parametrize("case", CASES["refused"], ids=called)
def test_what_cannot_be_is_refused(forms, case):
    """One line says why, and no file is another one."""
    before = {path.name: path.read_bytes() for path in forms.folder.glob("*.yaml")}
    with pytest.raises(RefusedError, match=case["says"]):
        corrected(forms, case)
    assert before == {path.name: path.read_bytes() for path in forms.folder.glob("*.yaml")}


def test_comments_stay_and_say_that_somebody_looked(forms):
    """Of the column that was corrected; those of the others are as they were."""
    text = (forms.folder / "form-1.yaml").read_text(encoding="utf-8")
    unsure = text.count("没把握：")
    corrected(forms, {"do": "required:no", "at": "document"})
    after = (forms.folder / "form-1.yaml").read_text(encoding="utf-8")
    assert after.count("#") == text.count("#")
    assert (unsure - 1, 1) == (after.count("没把握："), after.count("已核对："))


def test_a_form_goes_to_the_groups_that_are_said(forms):
    """And comes back to where it was."""
    before = (forms.folder / "scheme.yaml").read_text(encoding="utf-8")
    corrected(forms, {"do": "form_for:no", "case": "group-2"})
    stage = load_scheme(forms.folder).stages[0]
    assert "form-1" not in stage.forms_for("group-2")
    assert "form-1" in stage.forms_for("group-1")
    corrected(forms, {"do": "form_for:yes", "case": "group-2"})
    assert before == (forms.folder / "scheme.yaml").read_text(encoding="utf-8")


def test_printed_rows_belong_to_whom_they_name(forms):
    """Where a list's texts are units' names: each has its row."""
    corrected(forms, {"form": "annex-2", "do": "whose:name=name", "at": "table"})
    rows = drafting.only_table(forms.files["annex-2"].data)["rows"]
    assert rows["where"] == "row.name == subject.name"
    corrected(forms, {"form": "annex-2", "do": "whose:all", "at": "table"})
    assert "where" not in drafting.only_table(forms.files["annex-2"].data)["rows"]


def test_rows_that_become_free_are_written_in(forms):
    """What was printed in them is filled by the unit."""
    corrected(forms, {"form": "annex-2", "do": "rows:free", "at": "table", "case": "group-1"})
    by_name = {part.name: part.data for part in forms.files["annex-2"].parts()}
    printed = next(data for data in by_name.values() if data["label"] == "任务名称")
    assert ({"group-1": "unit", "group-2": "office"}, ["group-2"]) == (printed["fill"], [*printed["from"]])
