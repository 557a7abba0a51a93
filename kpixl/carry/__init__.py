"""Answers carried on: to the next stage, and from a return back to its sender in a clean workbook."""

from kpixl.carry.feedback import Again, NotAgainError, again, answered
from kpixl.carry.stages import next_packages, omitted

__all__ = [
    "Again", "NotAgainError", "again", "answered", "next_packages", "omitted",
]  # fmt: skip
