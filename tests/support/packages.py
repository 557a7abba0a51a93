"""Workbooks made part by part, so that a test can make any one of them wrong."""

import io
import struct
import zipfile
from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Parts = Mapping[str, str | bytes | None]


def relations(*links: tuple[str, str, str], base: str = DOCUMENT) -> str:
    """A .rels part of (id, kind, target); a target with `://` is external."""
    entries = "".join(
        f'<Relationship Id="{i}" Type="{base}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for i, kind, target in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def workbook_xml(
    sheets: str = '<sheet name="表" sheetId="1" r:id="rId1"/>', before: str = "", after: str = ""
) -> str:
    """workbook.xml with these sheets."""
    namespaces = f'xmlns="{MAIN}" xmlns:r="{DOCUMENT}"'
    return f"{HEAD}<workbook {namespaces}>{before}<sheets>{sheets}</sheets>{after}</workbook>"


def sheet_xml(rows: str = "", before: str = "", after: str = "") -> str:
    """A worksheet part with these rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(cells: str, number: int = 1) -> str:
    """One row."""
    return f'<row r="{number}">{cells}</row>'


def texts_xml(*items: str) -> str:
    """The shared strings, each as the XML inside its <si>."""
    return f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def styles_xml(xfs: str, formats: str = "") -> str:
    """styles.xml with these cell formats."""
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>'
    )


def parts(changes: Parts | None = None, rows: str = "") -> dict[str, str | bytes]:
    """The parts of a small good workbook, some of them replaced, added, or (None) left out."""
    good: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_xml(rows),
        **(changes or {}),
    }
    return {name: content for name, content in good.items() if content is not None}


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def workbook(changes: Parts | None = None, rows: str = "") -> bytes:
    """The small good workbook, changed, as the bytes of an .xlsx."""
    return packed(parts(changes, rows))


def directory_entry(data: bytes, name: str) -> int:
    """Where a member's entry in the zip's directory begins."""
    at = data.rindex(name.encode())
    return data.rindex(b"PK\x01\x02", 0, at)


def patched(data: bytes, name: str, offset: int, layout: str, *values: int) -> bytes:
    """The zip with a field of a member's directory entry overwritten: the lie of a hostile file."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, directory_entry(data, name) + offset, *values)
    return bytes(changed)
