"""What validators files work on: typed pandas frames of all returns, with the cell of every value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Column, Conditional, Scheme, Typed, TypeSpec
from kpixl.check.stack import FIELDS, Row, Stack
from kpixl.garbage import let_go
from kpixl.marks import PLACE
from kpixl.rules.types import ValueType

if TYPE_CHECKING:
    import pandas as pd

Numbers = Literal["decimal", "float"]
"""What figures are in a frame: exact (Decimal, in a column of objects), or Float64."""
ORIGIN = ("_file", "_sheet", "_cell")
"""Columns of a consolidated table: where a row comes from; behind a column's name, where its value does."""
_DTYPES: Mapping[str, tuple[type, str]] = {
    "number": (Decimal, "Float64"),
    "date": (dt.date, "datetime64[us]"),
    "boolean": (bool, "boolean"),
    "text": (str, "string"),
}
"""The types of value by kind: Python's and the frame's."""
_ANY: tuple[type, str] = (object, "object")


class Frames(Mapping[str, "pd.DataFrame"]):
    """One typed frame a form's table (`form.table`) or fields (`form.fields`), stacked over all returns.

    A frame has the columns PLACE and one a column of the blueprint that its stage shows: figures as `numbers`
    says, days as datetime64, 是/否 as boolean, texts as string, what is blank or not valid as NA. One that
    nobody returned is empty. The index says where a row's cells are, so a row that is to be found again keeps
    its label.
    """

    def __init__(self, stack: Stack, numbers: Numbers = "decimal") -> None:
        self.stack, self._numbers = stack, numbers
        self._columns = dict(_declared(stack))
        self._made: dict[str, pd.DataFrame] = {}
        self._dtypes: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = self._frame(name, list(self.rows(name)))
            let_go()
        return self._made[name].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def let_go(self) -> None:
        """Keep no frame that was made: whoever asks for one again gets a new one."""
        self._made.clear()
        let_go()

    def rows(self, name: str) -> Sequence[Row]:
        """The rows of a frame with their cells; a label of the index is the place among them."""
        return self.stack.by_name.get(name, ())

    def plain(self, row: Row) -> dict[str, Any]:
        """What a row says, as plain values under the columns of its frame."""
        names = self.stack.scheme.roster.names
        own = self._columns[f"{row.form}.{row.table}"]
        return {p: _place(row, p, names) for p in PLACE} | {column_name(c): row.value(c.name) for c in own}

    def parts(self, name: str, size: int) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """A frame and the addresses (`D7`) of its values, so many rows at a time; none of it is kept.

        The columns are of the types that they have in the whole; an address is NA where none is.
        """
        rows, dtypes = self.rows(name), self._whole(name)
        for first in range(0, len(rows), size):
            some = list(rows[first : first + size])
            yield self._frame(name, some, dtypes), self._addresses(name, some)

    def _whole(self, name: str) -> Mapping[str, str]:
        """The types of a frame's columns over all its rows."""
        if name not in self._dtypes:
            wanted = {c.name: self._wanted(c) for c in self._columns[name]}
            odd = {
                column
                for row in self.rows(name)
                for column, (python, _) in wanted.items()
                if not _fits(row.value(column), python)
            }
            self._dtypes[name] = {c: "object" if c in odd else dtype for c, (_, dtype) in wanted.items()}
        return self._dtypes[name]

    def cells(self, name: str) -> pd.DataFrame:
        """The addresses of a frame's values, under the same labels and columns."""
        return self._addresses(name, list(self.rows(name)))

    def _addresses(self, name: str, rows: Sequence[Row]) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415 - heavy: only validators files and --frames need it

        return pd.DataFrame({column_name(c): _cells(rows, c.name) for c in self._columns[name]})

    def _cells(self, name: str, column: str) -> pd.Series[str]:
        """Those of one column."""
        own = next((c.name for c in self._columns[name] if column_name(c) == column), None)
        if own is None:
            raise KeyError(column)
        return _cells(self.rows(name), own)

    def told(self, name: str, column: str) -> pd.Series[str]:
        """Where each value of a column stands, in words: file, sheet and cell."""
        frame = self[name]
        return frame["file"] + " " + frame["sheet"] + "!" + self._cells(name, column)

    def origin(self, name: str, column: str, of: str = "") -> pd.DataFrame:
        """Where each value of a column stands, as a consolidated table links to it.

        of: the table's column whose values lead there; "": the whole row does.
        """
        frame, cells = self[name], self._cells(name, column)
        places = (frame[each].where(cells.notna()) for each in ("file", "sheet"))
        return frame[[]].assign(
            **{f"{of}{part}": p for part, p in zip(ORIGIN, (*places, cells), strict=True)}
        )

    def scored(self, name: str, column: str, /, **figures: Any) -> pd.DataFrame:
        """The lines of `score`, one a row of a frame. column: where the item's score stands.

        figures: `points`, `bonus`, `deduction`, `score`, by label or one for all; `name`; and `item`, where
        it is not the row's key.
        """
        frame = self[name]
        blank: dict[str, Any] = dict.fromkeys(("points", "bonus", "deduction", "score"))
        place = frame[["file", "sheet"]].assign(cell=self._cells(name, column))
        lines = frame[["subject", "row"]].set_axis(["unit", "item"], axis=1).join(place)
        return lines.assign(**{**blank, **figures})

    def _frame(
        self, name: str, rows: Sequence[Row], dtypes: Mapping[str, str] = MappingProxyType({})
    ) -> pd.DataFrame:
        """Rows of a frame. dtypes: of columns, where they do not follow from these rows."""
        import pandas as pd  # noqa: PLC0415 - heavy: only validators files and --frames need it

        names = self.stack.scheme.roster.names
        of_place = {p: [_place(row, p, names) for row in rows] for p in PLACE}
        made = {p: pd.Series(values, dtype="string") for p, values in of_place.items()}
        columns: dict[str, list[Value]] = {column.name: [] for column in self._columns[name]}
        for row in rows:
            for of, values in columns.items():
                values.append(row.value(of))
        for column, values in zip(self._columns[name], columns.values(), strict=True):
            given = [pd.NA if value is None else value for value in values]
            dtype = dtypes.get(column.name) or self._dtype(values, column)
            made[column_name(column)] = pd.Series(given, dtype=dtype)
        return pd.DataFrame(made, copy=False)

    def _dtype(self, values: Iterable[Value], column: Column) -> str:
        """Of a series of such values: the column's; that of any object where one is of another type."""
        python, dtype = self._wanted(column)
        return dtype if all(_fits(value, python) for value in values) else "object"

    def _wanted(self, column: Column) -> tuple[type, str]:
        """The types that a column's values are to have: Python's and the frame's."""
        kinds = set(_kinds(column.type))
        python, dtype = _DTYPES.get(kinds.pop() if len(kinds) == 1 else "any", _ANY)
        return _ANY if python is Decimal and self._numbers == "decimal" else (python, dtype)


def _fits(value: Value, python: type) -> bool:
    return value is None or isinstance(value, python)


def _declared(stack: Stack) -> Iterator[tuple[str, list[Column]]]:
    """The frames of a scheme with the columns that the stages of these returns show."""
    stages = {r.stamp.stage for r in stack.records if r.stamp}
    for form in stack.scheme.forms:
        tables = [(t.name, t.leaves) for t in form.tables]
        for table, columns in ((FIELDS, form.fields), *tables):
            shown = [c for c in columns if not stages or any(c.is_shown(s) for s in stages)]
            if columns:
                yield f"{form.form}.{table}", shown


def column_name(column: Column) -> str:
    """What a column of the blueprint is called in a frame."""
    return f"{column.name}_" if column.name in PLACE else column.name


def field_name(column: str) -> str:
    """The column of the blueprint that a frame's column is."""
    own = column.removesuffix("_")
    return own if own in PLACE else column


def _cells(rows: Sequence[Row], column: str) -> pd.Series[str]:
    """The addresses of a column's values."""
    import pandas as pd  # noqa: PLC0415 - heavy: only validators files and --frames need it

    lines = (row.cells.line(column) for row in rows)
    return pd.Series([None if line is None else line.cell for line in lines], dtype="string")


def _place(row: Row, part: str, names: Mapping[str, str]) -> str:
    return names.get(row.subject, "") if part == "subject_name" else str(getattr(row, part))


@cache
def _kinds(spec: TypeSpec) -> tuple[str, ...]:
    """The kinds of value that a type may have in the rows of a table."""
    if isinstance(spec, Conditional):
        return (*_kinds(spec.then), *_kinds(spec.otherwise))
    if isinstance(spec, tuple):
        kinds = {kind for each in spec for kind in _kinds(each)}
        return (kinds.pop() if len(kinds) == 1 else "text",)
    return (ValueType(name=spec.type if isinstance(spec, Typed) else spec).kind,)


def listed(scheme: Scheme, name: str, key: str = "id") -> pd.DataFrame:
    """A list of the scheme as a frame, in its order, under the keys that rows and copies have."""
    import pandas as pd  # noqa: PLC0415 - heavy: only validators files need it

    items = pd.DataFrame(scheme.lists[name].items, dtype=object)
    return items.set_index(items[key].astype(str).rename(None))


def roster(scheme: Scheme) -> pd.DataFrame:
    """The units as a frame by id, in the roster's order: name, short, group, its name, their attributes."""
    import pandas as pd  # noqa: PLC0415 - heavy: only validators files need it

    groups = {group.id: group.name for group in scheme.roster.groups}
    units = [
        {
            **{name: scheme.roster.attribute(u, name) for name in scheme.roster.declared},
            "name": u.name,
            "short": u.short,
            "group": u.group,
            "group_name": groups.get(u.group or ""),
        }
        for u in scheme.roster.units
    ]
    return pd.DataFrame(units, index=[u.id for u in scheme.roster.units], dtype=object)


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain values: None where blank, a day as a date."""
    rows = zip(frame.astype(object).to_dict("records"), frame.isna().to_dict("records"), strict=True)
    return [{str(name): _plain(value, blank[name]) for name, value in row.items()} for row, blank in rows]


def _plain(value: Any, blank: bool) -> Any:  # noqa: FBT001 - as pandas says it of each value
    if blank and not isinstance(value, Decimal):  # Decimal("NaN") is a mistake, not a blank
        return None
    return value.date() if isinstance(value, dt.datetime) else value
