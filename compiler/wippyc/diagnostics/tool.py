"""How reports name this program."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import Final

NAME: Final = "wippyc"


def version() -> str:
    """Return the version of the installed compiler; `0.0.0` when it runs from a source tree."""
    try:
        return installed_version(NAME)
    except PackageNotFoundError:
        return "0.0.0"
