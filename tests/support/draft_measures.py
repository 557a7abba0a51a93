"""How much of a blueprint that was made by hand a draft has: recall, precision, and the differences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kpixl.blueprint import Column, ColumnGroup, Form, Scheme
from kpixl.draft.document import flat

KINDS = ("tables", "columns", "rows", "weights", "units", "measures")
_PADDING = str.maketrans({"（": "(", "）": ")", "：": ":", "，": ",", "．": "."})


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One kind of things: what the hand-made blueprint has, what the draft has, what both have."""

    kind: str
    expected: Counter[str]
    drafted: Counter[str]

    @property
    def both(self) -> int:
        """How many are in both."""
        return (self.expected & self.drafted).total()

    @property
    def recall(self) -> float:
        """The share of what should be there that is."""
        return self.both / self.expected.total() if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The share of what is there that should be."""
        return self.both / self.drafted.total() if self.drafted else 1.0

    def lines(self) -> Iterator[str]:
        """The figures, and what is missing and too much."""
        of = f"{self.both} of {self.expected.total()}"
        yield f"{self.kind}: recall {self.recall:.0%}, precision {self.precision:.0%} ({of})"
        for sign, rest in (("-", self.expected - self.drafted), ("+", self.drafted - self.expected)):
            yield from (f"    {sign} {text[:70]}" for text in sorted(rest.elements()))


def measured(hand: Scheme, draft: Scheme, own: Container[str] = ()) -> list[Measure]:
    """The measures of a draft; what a scheme has added on its own (policy) is not expected.

    own: forms whose columns the scheme designed, as its source prints none.
    """
    pairs = dict(_paired(hand, draft))
    printed = {ours: theirs for ours, theirs in pairs.items() if ours not in own}
    kinds = (
        _tables(hand, draft, pairs),
        _columns(hand, draft, printed),
        *_listed(hand, draft, pairs),
        _units(hand, draft),
        _measures(hand, draft, printed),
    )
    return [Measure(kind=k, expected=e, drafted=d) for k, (e, d) in zip(KINDS, kinds, strict=True)]


Counted = tuple[Counter[str], Counter[str]]


def _said(text: str) -> str:
    return re.sub(r"\{[^}]*\}|×", "", flat(text).translate(_PADDING).rstrip(":"))


def _heads(form: Form) -> set[str]:
    """What a form may be known by: its title, and the paragraphs above its table."""
    paragraphs = [p for b in form.blocks for p in (b.paragraphs or ())][:3]
    return {_said(form.title), *(_said(p) for p in paragraphs if len(p) > 6)}


def _paired(hand: Scheme, draft: Scheme) -> Iterator[tuple[str, str]]:
    """The forms that are the same, by what is printed over them and by their labels."""
    left = list(draft.forms)
    for form in hand.forms:
        scored = [(_likeness(form, other), number) for number, other in enumerate(left)]
        best = max(scored, default=(0.0, 0))
        if best[0] >= 0.4 or (left and len(hand.forms) == len(draft.forms) == 1):
            yield form.form, left.pop(best[1]).form


def _likeness(a: Form, b: Form) -> float:
    labels, others = set(_labels(a)), set(_labels(b))
    same = len(labels & others) / max(1, len(labels | others))
    titled = len(_heads(a) & _heads(b)) or len(_headings(a) & _headings(b)) // 2
    return same / 2 + titled / 2


def _headings(form: Form) -> set[str]:
    """The headings of a report, without their numbers."""
    lines = (item for b in form.blocks for item in b.narrative or () if item.text)
    return {re.sub(r"^[\d一二三四五六七八九十]+[、.]|\(.*\)$", "", _said(str(item.text))) for item in lines}


def _labels(form: Form) -> Counter[str]:
    """The labels of what the source prints: columns and fields but for those that the scheme added."""
    own = [c for c in form.fields if not c.policy]
    leaves = [c for t in form.tables for each in t.columns for c in _printed(each)]
    said = (c.label if isinstance(c.label, str) else next(iter(c.label.values())) for c in (*own, *leaves))
    return Counter(_said(label) for label in said if _said(label))


def _printed(column: Column | ColumnGroup) -> Iterator[Column | ColumnGroup]:
    """The columns that the source prints; one that the scheme has divided is one."""
    if isinstance(column, Column):
        yield from () if column.policy else (column,)
        return
    below = [each for child in column.columns for each in _printed(child)]
    yield from below or (column,)


def _tables(hand: Scheme, draft: Scheme, pairs: Mapping[str, str]) -> Counted:
    named = {theirs: ours for ours, theirs in pairs.items()}
    drafted = (named.get(f.form, f"{f.form} {f.title}") for f in draft.forms)
    return Counter(f.form for f in hand.forms), Counter(drafted)


def _columns(hand: Scheme, draft: Scheme, pairs: Mapping[str, str]) -> Counted:
    expected, drafted = Counter[str](), Counter[str]()
    for ours, theirs in pairs.items():
        form, other = hand.form(ours), draft.form(theirs)
        if form.matrix is None and len(_labels(form)) > 1:
            expected += Counter({f"{ours}: {k}": n for k, n in _labels(form).items()})
            drafted += Counter({f"{ours}: {k}": n for k, n in _labels(other).items()})
    return expected, drafted


def _listed(hand: Scheme, draft: Scheme, pairs: Mapping[str, str]) -> Iterator[Counted]:
    """The rows that forms print, and the points that the source gives them."""
    ours = {_said(name): points for name, points in _rows(hand, pairs)}
    printed = [other for mine, other in pairs.items() if any(t.printed for t in hand.form(mine).tables)]
    printed += [other for mine, other in pairs.items() if hand.form(mine).matrix]
    wanted = {r.source for other in printed for t in draft.form(other).tables for r in t.printed}
    wanted |= {name for name in draft.lists if name.endswith("_items")}
    wanted -= {f"{name.removesuffix('_items')}_rows" for name in wanted if name.endswith("_items")}
    theirs: dict[str, str] = {}
    drafted: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for listing in (draft.lists[name] for name in sorted(wanted)):
        for item in listing.items:
            texts = [
                _said(str(v)) for k, v in item.items() if k not in {"id", "units"} and isinstance(v, str)
            ]
            known = next((t for t in texts if t in ours), None) or _near(texts, ours)
            drafted[known or " ".join(texts)[:40]] = 1
            points = next((item[k] for k in ("points", "weight") if k in item), None)
            if known is not None and points is not None:
                theirs[known] = f"{float(points):g}"
    yield Counter(set(ours)), drafted
    weights = Counter(f"{name}={points}" for name, points in theirs.items())
    yield Counter(f"{name}={points}" for name, points in ours.items() if points), weights


def _near(texts: Iterable[str], known: Iterable[str]) -> str | None:
    """The known text that one of these all but is: blueprints shorten long texts."""
    for text in sorted(texts, key=len, reverse=True):
        found = get_close_matches(text, [k for k in known if len(k) > 20], 1, 0.4)
        if found and len(text) > 20:
            return found[0]
    return None


def _rows(hand: Scheme, pairs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the rows that the source prints are called, with their points."""
    used = {r.source for f in pairs for t in hand.form(f).tables for r in t.printed}
    used |= {m.items for f in pairs if (m := hand.form(f).matrix)}
    for name in sorted(used & set(hand.lists)):
        for item in hand.lists[name].items:
            text = item.get("content") or item.get("name") or item.get("leader")
            points = next((item[k] for k in ("points", "weight") if k in item), None)
            if text:
                yield str(text), "" if points is None else f"{float(points):g}"


def _units(hand: Scheme, draft: Scheme) -> Counted:
    """The units that the source names; short and long names of one are the same."""
    real = [u for u in hand.roster.units if not u.placeholder and not u.outside]
    drafted = [u for u in draft.roster.units if not u.placeholder and not u.outside]
    known = {u.id: _said(u.name) for u in real}
    meant = {u.name: hand.roster.named(u.name) for u in drafted}
    names = (known.get(unit.id, _said(name)) if unit else _said(name) for name, unit in meant.items())
    return Counter(known.values()), Counter(set(names))


def _measures(hand: Scheme, draft: Scheme, pairs: Mapping[str, str]) -> Counted:
    """Which columns hold amounts, in which unit, and which percentages."""
    expected, drafted = Counter[str](), Counter[str]()
    for ours, theirs in pairs.items():
        expected += Counter(f"{ours}: {text}" for text in _measured(hand.form(ours)))
        drafted += Counter(f"{ours}: {text}" for text in _measured(draft.form(theirs)))
    return expected, drafted


def _measured(form: Form) -> Iterable[str]:
    for column in (*form.table_columns, *form.fields):
        dumped = column.model_dump(mode="json")
        if not column.policy and dumped.get("unit"):
            yield f"{re.sub(r'[(].*?[)]', '', _said(str(column.label)))} {dumped['unit']}"
