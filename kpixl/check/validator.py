"""A scheme's validators file: what it checks beyond the blueprint, how it scores. Loading runs its Python."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]
"""One frame a form's table or fields, keyed `form.table` (`form.fields`), stacked over all returns."""
FrameCheck = Callable[["pd.DataFrame", Scheme], Iterable[Finding]]
ReturnsCheck = Callable[[Frames, Scheme], Iterable[Finding]]
Score = Callable[[Frames, Scheme], "pd.DataFrame"]


class ValidatorError(Exception):
    """The validators file cannot be used; the message says why and what to do."""


@dataclass
class Validator:
    """What a validators file offers under the name `validator`.

    Decorate functions with `frame("form.table")` (one frame, over all returns), `returns` (all frames:
    cross-form and cross-unit), and one with `score` (frames of the scoring stage → a row a (unit, item) with
    its score). A frame has a column a field, and unit, subject, row, file, sheet; `place(row, field)` in
    `kpixl.check.frames` gives the cell.
    """

    scheme: str
    frame_checks: dict[str, list[FrameCheck]] = field(default_factory=dict)
    returns_checks: list[ReturnsCheck] = field(default_factory=list)
    scorer: Score | None = None

    def frame(self, name: str) -> Callable[[FrameCheck], FrameCheck]:
        """Register a check of one frame."""

        def register(check: FrameCheck) -> FrameCheck:
            self.frame_checks.setdefault(name, []).append(check)
            return check

        return register

    def returns(self, check: ReturnsCheck) -> ReturnsCheck:
        """Register a check over all frames."""
        self.returns_checks.append(check)
        return check

    def score(self, scorer: Score) -> Score:
        """Register how scores are made."""
        self.scorer = scorer
        return scorer


def load_validator(folder: Path, scheme: str) -> Validator | None:
    """The validator of a scheme from `folder/<scheme>.py` (hyphens as underscores); None where there is none.

    Raises ValidatorError where the file does not run or defines no `validator`.
    """
    path = folder / f"{scheme.replace('-', '_')}.py"
    if not path.is_file():
        return None
    module = _load(path)
    found: Any = getattr(module, "validator", None)
    if not isinstance(found, Validator):
        msg = f"{path.name} 没有定义 validator（kpixl.check.Validator）"
        raise ValidatorError(msg)
    return found


def _load(path: Path) -> ModuleType:
    """The module, under a parent named by its folder: equal file names of two workspaces never meet."""
    parent = f"_kpixl_validators_{hashlib.sha256(str(path.parent.resolve()).encode()).hexdigest()[:12]}"
    name = f"{parent}.{path.stem}"
    if parent not in sys.modules:
        package = ModuleType(parent)
        package.__path__ = [str(path.parent)]
        sys.modules[parent] = package
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        msg = f"{path.name} 无法加载"
        raise ValidatorError(msg)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        msg = f"{path.name} 运行出错：{type(error).__name__}: {error}"
        raise ValidatorError(msg) from error
    return module
