"""Repeated forms, narratives, merged cells, blanks that mean as above: from issue to the next stage."""

import dataclasses
from decimal import Decimal

import pytest

from kpixl.blueprint import digest
from kpixl.blueprint.expressions import Value
from kpixl.carry import next_packages
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, Role, baseline, from_baseline, lay_out
from kpixl.returns import Record, inspect
from kpixl.simulate import simulate
from kpixl.simulate.references import Change
from tests.support import parts
from tests.support.parts import answers, built, entry, held, judged, key, record, said, scheme

pytestmark = pytest.mark.slow  # whole workbooks of reference schemes


def issuer():
    """The tests' issuer."""
    return Issuer.of(parts.KEY, "密码", digest(scheme()))


@pytest.fixture(scope="module")
def review():
    """The housing bureau's package of the next stage."""
    (made,) = next_packages(scheme(), "review", [record()])
    return made


class TestReading:
    def test_nothing_is_wrong_with_right_answers(self):
        """A workbook filled in rightly comes back without a finding."""
        read = record()
        assert [] == said([*read.findings, *judged(read)])

    def test_every_answer_comes_back(self):
        """Each answer is read under its own key."""
        read = {e.key: e.value for e in record().entries if e.role == "input" and e.text}
        assert answers() == read

    def test_rows_say_their_copy(self):
        """The rows of a return name the copy of the form."""
        rows = [(k.instance, k.row) for k in record().rows if k.form == "project"]
        assert [("p1", "1"), ("p1", "2"), ("p2", "1"), ("p2", "2")] == rows

    def test_inspect_names_the_copy(self):
        """What kpixl sees in a workbook says of which copy each value is."""
        seen, _ = inspect(parts.ready(), "x.xlsx", built().data)
        made = {
            (c["form"], c["instance"]) for c in seen["cells"] if c["field"] in {"budget", "score", "whole"}
        }
        copies = {(form, copy) for form in ("project", "progress") for copy in ("p1", "p2")}
        assert {*copies, ("overview", None)} == made

    def test_a_merged_printed_cell_counts_for_all_its_rows(self):
        """What is printed once for several rows is a value of each of them."""
        read = record()
        assert ["住房保障"] * 3 == [held(read, f"overview//{r}", "duty").value for r in ("i1", "i2", "i3")]

    def test_a_merged_answer_is_the_first_row_s(self):
        """What is filled in once for several rows is an answer of the first."""
        read = record()
        assert ["人人有房住", None] == [
            e and e.value for e in (entry(read, f"overview//{r}", "whole") for r in ("i1", "i2"))
        ]


class TestMoved:
    def test_a_sheet_of_a_copy_that_is_gone(self):
        """A sheet that was deleted is missed as the copy that it is."""
        book = parts.returned(built())
        book.remove(book.tab("1公租房"))
        read = parts.read(book.data())
        (gone,) = (f for f in read.findings if f.code == "S001")
        assert ("project", "p1") == (gone.where.form, gone.where.instance)

    def test_copies_are_told_apart_by_their_keys(self):
        """Sheets that swapped their names are still what they are."""
        book = parts.returned(built({key("project/p1/", "budget"): Decimal(111)}))
        first, second = book.tab("1公租房"), book.tab("2老旧小区改造 加装电梯")
        for tab, name in ((first, "暂"), (second, "1公租房"), (first, "2老旧小区改造 加装电梯")):
            book.rename(tab, name)
        read = parts.read(book.data())
        assert (["S010", "S010"], Decimal(111)) == (
            [f.code for f in read.findings],
            held(read, "project/p1/", "budget").value,
        )

    def test_an_inserted_row_moves_nothing(self):
        """Values are found by their keys wherever the rows have gone."""
        book = parts.returned(built())
        book.apply(book.tab("附件3"), Change("row", "insert", 4))
        assert Decimal(1) == held(parts.read(book.data()), "progress/p2/", "score").value


class TestRules:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({key("project/p2/", "paid"): Decimal(101)}, [("R005", "2老旧小区改造 加装电梯", "paid", "p2")]),
            ({key("progress/p1/", "rank"): Decimal(3)}, [("R004", "附件3", "phone", "p1")]),
            ({key("progress/p2/", "score"): Decimal("0.5")}, [("R002", "附件3", "problems", "p2")]),
            ({key("progress/p1/", "person"): None}, [("R001", "附件3", "person", "p1")]),
            ({key("overview//i1", "whole"): None}, [("R001", "2023年指标一览", "whole", None)]),
            ({key("overview//i1", "part"): "分配"}, [("R005", "2023年指标一览", "part", None)]),
            ({key("overview//i2", "done"): Decimal(50)}, [("R002", "2023年指标一览", "why", None)]),
        ],
    )
    def test_broken(self, changes, expected):
        """A rule over fields, over a copy's row or a merged cell is found broken once, at its cell."""
        found = judged(record(changes))
        assert expected == [(f.code, f.where.sheet, f.where.field, f.where.instance) for f in found]

    @pytest.mark.parametrize(
        ("changes", "bad"),
        [
            ({}, 0),
            ({key("progress/p1/", "rank"): Decimal(3)}, 1),
            ({key("progress/p1/", "score"): Decimal(9)}, 1),
        ],
    )
    def test_the_cover_counts_the_same(self, changes, bad):
        """What the check finds wrong in a narrative, the cover counts."""
        figure = next(e for e in record(changes).entries if e.key[3:] == ("progress", "bad"))
        assert Decimal(bad) == figure.value

    def test_a_copy_is_not_another_s_peer(self):
        """What must be unique in a table may stand in another copy of it."""
        assert [] == judged(record({key("project/p1/1", "topic"): "同", key("project/p2/1", "topic"): "同"}))


class TestDown:
    def test_blank_means_as_above(self):
        """A blank is read as what stands above, and is still blank in the file."""
        read = held(record(), "project/p1/2", "kind")
        assert ("数量", "", True) == (read.value, read.text, read.valid)

    @pytest.mark.parametrize("words", ["同上", "（同上）", "〃", "同 上"])
    def test_saying_so_means_the_same(self, words):
        """Whoever writes that it is as above has left it to what stands above; that is told as read so."""
        read = record({key("project/p1/2", "kind"): words})
        below = held(read, "project/p1/2", "kind")
        told = [f.code for f in read.findings if f.code != "T005"]  # figures count the cell as filled
        assert (["V111"], "数量", "") == (told, below.value, below.text)

    def test_nothing_above(self):
        """The first row in use must say it; that is told once."""
        found = judged(record({key("project/p1/1", "kind"): None}))
        assert [("R001", "1公租房", "1")] == [(f.code, f.where.sheet, f.where.row) for f in found]

    def test_what_is_above_is_wrong(self):
        """Below an entry that its type does not take nothing more is said."""
        read = record({key("project/p1/1", "kind"): "时效"})
        below = held(read, "project/p1/2", "kind")
        assert (["V006"], [], False) == ([f.code for f in read.findings], judged(read), below.valid)

    def test_rules_see_what_is_meant(self):
        """A rule over the column sees the value from above."""
        changes = {key("project/p1/1", "topic"): "房源", key("project/p1/2", "target"): "套数"}
        assert [("C001", "2")] == [(f.code, f.where.row) for f in judged(record(changes))]

    def test_the_workbook_leaves_such_rules_to_the_check(self):
        """A formula cannot say it, so the workbook counts nothing wrong."""
        changes = {key("project/p1/1", "topic"): "房源", key("project/p1/2", "target"): "套数"}
        figure = next(e for e in record(changes).entries if e.key[3:] == ("project@p1", "bad"))
        assert Decimal(0) == figure.value


class TestCarried:
    def test_copies_and_rows(self, review):
        """Each copy goes on, with the rows that were used, and so do narratives, which have none."""
        dealt = {key: len(rows) for key, rows in review.rows.items()}
        assert {
            ("project", "p1", "targets"): 2,
            ("project", "p2", "targets"): 2,
            ("progress", "p1", ""): 1,
            ("progress", "p2", ""): 1,
            ("own", "", "lead"): 4,
        } == dealt

    def test_answers_are_printed_in_their_copy(self, review):
        """The answers of the stage before stand in the copy that they were given in."""
        plan = lay_out(review)
        made = plan.by_cell_key[key("progress/p2/", "basic")]
        assert (Role.PRINTED, "已经完成") == (made.role, made.value)

    def test_what_a_blank_meant_is_printed(self, review):
        """Where a blank meant as above, the next stage prints what it meant."""
        assert "数量" == lay_out(review).by_cell_key[key("project/p1/2", "kind")].value

    def test_the_baseline_says_all(self, review):
        """Copies, rows and answers come back from what travels in the workbook."""
        bare = dataclasses.replace(review, subjects=(), rows={}, carried={})
        restored = from_baseline(bare, baseline(review))
        assert (dict(review.rows), dict(review.carried)) == (dict(restored.rows), dict(restored.carried))

    def test_a_filled_review_comes_back(self, review):
        """The next stage's workbook is read by the same plan."""
        given: dict[CellKey, Value]
        given = {key(f"project/{p}/{r}", "actual"): Decimal(5) for p in ("p1", "p2") for r in ("1", "2")}
        given |= {key(f"progress/{p}/", "opinion"): "同意" for p in ("p1", "p2")}
        read = parts.read(build(review, given, issuer=issuer()).data)
        assert [] == said([*read.findings, *judged(read, stage="review")])


class TestSimulated:
    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_random_answers_are_right(self, seed):
        """Random answers meet all rules, in both stages."""
        packages = tuple(parts.packages().values())
        records: list[Record] = []
        for stage in scheme().head.stages:
            if stage.carries:
                packages = next_packages(scheme(), stage.id, records)
            marked = [dataclasses.replace(p, simulated="random") for p in packages]
            made = list(simulate(marked, issuer=issuer(), seed=seed))
            records = [dataclasses.replace(parts.read(r.data), name=r.name) for r in made]
            found = [f for r in records for f in r.findings if f.code != "I010"]
            assert [] == said([*found, *judged(*records, stage=stage.id)])

    @pytest.mark.parametrize("seed", [1, 2])
    def test_faults_are_found_where_they_are(self, seed):
        """Each fault that was put in is found in its cell, and nothing else is an error."""
        marked = [dataclasses.replace(p, simulated="random") for p in parts.packages().values()]
        for made in simulate(marked, issuer=issuer(), seed=seed, faults=1.0):
            read = dataclasses.replace(parts.read(made.data), name=made.name)
            found = {
                (f.code, f.where.sheet, f.where.cell, f.severity.value)
                for f in (*read.findings, *(judged(read) if read.stamp else ()))
            }
            put_in = {(f.code, f.sheet, f.cell) for f in made.faults}
            errors = {f[:3] for f in found if f[3] == "error"}
            assert (set(), set()) == (put_in - {f[:3] for f in found}, errors - put_in)
