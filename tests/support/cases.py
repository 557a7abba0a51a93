"""Cases of tests that are data: what lies in tests/cases."""

import re
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent.parent / "cases"
_PLAIN = {
    "bool": ("true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    "int": ("[-+]?[0-9]+", [*"-+0123456789"]),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|\.inf", [*"-+.0123456789"]),
    "timestamp": ("[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]+)?", [*"0123456789"]),
    "null": ("~|null|Null|NULL|", [*"~nN", ""]),
}
"""What a text without quotes is taken for: its pattern, and the characters that it may begin with."""


class _Reader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # where there is no libyaml
    """Of YAML 1.2, where `yes` and `on` are texts; many times as fast as one that is written in Python."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - in place of those of 1.1, which its base has

    def construct_mapping(self, node: Any, deep: Any = False) -> dict[Any, Any]:  # noqa: FBT002 - as the base
        """A mapping; where a key stood twice in it, a case would be lost."""
        if len({str(key.value) for key, _ in node.value}) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


for _kind, (_pattern, _first) in _PLAIN.items():
    _Reader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern})$"), _first)


def cases(name: str) -> Any:
    """The cases of a file."""
    return read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Any:
    """What a text in YAML says."""
    return yaml.load(text, Loader=_Reader)  # noqa: S506 - it is a safe one
