"""A case of each code: facts that fill its texts, so that a code is explained by what it looks like.

Read only where codes are explained; a case names what stands in the reference schemes, or could.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.findings.catalogue import entry
from kpixl.findings.examples.blueprint import BLUEPRINT
from kpixl.findings.examples.files import FILES
from kpixl.findings.examples.rules import RULES
from kpixl.findings.examples.units import UNITS
from kpixl.findings.examples.values import VALUES
from kpixl.findings.examples.workbooks import WORKBOOKS
from kpixl.findings.model import Finding, Severity

__all__ = ["example"]

_CASES: Mapping[str, Mapping[str, Any]] = {
    **FILES,
    **WORKBOOKS,
    **VALUES,
    **RULES,
    **UNITS,
    **BLUEPRINT,
}


def example(code: str) -> Finding:
    """A finding of this code; KeyError where there is no such code."""
    severity = Severity(entry(code).severity)
    return Finding(code=code, severity=severity, facts=_CASES.get(code, {}))
