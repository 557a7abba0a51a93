"""Blank workbooks cast from one mould: byte for byte those that are written whole."""

from __future__ import annotations

import pytest

from kpixl.blueprint import digest, load_scheme
from kpixl.generate import Issuer, build, issue, issuing
from kpixl.layout import first_packages
from tests.support import produced, tiny
from tests.support.called import of_units
from tests.support.counted import Counted


def issuer(scheme):
    """What workbooks of a scheme are signed and locked with."""
    return Issuer.of(produced.KEY, produced.PASSWORD, digest(scheme))


def cast(packages):
    """What the last of them gets, when the others have got theirs."""
    means = issuer(packages[0].scheme)
    return [issue(package, means) for package in packages][-1]


def whole(package):
    """The same, written by itself."""
    return build(package, {}, issuer=issuer(package.scheme)).data


@pytest.mark.slow
@pytest.mark.parametrize("folder", produced.SCHEMES, ids=lambda folder: folder.name)
def test_all_get_what_would_be_written_whole(folder):
    """Every recipient of every first stage."""
    scheme = load_scheme(folder)
    firsts = [s for s in scheme.head.stages if s.by_row is None and not s.carries]
    packages = [p for stage in firsts for p in first_packages(scheme, stage)]
    means = issuer(scheme)
    assert all(issue(p, means) == build(p, {}, issuer=means).data for p in packages)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("甲乙丙丁戊己庚辛壬癸" * 6, id="long"),
        pytest.param("甲&乙<丙>", id="markup"),
        pytest.param('甲"乙', id="a quote"),
        pytest.param("甲_x0041_乙", id="like an escape"),
        pytest.param("财政局", id="as another unit"),
        pytest.param("与目标比", id="as a heading"),
        pytest.param("𠮷局", id="beyond the first plane"),
        pytest.param("A & B <Ltd>", id="Latin"),
    ],
)
def test_whatever_a_unit_is_called(name):
    """Names that are escaped, longer, or the same as another text of the workbook."""
    packages = of_units(
        tiny.scheme(), {"id": "m", "name": "甲局"}, {"id": "n", "name": "乙局"}, {"id": "o", "name": name}
    )
    assert cast(packages) == whole(packages[-1])


def test_a_text_that_is_there_already(monkeypatch):
    """A unit that is called as something else in the workbook gets one from the mould all the same."""
    counted = Counted(issuing.written)  # type: ignore[attr-defined]  # what it takes from its neighbour
    monkeypatch.setattr(issuing, "written", counted)
    names = ["甲局", "乙局", "财政局", "与目标比", "区政府"]
    cast(of_units(tiny.scheme(), *({"id": f"u{n}", "name": name} for n, name in enumerate(names))))
    assert counted.times == 2


def test_an_id_of_any_length():
    """A longer id makes a longer stamp, in more properties."""
    packages = of_units(
        tiny.scheme(), *({"id": unit, "name": "甲局"} for unit in ("a", "b", "a-long-id-" * 9 + "c"))
    )
    assert cast(packages) == whole(packages[-1])


def test_one_mould_for_many(monkeypatch):
    """Of twenty workbooks of a kind two are written: the first, and the mould."""
    counted = Counted(issuing.written)  # type: ignore[attr-defined]  # what it takes from its neighbour
    monkeypatch.setattr(issuing, "written", counted)
    cast(of_units(tiny.scheme(), *({"id": f"unit-{n:02}", "name": f"{n:02}局"} for n in range(20))))
    assert counted.times == 2
