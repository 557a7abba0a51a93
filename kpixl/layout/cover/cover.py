"""The cover sheet 填报说明: who fills, what, until when, how; live how far each form is and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpixl.blueprint.expressions import Literal
from kpixl.layout.cover.cover_facts import LABELS, NAME, cover_key, facts_of
from kpixl.layout.cover.cover_problems import BEHIND, add_problems
from kpixl.layout.cover.cover_progress import LINE, WIDTHS, Filling, add_followed, add_progress
from kpixl.layout.cover.first_cover import first_cover_sheet
from kpixl.layout.edition import FIRST
from kpixl.layout.package.facts import Scalar
from kpixl.layout.package.feedback_mark import PROBLEMS
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import COVER, SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Colour, Highlight, Role, Style
from kpixl.layout.plan.frame import Print
from kpixl.layout.plan.plan import Sheet
from kpixl.layout.rows.reasons import add_reasons, named_reasons
from kpixl.words import Words

_SIZE = 12
_BESIDE = {"recipient": "stage", "deadline": "issue"}
"""Which fact stands on the line of which, right of it."""
_HOW = Words("怎样填写", "How to fill in")
_KNOWN_ONLY = Words(
    "本工作簿只有印发的内容，供本单位了解所承担的任务，不用填写，也不用报回。",
    "This workbook holds printed forms only, for your information: nothing is to be filled in or returned.",
)
_COLOURS = Words("颜色的意思", "What the colours mean")
_LEGEND: Mapping[Colour, tuple[Words, Words]] = {
    "open": (Words("待填", "to fill"), Words("可以填写", "may be filled in")),
    "missing": (Words("未填", "empty"), Words("必须填，还没有填", "needed, and still empty")),
    "wrong": (Words("有误", "wrong"), Words("填得不对，要改正", "not right: correct it")),
    "doubt": (
        Words("核对", "doubtful"),
        Words("请核对，确实如此可不改", "look at it; if it is so, leave it"),
    ),
    "marked": (Words("退回", "given back"), Words("上次报回时有问题", "had a problem when it was returned")),
}
"""Of each colour of a cell what it shows as, and what it means."""


def cover_sheet(package: Package, forms: Sequence[Sheet], listed: Sequence[Sheet] = ()) -> Sheet:
    """The planned cover.

    forms: the planned sheets, each of which gets a line; listed: the list of problems of a feedback workbook.
    """
    if package.edition == FIRST:
        return first_cover_sheet(package, forms, listed)
    lang = package.lang
    b = SheetBuilder(key=COVER, name=NAME[lang], widths=WIDTHS, lang=lang, helpers=BEHIND)
    between = "" if lang == "zh" else ": "
    b.text("#title", f"{package.scheme.head.title}{between}{NAME[lang]}", "title")
    _facts(b, facts_of(package))
    reasons = named_reasons(forms)
    fillings = [Filling(sheet, reasons) for sheet in forms]
    add_progress(b, package, fillings)
    for sheet in listed:
        add_followed(b, sheet, package)
    if filled := [each for each in fillings if each.inputs]:
        add_problems(b, filled)
        _legend(b, package)
    _instructions(b, package.instructions if package.asks else (_KNOWN_ONLY[lang],))
    page = Print(rows=(b.lines[0].key, b.lines[-1].key))
    add_reasons(b, reasons)
    return b.sheet(page, helpers=True)


def _facts(b: SheetBuilder, facts: Mapping[str, Scalar]) -> None:
    for key, value in facts.items():
        if key in _BESIDE.values():
            continue
        line, beside = f"fact/{key}", _BESIDE.get(key, "")
        room = WIDTHS[1] if beside else sum(WIDTHS[1:])
        b.line(line, max(LINE, height(str(value), room, _SIZE)))
        _fact(b, line, key, value, (0, 1, 1 if beside else len(WIDTHS) - 1))
        if beside:
            _fact(b, line, beside, facts[beside], (2, 2, 3))


def _fact(b: SheetBuilder, line: str, key: str, value: Scalar, where: tuple[int, int, int]) -> None:
    """where: the grid column of its label, and how many columns label and fact take."""
    first, count, room = where
    b.printed(line, LABELS[key][b.lang], "cover_head", first=first, count=count)
    b.put(
        Cell(
            spot=b.spot(line, first + count),
            role=Role.PRINTED,
            value=value,
            key=cover_key(key, "fact"),
            label=LABELS[key][b.lang],
            span=(1, room),
            link=PROBLEMS if key == "marks" else None,
            style=Style(name="cover_link" if key == "marks" else "cover_fact"),
        )
    )


def _legend(b: SheetBuilder, package: Package) -> None:
    """Each colour with its meaning, two on a line."""
    b.text("#legend", _COLOURS[b.lang], "cover_head")
    shown = [kind for kind in _LEGEND if kind != "marked" or package.marks]
    for pair in (shown[i : i + 2] for i in range(0, len(shown), 2)):
        line = b.line(f"legend/{pair[0]}", LINE)
        for kind, (first, count, room) in zip(pair, ((0, 1, 1), (2, 2, 3)), strict=False):
            _swatch(b, line, kind, first, count)
            b.printed(line, _LEGEND[kind][1][b.lang], "cover_fact", first=first + count, count=room)


def _swatch(b: SheetBuilder, line: str, kind: Colour, first: int, count: int) -> None:
    """A cell that always shows the colour, by the same conditional format as where it is meant."""
    always = Calculation(tree=Literal(value=True), names={}, condition=True)
    b.put(
        Cell(
            spot=b.spot(line, first),
            role=Role.PRINTED,
            value=_LEGEND[kind][0][b.lang],
            span=(1, count),
            style=Style(name="cover_cell"),
            highlights=(Highlight(kind=kind, test=always),),
        )
    )


def _instructions(b: SheetBuilder, instructions: Sequence[str]) -> None:
    b.text("#how", _HOW[b.lang], "cover_head")
    for i, text in enumerate(instructions):
        line = f"how/{i + 1}"
        told = f"{i + 1}．{text}" if b.lang == "zh" else f"{i + 1}. {text}"
        b.line(line, height(told, sum(WIDTHS), _SIZE))
        b.printed(line, told, "cover_text", count=len(WIDTHS))
