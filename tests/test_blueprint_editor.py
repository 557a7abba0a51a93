"""What an editor that speaks the YAML language server makes of a blueprint's first line."""

import json
import re
import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kpixl.blueprint import load_scheme
from kpixl.blueprint.snapshot import digest
from kpixl.campaign.basis.schemes import schema_files

ROOT = Path(__file__).parent.parent
BLUEPRINTS = ROOT / "blueprints"
WORKSPACES = [BLUEPRINTS, ROOT / "examples" / "two-forms" / "blueprints"]
FILES = [file for folder in WORKSPACES for file in sorted(folder.glob("*/**/*.yaml"))]
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SERVER = shutil.which("yaml-language-server")


def named(file: Path) -> Path | None:
    """The schema that the first line of a blueprint's file names."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    found = LINE.fullmatch(first)
    return (file.parent / found[1]).resolve() if found else None


def test_the_schemas_beside_the_schemes_are_current():
    """What lies in blueprints/schemas is what `kpixl lint --schema` writes."""
    lying = {path.name: path.read_bytes() for path in (BLUEPRINTS / "schemas").iterdir()}
    assert dict(schema_files()) == lying


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-2:]))
def test_every_file_names_its_schema(file):
    """The first line of each blueprint's file names a schema that is there."""
    schema = named(file)
    assert schema is not None
    assert schema.is_file()


def test_the_first_line_makes_no_new_version(tmp_path):
    """A scheme without the lines has the same digest."""
    folder = WORKSPACES[1] / "safety-2022"
    bare = shutil.copytree(folder, tmp_path / folder.name)
    for file in bare.glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    assert digest(load_scheme(bare)) == digest(load_scheme(folder))


class Editor:
    """An editor's side of the talk with the language server."""

    def __init__(self, program: str) -> None:
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._numbers = count(1)
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._send({"method": "initialized", "params": {}})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The server's answer."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                return message.get("result")

    def open(self, file: Path) -> list[dict[str, Any]]:
        """What it finds wrong with a file."""
        uri = file.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self.diagnostics:
            self._receive()
        return self.diagnostics[uri]

    def offered(self, file: Path, line: int, character: int) -> list[dict[str, Any]]:
        """What it offers at a place of a file."""
        where = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}}
        items: list[dict[str, Any]] = self.ask("textDocument/completion", where)["items"]
        return items

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; what the server itself asks is answered with nothing."""
        assert self._process.stdout is not None
        length = 0
        while (head := self._process.stdout.readline()).strip():
            if head.lower().startswith(b"content-length:"):
                length = int(head.split(b":")[1])
        if not length:
            raise EOFError(head)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = len(message["params"].get("items", [])) if isinstance(message.get("params"), dict) else 0
            self._send({"id": message["id"], "result": [None] * asked})
        return message


@pytest.fixture(scope="module")
def editor():
    """An editor, where the language server is installed."""
    if SERVER is None:
        pytest.skip("the program yaml-language-server (npm) is not installed")
    opened = Editor(SERVER)
    yield opened
    opened.close()


@pytest.fixture
def form(tmp_path):
    """Makes a form's file in a workspace with schemas: its lines below the first."""
    folder = tmp_path / "blueprints" / "hello-2024"
    folder.mkdir(parents=True)
    shutil.copytree(BLUEPRINTS / "schemas", tmp_path / "blueprints" / "schemas")

    def make(*lines: str) -> Path:
        file: Path = folder / "contacts.yaml"
        first = "# yaml-language-server: $schema=../schemas/form.schema.json"
        file.write_text("\n".join((first, *lines)), encoding="utf-8")
        return file

    return make


FORM = ("form: contacts", "title: 联系人登记表", "blocks:", "  - fields:")


def starts(marks: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Lines and characters at which marks begin."""
    return [(m["range"]["start"]["line"], m["range"]["start"]["character"]) for m in marks]


@pytest.mark.slow
class TestTheLanguageServer:
    def test_finds_nothing_wrong_with_a_right_form(self, editor, form):
        """A form that loads has no mark."""
        assert editor.open(form(*FORM, "      - {name: person, label: 姓名, fill: unit}")) == []

    def test_marks_a_wrong_word_at_its_place(self, editor, form):
        """Who fills a field is none of the words: marked at the word."""
        field = "      - {name: person, label: 姓名, fill: uint}"
        marks = editor.open(form(*FORM, field))
        assert [(5, field.index("uint"))] == starts(marks)

    def test_marks_an_unknown_key_at_its_place(self, editor, form):
        """A key that the language does not have is marked at the key."""
        marks = editor.open(form("form: contacts", "titel: 联系人登记表", "blocks: [{notes: [无]}]"))
        assert (2, 0) in starts(marks)

    def test_completes_a_key_with_its_meaning(self, editor, form):
        """At the beginning of a key the keys of a form are offered, each with what it means."""
        file = form("form: contacts", "title: 联系人登记表", "blocks: [{notes: [无]}]", "off")
        editor.open(file)
        offered = {item["label"]: item for item in editor.offered(file, 4, 3)}
        assert "由办公室印" in str(offered["office"]["documentation"])

    def test_completes_who_fills(self, editor, form):
        """Behind `fill:` the words that it takes are offered."""
        file = form(*FORM, "      - name: person", "        label: 姓名", "        fill: ")
        editor.open(file)
        assert {"office", "unit", "verifier", "formula"} <= {i["label"] for i in editor.offered(file, 7, 14)}
