"""The desk as a program: it says its link, serves, and ends when somebody quits."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from kpixl.desk.serving import listening
from tests.support import cli, desks, tiny

pytestmark = pytest.mark.processes


@pytest.fixture
def home(tmp_path) -> Path:
    """A workspace."""
    return desks.workspace(tmp_path / "考核 2022")


@pytest.fixture
def started(home) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client, str]]:
    """The program, a browser that was let in, and the link that it said."""
    program = subprocess.Popen(
        [sys.executable, "-m", "kpixl", "desk", "--no-browser", "--workspace", str(home)],
        env={**os.environ, "PYTHONPATH": str(cli.ROOT), "KPIXL_LANG": "zh", **own_user(home.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stdout is not None
    link = program.stdout.readline().strip()
    with httpx2.Client(base_url=link.partition("/enter")[0], timeout=60) as browser:
        assert 303 == browser.get(link).status_code
        yield program, browser, link
    program.kill()
    program.communicate()


def own_user(folder: Path) -> dict[str, str]:
    """A user whose folder is this one, as systems say it."""
    return {"HOME": str(folder), "USERPROFILE": str(folder)}


def own(browser: httpx2.Client) -> dict[str, str]:
    """What a browser says of a form of the desk's own."""
    return {"origin": str(browser.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}


def test_it_takes_in_checks_and_ends(home, started):
    """A return that is dropped is checked by itself, in a process of its own; whoever quits loses nothing."""
    program, browser, _ = started
    browser.get("/settings")
    files = {"files": ("河东.xlsx", tiny.built("hedong").data)}
    browser.post("/returns?stage=self-check", files=files, headers=own(browser))
    with browser.stream("GET", "/events") as events:
        for line in events.iter_lines():
            jobs = json.loads(line.removeprefix("data: "))["jobs"] if line else []
            if [job["state"] for job in jobs] == ["done"]:
                break
    assert "1/3" in browser.get("/").text
    browser.post("/settings/quit", headers=own(browser))
    _, said = program.communicate(timeout=30)
    assert 0 == program.returncode
    assert "key=" not in said
    assert 1 == cli.kpixl_json("status", "tiny", "--workspace", home)["summary"]["accepted"]


def test_an_upload_that_is_broken_off_leaves_nothing(home, caplog):
    """Neither a file among the returns nor one half there, nor an error; the desk goes on."""
    with desks.running(home) as (desk, link):
        address = link.partition("/enter")[0]
        with httpx2.Client(base_url=address, timeout=60) as browser:
            browser.get(link)
            said = {**own(browser), "cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
            with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as slow:
                slow.sendall(begun(address.partition("//")[2], said))
                waiting = home / ".kpixl" / "arriving"
                desks.until(lambda: list(waiting.glob("*.part")))
            desks.until(lambda: not list(waiting.iterdir()))
            assert 200 == browser.get("/").status_code
        assert () == desk.inbox("self-check").signature
    assert [] == [record for record in caplog.records if record.levelname == "ERROR"]


def begun(host: str, headers: dict[str, str]) -> bytes:
    """An upload of a megabyte, of which little has come."""
    head = {"host": host, "content-type": "multipart/form-data; boundary=x", "content-length": "1048576"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**head, **headers}.items())
    part = 'content-disposition: form-data; name="files"; filename="a.xlsx"'
    return f"POST /returns HTTP/1.1\r\n{lines}\r\n--x\r\n{part}\r\n\r\n".encode() + bytes(1000)


def test_the_port_is_one_s_own(home, started):
    """A second desk on the same port says so."""
    _, browser, _ = started
    done = cli.kpixl("desk", "--port", str(browser.base_url.port), "--workspace", home)
    assert (2, True) == (done.exit_code, "cannot be used" in done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="a console of Windows sends Ctrl-C, not a program")
def test_ctrl_c_is_the_usual_end(started):
    """No error, also while a page listens."""
    program, browser, _ = started
    with browser.stream("GET", "/events") as events:
        next(events.iter_lines())
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=30)
    assert (0, "") == (program.returncode, re.sub("按 Ctrl-C.*\n", "", said))


def test_no_other_program_listens_on_its_port(monkeypatch):
    """Windows would let it, unless it is told otherwise."""
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)
    for each in listening(0):
        with each:
            assert each.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
