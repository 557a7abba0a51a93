"""Blueprints: load and judge them."""

from __future__ import annotations

import os
from pathlib import Path

from kpixl import blueprint, linter
from kpixl.blueprint import BlueprintError, Scheme, Stage
from kpixl.findings import Finding, Severity
from kpixl.refusal import RefusedError, unknown

PathLike = str | os.PathLike[str]


def load_scheme(folder: PathLike) -> Scheme:
    """The scheme in a folder. BlueprintError holds every problem of its files, with file, line and column."""
    return blueprint.load_scheme(Path(folder))


def lint(folder: PathLike) -> tuple[Finding, ...]:
    """Everything that is wrong with the scheme in a folder. Warnings do not keep it from being used."""
    return tuple(linter.lint_folder(Path(folder))[1])


def usable(folder: PathLike) -> Scheme:
    """The scheme in a folder, without errors; BlueprintError otherwise."""
    scheme, findings = linter.lint_folder(Path(folder))
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if scheme is None or errors:
        raise BlueprintError(errors)
    return scheme


def stage_of(scheme: Scheme, stage: str | None) -> Stage:
    """The stage of this id, or the first; RefusedError where there is none."""
    try:
        return scheme.stage(stage)
    except KeyError:
        known = [s.id for s in scheme.head.stages]
        raise unknown(("阶段", "stage"), str(stage), known) from None


def following(scheme: Scheme, stage: str) -> Stage:
    """The stage that carries the answers of another; RefusedError where there is none."""
    for later in scheme.head.stages:
        if later.carries == stage:
            return later
    raise RefusedError(
        f"“{stage}”之后没有别的阶段：可以用 kpixl merge 汇总。",
        f"No stage comes after {stage!r}: its returns are ready for `kpixl merge`.",
    )
