"""`python -m tests.full_mutations [--sample N]`: all changes of each stage's smallest workbook, for the docs.

The tests try the smaller workbooks and a sample. All changes of all of them take hours, so of every scheme
one workbook may be tried in full, the others by a sample. Writes the section of docs/reliability.md; exit
status 1 where one is not told.
"""

import argparse
import random
import sys
from pathlib import Path

from tests.support import mutating, produced, reliability
from tests.support.mutating import Tally

HEAD = """
Of each stage of every reference scheme the smallest workbook, filled in, is changed in one way at a time:
each printed label and value, each formula, each hidden key and counter, each cell's data validation, each
row and each sheet. A change is told where the check names its cell, its row or its sheet; a changed cell or
validation must be the only thing that it names. What a spreadsheet program itself changes by saving must not
be told at all: tests/test_round_trip.py has LibreOffice save every workbook of every stage.
`python -m tests.full_mutations` makes this table; it may be told to try all changes of one workbook of each
scheme only, and a sample of those of the others.
"""


def main() -> int:
    """Try all changes, print what was missed, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="of all but one of a scheme (0: all)")
    sample = parser.parse_args().sample
    found: dict[str, dict[str, Tally]] = {}
    possible: dict[str, int] = {}
    forms = [(folder, stage, smallest(folder, stage)) for folder, stage in produced.stages()]
    least = {folder: min(size(f) for at, _, f in forms if at == folder) for folder, _, _ in forms}
    for folder, stage, form in forms:
        every, name = list(mutating.deeds(form)), f"{folder.name} {stage}"
        possible[name] = len(every)
        if sample and size(form) > least[folder]:
            every = random.Random(name).sample(every, min(sample, len(every)))  # noqa: S311 - no secret
        found[name] = tallies = mutating.tried(produced.ready(folder), every)
        total = sum(tallies.values(), Tally())
        sys.stdout.writelines(
            [f"{folder.name} {stage}: {total.told} of {total.made}\n", *(f"  {m}\n" for m in total.missed)]
        )
        sys.stdout.flush()
    reliability.put("mutations", section(found, possible))
    return int(any(tally.missed for tallies in found.values() for tally in tallies.values()))


def smallest(folder: Path, stage: str) -> produced.Form:
    """The workbook of a stage with the fewest cells."""
    return min(produced.made(folder, stage).forms, key=size)


def size(form: produced.Form) -> int:
    """How many cells are planned in it."""
    return len(form.plan.by_spot)


def section(found: dict[str, dict[str, Tally]], possible: dict[str, int]) -> str:
    """The section of the page."""
    lines = [HEAD.strip(), "", "| workbook | possible | changes made | told | rate |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    lines += [
        _row(f"{name} | {possible[name]:,}", sum(tallies.values(), Tally()))
        for name, tallies in found.items()
    ]
    kinds: dict[str, Tally] = {}
    for tallies in found.values():
        for kind, tally in tallies.items():
            kinds[kind] = kinds.get(kind, Tally()) + tally
    lines.append(_row(f"all | {sum(possible.values()):,}", sum(kinds.values(), Tally())))
    lines += ["", "| change | changes | told | rate |", "| --- | ---: | ---: | ---: |"]
    return "\n".join([*lines, *(_row(kind, kinds[kind]) for kind in sorted(kinds))])


def _row(name: str, tally: Tally) -> str:
    return f"| {name} | {tally.made:,} | {tally.told:,} | {100 * tally.told / max(1, tally.made):.2f} % |"


if __name__ == "__main__":
    sys.exit(main())
