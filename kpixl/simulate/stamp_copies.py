"""The three copies of the stamp in a workbook, changed one by one."""

from __future__ import annotations

import re
from html import escape

from kpixl.layout import IDENTITY_SHEET
from kpixl.simulate.book import CUSTOM, WORKBOOK, Book
from kpixl.simulate.sheetxml import CellXml
from kpixl.stamp import MARKER, PROPERTY_PREFIX, STAMP_NAME, hidden_rows, name_text, properties

_PROPERTY = re.compile(rf'<property [^>]*name="{PROPERTY_PREFIX}\d+">.*?</property>')
_NAMED = re.compile(rf'(<definedName name="{STAMP_NAME}"[^>]*>).*?</definedName>', re.DOTALL)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID = 2
_TEXT = "<vt:lpwstr>{}</vt:lpwstr>"


def set_properties(book: Book, token: str) -> None:
    """Another token in the document's properties; "" takes it out."""
    pieces = properties(token).items() if token else ()
    entries = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}">{_TEXT.format(text)}</property>'
        for number, (name, text) in enumerate(pieces, _FIRST_ID)
    )
    book.put(CUSTOM, _PROPERTY.sub("", book.text(CUSTOM)).replace("</Properties>", f"{entries}</Properties>"))


def set_name(book: Book, token: str) -> None:
    """Another token in the defined name; "" takes it out."""
    text = rf"\g<1>{escape(name_text(token), quote=False)}</definedName>" if token else ""
    book.put(WORKBOOK, _NAMED.sub(text, book.text(WORKBOOK)))


def set_hidden(book: Book, token: str) -> None:
    """Another token on the hidden sheet; "" takes it out."""
    pieces = dict(hidden_rows(token, {})) if token else {}
    for label, cell in hidden_texts(book).items():
        if label.startswith(f"{MARKER} stamp "):
            book.set_value(cell, pieces.get(label))


def set_all(book: Book, token: str) -> None:
    """Another token in all three places; "" takes it out."""
    for put in (set_properties, set_name, set_hidden):
        put(book, token)


def hidden_texts(book: Book) -> dict[str, CellXml]:
    """The cells of the hidden sheet that hold its texts, by label, in its order."""
    rows = book.tab(IDENTITY_SHEET).xml.rows
    return {book.shown(row.cells[0]): row.cells[1] for _, row in sorted(rows.items())}
