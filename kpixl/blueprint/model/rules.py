"""Rules as a blueprint declares them. What a rule kind does is in `kpixl.rules`, one module a kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from kpixl.blueprint.model.base import Identifier, Name, Number, Part, Text, Truth, Whole

Severity = Literal["error", "warning", "note"]


class RuleBase(Part):
    """What every rule has: an id for waivers, a severity, its own words, the rows or cases that it holds for.

    when: an expression; where it is not true the rule does not hold. trial: reported as a note only. kind:
    one name in each kind's class.
    """

    id: Name | None = None
    severity: Severity = "error"
    message: Text | None = None
    when: str | None = None
    trial: Truth = False
    stage: str | None = Field(None, description="the stage that the rule holds in (default: all)")
    kind: str


class Expression(RuleBase):
    """A condition over one row that must hold."""

    kind: Literal["expression"]
    expression: str


class AllOrNone(RuleBase):
    """Of these columns all are filled or none."""

    kind: Literal["all_or_none"]
    of: tuple[Name, ...] = Field(min_length=2)


class RequiredWhen(RuleBase):
    """A column that must be filled where a condition holds; `otherwise: blank`: and blank elsewhere."""

    kind: Literal["required_when"]
    of: Name
    condition: str
    otherwise: Literal["blank", "free"] = "free"


class ForbiddenWhen(RuleBase):
    """A column that must be blank where a condition holds."""

    kind: Literal["forbidden_when"]
    of: Name
    condition: str


class Ordered(RuleBase):
    """Bands from best to worst: their thresholds go one way, do not overlap and have one unit.

    of: the columns, best first, types `threshold`. labels: what they are called, where the heads do not say
    it.
    """

    kind: Literal["ordered"]
    of: tuple[Name, ...] = Field(min_length=2)
    labels: tuple[Text, ...] = ()


class Measure(RuleBase):
    """The units of measure of thresholds and quantities of a row agree with each other and with a name.

    of: the columns with figures; named: the column whose text (`…率`) tells the class of unit by the lexicon.
    """

    kind: Literal["measure"]
    of: tuple[Name, ...] = Field(min_length=1)
    named: Name | None = None


class Unique(RuleBase):
    """No two rows hold the same in these columns. across: `units`, over all returns instead of one table."""

    kind: Literal["unique"]
    of: tuple[Name, ...] = Field(min_length=1)
    across: Literal["table", "units"] = "table"
    least: Whole = Field(1, ge=1, description="texts shorter than so many characters do not count")


class Numbered(RuleBase):
    """The numbers in a column are the first ones, from `first` on: none is left out, none stands twice."""

    kind: Literal["numbered"]
    of: Name
    first: Whole = 1


class Total(RuleBase):
    """The column's sum equals a constant or a field of the form. across: `units`, summed over all returns."""

    kind: Literal["total"]
    of: Name
    equals: Number | Name
    across: Literal["table", "units"] = "table"


class GroupTotal(RuleBase):
    """In each group of rows (equal texts in `by`) the column's sum equals `equals`.

    equals: a number; a column, each of whose figures in the group must be the sum; or a number for each text
    of `by`.
    """

    kind: Literal["group_total"]
    of: Name
    by: Name
    equals: Number | Name | dict[str, Number]


class Count(RuleBase):
    """So many filled rows, of those where `where` holds."""

    kind: Literal["count"]
    where: str | None = None
    min: Whole | None = Field(None, ge=0)
    max: Whole | None = Field(None, ge=0)


class CopiedBlock(RuleBase):
    """No run of at least `rows` rows repeats, in these columns, an earlier run of the table."""

    kind: Literal["copied_block"]
    of: tuple[Name, ...] = Field(min_length=1)
    rows: Whole = Field(3, ge=2)


class SameAs(RuleBase):
    """A column agrees with another form's of the same workbook (and subject).

    form, column: the other one. match: which of its rows: equal row keys without it, else equal texts, this
    form's column → the other's. A row without a counterpart is not judged.
    """

    kind: Literal["same_as"]
    of: Name
    form: Identifier
    column: Name
    match: dict[Name, Name] = Field(default_factory=dict)


class References(RuleBase):
    """What a column holds stands somewhere in another form's column of the same workbook (and subject).

    across: `units` looks into all returns about the subject, whoever sent them; where: at those rows that
    hold these texts, the other form's column → text; once: each of its rows is referred to once at most.
    """

    kind: Literal["references"]
    of: Name
    form: Identifier
    column: Name
    across: Literal["workbook", "units"] = "workbook"
    where: dict[Name, Text] = Field(default_factory=dict)
    once: Truth = False


class Tallies(RuleBase):
    """A figure is what another form of the same workbook (and subject) comes to.

    form, column: the other one's; by: the column's figures are summed, or its filled rows counted; where: of
    those rows that hold these texts, the other form's column → text; match: and the same as this row, this
    form's column → the other's.
    """

    kind: Literal["tallies"]
    of: Name
    form: Identifier
    column: Name
    by: Literal["sum", "count"] = "sum"
    where: dict[Name, Text] = Field(default_factory=dict)
    match: dict[Name, Name] = Field(default_factory=dict)


class Outlier(RuleBase):
    """No figure far from those of the other units for the same row: |x − median| > limit × 1.4826 × MAD.

    least: so many figures there must be. within: only units of the same group are compared.
    """

    kind: Literal["outlier"]
    severity: Severity = "warning"
    of: Name
    limit: Number = Field(Decimal("3.5"), gt=0)
    least: Whole = Field(5, ge=3)
    within: Literal["group", "all"] = "group"


class Copied(RuleBase):
    """No two units with nearly the same long text for it.

    least: characters that make it long; alike: the share of the text, 1 where it must be the same letter by
    letter.
    """

    kind: Literal["copied"]
    severity: Severity = "warning"
    of: Name
    least: Whole = Field(40, ge=5)
    alike: Number = Field(Decimal(1), gt=0, le=1)


class ActedUpon(RuleBase):
    """Where the condition holds, one of these columns is another than the round before had it.

    reply: a column whose entry is an answer as well.
    """

    kind: Literal["acted_upon"]
    of: tuple[Name, ...] = Field(min_length=1)
    condition: str
    reply: Name | None = None


class Cumulative(RuleBase):
    """A figure that adds up is no less than the period before had it."""

    kind: Literal["cumulative"]
    severity: Severity = "warning"
    of: Name


@dataclass(frozen=True)
class Kinds:
    """The kinds that a place of a blueprint takes: a union told apart by `kind`, to which more can join."""

    models: list[type[RuleBase]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The union as it is when a class with such a place is built."""
        return handler.generate_schema(
            Annotated[Union[tuple(self.models)], Field(discriminator="kind")]  # noqa: UP007 - made at run time
        )


FIELD_KINDS = Kinds(
    [Expression, AllOrNone, RequiredWhen, ForbiddenWhen, SameAs, References, Tallies, ActedUpon, Cumulative]
)
KINDS = Kinds(
    [
        *FIELD_KINDS.models,
        Ordered,
        Measure,
        Unique,
        Numbered,
        Total,
        GroupTotal,
        Count,
        CopiedBlock,
        Outlier,
        Copied,
    ]
)

FieldRule = Annotated[RuleBase, FIELD_KINDS]
"""A rule over the fields of a form."""

Rule = Annotated[RuleBase, KINDS]
"""A rule over the rows of a table."""
