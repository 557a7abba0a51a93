"""One bounded pass of expat over a part that the guard has let through."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar
from xml.parsers import expat

from kpixl.formats._guard import BadFileError, exceeded, refuse
from kpixl.limits import Limits

Attributes = dict[str, str]
OnStart = Callable[[Attributes], None]
OnEnd = Callable[[str], None]
OnTag = Callable[[str, Attributes], None]
Action = TypeVar("Action")

_PREFIXES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt:",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes": "vt:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc:",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
}
"""Namespaces by the prefix that this package writes for them: transitional and strict read alike."""

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN = {
    **{f"{_OASIS}:{name}:1.0": name for name in ("office", "table", "text", "style", "meta", "manifest")},
    f"{_OASIS}:drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://purl.org/dc/elements/1.1/": "dc",
}
"""The same for OpenDocument."""

_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Choice"


class Shape:
    """Where elements may stand, all by their full names."""

    def __init__(
        self,
        *,
        homes: Mapping[str, Sequence[str]],
        leaves: Sequence[str] = (),
        single: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """homes: by name, what may hold it; leaves: hold text alone; single: by name, what it holds once."""
        self.homes = _by_full_name({name: frozenset(_all_full(each)) for name, each in homes.items()})
        self.leaves = frozenset(_all_full(leaves))
        self.single = _by_full_name(
            {name: {full: _local(full) for full in _all_full(once)} for name, once in (single or {}).items()}
        )


def walk(
    data: bytes,
    part: str,
    limits: Limits,
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd],
    shape: Shape | None = None,
) -> None:
    """Call starts[name] with the attributes, and ends[name] with the text since the last start tag.

    Names carry the prefixes above (none for the main namespaces). Alternatives (`mc:Choice`) are skipped: the
    fallback says the same to every program.

    Raises:
        BadFileError: the XML is not well-formed, nests deeper or has more attributes than the limits
            allow, or its elements do not stand where the shape lets them.
    """
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    start, end = _listeners(parser, part, limits, _by_full_name(starts), _by_full_name(ends))
    if shape is not None:
        start, end = _watched(start, end, part, shape)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    _parse(parser, data, part)


def _parse(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat knows no keywords; True: this is all of it
    except expat.ExpatError as error:
        reason = f"{expat.ErrorString(error.code)}, {error.lineno}"
        raise refuse("F051", part=part, reason=reason) from error


def _too_much(part: str, limits: Limits, depth: int) -> BadFileError:
    return exceeded("F052", limits, "depth" if depth > limits.depth else "attributes", part=part)


def follow(data: bytes, part: str, limits: Limits, start: OnTag, end: OnEnd, text: OnEnd) -> None:
    """Call start(name, attributes), end(name) and text(piece) for all of a part: text may stand among tags.

    Names carry the prefixes that OpenDocument's own programs write (`table:table-cell`), attributes too; a
    name of another namespace is its whole URI and name. Raises BadFileError as `walk` does.
    """
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    depth = 0
    short: dict[str, str] = {}

    def named(full: str) -> str:
        if full not in short:
            uri, _, local = full.rpartition(" ")
            short[full] = f"{_OPEN[uri]}:{local}" if uri in _OPEN else full
        return short[full]

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth or len(attributes) > limits.attributes:
            raise _too_much(part, limits, depth)
        start(named(name), {named(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(named(name))

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.CharacterDataHandler = text
    _parse(parser, data, part)


def _listeners(
    parser: expat.XMLParserType,
    part: str,
    limits: Limits,
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd],
) -> tuple[OnTag, OnEnd]:
    # Closures and not methods: this runs for every tag of every return.
    text: list[str] = []
    depth = skipped = 0
    deepest, widest = limits.depth, limits.attributes
    start_of, end_of = starts.get, ends.get

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal depth, skipped
        depth += 1
        if depth > deepest or len(attributes) > widest:
            raise _too_much(part, limits, depth)
        text.clear()
        if name == _CHOICE and not skipped:
            skipped = depth
        if not skipped and (action := start_of(name)) is not None:
            action(attributes)

    def on_end(name: str) -> None:
        nonlocal depth, skipped
        if not skipped and (action := end_of(name)) is not None:
            action("".join(text))
        if depth == skipped:
            skipped = 0
        depth -= 1

    parser.CharacterDataHandler = text.append
    return on_start, on_end


def _watched(start: OnTag, end: OnEnd, part: str, shape: Shape) -> tuple[OnTag, OnEnd]:
    """The same, but what stands where no program would look for it is refused before they hear of it."""
    homes, leaves, single = shape.homes, shape.leaves, shape.single
    path = [""]
    had: list[set[str]] = []

    def on_start(name: str, attributes: Attributes) -> None:
        holder = path[-1]
        if holder in leaves or ((allowed := homes.get(name)) is not None and holder not in allowed):
            raise refuse("F051", part=part, reason=f"<{_local(name)}> in <{_local(holder)}>")
        if holder in single and (once := single[holder].get(name)) is not None:
            if once in had[-1]:
                raise refuse("F051", part=part, reason=f"<{once}> ×2 in <{_local(holder)}>")
            had[-1].add(once)
        path.append(name)
        if name in single:
            had.append(set())
        start(name, attributes)

    def on_end(name: str) -> None:
        path.pop()
        if name in single:
            had.pop()
        end(name)

    return on_start, on_end


@lru_cache(maxsize=1024)
def _full_names(name: str) -> Sequence[str]:
    prefix, colon, local = name.rpartition(":")
    return [f"{uri} {local}" for uri, known in _PREFIXES.items() if known == prefix + colon]


def _all_full(names: Sequence[str]) -> Iterator[str]:
    return chain.from_iterable(map(_full_names, names))


def _local(full: str) -> str:
    return full.rpartition(" ")[2][:40]


def _by_full_name(actions: Mapping[str, Action]) -> dict[str, Action]:
    return {full: action for name, action in actions.items() for full in _full_names(name)}


def attribute(attributes: Attributes, local: str) -> str | None:
    """The relationship attribute (`r:id`), in whichever of its two namespaces."""
    for uri, prefix in _PREFIXES.items():
        if prefix == "r:" and (value := attributes.get(f"{uri} {local}")) is not None:
            return value
    return None


def size_of(text: str | None) -> float:
    """A height or width; one that is not there, or none, is no small one."""
    try:
        return math.inf if text is None else float(text)
    except ValueError:
        return math.inf


def is_true(text: str | None, *, default: bool = False) -> bool:
    """An XML boolean; the default where it is absent."""
    return default if text is None else text.strip() in ("1", "true", "on")
