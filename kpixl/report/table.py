"""The findings as a CSV file that a spreadsheet opens as it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from kpixl.report.rows import COLUMNS, FindingRow
from kpixl.report.words import PAGE_WORDS, WORDS
from kpixl.words import Lang, spoken

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a CSV file for the system's own code page."""
_COMMAND = re.compile(r"^[\s]*[=+\-@\t\r]")


def write_csv(out: TextIO, rows: Iterable[FindingRow], *, lang: Lang) -> None:
    """Write the findings, a row each. out: opened with `newline=""`."""
    words = spoken(WORDS | PAGE_WORDS, lang)
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(words[column] for column in COLUMNS)
    for row in rows:
        cells = {column: getattr(row, column) for column in COLUMNS} | {"severity": words[row.severity]}
        writer.writerow(harmless(text) for text in cells.values())


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula; half a character is escaped."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if _COMMAND.match(text) else text
