"""Which of several returns of a recipient counts, and for what: one rule for a check and for the account."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

_Row = TypeVar("_Row", bound=Hashable)
Rows = Mapping[str, AbstractSet[_Row]]
"""Rows by the subject that they are about."""


class Claim(NamedTuple):
    """What speaks for one of several returns of a recipient: of two that differ the greater one counts.

    decided: somebody decided that it counts; filled: it is not blank; stamped: it was not only recognised;
    issue: its number; modified: the last change that the document records, ISO text; name: as displayed.
    """

    decided: bool
    filled: bool
    stamped: bool
    issue: int
    modified: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Generic[_Row]):
    """What a return answers for: the part that it is, and its rows."""

    part: str = ""
    rows: Rows[_Row] = field(default_factory=dict)


def left_to(share: Share[_Row], later: Iterable[Share[_Row]]) -> dict[str, AbstractSet[_Row]]:
    """What a return counts for beside later ones: its rows without theirs.

    The same part about the same subject, made once more, takes the place of all that was said of that subject
    before: a row that it does not have any more is gone.
    """
    left = dict(share.rows)
    for other in later:
        for subject in left.keys() & other.rows.keys():
            left[subject] = set() if other.part == share.part else left[subject] - other.rows[subject]
    return {subject: rows for subject, rows in left.items() if rows}


def lacking_of(issued: Sequence[str], counting: Collection[str]) -> list[str]:
    """The parts that are still out, by those issued together and those that count.

    None where something counts that was issued otherwise: it may say what they would.
    """
    return [part for part in issued if part not in counting] if set(counting) <= set(issued) else []
