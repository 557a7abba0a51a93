"""Options, profiles and fixtures for all tests."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.support import browser as browsers
from tests.support import libreoffice, screen
from tests.support.clerk import Clerk
from tests.support.examples import register_profiles
from tests.support.in_process import DoneHere, InProcess
from tests.support.once import planned_once
from tests.support.person import Person
from tests.support.workbooks import assert_same_workbook

REQUIRE_LIBREOFFICE = "KPIXL_REQUIRE_LIBREOFFICE"
REQUIRE_BROWSER = "KPIXL_REQUIRE_BROWSER"
BLUEPRINTS = Path(__file__).parents[1] / "blueprints"
GOLDEN = Path(__file__).parent / "golden"
# The tests' own, which is quick to fill in, before the reference schemes.
SCHEMES = ("tiny", *sorted(path.parent.name for path in BLUEPRINTS.glob("*/scheme.yaml")))

# `pytest -m hypothesis --hypothesis-profile=search` looks for examples that nobody has tried yet.
register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden workbooks anew, for a review of the difference",
    )


@pytest.hookimpl(tryfirst=True)  # before groups are asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs other programs or a whole scheme: `-m "not slow and not libreoffice"` leaves it out.

    Tests that share what they need run in one process, which makes it once; the longest begin, those of whole
    schemes before all others, so that none is waited for at the end.
    """
    for item in items:
        needed = {*getattr(item, "fixturenames", ())}
        if {"office", "person", "clerk"} & needed:
            item.add_marker(pytest.mark.libreoffice)
        shared = _shares_with(item)
        processes = item.get_closest_marker("processes") is not None
        if "browser" in needed or processes or shared in SCHEMES[1:]:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(shared))
    items.sort(key=_begins)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the collector of garbage need not go through it again and again.

    Plans and records are hundreds of thousands of objects without a cycle: it looks for cycles less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _begins(item: pytest.Item) -> tuple[bool, bool]:
    """What sorts the longest to the front."""
    long = any(map(item.get_closest_marker, ("libreoffice", "slow")))
    return not long, _shares_with(item) not in SCHEMES[1:]


def _shares_with(item: pytest.Item) -> str:
    """What a test shares: the workbooks of the scheme that it is about, else the fixtures of its module."""
    parameters = (
        item.callspec.params.values()
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else ()
    )
    folders = [getattr(each, "folder", each) for each in parameters]
    names = [each.name if isinstance(each, Path) else each for each in folders]
    return next((scheme for scheme in SCHEMES if scheme in names), item.path.stem)


@pytest.fixture(scope="module", autouse=True)
def reading_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """What has processes of its own is done in that of the test, except in modules marked `processes`.

    There each package is laid out once for all files of it.
    """
    with pytest.MonkeyPatch.context() as patch, planned_once():
        if request.node.get_closest_marker("processes") is None:
            patch.setattr(import_module("kpixl.check.run"), "Pool", InProcess)
            patch.setattr(import_module("kpixl.draft.drafting"), "Pool", InProcess)
            patch.setattr(import_module("kpixl.desk.desk"), "JobProcess", DoneHere)
            patch.setattr(import_module("kpixl.desk.front"), "PassingProcess", DoneHere)
        yield


@pytest.fixture(scope="session")
def libreoffice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for LibreOffice; skips where there is none, unless KPIXL_REQUIRE_LIBREOFFICE=1."""
    _there_or_skipped(libreoffice.missing(), REQUIRE_LIBREOFFICE)
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture(scope="session")
def office(libreoffice_folder: Path) -> Iterator[libreoffice.Office]:
    """One headless LibreOffice for the session."""
    with closing(libreoffice.Office(_inside(libreoffice_folder, "office"))) as server:
        yield server


@pytest.fixture(scope="session")
def person(libreoffice_folder: Path) -> Iterator[Person]:
    """One LibreOffice with windows and somebody to type for the session."""
    with closing(Person(_inside(libreoffice_folder, "person"))) as somebody:
        yield somebody


@pytest.fixture(scope="session")
def clerk(libreoffice_folder: Path) -> Iterator[Clerk]:
    """One LibreOffice in a window on a screen, and a clerk; skips as the others where there is no screen."""
    _there_or_skipped(screen.missing(), REQUIRE_LIBREOFFICE)
    folder = _inside(libreoffice_folder, "clerk")
    with screen.Screen(folder / "screen.log") as small, closing(Clerk(folder, small)) as somebody:
        yield somebody


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One Chromium for the session; skips where there is none, unless KPIXL_REQUIRE_BROWSER=1."""
    _there_or_skipped(browsers.missing(), REQUIRE_BROWSER)
    driver = browsers.opened(tmp_path_factory.mktemp("browser"))
    try:
        yield driver
    finally:
        driver.quit()


def _there_or_skipped(reason: str | None, required: str) -> None:
    """Skip where a program is missing, for this reason; fail if the environment requires it."""
    if reason is not None:
        if os.environ.get(required) == "1":
            pytest.fail(f"{reason}, and {required}=1 asks for it")
        pytest.skip(reason)


def _inside(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`same_as_golden(path, name)`: the workbook equals tests/golden/<name>/; --update-golden rewrites it."""
    update = request.config.getoption("--update-golden")

    def compare(made: Path, name: str) -> None:
        assert_same_workbook(made, GOLDEN / name, update=update)

    return compare
