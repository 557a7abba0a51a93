"""Limits as somebody sets them, and passwords of returns: from file, environment or prompt to the reader."""

import io
import json
import re
from dataclasses import fields

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from kpixl.campaign import Workspace
from kpixl.limits import MB, Limits, WorkerLimits, limits_of, named_limits
from kpixl.refusal import RefusedError
from tests.support import cli, tiny

PASSWORD = "口令 1"  # noqa: S105 - of workbooks that are thrown away


class TestLimits:
    def test_where_nothing_is_said_they_are_the_usual(self):
        """No settings change nothing."""
        assert (Limits(), WorkerLimits()) == limits_of({})

    def test_sizes_may_have_a_unit(self):
        """Numbers and texts, with and without a unit, in any case."""
        own, process = limits_of(
            {
                "file": "100 MB",
                "part": "1.5gb",
                "token": 4096,
                "cells": "10",
                "memory": "2 GB",
                "seconds": 0.5,
            }
        )
        assert (100 * MB, 1536 * MB, 4096, 10) == (own.file, own.part, own.token, own.cells)
        assert (2048 * MB, 0.5) == (process.memory, process.seconds)

    @pytest.mark.parametrize(
        ("settings", "elapsed"),
        [({}, 900), ({"seconds": 5}, 900), ({"seconds": 120}, 1800), ({"seconds": 120, "elapsed": 60}, 60)],
    )
    def test_more_processor_time_takes_more_time(self, settings, elapsed):
        """The time by the clock grows with that of the processor, unless it is set itself."""
        assert elapsed == limits_of(settings)[1].elapsed

    @pytest.mark.parametrize(
        "settings", [{"file": "viel"}, {"file": 0}, {"cells": "5 MB"}, {"file": True}, {"file": []}]
    )
    def test_what_is_no_amount_is_refused(self, settings):
        """A value that is none is wrong use, with its name."""
        with pytest.raises(RefusedError, match="limit " + next(iter(settings))):
            limits_of(settings)

    def test_an_unknown_name_is_refused_with_the_nearest(self):
        """A slip of the pen changes nothing in silence."""
        with pytest.raises(RefusedError, match="did you mean 'cells'"):
            limits_of({"cell": 5})

    def test_the_environment_names_several(self):
        """KPIXL_LIMITS holds names and values."""
        assert {"file": "100 MB", "seconds": "60"} == named_limits("file=100 MB, seconds=60,")


@pytest.fixture
def home(tmp_path):
    """A workspace's folder with one return in it."""
    folder = cli.workspace(tmp_path / "home")
    (folder / "returns").mkdir()
    return folder


def codes(home, *options, env=None) -> list[str]:
    """The codes that a check of the workspace's returns gives."""
    result = cli.kpixl(
        "check", "tiny", home / "returns", "--workspace", home, "--format", "json", *options, env=env
    )
    return [f["code"] for file in json.loads(result.stdout)["files"] for f in file["findings"]]


def test_the_page_lists_every_limit_with_its_default():
    """docs/compatibility.md names each setting and what it is unless somebody sets it."""
    page = (cli.ROOT / "docs" / "compatibility.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", page, re.MULTILINE)
    assert limits_of({}) == limits_of(dict(rows))
    wanted = [field.name for kind in (Limits, WorkerLimits) for field in fields(kind)]
    assert wanted == [name for name, _ in rows]


class TestCommandLine:
    def test_the_settings_file_sets_limits(self, home):
        """`[limits]` of kpixl.toml holds for every command; the finding names the setting."""
        (home / "returns" / "a.xlsx").write_bytes(tiny.returned().book.data())
        (home / "kpixl.toml").write_text("[limits]\nsheets = 2\n", encoding="utf-8")
        assert ["F068"] == codes(home)

    def test_the_environment_goes_before_the_file(self, home):
        """KPIXL_LIMITS replaces what the file says."""
        (home / "returns" / "a.xlsx").write_bytes(tiny.returned().book.data())
        (home / "kpixl.toml").write_text("[limits]\nsheets = 2\n", encoding="utf-8")
        assert "F068" not in codes(home, env={"KPIXL_LIMITS": "sheets=100"})

    def test_a_settings_file_that_is_none_is_wrong_use(self, home):
        """What cannot be read is refused, not passed over."""
        (home / "kpixl.toml").write_text("limits: 5", encoding="utf-8")
        with pytest.raises(RefusedError, match="TOML"):
            assert Workspace.at(home).limits

    @pytest.mark.slow
    @pytest.mark.parametrize("way", ["environment", "secrets", "asked"])
    def test_a_password_opens_a_return(self, home, way):
        """From the environment, the workspace's secrets file or a prompt."""
        target = io.BytesIO()
        OOXMLFile(io.BytesIO(tiny.returned().book.data())).encrypt(PASSWORD, target)
        (home / "returns" / "a.xlsx").write_bytes(target.getvalue())
        secrets = {"password": "x", "key": "y" * 32, "open_passwords": [PASSWORD] if way == "secrets" else []}
        (home / ".kpixl").mkdir()
        (home / ".kpixl" / "secrets.json").write_text(json.dumps(secrets), encoding="utf-8")
        assert ("F020" in codes(home)) == (way != "secrets")
        if way == "environment":
            assert "F020" not in codes(home, env={"KPIXL_OPEN_PASSWORDS": f"other\n{PASSWORD}"})
        elif way == "asked":
            asked = cli.kpixl(
                "check", "tiny", home / "returns", "--workspace", home, "--ask-password", "--format", "json",
                typed=f"{PASSWORD}\n",
            )  # fmt: skip
            assert "F020" not in asked.stdout
            assert PASSWORD not in asked.output


def test_another_extension_is_a_note(home):
    """The content counts, not the name: a note says what the file really is."""
    (home / "returns" / "a.xls").write_bytes(tiny.returned().book.data())
    assert "F099" in codes(home)
