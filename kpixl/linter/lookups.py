"""What is looked up by a code that somebody fills in: a code that the list lacks must not go unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.expressions import Call, Name, names
from kpixl.blueprint.expressions.walk import walk
from kpixl.blueprint.listed import LISTED
from kpixl.blueprint.model import Choices, Column
from kpixl.findings import Finding, found
from kpixl.linter.names import asked_of_rule, parsed_or_none
from kpixl.linter.spreadsheet import Stated, stated
from kpixl.linter.world import World, by_hand, every_rule, types


def unnoticed(world: World) -> Iterator[Finding]:
    """Codes that are looked up in a list, that somebody fills in, and that may be any."""
    ruled = {(each.form.form, name) for each in every_rule(world) for _, text in asked_of_rule(each.rule)
             for name in _named(text)}  # fmt: skip
    for each in stated(world):
        for code, column, path in _looked_up(each):
            if (each.sight.form.form, path) not in ruled and not _chosen(world, column, path):
                yield found("B141", where=each.where, value=code, list=path.split(".")[1])


def _named(text: str) -> frozenset[str]:
    tree = parsed_or_none(text)
    return frozenset(names(tree)) if tree else frozenset()


def _looked_up(each: Stated) -> Iterator[tuple[str, Column, str]]:
    """The columns to fill by which something is looked up in a list, and the list's column."""
    for node in walk(each.tree):
        match node:
            case Call("lookup", (Name(code), Name(path), _)) if path.startswith(LISTED):
                column = each.sight.named(code)
                if column is not None and by_hand(column):
                    yield code, column, path


def _chosen(world: World, column: Column, path: str) -> bool:
    """Whether nothing but the list's codes can be chosen."""
    leaves = list(types(column))
    return all(leaf.name == "choice" and path in _offered(world, leaf.setting("choices")) for leaf in leaves)


def _offered(world: World, given: object) -> tuple[str, ...]:
    """The column of a list that choices come from, as a path."""
    if isinstance(given, Choices):
        listing, name = given.list, given.name
    else:
        listing, name = (given, None) if isinstance(given, str) else (None, None)
    if listing is None:
        return ()
    own = "name" if "name" in (world.keys(listing) or ()) else "id"
    return (f"{LISTED}{listing}.{name or own}",)


CHECKS = (unnoticed,)
