"""Who is let in to the desk, and what every answer carries: the threats of docs/desk.md, one by one."""

import asyncio
import re

import pytest
from starlette.testclient import TestClient

from kpixl.desk import downloads, serving
from kpixl.desk.app import application
from kpixl.desk.doors import Doors
from kpixl.desk.guarding import HEADERS
from kpixl.desk.screens import every_route
from tests.support import cli, desks
from tests.support.desks import HOME, OWN, PORT, stranger

PAGES = (
    "/",
    "/issue",
    "/returns",
    "/chase",
    "/units",
    "/verification",
    "/scores",
    "/journal",
    "/scheme",
    "/settings",
)


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """A desk with a browser that was let in."""
    with desks.visited(tmp_path_factory.mktemp("desk") / "home") as there:
        yield there


@pytest.fixture
def nobody(visit) -> TestClient:
    """Somebody without a cookie at the same desk."""
    return stranger(application(visit.desk, visit.doors))


class TestHosts:
    @pytest.mark.parametrize("host", [
        "evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "", f"localhost.:{PORT}",
        f"127.0.0.1.:{PORT}", f"127.1:{PORT}", f"2130706433:{PORT}", f"127.0.0.2:{PORT}",
        f"[::1].evil.example:{PORT}", f"[::ffff:127.0.0.1]:{PORT}", f"::1:{PORT}", f"localhost:0{PORT}",
        f"localhost:{PORT}.evil.example", f"evil@localhost:{PORT}", f"localhost:{PORT}@evil.example",
        f"localhost:{PORT},evil.example", f"ｌocalhost:{PORT}",
    ])  # fmt: skip
    def test_a_foreign_name_is_turned_away(self, visit, host):
        """A name that was made to mean this machine (DNS rebinding) opens nothing, even with the cookie."""
        assert 403 == visit.get("/", headers={b"host": host.encode()}).status_code

    @pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
    def test_all_names_of_this_machine_are_alike(self, visit, name):
        """Each opens what the cookie opens."""
        cookie = {"cookie": visit.doors.set_cookie().partition(";")[0]}
        assert 200 == visit.get("/", headers={"host": f"{name}:{PORT}", **cookie}).status_code

    def test_under_another_name_one_is_led_to_where_the_cookie_is(self, nobody):
        """Without asking for anything, and nowhere else."""
        answer = nobody.get("/units", headers={"host": f"localhost:{PORT}"})
        assert (307, f"{HOME}/units") == (answer.status_code, answer.headers["location"])

    @pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/%2F%2Fevil.example"])
    def test_no_address_leads_out(self, nobody, path):
        """Whatever path is asked for, the way leads to this desk (open redirect)."""
        answer = nobody.get(HOME + path, headers={"host": f"localhost:{PORT}"})
        assert answer.headers["location"].startswith(f"{HOME}/")

    def test_it_listens_on_this_machine_alone(self):
        """No other address of this machine has the port."""
        sockets = serving.listening(0)
        try:
            assert {each.getsockname()[0] for each in sockets} <= {"127.0.0.1", "::1"}
        finally:
            for each in sockets:
                each.close()


class TestTheWayIn:
    @pytest.mark.parametrize("path", [*PAGES, "/events", "/static/desk.js", "/no-such-page"])
    def test_without_a_cookie_nothing_is_shown(self, nobody, path):
        """Not even whether a page is there."""
        assert 403 == nobody.get(path).status_code

    def test_a_link_works_once(self, visit, nobody):
        """Whoever finds it later finds nothing."""
        link = visit.doors.link()
        other = stranger(application(visit.desk, visit.doors))
        assert [303, 403] == [each.get(link).status_code for each in (nobody, other)]

    @pytest.mark.parametrize("key", ["", "x", "é"])
    def test_a_wrong_key_opens_nothing(self, nobody, key):
        """And sets no cookie."""
        answer = nobody.get("/enter", params={"key": key})
        assert (403, False) == (answer.status_code, "set-cookie" in answer.headers)

    def test_a_false_cookie_opens_nothing(self, visit, nobody):
        """Nor does one that is no cookie at all."""
        for said in (f"{visit.doors.cookie}=false", f"{visit.doors.cookie}=é", "=;=;"):
            assert 403 == nobody.get("/", headers={b"cookie": said.encode()}).status_code

    def test_no_script_reads_the_cookie_and_no_other_site_has_it_sent(self, visit):
        """HttpOnly, SameSite=Strict, for no longer than the browser runs."""
        said = visit.doors.set_cookie()
        assert "HttpOnly" in said
        assert "SameSite=Strict" in said
        assert "Max-Age" not in said

    def test_every_start_has_secrets_of_its_own(self, visit):
        """A cookie of an earlier one opens nothing."""
        later = stranger(application(visit.desk, Doors(port=PORT)))
        cookie = {"cookie": visit.doors.set_cookie().partition(";")[0]}
        assert 403 == later.get("/", headers=cookie).status_code

    @pytest.mark.parametrize("path", PAGES)
    def test_no_page_holds_a_secret(self, visit, path):
        """Neither the cookie's nor a key of a link is in a page or in an address on it."""
        secret = visit.doors.set_cookie().partition("=")[2].partition(";")[0]
        page = visit.page(path)
        assert secret not in page
        assert "key=" not in page


class TestOtherPages:
    """What pages of other sites, or of other programs on this machine, may have a browser do."""

    @pytest.mark.parametrize("said", [
        {"sec-fetch-site": "cross-site", "origin": "http://evil.example"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:3000"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "same-origin, cross-site"},
        {"sec-fetch-site": ""},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": f"{HOME}.evil.example"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": ""},
        {},
    ])  # fmt: skip
    def test_they_do_nothing(self, visit, said):
        """A form or a script of theirs is turned away, though the cookie may come along."""
        answer = visit.browser.post("/settings/language", data={"lang": "en"}, headers=said)
        assert (403, False) == (answer.status_code, "set-cookie" in answer.headers)

    @pytest.mark.parametrize("said", [
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"},
        {"origin": "http://evil.example"},
    ])  # fmt: skip
    @pytest.mark.parametrize(
        "path", ["/units", "/settings/backups/a", "/events", "/static/desk.js", "/enter"]
    )
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_they_read_nothing(self, visit, method, path, said):
        """Not as a picture, a script, a frame or a page in a new window, and use up no link."""
        assert 403 == visit.browser.request(method, path, headers=said).status_code

    def test_a_form_of_its_own_is_heard(self, visit):
        """As a browser sends it."""
        assert 303 == visit.post("/settings/language", {"lang": "zh"}).status_code

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
    def test_there_is_no_other_way_to_ask(self, visit, method):
        """GET reads, POST does."""
        assert 405 == visit.browser.request(method, "/", headers=OWN).status_code

    def test_no_address_does_anything(self, visit):
        """What a form does cannot be had by GET."""
        posts = [r for r in every_route(visit.desk) if "POST" in (r.methods or ())]
        assert len(posts) > 10
        assert [] == [r.path for r in posts if r.methods != {"POST"}]

    def test_nobody_is_invited(self, visit):
        """There is no CORS: no answer names another origin."""
        answer = visit.get("/", headers={"origin": HOME})
        assert [] == [name for name in answer.headers if name.startswith("access-control-")]


class TestAnswers:
    @pytest.mark.parametrize(
        "path", [*PAGES, "/static/desk.css", "/no-such-page", "/enter", "/issue/all.zip"]
    )
    def test_each_says_what_browsers_must_not_do(self, visit, path):
        """Also those that refuse."""
        answer = visit.get(path)
        assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}

    def test_the_policy_lets_nothing_in_and_nothing_out(self):
        """No script or style inline, no eval, no frame, no other site."""
        policy = HEADERS["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"unsafe|\*|https?:|data:", policy)

    @pytest.mark.parametrize("path", PAGES)
    def test_a_page_holds_nothing_inline(self, visit, path):
        """So that the policy breaks nothing."""
        page = visit.page(path)
        assert [] == re.findall(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|javascript:", page)

    @pytest.mark.parametrize("path", PAGES)
    def test_a_page_leads_nowhere_else(self, visit, path):
        """Every address on it is the desk's own."""
        assert [] == [link for link in desks.links(visit.page(path)) if not re.match(r"[/#](?!/)", link)]

    def test_a_refusal_shows_nothing_of_what_was_asked(self, visit):
        """No text of an address comes back as markup (reflected script)."""
        pages = [visit.get(f"/{what}/<img onerror=alert(1)>").text for what in ("codes", "units")]
        assert [False, False] == ["<img" in page for page in pages]
        assert [True, True] == ["&lt;img" in page for page in pages]

    def test_what_is_handed_out_is_saved_and_not_shown(self, tmp_path):
        """Whatever it is: a page, too, is a file of no type that a browser opens."""
        file = tmp_path / "a.html"
        file.write_text("<script>alert(1)</script>", encoding="utf-8")
        answer = downloads.found(file)
        assert file.read_bytes() == asyncio.run(content(answer))
        said = answer.headers
        assert ("application/octet-stream", "attachment") == (
            said["content-type"],
            said["content-disposition"][:10],
        )


async def content(answer):
    """What is handed out, to its end."""
    return b"".join([block async for block in answer.body_iterator])


def test_every_threat_has_its_test():
    """docs/desk.md names it in the last column."""
    page = (cli.ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    table = page.partition("| threat |")[2].partition("\n\n")[0].splitlines()[2:]
    named = [re.findall(r"`(test_\w+)`", line.split("|")[-2]) for line in table]
    there = "".join(f.read_text(encoding="utf-8") for f in (cli.ROOT / "tests").glob("test_*.py"))
    assert len(named) >= 20
    assert all(named)
    assert [] == [name for tests in named for name in tests if f"def {name}(" not in there]
