"""Which return counts, case by case: folders made by tests/support/folders.py from cases/returns.yaml."""

from typing import Any

import pytest

from tests.support import folders, reliability
from tests.support.folders import CASES, campaign, outputs, put, told_of
from tests.support.tiny import report


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What kpixl writes."""
    return outputs(tmp_path_factory.mktemp("outputs"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case, made, tmp_path):
    """The check says of each file what the case says."""
    folder = tmp_path / "returns"
    for name, told in case["files"].items():
        put(folder, name, told, made)
    result = campaign().check([folder])
    for name, expected in case["says"].items():
        said = told_of(result, name)
        assert expected["status"] == said["status"]
        assert expected.get("findings", said["findings"]) == said["findings"]
        assert expected.get("contains", *said["findings"][:1] or [None]) in [*said["findings"], None]
        message = " ".join(f.message() for file in result.files for f in file.findings)
        assert all(word in message for word in expected.get("message", ()))
    if "value" in case:
        column, value = case["value"]
        (record,) = result.accepted
        assert [value] == [e.value for e in record.entries if e.key == report("hedong", "t1", column)]


SAVED_AGAIN: dict[str, tuple[dict[str, Any], list[str]]] = {
    "feedback": ({"feedback": {"spent": 101}}, ["I020"]),
    "report": ({"output": "report.xlsx"}, ["F101"]),
    "notices": ({"output": "notices.xlsx"}, ["F101"]),
    "list": ({"output": "list.xlsx"}, ["F101"]),
    "score-sheet": ({"output": "score-sheet.xlsx"}, ["F101"]),
    "foreign": ({"deeds": ["form of another unit"]}, ["S019"]),
    "cut": ({"deeds": ["signature cut off"]}, ["I019"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_saved_again(office, made, tmp_path, extension):
    """A spreadsheet program that saves them in whatever format leaves what they are known by."""
    (tmp_path / "returns").mkdir()
    for name, (told, _) in SAVED_AGAIN.items():
        put(tmp_path / "made", f"{name}.xlsx", told, made)
        office.convert(tmp_path / "made" / f"{name}.xlsx", extension, tmp_path / "returns")
    result = campaign().check([tmp_path / "returns"])
    found = {
        f.path.rpartition("/")[2]: [x.code for x in f.findings if x.severity != "note"] for f in result.files
    }
    notes = {f.path.rpartition("/")[2]: [x.code for x in f.findings] for f in result.files}
    for name, (_, codes) in SAVED_AGAIN.items():
        file = f"{name}.{extension}"
        assert codes == (found[file] or notes[file])


def test_an_older_issue_is_a_note_that_stands_out(tmp_path):
    """It changes no acceptance, and the report says it at its head."""
    put(tmp_path / "returns", "a.xlsx", {}, {})
    known = campaign().using(latest=lambda _group, _part: {"hedong": 2})
    result = known.check([tmp_path / "returns"])
    said = told_of(result, "a.xlsx")
    assert {"status": "accepted", "findings": [["U018", "note", None, None]]} == said
    lines = [line.text for line in known.lines(result, limit=0)]
    assert any("U018" in line and "a.xlsx" in line for line in lines[:6])


def test_the_deeds_are_all_used():
    """No deed without a case."""
    done = {d for c in CASES for f in c["files"].values() for d in f.get("deeds", ())}
    assert folders.DEEDS.keys() == done


def test_the_page_has_them():
    """docs/reliability.md lists the cases; `python -m tests.full_returns` writes it."""
    assert folders.table() in reliability.PAGE.read_text(encoding="utf-8")
