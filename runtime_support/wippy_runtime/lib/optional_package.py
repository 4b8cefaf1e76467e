"""Python packages that only some functions need."""

from __future__ import annotations

import importlib
from typing import Any


def optional_package(name: str) -> Any:
    """Import a module of an optional package; typed loosely, since it may not be installed.

    Raises:
        ImportError: The package is not installed.
    """
    return importlib.import_module(name)
