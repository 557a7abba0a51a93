"""Members in runs: read as any other zip, and what is the same is deflated once."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import pytest

from kpixl.blueprint import digest
from kpixl.generate import Issuer, issue, mould, packing
from tests.support import produced, tiny
from tests.support.called import of_units

SHEET = b"<worksheet><sheetData>%b</sheetData><headerFooter>%b</headerFooter></worksheet>"
ROWS = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, 500))


def inflated(stream: bytes) -> bytes:
    """What a reader of zips makes of a member."""
    return zlib.decompress(stream, -zlib.MAX_WBITS)


@pytest.mark.parametrize(
    "content", [b"", b"<sst/>", SHEET % (ROWS, "甲镇".encode()), b"<headerFooter/>"], ids=len
)
def test_a_member_is_one_stream(content):
    """However many runs it has."""
    assert content == inflated(packing.packed(content))


def test_runs_are_a_members_whole_content():
    """One after the other."""
    content = SHEET % (ROWS, b"A")
    assert content == b"".join(packing.runs(content))


def test_sheets_that_are_headed_differently_begin_with_the_same_bytes():
    """As far as they are the same, which is nearly all of them."""
    one, other = (packing.packed(SHEET % (ROWS, name)) for name in (b"A", b"a longer name"))
    alike = packing.deflated(packing.runs(SHEET % (ROWS, b"A"))[0], last=False)
    assert one.startswith(alike)
    assert other.startswith(alike)


@pytest.fixture
def share(monkeypatch):
    """What part of the last workbook is deflated, once others of its kind were made."""

    def deflated(*names: str) -> float:
        units = ({"id": f"unit-{n:02}", "name": name} for n, name in enumerate(names))
        packages, sizes, work = of_units(tiny.scheme(), *units), list[int](), packing.deflated
        issuer = Issuer.of(produced.KEY, produced.PASSWORD, digest(packages[0].scheme))
        for package in packages[:-1]:
            issue(package, issuer)

        def counted(run: bytes, *, last: bool) -> bytes:
            sizes.append(len(run))
            return work(run, last=last)

        for module in (mould, packing):
            monkeypatch.setattr(module, "deflated", counted)
        with zipfile.ZipFile(BytesIO(issue(packages[-1], issuer))) as archive:
            return sum(sizes) / sum(info.file_size for info in archive.infolist())

    return deflated


def test_rows_of_a_kind_are_deflated_once(share):
    """Of each workbook more not a quarter of what is in it is."""
    assert 0 < share("甲局", "乙局", "丙局") < 1 / 4


def test_so_are_those_that_name_the_same_texts(share):
    """Who is called as something else in the workbook has other numbers of texts in all sheets, once."""
    assert 0 < share("甲局", "乙局", "与目标比", "与目标比") < 1 / 4
