"""What the project promises about itself."""

import ast
import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kpixl

ROOT = Path(__file__).parent.parent
SOURCES = ("kpixl", "validators")
MODULE_LINES = 350
FUNCTION_LINES = 40
PACKED = ("benchmarks", "blueprints", "docs", "examples", "gallery", "kpixl", "tests", "validators")
IGNORED_FOLDERS = {"__pycache__", "build", "dist", "generated", "htmlcov"}
# The home or working folder of some machine; no file of the project may depend on one.
MACHINE_PATH = re.compile(rb"(?<![\w.\-/:])/(?:home|root|work|workspace|Users)/\w|[A-Z]:\\Users\\\w")
MAKE = "python3 -m venv .venv && .venv/bin/python -m pip install -q"
DEMO = f"{MAKE} . && .venv/bin/kpixl demo"
TESTS = f"{MAKE} -e '.[test]' && .venv/bin/python -m pytest -n 2"


def project_files() -> Iterator[Path]:
    """The project's own files: no tool's folder, nothing built, nothing generated."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [
            name
            for name in names
            if name not in IGNORED_FOLDERS
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name in {".ci", ".github"})
        ]
        yield from (Path(folder, name) for name in files if not name.startswith(".coverage"))


def sources() -> list[Path]:
    """All Python modules of the engine and the validators."""
    return sorted(file for folder in SOURCES for file in (ROOT / folder).rglob("*.py"))


def settings() -> configparser.ConfigParser:
    """setup.cfg, as read."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_readme_gives_two_commands():
    """README.md holds two blocks tagged sh, demonstration and tests; CI runs the second as it stands."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [DEMO, TESTS] == [
        block.strip() for block in re.findall(r"^```sh\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    ]


def test_the_version_stands_in_one_place():
    """setup.cfg takes the version from the package, and the changelog knows it."""
    assert "attr: kpixl.version.__version__" == settings()["metadata"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## .*\b{re.escape(kpixl.__version__)}\b", changelog, re.MULTILINE)


def test_validators_is_no_package():
    """An __init__.py there would shadow the package of that name on the path."""
    assert not (ROOT / "validators" / "__init__.py").exists()


def test_no_file_names_a_path_of_some_machine():
    """No file holds the home or working folder of the machine that made it."""
    here = str(ROOT).encode()
    found = [
        str(file.relative_to(ROOT))
        for file in project_files()
        if here in (content := file.read_bytes()) or MACHINE_PATH.search(content)
    ]
    assert [] == found


def test_modules_are_short():
    """A module of more than 350 lines has more than one subject."""
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}
    assert {} == {
        str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > MODULE_LINES
    }


def test_functions_are_short():
    """No function has more than 40 lines."""
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    ]
    assert [] == long


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """What goes into a wheel, built beside the checkout."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build_py", "--build-lib", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


def data_files(folder: Path) -> set[str]:
    """All files below a folder but compiled ones, relative to it."""
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.mark.parametrize("folder", ["blueprints", "gallery", "validators"])
def test_the_wheel_carries_the_reference_schemes(built, folder):
    """An installed kpixl has the same blueprints and validators as the checkout."""
    files = data_files(ROOT / folder)
    assert files
    assert files == data_files(built / "kpixl" / "reference" / folder)


def test_the_wheel_carries_the_whole_package(built):
    """No module and no data file of the package stays behind."""
    files = {name for name in data_files(built / "kpixl") if not name.startswith("reference/")}
    assert data_files(ROOT / "kpixl") == files


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> set[str]:
    """What goes into an sdist, as setuptools lists it."""
    folder = tmp_path_factory.mktemp("packed")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "egg_info", "--egg-base", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    listed = (folder / "kpixl.egg-info" / "SOURCES.txt").read_text(encoding="utf-8")
    return set(listed.replace("\\", "/").split("\n"))


@pytest.mark.parametrize("folder", PACKED)
def test_the_sdist_holds_the_project(packed, folder):
    """Who gets the sdist can run the tests, read the pages and build the wheel; nothing else is in it."""
    files = {file.relative_to(ROOT).as_posix() for file in project_files()}
    assert {name for name in files if name.startswith(f"{folder}/")} == {
        name for name in packed if name.startswith(f"{folder}/")
    }


def test_the_sdist_holds_what_lies_above_the_folders(packed):
    """Pages, settings and chores."""
    names = {path.name for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")}
    assert names <= packed


def test_the_versions_of_python_are_those_that_are_tried():
    """setup.cfg says 3.11 to 3.14, and `nox -s tests` runs the tests with each that is there."""
    said = re.findall(r":: Python :: (3\.\d+)", settings()["metadata"]["classifiers"])
    tried = re.search(
        r"^PYTHONS = (\[.*\])$", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert tried is not None
    assert said == ast.literal_eval(tried[1])
    assert f">={said[0]}" == settings()["options"]["python_requires"]


def test_the_package_is_all_that_is_built(built):
    """The wheel has one top-level name."""
    assert ["kpixl"] == sorted(path.name for path in built.iterdir())
