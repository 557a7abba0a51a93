"""The shape of the language: walks the model beside a document, so that a problem finds its place."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AliasChoices, Tag
from pydantic.fields import FieldInfo

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import Part
from kpixl.blueprint.model.rules import Kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where a pydantic location leads.

    steps: in the document; owner: the model part that the last step is a key of;
    choices: at which steps which branch of a union was tried; on_key: it is about the key, not its value.
    """

    steps: Steps
    owner: type[Part] | None
    choices: tuple[tuple[Steps, str], ...]
    on_key: bool = False


def trace(kind: Any, loc: tuple[str | int, ...]) -> Trace:
    """Follows a location of pydantic from the type `kind`."""
    steps: Steps = ()
    choices: list[tuple[Steps, str]] = []
    owner: type[Part] | None = None
    for segment in loc:
        if segment == "[key]":
            return Trace(steps=steps, owner=None, choices=tuple(choices), on_key=True)
        branches = members(kind)
        if len(branches) > 1:
            choices.append((steps, str(segment)))
            kind = _branch(branches, str(segment))
            continue
        kind, owner = _into(branches[0][1] if branches else Any, segment)
        steps = (*steps, segment)
    return Trace(steps=steps, owner=owner, choices=tuple(choices))


def keys(part: type[Part]) -> dict[str, FieldInfo]:
    """The fields of a part by the keys that a blueprint writes."""
    return {spellings(name, field)[0]: field for name, field in part.model_fields.items()}


def spellings(name: str, field: FieldInfo) -> tuple[str, ...]:
    """The keys by which a blueprint may name a field: today's, then those that it had before."""
    if isinstance(field.validation_alias, AliasChoices):
        return tuple(str(key) for key in field.validation_alias.choices)
    return (field.alias or name,)


def _into(kind: Any, segment: str | int) -> tuple[Any, type[Part] | None]:
    if isinstance(kind, type) and issubclass(kind, Part):
        kind.model_rebuild()  # one that names a type declared after it learns of that type when it is built
        fields = kind.model_fields.items()
        return next((f.annotation for name, f in fields if segment in spellings(name, f)), Any), kind
    inner = get_args(kind)
    if get_origin(kind) in (dict, Mapping, _MAPPING) and len(inner) == 2:
        return inner[1], None
    return (inner[0] if inner else Any), None


_MAPPING = get_origin(Mapping[str, str])


def members(kind: Any, tag: str | None = None) -> list[tuple[str | None, Any]]:
    """The branches of a type with their tags, None aside; a type that is no union is its only branch."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        kinds = next((m for m in inner[1:] if isinstance(m, Kinds)), None)
        if kinds is not None:
            return [(None, model) for model in kinds.models]
        return members(inner[0], next((m.tag for m in inner[1:] if isinstance(m, Tag)), tag))
    if origin in (Union, types.UnionType):
        return [member for each in inner for member in members(each)]
    return [] if kind is types.NoneType else [(tag, kind)]


def _branch(branches: list[tuple[str | None, Any]], label: str) -> Any:
    """The branch that pydantic's label means: by tag, discriminator, or description of the type."""
    for tag, kind in branches:
        if label == tag or label in _kinds(kind) or _described(kind) == _outer(label):
            return kind
    return Any


def _kinds(kind: Any) -> tuple[Any, ...]:
    field = kind.model_fields.get("kind") if isinstance(kind, type) and issubclass(kind, Part) else None
    return get_args(field.annotation) if field and get_origin(field.annotation) is Literal else ()


def _described(kind: Any) -> str:
    origin = get_origin(kind) or kind
    return str(getattr(origin, "__name__", origin)).lower()


def _outer(label: str) -> str:
    """`function-after[check(), FreeRows]` → freerows; `tuple[str, ...]` → tuple; `constrained-str` → str."""
    wrapped = re.fullmatch(r"function-\w+\[.*\(\), (.+)\]", label)
    plain = wrapped[1] if wrapped else label
    return plain.split("[")[0].removeprefix("constrained-").lower()


def parts_of(kind: Any) -> tuple[type[Part], ...]:
    """Every kind of part that lies in a type, itself among them, from the outside in."""
    found: dict[type[Part], None] = {}
    _gather(kind, found)
    return tuple(found)


def _gather(kind: Any, found: dict[type[Part], None]) -> None:
    for _, member in members(kind):
        if isinstance(member, type) and issubclass(member, Part):
            if member not in found:
                found[member] = None
                member.model_rebuild()
                for field in member.model_fields.values():
                    _gather(whole(field), found)
        elif get_origin(member) is not Literal:
            for inner in get_args(member):
                _gather(inner, found)


def whole(field: FieldInfo) -> Any:
    """The type of a field with what stands beside it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
