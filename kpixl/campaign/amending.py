"""What an office changes of its scheme from year to year: what units are called, whom to ask, deadlines.

The files keep all that is not changed, comments and further columns, too. What would make the scheme unusable
is refused before anything is written.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kpixl.blueprint import Scheme, load_scheme
from kpixl.blueprint.amending import Step, Value, amended
from kpixl.blueprint.attributes import unit_column
from kpixl.blueprint.contacts import FILE, HEADINGS, contact_columns
from kpixl.blueprint.csvfile import CsvTable, read_table
from kpixl.blueprint.document import read_text
from kpixl.blueprint.load import SHARED
from kpixl.findings import Finding, Severity
from kpixl.linter import lint_folder
from kpixl.outputs import keep, remembering
from kpixl.refusal import RefusedError

ROSTER, HEAD = "roster.yaml", "scheme.yaml"
_Contacts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What is to be otherwise. units, contacts: unit's id → key → text; deadlines: stage's id → day."""

    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    deadlines: Mapping[str, dt.date] = field(default_factory=dict)


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


def _files(folder: Path, scheme: Scheme, wanted: Amendment) -> Iterator[tuple[str, bytes | None]]:
    yield ROSTER, _yaml(folder / ROSTER, dict(_of_units(scheme, wanted.units)))
    yield HEAD, _yaml(folder / HEAD, dict(_of_stages(scheme, wanted.deadlines)))
    yield FILE, _contacts(folder / FILE, scheme, wanted)


def _of_units(
    scheme: Scheme, units: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for number, unit in enumerate(scheme.roster.units):
        known = {"name": unit.name, "print": unit.print_name or "", "leader": unit.leader or ""}
        for key, text in units.get(unit.id, {}).items():
            if key == "name" and not text:
                raise RefusedError(f"“{unit.name}”的名称是空的。", f"The name of {unit.name!r} is blank.")
            if text != known[key]:
                yield ("units", number, key), text


def _of_stages(scheme: Scheme, days: Mapping[str, dt.date]) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for number, stage in enumerate(scheme.head.stages):
        if stage.id in days and days[stage.id] != stage.deadline:
            yield ("stages", number, "deadline"), days[stage.id]


def _yaml(path: Path, changes: Mapping[tuple[Step, ...], Value]) -> bytes | None:
    """A file's new content; None where nothing changes."""
    if not changes:
        return None
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + amended(data.decode("utf-8-sig"), changes).encode("utf-8")


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
    written = io.StringIO()
    csv.writer(written).writerows(after)
    return written.getvalue().encode("utf-8-sig")


def _with_columns(heads: list[str], contacts: _Contacts) -> list[str]:
    """The headings, and those that are missing for what is wanted."""
    there = {*contact_columns(heads).values()}
    wanted = {key for said in contacts.values() for key, text in said.items() if text}
    return [*heads, *(called[0] for key, called in HEADINGS.items() if key in wanted - there)]


def _filled_in(table: CsvTable, scheme: Scheme, wanted: Amendment) -> list[list[str]]:
    """The lines with what is wanted: where needed with a column or a line more, or another name."""
    whose, heads = unit_column(table) or 0, _with_columns(table.names or ["单位"], wanted.contacts)
    columns = {key: i for i, key in contact_columns(heads).items()}
    lines = [[*line.cells, *[""] * (len(heads) - len(line.cells))] for line in table.lines]
    of = {unit.id: line for line in lines if (unit := scheme.roster.named(line[whose].strip())) is not None}
    for unit in scheme.roster.units:
        said = {key: text for key, text in wanted.contacts.get(unit.id, {}).items() if key in columns}
        if unit.id not in of and any(said.values()):
            of[unit.id] = [""] * len(heads)
            lines.append(of[unit.id])
        line, name = of.get(unit.id, [""] * len(heads)), wanted.units.get(unit.id, {}).get("name", unit.name)
        for key, text in said.items():
            line[columns[key]] = text
        line[whose] = line[whose] if name == unit.name and line[whose] else name
    return [heads, *lines]


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
