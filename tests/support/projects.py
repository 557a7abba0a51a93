"""The scheme of tests/cases/projects: offices with projects, a bureau that sums them up, published data."""

import shutil
from functools import cache
from pathlib import Path
from typing import Literal

from kpixl.api import Desk, Simulated, Trial, simulate
from kpixl.blueprint import load_scheme
from kpixl.blueprint.model import Scheme
from kpixl.stamp import Key

CASES = Path(__file__).parent.parent / "cases"
FOLDER = CASES / "projects"
KEY, PASSWORD = Key(b"a key for tests, 32 bytes or more"), "密码"
DESK = Desk(key=KEY, password=PASSWORD, validators=CASES / "validators")


@cache
def scheme() -> Scheme:
    """The scheme, loaded once."""
    return load_scheme(FOLDER)


def copied(folder: Path) -> Path:
    """A copy of the scheme's folder, to be changed."""
    return Path(shutil.copytree(FOLDER, folder / "projects"))


def rehearsed(
    out: Path, answers: Literal["random", "published"], stage: str = "plan", folder: Path = FOLDER
) -> Simulated:
    """Simulated returns of a stage."""
    return simulate(folder, out, stage=stage, trial=Trial(seed=1, answers=answers), desk=DESK)
