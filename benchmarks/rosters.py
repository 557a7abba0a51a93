"""A reference scheme with as many units as wanted, and their returns.

    python -m benchmarks.rosters SCHEME --units 200 --out DIR

DIR becomes a workspace: the scheme's blueprint with further units, named by number, in the group of its first
unit; `returns/` has what the units of the first stage send back.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from ruamel.yaml import YAML

import kpixl

ROOT = Path(__file__).parent.parent


def workspace(scheme: str, units: int, out: Path) -> Path:
    """A workspace with that scheme and so many appraised units; returns the folder."""
    shutil.copytree(ROOT / "blueprints" / scheme, out / "blueprints" / scheme)
    shutil.copytree(ROOT / "validators", out / "validators")
    _enlarge(out / "blueprints" / scheme / "roster.yaml", units)
    return out


def _enlarge(path: Path, units: int) -> None:
    yaml = YAML()
    yaml.allow_unicode = True
    roster = yaml.load(path.read_text(encoding="utf-8"))
    own = [unit for unit in roster["units"] if not unit.get("outside")]
    outside = [unit for unit in roster["units"] if unit.get("outside")]
    more = [
        {"id": f"unit-{number:05}", "name": f"第{number:05}单位", "group": own[0]["group"]}
        for number in range(1, units - len(own) + 1)
    ]
    roster["units"] = [*own, *more, *outside]
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(roster, file)


def filled(scheme: str, home: Path, seed: int = 1) -> Path:
    """What the units of the first stage send back; returns the folder."""
    out = home / "returns"
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means(makes=True))
    campaign.simulate(out, trial=kpixl.Trial(seed=seed))
    return out


def main() -> int:
    """Make what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scheme")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    home = workspace(asked.scheme, asked.units, asked.out)
    filled(asked.scheme, home)
    print(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
