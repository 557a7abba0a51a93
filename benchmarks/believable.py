"""Whether a demonstration is believable: how simulated scores, bonuses and percentages lie.

    python -m benchmarks.believable [SCHEME ...]

For each scheme (default: the reference schemes) the lowest, middle and highest of: totals and score rates by
group; of what the first units enter, percentages and the lengths of texts.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import kpixl
from kpixl.campaign import PUBLISHED
from kpixl.layout import first_packages, lay_out
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance

ROOT = Path(__file__).parent.parent
_SAMPLED = 6


def scores(campaign: kpixl.Campaign, scratch: Path) -> Iterator[str]:
    """Totals and rates by group; nothing of a scheme without scores."""
    scoring = campaign.scheme.head.scoring
    if scoring is None:
        return
    campaign.simulate(scratch / "returns", stage=scoring.stage)
    merged = campaign.merge([scratch / "returns"], scratch / "scores.xlsx")
    by_group = defaultdict(list)
    for unit in merged.units:
        by_group[unit.group].append(unit)
    for group, units in by_group.items():
        totals = [u.score for u in units if u.score is not None]
        rates = [u.rate for u in units if u.rate is not None]
        yield f"  {group}: {len(units)} units, totals {_spread(totals)}, rates {_spread(rates)}"


def entries(campaign: kpixl.Campaign) -> Iterator[str]:
    """What the first units enter at first: percentages and texts."""
    scheme = campaign.scheme
    percents: list[Decimal] = []
    lengths: list[Decimal] = []
    for package in first_packages(scheme, scheme.stage(), simulated="random")[:_SAMPLED]:
        plan = lay_out(package)
        given = answers(package, plan, chance(1, "believable", package.recipient))
        for key, value in given.items():
            kind = plan.by_cell_key[key].type
            if isinstance(value, Decimal) and kind is not None and "percent" in repr(kind):
                percents.append(value)
            elif isinstance(value, str):
                lengths.append(Decimal(len(value)))
    yield f"  percentages: {_spread(percents)}; characters of a text: {_spread(lengths)}"


def _spread(values: list[Decimal]) -> str:
    if not values:
        return "none"
    return f"{min(values):.2f} · {statistics.median(values):.2f} · {max(values):.2f}"


def main() -> None:
    """The distributions of the schemes that are named."""
    every = sorted(p.parent.name for p in (ROOT / "blueprints").glob("*/scheme.yaml"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schemes", nargs="*", default=every)
    means = kpixl.Means(key=PUBLISHED.key, password=PUBLISHED.password)
    for name in parser.parse_args().schemes:
        campaign = kpixl.open(ROOT / "blueprints" / name, means)
        print(name)
        with tempfile.TemporaryDirectory() as folder:
            for line in (*entries(campaign), *scores(campaign, Path(folder))):
                print(line)


if __name__ == "__main__":
    main()
