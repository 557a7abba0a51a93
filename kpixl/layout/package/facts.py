"""Facts of the blueprint that expressions and texts name: of a list's item, of a unit, of the scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import holds, names
from kpixl.blueprint.expressions.operands import ColumnOperand, Operand
from kpixl.blueprint.listed import column_of, scalar, walk
from kpixl.blueprint.model import Roster, Scheme, Unit
from kpixl.blueprint.templates import filled_in
from kpixl.layout.standing_in import Said, looked_at, noted
from kpixl.rules.types import as_text, parsed
from kpixl.stage_names import calls_of

Scalar = Decimal | str | bool | dt.date | None
_ROW = "row."
_OF_HEAD = frozenset({"year", "title", "issuer"})
_OF_STAGE = frozenset({"group", "stage", "round", "period"})


def unit_fact(unit: Unit, name: str, roster: Roster) -> Scalar:
    """`print`, `id`, `name`, `group` or `leader` of a unit, or an attribute of its own."""
    facts = {
        "print": unit.short,
        "id": unit.id,
        "name": unit.name,
        "group": unit.group,
        "leader": unit.leader,
    }
    return facts[name] if name in facts else roster.attribute(unit, name)


def scheme_fact(scheme: Scheme, name: str) -> Scalar:
    """`year`, `title`, `issuer` or a setting of the scheme."""
    head = scheme.head
    own = getattr(head, name) if name in _OF_HEAD else None
    return scalar(head.settings.get(name, own))


def operand(value: Any) -> Operand | ColumnOperand:
    """A value of a list as the engine reads it: a list in it as a column."""
    if isinstance(value, ColumnOperand):
        return value
    if isinstance(value, list | tuple):
        return ColumnOperand(items=tuple(Operand(value=scalar(v)) for v in value))
    return Operand(value=scalar(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a place before anybody fills it.

    item: behind its row; number: its place in its table, from 1, where that is asked for by this name; each:
    behind its copy of a repeated form; shared: the units stand in for others.
    """

    scheme: Scheme
    stage: str
    subject: Unit | None = None
    recipient: Unit | None = None
    item: Mapping[str, Any] = field(default_factory=dict)
    each: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False
    number: int | None = None

    @property
    def group(self) -> str | None:
        """The group of whom it is about, else of who fills it."""
        unit = self.subject or self.recipient
        return unit.group if unit else None

    def raw(self, path: str) -> Any:
        """What a path means, lists as they are; None where it means nothing."""
        head, _, rest = path.partition(".")
        if path == "row.number" and self.number is not None:
            return self.number
        if head in {"row", "each"}:
            return walk(self.item if head == "row" else self.each, rest)
        if head in {"subject", "recipient"}:
            unit = self.subject if head == "subject" else self.recipient
            return self._of(unit, rest) if unit else None
        if head == "scheme":
            return scheme_fact(self.scheme, rest)
        if head == "list":
            return column_of(self.scheme.lists, path)
        return self._of_stage(path) if path in _OF_STAGE else None

    def _of_stage(self, path: str) -> str | None:
        """`group`, and what is known of the stage: its own id, whichever round or period it is."""
        if path == "group":
            return self.group
        stage = self.scheme.stage(self.stage)
        return {"stage": calls_of(stage.id)[-1], "round": stage.round, "period": stage.period}[path]

    def _of(self, unit: Unit, name: str) -> Scalar:
        """What is known of a unit; texts alone can stand in for what others have of their own."""
        attribute = self.scheme.roster.declared.get(name)
        if self.shared and attribute is not None and attribute.type != "text":
            looked_at(unit.attributes.get(name))
        return unit_fact(unit, name, self.scheme.roster)

    def value(self, path: str) -> Scalar:
        """What a path means, as a cell holds it."""
        return scalar(self.raw(path))

    def operand(self, path: str) -> Operand | ColumnOperand:
        """What a path means, as an expression reads it."""
        raw = self.raw(path)
        return operand(looked_at(raw) if self.shared else raw)

    def meet(self, condition: str | None) -> bool:
        """Whether a condition holds; one that is not applicable does not. Of who stands in it is noted."""
        if condition is None:
            return True
        tree, lexicon = parsed(condition), self.scheme.lexicon
        if not self.shared:
            return holds(tree, self.operand, lexicon) is True
        stated = {path: self.raw(path) for path in names(tree)}

        def outcome(said: Said) -> bool:
            return holds(tree, lambda path: operand(said(stated[path])), lexicon) is True

        return noted((holds, id(tree), repr(stated)), stated.values(), outcome)

    def chosen(self, items: Iterable[Mapping[str, Any]], condition: str) -> Iterator[Mapping[str, Any]]:
        """The items of a list for which a condition holds; what hangs on none of them is found out once."""
        tree, known = parsed(condition), dict[str, Operand | ColumnOperand]()
        for item in items:

            def look_up(path: str, item: Mapping[str, Any] = item) -> Operand | ColumnOperand:
                if path.startswith(_ROW):
                    return operand(walk(item, path[len(_ROW) :]))
                if path not in known:
                    known[path] = self.operand(path)
                return known[path]

            if holds(tree, look_up, self.scheme.lexicon) is True:
                yield item

    def filled(self, text: str) -> str:
        """The text with what its paths in braces mean; numbers without needless zeros, a blank as nothing."""
        return filled_in(text, lambda path: as_text(self.value(path)))
