"""What Excel would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpixl.blueprint.expressions import text_length
from kpixl.blueprint.templates import without_slots
from kpixl.findings import Finding, Location, found
from kpixl.linter.world import World, columns, tables
from kpixl.words import Words

MAX_SHEET_NAME = 31
MAX_MESSAGE = 255
_NOT_IN_SHEET_NAMES = "[]:*?/\\"


def sheet_names(world: World) -> Iterator[Finding]:
    """Names that no sheet can have."""
    for form in world.scheme.forms:
        key = "sheet" if form.sheet is not None else "attachment" if form.attachment is not None else "title"
        yield from _sheet_name(form.sheet_name, world.sources.form(form.form, key))
    sheet = world.scheme.head.score_sheet
    for group, title in sheet.lists.items() if sheet else ():
        yield from _sheet_name(title, world.sources.head("score_sheet", "lists", group))


def _sheet_name(name: str, where: Location) -> Iterator[Finding]:
    given, name = name, without_slots(name)  # what is filled in, the workbook makes fit
    bad = "".join(dict.fromkeys(c for c in name if c in _NOT_IN_SHEET_NAMES or ord(c) < 32))
    why = None
    if not name.strip() and name == given:
        why = Words("没有名称", "it is blank")
    elif (length := text_length(name)) > MAX_SHEET_NAME:
        why = Words(f"有 {length} 个字符", f"it has {length} characters")
    elif bad:
        why = Words(f"含有 {bad!r}", f"it holds {bad!r}")
    elif "'" in {name[:1], name[-1:]}:
        why = Words("首尾有单引号", "it starts or ends with an apostrophe")
    elif name.casefold() == "history":
        why = Words("Excel 保留了这个名称", "Excel keeps this name for itself")
    if why:
        yield found("B040", where=where, value=given, why=why)


def same_sheet_names(world: World) -> Iterator[Finding]:
    """Two sheets of one workbook with one name, upper and lower case being the same."""
    told: set[tuple[str, str]] = set()
    for workbook, sheets in _workbooks(world):
        seen: dict[str, str] = {}
        for key, name, where in sheets:
            first = seen.setdefault(name.casefold(), key)
            if first != key and (first, key) not in told:
                told.add((first, key))
                yield found("B041", where=where, value=name, where_used=workbook)


_Sheet = tuple[str, str, Location]


def _workbooks(world: World) -> Iterator[tuple[str, list[_Sheet]]]:
    """The sheets of each workbook: what it is, and (a key, the sheet's name, where that is written)."""

    def sheets(form_ids: Iterable[str]) -> Iterator[_Sheet]:
        for form in filter(None, map(world.scheme.find_form, form_ids)):
            yield form.form, form.sheet_name, world.sources.form(form.form, "sheet")

    for stage in world.scheme.stages:
        for group in world.groups:
            handed = (form for g, _, form in world.forms_of(stage) if g == group)
            yield f"{stage.id}, {group}", [*sheets(handed)]
    yield "publication", [*sheets(world.scheme.head.publication)]
    score = world.scheme.head.score_sheet
    if score is not None:
        lists = [
            (f"#{g}", name, world.sources.head("score_sheet", "lists", g)) for g, name in score.lists.items()
        ]
        yield "score_sheet", [*sheets((*score.forms, *score.appendix)), *lists]


def messages(world: World) -> Iterator[Finding]:
    """Prompts and messages that are longer than Excel shows."""
    for placed in columns(world):
        for key in ("prompt", "pattern_message"):
            if (length := text_length(getattr(placed.column, key) or "")) > MAX_MESSAGE:
                where = placed.where(world.sources, key)
                yield found("B042", where=where, key=key, actual=length, expected=MAX_MESSAGE)
    for table in tables(world):
        for steps, rule in table.rules():
            if text_length(message := rule.message or "") > MAX_MESSAGE:
                where = table.where(world.sources, *steps, "message")
                yield found(
                    "B042", where=where, key="message", actual=text_length(message), expected=MAX_MESSAGE
                )


CHECKS = (sheet_names, same_sheet_names, messages)
