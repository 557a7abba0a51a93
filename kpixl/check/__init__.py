"""Check: gates in order over returned workbooks, from their identity to how all units fit together."""

from kpixl.check.breaches import Breach, breach
from kpixl.check.consolidated import Consolidated, ConsolidatedColumn
from kpixl.check.frames import Frames, listed, roster
from kpixl.check.result import CheckResult, FileResult
from kpixl.check.run import NothingToCheckError, check
from kpixl.check.validator import Validator, ValidatorError, load_validator

__all__ = [
    "Breach", "CheckResult", "Consolidated", "ConsolidatedColumn", "FileResult", "Frames",
    "NothingToCheckError", "Validator", "ValidatorError", "breach", "check", "listed",
    "load_validator", "roster",
]  # fmt: skip
