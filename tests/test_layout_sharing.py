"""Plans that recipients share: a bound one is the same as one that is laid out by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest

from kpixl.blueprint import load_scheme
from kpixl.layout import first_packages
from kpixl.layout.sharing import Templates, kind_of
from kpixl.layout.workbook import laid_out
from tests.support import produced, tiny
from tests.support.called import of_units
from tests.support.counted import Counted


@pytest.fixture(scope="module")
def alike():
    """Three packages that differ in what their recipients are called, all with one measure."""
    named = [("u-1", "甲局"), ("unit-2", "乙处"), ("三", "丙办")]
    return of_units(tiny.scheme(), *({"id": unit, "name": name} for unit, name in named))


def bound(packages):
    """The plan of the last of them, after the others."""
    templates = Templates(laid_out)
    template = [templates.of(package) for package in packages][-1]
    return template and template.bound(packages[-1].unit)


class TestBound:
    @pytest.mark.slow
    @pytest.mark.parametrize("folder", produced.SCHEMES, ids=lambda folder: folder.name)
    def test_the_same_as_laid_out_by_itself(self, folder):
        """What a recipient gets is the same whether it was laid out for it or bound to a template."""
        scheme = load_scheme(folder)
        firsts = [s for s in scheme.head.stages if s.by_row is None and not s.carries]
        packages = sorted(
            (p for stage in firsts for p in first_packages(scheme, stage)), key=lambda p: repr(kind_of(p))
        )
        for _, kind in groupby(packages, key=kind_of):
            few = [*kind][:3]
            made = bound([few[0], *few])
            assert made is None or made == laid_out(few[-1])

    def test_words_of_another_length(self, alike):
        """A long name is printed in full."""
        longer = of_units(tiny.scheme(), {"id": "u", "name": "丁" * 40}, {"id": "v", "name": "戊"})
        assert bound([longer[1], longer[1], longer[0]]) == laid_out(longer[0])

    def test_a_leader(self):
        """Whoever leads a unit is printed as its own."""
        led = of_units(
            tiny.scheme(),
            {"id": "u", "name": "甲局", "leader": "张三"},
            {"id": "v", "name": "乙局", "leader": "李四光"},
        )
        assert bound([led[0], led[0], led[1]]) == laid_out(led[1])


class TestCounts:
    def test_two_are_laid_out_however_many_come(self, alike):
        """The first of a kind by itself, the second for all that follow."""
        counted = Counted(laid_out)
        templates = Templates(counted)
        found = [templates.of(package) for package in [*alike, *alike]]
        assert (found[0], counted.times) == (None, 1)

    def test_rows_share_their_calculations(self, alike):
        """What computes is the same object for all recipients: it is compiled once."""
        templates = Templates(laid_out)
        found = [(templates.of(package), package.unit) for package in [alike[0], *alike]][1:]
        plans = [template.bound(unit) for template, unit in found if template]
        shared = {
            tuple(id(c.calculation) for s in plan.sheets for c in s.cells if c.calculation) for plan in plans
        }
        assert (len(plans), len(shared)) == (3, 1)


class TestAlone:
    def test_problems_are_ones_own(self, alike):
        """A feedback workbook is shared with nobody."""
        assert kind_of(replace(alike[0], marks=("a mark",))) is None

    def test_about_others(self, alike):
        """Nor is a workbook about another unit."""
        assert kind_of(replace(alike[0], subjects=(alike[1].recipient,))) is None

    def test_a_scheme_that_writes_signs(self, alike):
        """Where the blueprint itself has the signs that stand for words, nothing is shared."""
        scheme = alike[0].scheme
        head = scheme.head.model_copy(update={"title": f"{scheme.head.title}\ua001"})
        packages = of_units(
            scheme.model_copy(update={"head": head}), {"id": "x", "name": "甲"}, {"id": "y", "name": "乙"}
        )
        assert bound([packages[0], packages[0], packages[1]]) is None
