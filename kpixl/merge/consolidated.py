"""The tables that a validators file makes, as sheets: a head, rows, a last row with live sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import RangeRef
from kpixl.check import (
    ORIGIN,
    Consolidated,
    ConsolidatedColumn,
    Frames,
    Validator,
    ValidatorError,
    plain,
    running,
)
from kpixl.layout import Sheet
from kpixl.layout.plan.cell import FileCell, Scalar
from kpixl.merge import formulas
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.sheets import Content, Heading, PlainSheet

_TOTAL, _SUM, _MOST_PLACES, _WIDE = "#total", "合计", 9, 20


def consolidated_sheets(stack: AcceptedAnswers, validator: Validator, frames: Frames) -> Iterator[Sheet]:
    """One sheet a table, in the order of the file. ValidatorError where a function fails."""
    for number, (title, maker) in enumerate(validator.sheets, 1):
        with running(maker):
            made = maker(frames, stack.scheme)
        if made is not None:
            yield _Table(stack, f"consolidated/{number}", title, made).sheet()


class _Table:
    def __init__(self, stack: AcceptedAnswers, key: str, title: str, made: Consolidated) -> None:
        self.stack, self.title, self.columns = stack, title, made.columns
        self.rows: Sequence[Mapping[str, Any]] = plain(made.frame)
        missing = [c.name for c in made.columns if c.name not in made.frame.columns]
        if missing or not made.columns:
            raise _refused(
                title, ("没有这些列：" + "、".join(missing), f"it lacks the columns {', '.join(missing)}")
            )
        headings = [_heading(column, self.rows) for column in made.columns]
        self.plain = PlainSheet(key=key, name=title, title=title, columns=headings, frozen=self._named())

    def sheet(self) -> Sheet:
        """The finished sheet."""
        rows = [(str(n), [self._content(row, c) for c in self.columns]) for n, row in enumerate(self.rows, 1)]
        if self.rows and any(c.total for c in self.columns):
            rows.append((_TOTAL, [self._sum(i, c) for i, c in enumerate(self.columns)]))
        return self.plain.sheet(rows)

    def _named(self) -> int:
        """How many columns name a row: up to the first with texts."""
        texts = (
            n for n, c in enumerate(self.columns, 1) if any(isinstance(r[c.name], str) for r in self.rows)
        )
        return next(texts, 1) % len(self.columns)

    def _content(self, row: Mapping[str, Any], column: ConsolidatedColumn) -> Content:
        own = tuple(f"{column.name}{part}" for part in ORIGIN)
        first = ORIGIN if column is self.columns[0] else ()
        link = self._link(row, own) or (self._link(row, first) if first else None)
        return Content(value=self._value(row[column.name], column), link=link)

    def _link(self, row: Mapping[str, Any], names: Sequence[str]) -> FileCell | None:
        file, sheet, cell = (row.get(name) for name in names)
        return self.stack.link(str(file), sheet, cell) if isinstance(file, str) and sheet and cell else None

    def _value(self, value: Any, column: ConsolidatedColumn) -> Scalar:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        number = isinstance(value, Decimal) and value.is_finite()
        if number or (isinstance(value, str | bool | dt.date) and not column.total):
            return value  # type: ignore[no-any-return]
        wanted = (
            ("Decimal、整数或空", "a Decimal, an int or blank")
            if column.total
            else ("数、文字或空", "a value")
        )
        told = (
            f"“{column.name}”应是{wanted[0]}，实际是 {value!r}",
            f"{column.name} must be {wanted[1]}, not {value!r}",
        )
        raise _refused(self.title, told)

    def _sum(self, index: int, column: ConsolidatedColumn) -> Content:
        if not column.total:
            return Content(value=_SUM if index == 0 else None)
        area = RangeRef(self.plain.spot("1", column.name), self.plain.spot(str(len(self.rows)), column.name))
        return Content(calculation=formulas.summed(area, _places(r[column.name] for r in self.rows)))


def _heading(column: ConsolidatedColumn, rows: Sequence[Mapping[str, Any]]) -> Heading:
    kinds = {type(row[column.name]) for row in rows if row.get(column.name) is not None}
    wide = str in kinds and column.width >= _WIDE
    return Heading(
        name=column.name,
        label=column.label,
        width=column.width,
        align="left" if wide else "right" if kinds == {Decimal} else "center",
        number_format=column.number_format,
    )


def _places(values: Iterator[Any]) -> int:
    """As many decimals as the figures have."""
    decimals = [-int(v.as_tuple().exponent) for v in values if isinstance(v, Decimal) and v.is_finite()]
    return min(_MOST_PLACES, max([0, *decimals]))


def _refused(title: str, why: tuple[str, str]) -> ValidatorError:
    return ValidatorError(f"汇总表“{title}”：{why[0]}", f"the consolidated table {title!r}: {why[1]}")
