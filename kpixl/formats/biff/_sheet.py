"""One sheet of an .xls: its records as the same facts that a sheet of an .xlsx gives."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kpixl.addresses import Area, Cell
from kpixl.formats._facts import Budget, RawValidation, ScannedCell, ScannedSheet, is_flat, is_narrow
from kpixl.formats._overlays import Overlay
from kpixl.formats._tokens import ERRORS, UNREADABLE, Surroundings, formula_text
from kpixl.formats.biff._overlays import OverlayScan
from kpixl.formats.biff._records import DAMAGE, BiffRecord, Run, damaged, number_text, records

_TYPES = ("none", "whole", "decimal", "list", "date", "time", "textLength", "custom")
_OPERATORS = (
    "between", "notBetween", "equal", "notEqual",
    "greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual",
)  # fmt: skip
_ALERTS = ("stop", "warning", "information")
HEIGHT, TWIPS, PARTS = 0x7FFF, 20, 256
"""The bits of a row's height; how many twips a point has, and how many parts a character."""
_SHARED = b"\x01"
_BY_RESULT = 0xFFFF


class BiffSheet(NamedTuple):
    """What a sheet says, and what lies over its cells."""

    scanned: ScannedSheet
    overlays: tuple[Overlay, ...]


def scan_biff_sheet(stream: bytes, start: int, around: Surroundings, budget: Budget) -> BiffSheet:
    """The facts of the sheet that begins there. Raises BadFileError."""
    scan, overlays = _Scan(around, budget), OverlayScan()
    actions = {**scan.actions(), **overlays.actions()}
    for record in records(stream, start):
        action = actions.get(record.id)
        if action is not None:
            try:
                action(record)
            except DAMAGE as error:
                raise damaged(f"{record.id:#x}") from error
    return BiffSheet(scan.finished(), overlays.finished())


def small_number(raw: int) -> float:
    """The number in an RK field: an integer or half a double, perhaps a hundred times too large."""
    if raw & 2:
        value = float((raw >> 2) - (0x40000000 if raw & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))
    return value / 100 if raw & 1 else value


def validation(flags: int, areas: tuple[Area, ...], formulas: tuple[str, str] | None = None) -> RawValidation:
    """A data validation, from the flags that .xls and .xlsb both have. formulas: None where not read."""
    kind, operator, alert = flags & 0xF, flags >> 20 & 0xF, flags >> 4 & 0x7
    first, second = formulas or ("", "")
    return RawValidation(
        areas=areas,
        type=_TYPES[kind] if kind < len(_TYPES) else "none",
        operator=_OPERATORS[operator] if operator < len(_OPERATORS) else "between",
        formula1=first.replace("\x00", ","),
        formula2=second,
        allow_blank=bool(flags & 0x100),
        alert=_ALERTS[alert] if alert < len(_ALERTS) and flags & 0x80000 else "none",
        home=areas[0][:2] if areas else None,
        complete=formulas is not None,
    )


class _Scan:
    """The state of one pass. A formula's text result and its shared text come in records after it."""

    def __init__(self, around: Surroundings, budget: Budget) -> None:
        self.around, self.budget = around, budget
        self.sheet = ScannedSheet(limits=budget.limits)
        self.shared: dict[Cell, bytes] = {}
        self.sharing: list[tuple[int, Cell]] = []

    def actions(self) -> Mapping[int, Callable[[BiffRecord], None]]:
        return {
            0x201: self.on_blank,
            0xBE: self.on_blanks,
            0x203: self.on_number,
            0x27E: self.on_small,
            0xBD: self.on_smalls,
            0xFD: self.on_shared_text,
            0x204: self.on_label,
            0xD6: self.on_label,
            0x205: self.on_boolean,
            0x06: self.on_formula,
            0x207: self.on_result,
            0x4BC: self.on_shared_formula,
            0x208: self.on_row,
            0x7D: self.on_columns,
            0xE5: self.on_merges,
            0x1BE: self.on_validation,
            0x12: self.on_protection,
        }

    def finished(self) -> ScannedSheet:
        """The sheet, shared formulas put where they are used."""
        cells = self.sheet.cells
        for index, master in self.sharing:
            cell = cells[index]
            tokens = self.shared.get(master)
            text = formula_text(tokens, self.around, (cell.row, cell.column)) if tokens else UNREADABLE
            cells[index] = cell._replace(formula=text)
        return self.sheet

    def put(
        self, place: tuple[int, int, int], kind: str, text: str | None, formula: str | None = None
    ) -> None:
        row, column, style = place
        self.sheet.put(ScannedCell(row, column, kind, str(style), text, formula, None), self.budget)

    def on_blank(self, record: BiffRecord) -> None:
        self.put(_place(record), "n", None)

    def on_blanks(self, record: BiffRecord) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for number, (style,) in enumerate(struct.iter_unpack("<H", _even(record.data[4:-2]))):
            self.put((row, column + number, style), "n", None)

    def on_number(self, record: BiffRecord) -> None:
        self.put(_place(record), "n", number_text(*struct.unpack_from("<6xd", record.data)))

    def on_small(self, record: BiffRecord) -> None:
        self.put(_place(record), "n", number_text(small_number(*struct.unpack_from("<6xL", record.data))))

    def on_smalls(self, record: BiffRecord) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for number in range((len(record.data) - 6) // 6):
            style, raw = struct.unpack_from("<HL", record.data, 4 + 6 * number)
            self.put((row, column + number, style), "n", number_text(small_number(raw)))

    def on_shared_text(self, record: BiffRecord) -> None:
        self.put(_place(record), "s", str(*struct.unpack_from("<6xL", record.data)))

    def on_label(self, record: BiffRecord) -> None:
        self.put(_place(record), "text", Run(record.pieces, 6).text())

    def on_boolean(self, record: BiffRecord) -> None:
        value, is_error = struct.unpack_from("<6xBB", record.data)
        self.put(_place(record), *truth(value, is_error=is_error))

    def on_formula(self, record: BiffRecord) -> None:
        (length,) = struct.unpack_from("<20xH", record.data)
        tokens = record.data[22 : 22 + length]
        if tokens.startswith(_SHARED):
            row, column = struct.unpack_from("<HH", tokens, 1)
            self.sharing.append((len(self.sheet.cells), (row, column)))
            formula = ""
        else:
            formula = formula_text(tokens, self.around)
        self.put(_place(record), *_result(record.data[6:14]), formula)

    def on_result(self, record: BiffRecord) -> None:
        last = self.sheet.cells[-1]
        if last.kind == "text" and last.formula is not None:
            self.sheet.cells[-1] = last._replace(text=Run(record.pieces).text())

    def on_shared_formula(self, record: BiffRecord) -> None:
        row, column, length = struct.unpack_from("<HxxBxxxH", record.data)
        self.shared[row, column] = record.data[10 : 10 + length]

    def on_row(self, record: BiffRecord) -> None:
        row, height, flags = struct.unpack_from("<H4xH4xH", record.data)
        if flags & 0x20 or is_flat((height & HEIGHT) / TWIPS):
            self.sheet.hidden_rows.add(row)

    def on_columns(self, record: BiffRecord) -> None:
        first, last, width, flags = struct.unpack_from("<HHH2xH", record.data)
        if flags & 1 or is_narrow(width / PARTS):
            self.sheet.hide_columns(first, last)

    def on_merges(self, record: BiffRecord) -> None:
        for area in _areas(record.data, 0):
            self.sheet.merge(area)

    def on_validation(self, record: BiffRecord) -> None:
        run = Run(record.pieces)
        flags = run.number("<L")
        for _ in range(4):  # titles and messages
            run.text()
        tokens = []
        for _ in range(2):
            length = run.number("<H")
            run.skip(2)
            tokens.append(run.take(length))
        count = run.number("<H")
        areas = tuple(_areas(struct.pack("<H", count) + run.take(8 * count), 0))
        home = areas[0][:2] if areas else (0, 0)
        first, second = (formula_text(some, self.around, home) if some else "" for some in tokens)
        self.sheet.validate(validation(flags, areas, (first, second)))

    def on_protection(self, record: BiffRecord) -> None:
        self.sheet.protected = any(record.data[:2])


def _place(record: BiffRecord) -> tuple[int, int, int]:
    row, column, style = struct.unpack_from("<HHH", record.data)
    return row, column, style


def _even(data: bytes) -> bytes:
    return data[: len(data) // 2 * 2]


def truth(value: int, *, is_error: int) -> tuple[str, str]:
    """Kind and text of a cell that holds true, false or an error."""
    return ("e", ERRORS.get(value, f"#{value}")) if is_error else ("b", "1" if value else "0")


def _result(result: bytes) -> tuple[str, str | None]:
    """Kind and text of a formula's result. A text follows in a record of its own."""
    kind, value, mark = struct.unpack("<BxBxxxH", result)
    if mark != _BY_RESULT:
        return "n", number_text(*struct.unpack("<d", result))
    match kind:
        case 0:
            return "text", None
        case 1 | 2:
            return truth(value, is_error=kind == 2)
    return "text", ""


def _areas(data: bytes, at: int) -> Iterator[Area]:
    (count,) = struct.unpack_from("<H", data, at)
    for number in range(count):
        first, last, left, right = struct.unpack_from("<4H", data, at + 2 + 8 * number)
        yield first, left, last, right
