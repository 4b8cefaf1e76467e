"""The exception that ends a wait when the surrounding activity was cancelled."""

from __future__ import annotations


class Interrupted(Exception):
    """A wait of Lua code was ended because the activity it belongs to was cancelled.

    Library functions that wait turn it into an error of kind `Canceled`.
    """
