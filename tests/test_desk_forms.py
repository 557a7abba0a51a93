"""From a document to distributed workbooks at the desk, by clicking alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kpixl.blueprint import Column, Scheme, load_scheme
from tests.support import desks
from tests.support.at_desk import AtDesk
from tests.support.cli import ROOT

DOCUMENT = Path(__file__).parent / "cases" / "draft" / "annexes.txt"
MOST_CLICKS = 60
HEADS = "//table[contains(@class,'heads')]"
PANEL = "//section[@id='part']"


def of_group(name: str, within: str) -> str:
    """The line of buttons that is about a group."""
    return f"{within}//p[b='{name}']"


def correct(clerk: AtDesk) -> None:
    """附件2 and 附件3 as they were made by hand: what the draft could not know."""
    towns, departments = "镇、街道（管委会）", "区政府部门"
    clerk.press("各行")
    clerk.press("印20项", of_group(towns, "//details"))
    clerk.press("责任书项目", HEADS)
    clerk.press("各组不同", PANEL)
    clerk.press("印“公共财政", of_group(towns, PANEL))
    clerk.press("分值", HEADS)
    clerk.press("各组不同", PANEL)
    clerk.press("印“12”", of_group(towns, PANEL))
    clerk.press("单位填", of_group(departments, PANEL))
    clerk.press("备", HEADS)
    clerk.press("单位、审核方先后填", PANEL)
    clerk.press("实际得分", HEADS)
    clerk.press("看过了", PANEL)
    clerk.press("附件3")
    clerk.press("获奖时间", HEADS)
    clerk.press("分成“获奖时间", PANEL)


@pytest.fixture
def clerk(browser, tmp_path) -> Iterator[AtDesk]:
    """Somebody at a desk where nothing is open yet."""
    (tmp_path / "home").mkdir()
    with desks.begun(tmp_path / "home") as link:
        at_desk = AtDesk(browser, tmp_path / "saved")
        at_desk.enter(link)
        yield at_desk
        browser.get("about:blank")


def test_a_document_becomes_workbooks_by_clicking(clerk, tmp_path):
    """At most sixty clicks, no YAML typed: who fills what, with what, is as in the scheme made by hand."""
    begin = "//form[@action='/start/draft']"
    clerk.type("name", "2021年度考核", begin)
    clerk.offer(DOCUMENT, begin)
    clerk.press("起草", begin)
    clerk.press("打开，核对这些表")
    correct(clerk)
    clerk.press("改好了，去印发")
    clerk.job("为全部48个单位生成工作簿", "生成了48个工作簿")
    assert clerk.clicks <= MOST_CLICKS
    assert [] == clerk.complaints()
    [folder] = (tmp_path / "home" / "2021年度考核" / "blueprints").glob("*/scheme.yaml")
    drafted, hand = load_scheme(folder.parent), load_scheme(ROOT / "blueprints" / "xinhua-2021")
    for form, other in (("target-execution", "annex-2"), ("awards", "annex-3")):
        assert asked(hand, form) == asked(drafted, other)


Asked = list[tuple[str, str, frozenset[str], dict[tuple[str, str], str]]]


def asked(scheme: Scheme, form: str) -> Asked:
    """The columns that the source prints: heads, types, who fills them for each group in each stage."""
    found: Asked = []
    for table in scheme.form(form).tables:
        for above, column in under(table.columns):
            if not column.policy or above:
                label = above if column.policy else said(column)
                found.append((above, label, types(column.type), fillers(scheme, column)))
    return found


def under(columns, above: str = "") -> Iterator[tuple[str, Column]]:
    """The columns with the label over them."""
    for each in columns:
        if isinstance(each, Column):
            yield above, each
        else:
            yield from under(each.columns, "".join(str(each.label).split()))


def said(column: Column) -> str:
    """A label without padding."""
    label = column.label
    text = next(iter(label.values())) if isinstance(label, Mapping) else label
    return "".join(text.split())


def types(spec) -> frozenset[str]:
    """The types that a column may take; a rating is a choice."""
    if isinstance(spec, str):
        return frozenset({"choice" if spec == "rating" else spec})
    if isinstance(spec, tuple):
        return frozenset().union(*map(types, spec))
    return types(spec.then) | types(spec.otherwise) if hasattr(spec, "when") else types(spec.type)


def fillers(scheme: Scheme, column: Column) -> dict[tuple[str, str], str]:
    """Who fills a column, by group and stage, the office where it is only printed."""
    return {
        (group.name, stage.fills): column.filler(group.id, stage.id)
        for group in scheme.roster.groups
        for stage in scheme.stages
    }
