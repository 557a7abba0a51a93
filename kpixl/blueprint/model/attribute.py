"""What units of a roster have of their own: a code, a ceiling, last year's result."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from kpixl.blueprint.model.base import COMMENT, FIRST_DAY, LAST_DAY, Comment, Name, Part, Text, exact_number

_YES_NO: dict[bool | str, bool] = {True: True, False: False, "是": True, "否": False}
Written = Decimal | bool | str | None
AttributeValue = Decimal | str | bool | dt.date


class Attribute(Part):
    """Something that units have of their own, named `subject.NAME`. label: what a person calls it.

    last_year: what of this year's returns it is next year: `score`, `rate`, `rank`, or `form.column`, with
    `.row` behind it where the column is one of a table.
    """

    name: Name
    label: Text
    type: Literal["text", "integer", "decimal", "date", "yes_no"] = "text"
    last_year: Annotated[Text | None, COMMENT] = None
    note: Comment = None

    def read(self, written: Written) -> AttributeValue | None:
        """What a unit has, as its type takes it; None where nothing is written, or it is none of the type."""
        match self.type:
            case "text":
                return written if isinstance(written, str) and written.strip() else None
            case "yes_no":
                return _YES_NO.get(written) if isinstance(written, bool | str) else None
            case "date":
                return _day(written) if isinstance(written, str) else None
        return _figure(written, whole=self.type == "integer")


def _figure(written: Written, *, whole: bool) -> Decimal | None:
    """A number, or a percentage as a fraction."""
    found = exact_number(written)
    if not isinstance(found, Decimal) or not found.is_finite():
        return None
    return None if whole and found != found.to_integral_value() else found


def _day(written: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return found if found.isoformat() == written and FIRST_DAY <= found <= LAST_DAY else None
