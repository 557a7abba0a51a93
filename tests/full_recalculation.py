"""Recalculate every workbook of all recipients: `python -m tests.full_recalculation [SCHEME]...`.

The tests do the same for some recipients of each stage. Ends with status 1 where a result differs.
"""

import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.support import produced
from tests.support.libreoffice import Office, missing


def recalculated(office: Office, scratch: Path, folder: Path, stage: str) -> tuple[int, int, list[str]]:
    """How many workbooks and formulas a stage has, and the cells that differ."""
    books, cells, wrong = 0, 0, []
    for name, data in produced.workbooks(folder, stage, whole=True):
        path = scratch / name
        path.write_bytes(data)
        outcome = office.recalc(path)
        books, cells = books + 1, cells + len(outcome.cells)
        wrong += [f"{name} {c.sheet}!{c.cell}: {c.cached!r}, {c.recalculated!r}" for c in outcome.differences]
    return books, cells, wrong


def main(schemes: Iterable[str]) -> int:
    """Tell of every stage what was compared; 1 where something differs, 2 where nothing can be compared."""
    if reason := missing():
        sys.stderr.write(f"{reason}\n")
        return 2
    found = False
    with tempfile.TemporaryDirectory() as name, closing(Office(Path(name))) as office:
        for folder, stage in produced.stages():
            if not schemes or folder.name in schemes:
                books, cells, wrong = recalculated(office, Path(name), folder, stage)
                summary = f"{books} workbooks, {cells} formulas, {len(wrong)} differences"
                sys.stdout.writelines([f"{folder.name} {stage}: {summary}\n", *(f"  {w}\n" for w in wrong)])
                sys.stdout.flush()
                found = found or bool(wrong)
    return int(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
