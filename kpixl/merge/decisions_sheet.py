"""What the office decided, as a sheet of the consolidated workbook."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.model import Scheme
from kpixl.decisions import Decision, Decisions, kind_of, what, whom
from kpixl.layout import Sheet
from kpixl.merge.sheets import Heading, PlainSheet, Rows


def decisions_sheet(scheme: Scheme, decisions: Decisions) -> Iterator[Sheet]:
    """Every decision that the returns were judged with, in their order; no sheet without any."""
    if not decisions.made:
        return
    plain = PlainSheet(
        key="decisions",
        name="决定事项",
        title="决定事项一览表",
        columns=(
            Heading(name="number", label="序号", width=6),
            Heading(name="kind", label="类别", width=14),
            Heading(name="whom", label="对象", width=26, align="left"),
            Heading(name="what", label="决定内容", width=50, align="left"),
            Heading(name="reason", label="理由", width=50, align="left"),
            Heading(name="document", label="依据", width=26, align="left"),
            Heading(name="by", label="决定人", width=16, align="left"),
            Heading(name="on", label="日期", width=12),
        ),
        frozen=3,
    )
    rows = Rows(len(decisions.made), lambda: (_row(scheme, n, d) for n, d in enumerate(decisions.made, 1)))
    yield from plain.streamed(rows, "")


def _row(scheme: Scheme, number: int, decision: Decision) -> list[str | None]:
    return [
        str(number),
        kind_of(decision).zh,
        whom(decision, scheme),
        what(decision, scheme).zh,
        decision.reason,
        decision.document,
        decision.by,
        decision.on.isoformat(),
    ]
