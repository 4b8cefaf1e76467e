"""Keys of tables in the form in which they are stored."""

from __future__ import annotations

from typing import Any

# Keys from here on are ordinary hash keys and do not count for the length.
ARRAY_KEY_LIMIT = 2**26


class StoredKey:
    """A private key under which one of the keys `true`, `false`, `0` is stored."""

    __slots__ = ("public",)

    def __init__(self, public: bool | int) -> None:
        self.public = public

    def __repr__(self) -> str:
        return f"StoredKey({self.public!r})"


TRUE_KEY = StoredKey(True)
FALSE_KEY = StoredKey(False)
ZERO_KEY = StoredKey(0)


def stored_key(key: Any) -> Any:
    """Return the form under which `key` is kept: integral floats as `int`, sentinels applied."""
    kind = type(key)
    if kind is float:
        if not key.is_integer() or not -0x8000000000000000 <= key < 0x8000000000000000:
            return key
        key = int(key)
        kind = int
    if kind is int:
        return key if key else ZERO_KEY
    if kind is bool:
        return TRUE_KEY if key else FALSE_KEY
    return key
