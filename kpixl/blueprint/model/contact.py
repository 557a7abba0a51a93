"""Whom to ask."""

from __future__ import annotations

from kpixl.blueprint.model.base import Part


class Contact(Part):
    """Whom to ask, and where to return a workbook to; a blank where it is not known.

    place: a room, an address, a group of a messenger.
    """

    person: str = ""
    phone: str = ""
    email: str = ""
    place: str = ""
