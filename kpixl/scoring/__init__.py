"""Scoring: item scores to totals, score rates, ranks and awards. Pure functions on plain values."""

from kpixl.scoring.awards import Award, Dealt, Settled, deal, places
from kpixl.scoring.columns import ItemScores
from kpixl.scoring.items import COLUMNS, ItemScore, ScoreError, declared, evenly, from_frame, item_scores
from kpixl.scoring.parts import fulfilled, redistributed
from kpixl.scoring.ranking import Standing, Tally, score_findings, standings, tally
from kpixl.scoring.totals import ranks, rate, total
from kpixl.scoring.vetoes import ZERO

__all__ = [
    "COLUMNS", "ZERO", "Award", "Dealt", "ItemScore", "ItemScores", "ScoreError", "Settled", "Standing",
    "Tally", "deal", "declared", "evenly", "from_frame", "fulfilled", "item_scores", "places", "ranks",
    "rate", "redistributed", "score_findings", "standings", "tally", "total",
]  # fmt: skip
