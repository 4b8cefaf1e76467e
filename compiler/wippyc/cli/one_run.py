"""For commands that do one thing and end."""

from __future__ import annotations

import atexit
import gc


def collect_nothing() -> None:
    """Look for no cyclic garbage until the process ends, and not then either.

    Everything a compilation makes is in use until it is over; looking through all of it takes
    longer than any single stage.
    """
    gc.disable()
    atexit.register(gc.freeze)
