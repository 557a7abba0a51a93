"""A blueprint as a workbook, and back."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint import BlueprintError, Scheme, digest, load_scheme
from kpixl.blueprint.document import Document, SourcePlace
from kpixl.blueprint.load import folder_files, read_files
from kpixl.campaign import export_blueprint, import_blueprint
from kpixl.campaign.basis.scheme_places import SchemePlace
from kpixl.refusal import RefusedError
from kpixl.tabular import Recorded, Shelf, as_files, gathered, spread
from kpixl.tabular.cell import Takes, meaning, same, written
from kpixl.tabular.reading import ReadRow, ReadSheet
from kpixl.tabular.sheets import MadeSheet
from tests.support import page_schemes, tiny
from tests.support.blueprints import SMALL
from tests.support.cli import ROOT, kpixl, workspace

SCHEMES = sorted((ROOT / "blueprints").glob("*-20*"))


def place(folder: Path) -> SchemePlace:
    """Where a scheme lies."""
    return SchemePlace(id=folder.name, folder=folder, validators=folder.parent)


@pytest.mark.slow
@pytest.mark.parametrize("folder", SCHEMES, ids=lambda folder: folder.name)
def test_a_reference_scheme_comes_back_whole(folder, tmp_path):
    """Written as a workbook and made of it again, a scheme is equal, and of the same version."""
    export_blueprint(place(folder), tmp_path / "scheme.xlsx")
    import_blueprint(tmp_path / "scheme.xlsx", tmp_path / folder.name)
    first, second = load_scheme(folder), load_scheme(tmp_path / folder.name)
    assert (first, digest(first)) == (second, digest(second))


@pytest.mark.parametrize("name", ["activities-2025", "regions-2025"])
def test_a_scheme_of_the_page_comes_back_whole(name, tmp_path):
    """With what the reference schemes do not have: sentences, defaults, look-ups, numbers."""
    first = page_schemes.opened(name, tmp_path).scheme
    export_blueprint(place(tmp_path / name), tmp_path / "scheme.xlsx")
    import_blueprint(tmp_path / "scheme.xlsx", tmp_path / "again" / name)
    second = load_scheme(tmp_path / "again" / name)
    assert (first, digest(first)) == (second, digest(second))


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """The workbook of the tiny scheme."""
    file: Path = tmp_path_factory.mktemp("book") / "tiny.xlsx"
    export_blueprint(place(tiny.FOLDER), file)
    return file


@pytest.mark.libreoffice
def test_what_another_program_saves_again_is_read_the_same(book, office, tmp_path):
    """Saved by LibreOffice, the workbook holds the same scheme."""
    again = office.convert(book, "xlsx", tmp_path / "again")
    import_blueprint(again, tmp_path / "tiny")
    assert load_scheme(tmp_path / "tiny") == load_scheme(tiny.FOLDER)


class TestACell:
    @pytest.mark.parametrize(
        ("value", "of", "cell"),
        [
            ("甲、乙", "text", "甲、乙"),
            (["甲", "乙"], "texts", "甲、乙"),
            (["甲", "乙"], "texts text", "甲、乙"),
            (["甲"], "texts text", "[甲]"),
            (["甲、", "乙"], "texts", "甲、\n乙"),
            (["一、总则", "二、附则"], "lines", "一、总则\n二、附则"),
            ({"a": "unit", "b": "1"}, "text mapping", '{a: unit, b: "1"}'),
            ("{period}完成", "text mapping", "{period}完成"),
            ("{period}", "text mapping", '"{period}"'),
            (Decimal("0.1"), "number", 0.1),
            ("5%", "number text", "5%"),
            ("5", "number text", '"5"'),
            (True, "truth", True),
            (None, "anything", "~"),
            ("", "text", '""'),
        ],
        ids=lambda value: json.dumps(value, ensure_ascii=False, default=str),
    )
    def test_says_a_value_as_a_clerk_would(self, value, of, cell):
        """Plainly where that is read as the same, else in YAML."""
        assert written(value, frozenset(of.split())) == cell

    @pytest.mark.parametrize(
        ("cell", "of", "value"),
        [
            (5.0, "number", 5),
            (5.0, "text", "5"),
            ("5", "number", 5),
            ("是", "truth", True),
            ("TRUE", "truth", True),
            ("[注]合计", "text", "[注]合计"),
            ("一行\n", "lines", ["一行"]),
        ],
    )
    def test_means_what_is_typed(self, cell, of, value):
        """What people type for a key is what the key takes."""
        assert same(meaning(cell, frozenset(of.split())), value)

    @given(
        value=st.recursive(
            st.text(st.characters(codec="utf-8"), max_size=12)
            | st.sampled_from(
                ["~", "true", "5", "5%", "[a]", "{a: b}", '"a"', "a: b", "#", "a\nb", "、", " a "]
            )
            | st.booleans()
            | st.integers(-(10**14), 10**14)
            | st.decimals(-1000, 1000, places=4),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
            ),
            max_leaves=6,
        ),
        of=st.sampled_from(["text number truth texts mapping", "text texts mapping", "anything"]),
    )
    def test_is_read_as_it_was_written(self, value, of):
        """Whatever a key holds comes back from its cell, where YAML can hold it at all."""
        kinds: Takes = frozenset(of.split())
        if _readable(value) and (kinds == {"anything"} or not _is_bare(value, kinds)):
            assert same(meaning(written(value, kinds), kinds), value)


def _readable(value: Any) -> bool:
    """Whether a blueprint may hold it: control characters are refused in any file."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return all(c.isprintable() for c in text)


def _is_bare(value: Any, kinds: Takes) -> bool:
    """A value of a kind that the key does not take."""
    kind = {str: "text", bool: "truth", list: "texts", dict: "mapping"}.get(type(value), "number")
    return kind not in kinds


def read(sheets: Iterable[MadeSheet]) -> dict[str, ReadSheet]:
    """Sheets as they are read, without their bytes."""
    found = {}
    for made in sheets:
        headings = {c.key: spot(made.name, made.heads, n) for n, c in enumerate(made.columns, start=1)}
        top = ReadRow({}, spot(made.name, made.heads), headings)
        rows = (
            ReadRow({k: c for k, c in row.items() if c != " "}, spot(made.name, n), headings)
            for n, row in enumerate(made.rows, start=made.heads + 1)
        )
        found[made.name] = ReadSheet(made.name, top, headings, tuple(row for row in rows if row.cells))
    return found


def spot(sheet: str, line: int, column: int = 1) -> SourcePlace:
    """A place in the workbook."""
    return SourcePlace(file="book.xlsx", line=line, column=column, sheet=sheet)


def leaves(data: Any, steps: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """The ways to all texts of a document."""
    match data:
        case dict() | list():
            pairs = data.items() if isinstance(data, dict) else enumerate(data)
            for key, value in pairs:
                yield from leaves(value, (*steps, key))
        case str():
            yield steps


def changed(data: Any, steps: tuple[Any, ...], text: str) -> Any:
    """A document with another text at one place."""
    if not steps:
        return text
    head, *rest = steps
    if isinstance(data, dict):
        return {k: changed(v, tuple(rest), text) if k == head else v for k, v in data.items()}
    return [changed(v, tuple(rest), text) if n == head else v for n, v in enumerate(data)]


def loaded(folder: Path) -> Recorded:
    """The files of a scheme as they are read."""
    files = Recorded(folder_files(folder))
    assert read_files(files).scheme is not None
    return files


FILES = {folder: loaded(folder) for folder in (tiny.FOLDER, SMALL)}
PLACES = [
    (folder, name, steps)
    for folder, files in FILES.items()
    for name, document in files.documents.items()
    for steps in leaves(document.data)
]


def scheme_of(files: Recorded | Shelf) -> Scheme | None:
    """The scheme of these files."""
    return read_files(files).scheme


@given(
    at=st.sampled_from(PLACES),
    text=st.sampled_from(
        [
            "[甲]",
            "{甲: 乙}",
            "5",
            "true",
            "~",
            "甲、乙",
            "甲\n乙",
            '"',
            "'",
            "甲: 乙",
            " 甲 ",
            "{each.name}",
            "#",
            "-",
        ]
    ),
)
def test_a_changed_scheme_comes_back_whole(at, text):
    """Whatever stands at any place of a scheme, as long as it loads, is there again after there and back."""
    folder, name, steps = at
    files = FILES[folder]
    other = Document(file=name, data=changed(files.documents[name].data, steps, text))
    documents = {**files.documents, name: other}
    before = scheme_of(Shelf(Path("before"), documents, files.tables))
    if before is not None:
        given_files = Recorded(Shelf(Path("given"), documents, files.tables))
        assert scheme_of(given_files) == before
        shelf, findings = gathered(Path("book.xlsx"), read(spread(given_files)))
        assert (findings, scheme_of(shelf)) == ((), before)


def test_columns_below_a_heading_have_rows_of_their_own():
    """A column says in 属于 which heading it stands below."""
    made = next(sheet for sheet in spread(FILES[tiny.FOLDER]) if sheet.name == "栏目")
    numbered = {row.get("编号"): row["label"] for row in made.rows}
    owner = next(row["属于"] for row in made.rows if row.get("name") == "claimed")
    assert numbered[owner] == "完成情况"


def test_a_file_is_read_as_it_is_written(tmp_path):
    """The YAML that is made of a workbook holds what the workbook held."""
    shelf, _ = gathered(Path("book.xlsx"), read(spread(FILES[SMALL])))
    for name, content in as_files(shelf):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert load_scheme(tmp_path) == load_scheme(SMALL)


def told(book: Path, at: tuple[str, str, int], value: Any, folder: Path) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of what is wrong with the workbook once a cell is another."""
    opened, (sheet, key, row) = openpyxl.load_workbook(book), at
    made = opened[sheet]
    column = next(c.column for c in made[2] if c.value == key)
    made.cell(row, column).value = value
    opened.save(folder / "wrong.xlsx")
    with pytest.raises(BlueprintError) as refused:
        import_blueprint(folder / "wrong.xlsx", folder / "out")
    where = [(f.code, f.where.sheet or "", f.where.cell or "") for f in refused.value.findings]
    assert not (folder / "out").exists()
    return where


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("at", "value", "code"),
        [
            (("栏目", "width", 3), "宽", "B022"),
            (("栏目", "属于", 3), "没有", "B029"),
            (("栏目", "位置", 3), "哪里", "B029"),
            (("栏目", "name", 2), "nmae", "B020"),
            (("规则", "kind", 3), "expresion", "B023"),
            (("方案", "值", 4), None, "B021"),
            (("方案", "键", 3), "shceme", "B020"),
            (("清单", "工作表", 3), "没有", "B029"),
            (("版块", "table.totals", 4), "[points", "B029"),
        ],
        ids=str,
    )
    def test_is_said_by_sheet_and_cell(self, book, tmp_path, at, value, code):
        """A mistake has the name of the sheet and the address of the cell."""
        sheet, *_ = at
        found = told(book, at, value, tmp_path)
        assert code in {each for each, *_ in found}
        assert all(cell for _, _, cell in found)
        assert sheet in {name for _, name, _ in found}

    def test_a_sheet_that_nothing_names_is_not_passed_over(self, book, tmp_path):
        """What stands on it would be lost."""
        opened = openpyxl.load_workbook(book)
        opened.create_sheet("新清单").append(["id"])
        opened["新清单"].append(["a"])
        opened.save(tmp_path / "wrong.xlsx")
        with pytest.raises(BlueprintError, match="新清单"):
            import_blueprint(tmp_path / "wrong.xlsx", tmp_path / "out")

    def test_another_workbook_is_refused(self, tmp_path):
        """A workbook without the sheets of a blueprint is named as such."""
        openpyxl.Workbook().save(tmp_path / "other.xlsx")
        with pytest.raises(RefusedError, match="blueprint export"):
            import_blueprint(tmp_path / "other.xlsx", tmp_path / "out")

    def test_a_broken_file_is_refused(self, tmp_path):
        """What is no workbook is said in the words of the formats."""
        (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
        with pytest.raises(BlueprintError, match=r"broken\.xlsx"):
            import_blueprint(tmp_path / "broken.xlsx", tmp_path / "out")

    def test_a_folder_with_files_is_not_touched(self, book, tmp_path):
        """A scheme that is there already stays."""
        (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
        with pytest.raises(RefusedError, match="--force"):
            import_blueprint(book, tmp_path)


class TestTheCommand:
    def test_says_what_is_left_out(self, tmp_path):
        """Files of the folder that the workbook does not hold are named."""
        home = workspace(tmp_path)
        (home / "blueprints" / "tiny" / "contacts.csv").write_text("单位,联系人\n", encoding="utf-8")
        said = kpixl("blueprint", "export", "tiny", "--xlsx", tmp_path / "t.xlsx", "--workspace", home)
        assert "contacts.csv" in said.stderr

    def test_makes_a_scheme_of_a_workbook(self, book, tmp_path):
        """The files are there, and lint's word about them names sheets and cells."""
        done = kpixl("blueprint", "import", book, "-o", tmp_path / "tiny", "--lang", "zh")
        assert (0, True) == (done.exit_code, (tmp_path / "tiny" / "report.yaml").is_file())

    def test_wants_a_file_for_the_one_and_a_folder_for_the_other(self, book):
        """An export into a folder is wrong use."""
        assert 2 == kpixl("blueprint", "export", "tiny", "-o", "x").exit_code
