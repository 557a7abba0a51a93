"""What the parts of a package say of other files, programs and data: by their relations."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from kpixl.formats._guard import BadFileError, Parts
from kpixl.formats._markup import Attributes, walk
from kpixl.formats._outside import Kind, Outside
from kpixl.formats.xlsx._parts import Relation, relations
from kpixl.limits import Limits

_KINDS: dict[str, Kind] = {
    "connections": "connection",
    "queryTable": "connection",
    "oleObject": "object",
    "package": "object",
    "control": "object",
}
"""Kinds of relations by what they stand for; a link to a page that somebody may click is none."""
_CLICKED = frozenset({"hyperlink"})
_RELATIONS = ".rels"
_BEGINS = b"\xe8\x02"
"""Of an .xlsb: the number of the record with which a part about another workbook or program begins."""
_PROGRAMS: dict[int, Kind] = {1: "command", 2: "object"}
_SHOWN = 160


def outside_of(parts: Parts, limits: Limits) -> tuple[Outside, ...]:
    """Everything that the workbook has from outside."""
    found = {each for name in parts.names() if name.endswith(_RELATIONS) for each in _of(parts, name, limits)}
    return tuple(sorted(found))


def _of(parts: Parts, name: str, limits: Limits) -> Iterator[Outside]:
    folder, base = posixpath.split(name)
    owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(_RELATIONS))
    try:
        links = relations(parts, owner, limits)
    except BadFileError:  # of a part that nobody reads
        return
    for link in links.values():
        yield from _of_link(parts, link, limits)


def _of_link(parts: Parts, link: Relation, limits: Limits) -> Iterator[Outside]:
    if link.kind == "externalLink" and not link.external:
        yield from _other_program(parts, link.target, limits)
    elif link.kind in _KINDS:
        yield Outside(_KINDS[link.kind], posixpath.basename(link.target))
    elif link.external and link.kind not in _CLICKED:
        yield Outside("link", link.target)


def _other_program(parts: Parts, part: str, limits: Limits) -> Iterator[Outside]:
    """Of a part about another workbook or program: the program, its service and topic."""
    seen: list[Outside] = []

    def on_dde(attributes: Attributes) -> None:
        service, topic = (attributes.get(name, "") for name in ("ddeService", "ddeTopic"))
        seen.append(Outside("command", f"{service}|{topic}"))

    def on_ole(attributes: Attributes) -> None:
        seen.append(Outside("object", attributes.get("progId", "")))

    data = parts.get(part) or b""
    if part.endswith(".bin"):
        yield from _in_records(data)
        return
    try:
        walk(data, part, limits, {"ddeLink": on_dde, "oleLink": on_ole}, {})
    except BadFileError:  # what it is can then not be told; that it is there can
        seen.append(Outside("link", posixpath.basename(part)))
    yield from seen


def _in_records(data: bytes) -> Iterator[Outside]:
    """Of an .xlsb: the first record says whether it is a workbook, DDE or OLE, then with whom."""
    if not data.startswith(_BEGINS):
        return
    at = len(_BEGINS)
    while data[at : at + 1] >= b"\x80":  # the length, seven bits a byte
        at += 1
    kind = _PROGRAMS.get(int.from_bytes(data[at + 1 : at + 3], "little"))
    if kind is not None:
        texts = data[at + 3 : at + 3 + _SHOWN].decode("utf-16-le", "ignore")
        yield Outside(kind, "".join(c for c in texts if c.isprintable()))
