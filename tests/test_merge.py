"""Merge: accepted returns to a score sheet that can be recomputed, defended and traced."""

import datetime as dt
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpixl.blueprint import load_scheme
from kpixl.check.result import FileResult
from kpixl.check.validator import Validator
from kpixl.findings import Location, found
from kpixl.merge import merge
from kpixl.returns import Entries
from kpixl.scoring import COLUMNS, ScoreError, item_scores
from tests.support.records import checked, self_checks, verifications

pytestmark = pytest.mark.slow  # a whole reference scheme

BLUEPRINT = Path(__file__).parents[1] / "blueprints" / "xinhua-2021"
UNITS = ("commerce", "ecology", "petitions")
MATRIX, LIST, DETAIL = "附件1", "区政府部门", "附件2明细"


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(BLUEPRINT)


@pytest.fixture(scope="module")
def before(scheme):
    """Self-checks of all towns and three departments."""
    return self_checks(scheme, [u.id for u in scheme.roster.of("towns")] + list(UNITS))


@pytest.fixture(scope="module")
def returns(scheme, before):
    """All verification returns about them, with bonuses and deductions."""
    return verifications(scheme, before, seed=1)


@pytest.fixture(scope="module")
def merged(scheme, returns):
    """They merged."""
    return merge(scheme, checked(scheme, "verification", returns), validator=None)


BAD = FileResult(
    path="returns/坏.xlsx",
    given="returns/坏.xlsx",
    sha256="f" * 64,
    status="rejected",
    findings=(found("I001"),),
)
WARNING = found("U009", where=Location(unit="commerce", path="returns/商务局.xlsx"))


@pytest.fixture(scope="module")
def gapped(scheme, returns):
    """What is merged in the middle: a verifier is missing, a return has a warning, a file cannot be read."""
    given = without(returns, "ecology")
    result = checked(
        scheme, "verification", given, missing=("ecology",), findings=(found("U002", kept="甲"),)
    )
    files = tuple(replace(f, findings=(WARNING,)) if f.unit == "commerce" else f for f in result.files)
    result = replace(result, files=(*files, BAD))
    return merge(scheme, result, validator=None, as_of=dt.date(2022, 2, 16))


@pytest.fixture(scope="module")
def commerce(returns):
    """One of the returns."""
    return [r for r in returns if r.stamp.recipient == "commerce"]


@pytest.fixture(scope="module")
def values(merged):
    """The workbook as a person sees it."""
    return load_workbook(BytesIO(merged.data), data_only=True)


@pytest.fixture(scope="module")
def formulas(merged):
    """The workbook with its formulas."""
    return load_workbook(BytesIO(merged.data))


def table(book, sheet, key_label):
    """The rows of a sheet below the head that holds a label, as dictionaries by its labels."""
    rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    at = next(i for i, row in enumerate(rows) if key_label in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def texts(book, sheet):
    """All texts and figures of a sheet."""
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


def by_id(merged):
    """The standings by unit."""
    return {u.id: u for u in merged.units}


def remade(scheme, records, **more):
    """Merge these records; more goes to the check's result."""
    return merge(scheme, checked(scheme, "verification", records, **more), validator=None)


def without(records, *recipients):
    """The records of other recipients."""
    return [r for r in records if r.stamp.recipient not in recipients]


def with_answer(record, column, value, *, subject, row):
    """The record with another answer in one cell."""
    entries = Entries.of(
        e._replace(value=value, text=str(value))
        if (e.key.column, e.key.subject, e.key.row) == (column, subject, row)
        else e
        for e in record.entries
    )
    return replace(record, entries=entries)


class TestScoreSheet:
    """附件1 and the departments' list."""

    def test_every_sheet_is_there(self, values):
        """Score sheets first, then what they rest on, then the office's own forms."""
        rest = ["附件3明细", "回收情况", "问题", "来源", "附件5", "附件6"]
        expected = [MATRIX, LIST, "图表", "图表数据", DETAIL, *rest]

        assert expected == values.sheetnames

    def test_the_published_head(self, scheme, values):
        """Numbers, names and points of the 20 targets, then the additions."""
        rows = [[c.value for c in row if c.value is not None] for row in values[MATRIX].iter_rows()]
        items = scheme.lists["targets"].items
        numbers = next(i for i, row in enumerate(rows) if row[:2] and 20 in row)

        assert [*range(1, 21), "合计", "得分率", "名次", "奖项", "一票否决", "评定依据"] == rows[numbers][1:]
        assert [i["name"] for i in items] == rows[numbers + 1][1:]
        assert ["分值", *(i["points"] for i in items), 100] == rows[numbers + 2][1:]

    def test_towns_by_their_print_names(self, scheme, values):
        """The rows are the 11 towns under their short names, in the published order."""
        column = [row[2].value for row in values[MATRIX].iter_rows()]
        names = [u.short for u in scheme.roster.of("towns")]

        assert names == [name for name in column if name in names]

    def test_the_sheet_shows_the_standings(self, scheme, merged, values):
        """Total, rate, rank and award of each town are those that the program reports."""
        shown = {row[2].value: [c.value for c in row[23:29]] for row in values[MATRIX].iter_rows()}

        for unit in scheme.roster.of("towns"):
            s = by_id(merged)[unit.id]
            total, rate, rank, award, _veto, reason = shown[unit.short]
            figures = (Decimal(str(total)), Decimal(str(rate)), rank)

            assert (figures, award, reason) == ((s.score, s.rate, s.rank), s.award, s.reason)

    def test_the_departments_list(self, merged, values):
        """The same for departments, with the number and the points of their own items."""
        shown = {row["单位"]: row for row in table(values, LIST, "奖项")}
        s, row = by_id(merged)["commerce"], shown["商务局"]

        assert (4, 100, float(s.score), s.rank, s.award) == tuple(
            row[label] for label in ("项目数", "分值", "合计", "名次", "奖项")
        )

    def test_every_score_is_live(self, formulas):
        """Each of the 220 scores refers to its row of the detail, and is a link to it."""
        cells = [
            c
            for row in formulas[MATRIX].iter_rows(min_col=4, max_col=23)
            for c in row
            if isinstance(c.value, str) and c.value.startswith("=IF(ISNUMBER")
        ]

        assert 220 == len(cells)
        assert all(f"{DETAIL}!" in c.value and c.hyperlink.location.startswith(f"'{DETAIL}'!") for c in cells)

    def test_all_returned_units_are_ranked(self, scheme, merged):
        """11 towns and the 3 departments that have returned, each group from 1."""
        ranks = {
            g: sorted(u.rank for u in merged.units if u.group == g and u.rank)
            for g in ("towns", "departments")
        }

        assert ({1, 3}, 11) == ({min(ranks["towns"]), len(ranks["departments"])}, len(ranks["towns"]))

    def test_nothing_is_to_be_filled_in(self, merged):
        """No cell is unlocked and no sheet is protected: it is read, sorted and copied from."""
        with zipfile.ZipFile(BytesIO(merged.data)) as parts:
            styles = parts.read("xl/styles.xml").decode()
            sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]

        assert 'locked="0"' not in styles
        assert not [s for s in sheets if "sheetProtection" in s]

    def test_same_inputs_same_bytes(self, scheme, returns, merged):
        """Whatever the order in which the returns were read."""
        assert merged.data == remade(scheme, returns[::-1]).data


class TestRecalculation:
    """A real spreadsheet program on the score sheet."""

    def test_it_agrees(self, office, merged, tmp_path):
        """Every cached value is the one that it computes."""
        path = tmp_path / "score.xlsx"
        path.write_bytes(merged.data)
        recalculated = office.recalc(path)

        assert len(recalculated.cells) > 400
        assert [] == recalculated.differences

    def test_it_agrees_on_gaps(self, office, scheme, returns, tmp_path):
        """Nor where scores, and with them totals and ranks, are missing."""
        path = tmp_path / "score.xlsx"
        path.write_bytes(remade(scheme, without(returns, "ecology", "appraisal-group")).data)

        assert [] == office.recalc(path).differences

    def test_a_changed_score_moves_the_total(self, office, scheme, merged, formulas, tmp_path):
        """A deduction typed into the detail reaches score, total and rank: the formulas are alive."""
        path, changed = tmp_path / "score.xlsx", tmp_path / "changed.xlsx"
        path.write_bytes(merged.data)
        head = next(c for row in formulas[DETAIL].iter_rows() for c in row if c.value == "减分")
        first = next(r for r in range(head.row + 1, 30) if formulas[DETAIL].cell(r, head.column - 1).row and
                     formulas[DETAIL].cell(r, 3).value == "焦店镇")  # fmt: skip
        cell = formulas[DETAIL].cell(first, head.column).coordinate
        office.edit(path, changed, [{"do": "set", "sheet": DETAIL, "cell": cell, "value": 12}])
        shown = {r[2].value: r for r in load_workbook(changed, data_only=True)[MATRIX].iter_rows()}["焦店镇"]

        assert float(by_id(merged)["jiaodian"].score) - 5 > float(str(shown[23].value))
        assert 11 == shown[25].value


class TestGaps:
    """What is missing, disputed or tied."""

    def test_without_a_verifier_no_total(self, gapped):
        """A town that lacks two targets has no total, rank or award, and the finding names both."""
        town = by_id(gapped)["jiaodian"]
        finding = next(f for f in gapped.findings if f.where.subject == "jiaodian")

        assert (None, None, None) == (town.score, town.rank, town.award)
        assert (
            "U006",
            "“焦店镇政府”没有得分：缺环境保护工作目标、无重特大环境污染事故（共2项）的得分。",
        ) == (
            finding.code,
            finding.message(),
        )

    def test_no_returns_at_all(self, scheme):
        """Nothing accepted still gives a workbook, with every unit in it and without scores."""
        made = remade(scheme, [], missing=("commerce",))

        assert (48, {None}) == (len(made.units), {u.score for u in made.units})
        assert "未报回" in texts(load_workbook(BytesIO(made.data)), "回收情况")

    def test_a_tie_at_the_last_place(self, scheme, before):
        """Two towns are level for the last place of an award: neither gets it, and a finding lists them."""
        changes = {("jiaodian", "t01"): "2", ("zhongxinglu", "t01"): "1", ("kuanggonglu", "t01"): "1"}
        made = remade(scheme, verifications(scheme, before, changes))
        tie = next(f for f in made.findings if f.code == "U005" and f.facts["level"] == "优秀单位")
        awards = {u.id: u.award for u in made.units}

        assert ["优秀单位", None, None] == [awards[u] for u in ("jiaodian", "zhongxinglu", "kuanggonglu")]
        assert ("中兴路街道办事处、矿工路街道办事处", 1) == (tie.facts["names"], tie.facts["places"])

    def test_two_verdicts_on_one_item(self, scheme, returns):
        """Neither counts: the town has no total and the detail no score in that row."""
        one = next(r for r in returns if r.stamp.recipient == "industry-information")
        other = with_answer(one, "score", Decimal("1.23"), subject="jiaodian", row="t03")
        stamp = replace(one.stamp, recipient="commerce")
        made = remade(
            scheme, [*without(returns, "commerce"), replace(other, name="另一份.xlsx", stamp=stamp)]
        )

        assert by_id(made)["jiaodian"].score is None
        assert "U008" in {f.code for f in made.findings if f.where.subject == "jiaodian"}

    def test_simulated_returns_are_marked(self, scheme):
        """Every title says so, and a finding does."""
        made = remade(scheme, verifications(scheme, self_checks(scheme, ["commerce"], simulated="random")))
        book = load_workbook(BytesIO(made.data))

        assert "U004" in {f.code for f in made.findings}
        assert 1 == len([t for t in texts(book, MATRIX) if t.endswith("评分一览表（模拟数据）")])

    def test_real_returns_are_not_marked(self, merged, values):
        """Without simulated ones neither mark nor finding."""
        assert "U004" not in {f.code for f in merged.findings}
        assert [] == [t for t in texts(values, MATRIX) if "模拟" in t]


class TestRegisters:
    """What stands behind the score sheet."""

    def test_the_origin_of_a_figure(self, returns, values):
        """A bonus knows its file, digest, sheet and cell."""
        record = next(r for r in returns if r.stamp.recipient == "commerce")
        entry = next(e for e in record.entries if e.key[2:] == ("jiaodian", "t04", "score"))
        row = next(
            r
            for r in table(values, "来源", "SHA-256")
            if (r["单位"], r["项目"], r["栏目"]) == ("焦店镇", "社会消费品零售总额", "实际得分")
        )

        assert (float(entry.value), record.name, entry.sheet, entry.cell, record.sha256) == (
            row["数值"],
            row["文件"],
            row["工作表"],
            row["单元格"],
            row["SHA-256"],
        )

    def test_links_lead_to_the_returned_cell(self, formulas):
        """The file's name opens the returned workbook at that cell."""
        sheet = formulas["来源"]
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == "returns/商务局.xlsx")

        assert ("returns/商务局.xlsx", f"'附件2'!{cell.offset(0, 2).value}") == (
            cell.hyperlink.target,
            cell.hyperlink.location,
        )

    def test_links_by_where_the_files_are(self, scheme, commerce):
        """A caller who knows the way from the score sheet to the files says it."""
        result = checked(scheme, "verification", commerce)
        made = merge(scheme, result, validator=None, paths={"returns/商务局.xlsx": "../in/商务局.xlsx"})
        with zipfile.ZipFile(BytesIO(made.data)) as parts:
            links = [parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml.rels")]

        assert any('Target="../in/商务局.xlsx"' in part for part in links)

    def test_members_of_a_zip_have_no_link(self, scheme, commerce):
        """No program opens a file within a zip by a link."""
        zipped = [replace(r, name=f"all.zip!{r.name}") for r in commerce]
        with zipfile.ZipFile(BytesIO(remade(scheme, zipped).data)) as parts:
            links = [parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml.rels")]

        assert [] == [part for part in links if "all.zip" in part]

    def test_who_returned_what(self, gapped):
        """Each file with its status and counts, each missing unit, and the day."""
        book = load_workbook(BytesIO(gapped.data))
        rows = {
            r["文件"] or r["单位"]: (r["状态"], r["错误"], r["警告"]) for r in table(book, "回收情况", "状态")
        }

        assert [("已接收", 0, 1), ("退回", 1, 0), ("未报回", None, None)] == [
            rows[k] for k in ("returns/商务局.xlsx", "returns/坏.xlsx", "生态环境保护局")
        ]
        assert "截至2022年2月16日，已接收9份，退回1份，未报回1个单位" in texts(book, "回收情况")

    def test_all_findings_are_listed(self, gapped):
        """Those of files, those on several files and those of merging itself, with message and remedy."""
        rows = table(load_workbook(BytesIO(gapped.data)), "问题", "代码")
        of_files = [f.code for f in (WARNING, *BAD.findings)]

        assert [*of_files, "U002", *(f.code for f in gapped.findings)] == [r["代码"] for r in rows]
        assert ("提示", "与“甲”是同一个文件，只计一次。", "不用处理。") == tuple(
            rows[len(of_files)][k] for k in ("级别", "问题", "怎样处理")
        )


class TestHostileTexts:
    """What a return says stays text."""

    TEXTS = "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "<r>粗</r>", "http://example.org/", "x" * 5000, "a\x01b"

    @pytest.fixture(scope="class")
    @classmethod
    def detail(cls, scheme):
        """The cells of the detail of a unit that says such a thing about each of its items."""
        about = self_checks(scheme, ["commerce"], items=len(cls.TEXTS))
        (record,) = [r for r in verifications(scheme, about) if r.entries]
        for row, text in enumerate(cls.TEXTS, 1):
            record = with_answer(record, "remark", text, subject="commerce", row=str(row))
        made = load_workbook(BytesIO(remade(scheme, [record]).data))
        return [cell for row in made[DETAIL].iter_rows() for cell in row]

    @pytest.mark.parametrize("text", TEXTS)
    def test_a_text_is_never_a_formula(self, detail, text):
        """Nor markup, nor a link; a long one does not stop the merge."""
        cells = [c for c in detail if c.value == text.replace("\x01", "_x0001_")]

        assert ["s"] == [c.data_type for c in cells]
        assert [None] == [c.hyperlink for c in cells]


class TestValidatorsScores:
    """A scheme's own scoring."""

    def capped(self):
        """A validator that counts no item with more than its points."""
        validator = Validator("xinhua-2021")

        @validator.score
        def score(frames, _scheme):
            made = item_scores(frames)
            made["score"] = [min(s, p) for s, p in zip(made["score"], made["points"], strict=True)]
            return made

        return validator

    @pytest.fixture(scope="class")
    @classmethod
    def made(cls, scheme, returns):
        """Merged once for the class."""
        return merge(scheme, checked(scheme, "verification", returns), validator=cls().capped())

    def test_it_counts(self, made):
        """No town has more than its 100 points."""
        assert all(u.score <= 100 for u in made.units if u.score is not None)

    def test_it_stands_beside_the_forms_own_figure(self, made):
        """The detail shows what counts, marked as an addition, where it is not what the form computes."""
        head = texts(load_workbook(BytesIO(made.data)), DETAIL)

        assert "计入得分" in head

    def test_the_sheet_is_computed_from_it(self, office, made, tmp_path):
        """The score sheet's formulas take what counts, and a spreadsheet program agrees."""
        path = tmp_path / "score.xlsx"
        path.write_bytes(made.data)

        assert [] == office.recalc(path).differences

    def test_scores_of_nothing_are_refused(self, scheme, returns):
        """A score for what nobody returned cannot be shown: nothing is ranked by it."""
        validator = Validator("xinhua-2021")
        ecology = [i["id"] for i in scheme.lists["targets"].items if i.get("verifier") == "ecology"]

        @validator.score
        def score(frames, _scheme):
            made = item_scores(frames)
            extra = [
                {"unit": "jiaodian", "item": i, "points": Decimal(1), "score": Decimal(1)} for i in ecology
            ]
            return pd.concat([made, pd.DataFrame(extra, columns=list(COLUMNS), dtype=object)])

        with pytest.raises(ScoreError, match="jiaodian"):
            merge(scheme, checked(scheme, "verification", without(returns, "ecology")), validator=validator)


class TestOtherStages:
    """A stage without scores."""

    @pytest.fixture(scope="class")
    @classmethod
    def made(cls, scheme, before):
        """Merged once for the class."""
        return merge(scheme, checked(scheme, "self-check", before), validator=None)

    @pytest.fixture(scope="class")
    @classmethod
    def book(cls, made):
        """The workbook of it."""
        return load_workbook(BytesIO(made.data))

    def test_the_answers_are_stacked(self, book):
        """One row a unit and item that was filled in, under the form's own head."""
        rows = table(book, DETAIL, "责任书项目")
        filled = [r for r in rows if r["责任书项目"]]

        assert 11 * 20 + 3 * 4 == len(filled)

    def test_no_unit_is_ranked(self, made):
        """All 48 units stand without score."""
        assert (48, {(None, None, None)}) == (
            len(made.units),
            {(u.score, u.rank, u.award) for u in made.units},
        )

    def test_percentages_look_like_percentages(self, book):
        """A type that depends on the row is shown as the row had it."""
        cell = next(c for row in book[DETAIL].iter_rows() for c in row if c.value == 0.05)

        assert "0.00%" == cell.number_format
