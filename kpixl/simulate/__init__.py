"""Workbooks filled in as units and verifiers would, and damaged on purpose."""

from kpixl.simulate.answers import UnanswerableError, answers
from kpixl.simulate.faults import Fault
from kpixl.simulate.run import SimulatedReturn, simulate

__all__ = ["Fault", "SimulatedReturn", "UnanswerableError", "answers", "simulate"]
