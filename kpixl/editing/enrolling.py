"""A roster from a list of units as an office has it: pasted, or in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme, load_scheme
from kpixl.blueprint.amending import Value, amended, with_items
from kpixl.draft import Document, Grid
from kpixl.editing.amending import HEAD, ROSTER, Amendment, amend, write_tried
from kpixl.refusal import RefusedError

_COLUMNS = {
    "name": re.compile(r"^(单位|部门|机构)?(名称|全称)?$|单位|部门|学校|企业"),
    "group": re.compile(r"组别|分组|类别|类型|所属|片区"),
    "print": re.compile(r"简称"),
    "person": re.compile(r"联系人|负责人|经办人|姓名"),
    "phone": re.compile(r"电话|手机|联系方式"),
    "email": re.compile(r"邮箱|邮件|E-?mail", re.IGNORECASE),
}
_CONTACT = ("person", "phone", "email")
_HEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]\s*)?(.{1,30}?)(?:[（(]\d+个?(?:单位|家)?[）)])?\s*[：:]?$"
)
_MARKED = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[）)、]|[：:]$|[（(]\d+个?(?:单位|家)?[）)][：:]?$")
_NUMBER = re.compile(r"^\s*[（(]?\d{1,4}[）).．、]?\s+|^\s*[（(]?\d{1,4}[）).．、]\s*")
_CELLS = re.compile(r"\t|,|，|\s{2,}")
_NAMES = re.compile(r"[、；;]")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A unit of a list. group: what it stands under, "" for nothing; more: short name, and whom to ask."""

    name: str
    group: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def units_in(text: str) -> list[Listed]:
    """The units that a list names: a line each, several with 、 between, or a table with headings."""
    reader = _Reader()
    for line in text.splitlines():
        if line.strip():
            reader.take(line)
    return list({each.name: each for each in reader.units}.values())


def lines_of(documents: Iterable[Document]) -> str:
    """What documents say, as lines of a list; cells between tabs."""
    return "\n".join(line for document in documents for block in document.blocks for line in _lines(block))


def _lines(block: Any) -> Iterator[str]:
    if not isinstance(block, Grid):
        yield block.text
        return
    for row in range(block.rows):
        yield "\t".join(block.text(row, column) for column in range(block.columns))


@dataclass
class _Reader:
    """Goes through the lines of a list."""

    units: list[Listed] = field(default_factory=list)
    group: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """The next line."""
        cells = [cell.strip() for cell in _CELLS.split(line.strip("\r"))]
        said = [cell for cell in cells if cell]
        heads = _heads(cells)
        if len(said) > 1 and "name" in heads and not any(char.isdigit() for char in line):
            self.columns = heads
        elif self.columns and len(said) > 1:
            self._row(cells)
        else:
            self._plain(line.strip())

    def _row(self, cells: Sequence[str]) -> None:
        told = {key: cells[at] for key, at in self.columns.items() if at < len(cells) and cells[at]}
        if name := told.pop("name", ""):
            self.units.append(Listed(name=name, group=told.pop("group", self.group), more=told))

    def _plain(self, line: str) -> None:
        head, colon, rest = line.partition("：")
        if colon and rest.strip():
            self.group, line = head.strip(), rest
        elif _MARKED.search(line) and "、" not in line[3:] and (found := _HEADING.match(line)):
            self.group = found[1].strip()
            return
        names = (_NUMBER.sub("", each).strip(" 。") for each in _NAMES.split(line))
        self.units += [Listed(name=name, group=self.group) for name in names if 1 < len(name) <= 60]


def _heads(cells: Sequence[str]) -> dict[str, int]:
    """Which column is which, where these are headings."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        key = next((k for k in reversed(_COLUMNS) if _COLUMNS[k].search(cell)), None)
        if key and len(cell) <= 10:
            found.setdefault(key, at)
    return found


def enrol(folder: Path, listed: Sequence[Listed]) -> tuple[str, ...]:
    """Put these units into the roster in place of those that are there; which files were written.

    Units that stay keep their id; units outside, and those that a list of the scheme names, stay as well.
    """
    if not listed:
        raise RefusedError(
            "没有看出单位名称：一行写一个，或用顿号隔开。",
            "No unit was found: a line each, or with 、 between.",
        )
    scheme = load_scheme(folder)
    groups = _groups(scheme, [each.group for each in listed])
    units = [*_units(scheme, listed, groups), *_kept(scheme, {each.name for each in listed})]
    used = list(dict.fromkeys(str(unit["group"]) for unit in units if "group" in unit))
    every: list[Value] = [{"id": g, "name": name} for name, g in groups.items()]
    rest = [g for g in scheme.roster.groups if g.id not in groups.values()]
    every += [{"id": g.id, "name": g.name} for g in rest]
    roster = (folder / ROSTER).read_text(encoding="utf-8-sig")
    roster = with_items(with_items(roster, "groups", every), "units", units)
    head = _head(folder, scheme, used)
    written = {ROSTER: roster.encode("utf-8"), HEAD: head.encode("utf-8")}
    write_tried(folder, written)
    contacts = _contacts(units, listed)
    more = amend(folder, Amendment(contacts=contacts)) if contacts else ()
    return (*written, *more)


def _groups(scheme: Scheme, labels: Iterable[str]) -> dict[str, str]:
    """The groups of a list by name, with their ids: that of a group called so, else one that is free."""
    known = {group.name: group.id for group in scheme.roster.groups}
    told = [label for label in dict.fromkeys(labels) if label]
    if not told:
        first = scheme.roster.groups[0]
        return {first.name: first.id}
    free = [g.id for g in scheme.roster.groups if g.name not in told]
    new = (f"group-{n}" for n in count(1) if f"group-{n}" not in known.values())
    return {label: known.get(label) or (free.pop(0) if free else next(new)) for label in told}


def _units(scheme: Scheme, listed: Sequence[Listed], groups: Mapping[str, str]) -> Iterator[dict[str, Value]]:
    taken = {unit.id for unit in scheme.roster.units if unit.outside}
    known = {name: unit for unit in scheme.roster.units for name in unit.names}
    taken |= {unit.id for each in listed if (unit := known.get(each.name)) is not None}
    free = (f"u{n:02}" for n in count(1) if f"u{n:02}" not in taken)
    first = next(iter(groups.values()))
    for each in listed:
        unit = known.get(each.name)
        made: dict[str, Value] = {"id": unit.id if unit else next(free), "name": each.name}
        short = each.more.get("print") or (unit.print_name if unit else "")
        made |= {"print": short} if short else {}
        if unit and unit.leader:
            made["leader"] = unit.leader
        yield made | {"group": groups.get(each.group, first)}


def _kept(scheme: Scheme, new: set[str]) -> Iterator[dict[str, Value]]:
    """Units that stay although the list lacks them: outside ones, those that the scheme's lists name."""
    named = {
        unit_id
        for listing in scheme.lists.values()
        for item in listing.items
        for key in listing.units
        for unit_id in item.get(f"{key}_ids", ())
    }
    for unit in scheme.roster.units:
        if unit.name not in new and (unit.outside or unit.id in named) and not unit.placeholder:
            own: dict[str, Value] = {"id": unit.id, "name": unit.name}
            own |= {"group": unit.group} if unit.group else {}
            yield own | ({"outside": True} if unit.outside else {})


def _head(folder: Path, scheme: Scheme, groups: Sequence[str]) -> str:
    """scheme.yaml with stages that go to the groups that have units."""
    text = (folder / HEAD).read_text(encoding="utf-8-sig")
    for number, stage in enumerate(scheme.head.stages):
        if stage.groups and set(stage.groups) != set(groups):
            text = amended(text, {("stages", number, "recipients"): {"groups": list(groups)}})
    return text


def _contacts(units: Iterable[Mapping[str, Value]], listed: Iterable[Listed]) -> dict[str, dict[str, str]]:
    ids = {str(unit["name"]): str(unit["id"]) for unit in units}
    told = {each.name: {k: each.more[k] for k in _CONTACT if k in each.more} for each in listed}
    return {ids[name]: said for name, said in told.items() if said and name in ids}
