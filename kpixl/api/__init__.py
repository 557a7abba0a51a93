"""The verbs: what the command line does, as functions. Files in, files or typed results out."""

from kpixl.api.collect import check
from kpixl.api.desk import Desk
from kpixl.api.issue import Generated, Workbook, generate
from kpixl.refusal import RefusedError
from kpixl.api.schemes import lint, load_scheme

__all__ = [
    "Desk",
    "Generated",
    "RefusedError",
    "Workbook",
    "check",
    "generate",
    "lint",
    "load_scheme",
]
