"""Workbooks that are out stay readable, whatever kpixl or the blueprint has become since."""

import json
import shutil

import pytest

from tests.support import issued
from tests.support.cli import kpixl_json

every = pytest.mark.parametrize("workbook", issued.issued(), ids=str)
NEWER = "I018"


@pytest.fixture
def expected(workbook, request):
    """What was read in a workbook when it was issued; --update-golden keeps that of one that is new here."""
    path = workbook.path.with_suffix(".json")
    if request.config.getoption("--update-golden") and not path.exists():
        ready = issued.current(workbook.scheme)
        text = json.dumps(issued.reading(ready, workbook.record(ready)), ensure_ascii=False, indent=0)
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return workbook.expected


@every
def test_reads_as_it_did(workbook, expected):
    """With the same signature, findings and values, and as one of the current version."""
    ready = issued.current(workbook.scheme)
    assert expected == issued.reading(ready, workbook.record(ready))


@every
def test_reads_the_same_after_the_blueprint_has_changed(workbook, expected):
    """By its snapshot; a note says that there is a later version."""
    ready = issued.later(workbook.scheme)
    read = issued.reading(ready, workbook.record(ready))
    assert read["findings"].pop(NEWER)
    assert expected == read


def test_a_workspace_reads_by_its_snapshots(tmp_path):
    """Whose blueprint was corrected after the workbooks had gone out, with an earlier kpixl."""
    name = "weidong-2021"
    folder = shutil.copytree(issued.ROOT / "blueprints" / name, tmp_path / "blueprints" / name)
    shutil.copytree(issued.SNAPSHOTS, tmp_path / ".kpixl" / "snapshots")
    head = folder / "scheme.yaml"
    head.write_text(f"{head.read_text(encoding='utf-8')}\nratings: [好, 差]\n", encoding="utf-8")
    returned = issued.FOLDER / name / "self-check.office.filled.xlsx"
    (file,) = kpixl_json("check", name, returned, "--workspace", tmp_path)["files"]
    codes = {finding["code"] for finding in file["findings"]}
    assert (True, False) == (NEWER in codes, "I006" in codes)


def test_is_of_every_scheme_and_stage():
    """One as it was issued and one filled in, of each stage of the five schemes."""
    stages = {(s, stage.id) for s in issued.DIGESTS for stage in issued.as_it_was(s).head.stages}
    names = [(w.scheme, *w.path.stem.split(".")) for w in issued.issued()]
    for kind in ("blank", "filled"):
        assert stages == {(scheme, stage) for scheme, stage, _, k in names if k == kind}
