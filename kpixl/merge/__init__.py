"""Merge: accepted returns to the consolidated workbook with scores, ranks, awards and their provenance."""

from kpixl.merge.given import Given
from kpixl.merge.origin import Step, Tracer
from kpixl.merge.run import Accounts, Merged, accounts, merge
from kpixl.scoring import Standing

__all__ = [
    "Accounts", "Given", "Merged", "Standing", "Step", "Tracer", "accounts", "merge",
]  # fmt: skip
