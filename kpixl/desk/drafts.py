"""A scheme that is drafted from documents: a job like others."""

from __future__ import annotations

from secrets import token_hex

from kpixl.ledger import Undertaking
from kpixl.words import Words

_TITLE = Words("起草方案", "drafting a scheme")


def key(name: str) -> str:
    """By what one finds the job that drafts it. name: of the scheme, or of where it is to be."""
    return f"draft {name}"


def undertaking(scheme: str, name: str, link: str) -> Undertaking:
    """That of a draft. scheme: of the campaign that is open, "" where none is; link: to its page."""
    return Undertaking(id=token_hex(8), scheme=scheme, stage="", title=_TITLE, key=key(name), link=link)
