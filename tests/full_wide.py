"""Recalculate returns of forms that look up, number, tally and subtotal: `python -m tests.full_wide [N]`.

The tests do the same for one or two. Of each scheme N workbooks are simulated (100 unless said), and one with
3,000 codes and 60 rows. Ends with status 1 where LibreOffice and the engine differ in a digit.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from kpixl.campaign import Campaign, Trial
from tests import test_fields_across_forms as across
from tests import test_subtotals as subtotals
from tests.support import page_schemes, tiny
from tests.support.libreoffice import Office, missing

_RETURNS, _CODES, _ROWS = 100, 3_000, 60
_FREE = "{free: 10, max: 30, min: 1}"


def campaigns(folder: Path) -> Iterator[tuple[str, Campaign, int | None]]:
    """The schemes with what they are called here, each in a folder of its own, and how many returns of it."""
    for name in ("activities-2025", "regions-2025"):
        yield name, page_schemes.opened(name, folder), None
    yield "subtotals", _written(folder / "spending", subtotals.FILES), None
    yield "tallies", _written(folder / "fields", across.FILES), None
    files = {path.name: path.read_text(encoding="utf-8") for path in (folder / "regions-2025").iterdir()}
    codes = (f"{100_000 + n},第{n}区,{n % 97 / 100},{str(n % 2 == 0).lower()}" for n in range(_CODES))
    files["regions.csv"] = "\n".join(["id,name,rate,rural", *codes, ""])
    rows = f"{{free: {_ROWS}, min: {_ROWS // 2}}}"
    files["projects.yaml"] = files["projects.yaml"].replace(_FREE, rows)
    yield f"{_CODES} codes, {_ROWS} rows", _written(folder / "many" / "regions-2025", files), 1


def _written(folder: Path, files: Mapping[str, str]) -> Campaign:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Campaign.open(folder, tiny.MEANS)


def main(returns: int) -> int:
    """Tell of every scheme what was compared; 1 where something differs, 2 where nothing can be compared."""
    if reason := missing():
        sys.stderr.write(f"{reason}\n")
        return 2
    found = False
    with tempfile.TemporaryDirectory() as name, closing(Office(Path(name))) as office:
        for called, campaign, count in campaigns(Path(name)):
            folder, seeds = Path(name) / f"returns of {called}", range(count or returns)
            told = [each for seed in seeds for each in _compared(office, campaign, folder / str(seed), seed)]
            wrong = [line for _, lines in told for line in lines]
            formulas = sum(each for each, _ in told)
            summary = f"{called}: {len(told)} workbooks, {formulas} formulas, {len(wrong)} differences\n"
            sys.stdout.writelines([summary, *wrong])
            sys.stdout.flush()
            found = found or bool(wrong)
    return int(found)


def _compared(office: Office, campaign: Campaign, folder: Path, seed: int) -> Iterator[tuple[int, list[str]]]:
    """Of each return of a seed how many formulas it has, and what differs."""
    campaign.simulate(folder, trial=Trial(seed=seed))
    for file in sorted(folder.glob("*.xlsx")):
        outcome = office.recalc(file)
        differing = (f"  {c.sheet}!{c.cell}: {c.cached!r}, {c.recalculated!r}\n" for c in outcome.differences)
        yield len(outcome.cells), list(differing)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else _RETURNS))
