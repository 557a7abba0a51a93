"""A report on a terminal: the same lines, in colour where the terminal knows it."""

from __future__ import annotations

from collections.abc import Iterable

import click

from kpixl.findings import Severity, visible
from kpixl.report.text import ReportLine

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def show(lines: Iterable[ReportLine]) -> None:
    """Print the lines to standard output; nothing that a return holds can steer the terminal."""
    for line in lines:
        colour = _COLOURS[line.severity] if line.severity else None
        text = visible(line.text)
        click.echo(click.style(text, fg=colour, bold=line.head) if text else "")
