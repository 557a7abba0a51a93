"""How a figure of the consolidated workbook came about: the cells its formula names, down to the returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.blueprint.expressions.nodes import Value
from kpixl.layout import Cell, CellKey, Role, Spot
from kpixl.layout.plan.cell import FileCell
from kpixl.layout.plan.keys import anchored
from kpixl.merge.given import Given
from kpixl.merge.run import Accounts
from kpixl.rules.types import as_text

_HEAD = "head"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A cell on the way.

    line, label: row and column as a person calls them; formula: as the workbook has it, "" where none;
    shown: the value as the sheet shows it; given: the entry of a return that it shows, or where a validators
    file found the score; scored: whether such a file's `score` function computed it; parts: what the formula
    names, or what else was returned where that file found the score.
    """

    sheet: str
    cell: str
    line: str
    label: str
    value: Value
    shown: str
    formula: str = ""
    scored: bool = False
    given: Given | None = None
    parts: tuple[Step, ...] = field(default=())

    def sources(self) -> Iterator[Given]:
        """The entries at the ends, each once."""
        seen: set[tuple[str, CellKey]] = set()
        for step in self.steps():
            if step.given is not None and step.given.place not in seen:
                seen.add(step.given.place)
                yield step.given

    def steps(self) -> Iterator[Step]:
        """The cell, then all that it rests on."""
        yield self
        for part in self.parts:
            yield from part.steps()


class Tracer:
    """Follows cells of a consolidated workbook."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts, self.plan = accounts, accounts.plan
        self.stack = accounts.workbook.stack
        self._told: set[CellKey] = set()

    def trace(self, spot: Spot, *, areas: bool = True) -> Step:
        """How the value of a cell came about. areas: follow areas as well as single cells.

        The cells of an area follow no further one: a total leads to the scores in it, a rank to the totals
        that it compares and not to all their scores.
        """
        cell, sheet = self.plan.at(spot), self.plan.by_key[spot.sheet]
        given, value = self._given(cell), self.accounts.values[spot]
        scored = given is not None and cell.key is None
        refs = cell.calculation.formula.refs() if cell.calculation else ()
        parts = [part for ref in dict.fromkeys(refs) for part in self._parts(ref, spot, areas=areas)]
        basis = self.accounts.workbook.basis(spot) if areas and not refs else None
        parts += [self.trace(basis)] if basis else []
        return Step(
            sheet=sheet.name,
            cell=sheet.address(spot).a1,
            line=self._line(cell),
            label=cell.label or self._heading(spot),
            value=value,
            shown=_shown(value, cell.style.number_format),
            scored=scored,
            formula="=" + cell.calculation.formula.render(self.plan.locate(spot)) if cell.calculation else "",
            given=given,
            parts=tuple([*parts, *self._beside(given)] if scored and given else parts),
        )

    def score(self, unit: str, item: str) -> Step | None:
        """How an item's score came about where no sheet has it, by the return; None where there is none."""
        scored = self.accounts.workbook.scored
        score = scored.tallies[unit].scores.get(item) if scored else None
        if score is None or scored is None:
            return None
        given = self.stack.given.at(unit, (score.file, score.sheet, score.cell))
        other = given is not None and given.entry.value != score.score
        return Step(
            sheet=score.sheet,
            cell=score.cell,
            line=scored.tallies[unit].names.get(item, item),
            label=given.entry.label if given else "",
            value=score.score,
            shown=as_text(score.score),
            scored=other,
            given=given,
            parts=tuple(self._beside(given)) if given and (other or given.entry.role == Role.FORMULA) else (),
        )

    def _parts(self, ref: Ref | RangeRef, home: Spot, *, areas: bool) -> Iterator[Step]:
        if isinstance(ref, Ref):
            target = anchored(_spot(ref.target), home)
            if self.plan.cell(target) is not None:
                yield self.trace(target, areas=areas)
        elif areas:
            first, last = (anchored(_spot(end), home) for end in (ref.first, ref.last))
            for spot in self.plan.by_key[first.sheet].between(first, last):
                if self.plan.cell(spot) is not None and self.accounts.values[spot] is not None:
                    yield self.trace(spot, areas=False)

    def _given(self, cell: Cell) -> Given | None:
        """The entry that a cell shows: by its identity, or by the link beside it."""
        if cell.key is not None:
            return self.stack.given.get(cell.key)
        if not isinstance(self.accounts.values[cell.spot], Decimal) or cell.calculation is not None:
            return None
        links = (c.link for c in self.plan.beside(cell.spot) if isinstance(c.link, FileCell))
        link = next(links, None)
        return self._by_link.get(link) if link else None

    def _beside(self, given: Given) -> Iterator[Step]:
        """What was filled in or computed in an entry's row, or in its form where it is in none; once."""
        row = given.entry.key._replace(column="")
        if row in self._told:
            return
        self._told.add(row)
        for e in given.record.entries:
            same = e.key._replace(column="", row=e.key.row if row.row else "") == row
            if same and e.role != Role.PRINTED and e.value is not None:
                other = Given(entry=e, record=given.record)
                yield Step(
                    sheet=e.sheet,
                    cell=e.cell,
                    line=e.line,
                    label=e.label,
                    value=e.value,
                    shown=e.text,
                    given=other,
                )

    @cached_property
    def _by_link(self) -> dict[FileCell, Given]:
        links = ((self.stack.link_of(given), given) for given in self.stack.given.values())
        return {link: given for link, given in links if link is not None}

    def _line(self, cell: Cell) -> str:
        """What a person calls the row: the texts in front of the cell."""
        sheet = self.plan.by_key[cell.spot.sheet]
        at, mine = sheet.column_index, sheet.column_index[cell.spot.column]
        before = (
            c
            for c in self.plan.beside(cell.spot)
            if at[c.spot.column] < mine
            and not sheet.stripes[at[c.spot.column]].hidden
            and c.span[0] == 1  # no text beside several rows
        )
        return "·".join([c.value for c in before if c.calculation is None and isinstance(c.value, str)][:2])

    def _heading(self, spot: Spot) -> str:
        """The nearest head above a cell."""
        sheet = self.plan.by_key[spot.sheet]
        above = reversed(sheet.lines[: min(sheet.row(spot.row), sheet.body_row)])
        cells = (self.plan.cell(spot._replace(row=line.key)) for line in above)
        heads = (c.value for c in cells if c and c.style.name == _HEAD and isinstance(c.value, str))
        return next(heads, "")


def _shown(value: Value, number_format: str | None) -> str:
    if isinstance(value, Decimal) and "%" in (number_format or ""):
        return f"{as_text(value * 100)}%"
    return as_text(value)


def _spot(target: object) -> Spot:
    if not isinstance(target, Spot):
        msg = f"a reference must name a spot, not {target!r}"
        raise TypeError(msg)
    return target
