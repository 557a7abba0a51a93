"""Columns that are computed from others: a total where the figures agree, a score, a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpixl.draft.cells import Leaf
from kpixl.draft.document import flat
from kpixl.draft.guesses import Certainty, Guess
from kpixl.draft.hints import adds_up, number_in
from kpixl.words import Words

_SUBTOTAL = re.compile(r"^(合计|总计|小计|总和|共计|总分|总额)$")
_SCORE = re.compile(r"^(实际得分|最终得分|最后得分|考核得分|得分)$")
_RATE = re.compile(r"^(任务|目标|指标)?完成(率|比例)|^执行率|^预算执行率")
_PLAN = re.compile(r"(计划|目标|任务|预算)(数|值|额|量)?$|^年度(目标|计划)值?$")
_DONE = re.compile(r"(完成|实际|执行)(数|值|额|量)?$|^实际完成(数|值)?$|^全年完成值?$")


def set_formulas(leaves: Sequence[Leaf]) -> None:
    """Give each column that is computed its formula, with the reason."""
    for leaf in leaves:
        found = next(iter([*_total(leaf, leaves), *_score(leaf, leaves), *_rate(leaf, leaves)]), None)
        if found:
            leaf.formula, guess = found
            leaf.printed, leaf.partly = False, False
            leaf.guesses.append(guess)


def _figures(leaves: Sequence[Leaf]) -> list[Leaf]:
    return [other for other in leaves if adds_up(other.takes) and not other.formula]


def _total(leaf: Leaf, leaves: Sequence[Leaf]) -> Iterator[tuple[str, Guess]]:
    """A sum of columns beside it; where there are figures they must agree."""
    if not _SUBTOTAL.match(flat(leaf.label)) or not adds_up(leaf.takes):
        return
    at = list(leaves).index(leaf)
    numbered = re.compile(r"序号|编号")
    usable = [o for o in _figures(leaves) if o is not leaf and not numbered.search(o.label)]
    behind = [o for o in usable if list(leaves).index(o) > at]
    before = [o for o in usable if list(leaves).index(o) < at]
    own = [o for o in usable if leaf.above and o.above == leaf.above]
    choices = [c for c in (own, behind, before) if len(c) > 1]
    for parts in choices:
        agree = _agreement(leaf, parts)
        if agree > 0:
            why = Words(f"{agree}行的数都等于各栏之和", f"the figures of {agree} rows are the sums")
            leaf.takes = dict(parts[0].takes)
            yield _sum(parts), _computed(_sum_words(parts), why, Certainty.CERTAIN)
            return
    if choices and not any(leaf.texts):
        why = Words(f"栏目名为“{leaf.label}”", f"the label is {leaf.label!r}")
        leaf.takes = dict(choices[0][0].takes)
        yield _sum(choices[0]), _computed(_sum_words(choices[0]), why, Certainty.UNSURE)


def _agreement(leaf: Leaf, parts: Sequence[Leaf]) -> int:
    """In how many rows the parts sum up to the total; 0 where they do not in one."""
    agree = 0
    for number, text in enumerate(leaf.texts):
        total = number_in(text)
        figures = [f for part in parts if (f := number_in(part.texts[number])) is not None]
        if total is None or not figures:
            continue
        if abs(sum(figures) - total) > 0.005:
            return 0
        agree += 1
    return agree


def _sum(parts: Sequence[Leaf]) -> str:
    return " + ".join(part.name for part in parts)


def _sum_words(parts: Sequence[Leaf]) -> Words:
    labels = "、".join(part.label for part in parts)
    return Words(f"由表格计算：{labels}之和", f"computed: the sum of {labels}")


def _computed(what: Words, why: Words, certainty: Certainty) -> Guess:
    return Guess(what=what, why=why, certainty=certainty)


def _score(leaf: Leaf, leaves: Sequence[Leaf]) -> Iterator[tuple[str, Guess]]:
    """Points and bonus less deduction, where the three stand beside each other."""
    if not _SCORE.match(flat(leaf.label)) or any(leaf.texts):
        return
    beside = {flat(o.label): o for o in leaves if o.above == leaf.above and o is not leaf}
    points = next((o for label, o in beside.items() if re.match(r"^(分值|基本分|基础分|得分)$", label)), None)
    bonus = next((o for label, o in beside.items() if label.startswith("加分")), None)
    less = next((o for label, o in beside.items() if re.match(r"^(减|扣)分", label)), None)
    if points and (bonus or less):
        more = f" + blank({bonus.name}, 0)" if bonus else ""
        minus = f" - blank({less.name}, 0)" if less else ""
        why = Words("旁边有分值、加分、减分各栏", "columns of points, bonus and deduction stand beside it")
        what = Words("由表格计算：分值加加分减减分", "computed: points and bonus less deduction")
        yield f"{points.name}{more}{minus}", _computed(what, why, Certainty.UNSURE)


def _rate(leaf: Leaf, leaves: Sequence[Leaf]) -> Iterator[tuple[str, Guess]]:
    """What was done by what was planned, where both stand before it."""
    if not _RATE.match(flat(leaf.label)) or any(leaf.texts):
        return
    before = [o for o in _figures(leaves) if list(leaves).index(o) < list(leaves).index(leaf)]
    plan = [o for o in before if _PLAN.search(flat(o.label))]
    done = [o for o in before if _DONE.search(flat(o.label)) and o not in plan]
    if len(plan) == 1 and len(done) == 1:
        leaf.takes = {"type": "percent", "places": 4}
        what = Words(
            f"由表格计算：{done[0].label}÷{plan[0].label}", f"computed: {done[0].label} by {plan[0].label}"
        )
        why = Words("左边有计划数和完成数两栏", "plan and result stand to its left")
        yield f"{done[0].name} / {plan[0].name}", _computed(what, why, Certainty.UNSURE)
