"""One catalogued code."""

from __future__ import annotations

from dataclasses import dataclass

from kpixl.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What a code means. message and remedy are `str.format` templates.

    A code is a letter and three digits, and is never reused. severity is the usual one; a rule may declare another.
    afresh: the remedy in a feedback workbook, where kpixl has restored what was damaged; None: the same;
    office: what the issuing office can do besides, of which a unit is not told.
    """

    code: str
    severity: str
    title: Words
    message: Words
    remedy: Words
    afresh: Words | None = None
    office: Words | None = None


def define(  # noqa: PLR0913 - a catalogue reads best as a list
    code: str,
    severity: str,
    title: Words,
    message: Words,
    remedy: Words,
    afresh: Words | None = None,
    *,
    office: Words | None = None,
) -> CatalogueEntry:
    """An entry."""
    return CatalogueEntry(
        code=code,
        severity=severity,
        title=title,
        message=message,
        remedy=remedy,
        afresh=afresh,
        office=office,
    )
