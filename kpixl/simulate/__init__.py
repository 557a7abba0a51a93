"""Workbooks filled in as units and verifiers would, and damaged on purpose."""

from kpixl.simulate.answers import UnanswerableError, answers
from kpixl.simulate.faults import Fault
from kpixl.simulate.published import published_answers, published_units
from kpixl.simulate.run import SimulatedReturn, simulate

__all__ = [
    "Fault", "SimulatedReturn", "UnanswerableError", "answers", "published_answers", "published_units",
    "simulate",
]  # fmt: skip
