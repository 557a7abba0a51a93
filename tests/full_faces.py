"""Compare the faces of numbers with LibreOffice, thousands of pairs: `python -m tests.full_faces`.

The tests do the same for some of them. Ends with status 1 where a difference has no reason.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests.support.faces import FORMATS, NUMBERS, Pair, compared
from tests.support.libreoffice import Office, missing


def told(pairs: Sequence[Pair]) -> Iterator[str]:
    """How many agree, are left open and differ; the reasons, and the pairs that have none."""
    differ = [pair for pair in pairs if not pair.agree and pair.ours is not None]
    open_ones = sum(pair.ours is None for pair in pairs)
    agree = len(pairs) - len(differ) - open_ones
    yield f"{len(pairs)} pairs: {agree} agree, {len(differ)} differ, {open_ones} are left open"
    reasons = Counter(pair.why for pair in differ)
    yield from (f"  {count}: {why}" for why, count in reasons.most_common() if why)
    for pair in differ:
        if pair.why is None:
            yield f"  {pair.number!r} under {pair.code}: {pair.ours!r}, in LibreOffice {pair.theirs!r}"


def main() -> int:
    """Tell of the comparison; 1 where something differs without a reason, 2 where nothing can be compared."""
    if reason := missing():
        sys.stderr.write(f"{reason}\n")
        return 2
    with tempfile.TemporaryDirectory() as name, closing(Office(Path(name))) as office:
        pairs = compared(office, Path(name), FORMATS, NUMBERS)
    sys.stdout.writelines(f"{line}\n" for line in told(pairs))
    return int(any(not pair.agree and pair.ours is not None and pair.why is None for pair in pairs))


if __name__ == "__main__":
    sys.exit(main())
