"""XlsxWriter without its silence: it says no by return code or by warning, and both raise here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from kpixl.refusal import RefusedError

_TOLD = 200
"""Characters of what could not be written."""


class ExcelRefused(RefusedError):  # noqa: N818  # what happened, said plainly
    """Something that a workbook cannot hold was to be written.

    The lint and the layout keep Excel's limits, so this is a mistake of kpixl's; whoever meets it needs to
    read what was too much, all the same.
    """

    def __init__(self, what: str) -> None:
        told = what if len(what) <= _TOLD else f"{what[:_TOLD]}…"
        super().__init__(
            f"工作簿放不下（{told}）：请缩短或减少方案中的这项内容，并把这一行交给 kpixl 的维护人员。",
            f"No workbook can hold this ({told}): shorten or reduce it in the blueprint, and hand this line "
            "to whoever maintains kpixl.",
        )


class Strict:
    """An XlsxWriter worksheet or workbook whose calls do what they say or raise ExcelRefused."""

    def __init__(self, subject: Any) -> None:
        self._subject = subject

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._subject, name)

        def call(*args: Any, **options: Any) -> Any:
            outcome = method(*args, **options)
            if isinstance(outcome, int) and outcome != 0:
                raise ExcelRefused(f"{name}{args!r} {options!r}: {outcome}")
            return outcome

        setattr(self, name, call)  # looked up once, since cells are many
        return call


@contextmanager
def refusals() -> Iterator[None]:
    """Within it, what XlsxWriter warns of or raises is ExcelRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (UserWarning, XlsxWriterException) as refusal:
        raise ExcelRefused(str(refusal)) from refusal
