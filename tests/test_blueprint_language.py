"""The language only grows: what is out was made with these keys and defaults, and is read by them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpixl.blueprint import Part, digests, snapshot
from tests.support import issued

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
LANGUAGE = Path(__file__).parent / "cases" / "language.json"
REQUIRED = "required"
REMEDY = (
    "workbooks and snapshots that are out leave this key out and mean what it was: keep it as it is, "
    "and give what is new a key of its own, with a default by which nothing changes"
)
DIGESTS = {
    "cangzhou-2020": "72652b8d515fa76eb34f9daee8c09044fb73a9313d53e97d659d5890759b0fda",
    "chongqing-2021": "997ab99bb86464f07a12b0afeaefde1fd87ffed23ae70736602fb97e068a1dde",
    "weidong-2021": "a86a0b64ea9f932614c4a8ee867992b84e1a44ddfb5d42022a9be5178f426c13",
    "xinhua-2021": "b7d26d77c33d7a5c2cc82e451e89d19025d8798f86ab959c83ee88c4b3d68ea2",
    "zibo-2022": "64b69abceb6975406bda43795cbc17d28703e771d8f5d8bcfdf5acced6b8715f",
}
"""Of the reference schemes as workbooks were issued from them: nothing done to kpixl changes these."""
FORMER = {
    "cangzhou-2020": "687af0f06e974a88b722ac225a8614b7bb117375658ad28f1956a91349d7e5fa",
    "chongqing-2021": "a62da660e473cfca8e324b760786d5938400eb64e5a3eb976acde18a7c7b0511",
    "weidong-2021": "727c9bdaddaf82dab8c4943b00c3549b28daa356ca568b60f8e554c865771d83",
    "xinhua-2021": "691b94eb9d9ba29570848b76f13aee1af0ac6736d2000d2b5e7ce3ef2f3c6d6b",
    "zibo-2022": "dc330f615c4e2f30fd5eaa7a461256f4fb02faac060409772888e2a85660f585",
}
"""Those of the form with deadlines and waivers, which stamps name as well."""


def parts(kind: type[Part] = Part) -> Iterator[type[Part]]:
    """Every part of the language."""
    for part in kind.__subclasses__():
        if part.__module__.startswith("kpixl."):
            yield part
            yield from parts(part)


def language():
    """Part → key as the canonical form has it → its default, or that it is required."""
    return {
        part.__name__: {name: said(field) for name, field in part.model_fields.items()} for part in parts()
    }


def said(field):
    """What a key says that is left out."""
    if field.is_required():
        return REQUIRED
    default = field.get_default(call_default_factory=True)
    return {"default": json.loads(snapshot._json(snapshot._plain(default)))}


@pytest.fixture(scope="module")
def released(request):
    """The language as released; --update-golden adds what is new, and changes nothing that is there."""
    known = json.loads(LANGUAGE.read_text(encoding="utf-8"))
    if request.config.getoption("--update-golden"):
        known = {part: {**keys, **known.get(part, {})} for part, keys in language().items()}
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        LANGUAGE.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return known


def test_no_default_changes(released):
    """A key that was released is there, as required as it was, with the default that it had."""
    now = language()
    changed = [
        f"{part}.{key}: {was} → {now.get(part, {}).get(key, 'gone')}"
        for part, keys in released.items()
        for key, was in keys.items()
        if now.get(part, {}).get(key) != was
    ]
    assert not changed, f"{REMEDY}: {changed}"


def test_what_is_new_has_a_default(released):
    """A key that a released part gets says in older blueprints and snapshots what was so without it."""
    new = [
        (part, key, default)
        for part, keys in language().items()
        for key, default in keys.items()
        if key not in released.get(part, {})
    ]
    demanding = [(part, key) for part, key, default in new if part in released and default == REQUIRED]
    assert not demanding, f"older snapshots do not have it, so give it a default: {demanding}"
    assert not new, f"run pytest --update-golden, so that these defaults stay as well: {new}"


@pytest.mark.parametrize("scheme", DIGESTS)
def test_the_digest_stays(scheme):
    """A scheme that was issued has the digest that its workbooks name, and those that they named before."""
    known = (DIGESTS[scheme], FORMER[scheme], issued.DIGESTS[scheme])
    assert known == digests(issued.as_it_was(scheme))


def test_every_scheme_is_here():
    """And among the workbooks that are kept."""
    folders = {path.parent.name for path in BLUEPRINTS.glob("*/scheme.yaml")}
    assert folders == DIGESTS.keys() == issued.DIGESTS.keys()
