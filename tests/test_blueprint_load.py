"""Loading: every problem of every file is found at its line and column."""

import json
import pickle
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError, field_validator

from kpixl.blueprint import BlueprintError, Part, load_scheme, read_scheme, read_sources
from kpixl.blueprint.csvfile import read_csv
from kpixl.blueprint.document import MAX_BYTES
from kpixl.blueprint.problems import problems
from kpixl.blueprint.yamlfile import number, read_yaml
from kpixl.findings import entries
from kpixl.linter import lint_folder
from tests.support.blueprints import MARK, SMALL, change, position, small
from tests.support.cases import cases
from tests.support.examples import examples
from tests.support.mistakes import Mistake, Told, place_of

MISTAKES: list[dict[str, Any]] = cases("blueprint_load")

YAMLS = sorted((Path(__file__).parent.parent / "blueprints").rglob("*.yaml"))


@pytest.fixture(scope="module", params=MISTAKES, ids=lambda c: f"{c['code']} {c['fact']}")
def mistake(request, tmp_path_factory):
    """The small scheme with one mistake in it, read."""
    case = request.param
    path = small(tmp_path_factory.mktemp("mistake")) / case["file"]
    if "all" in case:
        place = position(case["all"], MARK)
        path.write_text(case["all"].replace(MARK, ""), encoding="utf-8")
    else:
        place = change(path, case["old"], case["new"]) or position(
            path.read_text(encoding="utf-8"), case["at"]
        )
    scheme, findings = read_scheme(path.parent)
    assert scheme is None
    return Mistake(case=case, findings=findings, wanted=(case["code"], case["file"], *place))


class TestMistakes(Told):
    """Each mistake by itself."""


class TestAllAtOnce:
    def test_problems_of_all_files_are_told_together(self, tmp_path):
        """Mistakes in five files give all their findings in one go, by file and line."""
        folder = small(tmp_path)
        change(folder / "scheme.yaml", "title: 年终考核", "titel: 年终考核")
        change(folder / "roster.yaml", "print: 河东", "short: 河东")
        change(folder / "leaders.csv", "l1,张三,0375,0.10", "l1,张三")
        change(folder / "awards.yaml", "fill: unit, required: true", "fill: units, requird: true")
        change(folder / "notice.yaml", "office: true", "office: [1]")
        expected = [
            ("B020", "awards.yaml", 9),
            ("B023", "awards.yaml", 9),
            ("B011", "leaders.csv", 2),
            ("B022", "notice.yaml", 5),
            ("B020", "roster.yaml", 5),
            ("B020", "scheme.yaml", 3),
        ]
        assert expected == sorted(
            (place_of(f)[:3] for f in read_scheme(folder)[1]), key=lambda p: (p[1:], p[0])
        )

    def test_an_empty_folder_lacks_its_files(self, tmp_path):
        """A folder without files lacks scheme.yaml and the roster."""
        assert [("B001", "roster.yaml"), ("B001", "scheme.yaml")] == [
            (f.code, f.value) for f in sorted(read_scheme(tmp_path)[1], key=lambda f: str(f.value))
        ]

    def test_load_scheme_raises_them_all(self, tmp_path):
        """load_scheme raises one error that holds every finding, and says each with its place."""
        folder = small(tmp_path)
        change(folder / "awards.yaml", "fill: unit, required: true", "fill: units, requird: true")
        with pytest.raises(BlueprintError) as raised:
            load_scheme(folder)
        assert ["B023", "B020"] == [f.code for f in raised.value.findings]
        assert f"{folder / 'awards.yaml'}:9:58: B023" in str(raised.value)

    def test_the_error_survives_a_worker(self, tmp_path):
        """A blueprint error can be pickled, findings included."""
        with pytest.raises(BlueprintError) as raised:
            load_scheme(tmp_path)
        assert raised.value.findings == pickle.loads(pickle.dumps(raised.value)).findings  # noqa: S301


class TestFiles:
    def test_files_in_subfolders_are_not_read(self, tmp_path):
        """What lies in published/ is not read as forms."""
        folder = small(tmp_path)
        (folder / "published" / "x.yaml").write_text("group: towns\n", encoding="utf-8")
        assert [] == read_scheme(folder)[1]

    def test_hidden_files_are_not_read(self, tmp_path):
        """What a file manager leaves behind (._form.yaml) is not read."""
        folder = small(tmp_path)
        (folder / "._report.yaml").write_bytes(b"\x00\x05")
        assert [] == read_scheme(folder)[1]

    def test_other_encodings_are_told_with_their_line(self, tmp_path):
        """A file in GBK is refused at the line where it stops being UTF-8."""
        folder = small(tmp_path)
        (folder / "awards.yaml").write_bytes("form: awards\ntitle: 获奖\n".encode("gbk"))
        assert [("B003", "awards.yaml", 2, 1)] == [place_of(f) for f in read_scheme(folder)[1]]

    def test_large_files_are_refused(self, tmp_path):
        """A file beyond the limit is refused unread."""
        path = tmp_path / "x.yaml"
        path.write_bytes(b"#" * (MAX_BYTES + 1))
        assert [("B002", "x.yaml", 1, 1)] == [place_of(f) for f in read_yaml(path).findings]

    @pytest.mark.slow
    def test_deep_nesting_is_refused(self, tmp_path):
        """Thousands of open brackets are a finding, not a crash."""
        path = tmp_path / "x.yaml"
        path.write_text("[" * 5000, encoding="utf-8")
        assert [("B009", "x.yaml", 1, 1)] == [place_of(f) for f in read_yaml(path).findings]

    def test_a_list_may_take_its_items_from_csv(self, tmp_path):
        """A list in YAML can state totals over items that stand in a CSV file, where their lines are."""
        folder = small(tmp_path)
        change(folder / "scheme.yaml", "leaders: leaders.csv", "leaders: leading.yaml")
        (folder / "leading.yaml").write_text("total: {share: 13}\nitems: leaders.csv\n", encoding="utf-8")
        reading = read_sources(folder)
        assert reading.scheme is not None
        assert Decimal(13) == reading.scheme.lists["leaders"].total["share"]
        where = reading.sources.listing("leaders", "items", 1, "name")
        assert ("leaders.csv", 3, 4) == (Path(where.path or "").name, where.line, where.column)


SCALARS = {
    "yes": "yes",
    "no": "no",
    "on": "on",
    "true": True,
    "False": False,
    "~": None,
    "12": 12,
    "+3": 3,
    "-0.50": Decimal("-0.50"),
    "0.1": Decimal("0.1"),
    ".5": Decimal("0.5"),
    "1e3": Decimal(1000),
    "1_000": "1_000",
    "2021-05-01": "2021-05-01",
    "12:30": "12:30",
    "20%": "20%",
    "'5'": "5",
    '"true"': "true",
    "!!str 5": "5",
}


@pytest.mark.parametrize(("written", "expected"), SCALARS.items())
def test_plain_values_are_those_of_yaml_1_2(written, expected, tmp_path):
    """A value without quotes is what YAML 1.2 says, and numbers are exact."""
    path = tmp_path / "x.yaml"
    path.write_text(f"x: {written}\n", encoding="utf-8")
    read = read_yaml(path)
    assert ((), expected, type(expected)) == (read.findings, read.data["x"], type(read.data["x"]))


BOTH_READERS = [
    "a: [-.5, +.5, 1., 012, 0x1F, 1_000, 1e3, 2024-01-01, 12:30, yes, ~, null, =, <<]",
    "a: {b: c, d: 'e', f: \"\\u4e00\", 'g': h:i, j: [k, ]}",
    "a: ! yes\nb: !!str 5\nc: !!int '5'\n",
    "a: &x [1]\nb: *x\nc: &x 2\nd: *x\n",
    "a: |\n  一\n  二\nb: >-\n  三\n  四\nc: 'd\n  e'\n",
    "a: 1\na: 2\n? [b]\n: 3\n<<: {c: 4}\n",
    "# 说明\n---\na: 𠮷 # x\n...\n",
    "- - 1\n  - a\n-   b: c\n    d: e\n",
]
"""Texts that readers of YAML have been seen to differ about."""


WRITTEN = {"/".join(p.parts[-2:]): p.read_text(encoding="utf-8") for p in YAMLS}


@pytest.mark.parametrize(
    "text", [*BOTH_READERS, *WRITTEN.values()], ids=[*(text[:20] for text in BOTH_READERS), *WRITTEN]
)
def test_the_quick_reader_reads_what_the_other_one_reads(text, tmp_path, monkeypatch):
    """Data, places and findings are the same, whichever of the two libraries reads a file."""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    quick = read_yaml(path)
    monkeypatch.setattr(yaml, "compose", Mock(side_effect=yaml.YAMLError))
    assert read_yaml(path) == quick


def test_a_line_end_of_yaml_1_1_is_text(tmp_path):
    """U+2028 ends no line of a text without quotes."""
    path = tmp_path / "x.yaml"
    path.write_text("a: 一\u2028二三\n", encoding="utf-8")
    assert {"a": "一\u2028二三"} == read_yaml(path).data


def test_a_directive_does_not_bring_back_yaml_1_1(tmp_path):
    """`%YAML 1.1` does not make truth values of yes and no."""
    path = tmp_path / "x.yaml"
    path.write_text("%YAML 1.1\n---\nx: yes\n", encoding="utf-8")
    assert {"x": "yes"} == read_yaml(path).data


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_numbers_are_read_exactly(value):
    """Every decimal number of up to 15 digits is read as it is written."""
    assert value == number(f"{value:f}")


@pytest.mark.parametrize(
    "text", ["007", "-01.5", "1,000", "１２", "1e999", "0x1f", "nan", "", "1.2.3", "1234567890123456"]
)
def test_other_texts_are_no_numbers(text):
    """What starts with 0, has another notation or too many digits is no number."""
    assert number(text) is None


class TestCsv:
    def test_items_have_plain_values(self, tmp_path):
        """A byte order mark is skipped; numbers are exact, codes stay texts, blanks are no keys."""
        read = read_csv(small(tmp_path) / "leaders.csv")
        assert [
            {"id": "l1", "name": "张三", "phone": "0375", "share": Decimal("0.10")},
            {"id": "l2", "name": "李四, 王五", "share": 12},
        ] == read.data

    def test_cells_have_places(self, tmp_path):
        """A cell's place is its line, and the column in which it starts."""
        place = read_csv(small(tmp_path) / "leaders.csv").place((1, "share"))
        assert (3, 14) == (place.line, place.column)

    def test_lines_within_quotes_are_counted(self, tmp_path):
        """After a cell of two lines the next item has the right line."""
        path = tmp_path / "x.csv"
        path.write_text('id,name\r\n1,"a\r\nb"\r\n\r\n2,c\r\n', encoding="utf-8", newline="")
        read = read_csv(path)
        assert ([{"id": 1, "name": "a\r\nb"}, {"id": 2, "name": "c"}], 5) == (
            read.data,
            read.place((1,)).line,
        )


class TestModel:
    def test_percentages_are_fractions(self, tmp_path):
        """20% is a fifth, in shares, settings and bounds alike."""
        scheme = load_scheme(small(tmp_path))
        scoring = scheme.head.scoring
        assert scoring is not None
        claimed: Any = scheme.form("report").column("claimed").type
        assert (Decimal("0.5"), Decimal("0.5"), Decimal(10)) == (
            scoring.awards[0].levels[0].share,
            scheme.head.settings["doubt"],
            claimed.then.max,
        )

    def test_settings_keep_their_types(self, tmp_path):
        """A setting is a number, a truth value or a text, as it is written."""
        folder = small(tmp_path)
        change(
            folder / "scheme.yaml",
            "settings: {cap: 5, doubt: 50%}",
            "settings: {cap: 5, doubt: 50%, a: true, b: yes, c: '5'}",
        )
        figures = load_scheme(folder).head.settings
        assert (Decimal(5), True, "yes", "5") == tuple(figures[k] for k in ("cap", "a", "b", "c"))

    def test_points_are_exact(self, tmp_path):
        """A number of a list's item is exact, never a float."""
        folder = small(tmp_path)
        change(folder / "targets.yaml", "points: 40", "points: 40.1")
        assert Decimal("40.1") == load_scheme(folder).lists["targets"].items[1]["points"]


class Odd(Part):
    """A part whose validator speaks for itself."""

    size: int

    @field_validator("size")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("it is odd")
        return value


def test_what_was_not_foreseen_is_told_as_it_is(tmp_path):
    """A problem that has no words of our own is told at its place with those of the validator."""
    path = tmp_path / "x.yaml"
    path.write_text("size: 3\n", encoding="utf-8")
    document = read_yaml(path)
    with pytest.raises(ValidationError) as raised:
        Odd.model_validate(document.data)
    (told,) = problems(raised.value, Odd, document)
    assert ("B029", "x.yaml", 1, 7) == place_of(told)
    assert "it is odd" in told.message("en")


FILES = ("scheme.yaml", "roster.yaml", "targets.yaml", "report.yaml", "sheet.yaml")
ODD: list[Any] = [
    None,
    True,
    -1,
    99999,
    "",
    "x",
    "a.b",
    "row.name",
    "20%",
    "nan%",
    [],
    ["x"],
    {},
    {"x": "y"},
    [[{}]],
    "'",
]


@pytest.mark.slow
@settings(max_examples=examples(50))
@given(st.data())
def test_whatever_stands_there_is_told_or_taken(data):
    """Any part of any file may be replaced by anything: reading and lint give findings and never fail."""
    file = data.draw(st.sampled_from(FILES))
    document = read_yaml(SMALL / file)
    steps = data.draw(st.sampled_from(sorted(document.values, key=str)))
    with tempfile.TemporaryDirectory() as folder:
        copy = small(Path(folder))
        changed = _replaced(document.data, steps, data.draw(st.sampled_from(ODD)))
        (copy / file).write_text(json.dumps(changed, default=float), encoding="utf-8")
        scheme, findings = lint_folder(copy)
    assert scheme is not None or findings
    assert all(f.message("zh") and f.message("en") and f.where.line for f in findings)


def _replaced(part: Any, steps: tuple[str | int, ...], value: Any) -> Any:
    """A copy of plain data in which one part is another."""
    if not steps:
        return value
    copy = part.copy()
    copy[steps[0]] = _replaced(part[steps[0]], steps[1:], value)
    return copy


CODES = [code for code in entries() if code.startswith("B") and code < "B040"]
ELSEWHERE = {"B002", "B003", "B014", "B015", "B029", "B031", "B034", "B035"}
"""Codes of tests above, and of those of snapshots, renamed keys and contacts."""


@pytest.mark.parametrize("code", sorted(set(CODES) - ELSEWHERE))
def test_every_code_has_a_case(code):
    """Each code of loading is raised by a case."""
    assert code in {case["code"] for case in MISTAKES}
