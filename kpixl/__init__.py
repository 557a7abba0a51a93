"""kpixl: forms that an office sends out as workbooks, units fill in, and a coordinator checks and merges.

    campaign = kpixl.open("SCHEME")
    result = campaign.check(["returns"])

These are the public names, each imported when first asked for: `import kpixl` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kpixl.version import __version__

if TYPE_CHECKING:
    from kpixl.campaign import (
        Addressed,
        Backup,
        Binding,
        BlueprintError,
        Campaign,
        CancelledError,
        Change,
        CheckResult,
        Demonstration,
        Difference,
        Feedback,
        FigureOrigin,
        FigureRef,
        FileResult,
        Finding,
        Generated,
        Inspection,
        Key,
        Means,
        Notice,
        Post,
        RefusedError,
        ScoreSheetFile,
        Severity,
        Simulated,
        Trial,
        ValidatorError,
        Words,
        Workspace,
        open,  # noqa: A004 - with its package, as tarfile.open
    )

__all__ = [
    "Addressed",
    "Backup",
    "Binding",
    "BlueprintError",
    "Campaign",
    "CancelledError",
    "Change",
    "CheckResult",
    "Demonstration",
    "Difference",
    "Feedback",
    "FigureOrigin",
    "FigureRef",
    "FileResult",
    "Finding",
    "Generated",
    "Inspection",
    "Key",
    "Means",
    "Notice",
    "Post",
    "RefusedError",
    "ScoreSheetFile",
    "Severity",
    "Simulated",
    "Trial",
    "ValidatorError",
    "Words",
    "Workspace",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kpixl' has no attribute {name!r}")
    return getattr(importlib.import_module("kpixl.campaign"), name)


def __dir__() -> list[str]:
    return __all__
