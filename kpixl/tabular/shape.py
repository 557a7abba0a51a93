"""Which sheets a blueprint has as a workbook, and which columns: found out from the model, for any key.

A list of parts (stages, columns, rules) is a *family* with a sheet of its own, a record a row; parts that
several lists may hold share one. A part that lies in another one alone has columns of its own in its row,
named by the way to them (`page.paper`). What is left of a file that stands alone is an outline: a key a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from kpixl.blueprint.keys import about, label
from kpixl.blueprint.model import Form, Lexicon, Listing, Part, Roster, SchemeHead
from kpixl.blueprint.shapes import keys, members, whole
from kpixl.tabular.cell import Takes, takes

OUTLINES: dict[str, type[Part]] = {"scheme": SchemeHead, "roster": Roster, "lexicon": Lexicon}
"""The files that stand alone, by what the outline calls them."""
ROOTS = (Form, Listing)
"""The parts of which each has a file of its own."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record that stands in a cell. owner: the part that it is a key of."""

    path: Path
    owner: type[Part]
    takes: Takes
    choices: tuple[str, ...]

    @property
    def dotted(self) -> str:
        """The way to it, as a heading names it."""
        return ".".join(self.path)

    @property
    def meaning(self) -> str:
        """What it means, in Chinese."""
        words = about(self.owner, self.path[-1])
        return words.meaning.zh if words else ""


@dataclass(frozen=True, slots=True)
class Child:
    """A key of a record that holds further records. kinds: the parts that these may be."""

    path: Path
    kinds: tuple[type[Part], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Parts that have a sheet together. places: where records of it may lie: the owner's parts, the way."""

    title: str
    kinds: tuple[type[Part], ...]
    places: tuple[tuple[type[Part], Path], ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The columns of its sheet."""
        found: dict[Path, Key] = {}
        for kind in self.kinds:
            for key in keys_of(kind):
                found.setdefault(key.path, key)
        return tuple(found.values())

    @property
    def has_children(self) -> bool:
        """Whether records of other sheets belong to its own."""
        return any(children_of(kind) for kind in self.kinds)

    @property
    def is_within(self) -> bool:
        """Whether its records belong to records of other sheets, not to a file that stands alone."""
        return any(owner not in OUTLINES.values() for owner, _ in self.places)


@cache
def keys_of(kind: type[Part]) -> tuple[Key, ...]:
    """What of a part stands in cells."""
    return tuple(each for each in _walked(kind, ()) if isinstance(each, Key))


@cache
def children_of(kind: type[Part]) -> tuple[Child, ...]:
    """What of a part stands on other sheets."""
    return tuple(each for each in _walked(kind, ()) if isinstance(each, Child))


def _walked(kind: type[Part], above: Path) -> Iterator[Key | Child]:
    kind.model_rebuild()  # one that names a type declared after it learns of that type when it is built
    for name, field in keys(kind).items():
        annotation, path = whole(field), (*above, name)
        types = [member for _, member in members(annotation)]
        inner = _listed(types)
        parts = [t for t in types if _is_part(t)]
        rest = [t for t in types if not _is_part(t)]
        if inner:
            yield Child(path, inner)
        elif parts and all(get_origin(t) is dict for t in rest):
            if rest:
                yield Key(path, kind, takes(annotation), ())
            for part in parts:
                yield from _walked(part, path)
        elif (kind, name) != (Listing, "items"):  # which have a sheet of their own
            yield Key(path, kind, takes(annotation), _choices(types))


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _listed(types: list[Any]) -> tuple[type[Part], ...]:
    """The parts that a list holds, where it holds nothing else."""
    if len(types) != 1 or get_origin(types[0]) is not tuple:
        return ()
    inner = [member for _, member in members(get_args(types[0])[0])]
    return tuple(inner) if all(map(_is_part, inner)) else ()


def _choices(types: list[Any]) -> tuple[str, ...]:
    """What may be chosen for a cell, as far as the model lists it."""
    if bool in types:
        return ("TRUE", "FALSE")
    return tuple(str(each) for t in types if _is_literal(t) for each in get_args(t))


def _is_literal(kind: Any) -> bool:
    return getattr(get_origin(kind), "__name__", str(get_origin(kind))).endswith("Literal")


@cache
def families() -> tuple[Family, ...]:
    """All sheets of records, the forms' and the lists' first, then from the outside in."""
    found: dict[frozenset[type[Part]], list[tuple[type[Part], Path]]] = {frozenset({r}): [] for r in ROOTS}
    queue: list[type[Part]] = [*OUTLINES.values(), *ROOTS]
    done: set[type[Part]] = set()
    while queue:
        kind = queue.pop(0)
        if kind in done:
            continue
        done.add(kind)
        for child in children_of(kind):
            _add(found, child, kind)
            queue += child.kinds
    return tuple(_family(kinds, places) for kinds, places in found.items())


def _add(
    found: dict[frozenset[type[Part]], list[tuple[type[Part], Path]]], child: Child, owner: type[Part]
) -> None:
    """Note a place of records; sheets that share a part become one."""
    kinds, places = frozenset(child.kinds), [(owner, child.path)]
    for other in [each for each in found if each & kinds]:
        kinds, places = kinds | other, found.pop(other) + places
    found[kinds] = places


def _family(kinds: frozenset[type[Part]], places: list[tuple[type[Part], Path]]) -> Family:
    title = _title(kinds, places)
    order = [kind for owner, path in places for kind in _child(owner, path).kinds] or list(kinds)
    return Family(title, tuple(dict.fromkeys(order)), tuple(places))


def _title(kinds: frozenset[type[Part]], places: list[tuple[type[Part], Path]]) -> str:
    """What the list is called that holds most kinds of them."""
    if not places:
        return "表单" if Form in kinds else "清单"
    owner, path = max(places, key=lambda place: len(_child(*place).kinds))
    return label(owner_of(owner, path), path[-1])


def owner_of(part: type[Part], path: Path) -> type[Part]:
    """The part that the last step of a way is a key of."""
    for step in path[:-1]:
        part = next(member for _, member in members(whole(keys(part)[step])) if _is_part(member))
    return part


def _child(owner: type[Part], path: Path) -> Child:
    return next(child for child in children_of(owner) if child.path == path)


@cache
def family_of(kind: type[Part]) -> Family:
    """The family of a part."""
    return next(family for family in families() if kind in family.kinds)
