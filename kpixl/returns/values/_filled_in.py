"""Whether anything is filled in in a workbook, and whether that is what kpixl itself had filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from kpixl.findings import Finding, Severity, found
from kpixl.formats import RawCell
from kpixl.layout import CellKey, Package
from kpixl.layout.package.filled_in import ANSWERS, filled_in_digest
from kpixl.returns.values._extract import Placed

_ELSEWHERE = frozenset(
    {"S002", "S004", "S005", "S006", "S009", "S012", "S013", "S017", "S018", "T003", "T007"}
)
"""Codes of entries that stand in no cell to fill, or cannot be read."""
_SAID = frozenset({"S020"})
"""Notes on what a person said beside the entries."""
_BY_SAVING = frozenset({"T006", "T008"})
"""Warnings that saving in another format may bring, whatever stands in the cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledIn:
    """What stands in the cells to fill.

    elsewhere: something stands in other places, or where nobody can read it; changed: somebody did something
    to the workbook besides filling it in.
    """

    entries: tuple[tuple[CellKey, object], ...]
    elsewhere: bool
    changed: bool

    @classmethod
    def of(cls, cells: Iterable[Placed], findings: Sequence[Finding]) -> Self:
        """By the cells to fill of a return and the findings of structure and integrity."""
        inputs = ((p.cell.key, _held(p.raw)) for p in cells)
        entries = tuple((key, value) for key, value in inputs if key is not None and value is not None)
        return cls(
            entries=entries,
            elsewhere=any(f.code in _ELSEWHERE for f in findings),
            changed=any(map(_is_change, findings)),
        )

    @property
    def blank(self) -> bool:
        """Whether there is nothing at all."""
        return not self.entries and not self.elsewhere

    def given_back(self, package: Package, printed: Mapping[str, Any]) -> Iterator[Finding]:
        """The note on a feedback workbook that nobody has changed, however often it was saved since.

        printed: the baseline, where it says with which answers the workbook was made.
        """
        made = printed.get(ANSWERS)
        if made is not None and not self.changed and made == filled_in_digest(self.entries):
            yield found("I020", unit_name=package.unit.name)


def _held(raw: RawCell) -> object:
    """What stands in a cell; None where nothing does."""
    if raw.error is not None or raw.formula is not None:
        return raw.error or f"={raw.formula}"
    blank = raw.value is None or (isinstance(raw.value, str) and not raw.value.strip())
    return None if blank else raw.value


def _is_change(finding: Finding) -> bool:
    """Whether a finding says that somebody did something to the workbook beside filling it in."""
    damage = finding.code.startswith(("S", "T")) and finding.code not in _BY_SAVING
    return damage and (finding.severity is not Severity.NOTE or finding.code in _SAID)
