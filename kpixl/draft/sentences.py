"""Rules that notes state in plain sentences, each with the sentence as its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kpixl.draft.cells import BY_UNIT, BY_VERIFIER, Leaf
from kpixl.draft.document import Place, Text, flat
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.hints import adds_up, holds_numbers
from kpixl.draft.lines import numbered
from kpixl.draft.names import number_of
from kpixl.draft.table_drafts import TableDraft
from kpixl.words import Words

_LENGTH = re.compile(
    r"(?:不超过|不得超过|不多于|限|控制在)(\d{2,4})个?字(?!号)|(\d{2,4})个?字(?:以内|之内|左右)"
)
_CHOICES = re.compile(
    r"(?:填写|填|选填|选择|分为|按)[“\"]?([^，。；：“”\"]{1,10}(?:、[^，。；、或“”\"]{1,10})+(?:或者?[^，。；“”\"]{1,10})?)"
)
_MOST = re.compile(r"(.+?)(?:不得|不能|不应|不可)?(?:高于|超过|大于|多于|超出)(.+)")
_NO_MORE = re.compile(r"不得|不能|不应|不可|不(?=高于|超过|大于|多于|超出)|小于等于")
_EQUALS = re.compile(r"(.+?)(?:应当?|须|必须)?(?:等于|为|＝|=)(.+?)(?:之和|的和|合计|相加|[。；]|$)")
_EQUATION = re.compile(r"(?<![\d.])\d{1,2}[=＝]\d{1,2}(?:[+＋]\d{1,2})+(?!\d)")
_LEAST_ROWS = re.compile(
    r"(?:不少于|至少(?:填写|填报|报送|列出|填)?|不得少于)(\d+|[一二三四五六七八九十两])[项条个行]"
)
_PLACES = re.compile(r"保留(?:小数点后)?([一二两三四1-4])位小数|小数点后([一二两三四1-4])位")
_REQUIRED = re.compile(r"必填|必须填写|不得为空|不能为空|不得空项|不可空缺")
_BY_WHOM = re.compile(
    r"([^，。；、]{1,12}?)由([^，。；]{1,20}?)(?:逐项|负责|统一|对照|据实|分别|如实){0,3}(?:填写|填报|填列|评定|打分)"
)
_JUDGES = re.compile(r"考核|审核|评审|认定|领导小组|考评|主管部门|上级|评分组")


def apply_sentences(notes: Iterable[Text], table: TableDraft) -> list[Text]:
    """Let notes change a table's columns and rules; gives the notes that said nothing for it."""
    unused = []
    for note in notes:
        used = False
        for part in numbered(note.text):
            used |= _apply(part, note.place, table)
        if not used:
            unused.append(note)
    return unused


def _apply(sentence: str, place: Place, table: TableDraft) -> bool:
    """Whether one of the kinds of rules was found in a sentence."""
    said = flat(sentence)
    if table.counters and (equations := list(_EQUATION.finditer(said))):
        told = [_equation(each, said, place, table) for each in equations]
        return any(told)
    kinds: Sequence[Callable[[str, Place, TableDraft], bool]] = (
        _length, _fills, _chosen, _places, _required, _least, _bounded, _summed,
    )  # fmt: skip
    found = [kind(said, place, table) for kind in kinds]  # each of them, not only the first that fits
    return any(found)


def _meant(said: str, table: TableDraft) -> list[Leaf]:
    """The columns that a sentence names, in its order; all that are called the same."""
    found: list[tuple[int, Leaf]] = []
    rest = said
    labels = dict.fromkeys(flat(leaf.label) for leaf in table.leaves)
    for label in sorted(labels, key=len, reverse=True):  # a longer label holds a shorter one
        core = re.sub(r"[（(].*?[）)]|±?%$", "", label)
        if len(core) >= 2 and core in rest:
            found += [(rest.index(core), leaf) for leaf in table.leaves if flat(leaf.label) == label]
            rest = rest.replace(core, "\x00" * len(core))
    return [leaf for _, leaf in sorted(found, key=lambda pair: pair[0])]


def _note(leaf: Leaf, what: Words, sentence: str, place: Place, sure: Certainty = Certainty.CERTAIN) -> None:
    why = Words(f"说明写着“{sentence[:60]}”", f"the notes say {sentence[:60]!r}")
    leaf.guesses.append(Guess(what=what, why=why, certainty=sure, place=place))


def _open(leaves: Iterable[Leaf]) -> list[Leaf]:
    return [leaf for leaf in leaves if leaf.fill in {"unit", "verifier"} and not leaf.formula]


def _length(said: str, place: Place, table: TableDraft) -> bool:
    found = _LENGTH.search(said)
    leaves = [leaf for leaf in _open(_meant(said, table)) if leaf.takes.get("type", "text") == "text"]
    if not found or not leaves:
        return False
    for leaf in leaves:
        leaf.takes["max_length"] = int(found[1] or found[2])
        what = Words(f"不超过{leaf.takes['max_length']}字", f"at most {leaf.takes['max_length']} characters")
        _note(leaf, what, said, place)
    return True


def _fills(said: str, place: Place, table: TableDraft) -> bool:
    """`自查情况由单位填写，考核结果由考核组填写`: of columns, or of the heading over some."""
    used = False
    for found in _BY_WHOM.finditer(said):
        whose = re.sub(r"^.*?[．.、：:]", "", found[1])
        under = [x for x in table.leaves if any(flat(a) == whose for a in (*x.above, x.label))]
        fill = "verifier" if _JUDGES.search(found[2]) and not re.search(r"被考核|单位$", found[2]) else "unit"
        for leaf in under:
            if not leaf.printed and not leaf.formula:
                leaf.fill = fill
                _note(leaf, BY_VERIFIER if fill == "verifier" else BY_UNIT, said, place)
                used = True
    return used


def _chosen(said: str, place: Place, table: TableDraft) -> bool:
    found = _CHOICES.search(said)
    leaves = _open(_meant(said[: found.start()] if found else "", table))
    if not found or not leaves:
        return False
    choices = [c for c in re.split(r"、|或者?", found[1]) if c]
    if len(choices) < 2 or any(flat(c) in {flat(x.label) for x in table.leaves} for c in choices):
        return False
    for leaf in leaves:
        chosen = {"type": "choice", "choices": choices}
        other = re.search(r"非量化|定性|不能量化", said) and holds_numbers(leaf.takes)
        if other:  # figures where there are any, words where there are none
            leaf.takes = {"type": [dict(leaf.takes), chosen]}
        else:
            leaf.takes = chosen
        what = Words(f"选项：{'、'.join(choices)}", f"choices: {', '.join(choices)}")
        _note(leaf, what, said, place)
    return True


def _places(said: str, place: Place, table: TableDraft) -> bool:
    found = _PLACES.search(said)
    if not found:
        return False
    text = (found[1] or found[2]).replace("两", "二")
    places = int(text) if text.isdigit() else number_of(text)
    numeric = [x for x in table.leaves if adds_up(x.takes) and x.takes["type"] != "integer" and not x.printed]
    leaves = [x for x in _meant(said, table) if x in numeric] or numeric
    for leaf in leaves:
        leaf.takes["places"] = places
        _note(leaf, Words(f"保留{places}位小数", f"{places} decimals"), said, place)
    return bool(leaves)


def _required(said: str, place: Place, table: TableDraft) -> bool:
    if not _REQUIRED.search(said):
        return False
    leaves = _open(_meant(said, table))
    for leaf in leaves:
        _note(leaf, Words("必填", "required"), said, place)
    return bool(leaves)


def _least(said: str, place: Place, table: TableDraft) -> bool:
    found = _LEAST_ROWS.search(said)
    if not found or "free" not in table.rows:
        return False
    least = int(found[1]) if found[1].isdigit() else number_of(found[1].replace("两", "二"))
    table.rows["min"] = least
    table.rows["free"] = max(least, table.rows["free"])
    why = Words(f"说明写着“{said[:60]}”", f"the notes say {said[:60]!r}")
    what = Words(f"至少填{least}行", f"at least {least} rows")
    table.guesses.append(Guess(what=what, why=why, certainty=Certainty.CERTAIN, place=place))
    return True


def _bounded(said: str, place: Place, table: TableDraft) -> bool:
    """`自评得分不得高于分值`: one column against another, or against a number."""
    used = False
    for clause in re.split(r"[，。；]", said):
        found = _MOST.match(clause)
        if not found or not _NO_MORE.search(clause) or "字" in clause:
            continue
        left, right = _one(found[1], table), _one(found[2], table)
        if left and right and left is not right:
            words = Words(f"{left.label}不得超过{right.label}", f"{left.label} is at most {right.label}")
            table.rules.append(_rule(f"{left.name} <= {right.name}", words, clause, place))
            used = True
        elif left and (number := re.search(r"\d+(?:\.\d+)?", found[2])):
            left.takes["max"] = float(number[0]) if "." in number[0] else int(number[0])
            _note(left, Words(f"不超过{number[0]}", f"at most {number[0]}"), clause, place)
            used = True
    return used


def _one(text: str, table: TableDraft) -> Leaf | None:
    found = [leaf for leaf in _meant(text, table) if holds_numbers(leaf.takes)]
    return found[-1] if found else None


def _summed(said: str, place: Place, table: TableDraft) -> bool:
    """`合计应为A、B之和`."""
    if "之和" not in said and "相加" not in said and not re.search(r"[=＝].+[+＋]", said):
        return False
    used = False
    for clause in re.split(r"[。；]", said):
        found = _EQUALS.search(clause)
        total = _one(found[1], table) if found else None
        parts = list(_numbers_in(found[2], table)) if found else []
        if total is None or len(parts) < 2 or total in parts:
            continue
        if total.formula:  # the label said so already; the note says which
            total.formula = " + ".join(part.name for part in parts)
            _note(total, Words("由表格计算", "computed"), clause, place)
            used = True
            continue
        expression = f"{total.name} == {' + '.join(part.name for part in parts)}"
        labels = "、".join(part.label for part in parts)
        words = Words(f"{total.label}应为{labels}之和", f"{total.label} is the sum of {labels}")
        table.rules.append(_rule(expression, words, clause, place))
        used = True
    return used


def _equation(found: re.Match[str], said: str, place: Place, table: TableDraft) -> bool:
    """`1=2+3+4`, of columns by their numbers."""
    by_column = {leaf.heading.first: leaf for leaf in table.leaves}
    numbers = [int(n) for n in re.findall(r"\d+", found[0]) if not n.startswith("0")]
    leaves = [by_column.get(table.counters.get(n, -1)) for n in numbers]
    if len(leaves) < 3 or any(x is None or not holds_numbers(x.takes) for x in leaves):
        return False
    total, *parts = [leaf for leaf in leaves if leaf]
    labels = "、".join(part.label for part in parts)
    words = Words(f"{total.label}应为{labels}之和", f"{total.label} is the sum of {labels}")
    expression = f"{total.name} == {' + '.join(part.name for part in parts)}"
    table.rules.append(_rule(expression, words, said, place))
    return True


def _numbers_in(text: str, table: TableDraft) -> Iterator[Leaf]:
    yield from (leaf for leaf in _meant(text, table) if holds_numbers(leaf.takes))


def _rule(expression: str, words: Words, sentence: str, place: Place) -> Noted:
    why = Words(f"说明写着“{sentence[:60]}”", f"the notes say {sentence[:60]!r}")
    guess = Guess(what=words, why=why, certainty=Certainty.LIKELY, place=place)
    rule: dict[str, Any] = {"kind": "expression", "expression": expression, "message": words.zh}
    return Noted(rule, (guess,))
