"""Formulas that go round in a circle: each waits for the other, so that none has a value."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from kpixl.blueprint.expressions import names
from kpixl.blueprint.model import Form, Table
from kpixl.findings import Finding, found
from kpixl.linter.names import computing, parsed_or_none
from kpixl.linter.world import PlacedColumn, World, columns

_Graph = Mapping[str, tuple[str, ...]]


def circles(world: World) -> Iterator[Finding]:
    """Computed columns and fields that rest on themselves, each circle told once, where it begins."""
    for form in world.scheme.forms:
        mine = {p.column.name: p for p in columns(world) if p.form is form and p.column.computed}
        told: set[str] = set()
        for stage in (s.id for s in world.scheme.stages):
            shown = {name: p for name, p in mine.items() if p.column.is_shown(stage)}
            graph = {name: tuple(n for n in _rests_on(p) if n in shown) for name, p in shown.items()}
            for name in graph:
                circle = () if name in told else _circle(graph, name)
                told.update(circle)
                if circle:
                    where = mine[name].where(world.sources, *next(computing(mine[name].column))[0])
                    yield found("B104", where=where, value=name, circle=" → ".join((*circle, name)))


def _rests_on(placed: PlacedColumn) -> tuple[str, ...]:
    """The columns and fields of the form that a formula names; a name is unique in its form."""
    trees = (parsed_or_none(text) for _, text in computing(placed.column))
    named = (name for tree in trees if tree for name in names(tree))
    found_names = (_column(placed.form, placed.table, name) for name in named)
    return tuple(dict.fromkeys(name for name in found_names if name))


def _column(form: Form, table: Table | None, name: str) -> str:
    """The column behind a name, also where it is a whole column (`table.column`); "" for what is none."""
    head, _, rest = name.partition(".")
    if not rest:
        return name
    named = (table,) if table else form.tables
    return rest if any(t.name == head and rest in t.by_name for t in named) else ""


def _circle(graph: _Graph, start: str) -> tuple[str, ...]:
    """The shortest way from a column back to itself, without its end; empty where there is none."""
    ways: deque[tuple[str, ...]] = deque([(start,)])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for name in graph[way[-1]]:
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


CHECKS = (circles,)
