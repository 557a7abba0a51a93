"""`python -m tests.full_parity [--values N]`: parity over many entries of every type and rule, for the docs.

It takes some minutes; the tests try a sample of the same (tests/test_parity.py). Exit status 1 where the two
sides disagree.
"""

import argparse
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.support.libreoffice import Office, missing
from tests.support.parity_cases import every_case
from tests.support.parity_report import Tally, put, section, tally


def main() -> int:
    """Try every case, print what differs, write the section of docs/compatibility.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--values", type=int, default=2000, help="rows to try for each case (2000)")
    wanted = parser.parse_args()
    reason = missing()
    if reason is not None:
        sys.stderr.write(f"{reason}\n")
        return 2
    tallies = _tallies(wanted.values)
    put(section(tallies))
    return 1 if any(each.disagreements for each in tallies) else 0


def _tallies(rows: int) -> list[Tally]:
    found = []
    with tempfile.TemporaryDirectory() as scratch, closing(Office(Path(scratch))) as office:
        for case in every_case():
            found.append(tally(office, case, rows, Path(scratch)))
            sys.stdout.write(
                f"{case.subject} · {case.name}: {found[-1].values} {dict(found[-1].differing)}\n"
            )
            sys.stdout.writelines(f"    {words}\n" for words in found[-1].disagreements)
            sys.stdout.flush()
    return found


if __name__ == "__main__":
    sys.exit(main())
