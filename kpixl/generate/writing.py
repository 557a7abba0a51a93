"""From plan to file: writes what is planned where it is planned, decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from kpixl.addresses import Address, quoted
from kpixl.blueprint.expressions.formula import RangeRef, Ref
from kpixl.generate.charts import insert_charts
from kpixl.generate.links import FileUrl
from kpixl.generate.locks import check_locks
from kpixl.generate.marked import mark_output
from kpixl.generate.seal import Seal, SealedWorkbook
from kpixl.generate.strict import ExcelRefused, Strict, refusals
from kpixl.generate.styles import DATE_FORMAT, Formats
from kpixl.generate.validation import WrittenRule, highlights, validations
from kpixl.layout.frame import Print
from kpixl.layout.keys import Spot
from kpixl.layout.plan import Cell, FileCell, Link, Plan, Role, Scalar, Sheet
from kpixl.layout.unbuildable import refused
from kpixl.marks import Output
from kpixl.stamp import STAMP_NAME, name_text, properties
from kpixl.words import Lang, Words

YES, NO = "是", "否"
FOOTER = Words("&C第 &P 页 共 &N 页", "&CPage &P of &N")
_OPTIONS = {"in_memory": True}
_PAPER = {"A4": 9, "A3": 8}
_MILLIMETRES = 25.4  # an inch
_FOOTER_MARGIN = 7.0  # millimetres
_DAY_ZERO = dt.date(1899, 12, 30)
_COMMENT = {"author": "", "x_scale": 2.2, "y_scale": 1.6, "font_size": 9}
_MOST_DIGITS = Decimal(10**15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfDescription:
    """What a workbook says of itself.

    author: the issuer; created: the scheme's date, never today's; token: the signed stamp; seal: for sheets
    and structure. A workbook that nobody fills in and returns has neither, but says what it is: output.
    lang: of the footers.
    """

    title: str
    subject: str
    author: str
    created: dt.date
    token: str | None = None
    seal: Seal | None = None
    output: Output | None = None
    lang: Lang = "zh"


def write(plan: Plan, values: Mapping[Spot, Scalar], *, identity: SelfDescription) -> bytes:
    """The workbook as bytes, the same for the same arguments.

    values: what is filled into the inputs (missing: blank), and the engine's figure for every cell with a
    calculation, which the file carries as its cached value. KeyError for a calculation without one;
    ExcelRefused for what a workbook cannot hold, and for locks that are not as the plan wants them.
    """
    target = BytesIO()
    with refusals():
        raw = SealedWorkbook(target, _OPTIONS)
        book, formats = Strict(raw), Formats(raw.add_format)
        _write_identity(raw, identity)
        for sheet in plan.sheets:
            out = Strict(book.add_worksheet(sheet.name))
            _SheetWriter(plan, sheet, out, formats).write(values, identity)
            insert_charts(book, out, plan, sheet)
        _write_names(book, plan, identity.token)
        if identity.output is not None:
            mark_output(raw, identity.output)
        _open_at_first_visible(raw, plan)
        book.close()
    data = target.getvalue()
    check_locks(plan, data)
    return data


def _write_identity(book: SealedWorkbook, identity: SelfDescription) -> None:
    created = dt.datetime.combine(identity.created, dt.time())
    told = {"title": identity.title, "subject": identity.subject, "author": identity.author}
    strict = Strict(book)
    strict.set_properties({**told, "created": created})
    for name, text in properties(identity.token or "").items():
        strict.set_custom_property(name, text, "text")
    book.seal = identity.seal


def _write_names(book: Strict, plan: Plan, token: str | None) -> None:
    outside = plan.locate(Spot("", "", ""))  # no sheet is home, so every reference names its sheet
    for name, target in plan.names.items():
        absolute = (
            target
            if isinstance(target, RangeRef)
            else Ref(target.target, row_absolute=True, column_absolute=True)
        )
        book.define_name(name, f"={outside(absolute)}")
    if token is not None:
        book.define_hidden_name(STAMP_NAME, name_text(token))


def _open_at_first_visible(book: SealedWorkbook, plan: Plan) -> None:
    written = zip(plan.sheets, book.worksheets(), strict=True)
    first = next((made for sheet, made in written if sheet.state == "visible"), None)
    if first is None:
        raise ExcelRefused("a workbook needs a sheet that shows")
    first.activate()
    first.set_first_sheet()


class _SheetWriter:
    """Writes one sheet. out: the worksheet."""

    def __init__(self, plan: Plan, sheet: Sheet, out: Strict, formats: Formats) -> None:
        self._plan, self._sheet, self._out, self._formats = plan, sheet, out, formats

    def write(self, values: Mapping[Spot, Scalar], identity: SelfDescription) -> None:
        self._frame()
        for cell in self._sheet.cells:
            if cell.comment:
                self._out.write_comment(*self._sheet.address(cell.spot), cell.comment, _COMMENT)
            # no `get` for a calculation: without its figure a file would show what the engine does not say
            computed = cell.calculation is not None
            self._cell(cell, values[cell.spot] if computed else values.get(cell.spot, cell.value))
        for placed in validations(self._plan, self._sheet):
            self._out.data_validation(*placed.areas[0], self._spread(placed))
        for placed in highlights(self._plan, self._sheet):
            looks = {"format": self._formats.highlight(placed.kind)}
            self._out.conditional_format(*placed.areas[0], self._spread(placed) | looks)
        self._print(self._sheet.print, FOOTER[identity.lang])
        if self._sheet.protected and identity.seal is not None:
            self._out.protect_with(identity.seal)

    @staticmethod
    def _spread(placed: WrittenRule) -> dict[str, object]:
        return {**placed.options, "multi_range": " ".join(area.a1 for area in placed.areas)}

    def _frame(self) -> None:
        """Rows, columns, and how the sheet shows."""
        for row, line in enumerate(self._sheet.lines):
            if line.hidden or line.height is not None:
                self._out.set_row(row, line.height, None, {"hidden": line.hidden})
        for column, stripe in enumerate(self._sheet.stripes):
            self._out.set_column(column, column, stripe.width, None, {"hidden": stripe.hidden})
        if self._sheet.freeze is not None:
            self._out.freeze_panes(self._sheet.row_index[self._sheet.freeze], 0)
        if self._sheet.state == "visible":
            self._out.hide_gridlines(2)
            self._select_first_input()
        else:
            (self._out.hide if self._sheet.state == "hidden" else self._out.very_hidden)()

    def _select_first_input(self) -> None:
        inputs = [self._sheet.address(cell.spot) for cell in self._sheet.cells if cell.role == Role.INPUT]
        if inputs:
            first = min(inputs)
            self._out.set_selection(*first, *first)

    def _print(self, wanted: Print, footer: str) -> None:
        out, inches = self._out, wanted.margin / _MILLIMETRES
        out.set_paper(_PAPER[wanted.paper])
        (out.set_landscape if wanted.landscape else out.set_portrait)()
        out.set_margins(left=inches, right=inches, top=inches, bottom=inches)
        out.center_horizontally()
        if wanted.scale:  # Excel overlooks breaks where it fits a sheet to the paper
            out.set_print_scale(wanted.scale)
            out.set_h_pagebreaks([self._sheet.row_index[row] for row in wanted.breaks])
        else:
            out.fit_to_pages(1, 0)
        out.set_footer(footer, {"margin": min(_FOOTER_MARGIN, wanted.margin) / _MILLIMETRES})
        rows, columns = self._sheet.row_index, self._sheet.column_index
        if wanted.rows or wanted.columns:
            first_row, last_row = wanted.rows or (self._sheet.lines[0].key, self._sheet.lines[-1].key)
            left, right = wanted.columns or (self._sheet.stripes[0].key, self._sheet.stripes[-1].key)
            out.print_area(rows[first_row], columns[left], rows[last_row], columns[right])
        if wanted.repeat:
            out.repeat_rows(rows[wanted.repeat[0]], rows[wanted.repeat[1]])

    def _cell(self, cell: Cell, value: Scalar) -> None:
        at = self._sheet.address(cell.spot)
        style = cell.style
        if isinstance(value, dt.date) and style.number_format is None:
            style = replace(style, number_format=DATE_FORMAT)
        looks = self._formats.cell(style)
        if cell.span != (1, 1):
            self._out.merge_range(*at, at.row + cell.span[0] - 1, at.column + cell.span[1] - 1, "", looks)
        if cell.link is not None:
            # a plain text is written with its link, anything else over it
            shown = value if isinstance(value, str) and _is_plain(value) and cell.calculation is None else ""
            self._link(at, cell.link, looks, shown)
        if cell.calculation is not None:
            with refused(self._plan.by_key[cell.spot.sheet].of_form, cell.label or cell.spot.column):
                formula = cell.calculation.formula.render(self._plan.locate(cell.spot))
            self._out.write_formula(*at, f"={formula}", looks, _cached(value))
        elif cell.link is None or not isinstance(value, str) or not _is_plain(value):
            self._value(at, value, looks)

    def _link(self, at: Address, link: Link, looks: Any, shown: str) -> None:
        if isinstance(link, FileCell):
            self._out.write_url(*at, FileUrl(link, shown), looks)
            return
        sheet = self._plan.by_key[link.sheet if isinstance(link, Spot) else link]
        cell = sheet.address(link).a1 if isinstance(link, Spot) else "A1"
        self._out.write_url(*at, f"internal:{quoted(sheet.name)}!{cell}", looks, shown)

    def _value(self, at: Address, value: Scalar, looks: Any) -> None:
        match value:
            case None | "":
                self._out.write_blank(*at, None, looks)
            case bool():
                self._out.write_string(*at, YES if value else NO, looks)
            case str() if _is_markup(value):
                self._out.write_rich_string(*at, value[0], value[1], value[2:], looks)
            case str():
                self._out.write_string(*at, value, looks)
            case _:
                self._out.write_number(*at, _number(value), looks)


def _is_markup(text: str) -> bool:
    """Whether XlsxWriter takes a text for its own markup and would write it unescaped."""
    return text.startswith("<r>") and text.endswith("</r>")


def _is_plain(text: str) -> bool:
    """Whether a text may stand in an attribute: XlsxWriter leaves control characters unescaped there."""
    return text.isprintable() and not _is_markup(text)


def _cached(value: Scalar) -> str | bool | float:
    if value is None:
        return ""
    return value if isinstance(value, bool | str) else _number(value)


def _number(value: Decimal | dt.date) -> float:
    """A number as a cell holds it, whole ones without a fraction; a date as its serial number."""
    if isinstance(value, dt.date):
        return (value - _DAY_ZERO).days
    whole = value.is_finite() and value == value.to_integral_value() and abs(value) < _MOST_DIGITS
    return int(value) if whole else float(value)
