"""Snapshots: a scheme is known by its digest, and comes back as it was stored."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint import (
    BlueprintError,
    Listing,
    Page,
    Part,
    Roster,
    Scheme,
    SchemeHead,
    Stage,
    ToGroups,
    Unit,
    canonical,
    digest,
    digests,
    load_scheme,
    restore,
    store,
)
from kpixl.blueprint.model import Copied, Outlier
from kpixl.blueprint.snapshot import _bytes, _plain, _sha256, loads
from tests.support.blueprints import SMALL, change, small

REFERENCE = Path(__file__).parent.parent / "blueprints" / "xinhua-2021"

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)
texts = st.text(st.characters(codec="utf-8"), max_size=8)
scalars = texts | numbers | st.integers(-(10**15), 10**15) | st.booleans() | st.none()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
settings = st.dictionaries(
    texts, texts.filter(lambda t: not t.endswith("%")) | numbers | st.booleans(), max_size=4
)


def _scheme(figures: dict[str, Any], items: list[dict[str, Any]]) -> Scheme:
    stage = Stage(id="a", name="A", fills="unit", recipients=ToGroups(groups=("g",)), forms=())
    head = SchemeHead(
        scheme="s",
        title="S",
        year=2021,
        issuer="I",
        created=dt.date(2021, 1, 1),
        stages=(stage,),
        settings=figures,
    )
    roster = Roster(groups=(), units=(Unit(id="u", name="U"),))
    return Scheme(head=head, roster=roster, lists={"l": Listing(items=tuple(items))}, forms=())


@given(settings, st.lists(st.dictionaries(texts, values, max_size=4), max_size=3))
def test_what_is_stored_is_restored(figures, items):
    """Any settings and items come back equal: texts as texts, numbers exactly, truth values as such."""
    scheme = _scheme(figures, items)
    again = loads(canonical(scheme))
    assert (scheme, {k: type(v) for k, v in scheme.head.settings.items()}) == (
        again,
        {k: type(v) for k, v in again.head.settings.items()},
    )


@given(settings, st.lists(st.dictionaries(texts, values, max_size=4), max_size=3))
def test_the_canonical_form_is_stable(figures, items):
    """A restored scheme has the digest of the one that was stored."""
    scheme = _scheme(figures, items)
    assert canonical(scheme) == canonical(loads(canonical(scheme)))


@pytest.mark.parametrize("folder", [SMALL, REFERENCE], ids=lambda f: f.name)
class TestSchemes:
    def test_comes_back_from_its_folder(self, folder, tmp_path):
        """A scheme that was stored is restored by its digest, equal but for its comments and deadlines."""
        scheme = load_scheme(folder)
        store(scheme, tmp_path)
        again = restore(tmp_path, digest(scheme))
        stages = [s.model_copy(update={"deadline": None}) for s in scheme.head.stages]
        assert (
            scheme.form("report" if folder == SMALL else "verification-duties").blocks,
            stages,
            digest(scheme),
        ) == (
            again.form("report" if folder == SMALL else "verification-duties").blocks,
            list(again.head.stages),
            digest(again),
        )

    def test_is_canonical_json(self, folder):
        """The canonical form is JSON with sorted keys and without space."""
        content = canonical(load_scheme(folder)).decode("utf-8")
        again = json.dumps(
            json.loads(content),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        assert content == again

    def test_storing_twice_leaves_one_file(self, folder, tmp_path):
        """A snapshot is one file, called after its digest, however often it is stored."""
        scheme = load_scheme(folder)
        store(scheme, tmp_path)
        store(scheme, tmp_path)
        assert [f"{digest(scheme)}.json"] == [p.name for p in tmp_path.iterdir()]


COMMENTS = {
    "a policy's text": ("scheme.yaml", "由方案确定", "由区政府确定"),
    "a list's source": ("targets.yaml", "source: 附件1", "source: 附件一"),
    "a column's note": ("awards.yaml", "max_length: 60,", "max_length: 60, note: 说明,"),
    "a YAML comment": ("awards.yaml", "attachment: 附件3", "attachment: 附件3 # 说明"),
    "the office's contact": (
        "scheme.yaml",
        "created: 2021-12-01",
        "created: 2021-12-01\ncontact: {phone: 0375-12345}",
    ),
    "a waiver": ("scheme.yaml", "reason: 特殊情况", "reason: 区政府同意"),
    "a deadline": ("scheme.yaml", "name: 自查", "name: 自查\n    deadline: 2022-01-10"),
    "how a number is written": ("targets.yaml", "points: 40", "points: 40.0"),
}
CHANGES = {
    "a label": ("awards.yaml", "label: 奖项", "label: 奖 项"),
    "a rule": ("report.yaml", "bonus <= points", "bonus < points"),
    "a figure of a list": ("targets.yaml", "points: 40", "points: 40.1"),
    "a setting": ("scheme.yaml", "cap: 5", "cap: 6"),
    "a setting's type": ("scheme.yaml", "cap: 5", "cap: '5'"),
    "a unit's name": ("roster.yaml", "name: 财政局", "name: 区财政局"),
    "a unit's print name": (
        "roster.yaml",
        "id: hedong, name: 河东镇, print: 河东",
        "id: hedong, name: 河东, print: 河东镇",
    ),
}


@pytest.mark.parametrize(("file", "old", "new"), COMMENTS.values(), ids=COMMENTS)
def test_comments_make_no_version(file, old, new, tmp_path):
    """What is for readers of the blueprint only does not change the digest."""
    folder = small(tmp_path)
    before = digest(load_scheme(folder))
    change(folder / file, old, new)
    assert before == digest(load_scheme(folder))


@pytest.mark.parametrize(("file", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_what_is_printed_or_read_makes_a_version(file, old, new, tmp_path):
    """What is printed or read changes the digest."""
    folder = small(tmp_path)
    before = digest(load_scheme(folder))
    change(folder / file, old, new)
    assert before != digest(load_scheme(folder))


class TestMissing:
    @pytest.mark.parametrize("wanted", ["0" * 64, "../scheme", ""])
    def test_an_unknown_digest_is_told(self, wanted, tmp_path):
        """A digest without a snapshot, or what is none, is a finding."""
        with pytest.raises(BlueprintError) as raised:
            restore(tmp_path, wanted)
        assert [("B014", wanted)] == [(f.code, f.value) for f in raised.value.findings]

    def test_a_changed_snapshot_is_refused(self, tmp_path):
        """A snapshot whose content does not match its name is a finding."""
        path = store(load_scheme(SMALL), tmp_path)
        path.write_bytes(path.read_bytes().replace(b"2021", b"2022"))
        with pytest.raises(BlueprintError) as raised:
            restore(tmp_path, path.stem)
        assert ["B015"] == [f.code for f in raised.value.findings]

    def test_what_is_no_scheme_is_refused(self):
        """JSON that is no scheme is a finding."""
        with pytest.raises(BlueprintError) as raised:
            loads(b'{"head":1}')
        assert ["B015"] == [f.code for f in raised.value.findings]


SPELLED_OUT = {
    "a column's": ("awards.yaml", "label: 奖项", "label: 奖项, states: [], down: false"),
    "a form's page": (
        "awards.yaml",
        "attachment: 附件3",
        "attachment: 附件3\npage: {paper: A4, margin: 15.0}",
    ),
    "a scheme's": ("scheme.yaml", "created: 2021-12-01", "created: 2021-12-01\nlanguage: zh"),
}


@pytest.mark.parametrize(("file", "old", "new"), SPELLED_OUT.values(), ids=SPELLED_OUT)
def test_a_default_makes_no_version(file, old, new, tmp_path):
    """What says no more than its default is as if it were left out."""
    folder = small(tmp_path)
    before = digest(load_scheme(folder))
    change(folder / file, old, new)
    assert before == digest(load_scheme(folder))


@pytest.mark.parametrize("kind", [Outlier, Copied])
def test_a_default_is_that_of_its_kind(kind):
    """A rule kind with a severity of its own leaves that one out, and says the one of all others."""
    own, other = (
        _plain(kind(kind=kind.model_fields["kind"].annotation.__args__[0], of="x", severity=severity))
        for severity in ("warning", "error")
    )
    assert (False, "error") == ("severity" in own, other["severity"])


class Later(Part):
    """A part whose later version has two keys more."""

    name: str
    flag: bool | int = True
    page: Page = Page()


class TestLanguage:
    @pytest.mark.parametrize(("given", "kept"), [({}, {}), ({"flag": True}, {}), ({"page": Page()}, {})])
    def test_what_is_new_changes_no_digest(self, given, kept):
        """A key with a default is not in the canonical form, so that of an older scheme stays as it is."""
        assert {"name": "x", **kept} == _plain(Later(name="x", **given))

    @pytest.mark.parametrize("given", [{"flag": 1}, {"flag": False}, {"page": Page(paper="A3")}])
    def test_what_it_says_is_kept(self, given):
        """What says anything else than the default stands there: 1 is not true."""
        assert ["name", *given] == list(_plain(Later(name="x", **given)))

    def test_what_is_new_is_in_no_full_form(self):
        """The full form writes out the keys that it knew, and no later one."""
        assert {"name": "x"} == _plain(Later(name="x"), "full")


class TestFullForm:
    def test_its_digest_is_known(self):
        """A scheme goes by its digest, and by those of the former form and of the full form."""
        scheme = load_scheme(SMALL)
        forms = [_sha256(_bytes(_plain(scheme, form))) for form in ("former", "full")]
        assert (digest(scheme), *forms) == digests(scheme)

    def test_is_restored(self, tmp_path):
        """A snapshot in the full form gives the scheme that the canonical one gives."""
        scheme = load_scheme(SMALL)
        content, name = _bytes(_plain(scheme, "full")), digests(scheme)[2]
        (tmp_path / f"{name}.json").write_bytes(content)
        head = scheme.head.model_copy(update={"policy": {}})
        assert scheme.model_copy(update={"head": head}).head == restore(tmp_path, name).head


def test_numbers_have_one_form():
    """Equal numbers have one canonical form, with neither needless zeros nor exponents."""
    forms = {canonical(_scheme({"x": Decimal(text)}, [])) for text in ("100", "1E+2", "100.00")}
    assert (1, True) == (len(forms), b'"x":100}' in forms.pop())


def test_a_digest_is_found_once(monkeypatch):
    """It is asked for again and again; a copy that is other has another one."""
    scheme = _scheme({}, [])
    first = digests(scheme)
    with monkeypatch.context() as closed:
        closed.setattr("kpixl.blueprint.snapshot._plain", None)
        assert first == digests(scheme)
    assert digest(scheme) != digest(scheme.model_copy(update={"lists": {}}))
