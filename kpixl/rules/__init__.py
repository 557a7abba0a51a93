"""Rules: one kind a module, each with its faces: Excel form, check, what satisfies, what violates, words.

Where a kind is enforced in the workbook stands in its class's docstring and in docs/blueprint.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.blueprint.expressions import Node, check_only, names
from kpixl.blueprint.model import ForbiddenWhen, GroupTotal, RequiredWhen, Rule, Table
from kpixl.blueprint.model.columns import Column
from kpixl.rules.all_or_none import AllOrNoneRule, completing
from kpixl.rules.copied import CopiedRule
from kpixl.rules.copied_block import CopiedBlockRule
from kpixl.rules.count import SELECTED, CountRule
from kpixl.rules.expression import ExpressionRule
from kpixl.rules.forbidden_when import ForbiddenWhenRule
from kpixl.rules.group_total import GroupTotalRule
from kpixl.rules.kind import (
    Breach,
    Counterpart,
    EntryRule,
    FormRule,
    RowRule,
    RowValues,
    TableRule,
    UnitRow,
    UnitRule,
    UnitShare,
    Worded,
    bounded,
)
from kpixl.rules.measure import MeasureRule
from kpixl.rules.ordered import OrderedRule
from kpixl.rules.outlier import OutlierRule
from kpixl.rules.references import ReferencesRule
from kpixl.rules.required_when import RequiredWhenRule, needed, unwanted
from kpixl.rules.same_as import SameAsRule
from kpixl.rules.total import TotalRule, UnitsTotalRule
from kpixl.rules.types import parsed
from kpixl.rules.unique import UniqueRule, UnitsUniqueRule

__all__ = [
    "ENTRY_KINDS", "FORM_KINDS", "KINDS", "ROW_KINDS", "SELECTED", "TABLE_KINDS", "UNIT_KINDS", "Breach",
    "Counterpart", "EntryRule", "FormRule", "RowRule", "RowValues", "TableRule", "UnitRow", "UnitRule",
    "UnitShare", "bounded", "completing", "entry_rules", "form_rules", "in_workbook", "kind_of",
    "mentioned", "needed", "row_rules", "rule_id", "table_rules", "unit_rules", "unwanted",
]  # fmt: skip

ROW_KINDS: dict[str, RowRule] = {
    "expression": ExpressionRule(),
    "all_or_none": AllOrNoneRule(),
    "required_when": RequiredWhenRule(),
    "forbidden_when": ForbiddenWhenRule(),
}
ENTRY_KINDS: dict[str, EntryRule] = {"ordered": OrderedRule(), "measure": MeasureRule()}
TABLE_KINDS: dict[str, TableRule] = {
    "unique": UniqueRule(),
    "total": TotalRule(),
    "group_total": GroupTotalRule(),
    "count": CountRule(),
    "copied_block": CopiedBlockRule(),
}
FORM_KINDS: dict[str, FormRule] = {"same_as": SameAsRule(), "references": ReferencesRule()}
UNIT_KINDS: dict[str, UnitRule] = {
    "unique": UnitsUniqueRule(),
    "total": UnitsTotalRule(),
    "outlier": OutlierRule(),
    "copied": CopiedRule(),
}
_FACTS = frozenset({"group", "stage", "round", "period", "subject", "recipient", "scheme", "each"})
"""The heads of names that mean the same in every row."""
KINDS = frozenset({*ROW_KINDS, *ENTRY_KINDS, *TABLE_KINDS, *FORM_KINDS, *UNIT_KINDS})
"""Every kind; `unique` and `total` look at one table or across units."""


def row_rules(declared: tuple[Rule, ...], columns: tuple[Column, ...], stage: str) -> tuple[Rule, ...]:
    """The rules of one row in a stage: those that columns declare beside themselves, then the table's."""
    own: list[Rule] = []
    for c in columns:
        if c.required_when:
            own.append(RequiredWhen(kind="required_when", of=c.name, condition=c.required_when))
        if c.forbidden_when:
            own.append(ForbiddenWhen(kind="forbidden_when", of=c.name, condition=c.forbidden_when))
    every = (*own, *(r for r in declared if r.kind in ROW_KINDS))
    return tuple(r for r in every if r.stage in {None, stage})


def entry_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over the entries of one row that no expression says."""
    return _in_stage(table, stage, frozenset(ENTRY_KINDS))


def table_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over all rows of a table in a stage."""
    rules = _in_stage(table, stage, frozenset(TABLE_KINDS))
    return tuple(r for r in rules if not _across_units(r))


def form_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules that compare a table with another form."""
    return _in_stage(table, stage, frozenset(FORM_KINDS))


def unit_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over a table of all returns."""
    rules = _in_stage(table, stage, frozenset(UNIT_KINDS))
    return tuple(r for r in rules if r.kind not in TABLE_KINDS or _across_units(r))


def _in_stage(table: Table, stage: str, kinds: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(r for r in table.rules if r.kind in kinds and r.stage in {None, stage})


def _across_units(rule: Rule) -> bool:
    return getattr(rule, "across", "table") == "units"


def kind_of(rule: Rule) -> Worded:
    """The object with the faces of a rule."""
    if rule.kind in UNIT_KINDS and (rule.kind not in TABLE_KINDS or _across_units(rule)):
        return UNIT_KINDS[rule.kind]
    others: tuple[Mapping[str, Worded], ...] = (ROW_KINDS, ENTRY_KINDS, TABLE_KINDS, FORM_KINDS)
    return next(kinds[rule.kind] for kinds in others if rule.kind in kinds)


def rule_id(rule: Rule) -> str:
    """The rule's id, or one made of its kind and columns: what a waiver names."""
    return rule.id or f"{rule.kind}-{'-'.join(kind_of(rule).columns(rule)) or 'row'}"


def mentioned(rule: Rule) -> frozenset[str]:
    """The columns that a row's or a table's rule binds or names."""
    named = {n.rpartition(".")[2] for tree in _trees(rule) for n in names(tree)}
    return frozenset(named | set(kind_of(rule).columns(rule)))


def in_workbook(rule: Rule, merged: frozenset[str] = frozenset()) -> bool:
    """Whether a row's or a table's rule can stand in the workbook; else it is judged on return only.

    It cannot where it uses a function without an Excel form, tells groups by merged cells (all but the first
    of each are empty), or counts only rows for which a condition over the row holds.
    """
    if (
        rule.kind in {"unique", "group_total", "count"}
        and rule.when
        and not _FACTS.issuperset(_heads(rule.when))
    ):
        return False
    if isinstance(rule, GroupTotal) and merged & {
        rule.by,
        rule.equals if isinstance(rule.equals, str) else "",
    }:
        return False
    return not any(check_only(tree) for tree in _trees(rule))


def _heads(expression: str) -> set[str]:
    return {name.partition(".")[0] for name in names(parsed(expression))}


def _trees(rule: Rule) -> list[Node]:
    found: list[Node | None] = [None if rule.when is None else parsed(rule.when)]
    if rule.kind in ROW_KINDS:
        found.append(ROW_KINDS[rule.kind].tree(rule))
    elif rule.kind in TABLE_KINDS:
        found += [TABLE_KINDS[rule.kind].tree(rule), TABLE_KINDS[rule.kind].row_tree(rule, "")]
    return [tree for tree in found if tree is not None]
