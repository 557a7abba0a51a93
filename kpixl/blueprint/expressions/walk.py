"""What an expression is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kpixl.blueprint.expressions.nodes import Call, Name, Node, children


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in children(node):
        yield from walk(child)


@lru_cache(maxsize=4096)
def names(node: Node) -> tuple[str, ...]:
    """The dotted names that the expression uses, sorted."""
    return tuple(sorted({part.path for part in walk(node) if isinstance(part, Name)}))


def functions(node: Node) -> tuple[str, ...]:
    """The functions that the expression calls, sorted."""
    return tuple(sorted({part.function for part in walk(node) if isinstance(part, Call)}))
