"""What an .ods says of other files, programs and data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpixl.formats._markup import Attributes
from kpixl.formats._outside import Kind, Outside

_HREF = "xlink:href"
_ELEMENTS: Mapping[str, tuple[Kind, str]] = {
    "office:dde-source": ("command", "office:dde-application"),
    "table:table-source": ("link", _HREF),
    "table:cell-range-source": ("link", _HREF),
    "draw:object-ole": ("object", _HREF),
    "draw:object": ("object", _HREF),
    "draw:applet": ("object", _HREF),
    "draw:plugin": ("object", _HREF),
    "table:database-source-sql": ("connection", "table:database-name"),
    "table:database-source-table": ("connection", "table:database-name"),
    "table:database-source-query": ("connection", "table:database-name"),
    "table:source-service": ("connection", "table:name"),
    "form:connection-resource": ("connection", _HREF),
}
"""Elements by what they stand for, and the attribute that names what they point to."""
_CHART = "application/vnd.oasis.opendocument.chart"


@dataclass(slots=True)
class OutsideScan:
    """Gathers it while a part is read. charts: the embedded objects that are charts of the document's own."""

    charts: frozenset[str]
    found: list[Outside] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name in _ELEMENTS:
            kind, attribute = _ELEMENTS[name]
            target = attributes.get(attribute, "")
            if name != "draw:object" or _folder(target) not in self.charts:
                self.found.append(Outside(kind, target))
        elif name == "draw:image" and "://" in attributes.get(_HREF, ""):
            self.found.append(Outside("link", attributes[_HREF]))


def charts_of(entries: Iterable[Attributes]) -> frozenset[str]:
    """The embedded charts by their folder. entries: of the manifest."""
    return frozenset(
        _folder(e.get("manifest:full-path", ""))
        for e in entries
        if e.get("manifest:media-type", "").startswith(_CHART)
    )


def _folder(path: str) -> str:
    return path.removeprefix("./").rstrip("/")
