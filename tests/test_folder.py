"""The folder that needs no Python: built once, taken elsewhere, and used as an office uses it."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support import cli, desks, tiny

REQUIRE_FOLDER = "KPIXL_REQUIRE_FOLDER"
PATIENCE_SECONDS = 60
END = ".exe" if os.name == "nt" else ""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("folder")]  # built once


def missing() -> str | None:
    """What is missing for building it; None where nothing is."""
    if importlib.util.find_spec("PyInstaller") is None:
        return "there is no PyInstaller"
    return "there is no objdump" if sys.platform == "linux" and shutil.which("objdump") is None else None


def without_network() -> list[str]:
    """How a program is started that can reach nobody; nothing, where that is not to be had."""
    command = [shutil.which("unshare") or "unshare", "-rn"]
    try:
        done = subprocess.run([*command, shutil.which("true") or "true"], check=False, capture_output=True)
    except FileNotFoundError:
        return []
    return command if done.returncode == 0 else []


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The folder, on a path with Chinese characters and blanks; skips where it cannot be built."""
    reason = missing()
    if reason is not None:
        if os.environ.get(REQUIRE_FOLDER) == "1":
            pytest.fail(f"{reason}, and {REQUIRE_FOLDER}=1 asks for it")
        pytest.skip(reason)
    place = tmp_path_factory.mktemp("folder")
    command = [sys.executable, "packaging/build.py", "--out", str(place / "made")]
    subprocess.run(command, cwd=cli.ROOT, env={**os.environ, "PYTHONPATH": str(cli.ROOT)}, check=True)
    moved = place / "考核 软件" / "kpixl"
    return Path(shutil.move(place / "made" / "kpixl", moved.parent.mkdir() or moved))


@pytest.fixture(scope="session")
def alone(tmp_path_factory) -> dict[str, str]:
    """What a machine says that has no Python, of a user who has nothing yet."""
    home = str(tmp_path_factory.mktemp("用户"))
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {**kept, "PATH": home, "HOME": home, "USERPROFILE": home, "KPIXL_LANG": "en"}


@pytest.fixture
def run(folder, alone, tmp_path):
    """Run the command line out of the folder, without a network where that can be had."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [*without_network(), str(folder / f"kpixl{END}"), *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=alone, capture_output=True, check=False, encoding="utf-8"
        )

    return run


def test_it_does_the_whole_job(run, tmp_path):
    """The demonstration, down to the score sheet."""
    example = cli.ROOT / "examples" / "two-forms"
    done = run("demo", "--workspace", example, "--out", tmp_path / "演 示")
    assert (0, "") == (done.returncode, done.stderr)
    assert (tmp_path / "演 示" / "score-sheet.xlsx").is_file()


def test_processes_of_its_own_read_returns(run, tmp_path):
    """As many as there are processors; validators files, which lie outside, judge what was read."""
    run("simulate", "weidong-2021", "--out", "回 收", "--seed", "1", "--faults", "0.5")
    done = run("check", "weidong-2021", "回 收", "--report", "报告")
    here = cli.kpixl_process("check", "weidong-2021", "回 收", "--report", "report", cwd=tmp_path)
    assert (1, 1) == (done.returncode, here.returncode), done.stderr
    texts = [tmp_path / name / "report.txt" for name in ("报告", "report")]
    assert texts[0].read_bytes() == texts[1].read_bytes()


def test_it_brings_the_reference_schemes(run):
    """All of them, in a new workspace."""
    assert 0 == run("init", "新 考核", "--scheme", "zibo-2022").returncode
    assert 0 == run("lint", "zibo-2022", "--workspace", "新 考核", "-q").returncode


def test_it_says_by_what_each_file_is_known(folder):
    """Every file but the list itself, as sha256sum writes it."""
    said = (folder / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    names = {line[66:]: line[:64] for line in said}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["SHA256SUMS.txt"]
    assert files.keys() == names.keys()
    program = f"kpixl-desk{END}"
    assert names[program] == hashlib.sha256(files[program].read_bytes()).hexdigest()


def test_what_one_reads_first_opens_in_the_editor_of_windows(folder):
    """Marked as UTF-8, lines ended by both characters."""
    said = (folder / "先看这里.txt").read_bytes()
    assert said.startswith("\ufeffkpixl ".encode())
    assert said.count(b"\r\n") == said.count(b"\n")


@pytest.fixture
def desk(folder, alone, tmp_path) -> Iterator[httpx2.Client]:
    """The desk out of the folder, over a workspace with returns that wait, and a browser that was let in."""
    home = desks.workspace(tmp_path / "考 核")
    inbox = home / "returns" / "self-check"
    inbox.mkdir(parents=True)
    for unit in ("hedong", "hexi"):
        (inbox / f"{unit}.xlsx").write_bytes(tiny.built(unit).data)
    command = [str(folder / f"kpixl-desk{END}"), "--no-browser", "--workspace", str(home)]
    with subprocess.Popen(command, env=alone, stdout=subprocess.PIPE, encoding="utf-8") as program:
        assert program.stdout is not None
        link = program.stdout.readline().strip()
        with httpx2.Client(base_url=link.partition("/enter")[0], timeout=PATIENCE_SECONDS) as browser:
            assert 303 == browser.get(link).status_code
            yield browser
            own = {"origin": str(browser.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
            browser.post("/settings/quit", headers=own)
        assert 0 == program.wait(PATIENCE_SECONDS)


def test_the_desk_checks_what_waits(desk):
    """In processes that start afresh, for a server has threads; its files are all there."""
    end = time.monotonic() + PATIENCE_SECONDS
    while "2/3" not in desk.get("/").text:
        assert time.monotonic() < end
        time.sleep(0.2)
    needed = [link for link in desks.links(desk.get("/").text) if link.startswith("/static/")]
    assert 5 == len(needed)
    assert {200} == {desk.get(link).status_code for link in needed}
