"""Sound workbooks damaged at random: reading ends with findings, and no answer changes in silence."""

import pickle
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineError

from kpixl.findings import Severity
from kpixl.returns import Record
from kpixl.returns._reading import read_bytes
from tests.support import mutants, produced, tiny
from tests.support.examples import examples
from tests.support.mutants import Mutant, Sound
from tests.support.once import planned_once
from tests.support.second_reader import calamine, differences, ours
from tests.support.xlsb_copy import copied

pytestmark = pytest.mark.slow
RANDOM = st.randoms(use_true_random=False)

STRINGS = "xl/sharedStrings.xml"
CELL = re.compile(rb'<c(?: r="([A-Z]+\d+)")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
TEXT = re.compile(rb"<si\b.*?</si>", re.DOTALL)
SHARED = re.compile(rb't="s"[^>]*><v>(\d+)</v>')


def bounded(count: int) -> settings:
    """So many examples; what is drawn may be large, and slow to read."""
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples(count), suppress_health_check=calm)


@pytest.fixture(scope="module", autouse=True)
def plans() -> Iterator[None]:
    """What a sound file of the same workbook would be is laid out once."""
    with planned_once():
        yield


@pytest.fixture(scope="module")
def xlsx() -> Sound:
    """A town's return as kpixl writes it."""
    return Sound(name="hedong.xlsx", data=tiny.built("hedong").data, other=tiny.built("finance").data)


@pytest.fixture(scope="module")
def xlsb(xlsx) -> Sound:
    """The same as a binary workbook."""
    return Sound(name="hedong.xlsb", data=copied(xlsx.data))


@pytest.fixture(scope="module", params=["xls", "ods"])
def saved(request, office, xlsx, tmp_path_factory) -> Sound:
    """The same as another program saves it."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / xlsx.name).write_bytes(xlsx.data)
    path = office.convert(folder / xlsx.name, request.param, folder)
    return Sound(name=path.name, data=path.read_bytes())


def read(mutant: Mutant, ready=None) -> Record:
    """The record of a mutant, after everything that a check does with it was done."""
    record = replace(read_bytes(ready or tiny.ready(), mutant.data), name=mutant.name)
    for finding in record.findings:
        assert finding.message("zh")
        assert finding.message("en")
    assert record == pickle.loads(pickle.dumps(record))  # noqa: S301 - how the worker hands it over
    return record


def inputs(record: Record) -> dict[tuple[str, str], object]:
    """Sheet and address of every answer, and what it is."""
    return {(e.sheet, e.cell): e.value for e in record.entries if e.role == "input"}


def failed(record: Record) -> bool:
    """Whether the record tells of anything that a person is to look at."""
    return any(f.severity is not Severity.NOTE for f in record.findings)


@cache
def _as_it_was(sound: Sound) -> Record:
    return tiny.read(sound.data)


def differing(sound: Sound, record: Record) -> set[tuple[str, str]]:
    """The answers that the record has otherwise than the sound file, or no longer."""
    before, after = inputs(_as_it_was(sound)), inputs(record)
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


@pytest.mark.parametrize("kind", ["bytes", "parts", "bytes of a part", "structure"])
@bounded(150)
@given(rng=RANDOM)
def test_any_xlsx_is_survived(xlsx, kind, rng):
    """Whatever is done to an .xlsx, reading it and judging what was read ends with findings."""
    record = read(mutants.mutated(xlsx, rng, kind))
    assert record.failed or record.entries
    tiny.judged([record])


@pytest.mark.parametrize("kind", ["parts", "bytes of a part", "structure"])
@bounded(150)
@given(rng=RANDOM)
def test_any_xlsb_is_survived(xlsb, kind, rng):
    """Whatever is done to an .xlsb, reading it ends with findings."""
    record = read(mutants.mutated(xlsb, rng, kind))
    assert record.failed or record.entries


@bounded(250)
@given(rng=RANDOM)
def test_any_file_of_another_program_is_survived(saved, rng):
    """Whatever is done to what LibreOffice saved as .xls or .ods, reading it ends with findings."""
    record = read(mutants.mutated(saved, rng))
    assert record.failed or record.entries


@pytest.mark.parametrize("folder", produced.SCHEMES, ids=produced.label)
@bounded(15)
@given(rng=RANDOM)
def test_returns_of_every_scheme_are_survived(folder, rng):
    """The same for the smallest workbook of each reference scheme."""
    stages = [stage for its, stage in produced.stages() if its == folder]
    forms = [form for stage in stages for form in produced.made(folder, stage).forms]
    form = min(forms, key=lambda form: len(form.plan.by_spot))
    mutant = mutants.mutated(Sound(name=form.name, data=form.filled), rng)
    record = read(mutant, produced.ready(folder))
    assert record.failed or record.entries


@bounded(150)
@given(rng=RANDOM)
def test_a_damaged_package_is_refused_or_read_as_it_was(xlsx, rng):
    """Bytes of the zip: either all is as it was, or nothing of it is taken."""
    record = read(mutants.mutated(xlsx, rng, "bytes"))
    assert failed(record) or not differing(xlsx, record)


@pytest.mark.parametrize("kind", ["formats", "cells", "swap"])
@bounded(40)
@given(rng=RANDOM)
def test_what_is_read_in_silence_is_what_another_reader_sees(xlsx, kind, rng):
    """Formats, cells, parts of others: something is told, or each cell holds what calamine sees."""
    mutant = mutants.mutated(xlsx, rng, kind)
    if not failed(read(mutant)):
        with suppress(CalamineError):
            found = differences(ours(mutant.data, errors=False), calamine(mutant.data))
            # which numbers are dates differs from reader to reader
            assert [] == [each for each in found if not isinstance(each[3], date)]


@bounded(300)
@given(rng=RANDOM)
def test_no_answer_changes_in_silence(xlsx, rng):
    """An answer is told as it was, unless its own cell was hit, or something is said of the file."""
    mutant = mutants.mutated(xlsx, rng, "structure")
    record = read(mutant)
    if not failed(record):
        assert differing(xlsx, record) <= set(hit(xlsx, mutant))


def hit(sound: Sound, mutant: Mutant) -> Iterator[tuple[str, str]]:
    """Sheet and address of the cells of which the XML is another one, or the text that they share."""
    before, after = mutants.unpacked(sound.data), mutants.unpacked(mutant.data)
    texts = [TEXT.findall(parts[STRINGS]) for parts in (before, after)]
    shifted = len(texts[0]) != len(texts[1])
    changed = {
        str(i).encode() for i, pair in enumerate(zip(*texts, strict=False)) if shifted or len({*pair}) > 1
    }
    names = [sheet.name for sheet in tiny.built("hedong").plan.sheets]
    parts = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(names) + 1)]
    dated = any(before[p] != after[p] for p in ("xl/workbook.xml", "xl/styles.xml"))
    for name, part in zip(names, parts, strict=True):
        old, new = cells(before[part]), cells(after[part])
        for address in old.keys() | new.keys():
            [kept] = old.get(address, [b""])
            shares = SHARED.search(kept)
            if new.get(address) != [kept] or dated or (shares and shares[1] in changed):
                yield name, address


def cells(part: bytes) -> dict[str, list[bytes]]:
    """The XML of every cell, by its address; of one that has none in turn, by that of the one before it."""
    found: dict[str, list[bytes]] = {}
    address = ""
    for match in CELL.finditer(part):
        address = match[1].decode() if match[1] else address
        found.setdefault(address, []).append(match[0])
    return found
