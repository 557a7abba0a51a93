"""Sealed copies: a check code on each page, the same in the workbook and here, held against what came."""

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from kpixl.blueprint.expressions import Call, Literal, Name
from kpixl.campaign import Campaign, Means
from kpixl.generate import build
from kpixl.layout import CellKey, Role, first_packages, lay_out
from kpixl.ledger import Entry, Expecting, Turn, seal_state
from kpixl.returns import Reader, prepare
from kpixl.returns._reading import read_bytes
from kpixl.simulate.book import Book
from tests.support import cli, desks, tiny
from tests.support.blueprints import change
from tests.support.expressions import Case, recalculated, values
from tests.support.libreoffice import set_cell

PHONE = CellKey("contact", "", "hedong", "", "phone")
PERSON = CellKey("contact", "", "hedong", "", "person")
CHOICES = ("优秀", "良好", "一般")
TYPED = [
    None, Decimal(0), Decimal(1), Decimal(-1), Decimal("0.05"), Decimal("0.12345"), Decimal("-0.12345"),
    Decimal("2.00005"), Decimal("1234567.8901"), Decimal(9972), Decimal(9973), Decimal("12345678901.25"),
    Decimal("1E+9"), "12", "很多", "优秀", "良好", " 优秀", "一般", "长" * 200, "a\nb", date(2021, 5, 1),
]  # fmt: skip
"""What people type: numbers of any size, numbers as texts, choices, long texts, days."""


def gauge(value, *, takes_numbers):
    """What comes of what is typed in a cell."""
    node = Call("gauge", (Name("x"), Literal(takes_numbers), *map(Literal, CHOICES)))
    return Case(node=node, kinds={"x": "any"}, cells={"x": value}, places=0)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """The tiny scheme, whose forms come back sealed."""
    own = tmp_path_factory.mktemp("home") / "blueprints" / "tiny"
    shutil.copytree(tiny.FOLDER, own)
    change(own / "contact.yaml", "title: 联系表\n", "title: 联系表\nsealed: [self-check]\n")
    change(own / "report.yaml", "blocks:\n", "sealed: [self-check]\nblocks:\n")
    return Campaign.open(own, Means(key=tiny.KEY, password=tiny.PASSWORD, jobs=1))


def package(campaign, unit="hedong"):
    """The self-check package of a unit."""
    scheme = campaign.scheme
    return next(p for p in first_packages(scheme, scheme.stage()) if p.recipient == unit)


def returned(campaign, edit=lambda book: None, **changed):
    """What is read of Hedong's return with these answers. edit: what is done to the file."""
    answers = {**tiny.answers("hedong"), **{PERSON._replace(column=name): v for name, v in changed.items()}}
    book = Book(build(package(campaign), answers, issuer=campaign.issuer).data)
    edit(book)
    return read_bytes(prepare(Reader(scheme=campaign.scheme, key=tiny.KEY)), book.data())


def test_what_is_typed_counts_as_in_a_spreadsheet(office, tmp_path):
    """A real program says the same number for anything that may stand in a cell."""
    cases = [gauge(value, takes_numbers=takes) for takes in (True, False) for value in TYPED]
    found = recalculated(office, tmp_path / "typed.xlsx", cases, values)
    assert [case.value() for case in cases] == [Decimal(str(figure)) for (figure,) in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("优秀", "良好"),
        (Decimal("0.05"), Decimal("0.06")),
        (Decimal(5), Decimal(-5)),
        (None, Decimal(0)),
        ("一二", "一二三"),
    ],
)
def test_other_answers_give_another_number(one, other):
    """Another choice of the same length too, another sign, a nought where nothing was."""
    said = [gauge(value, takes_numbers=True).value() for value in (one, other)]
    assert said[0] != said[1]


def test_each_sealed_form_shows_one_code_in_print_on_every_page(campaign):
    """In locked cells, among the rows that are repeated, computed on the first and the same on the others."""
    plan = lay_out(package(campaign))
    shown = [(s, c) for s in plan.sheets for c in s.cells if c.spot.row == "#code" and c.role is Role.FORMULA]
    assert ["report", "contact"] == [sheet.key for sheet, _ in shown]
    for sheet, cell in shown:
        first, last = sheet.print.repeat or ("", "")
        assert sheet.row(first) <= sheet.row(cell.spot.row) <= sheet.row(last)
        assert not cell.style.unlocked


def test_a_form_that_is_not_sealed_shows_none():
    """As the tiny scheme is: no line, no hidden column."""
    plan = lay_out(tiny.package("hedong"))
    assert not [s for s in plan.sheets for line in s.lines if line.key == "#code"]
    assert not [s for s in plan.sheets for stripe in s.stripes if stripe.key == "_code"]


def test_the_code_changes_with_any_answer(campaign):
    """On whichever form it stands."""
    codes = [
        returned(campaign).code,
        returned(campaign, person="张三丰").code,
        returned(campaign, phone="0375-12345678").code,
    ]
    assert 3 == len(set(codes))
    assert all(len(code) == 9 and code[4] == "-" for code in codes)


def test_what_was_typed_counts_and_not_what_is_read_of_it(campaign):
    """Space before a name is read over; the spreadsheet counts it, and no result is said to be stale."""
    spaced = returned(campaign, person=" 张三 ")
    assert spaced.code != returned(campaign).code
    assert "T005" not in {f.code for f in spaced.findings}


def test_a_rare_character_counts_as_in_the_program_that_saved_it(office, campaign, tmp_path):
    """Once in LibreOffice, twice in Excel: the code that the return shows is the one that is known of it."""
    answers, plan = {**tiny.answers("hedong"), PERSON: "𠮷田"}, lay_out(package(campaign))
    issued, sheet = tmp_path / "01.xlsx", plan.by_key["contact"]
    issued.write_bytes(build(package(campaign), answers, issuer=campaign.issuer).data)
    at = sheet.address(plan.by_cell_key[PERSON].spot).a1
    saved = office.edit(issued, tmp_path / "saved.xlsx", [set_cell(sheet.name, at, "𠮷田")])
    ready = prepare(Reader(scheme=campaign.scheme, key=tiny.KEY))
    excel, calc = (read_bytes(ready, path.read_bytes()) for path in (issued, saved))
    assert excel.code != calc.code
    assert [] == [f.code for f in (*excel.findings, *calc.findings) if f.code == "T005"]


NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)


def copy(code="", hours=0):
    """A sealed copy that came."""
    data = {"code": code} if code else {}
    of = Turn(scheme="tiny", stage="self-check")
    at = NOON + timedelta(hours=hours)
    return Entry(
        id=1,
        at=at,
        by="",
        what="sealed",
        turn=of,
        unit="hedong",
        file="",
        why="",
        data=data,
        person="",
        revokes=None,
    )


ONE = Expecting(codes=("1111-1111",), since=NOON, before=("1111-1111", "2222-2222"))
PARTS = Expecting(codes=("1111-1111", "3333-3333"), since=NOON)


@pytest.mark.parametrize(
    ("copies", "expecting", "state"),
    [
        ([], ONE, "missing"),
        ([], Expecting(codes=()), None),
        ([copy("1111-1111")], ONE, "agrees"),
        ([copy("9999-9999")], ONE, "differs"),
        ([copy("1111-1111"), copy("9999-9999")], ONE, "differs"),
        ([copy("9999-9999"), copy("1111-1111")], ONE, "agrees"),
        ([copy("2222-2222")], ONE, "outdated"),
        ([copy("1111-1111")], Expecting(codes=()), "received"),
        ([copy(hours=1)], ONE, "received"),
        ([copy(hours=-1)], ONE, "outdated"),
        ([copy("1111-1111")], PARTS, "partly"),
        ([copy("1111-1111"), copy("3333-3333")], PARTS, "agrees"),
    ],
)
def test_how_a_copy_stands(copies, expecting, state):
    """By the last code that was typed, against the returns that count now."""
    assert state == seal_state(copies, expecting)


@pytest.fixture(scope="module")
def home(campaign, tmp_path_factory):
    """A workspace of the sealed tiny scheme in which Hedong's return was accepted; its code."""
    home = tmp_path_factory.mktemp("workspace")
    shutil.copytree(campaign.declared.folder.parent, home / "blueprints")
    (home / "in").mkdir()
    data = build(package(campaign), tiny.answers("hedong"), issuer=campaign.issuer).data
    (home / "in" / "01.xlsx").write_bytes(data)
    found = cli.kpixl_json("check", "tiny", home / "in", "--workspace", home)
    return home, found["files"][0]["code"]


def test_a_code_that_agrees_is_said_to(home):
    """However it is typed; status and history know it."""
    folder, code = home
    typed = code.replace("-", " ").translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    told = cli.kpixl_json("seal", "tiny", "hedong", "--code", typed, "--workspace", folder)
    assert (code, [code], "agrees") == (told["code"], told["expected"], told["result"])
    units = cli.kpixl_json("status", "tiny", "--seal", "agrees", "--workspace", folder)["units"]
    assert [("hedong", "agrees")] == [(u["id"], u["sealed_copy"]) for u in units]
    events = cli.kpixl_json("history", "tiny", "hedong", "--workspace", folder)["events"]
    assert code == events[-1]["data"]["code"]


def test_another_code_differs(home):
    """Said in words, with exit status 1, and shown by status."""
    folder, code = home
    done = cli.kpixl("seal", "tiny", "hedong", "--code", "0000-0001", "--workspace", folder, "--lang", "zh")
    assert 1 == done.exit_code
    assert f"不符：上面是 0000-0001，应为 {code}" in done.output
    assert "不符1" in cli.kpixl("status", "tiny", "--workspace", folder, "--lang", "zh").output


def test_a_scan_is_entered_by_its_digest(home, tmp_path):
    """Whatever is in it: it is not opened."""
    (tmp_path / "扫描.pdf").write_bytes(b"no pdf at all")
    told = cli.kpixl_json("seal", "tiny", "hedong", "--scan", tmp_path / "扫描.pdf", "--workspace", home[0])
    assert sha256(b"no pdf at all").hexdigest() == told["scan"]


@pytest.mark.parametrize("code", ["123", "12345678901", "abcd-efgh"])
def test_what_is_no_code_is_refused(home, code):
    """Nothing is entered."""
    done = cli.kpixl("seal", "tiny", "hedong", "--code", code, "--workspace", home[0])
    assert 2 == done.exit_code


def test_the_desk_enters_a_copy_and_tells_whom_to_call(campaign, tmp_path):
    """Under 单位 by its code; one that differs stands under 该找谁, one that agrees does not."""
    data = build(package(campaign), tiny.answers("hedong"), issuer=campaign.issuer).data
    folder = desks.workspace(tmp_path / "home")
    shutil.copytree(campaign.declared.folder, folder / "blueprints" / "tiny", dirs_exist_ok=True)
    with desks.opened(folder) as visit:
        visit.drop(("01-河东镇.xlsx", data))
        visit.settle()
        code = visit.desk.status("self-check").every[0].standing.codes[0]
        for typed, said, calls in (("0000-0001", "不符", True), (code, "相符", False)):
            visit.post("/units/hedong/seal?stage=self-check", {"code": typed})
            assert said in visit.page("/units/hedong?stage=self-check")
            assert said in visit.page("/units?stage=self-check")
            assert calls == ("河东镇" in visit.page("/chase?stage=self-check"))
