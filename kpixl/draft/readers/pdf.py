"""A PDF with text: its lines and ruled tables, page by page."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber

from kpixl.draft.document import Block, Cell, Document, Grid, Place, Text
from kpixl.refusal import RefusedError
from kpixl.words import Words

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what a font lacks is nobody's business here
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_MOST_PAGES = 80
_FEWEST = 20


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF. RefusedError where it is damaged, a scan, or as long as a report."""
    try:
        pages = _pages(data, name)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(  # what a damaged PDF raises has no common base
            f"“{name}”读不出来（{type(error).__name__}）：文件可能已损坏或加了密，请另存后再试。",
            f"{name!r} cannot be read ({type(error).__name__}): it may be damaged or encrypted.",
        ) from error
    blocks = tuple(_joined(pages))
    if (
        sum(len(b.text) if isinstance(b, Text) else sum(len(c.text) for c in b.cells) for b in blocks)
        < _FEWEST
    ):
        raise RefusedError(
            f"“{name}”没有文字，像是扫描件：请找 Word、Excel 原件，或先用文字识别软件转成文本。",
            f"{name!r} holds no text and looks like a scan: find the original, or have its text recognised.",
        )
    return Document(file=name, blocks=blocks)


def _pages(data: bytes, name: str) -> list[list[Block]]:
    with pdfplumber.open(BytesIO(data)) as pdf:
        if len(pdf.pages) > _MOST_PAGES:
            raise _too_long(name, len(pdf.pages))
        return [list(_page(page, number, name)) for number, page in enumerate(pdf.pages, start=1)]


def _too_long(name: str, pages: int) -> RefusedError:
    return RefusedError(
        f"“{name}”共{pages}页，像是一份报告，不是表格：请只取附件中表格的那几页，另存后再试。",
        f"{name!r} has {pages} pages and looks like a report: save the pages with the forms by themselves.",
    )


def _page(page: Any, number: int, file: str) -> Iterator[Block]:
    """The blocks of a page from the top: tables, and the lines between them."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    found: list[tuple[float, Block]] = []
    for order, table in enumerate(tables, start=1):
        grid = _grid(table, number, order, file)
        if grid is not None:
            found.append((table.bbox[1], grid))
    for line in page.extract_text_lines(strip=True, return_chars=False):
        middle = (line["top"] + line["bottom"]) / 2
        inside = any(b[1] <= middle <= b[3] and b[0] <= line["x0"] <= b[2] for b in boxes)
        if not inside and not _is_page_number(line["text"]):
            place = Place(file, Words(f"第{number}页", f"page {number}"))
            found.append((line["top"], Text(_usual(line["text"]), place)))
    yield from (block for _, block in sorted(found, key=lambda pair: pair[0]))


def _usual(text: str) -> str:
    """A text with the usual characters in place of radicals that look the same, as PDF files have them."""
    return _RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _is_page_number(text: str) -> bool:
    said = text.strip(" -—–·第页")
    return said.isdigit() and len(said) <= 3


def _grid(table: Any, page: int, order: int, file: str) -> Grid | None:
    """A ruled table; the lines that end in a cell's side tell how far it reaches."""
    boxes = [cell for row in table.rows for cell in row.cells if cell]
    if len(boxes) < 2:
        return None
    lefts, tops = _edges(b[0] for b in boxes), _edges(b[1] for b in boxes)
    texts = {_corner(cell): text or "" for row, said in zip(table.rows, table.extract(), strict=True)
             for cell, text in zip(row.cells, said, strict=True) if cell}  # fmt: skip
    cells = []
    for box in dict.fromkeys(boxes):
        row, column = _index(tops, box[1]), _index(lefts, box[0])
        high = sum(box[1] - 1 <= top < box[3] - 1 for top in tops)
        wide = sum(box[0] - 1 <= left < box[2] - 1 for left in lefts)
        at = Words(f"第{page}页第{order}个表第{row + 1}行", f"page {page}, table {order}, row {row + 1}")
        text = _usual(texts.get(_corner(box), ""))
        cells.append(Cell(row=row, column=column, text=text, high=max(high, 1), wide=max(wide, 1), at=at))
    place = Place(file, Words(f"第{page}页第{order}个表", f"page {page}, table {order}"))
    return Grid(cells=tuple(cells), place=place)


def _corner(box: Sequence[float]) -> tuple[float, float]:
    return box[0], box[1]


def _edges(values: Iterable[float]) -> list[float]:
    """The different edges, those that all but touch taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _joined(pages: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """The blocks of all pages; a table at a page's end goes on at the top of the next without its heading."""
    last: Grid | None = None
    for blocks in pages:
        for number, block in enumerate(blocks):
            if number == 0 and last is not None and isinstance(block, Grid) and block.columns == last.columns:
                last = _appended(last, block)
                continue
            if last is not None:
                yield last
                last = None
            if isinstance(block, Grid) and number == len(blocks) - 1:
                last = block
            else:
                yield block
    if last is not None:
        yield last


def _appended(first: Grid, second: Grid) -> Grid:
    heading = 0
    while heading < second.rows - 1 and _row(first, heading) == _row(second, heading):
        heading += 1
    rest = second.part(range(heading, second.rows))
    moved = (replace(cell, row=cell.row + first.rows) for cell in rest.cells)
    return replace(first, cells=(*first.cells, *moved))


def _row(grid: Grid, row: int) -> list[str]:
    return [cell.said for cell in grid.starting(row)]
