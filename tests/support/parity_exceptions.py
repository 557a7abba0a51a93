"""Where a spreadsheet program and the check may differ: each way by name, with its reason and its values only."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.expressions import rounded
from kpixl.findings.catalogue.value import REASONS
from tests.support.parity import WRONG, Told


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """A way to differ.

    name, reason: for the report; refusal: covers a cell whose validation and check differ; colour: one whose
    colours and check differ.
    """

    name: str
    reason: str
    refusal: Callable[[Told], bool]
    colour: Callable[[Told], bool]


def _never(told: Told) -> bool:
    return False


def _noted(told: Told) -> bool:
    """The program refuses, the check accepts and says what it read."""
    return told.refused and not told.errors and bool(told.notes)
