"""Whom to ask in each unit: `contacts.csv` in a scheme's folder, which is no part of its digest.

It is written by offices, by hand and by spreadsheets, and nothing rests on it: whatever is wrong with it is a
warning, and a line that says nothing of use is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kpixl.blueprint.attributes import named, unit_column, without_units
from kpixl.blueprint.csvfile import CsvTable, Line, read_table
from kpixl.blueprint.document import read_text, unwritable
from kpixl.blueprint.model import Contact, Scheme
from kpixl.findings import Finding, Location, Severity, found

FILE = "contacts.csv"
HEADINGS = {
    "person": ("联系人", "姓名", "contact", "person"),
    "phone": ("电话", "联系电话", "手机", "phone", "telephone", "tel"),
    "email": ("邮箱", "电子邮箱", "e-mail", "email", "mail"),
}
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsReading:
    """What came of reading the file. contacts: by the ids of the units; findings: warnings, all of them."""

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def load_contacts(folder: Path, scheme: Scheme) -> Mapping[str, Contact]:
    """Whom to ask in the units, by their ids; none where the scheme's folder has no such file."""
    return read_contacts(folder, scheme).contacts


def read_contacts(folder: Path, scheme: Scheme) -> ContactsReading:
    """The contacts of the scheme in a folder, and what is wrong with the file."""
    path = folder / FILE
    if not path.is_file() or FILE in scheme.head.lists.values():
        return ContactsReading()
    table = read_table(path, partial(read_text, office=True))
    findings = list(table.findings)
    contacts = {} if findings else dict(_contacts(scheme, table, findings))
    told = tuple(replace(f, severity=Severity.WARNING) for f in findings)
    return ContactsReading(contacts=contacts, findings=told)


def _contacts(scheme: Scheme, table: CsvTable, findings: list[Finding]) -> Iterator[tuple[str, Contact]]:
    whose, columns = unit_column(table), contact_columns(table.names)
    if whose is None or not columns:
        findings.append(without_units(table) if whose is None else _without_contacts(table))
        return
    seen: set[str] = set()
    for line in table.lines:
        unit = named(scheme.roster, table, line, whose)
        if isinstance(unit, Finding):
            findings.append(unit)
        elif unit.id in seen:
            where = line.place(table.file, whose).location
            findings.append(found("B033", where=where, value=unit.name))
        else:
            seen.add(unit.id)
            yield unit.id, Contact(**dict(_said(table, line, columns, findings)))


def contact_columns(names: Sequence[str]) -> dict[int, str]:
    """What each column says; the others are the office's own."""
    known = {heading: key for key, headings in HEADINGS.items() for heading in headings}
    return {i: known[name.lower()] for i, name in enumerate(names) if name.lower() in known}


def _without_contacts(table: CsvTable) -> Finding:
    where = table.header.place(table.file).location if table.header else None
    return found("B034", where=where, value="、".join(table.names))


def _said(
    table: CsvTable, line: Line, columns: Mapping[int, str], findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    for i, key in columns.items():
        text, place = line.cells[i].strip(), line.place(table.file, i)
        wrong = list(unwritable(text, place))
        findings += wrong
        if not wrong:
            yield key, text
        if key == "email":
            findings += malformed(text, place.location)


def malformed(email: str, where: Location) -> Iterator[Finding]:
    """That a text is no e-mail address."""
    if email and not _EMAIL.fullmatch(email):
        yield found("B035", where=where, value=email)
