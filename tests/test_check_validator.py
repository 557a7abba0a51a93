"""The validators file: what it registers, what its checks find and where, how its own mistakes are told."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.typing import Series

from kpixl.check import Frames, Validator, ValidatorError, breach, listed, load_validator, plain, roster
from kpixl.check.gates import stacked
from kpixl.check.validator import running
from kpixl.refusal import RefusedError
from kpixl.returns import Cells, Entries
from kpixl.words import Words
from tests.support import projects, tiny
from tests.support.tiny import answered, report

ITEMS = "report.items"
LOW = breach(
    at="spent",
    zh="{subject_name}只用了{spent}",
    en="{subject_name} spent {spent}",
    todo=Words("核对", "check"),
)


def frames(*records, numbers="decimal"):
    """The frames of these returns, by default of one that is right."""
    return Frames(stacked(tiny.scheme(), records or [answered("hedong", {})]), numbers)


def found(register, *records):
    """What a validator finds in these returns. register: hands it a check."""
    validator = Validator("tiny")
    register(validator)
    return list(validator.findings(frames(*records), tiny.scheme()))


def schema(*checks, **columns):
    """A validator's registration of a schema of the report's items."""
    return lambda v: v.schema(ITEMS)(pa.DataFrameSchema(columns, list(checks)))


def failing(frame, scheme):  # noqa: ARG001 - a check is given both
    """A check that fails."""
    return frame["nothing"]


class TestFrames:
    """What the checks of a validators file see."""

    def test_each_type_has_its_own(self):
        """Figures are exact, days datetime64, 是/否 boolean, texts string."""
        made = frames()[ITEMS]
        assert ["object", "datetime64[us]", "boolean", "string"] == [
            str(made[c].dtype) for c in ("claimed", "day", "quantified", "row")
        ]
        assert [Decimal("0.05"), pd.Timestamp(dt.date(2021, 5, 17)), True] == [
            made[c].iloc[0] for c in ("claimed", "day", "quantified")
        ]

    def test_figures_may_be_floats(self):
        """A file that says so gets Float64."""
        assert pd.Float64Dtype() == frames(numbers="float")[ITEMS]["spent"].dtype

    def test_where_a_column_stands_is_asked_of_that_column(self, monkeypatch):
        """No entry is made for it, and no other column looked for."""
        made, line = frames(), Cells.line
        asked: list[str] = []

        def counted(cells, column):
            asked.append(column)
            return line(cells, column)

        monkeypatch.setattr(Cells, "line", counted)
        monkeypatch.setattr(Entries, "entry", lambda _entries, number: asked.append(f"entry {number}"))
        made.told(ITEMS, "claimed")
        assert ["claimed"] * len(made[ITEMS]) == asked

    def test_what_is_not_valid_is_blank(self):
        """An entry that is no day is NA among the days, its cell known all the same."""
        record = answered("hedong", {report("hedong", "t1", "day"): "五月"})
        of = frames(record)
        assert of[ITEMS]["day"].isna().iloc[0]
        assert of.rows(ITEMS)[0].cells["day"].cell == of.cells(ITEMS)["day"].iloc[0]

    def test_one_that_nobody_returned_is_empty(self):
        """With its columns, so that what is asked of it comes out empty too."""
        made = Frames(stacked(tiny.scheme(), []))[ITEMS]
        assert (0, True) == (len(made), {"subject", "spent"} <= {*made.columns})

    def test_a_check_that_changes_its_frame_changes_it_for_itself(self):
        """The next one sees what was returned."""
        of = frames()
        changed = of[ITEMS]
        changed["spent"] = 0
        assert 0 not in set(of[ITEMS]["spent"])

    def test_lists_and_roster(self):
        """They are frames by id, to join with."""
        scheme = projects.scheme()
        assert [i["name"] for i in scheme.lists["projects"].items] == list(listed(scheme, "projects")["name"])
        assert [u.name for u in scheme.roster.units] == list(roster(scheme)["name"])


class TestSchemas:
    """pandera's failure cases are findings at cells."""

    @property
    def little(self):
        """The record of a unit that spent next to nothing."""
        return answered("hedong", {report("hedong", "t1", "spent"): Decimal("9.50")})

    def test_a_column(self):
        """A check of a column points to the cell that fails, in the check's words."""
        check = pa.Check(lambda spent: spent >= 10, error=LOW)
        (one,) = found(schema(spent=pa.Column(object, check, nullable=True)), self.little)
        cell = frames(self.little).cells(ITEMS)["spent"].iloc[0]
        assert ("C901", cell, "9.5") == (one.code, one.where.cell, one.value)
        assert ("河东镇只用了9.5。", "核对") == (one.message("zh"), one.remedy("zh"))
        assert ("河东镇 spent 9.5.", "check") == (one.message("en"), one.remedy("en"))

    def test_rows(self):
        """A check of the whole frame is told once a row, at the column that it names if it is filled."""
        check = pa.Check(lambda frame: frame["spent"] >= 10, error=LOW)
        assert ["spent"] == [f.where.field for f in found(schema(check), self.little)]

    def test_the_whole(self):
        """A check with one answer for all rows is told once, at no cell."""
        check = pa.Check(
            lambda frame: bool(frame["spent"].sum() > 10**9), error=breach(at="spent", zh="太少")
        )
        (one,) = found(schema(check))
        assert ("report", "spent", None) == (one.where.form, one.where.field, one.where.cell)

    def test_groups(self):
        """A check of groups sees the rows of each together."""
        check = pa.Check(
            lambda of: all(spent.sum() > 10**9 for spent in of.values()), groupby="subject", error=LOW
        )
        columns = {"subject": pa.Column(pd.StringDtype), "spent": pa.Column(object, check, nullable=True)}
        assert 1 == len(found(schema(**columns)))

    def test_a_model(self):
        """A DataFrameModel does the same; what its parser adds may be named in the words."""

        class Items(pa.DataFrameModel):
            row: Series[pd.StringDtype]

            @pa.dataframe_parser
            @classmethod
            def doubled(cls, frame):
                return frame.assign(twice=frame["spent"] * 2)

            @pa.dataframe_check(error=breach(at="spent", zh="两倍是{twice}"))
            @classmethod
            def enough(cls, frame):
                return frame["twice"] >= 20

        assert ["两倍是19。"] == [f.message() for f in found(lambda v: v.schema(ITEMS)(Items), self.little)]

    def test_a_schema_of_the_scheme(self):
        """A function makes the schema of what the scheme says."""

        def made(scheme):
            return pa.DataFrameSchema(
                checks=pa.Check(lambda f: f["unit"] != scheme.roster.units[0].id, error=LOW)
            )

        assert {"hedong"} == {f.where.unit for f in found(lambda v: v.schema(ITEMS)(made), self.little)}

    def test_a_blank_that_may_not_be(self):
        """It is R001 at its cell; a wrong entry has a finding of its own and is not told again."""
        wrong, blank = report("hedong", "t1", "day"), report("hedong", "t2", "day")
        told = found(
            schema(day=pa.Column("datetime64[us]")), answered("hedong", {wrong: "五月", blank: None})
        )
        assert [("R001", "t2"), ("R001", "t3")] == [(f.code, f.where.row) for f in told]


class TestRows:
    """Rows as they are, without a frame."""

    @staticmethod
    def told(made, scheme):
        """The rows that claim more than they spent, with where that stands."""
        for row in made.rows(ITEMS):
            if row.value("spent") is not None and row.value("spent") < 10:
                yield row, {"there": row.told("spent"), "names": scheme.roster.names[row.subject]}

    def test_they_are_told_at_their_cells(self):
        """In the check's words, which may name what the row says, its cell, and what the check adds."""
        said = breach(at="spent", zh="{names}（{subject_name}）的{entry.label}是{spent}：{there}")
        little = answered("hedong", {report("hedong", "t1", "spent"): Decimal("9.50")})
        (one,) = found(lambda v: v.rows(said)(self.told), little)
        row = frames(little).rows(ITEMS)[0]
        place = f"{row.file} {row.sheet}!{one.where.cell}"
        label = row.cells["spent"].label
        assert (f"河东镇（河东镇）的{label}是9.5：{place}。", "9.5") == (one.message("zh"), one.value)

    def test_what_one_says_is_what_its_frame_has(self):
        """Under the same columns the same plain values."""
        made = frames()
        assert plain(made[ITEMS]) == [made.plain(row) for row in made.rows(ITEMS)]


class TestMistakes:
    """What is wrong with the file itself is told as that, with its line."""

    def test_a_failing_check(self):
        """File, line, function and what went wrong, in both languages."""
        with pytest.raises(ValidatorError) as refused:
            found(lambda v: v.frame(ITEMS, LOW)(failing))
        line = failing.__code__.co_firstlineno + 2
        assert (
            f"test_check_validator.py 第{line}行（函数 failing）运行出错：KeyError: 'nothing'"
            == refused.value.words["zh"]
        )
        assert f"test_check_validator.py, line {line} (function failing) failed: KeyError: 'nothing'" == str(
            refused.value
        )

    def test_a_check_of_a_model_that_raises(self):
        """Pandera takes the exception for a failure of the data; its line is told all the same."""

        class Items(pa.DataFrameModel):
            @pa.dataframe_check(error=LOW)
            @classmethod
            def broken(cls, frame):
                return 1 / 0 > len(frame)

        with pytest.raises(ValidatorError, match=r"line \d\d+ \(function Items\) failed: ZeroDivisionError"):
            found(lambda v: v.schema(ITEMS)(Items))

    def test_a_column_that_the_form_does_not_have(self):
        """It is the file's mistake, no finding."""
        with pytest.raises(ValidatorError, match="nothing"):
            found(schema(nothing=pa.Column(object)))

    def test_a_check_without_words(self):
        """What a failure is told as must be said."""
        with pytest.raises(RefusedError, match="breach"):
            found(schema(pa.Check(lambda frame: frame["spent"] >= 10**9)))

    def test_a_table_that_the_blueprint_does_not_have(self):
        """A slip in its name does not pass as a table that nobody returned."""
        with pytest.raises(ValidatorError, match=r"report\.item"):
            found(lambda v: v.frame("report.item", LOW)(failing))


def test_a_check_of_a_form_that_nobody_returned_does_not_run():
    """A form that nobody returned is not judged."""
    validator = Validator("tiny")
    validator.frame(ITEMS, LOW)(failing)
    assert [] == list(validator.findings(Frames(stacked(tiny.scheme(), [])), tiny.scheme()))


def test_a_refusal_stays_what_it_is():
    """What a function itself refuses is not wrapped again."""
    with pytest.raises(RefusedError, match=r"^no$"), running(failing):
        raise RefusedError("不行", "no")


def test_sheets_stand_in_the_order_of_the_file():
    """Each function with the title that it was given."""
    validator = load_validator(projects.CASES / "validators", "projects")
    assert validator is not None
    assert [("项目金额汇总表", "amounts")] == [(title, maker.__name__) for title, maker in validator.sheets]


@pytest.mark.parametrize("text", ["1 / 0\n", "validator = None\n"], ids=["fails", "defines none"])
def test_a_file_that_cannot_be_used(tmp_path, text):
    """It is told which file and why."""
    (tmp_path / "projects.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValidatorError, match=r"projects\.py"):
        load_validator(tmp_path, "projects")
