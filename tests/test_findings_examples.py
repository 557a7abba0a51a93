"""Every code is explained by a case of it, in words that hold for whom they are for."""

import re
from dataclasses import replace

import pytest

from kpixl.findings import Severity, entries
from kpixl.findings.examples import example
from kpixl.findings.meanings import meaning
from kpixl.words import LANGS

TOLD = [e for e in entries().values() if e.code[0] != "B" and e.severity != "note" and not e.internal]
_OURS = re.compile(
    r"kpixl|KPIXL|limits\.|--[a-z]|设置项|setting|密钥|key file|Error|BadZip|size of|\.xml|DOCTYPE"
)
"""Words of the office and of programs: files of keys, settings, commands, exceptions, parts."""


def texts(code, lang):
    """All that is said of the example, to whomever."""
    case = example(code)
    return [case.message(lang), case.remedy(lang), *to_unit(code, lang)]


def to_unit(code, lang):
    """What a unit is told of it."""
    case = example(code)
    return [case.to_unit(lang), case.asked_of_unit(lang), case.afresh(lang)]


@pytest.mark.parametrize("code", entries())
@pytest.mark.parametrize("lang", LANGS)
def test_an_example_has_no_hole(code, lang):
    """Its facts fill all that is said of it."""
    assert not [text for text in texts(code, lang) if "…" in text]


@pytest.mark.parametrize("entry", TOLD, ids=lambda entry: entry.code)
@pytest.mark.parametrize("lang", LANGS)
def test_a_unit_reads_no_words_of_the_office(entry, lang):
    """Of errors and warnings: neither a setting nor a key, a command or what a program said to itself."""
    assert not [text for text in to_unit(entry.code, lang) if _OURS.search(text)]


def test_an_error_that_a_rule_makes_a_warning_may_stand():
    """The remedy says so, to office and unit, and in a feedback workbook."""
    mild = replace(example("R005"), severity=Severity.WARNING)
    told = [mild.remedy(), mild.asked_of_unit(), mild.afresh()]
    assert ["请核对其中各项，改正填错的一项。确实如此的，可以不改。"] * 3 == told
    assert "可以不改" not in example("R005").remedy()


@pytest.mark.parametrize("code", entries())
@pytest.mark.parametrize("lang", LANGS)
def test_a_code_has_a_meaning_of_its_own(code, lang):
    """A sentence, which is neither its title nor what it says of an example, nor another code's."""
    said, of = meaning(code)[lang], entries()[code]
    assert said.endswith("。" if lang == "zh" else ".")
    assert said.rstrip("。.") != of.title[lang]
    assert said not in {of.message[lang], example(code).message(lang)}
    assert 1 == [meaning(other)[lang] for other in entries()].count(said)
