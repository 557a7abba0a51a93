"""Rules: one kind a module, each with its faces: Excel form, check, what satisfies, what violates, words.

Where a kind is enforced in the workbook stands in its class's docstring and in docs/blueprint.md.
"""

from __future__ import annotations

from kpixl.blueprint.expressions import Node, check_only, names
from kpixl.blueprint.model import Cumulative, ForbiddenWhen, RequiredWhen, Rule, Table
from kpixl.blueprint.model.columns import Column
from kpixl.rules.acted_upon import ActedUponRule
from kpixl.rules.all_or_none import AllOrNoneRule
from kpixl.rules.copied import CopiedRule
from kpixl.rules.copied_block import CopiedBlockRule
from kpixl.rules.count import CountRule
from kpixl.rules.cumulative import CumulativeRule
from kpixl.rules.expression import ExpressionRule
from kpixl.rules.facts import (
    SELECTED,
    Counterpart,
    Demand,
    EntryBreach,
    Named,
    Other,
    RowValues,
    UnitRow,
    UnitShare,
)
from kpixl.rules.forbidden_when import ForbiddenWhenRule
from kpixl.rules.group_total import GroupTotalRule
from kpixl.rules.kind import EntryRule, FormRule, Kind, RowRule, SheetRule, TableRule, UnitRule, bounded
from kpixl.rules.measure import MeasureRule
from kpixl.rules.numbered import NumberedRule
from kpixl.rules.ordered import OrderedRule
from kpixl.rules.outlier import OutlierRule
from kpixl.rules.references import ReferencesRule
from kpixl.rules.registry import (
    ENTRY_KINDS,
    FORM_KINDS,
    ROW_KINDS,
    TABLE_KINDS,
    UNIT_KINDS,
    across_units,
    demand_of,
    every_kind,
    kind_of,
    name_of,
    register,
    sheet_kind,
)
from kpixl.rules.required_when import RequiredWhenRule
from kpixl.rules.same_as import SameAsRule
from kpixl.rules.tallies import TalliesRule
from kpixl.rules.total import TotalRule, UnitsTotalRule
from kpixl.rules.types import parsed
from kpixl.rules.unique import UniqueRule, UnitsUniqueRule
from kpixl.stage_names import holds_in

__all__ = [
    "ENTRY_KINDS",
    "FORM_KINDS",
    "ROW_KINDS",
    "SELECTED",
    "TABLE_KINDS",
    "UNIT_KINDS",
    "Counterpart",
    "Demand",
    "EntryBreach",
    "EntryRule",
    "FormRule",
    "Kind",
    "Named",
    "Other",
    "RowRule",
    "RowValues",
    "SheetRule",
    "TableRule",
    "UnitRow",
    "UnitRule",
    "UnitShare",
    "bounded",
    "demand_of",
    "entry_rules",
    "every_kind",
    "form_rules",
    "form_rules_shown",
    "in_workbook",
    "kind_of",
    "mentioned",
    "name_of",
    "register",
    "row_rules",
    "rule_id",
    "sheet_kind",
    "table_rules",
    "unit_rules",
]  # fmt: skip

for _kind in (
    ExpressionRule(),
    AllOrNoneRule(),
    RequiredWhenRule(),
    ForbiddenWhenRule(),
    OrderedRule(),
    MeasureRule(),
    UniqueRule(),
    NumberedRule(),
    TotalRule(),
    GroupTotalRule(),
    CountRule(),
    CopiedBlockRule(),
    SameAsRule(),
    ReferencesRule(),
    TalliesRule(),
    UnitsUniqueRule(),
    UnitsTotalRule(),
    OutlierRule(),
    CopiedRule(),
    ActedUponRule(),
    CumulativeRule(),
):
    register(_kind)


def row_rules(declared: tuple[Rule, ...], columns: tuple[Column, ...], stage: str) -> tuple[Rule, ...]:
    """The rules of one row in a stage: those that columns declare beside themselves, then the table's."""
    own: list[Rule] = []
    for c in columns:
        if c.required_when:
            own.append(RequiredWhen(kind="required_when", of=c.name, condition=c.required_when))
        if c.forbidden_when:
            own.append(ForbiddenWhen(kind="forbidden_when", of=c.name, condition=c.forbidden_when))
        if c.cumulative:
            own.append(Cumulative(kind="cumulative", of=c.name))
    every = (*own, *(r for r in declared if r.kind in ROW_KINDS))
    return tuple(r for r in every if holds_in(stage, r.stage))


def entry_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over the entries of one row that no expression says."""
    return _in_stage(table, stage, frozenset(ENTRY_KINDS))


def table_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over all rows of a table in a stage."""
    rules = _in_stage(table, stage, frozenset(TABLE_KINDS))
    return tuple(r for r in rules if not across_units(r))


def form_rules(declared: tuple[Rule, ...], stage: str) -> tuple[Rule, ...]:
    """Those of a table's or of fields' rules that compare with another form."""
    return tuple(r for r in declared if r.kind in FORM_KINDS and holds_in(stage, r.stage))


def form_rules_shown(declared: tuple[Rule, ...], stage: str) -> tuple[Rule, ...]:
    """Those of them that a workbook can show, as far as it has the other form."""
    return tuple(r for r in form_rules(declared, stage) if isinstance(FORM_KINDS[r.kind], SheetRule))


def unit_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over a table of all returns."""
    rules = _in_stage(table, stage, frozenset(UNIT_KINDS))
    return tuple(r for r in rules if r.kind not in TABLE_KINDS or across_units(r))


def _in_stage(table: Table, stage: str, kinds: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(r for r in table.rules if r.kind in kinds and holds_in(stage, r.stage))


def rule_id(rule: Rule) -> str:
    """The rule's id, or one made of its kind and columns: what a waiver names."""
    return rule.id or f"{rule.kind}-{'-'.join(kind_of(rule).columns(rule)) or 'row'}"


def mentioned(rule: Rule) -> frozenset[str]:
    """The columns that a row's or a table's rule binds or names."""
    named = {n.rpartition(".")[2] for tree in _trees(rule) for n in names(tree)}
    return frozenset(named | set(kind_of(rule).columns(rule)))


def in_workbook(rule: Rule, merged: frozenset[str] = frozenset()) -> bool:
    """Whether a row's or a table's rule can stand in the workbook; else it is judged on return only.

    It cannot where it uses a function without an Excel form, or where its kind says so.
    """
    return sheet_kind(rule).in_workbook(rule, merged) and not any(check_only(t) for t in _trees(rule))


def _trees(rule: Rule) -> list[Node]:
    found: list[Node | None] = [None if rule.when is None else parsed(rule.when)]
    if rule.kind in ROW_KINDS:
        found.append(ROW_KINDS[rule.kind].tree(rule))
    elif rule.kind in TABLE_KINDS:
        found += [TABLE_KINDS[rule.kind].tree(rule), TABLE_KINDS[rule.kind].row_tree(rule, "")]
    elif isinstance(kind := kind_of(rule), SheetRule):
        found.append(kind.row_tree(rule, ""))
    return [tree for tree in found if tree is not None]
