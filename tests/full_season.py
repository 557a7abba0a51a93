"""`python -m tests.full_season`: a year of xinhua-2021 with all its 48 units by the commands of the guide.

Self-check in three waves, verification in two with a late unit and a part for each group of the appraisal
group's, proof missing and supplied, a dispute, ties, publication, next year. Exit status 1 where anything is
other than the script reckons by itself.
"""

import sys
import tempfile
from pathlib import Path

from tests.support import season


def main() -> int:
    """Tell the story, and what was wrong."""
    with tempfile.TemporaryDirectory() as room:
        told = season.tell(Path(room) / "考核", towns=11, departments=37)
    for each in told.wrong:
        sys.stdout.write(f"{each}\n")
    rows = len(told.verified)
    sys.stdout.write(f"{len(told.units)} units, {rows} rows verified, {len(told.wrong)} differences\n")
    return int(bool(told.wrong))


if __name__ == "__main__":
    sys.exit(main())
