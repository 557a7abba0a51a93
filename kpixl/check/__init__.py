"""Check: gates in order over returned workbooks, from their identity to how all units fit together."""

from kpixl.check.breaches import Breach, breach
from kpixl.check.consolidated import Consolidated, ConsolidatedColumn
from kpixl.check.evidence import found_as, sought
from kpixl.check.explanations import Explained, explained
from kpixl.check.figures import overall_findings
from kpixl.check.frames import ORIGIN, Frames, field_name, listed, plain, roster
from kpixl.check.gates import stacked
from kpixl.check.result import CheckResult, FileResult, Status
from kpixl.check.run import NothingToCheckError, check, readers
from kpixl.check.stack import FIELDS, Row, Stack, table_of
from kpixl.check.validator import Validator, ValidatorError, load_validator, running, validators_file

__all__ = [
    "FIELDS", "ORIGIN", "Breach", "CheckResult", "Consolidated", "ConsolidatedColumn", "Explained",
    "FileResult", "Frames", "NothingToCheckError", "Row", "Stack", "Status", "Validator", "ValidatorError",
    "breach", "check", "explained", "field_name", "found_as", "listed", "load_validator", "overall_findings",
    "plain", "readers", "roster", "running", "sought", "stacked", "table_of", "validators_file",
]  # fmt: skip
