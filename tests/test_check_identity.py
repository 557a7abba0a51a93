import hashlib
from dataclasses import replace

import pytest

from kpixl.blueprint import canonical, digest, digests, store
from kpixl.findings import Severity, entries
from kpixl.generate import Issuer, build
from kpixl.returns import Reader, prepare
from kpixl.returns._reading import read_bytes
from kpixl.returns.identity._identify import misnamed
from kpixl.simulate import stamp_copies
from kpixl.simulate.book import CUSTOM, WORKBOOK
from kpixl.stamp import MARKER, PROPERTY_PREFIX, PUBLISHED_KEY, STAMP_NAME, Key, sign
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.tiny import KEY, damaged, flat, returned

CASES = Cases()


def token(file, key=KEY, **changes):
    """The file's token with another stamp."""
    return sign(replace(file.built.stamp, **changes), key)


def unstamped(file, without):
    """Take all copies of the stamp away, and the printed texts that hold this one."""
    stamp_copies.set_all(file.book, "")
    for form in ("cover", "report", "contact"):
        for row in file.tab(form).xml.rows.values():
            for cell in row.cells.values():
                if without in str(file.book.shown(cell)):
                    file.book.set_value(cell, None)


@CASES.raises("I001")
def no_stamp_and_no_form(file):
    """All three copies are gone, and what the forms print."""
    unstamped(file, without="")


@CASES.raises("I015")
def no_stamp_and_no_name(file):
    """All three copies are gone, and the unit's name wherever it is printed."""
    unstamped(file, without="河东镇")


@CASES.raises("I014")
def no_copy_of_the_stamp(file):
    """All three copies are gone: the file is known by what it shows."""
    stamp_copies.set_all(file.book, "")


@CASES.raises("I019")
def copies_that_are_no_tokens(file):
    """What stands there is no token."""
    stamp_copies.set_all(file.book, "kpixl1.nothing")


@CASES.raises("I019")
def a_signature_cut_off(file):
    """All three copies end before the signature does."""
    stamp_copies.set_all(file.book, token(file)[:-9])


@CASES.raises("I019")
def one_copy_cut_off(file):
    """One copy is cut off; it may have said something else than the others."""
    stamp_copies.set_properties(file.book, token(file)[:-9])


@CASES.raises("I019")
def the_first_piece_of_the_properties_gone(file):
    """Of a copy in pieces one is gone."""
    stamp_copies.set_properties(file.book, token(file))
    custom = file.book.text(CUSTOM).replace(f'name="{PROPERTY_PREFIX}1"', 'name="other"')
    file.book.put(CUSTOM, custom)


@CASES.raises("I019")
def a_defined_name_cut_off(file):
    """The text of the name ends in the middle."""
    stamp_copies.set_name(file.book, token(file))
    book = file.book.text(WORKBOOK)
    end = book.index("</definedName>", book.index(f'name="{STAMP_NAME}"'))
    file.book.put(WORKBOOK, book[: end - 60] + book[end:])


@CASES.raises("I002")
def another_scheme(file):
    """A workbook of another scheme."""
    stamp_copies.set_all(file.book, token(file, scheme="other"))


@CASES.raises("I003")
def copies_that_disagree(file):
    """One copy comes from another unit's workbook."""
    stamp_copies.set_properties(file.book, token(file, recipient="hexi"))


@CASES.raises("I004")
def a_stamp_changed_by_hand(file):
    """The stamp says another issue under the old signature."""
    other, own = token(file, issue=2).split("."), token(file).split(".")
    stamp_copies.set_all(file.book, ".".join([*other[:-1], own[-1]]))


@CASES.raises("I006")
def an_unknown_version(file):
    """A workbook of a blueprint that is not stored."""
    stamp_copies.set_all(file.book, token(file, digest="f" * 64))


@CASES.raises("I007")
def no_document_properties(file):
    """A program dropped one of the copies."""
    stamp_copies.set_properties(file.book, "")


@CASES.raises("I007")
def no_defined_name(file):
    """A program dropped the defined name."""
    stamp_copies.set_name(file.book, "")


@CASES.raises("I008")
def another_key(file):
    """Another workspace signed it."""
    stamp_copies.set_all(file.book, token(file, key=Key(b"another key, as long as the first")))


@CASES.raises("I011")
def a_changed_baseline(file):
    """The record of what was printed says another subject."""
    for label, cell in stamp_copies.hidden_texts(file.book).items():
        if label.startswith(f"{MARKER} baseline "):
            file.book.set_value(cell, file.book.shown(cell).replace("hedong", "hexi"))


@CASES.raises("I017")
def no_baseline(file):
    """The record of what was printed is gone."""
    for label, cell in stamp_copies.hidden_texts(file.book).items():
        if label.startswith(f"{MARKER} baseline "):
            file.book.set_value(cell, None)


@CASES.raises("I013")
def an_unknown_recipient(file):
    """A unit that the roster does not know."""
    stamp_copies.set_all(file.book, token(file, recipient="stranger"))


@CASES.raises("I013")
def an_unknown_stage(file):
    """A stage that the scheme does not know."""
    stamp_copies.set_all(file.book, token(file, stage="appeal"))


DAMAGES = list(CASES.every)
CASES.add("I005", "without a key", None, "real")
CASES.add("I005", "another's key to one who has the published one", PUBLISHED_KEY, "real")
CASES.add("I010", "simulated", KEY, "simulated")


@pytest.mark.parametrize("case", DAMAGES, ids=str)
def test_raised(case):
    """What was done to the stamp is found, and nothing else is said of the file's identity."""
    found = damaged(case.arguments[0]).findings
    assert [case.code] == [f.code for f in found if f.code.startswith("I")]


@pytest.mark.parametrize("case", [c for c in CASES.every if c.code in {"I005", "I010"}], ids=str)
def test_noted(case):
    """What a reader without the key, or of a simulated return, is told."""
    key, simulated = case.arguments
    made = tiny.built(simulated="random" if simulated == "simulated" else "")
    record = tiny.read(made.data, prepare(Reader(scheme=tiny.scheme(), key=key)))
    assert [(case.code, None)] == flat(record.findings)


def test_a_sound_file_raises_none():
    """A workbook as issued has no finding, and is authentic."""
    record = tiny.read(tiny.built().data)
    assert record.stamp is not None
    assert ((), True, "hedong") == (record.findings, record.authentic, record.stamp.recipient)


@pytest.mark.parametrize("case", [c for c in DAMAGES if entries()[c.code].severity == "error"], ids=str)
def test_an_error_stops_the_reading(case):
    """Where nobody knows whose file it is, nothing is read from it."""
    record = damaged(case.arguments[0])
    assert (0, True) == (len(record.entries), record.failed)


@pytest.mark.parametrize("carrier", ["set_properties", "set_name"])
def test_one_copy_fewer_is_read(carrier):
    """A file that lost a copy is read all the same."""
    record = damaged(lambda file: getattr(stamp_copies, carrier)(file.book, ""))
    assert (False, True) == (record.failed, bool(record.entries))


@pytest.mark.parametrize(
    ("damage", "authentic"), [(a_stamp_changed_by_hand, False), (another_key, False), (no_defined_name, True)]
)
def test_authentic(damage, authentic):
    """The record says whether the signature is right."""
    assert authentic is damaged(damage).authentic


def test_authentic_is_unknown_without_a_key():
    """Without a key nobody can tell."""
    record = tiny.read(tiny.built().data, prepare(Reader(scheme=tiny.scheme())))
    assert record.authentic is None


def test_all_errors_know_the_recipient():
    """A finding about a file with a stamp names its unit."""
    assert {"hedong"} == {f.where.unit for f in damaged(an_unknown_version).findings}


def issued_before(folder, changes):
    """The record of a workbook of an older blueprint, whose forms had these changes."""
    old = tiny.scheme().model_copy(update=changes)
    store(old, folder)
    package = replace(tiny.package("hedong"), scheme=old)
    made = build(package, {}, issuer=Issuer.of(KEY, "密码", digest(old)))
    return tiny.read(made.data, prepare(Reader(scheme=tiny.scheme(), key=KEY, snapshots=folder)))


CASES.add("I018", "an older version")


def test_an_older_version_is_read_from_its_snapshot(tmp_path):
    """A workbook of an older blueprint is laid out by that blueprint, which a note says."""
    head = tiny.scheme().head.model_copy(update={"title": "去年的考核", "version": "2"})
    record = issued_before(tmp_path, {"head": head})
    assert not record.failed
    assert [("I018", "2", "3", "—")] == [told(f) for f in record.findings if f.code.startswith("I")]


@pytest.mark.parametrize("stored", [False, True], ids=["by its digest", "by its snapshot"])
def test_the_current_version_goes_by_another_form(stored, tmp_path):
    """A digest that an older kpixl made of the current version is no older version."""
    if stored:
        content = canonical(tiny.scheme()).replace(b'"head":{', b'"head":{"language":"zh",', 1)
        former = hashlib.sha256(content).hexdigest()
        (tmp_path / f"{former}.json").write_bytes(content)
    else:
        former = digests(tiny.scheme())[1]
    made = build(tiny.package("hedong"), {}, issuer=Issuer.of(KEY, "密码", former))
    record = tiny.read(made.data, prepare(Reader(scheme=tiny.scheme(), key=KEY, snapshots=tmp_path)))
    assert record.stamp is not None
    assert (former, []) == (record.stamp.digest, [f.code for f in record.findings if f.code[0] == "I"])


def test_what_the_current_version_asks_besides_is_named(tmp_path):
    """By the labels of the form."""
    form = tiny.scheme().form("contact")
    block = form.blocks[0].model_copy(update={"fields": (form.blocks[0].fields or ())[1:]})
    fewer = form.model_copy(update={"blocks": (block, *form.blocks[1:])})
    forms = tuple(fewer if f.form == "contact" else f for f in tiny.scheme().forms)
    record = issued_before(tmp_path, {"forms": forms})
    assert ["联系人"] == [f.facts["added"] for f in record.findings if f.code == "I018"]


def told(finding):
    """What a note about the version says."""
    return finding.code, *(finding.facts[key] for key in ("old", "new", "added"))


CASES.add("I009", "another unit's name", "01-河西镇.xlsx", "河西镇")
CASES.add("I009", "another unit's alias, in a zip", "镇.zip!西镇自查.xlsx", "河西镇")


@pytest.mark.parametrize("case", [c for c in CASES.every if c.code == "I009"], ids=str)
def test_misnamed(case):
    """A file name that says another unit is noted."""
    name, unit = case.arguments
    found = misnamed(name, returned().built.stamp, tiny.scheme())
    assert found is not None
    assert (case.code, Severity.NOTE, unit) == (found.code, found.severity, found.facts["named"])


@pytest.mark.parametrize(
    "name",
    ["01-河东镇.xlsx", "河东.xlsx", "自查表.xlsx", "河西镇/河东镇.xlsx", "河东镇、河西镇.xlsx", ".xlsx"],
)
def test_not_misnamed(name):
    """A name that says the unit, or none, is fine; folders do not count."""
    assert misnamed(name, returned().built.stamp, tiny.scheme()) is None


def test_subjects_too_many_for_the_stamp_are_known_by_the_baseline(monkeypatch):
    """A workbook about ten thousand units is read as one about three."""
    monkeypatch.setattr("kpixl.stamp._MOST_NAMED", 3)
    made = build(tiny.package("hedong"), {}, issuer=tiny.issuer())
    record = read_bytes(tiny.ready(), made.data)
    assert record.stamp is not None
    assert ((), ("hedong",)) == (record.stamp.subjects, record.subjects)
