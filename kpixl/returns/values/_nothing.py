"""Rows to fill freely that only say that there is nothing to report: they are read as blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kpixl.coerce import Coerced, is_idle, says_nothing
from kpixl.findings import Finding, Location, Severity, found
from kpixl.layout import Computation, Role
from kpixl.returns.sheets._geometry import FreeRow, Geometry, Held
from kpixl.returns.values._extract import Filled, Placed
from kpixl.words import NO_WORDS, Words

_SHOWN = 60
_NEEDED = Words("，但这张表不能空着", ", but the table must not be blank")
_ENTER = Words(
    "请在这一行填写内容；确实没有的，请与印发单位联系。",
    "Enter what belongs into the row; if there is none, ask the issuing office.",
)
_CLEAR = Words("没有要报的，请清空这一行，不用写“无”。", "Clear the row if there is nothing to report.")
_LOST = Words(
    "有内容的请重新填写，没有的请清空这一行。", "Type its content again, or clear the row if there is none."
)


@dataclass(frozen=True)
class SilentRows:
    """Those of a return. rows: with the form of each."""

    rows: Sequence[tuple[FreeRow, Location]]

    @classmethod
    def of(cls, geometries: Iterable[Geometry]) -> SilentRows:
        """The rows that say nothing but that."""
        return cls([(row, _where(g, row)) for g in geometries for row in g.filled_freely if _is_silent(row)])

    def left_out(self, cells: Sequence[Placed], filled: Filled) -> Filled:
        """What is filled in without them."""
        lines = {row.line for row, _ in self.rows}
        silent = [p for p in cells if p.cell.role is Role.INPUT and p.cell.table and _line(p) in lines]
        keys = {p.cell.key for p in silent}
        places = {(p.sheet, p.a1) for p in silent}
        return Filled(
            values={key: value for key, value in filled.values.items() if key not in keys},
            coerced={key: value for key, value in filled.coerced.items() if key not in keys},
            types={key: kind for key, kind in filled.types.items() if key not in keys},
            findings=[f for f in filled.findings if (f.where.sheet, f.where.cell) not in places],
        )

    def without_answers(self, cells: Sequence[Placed], filled: Filled, asked: Asked) -> SilentRows:
        """Those that are no answer: where a row is asked for, one that has all it needs answers with 无.

        filled: what is filled in with them.
        """
        short = {
            _line(p)
            for p in cells
            if p.cell.role is Role.INPUT and p.cell.table and not _is_enough(p, _read(p, filled))
        }
        return SilentRows([r for r in self.rows if _table(r[0]) not in asked.tables or r[0].line in short])

    def asked(self, cells: Sequence[Placed], filled: Filled, computation: Computation) -> Asked:
        """Where their tables ask for more. filled, computation: without them."""
        tables = {_table(row) for row, _ in self.rows}
        inputs = [p for p in cells if p.active is not None and (p.cell.spot.sheet, p.cell.table) in tables]
        entered = {_line(p) for p in inputs if _is_filled(p, filled)}
        blank = [
            p
            for p in inputs
            if p.cell.role is Role.INPUT
            and p.cell.key is not None
            and p.active is not None
            and computation.value(p.active) == 1
            and _line(p) not in entered
        ]
        return Asked(blank, frozenset((p.cell.spot.sheet, p.cell.table) for p in blank))

    def told(self, filled: Filled, asked: Asked) -> Iterator[Finding]:
        """One finding a row. Of one more row that its table asks for not each blank is told."""
        filled.coerced.update({p.cell.key: _UNKNOWN for p in asked.blank if p.cell.key is not None})
        for row, where in self.rows:
            yield _finding(row, where, needed=_table(row) in asked.tables)


class Asked(NamedTuple):
    """What tables ask for that is not filled in: the cells of its rows, and the tables."""

    blank: Sequence[Placed]
    tables: frozenset[tuple[str, str]]


_UNKNOWN = Coerced(value=None, text="", valid=False, findings=())
"""What stands where somebody has to say more."""


def _where(g: Geometry, row: FreeRow) -> Location:
    planned = g.planned
    return Location(
        form=planned.of_form, instance=planned.instance or None, sheet=g.raw.name, cell=row.held[0].at.a1
    )


def _read(p: Placed, filled: Filled) -> Coerced | None:
    return filled.coerced.get(p.cell.key) if p.cell.key else None


def _is_filled(p: Placed, filled: Filled) -> bool:
    read = _read(p, filled)
    return read is not None and bool(read.text)


def _is_enough(p: Placed, read: Coerced | None) -> bool:
    """Whether an entry is what its cell takes, and there where it must be."""
    return (read is None or read.valid) and not (p.cell.required and (read is None or read.value is None))


def _line(p: Placed) -> tuple[str, str]:
    return p.cell.spot.sheet, p.cell.spot.row


def _table(row: FreeRow) -> tuple[str, str]:
    cell = row.held[0].cell
    return cell.spot.sheet, cell.table


def _is_silent(row: FreeRow) -> bool:
    """Whether every entry says that there is nothing, or is an error; figures of nothing may go with it."""
    return all(_is_nothing(e) or _is_idle(e) for e in row.held) and any(map(_is_nothing, row.held))


def _is_nothing(each: Held) -> bool:
    raw = each.raw
    said = isinstance(raw.value, str) and raw.formula is None
    return raw.error is not None or (said and says_nothing(str(raw.value)))


def _is_idle(each: Held) -> bool:
    """Whether it is what goes with such an entry: 0, 否."""
    raw = each.raw
    if raw.formula is not None or raw.value is None or isinstance(raw.value, bool):
        return False
    return is_idle(raw.value) if isinstance(raw.value, str) else raw.value == 0


def _finding(row: FreeRow, where: Location, *, needed: bool) -> Finding:
    """An error where the row cannot stay blank, or something may have been lost."""
    texts = dict.fromkeys(each.raw.error or str(each.raw.value) for each in row.held if each.raw.value != 0)
    lost = any(each.raw.error is not None for each in row.held)
    return found(
        "S022",
        where=where,
        severity=Severity.ERROR if needed or lost else None,
        value="、".join(texts)[:_SHOWN],
        number=row.number,
        more=_NEEDED if needed else NO_WORDS,
        advice=_ENTER if needed else _LOST if lost else _CLEAR,
    )
