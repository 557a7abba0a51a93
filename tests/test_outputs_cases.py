"""What an output may replace, for every command and option that writes: tests/cases/outputs.yaml."""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import cli
from tests.support.cases import cases
from tests.support.cli import kpixl, kpixl_json

pytestmark = pytest.mark.slow  # many whole commands

CASES: list[dict[str, Any]] = cases("outputs")
HERE = ("--workspace", ".")
"""Some cases have returns beside the blueprint, which is trusted when it is named."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A workspace with returns, and what its files are called."""
    folder = cli.workspace(tmp_path_factory.mktemp("outputs") / "home")
    at = ("--workspace", str(folder))
    returned = kpixl_json("simulate", "tiny", *at, "--out", folder / "returns")["returns"]
    aside = folder.parent
    book = kpixl_json("generate", "tiny", *at, "--out", aside / "issued")["workbooks"][0]["path"]
    kpixl("merge", "tiny", folder / "returns", *at, "--out", aside / "s.xlsx", "--frames", aside / "frames")
    later = kpixl_json("generate", "tiny", *at, "--returns", folder / "returns", "--out", aside / "later")
    name = Path(returned[0]["path"]).name
    return folder, {
        "return": f"returns/{name}",
        "name": name,
        "frame": min(path.name for path in (aside / "frames").glob("*.csv")),
        "book": Path(book).name,
        "verified": Path(later["workbooks"][0]["path"]).name,
        "device": os.devnull,
    }


@pytest.fixture
def home(made, tmp_path, monkeypatch) -> Path:
    """A copy of the workspace, which commands are called in."""
    folder = Path(shutil.copytree(made[0], tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


def prepare(case: dict[str, Any], names: dict[str, str]) -> None:
    """What the case wants in the current folder."""
    for path, text in case.get("put", {}).items():
        file = Path(path.format(**names))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for path, target in case.get("twin", {}).items():
        os.link(target.format(**names), path)
    for path, target in case.get("link", {}).items():
        Path(path).symlink_to(target, target_is_directory=Path(target).is_dir())
    if "zip" in case:
        with zipfile.ZipFile(case["zip"], "w") as archive:
            for file in Path("returns").iterdir():
                archive.write(file)


def state(folder: Path) -> dict[str, object]:
    """Everything in a folder, but for what is remembered."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else path.is_symlink()
        for path in sorted(folder.rglob("*"))
        if ".kpixl" not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize("case", CASES, ids=[case["fact"] for case in CASES])
def test_case(case, home, made):
    """The command ends and says as the case has it; where it is refused nothing has changed."""
    names = made[1]
    if "before" in case:
        assert 0 == kpixl(*case["before"].split(), *HERE).exit_code
    prepare(case, names)
    before = state(home)
    done = kpixl(*case["call"].format(**names).split(), *HERE)
    wanted = case.get("status", 2)
    assert done.exit_code in (wanted if isinstance(wanted, list) else [wanted])
    assert case.get("said", "") in done.stderr
    assert (state(home) == before) == (wanted == 2)
    assert [] == [path for path in home.rglob(".kpixl-*") if path.name != ".kpixl"]


def test_commands_that_write_can_be_forced():
    """--force is there for each of them."""
    for command in ("generate", "simulate", "check", "feedback", "merge", "demo", "lint"):
        assert "--force" in kpixl(command, "--help").output
