"""A package as a planned workbook: cover, forms, defined names, lists too long for a validation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpixl.blueprint.expressions import ColumnOperand, RangeRef, Ref, text_cut
from kpixl.blueprint.listed import column_of
from kpixl.layout.cover.cover import cover_sheet
from kpixl.layout.cover.cover_facts import NAME
from kpixl.layout.feedback.feedback_sheet import marked, problems_sheet
from kpixl.layout.forms.form import form_sheets
from kpixl.layout.guide.guide_sheet import NAME as GUIDE_NAME
from kpixl.layout.guide.guide_sheet import guide_sheet
from kpixl.layout.package.feedback_mark import NAME as PROBLEMS_NAME
from kpixl.layout.package.package import Package
from kpixl.layout.package.sharing import Template, Templates, kind_of
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.rows.check_code import with_check_codes
from kpixl.layout.rows.lists import LISTS, gather

MAX_NAME = 31
_FORBIDDEN = "[]:*?/\\"
IDENTITY_SHEET = "_kpixl"
"""The name of the hidden sheet that carries the stamp."""


def lay_out(package: Package) -> Plan:
    """The plan of a package's workbook: what is printed, computed or to fill, and where it stands. Pure.

    From the second of a kind on it is bound to what is laid out for all of that kind.
    """
    template = template_of(package)
    return template.bound(package) if template else laid_out(package)


def template_of(package: Package) -> Template | None:
    """What a package shares with others of its kind; None for the first of them, and where it is alone."""
    return _TEMPLATES.of(package)


def apart(packages: Iterable[Package]) -> int:
    """How many of them are laid out each by itself: few are like it, or it rests on its own words."""
    kinds = by_kind(packages)
    return sum(len(alike) if not _shared(alike) else min(len(alike), 2) for alike in kinds)


def by_kind(packages: Iterable[Package]) -> Sequence[Sequence[Package]]:
    """Those together that may share what is laid out."""
    kinds: dict[object, list[Package]] = {}
    for package in packages:
        kinds.setdefault(kind_of(package) or package.recipient, []).append(package)
    return tuple(kinds.values())


def _shared(alike: Sequence[Package]) -> bool:
    # one that is asked for alone is the first of its kind still when it is made
    return len(alike) > 1 and [template_of(package) for package in alike[:2]][-1] is not None


def laid_out(package: Package) -> Plan:
    """The plan of one package, whatever is known of others."""
    forms = _named_apart(package, [s for form in package.forms for s in form_sheets(package, form)])
    forms = with_check_codes(forms)
    if package.marks:
        forms = [marked(sheet, package.marks, package.lang) for sheet in forms]
    listed = [problems_sheet(package.marks, forms, package.lang)] if package.marks else []
    guides = [guide_sheet(package, forms)] if package.guided else []
    sheets = [cover_sheet(package, forms, listed), *listed, *guides, *forms]
    names = {name: ref for sheet in forms for name, ref in _names(sheet, _ordinals(forms))}
    lists = gather(sheets, _lists_named(package))
    hidden = lists.sheet()
    if hidden is None:
        return Plan(sheets=tuple(sheets), names=names)
    sheets = [replace(s, cells=tuple(lists.behind(c) for c in s.cells)) for s in sheets]
    return Plan(sheets=(*sheets, hidden), names={**names, **lists.names})


def _lists_named(package: Package) -> Mapping[str, ColumnOperand]:
    """The columns of the scheme's lists that its forms name."""
    paths = dict.fromkeys(path for form in package.forms for path in form.listed)
    found = ((path, column_of(package.scheme.lists, path)) for path in paths)
    return {path: column for path, column in found if column is not None and column.items}


_TEMPLATES = Templates(laid_out)


def _named_apart(package: Package, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets with names that a workbook can hold: allowed signs, not too long, no two alike."""
    own = (NAME, PROBLEMS_NAME, *([GUIDE_NAME] if package.guided else []))
    taken = {*(name[package.lang].casefold() for name in own), LISTS, IDENTITY_SHEET, "history"}
    made: list[Sheet] = []
    for sheet in sheets:
        plain = "".join(" " if c in _FORBIDDEN or not c.isprintable() else c for c in sheet.name).strip(" '")
        name, number = text_cut(plain, MAX_NAME).strip(" '"), 1
        while not name or name.casefold() in taken:
            number += 1
            behind = f"-{number}"
            name = text_cut(plain or sheet.of_form, MAX_NAME - len(behind)) + behind
        taken.add(name.casefold())
        made.append(sheet if name == sheet.name else replace(sheet, name=name))
    return made


def _ordinals(sheets: list[Sheet]) -> dict[tuple[str, str], int]:
    """The number of each copy among those of its form, from 1."""
    copies = dict.fromkeys((c.key.form, c.key.instance) for s in sheets for c in s.cells if c.key)
    forms = [form for form, _ in copies]
    return {copy: forms[: i + 1].count(copy[0]) for i, copy in enumerate(copies)}


def _names(sheet: Sheet, ordinals: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, RangeRef | Ref]]:
    """A defined name for every column to fill and every field: the second way to find them in a return."""
    columns: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in sheet.cells:
        if cell.role is Role.INPUT and cell.key is not None:
            key = cell.key.form, cell.key.instance, cell.key.column
            columns.setdefault(key, []).append(cell)
    for (form, instance, column), cells in columns.items():
        copy = f".n{ordinals[form, instance]}" if instance else ""
        yield f"kp.{form.replace('-', '_')}{copy}.{column}", RangeRef(cells[0].spot, cells[-1].spot)
