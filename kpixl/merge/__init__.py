"""Merge: accepted returns to the consolidated workbook with scores, ranks, awards and their provenance."""

from kpixl.merge.run import Merged, merge
from kpixl.scoring import Standing

__all__ = ["Merged", "Standing", "merge"]
