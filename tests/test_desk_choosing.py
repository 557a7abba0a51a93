"""What is filtered is what is decided over, and what is exported."""

import io

import openpyxl
import pytest

from tests.support import desks, tiny


@pytest.fixture
def visit(tmp_path):
    """A desk where one unit has returned."""
    with desks.visited(tmp_path / "home") as there:
        there.drop(("河东.xlsx", tiny.built("hedong").data), ("不知.xlsx", b"no workbook"))
        there.settle()
        yield there


def excused(visit) -> set[str]:
    """The units of which nothing is expected any more."""
    return {
        line.unit.id for line in visit.desk.status("self-check").every if line.standing.state == "excused"
    }


def texts(answer) -> str:
    """All that stands in a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return " ".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("among=open", {"hexi", "finance"}),
        ("among=open&q=河西", {"hexi"}),
        ("among=open&group=offices", {"finance"}),
        ("among=open&state=missing", {"hexi", "finance"}),
    ],
)
def test_a_decision_is_made_over_all_that_the_filter_leaves(visit, query, units):
    """Without a tick at each of them."""
    said = {"kind": "excuse", "reason": "另行报送", "whom": "filtered", "screen": "/chase"}
    assert 303 == visit.post(f"/decisions?stage=self-check&{query}", said).status_code
    assert units == excused(visit)


def test_where_nothing_is_ticked_nothing_is_decided(visit):
    """A filter alone chooses nobody."""
    said = {"kind": "excuse", "reason": "另行报送", "screen": "/chase"}
    assert 409 == visit.post("/decisions?stage=self-check&among=open", said).status_code
    assert set() == excused(visit)


@pytest.mark.parametrize(
    ("path", "there", "gone"),
    [
        ("/chase/table?q=河西", "河西镇", "河东镇"),
        ("/chase/table", "财政局", "河东镇"),
        ("/returns/table?status=rejected", "不知.xlsx", "河东.xlsx"),
        ("/returns/table?q=河东", "河东.xlsx", "不知.xlsx"),
        ("/units/table?group=towns", "河东镇", "财政局"),
    ],
)
def test_what_is_filtered_is_what_is_exported(visit, path, there, gone):
    """And nothing else."""
    said = texts(visit.get(path))
    assert there in said
    assert gone not in said


@pytest.mark.parametrize("path", ["/chase?q=河西", "/units?q=河西", "/issue?q=河西"])
def test_a_list_is_searched_by_a_part_of_the_name(visit, path):
    """As it is typed."""
    page = visit.page(path).partition("<tbody>")[2]
    assert "河西镇" in page
    assert "财政局" not in page
