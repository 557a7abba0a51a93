"""A page looks at things once, and what has not changed is not found out again: counted, not timed."""

import asyncio
from decimal import Decimal
from importlib import import_module

import pytest

from kpixl.campaign import Campaign
from kpixl.desk import app, assets, paging
from kpixl.desk.desk import Desk
from kpixl.ledger import Ledger
from kpixl.words import Words
from tests.support import desks, tiny

SCREENS = (
    "/", "/issue", "/returns", "/chase", "/units", "/units?state=rejected", "/units/hexi", "/verification",
    "/scores", "/journal", "/scheme", "/settings",
)  # fmt: skip
OVERSPENT = {tiny.report("hexi", "t1", "spent"): Decimal(200)}


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Workbooks are out; one return is accepted, one rejected."""
    with desks.visited(tmp_path_factory.mktemp("desk") / "home") as there:
        there.post("/issue", {"which": "all", "stage": "self-check"})
        there.wait()
        there.drop(
            ("河东.xlsx", tiny.built("hedong").data), ("河西.xlsx", tiny.built("hexi", OVERSPENT).data)
        )
        there.settle()
        yield there


@pytest.fixture
def counted(monkeypatch):
    """Counts the calls of something from now on."""

    def counts(where, name: str) -> list[object]:
        calls, real = list[object](), vars(where)[name]
        plain = getattr(real, "fget", None) or getattr(real, "func", None) or real

        def counting(*given, **more):
            calls.append(given)
            return plain(*given, **more)

        monkeypatch.setattr(where, name, property(counting) if plain is not real else counting)
        return calls

    return counts


@pytest.mark.parametrize("path", SCREENS)
def test_a_page_looks_at_the_account_once(visit, counted, path):
    """Whatever stands on it is of one moment."""
    looks = counted(Ledger, "last")
    visit.page(path)
    assert 1 == len(looks)


@pytest.mark.parametrize("path", SCREENS)
def test_a_second_request_finds_out_nothing_anew(visit, counted, path):
    """How units stand, notices, requests, what the returns make together: as it was for the first."""
    visit.page(path)
    standing = import_module("kpixl.campaign.standing.standing")
    found = [
        counted(standing, "standings"),
        counted(import_module("kpixl.campaign.standing.expected"), "remembered"),
        counted(import_module("kpixl.campaign.scores.reckoning"), "sheet_view"),
        *(counted(Campaign, verb) for verb in ("notices", "requests", "reckon")),
    ]
    visit.page(path)
    assert [[]] * len(found) == found


def test_a_job_by_itself_changes_nothing_that_is_known(visit, counted):
    """That it begins and ends is entered in the record, and only there."""
    visit.page("/units")
    reckoned = counted(import_module("kpixl.campaign.standing.standing"), "standings")
    visit.desk.jobs.add(desks.called("idle"), lambda _: Words("好了", "done"))
    visit.wait()
    assert "办结" in visit.page("/journal")
    visit.page("/units")
    assert [] == reckoned


def test_an_entry_of_the_account_leaves_what_the_blueprint_says(visit, counted):
    """Of ten thousand units it takes seconds to find out who gets whose rows."""
    visit.page("/verification?stage=verification")
    desk = import_module("kpixl.desk.desk")
    found = [counted(desk, "described"), counted(desk, "dealt")]
    visit.desk.campaign.sent(("hedong",), stage="self-check")
    visit.page("/verification?stage=verification")
    assert [[], []] == found


def test_what_the_first_pages_show_is_prepared(visit, counted):
    """When the desk opens, no page has to wait for it."""
    opened = Desk(visit.desk.workspace)
    opened.prepare()
    desk = import_module("kpixl.desk.desk")
    found = [
        counted(import_module("kpixl.campaign.standing.standing"), "standings"),
        counted(desk, "described"),
    ]
    opened.status()
    opened.described("zh")
    assert [[], []] == found


def test_a_check_that_has_ended_leaves_no_reckoning_to_a_page(visit, counted):
    """How units stand by then is found out where the check ends."""
    visit.page("/units")
    visit.drop(("河西二.xlsx", tiny.built("hexi").data))
    visit.settle()
    reckoned = counted(import_module("kpixl.campaign.standing.standing"), "standings")
    visit.page("/units")
    assert [] == reckoned


@pytest.mark.parametrize(
    "place", ["-1", "x", "²", "9" * 10, "9" * 5000], ids=["below", "no-number", "power", "large", "long"]
)
def test_a_list_begins_at_its_start_where_an_address_names_no_place(visit, place):
    """Whatever somebody types there."""
    rows = [page.partition("<tbody>")[2] for page in map(visit.page, ("/journal", f"/journal?from={place}"))]
    assert rows[0].partition("</tbody>")[0] == rows[1].partition("</tbody>")[0]


def test_filters_reckon_nothing_anew(visit, counted):
    """Other lines of the same are shown."""
    visit.page("/units")
    reckoned = counted(import_module("kpixl.campaign.standing.standing"), "standings")
    for query in ("state=accepted", "group=towns", "late=1", "q=河"):
        visit.page(f"/units?{query}")
    assert [] == reckoned


def test_the_record_is_read_as_far_as_it_is_looked_at(visit, monkeypatch):
    """Of all that happened only what stands on the page, and what was taken back."""
    monkeypatch.setattr(paging.part, "__defaults__", (2,))
    read, real = list[int](), Ledger.read

    def reading(ledger, which, asked):
        found = real(ledger, which, asked)
        read.append(len(found))
        return found

    visit.page("/journal")
    monkeypatch.setattr(Ledger, "read", reading)
    visit.page("/journal")
    assert [2] == read


def test_the_returns_are_looked_at_twice_a_second_at_most(visit, counted, monkeypatch):
    """By pages; a thousand files take a moment to look at. What rests on a check looks itself."""
    inbox = import_module("kpixl.campaign.workspace.receiving").Inbox
    visit.page("/returns")
    monkeypatch.setattr("kpixl.desk.desk._FRESH_SECONDS", 60)
    looks = counted(inbox, "signature")
    visit.page("/returns")
    assert [] == looks
    assert visit.desk.is_current("self-check")
    assert 1 == len(looks)


def test_what_was_just_taken_in_is_seen_by_the_next_page(visit, monkeypatch):
    """However lately one looked."""
    monkeypatch.setattr("kpixl.desk.desk._FRESH_SECONDS", 60)
    visit.page("/units")
    visit.drop(("财政.xlsx", tiny.built("finance").data))
    assert "还没有核对" in visit.page("/units")
    visit.settle()
    assert "还没有核对" not in visit.page("/units")


def test_files_are_seen_to_be_on_the_disk_together(visit, counted):
    """Those of one sending at one go, for the disk takes as long over one."""
    looks = counted(import_module("kpixl.campaign.workspace.receiving"), "on_disk")
    visit.drop(*((f"{n}.txt", str(n).encode()) for n in range(5)))
    assert 1 == len(looks)
    visit.settle()


class TestFilesOfPages:
    def test_browsers_keep_them(self, visit):
        """Under an address that is another one as soon as they are; nothing else may be kept."""
        answer = visit.get(assets.address("desk.js"))
        assert "immutable" in answer.headers["cache-control"]
        assert assets.address("desk.js") in visit.page("/")
        assert "no-store" == visit.get("/").headers["cache-control"]

    @pytest.mark.parametrize("path", ["/static/desk.js", "/static/0123456789abcdef/desk.js"])
    def test_they_are_at_no_other_address(self, visit, path):
        """Not what another version of the program had there."""
        answer = visit.get(path)
        assert (404, "no-store") == (answer.status_code, answer.headers["cache-control"])


class TestWhatPagesHear:
    def test_it_is_written_when_something_is_other(self, visit, monkeypatch):
        """Every open page listens four times a second; nothing is made of it while all stays as it is."""
        written, real = list[object](), app._state

        def state(desk, lang):
            written.append(desk.version)
            return real(desk, lang)

        monkeypatch.setattr(app, "_state", state)
        monkeypatch.setattr(app, "_PULSE_SECONDS", 0)
        asyncio.run(self.hear(visit.desk))
        assert 2 == len(written)

    async def hear(self, desk):
        """What is said at first, and once more after something has changed."""
        heard = app._told(desk, "zh")
        await anext(heard)
        asyncio.get_running_loop().call_later(0.05, desk.changed)
        await anext(heard)


def test_the_units_to_choose_from_are_offered_for_each_file(visit):
    """Of which nobody knows whose it is; the one that its name is like is chosen already."""
    visit.drop(("甲.xlsx", b"no workbook"), ("乙.xlsx", b"nor this"), ("河西镇.xlsx", b"of whom it seems"))
    visit.settle()
    page = visit.page("/returns?status=nobody")
    assert page.count('<option value="hexi">河西镇</option>') >= 3
    assert '<option value="hexi" selected>河西镇</option>' in page
