"""Comments, text boxes and pictures on a form: what a person says there, no reader of values sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpixl.addresses import Address, a1
from kpixl.findings import Finding, Location, found
from kpixl.formats import Overlay, OverlayKind
from kpixl.layout import Cell
from kpixl.returns.sheets._geometry import Geometry
from kpixl.words import Words

_KINDS: Mapping[OverlayKind, Words] = {
    "comment": Words("批注", "a comment"),
    "text_box": Words("文本框", "a text box"),
    "picture": Words("图片", "a picture"),
    "shape": Words("图形", "a shape"),
}
_SHOWN = 100


def laid_over(g: Geometry, where: Location) -> Iterator[Finding]:
    """A note for each, in the order of their cells; not for what kpixl itself wrote there."""
    if not g.raw.overlays:
        return
    planned = {at: c for c in g.planned.cells if (at := g.at(c.spot)) is not None}
    for each in sorted(g.raw.overlays, key=lambda each: each.cell or (-1, -1)):
        cell = None if each.cell is None else planned.get(Address(*each.cell))
        if cell is None or not _is_own(each, cell):
            yield _note(each, cell, where)


def _is_own(each: Overlay, cell: Cell) -> bool:
    return each.kind == "comment" and bool(cell.comment) and _tight(each.text) == _tight(cell.comment)


def _tight(text: str) -> str:
    return "".join(text.split())[:_SHOWN]


def _note(each: Overlay, cell: Cell | None, where: Location) -> Finding:
    text = " ".join(each.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    said = Words(f"“{shown}”", f" {shown!r}") if shown else Words("", "")
    place = None if each.cell is None else a1(*each.cell)
    return found(
        "S020",
        where=replace(where, cell=place),
        value=shown or None,
        what=_KINDS[each.kind],
        text=said,
        at=_place(cell, place),
    )


def _place(cell: Cell | None, place: str | None) -> Words:
    """The cell as a person calls it."""
    if cell is None or not cell.label:
        nowhere = Words("表上", "On the sheet there is")
        return Words(f"单元格 {place} 处", f"At {place} there is") if place else nowhere
    label, line = cell.label.replace("\n", ""), cell.line.replace("\n", "")
    zh = f"“{line}”的“{label}”处" if line else f"“{label}”处"
    return Words(zh, f"At {label!r} of {line!r} there is" if line else f"At {label!r} there is")
