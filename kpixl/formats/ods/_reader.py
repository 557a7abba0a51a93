"""The reader of .ods: one XML part holds all sheets."""

from __future__ import annotations

from dataclasses import replace

from kpixl.formats._book import Draft
from kpixl.formats._facts import Budget, Properties, Property, moment
from kpixl.formats._guard import Parts, refuse
from kpixl.formats._markup import Attributes, follow
from kpixl.formats._sniff import FileKind
from kpixl.formats.ods._outside import OutsideScan, charts_of
from kpixl.formats.ods._sheet import OpenSheets
from kpixl.formats.ods._styles import OpenStyles
from kpixl.limits import Limits

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_PROGRAMS = ("basic/", "scripts/")
_FACTS = {
    "meta:initial-creator": "creator",
    "dc:creator": "last_modified_by",
    "dc:date": "modified",
    "meta:generator": "application",
}


def read_opendocument(parts: Parts, budget: Budget) -> Draft:
    """The workbook in these parts. Raises BadFileError where it cannot be read."""
    limits = budget.limits
    manifest = _manifest(parts, limits)
    if any(name == "manifest:encryption-data" for name, _ in manifest):
        raise refuse("F098")
    content = parts.get(_CONTENT)
    if content is None:
        raise refuse("F049", part=_CONTENT)
    styles = OpenStyles(limits)
    outside = OutsideScan(charts_of(entry for _, entry in manifest))

    def on_start(name: str, attributes: Attributes) -> None:
        styles.start(name, attributes)
        outside.start(name, attributes)

    for part in (_STYLES, _CONTENT):
        if (data := parts.get(part)) is not None:
            follow(data, part, limits, on_start, styles.end, _ignored)
    sheets = OpenSheets(budget, styles)
    follow(content, _CONTENT, limits, sheets.start, sheets.end, sheets.text)
    return Draft(
        format=FileKind.ODS,
        sheets=sheets.drafts(),
        styles=sheets.STYLES,
        names=tuple(sheets.names),
        properties=_properties(parts, limits),
        date1904=sheets.date1904,
        structure_locked=sheets.structure_locked,
        macros=any(name.startswith(_PROGRAMS) for name in parts.names()),
        outside=tuple(outside.found),
        parts=tuple(parts.names()),
    )


def _ignored(_text: str) -> None:
    """Text that says nothing here."""


def _manifest(parts: Parts, limits: Limits) -> list[tuple[str, Attributes]]:
    """What the manifest says of each part, element by element."""
    seen: list[tuple[str, Attributes]] = []

    def on_start(name: str, attributes: Attributes) -> None:
        seen.append((name, dict(attributes)))

    follow(parts.get(_MANIFEST) or b"", _MANIFEST, limits, on_start, _ignored, _ignored)
    return seen


def _properties(parts: Parts, limits: Limits) -> Properties:
    texts: dict[str, str] = {}
    custom: dict[str, Property] = {}
    here: list[tuple[str, str]] = []
    pieces: list[str] = []

    def on_start(name: str, attributes: Attributes) -> None:
        pieces.clear()
        if name == "meta:user-defined":
            here.append((attributes.get("meta:name", ""), attributes.get("meta:value-type", "string")))

    def on_end(name: str) -> None:
        text = "".join(pieces)
        pieces.clear()
        if name == "meta:user-defined":
            key, kind = here.pop()
            if key in custom:
                raise refuse("F062", name=key)
            custom[key] = _typed(kind, text)
        elif name in _FACTS:
            texts.setdefault(_FACTS[name], text.strip())

    if (data := parts.get(_META)) is not None:
        follow(data, _META, limits, on_start, on_end, pieces.append)
    modified = moment(texts.pop("modified", ""))
    return replace(Properties(**texts, custom=custom), modified=modified)  # type: ignore[arg-type]


def _typed(kind: str, text: str) -> Property:
    if kind == "boolean":
        return text == "true"
    try:
        return float(text) if kind == "float" else text
    except ValueError:
        return text
