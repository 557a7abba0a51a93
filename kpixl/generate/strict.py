"""XlsxWriter without its silence: it says no by return code or by warning, and both raise here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException


class ExcelRefused(Exception):  # noqa: N818  # what happened, said plainly
    """Something that a workbook cannot hold was to be written.

    The lint and the layout keep Excel's limits, so this is a mistake of kpixl's.
    """


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
