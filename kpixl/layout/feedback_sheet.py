"""Marks of a feedback workbook: every problem at its cell and on a list, live while the cell is as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    If,
    Literal,
    Name,
    Node,
    Not,
    RangeRef,
    Ref,
    text_cut,
    text_length,
)
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Kind, Resolved
from kpixl.layout.calculation import Calculation
from kpixl.layout.cell import Cell, Highlight, Role, Style, Validation
from kpixl.layout.facts import Scalar
from kpixl.layout.feedback_mark import NAME, PROBLEMS, Mark
from kpixl.layout.frame import Print
from kpixl.layout.keys import CellKey, Spot
from kpixl.layout.plan import Sheet
from kpixl.layout.sheet import SheetBuilder
from kpixl.layout.text_height import height
from kpixl.rules.types import ValueType
from kpixl.words import Lang, Words

COMMENT_LIMIT = 1000
"""Characters of a cell's comment; the list has the whole text."""
_COLUMNS = (
    ("number", Words("序号", "No."), 6.0),
    ("severity", Words("级别", "Severity"), 8.0),
    ("form", Words("表单", "Form"), 16.0),
    ("place", Words("位置", "Place"), 15.0),
    ("value", Words("原填内容", "Entered"), 22.0),
    ("message", Words("问题", "Problem"), 46.0),
    ("remedy", Words("怎样处理", "What to do"), 40.0),
    ("state", Words("状态", "State"), 10.0),
)
_REASON = ("reason", Words("确实如此的，写明理由", "If it is right, say why"), 30.0)
_REASON_LIMIT = 200
_COMPARED = 60
_SEVERITY = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
}
_OPEN, _CHANGED = Words("待改", "open"), Words("已改", "changed")
_EXPLAINED = Words("已说明", "explained")
_DONE, _MOVE, _LOOK = (
    Words("已恢复", "restored"),
    Words("请补填", "enter again"),
    Words("请核对", "look at it"),
)
_OLD = Words("原{place}", "was {place}")
"""Where something stood in the returned file."""


def marked(sheet: Sheet, marks: Sequence[Mark], lang: Lang) -> Sheet:
    """The sheet with its marked cells coloured and commented."""
    own: dict[CellKey, list[Mark]] = {}
    for mark in marks:
        if mark.key is not None and not mark.mended:
            own.setdefault(mark.key, []).append(mark)
    cells = tuple(_marked(c, own[c.key], lang) if c.key in own else c for c in sheet.cells)
    return replace(sheet, cells=cells)


def _marked(cell: Cell, marks: Sequence[Mark], lang: Lang) -> Cell:
    colon = "：" if lang == "zh" else ": "
    said = "\n".join(f"{_SEVERITY[m.severity][lang]}{colon}{m.message}\n→ {m.remedy}" for m in marks)
    comment = said if text_length(said) <= COMMENT_LIMIT else text_cut(said, COMMENT_LIMIT - 1) + "…"
    if cell.role is not Role.INPUT:
        return cell._replace(comment=comment)
    highlight = Highlight(kind="marked", test=_unchanged(cell, marks[0].value, condition=True))
    return cell._replace(comment=comment, highlights=(*cell.highlights, highlight))


def _unchanged(cell: Cell, value: Scalar, *, condition: bool) -> Calculation:
    tree, names = _same(cell.spot, value)
    return Calculation(tree=tree, names=names, condition=condition, when_blank=False)


def _same(spot: Spot, value: Scalar) -> tuple[Node, dict[str, Resolved]]:
    """The condition that a cell still holds the value; what its names stand for."""

    def named(kind: Kind) -> CellOperand:
        return CellOperand(ref=Ref(target=spot), kind=kind)

    held = Name("held")
    filled = Call("filled", (Name("seen"),))
    match value:
        case None:
            return Not(filled), {"seen": named("text")}
        case bool():
            return Compare("==", Name("seen"), Literal("是" if value else "否")), {"seen": named("text")}
        case Decimal():
            same = Call("is_true", (Compare("==", held, Literal(value)),))
            return And((filled, same)), {"held": named("number"), "seen": named("text")}
        case dt.date():
            same = Call("is_true", (Compare("==", held, Literal(value)),))
            return And((filled, same)), {"held": named("date"), "seen": named("text")}
    return And((filled, Call("is_true", (_alike(value),)))), {"seen": named("text")}


def _alike(text: str) -> Node:
    """Equal to a text; a long one, which no formula could hold, by its length and how it begins."""
    if len(text) <= _COMPARED:
        return Compare("==", Name("seen"), Literal(text))
    length = Compare("==", Call("length", (Name("seen"),)), Literal(Decimal(text_length(text))))
    return And((length, Call("starts_with", (Name("seen"), Literal(text[:_COMPARED])))))


def problems_sheet(marks: Sequence[Mark], forms: Sequence[Sheet], lang: Lang) -> Sheet:
    """The list of problems, each with a link to its cell (else its sheet) and whether it is as it was."""
    by_key = {s.key: s for s in forms}
    cells = {c.key: (s, c) for s in forms for c in s.cells if c.key is not None}
    columns = (*_COLUMNS, _REASON) if any(m.asks for m in marks) else _COLUMNS
    b = SheetBuilder(key=PROBLEMS, name=NAME[lang], widths=[w for *_, w in columns], lang=lang)
    b.text("#title", NAME[lang], "title")
    for i, text in enumerate(_how(marks)):
        b.text(f"#note{i + 1}", text[lang], "note")
    b.line("#head", 26.0)
    for i, (_, label, _) in enumerate(columns):
        b.printed("#head", label[lang], "head", first=i)
    for number, mark in enumerate(marks, start=1):
        _line(b, number, mark, cells.get(mark.key) if mark.key else None, by_key)
    page = Print(landscape=True, rows=(b.lines[0].key, b.lines[-1].key), repeat=("#head", "#head"))
    return b.sheet(page, helpers=False, freeze="mark/1" if marks else None)


def _how(marks: Sequence[Mark]) -> Iterator[Words]:
    yield Words(
        "上次报回的内容已带入本工作簿，需要改正的单元格标为红色并附批注。",
        "What was returned stands in this workbook; cells to correct are red and have a comment.",
    )
    yield Words(
        f"点击“位置”打开单元格，改正后“状态”由“{_OPEN.zh}”变为“{_CHANGED.zh}”；全部改完后报回本工作簿。",
        f"“Place” leads to the cell; once corrected, its state turns from “{_OPEN.en}” to “{_CHANGED.en}”. "
        "Return this workbook when all are.",
    )
    if any(m.asks for m in marks):
        yield Words(
            f"警告的内容确实如此的，不用改，在最后一栏写明理由，“状态”变为“{_EXPLAINED.zh}”，由办公室决定。",
            f"Where a warning is about something that is right, change nothing and say why in the last "
            f"column: its state turns to “{_EXPLAINED.en}”, and the office decides.",
        )
    if any(m.mended for m in marks):
        yield Words(
            f"“{_DONE.zh}”：表头、公式、锁定等被改动之处，本工作簿中已经恢复，只需核对所填内容。",
            f"“{_DONE.en}”: headings, formulas and locks that were altered are as issued again; look at the "
            "entries.",
        )
    if any(m.lost for m in marks):
        yield Words(
            f"“{_MOVE.zh}”：上次报回的内容读不出来，或在现在的表中没有位置，请补填；“原”表示它原来的位置。",
            f"“{_MOVE.en}”: what was returned could not be read, or has no place in this form; “was” says "
            "where it stood.",
        )


def open_and_done(marks: Sequence[Mark], sheet: Sheet, lang: Lang) -> tuple[int, Calculation, Calculation]:
    """How many problems the list follows; live, how many have been changed, and how many are as they were."""
    states = [c.spot for c in sheet.cells if c.role is Role.FORMULA]
    if not states:
        none = Calculation(tree=Literal(Decimal(0)), names={}, places=0)
        return 0, none, none
    first, last = (states[0]._replace(row=f"mark/{n}") for n in (1, len(marks)))
    names: dict[str, Resolved] = {"states": ColumnRange(range=RangeRef(first, last), kind="text")}
    changed, explained, left = (
        Call("count_if", (Name("states"), Literal(word[lang]))) for word in (_CHANGED, _EXPLAINED, _OPEN)
    )
    done: Node = Arithmetic("+", changed, explained) if any(m.asks for m in marks) else changed
    return (
        len(states),
        Calculation(tree=done, names=names, places=0),
        Calculation(tree=left, names=names, places=0),
    )


def _line(
    b: SheetBuilder,
    number: int,
    mark: Mark,
    found: tuple[Sheet, Cell] | None,
    forms: Mapping[str, Sheet],
) -> None:
    line = f"mark/{number}"
    form, place, link = _place(mark, found, forms, b.lang)
    shown = (form, place, mark.text, mark.message, mark.remedy)
    widths = [w for *_, w in _COLUMNS][2:7]
    b.line(line, max(22.0, *(height(t, w, 10) for t, w in zip(shown, widths, strict=True))))
    texts: list[Scalar] = [
        Decimal(number), _SEVERITY[mark.severity][b.lang], form or None, place or None, mark.text or None,
        mark.message, mark.remedy,
    ]  # fmt: skip
    for i, value in enumerate(texts):
        leads = link if i == (3 if found else 2) else None
        style = Style(name="list_link" if leads else "list", align="center" if i < 4 else "left")
        b.put(Cell(spot=b.spot(line, i), role=Role.PRINTED, value=value, style=style, link=leads))
    cell, answered = found[1] if found else None, len(b.grid) > len(_COLUMNS)
    asked = b.spot(line, len(_COLUMNS)) if answered else None
    b.put(_state(b.spot(line, len(texts)), mark, cell, b.lang, asked if mark.asks else None))
    if asked is not None:
        nothing = Cell(spot=asked, role=Role.PRINTED, value="—", style=Style(name="list", align="center"))
        b.put(_reason(asked, number, mark, b.lang) if mark.asks else nothing)


def _reason(spot: Spot, number: int, mark: Mark, lang: Lang) -> Cell:
    """Where the recipient says that what a warning is about is right, and why."""
    label = _REASON[1][lang]
    limit = Words(f"最多{_REASON_LIMIT}个字符。", f"At most {_REASON_LIMIT} characters.")[lang]
    return Cell(
        spot=spot,
        role=Role.INPUT,
        key=CellKey(PROBLEMS, "", "", str(number), _REASON[0]),
        label=label,
        line=mark.message,
        type=ValueType(name="text", max_length=_REASON_LIMIT),
        style=Style(name="list", align="left", unlocked=True),
        validation=Validation(kind="length", high=_REASON_LIMIT, prompt=(label, limit), error=(label, limit)),
    )


def _place(
    mark: Mark, found: tuple[Sheet, Cell] | None, forms: Mapping[str, Sheet], lang: Lang
) -> tuple[str, str, Spot | str | None]:
    """The form's sheet, the cell (or where it was in the returned file), and what the line leads to."""
    if found:
        return found[0].name, found[0].address(found[1].spot).a1, found[1].spot
    old = _OLD[lang].format(place=mark.place) if mark.place else ""
    sheet = forms.get(mark.sheet)
    return (sheet.name, old, sheet.key) if sheet else ("", old, None)


def _state(spot: Spot, mark: Mark, cell: Cell | None, lang: Lang, asked: Spot | None) -> Cell:
    style = Style(name="list", align="center")
    if mark.mended or cell is None or cell.role is not Role.INPUT:
        said = _DONE if mark.mended else _MOVE if mark.lost else _LOOK
        return Cell(spot=spot, role=Role.PRINTED, value=said[lang], style=style)
    condition, names = _same(cell.spot, mark.value)
    tree: Node = If(condition, Literal(_OPEN[lang]), Literal(_CHANGED[lang]))
    if asked is not None:
        names = {**names, "said": CellOperand(ref=Ref(target=asked), kind="text")}
        explained = And((condition, Call("filled", (Name("said"),))))
        tree = If(explained, Literal(_EXPLAINED[lang]), tree)
    return Cell(spot=spot, role=Role.FORMULA, style=style, calculation=Calculation(tree=tree, names=names))
