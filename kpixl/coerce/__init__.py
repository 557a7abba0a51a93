"""From what stands in a cell to the value that its type takes; what is ambiguous is an error."""

from kpixl.coerce._coerce import Coerced, coerce
from kpixl.coerce._nothing import is_idle, says_as_above, says_nothing

__all__ = ["Coerced", "coerce", "is_idle", "says_as_above", "says_nothing"]
