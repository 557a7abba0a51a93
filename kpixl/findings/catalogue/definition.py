"""One catalogued code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, Unpack

from kpixl.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What a code means. message and remedy are `str.format` templates, in words that a unit understands.

    A code is a letter and three digits, and is never reused. severity is the usual one; a rule may declare another.
    afresh: the remedy in a feedback workbook, where kpixl has restored what was damaged; None: the same.
    detail: what the office is told behind the message: what a program said, parts of the file, settings, keys;
    office: what the office can do besides; desk: what it can do at the desk, in place of a remedy that names a
    command or an option, and of office. internal: it is the office's own affair, and no unit is told of it.
    """

    code: str
    severity: str
    title: Words
    message: Words
    remedy: Words
    afresh: Words | None = None
    detail: Words = NO_WORDS
    office: Words | None = None
    desk: Words | None = None
    internal: bool = False


class _ForOffice(TypedDict, total=False):
    """What an entry says to the office alone."""

    detail: Words
    office: Words
    desk: Words
    internal: bool


def define(
    code: str,
    severity: str,
    title: Words,
    message: Words,
    remedy: Words,
    afresh: Words | None = None,
    **for_office: Unpack[_ForOffice],
) -> CatalogueEntry:
    """An entry."""
    return CatalogueEntry(
        code=code,
        severity=severity,
        title=title,
        message=message,
        remedy=remedy,
        afresh=afresh,
        **for_office,
    )
