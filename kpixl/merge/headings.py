"""The heads of a form as they stand above the rows of all units and all its copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kpixl.blueprint.model import Column, ColumnGroup, Roster

_ONE = r"\{(?:each|subject|recipient)\."
_COPY = re.compile(rf"{_ONE}[^{{}}]*\}}")
_BRACKETED = re.compile(rf"（[^（）]*{_ONE}[^（）]*）|\([^()]*{_ONE}[^()]*\)")
_COLONS = re.compile("[：:]{2,}")


def of_any(tree: Sequence[Column | ColumnGroup], roster: Roster) -> list[Column | ColumnGroup]:
    """The heads without what they say of a single unit or a single copy."""
    return _said(tree, lambda label: common(roster.of_any(label)))


def _said(tree: Sequence[Column | ColumnGroup], say: Callable[[str], str]) -> list[Column | ColumnGroup]:
    made: list[Column | ColumnGroup] = []
    for node in tree:
        if isinstance(node, ColumnGroup):
            inner = tuple(_said(node.columns, say))
            made.append(node.model_copy(update={"label": say(node.label), "columns": inner}))
        elif isinstance(node.label, str):
            made.append(node.model_copy(update={"label": say(node.label)}))
        else:
            cases = {case: say(label) for case, label in node.label.items()}
            made.append(node.model_copy(update={"label": cases}))
    return made


def common(label: str) -> str:
    """A head without what differs from unit to unit and copy to copy; all of one that is nothing else."""
    return _COLONS.sub("：", _COPY.sub("", _BRACKETED.sub("", label))).strip() or label
