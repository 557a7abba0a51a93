"""The head rows of a table: the tree of its columns, each heading over what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kpixl.blueprint.model import Column, ColumnGroup, leaves
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.rows.form_cell import flat
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.tree import depth_of, headings

_LEAST = 24.0
"""Height of a row in points."""
Heading = Column | ColumnGroup


@dataclass(frozen=True)
class TableHead:
    """Where a head goes. name: before its keys; place: of the head; to_fill: columns that are filled in."""

    builder: SheetBuilder
    name: str
    tree: Sequence[Heading]
    place: Place
    to_fill: AbstractSet[str]

    def lay(self) -> tuple[str, str]:
        """All of it; the keys of its rows, first and last."""
        depth = depth_of(self.tree)
        keys = [self.builder.line(f"{self.name}#head{i + 1}", _LEAST, bond=TIGHT) for i in range(depth)]
        for node, first, level in headings(self.tree, 0, 0):
            count = len(leaves((node,)))
            rows = 1 if isinstance(node, ColumnGroup) else depth - level
            cell = self._heading(node)
            self.builder.put(cell._replace(spot=self.builder.spot(keys[level], first), span=(rows, count)))
            needed = height(str(cell.value), self.builder.room(first, count))
            self.builder.raise_line(keys[level + rows - 1], max(_LEAST, needed - _LEAST * (rows - 1)))
        return keys[0], keys[-1]

    def _heading(self, node: Heading) -> Cell:
        label = (
            self.place.facts.filled(node.label) if isinstance(node, ColumnGroup) else self.place.label(node)
        )
        spot = self.builder.spot(self.name, 0)
        return Cell(spot=spot, role=Role.PRINTED, value=label, label=flat(label), style=self._style(node))

    def _style(self, node: Heading) -> Style:
        """How it looks; the heading of what is filled in tells so."""
        name = "head_to_fill" if all(c.name in self.to_fill for c in leaves((node,))) else "head"
        if isinstance(node, ColumnGroup):
            return Style(name=name)
        return Style(name=name, vertical=node.vertical, addition=node.policy)
