"""What each code means, in a sentence: for whoever meets it for the first time.

Read only where codes are explained.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.findings.meanings.blueprint import BLUEPRINT
from kpixl.findings.meanings.files import FILES
from kpixl.findings.meanings.rules import RULES
from kpixl.findings.meanings.units import UNITS
from kpixl.findings.meanings.values import VALUES
from kpixl.findings.meanings.workbooks import WORKBOOKS
from kpixl.words import Words

__all__ = ["meaning"]

_MEANINGS: Mapping[str, Words] = {**FILES, **WORKBOOKS, **VALUES, **RULES, **UNITS, **BLUEPRINT}


def meaning(code: str) -> Words:
    """What this code means; KeyError where there is no such code."""
    return _MEANINGS[code]
