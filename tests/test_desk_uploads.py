"""Files that come in at the desk: where they are kept, and what is not taken."""

import io
import re
import zipfile

import openpyxl
import pytest

from kpixl.campaign.workspace.receiving import safe_name
from kpixl.desk import taking
from kpixl.desk.uploads import Bounds
from tests.support import desks, tiny
from tests.support.desks import OWN

EVIL = '"><img src=x onerror=alert(1)>.xlsx'


@pytest.fixture
def visit(tmp_path):
    """A desk of a new workspace."""
    with desks.visited(tmp_path / "home") as there:
        yield there


def kept(visit) -> list[str]:
    """What lies among the returns of the first stage, without the time."""
    return [name.partition("/")[2] for name, *_ in visit.desk.inbox("self-check").signature]


def test_a_file_lies_where_a_person_finds_it(visit, tmp_path):
    """In returns/STAGE/RECEIVED/NAME, as it came."""
    visit.drop(("01-河东镇.xlsx", b"data"))
    [path] = (p for p in (tmp_path / "home" / "returns").rglob("*") if p.is_file())
    assert re.fullmatch(
        r"self-check/\d{4}-\d\d-\d\d_\d{4}/01-河东镇\.xlsx",
        path.relative_to(tmp_path / "home" / "returns").as_posix(),
    )
    assert b"data" == path.read_bytes()


def test_the_same_file_is_kept_once(visit):
    """And the page is told so."""
    answers = [visit.drop((name, b"data")).json()["files"] for name in ("a.xlsx", "b.xlsx")]
    assert [[False], [True]] == [[f["before"] for f in files] for files in answers]
    assert ["a.xlsx"] == kept(visit)


def test_nothing_is_overwritten(visit):
    """Another file of the same name lies beside the first."""
    visit.drop(("a.xlsx", b"one"), ("a.xlsx", b"two"), ("a.xlsx", b"three"))
    assert ["a.xlsx", "a_02.xlsx", "a_03.xlsx"] == sorted(kept(visit))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../blueprints/evil.yaml", "evil.yaml"),
        ("..\\..\\evil.xlsx", "evil.xlsx"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\x.xlsx", "x.xlsx"),
        ("C:x.xlsx", "C_x.xlsx"),
        ("a.xlsx:stream", "a.xlsx_stream"),
        ("..", "_"),
        (".", "_"),
        ("", "_"),
        ("...xlsx", "xlsx"),
        ("a.xlsx. . ", "a.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("nul", "_nul"),
        ("CON .xlsx", "_CON .xlsx"),
        ("com¹.xlsx", "_com¹.xlsx"),
        ("CONIN$", "_CONIN$"),
        ("conout$.xlsx", "_conout$.xlsx"),
        ("company.xlsx", "company.xlsx"),
        ("a.xlsx::$DATA", "a.xlsx__$DATA"),
        ("..%2f..%5cevil.xlsx", "%2f..%5cevil.xlsx"),
        ("%2e%2e/evil.xlsx", "evil.xlsx"),
        ("\\\\server\\share\\a.xlsx", "a.xlsx"),
        ("河东\u202excod.xlsx", "河东_xcod.xlsx"),
        ("\ud800.xlsx", "_.xlsx"),
        ("a\nb\x00.xlsx", "a_b_.xlsx"),
        ("甲" * 300 + ".xlsx", "甲" * 115 + ".xlsx"),
        ("河东镇 (1).xlsx", "河东镇 (1).xlsx"),
    ],
)
def test_a_name_is_only_a_name(name, safe):
    """No folder, no device, nothing that a system refuses."""
    assert safe == safe_name(name)


@pytest.mark.parametrize(
    "name", ["../../evil.xlsx", "..%2F..%2Fevil.xlsx", "/var/evil.xlsx", "..\\evil.xlsx"]
)
def test_no_name_leads_out_of_the_folder(visit, tmp_path, name):
    """A file lies among the returns, whatever it says."""
    visit.drop((name, b"evil"))
    [path] = (p for p in tmp_path.rglob("*evil*") if p.is_file())
    assert path.parent.parent == tmp_path / "home" / "returns" / "self-check"


def test_markup_in_a_name_is_text(visit):
    """Of a file, wherever a page shows it."""
    visit.drop((EVIL, b"no workbook"))
    visit.settle()
    for path in ("/returns", "/journal", "/"):
        assert "<img" not in visit.page(path)
    assert "&lt;img src=x onerror=alert(1)&gt;" in visit.page("/journal") or "_img src=x" in visit.page(
        "/journal"
    )


@pytest.mark.parametrize("name", ["=1+1.xlsx", "+cmd.xlsx", "-2+3.xlsx", "@SUM(A1).xlsx"])
def test_a_formula_in_a_name_is_text(visit, name):
    """In what is exported of the record, too."""
    visit.drop((name, b"no workbook"))
    visit.settle()
    book = openpyxl.load_workbook(io.BytesIO(visit.get("/journal/table").content))
    cells = [c for sheet in book for row in sheet for c in row if c.value]
    assert [] == [c.coordinate for c in cells if c.data_type == "f"]
    assert any(name in str(c.value) for c in cells)


class TestBounds:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(taking, "Bounds", lambda **_: Bounds(size=2 << 20, files=3))

    def left(self, visit, tmp_path) -> list[str]:
        """Every file that was begun."""
        places = (tmp_path / "home" / "returns", tmp_path / "home" / ".kpixl" / "arriving")
        return [p.name for place in places for p in place.rglob("*") if p.is_file()]

    def test_too_much_is_refused_before_it_is_sent(self, visit, tmp_path):
        """By what the browser says of it; 3 GB do not come."""
        own = {**OWN, "content-type": "multipart/form-data; boundary=x", "content-length": str(3 << 30)}
        assert 413 == visit.browser.post("/returns", content=b"--x--", headers=own).status_code
        assert [] == self.left(visit, tmp_path)

    def test_too_much_is_refused_while_it_comes(self, visit, tmp_path):
        """By what does come, where nothing was said; what was begun is gone."""
        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n'
        own = {**OWN, "content-type": "multipart/form-data; boundary=x", "accept": "application/json"}

        def flood():
            yield head
            for _ in range(3):
                yield bytes(1 << 20)

        answer = visit.browser.post("/returns", content=flood(), headers=own)
        assert (413, True) == (answer.status_code, "refused" in answer.json())
        assert [] == self.left(visit, tmp_path)

    def test_too_many_are_refused(self, visit):
        """Those before stay."""
        files = [(f"{n}.xlsx", str(n).encode()) for n in range(4)]
        assert 413 == visit.drop(*files).status_code
        assert 3 == len(kept(visit))


@pytest.mark.parametrize(
    "body",
    [
        b"--x",
        b"nothing",
        b"--x\r\nno header",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\ncut',
    ],
)
def test_what_is_no_upload_is_said_and_nothing_kept(visit, body):
    """Broken off or never one."""
    own = {**OWN, "content-type": "multipart/form-data; boundary=x"}
    assert visit.browser.post("/returns", content=body, headers=own).status_code in {303, 400}
    assert [] == kept(visit)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_nothing_else_is_taken(visit, kind):
    """Only a form of files with its boundary."""
    assert (
        400 == visit.browser.post("/returns", content=b"x", headers={**OWN, "content-type": kind}).status_code
    )


def test_a_part_whose_heading_has_no_end_is_refused(visit):
    """Nothing of it is gathered in memory without a bound."""
    own = {**OWN, "content-type": "multipart/form-data; boundary=x"}
    body = b"--x\r\nContent-Disposition: form-data; name=" + b"a" * (1 << 20)
    assert 400 == visit.browser.post("/returns", content=body, headers=own).status_code


def test_fields_that_hold_no_file_are_passed_over(visit):
    """However many there are, the file among them is kept."""
    fields = {f"f{n}": "x" for n in range(3_000)}
    body = {"files": ("a.xlsx", b"data")}
    assert 303 == visit.browser.post("/returns", data=fields, files=body, headers=OWN).status_code
    assert ["a.xlsx"] == kept(visit)


def test_a_form_of_too_many_fields_is_refused(visit):
    """As one that is too long."""
    own = {**OWN, "content-type": "application/x-www-form-urlencoded"}
    body = "&".join(["a="] * 50_000)
    assert 413 == visit.browser.post("/decisions", content=body, headers=own).status_code


def test_a_large_form_is_refused(visit):
    """One without files has a megabyte at most."""
    assert 413 == visit.post("/decisions", {"reason": "长" * 500_000}).status_code


def test_an_archive_that_bursts_is_refused_and_the_desk_goes_on(visit):
    """A zip of two thousand times its size is told as such; the next file is read."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(60 << 20))
    visit.drop(("bomb.xlsx", bomb.getvalue()), ("河东镇.xlsx", tiny.built("hedong").data))
    visit.settle()
    result = visit.desk.checked("self-check").result
    assert {"bomb.xlsx": "rejected", "河东镇.xlsx": "accepted"} == {
        f.path.rpartition("/")[2]: f.status for f in result.files
    }
