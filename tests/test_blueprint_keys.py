"""No key of the blueprint language is offered that nothing reads but lint."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kpixl
from kpixl.blueprint.model import Part
from kpixl.blueprint.model.base import COMMENT

PACKAGE = Path(kpixl.__file__).parent
LINT = PACKAGE / "linter"
OF_LINT = {
    ("Listing", "covers"): "what the source promises of a list, and lint compares",
    ("Listing", "unique"): "likewise",
}
"""Keys that are there for lint, and why."""


def parts(above: type[Part] = Part) -> Iterator[type[Part]]:
    """Every kind of part of a blueprint."""
    for kind in above.__subclasses__():
        yield kind
        yield from parts(kind)


def names_read(module: Path) -> Iterator[str]:
    """The attributes that a module reads, other than to validate what was read."""
    body = ast.parse(module.read_text(encoding="utf-8"))
    for made in [each for each in ast.walk(body) if isinstance(each, ast.FunctionDef)]:
        if any("validator" in ast.unparse(each) for each in made.decorator_list):
            made.body = []
    for node in ast.walk(body):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield name


KEYS = sorted(
    (kind.__name__, name)
    for kind in parts()
    if kind.__module__.startswith(kpixl.__name__)
    for name, field in kind.model_fields.items()
    if COMMENT not in field.metadata
)


@cache
def every_name_read() -> frozenset[str]:
    """The attributes that kpixl reads anywhere but in lint."""
    modules = [module for module in PACKAGE.rglob("*.py") if LINT not in module.parents]
    return frozenset(name for module in modules for name in names_read(module))


@pytest.mark.parametrize(("kind", "name"), KEYS, ids=lambda text: text)
def test_a_key_is_read(kind, name):
    """Something other than lint reads the key, unless it is there for lint."""
    assert (name in every_name_read()) != ((kind, name) in OF_LINT)
