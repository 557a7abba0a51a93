"""A year by the clerk's ten commands, as the guide has them; all units: `python -m tests.full_season`."""

import pytest

from tests.support import season


def test_the_guide_has_ten_commands():
    """From the workspace to next year's scheme."""
    commands = season.ten_commands()
    assert 10 == len(commands)
    assert ("init", "roll") == (commands[0].split()[1], commands[-1].split()[1])


@pytest.mark.slow  # a whole campaign
def test_a_year_by_the_ten_commands(tmp_path):
    """Waves, parts, proof, a dispute, publication, next year: what comes of it is what a script reckons."""
    told = season.tell(tmp_path / "考核", towns=3, departments=2)
    assert [] == told.wrong
    assert 5 == len(told.totals())
