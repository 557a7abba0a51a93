"""From plan to file: writes what is planned where it is planned, decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Any

from kpixl.addresses import Address
from kpixl.blueprint.expressions.formula import RangeRef, Ref
from kpixl.generate.bodies import BodyWriter, WrittenBody, put_in
from kpixl.generate.cell_values import cached, is_markup, is_plain, number, shown_truth
from kpixl.generate.charts import insert_charts
from kpixl.generate.links import url
from kpixl.generate.locks import check_locks
from kpixl.generate.marked import mark_output
from kpixl.generate.protection import ProtectedWorkbook, Protection
from kpixl.generate.strict import ExcelRefused, Strict, refusals
from kpixl.generate.styles import DATE_FORMAT, TABS, Formats
from kpixl.generate.validation import Area, WrittenRule, highlights, validations
from kpixl.layout.pages.sheet import KEY
from kpixl.layout.plan.cell import Cell, Role, Scalar
from kpixl.layout.plan.filled_down import FilledDown
from kpixl.layout.plan.frame import Print, View
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.rows.unbuildable import refused
from kpixl.marks import Output
from kpixl.stamp import STAMP_NAME, name_text, properties
from kpixl.words import Lang, Words

_HEADER = ("&L&9 ", "&R&9 ")  # a blank, as a title may begin with a figure, which would be the letters' size
FOOTER = Words("&C第 &P 页 共 &N 页", "&CPage &P of &N")
_AS_IT_IS = 100  # per cent
_PAPER = {"A4": 9, "A3": 8}
_MILLIMETRES = 25.4  # an inch
_FOOTER_MARGIN = 7.0  # millimetres
_COMMENT = {"author": "", "x_scale": 2.2, "y_scale": 1.6, "font_size": 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfDescription:
    """What a workbook says of itself.

    author: the issuer; created: the scheme's date, never today's; token: the signed stamp; protection: of
    sheets and structure. A workbook that nobody fills in and returns has neither, but says what it is:
    output. recipient: who fills it in; lang: of the footers.
    """

    title: str
    subject: str
    author: str
    created: dt.date
    token: str | None = None
    protection: Protection | None = None
    output: Output | None = None
    recipient: str = ""
    lang: Lang = "zh"


def write(plan: Plan, values: Mapping[Spot, Scalar], *, identity: SelfDescription) -> bytes:
    """The workbook as bytes, the same for the same arguments. values: as of `write_into`."""
    target = BytesIO()
    write_into(target, plan, values, identity=identity)
    return target.getvalue()


def write_into(
    target: IO[bytes], plan: Plan, values: Mapping[Spot, Scalar], *, identity: SelfDescription
) -> None:
    """Write the workbook into a file, the rows of bodies one after the other.

    values: what is filled into the inputs (missing: blank), and the engine's figure for every cell with a
    calculation, which the file carries as its cached value. KeyError for a calculation without one;
    ExcelRefused for what a workbook cannot hold, and for locks that are not as the plan wants them.
    """
    with ExitStack() as waiting:
        parts, bodies = _assembled(plan, values, identity, waiting)
        check_locks(plan, parts)
        put_in(parts, bodies, target)


def _assembled(
    plan: Plan, values: Mapping[Spot, Scalar], identity: SelfDescription, waiting: ExitStack
) -> tuple[Mapping[str, bytes], Mapping[str, WrittenBody]]:
    """The parts of the workbook, and its bodies, which wait, by the parts where they go."""
    bodies: dict[str, WrittenBody] = {}
    streamed = any(sheet.body is not None for sheet in plan.sheets)
    with refusals():
        raw = ProtectedWorkbook()
        book, formats = Strict(raw), Formats(raw.add_format)
        _write_identity(raw, identity)
        for position, sheet in enumerate(plan.sheets, 1):
            worksheet = book.add_worksheet(sheet.name)
            out = Strict(worksheet)
            writer = _SheetWriter(plan, sheet, out, formats)
            if sheet.body is not None:
                writer.body = BodyWriter(plan, sheet, worksheet, formats)
                waiting.callback(writer.body.out.close)
                worksheet.body_row = sheet.body_row
                worksheet.body = bodies[f"xl/worksheets/sheet{position}.xml"] = writer.body.out
            writer.write(values, identity)
            if streamed:  # the rows of a body have the numbers of their formats when they are written
                worksheet.number_formats(sheet.last_row + 1)
            insert_charts(book, out, plan, sheet)
        _write_names(book, plan, identity.token)
        if identity.output is not None:
            mark_output(raw, identity.output)
        _open_at_first_visible(raw, plan)
        book.close()
    return raw.parts, bodies


def _write_identity(book: ProtectedWorkbook, identity: SelfDescription) -> None:
    created = dt.datetime.combine(identity.created, dt.time())
    told = {"title": identity.title, "subject": identity.subject, "author": identity.author}
    strict = Strict(book)
    strict.set_properties({**told, "created": created})
    for name, text in properties(identity.token or "").items():
        strict.set_custom_property(name, text, "text")
    book.protection = identity.protection


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


def _open_at_first_visible(book: ProtectedWorkbook, plan: Plan) -> None:
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
        self._formulas = FilledDown(plan, sheet)
        self._pages = [sheet.row(row) for row in sheet.print.breaks]
        self._said_again: set[Address] = set()
        self.body: BodyWriter | None = None

    def write(self, values: Mapping[Spot, Scalar], identity: SelfDescription) -> None:
        self._frame()
        if self.body is None:
            self._cells(self._sheet.cells, values)
        else:
            self._around(self.body, values)
        for placed in validations(self._plan, self._sheet):
            self._out.data_validation(*placed.areas[0], self._spread(placed))
        for placed in highlights(self._plan, self._sheet):
            looks = {"format": self._formats.highlight(placed.kind)}
            self._out.conditional_format(*placed.areas[0], self._spread(placed) | looks)
        self._print(self._sheet.print, identity)
        if self._sheet.protected and identity.protection is not None:
            self._out.protect_with(identity.protection)

    def _cells(self, cells: Iterable[Cell], values: Mapping[Spot, Scalar]) -> None:
        for cell in cells:
            if cell.comment:
                self._out.write_comment(*self._sheet.address(cell.spot), cell.comment, _COMMENT)
            # no `get` for a calculation: without its figure a file would show what the engine does not say
            computed = cell.calculation is not None
            self._cell(cell, values[cell.spot] if computed else values.get(cell.spot, cell.value))

    def _around(self, body: BodyWriter, values: Mapping[Spot, Scalar]) -> None:
        """The keys of all rows, then the cells: above the body, the body's, below it."""
        keys, rest = list[Cell](), list[Cell]()
        for cell in self._sheet.cells:
            (keys if KEY in {cell.spot.row, cell.spot.column} else rest).append(cell)
        for cells, inside in ((keys, body.share_keys), (rest, lambda: body.write(values))):
            above = [c for c in cells if self._sheet.row(c.spot.row) < self._sheet.body_row]
            self._cells(above, values)
            inside()
            self._cells(cells[len(above) :], values)

    @staticmethod
    def _spread(placed: WrittenRule) -> dict[str, object]:
        return {**placed.options, "multi_range": " ".join(area.a1 for area in placed.areas)}

    def _frame(self) -> None:
        """Rows, columns, and how the sheet shows."""
        for line in self._sheet.lines:
            if line.hidden or line.height is not None:
                self._out.set_row(self._sheet.row(line.key), line.height, None, {"hidden": line.hidden})
            if line.grows:
                self._out.let_grow(self._sheet.row(line.key))
        for column, stripe in enumerate(self._sheet.stripes):
            self._out.set_column(column, column, stripe.width, None, {"hidden": stripe.hidden})
        self._view(self._sheet.view)
        if self._sheet.state == "visible":
            self._out.hide_gridlines(2)
            self._out.set_tab_color(TABS[self._sheet.purpose])
            self._select_start()
        else:
            (self._out.hide if self._sheet.state == "hidden" else self._out.very_hidden)()

    def _view(self, view: View) -> None:
        sheet = self._sheet
        row = 0 if sheet.freeze is None else sheet.row(sheet.freeze)
        column = 0 if view.column is None else sheet.column_index[view.column]
        top = row if view.first is None else sheet.row(view.first)
        left = column if view.left is None else sheet.column_index[view.left]
        if row or column:
            self._out.freeze_panes(row, column, top, left)
        self._out.set_top_left_cell(0 if row else top, 0 if column else left)
        if view.zoom != _AS_IT_IS:
            self._out.set_zoom(view.zoom)

    def _select_start(self) -> None:
        start = self._sheet.start
        if start is not None:
            at = self._sheet.address(start)
            self._out.set_selection(*at, *at)

    def _print(self, wanted: Print, identity: SelfDescription) -> None:
        out, inches = self._out, wanted.margin / _MILLIMETRES
        out.set_paper(_PAPER[wanted.paper])
        (out.set_landscape if wanted.landscape else out.set_portrait)()
        out.set_margins(left=inches, right=inches, top=inches, bottom=inches)
        out.center_horizontally()
        if not wanted.colours:
            out.print_black_and_white()
        if wanted.scale:
            out.set_print_scale(wanted.scale)
        else:
            out.fit_to_pages(1, 0)
        out.set_h_pagebreaks([self._sheet.row(row) for row in wanted.breaks])
        edge = {"margin": min(_FOOTER_MARGIN, wanted.margin) / _MILLIMETRES}
        out.set_footer(FOOTER[identity.lang], edge)
        if wanted.title is not None:
            out.set_header(self._header(wanted.title, identity.recipient), edge)
        columns = self._sheet.column_index
        if wanted.rows or wanted.columns:
            first_row, last_row = wanted.rows or (self._sheet.lines[0].key, None)
            bottom = self._sheet.last_row if last_row is None else self._sheet.row(last_row)
            left, right = wanted.columns or (self._sheet.stripes[0].key, self._sheet.stripes[-1].key)
            out.print_area(self._sheet.row(first_row), columns[left], bottom, columns[right])
        if wanted.repeat:
            out.repeat_rows(*(self._sheet.row(row) for row in wanted.repeat))

    def _header(self, title: str, recipient: str) -> str:
        """Above each page: what it is called, and who fills it in."""
        beside = self._sheet.cells_beside(Spot(self._sheet.key, title, ""))
        called = next(str(cell.value) for cell in beside if cell.role is Role.PRINTED)
        said = (text.partition("\n")[0].replace("&", "&&") for text in (called, recipient))
        return "".join(f"{part}{text}" for part, text in zip(_HEADER, said, strict=True))

    def _cell(self, cell: Cell, value: Scalar) -> None:
        at = self._sheet.address(cell.spot)
        if at in self._said_again:
            return
        style = cell.style
        if isinstance(value, dt.date) and style.number_format is None:
            style = replace(style, number_format=DATE_FORMAT)
        looks = self._formats.cell(style)
        if cell.span != (1, 1):
            for area in self._on_pages(cell, at):
                self._merge(area, looks)
                if (begin := Address(area.first_row, area.first_column)) != at:
                    self._value(begin, value, looks)
                    self._said_again.add(begin)
        if cell.link is not None:
            # a plain text is written with its link, anything else over it
            shown = value if isinstance(value, str) and is_plain(value) and cell.calculation is None else ""
            self._out.write_url(*at, url(self._plan, cell.link, shown), looks)
        if cell.calculation is not None:
            with refused(self._plan.by_key[cell.spot.sheet].of_form, cell.label or cell.spot.column):
                formula = self._formulas.text(cell.calculation, cell.spot)
            self._out.write_formula(*at, f"={formula}", looks, cached(value))
        elif cell.link is None or not isinstance(value, str) or not is_plain(value):
            self._value(at, value, looks)

    def _on_pages(self, cell: Cell, at: Address) -> Iterator[Area]:
        """A merged cell as it is written: what is printed in it stands on each page that it reaches."""
        last_row, last_column = at.row + cell.span[0] - 1, at.column + cell.span[1] - 1
        begins = [at.row]
        if cell.role is Role.PRINTED and cell.link is None:
            begins += [row for row in self._pages if at.row < row <= last_row]
        for first, behind in zip(begins, [*begins[1:], last_row + 1], strict=True):
            yield Area(first, at.column, behind - 1, last_column)

    def _merge(self, area: Area, looks: Any) -> None:
        if area[:2] != area[2:]:
            self._out.merge_blank(area, looks)

    def _value(self, at: Address, value: Scalar, looks: Any) -> None:
        match value:
            case None | "":
                self._out.write_blank(*at, None, looks)
            case bool():
                self._out.write_string(*at, shown_truth(value), looks)
            case str() if is_markup(value):
                self._out.write_rich_string(*at, value[0], value[1], value[2:], looks)
            case str():
                self._out.write_string(*at, value, looks)
            case _:
                self._out.write_number(*at, number(value), looks)
