import datetime as dt
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from kpixl.generate import ExcelRefused, write
from kpixl.generate.strict import Strict, refusals
from kpixl.generate.styles import STYLES, cell_properties
from kpixl.layout.plan.cell import Style
from kpixl.layout.plan.plan import Plan
from tests.support.planned import (
    IDENTITY,
    MAIN,
    TOKEN,
    cell_of,
    cover,
    figures,
    form,
    form_part,
    hidden_sheet,
    made,
    part,
    plan,
    replaced,
    spot,
)


class TestBytes:
    def test_same_inputs_same_bytes(self):
        """Nothing of the clock or of chance is in the file."""
        assert made() == made()

    def test_another_token_other_bytes(self):
        """The token is in the file."""
        assert made() != made(identity=replace(IDENTITY, token=TOKEN[:-1]))


class TestCells:
    @pytest.fixture
    def sheet(self):
        """The form as a reader sees it."""
        return openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]

    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("B2", "一览表"),
            ("C4", 10.5),
            ("D4", 0.3),
            ("G4", "优秀"),
            ("D5", None),
            ("A4", "t1"),
        ],
    )
    def test_holds_what_is_planned(self, sheet, cell, value):
        """Texts, numbers and dates are written as such, unfilled inputs are blank."""
        assert sheet[cell].value == value

    def test_date_is_a_date(self, sheet):
        """A date is a number shown as a date, year first where it has no format of its own."""
        assert sheet["H4"].value.date() == dt.date(2021, 12, 31)
        assert sheet["H4"].number_format == "yyyy-mm-dd"

    @pytest.mark.parametrize("cell", ["B4", "I4"])
    def test_text_is_never_a_formula(self, cell):
        """A text that begins with = is a text, printed or filled in."""
        kind, formula, _ = cell_of(made(), cell)
        assert (kind, formula) == ("s", None)

    @pytest.mark.parametrize(
        "text",
        [
            "<r>x</r>",
            "<r><t>&</t></r>",
            "_x0041_",
            "a\x0bb",
            " a\n b ",
            "\u3000",
            "=HYPERLINK(1)",
            "https://a.b",
            "007",
        ],
    )
    def test_text_comes_back_as_it_was(self, text):
        """Markup, escapes, space and numerals in a text stay a text."""
        data = made(values={spot("t1", "remark"): text})
        rows = (
            CalamineWorkbook.from_filelike(BytesIO(data))
            .get_sheet_by_index(1)
            .to_python(skip_empty_area=False)
        )
        assert rows[3][8] == text

    @pytest.mark.slow
    @given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30))
    def test_any_text_gives_a_sound_file(self, text):
        """No text of a unit breaks the file or is lost."""
        data = made(values={spot("t1", "remark"): text})
        found = openpyxl.load_workbook(BytesIO(data))["附件2 执行's"]["I4"].value
        assert (unescape(found) if found else "") == text

    @pytest.mark.slow
    @given(value=st.decimals(-(10**9), 10**9, places=4))
    def test_any_number_comes_back(self, value):
        """A number is read as it was."""
        data = made(values={spot("t1", "bonus"): value})
        found = openpyxl.load_workbook(BytesIO(data))["附件2 执行's"]["D4"].value
        assert Decimal(str(found)) == value

    def test_yes_no_is_text(self):
        """A yes/no value is the word, not TRUE."""
        sheet = replaced(form(), "t1", "target", value=True)
        assert openpyxl.load_workbook(BytesIO(made(sheet=sheet)))["附件2 执行's"]["B4"].value == "是"

    def test_merged_area_is_bordered_throughout(self):
        """Every cell of a merged area has the area's format."""
        styles = {
            c.get("s") for c in form_part(made()).iter(f"{MAIN}c") if c.get("r") in {"B7", "C7", "D7", "E7"}
        }
        assert len(styles) == 1

    def test_link_leads_to_the_sheet(self):
        """A linked cell leads to where its sheet begins to be filled, whose name is quoted."""
        links = part(made(), "xl/worksheets/sheet1.xml").iter(f"{MAIN}hyperlink")
        assert [link.get("location") for link in links] == ["'附件2 执行''s'!D4"]


class TestFormulas:
    def test_has_the_cached_value(self):
        """A formula carries the engine's figure."""
        kind, formula, value = cell_of(made(), "F4")
        assert formula is not None
        assert "C4" in formula
        assert (kind, value) == (None, "10.8")

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, ("str", "")),
            ("区 & b\x0b", ("str", "区 & b_x000B_")),
            (True, ("b", "1")),
            (Decimal(3), (None, "3")),
            (dt.date(2021, 12, 31), (None, "44561")),
        ],
    )
    def test_cached_value_has_its_kind(self, value, expected):
        """Blank is an empty text, yes/no a truth, a date its serial number."""
        kind, _, cached = cell_of(made(values={spot("t1", "score"): value}), "F4")
        assert (kind, cached or "") == expected

    def test_needs_the_engine_s_figure(self):
        """A calculation without a figure is refused: the file would show what the engine does not say."""
        values = {at: value for at, value in figures().items() if at != spot("total", "score")}
        with pytest.raises(KeyError):
            write(plan(), values, identity=IDENTITY)

    def test_libreoffice_agrees(self, office, tmp_path):
        """LibreOffice computes the cached figures."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        assert office.recalc(path).differences == []


class TestPrint:
    def test_page_is_set_up(self):
        """Paper, direction, margins, width and footer are the plan's."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
        assert setup.fitToWidth in (None, 1)  # one page unless said otherwise
        assert sheet.page_margins.left == pytest.approx(15 / 25.4)
        assert sheet.print_options.horizontalCentered

    def test_pages_are_numbered(self):
        """The footer counts the pages, and the width of a page is filled."""
        page = form_part(made())
        assert page.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") == "&C第 &P 页 共 &N 页"
        assert page.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr[@fitToPage='1']") is not None

    def test_keys_are_not_printed(self):
        """The print area leaves out keys, the heads repeat."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        assert sheet.print_area == "'附件2 执行''s'!$B$2:$I$9"
        assert sheet.print_title_rows == "$2:$3"

    def test_keys_are_hidden(self):
        """Key row and key column do not show."""
        sheet = openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"]
        assert sheet.row_dimensions[1].hidden
        assert sheet.column_dimensions["A"].hidden

    def test_prints_in_black_and_white_where_the_plan_says_so(self):
        """Fill colours stay on the screen."""
        plain = replace(form(), print=replace(form().print, colours=False))
        setups = [form_part(made(sheet=sheet)).find(f"{MAIN}pageSetup") for sheet in (form(), plain)]
        assert [None, "1"] == [setup.get("blackAndWhite") for setup in setups]

    def test_heads_stay_in_view(self):
        """The rows above the first one of the table are frozen."""
        assert openpyxl.load_workbook(BytesIO(made()))["附件2 执行's"].freeze_panes == "A4"


class TestBook:
    def test_sheets_have_their_states(self):
        """Sheets come in order, hidden as planned."""
        sheets = part(made(), "xl/workbook.xml").iter(f"{MAIN}sheet")
        assert [(s.get("name"), s.get("state")) for s in sheets] == [
            ("填报说明", None),
            ("附件2 执行's", None),
            ("_kpixl", "veryHidden"),
        ]

    def test_opens_at_the_first_visible_sheet(self):
        """A hidden first sheet is not the one that opens."""
        sheets = (hidden_sheet(), cover(), form())
        data = write(Plan(sheets=sheets), figures(), identity=IDENTITY)
        view = next(part(data, "xl/workbook.xml").iter(f"{MAIN}workbookView"))
        assert (view.get("activeTab"), view.get("firstSheet")) == ("1", "1")

    def test_refuses_a_workbook_that_shows_nothing(self):
        """A workbook without a visible sheet is refused: no program opens it."""
        with pytest.raises(ExcelRefused):
            write(Plan(sheets=(hidden_sheet(),)), {}, identity=IDENTITY)

    def test_says_whose_it_is(self):
        """Title, subject, issuer and date are the identity's."""
        told = openpyxl.load_workbook(BytesIO(made())).properties
        assert (told.title, told.subject, told.creator) == ("目标执行情况", "2021", "考核办公室")
        assert told.created.date() == dt.date(2021, 5, 1)


class TestStrict:
    def test_return_code_raises(self):
        """A text that XlsxWriter would shorten in silence is refused."""
        with pytest.raises(ExcelRefused, match="write_string"):
            made(values={spot("t1", "remark"): "长" * 32_768})

    def test_warning_raises(self):
        """A sheet name that XlsxWriter does not take is refused."""
        with pytest.raises(ExcelRefused):
            made(sheet=replace(form(), name="名" * 32))

    def test_passes_results_on(self):
        """What a call gives is what its caller gets."""
        assert Strict("a,b").split(",") == ["a", "b"]

    def test_other_errors_stay_themselves(self):
        """An error that is not XlsxWriter's is not taken for a refusal."""
        with pytest.raises(KeyError), refusals():
            raise KeyError


class TestStyles:
    @pytest.mark.parametrize("name", sorted(STYLES))
    def test_is_locked_unless_it_is_to_fill(self, name):
        """A style is locked, and open where the plan says so."""
        assert cell_properties(Style(name=name)).get("locked", True)
        assert cell_properties(Style(name=name, unlocked=True))["locked"] is False

    def test_takes_what_the_plan_adds(self):
        """Alignment, number format and direction are the plan's."""
        looks = cell_properties(Style(name="head", align="left", number_format="0.00", vertical=True))
        assert (looks["align"], looks["num_format"], looks["rotation"]) == ("left", "0.00", 270)

    def test_unknown_style_is_refused(self):
        """A name that the style sheet lacks is refused."""
        with pytest.raises(ExcelRefused, match="nonsense"):
            cell_properties(Style(name="nonsense"))

    def test_each_format_is_made_once(self):
        """A workbook has as many formats as its plan has styles, however many cells."""
        formats = part(made(), "xl/styles.xml").find(f"{MAIN}cellXfs")
        assert formats is not None
        assert len(formats) < 20
