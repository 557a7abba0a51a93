"""What the parts beside a worksheet put over its cells: comments, threaded ones, drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpixl.addresses import Cell, parse_cell
from kpixl.formats._guard import BadFileError, Parts
from kpixl.formats._markup import Attributes, OnEnd, OnStart, walk
from kpixl.formats._overlays import Overlay, drawn, kept
from kpixl.formats.xlsx._parts import Relation, relations
from kpixl.formats.xlsx._runs import RunScan
from kpixl.limits import Limits

OfPart = Callable[[bytes, str, Limits], Sequence[Overlay]]
_FARTHEST = 7
"""Digits of a row or column."""


def overlays_of(
    parts: Parts, part: str, limits: Limits, comments: OfPart | None = None
) -> tuple[Overlay, ...]:
    """Those of a sheet's part. comments: reads a part of comments that is not XML."""
    readers: Mapping[str, OfPart] = {
        "threadedComment": _threaded,
        "comments": comments or _comments,
        "drawing": _drawing,
    }
    links = _links(parts, part, limits)
    found: list[Overlay] = []
    for kind, read in readers.items():
        for link in links:
            if link.kind == kind and not link.external:
                taken = {o.cell for o in found if o.kind == "comment"}
                found += (o for o in _read(read, parts, link.target, limits) if o.cell not in taken)
    return tuple(kept(found))


def _links(parts: Parts, part: str, limits: Limits) -> Sequence[Relation]:
    """The relations of a sheet; none where they are damaged: no value depends on them."""
    try:
        return [*relations(parts, part, limits).values()]
    except BadFileError:
        return ()


def _read(read: OfPart, parts: Parts, part: str, limits: Limits) -> Sequence[Overlay]:
    """What a part says; nothing where it is damaged: no value depends on it."""
    try:
        return read(parts.get(part) or b"", part, limits)
    except BadFileError:
        return ()


def _comments(data: bytes, part: str, limits: Limits) -> Sequence[Overlay]:
    found: list[Overlay] = []
    places: list[Cell | None] = []
    scan = RunScan()

    def on_comment(attributes: Attributes) -> None:
        places.append(parse_cell(attributes.get("ref", "")))
        scan.clear()

    def end_comment(_text: str) -> None:
        found.append(Overlay("comment", places.pop(), scan.text))

    ends: Mapping[str, OnEnd] = {**scan.ends(), "comment": end_comment}
    walk(data, part, limits, {**scan.starts(), "comment": on_comment}, ends)
    return found


def _threaded(data: bytes, part: str, limits: Limits) -> Sequence[Overlay]:
    """A comment and the answers to it are one."""
    said: dict[Cell | None, list[str]] = {}
    here: list[Cell | None] = [None]

    def on_comment(attributes: Attributes) -> None:
        here[0] = parse_cell(attributes.get("ref", ""))

    def on_text(text: str) -> None:
        said.setdefault(here[0], []).append(text)

    walk(data, part, limits, {"tc:threadedComment": on_comment}, {"tc:text": on_text})
    return [Overlay("comment", cell, "\n".join(texts)) for cell, texts in said.items()]


def _drawing(data: bytes, part: str, limits: Limits) -> Sequence[Overlay]:
    scan = _DrawingScan()
    walk(data, part, limits, scan.starts(), scan.ends())
    return scan.found


class _DrawingScan:
    """The state of one pass: what stands in an anchor is one thing, groups too."""

    ANCHORS = ("xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor")

    def __init__(self) -> None:
        self.found: list[Overlay] = []
        self.place: dict[str, int] = {}
        self.inside = self.is_picture = False
        self.name = ""
        self.pieces: list[str] = []

    def starts(self) -> Mapping[str, OnStart]:
        return {
            **dict.fromkeys(self.ANCHORS, self.on_anchor),
            "xdr:from": self.on_from,
            "xdr:pic": self.on_picture,
            "xdr:cNvPr": self.on_name,
        }

    def ends(self) -> Mapping[str, OnEnd]:
        return {
            **dict.fromkeys(self.ANCHORS, self.end_anchor),
            "xdr:from": self.end_from,
            "xdr:row": lambda text: self.at("row", text),
            "xdr:col": lambda text: self.at("column", text),
            "a:t": self.pieces.append,
            "a:p": lambda _: self.pieces.append("\n"),
        }

    def on_anchor(self, _attributes: Attributes) -> None:
        self.place, self.name, self.is_picture = {}, "", False
        self.pieces.clear()

    def on_from(self, _attributes: Attributes) -> None:
        self.inside = True

    def end_from(self, _text: str) -> None:
        self.inside = False

    def at(self, axis: str, text: str) -> None:
        if self.inside and text.isascii() and text.isdecimal() and len(text) <= _FARTHEST:
            self.place[axis] = int(text)

    def on_picture(self, _attributes: Attributes) -> None:
        self.is_picture = True

    def on_name(self, attributes: Attributes) -> None:
        self.name = self.name or attributes.get("name", "")

    def end_anchor(self, _text: str) -> None:
        known = len(self.place) == len(("row", "column"))
        cell = (self.place["row"], self.place["column"]) if known else None
        text = "".join(self.pieces)
        self.found.append(drawn(cell, text, is_picture=self.is_picture, name=self.name))
