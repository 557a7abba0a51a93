"""What Python users find in `kpixl`: the public names, and the packages beside them."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import kpixl
from kpixl import campaign
from kpixl.refusal import RefusedError
from tests.support import cli, tiny

PACKAGES = [found.name for found in pkgutil.iter_modules(kpixl.__path__) if found.name != "__main__"]
TYPED = (Path(__file__).parent / "typing" / "public.py").read_text(encoding="utf-8")


def test_the_names_are_sorted_and_there():
    """Each can be had, and they are listed in order."""
    assert sorted(kpixl.__all__) == kpixl.__all__ == dir(kpixl)
    assert all(getattr(kpixl, name) for name in kpixl.__all__)


@pytest.mark.parametrize("name", kpixl.__all__)
def test_every_name_has_its_type(name):
    """tests/typing holds each to its type, which mypy checks."""
    assert re.search(rf"\b{name}\b", TYPED)


@pytest.mark.parametrize("name", PACKAGES)
def test_no_name_hides_a_package(name):
    """A package or module of kpixl is what its name gives, once it is imported."""
    assert name not in kpixl.__all__
    assert importlib.import_module(f"kpixl.{name}") is getattr(kpixl, name)


def test_another_name_is_not_there():
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kpixl.nothing  # noqa: B018 - to ask for it is the test


class TestTheFaceOfTheCampaign:
    @pytest.mark.parametrize("name", campaign.__all__)
    def test_a_name_is_what_its_type_says(self, name):
        """It is imported at run time from where the type checker takes it."""
        tree = ast.parse(Path(campaign.__file__).read_text(encoding="utf-8"))
        [guard] = [node for node in tree.body if isinstance(node, ast.If)]
        typed = [
            (str(node.module), alias.name)
            for node in guard.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if name == (alias.asname or alias.name)
        ]
        [(module, own)] = typed
        found = getattr(campaign, name)
        assert found is getattr(importlib.import_module(module), own)

    def test_another_name_is_not_there(self):
        """As of any module."""
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            campaign.nothing  # noqa: B018 - to ask for it is the test


class TestOpen:
    def test_an_id_is_looked_for_in_the_workspace(self, tmp_path):
        """Results go under it, and its secrets are used."""
        home = cli.workspace(tmp_path / "home")
        campaign = kpixl.open("tiny", workspace=home)
        assert (tiny.scheme(), home / "generated") == (campaign.scheme, campaign.output)

    def test_without_a_scheme_it_is_the_one_that_is_meant(self, tmp_path, monkeypatch):
        """The only one of the workspace that the current folder lies in."""
        monkeypatch.chdir(cli.workspace(tmp_path / "home") / "blueprints")
        assert "tiny" == kpixl.open().scheme.id

    @pytest.mark.parametrize("kind", [str, Path])
    def test_a_folder_is_a_blueprints(self, kind):
        """As a path, or as a text with a separator in it; nothing is remembered of it."""
        campaign = kpixl.open(kind(tiny.FOLDER))
        assert ("tiny", None, None) == (campaign.scheme.id, campaign.snapshots, campaign.means.key)

    def test_an_unknown_id_is_refused(self, tmp_path):
        """With the nearest one."""
        with pytest.raises(RefusedError, match="did you mean 'tiny'"):
            kpixl.open("tiney", workspace=cli.workspace(tmp_path / "home"))

    def test_what_is_made_is_signed_by_the_workspace(self, tmp_path):
        """Its secrets are made when something is to be made; its numbers are remembered."""
        office = kpixl.Workspace.at(cli.workspace(tmp_path / "home"))
        campaign = office.open("tiny", office.means(makes=True))
        made = campaign.generate(units=["hedong"])
        assert [True] == [f.authentic for f in campaign.check([made.workbooks[0].path]).files]
        assert {
            "cache.sqlite",
            "issues.json",
            "ledger.sqlite",
            "secrets.json",
            "snapshots",
            ".gitignore",
        } == {path.name for path in (tmp_path / "home" / ".kpixl").iterdir()}
