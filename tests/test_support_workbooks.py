"""Golden comparison sees every difference and shows it so that it can be read."""

import zipfile
from pathlib import Path

import pytest

from tests.support.workbooks import assert_same_workbook, parts, pretty


def workbook(path: Path, **contents: str) -> Path:
    """An archive with the named XML parts, as far as a comparison cares."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(f"{name}.xml", content)
    return path


@pytest.fixture
def golden(tmp_path) -> Path:
    """The golden copy of a workbook of two parts."""
    folder = tmp_path / "golden"
    made = workbook(tmp_path / "first.xlsx", sheet="<s><c>1</c><c>2</c></s>", styles="<x/>")
    assert_same_workbook(made, folder, update=True)
    return folder


def test_parts_are_sorted_by_name(tmp_path):
    """Parts come by name, whatever their order in the file."""
    path = workbook(tmp_path / "made.xlsx", b="<b/>", a="<a/>")
    assert [("a.xml", b"<a/>"), ("b.xml", b"<b/>")] == list(parts(path).items())


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<a/>", "<a/>\n"),
        ("<a><b>1</b><c/></a>", "<a>\n  <b>1</b>\n  <c/>\n</a>\n"),
        (
            '<?xml version="1.0"?>\n<a><b><c x="1"/></b></a>',
            '<?xml version="1.0"?>\n<a>\n  <b>\n    <c x="1"/>\n  </b>\n</a>\n',
        ),
        ("<t> 两 行\n</t>", "<t> 两 行\n</t>\n"),
    ],
)
def test_pretty_indents_and_keeps_text(xml, expected):
    """An element a line, indented by depth; text stays as it is."""
    assert expected == pretty(xml.encode())


def test_the_same_parts_pass(golden, tmp_path):
    """A workbook with the golden parts is accepted, white space between tags aside."""
    made = workbook(tmp_path / "made.xlsx", styles="<x/>", sheet="<s><c>1</c>\n<c>2</c></s>")
    assert_same_workbook(made, golden)


def test_a_changed_part_is_shown(golden, tmp_path):
    """The failure names the part and shows the changed line only."""
    made = workbook(tmp_path / "made.xlsx", sheet="<s><c>1</c><c>3</c></s>", styles="<x/>")
    with pytest.raises(AssertionError, match=r"(?s)golden sheet\.xml.*-  <c>2</c>\n\+  <c>3</c>") as failure:
        assert_same_workbook(made, golden)
    assert "styles" not in str(failure.value)


@pytest.mark.parametrize(
    "contents",
    [
        {"sheet": "<s><c>1</c><c>2</c></s>"},
        {"sheet": "<s><c>1</c><c>2</c></s>", "styles": "<x/>", "more": "<y/>"},
    ],
)
def test_a_missing_or_additional_part_fails(golden, tmp_path, contents):
    """The parts have to be the same ones."""
    with pytest.raises(AssertionError):
        assert_same_workbook(workbook(tmp_path / "made.xlsx", **contents), golden)


def test_without_a_golden_copy_the_way_to_one_is_told(tmp_path):
    """The failure says which option writes the golden copy."""
    with pytest.raises(AssertionError, match="--update-golden"):
        assert_same_workbook(workbook(tmp_path / "made.xlsx", sheet="<s/>"), tmp_path / "none")


def test_updating_leaves_no_stale_part(golden, tmp_path):
    """A golden copy written anew holds the parts of the new workbook only."""
    assert_same_workbook(workbook(tmp_path / "made.xlsx", sheet="<s/>"), golden, update=True)
    assert ["sheet.xml"] == [file.name for file in golden.iterdir()]
