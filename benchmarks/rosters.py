"""A reference scheme with as many units as wanted, and their returns.

    python -m benchmarks.rosters SCHEME --units 200 --out DIR [--answers 20]

DIR becomes a workspace: the scheme's blueprint with further units, named by number, in the group of its first
unit; `returns/` has what the units of the first stage send back. With --answers only so many units answer for
themselves, the others send what one of those sent, in their own name and stamp: ten thousand in a minute.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

import kpixl
from kpixl.generate import build, file_name, roster_position
from kpixl.generate.building import signed
from kpixl.generate.issuing import mould_of, texts_of
from kpixl.generate.mould import Mould
from kpixl.layout import first_packages, template_of
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.stamp import properties

ROOT = Path(__file__).parent.parent


def workspace(scheme: str, units: int, out: Path, *, more: bool = False) -> Path:
    """A workspace with that scheme and so many appraised units; returns the folder. more: besides its own."""
    shutil.copytree(ROOT / "blueprints" / scheme, out / "blueprints" / scheme)
    shutil.copytree(ROOT / "validators", out / "validators")
    _enlarge(out / "blueprints" / scheme / "roster.yaml", units, more=more)
    return out


def further(count: int) -> Sequence[str]:
    """The ids of so many units that are added to a roster: all of the group of its first unit."""
    return [f"unit-{number:05}" for number in range(1, count + 1)]


def _enlarge(path: Path, units: int, *, more: bool) -> None:
    yaml = YAML()
    yaml.allow_unicode = True
    roster = yaml.load(path.read_text(encoding="utf-8"))
    own = [unit for unit in roster["units"] if not unit.get("outside")]
    outside = [unit for unit in roster["units"] if unit.get("outside")]
    added = further(units if more else units - len(own))
    group = own[0]["group"]
    named = [{"id": unit, "name": f"第{unit.removeprefix('unit-')}单位", "group": group} for unit in added]
    roster["units"] = [*own, *named, *outside]
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(roster, file)


def filled(scheme: str, home: Path, seed: int = 1, most: int | None = None, into: str = "returns") -> Path:
    """What the units of the first stage send back; returns the folder. most: of so many, the first ones."""
    out = home / into
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means(makes=True))
    campaign.simulate(out, trial=kpixl.Trial(seed=seed))
    for late in sorted(out.iterdir())[most:] if most else ():
        late.unlink()
    return out


def copied(scheme: str, home: Path, distinct: int, seed: int = 1) -> Path:
    """The same with so many different sets of answers for each kind of workbook; returns the folder."""
    out = home / "returns"
    out.mkdir()
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means(makes=True))
    issuer = campaign.issuer
    moulds: dict[tuple[int, int, int], Mould | None] = {}
    packages = first_packages(campaign.scheme, campaign.scheme.head.stages[0], simulated="random")
    for number, package in enumerate(packages):
        template, said = template_of(package), signed(package, issuer)
        data = None
        if template is not None:
            key = id(template), len(properties(said.token)), number % distinct
            if key not in moulds:
                given = answers(template.package, template.plan, chance(seed, "answers", str(key[2])))
                moulds[key] = mould_of(template, issuer, key[1], given)
            mould = moulds[key]
            data = mould.cast(texts_of(package, said, template.own)) if mould else None
        if data is None:
            built = build(package, {}, issuer=issuer)
            given = answers(package, built.plan, chance(seed, "answers", str(number)))
            data = build(package, given, issuer=issuer).data
        (out / file_name(package, roster_position(package))).write_bytes(data)
    return out


def main() -> int:
    """Make what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scheme")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--answers", type=int)
    asked = parser.parse_args()
    home = workspace(asked.scheme, asked.units, asked.out)
    if asked.answers:
        copied(asked.scheme, home, asked.answers)
    else:
        filled(asked.scheme, home, most=asked.units)
    print(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
