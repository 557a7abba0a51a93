"""What an office decides after the forms went out: no edit of the blueprint, and no new version of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kpixl.blueprint.model.base import Day, Identifier, Part, StageId, Text

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="the SHA-256 of a file")]


class Decided(Part):
    """What every decision says. by: who decided; on: the day; document: that says so."""

    by: Text
    on: Day
    reason: Text
    document: Text | None = None


class VetoDecision(Decided):
    """一票否决: the reason is the matter. effect: as of `Veto`."""

    kind: Literal["veto"] = "veto"
    unit: Text
    effect: Literal["zero", "no_award", "lower_award"]


class WaiverDecision(Decided):
    """豁免: a rule is not held against a unit, to the day `until` where one is named."""

    kind: Literal["waiver"] = "waiver"
    unit: Text
    rule: Text
    until: Day | None = None


class AwardDecision(Decided):
    """并列定奖: of units that tie at the end of a level, this one gets it."""

    kind: Literal["award"] = "award"
    unit: Text
    level: Text


class VacancyDecision(Decided):
    """名额空缺: what a level has left in a group, after ties, stays empty."""

    kind: Literal["vacancy"] = "vacancy"
    group: Identifier
    level: Text


class ExtensionDecision(Decided):
    """延期: a unit has until another day to return a stage."""

    kind: Literal["extension"] = "extension"
    unit: Text
    stage: StageId
    until: Day


class ExcuseDecision(Decided):
    """免报: nothing is expected of a unit in a stage."""

    kind: Literal["excuse"] = "excuse"
    unit: Text
    stage: StageId


class CountingDecision(Decided):
    """认定回收件: of a unit's returns of a stage, the file with this digest counts."""

    kind: Literal["counting"] = "counting"
    unit: Text
    stage: StageId
    file: Digest


class AssignmentDecision(Decided):
    """归属认定: a file that does not say whose it is, is this unit's."""

    kind: Literal["assignment"] = "assignment"
    unit: Text
    file: Digest


class FigureDecision(Decided):
    """数据裁定: what a unit's return says in a cell was disputed, and is to be this.

    unit: whose return it stands in; form, instance, subject, row, field: the cell's identity; value: as
    somebody would type it; raised_by: who disputed it.
    """

    kind: Literal["figure"] = "figure"
    unit: Text
    stage: StageId
    form: Identifier
    instance: str = ""
    subject: str = ""
    row: str = ""
    field: Text
    value: str
    raised_by: Text | None = None


Decision = Annotated[
    VetoDecision
    | WaiverDecision
    | AwardDecision
    | VacancyDecision
    | ExtensionDecision
    | ExcuseDecision
    | CountingDecision
    | AssignmentDecision
    | FigureDecision,
    Field(discriminator="kind"),
]


class DecisionsFile(Part):
    """A file of decisions, of one scheme."""

    scheme: Identifier
    decisions: tuple[Decision, ...] = ()
