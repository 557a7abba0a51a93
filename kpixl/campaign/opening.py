"""The entrance of kpixl: a scheme is opened, by its id in a workspace or by its folder."""

from __future__ import annotations

import os

from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.means import MEANS, Means
from kpixl.campaign.campaign import Campaign
from kpixl.campaign.workspace.workspace import Workspace


def open_campaign(
    scheme: PathLike = "", means: Means | None = None, *, workspace: PathLike | None = None
) -> Campaign:
    """Open a scheme, to work with it.

    scheme: its id in the workspace (default: the scheme that is meant where none is named); a path object, or
    a text with a separator in it, is the folder of a blueprint, of which nothing is remembered. means: key,
    password, day and so on; of a folder by default none, of a workspace its own. workspace: its folder
    (default: the nearest from the current folder upwards). BlueprintError where the blueprint has errors,
    RefusedError where there is no such scheme or workspace.
    """
    if not isinstance(scheme, str) or _is_path(scheme):
        return Campaign.open(scheme, means or MEANS)
    home = Workspace.find() if workspace is None else Workspace.at(workspace)
    return home.open(scheme, means)


def _is_path(text: str) -> bool:
    return any(separator in text for separator in (os.sep, os.altsep) if separator)
