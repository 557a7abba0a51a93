"""kpixl: forms that an office sends out as workbooks, units fill in, and a coordinator checks and merges.

The verbs of the command line as functions, each imported when first asked for: `import kpixl` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kpixl.version import __version__

if TYPE_CHECKING:
    from kpixl.api import (
        check,
        demo,
        explain_cell,
        explain_figure,
        feedback,
        generate,
        inspect_file,
        lint,
        load_scheme,
        merge,
        simulate,
    )

__all__ = [
    "__version__",
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
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kpixl' has no attribute {name!r}")
    return getattr(importlib.import_module("kpixl.api"), name)


def __dir__() -> list[str]:
    return __all__


class _Root(ModuleType):
    """Keeps the verbs apart from the packages of the same name, which Python would put in their place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Root
