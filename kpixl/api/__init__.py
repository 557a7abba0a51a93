"""The verbs: what the command line does, as functions. Files in, files or typed results out."""

from kpixl.api.collect import check
from kpixl.api.demonstrate import Demonstration, StageStory, demo
from kpixl.api.desk import Desk
from kpixl.api.explaining import Binding, Figure, Origin, explain_cell, explain_figure
from kpixl.api.giving_back import Feedback, FeedbackWorkbook, feedback
from kpixl.api.inspecting import Inspection, inspect_file
from kpixl.api.issue import Generated, Workbook, generate
from kpixl.api.merging import ScoreSheet, merge
from kpixl.api.rehearse import Returned, Simulated, Trial, simulate
from kpixl.api.reporting import write_report
from kpixl.api.schemes import lint, load_scheme
from kpixl.refusal import RefusedError

__all__ = [
    "Binding",
    "Demonstration",
    "Desk",
    "Feedback",
    "FeedbackWorkbook",
    "Figure",
    "Generated",
    "Inspection",
    "Origin",
    "RefusedError",
    "Returned",
    "ScoreSheet",
    "Simulated",
    "StageStory",
    "Trial",
    "Workbook",
    "check",
    "demo",
    "explain_cell",
    "explain_figure",
    "feedback",
    "generate",
    "inspect_file",
    "lint",
    "load_scheme",
    "merge",
    "simulate",
    "write_report",
]
