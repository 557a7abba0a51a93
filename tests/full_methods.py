"""Recalculate 2,000 random rows of every scoring method: `python -m tests.full_methods [ROWS]`.

The tests do the same for fewer. Ends with status 1 where LibreOffice and the engine differ in a digit.
"""

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.support import scored
from tests.support.libreoffice import Office, missing

_ROWS = 2_000


def main(rows: int) -> int:
    """Tell of every method what was compared; 1 where something differs, 2 where nothing can be compared."""
    if reason := missing():
        sys.stderr.write(f"{reason}\n")
        return 2
    found = False
    with tempfile.TemporaryDirectory() as name, closing(Office(Path(name))) as office:
        for method in scored.METHODS:
            path = Path(name) / "scored.xlsx"
            path.write_bytes(scored.workbook(method, rows))
            outcome = office.recalc(path)
            wrong = [f"  {c.sheet}!{c.cell}: {c.cached!r}, {c.recalculated!r}\n" for c in outcome.differences]
            summary = f"{method}: {rows} rows, {len(outcome.cells)} formulas, {len(wrong)} differences\n"
            sys.stdout.writelines([summary, *wrong])
            sys.stdout.flush()
            found = found or bool(wrong)
    return int(found)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else _ROWS))
