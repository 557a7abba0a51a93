"""Vetoes: what the office holds against a unit shows in total, award and reason, and is no new version."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpixl.blueprint import Awards, Level, Veto, digest, load_scheme
from kpixl.linter import lint_folder
from kpixl.merge import merge
from kpixl.scoring import deal
from kpixl.scoring.vetoes import reason, severest
from tests.support import produced, records

FIRST, SECOND = "优秀", "先进"
POLICY = Awards(group="g", levels=(Level(name=FIRST, count=1), Level(name=SECOND, count=2)), source="policy")
SCORED = ("xinhua-2021", "weidong-2021", "zibo-2022")
every_scheme = pytest.mark.parametrize("name", SCORED)


def veto(effect, unit="a", **more):
    """A veto of this effect."""
    return Veto(unit=unit, effect=effect, matter="发生较大安全事故", **more)


def levels(**more):
    """Who of a … e, scored 50 … 10, gets what."""
    scores = {unit: Decimal(50 - 10 * i) for i, unit in enumerate("abcde")}
    return deal(POLICY, scores, {u: u for u in scores}, **more)


class TestAwards:
    def test_who_is_barred_is_passed_over(self):
        """Those behind move up, so that no place is lost."""
        dealt = levels(barred={"a"})
        given = {u: a.level for u, a in dealt.awards.items()}
        assert {"a": None, "b": FIRST, "c": SECOND, "d": SECOND, "e": None} == given
        assert () == dealt.findings

    def test_reasons_name_the_rank_on_the_sheet(self):
        """The second is second, though it takes the first place that is dealt."""
        assert levels(barred={"a"}).awards["b"].reason.startswith("第2名")

    def test_who_is_lowered_gets_the_next_level(self):
        """Its place stays empty, and this is said."""
        dealt = levels(lowered={"a"})
        assert (SECOND, SECOND) == (dealt.awards["a"].level, dealt.awards["b"].level)
        assert [("U007", FIRST, 0)] == [(f.code, f.facts["level"], f.facts["given"]) for f in dealt.findings]

    def test_below_the_last_level_is_nothing(self):
        """The reason says so."""
        award = levels(lowered={"b"}).awards["b"]
        assert award.level is None
        assert award.reason.endswith("降一档后没有奖项")

    def test_who_has_no_award_is_not_lowered(self):
        """It stays where it is."""
        assert levels(lowered={"e"}).awards["e"] == levels().awards["e"]


class TestWords:
    def test_the_severest_counts(self):
        """Zero before no award before a lower one."""
        assert "zero" == severest([veto("lower_award"), veto("zero"), veto("no_award")])
        assert severest([]) is None

    def test_the_reason_names_every_matter_and_document(self):
        """As the score sheet prints it."""
        told = reason([veto("no_award", document="区安委〔2021〕3号"), veto("lower_award")])
        assert "一票否决（取消评优）：发生较大安全事故（区安委〔2021〕3号）；发生较大安全事故" == told


def vetoed(scheme, *vetoes):
    """The scheme with these vetoes."""
    return scheme.model_copy(update={"head": scheme.head.model_copy(update={"vetoes": vetoes})})


def test_a_veto_makes_no_new_version():
    """What was issued before it is still the current issue."""
    scheme = load_scheme(produced.SCHEMES[0])
    assert digest(scheme) == digest(vetoed(scheme, veto("zero")))


def test_a_veto_of_nobody_is_a_lint_error(tmp_path):
    """With the place in the file."""
    folder = tmp_path / "blueprints" / "xinhua-2021"
    source = Path(__file__).parents[1] / "blueprints" / "xinhua-2021"
    folder.mkdir(parents=True)
    for path in source.glob("*.*"):
        (folder / path.name).write_bytes(path.read_bytes())
    head = folder / "scheme.yaml"
    text = head.read_text(encoding="utf-8")
    line = len(text.splitlines()) + 2
    head.write_text(text + "\nvetoes:\n  - {unit: jiaodain, effect: zero, matter: 事故}\n", encoding="utf-8")
    errors = [f for f in lint_folder(folder)[1] if f.code == "B058"]
    assert [("scheme.yaml", line + 1)] == [(Path(f.where.path or "").name, f.where.line) for f in errors]


def made(name, effect):
    """The merged workbook of a scheme in which the best unit is vetoed; that unit's id."""
    folder = next(f for f in produced.SCHEMES if f.name == name)
    scheme = produced.scheme_of(folder)
    assert scheme.head.scoring is not None
    stage = scheme.head.scoring.stage
    done = produced.made(folder, stage)
    best = next(u for u in done.merged.units if u.rank == 1)
    scheme = vetoed(scheme, veto(effect, best.id, document="区安委〔2021〕3号"))
    result = records.checked(scheme, stage, done.records)
    return best, merge(scheme, result, validator=produced.validator(folder))


def shown(merged, unit):
    """The row of a unit on the score sheet that lists it, by the texts of the head."""
    book = load_workbook(BytesIO(merged.data), data_only=True)
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        head = next((row for row in rows if "一票否决" in row), None)
        found = [row for row in rows if head and unit.name in row]
        if head and found:
            return dict(zip(head, found[0], strict=True))
    raise AssertionError(unit.name)


class TestScoreSheet:
    @every_scheme
    def test_zero_is_zero_and_last(self, name):
        """The best unit comes out with no points and the last rank of its group."""
        best, merged = made(name, "zero")
        now = next(u for u in merged.units if u.id == best.id)
        others = [u.rank for u in merged.units if u.group == best.group and u.rank]
        assert (Decimal(0), None, "得零分") == (now.score, now.award, now.veto)
        assert max(others) == now.rank
        assert "区安委〔2021〕3号" in now.reason

    @every_scheme
    def test_no_award_keeps_score_and_rank(self, name):
        """Only the award goes."""
        best, merged = made(name, "no_award")
        now = next(u for u in merged.units if u.id == best.id)
        assert (best.score, best.rank, None) == (now.score, now.rank, now.award)

    @every_scheme
    def test_merging_says_it(self, name):
        """A note names unit, effect and matter, in both languages."""
        best, merged = made(name, "zero")
        told = [f for f in merged.findings if f.code == "U014"]
        assert [best.id] == [f.where.subject for f in told]
        assert "得零分：发生较大安全事故" in told[0].message("zh")
        assert "the total is zero" in told[0].message("en")

    @pytest.mark.slow
    def test_the_list_shows_it(self):
        """In a column of its own, beside the total."""
        best, merged = made("weidong-2021", "zero")
        row = shown(merged, best)
        assert (0, "得零分") == (row["合计"], row["一票否决"])

    @every_scheme
    def test_libreoffice_computes_the_same(self, name, office, tmp_path):
        """The zero is a formula that looks at the veto's cell."""
        path = tmp_path / "merged.xlsx"
        path.write_bytes(made(name, "zero")[1].data)
        assert [] == office.recalc(path).differences
