"""Marks of a feedback workbook: every problem at its cell and on a list, live while the cell is as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpixl.blueprint.expressions import Literal, text_cut, text_length
from kpixl.layout.feedback.feedback_state import CORRECTED, EXPLAINED, OPEN, TOUCHED, Counts, Live, coloured
from kpixl.layout.package.facts import Scalar
from kpixl.layout.package.feedback_mark import NAME, PROBLEMS, REASON, Mark, reason_key
from kpixl.layout.pages.sheet import TOTAL, SheetBuilder, add_way_back
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Highlight, Role, Style, Validation
from kpixl.layout.plan.frame import Print
from kpixl.layout.plan.keys import CellKey, Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.rules.types import ValueType
from kpixl.words import Lang, Words

COMMENT_LIMIT = 1000
"""Characters of a cell's comment; the list has the whole text."""
_COLUMNS = (
    ("number", Words("序号", "No."), 5.0),
    ("severity", Words("级别", "Severity"), 6.0),
    ("form", Words("表单", "Form"), 12.0),
    ("place", Words("位置", "Place"), 9.0),
    ("value", Words("原填内容", "Entered"), 15.0),
    ("message", Words("问题", "Problem"), 35.0),
    ("remedy", Words("怎样处理", "What to do"), 31.0),
    ("state", Words("状态", "State"), 9.0),
)
"""With the reason all of them are in view where the window is 1366 dots wide."""
_REASON = (REASON, Words("确实如此的，写明理由", "If it is right, say why"), 19.0)
_REASON_LIMIT = 200
_SEVERITY = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
}
_DONE, _MOVE, _LOOK = (
    Words("已恢复", "restored"),
    Words("请补填", "enter again"),
    Words("请核对", "look at it"),
)
_TO_CORRECT, _COUNTED = Words("应改", "to correct"), '"{word} "0'
_FIRST_STATES = Words(
    "点击“位置”打开单元格，改正后“状态”由“待改”变为“已改”；全部改完后报回本工作簿。",
    "“Place” leads to the cell; once corrected, its state turns from “open” to “changed”. "
    "Return this workbook when all are.",
)
"""As workbooks that are out have it."""
_STATES = Words(
    f"点击“位置”打开单元格，按“怎样处理”改正。“{CORRECTED.zh}”：已合要求；“{TOUCHED.zh}”：改动过，但仍不合要求，"
    "或审核后才知道。全部改完后报回本工作簿。",
    f"“Place” leads to the cell. “{CORRECTED.en}”: as its rule asks; “{TOUCHED.en}”: changed, but still not "
    "right, or only the check can tell. Return this workbook when all are done.",
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
    highlight = Highlight(kind="marked", test=Live(marks[0], cell).open())
    return cell._replace(comment=comment, highlights=(*cell.highlights, highlight))


def problems_sheet(marks: Sequence[Mark], forms: Sequence[Sheet], lang: Lang) -> Sheet:
    """The list of problems, each with a link to its cell (else its sheet) and how it stands."""
    by_key = {s.key: s for s in forms}
    cells = {c.key: (s, c) for s in forms for c in s.cells if c.key is not None}
    columns = (*_COLUMNS, _REASON) if any(m.asks for m in marks) else _COLUMNS
    b = SheetBuilder(key=PROBLEMS, name=NAME[lang], widths=[w for *_, w in columns], lang=lang)
    if not _of_earlier(marks):
        add_way_back(b, len(columns))
    b.text("#title", NAME[lang], "title")
    for i, text in enumerate(_how(marks)):
        b.text(f"#note{i + 1}", text[lang], "note")
    found = [cells.get(mark.key) if mark.key else None for mark in marks]
    if not _of_earlier(marks):
        _counts(b, marks, sum(_is_followed(m, each) for m, each in zip(marks, found, strict=True)))
    b.line("#head", 26.0)
    for i, (_, label, _) in enumerate(columns):
        b.printed("#head", label[lang], "head", first=i)
    for number, (mark, each) in enumerate(zip(marks, found, strict=True), start=1):
        _line(b, number, mark, each, by_key)
    page = Print(landscape=True, rows=("#title", b.lines[-1].key), repeat=("#head", "#head"))
    return b.sheet(page, helpers=False, freeze="mark/1" if marks else None)


def _of_earlier(marks: Sequence[Mark]) -> bool:
    """Whether an earlier kpixl listed them: it took any change for a correction, and did not count."""
    return not all(m.tells for m in marks)


def _is_followed(mark: Mark, found: tuple[Sheet, Cell] | None) -> bool:
    """Whether the list follows what becomes of the cell."""
    return found is not None and found[1].role is Role.INPUT and not mark.mended


def _counts(b: SheetBuilder, marks: Sequence[Mark], followed: int) -> None:
    """The line that says how many problems stand how, as the cover does."""
    line, counts = b.line("#counts", 24.0), Counts(_states(len(marks)) if followed else (), b.lang)
    every = Calculation(tree=Literal(Decimal(followed)), names={}, places=0)
    b.printed(line, TOTAL[b.lang], "head")
    shown = [(_TO_CORRECT, every, (1, 2)), (CORRECTED, counts.of(CORRECTED), (3, 2))]
    shown += [(TOUCHED, counts.of(TOUCHED), (5, 1)), (OPEN, counts.of(OPEN), (6, 1))]
    if any(m.asks for m in marks):
        shown.append((EXPLAINED, counts.of(EXPLAINED), (7, 2)))
    for word, calculation, (first, count) in shown:
        style = Style(name="head", number_format=_COUNTED.format(word=word[b.lang]))
        spot = b.spot(line, first)
        b.put(Cell(spot=spot, role=Role.FORMULA, calculation=calculation, style=style, span=(1, count)))


def _states(lines: int) -> tuple[Spot, Spot]:
    """The first and the last cell that says how a problem stands."""
    column = f"c{[name for name, *_ in _COLUMNS].index('state') + 1}"
    return Spot(PROBLEMS, "mark/1", column), Spot(PROBLEMS, f"mark/{lines}", column)


def followed(marks: Sequence[Mark], sheet: Sheet, lang: Lang) -> tuple[int, Calculation, Calculation]:
    """How many problems the list follows; live, how many are settled, and how many are as they were."""
    count = sum(c.role is Role.FORMULA and c.spot.row.startswith("mark/") for c in sheet.cells)
    counts = Counts(_states(len(marks)) if count else (), lang)
    settled = (CORRECTED, EXPLAINED) if any(m.asks for m in marks) else (CORRECTED,)
    return count, counts.of(*settled), counts.of(OPEN)


def _how(marks: Sequence[Mark]) -> Iterator[Words]:
    yield Words(
        "上次报回的内容已带入本工作簿，需要改正的单元格标为红色并附批注。",
        "What was returned stands in this workbook; cells to correct are red and have a comment.",
    )
    yield _FIRST_STATES if _of_earlier(marks) else _STATES
    if any(m.asks for m in marks):
        yield Words(
            f"警告的内容确实如此的，不用改，在最后一栏写明理由，“状态”变为“{EXPLAINED.zh}”，由办公室决定。",
            f"Where a warning is about something that is right, change nothing and say why in the last "
            f"column: its state turns to “{EXPLAINED.en}”, and the office decides.",
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
        key=reason_key(number),
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
    state = Live(mark, cell, asked).state(lang)
    colours = coloured(spot, lang)
    return Cell(spot=spot, role=Role.FORMULA, style=style, calculation=state, highlights=colours)
