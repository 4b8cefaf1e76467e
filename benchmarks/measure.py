"""Timing: interleaved repetitions in CPU time, and what to make of the samples."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Samples:
    """CPU seconds of one contender, one sample per repetition."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The fastest repetition: the one that others disturbed least."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle repetition."""
        return statistics.median(self.seconds)


def interleave(contenders: Mapping[str, Callable[[], Any]], repetitions: int) -> dict[str, Samples]:
    """Run contenders in turn, so that whatever disturbs the machine disturbs all of them alike.

    The first round warms caches up and is not measured. The order turns round from one repetition
    to the next.
    """
    for run in contenders.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    collecting = gc.isenabled()
    try:
        for repetition in range(repetitions):
            for name in names if repetition % 2 == 0 else reversed(names):
                gc.collect()
                gc.disable()
                start = time.process_time()
                contenders[name]()
                seconds[name].append(time.process_time() - start)
                gc.enable()
    finally:
        if not collecting:
            gc.disable()
    return {name: Samples(tuple(found)) for name, found in seconds.items()}


def geometric_mean(ratios: Sequence[float]) -> float:
    """Return the geometric mean of ratios."""
    return math.exp(statistics.fmean(map(math.log, ratios)))
