"""How a further kind of rule becomes part of the language."""

from __future__ import annotations

from kpixl.blueprint.model.form import Block, Form, Table
from kpixl.blueprint.model.rules import FIELD_KINDS, KINDS, RuleBase
from kpixl.blueprint.model.scheme import Scheme


def join(model: type[RuleBase], *, over_fields: bool) -> None:
    """Let blueprints declare rules of a kind over the rows of tables and, if so, over fields."""
    places = [KINDS, FIELD_KINDS] if over_fields else [KINDS]
    missing = [kinds for kinds in places if model not in kinds.models]
    for kinds in missing:
        kinds.models.append(model)
    if missing:
        rebuild()


def rebuild() -> None:
    """Let the classes that hold rules take the kinds as they are now, the inner ones first."""
    for part in (Table, Block, Form, Scheme):
        part.model_rebuild(force=True)
