"""What people read stands out from what is behind it: WCAG's contrast of 4.5 to 1, in every colour used."""

import re
from itertools import product
from pathlib import Path

import pytest

from kpixl.generate.styles import HIGHLIGHTS, STYLES, cell_properties
from kpixl.layout.plan.cell import Style

ENOUGH = 4.5
HIDDEN = {"helper", "key", "tall_key"}
"""Styles of cells that nobody sees."""
TEMPLATES = Path(__file__).parents[1] / "kpixl" / "report" / "templates"
PALETTES = dict(
    zip(
        ("light", "dark", "print"),
        [
            dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", root))
            for name in ("tokens.css", "page.css")
            for root in re.findall(r":root\{([^}]*)\}", (TEMPLATES / name).read_text(encoding="utf-8"))
        ],
        strict=True,
    )
)
BEHIND = {"error": ("error-wash",), "warning": ("warning-wash",), "accepted": ("accepted-wash",)}
READ = ("ink", "soft", "link", "error", "warning", "note", "accepted", "missing")


def lightness(colour: str) -> float:
    """How light a colour is, from 0 to 1, as WCAG counts it."""
    figures = colour.removeprefix("#")
    figures = figures if len(figures) == 6 else "".join(f * 2 for f in figures)
    parts = [int(figures[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_most():
    """Twenty-one to one; the same colour twice is one to one."""
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#7F7F7F", "#7f7f7f") == pytest.approx(1)


def written(unlocked):
    """Letters and ground of each style that people see."""
    looks = [cell_properties(Style(name=name, unlocked=unlocked)) for name in STYLES if name not in HIDDEN]
    return {(str(look.get("font_color", "#000000")), str(look.get("bg_color", "#FFFFFF"))) for look in looks}


@pytest.mark.parametrize("unlocked", [False, True])
def test_of_cells(unlocked):
    """Every look that a cell of a workbook can have."""
    assert not [pair for pair in written(unlocked) if contrast(*pair) < ENOUGH]


@pytest.mark.parametrize("kind", HIGHLIGHTS)
def test_of_what_is_marked(kind):
    """Wrong, missing, doubtful: with letters of their own, else with those that the cell has."""
    look = HIGHLIGHTS[kind]
    letters = (
        {str(look["font_color"])} if "font_color" in look else {ink for ink, _ in written(unlocked=True)}
    )
    assert not [ink for ink in letters if contrast(ink, str(look["bg_color"])) < ENOUGH]


@pytest.mark.parametrize(("name", "ink"), [*product(PALETTES, READ)])
def test_of_the_report(name, ink):
    """Each colour of letters on the page and on each ground that it stands on, by day, by night, in print."""
    palette = PALETTES["light"] | PALETTES[name] if name == "print" else PALETTES[name]
    grounds = ("paper", "wash", *BEHIND.get(ink, ()))
    assert not [ground for ground in grounds if contrast(palette[ink], palette[ground]) < ENOUGH]
