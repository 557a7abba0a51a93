"""Figures that add up over the periods of a year: side by side, and a chart of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kpixl.layout import CellKey, Sheet, carried_in
from kpixl.layout.package.instances import named
from kpixl.layout.plan.keys import in_period
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.charts import Figures
from kpixl.merge.given import Given
from kpixl.merge.sheets import Content, Heading, PlainSheet
from kpixl.stage_names import calls_of

_FIGURE = "#,##0.####"
_LEAST = 2
"""Periods without which there is nothing to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One figure of one unit. group: what it has in common with that of others; by: its values by period."""

    key: str
    unit: str
    group: tuple[str, str]
    by: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The cumulative figures of a stage that is one of several periods."""

    stack: AcceptedAnswers

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The periods up to this one, in order."""
        stage = self.stack.stage
        own = [s for s in self.stack.scheme.stages if calls_of(s.id)[-1] == calls_of(stage.id)[-1]]
        there = own[: own.index(stage) + 1] if stage.period else []
        return tuple(dict.fromkeys(s.period for s in there))

    @cached_property
    def lines(self) -> tuple[_Line, ...]:
        """Every figure that somebody gave."""
        return tuple(self._lines()) if len(self.periods) >= _LEAST else ()

    def _lines(self) -> Iterator[_Line]:
        scheme, stage = self.stack.scheme, self.stack.stage
        for form in scheme.forms_of(stage):
            adding = [c.name for c in form.by_name.values() if c.cumulative and c.is_shown(stage.id)]
            copies = {i.id: i.name for i in named(scheme, form, self._copies(form.form))}
            for key in self.stack.given.asked(form.form, adding) if adding else ():
                given = self.stack.given[key]
                copy = copies.get(key.instance, "")
                row = given.entry.line if key.row else ""
                yield _Line(
                    key="/".join(key),
                    unit=scheme.roster.unit(key.subject).short,
                    group=("·".join(filter(None, (form.short_title, copy, row))), given.entry.label),
                    by=dict(self._by_period(given)),
                )

    def _copies(self, form: str) -> list[str]:
        lines = (line for record in self.stack.records for line in record.entries.layout.lines)
        return list(dict.fromkeys(line.instance for line in lines if line.form == form and line.instance))

    def _by_period(self, given: Given) -> Iterator[tuple[str, Decimal]]:
        """The figure of each period: of earlier ones as the return's workbook has them from before."""
        carried, key = self._carried(given), given.entry.key
        *earlier, now = self.periods
        for period in earlier:
            told = carried.get(key if period == earlier[-1] else in_period(key, period))
            if isinstance(told, Decimal):
                yield period, told
        if isinstance(given.entry.value, Decimal):
            yield now, given.entry.value

    def _carried(self, given: Given) -> Mapping[CellKey, object]:
        sha256 = given.record.sha256
        if sha256 not in self._known:
            self._known[sha256] = {k: a.value for k, a in carried_in(given.record.baseline or {}).items()}
        return self._known[sha256]

    @cached_property
    def _known(self) -> dict[str, Mapping[CellKey, object]]:
        return {}

    def sheets(self) -> Iterator[Sheet]:
        """The table of all figures, period by period; none where nothing adds up."""
        if self.lines:
            plain = PlainSheet(
                key="periods", name="各期对比", title="各期累计数对比", columns=self._columns()
            )
            yield plain.sheet((line.key, self._row(line)) for line in self.lines)

    def _columns(self) -> tuple[Heading, ...]:
        figures = (
            Heading(name=f"p{i}", label=period, width=14, align="right", number_format=_FIGURE)
            for i, period in enumerate(self.periods)
        )
        return (
            Heading(name="unit", label="单位", width=20, align="left"),
            Heading(name="item", label="表、项目", width=36, align="left"),
            Heading(name="column", label="栏目", width=26, align="left"),
            *figures,
            Heading(name="added", label="比上期增减", width=14, align="right", number_format=_FIGURE),
        )

    def _row(self, line: _Line) -> Sequence[Content]:
        values = [line.by.get(period) for period in self.periods]
        before, now = values[-2:]
        added = None if before is None or now is None else now - before
        return [Content(value=v) for v in (line.unit, *line.group, *values, added)]

    def figures(self) -> Iterator[Figures]:
        """A chart of each figure over the periods: of the units that have it in all of them, together."""
        whole = [line for line in self.lines if len(line.by) == len(self.periods)]
        for group in dict.fromkeys(line.group for line in whole):
            mine = [line for line in whole if line.group == group]
            sums = {p: sum((line.by[p] for line in mine), Decimal(0)) for p in self.periods}
            yield Figures(
                kind="column",
                title=f"{'：'.join(group)}（{len(mine)}个单位）" if len(mine) > 1 else "：".join(group),
                items="期间",
                figures="累计数",
                number_format=_FIGURE,
                rows=[(p, Content(value=value, number_format=_FIGURE)) for p, value in sums.items()],
                below=any(value < 0 for value in sums.values()),
            )
