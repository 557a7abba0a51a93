"""Very many units: the score sheet has figures, details and origins lie beside it as Parquet files."""

import io
import shutil

import openpyxl
import pyarrow.parquet as pq
import pytest

from kpixl.campaign import FigureRef
from kpixl.campaign.scores import merging
from kpixl.campaign.scores.explaining import origin
from kpixl.check import Frames
from kpixl.merge.figures import PROVENANCE, Origin
from kpixl.merge.run import accounts
from kpixl.refusal import RefusedError
from kpixl.scale.shelf import Shelf
from tests.support import produced, records, tiny
from tests.support.accounted import SCORED, accounted
from tests.support.tiny import KEY

FOLDER, STAGE = next(each for each in SCORED if each[0].name == "xinhua-2021")


def put_beside(folder, stage, most=0):
    """The accounts of a stage whose workbook may have so many rows of details."""
    made = produced.made(folder, stage)
    result = records.checked(made.scheme, stage, made.records)
    return accounts(made.scheme, result, validator=produced.validator(folder), most=most)


@pytest.fixture(scope="module")
def many():
    """Of a reference scheme, details beside it."""
    return put_beside(FOLDER, STAGE)


def test_frames_that_scored_are_let_go(many, monkeypatch):
    """They are not held while the workbook is written: one that is asked for again is made again."""
    made, frame = list[str](), Frames._frame

    def counted(frames, name, *more):
        made.append(name)
        return frame(frames, name, *more)

    monkeypatch.setattr(Frames, "_frame", counted)
    name = "target-execution.targets"
    assert (len(many.frames.rows(name)), [name]) == (len(many.frames[name]), made)


def rows(sheet, width):
    """What a score sheet says of each unit, by name: its last columns."""
    every = [[c.value for c in row] for row in sheet.iter_rows()]
    return {row[2]: row[-width:] for row in every if isinstance(row[1], int | float)}


@pytest.fixture(scope="module")
def book(many):
    """The same, written."""
    target = io.BytesIO()
    many.write_into(target)
    return openpyxl.load_workbook(target)


@pytest.mark.slow  # a whole reference scheme
class TestScoreSheet:
    def test_neither_details_nor_formulas_are_in_it(self, many, book):
        """What it sums up lies beside it, so that it has figures."""
        assert many.beside
        assert not [sheet for sheet in book.sheetnames if "明细" in sheet]
        assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]

    def test_it_says_how_units_came_out(self, many, book):
        """Score, rate, rank and award of each unit, in the order of the columns."""
        said = {name: row for sheet in book.worksheets[:2] for name, row in rows(sheet, 6).items()}
        for unit in many.units:
            score = None if unit.score is None else float(unit.score)
            assert [said[unit.name][0], *said[unit.name][2:3]] == [score, unit.rank]
            assert said[unit.name][4] == unit.award

    def test_a_matrix_has_the_scores_of_its_items(self, many, book):
        """One column an item, as the matrix of few units has them."""
        tallies = many.workbook.scored.tallies
        head = [c.value for c in next(r for r in book.worksheets[0].iter_rows() if r[1].value == "序号")]
        line = next(r for r in book.worksheets[0].iter_rows() if isinstance(r[1].value, int | float))
        unit = next(u for u in many.units if u.name == line[2].value)
        item = next(iter(tallies[unit.id].scores.values()))
        place = [
            i for i, label in enumerate(head) if label and label.startswith(tallies[unit.id].names[item.item])
        ]
        assert [line[i].value for i in place] == [float(item.score)]

    def test_it_is_told(self, many):
        """A note says where the rest is."""
        (told,) = [f for f in many.findings if f.code == "U031"]
        assert told.facts["rows"] == sum(1 for _ in many.origins())

    def test_what_is_published_has_figures_too(self, many):
        """The copy for everybody has neither keys nor reasons."""
        target = io.BytesIO()
        many.publish_into(target)
        first = openpyxl.load_workbook(target).worksheets[0]
        assert [c.value for c in list(first.iter_rows())[1]][:2] == ["序号", "单位"]

    def test_few_rows_stay_in_it(self):
        """Where a sheet takes them, details and origins are in the workbook."""
        assert not put_beside(FOLDER, STAGE, most=1_000_000).beside


def test_origins_are_those_of_the_sheet():
    """A figure's origin says what the register of origins says."""
    made = accounted(FOLDER, STAGE)
    (sheet,) = [s for s in made.plan.sheets if s.key == "provenance"]
    names = ("unit", "item", "label", "value", "recipient", "file", "sheet", "cell", "sha256")
    told = [tuple(getattr(origin, name) for name in names) for origin in made.origins()]
    assert [tuple(row.values) for row in sheet.body or ()] == told != []


@pytest.fixture
def merged(tmp_path, monkeypatch):
    """A merge whose details are too many for its workbook."""
    monkeypatch.setattr(merging, "MOST_ROWS", 0)
    (tmp_path / "收").mkdir()
    for unit in ("hexi", "hedong"):
        (tmp_path / "收" / f"{unit}.xlsx").write_bytes(tiny.built(unit).data)
    return tiny.campaign().merge([tmp_path / "收"], tmp_path / "表.xlsx")


def test_the_files_lie_beside_the_score_sheet(merged):
    """Unasked, as Parquet alone: tables, origins, and the returns to merge again."""
    folder = merged.path.parent / "表.frames"
    assert {path.parent for path in merged.frames} == {folder}
    assert {path.name for path in merged.frames} == {path.name for path in folder.iterdir()}
    assert {path.suffix for path in merged.frames} == {".parquet"}
    assert {PROVENANCE, "returns.parquet", "report.items.parquet"} <= {path.name for path in merged.frames}


def test_the_file_of_origins(merged):
    """A row a figure, exact as text and as a number to reckon with."""
    table = pq.read_table(merged.path.parent / "表.frames" / PROVENANCE)
    assert [*Origin._fields, "figure"] == table.column_names
    row = next(r for r in table.to_pylist() if r["figure"] is not None)
    assert float(row["value"]) == row["figure"]


def test_a_figure_is_explained_by_the_files(merged):
    """Returns that lie among the files tell how a figure came about, as the returns themselves do."""
    office, folder, figure = tiny.campaign(), merged.path.parent, FigureRef(cell="附件1明细!D4")
    there = office.explain_figure(office.filed([folder / "表.frames"]), figure).as_dict()["figure"]
    here = office.explain_figure([folder / "收"], figure).as_dict()["figure"]
    assert (there["value"], there["entry"]["cell"]) == (here["value"], here["entry"]["cell"])
    assert there["entry"]["file"] == f"表.frames/{here['entry']['file']}"


@pytest.mark.slow  # a whole reference scheme
def test_a_score_is_explained_without_details(many):
    """Where the workbook has no details an item's score leads to the entry that it leads to where it has."""
    few = accounted(FOLDER, STAGE)
    scored = few.workbook.scored
    assert scored is not None
    unit, own = next((unit, own) for unit, own in scored.tallies.items() if own.scores)
    figure = FigureRef(unit=unit, indicator=next(iter(own.scores)))
    (here, there) = (origin(each, figure) for each in (few, many))
    assert here.step.value == there.step.value
    assert {g.place for g in here.sources} & {g.place for g in there.sources}
    assert here.unit == there.unit


def test_nothing_unsigned_is_parsed(merged, monkeypatch):
    """A file that the key did not sign is never given to what parses it."""
    path = merged.path.parent / "表.frames" / "returns.parquet"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    monkeypatch.setattr(pq, "ParquetFile", lambda *_, **__: pytest.fail("it was parsed"))
    assert Shelf(place=path.parent, key=KEY).opened(io.BytesIO(bytes(content))) is None
    assert Shelf(place=path.parent, key=KEY).opened(io.BytesIO(b"")) is None


def test_any_reader_reads_a_signed_file(merged):
    """The signature is where readers of Parquet look over it."""
    table = pq.read_table(merged.path.parent / "表.frames" / "returns.parquet")
    assert table.filter(table["kind"].to_numpy() == "return").num_rows == len(merged.result.accepted)


def test_what_is_too_large_is_not_read(merged):
    """A limit bounds the file of another merge."""
    means = tiny.campaign().means
    small = tiny.campaign().using(limits=type(means.limits)(filed=10))
    with pytest.raises(RefusedError, match="beyond the limit filed"):
        small.filed([merged.path.parent / "表.frames"])


def test_districts_of_one_name_stay_apart(merged, tmp_path):
    """Two folders of one name are called by where they are: none takes the place of the other."""
    folders = [tmp_path / "东" / "frames", tmp_path / "西" / "frames"]
    for folder in folders:
        shutil.copytree(merged.path.parent / "表.frames", folder)
    names = {file.path for file in tiny.campaign().filed(folders).files}
    assert len(names) == 2 * len(merged.result.accepted)
