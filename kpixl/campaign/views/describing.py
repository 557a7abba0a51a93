"""A scheme in words: its stages, its forms, the rules that bind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpixl.blueprint import Scheme
from kpixl.campaign.basis.basis import Declared
from kpixl.campaign.basis.schemes import others_of
from kpixl.layout import recipients
from kpixl.layout.guide.rules_in_words import rules_said
from kpixl.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTold:
    """A stage. others: whose answers it has besides those it carries; recipients: how many get a workbook."""

    id: str
    name: str
    deadline: dt.date | None
    carries: str | None
    others: tuple[str, ...]
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTold:
    """A form. rules: id → in words, of all stages."""

    id: str
    short: str
    title: str
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A scheme in words. scored: the stage that is; levels: the awards of each group; groups: their names."""

    title: str
    issuer: str
    version: str
    stages: tuple[StageTold, ...]
    forms: tuple[FormTold, ...]
    scored: str | None
    groups: Mapping[str, str]
    levels: Mapping[str, tuple[str, ...]]


def described(declared: Declared, lang: Lang) -> Described:
    """A scheme in words."""
    scheme = declared.scheme
    head, scoring = scheme.head, scheme.head.scoring
    groups = {g.id: g.name for g in scheme.roster.groups}
    awards = {g: scoring.awards_of(g) for g in groups} if scoring else {}
    return Described(
        title=head.title,
        issuer=head.issuer,
        version=str(head.version),
        stages=tuple(_stages(scheme)),
        forms=tuple(_forms(scheme, lang)),
        scored=scoring.stage if scoring else None,
        groups=groups,
        levels={g: tuple(level.name for level in a.levels) for g, a in awards.items() if a},
    )


def dealt(declared: Declared, stage: str) -> Mapping[str, tuple[str, ...]]:
    """The units whose rows each recipient of a stage gets, if all of them return theirs: ids."""
    from kpixl.carry import foreseen  # noqa: PLC0415 - heavy: only where a later stage is looked at

    return {package.recipient: package.subjects for package in foreseen(declared.scheme, stage)}


def _stages(scheme: Scheme) -> Iterator[StageTold]:
    for stage in scheme.stages:
        yield StageTold(
            id=stage.id,
            name=stage.name,
            deadline=stage.deadline,
            carries=stage.carries,
            others=others_of(scheme, stage),
            recipients=len(recipients(scheme, stage)),
        )


def _forms(scheme: Scheme, lang: Lang) -> Iterator[FormTold]:
    for form in scheme.forms:
        said: dict[str, str] = {}
        for stage in scheme.stage_ids:
            said |= rules_said(scheme, form.form, stage, lang)
        yield FormTold(id=form.form, short=form.short_title, title=form.title, rules=said)
