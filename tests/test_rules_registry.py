"""How a rule kind is added: one of the tests' own works everywhere, and none can forget a face."""

import re
from collections.abc import Iterator
from inspect import getattr_static
from pathlib import Path
from typing import Any

import pytest

from kpixl.findings import Severity
from kpixl.generate import Built, build
from kpixl.layout import Package, Plan
from kpixl.linter import lint_folder
from kpixl.rules import every_kind, name_of, register
from kpixl.rules import kind as families
from kpixl.rules.kind import Kind
from kpixl.simulate import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.faults import Damage, Faultless, every_fault
from tests.support import parity, ruled
from tests.support.blueprint_page import TEXT, kinds_described
from tests.support.blueprints import change, small
from tests.support.own_kind import Multiple, MultipleRule, registered

ARCHITECTURE = (Path(__file__).parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
RECIPE = ARCHITECTURE.split("**a rule kind.**")[1].split("**a type.**")[0]
COLUMNS = [{"name": "amount", "type": "integer", "min": 0, "max": 1000, "required": True}]
RULES = [{"id": "fives", "kind": "multiple", "of": "amount", "step": 5}]
ROWS = [{"amount": 10}, {"amount": 12}, {"amount": 15}]


@pytest.fixture
def known() -> Iterator[None]:
    """The tests' own kind is registered."""
    with registered(MultipleRule()):
        yield


def scheme() -> Any:
    """A scheme with one rule of the kind."""
    return ruled.scheme_of(COLUMNS, RULES)


def plan() -> Plan:
    """Its workbook."""
    return ruled.plan_of(scheme())


def answered() -> tuple[Package, Built]:
    """A package in which at least three rows are to be filled, and its workbook."""
    several_rows = ruled.scheme_of(COLUMNS, [*RULES, {"kind": "count", "min": 3}])
    package = ruled.package_of(several_rows)
    return package, build(package, {}, issuer=parity.issuer(package))


@pytest.mark.usefixtures("known")
class TestOwnKind:
    def test_check(self):
        """The check reports what breaks it, at its cell."""
        found = ruled.checked(scheme(), ruled.answers_of(ROWS))
        assert [("2", "R005", "amount")] == [(f.where.row, f.code, f.where.field) for f in found]

    def test_message(self):
        """The message is the kind's own words."""
        (finding,) = ruled.checked(scheme(), ruled.answers_of(ROWS))
        assert "“甲”应是5的倍数" in finding.message()

    def test_workbook(self):
        """An entry that breaks it is refused."""
        cell = plan().by_spot[ruled.spot_of(plan(), "amount")]
        assert cell.validation is not None
        assert "custom" == cell.validation.kind

    def test_colours(self):
        """The cell that breaks it is red."""
        assert {("2", "amount")} == ruled.coloured(plan(), ruled.answers_of(ROWS), "wrong")

    def test_cover(self):
        """The cover counts it."""
        assert [1, 0] == [ruled.counted(plan(), ruled.answers_of(rows))["bad"] for rows in (ROWS, ROWS[:1])]

    def test_simulated_answers(self):
        """Random answers hold it."""
        package, made = answered()
        assert {0} == {int(str(value)) % 5 for value in answers(package, made.plan, chance(1)).values()}

    def test_simulated_faults(self):
        """A fault breaks it, and is found where it was put in, and nothing else is."""
        package, built = answered()
        given = answers(package, built.plan, chance(1))
        sound = Faultless(package=package, built=built, answers=given, issuer=parity.issuer(package))
        damage = Damage(sound, chance(2))
        assert any(kind.apply(damage) for kind in every_fault() if kind.code == "R005")
        found = [f for f in parity.checked(package, damage.finished()) if f.severity is Severity.ERROR]
        places = [(f.code, f.where.sheet, f.where.cell) for f in found]
        assert [(f.code, f.sheet, f.cell) for f in damage.faults] == places

    def test_docs(self):
        """The page's test says that paragraph, example and line are missing."""
        assert [{"multiple"}] * 3 == undescribed(TEXT)

    def test_described(self):
        """With these the page is complete."""
        paragraph = (
            "\n### Own\n\n**`multiple`**: a figure.\n\n```yaml Rule\nkind: multiple\nof: x\nstep: 5\n```\n"
        )
        line = "| `expression` | yes | red | 问题 | R005 |\n"
        page = TEXT.replace("\n## Expressions\n", paragraph + "\n## Expressions\n")
        assert [set()] * 3 == undescribed(page.replace(line, line + line.replace("expression", "multiple")))


def undescribed(page: str) -> list[set[str]]:
    """The kinds that lack a paragraph, an example, a line."""
    kinds = {name_of(kind.model) for kind in every_kind()}
    return [kinds - described for described in kinds_described(page)]


class TestLint:
    OLD = "- {id: once, kind: unique, of: [target]}"

    @pytest.mark.parametrize(
        ("new", "code"),
        [
            ("- {kind: multiple, of: ¦nowhere, step: 5}", "B057"),
            ("- {kind: multiple, of: ¦target, step: 5}", "B102"),
            ("- {kind: multiple, of: points, step: ¦0}", "B103"),
            ("- {kind: multiple, of: points, ¦stap: 5}", "B020"),
        ],
    )
    def test_finds(self, known, tmp_path, new, code):
        """A mistake in a rule of the tests' own kind is found at its line and column."""
        folder = small(tmp_path)
        place = change(folder / "report.yaml", self.OLD, new)
        found = [(f.code, (f.where.line, f.where.column)) for f in lint_folder(folder)[1]]
        assert (code, place) in found

    def test_is_quiet(self, known, tmp_path):
        """A sound rule draws no finding."""
        folder = small(tmp_path)
        change(folder / "report.yaml", self.OLD, "- {kind: multiple, of: points, step: 5}")
        assert [] == list(lint_folder(folder)[1])

    def test_unknown_before(self, tmp_path):
        """Without registration there is no such kind."""
        folder = small(tmp_path)
        change(folder / "report.yaml", self.OLD, "- {kind: multiple, of: points, step: 5}")
        assert ["B023"] == [f.code for f in lint_folder(folder)[1]]


FAMILIES = (
    families.RowRule, families.EntryRule, families.TableRule, families.FormRule, families.UnitRule,
)  # fmt: skip


def family(kind: Kind[Any]) -> type[Kind[Any]]:
    """The family of a kind."""
    return next(f for f in FAMILIES if isinstance(kind, f))


@pytest.mark.parametrize("kind", [*every_kind()], ids=lambda kind: type(kind).__name__)
def test_no_face_can_be_forgotten(kind):
    """A kind without one of its faces cannot be made; what Python says names the kind and the face."""
    for face in sorted(family(kind).__abstractmethods__):
        declared = getattr_static(family(kind), face)
        forgetful = type(f"Forgetful{type(kind).__name__}", (type(kind),), {face: declared})
        with pytest.raises(TypeError, match=rf"Forgetful{type(kind).__name__}.*\b{face}\b"):
            register(forgetful())


def test_a_code_is_in_the_catalogue():
    """A kind whose code nobody explains is not registered."""
    with pytest.raises(TypeError, match=r"multiple: the code R999 is not in the catalogue"):
        register(type("Uncoded", (MultipleRule,), {"code": "R999"})())


def test_a_kind_is_of_a_family():
    """What is none of the families is not registered."""
    faces_ = dict.fromkeys(Kind.__abstractmethods__) | {"model": Multiple, "code": "R005"}
    loose = type("Loose", (Kind,), faces_)
    with pytest.raises(TypeError, match=r"multiple: Loose is of none"):
        register(loose())


@pytest.mark.usefixtures("known")
def test_a_name_is_one_kinds():
    """No kind takes another's place."""
    with pytest.raises(TypeError, match=r"multiple: there is such a kind already"):
        register(MultipleRule())


def test_the_recipe_names_every_step():
    """The recipe of docs/architecture.md names each family and each place that the tests' kind needed."""
    said = set(re.findall(r"`([^`]+)`", RECIPE))
    wanted = {f.__name__ for f in FAMILIES} | {"RuleBase", "register", "kpixl/rules/__init__.py"}
    assert set() == wanted - said
