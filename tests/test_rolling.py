"""Next year's scheme from this year's: years move on, and what may mean something else is told."""

import shutil

import pytest

from kpixl.blueprint import load_scheme
from kpixl.blueprint.years import LEAP, Moving
from kpixl.campaign import Workspace
from kpixl.findings import Severity
from kpixl.refusal import RefusedError
from tests.support import cli, produced
from tests.support.blueprints import change
from tests.support.cases import cases

CASES = cases("years")
SCHEMES = [folder.name for folder in produced.SCHEMES if folder.name != "tiny"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_years_move_or_are_told(case):
    """A case of each kind."""
    text, left = Moving(old=2021, new=2022).yaml(case["text"])
    assert case["moved"] == text
    told = case.get("left", [])
    assert len(told) == len(left)
    assert all(each.why.en.startswith(why) for each, why in zip(left, told, strict=True))


def test_years_may_go_back():
    """By any number of years."""
    assert "a: 2018年、2019年" == Moving(old=2021, new=2019).yaml("a: 2020年、2021年")[0]


def test_the_last_of_february():
    """What is no day of the new year becomes one, and is told."""
    text, (left,) = Moving(old=2020, new=2021).yaml("deadline: 2020-02-29")
    assert ("deadline: 2021-02-28", LEAP) == (text, left.why)


def test_a_year_that_is_left_is_told_with_its_line():
    """Counted from 1, whatever stands before."""
    _, left = Moving(old=2021, new=2022).yaml("a: |\n  一\n  依据2015年\n")
    assert [(3, "依据2015年")] == [(each.line, each.text) for each in left]


@pytest.fixture
def home(tmp_path):
    """A workspace with all reference schemes."""
    home = tmp_path / "考核"
    for name in ("blueprints", "validators"):
        shutil.copytree(produced.ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    return home


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_reference_scheme_of_next_year_is_sound(scheme, home):
    """It loads without an error, for the year that was asked for; its validators file is found."""
    office = Workspace.at(home)
    old = office.scheme(scheme)
    made = office.roll(scheme, old.head.year + 1)
    again = Workspace.at(home)
    assert not [f for f in again.lint(made.scheme) if f.severity is Severity.ERROR]
    assert old.head.year + 1 == again.scheme(made.scheme).head.year
    assert [unit.id for unit in old.roster.units] == [u.id for u in again.scheme(made.scheme).roster.units]
    program = home / "validators" / f"{made.scheme.replace('-', '_')}.py"
    assert f'Validator("{made.scheme}")' in program.read_text(encoding="utf-8")


class TestTheCommand:
    @pytest.fixture
    def home(self, tmp_path):
        """A workspace with one scheme."""
        return cli.workspace(tmp_path / "home")

    def test_lists_what_to_look_at(self, home):
        """By file and line."""
        change(home / "blueprints" / "tiny" / "scheme.yaml", "title: 年终考核", "title: 依据2001年办法的考核")
        done = cli.kpixl("roll", "tiny", "--year", "2030", "--workspace", home)
        assert 0 == done.exit_code
        assert "blueprints/tiny-2030/scheme.yaml:" in done.stdout

    def test_a_scheme_without_a_year_in_its_name_gets_it(self, home):
        """And it is another scheme."""
        cli.kpixl("roll", "tiny", "--year", "2030", "--workspace", home)
        scheme = load_scheme(home / "blueprints" / "tiny-2030")
        assert ("tiny-2030", 2030) == (scheme.id, scheme.head.year)

    def test_only_the_scheme_is_called_otherwise(self, home):
        """A text that holds the old name by chance keeps it."""
        change(home / "blueprints" / "tiny" / "scheme.yaml", "title: 年终考核", "title: a tiny 年终考核")
        cli.kpixl("roll", "tiny", "--year", "2030", "--workspace", home)
        assert "a tiny 年终考核" == load_scheme(home / "blueprints" / "tiny-2030").head.title

    @pytest.mark.parametrize("content", [b'a: "x', "办法".encode("gbk")], ids=["no YAML", "no UTF-8"])
    def test_what_is_no_part_of_the_scheme_is_copied(self, home, content):
        """As it is, and that is said: nobody's notes below a blueprint end in an error."""
        (home / "blueprints" / "tiny" / "旧稿").mkdir()
        (home / "blueprints" / "tiny" / "旧稿" / "备忘.yaml").write_bytes(content)
        done = cli.kpixl("roll", "tiny", "--year", "2030", "--workspace", home)
        assert (0, True) == (done.exit_code, "备忘.yaml:1" in done.stdout)
        assert content == (home / "blueprints" / "tiny-2030" / "旧稿" / "备忘.yaml").read_bytes()

    def test_nothing_is_replaced(self, home):
        """A scheme that is there stays."""
        (home / "blueprints" / "tiny-2030").mkdir()
        assert 2 == cli.kpixl("roll", "tiny", "--year", "2030", "--workspace", home).exit_code
        assert [] == list((home / "blueprints" / "tiny-2030").iterdir())

    def test_the_same_year_is_refused(self, home):
        """Nothing would change."""
        year = load_scheme(home / "blueprints" / "tiny").head.year
        assert 2 == cli.kpixl("roll", "tiny", "--year", str(year), "--workspace", home).exit_code

    def test_outside_of_a_workspace_it_is_refused(self, tmp_path):
        """The reference schemes are not the office's."""
        with pytest.raises(RefusedError, match="kpixl init"):
            Workspace.find(tmp_path).roll("xinhua-2021", 2022)
