"""What an office changes of its scheme from year to year: who takes part, whom to ask there, deadlines.

The files keep all that is not changed, comments and further columns, too. What would make the scheme unusable
is refused before anything is written.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from kpixl.blueprint import Scheme, load_scheme
from kpixl.blueprint.amending import Step, Value, amended, with_item, without_item
from kpixl.blueprint.contacts import FILE, HEADINGS, contact_columns
from kpixl.blueprint.csvfile import CsvTable, read_table
from kpixl.blueprint.document import read_text
from kpixl.blueprint.load import SHARED
from kpixl.blueprint.model import Roster, Unit
from kpixl.blueprint.unit_lines import csv_bytes, unit_lines
from kpixl.editing.form_parts import form_files
from kpixl.editing.grouping import NewGroup, identified, listed, regrouped
from kpixl.findings import Finding, Severity
from kpixl.linter import lint_folder
from kpixl.outputs import keep, remembering
from kpixl.refusal import RefusedError

ROSTER, HEAD = "roster.yaml", "scheme.yaml"
KEYS = ("name", "print", "aliases", "group", "leader")
"""What is changed of a unit."""
_Said = Mapping[str, Mapping[str, Value]]
_Contacts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A unit that takes part from now on. unit: what it has, `name` at least; contact: whom to ask there."""

    unit: Mapping[str, Value]
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What is to be otherwise.

    units, contacts: unit's id → key → what it says then; groups: group's id → name; deadlines: stage's id →
    day; gone: ids of units that take part no more; new: those that do from now on; groups_gone, groups_new:
    the same of groups.
    """

    units: _Said = field(default_factory=dict)
    contacts: _Contacts = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, dt.date] = field(default_factory=dict)
    gone: Collection[str] = ()
    new: Sequence[Newcomer] = ()
    groups_gone: Collection[str] = ()
    groups_new: Sequence[NewGroup] = ()


def amend(folder: Path, wanted: Amendment) -> tuple[str, ...]:
    """Write what is otherwise into the files of a scheme; which files that were."""
    scheme = load_scheme(folder)
    files = {name: text for name, text in _files(folder, scheme, wanted) if text is not None}
    write_tried(folder, files)
    return tuple(files)


def write_tried(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files of a scheme, by name. RefusedError where that would make a new error of it."""
    _try(folder, files)
    with remembering(folder):
        for name, data in files.items():
            keep(folder / name, data)


def keep_known(known: Collection[str], wanted: Amendment) -> None:
    """RefusedError where a unit is to go that was issued something, or of which something came: known."""
    for unit in sorted({*known} & {*wanted.gone}):
        raise RefusedError(
            f"“{unit}”已经印发过工作簿，或者已经报回，不能从名单中去掉：不再要它报的，登记免报。",
            f"{unit!r} was issued a workbook or has returned one, and stays on the roster: excuse it.",
        )


def _files(folder: Path, scheme: Scheme, wanted: Amendment) -> Iterator[tuple[str, bytes | None]]:
    named = [(_id_of(each, scheme.roster, n), each) for n, each in enumerate(wanted.new)]
    groups = identified(scheme.roster, wanted.groups_new)
    _keep_filled(scheme.roster, wanted)
    yield ROSTER, _roster(folder / ROSTER, scheme.roster, wanted, named)
    days, gone = dict(_of_stages(scheme, wanted.deadlines)), wanted.groups_gone

    def otherwise(text: str) -> str:
        return regrouped(amended(text, days), scheme.roster, groups, gone)

    if days or groups or gone:
        yield HEAD, _rewritten(folder / HEAD, otherwise)
    for form in form_files(folder).values() if groups or gone else ():
        text = regrouped(form.text, scheme.roster, groups, gone)
        if text != form.text:
            yield form.path.relative_to(folder).as_posix(), text.encode("utf-8")
    yield FILE, _contacts(folder / FILE, scheme, wanted)


def _keep_filled(roster: Roster, wanted: Amendment) -> None:
    """RefusedError where a group is to go in which there are units."""
    left = (unit for unit in roster.units if unit.id not in wanted.gone)
    filled = {wanted.units.get(unit.id, {}).get("group", unit.group) for unit in left}
    filled |= {each.unit.get("group") for each in wanted.new}
    for group in roster.groups:
        if group.id in filled and group.id in wanted.groups_gone:
            raise RefusedError(
                f"“{group.name}”里还有单位，不能去掉：请先把它们改到别的分组。",
                f"There are units in {group.name!r}: put them into another group first.",
            )


def _id_of(new: Newcomer, roster: Roster, number: int) -> str:
    """What the scheme knows a newcomer by: what somebody says, else a number that is free."""
    said = str(new.unit.get("id") or "")
    free = (f"unit-{n}" for n in count(len(roster.units) + 1) if roster.find(f"unit-{n}") is None)
    return said or next(each for n, each in enumerate(free) if n == number)


def _known(unit: Unit) -> Mapping[str, Value]:
    """What a unit has that is changed so."""
    return {
        "name": unit.name,
        "print": unit.print_name or "",
        "aliases": unit.aliases,
        "group": unit.group or "",
        "leader": unit.leader or "",
    }


def _roster(
    path: Path, roster: Roster, wanted: Amendment, new: Sequence[tuple[str, Newcomer]]
) -> bytes | None:
    changes = {**dict(_of_units(roster, wanted)), **dict(_of_groups(roster, wanted.groups))}
    gone = [i for i, unit in enumerate(roster.units) if unit.id in wanted.gone]
    units = [(_behind(roster, each.unit), {**each.unit, "id": id_}) for id_, each in new]
    if len(gone) == len(roster.units):
        raise RefusedError(
            "名单不能是空的：至少留一个单位。", "The roster is not to be empty: leave one unit."
        )
    groups = identified(roster, wanted.groups_new)
    if not (changes or gone or units or groups or wanted.groups_gone):
        return None

    def otherwise(text: str) -> str:
        return listed(_relisted(amended(text, changes), gone, units), roster, groups, wanted.groups_gone)

    return _rewritten(path, otherwise)


def _relisted(text: str, gone: Collection[int], new: Sequence[tuple[int, Mapping[str, Value]]]) -> str:
    """The text of a roster with fewer units and more. gone: places; new: each with the place before it."""
    for place in sorted({*gone, *(behind for behind, _ in new)}, reverse=True):
        for unit in (unit for behind, unit in reversed(new) if behind == place):
            text = with_item(text, ("units", place), _ordered(unit))
        if place in gone:
            text = without_item(text, ("units", place))
    return text


def _ordered(unit: Mapping[str, Value]) -> dict[str, Value]:
    """What is said of a unit, its keys as rosters have them."""
    return {key: unit[key] for key in ("id", *KEYS) if unit.get(key)}


def _behind(roster: Roster, unit: Mapping[str, Value]) -> int:
    """The place of the last one of its group, else of all."""
    alike = [i for i, each in enumerate(roster.units) if each.group == unit.get("group")]
    return alike[-1] if alike else len(roster.units) - 1


def _of_units(roster: Roster, wanted: Amendment) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for number, unit in enumerate(roster.units):
        known = _known(unit)
        for key, said in wanted.units.get(unit.id, {}).items():
            if key == "name" and not said:
                raise RefusedError(f"“{unit.name}”的名称是空的。", f"The name of {unit.name!r} is blank.")
            if said != known[key]:
                yield ("units", number, key), said


def _of_groups(roster: Roster, names: Mapping[str, str]) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for number, group in enumerate(roster.groups):
        said = names.get(group.id, group.name)
        if not said:
            raise RefusedError(f"“{group.name}”的名称是空的。", f"The name of {group.name!r} is blank.")
        if said != group.name:
            yield ("groups", number, "name"), said


def _of_stages(scheme: Scheme, days: Mapping[str, dt.date]) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for number, stage in enumerate(scheme.head.stages):
        if stage.id in days and days[stage.id] != stage.deadline:
            yield ("stages", number, "deadline"), days[stage.id]


def _rewritten(path: Path, otherwise: Callable[[str], str]) -> bytes:
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + otherwise(data.decode("utf-8-sig")).encode("utf-8")


def _contacts(path: Path, scheme: Scheme, wanted: Amendment) -> bytes | None:
    table = read_table(path, partial(read_text, office=True)) if path.is_file() else CsvTable(file=str(path))
    if table.findings:
        raise RefusedError(
            f"“{FILE}”有问题，没有改动：{table.findings[0].message('zh')}",
            f"{FILE!r} cannot be read and was not touched: {table.findings[0].message('en')}",
        )
    before = [table.names, *(line.cells for line in table.lines)]
    after = _filled_in(table, scheme, wanted)
    if after == before or len(after) == 1:
        return None
    return csv_bytes(after)


def _with_columns(heads: list[str], contacts: Iterable[Mapping[str, str]]) -> list[str]:
    """The headings, and those that are missing for what is wanted."""
    there = {*contact_columns(heads).values()}
    wanted = {key for said in contacts for key, text in said.items() if text}
    return [*heads, *(called[0] for key, called in HEADINGS.items() if key in wanted - there)]


def _filled_in(table: CsvTable, scheme: Scheme, wanted: Amendment) -> list[list[str]]:
    """The lines with what is wanted: where needed with a column or a line more, or another name."""
    every = [*wanted.contacts.values(), *(each.contact for each in wanted.new)]
    units = unit_lines(table, scheme.roster, _with_columns(table.names or ["单位"], every))
    columns = {key: i for i, key in contact_columns(units.heads).items()}

    def fill(line: list[str] | None, name: str, said: Mapping[str, str]) -> None:
        """Put what is said into a unit's line: into a new one where it has none and something is said."""
        if line is None and any(said.get(key) for key in columns):
            line = units.added(name)
        if line is not None:
            for key in said.keys() & columns.keys():
                line[columns[key]] = said[key]

    for unit in scheme.roster.units:
        line, name = units.of.get(unit.id), str(wanted.units.get(unit.id, {}).get("name", unit.name))
        fill(line, name, wanted.contacts.get(unit.id, {}))
        if line is not None and name != unit.name:
            line[units.whose] = name
    for new in wanted.new:
        fill(None, str(new.unit["name"]), new.contact)
    return [line for line in units.all if not any(line is units.of.get(unit) for unit in wanted.gone)]


def _try(folder: Path, files: Mapping[str, bytes]) -> None:
    """RefusedError where the scheme would have an error with these files that it has not had."""
    with tempfile.TemporaryDirectory() as room:
        copy = Path(room) / folder.name
        shutil.copytree(folder, copy)
        if (folder.parent / SHARED).is_dir():
            shutil.copytree(folder.parent / SHARED, copy.parent / SHARED)
        for name, data in files.items():
            (copy / name).write_bytes(data)
        found = [f for f in lint_folder(copy)[1] if f.severity is Severity.ERROR]
    before = {_error(f) for f in lint_folder(folder)[1]} if found else set()
    wrong = next((f for f in found if _error(f) not in before), None)
    if wrong is not None:
        raise RefusedError(
            f"没有保存，方案会用不了：{wrong.message('zh')}{wrong.remedy('zh')}",
            f"Not saved, for the scheme could not be used: {wrong.message('en')} {wrong.remedy('en')}",
        )


def _error(finding: Finding) -> tuple[str, str]:
    """What tells an error from others, wherever it stands."""
    return finding.code, finding.message("en")
