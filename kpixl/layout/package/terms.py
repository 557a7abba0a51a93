"""Until when and to whom a workbook is to be returned: on its cover, and bound to it when it is issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpixl.blueprint.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """deadline: the last day, None where the notice says it; contact: of the office, if it has one."""

    deadline: dt.date | None = None
    contact: Contact | None = None


def coded(terms: Terms) -> dict[str, Any]:
    """The terms as JSON."""
    day, contact = terms.deadline, terms.contact
    said = {key: text for key, text in dict(contact or ()).items() if text}
    return {"deadline": day and day.isoformat(), "contact": None if contact is None else said}


def decoded(data: Any) -> Terms:
    """The terms that JSON says. Raises ValueError or TypeError on what `coded` did not make."""
    said: Mapping[str, Any] = dict(data)
    day, contact = said.get("deadline"), said.get("contact")
    return Terms(
        deadline=None if day is None else dt.date.fromisoformat(str(day)),
        contact=None if contact is None else _contact(dict(contact)),
    )


def _contact(said: Mapping[str, Any]) -> Contact:
    """What a later kpixl says besides is passed over."""
    return Contact(**{key: str(text) for key, text in said.items() if key in Contact.model_fields})
