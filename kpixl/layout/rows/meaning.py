"""What names mean in a row of a form (or among its fields): cells, columns, facts known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from kpixl.blueprint.expressions import Node, RangeRef, Ref, evaluate, holds, names, rounded
from kpixl.blueprint.expressions.nodes import Value
from kpixl.blueprint.expressions.operands import (
    CellOperand,
    ColumnOperand,
    ColumnRange,
    Constant,
    ConstantColumn,
    Kind,
    LookUp,
    Operand,
    Resolved,
)
from kpixl.blueprint.listed import LISTED, column_of, scalar
from kpixl.blueprint.methods import NOTHING, as_expression
from kpixl.blueprint.model import Column, Form
from kpixl.blueprint.model.lexicon import Lexicon
from kpixl.blueprint.templates import filled_in, is_path
from kpixl.layout.edition import FIRST
from kpixl.layout.package.facts import Facts, Scalar, operand
from kpixl.layout.package.instances import ALONE, Instance
from kpixl.layout.package.package import Package
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Role
from kpixl.layout.plan.keys import HERE, CellKey, Spot
from kpixl.layout.rows.beside import column_beside
from kpixl.layout.rows.lists import list_column, listed_column
from kpixl.layout.rows.reasons import REASON, code_cell
from kpixl.layout.standing_in import Said, looked_at, noted
from kpixl.rules.facts import BESIDE
from kpixl.rules.types import LIST, CellType, as_text, cell_type, parsed

_Outcome = TypeVar("_Outcome")
Reckon = Callable[[Node, LookUp, Lexicon], _Outcome]
_CARRIED = "carried."
_WHERE = "[]"
"""Before a name: the cells in other rows that it stands for, which are asked about as facts are."""
AS_TEXT = "@text"
"""Behind a column's name: its cell read as text whatever its kind."""
AS_TYPED = "@typed"
"""Behind a column's name: what was typed in its cell, whatever its type makes of that."""
_READ_AS: Mapping[str, Kind] = {AS_TEXT: "text", AS_TYPED: "any"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One row of a table (item: the list's data) or the fields of a form (row ""): the scope of expressions.

    number: the row's place in its table, where expressions may ask for it; instance: the copy of the form;
    spots: where the row's columns and the form's fields are; ranges: the table's columns as `table.column`;
    settled: types that are the same in every row, which these share; heard: what was asked so far that
    another row may answer otherwise, where somebody wants to know.
    """

    package: Package
    form: Form
    subject: str
    row: str = ""
    item: Mapping[str, Any] = field(default_factory=dict)
    number: int | None = None
    instance: Instance = ALONE
    columns: Mapping[str, Column] = field(default_factory=dict)
    spots: Mapping[str, Spot] = field(default_factory=dict)
    ranges: Mapping[str, RangeRef] = field(default_factory=dict)
    settled: dict[str, CellType] = field(default_factory=dict, repr=False, compare=False)
    heard: dict[str, Any] | None = field(default=None, repr=False, compare=False)
    _types: dict[str, CellType] = field(default_factory=dict, init=False, repr=False, compare=False)
    _resolved: dict[str, Resolved] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def group(self) -> str | None:
        """The subject's group."""
        return self.package.group(self.subject) if self.subject else self.package.unit.group

    def key(self, column: str) -> CellKey:
        """The identity of this row's value in a column."""
        return CellKey(self.form.form, self.instance.id, self.subject, self.row, column)

    def role(self, column: Column) -> Role:
        """What the column's cell is to the recipient in this stage."""
        if not self.has(column) or self._source(column) is not None:
            return Role.PRINTED
        who = column.filler(self.group, self.package.stage_id)
        if who == "formula":
            return Role.FORMULA if self._computes(column) else Role.PRINTED
        return Role.INPUT if who == self.package.stage.fills else Role.PRINTED

    def has(self, column: Column) -> bool:
        """Whether whom this is about has the column; on a sheet about several it may stand for another."""
        return column.shown_when is None or self._reckoned(holds, parsed(column.shown_when)) is True

    def _computes(self, column: Column) -> bool:
        now, scheme = self.package.stage_id, self.package.scheme
        return column.stage is None or not scheme.is_before(now, column.stage)

    def _source(self, column: Column) -> str | None:
        open_ = column.open_when is not None and self._reckoned(holds, parsed(column.open_when))
        return None if open_ else column.source_for(self.group, self.package.stage_id)

    def is_answer(self, column: Column) -> bool:
        """Whether what is printed in the column's cell is what somebody answered in the stage before."""
        return self._source(column) is None and not column.computed

    def printed(self, column: Column) -> Scalar:
        """What is printed in the column's cell: its source, else the answer carried from the stage before."""
        if not self.has(column):
            return None
        source = self._source(column)
        if source is not None:
            return self.fact(source) if is_path(source) else self._computed(source, column.places)
        return self.fact(f"{_CARRIED}{column.name}")

    def default(self, column: Column) -> Scalar:
        """What stands in the column's cell to fill when it is issued; None where nothing does."""
        given = column.default
        if given is None:
            return None
        found = self.fact(given) if is_path(given) else self._computed(given, column.places)
        return found if self.package.stand_in is None else looked_at(found)

    def shown(self, column: Column) -> Scalar:
        """What is printed in the column's cell, for nothing but to stand there: it counts as not asked."""
        return (self if self.heard is None else replace(self, heard=None)).printed(column)

    def _computed(self, source: str, places: int | None) -> Scalar:
        """What a `from` gives that is an expression over what is known now."""
        value = self._reckoned(evaluate, parsed(source))
        return rounded(value, places) if isinstance(value, Decimal) and places is not None else value

    def formula(self, column: Column) -> Node:
        """What is computed in the column's cell, by the method of this row where it has one."""
        scored = column.score
        if scored is None:
            return parsed(str(column.formula))
        methods = self.package.scheme.head.methods
        named = scored.method if scored.method in methods else as_text(self.fact(scored.method))
        return parsed(as_expression(methods[named], scored) if named in methods else NOTHING)

    def label(self, column: Column) -> str:
        """The column's label in this case, its paths in braces filled in."""
        return self.filled(column.label_for(self.group, self.package.stage_id) or column.name)

    def filled(self, text: str) -> str:
        """The text with what its paths in braces mean here."""
        return filled_in(text, lambda path: as_text(scalar(self._raw(path)))) if "{" in text else text

    def type(self, column: Column) -> CellType:
        """The type of the column's cell, conditions settled as far as what is printed settles them."""
        if column.name not in self._types:
            self._types[column.name] = self.settled.get(column.name) or self._settle(column)
        return self._types[column.name]

    def _settle(self, column: Column) -> CellType:
        """The type, asking what is printed where that decides; else it is the same in every row."""
        asked: list[object] = []

        def known(condition: Node) -> bool | None:
            asked.append(condition)
            return self._known(condition)

        def bound(text: str) -> Value:
            asked.append(text)
            return self._bound(text)

        made = cell_type(column, self.package.scheme, known, bound)
        if not asked:
            self.settled[column.name] = made
        return made

    def _known(self, condition: Node) -> bool | None:
        columns = (self.columns.get(name) for name in names(condition))
        if any(column is not None and self.role(column) is not Role.PRINTED for column in columns):
            return None
        return self._reckoned(holds, condition)

    def _bound(self, text: str) -> Value:
        return self._reckoned(evaluate, parsed(text))

    def _reckoned(self, reckon: Reckon[_Outcome], tree: Node) -> _Outcome:
        """What comes out of an expression over what is known now; of who stands in what comes out for all."""
        lexicon = self.package.scheme.lexicon
        if self.package.stand_in is None:
            return reckon(tree, lambda path: operand(self._stated(path)), lexicon)
        # what stands in a list is the same for all
        stated = {path: self._stated(path) for path in names(tree) if not path.startswith(LISTED)}

        def outcome(said: Said) -> _Outcome:
            def look_up(path: str) -> Operand | ColumnOperand:
                return operand(said(stated[path]) if path in stated else self._stated(path))

            return reckon(tree, look_up, lexicon)

        return noted((reckon, id(tree), repr(stated)), stated.values(), outcome)

    def _stated(self, path: str) -> Any:
        """What is known of a name now; None where a cell will say it."""
        if path.startswith(LISTED):
            return column_of(self.package.scheme.lists, path)
        if path.partition(".")[0] in {"row", "each"}:
            return self._raw(path)
        column = self.columns.get(path)
        if column is None:
            return self.fact(path)
        return self.printed(column) if self.role(column) is Role.PRINTED else None

    def _constant(self, value: Scalar) -> Constant:
        return Constant(value=value if self.package.stand_in is None else looked_at(value))

    def fact(self, path: str) -> Scalar:
        """The value of a path (row., each., subject., recipient., scheme., carried., group, …), or None."""
        return scalar(self._raw(path))

    def ask(self, path: str) -> Any:
        """What a path means, lists as they are, or (behind a mark) where in its copy it is; None: nothing."""
        if path.startswith(_WHERE):
            return self._within(self._standing(path))
        if path.startswith(BESIDE):
            return column_beside(self.package, path, self.instance)
        if path.startswith(_CARRIED):
            answer = self.package.carried.get(self.key(path.removeprefix(_CARRIED)))
            return answer.value if answer else None
        return self.facts.raw(path)

    def _raw(self, path: str) -> Any:
        """What a path means or where it stands, asked for a cell that rests on it."""
        answer = self._standing(path) if path.startswith(_WHERE) else self.ask(path)
        if self.heard is not None:
            # another form stands elsewhere in each copy of this one
            self.heard[path] = answer if path.startswith(BESIDE) else self._within(answer)
        return answer

    def _standing(self, path: str) -> Spot | RangeRef | None:
        name = path.removeprefix(_WHERE)
        return self.spots.get(name) or self.ranges.get(name)

    def _within(self, answer: Any) -> Any:
        """A place as it is told in each copy of the form; anything else as it is."""
        if isinstance(answer, RangeRef):
            return RangeRef(self._within(answer.first), self._within(answer.last))
        if not isinstance(answer, Spot) or not self.instance.prefix:
            return answer
        return Spot("", answer.row.removeprefix(self.instance.prefix), answer.column)

    @cached_property
    def facts(self) -> Facts:
        """What is known here before anybody fills it."""
        package = self.package
        return Facts(
            scheme=package.scheme,
            stage=package.stage_id,
            # the fields of a form about several units have no subject
            subject=package.unit_of(self.subject) if self.subject else None,
            recipient=package.unit,
            item=self.item,
            number=self.number,
            each=self.instance.each,
            shared=package.stand_in is not None,
        )

    def calculation(self, tree: Node, **more: Any) -> Calculation:
        """The tree with what its names stand for here."""
        brief = self.package.edition != FIRST
        return Calculation(tree=tree, names={n: self.resolve(n) for n in names(tree)}, brief=brief, **more)

    def resolve(self, path: str) -> Resolved:
        """What a name stands for: a cell of the row, a column of the table, or a constant."""
        if path not in self._resolved:
            self._resolved[path] = self._meant(path)
        return self._resolved[path]

    def _meant(self, path: str) -> Resolved:
        name, read_as, how = path.partition("@")
        if name in self.spots:
            return self._cell(name, read_as + how)
        if path.startswith(LIST):
            return list_column(path)
        if path.startswith(REASON):
            return code_cell(path)
        if (column := column_of(self.package.scheme.lists, path)) is not None and column.items:
            return listed_column(path, column)
        if path in self.ranges:
            return ColumnRange(range=self._raw(_WHERE + path), kind=self._kind(path.rpartition(".")[2]))
        listed = self._raw(path)
        if isinstance(listed, ColumnRange):
            return listed
        if isinstance(listed, list | tuple):
            return ConstantColumn(values=tuple(scalar(v) for v in listed))
        return self._constant(scalar(listed))

    def _cell(self, name: str, read_as: str) -> CellOperand:
        column, spot = self.columns.get(name), self.spots[name]
        return CellOperand(
            ref=Ref(target=spot if spot.row == HERE else self._raw(_WHERE + name)),
            kind=_READ_AS.get(read_as) or self._kind(name),
            required=bool(column and column.required),
            typed=read_as == AS_TYPED,
        )

    def _kind(self, name: str) -> Kind:
        column = self.columns.get(name)
        return self.type(column).kind if column else "number"
