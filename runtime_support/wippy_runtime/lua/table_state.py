"""The rarely needed part of a table."""

from __future__ import annotations

from typing import Any


class TableState:
    """What a table keeps once it has tombstones, far elements, or a traversal by `next`.

    Attributes:
        was_object: Whether the table was a JSON object or ever held a string key that is gone.
        dead: Number of tombstones.
        keys: Keys that `next` steps through.
        position: Index in `keys` of the key that `next` returned last.
        positions: Index in `keys` of each key.
        heap: Negated sparse keys, if there are any: the smallest is the largest key. Deleted keys
            are dropped when they surface.
    """

    __slots__ = ("dead", "heap", "keys", "position", "positions", "was_object")

    def __init__(self) -> None:
        self.was_object = False
        self.heap: list[int] | None = None
        self.dead = 0
        self.keys: list[Any] = []
        self.position = -1
        self.positions: dict[Any, int] | None = None
