"""What lint cannot foresee: a formula that turns out too large with what the roster and the lists say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kpixl.blueprint.expressions import ExpressionError
from kpixl.refusal import RefusedError


@contextmanager
def refused(form: str, column: str) -> Iterator[None]:
    """Within it, a formula that cannot be built is a refusal that names form and column."""
    try:
        yield
    except ExpressionError as error:
        raise RefusedError(
            f"表单“{form}”的“{column}”无法写进工作簿：{error.message('zh')}请改正方案中的表达式、类型或规则。",
            f"“{column}” of the form “{form}” cannot be written into a workbook: {error.message('en')} "
            f"Correct its expressions, its type or its rules in the blueprint.",
        ) from error
