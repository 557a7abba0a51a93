"""A scheme's validators file: what it checks beyond the blueprint, how it scores. Loading runs its Python."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.check.consolidated import SheetMaker
from kpixl.findings import Finding
from kpixl.refusal import RefusedError

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]
"""One frame a form's table or fields, keyed `form.table` (`form.fields`), stacked over all returns."""
FrameCheck = Callable[["pd.DataFrame", Scheme], Iterable[Finding]]
ReturnsCheck = Callable[[Frames, Scheme], Iterable[Finding]]
Score = Callable[[Frames, Scheme], "pd.DataFrame"]


class ValidatorError(RefusedError):
    """The validators file cannot be used; the message says why and what to do."""


@contextmanager
def running(function: Callable[..., Any]) -> Iterator[None]:
    """Say which function of a validators file failed, and where: ValidatorError, its cause behind it."""
    try:
        yield
    except RefusedError:
        raise
    except Exception as error:
        code = getattr(function, "__code__", None)
        file = Path(code.co_filename).name if code else "validators"
        mine = [
            f for f in traceback.extract_tb(error.__traceback__) if code and f.filename == code.co_filename
        ]
        line = mine[-1].lineno if mine else getattr(code, "co_firstlineno", 0)
        what = f"{type(error).__name__}: {error}"
        raise ValidatorError(
            f"{file} 第{line}行（函数 {function.__name__}）运行出错：{what}",
            f"{file}, line {line} (function {function.__name__}) failed: {what}",
        ) from error


@dataclass
class Validator:
    """What a validators file offers under the name `validator`.

    Decorate functions with `frame("form.table")` (one frame, over all returns), `returns` (all frames:
    cross-form and cross-unit), one with `score` (frames of the scoring stage → a row a (unit, item) with
    its score), and with `sheet("title")` what makes a consolidated table for merge. A frame has a column a
    field, and unit, subject, instance, row, file, sheet; `place(row, field)` in `kpixl.check.frames` gives
    the cell.
    """

    scheme: str
    frame_checks: dict[str, list[FrameCheck]] = field(default_factory=dict)
    returns_checks: list[ReturnsCheck] = field(default_factory=list)
    scorer: Score | None = None
    sheets: list[tuple[str, SheetMaker]] = field(default_factory=list)

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

    def findings(self, data: Frames, scheme: Scheme) -> Iterator[Finding]:
        """What all checks find, those of single frames first. ValidatorError where one fails."""
        for name, checks in sorted(self.frame_checks.items()):
            for check in checks if name in data else ():
                with running(check):
                    yield from list(check(data[name], scheme))
        for each in self.returns_checks:
            with running(each):
                yield from list(each(data, scheme))

    def score(self, scorer: Score) -> Score:
        """Register how scores are made."""
        self.scorer = scorer
        return scorer

    def sheet(self, title: str) -> Callable[[SheetMaker], SheetMaker]:
        """Register a consolidated table, which merge writes as a sheet with this title; in this order."""

        def register(maker: SheetMaker) -> SheetMaker:
            self.sheets.append((title, maker))
            return maker

        return register


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
        raise ValidatorError(
            f"{path.name} 没有定义 validator（kpixl.check.Validator）",
            f"{path.name} does not define `validator` (a kpixl.check.Validator)",
        )
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
        raise ValidatorError(f"{path.name} 无法加载", f"{path.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        what = f"{type(error).__name__}: {error}"
        raise ValidatorError(f"{path.name} 运行出错：{what}", f"{path.name} failed: {what}") from error
    return module
