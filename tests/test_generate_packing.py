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


def test_rows_of_a_kind_are_deflated_once(monkeypatch):
    """Of each workbook more not a quarter of what is in it is."""
    units = ({"id": f"unit-{n:02}", "name": f"{n:02}局"} for n in range(6))
    packages, sizes, deflated = of_units(tiny.scheme(), *units), list[int](), packing.deflated
    issuer = Issuer.of(produced.KEY, produced.PASSWORD, digest(packages[0].scheme))
    data = [issue(package, issuer) for package in packages[:3]][-1]

    def counted(run: bytes, *, last: bool) -> bytes:
        sizes.append(len(run))
        return deflated(run, last=last)

    for module in (mould, packing):
        monkeypatch.setattr(module, "deflated", counted)
    for package in packages[3:]:
        issue(package, issuer)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        whole = sum(info.file_size for info in archive.infolist())
    assert 0 < sum(sizes) / 3 < whole / 4
