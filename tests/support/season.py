"""A year of xinhua-2021 by the clerk's commands of the guide; a script plays units and verifiers.

What they enter the script keeps for itself; from that alone it reckons scores and ranks, in its own words,
and compares them with what kpixl makes of the returns.
"""

import csv
import datetime as dt
import json
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl

from kpixl.blueprint.expressions import Value
from kpixl.campaign import Anew, Campaign, Workspace
from kpixl.campaign.issued.generating import numbered
from kpixl.campaign.issued.packages import packages_of
from kpixl.generate import build, file_name, roster_position
from kpixl.layout import CellKey, Package, computed, first_packages
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.filling import filled
from tests.support import cli
from tests.support.cases import read

SCHEME, FORM, ALL, OWN = "xinhua-2021", "target-execution", "verification", "self-check"
GUIDE = cli.ROOT / "docs" / "guide.zh-CN.md"
HEADING = "## 一年十条命令"
PROOF = "平政〔2021〕5号.pdf"
CHANGED_ROW = "t07"
DISPUTED = "commerce"
_AWARD: dict[str, Value] = {
    "awarded": "本单位",
    "awarding": "平顶山市人民政府",
    "award": "2021年度信访工作先进单位",
    "awarded_on": dt.date(2021, 6, 30),
    "document": "平政〔2021〕5号",
    "proof": PROOF,
    "remark": None,
}
Row = tuple[str, str, str]
"""(form, subject, row)."""


def ten_commands() -> list[str]:
    """The commands of the guide, as they stand there."""
    text = GUIDE.read_text(encoding="utf-8").partition(HEADING)[2]
    block = text.partition("```\n")[2].partition("```")[0]
    return [line.strip() for line in block.splitlines() if line.strip().startswith("kpixl ")]


@dataclass
class Season:
    """A campaign under way.

    home: the folder of the workspace; units: those who take part; given: what each unit entered; verified:
    what the verifiers entered last, by row; wrong: what was otherwise than it should be.
    """

    home: Path
    units: tuple[str, ...] = ()
    given: dict[str, dict[CellKey, Value]] = field(default_factory=dict)
    verified: dict[Row, dict[str, Value]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def run(self, command: str, status: int = 0) -> str:
        """A command as a clerk types it in the workspace; what it says. status: that it ends with."""
        done = cli.kpixl(*shlex.split(command)[1:], env={"KPIXL_LANG": "zh"})
        if done.exit_code != status:
            self.wrong.append(f"{command}: {done.exit_code} instead of {status}: {done.stderr.strip()}")
        return done.stdout

    def told(self, command: str, status: int = 0) -> Any:
        """The same as JSON."""
        return json.loads(self.run(f"{command} --format json", status))

    @property
    def campaign(self) -> Campaign:
        """As it is opened anew: nothing is kept in this process."""
        office = Workspace.at(self.home)
        return office.open(SCHEME, office.means(makes=True))

    def expect(self, what: str, found: Any, wanted: Any) -> None:
        """One more comparison."""
        if found != wanted:
            self.wrong.append(f"{what}: {found} instead of {wanted}")

    # What units do.

    def self_check(self, unit: str, seed: int = 1) -> None:
        """A unit fills its workbook in."""
        package = self._package(unit)
        plan = build(package, {}, issuer=self.campaign.issuer).plan
        self.given[unit] = dict(answers(package, plan, chance(seed, unit)))

    def wins_an_award(self, unit: str) -> None:
        """And names the file that proves it."""
        for column, value in _AWARD.items():
            self.given[unit][CellKey("awards", "", unit, "1", column)] = value

    def changes_a_target(self, unit: str) -> None:
        """A rating of its own self-check, which a verifier has seen already."""
        key = CellKey(FORM, "", unit, CHANGED_ROW, "claimed")
        self.given[unit][key] = "一般" if self.given[unit].get(key) == "良好" else "良好"
        self.given[unit][CellKey(FORM, "", unit, CHANGED_ROW, "not_applicable")] = None
        self.given[unit][CellKey(FORM, "", unit, CHANGED_ROW, "report")] = (
            "已按要求重新核对，完成情况见报告。"
        )

    def returns(self, unit: str, wave: int, *, without: str = "", proof: bool = False) -> None:
        """It sends its workbook, in a folder of its own. without: a column that is left blank in one row."""
        given = {k: v for k, v in self.given[unit].items() if v is not None}
        if without:
            given.pop(next(key for key in given if key.column == without))
        folder = self.home / "收回" / str(wave) / unit
        self._send(self._package(unit), given, folder, dt.datetime(2022, 1, wave, 9, tzinfo=dt.UTC))
        if proof:
            (folder / PROOF).write_bytes(b"%PDF-1.7 a scan")

    def _package(self, unit: str) -> Package:
        scheme = self.campaign.scheme
        return next(p for p in first_packages(scheme, scheme.stage(OWN)) if p.recipient == unit)

    def _send(self, package: Package, given: Any, folder: Path, at: dt.datetime) -> None:
        built = build(package, package.given_back or {}, issuer=self.campaign.issuer)
        book = filled(built, computed(built.plan, given))
        book.saved(package.unit.name, at)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file_name(package, roster_position(package))).write_bytes(book.data())

    # What verifiers do.

    def verification(self, wave: int, *, keep: Iterable[Path] = ()) -> None:
        """Every verifier fills in what it got: what was kept stays, other rows are entered."""
        campaign = self.campaign
        anew = Anew(split="group", keep=tuple(keep))
        dealt = packages_of(campaign, stage=ALL, returns=[self.home / "收回"], anew=anew)
        for package in numbered(campaign, dealt.packages):
            fresh = replace(package, marks=(), given_back=None)
            plan = build(fresh, {}, issuer=campaign.issuer).plan
            made = answers(fresh, plan, chance(wave, package.recipient, package.part))
            if package.recipient == DISPUTED:
                made = {**made, **_deducted(package)}
            given = self._entered(package, dict(made))
            self._send(
                package,
                given,
                self.home / "认定收回" / str(wave),
                dt.datetime(2022, 2, wave, 9, tzinfo=dt.UTC),
            )

    def _entered(self, package: Package, made: dict[CellKey, Value]) -> dict[CellKey, Value]:
        """What stands in a verifier's workbook then, which the script keeps for itself."""
        kept: dict[Row, dict[str, Value]] = defaultdict(dict)
        for key, value in (package.given_back or {}).items():
            kept[key.form, key.subject, key.row][key.column] = value
        marked = {(m.key.form, m.key.subject, m.key.row) for m in package.marks if m.key}
        given: dict[CellKey, Value] = {}
        for (form, instance, _), pairs in package.rows.items():
            for subject, row in pairs:
                place = form, subject, row
                if subject and place in self.verified and place not in marked:
                    self.expect(f"kept: {place}", kept[place], _filled(self.verified[place]))
                elif subject:
                    own = {k.column: v for k, v in made.items() if (k.form, k.subject, k.row) == place}
                    self.expect(f"blank: {place}", kept[place], {})
                    self.verified[place] = own
                entered = self.verified.get(place, {}) if subject else {}
                given |= {CellKey(form, instance, subject, row, c): v for c, v in entered.items()}
        return {key: value for key, value in given.items() if value is not None}

    # What the script reckons by itself.

    def declared(self, unit: str) -> list[dict[str, Value]]:
        """The rows of 附件7 that a unit filled in, by its own list of indicators."""
        names = {item["id"]: item["name"] for item in _items("indicators-2022")}
        rows: dict[str, dict[str, Value]] = defaultdict(dict)
        for key, value in self.given[unit].items():
            if key.form == "targets-2022" and value is not None:
                rows[key.row][key.column.removeprefix("other_")] = value
        return [{"indicator": names.get(row, ""), **said} for row, said in rows.items()]

    def totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Of each unit that was verified: what it got and what it could have got."""
        points = {item["id"]: Decimal(str(item["points"])) for item in _items("targets")}
        found: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for (form, subject, row), said in self.verified.items():
            if form != FORM or said.get("not_applicable"):
                continue
            own = points.get(row) or self.given[subject][CellKey(FORM, "", subject, row, "points")]
            bonus, deduction = (said.get(name) or Decimal(0) for name in ("bonus", "deduction"))
            found[subject][0] += Decimal(str(own)) + Decimal(str(bonus)) - Decimal(str(deduction))
            found[subject][1] += Decimal(str(own))
        return {unit: (got, most) for unit, (got, most) in found.items()}

    def ranks(self, groups: dict[str, str]) -> dict[str, int]:
        """By score rate within the group, to four places; who is equal shares a rank."""
        rate = {
            unit: (got / most).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            for unit, (got, most) in self.totals().items()
        }
        return {
            unit: 1 + sum(rate[other] > own for other in rate if groups[other] == groups[unit])
            for unit, own in rate.items()
        }


def _deducted(package: Package) -> dict[CellKey, Value]:
    """In its first row a verifier takes a point off, which somebody will dispute."""
    subject, row = package.rows[FORM, "", "targets"][0]
    said: dict[str, Value] = {"deduction": Decimal(1), "remark": "依据台账。", "not_applicable": None}
    return {CellKey(FORM, "", subject, row, column): value for column, value in said.items()}


def _filled(row: dict[str, Value]) -> dict[str, Value]:
    return {column: value for column, value in row.items() if value is not None}


def _items(name: str) -> Iterator[dict[str, Any]]:
    path = cli.ROOT / "blueprints" / SCHEME / f"{name}.yaml"
    yield from read(path.read_text(encoding="utf-8"))["items"]


def tell(home: Path, towns: int, departments: int) -> Season:
    """The whole story, of so many of the first towns and departments; what was wrong is in it."""
    commands = ten_commands()
    season = Season(home)
    with chdir(home.parent):
        season.run(commands[0])
    roster = season.campaign.scheme.roster
    of = {group: [u.id for u in roster.of(group)] for group in ("towns", "departments")}
    season.units = (*of["towns"][:towns], *of["departments"][:departments])
    with chdir(home):
        for part in (_self_checks, _verification, _decisions, _publication):
            part(season, commands)
    return season


def _declared() -> list[tuple[str, ...]]:
    """What next year's scheme says that units declared: whose, the indicator, its source of data."""
    with Path("blueprints/xinhua-2022/declared.csv").open(encoding="utf-8-sig", newline="") as file:
        items = list(csv.DictReader(file))
    return sorted((x["id"].rpartition("-")[0], x["indicator"], x["source"]) for x in items)


def _roles(season: Season) -> tuple[str, str, str, str]:
    """Who has proof to send, who changes a target, who is late, who forgets something."""
    proof, changes, late, *_, forgets = season.units
    return proof, changes, late, forgets


def _self_checks(season: Season, commands: list[str]) -> None:
    """Issued; two waves, in the first of which something is forgotten and a proof is missing."""
    proof, _, late, forgets = _roles(season)
    season.run(commands[1])
    for unit in season.units:
        season.self_check(unit)
    season.wins_an_award(proof)
    for unit in season.units:
        if unit != late:
            season.returns(unit, 1, without="claimed" if unit == forgets else "")
    first = season.told(commands[2], 1)
    season.expect("rejected", [f["unit"] for f in first["files"] if f["status"] == "rejected"], [forgets])
    season.expect("proof missing", _with(first, "U029"), [proof])
    season.run(commands[3])
    season.expect("feedback", len(list(Path("退回").glob("*.xlsx"))), 1)
    season.returns(forgets, 2)
    season.returns(proof, 2, proof=True)
    second = season.told(commands[2])
    season.expect("proof still missing", _with(second, "U029"), [])
    kept = [(f["unit"], e["path"].rpartition("/")[2]) for f in second["files"] for e in f["evidence"]]
    season.expect("proof", kept, [(proof, PROOF)])
    season.expect("accepted", second["summary"]["accepted"], len(season.units) - 1)


def _verification(season: Season, commands: list[str]) -> None:
    """In two waves: one unit is late, another changes what was verified; what still holds is kept."""
    _, changes, late, _ = _roles(season)
    made = season.told(commands[4])["workbooks"]
    parts = [w["part"] for w in made if w["unit"] == "appraisal-group"]
    season.expect("parts of the appraisal group", parts, ["镇、街道（管委会）", "区政府部门"])
    season.verification(1)
    season.run(commands[5])
    season.changes_a_target(changes)
    season.returns(changes, 3)
    season.self_check(late)
    season.returns(late, 3)
    season.run(commands[2])
    again = season.told(commands[6])
    season.expect("rows to be verified anew", again["rows_changed"], 1)
    season.expect(
        "parts issued anew", [p for p in parts if ("appraisal-group", p) in _issued(again)], parts[:1]
    )
    season.verification(2, keep=[Path("认定收回")])
    season.run(commands[5])
    stood = season.told("kpixl status xinhua-2021 --stage verification")["units"]
    season.expect("verifiers", {u["state"] for u in stood if u["id"] in _issuedby(made, again)}, {"accepted"})
    states = {
        u["id"]: u["state"] for u in season.told("kpixl status xinhua-2021 --stage self-check")["units"]
    }
    season.expect("units", {states[u] for u in season.units}, {"accepted"})


def _issued(made: Any) -> set[tuple[str, str]]:
    return {(w["unit"], w["part"]) for w in made["workbooks"]}


def _issuedby(*made: Any) -> set[str]:
    return {w["unit"] for each in made for w in (each if isinstance(each, list) else each["workbooks"])}


def _with(result: Any, code: str) -> list[str]:
    return [f["unit"] for f in result["files"] if any(x["code"] == code for x in f["findings"])]


def _decisions(season: Season, commands: list[str]) -> None:
    """A figure is disputed: nothing is published until it is decided, and until no tie is open."""
    said = dict(zip(*[iter(shlex.split(commands[7])[4:])] * 2, strict=True))
    raised = f"--unit {said['--unit']} --cell {said['--cell']} --returns {said['--returns']}"
    season.run(f"kpixl decide {SCHEME} dispute {raised} --reason 与台账不符 --raised-by 审计局")
    season.run(commands[8], 2)
    season.expect("published", [*Path().glob("公示稿*")], [])
    sheet, cell = said["--cell"].split("!")
    unit = season.campaign.scheme.roster.named(said["--unit"])
    checked = season.campaign.check(["认定收回"])
    own = [r for r in checked.accepted if r.stamp and unit and r.stamp.recipient == unit.id]
    keys = [e.key for r in own for e in r.entries if (e.sheet, e.cell) == (sheet, cell)]
    season.run(commands[7])
    season.expect("what is disputed", [key.column for key in keys], ["deduction"])
    for key in keys:
        season.verified[key.form, key.subject, key.row][key.column] = Decimal(said["--value"])
    made = season.campaign.using(force=True).merge(["认定收回"], "试算.xlsx")
    for tie in (f.facts for f in made.own_findings if f.code == "U005"):
        for name in str(tie["names"]).split("、")[: tie["places"]]:
            season.run(f"kpixl decide {SCHEME} award --unit {name} --level {tie['level']} --reason 经研究")


def _publication(season: Season, commands: list[str]) -> None:
    """The score sheet, what is published of it, and next year's scheme."""
    merged = season.told(commands[8])
    found = {u["id"]: u for u in merged["units"] if u["score"] is not None}
    totals = {unit: float(got) for unit, (got, _) in season.totals().items()}
    season.expect("scores", {u: each["score"] for u, each in found.items()}, totals)
    groups = {u.id: str(u.group) for u in season.campaign.scheme.roster.units}
    season.expect("ranks", {u: each["rank"] for u, each in found.items()}, season.ranks(groups))
    season.expect("who is scored", set(found), set(season.units))
    book = openpyxl.load_workbook("公示稿.xlsx", read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    names = {u.id: {u.name, u.short} for u in season.campaign.scheme.roster.units}
    told = {u: any(names[u] & {*row} and total in row for row in rows) for u, total in totals.items()}
    lacking = [unit for unit, found in told.items() if not found]
    season.expect("published scores that are other", lacking, [])
    season.run(commands[9])
    own = sorted(
        (unit, *(str(said[column]) for column in ("indicator", "source")))
        for unit in season.units
        for said in season.declared(unit)
    )
    season.expect("targets that were declared", _declared(), own)
    season.expect("next year's scheme", season.run("kpixl lint xinhua-2022").count("错误"), 0)
