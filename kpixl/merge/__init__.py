"""Merge: accepted returns to the consolidated workbook with scores, ranks, awards and their provenance."""

from kpixl.merge.figures import PROVENANCE, Origin
from kpixl.merge.given import Given
from kpixl.merge.origin import Step, Tracer
from kpixl.merge.run import Accounts, Merged, accounts, merge
from kpixl.merge.sheets import MOST_ROWS, Tabs
from kpixl.merge.written import entries_of
from kpixl.scoring import Standing

__all__ = [
    "MOST_ROWS", "PROVENANCE", "Accounts", "Given", "Merged", "Origin", "Standing", "Step", "Tabs", "Tracer",
    "accounts", "entries_of", "merge",
]  # fmt: skip
