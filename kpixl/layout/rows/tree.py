"""The heading tree of a table as it stands on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kpixl.blueprint.model import Column, ColumnGroup, leaves


def shown_tree(
    nodes: Sequence[Column | ColumnGroup], stands: Callable[[Column], bool]
) -> list[Column | ColumnGroup]:
    """The heading tree with only the columns that stand on the sheet."""
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [node] if stands(node) else []
        elif inner := shown_tree(node.columns, stands):
            kept.append(_alone(node, inner) or node.model_copy(update={"columns": tuple(inner)}))
    return kept


def _alone(group: ColumnGroup, inner: Sequence[Column | ColumnGroup]) -> Column | None:
    """The one column that is left where others are for other units: the heading over them is its own then."""
    one = inner[0] if len(inner) == 1 else None
    if not isinstance(one, Column) or all(c.shown_when is None for c in leaves((group,))):
        return None
    return one.model_copy(update={"label": group.label, "policy": False})


def laid(nodes: Sequence[Column | ColumnGroup], stands: Callable[[Column], bool]) -> tuple[Column, ...]:
    """The columns that stand on the sheet, left to right."""
    return leaves(tuple(in_print_order(shown_tree(nodes, stands))))


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
