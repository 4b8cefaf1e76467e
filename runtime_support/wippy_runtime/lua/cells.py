"""Variables shared between a loop iteration and the closures made in it."""

from __future__ import annotations

from typing import Any


class Cell:
    """One Lua variable; each loop iteration makes a new one.

    Used for variables that are declared in a loop, captured by a closure, and assigned later.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any = None) -> None:
        self.value = value
