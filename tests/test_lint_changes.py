"""What a changed blueprint means for workbooks that are out."""

import pytest

from kpixl.blueprint import load_scheme, store
from kpixl.linter.changes import version_changes
from tests.support import cli, tiny
from tests.support.blueprints import change

SCHEME, REPORT, LIST, ROSTER = "scheme.yaml", "report.yaml", "targets.yaml", "roster.yaml"


@pytest.fixture
def home(tmp_path):
    """A workspace with the scheme tiny, whose version was issued."""
    home = cli.workspace(tmp_path / "home")
    store(load_scheme(home / "blueprints" / "tiny"), home / ".kpixl" / "snapshots")
    return home


def found(home, file, old, new):
    """The weights and English texts of what is other after a change of a file."""
    change(home / "blueprints" / "tiny" / file, old, new)
    later = load_scheme(home / "blueprints" / "tiny")
    return [(each.weight, each.line("en")) for each in version_changes(tiny.scheme(), later)]


def test_nothing_is_other_than_itself(home):
    """Whatever the texts say that no answer hangs on."""
    assert [] == found(home, SCHEME, "title: 年终考核", "title: 年末考核")


@pytest.mark.parametrize(
    ("file", "old", "new", "weight", "text"),
    [
        (
            REPORT,
            "name: kind, label: 类别,",
            "name: sort, label: 类别,",
            "lost",
            "is called sort, no more kind",
        ),
        (
            REPORT,
            "        - {name: count, label: 数量, type: integer, min: 1, max: 9, fill: unit}\n",
            "",
            "lost",
            "the column '数量' is gone",
        ),
        (
            REPORT,
            "offices: {free: 3, max: 5, min: 1}",
            "offices: {free: 3, max: 4, min: 1}",
            "lost",
            "4 rows to fill",
        ),
        (LIST, "  - {id: t3,", "  - {id: t4,", "lost", "the row '安全生产' is gone"),
        (ROSTER, "{id: hexi,", "{id: hexi-2,", "lost", "'河西镇' is gone"),
        (
            REPORT,
            "label: 数量, type: integer, min: 1,",
            "label: 数量, type: integer, min: 2,",
            "judged",
            "another least value",
        ),
        (
            REPORT,
            "type: choice, choices: [甲, 乙]",
            "type: choice, choices: [甲, 乙, 丙]",
            "judged",
            "another choices",
        ),
        (REPORT, "condition: budget > 500", "condition: budget > 400", "judged", "the rule 'why' is another"),
        (REPORT, "{id: once, kind", "{id: single, kind", "judged", "the rule 'single' is new"),
        (SCHEME, "doubt: 50%", "doubt: 60%", "judged", "settings"),
        (
            REPORT,
            "        - {name: document,",
            "        - {name: more, label: 其他, fill: unit}\n        - {name: document,",
            "asked",
            "the column '其他' is new",
        ),
        (
            ROSTER,
            "  - {id: panel,",
            "  - {id: more, name: 新镇, group: towns}\n  - {id: panel,",
            "asked",
            "'新镇' is new",
        ),
    ],
)
def test_a_change_is_weighed(home, file, old, new, weight, text):
    """By what it means for what is out."""
    assert any(weight == each and text in line for each, line in found(home, file, old, new))


def test_the_worst_comes_first(home):
    """Lost answers before other judgements before what is asked besides."""
    weights = [
        weight for weight, _ in found(home, REPORT, "name: kind, label: 类别,", "name: sort, label: 类别,")
    ]
    assert ["lost", "asked"] == list(dict.fromkeys(weights))


class TestTheCommand:
    def test_says_what_is_lost(self, home):
        """Against the version that was issued, by the beginning of its digest; exit status 1."""
        (issued,) = (home / ".kpixl" / "snapshots").glob("*.json")
        change(home / "blueprints" / "tiny" / REPORT, "name: kind,", "name: sort,")
        done = cli.kpixl("lint", "tiny", "--against", issued.stem[:8], "--workspace", home)
        assert (1, True) == (done.exit_code, "is called sort, no more kind" in done.stdout)

    def test_what_loses_nothing_is_no_error(self, home):
        """It is listed with exit status 0."""
        change(home / "blueprints" / "tiny" / SCHEME, "doubt: 50%", "doubt: 60%")
        done = cli.kpixl("lint", "tiny", "--against", tiny.FOLDER, "--workspace", home, "--format", "json")
        assert (0, True) == (done.exit_code, '"judged"' in done.stdout)

    def test_an_unknown_version_is_refused(self, home):
        """With those that there are."""
        (issued,) = (home / ".kpixl" / "snapshots").glob("*.json")
        done = cli.kpixl("lint", "tiny", "--against", "nowhere", "--workspace", home)
        assert (2, True) == (done.exit_code, issued.stem[:12] in done.stderr)
