"""Every figure of stacked tables with the cell of the return that it stands in, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kpixl.blueprint.expressions import Value
from kpixl.layout import Role
from kpixl.layout.rows.table_rows import TableRow
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.detail import Detail
from kpixl.merge.given import Found, found_in
from kpixl.returns import Record

PROVENANCE = "provenance.parquet"
"""The file with the origins of all figures."""
_TOLD = (Role.INPUT, Role.FORMULA)
Figure = tuple[Detail, TableRow, str, Found]


class Origin(NamedTuple):
    """A figure and where it comes from. item: what a person calls the row; label: and the column."""

    subject: str
    unit: str
    form: str
    table: str
    instance: str
    row: str
    item: str
    column: str
    label: str
    value: Value
    recipient: str
    file: str
    sheet: str
    cell: str
    sha256: str


def figures(stack: AcceptedAnswers, details: Sequence[Detail]) -> Iterator[Figure]:
    """Answers, computed figures and printed numbers; printed texts are the office's own."""
    for made in details:
        for line in made.lines:
            row = stack.beside(made.form, line)
            for column in made.columns if row else ():
                found = found_in(row, column)
                if found is not None and _is_figure(*found):
                    yield made, line, column, found


def _is_figure(record: Record, number: int) -> bool:
    value, role = record.entries.value(number), record.entries.layout.lines[number].role
    return value is not None and (role in _TOLD or isinstance(value, Decimal))


def figures_told(stack: AcceptedAnswers, details: Sequence[Detail]) -> int:
    """How many there are."""
    return sum(1 for _ in figures(stack, details))


def told(stack: AcceptedAnswers, some: Iterable[Figure]) -> Iterator[tuple[Figure, Origin]]:
    """Figures with what is to be said of each. some: those of a row together."""
    called, name = None, ""
    for figure in some:
        made, line, _, _ = figure
        if line is not called:
            called, name = line, stack.name_of(made.form, line)
        yield figure, _origin(stack, figure, name)


def _origin(stack: AcceptedAnswers, figure: Figure, name: str) -> Origin:
    made, line, column, (record, number) = figure
    there, shorts = record.entries.layout.lines[number], stack.scheme.roster.shorts
    recipient = record.stamp.recipient if record.stamp else ""
    return Origin(
        subject=line.subject,
        unit=shorts[line.subject],
        form=made.form,
        table=made.table,
        instance=line.instance.id,
        row=line.row,
        item=name,
        column=column,
        label=there.label,
        value=record.entries.value(number),
        recipient=shorts.get(recipient, recipient),
        file=record.name,
        sheet=there.sheet,
        cell=there.cell,
        sha256=record.sha256,
    )
