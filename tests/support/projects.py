"""The scheme of tests/cases/projects: offices with projects, a bureau that sums them up, published data."""

import shutil
from functools import cache
from pathlib import Path
from typing import Literal

from kpixl.blueprint import load_scheme
from kpixl.blueprint.model import Scheme
from kpixl.campaign import Campaign, Means, Simulated, Trial
from kpixl.stamp import Key

CASES = Path(__file__).parent.parent / "cases"
FOLDER = CASES / "projects"
KEY, PASSWORD = Key(b"a key for tests, 32 bytes or more"), "密码"
MEANS = Means(key=KEY, password=PASSWORD)


@cache
def scheme() -> Scheme:
    """The scheme, loaded once."""
    return load_scheme(FOLDER)


@cache
def campaign(folder: Path = FOLDER) -> Campaign:
    """The scheme, opened once."""
    return Campaign.open(folder, MEANS, validators=CASES / "validators")


def copied(folder: Path) -> Path:
    """A copy of the scheme's folder, to be changed."""
    return Path(shutil.copytree(FOLDER, folder / "projects"))


def rehearsed(
    out: Path, answers: Literal["random", "published"], stage: str = "plan", folder: Path = FOLDER
) -> Simulated:
    """Simulated returns of a stage."""
    return campaign(folder).simulate(out, stage=stage, trial=Trial(seed=1, answers=answers))
