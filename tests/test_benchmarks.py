"""What kpixl is measured by does the same work."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from benchmarks.scripts.building import build
from benchmarks.scripts.issued import read
from kpixl.blueprint import digest
from kpixl.generate import Issuer, issue
from kpixl.layout import first_packages
from tests.support import produced, tiny


def test_the_plain_build_has_all_that_the_workbook_has(tmp_path):
    """Cells, formats, merged areas, validations, conditional formats, names, print settings."""
    scheme, path = tiny.scheme(), tmp_path / "plain.xlsx"
    issuer = Issuer.of(produced.KEY, produced.PASSWORD, digest(scheme))
    package = first_packages(scheme, scheme.head.stages[0])[0]
    wanted = read(load_workbook(BytesIO(issue(package, issuer))))
    build(wanted, path, package.unit.name)
    assert read(load_workbook(path)) == wanted
