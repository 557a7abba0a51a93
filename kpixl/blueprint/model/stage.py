"""A stage: who gets a workbook, with which forms, and who fills them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from kpixl.blueprint.model.base import BINDING, Day, Identifier, Part, Text, Whole
from kpixl.blueprint.model.columns import Column
from kpixl.blueprint.model.form import Form
from kpixl.blueprint.model.roster import Unit


class ToGroups(Part):
    """Recipients: every unit of these groups, each for itself."""

    groups: tuple[Identifier, ...] = Field(min_length=1)


Split = Literal["group", "target"] | Annotated[Whole, Field(ge=2, le=99)]
"""How a recipient's rows are dealt to several workbooks: by group, by target, or over so many."""


class ByRow(Part):
    """Recipients: the unit that a path of the row names; rest: who gets the others, and verifiers' own.

    Without `by` all rows go to the rest.
    """

    by: str = ""
    rest: Identifier
    split: Annotated[Split | dict[Identifier, Split] | None, BINDING] = Field(
        None,
        description="rows of one recipient in several workbooks: group, target, or how many; or by recipient",
    )

    def split_for(self, recipient: str) -> Split | None:
        """How the rows of a recipient are split; None where they stand in one workbook."""
        return self.split.get(recipient) if isinstance(self.split, dict) else self.split


class Instruction(Part):
    """One that holds for some recipients only: of these groups, and with one of these forms."""

    text: Text
    groups: tuple[Identifier, ...] = ()
    forms: tuple[Identifier, ...] = ()


class Stage(Part):
    """A stage. fills: whose columns are open; carries: the stage whose answers are printed in it."""

    id: Identifier
    name: Text
    fills: Literal["unit", "verifier"]
    recipients: ToGroups | ByRow
    forms: tuple[Identifier, ...] | dict[str, tuple[Identifier, ...]]
    carries: Identifier | None = None
    deadline: Annotated[Day | None, BINDING] = Field(
        None, description="until when returns are awaited; no part of the forms' version"
    )
    rounds: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    instructions: tuple[Text | Instruction, ...] = ()

    @property
    def by_row(self) -> ByRow | None:
        """How its rows name who gets them; None where it addresses groups."""
        return self.recipients if isinstance(self.recipients, ByRow) else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it addresses; none where rows name who gets them."""
        return self.recipients.groups if isinstance(self.recipients, ToGroups) else ()

    def addresses(self, unit: Unit) -> bool:
        """Whether the stage alone, whatever its rows say, names a unit as a recipient."""
        return unit.id == self.by_row.rest if self.by_row else unit.group in self.groups

    def asks(self, column: Column, group: str | None) -> bool:
        """Whether its recipients fill a column for subjects of a group."""
        printed = column.source_for(group, self.id) is not None and column.open_when is None
        return column.is_shown(self.id) and column.filler(group, self.id) == self.fills and not printed

    def fills_in(self, form: Form, group: str | None) -> bool:
        """Whether its recipients fill anything in a form, for subjects of a group."""
        columns = (*form.table_columns, *form.fields)
        return not form.office and any(self.asks(column, group) for column in columns)

    @property
    def handed(self) -> Mapping[str, tuple[str, ...]] | Mapping[None, tuple[str, ...]]:
        """The ids of the forms by the group that gets them; under None where all get the same."""
        return self.forms if isinstance(self.forms, dict) else {None: self.forms}

    def forms_for(self, group: str | None) -> tuple[str, ...]:
        """The ids of the forms that recipients of a group get."""
        return self.forms.get(group or "", ()) if isinstance(self.forms, dict) else self.forms

    @property
    def form_ids(self) -> tuple[str, ...]:
        """The ids of its forms, whoever gets them, each once."""
        return tuple(dict.fromkeys(f for forms in self.handed.values() for f in forms))
