"""The heading tree of a table as it stands on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpixl.blueprint.model import Column, ColumnGroup, leaves


def shown_tree(nodes: Sequence[Column | ColumnGroup], stage: str) -> list[Column | ColumnGroup]:
    """The heading tree with only the columns of this stage."""
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [node] if node.is_shown(stage) else []
        elif inner := shown_tree(node.columns, stage):
            kept.append(node.model_copy(update={"columns": tuple(inner)}))
    return kept


def in_print_order(nodes: list[Column | ColumnGroup]) -> list[Column | ColumnGroup]:
    """Columns that are not printed go behind the others, outside the print area."""
    hidden = [c for c in leaves(tuple(nodes)) if not c.print]
    return [*_printed(nodes), *hidden]


def _printed(nodes: Sequence[Column | ColumnGroup]) -> list[Column | ColumnGroup]:
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [node] if node.print else []
        elif inner := _printed(node.columns):
            kept.append(node.model_copy(update={"columns": tuple(inner)}))
    return kept


def depth_of(nodes: Sequence[Column | ColumnGroup]) -> int:
    """How many rows the head has."""
    return 1 + max(depth_of(n.columns) if isinstance(n, ColumnGroup) else 0 for n in nodes)


def headings(
    nodes: Sequence[Column | ColumnGroup], first: int, level: int
) -> Iterator[tuple[Column | ColumnGroup, int, int]]:
    """Every heading with its first grid column and its row in the head."""
    for node in nodes:
        yield node, first, level
        if isinstance(node, ColumnGroup):
            yield from headings(node.columns, first, level + 1)
        first += len(leaves((node,)))
