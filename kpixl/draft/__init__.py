"""Drafting: documents that hold forms → the folder of a scheme, every guess with its reason.

The way of the data: a reader for each format makes one neutral document of a file (`document`); its tables
are taken apart (`segments`, `headings`), its lines sorted into forms (`sections`, `loose`); recognisers guess
what each part is (`hints`, `cells`, `tables`, `boxes`, `reports`, `sentences`); the scheme is written as YAML
with a comment at every guess (`writing`), and shown beside the document (`page`).
"""

from kpixl.draft.document import Document, Grid
from kpixl.draft.drafting import PAGE, Drafted, Reading, documents_of, drafted
from kpixl.draft.guesses import CERTAINTIES, Certainty, Guess
from kpixl.draft.hints import takes_by_label
from kpixl.draft.names import Names
from kpixl.draft.redrafting import Heading, Origin

__all__ = [
    "CERTAINTIES",
    "PAGE",
    "Certainty",
    "Document",
    "Drafted",
    "Grid",
    "Guess",
    "Heading",
    "Names",
    "Origin",
    "Reading",
    "documents_of",
    "drafted",
    "takes_by_label",
]
