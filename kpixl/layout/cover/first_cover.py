"""The cover of workbooks of the first edition, which are read for ever and made no more.

It says who fills, what, until when and how; and counts live what every form needs, has and has wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial, reduce

from kpixl.blueprint.expressions import Arithmetic, Call, Compare, If, Literal, Name, Node, RangeRef, Ref
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Resolved
from kpixl.layout.cover.cover_facts import LABELS, LONG, NAME, cover_key, facts_of
from kpixl.layout.edition import BAD, DONE, NEED
from kpixl.layout.feedback.feedback_sheet import followed
from kpixl.layout.package.feedback_mark import NAME as PROBLEMS_NAME
from kpixl.layout.package.feedback_mark import PROBLEMS
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import COVER, TOTAL, SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Highlight, Role, Style
from kpixl.layout.plan.frame import Print
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.words import Words

WIDTHS = (40.0, 12.0, 12.0, 12.0, 18.0)
_COUNTS = (
    ("need", Words("应填", "Needed"), NEED),
    ("done", Words("已填", "Filled"), DONE),
    ("bad", Words("问题", "Wrong"), BAD),
)
_TOTAL, _WHOLE = "#total", TOTAL
_PROBLEMS = "#problems"
_FOLLOWED = Words(
    f"{PROBLEMS_NAME.zh}（应改、已改、待改）", f"{PROBLEMS_NAME.en} (to change, changed, still open)"
)
_FILLING = (Words("有问题", "wrong"), Words("未填完", "unfinished"), Words("已填完", "complete"))
_CHANGING = (Words("待改", "open"), Words("未改完", "unfinished"), Words("已改完", "complete"))
"""How things stand: something is wrong, something is open, nothing is."""
_ZERO = Literal(Decimal(0))
_TEXT_SIZE = 12
_MOST_ADDED = 50
_HOW = Words("怎样填写", "How to fill in")
_FORMS, _STATE = Words("表单（点击打开）", "Form (click to open)"), Words("状态", "State")


def first_cover_sheet(package: Package, forms: Sequence[Sheet], listed: Sequence[Sheet] = ()) -> Sheet:
    """The planned cover.

    forms: the planned sheets; those with something to fill get a line of progress, and so does the list of
    problems of a feedback workbook (listed).
    """
    lang = package.lang
    b = SheetBuilder(key=COVER, name=NAME[lang], widths=WIDTHS, lang=lang)
    between = "" if lang == "zh" else ": "
    b.text("#title", f"{package.scheme.head.title}{between}{NAME[lang]}", "title")
    for key, value in facts_of(package).items():
        label = LABELS[key][lang]
        b.line(f"fact/{key}", _high(str(value)) if key in LONG else 24.0)
        b.printed(f"fact/{key}", label, "cover_head")
        spot = b.spot(f"fact/{key}", 1)
        b.put(
            Cell(
                spot=spot,
                role=Role.PRINTED,
                value=value,
                key=cover_key(key, "fact"),
                label=label,
                span=(1, 4),
                link=PROBLEMS if key == "marks" else None,
                style=Style(name="cover_link" if key == "marks" else "cover_fact"),
            )
        )
    filled = [s for s in forms if any(c.role is Role.INPUT for c in s.cells)]
    _progress(b, filled)
    for sheet in listed:
        _problems(b, sheet, package)
    _instructions(b, package)
    rows = (b.lines[0].key, b.lines[-1].key)
    return b.sheet(Print(rows=rows), helpers=False)


def _high(text: str) -> float:
    return max(24.0, height(text, sum(WIDTHS[1:]), _TEXT_SIZE))


def _instructions(b: SheetBuilder, package: Package) -> None:
    b.text("#how", _HOW[b.lang], "cover_head")
    for i, text in enumerate(package.instructions):
        line = f"how/{i + 1}"
        told = f"{i + 1}．{text}" if b.lang == "zh" else f"{i + 1}. {text}"
        b.line(line, height(told, sum(WIDTHS), _TEXT_SIZE))
        b.printed(line, told, "cover_text", count=len(WIDTHS))


def _progress(b: SheetBuilder, forms: Sequence[Sheet]) -> None:
    b.line("#progress", 24.0)
    for i, label in enumerate((_FORMS, *(c[1] for c in _COUNTS), _STATE)):
        b.printed("#progress", label[b.lang], "cover_head", first=i)
    for sheet in forms:
        line = b.line(f"progress/{sheet.key}", 24.0)
        _link(b, line, sheet, sheet.name)
        for i, (_, _, helper) in enumerate(_COUNTS):
            first, last = (Spot(sheet.key, each.key, helper) for each in (sheet.lines[0], sheet.lines[-1]))
            counts: dict[str, Resolved] = {"counts": ColumnRange(range=RangeRef(first, last), kind="number")}
            _count(b, line, i, sheet.name, Call("sum", (Name("counts"),)), counts)
        _status(b, line, sheet.name)
    _whole(b, [f"progress/{s.key}" for s in forms])


def _link(b: SheetBuilder, line: str, sheet: Sheet, said: str) -> None:
    """What opens a sheet."""
    look, name = Style(name="cover_link"), b.spot(line, 0)
    b.put(Cell(spot=name, role=Role.PRINTED, value=said, label=sheet.name, link=sheet.key, style=look))


def _problems(b: SheetBuilder, sheet: Sheet, package: Package) -> None:
    """How far the problems of a feedback workbook have been dealt with: all, changed, still as they were."""
    line = b.line(f"progress/{_PROBLEMS}", 24.0)
    _link(b, line, sheet, _FOLLOWED[b.lang])
    count, done, left = followed(package.marks, sheet, b.lang)
    every = Calculation(tree=Literal(Decimal(count)), names={}, places=0)
    for i, calculation in enumerate((every, done, left)):
        _count(b, line, i, sheet.name, calculation.tree, dict(calculation.names))
    _status(b, line, sheet.name, _CHANGING)


def _whole(b: SheetBuilder, lines: Sequence[str]) -> None:
    line = b.line(f"progress/{_TOTAL}", 24.0)
    b.printed(line, _WHOLE[b.lang], "cover_head")
    for i in range(len(_COUNTS)):
        names: dict[str, Resolved] = {
            f"f{n}": CellOperand(ref=Ref(b.spot(each, i + 1)), kind="number") for n, each in enumerate(lines)
        }
        _count(b, line, i, _WHOLE[b.lang], _added(names), names)
    _status(b, line, _WHOLE[b.lang])


def _added(names: Iterable[str]) -> Node:
    """Their sum: added up, as in all that is out, or by a function where that would nest too deep."""
    every: list[Node] = [Name(name) for name in names]
    if len(every) > _MOST_ADDED:
        return Call("sum", tuple(every))
    return reduce(partial(Arithmetic, "+"), every) if every else _ZERO


def _count(
    b: SheetBuilder, line: str, index: int, counted: str, tree: Node, names: dict[str, Resolved]
) -> None:
    """One of the counts. counted: what its line is called, the form's name."""
    row, (column, label, _) = line.partition("/")[2], _COUNTS[index]
    b.put(
        Cell(
            spot=b.spot(line, index + 1),
            role=Role.TOTAL if row == _TOTAL else Role.FORMULA,
            key=cover_key(row, column),
            label=label[b.lang],
            line=counted,
            calculation=Calculation(tree=tree, names=names, places=0),
            style=Style(name="cover_cell", number_format="0"),
        )
    )


def _status(b: SheetBuilder, line: str, counted: str, words: Sequence[Words] = _FILLING) -> None:
    names: dict[str, Resolved] = {
        c[0]: CellOperand(ref=Ref(b.spot(line, i + 1)), kind="number") for i, c in enumerate(_COUNTS)
    }
    wrong = Compare(">", Name("bad"), _ZERO)
    open_ = Compare("<", Name("done"), Name("need"))
    first, second, third = (Literal(word[b.lang]) for word in words)
    tree = If(wrong, first, If(open_, second, third))
    marks = (
        Highlight(kind="wrong", test=_test(wrong, names)),
        Highlight(kind="missing", test=_test(open_, names)),
    )
    b.put(
        Cell(
            spot=b.spot(line, len(_COUNTS) + 1),
            role=Role.FORMULA,
            key=cover_key(line.partition("/")[2], "status"),
            label=_STATE[b.lang],
            line=counted,
            calculation=Calculation(tree=tree, names=names),
            style=Style(name="cover_cell"),
            highlights=marks,
        )
    )


def _test(tree: Node, names: dict[str, Resolved]) -> Calculation:
    return Calculation(tree=tree, names=names, condition=True, when_blank=False)
