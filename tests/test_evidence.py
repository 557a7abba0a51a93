"""Proof that rows of a return name: looked for beside it, kept with it, never opened."""

import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from kpixl.campaign import Campaign, Means
from kpixl.generate import build
from kpixl.layout import CellKey, first_packages
from kpixl.ledger.recording import returned
from tests.support import cli, desks, tiny
from tests.support.blueprints import change

SCAN = b"%PDF-1.7 a scan"
PROOF = CellKey("contact", "", "hedong", "1", "proof")


def opened(folder, how="warning"):
    """The tiny scheme, where 附件2 names files of proof. how: bad it is where they are not there."""
    own = folder / "blueprints" / "tiny"
    shutil.copytree(tiny.FOLDER, own)
    change(own / "contact.yaml", "name: proof,", f"name: proof, evidence: {how},")
    return Campaign.open(own, Means(key=tiny.KEY, password=tiny.PASSWORD, jobs=1))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """One for all."""
    return opened(tmp_path_factory.mktemp("home"))


def workbook(campaign, named):
    """Hedong's return, which names this as proof."""
    scheme = campaign.scheme
    package = next(p for p in first_packages(scheme, scheme.stage()) if p.recipient == "hedong")
    return build(package, {**tiny.answers("hedong"), PROOF: named}, issuer=campaign.issuer).data


@pytest.fixture
def check(campaign, tmp_path):
    """Check Hedong's return with files beside it, by name; the results by the last part of their path."""

    def checked(named, *beside, by=campaign):
        (tmp_path / "收回").mkdir()
        (tmp_path / "收回" / "01-河东镇.xlsx").write_bytes(workbook(by, named))
        for name in beside:
            (tmp_path / "收回" / name).parent.mkdir(exist_ok=True)
            (tmp_path / "收回" / name).write_bytes(SCAN)
        return {f.path.rpartition("/")[2]: f for f in by.check([tmp_path / "收回"]).files}

    return checked


def codes(file):
    """The findings U of a file."""
    return [f.code for f in file.findings if f.code[0] == "U"]


def test_what_is_not_there_is_told_at_its_cell(check):
    """By the name that was entered."""
    own = check("平政〔2021〕5号.pdf、合影.jpg")["01-河东镇.xlsx"]
    (told,) = [f for f in own.findings if f.code == "U029"]
    assert "平政〔2021〕5号.pdf、合影.jpg" in told.message("zh")
    assert ("contact", "proof", "1") == (told.where.form, told.where.field, told.where.row)
    assert "accepted" == own.status


@pytest.mark.parametrize("named", ["文件.pdf", "文件", "《文件》", "文件.PDF", "文件．pdf"])
def test_a_name_is_known_as_people_write_it(check, named):
    """With and without the extension, in quotes, in full width."""
    files = check(named, "文件.pdf")
    assert [] == codes(files["01-河东镇.xlsx"])
    assert ["U030"] == [f.code for f in files["文件.pdf"].findings]


def test_proof_is_listed_by_its_digest(check):
    """Beside the return, in JSON and in the account's judgement."""
    own = check("文件.pdf", "佐证/文件.pdf")["01-河东镇.xlsx"]
    digest = sha256(SCAN).hexdigest()
    assert [("文件.pdf", digest)] == [(e["name"], e["sha256"]) for e in own.as_dict()["evidence"]]


def test_proof_that_looks_like_a_return_is_none(check):
    """What it is does not matter: nobody opens it."""
    files = check("台账.xlsx", "台账.xlsx")
    assert ("ignored", ["U030"]) == (files["台账.xlsx"].status, codes(files["台账.xlsx"]))


def test_proof_elsewhere_is_not_beside_it(campaign, tmp_path):
    """Another unit's folder is not this one's."""
    for folder in ("河东", "河西"):
        (tmp_path / folder).mkdir()
    (tmp_path / "河东" / "01.xlsx").write_bytes(workbook(campaign, "文件.pdf"))
    (tmp_path / "河西" / "文件.pdf").write_bytes(SCAN)
    assert "U029" in [f.code for file in campaign.check([tmp_path]).files for f in file.findings]


def test_what_comes_in_one_archive_is_beside_it(campaign, tmp_path):
    """As units send it."""
    with zipfile.ZipFile(tmp_path / "河东.zip", "w") as archive:
        archive.writestr("报送/01-河东镇.xlsx", workbook(campaign, "文件.pdf"))
        archive.writestr("报送/佐证/文件.pdf", SCAN)
    files = campaign.check([tmp_path]).files
    assert [["U030"]] == [codes(f) for f in files if codes(f)]
    (own,) = [f for f in files if f.status == "accepted"]
    assert [sha256(SCAN).hexdigest()] == [e.sha256 for e in own.evidence]


def test_a_scheme_may_insist_on_it(check, tmp_path):
    """Without its proof the return is rejected; with it, it is accepted."""
    strict = opened(tmp_path, "error")
    assert "rejected" == check("文件.pdf", by=strict)["01-河东镇.xlsx"].status
    (tmp_path / "收回" / "文件.pdf").write_bytes(SCAN)
    assert 1 == len(strict.check([tmp_path / "收回"]).accepted)


def test_proof_that_comes_later_is_an_entry_of_the_account(check, campaign, tmp_path):
    """The return is the same file, judged anew."""
    check("文件.pdf")
    first = list(returned(campaign.check([tmp_path / "收回"]), ()))
    (tmp_path / "收回" / "文件.pdf").write_bytes(SCAN)
    later = list(returned(campaign.check([tmp_path / "收回"]), ()))
    assert [None, [sha256(SCAN).hexdigest()]] == [
        next((list(d.data["evidence"].values()) for d in drafts if "evidence" in d.data), None)
        for drafts in (first, later)
    ]


def folders(home):
    """What lies in each folder of the workspace's returns of the first stage, in the order of their names."""
    inside = sorted(path for path in (home / "returns" / "self-check").rglob("*") if path.is_file())
    found: dict[Path, list[str]] = {}
    for path in inside:
        found.setdefault(path.parent, []).append(path.name)
    return list(found.values())


@pytest.fixture
def home(campaign, tmp_path):
    """A workspace whose returns name proof."""
    shutil.copytree(campaign.declared.folder.parent, tmp_path / "home" / "blueprints")
    return tmp_path / "home"


def sent(folder, campaign, named, *beside, data=SCAN):
    """A folder with Hedong's return and files beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01-河东镇.xlsx").write_bytes(workbook(campaign, named))
    for name in beside:
        (folder / name).write_bytes(data)
    return folder


def test_returns_are_kept_with_their_proof(campaign, home, tmp_path):
    """In one folder of the workspace, under their own names; the account has the digests; once."""
    came = sent(tmp_path / "in", campaign, "文件.pdf", "文件.pdf", "别的.pdf")
    for _ in range(2):
        cli.kpixl("check", "tiny", came, "--keep", "--workspace", home)
    assert [["01-河东镇.xlsx", "文件.pdf"]] == folders(home)
    events = cli.kpixl_json("history", "tiny", "hedong", "--workspace", home)["events"]
    (kept,) = [e for e in events if e["what"] == "kept"]
    assert [sha256(SCAN).hexdigest()] == [*kept["data"]["evidence"].values()]
    assert SCAN == (came / "文件.pdf").read_bytes()


def test_what_is_kept_is_found_beside_the_return(campaign, home, tmp_path):
    """A check of the workspace's own returns says the same."""
    cli.kpixl(
        "check",
        "tiny",
        sent(tmp_path / "in", campaign, "文件.pdf", "文件.pdf"),
        "--keep",
        "--workspace",
        home,
    )
    files = cli.kpixl_json("check", "tiny", home / "returns", "--workspace", home)["files"]
    assert ["文件.pdf"] == [e["name"] for file in files for e in file["evidence"]]


def test_nothing_that_is_kept_is_overwritten(campaign, home, tmp_path):
    """Another return under the same name gets a folder of its own; another scan lies in one below."""
    for n, (named, data) in enumerate([("甲.pdf", b"1"), ("甲.pdf、乙.pdf", b"2"), ("甲.pdf", b"3")]):
        came = sent(tmp_path / str(n), campaign, named, "甲.pdf", data=data)
        cli.kpixl("check", "tiny", came, "--keep", "--workspace", home)
    assert [["01-河东镇.xlsx", "甲.pdf"], ["甲.pdf"], ["01-河东镇.xlsx", "甲.pdf"]] == folders(home)


def test_an_archive_is_kept_as_it_came(campaign, home, tmp_path):
    """Its proof lies in it."""
    with zipfile.ZipFile(tmp_path / "河东.zip", "w") as archive:
        archive.writestr("01-河东镇.xlsx", workbook(campaign, "文件.pdf"))
        archive.writestr("文件.pdf", SCAN)
    cli.kpixl("check", "tiny", tmp_path / "河东.zip", "--keep", "--workspace", home)
    assert [["河东.zip"]] == folders(home)


def test_who_watches_keeps_as_well(campaign, home, tmp_path):
    """What comes while a folder is watched."""
    came = sent(tmp_path / "in", campaign, "文件.pdf", "文件.pdf")
    cli.kpixl("watch", "tiny", came, "--keep", "--every", "0.05", "--minutes", "0.004", "--workspace", home)
    assert [["01-河东镇.xlsx", "文件.pdf"]] == folders(home)


def test_proof_that_is_dropped_later_is_put_beside_its_return(campaign, tmp_path):
    """The return that names it, and no other; a file that nobody names stays where it is."""
    with desks.visited(tmp_path / "home") as visit:
        change(
            tmp_path / "home/blueprints/tiny/contact.yaml", "name: proof,", "name: proof, evidence: warning,"
        )
        visit.drop(("01-河东镇.xlsx", workbook(campaign, "文件.pdf")))
        early = next((tmp_path / "home/returns").rglob("*.xlsx"))
        early.parent.rename(early.parent.with_name("2022-01-01_0800"))
        visit.settle()
        visit.drop(("文件.pdf", SCAN), ("别的.pdf", b"other"))
        visit.settle()
        lie = {p.name: p.parent.name for p in (tmp_path / "home/returns").rglob("*") if p.is_file()}
    assert "2022-01-01_0800" == lie["01-河东镇.xlsx"] == lie["文件.pdf"] != lie["别的.pdf"]
