"""Containers: archives and mails, and what lies in them, within the limits; nothing knows a scheme."""

from kpixl.containers._container import Container, Mail, Member
from kpixl.containers._opening import open_container

__all__ = ["Container", "Mail", "Member", "open_container"]
