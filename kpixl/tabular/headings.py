"""The columns of the sheets: what people call them, what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpixl.blueprint.keys import label
from kpixl.blueprint.model import Form, Group, Listing, Part, Stage
from kpixl.blueprint.shapes import keys, members, whole
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import CellValue
from kpixl.tabular.shape import OUTLINES, Family, Key, Path, family_of

_REFERENCES: dict[str, tuple[type[Part], str]] = {
    "stage": (Stage, "id"),
    "carries": (Stage, "id"),
    "group": (Group, "id"),
    "form": (Form, s.ID),
}
"""Keys that name a record of another sheet, and which of its columns."""


def outline_columns() -> list[s.SheetColumn]:
    """The columns of the outline."""
    return [
        s.SheetColumn(key=name, label=name, choices=tuple(OUTLINES) if name == s.FILE else ())
        for name in s.OUTLINE_COLUMNS
    ]


def columns_of(family: Family, rows: Iterable[Mapping[str, CellValue]]) -> list[s.SheetColumn]:
    """The columns of a sheet of records: how they lie, their keys, and what rows have besides."""
    made = [*_structure(family), *(_column(family, key) for key in family.keys if not _is_id(family, key))]
    known = {column.key for column in made}
    more = dict.fromkeys(key for row in rows for key in row if key not in known)
    return [*made, *(s.SheetColumn(key=key, label=key) for key in more)]


def _is_id(family: Family, key: Key) -> bool:
    """Whether a key is the one by which others name a record."""
    return Form in family.kinds and key.path == ("form",)


def _structure(family: Family) -> Iterator[s.SheetColumn]:
    if {Form, Listing} & set(family.kinds):
        yield s.SheetColumn(key=s.FILE, label=s.FILE, meaning="写成哪个 YAML 或 CSV 文件")
    if Listing in family.kinds:
        yield s.SheetColumn(key=s.SHEET, label=s.SHEET, meaning="各项写在哪个工作表")
    if family.is_within:
        owners = [family_of(owner).title for owner, _ in family.places if owner not in OUTLINES.values()]
        yield s.SheetColumn(key=s.OWNER, label=s.OWNER, meaning="上一级的编号", rows_of=(owners[0], s.ID))
        places = tuple(dict.fromkeys(".".join(path) for _, path in family.places))
        yield s.SheetColumn(
            key=s.PLACE, label=s.PLACE, meaning="属于上一级的哪一部分", choices=places, strict=True
        )
    if family.has_children:
        meaning = "表单的编号" if Form in family.kinds else "下一级的“属于”写这个编号"
        yield s.SheetColumn(key=s.ID, label=s.ID, meaning=meaning)


def _column(family: Family, key: Key) -> s.SheetColumn:
    reference = _REFERENCES.get(key.path[-1])
    meant = (family_of(reference[0]).title, reference[1]) if reference else None
    return s.SheetColumn(
        key=key.dotted,
        label=spoken(family, key.path),
        meaning=key.meaning,
        choices=key.choices,
        strict=bool(key.choices) and not key.takes & {"mapping", "texts"},
        rows_of=meant if reference and family.title != meant[0] else None,  # type: ignore[index]
    )


def spoken(family: Family, path: Path) -> str:
    """What a person calls a key, from the outside in."""
    for kind in family.kinds:
        if (labels := list(_labels(kind, path))) and len(labels) == len(path):
            return "·".join(labels)
    return ".".join(path)


def _labels(kind: type[Part], path: Path) -> Iterator[str]:
    kinds = [kind]
    for step in path:
        owner = next((k for k in kinds if step in keys(k)), None)
        if owner is None:
            return
        yield label(owner, step)
        kinds = [
            m for _, m in members(whole(keys(owner)[step])) if isinstance(m, type) and issubclass(m, Part)
        ]
