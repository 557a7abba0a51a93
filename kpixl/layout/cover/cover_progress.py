"""How far each form is, live on the cover: what it needs, what it has, what is wrong and doubtful in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby

from kpixl.blueprint.expressions import Literal, Node, RangeRef, Ref, names, parse
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Constant, Kind, Resolved
from kpixl.layout.cover.cover_facts import cover_key
from kpixl.layout.edition import DOUBT, LACK, NEED, WHY
from kpixl.layout.feedback.feedback_sheet import followed
from kpixl.layout.package.feedback_mark import NAME as PROBLEMS_NAME
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import TOTAL, SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Colour, Highlight, Role, Style
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.layout.rows.reasons import LETTERS, told_in
from kpixl.words import Lang, Words

LINE = 22.0
"""How high a line of the cover is that holds one."""
WIDTHS = (18.0, 31.0, 9.0, 9.0, 9.0, 9.0, 17.0)
COUNTS = {
    "need": Words("应填", "Needed"),
    "done": Words("已填", "Filled"),
    "bad": Words("问题", "Wrong"),
    "doubt": Words("提醒", "Doubtful"),
}
_FIRST_COUNT, _STATE_AT, _SIZE = 2, 6, 12
_TREES = {
    "need": "sum(needs)",
    "done": "sum(needs) - coded(lacks)",
    "bad": "coded(whys)",
    "doubt": "coded(doubts)",
}
_TOTAL, _PROBLEMS = "#total", "#problems"
_FOLLOWED = Words(
    f"{PROBLEMS_NAME.zh}（应改、已改、待改）", f"{PROBLEMS_NAME.en} (to change, changed, still open)"
)
_FORMS = Words("表单（点击跳到要填的第一格）", "Form (leads to the first cell to fill)")
_STATE = Words("状态", "State")
_FILLING = (Words("有问题", "wrong"), Words("未填完", "unfinished"), Words("已填完", "complete"))
_CHANGING = (Words("待改", "open"), Words("未改完", "unfinished"), Words("已改完", "complete"))
"""How things stand: something is wrong, something is open, nothing is."""
UNTOUCHED = Words("未填（可不填）", "empty (may stay so)")
ASKS_NOTHING = Words("不用填", "nothing to fill")
_NEXT = "problem(1, 0, need - done, lacks, first)"
_LINK = "link(name, problem_cell(next, letters) if is_true(next > 0) else cell_of(start), shown)"
NEXT = "_next"
"""The hidden column that says which row of a form lacks something first."""
_MOST_RUNS = 60
"""Runs of cells that are asked whether anything is filled in; what fits into a formula."""


@lru_cache(maxsize=256)
def _tree(text: str) -> Node:
    """An expression of the cover's own."""
    return parse(text, own=True)


def calculation(text: str, known: Mapping[str, Resolved], places: int | None = None) -> Calculation:
    """What an expression of the cover's own says. known: what its names may be."""
    tree = _tree(text)
    return Calculation(tree=tree, names={name: known[name] for name in names(tree)}, places=places)


def coloured(kind: Colour, condition: str, known: Mapping[str, Resolved]) -> Highlight:
    """A colour where a condition holds."""
    return Highlight(kind=kind, test=replace(calculation(condition, known), condition=True, when_blank=False))


@dataclass(frozen=True)
class Filling:
    """A form's sheet as the cover asks it. reasons: that the rows of all sheets can tell."""

    sheet: Sheet
    reasons: Sequence[str]

    def column(self, helper: str) -> ColumnRange:
        """A hidden column, below its own key."""
        lines = self.sheet.lines
        first, last = (Spot(self.sheet.key, each.key, helper) for each in (lines[1], lines[-1]))
        return ColumnRange(range=RangeRef(first, last), kind="number" if helper == NEED else "text")

    @cached_property
    def known(self) -> Mapping[str, Resolved]:
        """What the cover's expressions call of it."""
        return {
            "needs": self.column(NEED),
            "lacks": self.column(LACK),
            "whys": self.column(WHY),
            "doubts": self.column(DOUBT),
            "first": Constant(Decimal(self.sheet.row(self.sheet.lines[1].key) + 1)),
            "letters": told_in(self.reasons, LETTERS),
        }

    @cached_property
    def inputs(self) -> Sequence[Cell]:
        """Its cells to fill."""
        return [c for c in self.sheet.cells if c.role is Role.INPUT]

    @cached_property
    def warns(self) -> bool:
        """Whether a row can tell that something is doubtful."""
        return any(c.spot.column == DOUBT and c.calculation for c in self.sheet.cells)

    @property
    def start(self) -> CellOperand:
        """The first of them."""
        return cell(min((c.spot for c in self.inputs), key=self.sheet.address), "any")

    @property
    def always_asks(self) -> bool:
        """Whether there is a cell that is needed whatever is filled in."""
        return any(c.needed is not None and c.needed.tree == Literal(value=True) for c in self.inputs)

    @cached_property
    def runs(self) -> Mapping[str, Resolved]:
        """Its cells to fill, as columns of cells that stand together."""
        runs = list(self._runs())[:_MOST_RUNS]
        return {f"run{n}": ColumnRange(range=run, kind="any") for n, run in enumerate(runs)}

    def _runs(self) -> Iterator[RangeRef]:
        places = ((self.sheet.address(c.spot), c.spot) for c in self.inputs)
        at = sorted((place.column, place.row, spot) for place, spot in places)
        for _, run in groupby(enumerate(at), key=lambda each: (each[1][0], each[1][1] - each[0])):
            spots = [spot for _, (_, _, spot) in run]
            yield RangeRef(spots[0], spots[-1])


def cell(spot: Spot, kind: Kind = "number") -> CellOperand:
    """A cell as expressions name it."""
    return CellOperand(ref=Ref(spot), kind=kind)


def line_of(sheet: Sheet) -> str:
    """The key of a sheet's line of progress."""
    return f"progress/{sheet.key}"


def add_progress(b: SheetBuilder, package: Package, forms: Sequence[Filling]) -> None:
    """A line a form, and one for all of them."""
    b.line("#progress", LINE)
    b.printed("#progress", _FORMS[b.lang], "cover_head", count=_FIRST_COUNT)
    for i, label in enumerate((*COUNTS.values(), _STATE), start=_FIRST_COUNT):
        b.printed("#progress", label[b.lang], "cover_head", first=i)
    for form in forms:
        _line(b, form, _called(package, form.sheet))
    _whole(b, [form for form in forms if form.inputs])


def _called(package: Package, sheet: Sheet) -> str:
    """The sheet's name and the form's title; one that says whom it is for is told on the sheet."""
    title = "".join(package.scheme.form(sheet.of_form).title.split())
    return sheet.name if "{" in title or title in sheet.name else f"{sheet.name}　{title}"


def _line(b: SheetBuilder, filling: Filling, shown: str) -> None:
    sheet = filling.sheet
    line = b.line(line_of(sheet), max(LINE, height(shown, b.room(0, _FIRST_COUNT), _SIZE)))
    if not filling.inputs:
        _leading(b, line, sheet, shown)
        b.printed(line, ASKS_NOTHING[b.lang], "cover_cell", first=_STATE_AT)
        for i in range(_FIRST_COUNT, _STATE_AT):
            b.put(Cell(spot=b.spot(line, i), role=Role.PRINTED, style=Style(name="cover_cell")))
        return
    told: dict[str, Resolved] = {
        "name": Constant(sheet.name),
        "shown": Constant(shown),
        "start": filling.start,
    }
    b.put(
        Cell(
            spot=b.spot(line, 0),
            role=Role.FORMULA,
            key=cover_key(sheet.key, "form"),
            label=_FORMS[b.lang],
            line=sheet.name,
            calculation=calculation(_LINK, {**filling.known, **told, "next": cell(b.spot(line, NEXT))}),
            style=Style(name="cover_link"),
            span=(1, _FIRST_COUNT),
        )
    )
    for column, text in _TREES.items():
        said = "0" if column == "doubt" and not filling.warns else text
        _count(b, line, column, sheet.name, calculation(said, filling.known, 0))
    _state(b, line, sheet.name, _of_one(filling))
    counts = {name: cell(b.spot(line, i)) for i, name in enumerate(COUNTS, start=_FIRST_COUNT)}
    hide(b, b.spot(line, NEXT), calculation(_NEXT, {**filling.known, **counts}))


def hide(b: SheetBuilder, spot: Spot, told: Calculation) -> None:
    """A hidden cell of the cover."""
    b.put(Cell(spot=spot, role=Role.HELPER, calculation=told, style=Style(name="helper")))


def _leading(b: SheetBuilder, line: str, sheet: Sheet, shown: str) -> None:
    """What opens a sheet."""
    look, spot = Style(name="cover_link"), b.spot(line, 0)
    span = (1, _FIRST_COUNT)
    b.put(
        Cell(
            spot=spot, role=Role.PRINTED, value=shown, label=sheet.name, link=sheet.key, style=look, span=span
        )
    )


def add_followed(b: SheetBuilder, sheet: Sheet, package: Package) -> None:
    """How far the problems of a feedback workbook have been dealt with: all, changed, still as they were."""
    line = b.line(f"progress/{_PROBLEMS}", LINE)
    _leading(b, line, sheet, _FOLLOWED[b.lang])
    count, done, left = followed(package.marks, sheet, b.lang)
    every = Calculation(tree=Literal(Decimal(count)), names={}, places=0)
    for column, counted in zip(COUNTS, (every, done, left), strict=False):
        _count(b, line, column, sheet.name, counted)
    b.put(Cell(spot=b.spot(line, _STATE_AT - 1), role=Role.PRINTED, style=Style(name="cover_cell")))
    _state(b, line, sheet.name, _States(_CHANGING))


def _whole(b: SheetBuilder, filled: Sequence[Filling]) -> None:
    line = b.line(f"progress/{_TOTAL}", LINE)
    b.printed(line, TOTAL[b.lang], "cover_head", count=_FIRST_COUNT)
    if not filled:
        b.printed(line, ASKS_NOTHING[b.lang], "cover_cell", first=_STATE_AT)
        return
    lines = [line_of(each.sheet) for each in filled]
    for column in COUNTS:
        place = _FIRST_COUNT + list(COUNTS).index(column)
        known: dict[str, Resolved] = {"all": _between(b, lines, place, "number")}
        _count(b, line, column, TOTAL[b.lang], calculation("sum(all)", known, 0))
    states = {"states": _between(b, lines, _STATE_AT, "text")}
    untouched = f"count_if(states, '{UNTOUCHED[b.lang]}') == {len(filled)}"
    _state(b, line, TOTAL[b.lang], _States(untouched=untouched, known=states))


def _between(b: SheetBuilder, lines: Sequence[str], place: int, kind: Kind) -> ColumnRange:
    return ColumnRange(range=RangeRef(b.spot(lines[0], place), b.spot(lines[-1], place)), kind=kind)


def _count(b: SheetBuilder, line: str, column: str, counted: str, count: Calculation) -> None:
    """One of the counts. counted: what its line is called, the form's name."""
    row, place = line.partition("/")[2], list(COUNTS).index(column)
    spot = b.spot(line, _FIRST_COUNT + place)
    b.put(
        Cell(
            spot=spot,
            role=Role.TOTAL if row == _TOTAL else Role.FORMULA,
            key=cover_key(row, column),
            label=COUNTS[column][b.lang],
            line=counted,
            calculation=count,
            style=Style(name="cover_cell", number_format="0"),
            highlights=_coloured(column, spot),
        )
    )


def _coloured(column: str, spot: Spot) -> tuple[Highlight, ...]:
    """A count of what is wrong or doubtful, while there is any."""
    colours: Mapping[str, Colour] = {"bad": "wrong", "doubt": "doubt"}
    return (coloured(colours[column], "n > 0", {"n": cell(spot)}),) if column in colours else ()


@dataclass(frozen=True)
class _States:
    """How a line stands: something is wrong, something is open, nothing is, or it was never touched.

    words: of the first three; untouched: the condition of the last, "" where that cannot be; known: what
    it names.
    """

    words: Sequence[Words] = _FILLING
    untouched: str = ""
    known: Mapping[str, Resolved] = field(default_factory=dict)

    def told(self, lang: Lang) -> str:
        """The expression that says it."""
        wrong, open_, complete = (f"'{word[lang]}'" for word in self.words)
        last = (
            f"'{UNTOUCHED[lang]}' if is_true({self.untouched}) else {complete}"
            if self.untouched
            else complete
        )
        return f"{wrong} if is_true(bad > 0) else {open_} if is_true(done < need) else {last}"


def _of_one(filling: Filling) -> _States:
    if filling.always_asks:
        return _States()
    touched = f"count({', '.join(filling.runs)})"
    return _States(untouched=f"need == 0 and {touched} == 0", known=filling.runs)


def _state(b: SheetBuilder, line: str, counted: str, states: _States) -> None:
    counts = {name: cell(b.spot(line, i)) for i, name in enumerate(COUNTS, start=_FIRST_COUNT)}
    b.put(
        Cell(
            spot=b.spot(line, _STATE_AT),
            role=Role.FORMULA,
            key=cover_key(line.partition("/")[2], "status"),
            label=_STATE[b.lang],
            line=counted,
            calculation=calculation(states.told(b.lang), {**counts, **states.known}),
            style=Style(name="cover_cell"),
            highlights=(coloured("wrong", "bad > 0", counts), coloured("missing", "done < need", counts)),
        )
    )
