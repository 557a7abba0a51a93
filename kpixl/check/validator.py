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
from typing import TYPE_CHECKING, Any, TypeVar

from kpixl.blueprint.model import Scheme
from kpixl.check.breaches import Breach, breaches, breaching
from kpixl.check.consolidated import SheetMaker
from kpixl.check.frames import Frames, Numbers
from kpixl.check.schemas import schema_findings
from kpixl.check.stack import Row
from kpixl.findings import Finding
from kpixl.garbage import let_go
from kpixl.refusal import RefusedError

if TYPE_CHECKING:
    import pandas as pd

Schema = TypeVar("Schema")
"""A pandera DataFrameSchema or DataFrameModel, or a function of the scheme that makes a schema."""
FrameCheck = Callable[["pd.DataFrame", Scheme], "pd.DataFrame"]
"""A frame, the scheme → the rows that breach the check."""
ReturnsCheck = Callable[[Frames, Scheme], "pd.DataFrame"]
RowsCheck = Callable[[Frames, Scheme], Iterable[tuple[Row, Mapping[str, Any]]]]
"""Frames, of which it asks for the rows alone → rows that breach the check, each with further words."""
Score = Callable[[Frames, Scheme], "pd.DataFrame"]
Judge = Callable[[Frames, Scheme], Iterable[Finding]]


class ValidatorError(RefusedError):
    """The validators file cannot be used; the message says why and what to do."""


@contextmanager
def running(mine: Any) -> Iterator[None]:
    """Say what of a validators file failed (a function or a model), and where: ValidatorError."""
    try:
        yield
    except RefusedError:
        raise
    except Exception as error:
        file, first = _home(mine)
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
        line, name = (lines or [first])[-1], getattr(mine, "__name__", type(mine).__name__)
        what, path = f"{type(error).__name__}: {error}", Path(file).name
        raise ValidatorError(
            f"{path} 第{line}行（函数 {name}）运行出错：{what}",
            f"{path}, line {line} (function {name}) failed: {what}",
        ) from error


def _home(mine: Any) -> tuple[str, int]:
    """The file and first line of something that a validators file defines."""
    code = getattr(mine, "__code__", None)
    if code is not None:
        return code.co_filename, code.co_firstlineno
    module = sys.modules.get(getattr(mine, "__module__", ""))
    return getattr(module, "__file__", None) or "validators", getattr(mine, "__firstlineno__", 0)


@dataclass
class Validator:
    """What a validators file offers under the name `validator`.

    Register pandera schemas and models with `schema("form.table")`; with `frame("form.table", breach(…))` a
    function that picks the rows of a frame that breach a check, with `returns(breach(…))` one that picks them
    from all frames (over several forms or units), with `rows(breach(…))` one that picks from their rows, for
    which no frame is made and pandas not loaded; with `score` one that makes of the scoring stage's frames
    a row a (unit, item) with its score, and with `sheet("title")` those that make a consolidated table for
    merge. The frames are described in `kpixl.check.frames`. numbers: what figures are in them.
    """

    scheme: str
    numbers: Numbers = "decimal"
    checks: dict[str, list[tuple[Any, Judge]]] = field(default_factory=dict)
    returns_checks: list[tuple[Any, Judge]] = field(default_factory=list)
    scorer: Score | None = None
    sheets: list[tuple[str, SheetMaker]] = field(default_factory=list)

    def schema(self, name: str) -> Callable[[Schema], Schema]:
        """Register a pandera schema or model of a frame, or a function of the scheme that makes a schema."""

        def register(schema: Schema) -> Schema:
            def judge(frames: Frames, scheme: Scheme) -> Iterable[Finding]:
                return schema_findings(schema, name, frames, scheme)

            self.checks.setdefault(name, []).append((schema, judge))
            return schema

        return register

    def frame(self, name: str, told: Breach) -> Callable[[FrameCheck], FrameCheck]:
        """Register a check of one frame. told: what to say of each row that it gives back."""

        def register(check: FrameCheck) -> FrameCheck:
            def judge(frames: Frames, scheme: Scheme) -> Iterable[Finding]:
                return breaches(check(frames[name], scheme), told, frames)

            self.checks.setdefault(name, []).append((check, judge))
            return check

        return register

    def returns(self, told: Breach) -> Callable[[ReturnsCheck], ReturnsCheck]:
        """Register a check over all frames. told: what to say of each row that it gives back."""

        def register(check: ReturnsCheck) -> ReturnsCheck:
            def judge(frames: Frames, scheme: Scheme) -> Iterable[Finding]:
                return breaches(check(frames, scheme), told, frames)

            self.returns_checks.append((check, judge))
            return check

        return register

    def rows(self, told: Breach) -> Callable[[RowsCheck], RowsCheck]:
        """Register a check over rows as they are. told: what to say of each that it gives."""

        def register(check: RowsCheck) -> RowsCheck:
            def judge(frames: Frames, scheme: Scheme) -> Iterable[Finding]:
                return breaching(check(frames, scheme), told, frames)

            self.returns_checks.append((check, judge))
            return check

        return register

    def findings(self, frames: Frames, scheme: Scheme) -> Iterator[Finding]:
        """What all checks find, those of single frames first. ValidatorError where one fails."""
        for name, checks in sorted(self.checks.items()):
            if name not in frames:
                raise ValidatorError(f"蓝图中没有“{name}”这张表", f"the blueprint has no table {name!r}")
            for mine, judge in checks if frames.rows(name) else ():
                with running(mine):
                    yield from list(judge(frames, scheme))
                let_go()
        for mine, judge in self.returns_checks:
            with running(mine):
                yield from list(judge(frames, scheme))
            let_go()

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


def validators_file(folder: Path, scheme: str) -> Path:
    """Where the validators file of a scheme is, if it has one."""
    return folder / f"{scheme.replace('-', '_')}.py"


def load_validator(folder: Path, scheme: str) -> Validator | None:
    """The validator of a scheme from `folder/<scheme>.py` (hyphens as underscores); None where there is none.

    Raises ValidatorError where the file does not run or defines no `validator`.
    """
    path = validators_file(folder, scheme)
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
