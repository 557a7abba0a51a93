"""The hidden sheet behind drop-down lists: long lists, dependent ones, mirrors of other columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpixl.blueprint.expressions import CellOperand, ColumnRange, Constant, Name, RangeRef, Ref, text_length
from kpixl.blueprint.expressions.formula import Formula, formula
from kpixl.blueprint.expressions.functions_choices import choices_beside, texts_of
from kpixl.blueprint.expressions.operands import ColumnOperand
from kpixl.blueprint.expressions.pieces import literal
from kpixl.blueprint.listed import LISTED, kind_of
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Role, Scalar, Style, Validation
from kpixl.layout.plan.frame import Line, Stripe
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.rules.types import LIST, CellType, Dynamic, Listed, list_name, unspelled

LISTS = "_lists"
INLINE_LIMIT = 255
_FIRST, _END = "1", "#end"
_HERE = "here"


def list_column(name: str) -> ColumnRange:
    """The cells of a list by the name under which conditions name it; its length stands behind a colon."""
    _, _, length = name.partition(":")
    return ColumnRange(
        range=RangeRef(Spot(LISTS, _FIRST, name), Spot(LISTS, length or _END, name)), kind="text"
    )


def listed_column(path: str, column: ColumnOperand) -> ColumnRange:
    """The cells of a column of the scheme's lists (`list.regions.name`), as many as it has items."""
    found = list_column(f"{LIST}{path.removeprefix(LISTED)}/:{len(column.items)}")
    return replace(found, kind=kind_of(column.usable))


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The lists of a workbook.

    names: defined name → its cells; columns: stripe's key → its cells from the top.

    long: the defined names of lists of texts.
    """

    columns: Mapping[str, Sequence[Scalar | Calculation]] = field(default_factory=dict)
    names: Mapping[str, RangeRef] = field(default_factory=dict)
    long: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def sheet(self) -> Sheet | None:
        """The hidden sheet; None where there is no list."""
        if not self.columns:
            return None
        longest = max(map(len, self.columns.values()))
        return Sheet(
            key=LISTS,
            name=LISTS,
            lines=(*(Line(key=str(i + 1)) for i in range(longest)), Line(key=_END)),
            stripes=tuple(Stripe(key=name) for name in self.columns),
            cells=tuple(
                _cell(Spot(LISTS, str(i + 1), name), content)
                for name, contents in self.columns.items()
                for i, content in enumerate(contents)
            ),
            state="veryHidden",
        )

    def behind(self, cell: Cell) -> Cell:
        """The cell with the source of its drop-down list, where that is not written out."""
        v = cell.validation
        if v is None or v.kind != "list":
            return cell
        if isinstance(cell.type, Listed):
            return cell._replace(validation=replace(v, options=self._options(cell, cell.type)))
        return (
            cell._replace(validation=replace(v, source=self.long[v.choices]))
            if v.choices in self.long
            else cell
        )

    def _options(self, cell: Cell, kind: Listed) -> Formula:
        by_key = {ref.first: name for name, ref in self.names.items()}
        first, *second = (formula(by_key[list_column(name).range.first]) for name in kind.lists)
        if kind.column:
            return texts_of(first)
        parent = cell.names[kind.by]
        text = formula(parent.ref, '&""') if isinstance(parent, CellOperand) else _known(parent)
        return choices_beside(first, second[0], formula(self.long[kind.whole.choices]), text)


def _known(parent: object) -> Formula:
    return literal(parent.value if isinstance(parent, Constant) else None)


def _cell(spot: Spot, content: Scalar | Calculation) -> Cell:
    if isinstance(content, Calculation):
        return Cell(spot=spot, role=Role.HELPER, calculation=content, style=Style(name="key"))
    return Cell(spot=spot, role=Role.HELPER, value=content, style=Style(name="key"))


def gather(sheets: Sequence[Sheet], named: Mapping[str, ColumnOperand]) -> Lists:
    """All lists that the cells of the sheets need. named: columns of the scheme's lists, by their paths."""
    validations = [c.validation for s in sheets for c in s.cells if c.validation]
    listed = sorted(set(_listed(sheets)), key=lambda kind: kind.lists)
    whole = {kind.whole.choices for kind in listed if kind.by}
    compared = {choices for kind in _types(sheets) for choices in unspelled(kind)}
    long = sorted(whole | compared | {v.choices for v in validations if _is_long(v)})
    names = {choices: f"kp.list{i + 1}" for i, choices in enumerate(long)}
    columns: dict[str, Sequence[Scalar | Calculation]] = {list_name(choices): choices for choices in long}
    ranges = {name: list_column(list_name(choices)).range for choices, name in names.items()}
    for path, column in named.items():
        columns[_stripe(listed_column(path, column))] = column.usable
    for i, kind in enumerate(listed):
        contents = _contents(kind, sheets)
        for name, content, label in zip(kind.lists, contents, ("by", "of"), strict=False):
            columns[name] = content
            ranges[f"kp.{label if kind.by else 'column'}{i + 1}"] = list_column(name).range
    return Lists(columns=columns, names=ranges, long=names)


def _stripe(column: ColumnRange) -> str:
    first = column.range.first
    if not isinstance(first, Spot):
        raise TypeError(first)
    return first.column


def _is_long(v: Validation) -> bool:
    """Whether a list is too long for the validation, or holds what would end a text there."""
    return text_length(",".join(v.choices)) > INLINE_LIMIT or any("," in c or '"' in c for c in v.choices)


def _types(sheets: Iterable[Sheet]) -> Iterable[CellType]:
    """What the cells to fill take: rows laid out alike share a type, which is given once."""
    cells = (cell for sheet in sheets for cell in sheet.cells)
    return {id(c.type): c.type for c in cells if c.role is Role.INPUT and c.type is not None}.values()


def _listed(sheets: Iterable[Sheet]) -> Iterator[Listed]:
    for kind in _types(sheets):
        yield from _inside(kind)


def _inside(kind: CellType) -> Iterator[Listed]:
    if isinstance(kind, Dynamic):
        yield from _inside(kind.then)
        yield from _inside(kind.otherwise)
    elif isinstance(kind, Listed):
        yield kind


def _contents(kind: Listed, sheets: Sequence[Sheet]) -> tuple[Sequence[Scalar | Calculation], ...]:
    if kind.by:
        return [above for above, _ in kind.pairs], [choice for _, choice in kind.pairs]
    form, _, column = kind.column.partition(".")
    cells = [c for s in sheets for c in s.cells if c.key and (c.key.form, c.key.column) == (form, column)]
    return ([*kind.whole.choices, *(_mirror(cell) for cell in cells)],)


def _mirror(cell: Cell) -> Calculation:
    """What another cell shows, as a text."""
    there = CellOperand(ref=Ref(target=cell.spot), kind="text")
    return Calculation(tree=Name(_HERE), names={_HERE: there})
