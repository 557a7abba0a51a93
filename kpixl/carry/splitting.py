"""One recipient's rows over several workbooks: by group, by target, or over so many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpixl.blueprint.expressions import text_cut
from kpixl.blueprint.model import Split
from kpixl.layout import Package
from kpixl.layout.plan.keys import RowKey
from kpixl.words import Words

_LONGEST = 30
"""Characters of what a part is called."""
_NTH = Words("第{number}册", "part {number}")
_OWN = Words("自列项目", "own rows")
"""What people call the rows of which a list says nothing: those that the subjects wrote themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """In which parts packages are issued. name: of all of them; split: otherwise than the blueprint says."""

    name: str = ""
    split: Split | None = None

    def way(self, package: Package) -> Split | None:
        """How the rows of a package are split."""
        to = package.stage.by_row
        return self.split or (to.split_for(package.recipient) if to else None)


AS_DECLARED = Parts()


def split(package: Package, way: Split | None, name: str = "") -> tuple[Package, ...]:
    """The package in its parts, in order, each with what all of them show; itself where there is one only.

    way: by the group of those whom rows are about, by what a row is of the list that is printed, or over so
    many of about the same number of rows, each about whole units; name: what all parts are called first.
    """
    dealt = [
        RowKey(form, instance, table, subject, row)
        for (form, instance, table), pairs in package.rows.items()
        for subject, row in pairs
        if subject
    ]
    pieces = _pieces(package, dealt, way) if way else {}
    if len(pieces) < 2:
        return (replace(package, part=name),)
    named = {_called(name, piece): frozenset(rows) for piece, rows in pieces.items()}
    parts = tuple(named)
    return tuple(replace(_only(package, rows), part=part, parts=parts) for part, rows in named.items())


def _called(name: str, piece: str) -> str:
    return "-".join(filter(None, (name, piece)))


def _pieces(package: Package, rows: Sequence[RowKey], way: Split) -> Mapping[str, list[RowKey]]:
    """The rows by the name of their part."""
    if isinstance(way, int):
        return _shared_out(package, rows, way)
    name_of = {"group": _Names(package).group, "target": _Names(package).target}[way]
    found: dict[str, list[RowKey]] = {}
    for row in rows:
        found.setdefault(text_cut(name_of(row), _LONGEST), []).append(row)
    return found


@dataclass(frozen=True)
class _Names:
    """What the parts of a package are called."""

    package: Package

    def group(self, row: RowKey) -> str:
        """By the group of whom it is about."""
        return self.package.scheme.roster.group_name(self.package.group(row.subject))

    def target(self, row: RowKey) -> str:
        """By what it is of its list."""
        scheme = self.package.scheme
        table = scheme.form(row.form).find_table(row.table)
        printed = table.printed_for(self.package.group(row.subject)) if table and row.row else None
        item = scheme.item(printed, row.row) if printed else {}
        named = next((str(item[key]) for key in ("name", "title") if item.get(key)), row.row)
        return named if printed else _OWN[self.package.lang]


def _shared_out(package: Package, rows: Sequence[RowKey], parts: int) -> dict[str, list[RowKey]]:
    """The rows over so many parts, one subject's all in one: a part ends where it has its share of all."""
    by_subject: dict[str, list[RowKey]] = {}
    for row in rows:
        by_subject.setdefault(row.subject, []).append(row)
    found: dict[int, list[RowKey]] = {}
    done = 0
    for own in by_subject.values():
        middle = done + len(own) / 2
        found.setdefault(int(middle * parts / len(rows)), []).extend(own)
        done += len(own)
    return {_NTH[package.lang].format(number=n): own for n, own in enumerate(found.values(), start=1)}


def _only(package: Package, kept: frozenset[RowKey]) -> Package:
    """The package with these of the rows about somebody, and all about nobody."""
    rows = {
        table: own
        for table, pairs in package.rows.items()
        if (own := tuple(p for p in pairs if not p[0] or RowKey(*table, *p) in kept))
    }
    subjects = {row.subject for row in kept}
    places = {(r.form, r.instance, r.subject, row) for r in kept for row in (r.row, "")}
    carried = {k: a for k, a in package.carried.items() if (k.form, k.instance, k.subject, k.row) in places}
    about = tuple(subject for subject in package.subjects if subject in subjects)
    return replace(package, rows=rows, carried=carried, subjects=about)
