"""OpenDocument workbooks made part by part."""

from collections.abc import Mapping

from tests.support.packages import packed

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{name}="{_OASIS}:{uri}:1.0"'
    for name, uri in {
        "office": "office", "table": "table", "text": "text", "style": "style", "meta": "meta",
        "manifest": "manifest", "draw": "drawing",
    }.items()
)  # fmt: skip
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
SPACES = f'{_SPACES} {_CALC} xmlns:dc="http://purl.org/dc/elements/1.1/"'


def content(tables: str, before: str = "", styles: str = "", book: str = "", after: str = "") -> str:
    """content.xml with these tables. before, after: what the spreadsheet says of all of them."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet {book}>"
        f"{before}{tables}{after}</office:spreadsheet></office:body></office:document-content>"
    )


def table(rows: str, name: str = "表", **attributes: str) -> str:
    """A sheet."""
    more = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(cells: str, attributes: str = "") -> str:
    """A row."""
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def cell(attributes: str = "", inner: str = "") -> str:
    """A cell."""
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def said(text: str) -> str:
    """A cell with a text."""
    return cell('office:value-type="string"', f"<text:p>{text}</text:p>")


def valued(value: str, attributes: str = "", kind: str = "float") -> str:
    """A cell with a number."""
    return cell(f'office:value-type="{kind}" office:value="{value}" {attributes}')


def meta(inner: str) -> str:
    """meta.xml."""
    return f"<office:document-meta {SPACES}><office:meta>{inner}</office:meta></office:document-meta>"


def ods(body: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook with this content.xml."""
    return packed(
        {
            "mimetype": MIME,
            "content.xml": body,
            "META-INF/manifest.xml": f"<manifest:manifest {SPACES}/>",
            **(parts or {}),
        }
    )
