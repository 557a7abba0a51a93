"""A document of Word: paragraphs with their numbers, tables with their merged cells, boxes of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from kpixl.draft.document import Block, Cell, Document, Grid, Place, Text
from kpixl.draft.readers._grids import compact, too_long
from kpixl.formats import ARCHIVE_ERRORS, check_member, checked_zip, exceeded, refuse
from kpixl.limits import Limits
from kpixl.refusal import RefusedError
from kpixl.words import Words

_CHINESE = "一二三四五六七八九十"
_MOST_TABLES = 400
_MOST_PARAGRAPHS = 5_000
_LONGEST_HEADING = 60


def read_docx(data: bytes, name: str, limits: Limits) -> Document:
    """The document in a file of Word. BadFileError or RefusedError where it cannot be read."""
    _check(data, limits)
    try:
        document = docx.Document(BytesIO(data))
        blocks = tuple(_Body(document, name).blocks())
    except (KeyError, ValueError, AttributeError, SyntaxError, *ARCHIVE_ERRORS) as error:
        raise RefusedError(
            f"“{name}”不是完好的 Word 文档（{type(error).__name__}）：请用 Word 打开另存为 .docx 后再试。",
            f"{name!r} is no sound Word document ({type(error).__name__}): save it anew with Word.",
        ) from error
    return Document(file=name, blocks=blocks)


def _check(data: bytes, limits: Limits) -> None:
    """Whether its parts keep the limits of returns, before any of them is unpacked."""
    try:
        with checked_zip(BytesIO(data), limits) as archive:
            infos = archive.infolist()
            for info in infos:
                check_member(info, limits, "part")
            if sum(info.file_size for info in infos) > limits.unpacked:
                raise exceeded("F042", limits, "unpacked", count=len(infos))
    except ARCHIVE_ERRORS as error:
        raise refuse("F040", reason=f"{type(error).__name__}: {error}"[:200]) from error


@dataclass
class _Body:
    """The body of a document, from the top."""

    document: Any
    file: str
    _paragraph: int = 0
    _table: int = 0
    _numbers: Counter[tuple[str, str]] = field(default_factory=Counter)

    def blocks(self) -> Iterator[Block]:
        """Its paragraphs and tables, in order."""
        for child in self._children(self.document.element.body):
            if child.tag == qn("w:p"):
                yield from self._text(Paragraph(child, self.document))
            elif child.tag == qn("w:tbl"):
                self._table += 1
                if self._table > _MOST_TABLES:
                    raise too_long(self.file)
                yield self._grid(Table(child, self.document))

    def _children(self, element: Any) -> Iterator[Any]:
        """Paragraphs and tables, also those in content controls."""
        for child in element:
            if child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self._children(content)
            elif child.tag in {qn("w:p"), qn("w:tbl")}:
                yield child

    def _text(self, paragraph: Paragraph) -> Iterator[Text]:
        self._paragraph += 1
        if self._paragraph > _MOST_PARAGRAPHS:
            raise too_long(self.file)
        place = Place(self.file, Words(f"第{self._paragraph}段", f"paragraph {self._paragraph}"))
        said = _said(paragraph._p)  # noqa: SLF001 - python-docx shows no text of fields and controls otherwise
        for number, line in enumerate(said.split("\n")):
            if line.strip():
                prefix = self._number(paragraph) if number == 0 else ""
                heading = len(line) <= _LONGEST_HEADING and self._is_heading(paragraph)
                yield Text(prefix + line.strip(), place, heading=heading)
        for box in paragraph._p.iter(qn("w:txbxContent")):  # noqa: SLF001 - as above
            text = "\n".join(_said(p) for p in box.iter(qn("w:p"))).strip()
            if text:
                yield Text(text, place)

    def _number(self, paragraph: Paragraph) -> str:
        """The number that Word shows in front of a paragraph and does not store in its text."""
        marks = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")  # noqa: SLF001 - as above
        if marks is None:
            return ""
        ids = [marks.find(qn(tag)) for tag in ("w:numId", "w:ilvl")]
        number, level = (each.get(qn("w:val")) if each is not None else "0" for each in ids)
        if number == "0":
            return ""
        self._numbers[number, level] += 1
        return _written(self._numbers[number, level], self._format(number, level))

    def _is_heading(self, paragraph: Paragraph) -> bool:
        """Whether it has the style of a heading, or stands in the middle."""
        marks = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")  # noqa: SLF001 - as above
        style = self._styles.get(marks.get(qn("w:val")), "") if marks is not None else ""
        if style.startswith(("Heading", "heading", "Title", "标题")):
            return True
        centred = paragraph.alignment is not None and int(paragraph.alignment) == 1
        return centred and any(run.text.strip() for run in paragraph.runs)

    @cached_property
    def _styles(self) -> dict[str, str]:
        """The names of the styles by their ids; python-docx goes through all of them for each paragraph."""
        return {style.style_id: style.name or "" for style in self.document.styles}

    def _format(self, number: str, level: str) -> tuple[str, str]:
        """How a list writes its numbers: `decimal`, `%1.`."""
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):  # a document without lists has no such part
            return "decimal", "%1."
        path = f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val"
        abstract = root.xpath(path)
        if not abstract:
            return "decimal", "%1."
        base = f"w:abstractNum[@w:abstractNumId='{abstract[0]}']/w:lvl[@w:ilvl='{level}']"
        kind, text = root.xpath(f"{base}/w:numFmt/@w:val"), root.xpath(f"{base}/w:lvlText/@w:val")
        return (kind or ["decimal"])[0], (text or ["%1."])[0]

    def _grid(self, table: Table) -> Grid:
        """The cells of a table, merged ones once."""
        place = Place(self.file, Words(f"第{self._table}个表", f"table {self._table}"))
        cells: dict[tuple[int, int], Cell] = {}
        tops: dict[int, tuple[int, int]] = {}
        for row, line in enumerate(table._tbl.tr_lst):  # noqa: SLF001 - merged cells as they are stored
            column = line.grid_before
            for tc in line.tc_lst:
                if tc.vMerge == "continue" and column in tops:
                    top = tops[column]
                    old = cells[top]
                    cells[top] = replace(old, high=row - old.row + 1)
                else:
                    cells[row, column] = self._cell(tc, row, column)
                    tops[column] = (row, column)
                column += tc.grid_span
        return compact(Grid(cells=tuple(cells.values()), place=place))

    def _cell(self, tc: Any, row: int, column: int) -> Cell:
        at = Words(
            f"第{self._table}个表第{row + 1}行第{column + 1}栏",
            f"table {self._table}, row {row + 1}, column {column + 1}",
        )
        parts = [_said(p) for p in tc.iter(qn("w:p"))]
        text = "\n".join(part for part in parts if part.strip())
        choices = tuple(
            str(item.get(qn("w:displayText")) or item.get(qn("w:value")))
            for kind in ("w:dropDownList", "w:comboBox")
            for item in tc.iter(qn(kind))
            for item in item.iter(qn("w:listItem"))
        )
        return Cell(row=row, column=column, text=text, wide=tc.grid_span, at=at, choices=choices)


def _said(paragraph: Any) -> str:
    """The text of a paragraph as it is shown: with that of fields, without boxes and what was deleted."""
    boxed = {id(n) for box in paragraph.iter(qn("w:txbxContent")) for n in box.iter()}
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if id(node) in boxed:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            parts.append("  " if node.tag == qn("w:tab") else "\n")
    return "".join(parts)


def _written(number: int, how: tuple[str, str]) -> str:
    kind, text = how
    said = str(number)
    if kind in {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"}:
        tens, ones = divmod(number, 10)
        head = ("" if tens == 1 else _CHINESE[tens - 1]) + "十" if 0 < tens <= 9 else ""
        said = head + (_CHINESE[ones - 1] if ones else "")
    elif kind == "bullet":
        return ""
    return text.replace("%1", said).replace("%2", said).replace("%3", said)
