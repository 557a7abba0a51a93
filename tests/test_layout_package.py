import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.model import Contact, Stage
from kpixl.carry import next_packages
from kpixl.layout import Answer, CellKey, Origin, Package, baseline, first_packages, from_baseline, lay_out
from kpixl.layout.edition import NOW
from kpixl.layout.pages.text_height import height, lines_needed
from tests.support import tiny
from tests.support.records import record_of

UNITS = ("hedong", "hexi", "finance")
texts = st.text(min_size=1, max_size=12)
values = (
    st.none()
    | st.booleans()
    | st.dates()
    | texts
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
)
origins = st.none() | st.builds(Origin, sha256=texts, file=texts, sheet=texts, cell=texts)
keys = st.builds(CellKey, st.just("report"), st.just(""), st.sampled_from(UNITS), texts, texts)
carried = st.dictionaries(keys, st.builds(Answer, value=values, origin=origins), max_size=8)
rows = st.lists(st.tuples(st.sampled_from(UNITS), texts), min_size=1, max_size=8).map(tuple)


def bare(package):
    """The package as the stamp alone gives it."""
    return Package(
        scheme=package.scheme, stage_id=package.stage_id, recipient=package.recipient, issue=package.issue
    )


def issued(package):
    """The package with the terms that its workbook says itself."""
    return replace(package, terms=package.bound)


def through_json(data):
    """The data as they come back from a file."""
    return json.loads(json.dumps(data, ensure_ascii=False))


@pytest.fixture(scope="module")
def verification():
    """The packages of the verification."""
    records = [record_of(tiny.package(u), tiny.answers(u)) for u in UNITS]
    return {p.recipient: p for p in next_packages(tiny.scheme(), "verification", records)}


class TestFirstPackages:
    def test_one_a_unit(self):
        """Each unit of the stage's groups gets a package about itself, in the roster's order."""
        made = first_packages(tiny.scheme(), tiny.scheme().stage())
        assert [(u, (u,)) for u in UNITS] == [(p.recipient, p.subjects) for p in made]

    def test_rows_of_the_list(self):
        """Rows are printed for the group that has them."""
        made = [tiny.package(u).rows for u in ("hedong", "finance")]
        assert [{("report", "", "items"): tuple(("hedong", t) for t in ("t1", "t2", "t3"))}, {}] == made

    def test_not_of_a_later_stage(self):
        """A stage that is made from returns has no first packages."""
        with pytest.raises(TypeError):
            first_packages(tiny.scheme(), tiny.scheme().stage("verification"))


class TestBaseline:
    def test_of_a_first_stage(self):
        """What the blueprint prints is not repeated, but for what a workbook keeps when that changes."""
        terms = {"deadline": "2021-12-31", "contact": None}
        assert baseline(tiny.package("hedong")) == {"subjects": ["hedong"], "terms": terms, "layout": NOW}

    @pytest.mark.parametrize("unit", UNITS)
    def test_of_a_first_stage_comes_back(self, unit):
        """A first package is restored from stamp, baseline and blueprint."""
        package = tiny.package(unit)
        assert from_baseline(bare(package), through_json(baseline(package))) == issued(package)

    def test_of_a_later_stage_comes_back(self, verification):
        """Carried answers come back with their origin, and so does the plan."""
        for package in verification.values():
            restored = from_baseline(bare(package), through_json(baseline(package)))
            assert (restored, lay_out(restored)) == (issued(package), lay_out(package))

    def test_names_each_file_once(self, verification):
        """Answers name the file that they came from by its place in a list."""
        package = verification["panel"]
        files = {a.origin.file for a in package.carried.values() if a.origin}
        assert sorted(files) == [name for _, name in baseline(package)["files"]]

    @given(carried, rows)
    def test_whatever_is_carried_comes_back(self, answers, pairs):
        """Values of every kind, texts of every character and answers without origin survive."""
        package = replace(
            bare(tiny.package("hedong")),
            stage_id="verification",
            subjects=UNITS,
            rows={("report", "", "items"): pairs},
            carried=answers,
        )
        assert from_baseline(bare(package), through_json(baseline(package))) == issued(package)

    @pytest.mark.parametrize("part", ["subjects", "rows", "carried"])
    def test_what_is_not_said_is_nothing(self, verification, part):
        """A baseline of another version may lack a part: nothing of it was printed."""
        package = verification["finance"]
        data = through_json(baseline(package))
        del data[part]
        restored = from_baseline(bare(package), data)
        assert replace(issued(package), **{part: type(getattr(package, part))()}) == restored
        assert lay_out(restored).sheets

    def test_what_a_later_version_adds_is_passed_over(self, verification):
        """A part more, and entries that go on behind what is known, change nothing."""
        package = verification["finance"]
        data = through_json(baseline(package))
        data["files"] = [[*file, "later"] for file in data["files"]]
        data["carried"] = [[*entry, "later"] for entry in data["carried"]]
        data["rows"] = [
            [form, table, [[*pair, "later"] for pair in pairs], *(instance or [""]), "later"]
            for form, table, pairs, *instance in data["rows"]
        ]
        data["terms"] |= {"contact": {"phone": "1", "messenger": "2"}, "hour": 12}
        known = replace(package, terms=replace(package.bound, contact=Contact(phone="1")))
        assert known == from_baseline(bare(package), {**data, "colour": "red"})

    def test_files_that_are_named_are_there(self, verification):
        """An answer whose file is not in the list was not made here."""
        data = through_json(baseline(verification["finance"]))
        del data["files"]
        with pytest.raises(KeyError):
            from_baseline(bare(verification["finance"]), data)

    @pytest.mark.parametrize(
        ("part", "entry"),
        [
            ("rows", ["report"]),
            ("rows", ["report", "items", [["hedong"]]]),
            ("carried", 5),
            ("carried", ["report"]),
            ("carried", ["report", "", "hedong", "t1", "x", "d", "yesterday"]),
            ("carried", ["report", "", "hedong", "t1", "x", "n", "many"]),
            ("carried", ["report", "", "hedong", "t1", "x", "n", "NaN"]),
            ("carried", ["report", "", "hedong", "t1", "x", "t", "", 99, "表", "A1"]),
        ],
    )
    def test_what_is_no_part_of_one(self, verification, part, entry):
        """A baseline with something else in it is refused by one of four errors, by no other."""
        data = through_json(baseline(verification["finance"]))
        data[part].append(entry)
        with pytest.raises((KeyError, ValueError, TypeError, IndexError)):
            from_baseline(bare(verification["finance"]), data)

    @pytest.mark.parametrize("terms", [5, "x", {"deadline": "soon"}, {"contact": 5}, ["x"], None])
    def test_what_are_no_terms(self, terms):
        """Nor are terms believed that nobody could have written."""
        with pytest.raises((KeyError, ValueError, TypeError, IndexError)):
            from_baseline(bare(tiny.package("hedong")), {"subjects": ["hedong"], "terms": terms})


def test_stages_are_typed():
    """A package knows its stage."""
    assert isinstance(tiny.package("hedong").stage, Stage)


class TestMeasure:
    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("", 1),
            ("目标", 1),
            ("目标执行情况", 2),
            ("甲\n乙", 2),
            ("a" * 8, 1),
            ("a" * 30, 4),
            ("平发〔2022〕144号", 3),
        ],
    )
    def test_lines(self, text, lines):
        """Chinese characters take twice the room of Latin ones; line breaks count; figures stay whole."""
        assert lines == lines_needed(text, 11)

    def test_height_has_a_limit(self):
        """No row is higher than Excel allows."""
        assert height("长" * 5000, 10) == 409.0


def test_dates_and_numbers_are_told_apart(verification):
    """Carried values keep their kind."""
    kinds = {type(a.value) for p in verification.values() for a in p.carried.values()}
    assert {dt.date, Decimal, str, bool} <= kinds
