"""The report as a page, a workbook and a CSV file, as far as no browser is needed."""

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from typing import Any

import openpyxl

from kpixl.check import CheckResult, FileResult
from kpixl.findings import Location, found
from kpixl.report.book import report_book
from kpixl.report.json import as_json, write_json
from kpixl.report.overview import Counts, overview
from kpixl.report.page import CHUNK, write_page
from kpixl.report.rows import COLUMNS, finding_rows, worst_first
from kpixl.report.table import BYTE_ORDER_MARK, harmless, write_csv
from tests.support.checked import EVIL, checked
from tests.support.tiny import scheme

DAY = dt.date(2030, 1, 1)


def page(result: CheckResult, lang="zh") -> str:
    """The page as text."""
    out = io.StringIO()
    write_page(out, overview(scheme(), result, day=DAY), finding_rows(scheme(), result, lang), lang=lang)
    return out.getvalue()


def with_stray() -> CheckResult:
    """One more file, of which nobody knows whose it is."""
    stray = FileResult(
        path="in/03-财政局.xlsx", given="", sha256="", status="rejected", findings=(found("F006"),)
    )
    return replace(checked(), files=(*checked().files, stray))


def chunks(text: str) -> list[dict[str, Any]]:
    """The findings that a page carries."""
    found_ = re.findall(r'<script type="application/json" class="chunk">(.*?)</script>', text, re.DOTALL)
    return [json.loads(chunk) for chunk in found_]


class TestOverview:
    def test_every_recipient_has_a_line_in_the_roster_s_order(self):
        """The missing one stands in its place."""
        lines = overview(scheme(), checked()).lines
        assert ["rejected", "accepted", "missing"] == [line.state for line in lines]

    def test_counts_are_kept_by_form(self):
        """What is about the file has no form."""
        first = overview(scheme(), checked()).lines[0]
        assert {"report": Counts(1, 1, 0), "": Counts(0, 0, 1)} == first.forms

    def test_the_states_add_up_to_the_units(self):
        """Files are counted apart: one that nobody knows is a file more and no unit."""
        found_ = overview(scheme(), with_stray())
        assert {"accepted": 1, "rejected": 1, "missing": 1, "excused": 0} == found_.states
        assert {"accepted": 1, "rejected": 2, "duplicate": 0, "ignored": 0} == found_.files

    def test_a_unit_of_which_one_return_is_accepted_is_done(self):
        """Whatever else came under its name."""
        first, second = checked().files
        both = replace(checked(), files=(first, replace(second, unit=first.unit)))
        assert (1, 0) == tuple(overview(scheme(), both).states[s] for s in ("accepted", "rejected"))

    def test_a_file_of_nobody_is_listed_with_the_unit_that_its_name_suggests(self):
        """With the reason."""
        (stray,) = overview(scheme(), with_stray()).strays
        assert ("财政局", "F006") == (stray.suggested, stray.reason and stray.reason.code)

    def test_the_deadline_is_judged_by_the_day_of_the_check(self):
        """Without a day nobody is late."""
        assert overview(scheme(), checked(), day=DAY).overdue
        assert not overview(scheme(), checked()).overdue


class TestPage:
    def test_needs_nothing_from_outside(self):
        """No address, no source, no import; the policy forbids them as well."""
        text = page(checked())
        assert [] == re.findall(r'(?:src|href)="(?!#)[^"]*:', text)
        assert "default-src 'none'" in text

    def test_what_a_unit_wrote_is_text(self):
        """Neither a script nor the end of one."""
        text = page(checked())
        assert "alert(1)</script>" not in text
        assert any(EVIL in s for chunk in chunks(text) for s in chunk["strings"])

    def test_findings_come_in_chunks_and_each_text_once(self):
        """So that memory and page stay small."""
        many = checked(copies=CHUNK + 1)
        first, *others = chunks(page(many))
        assert CHUNK == len(first["rows"])
        assert [] == [s for chunk in others for s in chunk["strings"] if s in first["strings"]]

    def test_equal_results_are_equal_pages(self):
        """Byte for byte."""
        assert page(checked()) == page(checked())

    def test_the_heads_of_tables_are_marked(self):
        """Each says whether it is of a column or a row."""
        assert [] == [tag for tag in re.findall(r"<th\b[^>]*>", page(with_stray())) if "scope=" not in tag]

    def test_bars_have_one_scale(self):
        """Twice as many are twice as long, errors or not."""
        shares = re.findall(r'class="bar \w+" style="width:([\d.]+)%"', page(checked(copies=4)))
        assert ["100.0", "25.0", "50.0"] == shares[-3:]

    def test_speaks_english(self):
        """No Chinese but what scheme and units are called."""
        assert "Problems" in page(checked(), "en")


def written() -> bytes:
    """The workbook."""
    result = with_stray()
    o = overview(scheme(), result, day=DAY)
    return report_book(o, worst_first(scheme(), result, "zh"), lang="zh", created=DAY)


class TestBook:
    def test_holds_every_finding_with_filters(self):
        """Texts are texts, whatever they begin with."""
        result = checked()
        o = overview(scheme(), result, day=DAY)
        data = report_book(o, finding_rows(scheme(), result, "zh"), lang="zh", created=DAY)
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheet = book["问题清单"]
        assert len(result.all_findings) + 1 == sheet.max_row
        assert sheet.auto_filter.ref
        assert [] == [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]

    def test_opens_with_the_errors(self):
        """The list of problems is active, the worst first, and the message stands near the left."""
        book = openpyxl.load_workbook(io.BytesIO(written()))
        severities = [cell.value for cell in book["问题清单"]["A"][1:]]
        assert book["问题清单"] is book.active
        assert sorted(severities, key=["错误", "警告", "提示"].index) == severities
        assert "问题" in [cell.value for cell in book["问题清单"][1]][:7]

    def test_message_and_remedy_are_in_view_on_a_small_screen(self):
        """The columns up to them take less than 1,313 of 1,366 dots, 8.8 a unit of width."""
        sheet = openpyxl.load_workbook(io.BytesIO(written()))["问题清单"]
        widths = [sheet.column_dimensions[c].width for c in "ABCDEFGH"]
        assert "怎样处理" == sheet["H1"].value
        assert sum(8.8 * width for width in widths) * (sheet.sheet_view.zoomScale or 100) / 100 < 1313

    def test_every_sheet_can_be_printed(self):
        """Lying, as wide as a page, the heads on each, rows as high as their texts."""
        for sheet in openpyxl.load_workbook(io.BytesIO(written())).worksheets:
            fitted = sheet.sheet_properties.pageSetUpPr
            assert ("landscape", True) == (sheet.page_setup.orientation, bool(fitted and fitted.fitToPage))
            assert sheet.print_title_rows
            assert all(sheet.row_dimensions[n].height for n in range(1, sheet.max_row + 1))

    def test_equal_results_are_equal_files(self):
        """Byte for byte."""
        result = checked()
        o = overview(scheme(), result, day=DAY)
        one, other = (
            report_book(o, finding_rows(scheme(), result, "zh"), lang="zh", created=DAY) for _ in range(2)
        )
        assert one == other


class TestCsv:
    def test_a_spreadsheet_reads_it_back(self):
        """With a byte order mark, a row a finding."""
        out = io.StringIO(newline="")
        result = checked()
        write_csv(out, finding_rows(scheme(), result, "zh"), lang="zh")
        text = out.getvalue()
        assert text.startswith(BYTE_ORDER_MARK)
        rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
        assert (len(result.all_findings) + 1, len(COLUMNS)) == (len(rows), len(rows[0]))

    def test_no_text_is_a_command(self):
        """What a spreadsheet would take for a formula gets an apostrophe; half a character is escaped."""
        assert ["'=1+1", "'-2", "甲", "\\ud800"] == [harmless(t) for t in ("=1+1", "-2", "甲", "\ud800")]


def test_json_is_written_as_it_is_printed():
    """File after file, but the same to the last byte."""
    out = io.StringIO()
    write_json(out, checked(), "zh")
    assert as_json(checked().as_dict("zh")) == out.getvalue()


def test_json_of_an_empty_result_is_json():
    """No files, no findings."""
    out = io.StringIO()
    empty = replace(checked(), files=(), findings=())
    write_json(out, empty, "zh")
    assert as_json(empty.as_dict("zh")) == out.getvalue()


def test_what_is_about_a_row_names_it_by_its_words():
    """Never by its key: by what the finding says, or else the return."""
    gone = found("S003", where=Location(form="report", row="t03"), label="产值")
    (row,) = finding_rows(scheme(), replace(checked(), files=(), findings=(gone,)), "zh")
    assert ("产值", "") == (row.row, row.column)


def test_rows_name_units_and_forms():
    """As people call them."""
    place = Location(unit="hexi", form="report", sheet="附件1", cell="B2", path="a.xlsx")
    result = replace(checked(), files=(), findings=(found("R001", where=place, label="备注", wanted="文字"),))
    (row,) = finding_rows(scheme(), result, "zh")
    assert ("附件1", "备注", "a.xlsx") == (row.form, row.column, row.file)
