"""A report on a terminal: the same lines, in colour where the terminal knows it, folded to its width."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

import click
from rich.cells import cell_len

from kpixl.findings import Severity, visible
from kpixl.report.text import ReportLine

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_ARROW = "→ "
_AT_ONCE = 500
_LEAST = 20
"""Columns that are left for text, however far it is indented."""
_PIECES = re.compile(r"\s+|[（〔【《〈「『“‘(\[{]*(?:[!-~]+|.)[）〕】》〉」』”’)\]}、，。；：？！％]*")
"""What stays on one line: a run of Latin letters or digits, a Chinese character, each with its brackets."""


def show(lines: Iterable[ReportLine]) -> None:
    """Print the lines to standard output; nothing that a return holds can steer the terminal."""
    width = columns()
    for some in batched(lines):
        click.echo("\n".join(part for line in some for part in _parts(line, width)))


def _parts(line: ReportLine, width: int) -> Iterator[str]:
    """A line as it is printed, in pieces of that width."""
    colour = _COLOURS[line.severity] if line.severity else None
    text = visible(line.text)
    for part in folded(text, width, line.hang) if width else (text,):
        yield click.style(part, fg=colour, bold=line.head) if part and (colour or line.head) else part


def batched(lines: Iterable[ReportLine]) -> Iterator[list[ReportLine]]:
    """Some lines at a time: a terminal is slow when it is told them one by one."""
    rest = iter(lines)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def columns() -> int:
    """How wide the terminal is; 0 where there is none and nobody says so: then lines stay whole."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return shutil.get_terminal_size().columns
    return 0


def folded(text: str, width: int, hang: int = 0) -> Iterator[str]:
    """The text in lines of that width, those that continue it indented as it is.

    hang: where they begin instead, as below the last column of a table.
    """
    start = len(text) - len(text.lstrip())
    inner = start + (cell_len(_ARROW) if text[start:].startswith(_ARROW) else 0)
    indent = " " * min(hang or inner, max(0, width - _LEAST))
    line = text[:start]
    for piece in _PIECES.findall(text[start:]):
        for part in _parted(piece, width - len(indent)):
            if line.strip() and cell_len(line + part.rstrip()) > width:
                yield line.rstrip()
                line = indent + part.lstrip()
            else:
                line += part
    yield line.rstrip()


def _parted(piece: str, room: int) -> Iterator[str]:
    """A piece as it is, or where it is wider than a line, such as a long path, cut."""
    while cell_len(piece) > room:
        yield piece[: room // 2]
        piece = piece[room // 2 :]
    yield piece
