"""Plans that recipients share: a bound one is the same as one that is laid out by itself."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from threading import Event

import pytest

from kpixl.blueprint import load_scheme
from kpixl.layout import first_packages
from kpixl.layout.package.sharing import Templates, kind_of
from kpixl.layout.tables.table import TableBlock
from kpixl.layout.workbook import laid_out
from tests.support import produced, tiny
from tests.support.called import of_units
from tests.support.counted import Counted


@pytest.fixture(scope="module")
def alike():
    """Three packages that differ in what their recipients are called, all with one measure."""
    named = [("u-1", "甲局"), ("unit-2", "乙处"), ("三", "丙办")]
    return of_units(tiny.scheme(), *({"id": unit, "name": name} for unit, name in named))


def firsts_of(scheme):
    """The packages of all stages that carry nothing."""
    firsts = [s for s in scheme.head.stages if s.by_row is None and not s.carries]
    return [p for stage in firsts for p in first_packages(scheme, stage)]


def bound(packages):
    """The plan of the last of them, after the others."""
    templates = Templates(laid_out)
    template = [templates.of(package) for package in packages][-1]
    return template and template.bound(packages[-1])


class TestBound:
    @pytest.mark.slow
    @pytest.mark.parametrize("folder", produced.SCHEMES, ids=lambda folder: folder.name)
    def test_the_same_as_laid_out_by_itself(self, folder):
        """What a recipient gets is the same whether it was laid out for it or bound to a template."""
        packages = sorted(firsts_of(load_scheme(folder)), key=lambda p: repr(kind_of(p)))
        for _, kind in groupby(packages, key=kind_of):
            few = [*kind][:3]
            assert bound([few[0], *few]) == laid_out(few[-1])

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

    @pytest.mark.parametrize("asked", ["", "{subject.leader}", "{ recipient.leader }"])
    def test_whether_somebody_leads_tells_kinds_apart_where_it_is_asked(self, asked):
        """Units with and without a leader share a template, unless the scheme says who leads."""
        scheme = tiny.scheme()
        scheme = scheme.model_copy(
            update={"head": scheme.head.model_copy(update={"title": scheme.head.title + asked})}
        )
        units = {"id": "u", "name": "甲局", "leader": "张三"}, {"id": "v", "name": "乙局"}
        first, second = of_units(scheme, *units)
        assert (kind_of(first) == kind_of(second)) is not bool(asked)

    def test_another_issue(self, alike):
        """What is issued again has its number from the template that the first issue has, too."""
        again = replace(alike[1], issue=2)
        assert bound([alike[0], alike[0], again]) == laid_out(again)

    def test_without_a_leader(self):
        """A unit that nobody leads gets what it would get by itself, of the template of one that is led."""
        units = {"id": "u", "name": "甲局", "leader": "张三"}, {"id": "v", "name": "乙局"}
        first, second = of_units(tiny.scheme(), *units)
        assert bound([first, first, second]) == laid_out(second)


class TestOutcomes:
    """An expression in the blueprint asks what a unit is called."""

    @pytest.fixture
    def packages(self, tmp_path):
        """Three units; a column that is printed says whether it is the first of them."""
        folder = shutil.copytree(tiny.FOLDER, tmp_path / "tiny")
        form = folder / "report.yaml"
        text = form.read_text(encoding="utf-8")
        asked = "'牵头' if subject.id == 'u-1' else '配合'"
        asked = text.replace("{towns: row.area}", f'{{towns: "{asked}"}}')
        form.write_text(asked, encoding="utf-8")
        return of_units(load_scheme(folder), *({"id": f"u-{n}", "name": f"第{n}局"} for n in range(1, 4)))

    def test_what_comes_of_it_is_noted(self, packages):
        """Those for whom the same comes of it are bound to one template, another one is not."""
        first, *others = packages
        templates = Templates(laid_out)
        template = [templates.of(package) for package in (others[0], *others)][-1]
        assert template is not None
        assert ([True, True, False]) == [template.fits(p) for p in (*others, first)]
        assert template.bound(others[1]) == laid_out(others[1])

    def test_each_outcome_has_its_template(self, packages):
        """For whom something else comes of it there is another one."""
        first, *others = packages
        assert bound([*others, first]) == laid_out(first)


class TestThreads:
    """Pages of the desk are made by several threads, which lay out at the same time."""

    def test_one_has_a_template_made_the_others_wait(self, alike):
        """However many ask for it meanwhile, it is made once."""
        made, begun, go_on = [], Event(), Event()

        def slowly(package):
            made.append(package)
            begun.set()
            go_on.wait(60)
            return laid_out(package)

        templates = Templates(slowly)
        assert templates.of(alike[0]) is None  # the first of a kind is laid out by itself
        with ThreadPoolExecutor(3) as threads:
            first = threads.submit(templates.of, alike[1])
            begun.wait(60)
            others = [threads.submit(templates.of, package) for package in alike]
            go_on.set()
            assert {id(first.result())} == {id(each.result()) for each in others}
        assert 1 == len(made)

    def test_kinds_come_while_others_are_counted(self, alike, monkeypatch):
        """How much is kept is reckoned up with nothing added in between."""
        monkeypatch.setattr("kpixl.layout.package.sharing._MOST_CELLS", 0)
        templates = Templates(laid_out)
        parts = [replace(package, part=str(number)) for number in range(40) for package in alike]
        switching = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(4) as threads:
                assert [None] * 160 == [
                    found.result() and None
                    for found in [threads.submit(templates.of, package) for package in (parts + parts)[:160]]
                ]
        finally:
            sys.setswitchinterval(switching)


class TestRows:
    @pytest.mark.slow
    @pytest.mark.parametrize("folder", produced.SCHEMES, ids=lambda folder: folder.name)
    def test_a_row_is_the_same_whatever_was_laid_before(self, folder):
        """Rows of one unit's workbook stand in another's as they would if it were the only one."""
        plans = [laid_out(package) for package in firsts_of(load_scheme(folder))]
        alone = [firsts_of(load_scheme(folder))[number] for number in range(0, len(plans), 7)]
        assert [laid_out(package) for package in alone] == plans[::7]

    def test_units_share_them(self, alike, monkeypatch):
        """Of the second unit no row is laid: each answers as one of the first did."""
        laid_out(alike[0])
        laid = Counted(TableBlock._new_row)
        monkeypatch.setattr(TableBlock, "_new_row", laid)
        laid_out(alike[1])
        assert laid.times == 0


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
        found = [(templates.of(package), package) for package in [alike[0], *alike]][1:]
        plans = [template.bound(package) for template, package in found if template]
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
