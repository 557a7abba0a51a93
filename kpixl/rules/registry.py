"""The rule kinds by name, and how one becomes known to all that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from kpixl.blueprint.model import RuleBase, join
from kpixl.findings import entries
from kpixl.rules.facts import Demand
from kpixl.rules.kind import EntryRule, FormRule, Kind, RowRule, SheetRule, TableRule, UnitRule

K = TypeVar("K", bound=Kind[Any])
ROW_KINDS: dict[str, RowRule[Any]] = {}
ENTRY_KINDS: dict[str, EntryRule[Any]] = {}
TABLE_KINDS: dict[str, TableRule[Any]] = {}
FORM_KINDS: dict[str, FormRule[Any]] = {}
UNIT_KINDS: dict[str, UnitRule[Any]] = {}


def register(kind: Kind[Any]) -> None:
    """Make a kind known: to blueprints, the linter, workbooks, the check and simulation.

    TypeError where it is of no family, where there is one of its name, or its code is not in the catalogue.
    """
    name = name_of(kind.model)
    if kind.code not in entries():
        raise TypeError(f"{name}: the code {kind.code} is not in the catalogue")
    match kind:
        case RowRule():
            _enter(ROW_KINDS, name, kind)
        case EntryRule():
            _enter(ENTRY_KINDS, name, kind)
        case TableRule():
            _enter(TABLE_KINDS, name, kind)
        case FormRule():
            _enter(FORM_KINDS, name, kind)
        case UnitRule():
            _enter(UNIT_KINDS, name, kind)
        case _:
            raise TypeError(f"{name}: {type(kind).__name__} is of none of the families in rules.kind")
    join(kind.model, over_fields=isinstance(kind, RowRule))


def _enter(family: dict[str, K], name: str, kind: K) -> None:
    if name in family:
        raise TypeError(f"{name}: there is such a kind already")
    family[name] = kind


def name_of(model: type[RuleBase]) -> str:
    """The kind's name, as a blueprint writes it."""
    return str(get_args(model.model_fields["kind"].annotation)[0])


def every_kind() -> Iterator[Kind[Any]]:
    """All of them; `unique` and `total` stand twice, as they look at one table or across units."""
    yield from ROW_KINDS.values()
    yield from ENTRY_KINDS.values()
    yield from TABLE_KINDS.values()
    yield from FORM_KINDS.values()
    yield from UNIT_KINDS.values()


def kind_of(rule: RuleBase) -> Kind[Any]:
    """The kind of a rule, with its faces."""
    if rule.kind in UNIT_KINDS and (rule.kind not in TABLE_KINDS or across_units(rule)):
        return UNIT_KINDS[rule.kind]
    others: tuple[Mapping[str, Kind[Any]], ...] = (ROW_KINDS, ENTRY_KINDS, TABLE_KINDS, FORM_KINDS)
    return next(kinds[rule.kind] for kinds in others if rule.kind in kinds)


def sheet_kind(rule: RuleBase) -> SheetRule[Any]:
    """The kind of a rule that workbooks can show: over a row, a table, or two forms of one workbook."""
    kind = ROW_KINDS.get(rule.kind) or TABLE_KINDS.get(rule.kind) or FORM_KINDS[rule.kind]
    if not isinstance(kind, SheetRule):
        raise TypeError(rule.kind)
    return kind


def demand_of(rule: RuleBase) -> Demand | None:
    """What a rule asks of one column under a condition: that it be filled, or blank."""
    return ROW_KINDS[rule.kind].demand(rule) if rule.kind in ROW_KINDS else None


def across_units(rule: RuleBase) -> bool:
    """Whether it looks at the returns of all units instead of one table."""
    return getattr(rule, "across", "table") == "units"
