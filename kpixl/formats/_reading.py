"""From the bytes of a file to its workbook in plain records, whatever format its content has.

Each format has one reader of ours: it gives what no reader of values gives (formulas, errors, locks,
validations, what is hidden), and it stops at the limits. A second reader stands beside them in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from kpixl.findings import Finding, found
from kpixl.formats._book import Draft, RawWorkbook, assembled
from kpixl.formats._compound import Compound, OleError
from kpixl.formats._decrypt import decrypted
from kpixl.formats._facts import Budget
from kpixl.formats._guard import BadFileError, check_names, inflate
from kpixl.formats._sniff import FileKind, content_kind, not_workbook, sniff
from kpixl.formats.biff import read_biff
from kpixl.formats.ods import read_opendocument
from kpixl.formats.xlsb import read_xlsb
from kpixl.formats.xlsx import read_ooxml
from kpixl.limits import Limits

DEFAULT = Limits()
_PACKED = {FileKind.XLSX: read_ooxml, FileKind.XLSB: read_xlsb, FileKind.ODS: read_opendocument}


def read_workbook(
    data: bytes, limits: Limits = DEFAULT, passwords: Sequence[str] = ()
) -> RawWorkbook | tuple[Finding, ...]:
    """The workbook in these bytes, or why it cannot be read; bad content never raises.

    passwords: those that may open it, where it needs one.
    """
    try:
        budget = Budget(limits)
        return assembled(_draft(data, budget, passwords), budget)
    except BadFileError as refused:
        return (refused.finding,)
    except OleError as error:
        return (found("F095", reason=str(error)),)


def _draft(data: bytes, budget: Budget, passwords: Sequence[str]) -> Draft:
    kind = content_kind(data)
    if kind in (FileKind.ENCRYPTED, FileKind.XLS):
        compound = Compound.of(data)
        opened = decrypted(data, kind, compound, passwords, budget.limits)
        if opened is None:
            return read_biff(compound, budget)
        data, kind = opened, sniff(BytesIO(opened))
        if kind is FileKind.XLS:
            return read_biff(Compound.of(data), budget)
    if kind in _PACKED:
        return _PACKED[kind](inflate(data, kind, budget.limits), budget)
    if kind is FileKind.OLE:
        Compound.of(data)  # what only begins like one is damaged
    if kind is FileKind.ZIP:
        check_names(data)
    raise BadFileError(not_workbook(kind))
