"""Which units are meant: those that a page's filters leave, or those of them that are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from kpixl.campaign import UnitLine
from kpixl.desk.asking import Asked
from kpixl.refusal import RefusedError

FILTERS = ("state", "group", "late", "q", "among")
OPEN = "open"
"""Among those of whom something is still to be asked."""
SETTLED = frozenset({"accepted", "excused"})
"""States in which nothing more is expected."""
WRONG = frozenset({"partly", "differs", "outdated"})
"""Of a sealed copy: its unit has to be asked."""


def is_open(line: UnitLine) -> bool:
    """Whether there is something to ask a unit for."""
    return line.standing.state not in SETTLED or line.standing.seal in WRONG


def filters(asked: Asked) -> dict[str, str]:
    """What the filters of a page say, as its links and forms hand it on."""
    return {name: asked.query[name] for name in FILTERS if asked.query.get(name)}


def filtered(asked: Asked) -> list[UnitLine]:
    """The units that the filters leave."""
    wanted = filters(asked)
    text = "".join(wanted.get("q", "").split())
    return [
        line
        for line in asked.status.every
        if wanted.get("state", line.standing.state) == line.standing.state
        and wanted.get("group", line.unit.group) == line.unit.group
        and (line.standing.late or "late" not in wanted)
        and (is_open(line) or wanted.get("among") != OPEN)
        and text in "".join(line.unit.called)
    ]


def chosen(asked: Asked) -> tuple[str, ...]:
    """The units that are ticked, or all that the filters leave; RefusedError where there is none."""
    ticked: Sequence[str] = asked.given.get("unit", ())
    if asked.field("whom") == "filtered":
        ticked = [line.unit.id for line in filtered(asked)]
    if not ticked:
        raise RefusedError("还没有选单位。", "No unit is chosen.")
    return tuple(ticked)
