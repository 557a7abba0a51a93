"""docs/python.md: what it shows runs, and does what it says."""

import re
from pathlib import Path

import pytest

import kpixl
from tests.support.blueprint_page import FENCES
from tests.support.cli import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
WORK, CANCEL = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def office(tmp_path, monkeypatch):
    """A workspace with the scheme that docs/blueprint.md begins with, as the current folder."""
    for fence in FENCES:
        if fence.is_file and fence.info.startswith("streets-2024/"):
            path = tmp_path / "blueprints" / fence.info
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(program):
    """Run an example as a program."""
    exec(compile(program, "example", "exec"), {"__name__": "__main__"})  # noqa: S102 - the page's own


def test_a_campaign_is_worked_from_end_to_end(office, capsys):
    """Issued, returned, checked, reported, given back, merged."""
    run(WORK)
    assert re.fullmatch(r"[1-9]\d* errors, [1-9] accepted\n", capsys.readouterr().out)
    assert {"issued", "returns", "report", "sent-back", "merged.xlsx"} <= {p.name for p in office.iterdir()}


def test_work_is_cancelled(office, capsys):
    """After the first step; nothing is written."""
    run(CANCEL)
    said = ["making workbooks: 0 of 3", "making workbooks: 1 of 3", "nothing was written"]
    assert said == capsys.readouterr().out.splitlines()
    assert ["blueprints"] == [path.name for path in office.iterdir()]


def test_the_names_of_the_page_are_there():
    """Whatever it calls `kpixl.…` is public, and the verbs that it lists are those of a campaign."""
    assert set(re.findall(r"\bkpixl\.(\w+)", PAGE)) <= {*kpixl.__all__, "open"}
    (row,) = [line for line in PAGE.splitlines() if line.endswith("| the verbs |")]
    listed = set(re.findall(r"`(\w+)`", row))
    own = {name for name, value in vars(kpixl.Campaign).items() if callable(value) and name[0] != "_"}
    assert own == listed


def test_the_readme_leads_here():
    """It is one of the pages that README.md lists."""
    assert "(docs/python.md)" in Path(ROOT, "README.md").read_text(encoding="utf-8")
