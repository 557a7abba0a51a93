"""Answers carried on: to the next stage, and from a return back to its sender in a clean workbook."""

from kpixl.carry.feedback import Again, NotAgainError, again, answered
from kpixl.carry.keeping import Kept, keep
from kpixl.carry.splitting import Parts
from kpixl.carry.stages import foreseen, next_packages, omitted

__all__ = [
    "Again", "Kept", "NotAgainError", "Parts", "again", "answered", "foreseen", "keep", "next_packages",
    "omitted",
]  # fmt: skip
