"""The report of a check as text."""

from dataclasses import replace

import pytest

from kpixl.check import CheckResult, FileResult
from kpixl.check.result import Status
from kpixl.findings import Location, found
from kpixl.report.groups import by_code, problems
from kpixl.report.json import as_json
from kpixl.report.lint import finding_lines
from kpixl.report.text import About, as_text, lines
from kpixl.words import Lang

ABOUT = About(title="考核 · 自查", names={"a": "甲镇", "b": "乙镇", "c": "丙镇"})


def blank(cell: str, label: str = "备注", code: str = "R001", sheet: str = "附件1"):
    """An entry that is missing."""
    return found(code, where=Location(sheet=sheet, cell=cell), label=label, wanted="文字")


def file(name: str, *findings, status: Status = "rejected") -> FileResult:
    """A return with findings."""
    return FileResult(
        path=f"{name}.xlsx",
        given=f"{name}.xlsx",
        sha256="",
        status=status,
        unit=name,
        unit_name=ABOUT.names[name],
        findings=findings,
    )


def result(*files: FileResult, findings=(), missing=()) -> CheckResult:
    """A check of these files."""
    return CheckResult(scheme="s", stage="self-check", files=files, findings=findings, missing=missing)


def shown(checked: CheckResult, limit: int | None = None, lang: Lang = "zh") -> list[str]:
    """The lines of a report."""
    return [line.text for line in lines(checked, ABOUT, lang=lang, limit=limit)]


class TestProblems:
    def test_equal_words_are_one_problem_with_all_its_cells(self):
        """On one sheet."""
        (one,) = problems([blank("A1"), blank("A3"), blank("B2")], "zh")
        assert ("附件1!A1、A3、B2", 3) == (one.place("zh"), one.count)

    def test_other_words_are_another_problem(self):
        """Unless like ones are put together."""
        two = [blank("A1"), blank("A2", "分值")]
        assert 2 == len(problems(two, "zh"))
        assert 1 == len(problems(two, "zh", like=True))

    def test_other_sheets_are_other_problems(self):
        """A cell alone would not say where."""
        two = [blank("A1"), blank("A1", sheet="附件2")]
        assert ["附件1!A1", "附件2!A1"] == [p.place("zh") for p in problems(two, "zh", like=True)]

    def test_neighbours_are_a_run(self):
        """From the first cell to the last."""
        (one,) = problems([blank(cell) for cell in ("D5", "D7", "D8", "D9", "E9")], "zh")
        assert "附件1!D5、D7–D9、E9" == one.place("zh")

    def test_of_many_cells_some_are_named(self):
        """The first eight runs."""
        (one,) = problems([blank(f"A{n}") for n in range(1, 22, 2)], "zh")
        assert "附件1!A1、A3、A5、A7、A9、A11、A13、A15等" == one.place("zh")

    def test_errors_come_first(self):
        """Then warnings, then notes."""
        every = [found("I010"), found("U004", count=1, simulated=1), blank("A1")]
        assert ["R001", "U004", "I010"] == [p.first.code for p in problems(every, "zh")]


def test_tallies_count_findings_and_files():
    """Errors first, then the most frequent."""
    tallies = by_code([[blank("A1"), blank("A2"), found("I010")], [blank("A1"), found("I010")], []])
    assert [("R001", 3, 2), ("I010", 2, 2)] == [(t.code, t.findings, t.files) for t in tallies]


class TestReport:
    def test_begins_with_what_it_is_about_and_the_counts(self):
        """Scheme and stage, files by status, findings by severity."""
        head = shown(result(file("a", blank("A1")), file("b", status="accepted")))[:3]
        assert [
            "考核 · 自查",
            "2个文件：通过1，退回1，重复0；另忽略0个。",
            "1个错误，0个警告，0个提示。",
        ] == head

    def test_says_how_many_units_are_done(self):
        """Units and files are counted apart; a unit of which one return was accepted is done."""
        every = replace(
            result(file("a", status="accepted"), file("a", blank("A1")), file("b", blank("A1"))),
            expected=("a", "b", "c"),
        )
        assert "3个单位：1个通过，1个退回，1个未报。" == shown(every)[1]
        done = replace(every, files=every.files[:2], expected=("a",))
        assert "1个单位：1个通过。" == shown(done)[1]

    def test_an_error_counts_where_its_return_does(self):
        """Not in a duplicate, nor in one whose unit sent another that was accepted."""
        done, wrong = file("a", status="accepted"), file("a", blank("A1"))
        assert [True, False, False, True] == [
            result(*files).failed
            for files in (
                [wrong],
                [done, wrong],
                [done, replace(wrong, status="duplicate")],
                [done, replace(wrong, unit=None)],
            )
        ]

    def test_names_who_did_not_return(self):
        """By name, not id."""
        assert "未报回（2）：甲镇、丙镇" in shown(result(missing=("a", "c")))

    def test_groups_by_unit(self):
        """Each file with its status, and its problems below."""
        text = shown(result(file("a", blank("A1")), file("b", blank("B2"))))
        at = [text.index(f"{name}  [退回]  {key}.xlsx") for key, name in (("a", "甲镇"), ("b", "乙镇"))]
        assert "  错误 R001  附件1!A1" == text[at[0] + 1]
        assert "  错误 R001  附件1!B2" == text[at[1] + 1]

    def test_says_what_to_do(self):
        """Message and remedy follow each problem."""
        text = shown(result(file("a", blank("A1"))))
        at = text.index("  错误 R001  附件1!A1")
        assert ["      “备注”没有填写。", "      → 请补填：文字。"] == text[at + 1 : at + 3]

    def test_leaves_out_files_without_problems(self):
        """They are counted above."""
        assert not any("乙镇" in line for line in shown(result(file("b", status="accepted"))))

    def test_shows_what_concerns_several_files(self):
        """Under a heading of its own."""
        text = shown(result(findings=(found("U004", count=1, simulated=1),)))
        assert "涉及多个文件的问题" in text

    def test_columns_are_aligned_though_chinese_is_wide(self):
        """The table by rule counts cells of the terminal, not characters."""
        text = shown(result(file("a", blank("A1"), *[found("I010")] * 100)), lang="zh")
        at = text.index("问题汇总")
        assert ["  代码  级别  处   文件  问题", "  R001  错误  1    1     必填项为空"] == text[
            at + 1 : at + 3
        ]

    def test_a_limit_counts_the_rest(self):
        """Problems beyond it are one line, whatever file they are in."""
        text = shown(result(*(file(n, blank("A1"), blank("A2", sheet="附件2")) for n in "abc")), limit=3)
        assert 3 == sum(line.startswith("  错误 R001  ") for line in text)
        assert "……还有3个问题没有列出，用 --report 可得到全部。" == text[-1]

    def test_a_limit_hides_notes(self):
        """They are counted by rule; a file has all."""
        one = result(file("a", found("I010"), status="accepted"))
        assert not any(line.startswith("  提示") for line in shown(one, limit=9))
        assert any(line.startswith("  提示 I010") for line in shown(one))

    def test_a_limit_names_so_many_units(self):
        """Of ten thousand that returned nothing a terminal does not get all."""
        awaited = result(missing=("a", "b", "c"))
        assert "未报回（3）：甲镇、乙镇、丙镇" in shown(awaited, limit=3)
        assert "未报回（3）：甲镇、乙镇等" in shown(awaited, limit=2)

    @pytest.mark.parametrize(("lang", "words"), [("zh", "退回"), ("en", "rejected")])
    def test_speaks_both_languages(self, lang, words):
        """Headings and messages."""
        text = as_text(result(file("a", blank("A1"))), ABOUT, lang=lang)
        assert f"甲镇  [{words}]  a.xlsx" in text


def test_a_blueprints_finding_is_a_line_that_editors_know():
    """file:line:column: severity CODE message, then the remedy."""
    finding = found("B001", where=Location(path="a.yaml", line=3, column=5), value="b.yaml")
    first, second = finding_lines([finding], "en")
    assert first.startswith("a.yaml:3:5: error B001 ")
    assert second.startswith("    → ")


def test_json_keeps_chinese_and_escapes_what_is_no_text():
    """A name on disk that is no UTF-8 makes no broken file."""
    assert '"甲"\n' == as_json("甲")
    assert '"\\udc80"\n' == as_json("\udc80")
