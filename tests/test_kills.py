"""Killed commands: the next run puts everything right. `python -m tests.full_kills` tries all steps."""

import random
import shutil
import sys

import pytest

from tests.support import killing
from tests.support.killing import DEEDS, Stage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no server of forks"),
]
CHANCE = random.Random(2021)  # noqa: S311 - no secret


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workspace with outputs of earlier runs."""
    return killing.home(tmp_path_factory.mktemp("kills") / "home")


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_killed_command_leaves_all_or_nothing(deed, home, tmp_path):
    """At some step: all old or all new, then what it would have been, and nothing left behind."""
    stage, folder = Stage.of(deed, home, tmp_path), tmp_path / "killed"
    shutil.copytree(home, folder)
    killing.run(deed.arguments, folder, CHANCE.randrange(stage.steps))
    assert not stage.half_written(folder)
    assert [] == stage.not_mended(folder)
    assert [] == killing.left_behind(folder)
