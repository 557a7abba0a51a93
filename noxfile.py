"""The project's chores: `nox -l` lists them, `nox` does what every change needs (lint, tests-fast).

Each runs in an environment of its own; `nox --no-venv` takes the one that is there. What follows `--` goes to
the program that a chore runs.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
FAST = "not slow and not libreoffice"
STRICT = ["-W", "error"]  # a warning is an error for those who work on kpixl, not for those who try it

nox.options.sessions = ["lint", "tests-fast"]
nox.options.error_on_missing_interpreters = False  # it says which versions it leaves out


def _installed(session: nox.Session) -> None:
    session.install("-e", ".[test]")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, types, layers."""
    _installed(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """All tests, with every Python that is there (`nox -s tests-3.12`: with one)."""
    _installed(session)
    session.run("python", "-m", "pytest", "-n", "2", *STRICT, *session.posargs)


@nox.session(name="tests-fast")
def tests_fast(session: nox.Session) -> None:
    """The quick check: the tests that are short and need no other program."""
    _installed(session)
    session.run("python", "-m", "pytest", "-n", "2", *STRICT, "-m", FAST, *session.posargs)


@nox.session
def search(session: nox.Session) -> None:
    """New examples for every property, many more than the tests try; what is found becomes a case."""
    _installed(session)
    session.run(
        "python",
        "-m",
        "pytest",
        "-n",
        "2",
        "-m",
        "hypothesis",
        "--hypothesis-profile=search",
        *session.posargs,
    )


@nox.session
def docs(session: nox.Session) -> None:
    """What the pages say is what the program does; the pages that it writes itself are up to date."""
    _installed(session)
    pages = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/test_docs_*.py"))
    session.run("python", "-m", "pytest", *pages, "tests/test_cli_help.py", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build sdist and wheel: the one holds all, the other, installed alone, does the example's whole job."""
    session.install("build")
    made = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "build", "--outdir", str(made / "dist"), str(ROOT))
    source, wheel = (max((made / "dist").glob(f"*{end}"), key=_age) for end in (".tar.gz", ".whl"))
    with tarfile.open(source) as archive:
        archive.extractall(made, filter="data")
    unpacked = made / source.name.removesuffix(".tar.gz")
    _hold_all(session, unpacked)
    session.install("--force-reinstall", str(wheel))
    with session.chdir(made):
        session.run("kpixl", "demo", "--workspace", str(unpacked / "examples" / "two-forms"), "--out", "demo")


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _hold_all(session: nox.Session, unpacked: Path) -> None:
    """End the chore where the unpacked sdist lacks a tracked file."""
    tracked = session.run("git", "ls-files", "-z", external=True, silent=True)
    kept = [name for name in str(tracked).split("\0") if name and not name.startswith((".", "generated/"))]
    missing = [name for name in kept if not (unpacked / name).is_file()]
    if missing:
        session.error(f"not in the sdist: {', '.join(missing)}")


@nox.session
def faces(session: nox.Session) -> None:
    """LibreOffice shows numbers as kpixl holds that a cell shows them, or differs for a named reason."""
    _installed(session)
    session.run("python", "-m", "tests.full_faces")


@nox.session
def campaign(session: nox.Session) -> None:
    """A year of xinhua-2021 from issue to publication and roll-over, by the commands of the guide."""
    _installed(session)
    session.run("python", "-m", "tests.full_season")


@nox.session
def draft(session: nox.Session) -> None:
    """Drafts of source documents against the blueprints made by hand: `-- FOLDER` with their texts."""
    _installed(session)
    session.run("python", "-m", "tests.full_draft", *session.posargs)


@nox.session
def wide(session: nox.Session) -> None:
    """LibreOffice computes look-ups, numbers, tallies and subtotals as kpixl does, in hundreds of returns."""
    _installed(session)
    session.run("python", "-m", "tests.full_wide", *session.posargs)


@nox.session
def methods(session: nox.Session) -> None:
    """LibreOffice reckons every scoring method as kpixl does, for 2,000 random rows of each."""
    _installed(session)
    session.run("python", "-m", "tests.full_methods", *session.posargs)


@nox.session
def desk(session: nox.Session) -> None:
    """A whole campaign at the desk, by mouse and keyboard alone, in Chromium; ten minutes."""
    _installed(session)
    session.run("python", "-m", "tests.full_desk")


@nox.session
def mutations(session: nox.Session) -> None:
    """Every change of what workbooks lock is told; hours (fewer: `-- --sample 1000`)."""
    _installed(session)
    session.run("python", "-m", "tests.full_mutations", *session.posargs)


@nox.session
def parity(session: nox.Session) -> None:
    """LibreOffice and the check judge each entry alike; an hour."""
    _installed(session)
    session.run("python", "-m", "tests.full_parity", *session.posargs)


@nox.session
def recalculation(session: nox.Session) -> None:
    """LibreOffice computes what kpixl computes, in every workbook of every scheme."""
    _installed(session)
    session.run("python", "-m", "tests.full_recalculation", *session.posargs)


@nox.session
def scale(session: nox.Session) -> None:
    """Returns and outputs in an object store of this machine, with and without a cluster, as in a folder."""
    _installed(session)
    session.run("python", "-m", "tests.full_stores", *session.posargs)


@nox.session
def resaved(session: nox.Session) -> None:
    """Workbooks as seven programs would have saved them are read as they were; an hour."""
    _installed(session)
    session.run("python", "-m", "tests.full_resaved", *session.posargs)
