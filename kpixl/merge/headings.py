"""The heads of a form that stands several times, as they stand above the rows of all its copies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpixl.blueprint.model import Column, ColumnGroup

_COPY = re.compile(r"\{each\.[^{}]*\}")
_BRACKETED = re.compile(r"（[^（）]*\{each\.[^（）]*）|\([^()]*\{each\.[^()]*\)")
_COLONS = re.compile("[：:]{2,}")


def without_copies(tree: Sequence[Column | ColumnGroup]) -> list[Column | ColumnGroup]:
    """The heads without what they say of a single copy."""
    made: list[Column | ColumnGroup] = []
    for node in tree:
        if isinstance(node, ColumnGroup):
            inner = tuple(without_copies(node.columns))
            made.append(node.model_copy(update={"label": common(node.label), "columns": inner}))
        elif isinstance(node.label, str):
            made.append(node.model_copy(update={"label": common(node.label)}))
        else:
            cases = {case: common(label) for case, label in node.label.items()}
            made.append(node.model_copy(update={"label": cases}))
    return made


def common(label: str) -> str:
    """A head without what differs from copy to copy; all of one that is nothing else."""
    return _COLONS.sub("：", _COPY.sub("", _BRACKETED.sub("", label))).strip() or label
