"""The small general schemes to begin with."""

import pytest

from kpixl.campaign import PICTURE, Campaign, Means, Trial, gallery
from kpixl.linter import lint_folder
from tests.support import tiny
from tests.support.cli import kpixl, kpixl_json

MEANS = Means(key=tiny.KEY, password=tiny.PASSWORD)
SCHEMES = gallery()


def test_there_are_four():
    """Progress, problems, enrolment, budget."""
    assert ["budget-request", "monthly-progress", "rectification", "training"] == [p.id for p in SCHEMES]


@pytest.mark.parametrize("place", SCHEMES, ids=lambda place: place.id)
class TestEach:
    def test_lints_clean(self, place):
        """Nobody who begins with it is told of a mistake that is not theirs."""
        assert [] == lint_folder(place.folder)[1]

    def test_has_a_picture(self, place):
        """What its form looks like is there to see."""
        assert b"\x89PNG" == (place.folder / PICTURE).read_bytes()[:4]

    @pytest.mark.slow
    def test_goes_the_whole_way(self, place, tmp_path):
        """Workbooks for all, simulated returns all accepted, one merged workbook."""
        campaign = Campaign.open(place.folder, MEANS)
        made = campaign.generate(tmp_path / "issued")
        campaign.simulate(tmp_path / "returns", trial=Trial(seed=3))
        result = campaign.check([tmp_path / "returns"])
        merged = campaign.merge(result, tmp_path / "merged.xlsx")
        assert (len(made.workbooks), 0) == (len(result.accepted), result.head()["summary"]["rejected"])
        assert merged.path.is_file()


class TestTheCommand:
    def test_lists_them_with_their_pictures(self):
        """Each with its forms and where its picture lies."""
        listed = kpixl_json("schemes", "--gallery")["gallery"]
        assert [place.id for place in SCHEMES] == [each["id"] for each in listed]
        assert all(each["picture"].endswith(PICTURE) and each["forms"] for each in listed)

    def test_says_how_to_begin_with_one(self):
        """The command that copies it stands below."""
        assert "kpixl init DIR --scheme training" in kpixl("schemes", "--gallery").stdout

    def test_one_becomes_a_workspace_of_its_own(self, tmp_path):
        """`kpixl init` copies it, and what editors need is where its first lines say."""
        assert 0 == kpixl("init", tmp_path / "new", "--scheme", "training").exit_code
        folder = tmp_path / "new" / "blueprints" / "training"
        first = (folder / "people.yaml").read_text(encoding="utf-8").partition("\n")[0]
        assert (folder / first.partition("$schema=")[2]).is_file()
        assert 0 == kpixl("lint", "training", "--workspace", tmp_path / "new").exit_code
