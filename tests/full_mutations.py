"""`python -m tests.full_mutations [--sample N] [--values]`: all changes of each stage's smallest workbook.

The tests try the smaller workbooks and a sample. All changes of all of them take hours, so of every scheme
one workbook may be tried in full, the others by a sample; --values: those of values alone, which take
minutes. Writes the sections of docs/reliability.md; exit status 1 where one is not told.
"""

import argparse
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support import mutating, produced, reliability
from tests.support.mutating import Deed, Tally
from tests.support.mutating_values import value_deeds

Place = tuple[Path, str]
"""A scheme's folder and a stage."""
HEAD = """
Of each stage of every reference scheme the smallest workbook, filled in, is changed in one way at a time:
each printed label and value, each formula, each hidden key and counter, each cell's data validation, each
row and each sheet. A change is told where the check names its cell, its row or its sheet; a changed cell or
validation must be the only thing that it names. What a spreadsheet program itself changes by saving must not
be told at all: tests/test_round_trip.py has LibreOffice save every workbook of every stage.
`python -m tests.full_mutations` makes this table; it may be told to try all changes of one workbook of each
scheme only, and a sample of those of the others.
"""
VALUES = """
The same workbooks with their values changed in ways that nobody types: another number format under each
figure (`"无"`, `;;;`, `0.0,`, a date), each filled cell with two values, with elements in its value, inside
another element or twice, and the texts and each sheet of another unit's workbook in it. None of these values
may be used: the check must refuse the file or name the cell. `python -m tests.full_mutations --values` makes
this table.
"""


def main() -> int:
    """Try all changes, print what was missed, write the sections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sample",
        type=int,
        default=0,
        help="so many of each workbook (0: all), but all of what is locked of one of a scheme",
    )
    parser.add_argument("--values", action="store_true", help="only what changes values")
    options = parser.parse_args()
    forms = [(folder, stage, smallest(folder, stage)) for folder, stage in produced.stages()]
    values = {
        (folder, stage): list(value_deeds(form, largest(folder, stage, form)))
        for folder, stage, form in forms
    }
    some = {at: _drawn(at, every, options.sample) for at, every in values.items()}
    missed = _section("values", VALUES, some, {at: len(every) for at, every in values.items()})
    return int(_locked(forms, options.sample) or missed) if not options.values else int(missed)


def _locked(forms: Sequence[tuple[Path, str, produced.Form]], sample: int) -> bool:
    """The changes of what is locked. sample: how many of all but one workbook of a scheme, 0 for all."""
    least = {folder: min(size(f) for at, _, f in forms if at == folder) for folder, _, _ in forms}
    every = {(folder, stage): list(mutating.deeds(form)) for folder, stage, form in forms}
    possible = {at: len(deeds) for at, deeds in every.items()}
    for folder, stage, form in forms if sample else ():
        if size(form) > least[folder]:
            every[folder, stage] = _drawn((folder, stage), every[folder, stage], sample)
    return _section("mutations", HEAD, every, possible)


def _drawn(place: Place, deeds: list[Deed], sample: int) -> list[Deed]:
    """So many of the changes, always the same ones; all for 0."""
    draw = random.Random(f"{place[0].name} {place[1]}")  # noqa: S311 - no secret
    return draw.sample(deeds, min(sample, len(deeds))) if sample else deeds


def _section(name: str, head: str, every: Mapping[Place, list[Deed]], possible: Mapping[Place, int]) -> bool:
    """Try the changes, print and write what came of them; whether one was not told."""
    found: dict[str, dict[str, Tally]] = {}
    for (folder, stage), deeds in every.items():
        found[f"{folder.name} {stage}"] = tallies = mutating.tried(produced.ready(folder), deeds)
        total = sum(tallies.values(), Tally())
        sys.stdout.writelines(
            [f"{folder.name} {stage}: {total.told} of {total.made}\n", *(f"  {m}\n" for m in total.missed)]
        )
        sys.stdout.flush()
    counts = {f"{folder.name} {stage}": count for (folder, stage), count in possible.items()}
    reliability.put(name, section(head, found, counts))
    return any(tally.missed for tallies in found.values() for tally in tallies.values())


def smallest(folder: Path, stage: str) -> produced.Form:
    """The workbook of a stage with the fewest cells."""
    return min(produced.made(folder, stage).forms, key=size)


def largest(folder: Path, stage: str, form: produced.Form) -> produced.Form | None:
    """The workbook of the stage with the most cells, if that is another one."""
    other = max(produced.made(folder, stage).forms, key=size)
    return other if other is not form else None


def size(form: produced.Form) -> int:
    """How many cells are planned in it."""
    return len(form.plan.by_spot)


def section(head: str, found: Mapping[str, dict[str, Tally]], possible: Mapping[str, int]) -> str:
    """A section of the page."""
    lines = [head.strip(), "", "| workbook | possible | changes made | told | rate |"]
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
