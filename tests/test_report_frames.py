"""The frames as files: what a notebook reads is what was returned."""

import io
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from pandera.io.pandas_io import from_yaml

from kpixl.check import Frames
from kpixl.check.gates import stacked
from kpixl.report import frames as module
from kpixl.report.frames import write_frames
from tests.support import cli, tiny
from tests.support.cli import kpixl, kpixl_json
from tests.support.tiny import answered, report

ITEMS = "report.items"


def frames(**answers):
    """The frames of one return with these answers in its first row."""
    changes = {report("hedong", "t1", column): value for column, value in answers.items()}
    return Frames(stacked(tiny.scheme(), [answered("hedong", changes)]))


def written_of(made):
    """The files of frames by name."""
    contents = {}

    @contextmanager
    def opening(name):
        contents[name] = io.BytesIO()
        yield contents[name]

    assert set(write_frames(made, opening)) == contents.keys()
    return {name: content.getvalue() for name, content in contents.items()}


def files(**answers):
    """The files of these frames by name."""
    return written_of(frames(**answers))


@pytest.fixture(scope="module")
def written():
    """The files of one return."""
    return files(spent=Decimal("80.25"))


def test_every_table_has_its_files(written):
    """Values, the cells that they stand in, and the schema; of tables that somebody returned."""
    ends = ("csv", "parquet", "cells.csv", "cells.parquet", "schema.yaml")
    assert {f"{ITEMS}.{end}" for end in ends} == {name for name in written if name.startswith(ITEMS)}


def test_parquet_holds_the_frame(written):
    """Figures exact, days, booleans and blanks as they were; the schema beside it agrees."""
    schema = from_yaml(written[f"{ITEMS}.schema.yaml"].decode("utf-8"))
    read = schema.validate(pd.read_parquet(io.BytesIO(written[f"{ITEMS}.parquet"])))
    made = frames(spent=Decimal("80.25"))[ITEMS]
    for column in ("subject", "spent", "day", "quantified"):
        assert list(made[column].dropna()) == list(read[column].dropna())
        assert list(made[column].isna()) == list(read[column].isna())


def test_csv_holds_it_too(written):
    """A figure keeps its digits, a day is ISO."""
    read = pd.read_csv(io.BytesIO(written[f"{ITEMS}.csv"]), dtype=str, encoding="utf-8-sig")
    assert ("80.25", "2021-05-17") == (read["spent"].iloc[0], read["day"].iloc[0])


def test_the_cells_stand_under_the_same_columns(written):
    """The address of each value."""
    read = pd.read_parquet(io.BytesIO(written[f"{ITEMS}.cells.parquet"]))
    assert frames().cells(ITEMS)["spent"].iloc[0] == read["spent"].iloc[0]


def test_a_text_is_no_formula():
    """What a unit wrote cannot run in the spreadsheet that opens the CSV file."""
    record = answered("finance", {report("finance", "1", "target"): "=1+1"})
    data = written_of(Frames(stacked(tiny.scheme(), [record])))[f"{ITEMS}.csv"].decode("utf-8")
    assert "'=1+1" in data
    assert ",=1+1" not in data


def test_equal_returns_make_equal_bytes(written):
    """Nothing of the day or the machine is in the files."""
    assert written == files(spent=Decimal("80.25"))


def test_without_the_extra_there_is_csv(monkeypatch):
    """The values and their cells."""
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    assert {"csv"} == {name.rpartition(".")[2] for name in files()}


def test_merge_writes_them_beside_the_workbook(tmp_path, monkeypatch):
    """The command says where; equal bytes each time."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    kpixl("simulate", "tiny", "--out", "returns")
    made = kpixl_json("merge", "tiny", "returns", "--out", "a.xlsx", "--frames", "frames")
    paths = sorted(Path("frames").iterdir())
    assert sorted(made["frames"]) == [str(path) for path in paths]
    before = [path.read_bytes() for path in paths]
    kpixl("merge", "tiny", "returns", "--out", "a.xlsx", "--frames", "frames")
    assert before == [path.read_bytes() for path in paths]


def test_no_frames_without_the_workbook(tmp_path, monkeypatch):
    """Where the workbook cannot be written nothing is."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    kpixl("simulate", "tiny", "--out", "returns")
    Path("file").touch()
    done = kpixl("merge", "tiny", "returns", "--out", "file/a.xlsx", "--frames", "frames")
    assert (2, False) == (done.exit_code, Path("frames").exists())


@pytest.mark.parametrize(("lang", "words"), [("zh", "只写了 CSV"), ("en", "CSV only")])
def test_what_the_extra_would_bring_is_said(tmp_path, monkeypatch, lang, words):
    """One line where it is not installed."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    kpixl("simulate", "tiny", "--out", "returns")
    done = kpixl("merge", "tiny", "returns", "--out", "a.xlsx", "--frames", "frames", "--lang", lang)
    assert 1 == sum(words in line for line in done.stderr.splitlines())
