"""Where things lie: workspaces, secrets, issue numbers."""

import json
import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpixl.campaign import PUBLISHED, Secrets, Workspace, read_key, read_password
from kpixl.campaign.basis.scheme_places import reference
from kpixl.refusal import RefusedError
from kpixl.stamp import PUBLISHED_KEY, Authenticity, Stamp, authenticity, read_token, sign
from tests.support import cli

REFERENCE = [p.parent for p in Path(__file__).parents[1].glob("blueprints/*/scheme.yaml")]


MAKING = """
import sys
from pathlib import Path
from kpixl.campaign.basis.memory import secrets_in
from tests.support.stepping import counting
counting(int(sys.argv[2]))
secrets_in(Path(sys.argv[1]) / ".kpixl" / "secrets.json", create=True)
"""
ENV = {**os.environ, "PYTHONPATH": str(cli.ROOT)}


@pytest.fixture
def home(tmp_path):
    """A workspace's folder."""
    return cli.workspace(tmp_path / "home")


def secrets_of(folder) -> Secrets:
    """A workspace's secrets, made if there are none."""
    made = Workspace.at(folder).secrets(create=True)
    assert made is not None
    return made


class TestFind:
    def test_takes_the_nearest_folder_upwards(self, home):
        """From a folder within, the workspace is found."""
        deep = home / "a" / "b"
        deep.mkdir(parents=True)
        assert home == Workspace.find(deep).root

    def test_finds_none_outside(self, tmp_path):
        """Where no folder upwards holds blueprints/, results go under the folder itself."""
        found = Workspace.find(tmp_path)
        assert (None, tmp_path / "generated") == (found.root, found.output)

    def test_a_named_folder_must_hold_blueprints(self, tmp_path):
        """A folder that is no workspace is refused, not searched upwards from."""
        with pytest.raises(RefusedError, match="no workspace"):
            Workspace.at(tmp_path)


class TestSchemes:
    def test_are_the_workspaces_and_the_reference_schemes(self, home):
        """Both can be used from a workspace."""
        assert {"tiny", *(place.name for place in REFERENCE)} == set(Workspace.at(home).schemes)

    def test_a_workspaces_scheme_hides_a_reference_scheme(self, home):
        """Of one name in both places the workspace's counts."""
        (home / "blueprints" / "tiny").rename(home / "blueprints" / "xinhua-2021")
        found = Workspace.at(home).schemes["xinhua-2021"]
        assert home / "blueprints" / "xinhua-2021" == found.folder
        assert home / "validators" == found.validators

    def test_reference_schemes_are_there_outside(self, tmp_path):
        """Without a workspace the reference schemes can be used."""
        found = Workspace.find(tmp_path).schemes["xinhua-2021"]
        assert reference() / "blueprints" / "xinhua-2021" == found.folder

    def test_a_folder_without_a_head_is_no_scheme(self, home):
        """What holds no scheme.yaml is passed over."""
        (home / "blueprints" / "notes").mkdir()
        assert "notes" not in Workspace.at(home).schemes

    def test_a_scheme_is_named_by_its_folder_too(self, home, tmp_path):
        """Who has the folder of a scheme names that, wherever it lies."""
        lone = shutil.copytree(home / "blueprints" / "tiny", tmp_path / "别处" / "tiny-2")
        place = Workspace.at(home).place(str(lone))
        assert (place.id, place.folder) == ("tiny-2", lone)

    def test_a_lone_folder_has_no_program_of_elsewhere(self, home, tmp_path):
        """Beside a folder that lies in no blueprints/, no validators file is looked for."""
        lone = shutil.copytree(home / "blueprints" / "tiny", tmp_path / "别处" / "tiny-2")
        (tmp_path / "validators").mkdir()
        assert Workspace.at(home).place(str(lone)).validators.is_relative_to(lone)

    def test_a_folder_of_a_workspace_keeps_its_program(self, home):
        """One that is named in a workspace has that workspace's validators files."""
        place = Workspace.find(home.parent).place(str(home / "blueprints" / "tiny"))
        assert home / "validators" == place.validators


class TestSecrets:
    def test_are_made_at_first_need_and_stay(self, home):
        """Two secrets, the same ever after."""
        first = secrets_of(home)
        assert first == secrets_of(home)
        assert first.password.encode() != first.key.secret

    def test_are_not_made_for_those_who_only_read(self, home):
        """A check makes no key: it would call every return another workspace's."""
        assert Workspace.at(home).secrets(create=False) is None
        assert not (home / ".kpixl").exists()

    def test_differ_between_workspaces(self, home, tmp_path):
        """Secrets are drawn, not derived."""
        other = cli.workspace(tmp_path / "other")
        one, two = secrets_of(home), secrets_of(other)
        assert one.key != two.key
        assert one.password != two.password

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
    def test_are_for_the_owner_only(self, home):
        """Nobody else reads the secrets file."""
        Workspace.at(home).secrets(create=True)
        assert 0o600 == stat.S_IMODE((home / ".kpixl" / "secrets.json").stat().st_mode)

    def test_are_the_same_for_all_who_make_them_at_once(self, home):
        """One of them is first, the others take what it made."""
        with ThreadPoolExecutor(8) as pool:
            made = [*pool.map(lambda _: secrets_of(home), range(16))]
        assert 1 == len({(each.password, each.key) for each in made})

    def test_are_never_made_over_others(self, home, monkeypatch):
        """Not even where another run makes them between a look and the making, on a disk without locks."""
        other = secrets_of(home)
        looks = iter([False])
        exists = Path.exists
        monkeypatch.setattr(Path, "exists", lambda self: next(looks, None) or exists(self))
        assert other == secrets_of(home)

    def test_a_killed_run_leaves_none_or_all(self, home):
        """Whichever step of making them it is killed at; the next run leaves nothing behind."""
        for step in range(20):
            made = subprocess.run([sys.executable, "-c", MAKING, home, str(step)], env=ENV, check=False)
            secrets_of(home)
            here = {path.name for path in (home / ".kpixl").iterdir()}
            assert {"secrets.json", ".gitignore"} == here
            shutil.rmtree(home / ".kpixl")
            if made.returncode == 0:
                break
        assert (0, True) == (made.returncode, step > 5)

    def test_are_ignored_by_git(self, home):
        """The folder tells git to ignore all of it."""
        Workspace.at(home).secrets(create=True)
        assert "*\n" == (home / ".kpixl" / ".gitignore").read_text(encoding="utf-8")

    def test_outside_of_a_workspace_are_published(self, tmp_path):
        """The reference schemes are tried with secrets that everybody knows, and nothing is written."""
        assert PUBLISHED == Workspace.find(tmp_path).secrets(create=True)
        assert PUBLISHED.key == PUBLISHED_KEY
        assert [] == list(tmp_path.iterdir())

    def test_published_ones_judge_only_what_they_signed(self, home):
        """Who has no other key cannot tell who signed; a workspace's own key can."""
        stamp = Stamp(scheme="s", version="1", stage="a", recipient="u", issue=1, digest="", baseline="")
        token = read_token(sign(stamp, secrets_of(home).key))
        assert token is not None
        assert Authenticity.UNKNOWN is authenticity(token, PUBLISHED_KEY)
        published = read_token(sign(stamp, PUBLISHED_KEY))
        assert published is not None
        assert Authenticity.GENUINE is authenticity(published, PUBLISHED_KEY)
        assert Authenticity.OTHER_KEY is authenticity(published, secrets_of(home).key)

    def test_damaged_are_not_replaced(self, home):
        """A secrets file that cannot be read is said so and stays as it is."""
        path = home / ".kpixl" / "secrets.json"
        path.parent.mkdir()
        path.write_text("{", encoding="utf-8")
        with pytest.raises(RefusedError, match="damaged"):
            Workspace.at(home).secrets(create=True)
        assert "{" == path.read_text(encoding="utf-8")


class TestSecretFiles:
    def test_another_workspaces_secrets_file_gives_both(self, home):
        """A second machine is given the file as it is."""
        made = secrets_of(home)
        path = home / ".kpixl" / "secrets.json"
        assert (made.key, made.password) == (read_key(path), read_password(path))

    def test_a_key_copied_out_is_the_same_key(self, home, tmp_path):
        """The key's text in a file of its own is that key."""
        made = secrets_of(home)
        stored = json.loads((home / ".kpixl" / "secrets.json").read_text(encoding="utf-8"))
        path = tmp_path / "key.txt"
        path.write_text(stored["key"] + "\r\n", encoding="utf-8")
        assert made.key == read_key(path)

    def test_a_password_is_a_text(self, tmp_path):
        """A byte order mark and the line's end are no part of it."""
        path = tmp_path / "password.txt"
        path.write_bytes("\ufeff口令 2021\r\n".encode())
        assert "口令 2021" == read_password(path)

    @pytest.mark.parametrize("content", ["", " \n", "{}", '{"key": ""}'])
    def test_one_without_content_is_refused(self, tmp_path, content):
        """An empty key would sign for everybody."""
        path = tmp_path / "key"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(RefusedError, match="nothing to use"):
            read_key(path)

    def test_a_password_that_is_no_text_is_refused(self, tmp_path):
        """Bytes that are no UTF-8 cannot be typed."""
        path = tmp_path / "password"
        path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(RefusedError, match="damaged"):
            read_password(path)


class TestIssueNumbers:
    def test_same_content_keeps_its_number(self, home):
        """Same inputs, same bytes: issuing again changes nothing."""
        here = Workspace.at(home)
        assert {"a": 1, "b": 1} == here.issue_numbers("s/1", {"a": "x", "b": "y"})
        assert {"a": 1, "b": 1} == here.issue_numbers("s/1", {"a": "x", "b": "y"})

    def test_other_content_counts_on(self, home):
        """What is issued anew gets the next number, each recipient for itself."""
        here = Workspace.at(home)
        here.issue_numbers("s/1", {"a": "x", "b": "y"})
        assert {"a": 2, "b": 1} == here.issue_numbers("s/1", {"a": "z", "b": "y"})
        assert {"a": 3} == here.issue_numbers("s/1", {"a": "x"})

    def test_stages_count_apart(self, home):
        """Another stage begins at one."""
        here = Workspace.at(home)
        here.issue_numbers("s/1", {"a": "x"})
        here.issue_numbers("s/1", {"a": "y"})
        assert {"a": 1} == here.issue_numbers("s/2", {"a": "x"})

    def test_kinds_of_issue_do_not_take_turns(self, home):
        """What is issued, given back, issued again, given back again keeps both numbers."""
        here = Workspace.at(home)
        turns = [("x", "issue"), ("y", "feedback")] * 3
        assert [1, 2] * 3 == [here.issue_numbers("s/1", {"a": each}, kind)["a"] for each, kind in turns]

    def test_another_content_of_a_kind_is_later_than_all_kinds(self, home):
        """The number is higher than any that is out, and going back to an earlier content counts on, too."""
        here = Workspace.at(home)
        turns = [("x", "issue"), ("y", "feedback"), ("z", "issue"), ("x", "issue"), ("w", "feedback")]
        assert [1, 2, 3, 4, 5] == [here.issue_numbers("s/1", {"a": each}, kind)["a"] for each, kind in turns]

    def test_those_of_an_earlier_kpixl_are_known(self, home):
        """Its file has a number and a content, of no kind."""
        path = home / ".kpixl" / "issues.json"
        path.parent.mkdir()
        path.write_text('{"s/1": {"a": [3, "x"]}}', encoding="utf-8")
        here = Workspace.at(home)
        assert {"a": 3} == here.issue_numbers("s/1", {"a": "x"})
        assert {"a": 4} == here.issue_numbers("s/1", {"a": "y"}, "feedback")

    def test_runs_at_once_count_one_after_the_other(self, home):
        """No number is given twice, and none is forgotten."""
        here = Workspace.at(home)
        with ThreadPoolExecutor(8) as pool:
            counted = pool.map(
                lambda n: here.issue_numbers("s/1", {"a": str(n), str(n): "x"})["a"], range(24)
            )
        assert [*range(1, 25)] == sorted(counted)
        assert {"9": 1} == here.issue_numbers("s/1", {"9": "x"})

    def test_are_all_one_outside(self, tmp_path):
        """Outside of any workspace nothing is remembered."""
        assert {"a": 1} == Workspace.find(tmp_path).issue_numbers("s/1", {"a": "x"})
        assert [] == list(tmp_path.iterdir())


def test_no_part_of_a_file_stays_behind(home, monkeypatch):
    """A write that fails leaves neither the file nor a piece of it."""
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        Workspace.at(home).secrets(create=True)
    assert [] == [*(home / ".kpixl").iterdir()]
