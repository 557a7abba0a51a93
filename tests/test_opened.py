"""Every workbook as it opens in the window of a small machine: nobody looks for where to begin."""

import pytest

from kpixl import carry
from kpixl.generate import build
from kpixl.layout import first_packages
from kpixl.layout.pages.screen import HIGH
from tests.support import produced

WIDTH, HEIGHT = 1366, 768

every_stage = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)


def packages(folder, stage):
    """One for each kind of recipient: a group, and the forms that it gets."""
    scheme = produced.scheme_of(folder)
    before = scheme.stage(stage).carries
    every = (
        first_packages(scheme, scheme.stage(stage))
        if before is None
        else carry.next_packages(scheme, stage, produced.made(folder, before).records)
    )
    return {(each.unit.group, *(form.form for form in each.forms)): each for each in every}.values()


@every_stage
def test_opens_where_somebody_begins(person, folder, stage):
    """The first cell to fill is active and in view, what names its row, too; little stands still."""
    for package in packages(folder, stage):
        made = build(package, {}, issuer=produced.issuer(folder))
        with person.at_work(made.data) as desk:
            shown = desk.shown(WIDTH, HEIGHT)
        for sheet in (each for each in made.plan.sheets if each.state == "visible"):
            assert sheet.start is not None
            begin, window = sheet.address(sheet.start), shown[sheet.name]
            assert (begin, True) == (window.selected, window.holds(begin)), (package.recipient, sheet.name)
            assert window.frozen < HIGH / 3, (package.recipient, sheet.name)
            frozen = sheet.column_index[sheet.view.column] if sheet.view.column else begin.column + 1
            named = begin._replace(column=frozen - 1)
            assert window.holds(named), (package.recipient, sheet.name)
