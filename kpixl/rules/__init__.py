"""Rules: one kind a module, each with its faces: Excel form, check, what satisfies, what violates, words.

Where a kind is enforced in the workbook stands in its class's docstring and in docs/blueprint.md.
"""

from __future__ import annotations

from kpixl.blueprint.model import ForbiddenWhen, RequiredWhen, Rule, Table
from kpixl.blueprint.model.columns import Column
from kpixl.rules.all_or_none import AllOrNoneRule, completing
from kpixl.rules.expression import ExpressionRule, labelled
from kpixl.rules.forbidden_when import ForbiddenWhenRule
from kpixl.rules.kind import RowRule, RowValues, TableRule, bounded
from kpixl.rules.required_when import RequiredWhenRule, needed, unwanted
from kpixl.rules.total import TotalRule
from kpixl.rules.unique import UniqueRule

__all__ = [
    "ROW_KINDS", "TABLE_KINDS", "RowRule", "RowValues", "TableRule", "bounded", "completing", "labelled",
    "needed", "row_rules", "rule_id", "table_rules", "unwanted",
]  # fmt: skip

ROW_KINDS: dict[str, RowRule] = {
    "expression": ExpressionRule(),
    "all_or_none": AllOrNoneRule(),
    "required_when": RequiredWhenRule(),
    "forbidden_when": ForbiddenWhenRule(),
}
TABLE_KINDS: dict[str, TableRule] = {"unique": UniqueRule(), "total": TotalRule()}


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


def table_rules(table: Table, stage: str) -> tuple[Rule, ...]:
    """The rules over all rows of a table in a stage."""
    return tuple(r for r in table.rules if r.kind in TABLE_KINDS and r.stage in {None, stage})


def rule_id(rule: Rule) -> str:
    """The rule's id, or one made of its kind and columns: what a waiver names."""
    kind = ROW_KINDS.get(rule.kind) or TABLE_KINDS[rule.kind]
    return rule.id or f"{rule.kind}-{'-'.join(kind.columns(rule)) or 'row'}"
