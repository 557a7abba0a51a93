"""Known faults, over all gates of the check. Each kind knows the finding that it must give."""

from kpixl.simulate.faults.damage import Damage, Fault, Kind
from kpixl.simulate.faults.files import FILES
from kpixl.simulate.faults.identity import IDENTITY
from kpixl.simulate.faults.integrity import INTEGRITY
from kpixl.simulate.faults.rules import RULES
from kpixl.simulate.faults.structure import STRUCTURE
from kpixl.simulate.faults.values import VALUES

__all__ = ["KINDS", "Damage", "Fault", "Kind"]

KINDS: tuple[Kind, ...] = (*FILES, *IDENTITY, *STRUCTURE, *INTEGRITY, *VALUES, *RULES)
