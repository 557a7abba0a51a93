"""Figures as published: a scheme's folder `published/`, one file a form.

No part of the blueprint or its digest.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from kpixl.blueprint.model.base import Comment, Identifier, Name, Number, Part

Row = dict[str, Any]


class PublishedReturn(Part):
    """What one recipient's form holds in the source.

    unit: the recipient's id (form.subject `none` too: who returns it); instance: of a repeated form. fields:
    by name. tables: rows by table, in order; for printed rows each has `row`, the row's key; where the
    workbook is about several units, `subject`, the unit that the row is about. A text names a CSV file beside
    this one, whose columns are those. Values are as published: a number, or the text; several texts are one
    with `、` between.
    """

    unit: Identifier
    instance: str = ""
    fields: Row = Field(default_factory=dict)
    tables: dict[str, tuple[Row, ...] | str] = Field(default_factory=dict)


class Figure(Part):
    """A figure that the office published and that kpixl reckons itself: a computed cell or a column's total.

    row: the row's key, `#total` for the total row, "" for a field; unit: the subject; none: over all units.
    """

    column: Name
    row: str = ""
    unit: Identifier | None = None
    instance: str = ""
    value: Number
    source: Comment = None


class Published(Part):
    """The published data of one form. stage: whose answers these are (else the first that fills the form)."""

    published: Identifier = Field(description="the form's id")
    stage: Identifier | None = None
    returns: tuple[PublishedReturn, ...] = ()
    figures: tuple[Figure, ...] = ()
    source: Comment = None
