"""The engine knows no scheme: what a form is stands in the blueprints alone."""

import re
from pathlib import Path

import pytest

from kpixl.blueprint.model import Scheme
from tests.support import produced

SOURCES = {
    path.relative_to(produced.ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((produced.ROOT / "kpixl").rglob("*"))
    if path.suffix in {".py", ".yaml", ".html", ".js", ".css"} and "reference" not in path.parts
}
FOLDERS = [folder for folder in produced.SCHEMES if folder.parent.name == "blueprints"]
SHORTEST = 5
"""Characters of a name that says which indicator or unit is meant: a shorter one is an ordinary word."""


def own_names(folder: Path) -> set[str]:
    """What only this scheme calls so: its id, its forms' ids, units, titles, and texts of its lists."""
    scheme: Scheme = produced.scheme_of(folder)
    forms = {f'"{form.form}"' for form in scheme.forms if "-" in form.form}  # whole literals only
    units = {name for unit in scheme.roster.units for name in (unit.name, unit.short)}
    texts = {text for listing in scheme.lists.values() for item in listing.items for text in _texts(item)}
    names = {name for name in units | texts if re.search("[一-鿿]", name)}
    return forms | {scheme.id, scheme.head.title} | {name for name in names if len(name) >= SHORTEST}


def _texts(item: object) -> list[str]:
    values = item.values() if isinstance(item, dict) else ()
    return [value for value in values if isinstance(value, str)]


@pytest.mark.parametrize("folder", FOLDERS, ids=produced.label)
def test_no_module_names_a_scheme_a_form_or_an_indicator(folder):
    """Ids, titles, units and indicators of a reference scheme occur nowhere in the package."""
    names = own_names(folder)
    assert len(names) > 10
    assert [] == [(path, name) for path, text in SOURCES.items() for name in sorted(names) if name in text]
