"""A form to correct by clicking: its columns under their heads, what each wants, whose its rows are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpixl.blueprint import Scheme
from kpixl.blueprint.amending import comments
from kpixl.campaign.views.guiding import kinds_of
from kpixl.campaign.views.showing import SheetView, plain_view
from kpixl.editing.correcting_forms import split_labels
from kpixl.editing.form_parts import FormFile, FormPart
from kpixl.editing.type_choices import chosen, in_words
from kpixl.stage_names import by_case
from kpixl.words import Lang, Words

_UNSURE = ("没把握", "unsure")
_GUESSES = (*_UNSURE, "很可能", "likely", "有把握", "certain", "已核对", "checked")
_MOST_ROWS = 40
_TYPED = ("label", "prompt", "choices", "min", "max", "places", "max_length")
_FILL = {
    "unit": Words("单位填", "unit fills"),
    "verifier": Words("审核方填", "verifier fills"),
    "both": Words("单位、审核方先后填", "unit, then verifier"),
    "office": Words("留空", "left blank"),
    "printed": Words("印好", "printed"),
    "formula": Words("计算", "computed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A column or field.

    fills: in words by group, where they differ; filler: by group; wants: what it takes, kind: in short;
    typed: what can be typed over; types: those that it takes; remarks: its guesses; unsure: one is to be
    looked at; parts: what its label names, where it can be divided.
    """

    name: str
    label: str
    fill: str
    fills: Mapping[str, str]
    filler: Mapping[str, str]
    wants: str
    kind: str
    required: bool
    is_column: bool
    typed: Mapping[str, str]
    types: frozenset[str]
    remarks: tuple[str, ...]
    unsure: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """A cell of a table's head. part: the column that it is the head of, "" for one over several."""

    text: str
    high: int = 1
    wide: int = 1
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsView:
    """Where the rows of a table come from for a group, "" for all. source: `free`, or a list's name."""

    group: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list of the scheme. keys: of its items; units: those that name units; names: that are names."""

    name: str
    count: int
    first: str
    keys: Mapping[str, str]
    units: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A block: a table (name, heads, rows), parts of it, or texts."""

    parts: tuple[PartView, ...] = ()
    table: str = ""
    heads: tuple[tuple[HeadView, ...], ...] = ()
    rows: tuple[RowsView, ...] = ()
    whose: str = ""
    texts: tuple[str, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """Where its rows come from."""
        return frozenset(rows.source for rows in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form. groups: of the roster, by id; given: those that get the form."""

    id: str
    attachment: str
    title: str
    blocks: tuple[BlockView, ...]
    lists: tuple[ListView, ...]
    groups: Mapping[str, str]
    given: frozenset[str]
    verified: bool

    @property
    def parts(self) -> Iterator[PartView]:
        """All columns and fields."""
        for block in self.blocks:
            yield from block.parts

    @property
    def unsure(self) -> int:
        """How many guesses somebody must look at."""
        return sum(part.unsure for part in self.parts)


def form_view(file: FormFile, lang: Lang) -> FormView:
    """A form as it is corrected."""
    scheme, form = file.scheme, file.form
    groups = {group.id: group.name for group in scheme.roster.groups}
    given = {g for stage in scheme.head.stages for g in stage.groups if form.form in stage.forms_for(g)}
    return FormView(
        id=form.form,
        attachment=form.attachment or "",
        title=form.title,
        blocks=tuple(_blocks(file, groups, lang)),
        lists=tuple(_list(file, name) for name in scheme.lists),
        groups=groups,
        given=frozenset(given),
        verified=any(s.fills == "verifier" for s in scheme.head.stages),
    )


def _blocks(file: FormFile, groups: Mapping[str, str], lang: Lang) -> Iterator[BlockView]:
    every = list(file.parts())
    said = comments(file.text, [part.steps for part in every])
    parts: dict[int, list[PartView]] = {}
    for part in every:
        remarks = tuple(each for each in said[part.steps] if each.startswith(_GUESSES))
        parts.setdefault(int(part.steps[1]), []).append(_part(file.scheme, part, groups, lang, remarks))
    for number, block in enumerate(file.data.get("blocks", ())):
        own = tuple(parts.get(number, ()))
        table = block.get("table")
        if table:
            rows = tuple(_rows(file.scheme, table["rows"], groups, lang))
            whose = next((r["where"] for r in _cases(table["rows"]).values() if "where" in r), "")
            heads = tuple(_heads(table["columns"]))
            yield BlockView(parts=own, table=str(table["name"]), heads=heads, rows=rows, whose=whose)
        elif own:
            yield BlockView(parts=own)
        else:
            texts = block.get("paragraphs") or block.get("notes") or ()
            yield BlockView(texts=tuple(str(text) for text in texts))


def _part(
    scheme: Scheme, part: FormPart, groups: Mapping[str, str], lang: Lang, remarks: tuple[str, ...]
) -> PartView:
    data = part.data
    by_group = {g: _filler(data, g, scheme) for g in groups}
    said = {g: _FILL[name][lang] for g, name in by_group.items()}
    one = len(set(said.values())) <= 1
    return PartView(
        name=part.name,
        label=part.called,
        fill=" / ".join(dict.fromkeys(said.values())),
        fills={} if one else {groups[g]: words for g, words in said.items()},
        filler=by_group,
        wants=in_words(data, lang),
        kind=in_words(data, lang, short=True),
        required=bool(data.get("required")),
        is_column=part.table is not None,
        typed={key: _shown(data.get(key)) for key in _TYPED},
        types=chosen(data),
        remarks=remarks,
        unsure=any(remark.startswith(_UNSURE) for remark in remarks),
        parts=tuple(split_labels(part.label)) if part.table is not None else (),
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _filler(data: Mapping[str, Any], group: str, scheme: Scheme) -> str:
    """Who fills it for a group: where nothing is said, it is printed or computed."""
    if "formula" in data or "score" in data:
        return "formula"
    said, stage = data.get("fill"), scheme.stages[0].id
    if isinstance(said, Mapping) and {s.id for s in scheme.head.stages} & set(said):
        return "both"
    fill, source = by_case(said, group, stage), by_case(data.get("from"), group, stage)
    if fill in {"unit", "verifier"}:
        return str(fill)
    return "printed" if source else "office"


def _cases(rows: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return {"": rows} if "for" in rows or "free" in rows else rows


def _rows(
    scheme: Scheme, rows: Mapping[str, Any], groups: Mapping[str, str], lang: Lang
) -> Iterator[RowsView]:
    for group, each in _cases(rows).items():
        source = str(each.get("for", "free"))
        items = scheme.lists[source].items if source in scheme.lists else ()
        words = Words(f"印好的{len(items)}行（{source}）", f"{len(items)} printed rows ({source})")
        if source == "free":
            most = each.get("max", each["free"])
            words = Words(f"{each['free']}个空行，最多{most}行", f"{each['free']} blank rows, at most {most}")
        yield RowsView(group=groups.get(group, group), words=words[lang], source=source)


def _list(file: FormFile, name: str) -> ListView:
    listing = file.scheme.lists[name]
    items = [dict(item) for item in listing.items]
    names = {unit.name for unit in file.scheme.roster.units}
    first = items[0] if items else {}
    keys = {k: str(v) for k, v in first.items() if k != "id" and not k.endswith(("_ids", "_lead"))}
    called = [
        k for k in keys if len(items) > 1 and all(str(i.get(k, "")).replace(" ", "") in names for i in items)
    ]
    shown = next((v for k, v in keys.items() if not v.replace(".", "").isdigit()), "")
    return ListView(
        name=name,
        count=len(items),
        first=shown,
        keys=keys,
        units=tuple(listing.units),
        names=tuple(called),
    )


def _heads(columns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[HeadView, ...]]:
    """The head as rows of cells."""
    deep = max(map(_deep, columns))
    rows: list[list[HeadView]] = [[] for _ in range(deep)]
    for column in columns:
        _head(column, 0, rows)
    yield from map(tuple, rows)


def _deep(column: Mapping[str, Any]) -> int:
    return 1 + max(map(_deep, column.get("columns", ())), default=0)


def _head(column: Mapping[str, Any], row: int, rows: list[list[HeadView]]) -> int:
    """Put a head, and those below it, into the rows; gives how many columns it takes."""
    label = column.get("label", "")
    text = str(next(iter(label.values()), "")) if isinstance(label, Mapping) else str(label)
    if "columns" not in column:
        rows[row].append(HeadView(text=text, high=len(rows) - row, part=str(column["name"])))
        return 1
    at = len(rows[row])
    wide = sum(_head(each, row + 1, rows) for each in column["columns"])
    rows[row].insert(at, HeadView(text=text, wide=wide))
    return wide


def shown_sheets(scheme: Scheme, form: str, stage: str, group: str) -> tuple[SheetView, ...]:
    """The sheets of a form as a unit of a group would get them in a stage; none where it gets none."""
    kinds = kinds_of(scheme, scheme.stage(stage))
    mine = next((kind for kind in kinds if kind.package.unit.group == group), next(iter(kinds), None))
    sheets = mine.plan.sheets if mine else ()
    return tuple(
        plain_view(sheet, most=_MOST_ROWS)
        for sheet in sheets
        if sheet.state == "visible" and any(c.key and c.key.form == form for c in sheet.every_cell())
    )
