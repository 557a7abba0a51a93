"""Known faults, over all gates of the check. Each kind knows the finding that it must give."""

from kpixl.simulate.faults.damage import Damage, Fault, FaultKind, Faultless
from kpixl.simulate.faults.files import FILES
from kpixl.simulate.faults.identity import IDENTITY
from kpixl.simulate.faults.integrity import INTEGRITY
from kpixl.simulate.faults.rules import rule_faults
from kpixl.simulate.faults.structure import STRUCTURE
from kpixl.simulate.faults.values import VALUES

__all__ = ["Damage", "Fault", "FaultKind", "Faultless", "every_fault"]


def every_fault() -> tuple[FaultKind, ...]:
    """All kinds of faults; those that break a rule by the rule kinds that there are."""
    return (*FILES, *IDENTITY, *STRUCTURE, *INTEGRITY, *VALUES, *rule_faults())
