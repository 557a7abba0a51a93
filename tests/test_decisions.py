"""Decisions: what the office decides is an argument of a check, and shows wherever it holds."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kpixl.blueprint import Awards, Level
from kpixl.check import check
from kpixl.decisions import Decision, Decisions, cell_of, read_decisions, settled, told, written
from kpixl.refusal import RefusedError
from kpixl.returns import Reader, discover
from kpixl.scoring import Settled, deal
from kpixl.words import LANGS
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.tiny import KEY, report
from tests.test_recognise import no_unit_is_named

CASES = Cases()
CASES.add("I021", "nobody could tell whose a file is")
CASES.add("U020", "an earlier return is named")
CASES.add("U021", "the file or cell that is named is not there")
CASES.add("U023", "an award for a unit that ties for nothing")
CASES.add("U022", "a disputed figure is decided")
STAGE = "self-check"
DAY = dt.date(2022, 1, 5)
SPENT = report("hexi", "t1", "spent")
OVERSPENT = {SPENT: Decimal(200)}
MADE = TypeAdapter(Decision)
SAID = {"by": "考核办", "on": "2022-01-04", "reason": "区政府同意"}
FIGURE = {"stage": STAGE, "form": "report", "subject": "hexi", "row": "t1", "field": "spent"}


def decision(kind, **more):
    """A decision of a kind."""
    return MADE.validate_python({"kind": kind, **SAID, **more})


def checked(folder, *decisions, day=DAY):
    """The check of a folder with decisions."""
    reader = Reader(scheme=tiny.scheme(), key=KEY)
    return check(
        tiny.scheme(),
        discover([folder]),
        reader=reader,
        stage=STAGE,
        as_of=day,
        decisions=Decisions(decisions),
    )


def codes(result):
    """The codes of all findings."""
    return {f.code for f in result.all_findings}


@pytest.fixture
def folder(tmp_path):
    """A return that overspends and one that does not."""
    (tmp_path / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (tmp_path / "河东镇.xlsx").write_bytes(tiny.built("hedong").data)
    return tmp_path


EVERY = (
    decision("veto", unit="hexi", effect="zero", document="政办发〔2022〕5号"),
    decision("waiver", unit="hexi", rule="within_budget", until="2022-01-31"),
    decision("extension", unit="hexi", stage=STAGE, until="2022-01-31"),
    decision("excuse", unit="finance", stage=STAGE),
    decision("counting", unit="hexi", stage=STAGE, file="0" * 64),
    decision("assignment", unit="hexi", file="1" * 64),
    decision("figure", unit="hexi", value="80", raised_by="河西镇", **FIGURE),
)

TEXTS = st.one_of(
    st.sampled_from(
        ("", "1e3", "0o17", "0x1F", "yes", "~", "null", "2022-01-04", "1_000", ".5", "- a", "{}", "#")
    ),
    st.text(st.characters(exclude_categories=["C"]), max_size=20),
)
_EXCUSED = (
    "scheme: tiny\ndecisions: [{{kind: excuse, unit: {}, stage: {}, by: a, on: 2022-01-04, reason: b}}]\n"
)


class TestFile:
    def test_what_is_written_is_read_again(self, tmp_path):
        """Every kind, as it was."""
        file = tmp_path / "decisions.yaml"
        file.write_bytes(written(tiny.scheme(), Decisions(EVERY)))
        assert Decisions(EVERY) == read_decisions(file, tiny.scheme())

    def test_the_form_is_canonical(self, tmp_path):
        """What is read and written again is the same text."""
        file = tmp_path / "decisions.yaml"
        file.write_bytes(written(tiny.scheme(), Decisions(EVERY)))
        assert file.read_bytes() == written(tiny.scheme(), read_decisions(file, tiny.scheme()))

    @given(value=TEXTS, reason=TEXTS.filter(bool))
    def test_any_text_comes_back_as_it_was(self, tmp_path_factory, value, reason):
        """Whatever YAML would take it for: a number, a day, yes, nothing."""
        made = Decisions((decision("figure", unit="hexi", value=value, **{**FIGURE, "reason": reason}),))
        file = tmp_path_factory.mktemp("texts") / "decisions.yaml"
        file.write_bytes(written(tiny.scheme(), made))
        assert made == read_decisions(file, tiny.scheme())

    def test_an_equal_decision_is_one(self, tmp_path):
        """Said twice, it holds once."""
        file = tmp_path / "decisions.yaml"
        file.write_bytes(written(tiny.scheme(), Decisions((EVERY[0], EVERY[0]))))
        assert 1 == len(read_decisions(file, tiny.scheme()).made)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("scheme: tiny\ndecisions:\n- {kind: veto", ":3"),
            ("scheme: tiny\ndecisions:\n- {kind: fine, unit: hexi}\n", ":3:"),
            ("scheme: tiny\ndecisions:\n- {kind: excuse, unit: hexi, stage: self-check}\n", ":3:"),
            ("scheme: other\ndecisions: []\n", "decisions of 'other'"),
            (_EXCUSED.format("河西", "self-check"), "There is no unit '河西'"),
            (_EXCUSED.format("hexi", "later"), "There is no stage 'later'"),
            ("", "There is nothing in the file"),
        ],
        ids=["syntax", "kind", "missing", "scheme", "unit", "stage", "empty"],
    )
    def test_what_is_wrong_is_said_with_its_line(self, text, said, tmp_path):
        """And nothing of such a file holds."""
        file = tmp_path / "decisions.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(RefusedError) as refused:
            read_decisions(file, tiny.scheme())
        assert said in refused.value.words.en

    def test_names_become_ids(self):
        """A unit may be called by any of its names."""
        made = settled(decision("excuse", unit="河西镇", stage=STAGE), tiny.scheme())
        assert decision("excuse", unit="hexi", stage=STAGE) == made

    @pytest.mark.parametrize(
        "wrong",
        [
            decision("waiver", unit="hexi", rule="no_such_rule"),
            decision("award", unit="hexi", level="优秀"),
            decision("vacancy", group="towns", level="优秀"),
            decision("figure", unit="hexi", value="1", **{**FIGURE, "form": "nothing"}),
        ],
        ids=lambda each: each.kind,
    )
    def test_what_the_scheme_does_not_have_is_refused(self, wrong):
        """Rules, awards, forms."""
        with pytest.raises(RefusedError):
            settled(wrong, tiny.scheme())

    @pytest.mark.parametrize("each", EVERY, ids=lambda each: each.kind)
    @pytest.mark.parametrize("lang", LANGS)
    def test_people_read_all_of_it(self, each, lang):
        """Day, kind, whom, what, why, who."""
        day, kind, whom, what, why, _, by = told(each, tiny.scheme(), lang)
        assert ("2022-01-04", "区政府同意", "考核办") == (day, why, by)
        assert kind
        assert whom in {"河西镇", "财政局"}
        assert what


class TestWaivers:
    def test_a_granted_one_is_a_note(self, folder):
        """As one of the blueprint, which has ended by then."""
        before = checked(folder)
        after = checked(folder, decision("waiver", unit="hexi", rule="within_budget"))
        assert (1, 0) == tuple(len(r.by_status("rejected")) for r in (before, after))

    def test_it_ends(self, folder):
        """On the day that it names."""
        until = decision("waiver", unit="hexi", rule="within_budget", until="2022-01-04")
        assert checked(folder, until).by_status("rejected")
        assert not checked(folder, until, day=dt.date(2022, 1, 4)).by_status("rejected")


class TestExcused:
    def test_nothing_is_expected(self, folder):
        """The unit is not missing."""
        assert ("finance",) == checked(folder).missing
        assert () == checked(folder, decision("excuse", unit="finance", stage=STAGE)).missing

    def test_of_another_stage_says_nothing_here(self, folder):
        """It is missing still."""
        assert ("finance",) == checked(
            folder, decision("excuse", unit="finance", stage="verification")
        ).missing


class TestCounting:
    def test_what_is_named_counts(self, folder):
        """Before the one that the rule takes; the other one says why it does not."""
        (folder / "z-河西镇.xlsx").write_bytes(tiny.built("hexi").data)
        first = checked(folder)
        named = next(f for f in first.files if f.status == "duplicate")
        after = checked(folder, decision("counting", unit="hexi", stage=STAGE, file=named.sha256))
        found = {f.sha256: f for f in after.files}
        assert "duplicate" != found[named.sha256].status
        other = next(f for f in after.files if f.status == "duplicate")
        assert ["U020"] == [f.code for f in other.findings]

    def test_what_is_not_there_is_told(self, folder):
        """And the rule holds."""
        after = checked(folder, decision("counting", unit="hexi", stage=STAGE, file="0" * 64))
        assert ["U021"] == [f.code for f in after.findings]


class TestFigures:
    def test_it_stands_in_the_place_of_the_entry(self, folder):
        """What rests on it is reckoned anew, and what stood there is told."""
        after = checked(folder, decision("figure", unit="hexi", value="80", **FIGURE))
        hexi = next(f for f in after.files if f.unit == "hexi")
        entry = next(e for e in hexi.record.entries if e.key == SPENT)
        assert ("accepted", Decimal(80)) == (hexi.status, entry.value)
        note = next(f for f in hexi.findings if f.code == "U022")
        assert ("200", "80") == (note.facts["before"], note.value)

    def test_it_takes_the_place_of_what_nobody_could_read(self, tmp_path):
        """The error goes with the entry."""
        file = tiny.returned("hexi")
        file.type_in(SPENT, "大约八十")
        (tmp_path / "河西镇.xlsx").write_bytes(file.book.data())
        decided = decision("figure", unit="hexi", value="80", **FIGURE)
        told = [f for ds in ((), (decided,)) for f in checked(tmp_path, *ds).files[0].findings]
        assert ["V001", "U022"] == [f.code for f in told if f.where.field == "spent" and f.code[0] in "VU"]

    def test_what_the_cell_does_not_take_is_told(self, folder):
        """The entry counts on."""
        after = checked(folder, decision("figure", unit="hexi", value="八十来万", **FIGURE))
        assert {"U021"} <= codes(after)
        assert "U022" not in codes(after)

    def test_of_two_the_later_holds(self, folder):
        """Decided anew."""
        first, second = (decision("figure", unit="hexi", value=v, **FIGURE) for v in ("80", "90"))
        hexi = next(f for f in checked(folder, first, second).files if f.unit == "hexi")
        assert Decimal(90) == next(e.value for e in hexi.record.entries if e.key == SPENT)

    def test_a_cell_is_known_by_its_key(self):
        """Wherever it stands in the file."""
        assert tuple(SPENT) == cell_of(decision("figure", unit="hexi", value="80", **FIGURE))


POLICY = Awards(group="g", levels=(Level(name="优秀", count=1), Level(name="先进", count=2)), source="policy")
TIED = {unit: Decimal(score) for unit, score in zip("abcd", (9, 8, 8, 8), strict=True)}


def dealt(**settled_):
    """The awards of a tie of three for two places."""
    return deal(POLICY, TIED, {u: u for u in TIED}, settled=Settled(**settled_))


class TestTies:
    def test_who_was_given_a_place_has_it(self):
        """The others are told that all is given."""
        made = dealt(awards={"b": ("先进", "同级获奖"), "c": ("先进", "同级获奖")})
        assert ["优秀", "先进", "先进", None] == [made.awards[u].level for u in "abcd"]
        assert "已授予其他单位" in made.awards["d"].reason
        assert () == made.findings

    def test_what_is_left_stays_open(self):
        """One place, and who waits for it."""
        made = dealt(awards={"b": ("先进", "同级获奖")})
        assert [("U005", 1, "c、d")] == [(f.code, f.facts["places"], f.facts["names"]) for f in made.findings]

    def test_what_stays_empty_is_no_finding(self):
        """The reason says why."""
        made = dealt(vacant={"先进": "从严掌握"})
        assert () == made.findings
        assert "空缺：从严掌握" in made.awards["b"].reason

    def test_what_no_tie_asks_for_is_told(self):
        """Scores may have changed since."""
        made = dealt(awards={"a": ("先进", "同级获奖")})
        assert "优秀" == made.awards["a"].level
        assert ["U005", "U023"] == sorted(f.code for f in made.findings)

    def test_more_than_there_are_places_hold_for_nobody(self):
        """Three for two places."""
        made = dealt(awards=dict.fromkeys("bcd", ("先进", "同级获奖")))
        assert [None] * 3 == [made.awards[u].level for u in "bcd"]
        assert "U005" in {f.code for f in made.findings}


class TestAssigned:
    def test_a_file_of_nobody_is_the_units(self, tmp_path):
        """Its forms show a stage, but no unit: the name was taken out."""
        (tmp_path / "某.xlsx").write_bytes(no_unit_is_named())
        before = checked(tmp_path).files[0]
        after = checked(tmp_path, decision("assignment", unit="hexi", file=before.sha256)).files[0]
        assert (None, "rejected") == (before.unit, before.status)
        assert "hexi" == after.unit
        assert "I021" in {f.code for f in after.findings}


@given(st.permutations(EVERY))
def test_order_is_kept(every):
    """Of decisions that are no others' matter."""
    decisions = Decisions(tuple(every))
    assert tuple(every) == replace(decisions).made
