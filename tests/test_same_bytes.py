"""The same returns give the same bytes, whatever the process: feedback workbooks and the merged one."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from tests.support import produced

pytestmark = pytest.mark.slow  # everything is made in a process of its own

STAGES = {folder: [stage for at, stage in produced.stages() if at == folder] for folder in produced.SCHEMES}
CHILD = (
    "import json, sys; from pathlib import Path; from tests.test_same_bytes import digests;"
    "print(json.dumps(digests(Path(sys.argv[1]))))"
)


def digests(folder):
    """What is made of the returns of each stage of a scheme: [name, digest]."""
    made = []
    for stage in STAGES[folder]:
        made += [produced.given_back(folder, stage), (stage, produced.made(folder, stage).merged.data)]
    return [[name, hashlib.sha256(data).hexdigest()] for name, data in made]


@pytest.mark.parametrize("folder", STAGES, ids=produced.label)
def test_another_process_makes_the_same(folder):
    """With another order of sets in it."""
    out = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)],
        cwd=produced.ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(produced.ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert digests(folder) == json.loads(out)
