"""A folder where attachments are saved is watched from the desk."""

from pathlib import Path

import pytest

from kpixl.desk.watching import offered
from kpixl.generate import build
from kpixl.layout import CellKey, first_packages
from tests.support import desks, tiny
from tests.support.blueprints import change

PROOF = CellKey("contact", "", "hedong", "1", "proof")


@pytest.fixture
def saved(tmp_path, monkeypatch) -> Path:
    """A folder of the user's, where somebody saves attachments."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    made = tmp_path / "Downloads" / "附件"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def visit(tmp_path, saved):
    """A desk that watches it."""
    with desks.visited(tmp_path / "home") as there:
        [name] = [name for name, path in offered().items() if path == saved]
        there.post("/returns/watch", {"folder": name, "stage": "self-check"})
        yield there


def returns(visit) -> list[str]:
    """What was taken in."""
    return [name.rpartition("/")[2] for name, *_ in visit.desk.inbox("self-check").signature]


def test_what_is_saved_there_is_taken_in(visit, saved):
    """Once, and it stays there; what cannot be a return is left."""
    (saved / "河东.xlsx").write_bytes(tiny.built("hedong").data)
    (saved / "照片.png").write_bytes(b"picture")
    for _ in "12":
        visit.settle()
    assert ["河东.xlsx"] == returns(visit)
    assert (saved / "河东.xlsx").is_file()
    assert 1 == visit.desk.status("self-check").summary["accepted"]


def test_what_is_half_there_is_waited_for(visit, saved):
    """Until two looks find it the same."""
    path = saved / "河东.xlsx"
    for size in (10, 20, 30):
        path.write_bytes(tiny.built("hedong").data[:size])
        visit.desk.watched.look()
    assert [] == returns(visit)


def test_it_ends_when_somebody_says_so(visit, saved):
    """What comes later stays outside."""
    visit.post("/returns/watch", {"folder": "", "stage": "self-check"})
    (saved / "河东.xlsx").write_bytes(tiny.built("hedong").data)
    visit.settle()
    assert [] == returns(visit)


@pytest.mark.parametrize("folder", ["/etc", "../..", "0123456789abcdef"])
def test_only_what_was_offered_is_watched(visit, folder):
    """No path is taken from the browser, and none is on the page."""
    assert 409 == visit.post("/returns/watch", {"folder": folder}).status_code


def test_links_are_not_offered(saved):
    """They may lead anywhere."""
    link = saved.parent / "elsewhere"
    try:
        link.symlink_to("/", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert link not in offered().values()


def test_proof_that_a_return_names_is_taken_in_as_well(tmp_path, saved):
    """Whatever kind of file it is, whichever came first; it comes to lie beside its return."""
    home = desks.workspace(tmp_path / "home")
    change(home / "blueprints" / "tiny" / "contact.yaml", "name: proof,", "name: proof, evidence: warning,")
    (saved / "文件.pdf").write_bytes(b"%PDF-1.7 a scan")
    with desks.opened(home) as there:
        campaign = there.desk.working()
        package = next(
            p for p in first_packages(campaign.scheme, campaign.scheme.stage()) if p.recipient == "hedong"
        )
        data = build(package, {**tiny.answers("hedong"), PROOF: "文件"}, issuer=campaign.issuer).data
        (saved / "河东.xlsx").write_bytes(data)
        [name] = [name for name, path in offered().items() if path == saved]
        there.post("/returns/watch", {"folder": name, "stage": "self-check"})
        for _ in "12345":  # it is asked for once the return is read
            there.settle()
        checked = there.desk.checked("self-check")
        assert checked is not None
        [file] = [f for f in checked.result.files if f.unit == "hedong"]
        assert ["文件"] == [each.name for each in file.evidence]
