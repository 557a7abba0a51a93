"""What lint cannot foresee: a formula that turns out too large with what the roster and the lists say."""

from __future__ import annotations

from types import TracebackType

from kpixl.blueprint.expressions import ExpressionError
from kpixl.refusal import RefusedError


class refused:  # noqa: N801 - used like a function
    """Within it, a formula that cannot be built is a refusal that names form and column."""

    __slots__ = ("_column", "_form")

    def __init__(self, form: str, column: str) -> None:
        self._form, self._column = form, column

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, ExpressionError):
            raise RefusedError(
                f"表单“{self._form}”的“{self._column}”无法写进工作簿：{error.message('zh')}"
                "请改正方案中的表达式、类型或规则。",
                f"“{self._column}” of the form “{self._form}” cannot be written into a workbook: "
                f"{error.message('en')} Correct its expressions, its type or its rules in the blueprint.",
            ) from error
