"""A report on a terminal: the same lines, in colour where the terminal knows it."""

from __future__ import annotations

from collections.abc import Iterable

import click

from kpixl.findings import Severity
from kpixl.report.text import Line

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def show(lines: Iterable[Line]) -> None:
    """Print the lines to standard output."""
    for line in lines:
        colour = _COLOURS[line.severity] if line.severity else None
        click.echo(click.style(line.text, fg=colour, bold=line.head) if line.text else "")
