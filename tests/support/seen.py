"""Workbooks with what a reader of values does not see: tests/cases/seen.yaml says what was done to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kpixl.layout import CellKey
from kpixl.simulate.book import STRINGS, Book
from kpixl.simulate.sheetxml import CellXml
from tests.support import tiny
from tests.support.tiny import Returned, judged, report, returned

CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent.parent / "cases" / "seen.yaml").read_text(encoding="utf-8")
)
STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class Made:
    """The workbook of a case. unit: whose it is."""

    unit: str
    file: Returned

    def key(self, column: str) -> CellKey:
        """The value of 附件1 that a case names: `remark` in the first row, `2.remark`, `.whole` of no row."""
        return _key(self.unit, column)

    def cell(self, column: str) -> CellXml:
        """Its cell."""
        return self.file.cell(self.key(column))


def _key(unit: str, column: str) -> CellKey:
    row, dot, name = column.rpartition(".")
    return report(unit, row if dot else "1" if unit == "finance" else "t1", name)


def made(case: Mapping[str, Any]) -> Made:
    """The workbook of a case."""
    unit = case.get("unit", "hedong")
    changes = {_key(unit, column): _value(value) for column, value in case.get("changes", {}).items()}
    made = Made(unit, returned(unit, changes))
    for deed in case.get("do", ()):
        ((name, told),) = deed.items()
        DEEDS[name](made, told)
    return made


def _value(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def said(data: bytes) -> list[list[str | None]]:
    """What is said of a return, as cases write it."""
    record = tiny.read(data, name="a")
    found = (*record.findings, *judged([record]))
    return [[f.code, f.severity.value, f.where.sheet, f.where.cell] for f in found]


# What is struck out.


def restyled(book: Book, style: str, font: str) -> str:
    """The number of a style like that one, of another font."""
    text = book.text(STYLES)
    fonts = len(re.findall(r"<font>", text[: text.index("</fonts>")]))
    head, _, rest = text.partition("<cellXfs")
    every, _, after = rest.partition("</cellXfs>")
    xfs = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", every, re.DOTALL)
    new = re.sub(r'fontId="\d+"', f'fontId="{fonts}"', xfs[int(style)])
    head = head.replace("</fonts>", f"<font>{font}</font></fonts>")
    book.put(STYLES, f"{head}<cellXfs{every}{new}</cellXfs>{after}")
    return str(len(xfs))


def strike(made: Made, column: str) -> None:
    """The whole cell is struck out."""
    cell = made.cell(column)
    cell.style = restyled(made.file.book, cell.style, "<strike/><sz val='11'/>")


def strike_part(made: Made, told: Mapping[str, list[str]]) -> None:
    """A text in pieces, every second one struck out."""
    ((column, pieces),) = told.items()
    cell, book = made.cell(column), made.file.book
    runs = "".join(
        f"<r><rPr>{'<strike/>' if number % 2 else ''}<sz val='11'/></rPr><t>{piece}</t></r>"
        for number, piece in enumerate(pieces)
    ).replace("'", '"')
    text = book.text(STRINGS)
    cell.kind, cell.formula, cell.value = "s", None, str(text.count("<si>"))
    book.put(STRINGS, text.replace("</sst>", f"<si>{runs}</si></sst>"))


# What is not high or wide enough to be seen.


def flat(made: Made, told: Mapping[str, str]) -> None:
    """A row has a height of nothing."""
    ((column, height),) = told.items()
    row = made.file.tab().xml.rows[made.file.line(made.key(column))]
    row.attributes |= {"ht": height, "customHeight": "1"}


def narrow(made: Made, told: Mapping[str, str]) -> None:
    """A column has a width of nothing."""
    ((column, width),) = told.items()
    xml, number = made.file.tab().xml, made.file.column(made.key(column)) + 1
    pattern = rf'(<col min="{number}" max="{number}" width=")[^"]*'
    xml.before = re.sub(pattern, rf"\g<1>{width}", xml.before)


DEEDS: Mapping[str, Callable[[Made, Any], None]] = {
    "strike": strike,
    "strike part": strike_part,
    "flat": flat,
    "narrow": narrow,
}
