"""Groups of a roster that come and go, with all that the files of a scheme say of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from kpixl.blueprint.amending import with_alike, with_item, without_item, without_name
from kpixl.blueprint.model import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A group that is new. like: the one of which all holds for it as well: forms, rows, quotas."""

    name: str
    like: str = ""


def identified(roster: Roster, new: Sequence[NewGroup]) -> dict[str, NewGroup]:
    """The new groups by ids that are free."""
    known = {group.id for group in roster.groups}
    free = (f"group-{n}" for n in count(len(known) + 1) if f"group-{n}" not in known)
    return dict(zip(free, new, strict=False))


def listed(text: str, roster: Roster, new: Mapping[str, NewGroup], gone: Collection[str]) -> str:
    """The text of a roster with more groups, and fewer."""
    for id_, group in reversed([*new.items()]):
        text = with_item(text, ("groups", len(roster.groups) - 1), {"id": id_, "name": group.name})
    for place in reversed([i for i, group in enumerate(roster.groups) if group.id in gone]):
        text = without_item(text, ("groups", place))
    return text


def regrouped(text: str, roster: Roster, new: Mapping[str, NewGroup], gone: Collection[str]) -> str:
    """The text of another file of the scheme, in which groups are named."""
    known = {*(group.id for group in roster.groups), *new}
    for id_, group in new.items():
        text = with_alike(text, known, group.like, id_)
    for id_ in gone:
        text = without_name(text, known, id_)
    return text
