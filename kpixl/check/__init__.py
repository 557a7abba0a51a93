"""Check: gates in order over returned workbooks, from their identity to how all units fit together."""

from kpixl.check.consolidated import Consolidated, ConsolidatedColumn
from kpixl.check.result import CheckResult, FileResult
from kpixl.check.run import NothingToCheckError, check
from kpixl.check.validator import Frames, Validator, ValidatorError, load_validator

__all__ = [
    "CheckResult", "Consolidated", "ConsolidatedColumn", "FileResult", "Frames", "NothingToCheckError",
    "Validator", "ValidatorError", "check", "load_validator",
]  # fmt: skip
