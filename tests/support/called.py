"""Units that differ in what they are called."""

from __future__ import annotations

from typing import Any

from kpixl.blueprint.model import Roster, Scheme
from kpixl.layout import Package, first_packages


def of_units(scheme: Scheme, *units: dict[str, Any]) -> list[Package]:
    """The packages of the first stage for units that are like the scheme's second one but for their words."""
    model = scheme.roster.units[1]
    made = [model.model_copy(update={"print_name": None, "aliases": (), **unit}) for unit in units]
    roster = Roster.model_construct(**{**dict(scheme.roster), "units": (*scheme.roster.units, *made)})
    changed = scheme.model_copy(update={"roster": roster})
    ids = {unit["id"] for unit in units}
    return [p for p in first_packages(changed, changed.head.stages[0]) if p.recipient in ids]
