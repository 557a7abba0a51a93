"""Merges merged: districts merge for themselves, and what they accepted is merged again."""

import shutil

import openpyxl
import pyarrow.parquet as pq
import pytest

from kpixl.campaign import Means
from kpixl.campaign.scores.filing import RETURNS
from kpixl.refusal import RefusedError
from kpixl.scale import shelf
from kpixl.scale.shelf import Kept, Shelf
from kpixl.stamp import Key
from tests.support import tiny
from tests.support.records import record_of
from tests.test_decisions import DAY, OVERSPENT

UNITS = {"东": ("hedong",), "西": ("hexi",)}


@pytest.fixture(scope="module")
def districts(tmp_path_factory):
    """Two districts that merged a unit each, and all returns in one folder."""
    root = tmp_path_factory.mktemp("区")
    every = root / "全部"
    every.mkdir()
    for name, units in UNITS.items():
        (root / f"{name}收").mkdir()
        for unit in units:
            data = tiny.built(unit).data
            (root / f"{name}收" / f"{unit}.xlsx").write_bytes(data)
            (every / f"{unit}.xlsx").write_bytes(data)
        tiny.campaign().merge([root / f"{name}收"], root / f"{name}.xlsx", frames=root / name)
    return root


@pytest.fixture
def folders(districts):
    """Their frames."""
    return [districts / name for name in UNITS]


def figures(path):
    """Every figure and formula of a workbook, sheet by sheet."""
    book = openpyxl.load_workbook(path)
    cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
    return [(c.parent.title, c.coordinate, c.value) for c in cells if c.data_type in "nf"]


def test_the_score_sheet_is_that_of_all(districts, folders, tmp_path):
    """Merged from merges the score sheet says what it says merged from all returns."""
    office = tiny.campaign()
    office.merge([districts / "全部"], tmp_path / "一次.xlsx")
    office.merge(office.filed(folders), tmp_path / "两次.xlsx")
    assert figures(tmp_path / "一次.xlsx") == figures(tmp_path / "两次.xlsx") != []


def test_units_are_judged_together(districts, folders):
    """No unit is missing that one of the districts has."""
    office = tiny.campaign()
    assert office.filed(folders).missing == office.check([districts / "全部"]).missing
    assert set(office.filed(folders[:1]).missing) - set(office.filed(folders).missing) == {"hexi"}


def test_figures_name_the_district(folders):
    """A return is named by its district and its file."""
    names = [file.path for file in tiny.campaign().filed(folders).files]
    assert names == ["东/东收/hedong.xlsx", "西/西收/hexi.xlsx"]


def test_no_link_leads_to_a_file_of_elsewhere(folders):
    """What was read elsewhere is no file here."""
    assert {file.place for file in tiny.campaign().filed(folders).files} == {None}


def test_a_warning_stays(tmp_path):
    """What was found in the file itself is told where it is merged again."""
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "报送.xls").write_bytes(tiny.built("hexi").data)
    office = tiny.campaign()
    before = office.check([tmp_path / "收"]).files[0].findings
    office.merge([tmp_path / "收"], tmp_path / "表.xlsx", frames=tmp_path / "区")
    after = office.filed([tmp_path / "区"]).files[0].findings
    assert [f.code for f in before] == [f.code for f in after] != []


def test_what_was_not_accepted_is_not_there(tmp_path):
    """A return that is rejected is in no merge."""
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (tmp_path / "收" / "河东镇.xlsx").write_bytes(tiny.built("hedong").data)
    tiny.campaign().using(as_of=DAY).merge([tmp_path / "收"], tmp_path / "表.xlsx", frames=tmp_path / "区")
    assert [f.unit for f in tiny.campaign().filed([tmp_path / "区"]).files] == ["hedong"]


def damaged(folder):
    """Some bytes are others."""
    content = bytearray((folder / RETURNS).read_bytes())
    for place in range(64, len(content) // 2, 64):
        content[place] ^= 0xFF
    (folder / RETURNS).write_bytes(content)


def emptied(folder):
    """There is nothing."""
    (folder / RETURNS).unlink()


@pytest.mark.parametrize(("harm", "told"), [(damaged, "is damaged"), (emptied, "There is no returns")])
def test_what_cannot_be_merged(folders, tmp_path, harm, told):
    """What is damaged or missing is refused in one line."""
    shutil.copytree(folders[0], tmp_path / "区")
    harm(tmp_path / "区")
    with pytest.raises(RefusedError, match=told):
        tiny.campaign().filed([tmp_path / "区"])


def test_another_key(folders):
    """What another workspace's key signed is refused."""
    with pytest.raises(RefusedError, match="another key"):
        tiny.campaign().using(key=Key(b"another key, which nobody knows")).filed(folders)


def test_no_key(folders):
    """Without a key nothing is taken from elsewhere."""
    assert Means().key is None
    with pytest.raises(RefusedError, match="Without a signing key"):
        tiny.campaign().using(key=None).filed(folders)


def test_each_part_of_a_file_is_whole(monkeypatch, tmp_path):
    """What returns share stands with those of each part: whoever reads a part needs no other."""
    monkeypatch.setattr(shelf, "_GROUP", 1)
    records = [record_of(tiny.package(unit), {}) for unit in ("hedong", "hexi")]
    on, path = Shelf(place=tmp_path, key=tiny.KEY), tmp_path / RETURNS
    with path.open("wb") as file:
        on.write((Kept(r.name, r.sha256, r) for r in records), file)
    parts = pq.ParquetFile(path)
    kinds = [parts.read_row_group(n)["kind"].to_pylist() for n in range(parts.num_row_groups)]
    assert [["shared", "shared", "return"]] * 2 == kinds
    with path.open("rb") as file:
        opened = on.opened(file)
        assert opened is not None
        assert records == [each.made for each in opened.kept]
