"""schemes, lint, init, explain."""

import json

import pytest

from kpixl.blueprint.schema import FILES
from tests.support import cli
from tests.support.blueprints import change
from tests.support.cli import kpixl, kpixl_json


@pytest.fixture
def home(tmp_path):
    """A workspace with the tiny scheme."""
    return cli.workspace(tmp_path / "home")


@pytest.fixture
def broken(home):
    """A workspace whose scheme has a mistake."""
    change(home / "blueprints" / "tiny" / "scheme.yaml", "title: 年终考核", "titel: 年终考核")
    return home


class TestSchemes:
    def test_lists_id_title_units_and_forms(self, home):
        """Units that are appraised are counted, others are not."""
        listed = {s["id"]: s for s in kpixl_json("schemes", "--workspace", home)["schemes"]}
        forms = [{"id": "contact", "title": "联系表"}, {"id": "report", "title": "目标执行情况"}]
        assert {"id": "tiny", "title": "年终考核", "units": 3, "forms": forms} == listed["tiny"]
        assert 48 == listed["xinhua-2021"]["units"]

    def test_a_broken_scheme_hides_no_other(self, broken):
        """It is named on standard error; the rest is listed."""
        done = kpixl("schemes", "--workspace", broken, "--format", "json")
        listed = [s["id"] for s in json.loads(done.stdout)["schemes"]]
        assert ("tiny" in listed, "xinhua-2021" in listed) == (False, True)
        assert "kpixl lint tiny" in done.stderr


class TestLint:
    def test_a_sound_scheme_gives_nothing(self, home):
        """No findings, status 0."""
        done = kpixl("lint", "tiny", "--workspace", home, "-q")
        assert (0, "", "") == (done.exit_code, done.stdout, done.stderr)

    def test_errors_have_file_line_and_column_and_status_1(self, broken, monkeypatch):
        """As an editor reads them, with the remedy below."""
        monkeypatch.chdir(broken)
        done = kpixl("lint", "tiny")
        assert 1 == done.exit_code
        path = str(broken.joinpath("blueprints", "tiny", "scheme.yaml").relative_to(broken))
        assert done.stdout.split("\n")[0].startswith(f"{path}:3:1: error B")
        assert done.stdout.split("\n")[1].startswith("    → ")

    def test_json_has_the_place(self, broken):
        """The keys of a finding, and file, line, column."""
        found = kpixl_json("lint", "tiny", "--workspace", broken)["findings"][0]
        assert (3, 1, "error") == (found["line"], found["column"], found["severity"])
        assert found["file"].endswith("scheme.yaml")

    def test_warnings_leave_status_0(self):
        """The contradictions of a published source keep nothing from being used."""
        done = kpixl("lint", "xinhua-2021", "--format", "json")
        assert {"warning"} == {f["severity"] for f in json.loads(done.stdout)["findings"]}
        assert 0 == done.exit_code

    def test_without_a_name_reads_all(self, broken):
        """Every scheme of the workspace and the reference schemes."""
        done = kpixl("lint", "--workspace", broken)
        assert "xinhua-2021" in done.stderr
        assert 1 == done.exit_code

    def test_writes_schemas_for_editors(self, home, tmp_path):
        """One JSON Schema a kind of file."""
        assert 0 == kpixl("lint", "--schema", tmp_path / "schemas", "--workspace", home).exit_code
        names = {path.name for path in (tmp_path / "schemas").iterdir()}
        assert {f"{kind}.schema.json" for kind in FILES} == names


class TestInit:
    def test_makes_a_workspace_that_works(self, tmp_path):
        """The copied scheme is found and is sound; validators come along."""
        assert 0 == kpixl("init", tmp_path / "新", "--scheme", "xinhua-2021").exit_code
        assert 0 == kpixl("lint", "xinhua-2021", "--workspace", tmp_path / "新").exit_code
        assert (tmp_path / "新" / "validators" / "xinhua_2021.py").is_file()

    def test_copies_every_file_of_the_blueprint(self, home, tmp_path):
        """Folders within it too."""
        (home / "blueprints" / "tiny" / "published").mkdir()
        (home / "blueprints" / "tiny" / "published" / "a.csv").write_text("1", encoding="utf-8")
        kpixl("init", tmp_path / "new", "--scheme", "tiny", "--workspace", home)
        copied = tmp_path / "new" / "blueprints" / "tiny"
        assert "1" == (copied / "published" / "a.csv").read_text(encoding="utf-8")

    def test_says_in_chinese_what_is_where(self, tmp_path):
        """The README names the scheme; git ignores secrets, results and telephone numbers."""
        kpixl("init", tmp_path / "new")
        assert "新华区2021年度责任目标考核" in (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
        ignored = (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8").split("\n")
        assert {"/.kpixl/", "/generated/", "/blueprints/*/contacts.csv"} <= set(ignored)

    def test_takes_an_empty_folder(self, tmp_path):
        """A folder made beforehand will do."""
        (tmp_path / "new").mkdir()
        assert 0 == kpixl("init", tmp_path / "new").exit_code

    def test_refuses_a_folder_that_holds_something(self, tmp_path):
        """Nothing of anybody's is mixed up with it."""
        (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
        done = kpixl("init", tmp_path)
        assert (2, 1) == (done.exit_code, len(done.stderr.strip().split("\n")))
        assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]


class TestExplain:
    def test_says_meaning_and_remedy(self):
        """In the language asked for, whatever the case of the code."""
        told = kpixl_json("explain", "i004", "--lang", "zh")
        assert ("I004", "error", "单位信息被改动") == (told["code"], told["severity"], told["title"])
        assert {"code", "severity", "title", "meaning", "example", "remedy"} == set(told)

    def test_puts_an_ellipsis_for_what_a_case_says(self):
        """No braces of a template are shown."""
        assert "{" not in kpixl("explain", "I002").stdout

    def test_text_has_four_lines(self):
        """What, meaning, an example, remedy."""
        assert 4 == len(kpixl("explain", "F001").stdout.strip().split("\n"))
