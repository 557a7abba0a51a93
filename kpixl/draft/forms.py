"""A section of a document as a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kpixl.draft import lines
from kpixl.draft.boxes import box_fields, line_fields
from kpixl.draft.document import Place, Text, flat, one_line
from kpixl.draft.drafts import FormDraft, ListDraft
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.headings import Heading
from kpixl.draft.loose import Indicator, Line, UnitGroup
from kpixl.draft.names import Names
from kpixl.draft.prose import Headed, as_narrative
from kpixl.draft.reporting import who_reports
from kpixl.draft.reports import narrative
from kpixl.draft.sections import Section
from kpixl.draft.segments import Columns, Pairs
from kpixl.draft.sentences import apply_sentences
from kpixl.draft.table_drafts import TableDraft
from kpixl.draft.tables import Setting, table_draft
from kpixl.words import Words

_WIDE = 6
_LONGEST_SHEET = 28
_NO_SHEET = re.compile(r"[\[\]:*?/\\]")


def form_of(section: Section, form_id: str, title: str) -> FormDraft:
    """The form of a section that holds tables or boxes."""
    best = _best(section)
    names = Names()
    form = FormDraft(id=form_id, title=title, attachment=section.attachment)
    form.sources = [*section.titles, *section.above, *best.parts, *section.below]
    measure = next((m for t in [*section.above, *section.titles] if (m := lines.measure(t.text))), "")
    _head_lines(form, section, names)
    tables = _parts(form, section, best, names, measure)
    _settle_form(form, tables, section)
    form.reporting = list(dict.fromkeys(who_reports([section, *section.copies])))
    return form


def _head_lines(form: FormDraft, section: Section, names: Names) -> None:
    """The lines above the first table: labels to fill, the unit of measure, running text."""
    if section.heading:
        form.sheet = one_line(section.heading.text)
        form.blocks.append(Noted({"paragraphs": [one_line(section.heading.text)]}))
    for text in section.above:
        unit = lines.measure(text.text)
        if not lines.labels_in(text.text):
            form.blocks.append(Noted({"paragraphs": [one_line(text.text)]}))
            continue
        fields = list(line_fields(text, names))
        if fields:
            form.blocks.append(Noted({"fields": fields}))
        printed = [f"{p.label}：{p.value}" for p in lines.labels_in(text.text) if lines.is_of_form(p)]
        if unit:
            printed.append(f"单位：{unit}")
        if printed:
            form.blocks.append(Noted({"paragraphs": ["　".join(printed)]}))


def _parts(form: FormDraft, section: Section, best: Section, names: Names, measure: str) -> list[TableDraft]:
    """The tables and boxes of a form, in order."""
    tables: list[TableDraft] = []
    for number, part in enumerate(best.parts, start=1):
        if isinstance(part, Pairs):
            form.blocks.append(Noted({"fields": box_fields(part, names, measure), "boxed": True}))
            continue
        name = names.new("", "table" if not tables else f"table_{number}")
        copies = [c for copy in section.copies for c in copy.parts if isinstance(c, Columns)]
        setting = Setting(names=names, title=form.title, measure=lines.measure_in(part.over) or measure)
        made = table_draft(part, name, setting, copies)
        if made.listing:
            listed = list_name(form.id, "rows" if not tables else f"rows_{number}")
            made.rows["for"] = listed
            form.lists[listed] = made.listing
        if made.items:
            form.lists[list_name(form.id, "items")] = made.items
        tables.append(made)
        if part.over:
            form.blocks.append(Noted({"paragraphs": [part.over]}))
        form.blocks.append(Noted(made))
    return tables


def _settle_form(form: FormDraft, tables: Sequence[TableDraft], section: Section) -> None:
    """What is known once all parts are there: rules of the notes, who fills, the page."""
    for table in tables:
        apply_sentences(section.below, table)
        form.left += [] if section.copies else _examples(table)
    _fields_below(form, section)
    form.blocks = [
        Noted(b.value.block().value, b.value.block().guesses) if _is_table(b) else b for b in form.blocks
    ]
    form.verifies = any(t.verifies for t in tables if not t.office)
    form.office = bool(tables) and all(t.office for t in tables) and not _asks_fields(form)
    boxed = any(isinstance(part, Pairs) for part in section.parts)
    form.landscape = any(len(t.leaves) > _WIDE for t in tables) or (bool(tables) and not boxed)
    form.guesses += _several(section)
    if section.copies:
        count = len(section.copies) + 1
        what = Words("同一张表，由各单位分别填写", "one form, filled in by several units")
        why = Words(f"原文中有{count}份，内容不同", f"it stands there {count} times with other contents")
        form.guesses.append(Guess(what=what, why=why, certainty=Certainty.UNSURE, place=section.place))
        form.left += [left for copy in [section, *section.copies] if (left := _filled_in(copy))]


_NUMBERS = re.compile(r"^(序号|编号|项次|行次)$")
_EACH = re.compile(
    r"[一每](?:个|项|名)?(项目|人|企业|学校|村|事项|活动|课题)(?:单独)?(?:填写?|填报)?一(?:表|张|份)"
)


def _several(section: Section) -> Iterator[Guess]:
    """What the document says of several copies of the form, one for each of something."""
    for text in [*section.titles, *section.above, *section.below]:
        if found := _EACH.search(flat(text.text)):
            each = found[1]
            what = Words(
                f"每个{each}填一份：有了{each}清单，可用 repeat 一个{each}印一张",
                "one copy for each: with a list of them, `repeat` prints one for each",
            )
            why = Words(f"原文写着“{found[0]}”", f"the document says {found[0]!r}")
            yield Guess(what=what, why=why, certainty=Certainty.UNSURE, place=text.place)
            return


def _examples(table: TableDraft) -> Iterator[Text]:
    """What stands in columns that units fill: examples, a line a row, that were not taken over."""
    asked = [leaf for leaf in table.leaves if leaf.fill in {"unit", "verifier"} and not leaf.partly]
    filled = [leaf for leaf in asked if not _NUMBERS.search(flat(leaf.label))]
    for cells in zip(*(leaf.cells for leaf in filled), strict=True):
        said = [cell for cell in cells if cell.said]
        if said:
            yield Text("；".join(one_line(c.text) for c in said), Place(table.file, said[0].at))


def _filled_in(copy: Section) -> Text | None:
    """What a copy of a form is filled in with, as one line of what was not taken over."""
    cells = [
        c for p in copy.parts if isinstance(p, Columns) for c in p.grid.cells if c.row >= p.depth and c.said
    ]
    cells += [pair.value for p in copy.parts if isinstance(p, Pairs) for pair in p.pairs if pair.value]
    said = "；".join(one_line(c.text) for c in cells if c.said)
    return Text(said, copy.place) if said and copy.place else None


def _is_table(block: Noted) -> bool:
    return isinstance(block.value, TableDraft)


def _asks_fields(form: FormDraft) -> bool:
    """Whether a unit fills any field outside tables."""
    fields = (f for b in form.blocks if isinstance(b.value, dict) for f in b.value.get("fields", ()))
    return any(f.value.get("fill") == "unit" for f in fields)


def _fields_below(form: FormDraft, section: Section) -> None:
    """Notes, and the labels of the line where people sign."""
    notes = []
    names = Names()
    for text in section.below:
        if lines.is_note(text.text) or lines.item_of(text.text) or not lines.is_blank_label(text.text):
            notes.append(text.text.strip())
            continue
        fields = [
            Noted(f.value | {"name": f"signed_{names.new(f.value['label'], 'by')}"}, f.guesses)
            for f in line_fields(text, Names())
        ]
        form.blocks.append(Noted({"fields": fields}))
    if notes:
        form.blocks.append(Noted({"notes": notes}))


def list_name(form_id: str, what: str) -> str:
    """The name of a list of a form."""
    return f"{form_id.replace('-', '_')}_{what}"


def _best(section: Section) -> Section:
    """Of the copies of a form the one whose headings are whole: each label over the columns that it names."""
    if not section.copies:
        return section
    return max([section, *section.copies], key=_wholeness)


def _wholeness(section: Section) -> tuple[int, int, int]:
    tables = [p for p in section.parts if isinstance(p, Columns)]
    leaves = [leaf for table in tables for leaf in table.leaves]
    misfits = sum(1 for leaf in leaves if not leaf.label or leaf.after - leaf.first > 1)
    figures = sum(1 for leaf in leaves if any(c.isdigit() for c in leaf.label[:1]) or "——" in leaf.label)
    return (-misfits - figures, max((_levels(h) for t in tables for h in t.headings), default=0), len(leaves))


def _levels(heading: Heading) -> int:
    return 1 + max((_levels(h) for h in heading.below), default=0)


# forms that the document does not print, but lists what they are about


def form_of_list(
    indicators: Sequence[Indicator], form_id: str, title: str, attachment: str, place: Place | None
) -> FormDraft:
    """A form by which units report on the indicators of a list."""
    form = FormDraft(id=form_id, title=title, attachment=attachment)
    listed = list_name(form_id, "rows")
    items = [_listed(number, each) for number, each in enumerate(indicators, start=1)]
    with_units = any(each.units for each in indicators)
    form.lists[listed] = ListDraft(items=items, place=place, units=["units"] if with_units else [])
    rows: dict[str, Any] = {"for": listed}
    if with_units:
        rows["where"] = "subject.id in row.units_ids"
    columns = list(_columns_of_list(indicators))
    table: dict[str, Any] = {"name": "table", "rows": rows}
    if any(each.group for each in indicators):
        table["merge"] = ["category"]
    table["columns"] = columns
    why = Words("文件只有指标清单，没有印报表", "the document lists indicators and prints no form")
    what = Words("由各单位逐项报告完成情况", "units report on each of them")
    guess = Guess(what=what, why=why, certainty=Certainty.UNSURE, place=place)
    form.blocks = [
        Noted({"fields": [Noted({"name": "whose", "label": "填报单位（盖章）：", "from": "subject.name"})]}),
        Noted({"table": table}, (guess,)),
    ]
    form.sources = [each.text for each in indicators]
    return form


def _listed(number: int, each: Indicator) -> dict[str, Any]:
    item: dict[str, Any] = {"id": f"r{number}", "number": each.number}
    if each.group:
        item["category"] = each.group
    item["indicator"] = each.name
    if each.points is not None:
        points = int(each.points) if each.points == int(each.points) else each.points
        item |= {"stated": each.stated, "points": points}
        if each.deducts:
            item["deducts"] = True
    if each.units:
        item["units"] = each.units
    return item


def _columns_of_list(indicators: Sequence[Indicator]) -> Iterator[Noted]:
    """Printed columns for what the list says, and those in which units report."""
    if any(each.group for each in indicators):
        yield Noted(
            {"name": "category", "label": "类别", "from": "row.category", "width": 14, "align": "center"}
        )
    yield Noted({"name": "number", "label": "序号", "type": "integer", "from": "row.number", "width": 6})
    yield Noted({"name": "indicator", "label": "指标", "from": "row.indicator", "width": 32, "align": "left"})
    points = any(each.points is not None for each in indicators)
    if points:
        yield Noted({"name": "points", "label": "分值", "from": "row.stated", "width": 8, "align": "center"})
    label = next((each.label for each in indicators if each.label), "")
    if label:
        yield Noted({"name": "units", "label": label, "from": "row.units", "width": 22, "align": "left"})
    why = Words("清单没有印填报的栏目", "the list prints no columns to fill")
    guess = Guess(what=_PROPOSED, why=why, certainty=Certainty.UNSURE)
    report = {"name": "report", "label": "完成情况", "max_length": 500, "fill": "unit", "required": True}
    yield Noted(report | {"width": 36, "align": "left", "policy": True}, (guess,))
    if points:
        claimed = {"name": "claimed", "label": "自评得分", "type": "decimal", "places": 2, "min": 0}
        claimed |= {"max": "row.points", "fill": "unit", "required": True}
        yield Noted(claimed | {"width": 10, "policy": True}, (guess,))


_PROPOSED = Words("建议增加的填报栏目", "a column that is proposed")


def form_of_names(
    titles: Sequence[Text], groups: Sequence[UnitGroup], form_id: str, section: Section
) -> FormDraft:
    """A list of who takes part, as the office prints it."""
    title = "".join(one_line(t.text) for t in titles) or section.attachment
    form = FormDraft(id=form_id, title=title, attachment=section.attachment, office=True, landscape=False)
    printed = [each for group in groups for each in (group.heading, group.text)]
    form.blocks = [Noted({"paragraphs": [one_line(text.text) for text in printed]})]
    form.sources = [*titles, *printed]
    why = Words("只有单位名称，没有要填的内容", "it holds names of units and nothing to fill in")
    what = Words("照原文印发，不用填", "printed as it is, nothing is filled in")
    form.guesses.append(Guess(what=what, why=why, certainty=Certainty.LIKELY, place=groups[0].text.place))
    return form


def form_of_report(
    titles: Sequence[Text], report: Sequence[Line], form_id: str, attachment: str
) -> FormDraft:
    """A form of a template of a report."""
    title = "\n".join(one_line(t.text) for t in titles) or one_line(report[0].text.text)
    form = FormDraft(id=form_id, title=title, attachment=attachment, landscape=False)
    form.blocks = [Noted({"narrative": narrative(report, Names())})]
    form.sources = [*titles, *(each.text for each in _all_lines(report))]
    what = Words("按原文的编号逐项填写的报告", "a report in the numbered lines of the document")
    why = Words("多数行以冒号结束，后面空白", "most lines end with a colon and a blank")
    place = report[0].text.place
    form.guesses.append(Guess(what=what, why=why, certainty=Certainty.LIKELY, place=place))
    return form


def form_of_prose(found: Sequence[Headed], form_id: str, title: str, attachment: str) -> FormDraft:
    """A form by which units write a report under the headings of one that is written out."""
    form = FormDraft(id=form_id, title=title, attachment=attachment, landscape=False)
    whose = Noted({"name": "whose", "label": "填报单位（盖章）：", "from": "subject.name"})
    names = Names()
    names.take("whose")
    form.blocks = [Noted({"fields": [whose]}), Noted({"narrative": as_narrative(found, names)})]
    form.sources = [text for each in found for text in (each.heading, *each.below)]
    what = Words("按原文的标题逐项填写的报告", "a report under the headings of the document")
    why = Words("标题下面是写好的文字", "sentences stand below the headings")
    place = found[0].heading.place
    form.guesses.append(Guess(what=what, why=why, certainty=Certainty.UNSURE, place=place))
    return form


def _all_lines(report: Sequence[Line]) -> Iterator[Line]:
    for line in report:
        yield line
        yield from _all_lines(line.items)


def sheet_names(forms: Iterable[FormDraft]) -> dict[str, str]:
    """A short name for each form's sheet, none of them twice, of what a sheet may be called; by form."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for form in forms:
        text = _NO_SHEET.sub("", flat(form.sheet or form.title)).strip("'") or form.id
        wanted = text if len(text) <= _LONGEST_SHEET else text[: _LONGEST_SHEET - 1] + "…"
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_SHEET - 4]}（{number}）"
        taken.add(name.casefold())
        names[form.id] = name
    return names
