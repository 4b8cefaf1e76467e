"""Work spread over the processors, for results that are left in files.

Helpers are forks, so they know everything their parent knows, and hand back no more than names:
what they made is found where all results of earlier compilations are. What is missing there is made
by whoever asks for it, so no helper is needed for anything.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

# A fork is worth its cost from this many characters of source text on.
LEAST_WORK = 60_000
_MOST_PROCESSES: Final = 8

_Item = TypeVar("_Item")


def spread(
    items: Sequence[_Item],
    size: Callable[[_Item], int],
    work: Callable[[Sequence[_Item]], object],
) -> bool:
    """Do work in several processes; do nothing where that would not be faster.

    Args:
        items: What there is to do.
        size: Tells how much work an item is, in characters of source text.
        work: Does some of the items, in any order; leaves its results in files.

    Returns:
        Whether the work was done.
    """

    def answering(share: Sequence[_Item]) -> bytes:
        work(share)
        return b""

    return spread_answers(items, size, answering) is not None


def spread_answers(
    items: Sequence[_Item],
    size: Callable[[_Item], int],
    work: Callable[[Sequence[_Item]], bytes],
) -> list[bytes] | None:
    """Do work in several processes, and return what each of them answers.

    Args:
        items: What there is to do.
        size: Tells how much work an item is, in characters of source text.
        work: Does some of the items, in any order; leaves its results in files, and tells which.

    Returns:
        One answer a process, this one's first; that of a helper that has failed is cut short. Or
        `None`, where several processes would not be faster and nothing was done.
    """
    shares = _shares(items, size, _processors())
    if len(shares) < 2:
        return None
    helpers = [_start_answering(work, share) for share in shares[1:]]
    is_done = False
    try:
        answers = [work(shares[0])]
        is_done = True
    finally:
        for helper, answer in helpers:
            if not is_done:
                os.kill(helper, signal.SIGKILL)
            with open(answer, "rb") as stream:
                content = stream.read()
            if is_done:
                answers.append(content)
            os.waitpid(helper, 0)
    return answers


def _start_answering(
    work: Callable[[Sequence[_Item]], bytes], share: Sequence[_Item]
) -> tuple[int, int]:
    """Start a helper; return its process and where its answer comes out."""
    answer, end = os.pipe()

    def answering(items: Sequence[_Item]) -> None:
        content = work(items)
        with open(end, "wb") as stream:
            stream.write(content)

    helper = _start(answering, share)
    os.close(end)
    return helper, answer


def _processors() -> int:
    """Return how many processes may work at once; a fork must not leave other threads behind."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


def _shares(items: Sequence[_Item], size: Callable[[_Item], int], count: int) -> list[list[_Item]]:
    """Divide items into shares of about the same size, the first for this process."""
    sizes = {position: size(item) for position, item in enumerate(items)}
    count = min(count, len(items), 1 + sum(sizes.values()) // LEAST_WORK)
    shares: list[list[int]] = [[] for _ in range(count)]
    for position in sorted(sizes, key=lambda each: (-sizes[each], each)):
        smallest = min(shares, key=lambda share: sum(sizes[each] for each in share))
        smallest.append(position)
    return [[items[position] for position in sorted(share)] for share in shares if share]


def _start(work: Callable[[Sequence[_Item]], object], share: Sequence[_Item]) -> int:
    helper = os.fork()
    if helper:
        return helper
    # Nothing of the parent may run here: no output, no clean-up, no report of an error.
    status = 1
    try:
        work(share)
        status = 0
    finally:
        os._exit(status)
