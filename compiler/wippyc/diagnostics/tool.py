"""How reports name this program."""

from __future__ import annotations

from typing import Final

NAME: Final = "wippyc"


def version() -> str:
    """Return the version of the installed compiler; `0.0.0` when it runs from a source tree."""
    from importlib import metadata

    try:
        return metadata.version(NAME)
    except metadata.PackageNotFoundError:
        return "0.0.0"
