"""A stage: who gets a workbook, with which forms, and who fills them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PrivateAttr

from kpixl.blueprint.model.base import BINDING, Day, Identifier, Part, Text, Turning, Whole
from kpixl.blueprint.model.columns import Column
from kpixl.blueprint.model.roster import Unit
from kpixl.stage_names import BETWEEN

_OWN = ("fills", "recipients", "forms", "deadline", "instructions")
"""What a round or a period may say in place of its stage."""


class ToGroups(Part):
    """Recipients: every unit of these groups, each for itself."""

    groups: tuple[Identifier, ...] = Field(min_length=1)


Split = Literal["group", "target"] | Annotated[Whole, Field(ge=2, le=99)]
"""How a recipient's rows are dealt to several workbooks: by group, by target, or over so many."""


class ByRow(Part):
    """Recipients: the unit that a path of the row names; rest: who gets the others, and verifiers' own.

    Without `by` all rows go to the rest.
    """

    by: str = ""
    rest: Identifier
    split: Annotated[Split | dict[Identifier, Split] | None, BINDING] = Field(
        None,
        description="rows of one recipient in several workbooks: group, target, or how many; or by recipient",
    )

    def split_for(self, recipient: str) -> Split | None:
        """How the rows of a recipient are split; None where they stand in one workbook."""
        return self.split.get(recipient) if isinstance(self.split, dict) else self.split


class Instruction(Part):
    """One that holds for some recipients only: of these groups, and with one of these forms."""

    text: Text
    groups: tuple[Identifier, ...] = ()
    forms: tuple[Identifier, ...] = ()


class Round(Part):
    """A round or a period of a stage: its name, and what holds in it in place of what the stage says."""

    name: Turning
    fills: Literal["unit", "verifier"] | None = None
    recipients: ToGroups | ByRow | None = None
    forms: tuple[Identifier, ...] | dict[str, tuple[Identifier, ...]] | None = None
    deadline: Annotated[Day | None, BINDING] = Field(
        None, description="until when returns are awaited; no part of the forms' version"
    )
    instructions: tuple[Text | Instruction, ...] | None = None


class Time(NamedTuple):
    """Which of several times a stage is gone through.

    amends: it goes on with what stands there since the round before; anew: it asks once more, as the period
    before did, whoever has answered then.
    """

    round: str = ""
    period: str = ""
    amends: bool = False
    anew: bool = False


class Stage(Part):
    """A stage. fills: whose columns are open; carries: the stage whose answers are printed in it.

    beside: other stages that carry the same one, whose answers to its rows are printed in it as well, as far
    as they are there: a department's figures for who decides.
    """

    id: Identifier
    name: Text
    fills: Literal["unit", "verifier"]
    recipients: ToGroups | ByRow
    forms: tuple[Identifier, ...] | dict[str, tuple[Identifier, ...]]
    carries: Identifier | None = None
    beside: tuple[Identifier, ...] = ()
    deadline: Annotated[Day | None, BINDING] = Field(
        None, description="until when returns are awaited; no part of the forms' version"
    )
    rounds: tuple[Turning | Round, ...] = ()
    periods: tuple[Turning | Round, ...] = ()
    instructions: tuple[Text | Instruction, ...] = ()
    _time: Time = PrivateAttr(Time())

    def at(self, time: Time, *told: Turning | Round, carries: str | None) -> Stage:
        """The stage as it is gone through at one of its times. told: what the blueprint says of that time."""
        own: dict[str, Any] = {}
        for each in told:
            if isinstance(each, Round):
                own |= {key: said for key in _OWN if (said := getattr(each, key)) is not None}
        names = tuple(filter(None, (time.period, time.round)))
        called = {"id": BETWEEN.join((self.id, *names)), "name": "·".join((self.name, *names))}
        made = self.model_copy(update={**own, **called, "carries": carries, "rounds": (), "periods": ()})
        made._time = time  # noqa: SLF001 - of its own class
        return made

    @property
    def round(self) -> str:
        """The round's name; "" where the stage has none."""
        return self._time.round

    @property
    def period(self) -> str:
        """The period's name; "" where the stage has none."""
        return self._time.period

    @property
    def amends(self) -> bool:
        """Whether the answers of the round before stand in its cells, to be changed."""
        return self._time.amends

    @property
    def anew(self) -> bool:
        """Whether it asks once more what the period before asked, whoever has answered then."""
        return self._time.anew

    @property
    def deals(self) -> bool:
        """Whether its rows are those that came back; else they are laid out as where nothing came before."""
        own = self.by_row is None and (self.amends or self.anew)
        return self.carries is not None and not own

    @property
    def by_row(self) -> ByRow | None:
        """How its rows name who gets them; None where it addresses groups."""
        return self.recipients if isinstance(self.recipients, ByRow) else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it addresses; none where rows name who gets them."""
        return self.recipients.groups if isinstance(self.recipients, ToGroups) else ()

    def addresses(self, unit: Unit) -> bool:
        """Whether the stage alone, whatever its rows say, names a unit as a recipient."""
        return unit.id == self.by_row.rest if self.by_row else unit.group in self.groups

    def asks(self, column: Column, group: str | None) -> bool:
        """Whether its recipients fill a column for subjects of a group."""
        printed = column.source_for(group, self.id) is not None and column.open_when is None
        return column.is_shown(self.id) and column.filler(group, self.id) == self.fills and not printed

    @property
    def handed(self) -> Mapping[str, tuple[str, ...]] | Mapping[None, tuple[str, ...]]:
        """The ids of the forms by the group that gets them; under None where all get the same."""
        return self.forms if isinstance(self.forms, dict) else {None: self.forms}

    def forms_for(self, group: str | None) -> tuple[str, ...]:
        """The ids of the forms that recipients of a group get."""
        return self.forms.get(group or "", ()) if isinstance(self.forms, dict) else self.forms

    @property
    def form_ids(self) -> tuple[str, ...]:
        """The ids of its forms, whoever gets them, each once."""
        return tuple(dict.fromkeys(f for forms in self.handed.values() for f in forms))


def gone_through(stages: Sequence[Stage]) -> Iterator[Stage]:
    """The stages with their periods and rounds, each time as a stage that carries the one before it."""
    last: dict[str, str] = {}
    for stage in stages:
        before = last.get(stage.carries, stage.carries) if stage.carries else None
        times = list(product(stage.periods or ("",), stage.rounds or ("",)))
        for number, (period, round_) in enumerate(times):
            first = round_ == times[0][1]
            time = Time(_name(round_), _name(period), number > 0 and not first, number > 0 and first)
            made = stage.at(time, period, round_, carries=before) if stage.rounds or stage.periods else stage
            yield made if made.carries == before else made.model_copy(update={"carries": before})
            before = last[stage.id] = made.id


def _name(told: str | Round) -> str:
    return told.name if isinstance(told, Round) else told
