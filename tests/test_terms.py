"""Until when and to whom a workbook is to be returned: it was issued so, whatever the blueprint says now."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpixl.blueprint import Contact, Scheme, digest, digests
from kpixl.blueprint.snapshot import _bytes, _plain
from kpixl.campaign.issued.packages import extended
from kpixl.generate import Issuer, build, building, issue
from kpixl.layout import CellKey, Terms, baseline, first_packages, from_baseline, lay_out
from kpixl.layout.package.baseline import without_terms
from kpixl.returns import Reader, prepare
from kpixl.simulate import stamp_copies
from kpixl.simulate.book import Book
from kpixl.stamp import MARKER, PUBLISHED_KEY
from tests.support import cli, issued, tiny

DAY, LATER = dt.date(2021, 12, 31), dt.date(2022, 1, 7)
ASK = Contact(person="李某", phone="0375-2221111", email="kaohe@example.gov.cn", place="区政府312室")


def saying(scheme: Scheme, day: dt.date | None, contact: Contact | None = None) -> Scheme:
    """The scheme with another deadline in all of its stages, and a contact."""
    stages = tuple(stage.model_copy(update={"deadline": day}) for stage in scheme.head.stages)
    head = scheme.head.model_copy(update={"stages": stages, "contact": contact})
    return scheme.model_copy(update={"head": head})


def read(data, scheme, snapshots=None):
    """What whoever has this scheme reads in a workbook."""
    return tiny.read(data, prepare(Reader(scheme=scheme, key=tiny.KEY, snapshots=snapshots)))


def codes(record):
    """The codes of all that is wrong with identity, structure and integrity, and of notes about these."""
    return sorted(f.code for f in record.findings if f.code[0] in "IST")


def made(package, blueprint_digest=None):
    """The package's workbook, filled in."""
    given = tiny.answers(package.recipient)
    said = blueprint_digest or digest(package.scheme)
    return build(package, given, issuer=Issuer.of(tiny.KEY, tiny.PASSWORD, said)).data


def cover(package, row):
    """What the cover says."""
    cell = lay_out(package).by_cell_key.get(CellKey("cover", "", "", row, "fact"))
    return cell and cell.value


def on_cover(data):
    """What stands on the cover of a workbook, by what stands before it."""
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    return {row[1].value: row[2].value for row in sheet.iter_rows()}


TERMS = {
    "the blueprint's": None,
    "another day": Terms(deadline=LATER),
    "no day": Terms(),
    "a contact": Terms(deadline=DAY, contact=ASK),
    "a telephone alone": Terms(deadline=DAY, contact=Contact(phone="12345")),
}


@pytest.fixture(params=TERMS.values(), ids=[*TERMS])
def package(request):
    """A package with these terms."""
    return tiny.package("hedong", terms=request.param)


class TestBound:
    def test_come_back_as_they_were_built_in(self, package):
        """The baseline gives exactly the terms with which the workbook was built."""
        bare = replace(package, terms=None, scheme=saying(tiny.scheme(), dt.date(2030, 1, 1)))
        again = from_baseline(bare, baseline(package))
        assert (again.deadline, again.contact) == (package.deadline, package.contact)

    @pytest.mark.parametrize("now", [DAY, LATER, None], ids=str)
    @pytest.mark.parametrize("contact", [None, ASK], ids=["nobody to ask", "somebody to ask"])
    def test_are_read_whatever_the_blueprint_says_by_now(self, package, now, contact):
        """A changed date, or another contact, is neither tampering nor another version."""
        assert [] == codes(read(made(package), saying(tiny.scheme(), now, contact)))

    def test_make_no_version(self):
        """The digest stays, so stamps and snapshots do."""
        assert {digest(saying(tiny.scheme(), day, c)) for day in (DAY, LATER, None) for c in (None, ASK)} == {
            digest(tiny.scheme())
        }

    def test_are_signed(self):
        """A day that somebody types over the printed one is tampering."""
        file = tiny.Returned(built=tiny.built("hedong"), book=Book(tiny.built("hedong").data))
        file.book.set_value(file.cell(CellKey("cover", "", "", "deadline", "fact")), "2022年1月7日")
        assert ["T001"] == codes(read(file.book.data(), tiny.scheme()))


class TestExtensions:
    def test_are_one_units(self):
        """Who has more time has another date on its cover, and nobody else."""
        packages = extended(first_packages(tiny.scheme(), tiny.scheme().stage()), {"hexi": LATER})
        assert [p.deadline for p in packages] == [DAY, LATER, DAY]
        assert cover(packages[1], "deadline") == "2022年1月7日"

    def test_are_decided(self, tmp_path):
        """A decision moves the date on the cover, of what is issued anew and of what is given back."""
        home = cli.workspace(tmp_path)
        decide = ("--unit", "河西镇", "--stage", "self-check", "--until", "2022-01-07", "--reason", "受灾")
        cli.kpixl("decide", "tiny", "extension", *decide, "--workspace", home)
        cli.kpixl("generate", "tiny", "--out", tmp_path / "out", "--workspace", home)
        cli.kpixl(
            "feedback", "tiny", tmp_path / "out", "--all", "--out", tmp_path / "again", "--workspace", home
        )
        days = [on_cover(path.read_bytes())["报回时间"] for path in sorted(tmp_path.glob("*/*.xlsx"))]
        assert ["2021年12月31日", "2022年1月7日", "2021年12月31日"] * 2 == days

    def test_keep_the_contact(self):
        """Only the date is another one."""
        package = tiny.package("hexi", terms=Terms(deadline=DAY, contact=ASK))
        assert extended([package], {"hexi": LATER})[0].contact == ASK

    def test_are_cast_as_they_are_built(self):
        """Whoever shares a template does not share the date."""
        first = first_packages(tiny.scheme(), tiny.scheme().stage())
        packages = [*first, *first, *extended(first, {"hexi": LATER, "hedong": LATER}), *first]
        for each in packages:
            assert issue(each, tiny.issuer()) == build(each, {}, issuer=tiny.issuer()).data


class TestOnTheCover:
    def test_whom_to_ask(self):
        """Person and telephone in one line, where to return it to in another."""
        package = tiny.package("hedong", terms=Terms(contact=ASK))
        assert cover(package, "contact") == "李某，0375-2221111"
        assert cover(package, "place") == "kaohe@example.gov.cn，区政府312室"
        assert cover(package, "deadline") == "按通知要求"

    def test_nothing_where_nothing_is_known(self):
        """No line stands without an answer."""
        package = tiny.package("hedong", terms=Terms(contact=Contact(phone="1")))
        assert (cover(package, "contact"), cover(package, "place")) == ("1", None)


class TestIssuedBefore:
    """Workbooks of a time when the blueprint alone said the terms."""

    @pytest.fixture
    def former(self, monkeypatch):
        """A workbook whose baseline has no terms, with the digest of the form that had deadlines."""
        monkeypatch.setattr(building, "baseline", lambda package: without_terms(baseline(package)))
        return made(tiny.package("hedong"), digests(tiny.scheme())[1])

    def test_are_of_the_current_version(self, former):
        """By the digest that their stamps name."""
        assert [] == codes(read(former, tiny.scheme()))

    def test_have_the_date_of_their_snapshot(self, former, tmp_path):
        """The blueprint's date has changed since, and nothing else: that is no other version."""
        content = _bytes(_plain(tiny.scheme(), "former"))
        (tmp_path / f"{hashlib.sha256(content).hexdigest()}.json").write_bytes(content)
        assert [] == codes(read(former, saying(tiny.scheme(), LATER, ASK), tmp_path))

    @pytest.mark.parametrize("workbook", issued.issued()[::7], ids=str)
    def test_read_as_they_did(self, workbook):
        """What is out, with another date in the blueprint of today."""
        scheme = saying(issued.as_it_was(workbook.scheme), LATER, ASK)
        ready = prepare(Reader(scheme=scheme, key=PUBLISHED_KEY, snapshots=issued.SNAPSHOTS))
        assert workbook.expected == issued.reading(ready, workbook.record(ready))


class TestLostRecord:
    def test_terms_are_read_off_the_cover(self, package):
        """Where a program dropped the hidden record, the stamp still says whether the cover is true."""
        book = Book(made(package))
        for label, cell in stamp_copies.hidden_texts(book).items():
            if label.startswith(f"{MARKER} baseline "):
                book.set_value(cell, None)
        known = saying(tiny.scheme(), dt.date(2030, 1, 1), package.contact)
        assert ["I017"] == codes(read(book.data(), known))

    def test_so_are_those_without_a_stamp(self):
        """A workbook that is recognised by what it shows may have another date on its cover."""
        book = Book(made(tiny.package("hedong", terms=Terms(deadline=LATER))))
        stamp_copies.set_all(book, "")
        assert ["I014"] == codes(read(book.data(), tiny.scheme()))


def test_the_cover_holds_them_in_english():
    """A scheme in English says them in English."""
    scheme = saying(tiny.scheme(), LATER, ASK)
    scheme = scheme.model_copy(update={"head": scheme.head.model_copy(update={"language": "en"})})
    told = on_cover(build(tiny.package("hedong", scheme=scheme), {}, issuer=tiny.issuer()).data)
    assert told["Return by"] == "2022-01-07"
    assert told["Questions to"] == "李某, 0375-2221111"
    assert told["Return to"] == "kaohe@example.gov.cn, 区政府312室"
