"""What all parts of a blueprint share."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9_]*$"
_TURNING = r'[^\s./\\:*?"<>|]{1,20}'

Identifier = Annotated[
    str, Field(pattern=IDENTIFIER, max_length=60, description="lower-case words joined by hyphens")
]
Turning = Annotated[
    str,
    Field(
        pattern=f"^{_TURNING}$",
        description="the name of a round or period: without blanks, full stops and what no file name takes",
    ),
]
StageId = Annotated[
    str,
    Field(
        pattern=rf"{IDENTIFIER[:-1]}(\.{_TURNING}){{0,2}}$",
        description="a stage, or one of its rounds or periods: `stage.name`",
    ),
]
Name = Annotated[
    str, Field(pattern=NAME, max_length=40, description="a name that expressions can use: a-z, 0-9, _")
]
Text = Annotated[str, Field(min_length=1, max_length=2000)]

Truth = Annotated[bool, Strict()]
"""true or false; YAML 1.2 has no other words for them."""
Whole = Annotated[int, Strict()]
"""A whole number; a text that looks like one is a text."""


_P = TypeVar("_P", bound="Part")


class Part(BaseModel):
    """Any part of a blueprint: immutable, and a key that is not known is an error.

    What a part has worked out from its fields (a cached property) stays with it: a copy works it out anew.

    The names of fields are in every snapshot and stay. A key of the YAML may be renamed: it becomes the
    field's alias, and the former ones are read on, with a note of lint (see `blueprint.renamed`):
    `Field(alias="new", validation_alias=AliasChoices("new", "old"))`.
    """

    # built when first asked for, those that lie in another with it: most never stand alone
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def __copy__(self) -> Self:
        return _as_given(super().__copy__())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return _as_given(super().__deepcopy__(memo))

    def __getstate__(self) -> dict[Any, Any]:
        return super(Part, self.__copy__()).__getstate__()


def _as_given(part: _P) -> _P:
    """The part itself, without what it has worked out."""
    for name in part.__dict__.keys() - type(part).model_fields.keys():
        del part.__dict__[name]
    return part


_PERCENT = r"-?[0-9]{1,15}(\.[0-9]{1,15})?%"


def exact_number(value: Any) -> Any:
    """A number as written: `0.1` is one tenth, `20%` a fifth; the type refuses anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, str) and re.fullmatch(_PERCENT, value):
        return Decimal(value[:-1]) / 100
    return value


def _day(value: Any) -> Any:
    # left to itself, pydantic takes 20211231 for seconds since 1970
    if isinstance(value, dt.date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise PydanticCustomError("date_type", "a day is written 2021-12-31")


COMMENT = "comment"
"""Marks what no form prints or checks, such as notes: its change makes no new version (see `snapshot`)."""

BINDING = "binding"
"""Marks what a workbook says itself as it was issued, in its baseline: its change makes no new version."""

_NUMBER = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_PERCENT}$"}]}

Number = Annotated[Decimal, BeforeValidator(exact_number), WithJsonSchema(_NUMBER)]
# One validator before the whole union: alone, pydantic would keep `20%` as a text.
Bound = Annotated[
    Decimal | str, BeforeValidator(exact_number), WithJsonSchema({"type": ["number", "string"]})
]  # fmt: skip
Setting = Annotated[
    Decimal | bool | str,
    BeforeValidator(exact_number),
    WithJsonSchema({"type": ["number", "boolean", "string"]}),
]  # fmt: skip
Plain = Annotated[
    Decimal | bool | str,
    BeforeValidator(lambda value: Decimal(value) if type(value) is int else value),
    WithJsonSchema({"type": ["number", "boolean", "string"]}),
]
"""A value whose type something else declares: `20%` stays the text that it is."""
FIRST_DAY, LAST_DAY = dt.date(1900, 3, 1), dt.date(2100, 12, 31)
"""Between which days lie that a cell holds: before the first, Excel's calendar is a day off."""
Day = Annotated[dt.date, BeforeValidator(_day)]
Comment = Annotated[str | None, COMMENT]
