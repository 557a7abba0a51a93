"""A scheme while it is being drafted: forms, lists, rosters, each with the guesses behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kpixl.draft.document import Place, Text
from kpixl.draft.guesses import Guess, Noted
from kpixl.draft.loose import UnitGroup
from kpixl.draft.segments import Segment


@dataclass(kw_only=True)
class ListDraft:
    """A list of the scheme. units: the keys whose values name units; total: column → the stated sum."""

    items: list[dict[str, Any]]
    place: Place | None
    units: list[str] = field(default_factory=list)
    total: dict[str, float] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(kw_only=True)
class FormDraft:
    """A form.

    sources: the part of the document that it was made of, to be shown beside it; verifies: somebody verifies
    what is filled in; reporting: units that the document names as those who report; left: what of its copies
    was not taken over.
    """

    id: str
    title: str
    attachment: str = ""
    sheet: str = ""
    office: bool = False
    landscape: bool = True
    blocks: list[Noted] = field(default_factory=list)
    lists: dict[str, ListDraft] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    sources: list[Segment] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    verifies: bool = False
    reporting: list[str] = field(default_factory=list)
    left: list[Text] = field(default_factory=list)

    def told(self) -> Iterator[tuple[str, Guess]]:
        """Every guess with the label that it is about; "" for the form as a whole."""
        yield from (("", guess) for guess in self.guesses)
        for block in self.blocks:
            yield from _told(block, "")
        for listing in self.lists.values():
            yield from (("", guess) for guess in listing.guesses)


def _told(value: Any, label: str) -> Iterator[tuple[str, Guess]]:
    if isinstance(value, Noted):
        own = value.value
        if isinstance(own, dict) and "label" in own:
            label = str(own["label"])
        yield from ((label, guess) for guess in value.guesses)
        yield from _told(own, label)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _told(each, label)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _told(each, label)


@dataclass(kw_only=True)
class SchemeDraft:
    """A scheme.

    groups: of units, as the document lists them; left: what was not understood; deadline, contact, issuer: as
    the text of the notice says.
    """

    id: str
    title: str
    year: int
    deadline: dt.date | None = None
    contact: dict[str, str] = field(default_factory=dict)
    issuer: str = ""
    forms: list[FormDraft] = field(default_factory=list)
    groups: list[UnitGroup] = field(default_factory=list)
    left: list[Text] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
