"""How a problem of a feedback workbook stands, live: as it was, explained, touched, corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    If,
    Literal,
    Name,
    Node,
    Not,
    Or,
    RangeRef,
    Ref,
    text_length,
)
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Kind, Resolved
from kpixl.layout.package.feedback_mark import Mark
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Highlight
from kpixl.layout.plan.keys import HERE, Spot, anchored
from kpixl.layout.rows.conditions import sure
from kpixl.words import Lang, Words

OPEN, TOUCHED, CORRECTED = Words("待改", "open"), Words("已动", "touched"), Words("已改", "corrected")
EXPLAINED = Words("已说明", "explained")
_SEEN, _HELD, _SAID, _STATE = "mark.seen", "mark.held", "mark.said", "mark.state"
"""Names that no column has."""
_COMPARED = 60
"""Characters of a text that a formula compares; of a longer one its length says the rest."""
_LONGEST_REFERENCE: Final = "'" + "字" * 31 + "'!$AAA$99999"
_MOST_CHARACTERS: Final = 8_192
_ERRORS = frozenset({"missing", "wrong"})
Names = dict[str, Resolved]


class Test(NamedTuple):
    """A condition, and what its names stand for."""

    tree: Node
    names: Names

    def fits(self) -> bool:
        """Whether a formula that asks it from another sheet can be written."""
        made = Calculation(tree=self.tree, names=self.names, condition=True, when_blank=False)
        return made.fits and made.formula.length(lambda _: _LONGEST_REFERENCE) <= _MOST_CHARACTERS


@dataclass(frozen=True)
class Live:
    """A problem at a cell to fill. asked: where its sender may say that it is right as it is."""

    mark: Mark
    cell: Cell
    asked: Spot | None = None

    def state(self, lang: Lang) -> Calculation:
        """How it stands, in a word."""
        unchanged, wrong = self._unchanged, self._wrong
        left: Node = Literal(OPEN[lang])
        touched, corrected = Literal(TOUCHED[lang]), Literal(CORRECTED[lang])
        names = dict(unchanged.names)
        if self.asked is not None:
            names[_SAID] = _operand(self.asked, "text")
            left = If(Call("filled", (Name(_SAID),)), Literal(EXPLAINED[lang]), left)
        if wrong is not None:
            names |= wrong.names
        match wrong, self.mark.tells:
            case Test(), "colour":
                tree: Node = If(wrong.tree, If(unchanged.tree, left, touched), corrected)
            case Test(), "type":
                tree = If(unchanged.tree, left, If(wrong.tree, touched, corrected))
            case _, "":  # as an earlier kpixl had it
                tree = If(unchanged.tree, left, corrected)
            case _:
                tree = If(unchanged.tree, left, touched)
        return Calculation(tree=tree, names=names)

    def open(self) -> Calculation:
        """The condition that nothing has been done about it: its cell is marked while that holds."""
        unchanged, wrong = self._unchanged, self._wrong
        if wrong is None or self.mark.tells != "colour":
            return _condition(unchanged)
        return _condition(Test(And((unchanged.tree, wrong.tree)), {**unchanged.names, **wrong.names}))

    @property
    def _unchanged(self) -> Test:
        """The condition that the cell still holds what it was returned with."""
        spot, filled = self.cell.spot, Call("filled", (Name(_SEEN),))
        seen = _operand(spot, "text")
        match self.mark.value:
            case None:
                return Test(Not(filled), {_SEEN: seen})
            case bool():
                same: Node = Compare("==", Name(_SEEN), Literal("是" if self.mark.value else "否"))
            case Decimal() | dt.date():
                kind: Kind = "number" if isinstance(self.mark.value, Decimal) else "date"
                same = Call("is_true", (Compare("==", Name(_HELD), Literal(self.mark.value)),))
                return Test(And((filled, same)), {_HELD: _operand(spot, kind), _SEEN: seen})
            case str():
                same = _alike(self.mark.value)
        return Test(And((filled, Call("is_true", (same,)))), {_SEEN: seen})

    @property
    def _wrong(self) -> Test | None:
        """The condition that the cell has a colour of such a problem; None where no formula holds it."""
        meant = _ERRORS if self.mark.severity == "error" else _ERRORS | {"doubt"}
        tests = [h.test for h in self.cell.highlights if h.kind in meant]
        if not tests:
            return None
        names = {name: _from_afar(named, self.cell.spot) for t in tests for name, named in t.names.items()}
        trees = tuple(sure(t.tree) for t in tests)
        test = Test(trees[0] if len(trees) == 1 else Or(trees), names)
        return test if test.fits() else None


def _operand(spot: Spot, kind: Kind) -> CellOperand:
    return CellOperand(ref=Ref(target=spot), kind=kind)


def _condition(test: Test) -> Calculation:
    return Calculation(tree=test.tree, names=test.names, condition=True, when_blank=False)


def _alike(text: str) -> Node:
    """Equal to a text; a long one, which no formula could hold, by its length and how it begins."""
    if len(text) <= _COMPARED:
        return Compare("==", Name(_SEEN), Literal(text))
    length = Compare("==", Call("length", (Name(_SEEN),)), Literal(Decimal(text_length(text))))
    return And((length, Call("starts_with", (Name(_SEEN), Literal(text[:_COMPARED])))))


def _from_afar(named: Resolved, home: Spot) -> Resolved:
    """What a name in the formula of a cell stands for, said so that it holds on every sheet."""
    match named:
        case CellOperand(ref=Ref(target=Spot() as target)):
            return replace(named, ref=replace(named.ref, target=anchored(target, home)))
        case ColumnRange(range=RangeRef(first=Spot() as first, last=Spot() as last)):
            return replace(named, range=RangeRef(anchored(first, home), anchored(last, home)))
    return named


def coloured(spot: Spot, lang: Lang) -> tuple[Highlight, ...]:
    """The colours of a cell that says how a problem stands; its word says the same."""
    here: Names = {_STATE: _operand(spot._replace(row=HERE), "text")}

    def says(word: Words) -> Calculation:
        return _condition(Test(Compare("==", Name(_STATE), Literal(word[lang])), here))

    return (
        Highlight(kind="wrong", test=says(OPEN)),
        Highlight(kind="doubt", test=says(TOUCHED)),
        Highlight(kind="done", test=says(CORRECTED)),
        Highlight(kind="done", test=says(EXPLAINED)),
    )


@dataclass(frozen=True)
class Counts:
    """How many problems stand how, by the cells that say so, from the first to the last."""

    states: Sequence[Spot]
    lang: Lang

    def of(self, *words: Words) -> Calculation:
        """How many stand as one of these words says."""
        if not self.states:
            return Calculation(tree=Literal(Decimal(0)), names={}, places=0)
        area = RangeRef(self.states[0], self.states[-1])
        names: Names = {"states": ColumnRange(range=area, kind="text")}
        counts: list[Node] = [Call("count_if", (Name("states"), Literal(word[self.lang]))) for word in words]
        tree = counts[0]
        for more in counts[1:]:
            tree = Arithmetic("+", tree, more)
        return Calculation(tree=tree, names=names, places=0)
