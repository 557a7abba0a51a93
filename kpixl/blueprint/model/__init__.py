"""The model of the blueprint language: what YAML files become once they are read."""

from kpixl.blueprint.model.base import Part
from kpixl.blueprint.model.columns import Column, ColumnGroup, Conditional, Typed, TypeSpec, leaves
from kpixl.blueprint.model.form import Block, Form, FreeRows, Matrix, Page, PrintedRows, Table
from kpixl.blueprint.model.rules import (
    AllOrNone,
    Expression,
    ForbiddenWhen,
    RequiredWhen,
    Rule,
    RuleBase,
    Total,
    Unique,
)
from kpixl.blueprint.model.scheme import (
    Awards,
    ByRow,
    Group,
    Level,
    Listing,
    Roster,
    Scheme,
    SchemeHead,
    ScoreSheet,
    Scoring,
    Stage,
    ToGroups,
    Unit,
    Waiver,
)

__all__ = [
    "AllOrNone", "Awards", "Block", "ByRow", "Column", "ColumnGroup", "Conditional", "Expression", "ForbiddenWhen",
    "Form", "FreeRows", "Group", "Level", "Listing", "Matrix", "Page", "Part", "PrintedRows", "RequiredWhen", "Roster",
    "Rule", "RuleBase", "Scheme", "SchemeHead", "ScoreSheet", "Scoring", "Stage", "Table", "ToGroups", "Total",
    "TypeSpec", "Typed", "Unique", "Unit", "Waiver", "leaves",
]  # fmt: skip
