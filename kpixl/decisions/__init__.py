"""Decisions: what an office decides after the forms went out, as data that checks take as an argument."""

from kpixl.decisions.decisions import NO_DECISIONS, Decisions, cell_of, decision_given, decision_of, identity
from kpixl.decisions.file import read_decisions, written
from kpixl.decisions.model import (
    AssignmentDecision,
    AwardDecision,
    CountingDecision,
    Decided,
    Decision,
    DecisionsFile,
    ExcuseDecision,
    ExtensionDecision,
    FigureDecision,
    VacancyDecision,
    VetoDecision,
    WaiverDecision,
)
from kpixl.decisions.settled import settled
from kpixl.decisions.words import EFFECTS, KINDS, kind_of, told, what, whom

__all__ = [
    "EFFECTS", "KINDS", "NO_DECISIONS", "AssignmentDecision", "AwardDecision", "CountingDecision", "Decided",
    "Decision", "Decisions", "DecisionsFile", "ExcuseDecision", "ExtensionDecision", "FigureDecision",
    "VacancyDecision", "VetoDecision", "WaiverDecision", "cell_of", "decision_given", "decision_of",
    "identity", "kind_of", "read_decisions", "settled", "told", "what", "whom", "written",
]  # fmt: skip
