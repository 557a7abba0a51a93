"""A scheme: one yearly appraisal, with its roster, lists, stages, verifiers, scoring and awards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from kpixl.blueprint.model.base import (
    BINDING,
    COMMENT,
    Comment,
    Day,
    Identifier,
    Name,
    Number,
    Part,
    Setting,
    Text,
    Truth,
    Whole,
)
from kpixl.blueprint.model.contact import Contact
from kpixl.blueprint.model.form import Form, PrintedRows
from kpixl.blueprint.model.last_year import ID, UNIT
from kpixl.blueprint.model.lexicon import Lexicon
from kpixl.blueprint.model.methods import Method
from kpixl.blueprint.model.roster import Roster, Unit
from kpixl.blueprint.model.stage import ByRow, Stage, gone_through
from kpixl.stage_names import calls_of

_LEADER = re.compile(r"\b(subject|recipient)(\s|\\n)*\.(\s|\\n)*leader\b")
"""The path of a unit's leader, in JSON."""


class Listing(Part):
    """A list of the scheme (indicators, duties): items with the keys that the blueprints name.

    A column of `units` has two more keys in every item, made on loading: `COLUMN_ids`, the ids of all units
    that its names mean, collectives resolved, each once, in order; `COLUMN_lead`, the first of them.
    """

    source: Comment = None
    total: dict[str, Number] = Field(default_factory=dict, description="stated totals: column → sum")
    units: tuple[str, ...] = Field((), description="columns that name units of the roster")
    covers: dict[str, str] = Field(default_factory=dict, description="column → group that it must name")
    counts: dict[str, int] = Field(default_factory=dict, description="column of names → how many")
    filled: tuple[str, ...] = Field((), description="columns that every item should have")
    unique: tuple[str, ...] = Field((), description="columns in which no two items should have the same")
    last_year: Annotated[dict[Text, dict[Name, Text]], COMMENT] = Field(
        default_factory=dict,
        description="rows of this year's returns that are next year's items: `form.table` → what an item has "
        "→ the table's column, or `row.KEY` of the item behind it",
    )
    items: tuple[dict[str, Any], ...]

    @property
    def later(self) -> frozenset[str]:
        """The keys of the items that are made of this year's returns."""
        keys = {ID, UNIT, *(key for columns in self.last_year.values() for key in columns)}
        named = {f"{column}_{part}" for column in keys.intersection(self.units) for part in ("ids", "lead")}
        return frozenset(keys | named) if self.last_year else frozenset()

    def by(self, key: str) -> Mapping[str, dict[str, Any]]:
        """The items by the text of one of their keys; of equal ones the last."""
        if key not in self._indexes:
            self._indexes[key] = {str(item[key]): item for item in self.items}
        return self._indexes[key]

    @cached_property
    def _indexes(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {}

    @cached_property
    def columns(self) -> dict[str, Any]:
        """Room for its columns as expressions read them, by key (see `blueprint.listed`)."""
        return {}

    @cached_property
    def every_key(self) -> frozenset[str]:
        """The keys that any of its items has."""
        return frozenset(key for item in self.items for key in item)

    def keys(self, key: str) -> tuple[str, ...]:
        """What the items have under one of their keys, as text, in order."""
        return tuple(str(item[key]) for item in self.items)


class Level(Part):
    """An award level: a share of the base, or a published count."""

    name: Text
    share: Number | None = Field(None, gt=0, le=1)
    count: Whole | None = Field(None, ge=0)


class Awards(Part):
    """How a group's awards are dealt.

    base: `all` units of the group, or those `remaining` after the levels above.

    rounding: of share × base to whole places. A level with a count has that many places; its share is what
    the source states and is compared by lint.
    """

    group: Identifier
    levels: tuple[Level, ...] = Field(min_length=1)
    base: Literal["all", "remaining"] = "all"
    rounding: Literal["down", "up", "half-up"] = "down"
    source: Comment = None


class Scoring(Part):
    """How returns become scores. score, points: `form.column` of what is summed and of the points assigned.

    Without them the validators file's `score` function says all scores and points. places: decimals of the
    total; rate_places: of the score rate; rank_by: what units are ranked by.
    """

    stage: Identifier
    score: str | None = None
    points: str | None = None
    rank_by: Literal["total", "rate"] = "total"
    places: Whole = Field(2, ge=0, le=9)
    rate_places: Whole = Field(4, ge=0, le=9)
    awards: tuple[Awards, ...] = ()
    source: Comment = None

    def awards_of(self, group: str) -> Awards | None:
        """How a group's awards are dealt; None where it has none."""
        return next((a for a in self.awards if a.group == group), None)


class ScoreSheet(Part):
    """The consolidated workbook: forms with a matrix, groups in plain sheets, office forms behind them."""

    forms: tuple[Identifier, ...] = ()
    lists: dict[str, str] = Field(default_factory=dict, description="group → title of its plain sheet")
    appendix: tuple[Identifier, ...] = ()


class Waiver(Part):
    """A rule that is not held against a unit: who, which, why, until when."""

    unit: Identifier
    rule: str
    reason: Text
    until: Day | None = None


class Veto(Part):
    """一票否决: a matter that the office holds against a unit, whatever its score.

    effect: `zero` (得零分), `no_award` (取消评优), `lower_award` (降一档). Never derived from scores.
    """

    unit: Identifier
    effect: Literal["zero", "no_award", "lower_award"]
    matter: Text
    document: Text | None = None


class SchemeHead(Part):
    """`scheme.yaml` itself; the files that it names are loaded beside it."""

    scheme: Identifier
    title: Text
    year: Whole = Field(ge=1990, le=2100)
    issuer: Text
    version: str = "1"
    language: Literal["zh", "en"] = "zh"
    created: Day
    guide: Truth = Field(default=False, description="every workbook has a sheet that says how to fill it in")
    contact: Annotated[Contact | None, BINDING] = Field(
        None, description="whom to ask and where to return to; no part of the forms' version"
    )
    roster: str = "roster.yaml"
    lists: dict[str, str] = Field(default_factory=dict)
    lexicon: str | None = Field(None, description="the file with the scheme's units of measure")
    ratings: tuple[str, ...] = ("优秀", "良好", "一般", "较差")
    methods: dict[Text, Method] = Field(
        default_factory=dict, description="how targets are scored: method → what it gives"
    )
    stages: tuple[Stage, ...] = Field(min_length=1)
    scoring: Scoring | None = None
    score_sheet: ScoreSheet | None = None
    publication: Annotated[tuple[Identifier, ...], COMMENT] = Field(
        (), description="forms that the office publishes as they are; no part of the forms' version"
    )
    waivers: Annotated[tuple[Waiver, ...], COMMENT] = Field(
        (), description="what is granted after the forms went out; no part of the forms' version"
    )
    vetoes: Annotated[tuple[Veto, ...], COMMENT] = Field(
        (), description="what the office decides after the forms went out; no part of the forms' version"
    )
    settings: dict[str, Setting] = Field(
        default_factory=dict, description="figures that are named `scheme.x`"
    )
    source: Comment = None
    policy: Annotated[dict[Name, Text], COMMENT] = Field(
        default_factory=dict, description="what the source does not say and the scheme decides"
    )


class Scheme(Part):
    """A scheme with everything that its files hold: what all commands work on and a snapshot stores."""

    head: SchemeHead
    roster: Roster
    lists: Mapping[str, Listing]
    forms: tuple[Form, ...]
    lexicon: Lexicon = Lexicon()

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.head.scheme

    @property
    def gives_results(self) -> bool:
        """Whether next year's scheme is to take something from the returns of this one."""
        asked = [*(a.last_year for a in self.roster.attributes), *(x.last_year for x in self.lists.values())]
        return any(asked)

    def form(self, form_id: str) -> Form:
        """The form of this id; KeyError where there is none."""
        return self._forms[form_id]

    def find_form(self, form_id: str) -> Form | None:
        """The form of this id; None where there is none."""
        return self._forms.get(form_id)

    @property
    def form_ids(self) -> tuple[str, ...]:
        """The ids of the forms, in order."""
        return tuple(self._forms)

    @cached_property
    def asks_for_leaders(self) -> bool:
        """Whether anything in it asks who leads a unit."""
        return _LEADER.search(self.model_dump_json(exclude={"roster"})) is not None

    @cached_property
    def digests(self) -> dict[str, str]:
        """Room for its digests by their forms (see `blueprint.snapshot`)."""
        return {}

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {f.form: f for f in self.forms}

    def stage(self, stage_id: str | None = None) -> Stage:
        """The stage of this id, or the first; KeyError where there is none."""
        return self._stages[stage_id] if stage_id else self.stages[0]

    def find_stage(self, stage_id: str) -> Stage | None:
        """The stage of this id; None where there is none."""
        return self._stages.get(stage_id)

    @property
    def stage_ids(self) -> tuple[str, ...]:
        """The ids of the stages, in order."""
        return tuple(s.id for s in self.stages)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in order, each round and period of one as a stage."""
        return tuple(gone_through(self.head.stages))

    @cached_property
    def stage_calls(self) -> tuple[str, ...]:
        """All that stages are called in a blueprint: ids, and the names of rounds and periods."""
        return tuple(dict.fromkeys(called for s in self.stages for called in reversed(calls_of(s.id))))

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        """By id; what stands for a stage with rounds or periods is its last."""
        last = {calls_of(s.id)[-1]: s for s in self.stages}
        return last | {s.id: s for s in self.stages}

    def is_before(self, stage_id: str, other: str) -> bool:
        """Whether a stage comes before another one. other: as a blueprint calls it."""
        at = next(i for i, s in enumerate(self.stages) if other in calls_of(s.id))
        return self.stage_ids.index(self.stage(stage_id).id) < at

    def rounds_before(self, stage: Stage) -> tuple[Stage, ...]:
        """The rounds that the stage whose answers one carries has gone through, without the last."""
        found: list[Stage] = []
        at = self.find_stage(stage.carries or "")
        while at is not None and at.amends:
            at = self.stage(at.carries)
            found.insert(0, at)
        return tuple(found)

    def forms_of(self, stage: Stage) -> tuple[Form, ...]:
        """The forms of a stage, whoever gets them."""
        return tuple(self.form(f) for f in stage.form_ids)

    def forms_for(self, stage: Stage, group: str | None) -> tuple[Form, ...]:
        """The forms that recipients of a group get in a stage."""
        return tuple(self.form(f) for f in stage.forms_for(group))

    def groups_of(self, stage: Stage) -> tuple[str, ...]:
        """The groups whose units a stage is about: those that it addresses, else all of the roster."""
        return stage.groups or self.roster.group_ids

    def recipients_of(self, stage: Stage) -> tuple[Unit, ...]:
        """Who may get a workbook in a stage, in the roster's order.

        The units of the groups that it addresses; else those that lists name on its path, and who gets the
        rest.
        """
        if stage.by_row is None:
            return self.roster.of(*stage.groups)
        wanted = {stage.by_row.rest, *self._named_by(stage.by_row)}
        return tuple(u for u in self.roster.units if u.id in wanted)

    def _named_by(self, recipients: ByRow) -> Iterator[str]:
        """The ids of the units that a path names in the items of any list that is printed."""
        head, _, key = recipients.by.partition(".")
        if head != "row":
            return
        listings = {rows.source for form in self.forms for table in form.tables for rows in table.printed}
        for name in {str(i[key]) for listing in listings for i in self.lists[listing].items if i.get(key)}:
            if (unit := self.roster.named(name)) is not None:
                yield unit.id

    def row_keys(self, rows: PrintedRows) -> tuple[str, ...]:
        """The keys of the rows that a list prints, in order, chosen or not."""
        return self.lists[rows.source].keys(rows.key)

    def numbers(self, rows: PrintedRows | None) -> bool:
        """Whether `row.number` is a row's place in its table: its list may have a `number` of its own."""
        return rows is None or "number" not in self.lists[rows.source].every_key

    def item(self, rows: PrintedRows, row: str) -> Mapping[str, Any]:
        """The list's item that a printed row stands for; KeyError where there is none."""
        return self.lists[rows.source].by(rows.key)[row]
