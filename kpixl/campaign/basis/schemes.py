"""Blueprints as files and as what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpixl.blueprint import Scheme, Stage, Unit, json_schema
from kpixl.blueprint.schema import schema_name
from kpixl.campaign.basis.basis import PathLike
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError, unknown
from kpixl.report.json import as_json
from kpixl.stage_names import meant
from kpixl.words import Words


def write_schemas(folder: PathLike, *, force: bool = False) -> None:
    """Write JSON Schemas of the blueprint's files, for editors. force: files that kpixl did not write go."""
    with Outputs(Guard(force=force)) as outputs:
        for name, content in schema_files():
            outputs.into(Path(folder)).write(name, content)


def schema_files() -> Iterator[tuple[str, bytes]]:
    """The JSON Schemas as files: names and contents."""
    for kind, schema in json_schema().items():
        yield schema_name(kind), as_json(schema).encode()


def stage_of(scheme: Scheme, stage: str | None) -> Stage:
    """The stage of this id, or with a round or period that is called so alone; without a name the first.

    RefusedError where there is none.
    """
    if stage is None:
        return scheme.stage()
    named = meant(scheme.stage_ids, stage)
    if len(named) != 1:
        raise unknown(Words("阶段", "stage"), stage, named or scheme.stage_ids)
    return scheme.stage(named[0])


def unit_of(scheme: Scheme, name: str) -> Unit:
    """The unit that an id, name or alias means; RefusedError where there is none."""
    unit = scheme.roster.named(name)
    if unit is None:
        known = [n for u in scheme.roster.units for n in (u.id, u.name)]
        raise unknown(Words("单位", "unit"), name, known)
    return unit


def others_of(scheme: Scheme, stage: Stage) -> tuple[str, ...]:
    """The stages whose answers a stage has besides those that it carries: earlier rounds, stages beside."""
    return (*(each.id for each in scheme.rounds_before(stage)), *stage.beside)


def following(scheme: Scheme, stage: str) -> Stage:
    """The stage that carries the answers of another, or has them beside; RefusedError for the last one."""
    for later in scheme.stages:
        if later.carries == stage or stage in later.beside:
            return later
    raise RefusedError(
        f"“{stage}”之后没有别的阶段：可以用 kpixl merge 汇总。",
        f"No stage comes after {stage!r}: its returns are ready for `kpixl merge`.",
    )
