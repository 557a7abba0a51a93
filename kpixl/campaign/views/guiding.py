"""填表说明 of a form, stage by stage, as laid-out workbooks say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpixl.blueprint.model import Form, Scheme, Stage
from kpixl.campaign.basis.schemes import stage_of
from kpixl.carry import foreseen
from kpixl.layout import Package, Plan, lay_out
from kpixl.layout.guide.guidance import FormGuide, form_guide
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Lang, Words

__all__ = ["FormGuide", "KindOfWorkbook", "guide", "guides", "kinds_of"]


@dataclass(frozen=True, slots=True)
class KindOfWorkbook:
    """Workbooks with the same forms and columns: the first of them laid out, and how many there are."""

    package: Package
    plan: Plan
    count: int


def kinds_of(scheme: Scheme, stage: Stage, units: Iterable[str] = ()) -> tuple[KindOfWorkbook, ...]:
    """The kinds of workbooks of a stage, each with its first one; with units, theirs instead."""
    packages = foreseen(scheme, stage.id)
    wanted = set(units)
    if wanted:
        return tuple(KindOfWorkbook(p, lay_out(p), 1) for p in packages if p.recipient in wanted)
    kinds: dict[tuple[object, ...], list[Package]] = {}
    for package in packages:
        kinds.setdefault((package.unit.group, package.columns), []).append(package)
    return tuple(KindOfWorkbook(alike[0], lay_out(alike[0]), len(alike)) for alike in kinds.values())


def guides(scheme: Scheme, form_id: str, *, stage: str | None = None, lang: Lang = "zh") -> list[FormGuide]:
    """How a form is filled in, stage by stage. RefusedError where there is none, or no stage has it."""
    form = scheme.find_form(form_id)
    if form is None:
        raise unknown(Words("表单", "form"), form_id, scheme.form_ids)
    stages = [stage_of(scheme, stage)] if stage else list(scheme.stages)
    found = [
        guide(scheme, form, each, kinds_of(scheme, each), lang) for each in stages if form_id in each.form_ids
    ]
    if not found:
        raise RefusedError(
            f"“{form.title}”不发给填表单位，没有填表说明。",
            f"Nobody is given {form.title!r} to fill in, so there is nothing to explain.",
        )
    return found


def guide(scheme: Scheme, form: Form, stage: Stage, kinds: Sequence[KindOfWorkbook], lang: Lang) -> FormGuide:
    """How a form is filled in in a stage, as it lies in these workbooks."""
    cells = (cell for kind in kinds for sheet in kind.plan.sheets for cell in sheet.every_cell())
    return form_guide(scheme, form, stage, cells, lang)
